/** RFC 5322: an Internet message: header lines, which may go on in the next ones, and a body of the type that they tell. */
import { utf8Text } from '../../bytes/text'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { latin, lineAt } from '../kit/lines'
import { nextByMedia } from '../web/media'
import { imfFields as f, lineByName, lines } from './imf-fields'

export const imf = protocol({
  name: 'imf',
  title: 'Internet Message Format',
  column: '',
  shortName: 'IMF',
  spec: 'RFC 5322',
  over: { media_type: ['message/rfc822'] },
  fields: { ...Object.fromEntries(lines.map((field) => [field.name, field])), ...f },
  decode(p) {
    if (p.first) {
      p.leaveOpen()
      p.at = p.end
      return
    }
    p.name(`${p.protocolColumn}/IMF`)
    p.keepInfo()
    const said = { type: '', parameters: '' }
    while (p.at < p.end) {
      const { bytes, at, end } = p
      const first = lineAt(bytes, at, end)
      if (first.stop === at) {
        p.at = first.next
        break
      }
      const colon = bytes.indexOf(58, at)
      if (colon < 0 || colon >= first.stop) break
      const next = unfold(bytes, first.next, end)
      drawLine(p, at, colon, next, said)
      p.at = next
    }
    if (said.type) {
      if (p.at < p.end) nextByMedia(p, said.type, said.parameters)
      // The reference reads a body of no bytes as text where the type has parameters behind it.
      else if (said.parameters && said.type.startsWith('text/')) p.sayMore(` (${said.type})`)
    } else drawText(p)
    p.at = p.end
  },
})

/** Where the header line ends whose first line ends at `at`: behind the last line that begins with a blank. */
function unfold(bytes: Uint8Array, at: number, end: number): number {
  let next = at
  while (next < end && (bytes[next] === 32 || bytes[next] === 9)) next = lineAt(bytes, next, end).next
  return next
}

function drawLine(
  p: Packet,
  at: number,
  colon: number,
  next: number,
  said: { type: string; parameters: string },
): void {
  const { bytes } = p
  const name = latin(bytes, at, Math.min(colon, at + 100))
  let from = colon + 1
  while (from < next && bytes[from] === 32) from++
  let stop = next
  while (stop > from && (bytes[stop - 1] === 10 || bytes[stop - 1] === 13)) stop--
  const key = name.trim().toLowerCase()
  const field = lineByName.get(key)
  const text = utf8Text(bytes, from, stop - from)
  if (key === 'from') p.sayMore(`from: ${text}, `)
  if (key === 'subject') p.sayMore(`subject: ${text}, `)
  if (!field) {
    const row = p.add(f.extension, at, next - at, utf8Text(bytes, at, stop - at))
    p.label(
      row,
      `Unknown-Extension: ${utf8Text(bytes, at, stop - at)} (Contact Wireshark developers if you want this supported.)`,
    )
    const was = p.open(row)
    p.add(f.extensionType, at, colon - at)
    p.add(f.extensionValue, from, stop - from)
    p.close(was)
    return
  }
  const row = p.add(field, from, stop - from)
  const was = p.open(row)
  if (key === 'content-type') {
    let semicolon = bytes.indexOf(59, from)
    if (semicolon < 0 || semicolon > stop) semicolon = stop
    p.add(f.contentType, from, semicolon - from)
    if (semicolon + 1 < stop) p.add(f.contentParameters, semicolon + 1, stop - semicolon - 1)
    said.type = utf8Text(bytes, from, semicolon - from)
      .trim()
      .toLowerCase()
    said.parameters = utf8Text(bytes, semicolon + 1, Math.max(0, stop - semicolon - 1))
  } else if (people.has(key)) {
    const n = drawPeople(p, from, next, key === 'from' || key === 'resent-from')
    p.label(row, `${field.label}: ${text}, ${n} item${n === 1 ? '' : 's'}`)
  }
  p.close(was)
}

const people = new Set(['from', 'to', 'cc', 'bcc', 'reply-to', 'resent-from', 'resent-to', 'resent-cc', 'resent-bcc'])
/** Addresses between commas; returns how many. */
function drawPeople(p: Packet, from: number, end: number, isMailbox: boolean): number {
  const { bytes } = p
  let count = 0
  for (let at = from; at < end; count++) {
    let stop = bytes.indexOf(44, at)
    if (stop < 0 || stop > end) stop = end
    const was = p.open(p.add(isMailbox ? f.mailboxItem : f.addressItem, at, stop - at))
    const open = bytes.indexOf(60, at)
    const close = bytes.indexOf(62, at)
    if (open >= 0 && open < stop && close > open && close < stop) {
      let a = at
      let b = open
      while (a < b && bytes[a]! <= 32) a++
      while (b > a && bytes[b - 1]! <= 32) b--
      if (b > a) p.add(f.displayName, a, b - a)
      p.add(f.address, open + 1, close - open - 1)
    } else p.add(f.address, at, stop - at)
    p.close(was)
    at = stop + 1
  }
  return count
}

/** A body of which nothing is said, line by line. */
function drawText(p: Packet): void {
  if (p.at >= p.end) return
  const was = p.open(p.add(f.text, p.at, p.left))
  while (p.at < p.end) {
    const { stop, next } = lineAt(p.bytes, p.at, p.end)
    const text = utf8Text(p.bytes, p.at, stop - p.at) + ' '.repeat(next - stop)
    p.sayMore(`${p.info ? ', ' : ''}${text}`)
    p.text(text, p.at, next - p.at)
    p.at = next
  }
  p.close(was)
}
