/** RFC 2326: control of streams in the form of HTTP, and the streams themselves where they go over the same connection. */
import { latin, headerLine, lineAt, lineText, endingOf, spells, wholeLine } from '../kit/lines'
import { string, u16, u32, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { atLeast, MORE, protocol } from '../../dissect/protocol'
import { conversations } from '../../flows/conversations'
import { nextByMedia } from '../web/media'
import { announceMedia } from './media-setup'

const METHODS = /^(OPTIONS|DESCRIBE|ANNOUNCE|SETUP|PLAY|PAUSE|TEARDOWN|GET_PARAMETER|SET_PARAMETER|REDIRECT|RECORD) /
const DOLLAR = 36
const setup = { method: 'RTSP', types: {} }

export const rtsp = protocol({
  name: 'rtsp',
  title: 'Real Time Streaming Protocol',
  spec: 'RFC 2326',
  over: { 'tcp.port': [554, 7236, 8554] },
  messages: { cut },
  fields: {
    request: string('rtsp.request', 'Request'),
    method: string('rtsp.method', 'Method', { help: 'SETUP says how the stream is to be sent, PLAY starts it.' }),
    url: string('rtsp.url', 'URL'),
    response: string('rtsp.response', 'Response'),
    status: u32('rtsp.status', 'Status'),
    session: string('rtsp.session', 'Session'),
    transport: string('rtsp.transport', 'Transport', { help: 'Ports or channels that the stream goes over.' }),
    contentType: string('rtsp.content-type', 'Content-type'),
    contentLength: u32('rtsp.content-length', 'Content-length'),
    magic: u8('rtsp.magic', 'Magic', { display: 'hex' }),
    channel: u8('rtsp.channel', 'Channel', { display: 'hex' }),
    length: u16('rtsp.length', 'Length'),
  },
  decode(p, _, f) {
    const { bytes, at, end } = p
    if (bytes[at] === DOLLAR) {
      p.say(`Interleaved channel 0x${p.peek(1, 1).toString(16).padStart(2, '0')}, ${p.peek(2, 2)} bytes`)
      p.take(f.magic)
      const channel = p.take(f.channel)
      p.take(f.length)
      const inner = p.registry.protocolByName.get(channel & 1 ? 'rtcp' : 'rtp')
      if (!inner || !p.nest(inner)) p.rest()
      return
    }
    const line = lineAt(bytes, at, end)
    const text = lineText(bytes, at, line)
    const isReply = spells(bytes, at, end, 'RTSP/')
    if (!isReply && !METHODS.test(text)) {
      p.say('Continuation')
      return p.rest()
    }
    if (!p.first) {
      p.say(`${isReply ? 'Reply: ' : ''}${text}`)
      p.keepInfo()
      const row = p.add(isReply ? f.response : f.request, at, line.next - at)
      p.label(row, `${isReply ? 'Response' : 'Request'}: ${text}${endingOf(bytes, line)}`)
      const was = p.open(row)
      const [one, two] = text.split(' ')
      if (isReply) p.add(f.status, at + one!.length + 1, 3, Number(two) || 0)
      else {
        p.add(f.method, at, one!.length)
        if (two) p.add(f.url, at + one!.length + 1, two.length)
      }
      p.close(was)
    }
    p.at = line.next
    let type = ''
    while (p.at < end) {
      const header = headerLine(bytes, p.at, end)
      const length = header.next - header.at
      if (header.stop === header.at) {
        p.text(endingOf(bytes, header), header.at, length)
        p.at = header.next
        break
      }
      const value = latin(bytes, header.from, header.to)
      if (header.name === 'content-type') {
        type = value.split(';')[0]!.trim().toLowerCase()
        p.add(f.contentType, header.at, length, value)
      } else if (header.name === 'content-length') p.add(f.contentLength, header.at, length, Number(value) || 0)
      else if (header.name === 'transport') {
        if (p.first && isReply) announce(p, value)
        p.label(p.add(f.transport, header.at, length, value), `Transport: ${value}`)
      } else if (header.name === 'session') p.label(p.add(f.session, header.at, length, value), `Session: ${value}`)
      else p.text(lineText(bytes, header.at, header) + endingOf(bytes, header), header.at, length)
      p.at = header.next
    }
    if (p.at < end && type) nextByMedia(p, type, '')
    else p.rest()
  },
})

function cut(p: Packet): number {
  const { bytes, at, end } = p
  if (bytes[at] === DOLLAR) return p.left < 4 ? atLeast(4) : 4 + p.peek(2, 2)
  const first = wholeLine(bytes, at, end)
  if (!first) return MORE
  const text = latin(bytes, at, Math.min(first.stop, at + 20))
  if (!text.startsWith('RTSP/') && !METHODS.test(text)) return p.left
  let length = 0
  for (let from = first.next; from < end;) {
    const line = headerLine(bytes, from, end)
    if (line.next === line.stop) return MORE
    if (line.stop === line.at) return line.next - at + length
    if (line.name === 'content-length') length = Number(latin(bytes, line.from, Math.min(line.to, line.from + 9))) || 0
    from = line.next
  }
  return MORE
}

/** First pass: the ports that a reply to SETUP agrees on. */
function announce(p: Packet, value: string): void {
  if (p.flow < 0 || p.quoted || /TCP/.test(value)) return
  const client = /client_port=(\d{1,5})/.exec(value)
  const talks = p.recall(conversations)
  if (client) announceMedia(p, talks.addressBytes(p.flow >> 1, 1 - (p.flow & 1)), Number(client[1]), setup)
}
