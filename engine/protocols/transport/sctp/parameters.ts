/** Parameters and error causes inside SCTP chunks: type, length, value, padded to four bytes. */
import { ipv4 as ipv4Text, ipv6 as ipv6Text } from '../../../bytes/read'
import type { Packet } from '../../../dissect/packet'
import { sctpCauses, sctpChunks, sctpParameters } from '../../../names/sctp'
import { fields as f } from './fields'

const HEADER = 4
const padded = (n: number): number => (n + 3) & ~3

/** Reads parameters until the chunk ends. */
export function parameters(p: Packet): void {
  while (p.left >= HEADER) if (!parameter(p)) break
}

/** False where its length cannot be. */
function parameter(p: Packet): boolean {
  const type = p.peek(2)
  const length = p.peek(2, 2)
  if (length < HEADER) return false
  const name = sctpParameters[type]
  const line = p.text(
    name ? `${name} parameter` : `Parameter of type ${type} and value length ${length - HEADER} bytes`,
    p.at,
    length,
  )
  const was = p.open(line)
  p.take(f.parameter)
  p.take(f.parameterLength)
  const size = length - HEADER
  p.need(size)
  const told = { text: '' }
  if (size) p.part(size, () => (told.text = value(p, type, size)))
  if (told.text && name) p.label(line, `${name} parameter (${told.text})`)
  const rest = padded(length) - length
  if (rest && p.left >= rest) p.take(f.parameterPadding, rest)
  p.close(was)
  return true
}

function value(p: Packet, type: number, size: number): string {
  switch (type) {
    case 0x0001:
      p.take(f.heartbeat, size)
      return `Information: ${size} byte${size === 1 ? '' : 's'}`
    case 0x0005:
      return `Address: ${addressText(p, p.take(f.address) >= 0, 4)}`
    case 0x0006:
      return `Address: ${addressText(p, p.take(f.address6) >= 0, 16)}`
    case 0x0007:
      p.take(f.stateCookie, size)
      return `Cookie length: ${size} byte${size === 1 ? '' : 's'}`
    case 0x0009:
      return `Increment :${p.take(f.increment)} msec`
    case 0x000c: {
      const list: string[] = []
      while (p.left >= 2) list.push({ 5: 'IPv4', 6: 'IPv6', 11: 'hostname' }[p.take(f.addressType)] ?? 'Unknown')
      return `Supported types: ${list.join(', ')}`
    }
    case 0x8002:
      p.take(f.random, size)
      return ''
    case 0x8003: {
      const list: string[] = []
      while (p.left) list.push(sctpChunks[p.take(f.listed)] ?? 'Unknown')
      return `Chunk types to be authenticated: ${list.join(', ')}`
    }
    case 0x8004: {
      const list: string[] = []
      while (p.left >= 2) list.push({ 1: 'SHA-1', 3: 'SHA-256' }[p.take(f.hmac)] ?? 'Unknown')
      return `Supported HMACs: ${list.join(', ')}`
    }
    case 0x8008: {
      const list: string[] = []
      while (p.left) list.push(sctpChunks[p.take(f.extension)] ?? 'Unknown')
      return `Supported types: ${list.join(', ')}`
    }
    case 0xc006:
      return `Indication: ${p.take(f.indication)}`
    default:
      p.take(f.parameterValue, size)
      return ''
  }
}

const addressText = (p: Packet, _: boolean, size: number): string =>
  p.indexing ? '' : size === 4 ? ipv4Text(p.bytes, p.at - 4) : ipv6Text(p.bytes, p.at - 16)

/** Reads the causes of an error or abort. */
export function causes(p: Packet): void {
  while (p.left >= HEADER) {
    const code = p.peek(2)
    const length = p.peek(2, 2)
    if (length < HEADER) return
    const was = p.open(p.text(`${sctpCauses[code] ?? `Unknown`} cause`, p.at, length))
    p.take(f.cause)
    p.take(f.causeLength)
    if (length > HEADER) p.take(f.causeText, length - HEADER)
    const rest = padded(length) - length
    if (rest && p.left >= rest) p.take(f.causePadding, rest)
    p.close(was)
  }
}
