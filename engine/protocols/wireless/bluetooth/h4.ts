/** Bluetooth HCI over UART (Core Specification, volume 4, part A; LINKTYPE_BLUETOOTH_HCI_H4): one byte says what follows. */
import { bits, bytes, u16, u8 } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import { protocol } from '../../../dissect/protocol'
import { wayOf, WITH_DIRECTION } from './way'

const packetTypes: Readonly<Record<number, string>> = {
  1: 'HCI Command',
  2: 'ACL Data',
  3: 'SCO Data',
  4: 'HCI Event',
  5: 'ISO Data',
}
const directions = ['Sent', 'Rcvd']

/** Has only a line of its own; what it knows of the connection lies in the layers inside. */
export const bluetooth = protocol({
  name: 'bluetooth',
  title: 'Bluetooth',
  column: 'Bluetooth',
  spec: 'Bluetooth Core Specification',
  over: { 'frame.linktype': [187, WITH_DIRECTION] },
  decode(p) {
    p.nest(hciH4)
  },
})

export const hciH4 = protocol({
  name: 'hci_h4',
  title: 'Bluetooth HCI H4',
  column: 'HCI H4',
  shortName: 'HCI_H4',
  spec: 'Bluetooth Core Specification, volume 4, part A',
  fields: {
    direction: u8('hci_h4.direction', 'Direction', {
      generated: true,
      display: 'hex',
      names: directions,
      help: 'Sent: from this machine to its Bluetooth controller.',
    }),
    type: u8('hci_h4.type', 'HCI Packet Type', { display: 'hex', names: packetTypes }),
  },
  decode(p, _, f) {
    if (!p.indexing) p.endsText('', '')
    const hasWay = p.frame.linkType === WITH_DIRECTION
    if (hasWay) p.skip(4)
    const way = wayOf(p)
    if (hasWay) p.set(f.direction, way === 'Sent' ? 0 : 1)
    const type = p.take(f.type)
    if (p.columns) p.say(`${way} `)
    p.next('hci_h4.type', type)
    if (p.columns && packetTypes[type] === undefined)
      p.say(`${way} Unknown HCI packet type 0x${type.toString(16).padStart(2, '0')}`)
  },
})

const flags = { width: 2 } as const

export const hciAcl = protocol({
  name: 'bthci_acl',
  title: 'Bluetooth HCI ACL Packet',
  column: 'HCI_ACL',
  spec: 'Bluetooth Core Specification, volume 4, part E, 5.4.2',
  over: { 'hci_h4.type': [2] },
  fields: {
    handle: bits('bthci_acl.chandle', 'Connection Handle', 0x0fff, {
      ...flags,
      display: 'hex',
      help: 'Number that the controller gave the connection.',
    }),
    boundary: bits('bthci_acl.pb_flag', 'PB Flag', 0x3000, {
      ...flags,
      names: [
        'First Non-automatically Flushable Packet',
        'Continuing Fragment',
        'First Automatically Flushable Packet',
        'Complete L2CAP PDU',
      ],
    }),
    broadcast: bits('bthci_acl.bc_flag', 'BC Flag', 0xc000, {
      ...flags,
      names: ['Point-To-Point', 'Active Broadcast', 'Piconet Broadcast', 'Reserved'],
    }),
    length: u16('bthci_acl.length', 'Data Total Length', { little: true }),
    data: bytes('bthci_acl.data', 'Data'),
  },
  decode(p, _, f) {
    const word = handleWord(p)
    for (const it of [f.handle, f.boundary, f.broadcast]) p.add(it, p.at, 2, (word & it.mask) >>> it.shift)
    p.skip(2)
    p.limit(p.take(f.length))
    ends(p)
    if (p.columns) p.say(wayOf(p))
    if (p.left > 0) p.take(f.data, p.left)
  },
})

export const hciSco = protocol({
  name: 'bthci_sco',
  title: 'Bluetooth HCI SCO Packet',
  column: 'HCI_SCO',
  spec: 'Bluetooth Core Specification, volume 4, part E, 5.4.3',
  over: { 'hci_h4.type': [3] },
  fields: {
    reserved: bits('bthci_sco.reserved', 'Reserved', 0xc000, { ...flags, display: 'hex' }),
    status: bits('bthci_sco.packet_status', 'Packet Status', 0x3000, {
      ...flags,
      display: 'hex',
      names: ['Correctly Received Data', 'Possibly Invalid Data', 'No Data Received', 'Data Partially Lost'],
    }),
    handle: bits('bthci_sco.chandle', 'Connection Handle', 0x0fff, { ...flags, display: 'hex' }),
    length: u8('bthci_sco.length', 'Data Total Length'),
    data: bytes('bthci_sco.data', 'Data'),
  },
  decode(p, _, f) {
    const word = handleWord(p)
    for (const it of [f.reserved, f.status, f.handle]) p.add(it, p.at, 2, (word & it.mask) >>> it.shift)
    p.skip(2)
    p.limit(p.take(f.length))
    ends(p)
    if (p.columns) p.say(`${wayOf(p)} SCO - ${(f.status.options.names as readonly string[])[(word >> 12) & 3]}`)
    if (p.left > 0) p.take(f.data, p.left)
  },
})

/** Addresses and names are told only while a connection is made: there are none here. */
function ends(p: Packet): void {
  if (p.indexing) return
  if (wayOf(p) === 'Sent') p.endsText('localhost ()', 'remote ()')
  else p.endsText('remote ()', 'localhost ()')
}

function handleWord(p: Packet): number {
  p.need(2)
  return p.bytes[p.at]! | (p.bytes[p.at + 1]! << 8)
}
