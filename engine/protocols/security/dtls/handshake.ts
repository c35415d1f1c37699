/** Handshake messages of DTLS: each record holds one, or a fragment of one (RFC 6347 section 4.2). */
import { FlowState, FrameFacts, memory } from '../../../dissect/memory'
import type { Packet } from '../../../dissect/packet'
import { Reassembly } from '../../../flows/reassembly'
import type { Datagram } from '../../../flows/reassembly'
import { showFragments } from '../../../streams/segments'
import { readBody } from '../tls/bodies'
import { handshakes as h } from '../tls/fields'
import { CLIENT_HELLO, HANDSHAKE, HELLO_VERIFY, handshakeTypes, overStreams } from '../tls/names'
import { tell } from '../tls/records'
import type { Part } from '../tls/records'
import { Session } from '../tls/session'
import { dtlsFields as f } from './fields'

/** Length of a record's header. */
const RECORD = 13
/** Type, length, number, where the fragment begins and how long it is. */
const HEAD = 12

const sessions = memory(() => new FlowState(() => new Session()))
const messages = memory(() => new Reassembly())
/** Which record of a frame made a message whole. */
const finished = memory(() => new FrameFacts<true>())

/** The session of this packet's conversation. */
export const sessionOf = (p: Packet): Session =>
  p.flow < 0 || p.quoted ? new Session() : p.recall(sessions).of(p.flow >> 1)

/** The first record but a client's hello tells the version for the time being, the server's hello or a record that must know for good. */
export function learnVersion(p: Packet, session: Session, type: number, version: number): void {
  const isHello = type === HANDSHAKE && p.left > RECORD && p.peek(1, RECORD) === CLIENT_HELLO
  if (session.isSettled || isHello) return
  if (!session.spoken || type !== HANDSHAKE) session.spoken = version
  session.version = overStreams(session.spoken)
  if (type !== HANDSHAKE) session.isSettled = true
}

/** The cookie in a client's hello. */
export function readCookie(p: Packet): void {
  const length = p.take(f.cookieLength)
  if (length) p.take(f.cookie, length)
}

/** Reads the messages of one record; `nth` numbers the record in its packet, `title` writes what the record's line says. */
export function readHandshake(p: Packet, part: Part, nth: number, title: (text: string) => void): void {
  for (let n = 0; p.at < p.end; n++) readMessage(p, part, Math.min(255, nth * 4 + n), title)
}

function readMessage(p: Packet, part: Part, nth: number, title: (text: string) => void): void {
  const isShort = p.left < HEAD && p.end >= p.wire
  const type = isShort ? -1 : p.peek(1)
  const name = handshakeTypes[type]
  const length = isShort ? 0 : p.peek(3, 1)
  const offset = isShort ? 0 : p.peek(3, 6)
  const size = isShort ? 0 : p.peek(3, 9)
  const fits = offset + size <= length && HEAD + size <= p.leftOnWire
  const isLie = offset + size > length && !part.isCiphered
  if (name === undefined || (!fits && !isLie) || (part.isCiphered && HEAD + size !== p.leftOnWire)) {
    tell(p, 'Encrypted Handshake Message')
    p.add(h.handshake, p.at, p.leftOnWire)
    p.at = p.end
    return
  }
  const isPart = size < length || isLie
  const whole = isPart && !isLie ? reassembled(p, part, nth, type, length, offset, size) : undefined
  const shown = isPart && !isLie ? `${name} (${whole ? 'Reassembled' : 'Fragment'})` : name
  tell(p, shown)
  title(`Handshake Protocol: ${shown}`)
  const row = p.add(h.handshake, p.at, HEAD + size)
  if (p.drawing) p.label(row, `Handshake Protocol: ${shown}`)
  const was = p.open(row)
  p.take(h.type)
  p.take(h.length)
  p.take(f.messageSeq)
  p.take(f.fragmentOffset)
  p.take(f.fragmentLength)
  if (!isPart) p.part(size, () => read(p, part, type))
  else {
    if (whole) p.within('Reassembled DTLS', whole.bytes!, () => read(p, part, type))
    p.need(size)
    p.skip(size)
  }
  p.close(was)
  if (whole && !p.first) showFragments(p, f, whole)
}

function read(p: Packet, part: Part, type: number): void {
  if (type !== HELLO_VERIFY) readBody(p, part, type)
  else {
    p.take(h.version)
    readCookie(p)
  }
  // A hello that the server asks to repeat begins the session anew.
  if (p.first && type === CLIENT_HELLO) part.session.resumedAt = 0
  p.at = p.end
}

/** Files a fragment; the message if this one makes it whole. */
function reassembled(
  p: Packet,
  part: Part,
  nth: number,
  type: number,
  length: number,
  offset: number,
  size: number,
): Datagram | undefined {
  const done = p.recall(finished)
  const all = p.recall(messages)
  if (!p.first) return done.get(p.frame.number, nth) && all.of(p, nth)
  if (p.flow < 0 || p.quoted || p.left < HEAD + size || size === 0) return undefined
  const key = `${p.flow} ${part.isCiphered} ${type} ${p.peek(2, 4)} ${length}`
  const whole = all.add(p, nth, key, p.at + HEAD, offset, size, offset + size < length)
  if (whole) done.set(p.frame.number, true, nth)
  return whole
}
