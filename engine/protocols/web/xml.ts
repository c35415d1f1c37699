/** XML 1.0: tags with their attributes, and the text between them, as they nest. */
import { utf8Text } from '../../bytes/text'
import { expert, string } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { limits } from '../../limits'
import { spells } from '../kit/lines'

const f = {
  comment: string('xml.comment', 'Comment'),
  cdataSection: string('xml.cdatasection', 'CDATASection'),
  attribute: string('xml.attribute', 'Attribute', { help: 'A name and a value inside a tag.' }),
  doctype: string('xml.doctype', 'Doctype'),
  dtdTag: string('xml.dtdtag', 'DTD Tag'),
  cdata: string('xml.cdata', 'CDATA', { help: 'Text between tags.' }),
  tag: string('xml.tag', 'Tag', { help: 'An opening tag; what it holds stands under it.' }),
  unknown: string('xml.unknown', 'Unknown', { help: 'Text outside all tags.' }),
  declaration: string('xml.xmlpi.xml', 'xml.xmlpi.xml'),
  encoding: string('xml.xmlpi.xml.encoding', 'encoding'),
  version: string('xml.xmlpi.xml.version', 'version'),
  standalone: string('xml.xmlpi.xml.standalone', 'standalone'),
  unopened: expert('xml.closing_unopened_tag', 'error', 'Malformed', 'Closing an unopened tag'),
  unrecognized: expert('xml.unrecognized_text', 'warn', 'Protocol', 'Unrecognized text'),
}
const declared = new Map([
  ['encoding', f.encoding],
  ['version', f.version],
  ['standalone', f.standalone],
])

/** Tags that are open: what `p.open` answered for each. */
class Open {
  readonly was: number[] = []
}

export const xml = protocol({
  name: 'xml',
  title: 'eXtensible Markup Language',
  column: '',
  shortName: 'XML',
  spec: 'XML 1.0',
  over: {
    media_type: [
      'text/xml',
      'application/xml',
      'application/soap+xml',
      'application/xml-dtd',
      'application/xhtml+xml',
      'application/rss+xml',
      'application/atom+xml',
      'application/rdf+xml',
      'application/x-wms-logconnectstats',
      'application/x-wms-logplaystats',
      'application/x-wms-sendevent',
      'application/vnd.wv.csp.xml',
      'application/xcap-el+xml',
      'application/auth-policy+xml',
      'text/vnd.wap.wml',
      'text/vnd.wap.si',
      'text/vnd.wap.sl',
      'image/svg+xml',
    ],
  },
  fields: f,
  decode(p) {
    if (p.first) return
    p.name(`${p.protocolColumn}/XML`)
    const open = new Open()
    while (p.at < p.end) {
      const { at } = p
      drawNext(p, open)
      if (p.at <= at) p.at = p.end
    }
    while (open.was.length) p.close(open.was.pop()!)
  },
})

const find = (p: Packet, mark: string, from: number): number => {
  const first = mark.charCodeAt(0)
  for (let at = p.bytes.indexOf(first, from); at >= 0 && at + mark.length <= p.end; at = p.bytes.indexOf(first, at + 1))
    if (spells(p.bytes, at, p.end, mark)) return at
  return -1
}
const text = (p: Packet, from: number, to: number): string => utf8Text(p.bytes, from, to - from)
const oneLine = (s: string): string => s.replaceAll('\r', '\\r').replaceAll('\n', '\\n').replaceAll('\t', '\\t')

/** A piece from the cursor to behind `mark`, or false when that is not there. */
function piece(p: Packet, field: typeof f.comment, mark: string): boolean {
  const end = find(p, mark, p.at)
  if (end < 0) return unrecognized(p)
  const stop = end + mark.length
  const row = p.add(field, p.at, stop - p.at)
  p.label(row, oneLine(text(p, p.at, stop)))
  p.at = stop
  return true
}

function unrecognized(p: Packet, stop = p.end): false {
  const was = p.open(p.text('Unrecognized text', p.at, stop - p.at))
  p.note(f.unrecognized)
  p.close(was)
  p.at = stop
  return false
}

function drawNext(p: Packet, open: Open): void {
  const { bytes, at, end } = p
  if (bytes[at] !== 60) return drawText(p, open)
  if (spells(bytes, at, end, '<!--')) return void piece(p, f.comment, '-->')
  if (spells(bytes, at, end, '<![CDATA[')) return void piece(p, f.cdataSection, ']]>')
  if (spells(bytes, at, end, '<!DOCTYPE')) return drawDoctype(p)
  if (spells(bytes, at, end, '<?XML')) return drawDeclaration(p)
  if (bytes[at + 1] === 47) return drawClosing(p, open)
  if (isNameStart(bytes[at + 1] ?? 0)) return drawTag(p, open)
  const next = bytes.indexOf(60, at + 1)
  unrecognized(p, next < 0 || next > end ? end : next)
}

const isNameStart = (c: number): boolean =>
  (c | 32) >= 97 && (c | 32) <= 122 ? true : c === 95 || c === 58 || c >= 128

function drawText(p: Packet, open: Open): void {
  const { bytes, end } = p
  let { at } = p
  while (at < end && isBlank(bytes[at]!)) at++
  const found = bytes.indexOf(60, at)
  const stop = found < 0 || found > end ? end : found
  if (stop > at) p.label(p.add(open.was.length ? f.cdata : f.unknown, at, stop - at), oneLine(text(p, at, stop)))
  p.at = Math.max(at, stop)
}
const isBlank = (c: number): boolean => c === 32 || c === 10 || c === 13 || c === 9

/** Attributes from `at` to `stop`: pairs of begin and end. */
function attributes(p: Packet, at: number, stop: number): [number, number][] {
  const found: [number, number][] = []
  const source = text(p, at, stop)
  for (const match of source.matchAll(/[^\s=<>/"']+\s*=\s*("[^"]*"|'[^']*'|[^\s"'>/]+)/g)) {
    // Positions are of bytes: what stands before is measured again where it is not plain.
    const before = source.slice(0, match.index)
    const size = byteLength(match[0])
    const from = at + byteLength(before)
    found.push([from, from + size])
  }
  return found
}
const encoder = new TextEncoder()
const byteLength = (s: string): number => encoder.encode(s).length

function drawDeclaration(p: Packet): void {
  const { at } = p
  const mark = find(p, '?>', at)
  if (mark < 0) return void unrecognized(p)
  const row = p.add(f.declaration, at, mark + 2 - at)
  p.label(row, '<?xml')
  const was = p.open(row)
  for (const [from, to] of attributes(p, at + 5, mark)) {
    const whole = text(p, from, to)
    const equals = whole.indexOf('=')
    const field = declared.get(whole.slice(0, equals).trim())
    if (!field) continue
    const value = whole
      .slice(equals + 1)
      .trim()
      .replace(/^["']|["']$/g, '')
    p.label(p.add(field, from, to - from, value), whole)
  }
  p.text('?>', mark, 2)
  p.close(was)
  p.at = mark + 2
}

function drawTag(p: Packet, open: Open): void {
  const { at, bytes } = p
  // A bracket inside quotes does not end the tag.
  let stop = at
  for (let quote = 0; stop < p.end; stop++) {
    const c = bytes[stop]!
    if (quote) quote = c === quote ? 0 : quote
    else if (c === 34 || c === 39) quote = c
    else if (c === 62) break
  }
  if (stop >= p.end) return void unrecognized(p)
  const isEmpty = bytes[stop - 1] === 47
  const ending = isEmpty ? '/>' : '>'
  const whole = text(p, at, stop + 1)
  const list = attributes(p, at + 1, stop)
  const row = p.add(f.tag, at, stop + 1 - at, whole)
  const name = /^<[^\s/>]*/.exec(whole)![0]
  p.label(row, list.length ? name : name + ending)
  const was = p.open(row)
  list.forEach(([from, to], i) => {
    const label = oneLine(text(p, from, to)) + (i === list.length - 1 ? ending : '')
    p.label(p.add(f.attribute, from, to - from), label)
  })
  p.at = stop + 1
  if (isEmpty || open.was.length >= limits.nestedValues) p.close(was)
  else open.was.push(was)
}

function drawClosing(p: Packet, open: Open): void {
  const { at } = p
  const mark = find(p, '>', at)
  if (mark < 0) return void unrecognized(p)
  p.text(oneLine(text(p, at, mark + 1)), at, mark + 1 - at)
  p.at = mark + 1
  const was = open.was.pop()
  if (was !== undefined) return p.close(was)
  const inner = p.open(p.text('Closing an unopened tag', at, mark + 1 - at))
  p.note(f.unopened)
  p.close(inner)
}

function drawDoctype(p: Packet): void {
  const { at, bytes, end } = p
  const close = find(p, '>', at)
  const bracket = find(p, '[', at)
  if (close < 0) return void unrecognized(p)
  const name = /^<!doctype\s+([^\s[>]+)/i.exec(text(p, at, close))?.[1] ?? ''
  const isLong = bracket >= 0 && bracket < close
  const stop = isLong ? bracket : close
  const row = p.add(f.doctype, at, stop + 1 - at, name)
  p.label(row, oneLine(text(p, at, stop + 1)))
  p.at = stop + 1
  if (!isLong) return
  const was = p.open(row)
  while (p.at < end) {
    while (p.at < end && isBlank(bytes[p.at]!)) p.at++
    if (bytes[p.at] !== 60) break
    if (!piece(p, f.dtdTag, '>')) break
  }
  const last = find(p, '>', p.at)
  if (last >= 0) {
    p.text(text(p, p.at, last + 1), p.at, last + 1 - p.at)
    p.at = last + 1
  }
  p.close(was)
}
