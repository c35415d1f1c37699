/**
 * RFC 9112, section 2: a start line, header lines, an empty line. Shared by the protocols that speak this form (SSDP; HTTP itself follows
 * with reassembly). The fields belong to `http`, as in Wireshark.
 */
import { utf8Text } from '../bytes/text'
import { bool, bytes, expert, string, u16, u32 } from '../dissect/field'
import { protocol } from '../dissect/protocol'
import type { Field } from '../dissect/field'
import type { Packet } from '../dissect/packet'

/** Not bound to a port yet: HTTP over TCP needs messages put together from segments. */
export const http = protocol({
  name: 'http',
  title: 'Hypertext Transfer Protocol',
  spec: 'RFC 9112',
  fields: {
    chat: expert('http.chat', 'chat', 'Sequence', 'Formatted text'),
    method: string('http.request.method', 'Request Method', { help: 'What the sender asks for: GET, POST, M-SEARCH.' }),
    uri: string('http.request.uri', 'Request URI', { help: 'What the request is about.' }),
    requestVersion: string('http.request.version', 'Request Version'),
    responseVersion: string('http.response.version', 'Response Version'),
    code: u16('http.response.code', 'Status Code', {
      help: 'Three digits: 2xx done, 3xx look elsewhere, 4xx your mistake, 5xx ours.',
    }),
    codeText: string('http.response.code.desc', 'Status Code Description', { generated: true }),
    phrase: string('http.response.phrase', 'Response Phrase'),
    requestLine: string('http.request.line', 'Request line', { hidden: true }),
    responseLine: string('http.response.line', 'Response line', { hidden: true }),
    host: string('http.host', 'Host'),
    server: string('http.server', 'Server'),
    userAgent: string('http.user_agent', 'User-Agent'),
    date: string('http.date', 'Date'),
    location: string('http.location', 'Location'),
    cacheControl: string('http.cache_control', 'Cache-Control'),
    connection: string('http.connection', 'Connection'),
    contentType: string('http.content_type', 'Content-Type'),
    contentLength: string('http.content_length_header', 'Content-Length'),
    fullUri: string('http.request.full_uri', 'Full request URI', { generated: true }),
    request: bool('http.request', 'Request', { hidden: true }),
    response: bool('http.response', 'Response', { hidden: true }),
    notification: bool('http.notification', 'Notification', { hidden: true }),
    requestNumber: u32('http.request_number', 'Request number', { generated: true }),
    responseNumber: u32('http.response_number', 'Response number', { generated: true }),
    body: bytes('http.file_data', 'File Data'),
  },
})

const headerFields: Readonly<Record<string, Field>> = {
  host: http.f.host,
  server: http.f.server,
  'user-agent': http.f.userAgent,
  date: http.f.date,
  location: http.f.location,
  'cache-control': http.f.cacheControl,
  connection: http.f.connection,
  'content-type': http.f.contentType,
  'content-length': http.f.contentLength,
}

const requestLine = /^([A-Z][A-Z-]*) (\S+) (HTTP\/\d\.\d)$/
const statusLine = /^(HTTP\/\d\.\d) (\d{3})(?: (.*))?$/

/** Reads one message from the cursor to the end of the layer. Returns the start line, or undefined when there is none (nothing was taken). */
export function readMessage(p: Packet): string | undefined {
  const { f } = http
  const start = p.at
  const first = line(p)
  const request = requestLine.exec(first.text)
  const status = request ? null : statusLine.exec(first.text)
  if (!request && !status) return undefined
  const shown = first.text + ending(first.length - first.text.length)
  const was = p.open(p.text(shown, start, first.length))
  p.note(f.chat, shown, start, first.length)
  if (request) {
    const [, method = '', uri = '', version = ''] = request
    p.add(f.method, start, method.length, method)
    p.add(f.uri, start + method.length + 1, uri.length, uri)
    p.add(f.requestVersion, start + first.text.length - version.length, version.length, version)
  } else if (status) {
    const [, version = '', code = '', phrase = ''] = status
    p.add(f.responseVersion, start, version.length, version)
    p.add(f.code, start + version.length + 1, 3, Number(code))
    p.add(f.phrase, start + version.length + 5, phrase.length, phrase)
  }
  p.close(was)
  p.at = start + first.length
  const host = headers(p, request ? f.requestLine : f.responseLine)
  if (request && host !== undefined)
    p.set(f.fullUri, request[2]!.startsWith('http') ? request[2]! : `http://${host}${request[2]!}`)
  if (request) p.set(request[1] === 'NOTIFY' ? f.notification : f.request, 1)
  else p.set(f.response, 1)
  p.set(request ? f.requestNumber : f.responseNumber, 1)
  return first.text
}

/** Takes header lines up to and with the empty one; returns the Host. */
function headers(p: Packet, kind: Field): string | undefined {
  let host: string | undefined
  while (p.left > 0) {
    const at = p.at
    const { text, length } = line(p)
    if (text === '') {
      p.text(ending(length), at, length)
      p.at = at + length
      break
    }
    const colon = text.indexOf(':')
    const name = text.slice(0, Math.max(0, colon)).toLowerCase()
    const value = colon < 0 ? '' : text.slice(colon + 1).trim()
    if (name === 'host') host = value
    const field = Object.hasOwn(headerFields, name) ? headerFields[name] : undefined
    if (field) p.label(p.add(field, at, length, value), text + ending(length - text.length))
    else if (colon >= 0) p.text(text + ending(length - text.length), at, length)
    if (colon >= 0) p.hide(kind, at, length, text + '\r\n'.slice(0, length - text.length))
    p.at = at + length
  }
  return host
}

/** The line at the cursor without its end, and its length with it. Does not move. */
function line(p: Packet): { text: string; length: number } {
  const { bytes, at, end } = p
  let stop = at
  while (stop < end && bytes[stop] !== 10) stop++
  const whole = Math.min(stop + 1, end) - at
  const bare = stop > at && bytes[stop - 1] === 13 && stop < end ? stop - 1 : stop
  return { text: utf8Text(bytes, at, bare - at), length: Math.max(1, whole) }
}

const ending = (length: number): string => (length === 2 ? '\\r\\n' : length === 1 ? '\\n' : '')
