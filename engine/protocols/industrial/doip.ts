/** ISO 13400-2, DoIP: diagnosis of vehicles over IP. Which vehicle is there, who may speak with it, and messages to its parts (not read further). */
import { bytes, string, u16, u32, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { lengthKnown, protocol } from '../../dissect/protocol'

const HEADER = 8
const types: Readonly<Record<number, string>> = {
  0x0000: 'Generic DoIP header NACK',
  0x0001: 'Vehicle identification request',
  0x0002: 'Vehicle identification request with EID',
  0x0003: 'Vehicle identification request with VIN',
  0x0004: 'Vehicle announcement message/vehicle identification response message',
  0x0005: 'Routing activation request',
  0x0006: 'Routing activation response',
  0x0007: 'Alive check request',
  0x0008: 'Alive check response',
  0x4001: 'DoIP entity status request',
  0x4002: 'DoIP entity status response',
  0x4003: 'Diagnostic power mode information request',
  0x4004: 'Diagnostic power mode information response',
  0x8001: 'Diagnostic message',
  0x8002: 'Diagnostic message ACK',
  0x8003: 'Diagnostic message NACK',
}
const hexed = { display: 'hex' } as const

export const doip = protocol({
  name: 'doip',
  title: 'DoIP (ISO13400) Protocol',
  column: 'DoIP',
  spec: 'ISO 13400-2',
  over: { 'udp.port': [13400], 'tcp.port': [13400], 'tls.port': [3496] },
  messages: lengthKnown(HEADER, (p) => HEADER + p.peek(4, 4)),
  looks: (p) => p.left >= HEADER && (p.peek(1) ^ p.peek(1, 1)) === 0xff && types[p.peek(2, 2)] !== undefined,
  header: {
    version: u8('doip.version', 'Version', {
      display: 'hex',
      names: {
        0: 'Reserved',
        1: 'DoIP ISO/DIS 13400-2:2010',
        2: 'DoIP ISO 13400-2:2012',
        3: 'DoIP ISO 13400-2:2019',
        255: 'Default value for vehicle identification request messages',
      },
    }),
    inverse: u8('doip.inverse', 'Inverse version', {
      display: 'hex',
      help: 'All bits of the version turned over, as a check.',
    }),
    type: u16('doip.type', 'Type', { display: 'hex', names: types, help: 'What the message is for.' }),
    length: u32('doip.length', 'Length'),
  },
  fields: {
    nack: u8('doip.nack_code', 'DoIP Header NACK code', {
      display: 'hex',
      names: {
        0: 'Incorrect pattern format',
        1: 'Unknown payload type',
        2: 'Message too large',
        3: 'Out of memory',
        4: 'Invalid payload length',
      },
    }),
    vin: string('doip.vin', 'VIN', { help: 'The number of the vehicle, 17 signs.' }),
    address: u16('doip.logical_address', 'Logical Address', hexed),
    eid: bytes('doip.eid', 'EID'),
    gid: bytes('doip.gid', 'GID'),
    action: u8('doip.futher_action', 'Further action required', {
      display: 'hex',
      names: { 0: 'No further action required', 16: 'Routing activation required to initiate central security' },
    }),
    sync: u8('doip.sync_status', 'VIN/GID sync. status', {
      display: 'hex',
      names: { 0: 'VIN and/or GID are synchronized', 16: 'Incomplete: VIN and GID are NOT synchronized' },
    }),
    source: u16('doip.source_address', 'Source Address', {
      display: 'hex',
      help: 'Who speaks: a tester, or a part of the vehicle.',
    }),
    target: u16('doip.target_address', 'Target Address', hexed),
    activation: u8('doip.activation_type', 'Activation type', {
      display: 'hex',
      names: { 0: 'Default', 1: 'WWH-OBD', 224: 'Central security' },
    }),
    reservedIso: u32('doip.reserved_iso', 'Reserved by ISO', hexed),
    reservedOem: u32('doip.reserved_oem', 'Reserved by OEM', hexed),
    tester: u16('doip.tester_logical_address', 'Logical address of external tester', hexed),
    response: u8('doip.response_code', 'Routing activation response code', {
      display: 'hex',
      names: {
        0: 'Routing activation denied due to unknown source address.',
        1: 'Routing activation denied because all concurrently supported TCP_DATA sockets are registered and active.',
        4: 'Routing activation denied due to missing authentication.',
        5: 'Routing activation denied due to rejected confirmation.',
        6: 'Routing activation denied due to unsupported routing activation type.',
        16: 'Routing successfully activated.',
        17: 'Routing will be activated; confirmation required.',
      },
    }),
    power: u8('doip.power_mode', 'Diagnostic power mode', {
      display: 'hex',
      names: { 0: 'not ready', 1: 'ready', 2: 'not supported' },
    }),
    node: u8('doip.node_type', 'Node type', { display: 'hex', names: { 0: 'DoIP gateway', 1: 'DoIP node' } }),
    maxSockets: u8('doip.max_sockets', 'Max concurrent sockets'),
    sockets: u8('doip.sockets', 'Currently open sockets'),
    maxData: u32('doip.max_data_size', 'Max data size'),
    ack: u8('doip.diag_ack_code', 'ACK code', { display: 'hex', names: { 0: 'Routing confirmation ACK' } }),
    diagnosticNack: u8('doip.diag_nack_code', 'NACK code', {
      display: 'hex',
      names: {
        2: 'Invalid source address',
        3: 'Unknown target address',
        4: 'Diagnostic message too large',
        5: 'Out of memory',
        6: 'Target unreachable',
        7: 'Unknown network',
        8: 'Transport protocol error',
      },
    }),
    previous: bytes('doip.previous', 'Previous message'),
    data: bytes('doip.data', 'User data', { help: 'What the part of the vehicle is told, or says.' }),
  },
  decode(p, h) {
    const type = p.u16(h.type)
    if (p.nth()) p.fence()
    if (p.columns) p.say(types[type] ?? `0x${type.toString(16).padStart(4, '0')} Unknown payload`)
    p.limit(p.u32(h.length))
    body(p, type)
    p.at = p.end
  },
})

function body(p: Packet, type: number): void {
  const { f } = doip
  switch (type) {
    case 0:
      return void p.take(f.nack)
    case 2:
      return void p.take(f.eid, 6)
    case 3:
      return void p.take(f.vin, 17)
    case 4:
      p.take(f.vin, 17)
      p.take(f.address)
      p.take(f.eid, 6)
      p.take(f.gid, 6)
      p.take(f.action)
      if (p.left) p.take(f.sync)
      return
    case 5:
      p.take(f.source)
      p.take(f.activation)
      p.take(f.reservedIso)
      if (p.left >= 4) p.take(f.reservedOem)
      return
    case 6:
      p.take(f.tester)
      p.take(f.source)
      p.take(f.response)
      p.take(f.reservedIso)
      if (p.left >= 4) p.take(f.reservedOem)
      return
    case 8:
      return void p.take(f.source)
    case 0x4002:
      p.take(f.node)
      p.take(f.maxSockets)
      p.take(f.sockets)
      if (p.left >= 4) p.take(f.maxData)
      return
    case 0x4004:
      return void p.take(f.power)
    case 0x8001:
    case 0x8002:
    case 0x8003:
      p.take(f.source)
      p.take(f.target)
      if (type === 0x8001) return void (p.left && p.take(f.data, p.left))
      p.take(type === 0x8002 ? f.ack : f.diagnosticNack)
      if (p.left) p.take(f.previous, p.left)
  }
}
