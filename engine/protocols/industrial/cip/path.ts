/** Paths of CIP (ODVA CIP volume 1, appendix C): segments that lead to a class, an instance, an attribute, or a tag by its name. */
import { bits, string, u16, u32, u8 } from '../../../dissect/field'
import { memory } from '../../../dissect/memory'
import type { Packet } from '../../../dissect/packet'
import { utf8Text } from '../../../bytes/text'

const little = { little: true } as const

export const classes: Readonly<Record<number, string>> = {
  0x01: 'Identity',
  0x02: 'Message Router',
  0x03: 'DeviceNet',
  0x04: 'Assembly',
  0x05: 'Connection',
  0x06: 'Connection Manager',
  0x07: 'Register',
  0x08: 'Discrete Input Point',
  0x09: 'Discrete Output Point',
  0x0a: 'Analog Input Point',
  0x0b: 'Analog Output Point',
  0x0f: 'Parameter',
  0x37: 'File',
  0x66: 'Module',
  0x67: 'PCCC Class',
  0x6b: 'Symbol',
  0x6c: 'Template',
  0xf4: 'Port',
  0xf5: 'TCP/IP Interface',
  0xf6: 'Ethernet Link',
}
/** What a class is called in rows: its name, or `Class (0x72)`. */
export const className = (n: number): string => classes[n] ?? `Class (0x${n.toString(16).padStart(2, '0')})`

const kinds = {
  0: 'Port Segment',
  1: 'Logical Segment',
  2: 'Network Segment',
  3: 'Symbolic Segment',
  4: 'Data Segment',
}
const logical = {
  0: 'Class ID',
  1: 'Instance ID',
  2: 'Member ID',
  3: 'Connection Point',
  4: 'Attribute ID',
  5: 'Special',
  6: 'Service ID',
  7: 'Extended Logical',
}
const formats = { 0: '8-bit Logical Segment', 1: '16-bit Logical Segment', 2: '32-bit Logical Segment' }
const short = ['Class', 'Instance', 'Member', 'Connection Point', 'Attribute']
/** What a name stands for that the tree has no number for. */
const unknown = (): string => 'Unknown'

export const pathFields = {
  path: string('cip.epath', 'EPath'),
  size: u8('cip.request_path_size', 'Request Path Size', { unit: ' words' }),
  segment: u8('cip.path_segment', 'Path Segment', { display: 'hex' }),
  type: bits('cip.path_segment.type', 'Path Segment Type', 0xe0, { names: kinds }),
  logical: bits('cip.logical_segment.type', 'Logical Segment Type', 0x1c, { names: logical }),
  format: bits('cip.logical_segment.format', 'Logical Segment Format', 0x03, { names: formats }),
  class: u32('cip.class', 'Class', { display: 'hex', names: (n) => classes[n] ?? unknown() }),
  instance: u32('cip.instance', 'Instance', { display: 'hex', help: 'Which of the objects of the class.' }),
  member: u32('cip.member', 'Member', { display: 'hex' }),
  point: u32('cip.connpoint', 'Connection Point', { display: 'hex' }),
  attribute: u32('cip.attribute', 'Attribute', { display: 'hex', help: 'Which property of the object.' }),
  dataType: bits('cip.data_segment.type', 'Data Segment Type', 0x1f, {
    names: { 0: 'Simple Data Segment', 17: 'ANSI Extended Symbol Segment' },
  }),
  dataSize: u8('cip.data_segment.size', 'Data Size'),
  symbol: string('cip.symbol', 'Symbol', { help: 'The name of a tag.' }),
  extended: bits('cip.ex_linkaddress', 'Extended Link Address', 0x10, { names: { 0: 'False', 1: 'True' } }),
  port: bits('cip.port', 'Port', 0x0f),
  link: u8('cip.linkaddress.byte', 'Link Address'),
  reserved: u16('cip.reserved', 'Reserved', { ...little, display: 'hex' }),
}
const f = pathFields
const places = [f.class, f.instance, f.member, f.point, f.attribute]

/** The class that a response answers to, told by who carries it; −1 when not known. */
export const asked = memory(() => ({ class: -1 }))

/** The class in the path of a request at `at`; −1 when there is none. */
export function classAt(p: Packet, at: number): number {
  if (at + 4 > p.end) return -1
  const { bytes } = p
  if (bytes[at]! & 0x80) return -1
  if (bytes[at + 2] === 0x20) return bytes[at + 3]!
  return bytes[at + 2] === 0x21 && at + 6 <= p.end ? bytes[at + 4]! + 256 * bytes[at + 5]! : -1
}

/** Draws the path of `length` bytes at the cursor under a line of its own (`title`). Returns the class, −1 for none, and the symbol. */
export function drawPath(p: Packet, length: number, title: string): { class: number; symbol: string } {
  p.need(length)
  const start = p.at
  const stop = start + length
  const found = { class: -1, symbol: '' }
  const words: string[] = []
  const row = p.add(f.path, start, length, '')
  const was = p.open(row)
  while (p.at < stop) drawSegment(p, stop, found, words)
  p.close(was)
  const whole = words.join(', ')
  if (row >= 0) p.records.extra.set(row, whole)
  p.label(row, `${title}: ${whole}`)
  p.at = stop
  return found
}

function drawSegment(p: Packet, stop: number, found: { class: number; symbol: string }, words: string[]): void {
  const byte = p.peek(1)
  const { at } = p
  const row = p.add(f.segment, at, 1, byte)
  const was = p.open(row)
  p.add(f.type, at, 1, byte >>> 5)
  p.skip(1)
  if (byte >>> 5 === 1) drawLogical(p, byte, row, found, words)
  else if (byte === 0x91) {
    p.label(row, `Path Segment: 0x91 (Extended Symbol Segment)`)
    p.add(f.dataType, at, 1, 17)
    const size = p.take(f.dataSize)
    const from = p.take(f.symbol, size)
    found.symbol = utf8Text(p.bytes, from, size)
    words.push(found.symbol)
    if (size & 1 && p.at < stop) p.skip(1)
  } else if (byte >>> 5 === 0 && !(byte & 0x10)) {
    p.label(row, `Path Segment: 0x${hex(byte)} (Port Segment)`)
    p.add(f.extended, at, 1, 0)
    p.add(f.port, at, 1, byte & 15)
    const link = p.take(f.link)
    words.push(`Port: ${(byte & 15) === 1 ? 'Backplane' : byte & 15}, Address: ${link}`)
  } else p.at = stop
  p.close(was)
}

function drawLogical(p: Packet, byte: number, row: number, found: { class: number }, words: string[]): void {
  const kind = (byte >>> 2) & 7
  const format = byte & 3
  p.add(f.logical, p.at - 1, 1, kind)
  p.add(f.format, p.at - 1, 1, format)
  if (format) p.skip(1)
  const size = format === 0 ? 1 : format === 1 ? 2 : 4
  let value = 0
  for (let i = 0; i < size; i++) value += p.peek(1, i) * 256 ** i
  const field = places[kind]
  const name: string = short[kind] ?? logical[kind as keyof typeof logical]
  const shown = `0x${value
    .toString(16)
    .padStart(2 * size, '0')
    .toUpperCase()}`
  p.label(row, `Path Segment: 0x${hex(byte)} (${8 * size}-Bit ${name} Segment)`)
  if (field) {
    const line = p.add(field, p.at, size, value)
    if (kind === 0) p.label(line, `Class: ${classes[value] ?? 'Unknown'} (0x${shown.slice(2).toLowerCase()})`)
    else p.label(line, `${field.label}: ${shown}`)
  }
  if (kind === 0) found.class = value
  words.push((kind === 0 && classes[value]) || `${name}: ${shown}`)
  p.skip(size)
}
const hex = (n: number): string => n.toString(16).padStart(2, '0')
