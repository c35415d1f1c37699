/** RFC 3261: calls are begun, changed and ended by requests and responses in the form of HTTP. */
import { utf8Text } from '../../../bytes/text'
import type { Packet } from '../../../dissect/packet'
import { MORE, protocol } from '../../../dissect/protocol'
import { headerLine, lineAt, lineText, spells, wholeLine } from '../../kit/lines'
import { nextByMedia } from '../../web/media'
import { drawInside, drawRequestUri, split } from './draw'
import { facts, note } from './exchanges'
import { sipFields as f } from './fields'
import { fullName, headerFields } from './headers'

const METHODS = new Set(
  'ACK BYE CANCEL DO INFO INVITE MESSAGE NOTIFY OPTIONS PRACK QAUTH REFER REGISTER SPRACK SUBSCRIBE UPDATE PUBLISH'.split(
    ' ',
  ),
)

/** What the head says. */
interface Head {
  method: string
  code: number
  callId: string
  number: string
  numberMethod: string
  contentType: string
  contentLength: number
  expires: number
  contacts: number
  removed: number
  removesAll: boolean
  bodyAt: number
}

export const sip = protocol({
  name: 'sip',
  title: 'Session Initiation Protocol',
  spec: 'RFC 3261',
  over: { 'udp.port': [5060], 'tcp.port': [5060], 'tls.port': [5061] },
  heuristic: ['udp', 'tcp'],
  looks: (p) => kindAt(p) === 'known',
  messages: { cut },
  fields: { ...f, ...Object.fromEntries([...headerFields].map(([name, field]) => [`line ${name}`, field])) },
  decode(p) {
    if (!kindAt(p)) return false
    const { end, wire } = p
    for (let n = 0; p.at < end && n < MESSAGES; n++) {
      const kind = kindAt(p)
      if (!kind) break
      const head = readHead(p)
      const next = p.at + lengthOf(p, head)
      if (next < end) p.end = p.wire = next
      const nth = Math.min(255, p.nth() * MESSAGES + n)
      if (p.first) pass(p, head, nth)
      else draw(p, head, kind, nth)
      p.end = end
      p.wire = wire
      p.at = Math.min(end, next)
    }
    p.at = end
  },
  heading(p) {
    const [one, two] = lineText(p.bytes, p.base, lineAt(p.bytes, p.base, p.end)).split(' ')
    return `Session Initiation Protocol (${one === 'SIP/2.0' ? two : one})`
  },
})

/** Whether a message begins at the cursor; one of a method that is not known is only taken at SIP's own port. */
function kindAt(p: Packet): 'known' | 'unknown' | undefined {
  const { bytes, at, end } = p
  if (spells(bytes, at, end, 'SIP/2.0 ')) return 'known'
  const { stop } = lineAt(bytes, at, Math.min(end, at + 2048))
  if (stop - at < 12 || !spells(bytes, stop - 8, stop, ' SIP/2.0')) return undefined
  const text = utf8Text(bytes, at, stop - at)
  const [method, uri] = text.split(' ')
  if (!uri?.includes(':')) return undefined
  return METHODS.has(method!) ? 'known' : 'unknown'
}

/** So many messages of one segment are told apart. */
const MESSAGES = 32

/** Bytes of the message at the cursor; in a datagram it fills what is there unless it says less. */
function lengthOf(p: Packet, { bodyAt, contentLength }: Head): number {
  return bodyAt && contentLength >= 0 && p.layerProtocol[p.layer - 1]?.name === 'tcp'
    ? bodyAt - p.at + contentLength
    : p.left
}

/** First pass: notes the message, and reads the body for what it announces. */
function pass(p: Packet, head: Head, nth: number): void {
  const key = `${head.callId} ${head.number} ${head.method || head.numberMethod}`
  if (head.callId && !p.quoted) note(p, nth, key, head.code)
  p.at = Math.min(p.end, head.bodyAt || p.end)
  if (p.at < p.end && head.contentType) nextByMedia(p, head.contentType, '')
  else if (p.at < p.end) p.leaveOpen()
}

/** As many messages as are whole. */
function cut(p: Packet): number {
  const start = p.at
  for (;;) {
    const n = cutOne(p)
    if (n === MORE || n > p.left) return p.at > start ? p.at - start : n
    p.at += n
    if (p.at >= p.end || n === 0) return p.at - start
  }
}

function cutOne(p: Packet): number {
  const { bytes, at, end } = p
  if (bytes[at] === 13 || bytes[at] === 10) {
    let next = at
    while (next < end && (bytes[next] === 13 || bytes[next] === 10)) next++
    return next - at
  }
  if (wholeLine(bytes, at, end) && !kindAt(p)) return p.left
  const head = readHead(p)
  if (!head.bodyAt) return MORE
  return head.bodyAt - at + Math.max(0, head.contentLength)
}

function readHead(p: Packet): Head {
  const { bytes, at, end } = p
  const first = lineAt(bytes, at, end)
  const [one, two] = lineText(bytes, at, first).split(' ')
  const isResponse = one === 'SIP/2.0'
  const head: Head = {
    method: isResponse ? '' : one!,
    code: isResponse ? Number(two) || 0 : 0,
    callId: '',
    number: '',
    numberMethod: '',
    contentType: '',
    contentLength: -1,
    expires: -1,
    contacts: 0,
    removed: 0,
    removesAll: false,
    bodyAt: 0,
  }
  for (let from = first.next; from < end;) {
    const line = headerLine(bytes, from, end)
    from = line.next
    if (line.stop === line.at) {
      if (line.next > line.stop) head.bodyAt = line.next
      break
    }
    const name = fullName(line.name)
    const value = (): string => utf8Text(bytes, line.from, line.to - line.from)
    if (name === 'call-id') head.callId = value()
    else if (name === 'content-length') head.contentLength = Number(value()) || 0
    else if (name === 'content-type') head.contentType = value().split(';')[0]!.trim().toLowerCase()
    else if (name === 'expires') head.expires = Number(value())
    else if (name === 'cseq') {
      const [number, method] = value().split(/\s+/)
      head.number = number!
      head.numberMethod = method ?? ''
    } else if (name === 'contact') {
      if (value() === '*') head.removesAll = true
      else
        for (const part of split(p, { from: line.from, to: line.to }, 44)) {
          head.contacts++
          if (/;\s*expires=0+\s*(;|$)/i.test(utf8Text(bytes, part.from, part.to - part.from))) head.removed++
        }
    }
  }
  return head
}

/** What a REGISTER does, in Info. */
function bindings({ code, contacts, removed, removesAll, expires }: Head): string {
  // Who says it twice has it counted twice, as in tshark.
  const gone = removed + (expires === 0 ? Math.max(1, contacts - removed) : 0)
  const many = (n: number): string => `${n} binding${n === 1 ? '' : 's'}`
  if (removesAll) return '  (remove all bindings)'
  if (!code && !contacts) return '  (fetch bindings)'
  if (!code && gone) return `  (remove ${many(gone)})`
  return `  (${many(contacts)})`
}

function draw(p: Packet, head: Head, kind: 'known' | 'unknown', nth: number): void {
  const { bytes, end } = p
  const start = p.at
  const first = lineAt(bytes, start, end)
  const text = lineText(bytes, start, first)
  const words = text.split(' ')
  const isRequest = head.method !== ''
  let info = isRequest
    ? `${kind === 'known' ? 'Request' : 'Unknown request'}: ${words.slice(0, -1).join(' ')}`
    : `Status: ${text.slice(8)}`
  if (head.code >= 200 && head.code < 300 && head.numberMethod) info += ` (${head.numberMethod})`
  if (head.numberMethod === 'REGISTER' && (isRequest || (head.code >= 200 && head.code < 300))) info += bindings(head)
  p.say(info)
  p.fence(' | ')
  const line = p.open(p.add(isRequest ? f.requestLine : f.statusLine, start, first.stop - start))
  if (isRequest) {
    p.add(f.method, start, words[0]!.length)
    const from = start + words[0]!.length + 1
    drawRequestUri(p, from, first.stop - words.at(-1)!.length - 1)
  } else if (head.code) p.add(f.code, start + 8, 3, head.code)
  drawFact(p, nth)
  p.close(line)
  const headEnd = head.bodyAt || end
  p.at = first.next
  const group = p.open(p.add(f.head, p.at, Math.max(0, headEnd - p.at)))
  if (p.drawing) p.label(p.row(f.head), 'Message Header')
  while (p.at < headEnd) {
    const line = headerLine(bytes, p.at, headEnd)
    if (line.stop === line.at) break
    drawLine(p, line)
    p.at = line.next
  }
  p.close(group)
  p.at = Math.min(end, headEnd)
  if (p.at < end) {
    p.add(f.body, p.at, p.left)
    p.keepInfo()
    if (head.contentType) nextByMedia(p, head.contentType, '')
    else p.rest()
  }
  p.at = end
}

function drawFact(p: Packet, nth: number): void {
  const fact = p.recall(facts).get(p.frame.number, nth)
  if (!fact) return
  p.set(f.resend, fact.again ? 1 : 0)
  if (fact.again) p.set(f.resendOf, fact.again)
  if (!fact.request) return
  p.set(f.requestIn, fact.request)
  p.set(f.time, fact.milliseconds)
}

function drawLine(p: Packet, line: ReturnType<typeof headerLine>): void {
  const { bytes } = p
  const name = fullName(line.name)
  const field = headerFields.get(name)
  const shown = lineText(bytes, line.at, line)
  if (!field) return void p.text(shown, line.at, line.next - line.at)
  const value = utf8Text(bytes, line.from, line.to - line.from)
  const isNumber = field.type === 'uint'
  const row = p.add(field, line.from, line.to - line.from, isNumber ? Number(value) || 0 : undefined)
  p.label(row, shown)
  const was = p.open(row)
  drawInside(p, name, line)
  p.close(was)
  if (name === 'call-id') p.set(f.callId, value)
}
