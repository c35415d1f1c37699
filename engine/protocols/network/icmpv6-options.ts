/** Options of neighbour discovery: RFC 4861, 4191, 5175, 6275, 8106, 8781, 8910. Each is a type, a length in units of eight bytes, and a body. */
import { ether as etherText, hex, ipv6 as ipv6Text } from '../../bytes/read'
import { asciiText, untilZero } from '../../bytes/text'
import { bit, bits, bytes, ether, expert, ipv6, none, string, u16, u32, u8 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { icmpv6Options } from '../../names/icmpv6'

const set = ['Set', 'Not set'] as const
const PREFERENCES = ['Medium', 'High', 'Reserved', 'Low']
const lifetime = (v: number): string => (v === 0xffffffff ? `Infinity (${v})` : String(v))

export const optionFields = {
  option: none('icmpv6.opt', 'ICMPv6 Option'),
  optionType: u8('icmpv6.opt.type', 'Type', { names: icmpv6Options }),
  optionLength: u8('icmpv6.opt.length', 'Length', {
    show: (v) => `${v} (${v * 8} bytes)`,
    help: 'In units of eight bytes, type and length included.',
  }),
  optionReserved: none('icmpv6.opt.reserved', 'Reserved'),
  optionPadding: none('icmpv6.opt.padding', 'Padding'),
  linkAddress: ether('icmpv6.opt.linkaddr', 'Link-layer address', { help: 'The hardware address.' }),
  sourceLink: ether('icmpv6.opt.src_linkaddr', 'Source Link-layer address', { hidden: true }),
  targetLink: ether('icmpv6.opt.target_linkaddr', 'Target Link-layer address', { hidden: true }),
  prefixLength: u8('icmpv6.opt.prefix.length', 'Prefix Length', { help: 'How many bits of the prefix count.' }),
  prefixFlag: u8('icmpv6.opt.prefix.flag', 'Flag', {
    display: 'hex',
    show: (v) =>
      [
        `0x${v.toString(16).padStart(2, '0')}`,
        v & 128 && 'On-link flag(L)',
        v & 64 && 'Autonomous address-configuration flag(A)',
        v & 32 && 'Router address flag(R)',
      ]
        .filter(Boolean)
        .join(', '),
    of: {
      onLink: bit('icmpv6.opt.prefix.flag.l', 'On-link flag(L)', 0x80, {
        trueFalse: set,
        help: 'Addresses with this prefix can be reached without a router.',
      }),
      autonomous: bit('icmpv6.opt.prefix.flag.a', 'Autonomous address-configuration flag(A)', 0x40, {
        trueFalse: set,
        help: 'Hosts may make themselves an address with this prefix.',
      }),
      router: bit('icmpv6.opt.prefix.flag.r', 'Router address flag(R)', 0x20, { trueFalse: set }),
      reserved: bits('icmpv6.opt.prefix.flag.reserved', 'Reserved', 0x1f),
    },
  }),
  validLifetime: u32('icmpv6.opt.prefix.valid_lifetime', 'Valid Lifetime', { show: lifetime }),
  preferredLifetime: u32('icmpv6.opt.prefix.preferred_lifetime', 'Preferred Lifetime', { show: lifetime }),
  prefix: ipv6('icmpv6.opt.prefix', 'Prefix'),
  nonce: bytes('icmpv6.opt.nonce', 'Nonce'),
  routeFlag: u8('icmpv6.opt.route_info.flag', 'Flag', {
    display: 'hex',
    show: (v) => `0x${v.toString(16).padStart(2, '0')}, Route Preference: ${PREFERENCES[(v >> 3) & 3]}`,
    of: {
      preference: bits('icmpv6.opt.route_info.flag.route_preference', 'Route Preference', 0x18, { names: PREFERENCES }),
      reserved: bits('icmpv6.opt.route_info.flag.reserved', 'Reserved', 0xe7),
    },
  }),
  routeLifetime: u32('icmpv6.opt.route_lifetime', 'Route Lifetime', { show: lifetime }),
  redirected: none('icmpv6.opt.redirected_packet', 'Redirected Packet'),
  linkMtu: u32('icmpv6.opt.mtu', 'MTU', { help: 'The largest packet that hosts on this link should send.' }),
  homePreference: u16('icmpv6.opt.home_agent_preference', 'Home Agent Preference'),
  homeLifetime: u16('icmpv6.opt.home_agent_lifetime', 'Home Agent Preference'),
  interval: u32('icmpv6.opt.advertisement_interval', 'Advertisement Interval'),
  serverLifetime: u32('icmpv6.opt.rdnss.lifetime', 'Lifetime', { show: lifetime }),
  server: ipv6('icmpv6.opt.rdnss', 'Recursive DNS Servers'),
  searchLifetime: u32('icmpv6.opt.dnssl.lifetime', 'Lifetime', { show: lifetime }),
  search: string('icmpv6.opt.dnssl', 'Domain Names'),
  extendedFlags: u16('icmpv6.opt.efo', 'Flags Expansion Option', {
    display: 'hex',
    of: {
      managed: bit('icmpv6.opt.efo.m', 'Managed address configuration', 0x8000, { trueFalse: set }),
      other: bit('icmpv6.opt.efo.o', 'Other configuration', 0x4000, { trueFalse: set }),
      home: bit('icmpv6.opt.efo.h', 'Home Agent', 0x2000, { trueFalse: set }),
      preference: bits('icmpv6.opt.efo.prf', 'Prf (Default Router Preference)', 0x1800, { names: PREFERENCES }),
      proxy: bit('icmpv6.opt.efo.p', 'Proxy', 0x0400, { trueFalse: set }),
      reserved: bits('icmpv6.opt.efo.rsv', 'Reserved', 0x02ff),
    },
  }),
  portal: string('icmpv6.opt.captive_portal', 'Captive Portal', { zeroTerminated: true }),
  scaledLifetime: bits('icmpv6.opt.pref64.scaled_lifetime', 'Scaled Lifetime', 0xfff8),
  prefixCode: bits('icmpv6.opt.pref64.plc', 'PLC (Prefix Length Code)', 0x0007, { display: 'hex' }),
  prefix64: ipv6('icmpv6.opt.pref64.prefix', 'Prefix'),
  optionBadLength: expert('icmpv6.invalid_option_length', 'error', 'Malformed', 'Invalid Option Length'),
  optionUndecoded: expert('icmpv6.undecoded.option', 'note', 'Undecoded', 'Undecoded option'),
}

export type OptionFields = typeof optionFields
type Fields = OptionFields & { data: Field }

/** Options to the end of the layer. */
export function decodeNeighborOptions(p: Packet, f: OptionFields & { data?: Field }): void {
  while (p.left > 1) {
    const at = p.at
    const type = p.peek(1)
    const units = p.peek(1, 1)
    const name = icmpv6Options[type] ?? `Unknown ${type}`
    const group = p.add(f.option, at, units * 8)
    p.label(group, `ICMPv6 Option (${name}`)
    const was = p.open(group)
    p.take(f.optionType)
    const row = p.add(f.optionLength, p.at, 1, units)
    p.at++
    if (units === 0) {
      const inner = p.open(row)
      p.note(f.optionBadLength, 'Invalid option length (Zero)', at + 1, 1)
      p.close(inner)
      p.close(was)
      return
    }
    const stop = at + units * 8
    p.need(stop - p.at)
    const { end, wire } = p
    p.end = p.wire = stop
    const extra = body(p, f as Fields, type, units)
    p.end = end
    p.wire = wire
    p.label(group, `ICMPv6 Option (${name}${extra})`)
    p.close(was)
    p.at = stop
  }
}

function reserved(p: Packet, f: Fields, length: number): void {
  p.add(f.optionReserved, p.at, length)
  p.skip(length)
}

/** What an option says; returns what its own line adds to the name. */
function body(p: Packet, f: Fields, type: number, units: number): string {
  switch (type) {
    case 1:
    case 2:
      return link(p, f, type, units)
    case 3: {
      const length = p.take(f.prefixLength)
      p.take(f.prefixFlag)
      p.take(f.validLifetime)
      p.take(f.preferredLifetime)
      reserved(p, f, 4)
      return ` : ${ipv6Text(p.bytes, p.take(f.prefix))}/${length}`
    }
    case 4:
      reserved(p, f, 6)
      p.add(f.redirected, p.at, p.left)
      // What is no packet is data.
      p.quote(() => (p.left && p.bytes[p.at]! >> 4 === 6 ? p.next('ip.proto', 41) : p.rest()))
      return ''
    case 5:
      reserved(p, f, 2)
      return ` : ${p.take(f.linkMtu)}`
    case 7:
      reserved(p, f, 2)
      return ` : ${p.take(f.interval)}`
    case 8:
      reserved(p, f, 2)
      p.take(f.homePreference)
      p.take(f.homeLifetime)
      return ''
    case 14:
      p.take(f.nonce, p.left)
      return ''
    case 24:
      return route(p, f)
    case 25: {
      reserved(p, f, 2)
      p.take(f.serverLifetime)
      let text = ''
      while (p.left >= 16) text += ` ${ipv6Text(p.bytes, p.take(f.server))}`
      return text
    }
    case 26:
      p.take(f.extendedFlags)
      reserved(p, f, 4)
      return ''
    case 31:
      return searchList(p, f)
    case 37:
      p.add(f.portal, p.at, p.left)
      return ''
    case 38: {
      const value = p.peek(2)
      p.add(f.scaledLifetime, p.at, 2, value >> 3)
      const code = p.add(f.prefixCode, p.at, 2, value & 7)
      const length = [96, 64, 56, 48, 40, 32][value & 7]
      if (length) p.label(code, `PLC (Prefix Length Code): ${length} bits prefix length (0x${value & 7})`)
      p.skip(2)
      p.add(f.prefix64, p.at, 12, padded(p, p.at, 12))
      return ''
    }
    default:
      p.note(
        f.optionUndecoded,
        `Dissector for ICMPv6 Option (${type}) code not implemented, Contact Wireshark developers if you want this supported`,
      )
      p.take(f.data, p.left)
      return ''
  }
}

function link(p: Packet, f: Fields, type: number, units: number): string {
  const { at, bytes: b } = p
  const length = units === 1 ? 6 : p.left
  const text = length === 6 ? etherText(b, at) : hex(b, at, length, ':')
  p.add(f.linkAddress, at, length)
  p.hide(type === 1 ? f.sourceLink : f.targetLink, at, length)
  if (p.columns) p.sayMore(type === 1 ? ` from ${text}` : ` is at ${text}`)
  return ` : ${text}`
}

function route(p: Packet, f: Fields): string {
  const length = p.take(f.prefixLength)
  const flags = p.take(f.routeFlag)
  p.take(f.routeLifetime)
  const size = Math.min(16, p.left)
  const whole = padded(p, p.at, size)
  p.add(f.prefix, p.at, size, whole)
  return ` : ${PREFERENCES[(flags >> 3) & 3]} ${ipv6Text(whole, 0)}/${length}`
}

/** An address of which the zeros at the end were left out. */
function padded(p: Packet, at: number, length: number): Uint8Array {
  const whole = new Uint8Array(16)
  whole.set(p.bytes.subarray(at, at + length))
  return whole
}

/** Names in the form of DNS, without compression; zeros fill up to the end. */
function searchList(p: Packet, f: Fields): string {
  reserved(p, f, 2)
  p.take(f.searchLifetime)
  let text = ''
  while (p.left > 0) {
    const start = p.at
    const labels: string[] = []
    let size = p.peek(1)
    if (size === 0) {
      p.add(f.optionPadding, p.at, p.left)
      break
    }
    p.skip(1)
    while (size !== 0) {
      p.need(size)
      labels.push(asciiText(p.bytes, p.at, untilZero(p.bytes, p.at, size)))
      p.at += size
      size = p.left > 0 ? p.peek(1) : 0
      if (p.left > 0) p.skip(1)
    }
    const name = labels.join('.')
    p.add(f.search, start, p.at - start, name)
    text += ` ${name}`
  }
  return text
}
