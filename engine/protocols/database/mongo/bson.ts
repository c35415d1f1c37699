/** BSON 1.1 (bsonspec.org): a document is its length, elements that each have a type, a name and a value, and a byte of zero. */
import { bool, bytes, double, expert, i32, i64, none, string, u16, u24, u8 } from '../../../dissect/field'
import type { Field } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import { limits } from '../../../limits'

const little = { little: true } as const
const types: Readonly<Record<number, string>> = {
  1: 'Double',
  2: 'String',
  3: 'Document',
  4: 'Array',
  5: 'Binary',
  6: 'Undefined',
  7: 'Object ID',
  8: 'Boolean',
  9: 'Datetime',
  10: 'NULL',
  11: 'Regular Expression',
  12: 'DBPointer',
  13: 'JavaScript Code',
  14: 'Symbol',
  15: 'JavaScript Code with Scope',
  16: 'Int32',
  17: 'Timestamp',
  18: 'Int64',
  255: 'Min Key',
  127: 'Max Key',
}

export const bsonFields = {
  document: none('mongo.document', 'Document'),
  documentLength: i32('mongo.document.length', 'Document length', little),
  empty: none('mongo.document.empty', 'Empty Document'),
  elements: none('mongo.elements', 'Elements'),
  name: string('mongo.element.name', 'Element', {
    zeroTerminated: true,
    help: 'The name of a value. The first one of a command is the command.',
  }),
  type: u8('mongo.element.type', 'Type', {
    display: 'hex_dec',
    names: types,
    show: (value) => `${types[value] ?? 'Unknown'} (0x${value.toString(16).padStart(2, '0')})`,
    help: 'What kind of value follows.',
  }),
  length: i32('mongo.element.length', 'Length', little),
  bool: bool('mongo.element.value.bool', 'Value'),
  int: i32('mongo.element.value.int', 'Value', { ...little, help: 'A number of 32 bits.' }),
  int64: i64('mongo.element.value.int64', 'Value', {
    ...little,
    help: 'A number of 64 bits; of a date, milliseconds since 1970.',
  }),
  double: double('mongo.element.value.double', 'Value', little),
  string: string('mongo.element.value.string', 'Value', { zeroTerminated: true, help: 'A text.' }),
  bytes: bytes('mongo.element.value.bytes', 'Value'),
  pattern: string('mongo.element.value.regex.pattern', 'Value', { zeroTerminated: true }),
  options: string('mongo.element.value.regex.options', 'Value', { zeroTerminated: true }),
  objectId: bytes('mongo.element.value.objectid', 'ObjectID', {
    help: 'Twelve bytes that name a document: when it was made, where, and a count.',
  }),
  objectTime: i32('mongo.element.value.objectid.time', 'ObjectID Time'),
  objectHost: u24('mongo.element.value.objectid.host', 'ObjectID Host', { display: 'hex', ...little }),
  objectMachine: bytes('mongo.element.value.objectid.machine_id', 'ObjectID Machine'),
  objectProcess: u16('mongo.element.value.objectid.pid', 'ObjectID PID', little),
  objectCount: u24('mongo.element.value.objectid.inc', 'ObjectID Inc'),
  pointer: bytes('mongo.element.value.db_ptr', 'ObjectID'),
  code: none('mongo.element.value.js_code', 'JavaScript code'),
  scope: none('mongo.element.value.js_scope', 'JavaScript scope'),
  tooDeep: expert('mongo.document.recursion_exceeded', 'error', 'Malformed', 'BSON document recursion exceeds'),
  badLength: expert('mongo.document.length.bad', 'error', 'Malformed', 'BSON document length bad'),
}
const f = bsonFields
const LEAST = 5

/** A document at the cursor, drawn as `field`; the cursor stands behind it afterwards. */
export function takeDocument(p: Packet, field: Field = f.document, deep = 0): void {
  p.need(4)
  const size = littleOf(p)
  const was = p.open(p.add(field, p.at, Math.max(4, size)))
  p.take(f.documentLength)
  if (size < LEAST) {
    p.note(f.badLength)
    p.need(-1)
  }
  p.need(size - 4)
  if (deep >= limits.nestedValues) p.note(f.tooDeep)
  if (size === LEAST || deep >= limits.nestedValues) {
    if (size === LEAST) p.add(f.empty, p.at, 1)
    p.skip(size - 4)
  } else
    p.part(size - 4, () => {
      const group = p.open(p.add(f.elements, p.at, p.left - 1))
      while (p.left > 1) takeElement(p, deep)
      p.close(group)
    })
  p.close(was)
}

const littleOf = (p: Packet): number => {
  const { bytes: b, at } = p
  return b[at]! | (b[at + 1]! << 8) | (b[at + 2]! << 16) | (b[at + 3]! << 24)
}

/** A text that ends with a zero, which is taken with it. */
export function takeZeroEnded(p: Packet, field: Field): number {
  const { at } = p
  const zero = p.bytes.indexOf(0, at)
  if (zero < 0 || zero >= p.end) p.need(p.left + 1)
  return p.take(field, zero - at + 1)
}

function takeElement(p: Packet, deep: number): void {
  const { at } = p
  const type = p.peek(1)
  p.skip(1)
  takeZeroEnded(p, f.name)
  const was = p.open(p.row(f.name))
  p.add(f.type, at, 1, type)
  takeValue(p, type, deep)
  p.close(was)
}

function takeValue(p: Packet, type: number, deep: number): void {
  switch (type) {
    case 1:
      return void p.take(f.double)
    case 2:
    case 13:
    case 14:
      return takeText(p)
    case 3:
    case 4:
      return takeDocument(p, f.document, deep + 1)
    case 5: {
      const size = takeLength(p)
      p.skip(1) // What the bytes are.
      return void p.take(f.bytes, size)
    }
    case 7:
      return takeObjectId(p)
    case 8:
      return void p.take(f.bool, 1)
    case 9:
    case 17:
    case 18:
      return void p.take(f.int64)
    case 11:
      takeZeroEnded(p, f.pattern)
      return void takeZeroEnded(p, f.options)
    case 12:
      takeText(p)
      return void p.take(f.pointer, 12)
    case 15: {
      takeLength(p)
      let was = p.open(p.add(f.code, p.at, 0))
      takeText(p)
      p.close(was, true)
      was = p.open(p.add(f.scope, p.at, 0))
      takeDocument(p, f.document, deep + 1)
      return p.close(was, true)
    }
    case 16:
      return void p.take(f.int)
    case 19:
      return void p.take(f.bytes, 16)
    case 6:
    case 10:
    case 127:
    case 255:
      return
    default:
      // Nobody knows how long the value is.
      p.at = p.end - 1
  }
}

function takeLength(p: Packet): number {
  p.need(4)
  const size = littleOf(p)
  p.take(f.length)
  p.need(size)
  return size
}

function takeText(p: Packet): void {
  const size = takeLength(p)
  if (size) p.take(f.string, size)
}

function takeObjectId(p: Packet): void {
  p.need(12)
  const was = p.open(p.add(f.objectId, p.at, 12))
  p.take(f.objectTime)
  const { at } = p
  const machine = p.open(p.add(f.objectMachine, at, 5))
  p.take(f.objectHost)
  p.take(f.objectProcess)
  p.close(machine)
  p.take(f.objectCount)
  p.close(was)
}
