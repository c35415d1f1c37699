/** Addresses in PIM (RFC 7761, 4.9.1): family and encoding in front, groups and sources with flags and the length of their prefix. */
import { ipv4 as ipv4Text, ipv6 as ipv6Text } from '../../../bytes/read'
import type { Field } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import { f } from './fields'

const NATIVE = 0

/** Bytes of an address of the family at the cursor; 0 where it is not known. */
const sizeAt = (p: Packet): number => (p.peek(1) === 1 ? 4 : p.peek(1) === 2 ? 16 : 0)
const textAt = (p: Packet, at: number, size: number): string =>
  p.indexing ? '' : size === 4 ? ipv4Text(p.bytes, at) : ipv6Text(p.bytes, at)

/** Adds an address with its line, and leaves what follows under it. Gives what `close` wants. */
function begin(p: Packet, field: Field, label: string, at: number, size: number, whole: number): number {
  p.need(whole)
  const row = p.add(field, p.at, whole, size === 4 ? p.peekAt(at, 4) : p.bytes.slice(at, at + 16))
  p.label(row, label)
  return p.open(row)
}

/** A single address. `four`, `six`: what it is. False where its family or encoding is not known: nothing behind can be read. */
export function unicast(p: Packet, label: string, four: Field, six: Field): boolean {
  const size = sizeAt(p)
  if (!size || p.peek(1, 1) !== NATIVE) return false
  const at = p.at + 2
  p.need(size, at)
  const was = begin(p, size === 4 ? four : six, `${label}: ${textAt(p, at, size)}`, at, size, 2 + size)
  p.take(f.family)
  p.take(f.encoding)
  p.take(size === 4 ? f.unicast : f.unicast6)
  p.close(was)
  return true
}

/** A group. `more` reads what stands under its line, behind it. */
export function group(p: Packet, label: string, more?: () => void): boolean {
  const size = sizeAt(p)
  if (!size || p.peek(1, 1) !== NATIVE) return false
  const at = p.at + 4
  p.need(size, at)
  const text = `${label}: ${textAt(p, at, size)}/${p.peek(1, 3)}`
  const was = begin(p, size === 4 ? f.group : f.group6, text, at, size, 4 + size)
  p.take(f.family)
  p.take(f.encoding)
  p.take(f.groupFlags)
  p.take(f.mask)
  p.take(size === 4 ? f.group : f.group6)
  more?.()
  p.close(was)
  return true
}

/** A source that is joined or pruned. */
export function source(p: Packet, isJoined: boolean): boolean {
  const size = sizeAt(p)
  if (!size || p.peek(1, 1) !== NATIVE) return false
  const at = p.at + 4
  p.need(size, at)
  const flags = p.peek(1, 2)
  const letters = `${flags & 4 ? 'S' : ''}${flags & 2 ? 'W' : ''}${flags & 1 ? 'R' : ''}`
  const text = `IP address: ${textAt(p, at, size)}/${p.peek(1, 3)}${letters ? ` (${letters})` : ''}`
  const field = isJoined ? (size === 4 ? f.joined : f.joined6) : size === 4 ? f.pruned : f.pruned6
  const was = begin(p, field, text, at, size, 4 + size)
  p.take(f.family)
  p.take(f.encoding)
  p.take(f.sourceFlags)
  const words = [flags & 4 ? ', Sparse' : '', flags & 2 ? ', WildCard' : '', flags & 1 ? ', Rendezvous Point Tree' : '']
  p.label(p.row(f.sourceFlags), `Flags: 0x${flags.toString(16).padStart(2, '0')}${words.join('')}`)
  p.take(f.mask)
  p.take(size === 4 ? f.source : f.source6)
  p.close(was)
  return true
}
