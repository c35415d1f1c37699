/**
 * ATM as SunATM's adapters capture it (public registry, LINKTYPE_SUNATM): four bytes say which way and what the AAL5 frame behind them holds.
 * LAN emulation (ATM Forum, af-lane-0084) is read as far as the heads of its control frames.
 */
import { bit, bytes, u16, u32, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'

type Names = Readonly<Record<number, string>>
const AAL5 = 4
const SIGNALLING = 6
const MARKER = 0xff00
const or = (names: Names) => (v: number) => names[v] ?? 'Unknown'
const traffics: Names = {
  0: 'Unknown traffic type',
  1: 'LLC multiplexed',
  2: 'VC multiplexed',
  3: 'LANE',
  4: 'ILMI',
}
/** What the low bits of the first byte mean (libpcap's sunatmpos.h), as traffic of our own numbers. */
const traffic: Readonly<Record<number, number>> = { 1: 3, 2: 1, 5: 4 }
const SIGNAL = 6
const opcodes: Names = {
  0x0001: 'LE_CONFIGURE_REQUEST',
  0x0101: 'LE_CONFIGURE_RESPONSE',
  0x0002: 'LE_JOIN_REQUEST',
  0x0102: 'LE_JOIN_RESPONSE',
  0x0003: 'READY_QUERY',
  0x0103: 'READY_IND',
  0x0004: 'LE_REGISTER_REQUEST',
  0x0104: 'LE_REGISTER_RESPONSE',
  0x0005: 'LE_UNREGISTER_REQUEST',
  0x0105: 'LE_UNREGISTER_RESPONSE',
  0x0006: 'LE_ARP_REQUEST',
  0x0106: 'LE_ARP_RESPONSE',
  0x0007: 'LE_FLUSH_REQUEST',
  0x0107: 'LE_FLUSH_RESPONSE',
  0x0008: 'LE_NARP_REQUEST',
  0x0108: 'Undefined',
  0x0009: 'LE_TOPOLOGY_REQUEST',
  0x000a: 'LE_VERIFY_REQUEST',
  0x010a: 'LE_VERIFY_RESPONSE',
}
const states: Names = {
  0: 'Success',
  1: 'Version not supported',
  2: 'Invalid request parameters',
  4: 'Duplicate LAN destination registration',
  5: 'Duplicate ATM address',
  6: 'Insufficient resources to grant request',
  7: 'Access denied',
  8: 'Invalid REQUESTOR-ID',
  9: 'Invalid LAN destination',
  10: 'Invalid ATM address',
  20: 'No configuration',
  21: 'LE_CONFIGURE error',
  22: 'Insufficient information',
  24: 'TLV not found',
}

export const atm = protocol({
  name: 'atm',
  title: 'Asynchronous Transfer Mode',
  column: 'ATM',
  spec: 'ITU-T I.361',
  over: { 'frame.linktype': [123] },
  fields: {
    channel: u8('atm.channel', 'Channel', {
      names: { 0: 'DTE->DCE', 1: 'DCE->DTE' },
      help: 'Which way the frame went.',
    }),
    layer: u8('atm.aal', 'AAL', { show: (v) => (v === AAL5 ? 'AAL5' : v === SIGNALLING ? 'Signalling AAL' : `${v}`) }),
    traffic: u8('atm.traffic_type', 'Traffic type', { names: or(traffics) }),
    emulation: u8('atm.traffic.lane', 'LANE traffic type', {
      names: or({ 0: 'Unknown LANE traffic type', 1: 'LE Control', 2: '802.3' }),
    }),
    path: u8('atm.vpi', 'VPI', { help: 'Number of the virtual path.' }),
    circuit: u16('atm.vci', 'VCI', { help: 'Number of the virtual channel in its path.' }),
  },
  decode(p, _, f) {
    p.need(4)
    const flags = p.peek(1)
    const kind = flags & 15
    const isSignal = kind === SIGNAL
    const type = traffic[kind] ?? 0
    if (p.columns) p.endsText(flags & 0x80 ? 'DTE' : 'DCE', flags & 0x80 ? 'DCE' : 'DTE')
    p.add(f.channel, p.at, 1, flags & 0x80 ? 0 : 1)
    p.add(f.layer, p.at, 1, isSignal ? SIGNALLING : AAL5)
    const isControl = type === 3 && p.left >= 6 && p.peek(2, 4) === MARKER
    if (!isSignal) p.add(f.traffic, p.at, 1, type)
    if (type === 3) p.add(f.emulation, p.at, 1, isControl ? 1 : 2)
    p.skip(1)
    const path = p.take(f.path)
    const circuit = p.take(f.circuit)
    const layer = isSignal ? 'Signalling AAL' : `AAL5 ${traffics[type]!}`
    if (p.columns) p.say(`${layer} VPI=${path}, VCI=${circuit}`)
    if (type === 1) p.next('atm.aal5', 'llc')
    else if (type === 3) p.next('atm.lane', isControl ? 1 : 2)
    else p.rest()
  },
})

export const lane = protocol({
  name: 'lane',
  title: 'ATM LAN Emulation',
  column: 'ATM LANE',
  shortName: 'ATM LANE',
  spec: 'af-lane-0084',
  over: { 'atm.lane': [1, 2] },
  fields: {
    client: u16('atm.le_client.client', 'LE Client', { display: 'hex' }),
    marker: u16('atm.le_control.marker', 'Marker', { display: 'hex' }),
    protocol: u8('atm.le_control.protocol', 'Protocol', { display: 'hex' }),
    version: u8('atm.le_control.version', 'Version', { display: 'hex' }),
    opcode: u16('atm.le_control.opcode', 'Opcode', {
      display: 'hex',
      names: or(opcodes),
      help: 'Joining an emulated LAN, and asking behind which ATM address a station is.',
    }),
    status: u16('atm.le_control.status', 'Status', { display: 'hex', names: or(states) }),
    transaction: u32('atm.le_control.transaction_id', 'Transaction ID', { display: 'hex' }),
    requester: u16('atm.le_control.requester_lecid', 'Requester LECID', { display: 'hex' }),
    flags: u16('atm.le_control.flag', 'Flags', { display: 'hex' }),
    capable: bit('atm.le_control.flag.v2_capable', 'V2 capable', 0x0002, { trueFalse: ['Yes', 'No'] }),
    source: bytes('atm.source_atm', 'Source ATM address'),
    destinationTag: u16('atm.lan_destination.tag', 'Tag', {
      display: 'hex',
      names: or({ 0: 'Not present', 1: 'MAC address', 2: 'Route descriptor' }),
    }),
  },
  decode(p) {
    if (p.peek(2) === MARKER) return control(p)
    p.take(lane.f.client)
    p.next('gre.proto', 0x6558)
  },
  heading: () => 'ATM LANE',
})

function control(p: Packet): void {
  const { f } = lane
  const opcode = p.peek(2, 4)
  if (p.columns)
    p.say(
      `LE Control: ${opcodes[opcode] ?? `Unknown opcode (0x${opcode.toString(16).padStart(4, '0').toUpperCase()})`}`,
    )
  p.take(f.marker)
  p.take(f.protocol)
  p.take(f.version)
  p.take(f.opcode)
  if (opcode & 0x0100) p.take(f.status)
  else p.skip(2)
  p.take(f.transaction)
  p.take(f.requester)
  const was = p.open(p.add(f.flags, p.at, 2, p.peek(2)))
  if (opcode === 1 || opcode === 2 || opcode === 0x101) p.add(f.capable, p.at, 2, (p.peek(2) >> 1) & 1)
  p.close(was)
  p.skip(2)
  for (const name of ['Source LAN destination', 'Target LAN destination']) {
    const inner = p.open(p.text(name, p.at, 8))
    p.take(f.destinationTag)
    p.skip(6)
    p.close(inner)
  }
  p.take(f.source, 20)
  p.at = p.end
}
