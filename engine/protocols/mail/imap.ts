/** RFC 9051, RFC 3501: mail kept on a server: tagged commands and answers in lines, in which literals of a told length may stand. */
import { bool, duration, framenum, string } from '../../dissect/field'
import { FlowState, FrameFacts, memory } from '../../dissect/memory'
import type { Packet } from '../../dissect/packet'
import { MORE, protocol } from '../../dissect/protocol'
import { conversationReaders } from '../../flows/readers'
import { limits } from '../../limits'
import { endingOf, latin, lineAt, lineText, wholeLine } from '../kit/lines'
import { imf } from './imf'

const fields = {
  isRequest: bool('imap.isrequest', 'Request', { hidden: true }),
  line: string('imap.line', 'Line'),
  request: string('imap.request', 'Request'),
  requestTag: string('imap.request_tag', 'Request Tag'),
  requestCommand: string('imap.request.command', 'Request Command', {
    help: 'What the client asks for: LOGIN, SELECT, FETCH.',
  }),
  uid: bool('imap.request.command.uid', 'Request isUID', { hidden: true }),
  folder: string('imap.request.folder', 'Request Folder', { help: 'The mailbox that is meant.' }),
  username: string('imap.request.username', 'Request Username'),
  password: string('imap.request.password', 'Request Password', { help: 'In clear text, for anybody to read.' }),
  response: string('imap.response', 'Response'),
  responseTag: string('imap.response_tag', 'Response Tag'),
  responseStatus: string('imap.response.status', 'Response Status', {
    help: 'OK, NO (refused) or BAD (not understood).',
  }),
  responseCommand: string('imap.response.command', 'Response Command'),
  tag: string('imap.tag', 'Tag', { hidden: true }),
  command: string('imap.command', 'Command', { hidden: true }),
  responseIn: framenum('imap.response_in', 'Response In', { generated: true }),
  responseTo: framenum('imap.response_to', 'Request In', { generated: true }),
  time: duration('imap.time', 'Response Time', { generated: true }),
}

interface Exchange {
  asked: number
  answered: number
  seconds: number
  nanos: number
}
class Talk {
  readonly open = new Map<string, Exchange>()
  asksTls = ''
}
const talks = memory(() => new FlowState(() => new Talk()))
const exchanges = memory(() => new FrameFacts<Record<string, Exchange>>())

export const imap = protocol({
  name: 'imap',
  title: 'Internet Message Access Protocol',
  spec: 'RFC 9051',
  over: { 'tcp.port': [143] },
  messages: { cut },
  fields,
  decode(p) {
    const isRequest = p.destinationPort === 143
    if (p.first) {
      if (p.flow >= 0 && !p.quoted) follow(p, isRequest)
      p.at = p.end
      return
    }
    p.hide(fields.isRequest, p.at, 0, isRequest ? 1 : 0)
    drawLines(p, isRequest)
  },
})

/** A literal announced at the end of a line, in bytes: `{20}`; −1 for none. */
function literalOf(bytes: Uint8Array, at: number, stop: number): number {
  if (bytes[stop - 1] !== 125) return -1
  const found = /\{(\d{1,9})\+?\}$/.exec(latin(bytes, Math.max(at, stop - 14), stop))
  return found ? Number(found[1]) : -1
}

/** Whole lines with what stands in them; a client waits with its literal until the server says go on. */
function cut(p: Packet): number {
  const { bytes, end } = p
  let whole = 0
  for (let { at } = p; at < end;) {
    const line = wholeLine(bytes, at, end)
    if (!line) break
    const literal = p.destinationPort === 143 ? -1 : literalOf(bytes, at, line.stop)
    if (literal > limits.messageBytes) return p.left
    if (literal >= 0) {
      at = line.next + literal
      if (at >= end || !wholeLine(bytes, at, end)) break
      continue
    }
    at = line.next
    whole = at - p.at
  }
  return whole || MORE
}

const wordsAt = (text: string): string[] => text.split(' ')

function follow(p: Packet, isRequest: boolean): void {
  const talk = p.recall(talks).of(p.flow >> 1)
  const { bytes, end } = p
  const { number, seconds, nanos } = p.frame
  const known: Record<string, Exchange> = {}
  for (let { at } = p; at < end;) {
    const line = lineAt(bytes, at, end)
    const literal = isRequest ? -1 : literalOf(bytes, at, line.stop)
    const [tag, word] = wordsAt(latin(bytes, at, Math.min(line.stop, at + 200)))
    at = line.next + Math.max(0, literal)
    if (literal > 0) p.leaveOpen()
    if (!tag || tag === '*' || tag === '+') continue
    if (isRequest && word) {
      const own = { asked: number, answered: 0, seconds, nanos }
      if (talk.open.size >= limits.tagsPerConversation) talk.open.clear()
      talk.open.set(tag, own)
      known[tag] = own
      talk.asksTls = word.toUpperCase() === 'STARTTLS' ? tag : ''
    } else if (!isRequest) {
      const own = talk.open.get(tag)
      if (!own) continue
      own.answered = number
      known[tag] = own
      talk.open.delete(tag)
      const tls = tag === talk.asksTls && word === 'OK' ? p.registry.protocolByName.get('tls') : undefined
      if (tls) p.recall(conversationReaders).become(p, tls)
    }
  }
  p.recall(exchanges).set(number, known, p.nth())
}

function drawLines(p: Packet, isRequest: boolean): void {
  const { bytes, end } = p
  const known = p.recall(exchanges).get(p.frame.number, p.nth()) ?? {}
  const bodies: { at: number; length: number }[] = []
  let said = ''
  let isTagged = false
  while (p.at < end) {
    const line = lineAt(bytes, p.at, end)
    const text = lineText(bytes, p.at, line)
    const row = p.add(fields.line, p.at, line.next - p.at)
    p.label(row, `Line: ${text}${endingOf(bytes, line)}`)
    const was = p.open(row)
    const tag = wordsAt(text)[0]!
    const counts = tag !== '*' && tag !== '+' && tag !== ''
    if (!said || (counts && !isTagged && !isRequest)) said = text
    isTagged ||= counts
    if (counts) drawTagged(p, isRequest, text, line.stop, known)
    p.close(was)
    const literal = isRequest ? -1 : literalOf(bytes, p.at, line.stop)
    if (literal > 0) bodies.push({ at: line.next, length: Math.min(literal, end - line.next) })
    p.at = Math.min(end, line.next + Math.max(0, literal))
  }
  p.say(`${isRequest ? 'Request' : 'Response'}: ${said}`)
  for (const [i, { at, length }] of bodies.entries()) {
    // What type the text has is said of the last message only.
    p.say(i ? p.info.replace(/ \([^()]*\)$/, '') : '')
    p.at = at
    p.part(length, () => p.nest(imf))
  }
  p.at = end
}

const FOLDERS = new Set([
  'SELECT',
  'EXAMINE',
  'CREATE',
  'DELETE',
  'RENAME',
  'SUBSCRIBE',
  'UNSUBSCRIBE',
  'STATUS',
  'APPEND',
])

function drawTagged(
  p: Packet,
  isRequest: boolean,
  text: string,
  stop: number,
  known: Readonly<Record<string, Exchange>>,
): void {
  const { at } = p
  p.add(isRequest ? fields.request : fields.response, at, stop - at)
  const words = wordsAt(text)
  const places: number[] = []
  let place = at
  const { bytes } = p
  for (let i = 0; i < 5; i++) {
    places.push(place)
    const blank = bytes.indexOf(32, place)
    place = blank < 0 || blank >= stop ? stop : blank + 1
  }
  const length = (n: number): number => Math.max(0, (places[n + 1]! < stop ? places[n + 1]! - 1 : stop) - places[n]!)
  const tag = words[0]!
  p.add(isRequest ? fields.requestTag : fields.responseTag, at, length(0))
  p.hide(fields.tag, at, length(0))
  const own = known[tag]
  if (isRequest) {
    const isUid = words[1]?.toUpperCase() === 'UID'
    const n = isUid ? 2 : 1
    if (!words[n]) return
    if (isUid) p.hide(fields.uid, places[1]!, 3, 1)
    p.add(fields.requestCommand, places[n]!, length(n))
    p.hide(fields.command, places[n]!, length(n))
    const command = words[n]!.toUpperCase()
    if (command === 'LOGIN') {
      if (words[2]) p.add(fields.username, places[2]!, length(2))
      if (words[3]) p.add(fields.password, places[3]!, length(3), words[3]!.replace(/^"(.*)"$/, '$1'))
    } else if (FOLDERS.has(command) && words[n + 1]) p.add(fields.folder, places[n + 1]!, length(n + 1))
    if (own?.answered) p.set(fields.responseIn, own.answered)
    return
  }
  if (!words[1]) return
  p.add(fields.responseStatus, places[1]!, length(1))
  if (words[2]) {
    p.add(fields.responseCommand, places[2]!, length(2))
    p.hide(fields.command, places[2]!, length(2))
  }
  if (own?.asked) {
    p.set(fields.responseTo, own.asked)
    p.set(fields.time, (p.frame.seconds - own.seconds) * 1e9 + p.frame.nanos - own.nanos)
  }
}
