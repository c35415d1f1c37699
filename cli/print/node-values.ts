/** What the structured forms of output (JSON, PDML, Elasticsearch) say of one line of the tree: its key, its value, its bytes, its type's number. */
import { hex } from '../../engine/bytes/read'
import { visible } from '../../engine/bytes/text'
import type { Field } from '../../engine/dissect/field'
import { fieldText, isItem, noNames, valueOf } from '../../engine/dissect/format'
import type { Packet } from '../../engine/dissect/packet'
import { HIDDEN } from '../../engine/dissect/records'
import { lineAt, occurrence } from '../../engine/dissect/lines'
import { typeName } from '../field-list'

/** Fields of which tshark shows the bits, although it declares no mask for them: their bytes are given as they are. */
const maskless: ReadonlySet<string> = new Set(['ip.version', 'ip.hdr_len', 'tcp.hdr_len', 'ipv6.version'])

/** The numbers of tshark's types, which `-T jsonraw` gives as the fifth member. */
const typeNumbers: Readonly<Record<string, number>> = Object.fromEntries(
  (
    'NONE PROTOCOL BOOLEAN CHAR UINT8 UINT16 UINT24 UINT32 UINT40 UINT48 UINT56 UINT64 INT8 INT16 INT24 INT32 INT40 INT48 INT56 INT64 ' +
    'IEEE_11073_SFLOAT IEEE_11073_FLOAT FLOAT DOUBLE ABSOLUTE_TIME RELATIVE_TIME STRING STRINGZ UINT_STRING ETHER BYTES UINT_BYTES ' +
    'IPv4 IPv6 IPXNET FRAMENUM GUID OID'
  )
    .split(' ')
    .map((name, number) => [`FT_${name}`, number]),
)

/** Fields whose mask the engine keeps as the width of a pattern. */
const masks: Readonly<Record<string, number>> = { 'tcp.flags': 0xfff }

/** The field of a line: lines are the numbers of a packet's records. */
export const fieldOf = (p: Packet, line: number): Field => p.registry.fields[p.records.field[line]!]!

export const isText = (p: Packet, line: number): boolean => fieldOf(p, line) === p.registry.text

/** The field's name; '' of lines that are only text. */
export const nameOf = (p: Packet, line: number): string => (isText(p, line) ? '' : fieldOf(p, line).name)

/** The field's name; of lines that are only text, their text. */
export const keyOf = (p: Packet, line: number): string => nameOf(p, line) || textOf(p, line)

/** The text of a line without the brackets of what was computed. */
export const textOf = (p: Packet, line: number): string => {
  const own = p.records.label.get(line)
  return bare(own === undefined ? lineAt(occurrence(p, line), noNames) : visible(own))
}

/** A text without the brackets around it. */
export const bare = (text: string): string => (text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text)

export const isHidden = (p: Packet, line: number): boolean =>
  (p.records.flags[line]! & HIDDEN) !== 0 || (fieldOf(p, line).options.hidden ?? false)

/** A layer, or one protocol inside another; options that are protocols in name only are none. */
export function isProtocol(p: Packet, line: number): boolean {
  const field = fieldOf(p, line)
  return field.type === 'protocol' && field !== p.registry.text && !isItem(field)
}

/** The value of a line; undefined where its kind has none. Bytes are written with colons. */
export function valueText(p: Packet, line: number): string | undefined {
  const field = fieldOf(p, line)
  const { type } = field
  if (field === p.registry.text) return undefined
  if (isItem(field)) return bytesText(p, line, ':')
  if (type === 'protocol' || type === 'none') return undefined
  const o = occurrence(p, line)
  if (type === 'bytes') {
    const value = valueOf(o)
    if (value instanceof Uint8Array) return hex(value, 0, value.length, ':')
  }
  return fieldText(o)
}

const lengthless = new WeakMap<Field, boolean>()

/** Bytes that a line stands for: the frame is all of the packet, and the state of a checksum is none of it. */
export function lengthOf(p: Packet, line: number): number {
  const field = fieldOf(p, line)
  if (field.name === 'frame') return p.frame.captured
  let none = lengthless.get(field)
  if (none === undefined) lengthless.set(field, (none = field.name.endsWith('.checksum.status')))
  return none ? 0 : p.records.length[line]!
}

/** The bytes that a line stands for, as far as they are there. */
export function bytesText(p: Packet, line: number, separator = ''): string {
  const { bytes, origin } = occurrence(p, line)
  const at = origin + p.records.start[line]!
  return hex(bytes, at, Math.max(0, Math.min(lengthOf(p, line), bytes.length - at)), separator)
}

/** The mask that tshark knows of for a field; 0 where it has none. */
export function maskOf(p: Packet, line: number): number {
  const field = fieldOf(p, line)
  return field === p.registry.text || maskless.has(field.name) ? 0 : (masks[field.name] ?? field.mask)
}

/** The bits of a masked field, in hexadecimal without leading zeros. */
export const bitsText = (p: Packet, line: number): string =>
  Number(valueOf(occurrence(p, line)))
    .toString(16)
    .toUpperCase()

/** The number of the field's type in tshark 4.0. */
export function typeNumber(p: Packet, line: number): number {
  const field = fieldOf(p, line)
  const length = p.records.length[line]!
  if (field.type === 'protocol' && isItem(field)) return typeNumbers['FT_BYTES']!
  // A time that is shown as a number of seconds is one.
  if (field.type === 'time' && field.options.display === 'dec') return typeNumbers['FT_RELATIVE_TIME']!
  // Bits are as wide as what they stand in.
  if (field.type === 'uint' && !field.size && !field.options.width && length)
    return typeNumbers[`FT_UINT${8 * length}`] ?? 0
  return typeNumbers[typeName(field)] ?? 0
}
