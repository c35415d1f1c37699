/** IEEE 802.1AX: two switches agree which of the links between them they use as one (LACP), and mark a place in the stream (Marker). */
import { ether as etherText } from '../../bytes/read'
import { bit, bytes, ether, string, u16, u32, u8 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'

const items: Readonly<Record<number, string>> = {
  0: 'Terminator',
  1: 'Actor Information',
  2: 'Partner Information',
  3: 'Collector Information',
}
const STATES = [
  'LACP Activity',
  'LACP Timeout',
  'Aggregation',
  'Synchronization',
  'Collecting',
  'Distributing',
  'Defaulted',
  'Expired',
]
/** `0x85, LACP Activity, Aggregation, Expired`. */
const stateText = (v: number): string =>
  [`0x${v.toString(16).padStart(2, '0')}`, ...STATES.filter((_, i) => (v >>> i) & 1)].join(', ')
/** `E****G*A`. */
const letters = (v: number): string => [...'EFDCSGSA'].map((c, i) => ((v >>> (7 - i)) & 1 ? c : '*')).join('')

const side = (name: 'actor' | 'partner', title: string, system: string) => ({
  priority: u16(`lacp.${name}.sys_priority`, `${title} System Priority`, {
    help: 'The lower one decides which links are used.',
  }),
  system: ether(`lacp.${name}.sysid`, system),
  key: u16(`lacp.${name}.key`, `${title} Key`, { help: 'Links of the same key can be put together.' }),
  portPriority: u16(`lacp.${name}.port_priority`, `${title} Port Priority`),
  port: u16(`lacp.${name}.port`, `${title} Port`),
  state: u8(`lacp.${name}.state`, `${title} State`, {
    display: 'hex',
    show: stateText,
    help: 'Whether the port may join, has joined, and takes and sends frames.',
    of: {
      activity: bit(`lacp.${name}.state.activity`, 'LACP Activity', 0x01, { trueFalse: ['Active', 'Passive'] }),
      timeout: bit(`lacp.${name}.state.timeout`, 'LACP Timeout', 0x02, {
        trueFalse: ['Short Timeout', 'Long Timeout'],
      }),
      aggregation: bit(`lacp.${name}.state.aggregation`, 'Aggregation', 0x04, {
        trueFalse: ['Aggregatable', 'Individual'],
      }),
      synchronization: bit(`lacp.${name}.state.synchronization`, 'Synchronization', 0x08, {
        trueFalse: ['In Sync', 'Out of Sync'],
      }),
      collecting: bit(`lacp.${name}.state.collecting`, 'Collecting', 0x10, { trueFalse: ['Enabled', 'Disabled'] }),
      distributing: bit(`lacp.${name}.state.distributing`, 'Distributing', 0x20, {
        trueFalse: ['Enabled', 'Disabled'],
      }),
      defaulted: bit(`lacp.${name}.state.defaulted`, 'Defaulted', 0x40, { trueFalse: ['Yes', 'No'] }),
      expired: bit(`lacp.${name}.state.expired`, 'Expired', 0x80, { trueFalse: ['Yes', 'No'] }),
    },
  }),
  letters: string(`lacp.${name}.state_str`, `${title} State Flags`, { generated: true }),
  reserved: bytes(`lacp.${name}.reserved`, 'Reserved'),
})
const actor = side('actor', 'Actor', 'Actor System ID')
const partner = side('partner', 'Partner', 'Partner System')
type Side = Record<keyof typeof actor, Field>
const prefixed = (name: string, fields: Side): Record<string, Field> =>
  Object.fromEntries(Object.entries(fields).map(([key, field]) => [name + key, field]))

export const lacp = protocol({
  name: 'lacp',
  title: 'LACP',
  shortName: 'Link Aggregation Control Protocol',
  heading: () => 'Link Aggregation Control Protocol',
  spec: 'IEEE 802.1AX',
  over: { 'slow.subtype': [1] },
  header: { version: u8('lacp.version', 'LACP Version', { display: 'hex' }) },
  fields: {
    type: u8('lacp.tlv_type', 'TLV Type', { display: 'hex', names: items }),
    length: u8('lacp.tlv_length', 'TLV Length', { display: 'hex' }),
    delay: u16('lacp.collector.max_delay', 'Collector Max Delay'),
    reserved: bytes('lacp.coll_reserved', 'Reserved'),
    pad: bytes('lacp.pad', 'Pad'),
    ...prefixed('actor-', actor),
    ...prefixed('partner-', partner),
  },
  decode(p, h, f) {
    if (p.columns) p.say(`v${p.u8(h.version)}`)
    for (const [name, fields] of [
      ['ACTOR', actor],
      ['PARTNER', partner],
    ] as const) {
      p.take(f.type)
      p.take(f.length)
      port(p, name, fields)
    }
    p.take(f.type)
    p.take(f.length)
    p.take(f.delay)
    p.take(f.reserved, 12)
    p.take(f.type)
    p.take(f.length)
    if (p.leftOnWire) p.take(f.pad, p.leftOnWire)
  },
})

function port(p: Packet, name: string, fields: Side): void {
  p.take(fields.priority)
  const system = p.take(fields.system)
  const key = p.take(fields.key)
  p.take(fields.portPriority)
  const number = p.take(fields.port)
  const state = p.take(fields.state)
  if (!p.indexing) p.set(fields.letters, letters(state), p.at - 1, 1)
  p.take(fields.reserved, 3)
  if (p.columns) p.sayMore(` ${name} ${etherText(p.bytes, system)} P: ${number} K: ${key} ${letters(state)}`)
}

const markers: Readonly<Record<number, string>> = {
  0: 'Terminator',
  1: 'Marker Information',
  2: 'Marker Response Information',
}

export const marker = protocol({
  name: 'marker',
  title: 'Marker',
  shortName: 'Link Aggregation Marker Protocol',
  heading: () => 'Link Aggregation Marker Protocol',
  column: 'Marker',
  spec: 'IEEE 802.1AX',
  over: { 'slow.subtype': [2] },
  header: { version: u8('marker.version', 'Version Number', { display: 'hex' }) },
  fields: {
    type: u8('marker.tlvType', 'TLV Type', { display: 'hex', names: markers }),
    length: u8('marker.tlvLen', 'TLV Length', { display: 'hex' }),
    port: u16('marker.requesterPort', 'Requester Port'),
    system: ether('marker.requesterSystem', 'Requester System'),
    transaction: u32('marker.requesterTransId', 'Requester Transaction ID'),
  },
  decode(p, _, f) {
    const type = p.peek(1)
    if (p.columns) p.say(type === 1 ? 'Information' : type === 2 ? 'Response' : 'Unknown')
    p.take(f.type)
    p.take(f.length)
    const port = p.take(f.port)
    const system = p.take(f.system)
    const transaction = p.take(f.transaction)
    if (p.columns) p.sayMore(` SysId=${etherText(p.bytes, system)}, P=${port}, TId=${transaction}`)
    p.skip(2)
    p.take(f.type)
    p.take(f.length)
    p.limit(0)
  },
})
