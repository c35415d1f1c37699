/** The vocabulary of field declarations: what a field is called, how wide it is, how it reads. */

/** What kind of value a field holds; the words behind FT_… in Wireshark's field list. */
export type FieldType =
  | 'protocol'
  | 'none'
  | 'bool'
  | 'char'
  | 'uint'
  | 'int'
  | 'float'
  | 'double'
  | 'time'
  | 'duration'
  | 'string'
  | 'ether'
  | 'ipv4'
  | 'ipv6'
  | 'bytes'
  | 'guid'
  | 'oid'
  | 'framenum'

/** How a number is written. `hex` pads to the field's width. */
export type Display = 'dec' | 'hex' | 'oct' | 'dec_hex' | 'hex_dec' | 'none'

/** Labels of values: a plain table, or a function for ranges. Undefined means: no name known. */
export type Names = Readonly<Record<number, string>> | ((value: number) => string | undefined)

export type Severity = 'comment' | 'chat' | 'note' | 'warn' | 'error'
export type Group =
  | 'Checksum'
  | 'Sequence'
  | 'Response'
  | 'Request'
  | 'Undecoded'
  | 'Reassemble'
  | 'Malformed'
  | 'Debug'
  | 'Protocol'
  | 'Security'
  | 'Comments'
  | 'Decryption'
  | 'Assumption'
  | 'Deprecated'
  | 'Receive'
  | 'Interface'
  | 'Dissector bug'

export interface FieldOptions {
  display?: Display
  /** Value names. In the tree: `Label: name (value)`. For a bool: [text when false, text when true]. */
  names?: Names
  trueFalse?: readonly [whenTrue: string, whenFalse: string]
  /** Bits inside this field, in wire order. */
  of?: Record<string, Field>
  /** A hidden field that gets the same value and range: `ip.addr` beside `ip.src`. */
  also?: string
  /** Written after the value in the tree: ' seconds', ' bytes'. */
  unit?: string | ((value: number) => string)
  /** Everything behind `Label: ` in the tree, when the rules of the type are not enough. */
  show?: (value: number) => string
  /** Bytes that the value's type has (hexadecimal digits are twice that) when it is not the width of the field on the wire. */
  width?: number
  /** Bits that the pattern of a bit field shows, when fewer than the field that it stands in has (TCP's flags: 12 of 16). */
  patternBits?: number
  /** Bytes are in little-endian order. */
  little?: boolean
  /** One or two sentences for a person who reads this field for the first time: why it is there, what its values mean. */
  help?: string
  /** A field that is computed, not read: drawn in [brackets], and placed behind the header field of this key. */
  after?: string
  generated?: boolean
  hidden?: boolean
  /** A trailing zero belongs to the field and is not part of the text. */
  zeroTerminated?: boolean
  severity?: Severity
  group?: Group
}

/** One declared field. `id` is given by the registry, `offset` by the header that it stands in. */
export class Field {
  id = 0
  offset = -1
  /** Right shift that belongs to `mask`. */
  readonly shift: number
  protocol = ''
  /** One or two sentences about it: what it says (options), or the table of its protocol does. */
  help: string | undefined
  alsoField: Field | undefined
  readonly bits: readonly Field[]
  /** Bits have the order of the field that they stand in. */
  little: boolean
  /** The value is a number that a record can hold. */
  readonly numeric: boolean
  constructor(
    readonly name: string,
    readonly label: string,
    readonly type: FieldType,
    /** Bytes on the wire; 0 for a variable length. */
    readonly size: number,
    readonly options: FieldOptions = {},
    /** For bits: which of the parent's bits, counted in the parent's width. */
    readonly mask = 0,
  ) {
    this.shift = mask ? shiftOf(mask) : 0
    this.little = options.little ?? false
    this.help = options.help
    this.numeric = type === 'uint' || type === 'int' || type === 'bool' || type === 'char' || type === 'ipv4'
    this.bits = options.of ? Object.values(options.of) : NO_BITS
    if (this.little) for (const part of this.bits) part.little = true
  }
}

const NO_BITS: readonly Field[] = []

/** How many zero bits lie below the lowest set bit of `mask` (which may be wider than 32 bits). */
function shiftOf(mask: number): number {
  let shift = 0
  let rest = mask
  while (rest % 2 === 0) {
    rest /= 2
    shift++
  }
  return shift
}

type Options = FieldOptions
const make =
  (type: FieldType, size: number) =>
  (name: string, label: string, options?: Options): Field =>
    new Field(name, label, type, size, options)

export const u8 = make('uint', 1)
export const u16 = make('uint', 2)
export const u24 = make('uint', 3)
export const u32 = make('uint', 4)
export const u40 = make('uint', 5)
export const u48 = make('uint', 6)
export const u64 = make('uint', 8)
export const i8 = make('int', 1)
export const i16 = make('int', 2)
export const i32 = make('int', 4)
export const i64 = make('int', 8)
export const bool8 = make('bool', 1)
export const bool = make('bool', 0)
export const float = make('float', 4)
export const double = make('double', 8)
export const ether = make('ether', 6)
export const ipv4 = make('ipv4', 4)
export const ipv6 = make('ipv6', 16)
export const guid = make('guid', 16)
export const char = make('char', 1)
/** Variable length. */
export const bytes = make('bytes', 0)
export const string = make('string', 0)
export const oid = make('oid', 0)
/** A row without a value: a group, a flag, a place in the tree. */
export const none = make('none', 0)
/** An unsigned number whose width is said when it is taken. */
export const uint = make('uint', 0)
/** A number of another packet in this capture. */
export const framenum = make('framenum', 0)
/** A length of time in seconds (value: seconds with nanoseconds as a fraction, see Packet.setTime). */
export const duration = make('duration', 0)
/** A point in time. */
export const time = make('time', 0)

/** Bytes of a fixed length. */
export const bytesOf = (name: string, label: string, size: number, options?: Options): Field =>
  new Field(name, label, 'bytes', size, options)

/** One flag inside the field that lists it under `of`. */
export const bit = (name: string, label: string, mask: number, options?: Options): Field =>
  new Field(name, label, 'bool', 0, options, mask)

/** A number inside the field that lists it under `of`. */
export const bits = (name: string, label: string, mask: number, options?: Options): Field =>
  new Field(name, label, 'uint', 0, options, mask)

/** Expert information: a statement about the packet, with a level and a group. The label is the message. */
export const expert = (name: string, severity: Severity, group: Group, label: string, options?: Options): Field =>
  new Field(name, label, 'none', 0, { ...options, severity, group, generated: true })

/**
 * A header field without a name of its own: bytes of which only the bits in them are fields, each a line of its own
 * (the version and header length of IPv4). Header tables only.
 */
export const packed = (size: number, of: Record<string, Field>): Field => new Field('', '', 'uint', size, { of })
