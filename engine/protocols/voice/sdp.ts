/** RFC 8866: which media a session has, where they are sent, and in what form. */
import { latin, lineAt, lineText } from '../kit/lines'
import { string, u16 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { sixteenBytes } from '../files/ftp-announce'
import { announceMedia } from './media-setup'
import { payloadType } from './payload-types'

const part = (name: string, label: string): Field => string(`sdp.${name}`, label)
const fields = {
  version: part('version', 'Session Description Protocol Version (v)'),
  owner: part('owner', 'Owner/Creator, Session Id (o)'),
  session: part('session_name', 'Session Name (s)'),
  information: part('session_info', 'Session Information (i)'),
  uri: part('uri', 'URI of Description (u)'),
  email: part('email', 'E-mail Address (e)'),
  phone: part('phone', 'Phone Number (p)'),
  connection: part('connection_info', 'Connection Information (c)'),
  bandwidth: part('bandwidth', 'Bandwidth Information (b)'),
  zone: part('timezone', 'Time Zone Adjustments (z)'),
  key: part('encryption_key', 'Encryption Key (k)'),
  sessionAttribute: part('session_attr', 'Session Attribute (a)'),
  mediaAttribute: part('media_attr', 'Media Attribute (a)'),
  time: part('time', 'Time Description, active time (t)'),
  repeat: part('repeat_time', 'Repeat Time (r)'),
  media: string('sdp.media', 'Media Description, name and address (m)', {
    help: 'A stream that is offered: kind, port, form.',
  }),
  title: part('media_title', 'Media Title (i)'),
  unknown: part('unknown', 'Unknown'),
  invalid: part('invalid', 'Invalid line'),
  ownerName: part('owner.username', 'Owner Username'),
  ownerSession: part('owner.sessionid', 'Session ID'),
  ownerVersion: part('owner.version', 'Session Version'),
  ownerNetwork: part('owner.network_type', 'Owner Network Type'),
  ownerType: part('owner.address_type', 'Owner Address Type'),
  ownerAddress: part('owner.address', 'Owner Address'),
  network: part('connection_info.network_type', 'Connection Network Type'),
  addressType: part('connection_info.address_type', 'Connection Address Type'),
  address: string('sdp.connection_info.address', 'Connection Address', { help: 'Where the media are to be sent.' }),
  modifier: part('bandwidth.modifier', 'Bandwidth Modifier'),
  amount: part('bandwidth.value', 'Bandwidth Value'),
  start: part('time.start', 'Session Start Time'),
  stop: part('time.stop', 'Session Stop Time'),
  sessionField: part('session_attr.field', 'Session Attribute Fieldname'),
  sessionValue: part('session_attr.value', 'Session Attribute Value'),
  kind: part('media.media', 'Media Type'),
  port: u16('sdp.media.port', 'Media Port', { help: '0 refuses the stream.' }),
  portText: string('sdp.media.port_string', 'Media Port', { hidden: true }),
  proto: part('media.proto', 'Media Protocol'),
  format: part('media.format', 'Media Format'),
  mediaField: part('media_attribute.field', 'Media Attribute Fieldname'),
  mediaValue: part('media_attribute.value', 'Media Attribute Value'),
  mime: part('mime.type', 'MIME Type'),
  rate: part('sample_rate', 'Sample Rate'),
  parameter: part('fmtp.parameter', 'Media format specific parameters'),
}
const byLetter: Readonly<Record<string, Field>> = {
  v: fields.version,
  o: fields.owner,
  s: fields.session,
  u: fields.uri,
  e: fields.email,
  p: fields.phone,
  c: fields.connection,
  b: fields.bandwidth,
  z: fields.zone,
  k: fields.key,
  t: fields.time,
  r: fields.repeat,
  m: fields.media,
}
const words: Readonly<Record<string, readonly Field[]>> = {
  o: [
    fields.ownerName,
    fields.ownerSession,
    fields.ownerVersion,
    fields.ownerNetwork,
    fields.ownerType,
    fields.ownerAddress,
  ],
  c: [fields.network, fields.addressType, fields.address],
  t: [fields.start, fields.stop],
}

export const sdp = protocol({
  name: 'sdp',
  title: 'Session Description Protocol',
  column: '',
  shortName: 'SDP',
  spec: 'RFC 8866',
  over: { media_type: ['application/sdp'] },
  fields,
  decode(p) {
    if (p.first) announce(p)
    else {
      p.name(`${p.protocolColumn}/SDP`)
      p.keepInfo()
      drawLines(p)
    }
    p.at = p.end
  },
})

/** An address in text as bytes; undefined for names. */
function addressOf(text: string): Uint8Array | undefined {
  const plain = text.split('/')[0]!
  if (plain.includes(':')) return sixteenBytes(plain)
  const n = plain.split('.').map(Number)
  return n.length === 4 && n.every((byte) => byte >= 0 && byte < 256) ? Uint8Array.from(n) : undefined
}

/** First pass: whoever sends to these ends sends RTP. */
function announce(p: Packet): void {
  if (p.quoted) return
  const method = p.protocolColumn.startsWith('RTSP') ? 'RTSP' : 'SDP'
  let session: Uint8Array | undefined
  const media: { port: number; address: Uint8Array | undefined; types: Record<number, string> }[] = []
  for (let { at } = p; at < p.end;) {
    const line = lineAt(p.bytes, at, p.end)
    const letter = latin(p.bytes, at, Math.min(at + 2, line.stop))
    const text = lineText(p.bytes, Math.min(at + 2, line.stop), line)
    const own = media.at(-1)
    if (letter === 'c=') {
      const address = addressOf(text.split(' ')[2] ?? '')
      if (own) own.address = address
      else session = address
    } else if (letter === 'm=') {
      const [, port, proto] = text.split(' ')
      const isRtp = proto?.startsWith('RTP/') ?? false
      if (media.length < 32)
        media.push({ port: isRtp ? parseInt(port ?? '', 10) || 0 : 0, address: session, types: {} })
    } else if (letter === 'a=' && own) {
      const found = /^rtpmap:\s*(\d{1,3})\s+([^/\s]+)/.exec(text)
      if (found && Number(found[1]) >= 96) own.types[Number(found[1])] = found[2]!
    }
    at = line.next
  }
  for (const { port, address, types } of media) if (address && port) announceMedia(p, address, port, { method, types })
}

function drawLines(p: Packet): void {
  let inMedia = false
  const types: Record<string, string> = {}
  while (p.at < p.end) {
    const { at } = p
    const line = lineAt(p.bytes, at, p.end)
    p.at = line.next
    if (line.stop === at) continue
    if (p.bytes[at + 1] !== 61 || line.stop < at + 2) {
      p.add(fields.invalid, at, line.stop - at)
      continue
    }
    const letter = String.fromCharCode(p.bytes[at]!)
    if (letter === 'm') inMedia = true
    const field =
      letter === 'a'
        ? inMedia
          ? fields.mediaAttribute
          : fields.sessionAttribute
        : letter === 'i'
          ? inMedia
            ? fields.title
            : fields.information
          : (byLetter[letter] ?? fields.unknown)
    const was = p.open(p.add(field, at + 2, line.stop - at - 2))
    drawParts(p, letter, at + 2, line.stop, inMedia, types)
    p.close(was)
  }
}

function drawParts(
  p: Packet,
  letter: string,
  from: number,
  stop: number,
  inMedia: boolean,
  types: Record<string, string>,
): void {
  const text = latin(p.bytes, from, stop)
  const places = [...text.matchAll(/\S+/g)].map((m) => ({ at: from + m.index, text: m[0] }))
  for (const [i, field] of (words[letter] ?? []).entries())
    if (places[i]) p.add(field, places[i].at, places[i].text.length)
  if (letter === 'b') {
    const colon = text.indexOf(':')
    if (colon < 0) return
    p.add(fields.modifier, from, colon)
    p.add(fields.amount, from + colon + 1, text.length - colon - 1)
  } else if (letter === 'm') {
    const [kind, port, proto, ...formats] = places
    if (kind) p.add(fields.kind, kind.at, kind.text.length)
    if (port) {
      p.hide(fields.portText, port.at, port.text.length)
      p.add(fields.port, port.at, port.text.length, (parseInt(port.text, 10) || 0) & 0xffff)
    }
    if (proto) p.add(fields.proto, proto.at, proto.text.length)
    for (const { at, text } of formats) {
      const isNumber = proto?.text.startsWith('RTP/') && /^\d{1,3}$/.test(text)
      p.add(fields.format, at, text.length, isNumber ? payloadType(Number(text)) : text)
    }
  } else if (letter === 'a') drawAttribute(p, text, from, inMedia, types)
}

function drawAttribute(p: Packet, text: string, from: number, inMedia: boolean, types: Record<string, string>): void {
  const colon = text.indexOf(':')
  if (colon < 0) return
  p.add(inMedia ? fields.mediaField : fields.sessionField, from, colon)
  const value = text.slice(colon + 1)
  const map = /^\s*(\d+)\s+([^/\s]+)(?:\/(\d+))?/.exec(value)
  const format = /^\s*(\d+)\s+(.*)$/.exec(value)
  const at = from + colon + 1
  if (inMedia && text.startsWith('rtpmap:') && map) {
    p.add(fields.format, at, map[1]!.length, map[1]!)
    p.add(fields.mime, at + value.indexOf(map[2]!, map[1]!.length), map[2]!.length)
    if (map[3]) p.add(fields.rate, at + map[0].length - map[3].length, map[3].length)
    types[map[1]!] = map[2]!
  } else if (inMedia && text.startsWith('fmtp:') && format) {
    const name = types[format[1]!]
    const row = p.add(fields.format, at, format[1]!.length, format[1]!)
    if (name) p.label(row, `Media Format: ${format[1]} [${name}]`)
    let place = at + value.length - format[2]!.length
    for (const piece of format[2]!.split(';')) {
      const lead = piece.length - piece.trimStart().length
      if (piece.trim()) p.add(fields.parameter, place + lead, piece.trim().length)
      place += piece.length + 1
    }
  } else if (value) p.add(inMedia ? fields.mediaValue : fields.sessionValue, at, value.length)
}
