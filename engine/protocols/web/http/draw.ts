/** The head of an HTTP/1 message in the tree: start line, header lines, the empty line. Shared with SSDP, which speaks the same form. */
import { utf8Text } from '../../../bytes/text'
import type { Field } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import { endingOf, headerLine, lineAt } from '../../kit/lines'
import type { HeaderLine } from '../../kit/lines'
import { headers, httpFields as f, statusNames } from './fields'
import { startWords } from './head'
import type { Head, Kind } from './head'

/** Draws what stands from the cursor to the body, and says the start line in Info. The cursor stands behind the empty line then. */
export function drawHead(p: Packet, kind: Kind, head: Head | undefined): void {
  const { bytes, at, end } = p
  const line = lineAt(bytes, at, end)
  const first = utf8Text(bytes, at, line.stop - at)
  if (p.columns) p.say(`${first} `)
  const shown = first + endingOf(bytes, line)
  const was = p.open(p.text(shown, at, line.next - at))
  p.note(f.chat, shown, at, line.next - at)
  drawStart(p, kind, at, line.next)
  p.close(was)
  p.at = line.next
  const isResponse = kind === 'response'
  const uri = drawLines(p, isResponse ? f.responseLine : f.requestLine, head?.bodyAt ?? end)
  if (kind === 'notification') p.hide(f.notification, at, 0, 1)
  if (!isResponse && uri !== undefined) p.set(f.fullUri, uri)
}

function drawStart(p: Packet, kind: Kind, at: number, end: number): void {
  const { bytes } = p
  const [one, two, three] = startWords(bytes, at, end)
  const say = (field: Field, word: [number, number] | undefined): number =>
    word ? p.add(field, word[0], word[1] - word[0]) : -1
  if (kind !== 'response') {
    say(f.method, one)
    drawUri(p, two)
    say(f.requestVersion, three)
    return
  }
  say(f.responseVersion, one)
  if (!two) return
  const code = Number(utf8Text(bytes, two[0], Math.min(3, two[1] - two[0])))
  if (!(code >= 0)) return
  p.add(f.code, two[0], two[1] - two[0], code)
  p.set(f.codeText, statusNames[code] ?? 'Unknown', two[0], two[1] - two[0])
  say(f.phrase, three)
}

function drawUri(p: Packet, word: [number, number] | undefined): void {
  if (!word) return
  const [from, to] = word
  const was = p.open(p.add(f.uri, from, to - from))
  const mark = p.bytes.indexOf(63, from)
  if (mark >= 0 && mark < to) {
    p.add(f.uriPath, from, mark - from)
    const query = p.open(p.add(f.uriQuery, mark + 1, to - mark - 1))
    for (let at = mark + 1; at < to;) {
      let stop = p.bytes.indexOf(38, at)
      if (stop < 0 || stop > to) stop = to
      p.add(f.uriParameter, at, stop - at)
      at = stop + 1
    }
    p.close(query)
  }
  p.close(was)
}

/** Header lines up to `end`; returns the full URI that start and Host line make, if there is a Host. */
function drawLines(p: Packet, kind: Field, end: number): string | undefined {
  const { bytes } = p
  let host: string | undefined
  while (p.at < end) {
    const line = headerLine(bytes, p.at, end)
    const length = line.next - line.at
    const ending = endingOf(bytes, line)
    if (line.stop === line.at) {
      p.text(ending, line.at, length)
      p.at = line.next
      break
    }
    drawLine(p, line, kind, ending)
    if (line.name === 'host') host = utf8Text(bytes, line.from, line.to - line.from)
    p.at = line.next
  }
  if (host === undefined) return undefined
  const [one, two] = startWords(bytes, p.base, end)
  const uri = two ? utf8Text(bytes, two[0], two[1] - two[0]) : ''
  if (/^[a-z]+:\/\//i.test(uri) || (one && utf8Text(bytes, one[0], one[1] - one[0]) === 'CONNECT')) return uri
  return `http://${host}${uri === '*' ? '' : uri}`
}

function drawLine(p: Packet, line: HeaderLine, kind: Field, ending: string): void {
  const { bytes } = p
  const { at, stop, next, name, from, to } = line
  const text = utf8Text(bytes, at, stop - at)
  const whole = text + (next - stop === 2 ? '\r\n' : next - stop === 1 ? '\n' : '')
  const field = headers.get(name)
  if (!field) {
    const row = name && !isKnown(name) ? p.hide(f.unknownHeader, at, next - at, whole) : -1
    void row
    const shown = p.add(kind, at, next - at, whole)
    if (shown >= 0) p.label(shown, text + ending)
    noteBad(p, shown, name, line)
    return
  }
  const row = p.add(field, at, next - at, utf8Text(bytes, from, to - from))
  p.label(row, text + ending)
  p.hide(kind, at, next - at, whole)
  const was = p.open(row)
  if (name === 'content-length') {
    const value = utf8Text(bytes, from, to - from)
    if (/^\d{1,15}$/.test(value)) p.set(f.contentLengthNumber, Number(value), at, next - at)
  } else if (name === 'cookie') {
    for (let pair = from; pair < to;) {
      let end = bytes.indexOf(59, pair)
      if (end < 0 || end > to) end = to
      if (end > pair) p.add(f.cookiePair, pair, end - pair)
      pair = end + 1
      while (pair < to && bytes[pair] === 32) pair++
    }
  } else if ((name === 'authorization' || name === 'proxy-authorization') && /^basic /i.test(text.slice(from - at))) {
    const credentials = atob64(utf8Text(bytes, from + 6, to - from - 6).trim())
    if (credentials !== undefined) p.add(f.authBasic, at, next - at, credentials)
  } else if (tokens.has(name)) drawToken(p, utf8Text(bytes, from, to - from))
  p.close(was)
}

/** Lines that carry tokens of NTLM or of the GSS-API (RFC 4559). */
const tokens = new Set(['authorization', 'proxy-authorization', 'www-authenticate', 'proxy-authenticate'])

function drawToken(p: Packet, text: string): void {
  const [, scheme, token] = /^(ntlm|negotiate)\s+(\S+)/i.exec(text) ?? []
  const bytes = token && atob64(token)
  const reader = p.registry.protocolByName.get(scheme?.length === 4 ? 'ntlmssp' : 'gss-api')
  if (!bytes || !reader) return
  const { at } = p
  p.within(
    'NTLMSSP / GSSAPI Data',
    Uint8Array.from(bytes, (c) => c.charCodeAt(0)),
    () => void p.nest(reader),
  )
  p.at = at
}

/** Names that RFC 9110 and its companions register, of which nothing more is said here. */
const isKnown = (name: string): boolean => known.has(name)
const known = new Set(['expires', 'etag', 'age', 'vary', 'via'])

function noteBad(p: Packet, row: number, name: string, { at, from }: HeaderLine): void {
  for (let i = at; i < Math.min(from, at + name.length); i++) {
    const c = p.bytes[i]!
    if (c > 32 && c < 127 && !'()<>@,;\\"/[]?={}'.includes(String.fromCharCode(c))) continue
    const was = p.open(row)
    p.note(f.badHeaderName, undefined, at)
    p.close(was)
    return
  }
}

function atob64(text: string): string | undefined {
  try {
    return atob(text)
  } catch {
    return undefined
  }
}
