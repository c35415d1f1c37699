/** MS-NLMP 2.2.2.1: attributes of a target, in a challenge and again in the response to it; and the rest of an NTLMv2 response. */
import { uint, uintBig } from '../../../bytes/read'
import { bytes, string, time, u16, u32 } from '../../../dissect/field'
import type { Field } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import { wideText } from '../../kit/ndr'
import { ntlmFields as f } from './fields'

const kinds: Readonly<Record<number, string>> = {
  0: 'End of list',
  1: 'NetBIOS computer name',
  2: 'NetBIOS domain name',
  3: 'DNS computer name',
  4: 'DNS domain name',
  5: 'DNS tree name',
  6: 'Flags',
  7: 'Timestamp',
  8: 'Restrictions',
  9: 'Target Name',
  10: 'Channel Bindings',
}

function itemFields(prefix: string, title: string): Record<string, Field> {
  const n = (key: string): string => `ntlmssp.${prefix}.${key}`
  return {
    type: u16(n('item.type'), `${title} Item Type`, { little: true, display: 'hex', names: kinds }),
    length: u16(n('item.length'), `${title} Item Length`, { little: true }),
    k1: string(n('nb_computer_name'), 'NetBIOS Computer Name'),
    k2: string(n('nb_domain_name'), 'NetBIOS Domain Name'),
    k3: string(n('dns_computer_name'), 'DNS Computer Name'),
    k4: string(n('dns_domain_name'), 'DNS Domain Name'),
    k5: string(n('dns_tree_name'), 'DNS Tree Name'),
    k6: u32(n('flags'), 'Flags', { little: true, display: 'hex' }),
    k7: time(n('timestamp'), 'Timestamp'),
    k8: bytes(n('restrictions'), 'Restrictions'),
    k9: string(n('target_name'), 'Target Name'),
    k10: bytes(n('channel_bindings'), 'Channel Bindings'),
  }
}
export const challengeFields = itemFields('challenge.target_info', 'Target Info')
export const responseFields = itemFields('ntlmv2_response', 'NTLMV2 Response')

/** Hundreds of nanoseconds since 1601, as nanoseconds since 1970. */
export const windowsTime = (b: Uint8Array, at: number): bigint =>
  (uintBig(b, at, 8, true) - 116_444_736_000_000_000n) * 100n

/** Attributes from `at` on; returns where they end. */
function items(p: Packet, at: number, end: number, fields: Record<string, Field>): number {
  while (at + 4 <= end) {
    const kind = uint(p.bytes, at, 2, true)
    const length = uint(p.bytes, at + 2, 2, true)
    const name = kinds[kind] ?? 'Unknown'
    if (at + 4 + length > end) p.need(-1)
    const field = fields[`k${kind}`]
    const text = field?.type === 'string' ? wideText(p.bytes, at + 4, length) : undefined
    const row = p.text(`Attribute: ${name}${text === undefined ? '' : `: ${text}`}`, at, 4 + length)
    const was = p.open(row)
    p.add(fields.type!, at, 2, kind)
    p.add(fields.length!, at + 2, 2, length)
    if (field && length)
      p.add(
        field,
        at + 4,
        length,
        text ??
          (field.type === 'time' && length === 8
            ? windowsTime(p.bytes, at + 4)
            : field.type === 'uint'
              ? uint(p.bytes, at + 4, Math.min(4, length), true)
              : undefined),
      )
    p.close(was)
    at += 4 + length
    if (kind === 0) break
  }
  return at
}

export const challengeItems = (p: Packet, at: number, length: number): void =>
  void items(p, at, at + length, challengeFields)

export function responseItems(p: Packet, at: number, length: number): void {
  const end = at + length
  if (length < 44) return
  const row = p.add(f.response, at, length)
  const was = p.open(row)
  p.add(f.proof, at, 16)
  p.add(f.responseVersion, at + 16, 1, p.bytes[at + 16]!)
  p.add(f.responseHigh, at + 17, 1, p.bytes[at + 17]!)
  p.add(f.zeros, at + 18, 6)
  p.add(f.responseTime, at + 24, 8, windowsTime(p.bytes, at + 24))
  p.add(f.responseChallenge, at + 32, 8)
  p.add(f.zeros, at + 40, 4)
  const stop = items(p, at + 44, end, responseFields)
  if (stop < end) p.add(f.responsePad, stop, end - stop)
  p.close(was)
}
