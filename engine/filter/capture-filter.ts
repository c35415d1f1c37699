/**
 * A display filter as a capture filter (pcap-filter(7)), where the two languages can say the same: addresses, ports, protocols, TCP flags,
 * lengths. What has no counterpart is named. libpcap's words look at plain frames only, not behind VLAN tags, into tunnels or at later
 * fragments: on those the two differ, and the window says so.
 */
import { ether, ipv4, ipv6 } from '../bytes/read'
import type { TypedEntity, TypedTest } from './typed'
import type { Value } from './values'

export type Translation = { text: string } | { text: null; reason: string; range: readonly [from: number, to: number] }

class NoCounterpart extends Error {
  constructor(
    message: string,
    readonly range: readonly [number, number],
  ) {
    super(message)
  }
}

/** Translates a checked filter; undefined stands for a blank one. */
export function captureFilter(test: TypedTest | undefined): Translation {
  if (!test) return { text: '' }
  try {
    return { text: write(test) }
  } catch (error) {
    if (error instanceof NoCounterpart) return { text: null, reason: error.message, range: error.range }
    throw error
  }
}

/** Protocols by their own keyword. */
const protocols: Readonly<Record<string, string>> = {
  ip: 'ip',
  ipv6: 'ip6',
  arp: 'arp',
  tcp: 'tcp',
  udp: 'udp',
  icmp: 'icmp',
  icmpv6: 'icmp6',
  igmp: 'igmp',
  sctp: 'sctp',
  vlan: 'vlan',
}

/** Fields with their qualifier, and what the value has to be. Before the value stands `host`, `net`, `port` or nothing. */
const fields: Readonly<Record<string, { way: string; kind: 'ether' | 'ip' | 'ip6' | 'port'; over?: string }>> = {
  'eth.addr': { way: 'ether', kind: 'ether' },
  'eth.src': { way: 'ether src', kind: 'ether' },
  'eth.dst': { way: 'ether dst', kind: 'ether' },
  'ip.addr': { way: 'ip', kind: 'ip', over: 'ip' },
  'ip.src': { way: 'ip src', kind: 'ip', over: 'ip' },
  'ip.dst': { way: 'ip dst', kind: 'ip', over: 'ip' },
  'ipv6.addr': { way: 'ip6', kind: 'ip6', over: 'ip6' },
  'ipv6.src': { way: 'ip6 src', kind: 'ip6', over: 'ip6' },
  'ipv6.dst': { way: 'ip6 dst', kind: 'ip6', over: 'ip6' },
  'tcp.port': { way: '', kind: 'port', over: 'tcp' },
  'tcp.srcport': { way: 'src', kind: 'port', over: 'tcp' },
  'tcp.dstport': { way: 'dst', kind: 'port', over: 'tcp' },
  'udp.port': { way: '', kind: 'port', over: 'udp' },
  'udp.srcport': { way: 'src', kind: 'port', over: 'udp' },
  'udp.dstport': { way: 'dst', kind: 'port', over: 'udp' },
}

/** Numbers of which a comparison can be written down. IPv6 has no such indices for what lies behind its header. */
const numbers: Readonly<Record<string, string>> = {
  'frame.len': 'len',
  'ip.proto': 'ip[9]',
  'ip.ttl': 'ip[8]',
  'ip.len': 'ip[2:2]',
  'ip.id': 'ip[4:2]',
  'ipv6.nxt': 'ip6[6]',
  'ipv6.hlim': 'ip6[7]',
  'eth.type': 'ether[12:2]',
  'arp.opcode': 'arp[6:2]',
  'icmp.type': 'icmp[0]',
  'icmp.code': 'icmp[1]',
  'udp.length': 'udp[4:2]',
}

const flags: Readonly<Record<string, string>> = {
  fin: 'tcp-fin',
  syn: 'tcp-syn',
  reset: 'tcp-rst',
  push: 'tcp-push',
  ack: 'tcp-ack',
  urg: 'tcp-urg',
  ece: 'tcp-ece',
  cwr: 'tcp-cwr',
}

const own = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined

function write(t: TypedTest): string {
  switch (t.kind) {
    case 'and':
    case 'or':
      return `${inner(t.left, t.kind)} ${t.kind} ${inner(t.right, t.kind)}`
    case 'not':
      return `not ${inner(t.test, 'not')}`
    case 'exists':
      return exists(t)
    case 'compare':
      return compare(t)
    case 'in':
      return members(t)
    default:
      throw new NoCounterpart(`A capture filter has nothing like “${t.kind}”.`, t.range)
  }
}
/** `not` binds tightest there; `and` and `or` bind alike, so that either inside the other needs parentheses. */
const inner = (t: TypedTest, around: 'and' | 'or' | 'not'): string => {
  const text = write(t)
  const alone = !/ (and|or) /.test(text) || (t.kind === around && around !== 'not')
  return alone ? text : `(${text})`
}

const fieldName = (e: TypedEntity, t: TypedTest): string => {
  if (e.kind === 'field' && !e.raw && !e.layers) return e.field.name
  throw new NoCounterpart('A capture filter can only ask for plain fields.', t.range)
}

function exists(t: Extract<TypedTest, { kind: 'exists' }>): string {
  const { what } = t
  if (what.kind === 'arithmetic' && what.op === '&' && what.right.kind === 'constant') {
    if (fieldName(what.left, t) === 'tcp.flags') return `tcp[13] & ${String(what.right.value)} != 0`
  }
  const name = fieldName(what, t)
  const word = own(protocols, name) ?? own(fields, name)?.over
  if (!word) throw new NoCounterpart(`A capture filter does not know ${name}.`, t.range)
  return word
}

function compare(t: Extract<TypedTest, { kind: 'compare' }>): string {
  const name = fieldName(t.left, t)
  if (t.right.kind !== 'constant') throw new NoCounterpart('A capture filter compares with fixed values only.', t.range)
  const { value, bits } = t.right
  const flag = name.startsWith('tcp.flags.') ? own(flags, name.slice(10)) : undefined
  if (flag && (t.op === 'any_eq' || t.op === 'all_ne')) {
    const set = (Number(value) !== 0) === (t.op === 'any_eq')
    return `tcp[tcpflags] & ${flag} ${set ? '!=' : '=='} 0`
  }
  if (name === 'tcp.flags' && t.op === 'any_eq') return `tcp[12:2] & 0xfff == ${String(value)}`
  const number = own(numbers, name)
  if (number) {
    const sign = { any_eq: '=', all_eq: '=', all_ne: '!=', any_ne: '!=', gt: '>', ge: '>=', lt: '<', le: '<=' }[t.op]
    return `${number} ${sign} ${String(value)}`
  }
  const field = own(fields, name)
  if (!field) throw new NoCounterpart(`A capture filter does not know ${name}.`, t.range)
  if (field.kind === 'port' && ['gt', 'ge', 'lt', 'le'].includes(t.op)) {
    const n = Number(value)
    const [low, high] = { gt: [n + 1, 65535], ge: [n, 65535], lt: [0, n - 1], le: [0, n] }[t.op as 'gt']
    return part(name, `portrange ${low}-${high}`)
  }
  if (t.op === 'any_eq') return equal(name, value, bits)
  // "never" holds only for packets that have the field.
  if (t.op === 'all_ne')
    return field.over ? `${field.over} and not ${equal(name, value, bits)}` : `not ${equal(name, value, bits)}`
  throw new NoCounterpart('A capture filter has no such comparison.', t.range)
}

function members(t: Extract<TypedTest, { kind: 'in' }>): string {
  const name = fieldName(t.left, t)
  const parts = t.members.map(({ from, to }) => {
    if (from.kind !== 'constant' || (to && to.kind !== 'constant'))
      throw new NoCounterpart('A capture filter compares with fixed values only.', t.range)
    const number = own(numbers, name)
    if (number)
      return to
        ? `(${number} >= ${String(from.value)} and ${number} <= ${String(to.value)})`
        : `${number} = ${String(from.value)}`
    if (!fields[name]) throw new NoCounterpart(`A capture filter does not know ${name}.`, t.range)
    if (!to) return equal(name, from.value, from.bits)
    if (fields[name].kind !== 'port') throw new NoCounterpart('A capture filter has ranges of ports only.', t.range)
    return part(name, `portrange ${String(from.value)}-${String(to.value)}`)
  })
  const all = parts.join(' or ')
  if (!t.not) return all
  const not = parts.length > 1 ? `not (${all})` : `not ${all}`
  const over = fields[name]?.over
  return over ? `${over} and ${not}` : not
}

/** `tcp dst port 80`, `src net 10.0.0.0/8` */
function part(name: string, what: string): string {
  const { way, kind, over } = fields[name]!
  return [kind === 'port' ? over : '', way, what].filter(Boolean).join(' ')
}

function equal(name: string, value: Value, bits?: number): string {
  const { kind } = fields[name]!
  if (kind === 'port') return part(name, `port ${String(value)}`)
  const whole = { ether: 48, ip: 32, ip6: 128 }[kind]
  const prefix = bits !== undefined && bits < whole
  return part(name, prefix ? `net ${network(value, bits)}/${bits}` : `host ${addressText(value)}`)
}

const addressBytes = (value: Value): Uint8Array =>
  value instanceof Uint8Array
    ? value
    : Uint8Array.from([24, 16, 8, 0], (shift) => Math.floor(Number(value) / 2 ** shift) & 255)

function addressText(value: Value): string {
  const bytes = addressBytes(value)
  return bytes.length === 4 ? ipv4(bytes, 0) : bytes.length === 16 ? ipv6(bytes, 0) : ether(bytes, 0)
}

/** libpcap refuses a network with bits behind its prefix. */
function network(value: Value, bits: number): string {
  const bytes = addressBytes(value).map((byte, i) => {
    const kept = Math.min(8, Math.max(0, bits - 8 * i))
    return byte & (0xff00 >> kept) & 0xff
  })
  return addressText(bytes)
}
