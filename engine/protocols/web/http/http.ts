/** RFC 9110 and 9112: requests and responses in lines of text, with a body whose length and form the header tells. */
import type { Packet } from '../../../dissect/packet'
import { flag } from '../../../dissect/preference'
import { protocol } from '../../../dissect/protocol'
import { conversationReaders } from '../../../flows/readers'
import { data } from '../../core/data'
import { lineAt, spells, wholeLine } from '../../kit/lines'
import { drawBody } from './body'
import { drawHead } from './draw'
import { note, noted, talks } from './exchanges'
import type { Exchange } from './exchanges'
import { httpFields } from './fields'
import { httpMessages } from './framing'
import { kindOf, readHead } from './head'
import type { Head } from './head'

export const http = protocol({
  name: 'http',
  title: 'Hypertext Transfer Protocol',
  spec: 'RFC 9112',
  help: {
    http: 'Carries the requests and responses of the web (RFC 9110, 9112).',
    'http.chat': 'The first line of the message, as it stands there.',
    'http.request.version': 'The version of HTTP that the client speaks.',
    'http.request.full_uri': 'The whole address, put together from host and path.',
    'http.request_number': 'Which request of the conversation this is, counted from 1.',
  },
  over: { 'tcp.port': [80, 631, 1900, 2710, 2869, 3128, 3132, 3689, 5985, 8080, 8088, 11371] },
  heuristic: ['tcp'],
  looks(p) {
    const { bytes, at, end } = p
    if (spells(bytes, at, end, 'PRI * HTTP/2')) return false
    const line = wholeLine(bytes, at, Math.min(end, at + 4096))
    if (!line) return false
    if (spells(bytes, at, end, 'HTTP/1')) return true
    return line.stop - at > 9 && spells(bytes, line.stop - 9, line.stop, ' HTTP/1.') && bytes[line.stop - 1]! - 48 <= 1
  },
  messages: httpMessages,
  fields: httpFields,
  preferences: {
    unzip: flag('http.decompress_body', true, 'Shows compressed bodies unpacked.'),
    dechunk: flag('http.dechunk_body', true, 'Shows chunked bodies put together.'),
  },
  decode(p, _, f) {
    const { bytes, at, end } = p
    if (spells(bytes, at, end, 'PRI * HTTP/2')) return upgrade(p)
    const nth = p.nth()
    const kind = kindOf(bytes, at, end)
    if (!kind && !isTalk(p)) return false
    const head = kind && readHead(bytes, at, end, kind)
    if (p.first) {
      if (head) pass(p, head, nth)
      else if (!kind) p.rest()
      return undefined
    }
    if (!kind) {
      p.say('Continuation')
      p.add(f.body, at, p.left)
      p.rest()
      return undefined
    }
    drawHead(p, kind, head)
    showExchange(p, nth, kind === 'response')
    if (head && p.at < p.end) drawBody(p, head)
    return undefined
  },
})

/** Whether this conversation has had a message of HTTP so far: what is none then goes on with it. */
function isTalk(p: Packet): boolean {
  if (p.flow < 0 || p.quoted) return true
  const [first] = p.recall(talks).of(p.flow >> 1).exchanges
  return first !== undefined && Math.min(first.request || Infinity, first.response || Infinity) <= p.frame.number
}

/** Whoever says the preface of HTTP/2 speaks it from here on. */
function upgrade(p: Packet): void {
  const next = p.registry.protocolByName.get('http2')
  if (!next) return p.rest()
  if (p.first) p.recall(conversationReaders).become(p, next)
  p.headerEnd = p.at
  p.nest(next)
}

/** First pass: who asked, who answers, and who speaks from here on. */
function pass(p: Packet, head: Head, nth: number): void {
  const { bytes, at } = p
  const { kind, method, code, upgrade } = head
  if (head.bodyAt < p.wire || head.hasToken) p.leaveOpen()
  if (p.flow < 0 || p.quoted) return
  const first = lineAt(bytes, at, p.end)
  const isRequest = kind !== 'response'
  note(
    p,
    nth,
    isRequest,
    isRequest ? undefined : (p.kept as Exchange | undefined),
    isRequest ? fullUri(p, head, at) : '',
  )
  const talk = p.recall(talks).of(p.flow >> 1)
  if (method === 'CONNECT') talk.target = text(bytes, at + 8, first.stop).split(' ')[0]!
  const readers = p.recall(conversationReaders)
  if (code === 101 && upgrade) {
    const name = upgrade.includes('websocket') ? 'websocket' : upgrade.includes('h2c') ? 'http2' : ''
    const next = p.registry.protocolByName.get(name)
    // What nobody knows is at least no HTTP any more.
    readers.become(p, next ?? data, next && { path: noted(p, nth)?.own.uri })
  } else if (code >= 200 && code < 300 && talk.target) {
    const port = Number(/:(\d{1,5})$/.exec(talk.target)?.[1] ?? 443)
    const next = p.registry.find('tcp.port', port) ?? p.registry.protocolByName.get('tls')
    if (next && next !== http) readers.become(p, next)
    talk.target = ''
  }
}

const text = (bytes: Uint8Array, from: number, to: number): string => utf8.decode(bytes.subarray(from, to))
const utf8 = new TextDecoder()

/** `http://host/path`, as the start line and the Host line say; '' without a host. */
export function fullUri(p: Packet, { bodyAt }: Head, at: number): string {
  const { bytes } = p
  const first = lineAt(bytes, at, p.end)
  const one = bytes.indexOf(32, at) + 1
  const two = bytes.indexOf(32, one)
  const uri = text(bytes, one, two > 0 && two < first.stop ? two : first.stop)
  if (/^[a-z]+:\/\//i.test(uri)) return uri
  for (let from = first.next; from < bodyAt;) {
    const line = lineAt(bytes, from, bodyAt)
    if (spells(bytes, from, line.stop, 'HOST:')) {
      const host = text(bytes, from + 5, line.stop).trim()
      return spells(bytes, at, p.end, 'CONNECT ') ? uri : `http://${host}${uri === '*' ? '' : uri}`
    }
    from = line.next
  }
  return ''
}

function showExchange(p: Packet, nth: number, isResponse: boolean): void {
  const f = httpFields
  const at = p.base
  const known = noted(p, nth)
  p.hide(isResponse ? f.response : f.request, at, 0, 1)
  if (!known) return
  const { own, n, all } = known
  const number = p.set(isResponse ? f.responseNumber : f.requestNumber, n)
  p.label(number, `HTTP ${isResponse ? 'response' : 'request'} ${n}/${all.length}`)
  const before: Exchange | undefined = all[n - 2]
  const after: Exchange | undefined = all[n]
  if (isResponse && own.request) {
    const { seconds, nanos } = p.frame
    const time = p.set(f.time, (seconds - own.seconds) * 1e9 + nanos - own.nanos)
    void time
  }
  if (before?.request) p.set(f.previousRequest, before.request)
  if (isResponse && before?.response) p.set(f.previousResponse, before.response)
  if (isResponse && own.request) p.set(f.requestIn, own.request)
  if (!isResponse && own.response) p.set(f.responseIn, own.response)
  if (after?.request) p.set(f.nextRequest, after.request)
  if (isResponse && after?.response) p.set(f.nextResponse, after.response)
  if (isResponse && own.uri) p.set(f.responseFor, own.uri)
}
