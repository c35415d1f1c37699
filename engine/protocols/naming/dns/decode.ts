/**
 * The DNS message (RFC 1035, 4): twelve bytes of header, then questions and three lists of records. Multicast DNS (RFC 6762) and LLMNR
 * (RFC 4795) use the same shape with other meanings of a few bits.
 *
 *   +-------------------+--+--------+--+--+--+--+--+--+--+----------+
 *   |        id         |QR| opcode |AA|TC|RD|RA| Z|AD|CD|  rcode   |
 *   +-------------------+--+--------+--+--+--+--+--+--+--+----------+
 *   |     questions     |               answers                     |
 *   +-------------------+-------------------------------------------+
 *   |    authorities    |              additionals                  |
 *   +-------------------+-------------------------------------------+
 */
import type { Field } from '../../../dissect/field'
import { bitPattern } from '../../../dissect/format'
import type { Packet } from '../../../dissect/packet'
import { dnsErrors, dnsOpcodes } from '../../../names/dns-values'
import { dnsClasses, dnsTypeName } from '../../../names/dns-types'
import { dsoMessages } from './dso'
import { messageFields as f } from './fields'
import { Message } from './message'
import type { Flavour } from './message'
import { ednsOptions } from './options'
import { notePair, showPair } from './pairing'
import { recordFields } from './record-fields'
import { recordData } from './records'

const UPDATE = 5
const STATEFUL = 6
const OPT = 41
const SRV = 33

const className = (number: number): string => dnsClasses[number] ?? 'Unknown'

/** Decodes the message at the cursor, which ends with the layer. While indexing, only notes who answers whom. */
export function decodeMessage(p: Packet, flavour: Flavour, transport: 'udp' | 'tcp'): void {
  const start = p.at
  if (!p.first) p.say('')
  const id = p.peek(2)
  const flags = p.peek(2, 2)
  if (p.first) return notePair(p, transport, id, flags >= 0x8000)
  const m = new Message(p, flavour, start)
  const idLine = p.add(f.id, start, 2, id)
  p.skip(2)
  const response = flags >= 0x8000
  const opcode = (flags >> 11) & 15
  if (p.columns) p.say(infoOf(id, flags))
  takeFlags(m, flags)
  const updating = opcode === UPDATE
  const questions = p.take(updating ? f.countZones : f.countQueries)
  const answers = p.take(updating ? f.countPrerequisites : f.countAnswers)
  const authorities = p.take(updating ? f.countUpdates : f.countAuthRr)
  const additionals = p.take(f.countAddRr)
  if (opcode === STATEFUL && !questions && !answers && !authorities && !additionals && p.left > 0) dsoMessages(p)
  else {
    section(m, questions, updating ? 'Zone' : 'Queries', question)
    section(m, answers, updating ? 'Prerequisites' : 'Answers', record)
    section(m, authorities, updating ? 'Updates' : 'Authoritative nameservers', record)
    section(m, additionals, 'Additional records', record)
  }
  showPair(p, idLine, response)
  if (p.left > 0) {
    const length = p.left
    const line = p.add(f.extraneous, p.at, length)
    p.label(line, `Extraneous Data (${length} byte${length === 1 ? '' : 's'})`)
    const was = p.open(line)
    p.take(f.extraneousData, length)
    p.set(f.extraneousLength, length, p.at - length, length)
    p.close(was)
  }
}

/** `Standard query response 0x1234 No such name`. */
function infoOf(id: number, flags: number): string {
  const opcode = (flags >> 11) & 15
  const code = flags & 15
  const what = dnsOpcodes[opcode] ?? `Unknown operation (${opcode})`
  const number = `0x${id.toString(16).padStart(4, '0')}`
  if (flags < 0x8000) return `${what} ${number}`
  return `${what} response ${number}${code ? ' ' + (dnsErrors[code] ?? `Unknown error (${code})`) : ''}`
}

const always: readonly Field[] = [f.flagsResponse, f.flagsOpcode]
const queryBits = [...always, f.flagsTruncated, f.flagsRecdesired, f.flagsZ, f.flagsAuthenticated, f.flagsCheckdisable]
const responseBits = [
  ...always,
  f.flagsAuthoritative,
  f.flagsTruncated,
  f.flagsRecdesired,
  f.flagsRecavail,
  f.flagsZ,
  f.flagsAuthenticated,
  f.flagsCheckdisable,
  f.flagsRcode,
]
const localQueryBits = [...always, f.flagsConflict, f.flagsTruncated, f.flagsTentative]
const localResponseBits = [...localQueryBits, f.flagsRcode]

function takeFlags(m: Message, flags: number): void {
  const { p } = m
  const { at } = p
  const response = flags >= 0x8000
  const local = m.flavour === 'llmnr'
  const line = p.add(f.flags, at, 2, flags)
  const was = p.open(line)
  const list = local ? (response ? localResponseBits : localQueryBits) : response ? responseBits : queryBits
  for (const field of list) {
    // A query that asks for verified data says so in a bit that is not shown when it is not set.
    if (field === f.flagsAuthenticated && !response && !(flags & field.mask)) continue
    const i = p.add(field, at, 2, (flags & field.mask) >> field.shift)
    if (!p.drawing) continue
    if (field === f.flagsAuthenticated && !response) p.label(i, 'AD bit: Set')
    if (field === f.flagsConflict && response)
      p.label(i, `Conflict: The name is ${flags & field.mask ? 'not considered' : 'considered'} unique`)
  }
  p.close(was)
  p.skip(2)
}

function section(m: Message, count: number, title: string, read: (m: Message) => void): void {
  if (!count) return
  const { p } = m
  const line = p.text(title, p.at, 0)
  const was = p.open(line)
  for (let i = 0; i < count; i++) read(m)
  p.close(was, line >= 0)
}

/** `.000 0000 0000 0001 = Class: IN (0x0001)` and the bit above it, which multicast DNS uses for something else. */
function takeClass(m: Message, field: Field, top: Field): number {
  const { p } = m
  const { at } = p
  const whole = p.peek(2)
  if (m.flavour !== 'mdns') {
    p.take(field)
    return whole
  }
  const value = whole & 0x7fff
  const line = p.add(field, at, 2, value)
  if (p.drawing) p.label(line, `${bitPattern(0x7fff, value, 16)}${classLine(field, value)}`)
  p.add(top, at, 2, whole >> 15)
  p.skip(2)
  return whole
}

function classLine(field: Field, value: number): string {
  const number = `0x${value.toString(16).padStart(4, '0')}`
  return field === f.rrUdpPayloadSize ? `${field.label}: ${number}` : `${field.label}: ${className(value)} (${number})`
}

function question(m: Message): void {
  const { p } = m
  const { at } = p
  const name = m.name()
  const size = p.at - at
  const { shownLength, labels } = m.last
  const type = p.peek(2)
  const whole = p.peek(2, 2)
  const multicast = m.flavour === 'mdns'
  const typeName = dnsTypeName(type)
  const told = multicast ? (whole >= 0x8000 ? ', "QU" question' : ', "QM" question') : ''
  const cls = className(multicast ? whole & 0x7fff : whole)
  const line = p.text(p.drawing ? `${name}: type ${typeName}, class ${cls}${told}` : '', at, size + 4)
  if (p.columns) p.sayMore(` ${typeName} ${name}${told}`)
  const was = p.open(line)
  p.add(f.qryName, at, size, name)
  p.set(f.qryNameLen, shownLength, at, size)
  p.set(f.countLabels, labels, at, size)
  p.take(f.qryType)
  takeClass(m, f.qryClass, f.qryQu)
  p.close(was)
}

function record(m: Message): void {
  const { p } = m
  const { at } = p
  const name = m.name()
  const size = p.at - at
  const type = p.peek(2)
  const whole = p.peek(2, 2)
  const length = p.peek(2, 8)
  const multicast = m.flavour === 'mdns'
  const typeName = dnsTypeName(type)
  const flush = multicast && whole >= 0x8000 ? ', cache flush' : ''
  const cls = type === OPT ? '' : `, class ${className(multicast ? whole & 0x7fff : whole)}`
  const head = p.drawing ? `${name}: type ${typeName}${cls}${flush}` : ''
  if (p.columns) p.sayMore(` ${typeName}${flush}`)
  // A record that says it is longer than the message is not shown at all.
  p.need(10 + length)
  m.begin(p.text(head, at, size + 10 + length), head)
  m.owner = name
  const was = p.open(m.line)
  if (type === SRV) serviceOwner(p, name, at, size)
  else p.add(f.respName, at, size, name)
  p.take(f.respType)
  if (type === OPT) ednsHeader(m)
  else {
    takeClass(m, f.respClass, f.respCacheFlush)
    const ttl = p.peek(4)
    const line = p.add(f.respTtl, p.at, 4, ttl)
    p.skip(4)
    if (ttl >= 0x80000000) {
      const under = p.open(line)
      p.note(f.ttlHighBit, undefined, p.at - 4, 4)
      p.close(under)
    }
  }
  p.take(f.respLen)
  const end = p.at + length
  if (length) {
    if (type === OPT) ednsOptions(m, end)
    else dataOf(m, type, end)
  }
  p.close(was)
  p.at = end
}

function dataOf(m: Message, type: number, end: number): void {
  const { p } = m
  const read = recordData[type]
  if (read) return read(m, end)
  p.need(end - p.at)
  p.note(f.undecodedType, `DNS type ${type} is not decoded`, p.at, end - p.at)
  p.take(f.data, end - p.at)
}

/** RFC 2782: the name of a service is `_service._protocol.domain`. */
function serviceOwner(p: Packet, name: string, at: number, size: number): void {
  const first = name.indexOf('.')
  const second = first < 0 ? -1 : name.indexOf('.', first + 1)
  p.add(recordFields.srvService, at, size, first < 0 ? name : name.slice(0, first))
  if (first >= 0)
    p.add(recordFields.srvProto, at, size, second < 0 ? name.slice(first + 1) : name.slice(first + 1, second))
  if (second >= 0) p.add(recordFields.srvName, at, size, name.slice(second + 1))
}

/** RFC 6891: an OPT record keeps other things where records have their class and time to live. */
function ednsHeader(m: Message): void {
  const { p } = m
  takeClass(m, f.rrUdpPayloadSize, f.respCacheFlush)
  p.take(f.respExtRcode)
  p.take(f.respEdns0Version)
  const z = p.peek(2)
  const was = p.open(p.add(f.respZ, p.at, 2, z))
  p.add(f.respZDo, p.at, 2, z >> 15)
  p.add(f.respZReserved, p.at, 2, z & 0x7fff)
  p.close(was)
  p.skip(2)
}
