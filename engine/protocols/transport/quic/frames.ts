/** RFC 9000 section 19, RFC 9221: frames of an opened packet. */
import type { Field } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import { fields as f, frameNames } from './fields'
import { readCrypto } from './crypto'
import { AGAIN } from './handshake'
import type { Verdict } from './handshake'
import { variable } from './variable'

const PADDING = 0
const ACK = 2
const ACK_ECN = 3
const CRYPTO = 6
const NEW_TOKEN = 7
const STREAM = 8
const LAST_STREAM = 0x0f
const NEW_ID = 0x18
const CHALLENGE = 0x1a
const RESPONSE = 0x1b
const CLOSE = 0x1c
const CLOSE_APPLICATION = 0x1d
const DATAGRAM = 0x30
const DATAGRAM_LENGTH = 0x31
const RESET_TOKEN = 16
/** An error code of TLS: its alert stands in the last byte. */
const CRYPTO_ERROR = 0x0100

/** What a CRYPTO frame of this packet gives, by its offset and bytes. */
export type Handshake = (offset: number, data: Uint8Array) => Verdict

/** Frames that are numbers only: what Info calls them, and the numbers. */
const plain: Readonly<Record<number, readonly [word: string, ...numbers: Field[]]>> = {
  0x01: ['PING'],
  0x04: ['RS', f.resetStream, f.resetCode, f.resetSize],
  0x05: ['SS', f.stopStream, f.stopCode],
  0x10: ['MD', f.maxData],
  0x11: ['MSD', f.maxStreamDataStream, f.maxStreamData],
  0x12: ['MS', f.maxStreams],
  0x13: ['MS', f.maxStreams],
  0x14: ['DB', f.dataLimit],
  0x15: ['SDB', f.blockedStream, f.blockedLimit],
  0x16: ['SB', f.streamsLimit],
  0x17: ['SB', f.streamsLimit],
  0x19: ['RC', f.retired],
  0x1e: ['DONE'],
}

export function frames(p: Packet, handshake: Handshake): void {
  while (p.left > 0) {
    const line = p.add(f.frame, p.at, 1)
    const was = p.open(line)
    const isKnown = frame(p, line, handshake)
    p.close(was, line >= 0)
    if (!isKnown) p.at = p.end
  }
}

function frame(p: Packet, line: number, handshake: Handshake): boolean {
  if (p.peek(1) === PADDING) {
    padding(p, line)
    return true
  }
  const type = variable(p, f.frameType)
  const name = frameNames[type] ?? 'Unknown'
  const say = (word: string, label = name): void => {
    if (p.drawing) p.label(line, label)
    p.sayMore(`, ${word}`)
  }
  const numbers = plain[type]
  if (numbers) {
    const [word, ...wanted] = numbers
    say(word)
    for (const field of wanted) variable(p, field)
    return true
  }
  if (type >= STREAM && type <= LAST_STREAM) {
    stream(p, type, say)
    return true
  }
  switch (type) {
    case ACK:
    case ACK_ECN:
      say('ACK')
      acknowledgement(p, type === ACK_ECN)
      return true
    case CRYPTO:
      say('CRYPTO')
      crypto(p, line, handshake)
      return true
    case NEW_TOKEN: {
      say('NT')
      const length = variable(p, f.newTokenLength)
      if (length) p.take(f.newToken, length)
      return true
    }
    case NEW_ID: {
      say('NCI')
      variable(p, f.newIdSequence)
      variable(p, f.newIdRetire)
      const length = p.take(f.newIdLength)
      if (length) p.take(f.newId, length)
      p.take(f.newIdToken, RESET_TOKEN)
      return true
    }
    case CHALLENGE:
      say('PC')
      p.take(f.challenge, 8)
      return true
    case RESPONSE:
      say('PR')
      p.take(f.response, 8)
      return true
    case CLOSE:
    case CLOSE_APPLICATION: {
      say('CC')
      const { at } = p
      const code = variable(p, type === CLOSE ? f.closeCode : f.closeCodeApplication)
      if (type === CLOSE) {
        if (code >> 8 === CRYPTO_ERROR >> 8) p.add(f.closeAlert, at + 1, p.at - at - 1, code & 255)
        variable(p, f.closeFrame)
      }
      const length = variable(p, f.closeLength)
      if (length) p.take(f.closeReason, length)
      return true
    }
    case DATAGRAM:
    case DATAGRAM_LENGTH: {
      say('DG')
      const length = type === DATAGRAM ? p.left : variable(p, f.datagramLength)
      if (length) p.take(f.datagram, length)
      return true
    }
    default:
      return false
  }
}

function padding(p: Packet, line: number): void {
  const { at } = p
  let end = at
  while (end < p.end && p.bytes[end] === 0) end++
  p.add(f.frameType, at, 1, 0)
  p.skip(end - at)
  p.set(f.padding, end - at, at, 0)
  p.label(line, `PADDING Length: ${end - at}`)
  p.sayMore(', PADDING')
}

function acknowledgement(p: Packet, hasCounts: boolean): void {
  variable(p, f.acknowledged)
  variable(p, f.delay)
  const ranges = variable(p, f.ranges)
  variable(p, f.range)
  // Each range takes two bytes at least, so that a great number ends with the packet.
  for (let i = 0; i < ranges; i++) {
    variable(p, f.gap)
    variable(p, f.ackRange)
  }
  if (hasCounts) for (const field of [f.ect0, f.ect1, f.congestion]) variable(p, field)
}

function crypto(p: Packet, line: number, handshake: Handshake): void {
  const offset = variable(p, f.offset)
  const length = variable(p, f.cryptoLength)
  p.need(length)
  p.add(f.cryptoData, p.at, length)
  const verdict = handshake(offset, p.bytes.subarray(p.at, p.at + length))
  const end = p.at + length
  if (verdict === AGAIN) {
    const under = p.open(line)
    p.note(f.repeated)
    p.close(under)
  } else if (typeof verdict !== 'number') {
    p.within('Reassembled QUIC CRYPTO Data', verdict, () => readCrypto(p))
  } else if (verdict > 0) p.part(verdict, () => readCrypto(p))
  p.at = end
}

function stream(p: Packet, type: number, say: (word: string, label: string) => void): void {
  const at = p.at - 1
  for (const field of [f.fin, f.hasLength, f.hasOffset]) p.add(field, at, 1, (type & field.mask) >>> field.shift)
  const idAt = p.at
  const id = variable(p, f.streamId)
  p.add(f.initiator, idAt, p.at - idAt, id % 2)
  p.add(f.direction, idAt, p.at - idAt, Math.floor(id / 2) % 2)
  const offset = type & 4 ? variable(p, f.streamOffset) : 0
  const length = type & 2 ? variable(p, f.streamLength) : p.left
  const way = Math.floor(id / 2) % 2 ? 'Uni' : 'Bidi'
  say(
    `STREAM(${id})`,
    `STREAM id=${id} fin=${type & 1} off=${offset} len=${length} dir=${way}directional origin=${id % 2 ? 'Server' : 'Client'}-initiated`,
  )
  if (length) p.take(f.streamData, length)
}
