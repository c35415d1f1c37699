/** Single values of DER in certificates: identifiers, texts, times, bit strings, as fields (X.690). */
import { utf8Text } from '../../../bytes/text'
import type { Field } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import { oidText } from '../../kit/ber'
import type { Element } from '../../kit/ber'
import { oidName } from './oids'

/** `1 item`, `2 items`. */
export const items = (n: number): string => `${n} item${n === 1 ? '' : 's'}`

/** How many elements stand between two places. */
export function countIn(b: Uint8Array, at: number, end: number): number {
  let n = 0
  while (at + 2 <= end) {
    let length = b[at + 1]!
    let head = 2
    if (length > 128) {
      const size = length & 127
      length = 0
      for (let i = 0; i < size && i < 4; i++) length = length * 256 + (b[at + 2 + i] ?? 0)
      head += size
    } else if (length === 128) break
    at += head + length
    n++
  }
  return n
}

/** An object identifier with its name; returns it in dots. */
export function addOid(p: Packet, field: Field, e: Element): string {
  const oid = oidText(p.bytes, e.value, e.length)
  const row = p.add(field, e.value, e.length, oid)
  if (p.drawing) p.label(row, `${field.label}: ${oid} (${oidName(oid)})`)
  return oid
}

const latin1 = new TextDecoder('latin1')

/** Text of a string by its universal tag: BMPString is UTF-16, TeletexString Latin-1 as it is used. */
export function stringText(p: Packet, e: Element): string {
  const { bytes } = p
  if (e.tag !== 30)
    return e.tag === 20
      ? latin1.decode(bytes.subarray(e.value, e.value + e.length))
      : utf8Text(bytes, e.value, e.length)
  let text = ''
  for (let i = 0; i + 1 < e.length; i += 2)
    text += String.fromCharCode(bytes[e.value + i]! * 256 + bytes[e.value + i + 1]!)
  return text
}

export const addString = (p: Packet, field: Field, e: Element): number =>
  p.add(field, e.value, e.length, e.tag === 30 || e.tag === 20 ? stringText(p, e) : undefined)

/** `2017-04-05 17:14:46 (UTC)`: a time as its digits say, with the century of RFC 5280 section 4.1.2.5.1. */
export function timeText(digits: string, hasCentury: boolean): string {
  const full = hasCentury ? digits : (Number(digits.slice(0, 2)) < 50 ? '20' : '19') + digits
  const m = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:\.\d+)?Z$/.exec(full)
  return m ? `${m[1]}-${m[2]}-${m[3]} ${m[4]}:${m[5]}:${m[6] ?? '00'} (UTC)` : digits
}

/** Bytes with `0x` in front, as the reference writes large numbers; long ones are cut as in any line. */
export function addNumber(p: Packet, field: Field, at: number, length: number): number {
  const row = p.add(field, at, length)
  if (p.drawing) {
    const shown = Array.from(p.bytes.subarray(at, at + Math.min(length, 36)), (b) => b.toString(16).padStart(2, '0'))
    p.label(row, `${field.label}: 0x${shown.join('')}${length > 36 ? '…' : ''}`)
  }
  return row
}
