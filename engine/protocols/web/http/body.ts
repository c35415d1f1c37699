/** The body of an HTTP/1 message: chunks put together, content unpacked, then whoever knows its media type. */
import type { Packet } from '../../../dissect/packet'
import { unpack } from '../../../bytes/unpack'
import type { Coding } from '../../../bytes/unpack'
import { limits } from '../../../limits'
import { lineAt, spells } from '../../kit/lines'
import { nextByMedia } from '../media'
import { httpFields as f } from './fields'
import { chunkAt, mediaType } from './head'
import type { Head } from './head'

const CODINGS = new Map<string, Coding>([
  ['gzip', 'gzip'],
  ['x-gzip', 'gzip'],
  ['deflate', 'deflate'],
  ['br', 'br'],
])

/** Draws the body at the cursor. */
export function drawBody(p: Packet, head: Head): void {
  if (!head.isChunked) {
    const body = p.bytes.subarray(p.at, p.end)
    drawContent(p, head, body, undefined)
    return
  }
  const parts = drawChunks(p)
  let size = 0
  for (const part of parts) size += part.length
  const body = new Uint8Array(size)
  size = 0
  for (const part of parts) {
    body.set(part, size)
    size += part.length
  }
  if (body.length) drawContent(p, head, body, 'De-chunked entity body')
}

function drawChunks(p: Packet): Uint8Array[] {
  const { bytes, end } = p
  const parts: Uint8Array[] = []
  const was = p.open(
    p.text(`HTTP chunked ${spells(bytes, p.base, end, 'HTTP/') ? 'response' : 'request'}`, p.at, p.left),
  )
  while (p.at < end) {
    const chunk = chunkAt(bytes, p.at, end)
    if (!chunk || chunk === 'broken') break
    const { at, from, size } = chunk
    const group = p.open(
      p.text(size ? `Data chunk (${size} octets)` : 'End of chunked encoding', at, Math.min(end, chunk.next) - at),
    )
    p.add(f.chunkSize, at, from - at, size)
    if (size) {
      const there = Math.min(size, end - from)
      parts.push(bytes.subarray(from, from + there))
      p.add(f.chunkData, from, there)
      if (chunk.next <= end) p.add(f.chunkBoundary, from + size, chunk.next - from - size)
    }
    p.close(group)
    p.at = Math.min(end, chunk.next)
    if (size) continue
    for (let at = from; at < p.at;) {
      const line = lineAt(bytes, at, p.at)
      if (line.stop === at) p.text('\\r\\n', at, line.next - at)
      else p.add(f.trailer, at, line.next - at)
      at = line.next
    }
    break
  }
  p.close(was)
  return parts
}

/** `name`: where the bytes are no part of the message as it stands. */
function drawContent(p: Packet, head: Head, body: Uint8Array, name: string | undefined): void {
  const coding = CODINGS.get(head.encoding.trim())
  const isWhole = p.end === p.wire
  let shown = body
  let from = name
  if (coding && isWhole) {
    const out = unpackBody(p, coding, head.encoding, body)
    if (out) {
      shown = out
      from = 'Uncompressed entity body'
    }
  }
  const draw = (): void => {
    const { type, parameters } = mediaType(head.contentType)
    const row = p.add(f.body, p.at, p.left)
    p.label(row, `File Data: ${p.left} byte${p.left === 1 ? '' : 's'}`)
    nextByMedia(p, type, parameters)
  }
  if (from) p.within(from, shown, draw)
  else draw()
}

function unpackBody(p: Packet, coding: Coding, encoding: string, body: Uint8Array): Uint8Array | undefined {
  const out = unpack(coding, body, limits.unpackedBody)
  const sizes = `${body.length} byte${body.length === 1 ? '' : 's'}`
  const row = p.text(
    `Content-encoded entity body (${encoding}): ${sizes}${out ? ` -> ${out.length} bytes` : ' [Error: Decompression failed]'}`,
    p.at,
    p.left,
  )
  if (!out) {
    const was = p.open(row)
    p.note(f.decompressionFailed)
    p.close(was)
  }
  return out
}
