/** IEEE 802.1D clause 12 (GARP) and 802.1Q clause 11 (GVRP): stations tell bridges which VLANs they want to hear; GMRP: which multicast groups. */
import { bytes, ether, none, u16, u8 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'

const events: Readonly<Record<number, string>> = {
  0: 'Leave All',
  1: 'Join Empty',
  2: 'Join In',
  3: 'Leave Empty',
  4: 'Leave In',
  5: 'Empty',
}
const GARP = 0x0001

interface Fields {
  protocol: Field
  type: Field
  length: Field
  event: Field
  end: Field
}

const fieldsOf = (name: string, types: Readonly<Record<number, string>>, title: string) => ({
  protocol: u16(`${name}.protocol_id`, 'Protocol Identifier', {
    display: 'hex',
    show: (v) => `0x${v.toString(16).padStart(4, '0')} (${v === GARP ? title : 'Unknown Protocol'})`,
  }),
  type: u8(`${name}.attribute_type`, 'Type', {
    display: 'hex',
    show: (v) => `${types[v] ?? 'Unknown'} (0x${v.toString(16).padStart(2, '0')})`,
  }),
  length: u8(`${name}.attribute_length`, 'Length'),
  event: u8(`${name}.attribute_event`, 'Event', {
    names: events,
    help: 'Whether the sender joins, leaves, or asks all to say again what they want.',
  }),
  end: none(`${name}.end_of_mark`, 'End of Mark'),
})

export const gvrp = protocol({
  name: 'gvrp',
  title: 'GARP VLAN Registration Protocol',
  spec: 'IEEE 802.1Q',
  over: { 'garp.address': [0x21] },
  fields: {
    ...fieldsOf('gvrp', { 1: 'VID' }, 'GARP VLAN Registration Protocol'),
    value: u16('gvrp.attribute_value', 'Value', { help: 'Number of the VLAN.' }),
  },
  decode(p, _, f) {
    messages(p, f, (size) => p.take(f.value, size === 2 ? 2 : -1))
  },
  summary: () => 'GVRP',
})

export const gmrp = protocol({
  name: 'gmrp',
  title: 'GARP Multicast Registration Protocol',
  spec: 'IEEE 802.1D',
  over: { 'garp.address': [0x20] },
  fields: {
    ...fieldsOf('gmrp', { 1: 'Group Membership', 2: 'Service Requirement' }, 'GARP Multicast Registration Protocol'),
    group: ether('gmrp.attribute_value_group_membership', 'Value'),
    service: u8('gmrp.attribute_value_service_requirement', 'Value', {
      display: 'hex',
      names: { 0: 'All Groups', 1: 'All Unregistered Groups' },
    }),
    other: bytes('gmrp.attribute_value', 'Value'),
  },
  decode(p, _, f) {
    messages(p, f, (size) => p.take(size === 6 ? f.group : size === 1 ? f.service : f.other, size))
  },
  summary: () => 'GMRP',
})

/** Messages, each of one kind of attribute, until an end mark in place of a kind. */
function messages(p: Packet, f: Fields, value: (size: number) => void): void {
  const start = p.at
  if (p.take(f.protocol) !== GARP) {
    p.at = start
    p.rest()
    return
  }
  for (let n = 1; ; n++) {
    if (p.peek(1) === 0) {
      p.take(f.end, 1)
      p.limit(0)
      return
    }
    const was = p.open(p.text(`Message ${n}`, p.at, p.left))
    p.take(f.type)
    attributes(p, f, value)
    p.close(was)
  }
}

function attributes(p: Packet, f: Fields, value: (size: number) => void): void {
  for (let n = 1; p.peek(1) !== 0; n++) {
    const length = p.peek(1)
    const was = p.open(p.text(`Attribute ${n}`, p.at, length))
    p.take(f.length)
    p.take(f.event)
    if (length > 2) value(length - 2)
    p.close(was)
  }
  p.take(f.end, 1)
}
