/**
 * Google's QUIC before the IETF's, versions Q001 to Q043 (public description "QUIC Wire Layout Specification"): a public header, and
 * handshake messages of tags that are not encrypted. What is encrypted stays so.
 */
import { bit, bits, bytes, none, string, u64, u8, uint } from '../../dissect/field'
import { FlowState, memory } from '../../dissect/memory'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { conversationReaders } from '../../flows/readers'
import { uint as readUint, uintBig } from '../../bytes/read'
import { latin } from '../kit/lines'
import { algorithms, messageTypes, shown, tags } from './gquic/tags'

const VERSION = 1
const RESET = 2
const NONCE = 4
const ID = 8
const yesNo = { trueFalse: ['Yes', 'No'] } as const
const HASH = 12
const NONCE_SIZE = 32
const numberSize = (flags: number): number => [1, 2, 4, 6][(flags >> 4) & 3]!
const sizeName = (n: number): string => `${n} Byte${n > 1 ? 's' : ''}`

const f = {
  flags: u8('gquic.puflags', 'Public Flags', {
    display: 'hex',
    of: {
      version: bit('gquic.puflags.version', 'Version', VERSION, { ...yesNo, help: 'The header says a version.' }),
      reset: bit('gquic.puflags.reset', 'Reset', RESET, yesNo),
      nonce: bit('gquic.puflags.nonce', 'Diversification nonce', NONCE, yesNo),
      id: bit('gquic.puflags.cid', 'CID Length', ID, { trueFalse: ['8 Bytes', '0 Byte'] }),
      size: bits('gquic.puflags.pkn', 'Packet Number Length', 0x30, {
        display: 'hex',
        names: (n) => sizeName([1, 2, 4, 6][n]!),
      }),
      multipath: bit('gquic.puflags.mpth', 'Multipath', 0x40, yesNo),
      reserved: bits('gquic.puflags.rsv', 'Reserved', 0x80, { display: 'hex' }),
    },
  }),
  id: u64('gquic.cid', 'CID', {
    help: 'Names the connection, whatever addresses it comes from.',
  }),
  version: string('gquic.version', 'Version'),
  nonce: bytes('gquic.diversification_nonce', 'Diversification nonce'),
  number: uint('gquic.packet_number', 'Packet Number', { help: 'Counts the packets of one side.' }),
  hash: bytes('gquic.message_authentication_hash', 'Message Authentication Hash'),
  frame: none('gquic.frame', 'Frame'),
  frameType: u8('gquic.frame_type', 'Frame Type', { display: 'hex' }),
  stream: bit('gquic.frame_type.stream', 'Stream', 0x80),
  fin: bit('gquic.frame_type.stream.f', 'FIN', 0x40),
  hasLength: bit('gquic.frame_type.stream.d', 'Data Length', 0x20, { trueFalse: ['2 Bytes', '0 Byte'] }),
  offsetSize: bits('gquic.frame_type.stream.ooo', 'Offset Length', 0x1c),
  idSize: bits('gquic.frame_type.stream.ss', 'Stream Length', 3),
  streamId: uint('gquic.stream_id', 'Stream ID'),
  length: uint('gquic.data_len', 'Data Length'),
  tag: string('gquic.tag', 'Tag', { help: 'What kind of message of the handshake it is.' }),
  count: uint('gquic.tag_number', 'Tag Number'),
  padding: bytes('gquic.padding', 'Padding'),
  item: none('gquic.tags', 'Tag/value'),
  type: string('gquic.tag_type', 'Tag Type'),
  offsetEnd: uint('gquic.tag_offset_end', 'Tag offset end'),
  size: uint('gquic.tag_offset_length', 'Tag length', { generated: true }),
  value: bytes('gquic.tag_value', 'Tag/value'),
  ...Object.fromEntries(Object.entries(tags).map(([key, { field }]) => [`tag ${key}`, field])),
  paddingLength: uint('gquic.frame_type.padding.length', 'Padding Length', { generated: true }),
  paddings: bytes('gquic.frame_type.padding', 'Padding'),
  payload: bytes('gquic.payload', 'Payload', { help: 'Encrypted.' }),
}

/** The version number that a conversation said last: since 39 numbers are big-endian. */
const versions = memory(() => new FlowState(() => ({ number: 0 })))
const BIG_ENDIAN_SINCE = 39
const isVersion = (p: Packet, ahead: number): boolean =>
  p.peek(1, ahead) === 0x51 && [1, 2, 3].every((i) => p.peek(1, ahead + i) >= 48 && p.peek(1, ahead + i) <= 57)
const versionAt = (p: Packet, ahead: number): number =>
  [1, 2, 3].reduce((all, i) => all * 10 + p.peek(1, ahead + i) - 48, 0)
const isServers = (p: Packet): boolean => p.sourcePort === 443 || p.sourcePort === 80
/** The last version whose header is this one. */
const LAST = 43

export const gquic = protocol({
  name: 'gquic',
  title: 'GQUIC (Google Quick UDP Internet Connections)',
  column: 'GQUIC',
  spec: 'QUIC Wire Layout Specification (Google)',
  heuristic: ['udp'],
  looks: (p) => {
    const flags = p.peek(1)
    if (
      (p.sourcePort !== 443 && p.destinationPort !== 443 && p.sourcePort !== 80 && p.destinationPort !== 80) ||
      flags & 0x80
    )
      return false
    return (flags & (VERSION | ID)) === (VERSION | ID) && isVersion(p, 9) && versionAt(p, 9) <= LAST
  },
  fields: f,
  decode(p) {
    const flags = p.peek(1)
    if (p.first) {
      if (p.flow < 0 || p.quoted) return
      p.recall(conversationReaders).become(p, gquic)
      if (flags & VERSION && !isServers(p)) p.recall(versions).of(p.flow >> 1).number = versionAt(p, flags & ID ? 9 : 1)
      return
    }
    p.take(f.flags)
    const isBig = p.flow >= 0 && p.recall(versions).of(p.flow >> 1).number >= BIG_ENDIAN_SINCE
    const tail = flags & ID ? `, CID: ${takeId(p, isBig)}` : ''
    if (flags & RESET) {
      p.say(`Public Reset${tail}`)
      return void takeMessage(p)
    }
    if (flags & VERSION && isServers(p)) {
      p.say(`Version Negotiation${tail}`)
      while (p.left) p.take(f.version, 4)
      return
    }
    if (flags & VERSION) p.take(f.version, 4)
    if (flags & NONCE && isServers(p)) p.take(f.nonce, NONCE_SIZE)
    const size = numberSize(flags)
    p.need(size)
    const number = readUint(p.bytes, p.at, size, !isBig)
    p.add(f.number, p.at, size, number)
    p.skip(size)
    const message = helloAt(p)
    p.say(`${message ? messageTypes[message] : 'Payload (Encrypted)'}, PKN: ${number}${tail}`)
    if (message) handshake(p, message, isBig)
    else if (p.left) p.take(f.payload, p.left)
  },
})

function takeId(p: Packet, isBig: boolean): bigint {
  p.need(8)
  const b = p.bytes.slice(p.at, p.at + 8)
  const id = uintBig(isBig ? b : b.reverse(), 0, 8)
  p.add(f.id, p.at, 8, id)
  p.skip(8)
  return id
}

/** The message of the handshake that stands behind the hash, not encrypted; undefined for anything else. */
function helloAt(p: Packet): string | undefined {
  if (p.left < HASH + 8) return undefined
  const type = p.peek(1, HASH)
  // A stream without offset, number 1.
  if ((type & 0x9c) !== 0x80 || (type & 3) !== 0 || p.peek(1, HASH + 1) !== 1) return undefined
  const at = p.at + HASH + 2 + (type & 0x20 ? 2 : 0)
  const word = wordAt(p, at)
  return word !== 'PRST' && messageTypes[word] ? word : undefined
}

const wordAt = (p: Packet, at: number): string => {
  p.need(4, at)
  return latin(p.bytes, at, at + 4).replace(/\0+$/, '')
}

function handshake(p: Packet, message: string, isBig: boolean): void {
  p.take(f.hash, HASH)
  const row = p.add(f.frame, p.at, 0)
  p.label(row, `STREAM (Special Frame Type) Stream ID: 1, Type: ${message} (${messageTypes[message]})`)
  const was = p.open(row)
  const type = p.take(f.frameType)
  p.label(p.row(f.frameType), `Frame Type: STREAM (Special Frame Type) (0x${type.toString(16)})`)
  const under = p.open(p.row(f.frameType))
  for (const field of [f.stream, f.fin, f.hasLength, f.offsetSize, f.idSize]) {
    const value = (type & field.mask) >>> field.shift
    const line = p.add(field, p.at - 1, 1, value)
    if (field === f.offsetSize) p.label(line, '...0 00.. = Offset Length: 0 Byte (0)')
    if (field === f.idSize) p.label(line, '.... ..00 = Stream Length: 1 Byte (0)')
  }
  p.close(under)
  p.take(f.streamId, 1)
  p.label(p.row(f.streamId), 'Stream ID: 1 (Reserved for (G)QUIC handshake, crypto, config updates...)')
  if (type & 0x20) {
    p.need(2)
    p.add(f.length, p.at, 2, readUint(p.bytes, p.at, 2, !isBig))
    p.skip(2)
  }
  takeMessage(p)
  p.close(was, true)
  if (p.left) paddingFrame(p)
}

function paddingFrame(p: Packet): void {
  if (p.peek(1) !== 0) return void p.take(f.payload, p.left)
  const size = p.left
  const row = p.add(f.frame, p.at, size)
  p.label(row, `PADDING Length: ${size - 1}`)
  const was = p.open(row)
  p.take(f.frameType)
  p.label(p.row(f.frameType), 'Frame Type: PADDING (0x00)')
  p.set(f.paddingLength, size - 1, p.at, 0)
  if (p.left) p.take(f.paddings, p.left)
  p.close(was)
}

/** A message: its tag, how many tags it holds, where the value of each ends, and the values behind all of that. */
function takeMessage(p: Packet): void {
  const word = wordAt(p, p.at)
  const named = p.add(f.tag, p.at, 4, word)
  p.label(named, `Tag: ${word} (${messageTypes[word] ?? 'Unknown'})`)
  p.skip(4)
  p.need(4)
  const count = readUint(p.bytes, p.at, 2, true)
  p.add(f.count, p.at, 2, count)
  p.skip(2)
  p.take(f.padding, 2)
  p.need(count * 8)
  const values = p.at + count * 8
  let from = 0
  for (let i = 0; i < count; i++, p.skip(8)) from = takeTag(p, values, from)
  p.at = Math.min(p.end, values + from)
}

function takeTag(p: Packet, values: number, from: number): number {
  const word = wordAt(p, p.at)
  const end = readUint(p.bytes, p.at + 4, 4, true)
  const size = end - from
  const at = values + from
  p.need(size, at)
  const tag = tags[word]
  const title = `${word} (${tag?.title ?? 'Unknown'})`
  const row = p.add(f.item, p.at, 8)
  const was = p.open(row)
  const text = valueText(p, word, at, size)
  const isSaid = shown.has(word) || (tag?.kind === 'words' && size >= 4)
  const named = tag?.kind === 'words' ? `, ${algorithms[text] ?? 'Unknown'}` : `: ${text}`
  p.label(row, `Tag/value: ${title} (l=${size})${isSaid ? named : ''}`)
  const type = p.add(f.type, p.at, 4, word)
  p.label(type, `Tag Type: ${title}`)
  p.add(f.offsetEnd, p.at + 4, 4, end)
  p.set(f.size, size, p.at + 4, 4)
  p.add(f.value, at, size)
  if (tag) drawValue(p, tag, at, size)
  p.close(was)
  return end
}

function valueText(p: Packet, word: string, at: number, size: number): string {
  const kind = tags[word]?.kind
  if (kind === 'text' || kind === 'words') return latin(p.bytes, at, at + Math.min(size, kind === 'words' ? 4 : size))
  return kind === 'number' && size <= 6 ? String(readUint(p.bytes, at, size, true)) : ''
}

function drawValue(p: Packet, { kind, field }: (typeof tags)[string], at: number, size: number): void {
  const b = p.bytes
  const many = (step: number, each: (at: number) => void): void => {
    for (let i = 0; i + step <= size; i += step) each(at + i)
  }
  switch (kind) {
    case 'words':
      return many(4, (from) => {
        const word = latin(b, from, from + 4)
        p.label(p.add(field, from, 4, word), `${field.label}: ${word} (${algorithms[word] ?? 'Unknown'})`)
      })
    case 'sets':
      return many(8, (from) => void p.add(field, from, 8))
    case 'shares':
      // tshark leaves out what does not fill three bytes, and so do we.
      return many(3, (from) => void p.add(field, from, 3, readUint(b, from, 3, true)))
    case 'number':
    case 'hex':
      if (size <= 6) p.add(field, at, size, readUint(b, at, size, true))
      else if (size === 8) p.add(field, at, 8, uintBig(b.slice(at, at + 8).reverse(), 0, 8))
      return
    case 'time':
      if (size === 8) p.add(field, at, 8, BigInt(readUint(b, at, 4, true)) * 1_000_000_000n)
      return
    default:
      p.add(field, at, size)
  }
}
