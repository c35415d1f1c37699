/** Literals to values: the type of the other side says what a text means. Complaints are in Wireshark's words. */
import type { Field } from '../dissect/field'
import type { Range } from './ast'
import { stringBytes } from './quoted'
import { parseDuration, parseTime, specialNumber } from './times'
import { looksLikeIpv6, refuse } from './tokens'
import { typeName } from './types'
import type { Type } from './types'
import type { Value } from './values'

export interface Literal {
  value: Value
  /** Of an address prefix: how many bits count. */
  bits?: number
  /** A name that several values have: only equality makes sense. */
  others?: number[]
}

/** What a literal looks like, which decides how much of it is taken on trust. */
export type Written = 'word' | 'string' | 'char'

/** Reads a literal for a type. `name` is the field it is compared with. `partial`: for `contains`, a part of an address is enough. */
export function readLiteral(
  text: string,
  written: Written,
  type: Type,
  range: Range,
  name = '',
  partial = false,
): Literal {
  if (written === 'char') return fromChar(text.charCodeAt(0), type, range)
  if (written === 'string') return fromString(text, type, range, name)
  switch (type.class) {
    case 'uint':
    case 'int':
      return integerOrName(text, type, range, name)
    case 'bool':
      return truth(text, type, range, name)
    case 'float': {
      const value = specialNumber(text) ?? parseFloat64(text)
      if (value === undefined) return refuse('literal', `"${text}" is not a valid number.`, range)
      return { value }
    }
    case 'duration': {
      const value = parseDuration(text)
      if (value === undefined)
        return refuse('literal', `"${text}" is not a valid time.`, range, 'Write seconds, such as 0.25.')
      return { value }
    }
    case 'time': {
      const value = parseTime(text)
      return typeof value === 'object' ? refuse('literal', value.problem, range) : { value }
    }
    case 'string':
      return { value: text }
    case 'ether':
      return ether(text, range, partial)
    case 'bytes':
      if (type.kind === 'oid' && /^\d+(\.\d+)+$/.test(text)) return { value: oid(text) }
      return { value: byteString(text, range) }
    case 'protocol':
      return { value: byteString(text, range) }
    case 'guid':
      if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) && !partial)
        return refuse('literal', `"${text}" is not a valid GUID.`, range)
      return { value: byteString(text, range) }
    case 'ipv4':
      return ipv4(text, range)
    case 'ipv6':
      return ipv6(text, range)
    case 'none':
    case 'unknown':
      return { value: text }
  }
}

function fromString(text: string, type: Type, range: Range, name: string): Literal {
  switch (type.class) {
    case 'string':
    case 'unknown':
      return { value: text }
    case 'bytes':
    case 'protocol':
      return { value: stringBytes(text) }
    case 'time': {
      const value = parseTime(text)
      return typeof value === 'object' ? refuse('literal', value.problem, range) : { value }
    }
    case 'uint':
    case 'int':
    case 'bool':
      if (type.field && named(type)) return byName(text, type.field, range, name)
      break
    default:
  }
  return refuse('literal', `${typeName(type)} cannot be converted from a string ("${text}").`, range)
}

const named = (type: Type): boolean =>
  type.field !== undefined &&
  (type.class === 'bool' || type.field.options.names !== undefined || type.field.name.startsWith('_ws.expert.'))

function fromChar(code: number, type: Type, range: Range): Literal {
  switch (type.class) {
    case 'uint':
    case 'int':
    case 'bool':
    case 'float':
      return { value: code }
    case 'string':
      return { value: String.fromCharCode(code) }
    case 'bytes':
    case 'protocol':
    case 'ether':
    case 'unknown':
      return { value: Uint8Array.of(code) }
    default:
      return refuse('literal', `${typeName(type)} cannot be converted from a character constant.`, range)
  }
}

/** A whole number in decimal, octal (0…), hexadecimal (0x…) or binary (0b…); undefined when the text is none. */
export function parseInteger(text: string): bigint | undefined {
  const found = /^([+-]?)(0[xX][0-9A-Fa-f]+|0[bB][01]+|0[0-7]*|[1-9]\d*)$/.exec(text)
  if (!found) return undefined
  const digits = found[2]!
  const size = /^0[0-7]+$/.test(digits) ? BigInt('0o' + digits.slice(1)) : BigInt(digits)
  return found[1] === '-' ? -size : size
}

function integerOrName(text: string, type: Type, range: Range, name: string): Literal {
  const value = parseInteger(text)
  if (value === undefined) {
    if (type.field && named(type)) return byName(text, type.field, range, name)
    return refuse('literal', `"${text}" is not a valid number.`, range)
  }
  const bits = BigInt(8 * type.width)
  const size = value < 0n ? -value : value
  if (size >= 1n << 64n) return refuse('literal', `"${text}" causes an integer overflow.`, range)
  const most = type.class === 'uint' ? (1n << bits) - 1n : (1n << (bits - 1n)) - 1n
  if (size > most + (type.class === 'int' && value < 0n ? 1n : 0n))
    return refuse('literal', `"${text.replace(/^-/, '')}" too big for this field, maximum ${most}.`, range)
  return { value: exact(value) }
}

export const exact = (v: bigint): number | bigint =>
  v <= 9_007_199_254_740_991n && v >= -9_007_199_254_740_991n ? Number(v) : v

function truth(text: string, type: Type, range: Range, name: string): Literal {
  if (/^true$/i.test(text)) return { value: 1 }
  if (/^false$/i.test(text)) return { value: 0 }
  const value = parseInteger(text)
  if (value !== undefined) return { value: value === 0n ? 0 : 1 }
  return byName(text, type.field, range, name)
}

function parseFloat64(text: string): number | undefined {
  if (/^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(text)) return Number(text)
  const hex = /^([+-]?)0x([0-9a-f]+)(?:\.([0-9a-f]*))?(?:p([+-]?\d+))?$/i.exec(text)
  if (!hex) return undefined
  const [, sign, whole = '', part = '', power = '0'] = hex
  const size = (parseInt(whole + part, 16) / 16 ** part.length) * 2 ** Number(power)
  return sign === '-' ? -size : size
}

// ── Names of values ──────────────────────────────────────────────────────────────────────────────────────────────────

const reversed = new WeakMap<Field, Map<string, number[]>>()

/** Names that a field gives its values, in lower case, with the values. */
function valuesByName(field: Field): Map<string, number[]> {
  let map = reversed.get(field)
  if (map) return map
  map = new Map()
  const add = (text: string | undefined, value: number): void => {
    if (text === undefined) return
    const key = text.toLowerCase()
    const known = map!.get(key)
    if (!known) map!.set(key, [value])
    else if (!known.includes(value)) known.push(value)
  }
  for (const [value, text] of valueNames(field)) add(text, value)
  reversed.set(field, map)
  return map
}

/** Pairs of value and name. Where the names are computed, those of the first 65,536 values. */
export function* valueNames(field: Field): Generator<[value: number, name: string]> {
  const { names, trueFalse, show } = field.options
  if (field.type === 'bool') {
    yield [1, trueFalse?.[0] ?? 'True']
    yield [0, trueFalse?.[1] ?? 'False']
  } else if (typeof names === 'function') {
    const most = field.size === 1 ? 256 : 65536
    for (let v = 0; v < most; v++) {
      const text = names(v)
      if (text !== undefined) yield [v, text]
    }
  } else if (names) for (const [value, text] of Object.entries(names)) yield [Number(value), text]
  else if (show && field.name === '_ws.expert.group')
    for (let v = 1; v < 18; v++) {
      const text = show(v * 0x1000000)
      if (!/^\d/.test(text)) yield [v * 0x1000000, text]
    }
}

function byName(text: string, field: Field | undefined, range: Range, name: string): Literal {
  const values = field && valuesByName(field).get(text.toLowerCase())
  if (!values)
    return refuse('literal', `"${text}" cannot be found among the possible values for ${name || field?.name}.`, range)
  return values.length === 1 ? { value: values[0]! } : { value: values[0]!, others: values }
}

// ── Bytes and addresses ──────────────────────────────────────────────────────────────────────────────────────────────

/** Bytes with `:`, `-`, `.` or nothing between them; undefined when the text is none. */
export function parseBytes(text: string): Uint8Array | undefined {
  if (/^[0-9a-f]{2}:$/i.test(text)) return Uint8Array.of(parseInt(text.slice(0, 2), 16))
  if (/^0x[0-9a-f]{1,2}$/i.test(text)) return Uint8Array.of(parseInt(text.slice(2), 16))
  const apart = /^[0-9a-f]{1,2}(\.[0-9a-f]{1,2})+$/i.test(text)
  if (apart) return Uint8Array.from(text.split('.'), (d) => parseInt(d, 16))
  const plain =
    // An odd digit at the end is a byte of its own.
    /^[0-9a-f]+$/i.test(text) ||
    /^[0-9a-f]{2}(:[0-9a-f]{2})+$/i.test(text) ||
    /^[0-9a-f]{2}(-[0-9a-f]{2})+$/i.test(text) ||
    /^[0-9a-f]{4}(\.[0-9a-f]{4})+$/i.test(text) ||
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
  if (!plain) return undefined
  return Uint8Array.from(text.replace(/[:.-]/g, '').match(/..?/g)!, (pair) => parseInt(pair, 16))
}

function byteString(text: string, range: Range): Uint8Array {
  return parseBytes(text) ?? refuse('literal', `"${text}" is not a valid byte string.`, range)
}

function ether(text: string, range: Range, partial: boolean): Literal {
  const value = parseBytes(text)
  if (!value) return refuse('literal', `"${text}" is not a valid Ethernet address.`, range)
  if (!partial && value.length !== 6)
    refuse(
      'literal',
      `"${text}" contains too ${value.length < 6 ? 'few' : 'many'} bytes to be a valid Ethernet address.`,
      range,
    )
  return { value }
}

function oid(text: string): Uint8Array {
  const [first = 0, second = 0, ...more] = text.split('.').map(Number)
  const groups = (n: number): number[] => {
    const out = [n % 128]
    for (let v = Math.floor(n / 128); v > 0; v = Math.floor(v / 128)) out.unshift((v % 128) + 128)
    return out
  }
  return Uint8Array.from([first * 40 + second, ...more].flatMap(groups))
}

function ipv4(text: string, range: Range): Literal {
  const [address = '', prefix] = text.split('/')
  const parts = address.split('.')
  if (parts.length !== 4 || !parts.every((p) => /^\d{1,3}$/.test(p) && Number(p) < 256))
    return refuse(
      'literal',
      `"${text}" is not a valid hostname or IPv4 address.`,
      range,
      'Names are not looked up: write the address.',
    )
  const value = parts.reduce((sum, p) => sum * 256 + Number(p), 0)
  if (prefix === undefined) return { value }
  const bits = Number(prefix)
  if (!(bits <= 32)) refuse('literal', `Netmask bits in a CIDR IPv4 address should be <= 32, not ${prefix}`, range)
  return { value, bits }
}

function ipv6(text: string, range: Range): Literal {
  const [address = '', prefix] = text.split('/')
  if (!looksLikeIpv6(address)) return refuse('literal', `"${text}" is not a valid hostname or IPv6 address.`, range)
  const value = ipv6Bytes(address)
  if (prefix === undefined) return { value }
  const bits = Number(prefix)
  if (!(bits <= 128)) refuse('literal', `Prefix in a IPv6 address should be <= 128, not ${prefix}`, range)
  return { value, bits }
}

function ipv6Bytes(text: string): Uint8Array {
  const dotted = /(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text)
  const plain = dotted
    ? text.slice(0, dotted.index) +
      `${(Number(dotted[1]) * 256 + Number(dotted[2])).toString(16)}:${(Number(dotted[3]) * 256 + Number(dotted[4])).toString(16)}`
    : text
  const [head = '', tail] = plain.split('::')
  const groups = (part: string): number[] => (part ? part.split(':').map((g) => parseInt(g, 16)) : [])
  const first = groups(head)
  const last = tail === undefined ? [] : groups(tail)
  const all = [...first, ...Array<number>(8 - first.length - last.length).fill(0), ...last]
  return Uint8Array.from(all.flatMap((g) => [g >> 8, g & 255]))
}
