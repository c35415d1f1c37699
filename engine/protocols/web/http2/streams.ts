/** What HTTP/2 remembers in the first pass: header blocks, decoded in order, and bodies put together. */
import { FlowState, FrameFacts, memory } from '../../../dissect/memory'
import type { Packet } from '../../../dissect/packet'
import { unpack } from '../../../bytes/unpack'
import { limits } from '../../../limits'
import { spells } from '../../kit/lines'
import { statusNames } from '../http/fields'
import { Table } from './hpack'
import type { Header } from './hpack'

/** Of one frame. */
export interface Block {
  headers: readonly Header[]
  /** What Info says behind the frame's name. */
  text: string
  /** Of the last frame with data of a stream: the body, unpacked. */
  body: Uint8Array | undefined
  contentType: string
}

interface Stream {
  contentType: string
  encoding: string
  parts: Uint8Array[]
  length: number
}

/** One direction of a connection. */
class Side {
  readonly table = new Table()
  /** Fragments of a header block that goes on. */
  pending: Uint8Array[] = []
  pendingLength = 0
  pendingStream = 0
  readonly streams = new Map<number, Stream>()
}

const sides = memory(() => new FlowState(() => new Side()))
const facts = memory(() => new FrameFacts<Block>())
/** Bytes of bodies that are kept. */
const held = memory(() => ({ bytes: 0 }))

export const noted = (p: Packet, nth: number): Block | undefined => p.recall(facts).get(p.frame.number, nth)

/** First pass: one frame. */
export function passFrame(p: Packet, nth: number): void {
  if (p.flow < 0 || p.quoted || spells(p.bytes, p.at, p.end, 'PRI * HTTP')) return
  const side = p.recall(sides).of(p.flow)
  const type = p.peek(1, 3)
  const flags = p.peek(1, 4)
  const id = p.peek(4, 5) & 0x7fffffff
  if (type > 1 && type !== 5 && type !== 9) return
  p.skip(9)
  const padding = flags & 8 && type !== 9 ? p.peek(1) + 0 : 0
  if (flags & 8 && type !== 9) p.skip(1)
  if (type === 1 && flags & 0x20) p.skip(5)
  if (type === 5) p.skip(4)
  const end = Math.max(p.at, p.end - padding)
  const bytes = p.bytes.subarray(p.at, end)
  if (type === 0) passData(p, side, id, bytes, (flags & 1) !== 0, nth)
  else passHeaders(p, side, id, bytes, flags, nth, type)
}

function passHeaders(
  p: Packet,
  side: Side,
  id: number,
  bytes: Uint8Array,
  flags: number,
  nth: number,
  type: number,
): void {
  if (type !== 9) {
    side.pending = []
    side.pendingLength = 0
    side.pendingStream = id
  }
  side.pendingLength += bytes.length
  if (side.pendingLength > limits.http2BlockBytes) return
  side.pending.push(bytes.slice())
  if (!(flags & 4)) return
  const headers = side.table.read(joined(side.pending, side.pendingLength))
  side.pending = []
  const of = (name: string): string => headers.find((h) => h.name === name)?.value ?? ''
  const status = of(':status')
  const text = status
    ? `${status} ${statusNames[Number(status)] ?? ''}`.trim()
    : of(':method')
      ? `${of(':method')} ${of(':path')}`.trim()
      : ''
  p.recall(facts).set(p.frame.number, { headers, text, body: undefined, contentType: '' }, nth)
  if (type !== 5 && side.streams.size < limits.http2Streams && of('content-type'))
    side.streams.set(id, {
      contentType: of('content-type'),
      encoding: of('content-encoding'),
      parts: [],
      length: 0,
    })
  if (flags & 1) side.streams.delete(id)
}

function passData(p: Packet, side: Side, id: number, bytes: Uint8Array, isLast: boolean, nth: number): void {
  const stream = side.streams.get(id)
  if (!stream) return
  const all = p.recall(held)
  stream.length += bytes.length
  if (stream.length <= limits.reassemblyPerStream && all.bytes + bytes.length <= limits.reassemblyInAll) {
    all.bytes += bytes.length
    if (bytes.length) stream.parts.push(bytes.slice())
  } else stream.length = Infinity
  if (!isLast) return
  side.streams.delete(id)
  if (stream.length === Infinity || !stream.length) return
  const { contentType, encoding } = stream
  const whole = joined(stream.parts, stream.length)
  const coding = encoding === 'gzip' || encoding === 'deflate' || encoding === 'br' ? encoding : undefined
  const body = coding ? (unpack(coding, whole, limits.unpackedBody) ?? whole) : whole
  p.leaveOpen()
  p.recall(facts).set(p.frame.number, { headers: [], text: '', body, contentType }, nth)
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  if (parts.length === 1) return parts[0]!
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
