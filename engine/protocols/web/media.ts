/** Bodies by their media type (RFC 6838): text in lines, what nobody decodes, and the table that leads to everything else. */
import { utf8Text } from '../../bytes/text'
import { string } from '../../dissect/field'
import { memory } from '../../dissect/memory'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import type { Protocol } from '../../dissect/protocol'
import { lineAt, endingOf } from '../kit/lines'

/** The media type of the body at hand, and what stands behind it (`boundary=…`). */
export const bodyMedia = memory(() => ({ type: '', parameters: '' }))

/** Hands the bytes from the cursor on to whoever knows this media type (in small letters); '' for none said. */
export function nextByMedia(p: Packet, type: string, parameters: string): void {
  const media = p.recall(bodyMedia)
  media.type = type
  media.parameters = parameters
  if (p.at >= p.end) return
  const { guesses } = p.registry.table('http')
  if (!type || type === 'application/octet-stream') return void p.guess(guesses)
  const known = readerOf(p, type)
  if (known && p.nest(known)) return
  for (const guess of guesses) if (p.looksLike(guess) === true && p.nest(guess)) return
  p.nest(mediaBody)
}

function readerOf(p: Packet, type: string): Protocol | undefined {
  const reader = p.find('media_type', type)
  if (reader) return reader
  if (type.endsWith('+json')) return p.find('media_type', 'application/json')
  if (type.endsWith('+xml')) return p.find('media_type', 'application/xml')
  return type.startsWith('multipart/') ? p.find('media_type', 'multipart/mixed') : undefined
}

/** Hands the bytes from the cursor on as lines of text of which nobody said a type. */
export function nextAsLines(p: Packet): void {
  p.recall(bodyMedia).type = ''
  if (p.at < p.end) p.nest(textLines)
}

const typeAt = (p: Packet): string => p.recall(bodyMedia).type

export const textLines = protocol({
  name: 'data-text-lines',
  title: 'Line-based text data',
  column: '',
  shortName: 'Line-based text data',
  spec: 'RFC 2046',
  over: {
    media_type: [
      'text/plain',
      'text/html',
      'text/css',
      'text/javascript',
      'text/x-cross-domain-policy',
      'application/javascript',
      'application/x-javascript',
      'application/ecmascript',
      'application/x-ns-proxy-autoconfig',
      'application/jwt',
      'application/sdp-ice-frag',
    ],
  },
  decode(p) {
    if (p.first) return
    if (p.columns && typeAt(p)) p.sayMore(` (${typeAt(p)})`)
    if (!p.drawing) return
    while (p.at < p.end) {
      const line = lineAt(p.bytes, p.at, p.end)
      p.text(utf8Text(p.bytes, p.at, line.stop - p.at) + endingOf(p.bytes, line), p.at, line.next - p.at)
      p.at = line.next
    }
  },
  heading(p) {
    let lines = 0
    for (let at = p.at; at < p.end; lines++) at = lineAt(p.bytes, at, p.end).next
    const type = typeAt(p)
    return `Line-based text data${type && `: ${type}`} (${lines} lines)`
  },
})

export const mediaBody = protocol({
  name: 'media',
  title: 'Media Type',
  column: '',
  shortName: 'Media',
  spec: 'RFC 2046',
  fields: { type: string('media.type', 'Media type', { help: 'Says what the bytes are; nobody here decodes them.' }) },
  decode(p, _, f) {
    if (p.first) return
    const row = p.add(f.type, p.at, p.left, typeAt(p))
    p.label(row, `Media type: ${typeAt(p)} (${p.left} byte${p.left === 1 ? '' : 's'})`)
    if (p.columns) p.sayMore(` (${typeAt(p)})`)
    p.at = p.end
  },
})
