/** Prefixes of BGP: as many bytes of an address as its length needs, behind labels and route distinguishers where there are some. */
import { ipv4 as ipv4Text, ipv6 as ipv6Text } from '../../../bytes/read'
import type { Field } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import { f } from './fields'

/** Reads prefixes to the end of what is open. `size`: bytes of a whole address; `length`: what the length of each is called. */
export function prefixes(p: Packet, field: Field, size: 4 | 16, length: string): void {
  while (p.left > 0) prefix(p, field, size, 0, length)
}

/** Labelled prefixes (RFC 8277), behind route distinguishers (RFC 4364) where `isVpn`. */
export function labelled(p: Packet, field: Field, size: 4 | 16, isVpn: boolean): void {
  while (p.left > 0) prefix(p, field, size, isVpn ? 2 : 1, isVpn ? 'Prefix Length' : 'MP Reach NLRI Prefix length')
}

function prefix(p: Packet, field: Field, size: 4 | 16, kind: 0 | 1 | 2, lengthLabel: string): void {
  const at = p.at
  const length = p.peek(1)
  const needed = (length + 7) >> 3
  p.need(1 + needed)
  const row = p.text('BGP Prefix', at, 1 + needed)
  const was = p.open(row)
  p.take(f.prefixLength)
  p.label(p.row(f.prefixLength), `${lengthLabel}: ${length}`)
  let bits = length
  let stack = ''
  if (kind) {
    const start = p.at
    const labels: string[] = []
    for (let isLast = false; !isLast && bits >= 24; bits -= 24) {
      const label = p.peek(3)
      isLast = (label & 1) === 1 || label === 0x800000 || label === 0
      labels.push(
        label === 0x800000 || label === 0 ? `${label >> 4} (withdrawn)` : `${label >> 4}${isLast ? ' (bottom)' : ''}`,
      )
      p.skip(3)
    }
    stack = labels.join(',')
    p.label(p.add(f.labels, start, p.at - start, stack), `${kind === 1 ? 'MP Reach NLRI ' : ''}Label Stack: ${stack}`)
  }
  if (kind === 2 && bits >= 64) {
    p.add(f.distinguisher, p.at, 8, distinguisher(p, p.at))
    p.skip(8)
    bits -= 64
  }
  const count = Math.min((Math.max(0, bits) + 7) >> 3, size)
  const whole = new Uint8Array(size)
  p.need(count)
  whole.set(p.bytes.subarray(p.at, p.at + count))
  const text = size === 4 ? ipv4Text(whole, 0) : ipv6Text(whole, 0)
  if (size === 4) p.add(field, p.at, count, new DataView(whole.buffer).getUint32(0))
  else p.add(field, p.at, count, whole)
  if (!kind) p.label(row, `${text}/${length}`)
  else if (kind === 1) p.label(row, `Label Stack=${stack} ${size === 4 ? 'IPv4' : 'IPv6'}=${text}/${bits}`)
  p.close(was)
  p.at = at + 1 + needed
}

/** A route distinguisher (RFC 4364, 4.2) as text. */
export function distinguisher(p: Packet, at: number): string {
  const type = p.peekAt(at, 2)
  if (type === 0) return `${p.peekAt(at + 2, 2)}:${p.peekAt(at + 4, 4)}`
  if (type === 1) return `${ipv4Text(p.bytes, at + 2)}:${p.peekAt(at + 6, 2)}`
  return `${p.peekAt(at + 2, 4)}:${p.peekAt(at + 6, 2)}`
}
