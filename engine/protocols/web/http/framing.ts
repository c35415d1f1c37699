/** Where HTTP/1 messages end (RFC 9112, section 6): by length, by chunks, with the connection, or (what is none) with its segment. */
import type { Packet } from '../../../dissect/packet'
import { atLeast, MORE, UNTIL_CLOSE } from '../../../dissect/protocol'
import type { Ask, Messages } from '../../../dissect/protocol'
import { spells } from '../../kit/lines'
import { talks } from './exchanges'
import { chunkAt, kindOf, readHead } from './head'
import type { Head } from './head'

/** What HTTP/2 begins with: 24 bytes that look like a request. */
const PREFACE = 24

export const httpMessages: Messages = { cut, head: 64 * 1024 }

function cut(p: Packet, ask: Ask): number {
  const { bytes, at, end } = p
  if (ask.from) return chunks(p, ask)
  if (spells(bytes, at, end, 'PRI * HTTP/2')) return PREFACE
  const kind = kindOf(bytes, at, end)
  if (!kind) return p.left
  const head = readHead(bytes, at, end, kind)
  if (!head) return MORE
  const size = head.bodyAt - at
  if (!hasBody(p, head, ask)) return size
  if (head.isChunked) {
    ask.from = size
    p.at = head.bodyAt
    return chunks(p, ask)
  }
  if (head.contentLength >= 0) return size + head.contentLength
  if (kind !== 'response') return size
  return UNTIL_CLOSE
}

/** Notes what was asked; of an answer, whether a body may follow. */
function hasBody(p: Packet, { kind, method, code }: Head, ask: Ask): boolean {
  if (p.flow < 0) return true
  const talk = p.recall(talks).of(p.flow >> 1)
  if (kind === 'request') {
    talk.methods.push(method)
    return true
  }
  if (kind !== 'response') return true
  const isFinal = code >= 200 || code === 101
  const asked = isFinal ? talk.methods.shift() : talk.methods[0]
  const exchange = talk.oldest()
  ask.kept = exchange
  if (exchange && isFinal) exchange.isBegun = true
  // What follows the answer to CONNECT is another protocol's.
  if (asked === 'CONNECT' && code < 300) return false
  return asked !== 'HEAD' && code >= 200 && code !== 204 && code !== 304
}

/** The cursor stands at a chunk, `ask.from` bytes behind the start of the message. */
function chunks(p: Packet, ask: Ask): number {
  const { bytes, end } = p
  const start = p.at - ask.from
  let { at } = p
  for (;;) {
    const chunk = chunkAt(bytes, at, end)
    ask.from = at - start
    if (chunk === 'broken') return end - start
    if (!chunk) return MORE
    if (chunk.next > end) return atLeast(chunk.next - start + (chunk.size ? 1 : 0))
    if (!chunk.size) return chunk.next - start
    at = chunk.next
  }
}
