/** The head of an HTTP/1 message (RFC 9112): start line and the header lines that decide how long the body is. No text that is not needed. */
import { headerLine, latin, lineAt, spells, wholeLine } from '../../kit/lines'

/** RFC 9110, WebDAV (RFC 4918 and others), UPnP, RPC over HTTP. */
const methods = new Set(
  (
    'GET POST HEAD PUT DELETE OPTIONS TRACE CONNECT PATCH LINK UNLINK PROPFIND PROPPATCH MKCOL COPY MOVE LOCK UNLOCK POLL BCOPY ' +
    'BMOVE SEARCH BDELETE BPROPFIND BPROPPATCH LABEL MERGE REPORT UPDATE CHECKIN CHECKOUT UNCHECKOUT MKACTIVITY MKWORKSPACE ' +
    'VERSION-CONTROL BASELINE-CONTROL NOTIFY SUBSCRIBE UNSUBSCRIBE ICY M-SEARCH M-GET M-POST RPC_CONNECT RPC_IN_DATA RPC_OUT_DATA ' +
    'SSTP_DUPLEX_POST PRI'
  ).split(' '),
)
const LONGEST = 16

export type Kind = 'request' | 'response' | 'notification'

/** What begins at `at`: a request, a response, or (undefined) something else. */
export function kindOf(bytes: Uint8Array, at: number, end: number): Kind | undefined {
  if (spells(bytes, at, end, 'HTTP/')) return 'response'
  let space = at
  const stop = Math.min(end, at + LONGEST + 1)
  while (space < stop && bytes[space]! > 32) space++
  if (space >= stop || bytes[space] !== 32) return undefined
  const word = latin(bytes, at, space)
  if (!methods.has(word)) return undefined
  return word === 'ICY' ? 'response' : word === 'NOTIFY' || word === 'M-SEARCH' ? 'notification' : 'request'
}

export interface Head {
  kind: Kind
  /** Of a request. */
  method: string
  /** Of a response, 0 for none. */
  code: number
  isOld: boolean
  /** Where the body starts, or would. */
  bodyAt: number
  /** −1 when it is not said. */
  contentLength: number
  isChunked: boolean
  encoding: string
  contentType: string
  upgrade: string
  /** A line carries a token of another protocol (NTLM, Negotiate). */
  hasToken: boolean
}

/** The head that begins at `at`; undefined when its empty line is not there yet. */
export function readHead(bytes: Uint8Array, at: number, end: number, kind: Kind): Head | undefined {
  const first = wholeLine(bytes, at, end)
  if (!first) return undefined
  const head: Head = {
    kind,
    method: '',
    code: 0,
    isOld: true,
    bodyAt: 0,
    contentLength: -1,
    isChunked: false,
    encoding: '',
    contentType: '',
    upgrade: '',
    hasToken: false,
  }
  const space = Math.min(first.stop, Math.max(at, bytes.indexOf(32, at)))
  if (kind === 'response') {
    head.code = Number(latin(bytes, space + 1, Math.min(first.stop, space + 4))) || 0
    head.isOld = bytes[at + 7] === 48
  } else head.method = latin(bytes, at, space)
  for (let from = first.next; ;) {
    const line = wholeLine(bytes, from, end)
    if (!line) return undefined
    if (line.stop === from) {
      head.bodyAt = line.next
      return head
    }
    readLine(bytes, from, line.next, head)
    from = line.next
  }
}

/** Header lines that matter begin with one of these letters. */
const letters = new Set([...'cCtTuUaApPwW'].map((c) => c.charCodeAt(0)))

function readLine(bytes: Uint8Array, at: number, end: number, head: Head): void {
  if (!letters.has(bytes[at]!)) return
  const { name, from, to } = headerLine(bytes, at, end)
  switch (name) {
    case 'content-length': {
      const text = latin(bytes, from, Math.min(to, from + 20))
      if (/^\d+/.test(text)) head.contentLength = Math.min(Number.MAX_SAFE_INTEGER, parseInt(text, 10))
      break
    }
    case 'transfer-encoding':
      head.isChunked = latin(bytes, from, to).toLowerCase().includes('chunked')
      break
    case 'content-encoding':
      head.encoding = latin(bytes, from, Math.min(to, from + 32)).toLowerCase()
      break
    case 'content-type':
      head.contentType = latin(bytes, from, Math.min(to, from + 256))
      break
    case 'authorization':
    case 'proxy-authorization':
    case 'www-authenticate':
    case 'proxy-authenticate':
      if (/^(ntlm|negotiate)\s+\S/i.test(latin(bytes, from, Math.min(to, from + 16)))) head.hasToken = true
      break
    case 'upgrade':
      head.upgrade = latin(bytes, from, Math.min(to, from + 64)).toLowerCase()
      break
  }
}

/** A chunk of a body: its size line begins at `at`, its data at `from`. */
export interface Chunk {
  at: number
  from: number
  size: number
  /** Behind its data and the empty line; of the last one behind the trailer. */
  next: number
}

/** Reads the chunk at `at`; undefined when its size line is not whole, or there is none. `isLast` chunks have no data. */
export function chunkAt(bytes: Uint8Array, at: number, end: number): Chunk | undefined | 'broken' {
  const line = wholeLine(bytes, at, Math.min(end, at + 1024))
  if (!line) return end - at >= 1024 ? 'broken' : undefined
  const text = /^\s*([0-9a-fA-F]{1,8})\s*(;|$)/.exec(latin(bytes, at, line.stop))
  if (!text) return 'broken'
  const size = parseInt(text[1]!, 16)
  if (size) {
    const from = line.next
    return { at, from, size, next: from + size + (bytes[from + size] === 10 ? 1 : 2) }
  }
  for (let next = line.next; ;) {
    const trailer = wholeLine(bytes, next, end)
    if (!trailer) return undefined
    if (trailer.stop === next) return { at, from: line.next, size, next: trailer.next }
    next = trailer.next
  }
}

/** `text/html; charset=utf-8` → `text/html`, and what is behind it. */
export function mediaType(contentType: string): { type: string; parameters: string } {
  const at = contentType.search(/[;,\s]/)
  return at < 0
    ? { type: contentType.toLowerCase(), parameters: '' }
    : { type: contentType.slice(0, at).toLowerCase(), parameters: contentType.slice(at + 1).trim() }
}

/** The start line, in words. */
export function startWords(bytes: Uint8Array, at: number, end: number): [number, number][] {
  const { stop } = lineAt(bytes, at, end)
  const one = bytes.indexOf(32, at)
  if (one < 0 || one >= stop) return [[at, stop]]
  const two = bytes.indexOf(32, one + 1)
  if (two < 0 || two >= stop)
    return [
      [at, one],
      [one + 1, stop],
    ]
  return [
    [at, one],
    [one + 1, two],
    [two + 1, stop],
  ]
}
