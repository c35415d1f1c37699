/** ZigBee (Connectivity Standards Alliance, specification 05-3474): beacons, the network layer, the heads of its application layer, security. */
import { Field, bit, bits, bytes, expert, u16, u32, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'

const hexed = { display: 'hex', little: true } as const
const hex4 = (n: number): string => `0x${n.toString(16).padStart(4, '0')}`
const word = (p: Packet, at: number): number => {
  p.need(2, at)
  return p.bytes[at]! | (p.bytes[at + 1]! << 8)
}
const longAt = (p: Packet, at: number): string => {
  p.need(8, at)
  return Array.from({ length: 8 }, (_, i) => p.bytes[at + 7 - i]!.toString(16).padStart(2, '0')).join(':')
}
function takeLong(p: Packet, field: Field): string {
  const text = longAt(p, p.at)
  p.label(p.add(field, p.at, 8, p.bytes.slice(p.at, p.at + 8).reverse()), `${field.label}: ${text} (${text})`)
  p.skip(8)
  return text
}
const long = (name: string, label: string): Field => new Field(name, label, 'bytes', 8)

const profiles = ['Network Specific', 'ZigBee Home', 'ZigBee PRO']
const keys = ['Link Key', 'Network Key', 'Key-Transport Key', 'Key-Load Key']
const MIC = 4

const security = {
  control: u8('zbee.sec.field', 'Security Control Field', { display: 'hex' }),
  key: bits('zbee.sec.key_id', 'Key Id', 0x18, {
    display: 'hex',
    names: (n) => keys[n],
    help: 'Which key the rest is encrypted with.',
  }),
  nonce: bit('zbee.sec.ext_nonce', 'Extended Nonce', 0x20),
  counter: u32('zbee.sec.counter', 'Frame Counter', {
    little: true,
    help: 'Counts up, so that nothing can be sent again.',
  }),
  source: long('zbee.sec.src64', 'Extended Source'),
  sequence: u8('zbee.sec.key_seqno', 'Key Sequence Number'),
  mic: bytes('zbee.sec.mic', 'Message Integrity Code'),
  encrypted: expert('zbee_sec.encrypted_payload', 'warn', 'Undecoded', 'Encrypted Payload'),
}

/** The security header, and the encrypted bytes as data. */
function secured(p: Packet): void {
  const was = p.open(p.text('ZigBee Security Header', p.at, p.left))
  const control = p.peek(1)
  const key = (control >> 3) & 3
  const row = p.add(security.control, p.at, 1, control)
  p.label(
    row,
    `Security Control Field: 0x${control.toString(16).padStart(2, '0')}, Key Id: ${keys[key]}${control & 0x20 ? ', Extended Nonce' : ''}`,
  )
  const inner = p.open(row)
  p.add(security.key, p.at, 1, key)
  p.add(security.nonce, p.at, 1, (control >> 5) & 1)
  p.close(inner)
  p.skip(1)
  p.take(security.counter)
  if (control & 0x20) takeLong(p, security.source)
  if (key === 1) p.take(security.sequence)
  p.need(MIC)
  const { at } = p
  const size = p.left - MIC
  p.add(security.mic, at + size, MIC)
  p.note(security.encrypted)
  p.close(was)
  if (size) p.part(size, () => p.rest())
  p.at = p.end
}

export const zbeeBeacon = protocol({
  name: 'zbee_beacon',
  title: 'ZigBee Beacon',
  shortName: 'ZigBee Beacon',
  column: 'ZigBee',
  spec: 'ZigBee 05-3474',
  heuristic: ['wpan.beacon'],
  looks: (p) => p.left >= 15 && p.peek(1) === 0,
  fields: {
    id: u8('zbee_beacon.protocol', 'Protocol ID'),
    info: u16('zbee_beacon.beacon', 'Beacon', {
      ...hexed,
      of: {
        profile: bits('zbee_beacon.profile', 'Stack Profile', 0x000f, {
          display: 'hex',
          names: (n) => profiles[n] ?? 'Unknown',
        }),
        version: bits('zbee_beacon.version', 'Protocol Version', 0x00f0),
        router: bit('zbee_beacon.router', 'Router Capacity', 0x0400, { help: 'Routers may join here.' }),
        depth: bits('zbee_beacon.depth', 'Device Depth', 0x7800),
        device: bit('zbee_beacon.end_dev', 'End Device Capacity', 0x8000, { help: 'Devices may join here.' }),
      },
    }),
    pan: long('zbee_beacon.ext_panid', 'Extended PAN ID'),
    offset: new Field('zbee_beacon.tx_offset', 'Tx Offset', 'uint', 3, { little: true }),
    update: u8('zbee_beacon.update_id', 'Update ID'),
  },
  decode(p, _, f) {
    const source = p.columns && p.columnEnds.kind === 'text' ? p.columnEnds.sourceText : ''
    p.need(15)
    p.say(`Beacon${source && `, Src: ${source}`}, EPID: ${longAt(p, p.at + 3)}`)
    p.take(f.id)
    const info = p.take(f.info)
    const words = [`Stack Profile: ${profiles[info & 15] ?? 'Unknown'}`]
    if (info & 0x0400) words.push('Router Capacity')
    if (info & 0x8000) words.push('End Device Capacity')
    p.label(p.row(f.info), `Beacon: ${words.join(', ')}`)
    takeLong(p, f.pan)
    p.take(f.offset)
    if (p.left) p.take(f.update)
    p.at = p.end
  },
  heading: (p) =>
    p.base + 11 <= p.end
      ? `ZigBee Beacon, ${profiles[p.bytes[p.base + 1]! & 15] ?? 'Unknown'}, EPID: ${longAt(p, p.base + 3)}`
      : 'ZigBee Beacon',
})

const types = ['Data', 'Command', 'Unknown', 'Interpan']
const endText = (n: number): string => (n >= 0xfff8 ? 'Broadcast' : hex4(n))
const VERSION_PRO = 2

export const zbeeNwk = protocol({
  name: 'zbee_nwk',
  title: 'ZigBee Network Layer',
  column: 'ZigBee',
  spec: 'ZigBee 05-3474',
  heuristic: ['wpan'],
  looks: (p) =>
    p.left >= 8 && (p.peek(1) & 0x3c) >> 2 === VERSION_PRO && (p.peek(1) & 3) < 2 && (p.peek(1, 1) & 0xc0) === 0,
  fields: {
    control: u16('zbee_nwk.fcf', 'Frame Control Field', {
      ...hexed,
      of: {
        type: bits('zbee_nwk.frame_type', 'Frame Type', 0x0003, { display: 'hex', names: (n) => types[n] }),
        version: bits('zbee_nwk.proto_version', 'Protocol Version', 0x003c),
        discovery: bits('zbee_nwk.discovery', 'Discover Route', 0x00c0, {
          display: 'hex',
          names: { 0: 'Suppress', 1: 'Enable', 3: 'Force' },
        }),
        multicast: bit('zbee_nwk.multicast', 'Multicast', 0x0100),
        security: bit('zbee_nwk.security', 'Security', 0x0200, { help: 'What follows is encrypted.' }),
        route: bit('zbee_nwk.src_route', 'Source Route', 0x0400),
        destination: bit('zbee_nwk.ext_dst', 'Destination', 0x0800),
        source: bit('zbee_nwk.ext_src', 'Extended Source', 0x1000),
        initiator: bit('zbee_nwk.end_device_initiator', 'End Device Initiator', 0x2000),
      },
    }),
    destination: u16('zbee_nwk.dst', 'Destination', {
      ...hexed,
      also: 'zbee_nwk.addr',
      help: 'The device that the frame is for, however many hops away.',
    }),
    source: u16('zbee_nwk.src', 'Source', { ...hexed, also: 'zbee_nwk.addr', help: 'The device that sent it first.' }),
    address: u16('zbee_nwk.addr', 'Address', { ...hexed, hidden: true }),
    radius: u8('zbee_nwk.radius', 'Radius', { help: 'How many hops it may still go.' }),
    sequence: u8('zbee_nwk.seqno', 'Sequence Number'),
    destination64: long('zbee_nwk.dst64', 'Destination'),
    source64: long('zbee_nwk.src64', 'Extended Source'),
    multicastControl: u8('zbee_nwk.multicast.control', 'Multicast Control Field', { display: 'hex' }),
    relays: u8('zbee_nwk.relay.count', 'Relay Count'),
    relayIndex: u8('zbee_nwk.relay.index', 'Relay Index'),
    ...Object.fromEntries(Object.entries(security).map(([key, field]) => [`security ${key}`, field])),
  },
  decode(p, _, f) {
    const control = word(p, p.at)
    p.take(f.control)
    const [to, from] = [word(p, p.at), word(p, p.at + 2)]
    const words = [
      `Frame Type: ${types[control & 3]}`,
      `Discover Route: ${['Suppress', 'Enable', 'Unknown', 'Force'][(control >> 6) & 3]}`,
    ]
    if (control & 0x0200) words.push('Security')
    if (control & 0x0800) words.push('Destination')
    if (control & 0x1000) words.push('Extended Source')
    p.label(p.row(f.control), `Frame Control Field: ${hex4(control)}, ${words.join(', ')} ${types[control & 3]}`)
    p.take(f.destination)
    p.take(f.source)
    p.take(f.radius)
    p.take(f.sequence)
    if (control & 0x0800) takeLong(p, f.destination64)
    if (control & 0x1000) takeLong(p, f.source64)
    if (control & 0x0100) p.take(f.multicastControl)
    if (control & 0x0400) {
      const count = p.take(f.relays)
      p.take(f.relayIndex)
      p.skip(2 * count)
    }
    p.say(`${types[control & 3]}, Dst: ${endText(to)}, Src: ${endText(from)}`)
    if (p.columns) p.endsText(endText(from), endText(to))
    if (control & 0x0200) return secured(p)
    if ((control & 3) === 0 && p.left) p.nest(zbeeAps)
    else p.rest()
  },
  heading: (p) =>
    p.base + 6 <= p.end
      ? `ZigBee Network Layer ${types[p.bytes[p.base]! & 3]}, Dst: ${endText(word(p, p.base + 2))}, Src: ${endText(word(p, p.base + 4))}`
      : 'ZigBee Network Layer',
})

const apsTypes = ['Data', 'Command', 'Ack', 'Interpan']

export const zbeeAps = protocol({
  name: 'zbee_aps',
  title: 'ZigBee Application Support Layer',
  shortName: 'ZigBee APS',
  column: 'ZigBee',
  spec: 'ZigBee 05-3474',
  uses: ['zbee_nwk'],
  header: {
    control: u8('zbee_aps.fcf', 'Frame Control Field', {
      display: 'hex',
      show: (n) => `${apsTypes[n & 3]} (0x${n.toString(16).padStart(2, '0')})`,
      of: {
        type: bits('zbee_aps.type', 'Frame Type', 0x03, { display: 'hex', names: (n) => apsTypes[n] }),
        delivery: bits('zbee_aps.delivery', 'Delivery Mode', 0x0c, {
          display: 'hex',
          names: { 0: 'Unicast', 1: 'Indirect', 2: 'Broadcast', 3: 'Group' },
        }),
        security: bit('zbee_aps.security', 'Security', 0x20),
        ack: bit('zbee_aps.ack_req', 'Acknowledgement Request', 0x40),
        extended: bit('zbee_aps.ext_header', 'Extended Header', 0x80),
      },
    }),
  },
  fields: {
    counter: u8('zbee_aps.counter', 'Counter'),
  },
  decode(p, h, f) {
    const control = p.u8(h.control)
    // Endpoints and clusters of data frames are not read.
    if ((control & 3) !== 1) return p.rest()
    p.say('APS: Command')
    p.take(f.counter)
    if (control & 0x20) secured(p)
    else p.rest()
  },
  heading: (p, h) => `ZigBee Application Support Layer ${apsTypes[p.u8(h.control) & 3]}`,
})
