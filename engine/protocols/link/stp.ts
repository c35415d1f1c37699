/** IEEE 802.1D and 802.1Q: bridges agree on a tree without loops (STP, RSTP, MSTP), and Cisco's form of it for each VLAN (PVST+). */
import { ether as etherText, u16 as readU16, u32 as readU32 } from '../../bytes/read'
import { bit, bits, bytes, double, ether, expert, string, u16, u32, u8 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'

const CONFIGURATION = 0x00
const RAPID = 0x02
const CHANGE = 0x80
/** Where the flags stand, and the bytes that a configuration message has. */
const FLAGS_AT = 4
/** Where the port's number ends. */
const PORT_END = 27
/** Bytes of one tree's record in a message of version 3, and of what stands before the records. */
const TREE_SIZE = 16
const TREES_AT = 64
const MULTIPLE = 3

const yesNo = { trueFalse: ['Yes', 'No'] } as const
const roles: Readonly<Record<number, string>> = { 0: 'Unknown', 1: 'Alternate or Backup', 2: 'Root', 3: 'Designated' }

export const stp = protocol({
  name: 'stp',
  title: 'Spanning Tree Protocol',
  spec: 'IEEE 802.1D',
  over: {
    'llc.dsap': [0x42],
    'llc.snap.00000c': [0x0108, 0x0109, 0x010b, 0x010c],
    ethertype: [0x8181],
    'chdlc.protocol': [0x4242],
    'ppp.protocol': [0x4242],
  },
  header: {
    protocol: u16('stp.protocol', 'Protocol Identifier', { display: 'hex', names: { 0: 'Spanning Tree Protocol' } }),
    version: u8('stp.version', 'Protocol Version Identifier', {
      names: { 0: 'Spanning Tree', 2: 'Rapid Spanning Tree', 3: 'Multiple Spanning Tree', 4: 'Shortest Path Tree' },
      help: '0 the first form, 2 the rapid one, 3 one with several trees, 4 shortest paths.',
    }),
    type: u8('stp.type', 'BPDU Type', {
      display: 'hex',
      names: { 0: 'Configuration', 2: 'Rapid/Multiple Spanning Tree', 0x80: 'Topology Change Notification' },
      help: 'Whether a bridge describes the tree, or tells the root that something changed.',
    }),
  },
  fields: {
    flags: u8('stp.flags', 'BPDU flags', { display: 'hex', show: (v) => `0x${hex(v, 2)}` }),
    acknowledged: bit('stp.flags.tcack', 'Topology Change Acknowledgment', 0x80, yesNo),
    agreement: bit('stp.flags.agreement', 'Agreement', 0x40, yesNo),
    forwarding: bit('stp.flags.forwarding', 'Forwarding', 0x20, yesNo),
    learning: bit('stp.flags.learning', 'Learning', 0x10, yesNo),
    role: bits('stp.flags.port_role', 'Port Role', 0x0c, { names: roles }),
    proposal: bit('stp.flags.proposal', 'Proposal', 0x02, yesNo),
    changed: bit('stp.flags.tc', 'Topology Change', 0x01, yesNo),
    rootPriority: u16('stp.root.prio', 'Root Bridge Priority', {
      help: 'The bridge with the lowest priority becomes the root of the tree.',
    }),
    rootExtension: u16('stp.root.ext', 'Root Bridge System ID Extension', {
      help: 'The VLAN, where each has its tree.',
    }),
    rootAddress: ether('stp.root.hw', 'Root Bridge System ID'),
    rootCost: u32('stp.root.cost', 'Root Path Cost', {
      help: 'How far the sender is from the root; 0: it is the root.',
    }),
    bridgePriority: u16('stp.bridge.prio', 'Bridge Priority'),
    bridgeExtension: u16('stp.bridge.ext', 'Bridge System ID Extension'),
    bridgeAddress: ether('stp.bridge.hw', 'Bridge System ID'),
    port: u16('stp.port', 'Port identifier', { display: 'hex' }),
    age: double('stp.msg_age', 'Message Age', { help: 'Bridges between the root and the sender, roughly.' }),
    maximum: double('stp.max_age', 'Max Age', { help: 'Seconds after which a message is forgotten.' }),
    hello: double('stp.hello', 'Hello Time', { help: 'Seconds between two messages of the root.' }),
    forward: double('stp.forward', 'Forward Delay', {
      help: 'Seconds that a port listens, and then learns, before it forwards.',
    }),
    version1Length: u8('stp.version_1_length', 'Version 1 Length'),
    perVlanType: u16('stp.pvst.tlvtype', 'Type', { display: 'hex', names: { 0: 'Originating VLAN' } }),
    perVlanLength: u16('stp.pvst.tlvlen', 'Length'),
    perVlan: u16('stp.pvst.origvlan', 'Originating VLAN'),
    perVlanValue: bytes('stp.pvst.tlvval', 'Value'),
    version3Length: u16('mstp.version_3_length', 'Version 3 Length'),
    selector: u8('mstp.config_format_selector', 'MST Config ID format selector'),
    regionName: string('mstp.config_name', 'MST Config name', {
      help: 'Bridges of one region have the same name, revision and digest.',
    }),
    revision: u16('mstp.config_revision_level', 'MST Config revision'),
    digest: bytes('mstp.config_digest', 'MST Config digest'),
    internalCost: u32('mstp.cist_internal_root_path_cost', 'CIST Internal Root Path Cost'),
    commonPriority: u16('mstp.cist_bridge.prio', 'CIST Bridge Priority'),
    commonExtension: u16('mstp.cist_bridge.ext', 'CIST Bridge Identifier System ID Extension'),
    commonAddress: ether('mstp.cist_bridge.hw', 'CIST Bridge Identifier System ID'),
    remainingHops: u8('mstp.cist_remaining_hops', 'CIST Remaining hops'),
    treeFlags: u8('mstp.msti.flags', 'MSTI flags', { display: 'hex' }),
    treePriority: bits('mstp.msti.priority', 'Priority', 0xf0, { display: 'hex' }),
    treeId: bits('mstp.msti.msti_id', 'MSTID', 0x0fff),
    regionalRoot: ether('mstp.msti.root.hw', 'Regional Root'),
    treeCost: u32('mstp.msti.root_cost', 'Internal root path cost'),
    treeBridge: u8('mstp.msti.bridge_priority', 'Bridge Identifier Priority'),
    treePort: u8('mstp.msti.port_priority', 'Port identifier priority'),
    treeHops: u8('mstp.msti.remaining_hops', 'Remaining hops'),
    unknownType: expert('stp.type.unknown', 'warn', 'Protocol', 'Unknown BPDU type data'),
  },
  decode(p, h) {
    const type = p.u8(h.type)
    if (p.columns) p.say(told(p, type))
    if (type === CONFIGURATION || type === RAPID) configuration(p, type === RAPID)
    if (!isPerVlan(p)) p.limit(p.u8(h.version) >= MULTIPLE ? p.leftOnWire : 0)
  },
})

/** What Info says, as far as it is there when the message begins: what the capture or the sender cut off behind it is told after it. */
function told(p: Packet, type: number): string {
  if (type === CHANGE) return 'Topology Change Notification'
  if (type !== CONFIGURATION && type !== RAPID) return `Unknown BPDU type data`
  const { bytes, base } = p
  if (p.end - base < PORT_END) return ''
  const version = p.u8(stp.h.version)
  const kind = type === CONFIGURATION ? 'Conf' : version >= 4 ? 'SPT' : version === MULTIPLE ? 'MST' : 'RST'
  const change = bytes[base + FLAGS_AT]! & 1 ? 'TC + ' : ''
  const root = `${priority(p, base + 5)}/${extension(p, base + 5)}/${etherText(bytes, base + 7)}`
  return `${kind}. ${change}Root = ${root}  Cost = ${readU32(bytes, base + 13)}  Port = 0x${hex(readU16(bytes, base + 25), 4)}`
}

const hex = (v: number, digits: number): string => v.toString(16).padStart(digits, '0')
const priority = (p: Packet, at: number): number => readU16(p.bytes, at) & 0xf000
const extension = (p: Packet, at: number): number => readU16(p.bytes, at) & 0x0fff
const isPerVlan = (p: Packet): boolean => p.leftOnWire >= 6

function bridge(p: Packet, title: string, list: readonly [Field, Field, Field]): void {
  p.need(8)
  const at = p.at
  const line = p.drawing
    ? p.text(`${title}: ${priority(p, at)} / ${extension(p, at)} / ${etherText(p.bytes, at + 2)}`, at, 8)
    : -1
  const was = p.open(line)
  p.add(list[0], at, 2, priority(p, at))
  p.add(list[1], at, 2, extension(p, at))
  p.add(list[2], at + 2, 6)
  p.close(was)
  p.skip(8)
}

function flags(p: Packet, field: Field, rapid: boolean): void {
  const { f } = stp
  const value = p.peek(1)
  const row = p.add(field, p.at, 1, value)
  const set = [...flagWords(value, rapid)]
  if (p.drawing) p.label(row, `${field.label}: 0x${hex(value, 2)}${set.length ? `, ${set.join(', ')}` : ''}`)
  const was = p.open(row)
  const list = rapid
    ? [f.acknowledged, f.agreement, f.forwarding, f.learning, f.role, f.proposal, f.changed]
    : [f.acknowledged, f.changed]
  for (const one of list) p.add(one, p.at, 1, (value & one.mask) >>> one.shift)
  p.close(was)
  p.skip(1)
}

function* flagWords(value: number, rapid: boolean): Generator<string> {
  if (value & 0x80) yield 'Topology Change Acknowledgment'
  if (rapid) {
    if (value & 0x40) yield 'Agreement'
    if (value & 0x20) yield 'Forwarding'
    if (value & 0x10) yield 'Learning'
    yield `Port Role: ${roles[(value >>> 2) & 3]!}`
    if (value & 0x02) yield 'Proposal'
  }
  if (value & 0x01) yield 'Topology Change'
}

/** A time in 256ths of a second. */
function seconds(p: Packet, field: Field): void {
  p.add(field, p.at, 2, p.peek(2) / 256)
  p.skip(2)
}

function configuration(p: Packet, rapid: boolean): void {
  const { h, f } = stp
  flags(p, f.flags, rapid)
  bridge(p, 'Root Identifier', [f.rootPriority, f.rootExtension, f.rootAddress])
  p.take(f.rootCost)
  const common = p.at
  bridge(p, 'Bridge Identifier', [f.bridgePriority, f.bridgeExtension, f.bridgeAddress])
  p.take(f.port)
  for (const time of [f.age, f.maximum, f.hello, f.forward]) seconds(p, time)
  if (!rapid && !p.leftOnWire) return
  const version = p.u8(h.version)
  if (rapid) {
    if (!p.leftOnWire) return
    p.take(f.version1Length)
    if (version >= MULTIPLE && p.leftOnWire >= 2) {
      multiple(p, common)
      return
    }
  }
  perVlan(p)
}

/** What Cisco writes behind it: which VLAN the message was sent in. */
function perVlan(p: Packet): void {
  const { f } = stp
  // One zero stands between, where the message has an even place to begin at.
  while (p.left >= 6) {
    const at = p.at
    const odd = (p.at - p.base) % 2
    const place = at + (p.peek(1) === 0 && odd && p.left >= 7 ? 1 : 0)
    const type = readU16(p.bytes, place)
    const length = readU16(p.bytes, place + 2)
    if (type !== 0 || length !== 2) return
    p.skip(place - at)
    const was = p.open(p.text(`Originating VLAN (PVID): ${p.peek(2, 4)}`, p.at, 6))
    p.take(f.perVlanType)
    p.take(f.perVlanLength)
    p.take(f.perVlan)
    p.close(was)
  }
}

function multiple(p: Packet, common: number): void {
  const { f } = stp
  const length = p.peek(2)
  const was = p.open(p.text('MST Extension', p.at, Math.min(p.left, length + 2)))
  p.take(f.version3Length)
  p.take(f.selector)
  p.take(f.regionName, 32)
  p.take(f.revision)
  p.take(f.digest, 16)
  p.take(f.internalCost)
  // The bridge of the common tree: in the place of the sender's, which stands in front.
  void common
  bridge(p, 'CIST Bridge Identifier', [f.commonPriority, f.commonExtension, f.commonAddress])
  p.take(f.remainingHops)
  for (let n = Math.floor((length - TREES_AT) / TREE_SIZE); n > 0 && p.leftOnWire >= TREE_SIZE; n--) tree(p)
  p.close(was)
}

function tree(p: Packet): void {
  const { f } = stp
  p.need(TREE_SIZE)
  const at = p.at
  const id = p.peek(2, 1) & 0x0fff
  const root = `${priority(p, at + 1)} / ${id} / ${etherText(p.bytes, at + 3)}`
  const line = p.drawing ? p.text(`MSTID ${id}, Regional Root Identifier ${root}`, at, TREE_SIZE) : -1
  const was = p.open(line)
  flags(p, f.treeFlags, true)
  p.add(f.treePriority, p.at, 1, p.peek(1) >>> 4)
  p.add(f.treeId, p.at, 2, id)
  p.skip(2)
  p.take(f.regionalRoot)
  p.take(f.treeCost)
  p.add(f.treeBridge, p.at, 1, p.peek(1) >>> 4)
  p.skip(1)
  p.add(f.treePort, p.at, 1, p.peek(1) >>> 4)
  p.skip(1)
  p.take(f.treeHops)
  p.close(was)
}
