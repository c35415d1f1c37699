/** First pass over an SMTP conversation: which lines are commands, and where the message between them begins and ends (RFC 5321). */
import { FlowState, FrameFacts, memory } from '../../dissect/memory'
import type { Packet } from '../../dissect/packet'
import { conversationReaders } from '../../flows/readers'
import { latin, lineAt, spells } from '../kit/lines'
import { letters } from './letters'
import type { Letter } from './letters'

/** What stands in a segment of the client: positions from the start of the layer. */
export interface Part {
  kind: 'command' | 'user' | 'password' | 'both' | 'data' | 'end'
  at: number
  length: number
}

class Talk {
  /** The client sends the message. */
  isData = false
  letter: Letter | undefined
  /** Bytes of the message so far, and the last of them. */
  length = 0
  tail = ''
  /** What the client's next line is, when it is no command. */
  awaits: '' | 'user' | 'password' | 'both' = ''
  isTls = false
}

const talks = memory(() => new FlowState(() => new Talk()))
export const parts = memory(() => new FrameFacts<readonly Part[]>())

/** Takes the client's lines from the cursor to the end of the layer. */
export function followClient(p: Packet): void {
  const talk = p.recall(talks).of(p.flow >> 1)
  const { bytes, at: base, end } = p
  const found: Part[] = []
  for (let at = base; at < end;) {
    if (talk.isData) {
      at = message(p, talk, at, found, base)
      continue
    }
    const line = lineAt(bytes, at, end)
    const kind = talk.awaits || (isCommand(bytes, at, line.stop) ? 'command' : 'data')
    talk.awaits = ''
    found.push({ kind, at: at - base, length: line.next - at })
    if (kind === 'data') data(p, talk, at, line.next - at)
    if (kind === 'command') {
      if (spells(bytes, at, line.stop, 'DATA')) talk.isData = true
      if (spells(bytes, at, line.stop, 'STARTTLS')) talk.isTls = true
      if (spells(bytes, at, line.stop, 'AUTH PLAIN') && line.stop - at < 12) talk.awaits = 'both'
    }
    at = line.next
  }
  p.recall(parts).set(p.frame.number, found, p.nth())
}

const isLetter = (c: number): boolean => (c >= 65 && c <= 90) || (c >= 97 && c <= 122)
function isCommand(bytes: Uint8Array, at: number, stop: number): boolean {
  if (stop - at < 4) return false
  for (let i = at; i < at + 4; i++) if (!isLetter(bytes[i]!)) return false
  return true
}

function data(p: Packet, talk: Talk, at: number, length: number): void {
  p.leaveOpen()
  talk.letter = p.recall(letters).add(p, talk.letter, at, length)
  talk.length += length
}

/** Bytes of the message: up to the line that is only a dot, or to the end of the layer. Returns where it stops. */
function message(p: Packet, talk: Talk, at: number, found: Part[], base: number): number {
  const { bytes, end } = p
  const before = talk.tail
  // The end of the message, seen over the bytes of earlier segments.
  const seen = before + latin(bytes, at, Math.min(end, at + 5))
  let dot = seen.indexOf(END)
  let stop = dot < 0 ? -1 : at + dot + END.length - before.length
  for (let i = bytes.indexOf(46, at); stop < 0 && i >= 0 && i < end; i = bytes.indexOf(46, i + 1)) {
    if (i - 2 >= at && i + 2 < end && spells(bytes, i - 2, i + 3, END)) {
      stop = i + 3
      dot = i - 2 - at + before.length
    }
  }
  // Without an end line of its own the dot may open the message.
  if (stop < 0 || stop > end) {
    found.push({ kind: 'data', at: at - base, length: end - at })
    data(p, talk, at, end - at)
    talk.tail = (before + latin(bytes, Math.max(at, end - 4), end)).slice(-4)
    return end
  }
  const body = Math.max(0, dot + 2 - before.length)
  const behind = Math.max(0, before.length - dot - 2)
  if (body > 0) data(p, talk, at, body)
  found.push({ kind: 'end', at: at - base, length: stop - at })
  if (talk.letter) p.recall(letters).end(p, talk.letter, talk.length - behind)
  p.leaveOpen()
  forget(talk)
  // What stands behind the end in the same segment is not looked at, as in tshark.
  return end
}
const END = '\r\n.\r\n'

function forget(talk: Talk): void {
  talk.isData = false
  talk.letter = undefined
  talk.length = 0
  talk.tail = ''
}

/** Takes a reply of the server: it may refuse the message, ask for a name or a password, or begin TLS. */
export function followServer(p: Packet): void {
  const talk = p.recall(talks).of(p.flow >> 1)
  const { bytes, end } = p
  for (let { at } = p; at < end;) {
    const { stop, next } = lineAt(bytes, at, end)
    const code = /^\d{3}/.exec(latin(bytes, at, Math.min(stop, at + 3)))?.[0] ?? ''
    if (code[0] === '4' || code[0] === '5') {
      if (talk.isData && !talk.length) forget(talk)
      talk.isTls = false
      talk.awaits = ''
    }
    if (code === '334' && spells(bytes, at + 4, stop, 'VXNLCM5HBWU6')) talk.awaits = 'user'
    if (code === '334' && spells(bytes, at + 4, stop, 'UGFZC3DVCMQ6')) talk.awaits = 'password'
    if (code === '220' && talk.isTls) {
      talk.isTls = false
      const tls = p.registry.protocolByName.get('tls')
      if (tls) p.recall(conversationReaders).become(p, tls)
    }
    at = next
  }
}
