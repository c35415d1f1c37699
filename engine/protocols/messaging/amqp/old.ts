/** AMQP 0-9-1: frames of methods, of what stands in front of a message, and of its bytes. */
import { bytes, expert, none, time, u16, u64, u8, u32 } from '../../../dissect/field'
import type { Field } from '../../../dissect/field'
import { FlowState, FrameFacts, memory } from '../../../dissect/memory'
import type { Packet } from '../../../dissect/packet'
import { limits } from '../../../limits'
import { utf8Text } from '../../../bytes/text'
import { unixTime } from '../../kit/time'
import { nextByMedia } from '../../web/media'
import { argumentFields, classes, flagFields, properties } from './methods'

const frames: Readonly<Record<number, string>> = {
  1: 'Method',
  2: 'Content header',
  3: 'Content body',
  8: 'Heartbeat',
}
const className = (n: number): string => classes[n]?.[0] ?? 'Unknown'

/** One table of fields, whose keys must differ. */
const prefixed = (prefix: string, fields: Readonly<Record<string, Field>>): Record<string, Field> =>
  Object.fromEntries(Object.entries(fields).map(([key, field]) => [`${prefix} ${key}`, field]))

export const oldFields = {
  type: u8('amqp.type', 'Type', { names: frames, help: 'What the frame carries.' }),
  channel: u16('amqp.channel', 'Channel', {
    help: 'Which of the conversations that share the connection; 0 is the connection itself.',
  }),
  length: u32('amqp.length', 'Length'),
  class: u16('amqp.method.class', 'Class', { names: className, help: 'What the method is about.' }),
  method: u16('amqp.method.method', 'Method', { help: 'What is asked or told, within its class.' }),
  list: none('amqp.method.arguments', 'Arguments'),
  ...prefixed('argument', argumentFields),
  ...prefixed('flag', flagFields),
  flagged: none('amqp.field', 'AMQP'),
  timestampValue: time('amqp.field.timestamp', '(timestamp)'),
  byteValue: bytes('amqp.field.byte_array', '(byte array)'),
  headerClass: u16('amqp.header.class', 'Class ID', { names: className }),
  weight: u16('amqp.header.weight', 'Weight'),
  bodySize: u64('amqp.header.body-size', 'Body size', { help: 'Bytes of the message, in the frames that follow.' }),
  flags: u16('amqp.header.property-flags', 'Property flags', { display: 'hex' }),
  properties: none('amqp.header.properties', 'Properties'),
  ...prefixed('property', properties),
  payload: bytes('amqp.payload', 'Payload', { help: 'Bytes of a message.' }),
  connectionError: expert('amqp.connection.error', 'warn', 'Response', 'Connection error'),
  channelError: expert('amqp.channel.error', 'warn', 'Response', 'Channel error'),
  undelivered: expert('amqp.message.undeliverable', 'warn', 'Response', 'Message was not delivered'),
  short: expert('amqp.field_short', 'error', 'Protocol', 'Field is cut off by the end of the field table'),
  badFrame: expert('amqp.unknown.frame_type', 'error', 'Protocol', 'Unknown frame type'),
  badClass: expert('amqp.unknown.method.class', 'error', 'Protocol', 'Unknown method class'),
  badMethod: expert('amqp.unknown.method.basic', 'error', 'Protocol', 'Unknown basic method'),
  badHeader: expert('amqp.unknown.header_class', 'error', 'Protocol', 'Unknown header class'),
  badLength: expert('amqp.bad_length', 'error', 'Malformed', 'Bad frame length'),
}

const f = oldFields
const END = 0xce
/** Bytes of a frame around its payload: type, channel, length, and the end mark. */
export const OLD_AROUND = 8

/** Content types of the messages under way, by channel; and of the body that a packet holds. */
const underWay = memory(() => new FlowState(() => new Map<number, string>()))
const bodies = memory(() => new FrameFacts<string>())

/** First pass: what type of content a later body has. */
export function noteOld(p: Packet): void {
  if (p.flow < 0 || p.quoted) return
  const type = p.peek(1)
  const channel = p.peek(2, 1)
  const types = p.recall(underWay).of(p.flow)
  if (type === 2 && p.left > 22 && p.peek(2, 19) & 0x8000) {
    const size = p.peek(1, 21)
    p.need(22 + size)
    if (types.size < limits.pairs) types.set(channel, utf8Text(p.bytes, p.at + 22, size).toLowerCase())
  } else if (type === 2) types.delete(channel)
  else if (type === 3 && types.get(channel)) p.recall(bodies).set(p.frame.number, types.get(channel)!, p.nth())
}

/** A frame, and what the row says of it. */
export function drawOld(p: Packet): void {
  const type = p.peek(1)
  const isKnown = frames[type] !== undefined
  if (isKnown) p.take(f.type)
  else p.skip(1)
  p.take(f.channel)
  const size = p.take(f.length)
  if (!isKnown) {
    p.note(f.badFrame, `Unknown frame type ${type}`)
    p.at = p.end
    return
  }
  p.need(size)
  p.part(size, () => {
    if (type === 1) method(p)
    else if (type === 2) header(p)
    else if (type === 3) body(p)
    else p.sayMore('Heartbeat ')
  })
  if (p.left && p.peek(1) !== END) p.note(f.badLength)
  p.at = p.end
}

function method(p: Packet): void {
  const id = p.take(f.class)
  const known = classes[id]
  if (!known) return void p.note(f.badClass, `Unknown method class ${id}`)
  const number = p.peek(2)
  const what = known[1][number]
  const row = p.add(f.method, p.at, 2, number)
  p.label(row, `Method: ${what?.name ?? 'Unknown'} (${number})`)
  p.skip(2)
  const was = p.open(p.add(f.list, p.at, p.left))
  if (!what) {
    p.close(was)
    return void p.note(f.badMethod, `Unknown ${known[0].toLowerCase()} method ${number}`)
  }
  p.sayMore(`${known[0]}.${what.name} `)
  for (const word of what.takes)
    if (typeof word === 'string') takeArgument(p, word, id, what.info[word])
    else takeFlags(p, word)
  p.close(was)
}

function takeFlags(p: Packet, words: readonly (keyof typeof flagFields)[]): void {
  const { at } = p
  const all = p.peek(1)
  p.skip(1)
  for (const [i, word] of words.entries()) {
    const isSet = (all >> i) & 1
    const row = p.add(flagFields[word], at, 1, isSet)
    const bits = [...'........']
    bits[7 - i] = String(isSet)
    p.label(
      row,
      `${bits.slice(0, 4).join('')} ${bits.slice(4).join('')} = ${flagFields[word].label}: ${isSet ? 'True' : 'False'}`,
    )
  }
}

/** Long texts have four bytes of length, short ones one. */
const LONG = new Set(['mechanisms', 'locales', 'response', 'challenge', 'channelId'])

function takeArgument(p: Packet, word: keyof typeof argumentFields, about: number, shown: string | undefined): void {
  const field = argumentFields[word]
  if (field.type === 'none') return takeTable(p, field)
  if (field.size) {
    const value = p.take(field)
    if (word === 'replyCode' && value !== 200) {
      const was = p.open(p.row(field))
      p.note(about === 10 ? f.connectionError : about === 20 ? f.channelError : f.undelivered)
      p.close(was)
    }
    return
  }
  const size = p.peek(LONG.has(word) ? 4 : 1)
  p.skip(LONG.has(word) ? 4 : 1)
  const at = p.take(field, size)
  if (shown && p.columns) p.sayMore(`${shown}=${utf8Text(p.bytes, at, size)} `)
}

function takeTable(p: Packet, field: Field): void {
  const size = p.peek(4)
  p.need(size + 4)
  const was = p.open(p.add(field, p.at, size + 4))
  p.skip(4)
  p.part(size, () => table(p, 0))
  p.close(was)
}

function table(p: Packet, deep: number): void {
  while (p.left) {
    const { at } = p
    const size = p.peek(1)
    if (size + 2 > p.left) return void isShort(p)
    const name = utf8Text(p.bytes, p.at + 1, size)
    p.skip(1 + size)
    if (!value(p, at, name, deep)) return
  }
}

function isShort(p: Packet): false {
  const was = p.open(p.text('Field is cut off by the end of the field table', p.at, p.left))
  p.note(f.short)
  p.close(was)
  p.at = p.end
  return false
}

/** Letters of types: what they are called, and how many bytes they have (0: a length of four bytes stands in front). */
const kinds: Readonly<Record<string, readonly [string, number]>> = {
  t: ['boolean', 1],
  b: ['byte', 1],
  B: ['unsigned byte', 1],
  s: ['short int', 2],
  u: ['short uint', 2],
  I: ['integer', 4],
  i: ['unsigned integer', 4],
  l: ['long int', 8],
  f: ['float', 4],
  d: ['double', 8],
  D: ['decimal', 5],
  T: ['timestamp', 8],
  V: ['void', -1],
  S: ['string', 0],
  F: ['field table', 0],
  A: ['array', 0],
  x: ['byte array', 0],
}

/** A value behind its name; whether it was whole. */
function value(p: Packet, at: number, name: string, deep: number): boolean {
  const letter = String.fromCharCode(p.peek(1))
  const kind = kinds[letter]
  if (!kind) return isShort(p)
  p.skip(1)
  if (p.left < Math.max(kind[1], kind[1] === 0 ? 4 : 0)) return isShort(p)
  const size = kind[1] === 0 ? p.peek(4) : Math.max(0, kind[1])
  if (kind[1] === 0) p.skip(4)
  if (p.left < size) return isShort(p)
  const title = `${name} (${kind[0]})`
  if (letter === 'F' || letter === 'A') {
    const was = p.open(labelled(p, at, size, title))
    p.part(size, () => {
      if (deep >= limits.nestedValues) p.at = p.end
      else if (letter === 'F') table(p, deep + 1)
      else for (let i = 0; p.left; i++) if (!value(p, p.at, `[${i}]`, deep + 1)) return
    })
    p.close(was)
    return true
  }
  if (letter === 'T') {
    p.add(f.timestampValue, p.at, 8, unixTime(p.bytes, p.at, 8))
  } else if (letter === 'x') p.add(f.byteValue, p.at, size)
  else labelled(p, at, size, `${title}: ${worded(p, letter, size)}`)
  p.skip(size)
  return true
}

function labelled(p: Packet, at: number, size: number, label: string): number {
  const row = p.add(f.flagged, at, p.at - at + size)
  p.label(row, label)
  return row
}

function worded(p: Packet, letter: string, size: number): string {
  const view = new DataView(p.bytes.buffer, p.bytes.byteOffset + p.at, size)
  switch (letter) {
    case 't':
      return view.getUint8(0) ? 'true' : 'false'
    case 'b':
      return String(view.getInt8(0))
    case 'B':
      return String(view.getUint8(0))
    case 's':
      return String(view.getInt16(0))
    case 'u':
      return String(view.getUint16(0))
    case 'I':
      return String(view.getInt32(0))
    case 'i':
      return String(view.getUint32(0))
    case 'l':
      return String(view.getBigInt64(0))
    case 'f':
      return view.getFloat32(0).toFixed(6)
    case 'd':
      return view.getFloat64(0).toFixed(6)
    case 'D':
      return (view.getInt32(1) / 10 ** view.getUint8(0)).toFixed(6)
    case 'S':
      return utf8Text(p.bytes, p.at, size)
    default:
      return ''
  }
}

function header(p: Packet): void {
  p.sayMore('Content-Header ')
  const id = p.take(f.headerClass)
  p.take(f.weight)
  p.take(f.bodySize)
  const flags = p.take(f.flags)
  const was = p.open(p.add(f.properties, p.at, p.left))
  if (id !== 60) p.note(f.badHeader, `Unknown header class ${id}`)
  else for (const [i, field] of Object.values(properties).entries()) if (flags & (0x8000 >> i)) takeProperty(p, field)
  p.close(was)
}

function takeProperty(p: Packet, field: Field): void {
  if (field.type === 'none') return takeTable(p, field)
  if (field.type === 'time') {
    p.need(8)
    p.add(field, p.at, 8, unixTime(p.bytes, p.at, 8))
    return p.skip(8)
  }
  if (field.size) return void p.take(field)
  const size = p.peek(1)
  p.skip(1)
  const at = p.take(field, size)
  if (field === properties.contentType && p.columns) p.sayMore(`type=${utf8Text(p.bytes, at, size)} `)
}

function body(p: Packet): void {
  p.sayMore('Content-Body ')
  p.add(f.payload, p.at, p.left)
  const type = p.recall(bodies).get(p.frame.number, p.nth())
  if (type && p.left) nextByMedia(p, type, '')
  p.at = p.end
}
