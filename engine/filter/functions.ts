/** The functions of the filter language: one entry each, {check, evaluate}. Wireshark's own, and those of its ip-address plug-in. */
import { ether, ipv4, ipv6 } from '../bytes/read'
import type { Range } from './ast'
import { multicast, linkLocal, privateUse, special, uniqueLocal } from './special-addresses'
import { refuse } from './tokens'
import type { TypedEntity } from './typed'
import { COUNT, hasNames, isInteger, STRING, TRUTH, typeCode } from './types'
import type { Type } from './types'
import { asBytes, byNumber, byText } from './values'
import type { Value } from './values'
import { nameOfValue } from './value-names'

export interface FilterFunction {
  name: string
  /** One sentence: what it gives. */
  help: string
  /** How the arguments are written. */
  usage: string
  least: number
  most: number
  /** Refuses arguments of a wrong kind; gives the type of the result. */
  check(args: readonly TypedEntity[], range: Range): Type
  /** All values of every argument, to the values of the result. */
  evaluate(args: readonly (readonly Value[])[], of: readonly TypedEntity[]): Value[]
}

const label = (e: TypedEntity): string =>
  e.kind === 'field' ? e.field.name : e.kind === 'constant' ? e.text : e.kind === 'undecoded' ? e.name : 'expression'
const isConstant = (e: TypedEntity): boolean => e.kind === 'constant'
const fields = (name: string, args: readonly TypedEntity[], range: Range): void => {
  if (args.some(isConstant)) refuse('function', `Only fields can be used as parameter for ${name}()`, range)
}
const text = (name: string, args: readonly TypedEntity[], range: Range): Type => {
  const wrong = args.find((a) => !['string', 'unknown'].includes(a.type.class) || isConstant(a))
  if (wrong) refuse('function', `Only string type fields can be used as parameter for ${name}()`, range)
  return STRING
}
const unsigned = (name: string, [a]: readonly TypedEntity[], range: Range): Type => {
  if (a!.type.class !== 'uint' && a!.type.class !== 'unknown')
    refuse('function', `Only unsigned integer fields can be used as parameter for ${name}()`, range)
  return STRING
}
const same = (name: string, args: readonly TypedEntity[], range: Range): Type => {
  const first = args.find((a) => a.type.class !== 'unknown')?.type ?? args[0]!.type
  for (const { type } of args)
    if (type.class !== 'unknown' && typeCode(type) !== typeCode(first))
      refuse(
        'function',
        `Arguments to '${name}' must have the same type (expected ${typeCode(first)}, got ${typeCode(type)})`,
        range,
      )
  if (['none', 'protocol', 'bool'].includes(first.class))
    refuse('function', `'${label(args[0]!)}' is not a valid argument to '${name}'()`, range)
  return first
}
const extreme =
  (sign: 1 | -1) =>
  (args: readonly (readonly Value[])[]): Value[] => {
    let best: Value | undefined
    for (const values of args)
      for (const v of values) {
        const order =
          best === undefined ? 1 : typeof v === 'object' || typeof v === 'string' ? byText(v, best) : byNumber(v, best)
        if (order * sign > 0 || best === undefined) best = v
      }
    return best === undefined ? [] : [best]
  }
const numeric = (name: string, [a]: readonly TypedEntity[], range: Range): Type => {
  if (!isInteger(a!.type) && !['float', 'duration', 'unknown'].includes(a!.type.class))
    refuse('function', `'${label(a!)}' is not a valid argument to '${name}'()`, range)
  return a!.type
}
const real = (name: string, width: 4 | 8) => ({
  check: (args: readonly TypedEntity[], range: Range): Type => {
    numeric(name, args, range)
    return width === 4 ? { class: 'float', width, kind: 'single' } : { class: 'float', width }
  },
  evaluate: ([values]: readonly (readonly Value[])[], [a]: readonly TypedEntity[]): Value[] =>
    values!.map((v) => {
      const n = a!.type.class === 'duration' ? Number(v) / 1e9 : Number(v)
      return width === 4 ? Math.fround(n) : n
    }),
})
const address = (name: string, kinds: readonly string[], words: string, result: Type) => ({
  least: 1,
  most: 1,
  check: ([a]: readonly TypedEntity[], range: Range): Type => {
    if (![...kinds, 'unknown'].includes(a!.type.class))
      refuse('function', `Only ${words} fields can be used as parameter for ${name}()`, range)
    return result
  },
})
const addressTest = (
  name: string,
  kinds: readonly string[],
  words: string,
  help: string,
  test: (v: Value) => boolean,
): FilterFunction => ({
  name,
  help,
  usage: 'address',
  ...address(name, kinds, words, TRUTH),
  evaluate: ([values]) => values!.map((v) => (test(v) ? 1 : 0)),
})

/** `string()`: what the value looks like, whole numbers in decimal. */
function stringOf(value: Value, type: Type): string {
  switch (type.class) {
    case 'ipv4':
      return ipv4(Uint8Array.of(...u32Bytes(value as number)), 0)
    case 'ipv6':
      return ipv6(asBytes(value), 0)
    case 'ether':
      return ether(asBytes(value), 0)
    default:
      return String(value)
  }
}
const u32Bytes = (v: number): number[] => [v >>> 24, (v >>> 16) & 255, (v >>> 8) & 255, v & 255]
const STRINGABLE: readonly string[] = ['uint', 'int', 'float', 'ipv4', 'ipv6', 'ether', 'unknown']
const NUMBERS: readonly string[] = ['uint', 'int', 'bool', 'float', 'duration', 'time']
const EITHER = ['ipv4', 'ipv6'] as const

/** The length of one value in bytes. */
const lengthOf = (v: Value, type: Type): number =>
  NUMBERS.includes(type.class) ? type.width : type.class === 'ipv4' ? 4 : asBytes(v).length

const list: readonly FilterFunction[] = [
  {
    name: 'upper',
    help: 'The text in capital letters.',
    usage: 'text',
    least: 1,
    most: 1,
    check: (args, range) => text('upper', args, range),
    evaluate: ([values]) => values!.map((v) => String(v).replace(/[a-z]/g, (c) => c.toUpperCase())),
  },
  {
    name: 'lower',
    help: 'The text in small letters.',
    usage: 'text',
    least: 1,
    most: 1,
    check: (args, range) => text('lower', args, range),
    evaluate: ([values]) => values!.map((v) => String(v).replace(/[A-Z]/g, (c) => c.toLowerCase())),
  },
  {
    name: 'len',
    help: 'How many bytes the value has.',
    usage: 'field',
    least: 1,
    most: 1,
    check: (args, range) => (fields('len', args, range), COUNT),
    evaluate: ([values], [a]) => values!.map((v) => lengthOf(v, a!.type)),
  },
  {
    name: 'count',
    help: 'How often the field occurs in the packet.',
    usage: 'field',
    least: 1,
    most: 1,
    check: (args, range) => {
      if (args[0]!.kind !== 'field' && args[0]!.kind !== 'undecoded' && args[0]!.kind !== 'column')
        refuse('function', 'Only fields can be used as parameter for count()', range)
      return COUNT
    },
    evaluate: ([values]) => (values!.length ? [values!.length] : []),
  },
  {
    name: 'string',
    help: 'A number or an address as text.',
    usage: 'field',
    least: 1,
    most: 1,
    check: (args, range) => {
      fields('string', args, range)
      if (!STRINGABLE.includes(args[0]!.type.class))
        refuse('function', `String conversion for field "${label(args[0]!)}" is not supported`, range)
      return STRING
    },
    evaluate: ([values], [a]) => values!.map((v) => stringOf(v, a!.type)),
  },
  {
    name: 'vals',
    help: 'The name of the value, where the field has names for its values.',
    usage: 'field',
    least: 1,
    most: 1,
    check: ([a], range) => {
      if (a!.type.class !== 'unknown' && !hasNames(a!.type))
        refuse('function', `Field "${label(a!)}" has no value strings, so vals() cannot be used with it`, range)
      return STRING
    },
    evaluate: ([values], [a]) => values!.flatMap((v) => nameOfValue(a!.type, v) ?? []),
  },
  {
    name: 'dec',
    help: 'An unsigned number in decimal.',
    usage: 'field',
    least: 1,
    most: 1,
    check: (args, range) => unsigned('dec', args, range),
    evaluate: ([values]) => values!.map((v) => v.toString()),
  },
  {
    name: 'hex',
    help: 'An unsigned number in hexadecimal, with 0x.',
    usage: 'field',
    least: 1,
    most: 1,
    check: (args, range) => unsigned('hex', args, range),
    evaluate: ([values], [a]) => values!.map((v) => '0x' + (v as number).toString(16).padStart(2 * a!.type.width, '0')),
  },
  { name: 'float', help: 'The number in single precision.', usage: 'field', least: 1, most: 1, ...real('float', 4) },
  { name: 'double', help: 'The number in double precision.', usage: 'field', least: 1, most: 1, ...real('double', 8) },
  {
    name: 'max',
    help: 'The largest of all values.',
    usage: 'value, …',
    least: 1,
    most: Infinity,
    check: (args, range) => same('max', args, range),
    evaluate: extreme(1),
  },
  {
    name: 'min',
    help: 'The smallest of all values.',
    usage: 'value, …',
    least: 1,
    most: Infinity,
    check: (args, range) => same('min', args, range),
    evaluate: extreme(-1),
  },
  {
    name: 'abs',
    help: 'The number without its sign.',
    usage: 'number',
    least: 1,
    most: 1,
    check: (args, range) => numeric('abs', args, range),
    evaluate: ([values]) => values!.map((v) => ((v as number) < 0 ? -(v as number) : v)),
  },
  {
    name: 'ip_special_name',
    help: 'Name of the special-purpose block that the address lies in.',
    usage: 'address',
    ...address('ip_special_name', EITHER, 'IP address', STRING),
    evaluate: ([values]) => values!.flatMap((v) => special(v)?.name ?? []),
  },
  {
    name: 'ip_special_mask',
    help: 'Flags of the special-purpose block: 16 source, 8 destination, 4 forwardable, 2 globally reachable, 1 reserved by protocol.',
    usage: 'address',
    ...address('ip_special_mask', EITHER, 'IP address', COUNT),
    evaluate: ([values]) => values!.flatMap((v) => special(v)?.mask ?? []),
  },
  addressTest('ip_linklocal', EITHER, 'IP address', 'True for a link-local address.', linkLocal),
  addressTest('ip_multicast', EITHER, 'IP address', 'True for a multicast address.', multicast),
  addressTest('ip_rfc1918', ['ipv4'], 'IPv4 address', 'True for a private IPv4 address (RFC 1918).', privateUse),
  addressTest('ip_ula', ['ipv6'], 'IPv6 address', 'True for a unique local IPv6 address (RFC 4193).', uniqueLocal),
]

export const functions: ReadonlyMap<string, FilterFunction> = new Map(list.map((f) => [f.name, f]))
