/** IEEE 802.15.4: radio for small devices (ZigBee, Thread, 6LoWPAN). Addresses of two lengths, beacons, commands. All is little-endian. */
import { Field, bit, bits, u16, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'

const types = ['Beacon', 'Data', 'Ack', 'Command', 'Reserved', 'Multipurpose', 'Fragment', 'Extended']
const modes = ['None', 'Reserved', 'Short/16-bit', 'Long/64-bit']
const versions = ['IEEE Std 802.15.4-2003', 'IEEE Std 802.15.4-2006', 'IEEE Std 802.15.4-2015', 'Reserved']
const commands: Readonly<Record<number, string>> = {
  1: 'Association Request',
  2: 'Association Response',
  3: 'Disassociation Notification',
  4: 'Data Request',
  5: 'PAN ID Conflict',
  6: 'Orphan Notification',
  7: 'Beacon Request',
  8: 'Coordinator Realignment',
  9: 'GTS Request',
}
const statuses: Readonly<Record<number, string>> = {
  0: 'Association Successful',
  1: 'PAN At Capacity',
  2: 'PAN Access Denied',
}
const [BEACON, DATA, ACK, COMMAND] = [0, 1, 2, 3]
const SHORT = 2
const LONG = 3
const WITH_FCS = 195
const hexed = { display: 'hex', little: true } as const

const f = {
  control: u16('wpan.fcf', 'Frame Control Field', {
    ...hexed,
    of: {
      type: bits('wpan.frame_type', 'Frame Type', 0x0007, {
        display: 'hex',
        names: (n) => types[n],
        help: 'Beacons announce a network, commands join and leave it.',
      }),
      security: bit('wpan.security', 'Security Enabled', 0x0008),
      pending: bit('wpan.pending', 'Frame Pending', 0x0010, { help: 'More waits for the receiver.' }),
      ack: bit('wpan.ack_request', 'Acknowledge Request', 0x0020),
      compression: bit('wpan.pan_id_compression', 'PAN ID Compression', 0x0040, {
        help: 'Both ends are in one network, named once.',
      }),
      reserved: bit('wpan.fcf.reserved', 'Reserved', 0x0080),
      suppression: bit('wpan.seqno_suppression', 'Sequence Number Suppression', 0x0100),
      elements: bit('wpan.ie_present', 'Information Elements Present', 0x0200),
      destination: bits('wpan.dst_addr_mode', 'Destination Addressing Mode', 0x0c00, {
        display: 'hex',
        names: (n) => modes[n],
      }),
      version: bits('wpan.version', 'Frame Version', 0x3000, { names: (n) => versions[n] }),
      source: bits('wpan.src_addr_mode', 'Source Addressing Mode', 0xc000, { display: 'hex', names: (n) => modes[n] }),
    },
  }),
  sequence: u8('wpan.seq_no', 'Sequence Number', { help: 'The acknowledgement repeats it.' }),
  destinationPan: u16('wpan.dst_pan', 'Destination PAN', { ...hexed, help: 'The network that the frame is for.' }),
  destination16: u16('wpan.dst16', 'Destination', hexed),
  destination64: new Field('wpan.dst64', 'Destination', 'bytes', 8, {}),
  sourcePan: u16('wpan.src_pan', 'Source PAN', hexed),
  source16: u16('wpan.src16', 'Source', { ...hexed, help: 'The short address that the network gave the device.' }),
  source64: new Field('wpan.src64', 'Extended Source', 'bytes', 8, {}),
  superframe: u16('wpan.superframe', 'Superframe Specification', {
    ...hexed,
    of: {
      beacon: bits('wpan.beacon_order', 'Beacon Interval', 0x000f),
      order: bits('wpan.superframe_order', 'Superframe Interval', 0x00f0),
      cap: bits('wpan.cap', 'Final CAP Slot', 0x0f00),
      battery: bit('wpan.battery_ext', 'Battery Extension', 0x1000),
      coordinator: bit('wpan.bcn_coord', 'PAN Coordinator', 0x4000),
      permit: bit('wpan.assoc_permit', 'Association Permit', 0x8000, { help: 'New devices may join.' }),
    },
  }),
  gtsCount: bits('wpan.gts.count', 'GTS Descriptor Count', 0x07),
  gtsPermit: bit('wpan.gts.permit', 'GTS Permit', 0x80),
  command: u8('wpan.cmd', 'Command Identifier', {
    display: 'hex',
    names: (n) => commands[n] ?? 'Unknown',
    help: 'What a device asks or tells.',
  }),
  capability: u8('wpan.cinfo', 'Association Request', {
    display: 'hex',
    of: {
      alternative: bit('wpan.cinfo.alt_coord', 'Alternate PAN Coordinator', 0x01),
      device: bit('wpan.cinfo.device_type', 'Device Type', 0x02, { trueFalse: ['FFD', 'RFD'] }),
      power: bit('wpan.cinfo.power_src', 'Power Source', 0x04, { trueFalse: ['AC/Mains Power', 'Battery'] }),
      listens: bit('wpan.cinfo.idle_rx', 'Receive On When Idle', 0x08),
      security: bit('wpan.cinfo.sec_capable', 'Security Capability', 0x40),
      allocate: bit('wpan.cinfo.alloc_addr', 'Allocate Address', 0x80),
    },
  }),
  given: u16('wpan.asoc.addr', 'Short Address', { ...hexed, help: 'The short address that the device gets.' }),
  status: u8('wpan.assoc.status', 'Association Status', { display: 'hex' }),
  fcs: u16('wpan.fcs', 'Frame Check Sequence', { display: 'hex', little: true }),
}

export const wpan = protocol({
  name: 'wpan',
  title: 'IEEE 802.15.4 Low-Rate Wireless PAN',
  column: 'IEEE 802.15.4',
  spec: 'IEEE 802.15.4',
  over: { 'frame.linktype': [WITH_FCS, 230] },
  fields: f,
  decode(p) {
    if (p.frame.linkType === WITH_FCS && p.wire - p.at >= 2) p.limit(p.wire - p.at - 2)
    const control = word(p, p.at)
    p.take(f.control)
    const type = control & 7
    p.label(p.row(f.control), controlText(control))
    p.say(types[type]!)
    const version = (control >> 12) & 3
    if (!(version === 2 && control & 0x100)) p.take(f.sequence)
    addresses(p, control)
    if (control & 8 || control & 0x200 || version > 2) return p.rest()
    if (type === COMMAND) command(p)
    else if (type === BEACON) beacon(p)
    else if (type === DATA && p.left) p.guess(p.registry.table('wpan').guesses)
    else p.rest()
  },
  heading: (p) => headingText(p),
})

const word = (p: Packet, at: number): number => {
  p.need(2, at)
  return p.bytes[at]! | (p.bytes[at + 1]! << 8)
}
const hex4 = (n: number): string => `0x${n.toString(16).padStart(4, '0')}`

/** A long address as it is written: the bytes on the air the other way round. */
const longAt = (p: Packet, at: number): string => {
  p.need(8, at)
  return Array.from({ length: 8 }, (_, i) => p.bytes[at + 7 - i]!.toString(16).padStart(2, '0')).join(':')
}
const shortText = (n: number): string => (n === 0xffff ? 'Broadcast' : hex4(n))

function controlText(control: number): string {
  const words = [`Frame Type: ${types[control & 7]}`]
  if (control & 0x08) words.push('Security Enabled')
  if (control & 0x10) words.push('Frame Pending')
  if (control & 0x20) words.push('Acknowledge Request')
  if (control & 0x40) words.push('PAN ID Compression')
  words.push(
    `Destination Addressing Mode: ${modes[(control >> 10) & 3]}`,
    `Frame Version: ${versions[(control >> 12) & 3]}`,
    `Source Addressing Mode: ${modes[control >> 14]}`,
  )
  return `Frame Control Field: ${hex4(control)}, ${words.join(', ')}`
}

/** Where the addresses of a frame stand: −1 for none. */
function placesOf(
  p: Packet,
  at: number,
): { control: number; pans: [number, number]; ends: [number, number]; next: number } {
  const control = word(p, at)
  const version = (control >> 12) & 3
  const to = (control >> 10) & 3
  const from = control >> 14
  let next = at + (version === 2 && control & 0x100 ? 2 : 3)
  // Since 2015 two long addresses without compression share the network of the destination.
  const together = (control & 0x40) !== 0
  const isNew = version === 2
  const hasTo = to >= SHORT && (!isNew || !(to === LONG && from === LONG && together))
  const hasFrom = from >= SHORT && (isNew ? !(to === LONG && from === LONG) && !together : !(together && to >= SHORT))
  const pans: [number, number] = [-1, -1]
  const ends: [number, number] = [-1, -1]
  const step = (size: number): number => (next += size) - size
  if (hasTo) pans[0] = step(2)
  if (to >= SHORT) ends[0] = step(to === SHORT ? 2 : 8)
  if (hasFrom) pans[1] = step(2)
  if (from >= SHORT) ends[1] = step(from === SHORT ? 2 : 8)
  return { control, pans, ends, next }
}

function endText(p: Packet, at: number, mode: number): string {
  return at < 0 ? '' : mode === SHORT ? shortText(word(p, at)) : longAt(p, at)
}

function addresses(p: Packet, control: number): void {
  const { pans, ends, next } = placesOf(p, p.base)
  p.need(next - p.at)
  const to = (control >> 10) & 3
  const from = control >> 14
  const long = (field: Field, at: number): void => {
    p.label(
      p.add(field, at, 8, p.bytes.slice(at, at + 8).reverse()),
      `${field.label}: ${longAt(p, at)} (${longAt(p, at)})`,
    )
  }
  if (pans[0] >= 0) p.add(f.destinationPan, pans[0], 2, word(p, pans[0]))
  if (ends[0] >= 0 && to === SHORT) p.add(f.destination16, ends[0], 2, word(p, ends[0]))
  else if (ends[0] >= 0) long(f.destination64, ends[0])
  if (pans[1] >= 0) p.add(f.sourcePan, pans[1], 2, word(p, pans[1]))
  if (ends[1] >= 0 && from === SHORT) p.add(f.source16, ends[1], 2, word(p, ends[1]))
  else if (ends[1] >= 0) long(f.source64, ends[1])
  p.at = next
  if (p.columns) p.endsText(endText(p, ends[1], from), endText(p, ends[0], to))
}

function headingText(p: Packet): string {
  const { control, ends, next } = placesOf(p, p.base)
  const name = `IEEE 802.15.4 ${types[control & 7]}`
  if ((control & 7) === ACK) return p.end > p.base + 2 ? `${name}, Sequence Number: ${p.bytes[p.base + 2]}` : name
  if (next > p.end) return name
  const to = endText(p, ends[0], (control >> 10) & 3)
  const from = endText(p, ends[1], control >> 14)
  return `${name}${to && `, Dst: ${to}`}${from && `, Src: ${from}`}`
}

function command(p: Packet): void {
  const code = p.take(f.command)
  p.say(commands[code] ?? 'Unknown Command')
  if (code === 1) {
    const capability = p.take(f.capability)
    p.label(p.row(f.capability), 'Association Request')
    p.sayMore(`, ${capability & 2 ? 'FFD' : 'RFD'}`)
  } else if (code === 2) {
    const was = p.open(p.text('Association Response', p.at, 3))
    const address = p.take(f.given)
    const status = p.take(f.status)
    const name = statuses[status] ?? 'Unknown'
    p.label(p.row(f.status), `Association Status: 0x${status.toString(16).padStart(2, '0')} (${name})`)
    p.close(was)
    const { pans } = placesOf(p, p.base)
    const pan = pans[1] >= 0 ? pans[1] : pans[0]
    p.sayMore(status ? ', Unsuccessful' : `, PAN: ${pan >= 0 ? hex4(word(p, pan)) : '0x0000'} Addr: ${hex4(address)}`)
  }
  if (p.left) p.rest()
}

function beacon(p: Packet): void {
  const frame = p.take(f.superframe)
  const words = [
    ...(frame & 0x1000 ? ['Battery Extension'] : []),
    ...(frame & 0x4000 ? ['PAN Coordinator'] : []),
    ...(frame & 0x8000 ? ['Association Permit'] : []),
  ]
  p.label(p.row(f.superframe), ['Superframe Specification', words.join(', ')].filter(Boolean).join(': '))
  const gts = p.peek(1)
  const was = p.open(p.text('GTS', p.at, 1))
  p.label(p.add(f.gtsCount, p.at, 1, gts & 7), `GTS Descriptor Count: ${gts & 7}`)
  p.label(p.add(f.gtsPermit, p.at, 1, gts >> 7), `GTS Permit: ${gts & 0x80 ? 'True' : 'False'}`)
  p.close(was)
  p.skip(1 + (gts & 7 ? 1 + 3 * (gts & 7) : 0))
  const pending = p.peek(1)
  const [short, long] = [pending & 7, (pending >> 4) & 7]
  p.text(`Pending Addresses: ${short} Short and ${long} Long`, p.at, 1)
  p.skip(1 + 2 * short + 8 * long)
  if (p.left) p.guess(p.registry.table('wpan.beacon').guesses)
}
