/** RFC 2046, section 5.1: parts between boundary lines, each with a header and a body of its own media type. */
import { utf8Text } from '../../bytes/text'
import { bytes, string } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { headerLine, latin } from '../kit/lines'
import { bodyMedia, nextByMedia } from './media'

const header = (name: string) => string(`mime_multipart.header.${name.toLowerCase()}`, name)
const f = {
  type: string('mime_multipart.type', 'Type', { generated: true }),
  part: string('mime_multipart.part', 'Encapsulated multipart part', { help: 'One of the things sent together.' }),
  description: header('Content-Description'),
  disposition: header('Content-Disposition'),
  encoding: header('Content-Encoding'),
  id: header('Content-Id'),
  language: header('Content-Language'),
  length: header('Content-Length'),
  transferEncoding: header('Content-Transfer-Encoding'),
  contentType: header('Content-Type'),
  firstBoundary: string('mime_multipart.first_boundary', 'First boundary'),
  preamble: bytes('mime_multipart.preamble', 'Preamble'),
  lastBoundary: string('mime_multipart.last_boundary', 'Last boundary'),
  boundary: string('mime_multipart.boundary', 'Boundary'),
  trailer: bytes('mime_multipart.trailer', 'Trailer'),
}
const known = new Map(Object.values(f).map((field) => [field.name.split('.').at(-1)!, field]))

/** A line that begins with `--boundary`: [at, next), with the line end before it; `isLast` when two dashes follow. */
interface Mark {
  at: number
  next: number
  isLast: boolean
}

function markFrom(p: Packet, from: number, boundary: string): Mark | undefined {
  const { bytes: b, end } = p
  const word = `--${boundary}`
  for (let at = b.indexOf(45, from); at >= 0 && at + word.length <= end; at = b.indexOf(45, at + 1)) {
    if (at > p.base && b[at - 1] !== 10) continue
    if (latin(b, at, at + word.length) !== word) continue
    let next = at + word.length
    const isLast = b[next] === 45 && b[next + 1] === 45 && next + 2 <= end
    if (isLast) next += 2
    while (next < end && (b[next] === 32 || b[next] === 9)) next++
    if (next < end && b[next] === 13) next++
    if (next < end && b[next] === 10) next++
    let start = at
    if (start > from && b[start - 1] === 10) start -= b[start - 2] === 13 && start - 1 > from ? 2 : 1
    return { at: start, next, isLast }
  }
  return undefined
}

export const mimeMultipart = protocol({
  name: 'mime_multipart',
  title: 'MIME Multipart Media Encapsulation',
  column: '',
  shortName: 'MIME multipart',
  spec: 'RFC 2046',
  over: {
    media_type: [
      'multipart/mixed',
      'multipart/related',
      'multipart/alternative',
      'multipart/form-data',
      'multipart/report',
      'multipart/signed',
      'multipart/encrypted',
    ],
  },
  fields: f,
  decode(p) {
    if (p.first) return
    const { type, parameters } = p.recall(bodyMedia)
    const boundary = boundaryIn(parameters)
    if (!boundary) return false
    p.set(f.type, type)
    let mark = markFrom(p, p.at, boundary)
    if (!mark) return
    if (mark.at > p.at || mark.next > p.at) drawPreamble(p, mark)
    while (mark && !mark.isLast) {
      const from: number = mark.next
      const next = markFrom(p, from, boundary)
      drawPart(p, from, next?.at ?? p.end)
      if (next) p.add(next.isLast ? f.lastBoundary : f.boundary, next.at, next.next - next.at)
      p.at = next?.next ?? p.end
      mark = next
    }
    if (p.at < p.end) p.add(f.trailer, p.at, p.left)
    p.at = p.end
  },
  heading(p) {
    const { type, parameters } = p.recall(bodyMedia)
    return `MIME Multipart Media Encapsulation, Type: ${type}, Boundary: "${boundaryIn(parameters)}"`
  },
})

function drawPreamble(p: Packet, { at, next }: Mark): void {
  const { bytes: b } = p
  // The line end before the first boundary belongs to the preamble.
  const dashes = b.indexOf(45, at)
  if (dashes > p.at) p.add(f.preamble, p.at, dashes - p.at)
  p.add(f.firstBoundary, dashes, next - dashes)
}

function drawPart(p: Packet, from: number, to: number): void {
  const { bytes: b } = p
  const media = p.recall(bodyMedia)
  const outer = { ...media }
  const part = p.add(f.part, from, to - from, '')
  const was = p.open(part)
  let at = from
  let contentType = ''
  // A part without header begins with the empty line.
  while (at < to) {
    const line = headerLine(b, at, to)
    if (line.stop === line.at || !line.name) break
    let { next } = line
    while (next < to && (b[next] === 32 || b[next] === 9)) next = headerLine(b, next, to).next
    let shownEnd = next
    const isLast = next < to && (b[next] === 10 || (b[next] === 13 && b[next + 1] === 10))
    if (isLast) shownEnd = next + (b[next] === 13 ? 2 : 1)
    const whole = utf8Text(b, at, shownEnd - at)
    const value = utf8Text(b, line.from, line.to - line.from)
    const field = known.get(line.name)
    const shown = whole.replaceAll('\r', '\\r').replaceAll('\n', '\\n').replaceAll('\t', '\\t')
    if (field) p.label(p.add(field, at, shownEnd - at, value), shown)
    else p.text(shown, at, shownEnd - at)
    if (line.name === 'content-type') contentType = value
    at = shownEnd
    if (isLast) break
  }
  const semicolon = contentType.indexOf(';')
  const type = (semicolon < 0 ? contentType : contentType.slice(0, semicolon)).trim().toLowerCase()
  if (type) {
    p.label(part, `Encapsulated multipart part:  (${type})`)
    if (part >= 0) p.records.extra.set(part, `(${type})`)
  } else p.label(part, 'Encapsulated multipart part: ')
  p.at = at
  p.part(to - at, () =>
    p.under(part, () => {
      if (type) nextByMedia(p, type, semicolon < 0 ? '' : contentType.slice(semicolon + 1).trim())
      else p.rest()
    }),
  )
  p.close(was)
  Object.assign(media, outer)
}

/** `boundary="x y"; charset=…` → `x y`. */
export function boundaryIn(parameters: string): string {
  const found = /(?:^|[;\s])boundary=(?:"([^"]{1,200})"|([^\s;,]{1,200}))/i.exec(parameters)
  return found?.[1] ?? found?.[2] ?? ''
}
