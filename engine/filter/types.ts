/** Types of values: what a field holds as the filter language sees it, what goes together, and Wireshark's words for it. */
import type { Field } from '../dissect/field'
import type { Registry } from '../dissect/registry'
import { fieldsOf } from '../dissect/protocol'

export type Class =
  | 'uint'
  | 'int'
  | 'bool'
  | 'float'
  | 'time'
  | 'duration'
  | 'string'
  | 'bytes'
  | 'ether'
  | 'ipv4'
  | 'ipv6'
  | 'guid'
  | 'none'
  | 'protocol'
  /** A field that Wireshark knows and Wirelens does not decode: goes with everything, has no values. */
  | 'unknown'

export interface Type {
  class: Class
  /** Bytes of a number. */
  width: number
  /** The field that gives the values their names. */
  field?: Field
  /** frame numbers, characters, single precision: only the word for it differs. */
  kind?: 'framenum' | 'char' | 'single' | 'oid'
}

const widths = new WeakMap<Registry, Map<Field, number>>()

/** Bytes of the numbers that a field holds; bits count as the field that they stand in. */
function widthOf(registry: Registry, field: Field): number {
  if (field.size) return field.size
  if (field.options.width) return field.options.width
  let known = widths.get(registry)
  if (!known) {
    known = new Map()
    const inside = (list: readonly Field[], size: number): void => {
      for (const f of list) {
        known!.set(f, size)
        inside(f.bits, size)
      }
    }
    for (const p of registry.protocols) for (const f of fieldsOf(p)) if (f.size && f.bits.length) inside(f.bits, f.size)
    widths.set(registry, known)
  }
  const parent = known.get(field)
  if (parent) return parent
  if (!field.mask) return 4
  const bytes = Math.ceil(Math.log2(field.mask + 1) / 8)
  return bytes > 4 ? 8 : bytes === 3 ? 4 : bytes
}

export function typeOf(registry: Registry, field: Field): Type {
  const width = widthOf(registry, field)
  switch (field.type) {
    case 'framenum':
      return { class: 'uint', width: 4, field, kind: 'framenum' }
    case 'char':
      return { class: 'uint', width: 1, field, kind: 'char' }
    case 'float':
      return { class: 'float', width: 4, field, kind: 'single' }
    case 'double':
      return { class: 'float', width: 8, field }
    case 'time':
      // "Seconds since 1970" is a length of time for the language.
      return { class: field.options.display === 'dec' ? 'duration' : 'time', width: 8, field }
    case 'oid':
      return { class: 'bytes', width: 0, field, kind: 'oid' }
    case 'uint':
    case 'int':
    case 'bool':
      return { class: field.type, width, field }
    case 'none':
    case 'protocol':
    case 'string':
    case 'bytes':
    case 'ether':
    case 'ipv4':
    case 'ipv6':
    case 'guid':
    case 'duration':
      return { class: field.type, width, field }
  }
}

/** Wireshark's name of a type, as its messages write it. */
export function typeName({ class: c, width, kind }: Type): string {
  if (kind === 'framenum') return 'Frame number'
  if (kind === 'char') return 'Character (8 bits)'
  if (kind === 'oid') return 'ASN.1 object identifier'
  switch (c) {
    case 'uint':
      return `Unsigned integer (${8 * width} bits)`
    case 'int':
      return `Signed integer (${8 * width} bits)`
    case 'float':
      return kind === 'single' ? 'Floating point (single-precision)' : 'Floating point (double-precision)'
    default:
      return NAMES[c]
  }
}
const NAMES = {
  bool: 'Boolean',
  time: 'Date and time',
  duration: 'Time offset',
  string: 'Character string',
  bytes: 'Byte sequence',
  ether: 'Ethernet or other MAC address',
  ipv4: 'IPv4 address',
  ipv6: 'IPv6 address',
  guid: 'Globally Unique Identifier',
  none: 'Label',
  protocol: 'Protocol',
  unknown: 'Unknown',
} as const

/** FT_… names, which some messages use. */
export function typeCode({ class: c, width, kind }: Type): string {
  if (kind) return { framenum: 'FT_FRAMENUM', char: 'FT_CHAR', single: 'FT_FLOAT', oid: 'FT_OID' }[kind]
  if (c === 'uint' || c === 'int') return `FT_${c.toUpperCase()}${8 * width}`
  return CODES[c]
}
const CODES = {
  bool: 'FT_BOOLEAN',
  float: 'FT_DOUBLE',
  time: 'FT_ABSOLUTE_TIME',
  duration: 'FT_RELATIVE_TIME',
  string: 'FT_STRING',
  bytes: 'FT_BYTES',
  ether: 'FT_ETHER',
  ipv4: 'FT_IPv4',
  ipv6: 'FT_IPv6',
  guid: 'FT_GUID',
  none: 'FT_NONE',
  protocol: 'FT_PROTOCOL',
  unknown: 'FT_UNKNOWN',
} as const

const GROUP: Readonly<Partial<Record<Class, string>>> = {
  uint: 'integer',
  int: 'integer',
  ether: 'bytes',
  guid: 'bytes',
}
const group = (c: Class): string => GROUP[c] ?? c

/** Whether values of two types can be compared. */
export const compatible = (a: Type, b: Type): boolean =>
  a.class === 'unknown' || b.class === 'unknown' || group(a.class) === group(b.class)

export const isInteger = (t: Type): boolean => t.class === 'uint' || t.class === 'int'
/** Can be cut into bytes (or characters). */
export const isSliceable = (t: Type): boolean =>
  ['string', 'bytes', 'ether', 'ipv4', 'ipv6', 'guid', 'protocol', 'unknown'].includes(t.class)
/** What `contains` takes. */
export const isSearchable = (t: Type): boolean =>
  ['string', 'bytes', 'ether', 'guid', 'protocol', 'unknown'].includes(t.class)
/** Whether the numbers or flags of a type have names, which `matches` and `contains` look at. */
export const hasNames = (t: Type): boolean =>
  (isInteger(t) || t.class === 'bool') &&
  t.field !== undefined &&
  (t.class === 'bool' || t.field.options.names !== undefined)

export const BYTES: Type = { class: 'bytes', width: 0 }
export const STRING: Type = { class: 'string', width: 0 }
export const COUNT: Type = { class: 'uint', width: 4 }
export const TRUTH: Type = { class: 'bool', width: 1 }
export const UNKNOWN: Type = { class: 'unknown', width: 0 }
