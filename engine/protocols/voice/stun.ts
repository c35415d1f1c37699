/** RFC 8489 and 8656, STUN and TURN: how an end behind address translation learns how others see it, or has a server relay for it. */
import { u32 } from '../../bytes/read'
import { memory } from '../../dissect/memory'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { Pairs } from '../../flows/pairs'
import { conversationReaders } from '../../flows/readers'
import { attribute } from './stun/attributes'
import { classOf, fields as f, methodOf, typeBits, typeText } from './stun/fields'
import { classes, methods } from './stun/names'

const COOKIE = 0x2112a442
const HEADER = 20
const METHOD_MOST = 0xff
const REQUEST = 0
const INDICATION = 1
const PORT = 3478
const CHANNEL_FIRST = 0x4000
/** What Microsoft's servers put in front of everything. */
const MULTIPLEXED = 0xff10
const CHANNEL_END = 0x8000
const exchanges = memory(() => new Pairs())

export const stun = protocol({
  name: 'stun',
  title: 'Session Traversal Utilities for NAT',
  spec: 'RFC 8489',
  over: { 'udp.port': [PORT] },
  heuristic: ['udp'],
  looks(p) {
    const type = p.peek(2)
    const length = p.peek(2, 2)
    if (type === MULTIPLEXED) return p.leftOnWire === 4 + length
    if (type >= CHANNEL_FIRST) {
      const isKnown = p.sourcePort === PORT || p.destinationPort === PORT || isSpoken(p)
      return isKnown && type < CHANNEL_END && (p.leftOnWire === 4 + length || p.leftOnWire === 4 + ((length + 3) & ~3))
    }
    return (
      methodOf(type) <= METHOD_MOST &&
      p.peek(4, 4) === COOKIE &&
      p.leftOnWire >= HEADER &&
      HEADER + length === p.leftOnWire
    )
  },
  fields: f,
  decode(p) {
    if (!stun.looks!(p)) return false
    const type = p.peek(2)
    if (type >= CHANNEL_FIRST) channelData(p)
    else message(p, type)
  },
})

/** Whether STUN was found in this conversation before: then what is numbered like a channel is one. */
function isSpoken(p: Packet): boolean {
  return p.flow >= 0 && p.recall(conversationReaders).newest(p.flow >> 1)?.protocol === stun
}

function channelData(p: Packet): void {
  p.say('ChannelData TURN Message')
  p.take(f.channel)
  const length = p.take(f.length)
  p.limit(length)
  p.headerEnd = p.at
  p.rest()
}

function message(p: Packet, type: number): void {
  const kind = classOf(type)
  p.say(typeText(type))
  if (kind !== INDICATION) pairUp(p, kind === REQUEST)
  const row = p.open(p.add(f.type, p.at, 2, type))
  if (!p.indexing) typeLines(p, type)
  p.close(row)
  p.skip(2)
  const length = p.take(f.length)
  p.take(f.cookie, 4)
  p.take(f.id, 12)
  p.set(f.version, 3)
  if (length % 4) p.note(f.wrongLength)
  if (!length) return
  const was = p.open(p.add(f.attributes, p.at, length))
  while (p.left) attribute(p, type)
  p.close(was)
}

function typeLines(p: Packet, type: number): void {
  const kind = classOf(type)
  const method = methodOf(type)
  const digits = method.toString(16)
  // The reference keeps the bits where they stand in the message.
  const isUnknown = methods[method] === undefined
  p.label(
    p.add(typeBits.class, p.at, 2, type & 0x110),
    `Message Class: 0x${(type & 0x110).toString(16).padStart(2, '0')} ${classes[kind]} (${kind})`,
  )
  p.label(
    p.add(typeBits.method, p.at, 2, method),
    `Message Method: 0x${(type & 0x3eef).toString(16).padStart(4, '0')} ${isUnknown ? 'Unknown' : methods[method]} (0x${digits.padStart(3, '0')})`,
  )
  p.add(typeBits.assignment, p.at, 2, (type >> 13) & 1)
}

/** A request repeated is told as such; so is an answer. */
function pairUp(p: Packet, isRequest: boolean): void {
  if (p.quoted || p.flow < 0) return
  const pairs = p.recall(exchanges)
  const nth = p.nth()
  if (p.first) {
    if (p.left < HEADER) return
    // The conversation and eight of the identifier's twelve bytes: the rest is random, too.
    const key = [p.flow >> 1, u32(p.bytes, p.at + 8), u32(p.bytes, p.at + 12)] as const
    const known = pairs.find(...key)
    if (isRequest && known) pairs.join(p, nth, known)
    else if (isRequest) pairs.ask(p, nth, ...key)
    else if (!pairs.answer(p, nth, ...key) && known) pairs.join(p, nth, known)
    return
  }
  const n = pairs.of(p, nth)
  if (!n) return
  const original = isRequest ? pairs.requestOf(n) : pairs.answerOf(n)
  if (original !== p.frame.number) p.set(f.duplicate, original)
  if (isRequest) {
    if (pairs.answerOf(n)) p.set(f.responseIn, pairs.answerOf(n))
  } else if (pairs.requestOf(n)) {
    p.set(f.responseTo, pairs.requestOf(n))
    if (original === p.frame.number) p.set(f.time, pairs.delay(n))
  }
}
