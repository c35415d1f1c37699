/** One DHCP option: code, length, value (RFC 2132 2). */
import { hex, ipv4 as ipv4Text } from '../../../bytes/read'
import type { Packet } from '../../../dissect/packet'
import { hardwareType, special as f } from './fields'
import { optionName } from './option-names'
import { simple, widthOf } from './options'
import type { Simple } from './options'

const ETHERNET = 1
const DUID = 255

/** Reads the option at the cursor. `message` names a message type. */
export function decodeOption(p: Packet, code: number, message: (v: number) => string): void {
  const size = p.peek(1, 1)
  const from = p.at
  const inside = Math.min(size, Math.max(0, p.end - from - 2))
  const row = p.add(f.option, from, 2 + inside, code)
  const head = p.drawing ? headText(p, code, from + 2, size, inside, message) : ''
  p.label(row, `Option: (${code}) ${optionName(code)}${head}`)
  const was = p.open(row)
  p.skip(1)
  p.take(f.length)
  p.need(size)
  p.hide(f.value, p.at, size)
  p.part(size, () => value(p, code, size))
  p.at = from + 2 + size
  p.close(was)
}

/** What the line of the option says of its value. */
function headText(
  p: Packet,
  code: number,
  at: number,
  size: number,
  inside: number,
  message: (v: number) => string,
): string {
  if (inside < size) return ''
  if (code === 53 && size) return ` (${message(p.bytes[at]!)})`
  return simple[code]?.inHead && size === 4 ? ` (${ipv4Text(p.bytes, at)})` : ''
}

function value(p: Packet, code: number, size: number): void {
  const known = simple[code]
  if (known) return plain(p, known, size)
  switch (code) {
    case 53:
      return size === 1 ? void p.take(f.message) : wrong(p, size, 1)
    case 52:
      return void (size && p.take(f.overload))
    case 55:
      while (p.left) p.take(f.requested)
      return
    case 61:
      return clientId(p, size)
    case 81:
      return fullName(p, size)
    case 82:
      return agent(p)
    case 21:
      return pairs(p, f.policyAddress, f.policyMask)
    case 33:
      return pairs(p, f.routeTo, f.routeBy)
    case 43:
      return void (size && p.take(f.vendorValue, size))
    case 94:
      if ((p.skip(1), size >= 3)) (p.take(f.major), p.take(f.minor))
      return
    case 97:
      return void (size === 17 && p.add(f.idUuid, p.at + 1, 16))
    case 119:
      while (p.left) domain(p)
      return
    case 121:
    case 249:
      return routes(p, size)
    default:
      if (size) p.take(f.value, size)
  }
}

function wrong(p: Packet, size: number, right: number): void {
  const at = p.at
  if (size) p.take(f.value, size)
  p.note(f.badLength, `length isn't ${right}`, at, size)
}

function plain(p: Packet, { kind, field }: Simple, size: number): void {
  const width = widthOf(field)
  if (kind === 'text') return void (size && p.take(field, size))
  if (kind === 'one') return size === width ? void p.take(field, width) : wrong(p, size, width)
  if (size === 0 || size % width) {
    const at = p.at
    if (size) p.take(f.value, size)
    p.note(f.badLength, `Option length isn't a multiple of ${width}`, at, size)
    return
  }
  while (p.left) p.take(field, width)
}

function pairs(p: Packet, first: typeof f.routeTo, second: typeof f.routeTo): void {
  while (p.left >= 8) {
    p.take(first)
    p.take(second)
  }
}

/** RFC 2132 9.14: a kind of hardware and its address, or (RFC 4361) an identifier as DHCPv6 has it. */
function clientId(p: Packet, size: number): void {
  if (!size) return
  const type = p.peek(1)
  if (type === ETHERNET) {
    if (size !== 7) return
    p.take(hardwareType)
    p.take(f.mac)
  } else if (type === DUID && size >= 7) duid(p)
  else {
    p.take(f.idType)
    if (p.left) p.take(f.idText, p.left)
  }
}

function duid(p: Packet): void {
  p.skip(1)
  p.add(f.iaid, p.at, 4, hex(p.bytes, p.at, 4))
  p.skip(4)
  const type = p.take(f.duidType)
  if (type !== 1 && type !== 3) return
  p.take(type === 1 ? f.duidTimed : f.duidPlain)
  if (type === 1) p.take(f.duidTime)
  if (p.left) p.add(f.duidAddress, p.at, p.left, hex(p.bytes, p.at, p.left, ':'))
}

const FQDN_FLAGS: readonly [number, string][] = [
  [8, 'Server DDNS'],
  [4, 'Encoding'],
  [2, 'Server overrides'],
  [1, 'Server'],
]

/** RFC 4702. */
function fullName(p: Packet, size: number): void {
  if (size < 3) return wrong(p, size, 3)
  const flags = p.peek(1)
  const before = p.records.count
  p.take(f.fqdnFlags)
  if (p.drawing && p.records.count > before) {
    const set = FQDN_FLAGS.filter(([bit]) => flags & bit).map(([, name]) => `, ${name}`)
    p.label(before, `Flags: 0x${flags.toString(16).padStart(2, '0')}${set.join('')}`)
  }
  p.take(f.fqdnA)
  p.take(f.fqdnPtr)
  if (!p.left) return
  if (flags & 4) p.add(f.fqdnName, p.at, p.left, labels(p))
  else p.take(f.fqdnName, p.left)
}

/** A name in DNS form at the cursor, which is moved behind it. */
function labels(p: Packet): string {
  const parts: string[] = []
  while (p.left) {
    const size = p.peek(1)
    p.skip(1)
    if (size === 0) break
    if (size >= 64) {
      if (p.left) p.skip(1)
      break
    }
    p.need(size)
    let part = ''
    for (let i = 0; i < size; i++) part += String.fromCharCode(p.bytes[p.at + i]!)
    parts.push(part)
    p.skip(size)
  }
  return parts.length ? parts.join('.') : '<Root>'
}

function domain(p: Packet): void {
  const at = p.at
  const name = labels(p)
  p.add(f.search, at, p.at - at, name)
}

/** RFC 3442: width of the mask, as many bytes of the destination as it takes, router. */
function routes(p: Packet, size: number): void {
  if (size < 5) return void p.note(f.badLength, "length isn't >= 5", p.at, size)
  while (p.left) {
    const at = p.at
    const width = p.peek(1)
    if (width > 32) return
    const given = Math.ceil(width / 8)
    p.skip(1)
    p.need(given + 4)
    const network = [0, 1, 2, 3].map((i) => (i < given ? p.bytes[p.at + i] : 0)).join('.')
    p.skip(given + 4)
    const row = p.add(f.route, at, p.at - at)
    p.label(row, ` ${width ? `${network}/${width}` : 'default'}-${ipv4Text(p.bytes, p.at - 4)}`)
  }
}

/** RFC 3046: what a relay says of the client's port. */
function agent(p: Packet): void {
  while (p.left) {
    const at = p.at
    const code = p.peek(1)
    const size = p.peek(1, 1)
    const was = p.open(p.add(f.agent, at, Math.min(2 + size, p.left), code))
    p.skip(1)
    p.take(f.subLength)
    p.need(size)
    const field = AGENT_FIELDS[code] ?? f.agentValue
    if (size) p.add(field.size && field.size !== size ? f.agentValue : field, p.at, size)
    p.skip(size)
    p.close(was)
  }
}
const AGENT_FIELDS: Readonly<Record<number, typeof f.agentValue>> = {
  1: f.circuit,
  2: f.remote,
  5: f.link,
  6: f.subscriber,
  11: f.override,
}
