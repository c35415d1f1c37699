/** How values read: in columns of text (`fieldText`), and as lines of the tree (`lineText`). One rule per field type, after tshark's forms. */
import { asciiText, beginning, untilZero, utf8Text, visible } from '../bytes/text'
import { ether, hex, ipv4, ipv6, uint as readUint, uintBig } from '../bytes/read'
import { dateText, epochText, secondsText, split } from '../bytes/time'
import { limits } from '../limits'
import type { Field, FieldType } from './field'
import { GENERATED, HAS_VALUE } from './records'
import type { Extra, Records } from './records'

/** Names for addresses; undefined where none is known or look-ups are off. */
export interface AddressNames {
  ether(bytes: Uint8Array, at: number): string | undefined
}
export const noNames: AddressNames = { ether: () => undefined }

/** A record together with the bytes that it refers to. */
export interface Occurrence {
  field: Field
  records: Records
  index: number
  bytes: Uint8Array
  /** Where the data source of the record starts in `bytes`. */
  origin: number
}

export type Value = number | bigint | string | Uint8Array

/** The value behind a record: a number, exact beyond 2^53 as bigint; text; or the bytes themselves. Times are nanoseconds. */
export function valueOf({ field, records, index, bytes, origin }: Occurrence): Value {
  const extra: Extra | undefined = records.extra.get(index)
  if (extra !== undefined) return extra
  if (records.flags[index]! & HAS_VALUE) return records.value[index]!
  const at = origin + records.start[index]!
  const length = records.length[index]!
  switch (field.type) {
    case 'uint':
    case 'bool':
    case 'framenum':
      return length > 6
        ? uintBig(bytes, at, length, field.options.little)
        : readUint(bytes, at, length, field.options.little)
    case 'int': {
      const wide = BigInt.asIntN(8 * length, uintBig(bytes, at, length, field.options.little))
      return length > 6 ? wide : Number(wide)
    }
    case 'float':
    case 'double': {
      const view = new DataView(bytes.buffer, bytes.byteOffset + at, length)
      return field.type === 'float'
        ? view.getFloat32(0, field.options.little)
        : view.getFloat64(0, field.options.little)
    }
    case 'string': {
      const n = field.options.zeroTerminated ? untilZero(bytes, at, length) : length
      return utf8Text(bytes, at, n)
    }
    default:
      return bytes.subarray(at, at + length)
  }
}

/** Bytes that the type of a field takes: bits take those of the field they stand in, unless told otherwise. */
const widthOf = (field: Field, records: Records, index: number): number =>
  field.options.width ?? (field.size || records.length[index]! || 4)

/** An option or the like, which tshark lists among the protocols and takes for bytes: a protocol in name only. */
export const isItem = (field: Field): boolean => field.type === 'protocol' && field.name !== field.protocol

/** The bytes that a record stands for. */
export const hexOf = ({ records, index, bytes, origin }: Occurrence, separator = ''): string =>
  hex(bytes, origin + records.start[index]!, records.length[index]!, separator)

/** The value alone, as `-T fields` prints it. */
export function fieldText(o: Occurrence): string {
  const { field, records, index } = o
  switch (field.type) {
    case 'none':
      return records.extra.has(index) && typeof records.extra.get(index) === 'string' && !field.options.severity
        ? (records.extra.get(index) as string)
        : '1'
    case 'protocol':
      return isItem(field) ? hexOf(o) : (records.label.get(index) ?? field.label)
    case 'time': {
      const v = valueOf(o)
      return field.options.display === 'dec'
        ? epochText(...split(v as number | bigint))
        : dateText(...split(v as number | bigint))
    }
    default:
      return valueText(field, valueOf(o), widthOf(field, records, index))
  }
}

/** One value of a field as text, without names or units. */
export function valueText(field: Field, value: Value, width: number): string {
  switch (field.type) {
    case 'bool':
      return Number(value) ? '1' : '0'
    case 'char':
      return String(value)
    case 'uint':
    case 'int':
    case 'framenum':
      return numberText(field, value as number | bigint, width)
    case 'float':
    case 'double':
      return String(value)
    case 'duration':
      return secondsText(value as number | bigint)
    case 'time':
      return dateText(...split(value as number | bigint))
    case 'ipv4':
      return typeof value === 'number' ? dotted(value) : value instanceof Uint8Array ? ipv4(value, 0) : String(value)
    case 'ipv6':
      return value instanceof Uint8Array
        ? value.length < 16
          ? hex(value, 0, value.length, ':')
          : ipv6(value, 0)
        : String(value)
    case 'ether':
      return value instanceof Uint8Array
        ? value.length === 6
          ? ether(value, 0)
          : hex(value, 0, value.length, ':')
        : String(value)
    case 'guid':
      return value instanceof Uint8Array ? guidText(value) : String(value)
    case 'bytes':
      return value instanceof Uint8Array ? hex(value, 0, value.length) || '<MISSING>' : String(value)
    case 'string':
      return value instanceof Uint8Array ? asciiText(value, 0, value.length) : String(value)
    default:
      return value instanceof Uint8Array ? hex(value, 0, value.length) : String(value)
  }
}

const dotted = (v: number): string => `${v >>> 24}.${(v >>> 16) & 255}.${(v >>> 8) & 255}.${v & 255}`
const guidText = (b: Uint8Array): string =>
  [hex(b, 0, 4), hex(b, 4, 2), hex(b, 6, 2), hex(b, 8, 2), hex(b, 10, 6)].join('-')

/** A number by the display of its field; `digits` overrides the hexadecimal width. */
export function numberText(field: Field, value: number | bigint, width: number, digits = width * 2): string {
  const inHex = (): string => {
    const raw = Number(value) < 0 ? BigInt.asUintN(width * 8, BigInt(value)) : value
    return '0x' + raw.toString(16).padStart(digits, '0')
  }
  switch (field.options.display) {
    case 'hex':
    case 'hex_dec':
      return inHex()
    case 'oct':
      return '0' + value.toString(8)
    default:
      return value.toString()
  }
}

/** The name of a value, where its field has one. */
export function nameOf(field: Field, value: number): string | undefined {
  const { names } = field.options
  return typeof names === 'function' ? names(value) : names?.[value]
}

/** Types whose text may come from the packet itself; that of others is digits, names and labels of ours. */
const mayHide: ReadonlySet<FieldType> = new Set<FieldType>(['string', 'char', 'bytes', 'oid', 'none', 'protocol'])

/** The line of the tree for a record: label, value, names, units, bit pattern, brackets. Control characters are written out. */
export function lineText(o: Occurrence, parentWidth: number, names: AddressNames = noNames): string {
  const { field, records, index } = o
  const own = records.label.get(index)
  const generated = (records.flags[index]! & GENERATED) !== 0 || field.options.generated
  let line = own ?? (field.mask ? bitsLine(o, parentWidth) : plainLine(o, names))
  if (own !== undefined && field.mask && !own.includes(' = '))
    line = bitPattern(field.mask, rawBits(o), parentWidth) + own
  if (
    own !== undefined ||
    mayHide.has(field.type) ||
    field.options.show ||
    line.length > limits.lineText ||
    typeof records.extra.get(index) === 'string'
  )
    line = shortened(line, own === undefined ? field.label : '')
  return generated && !line.startsWith('[') ? `[${line}]` : line
}

/** A line as long as tshark's, with its word for what was cut; `name` is the field's where the line begins with it. Control characters are written out. */
function shortened(raw: string, name: string): string {
  const line = visible(raw.length > 2 * limits.lineText ? raw.slice(0, 2 * limits.lineText) : raw)
  if (line.length <= limits.lineText) return line
  const at = name && line.startsWith(`${name}: `) ? name.length : 0
  const most = at ? limits.lineText - 1 : limits.lineText
  return `${line.slice(0, at)} [truncated]${beginning(line.slice(at), most - at - 12)}`
}

function plainLine(o: Occurrence, names: AddressNames): string {
  const { field, records, index } = o
  if (field.type === 'protocol' || field.type === 'none') return field.label
  return `${field.label}: ${shownValue(field, valueOf(o), widthOf(field, records, index), names)}`
}

function shownValue(field: Field, value: Value, width: number, names: AddressNames): string {
  const { show, unit, trueFalse, display } = field.options
  if (show) return show(value as number)
  if (field.type === 'bool') return boolText(trueFalse, Number(value))
  if (field.type === 'ether' && value instanceof Uint8Array) {
    const text = valueText(field, value, width)
    return names === noNames || value.length !== 6 ? text : `${names.ether(value, 0) ?? text} (${text})`
  }
  if (field.type === 'duration') return `${valueText(field, value, width)} seconds`
  if (field.type === 'time' && display === 'dec')
    return epochText(...split(value as number | bigint)) + (typeof unit === 'string' ? unit : '')
  if (field.type === 'uint' || field.type === 'int') {
    const text = valueText(field, value, width)
    if (field.options.names) {
      const name = nameOf(field, Number(value))
      return display === 'none' ? (name ?? `Unknown (${text})`) : `${name ?? 'Unknown'} (${text})`
    }
    if (display === 'dec_hex')
      return `${text} (0x${Number(value)
        .toString(16)
        .padStart(width * 2, '0')})`
    if (display === 'hex_dec') return `${text} (${value.toString()})`
    return text + (typeof unit === 'function' ? unit(Number(value)) : (unit ?? ''))
  }
  if (field.type === 'bytes' && value instanceof Uint8Array) {
    if (value.length === 0) return '<MISSING>'
    return value.length > 36 ? hex(value, 0, 36) + '…' : hex(value, 0, value.length)
  }
  return valueText(field, value, width)
}

const boolText = (words: readonly [string, string] | undefined, value: number): string =>
  value ? (words?.[0] ?? 'True') : (words?.[1] ?? 'False')

/** The bits as they stand in the packet: the value may be more than they say (a header length, counted in bytes). */
function rawBits(o: Occurrence): number {
  const { field, records, index, bytes, origin } = o
  const length = records.length[index]!
  const computed = (records.flags[index]! & GENERATED) !== 0 || length === 0 || length > 6 || field.little
  return computed ? Number(valueOf(o)) * 2 ** field.shift : readUint(bytes, origin + records.start[index]!, length)
}

/** `.... ..1. = Syn: Set`. The pattern is as wide as the field that the bits stand in. */
function bitsLine(o: Occurrence, width: number): string {
  const { field, records, index } = o
  const value = valueOf(o)
  const digits = Math.max(1, Math.ceil(Math.log2(field.mask / 2 ** field.shift + 1) / 4))
  const { display, names } = field.options
  const text =
    field.type === 'uint' && (display === 'hex' || display === 'hex_dec') && !field.options.show
      ? names
        ? `${nameOf(field, Number(value)) ?? 'Unknown'} (${numberText(field, Number(value), widthOf(field, records, index), digits)})`
        : numberText(field, Number(value), widthOf(field, records, index), digits) +
          (display === 'hex_dec' ? ` (${value.toString()})` : '')
      : shownValue(field, value, widthOf(field, records, index), noNames)
  return `${bitPattern(field.mask, rawBits(o), width)}${field.label}: ${text}`
}

/** The bits of `mask` in a field of `width` bits, dots elsewhere, in groups of four, followed by ` = `. */
export function bitPattern(mask: number, raw: number, width: number): string {
  const narrow = width <= 32 && mask <= 0xffff_ffff
  const bitOf = (value: number, i: number): number => (narrow ? (value >>> i) & 1 : Math.floor(value / 2 ** i) % 2)
  let text = ''
  for (let i = width - 1; i >= 0; i--) {
    text += bitOf(mask, i) ? (bitOf(raw, i) ? '1' : '0') : '.'
    if (i % 4 === 0 && i) text += ' '
  }
  return text + ' = '
}
