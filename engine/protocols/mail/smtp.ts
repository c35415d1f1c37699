/** RFC 5321: mail on its way: commands and replies in lines, and the message behind DATA up to a line that is only a dot. */
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { endingOf, latin, lineAt, lineText } from '../kit/lines'
import { firstLineWhole } from '../kit/segments'
import { nextAsLines } from '../web/media'
import { drawLetter } from './letters'
import { smtpFields as f } from './smtp-fields'
import { followClient, followServer, parts } from './smtp-talk'
import type { Part } from './smtp-talk'

const PORTS = [25, 587]

export const smtp = protocol({
  name: 'smtp',
  title: 'Simple Mail Transfer Protocol',
  spec: 'RFC 5321',
  over: { 'tcp.port': PORTS },
  messages: {
    // A message is taken as it comes, lines only whole.
    cut: (p, ask) => (isFromClient(p) && !ask.from && p.left > LONG_LINE ? p.left : firstLineWhole.cut(p, ask)),
  },
  fields: f,
  decode(p) {
    const isClient = isFromClient(p)
    const canTell = p.flow >= 0 && !p.quoted
    if (p.first) {
      if (canTell && isClient) followClient(p)
      else if (canTell) followServer(p)
    } else if (!isClient) drawReplies(p)
    else {
      const known = canTell ? p.recall(parts).get(p.frame.number, p.nth()) : undefined
      p.hide(f.request, p.at, 0, 1)
      drawParts(p, known ?? [{ kind: 'command', at: 0, length: p.left }])
    }
    p.at = p.end
  },
})

/** A line is not longer than this (RFC 5321 allows 512 bytes, extensions some more). */
const LONG_LINE = 1000
const isFromClient = (p: Packet): boolean => PORTS.includes(p.destinationPort) || !PORTS.includes(p.sourcePort)

function drawParts(p: Packet, list: readonly Part[]): void {
  const { base, bytes, end } = p
  const said: string[] = []
  const say = (text: string): void => {
    said.push(text)
    p.say(`C: ${said.join(' | ')}`)
  }
  for (const { kind, at, length } of list) {
    p.at = base + at
    if (p.at > end) break
    const line = lineAt(bytes, p.at, Math.min(end, p.at + length))
    const text = lineText(bytes, p.at, line)
    const n = line.stop - p.at
    if (kind === 'data') {
      say(`DATA fragment, ${length} bytes`)
      p.part(length, () => {
        p.keepInfo()
        nextAsLines(p)
      })
      drawLetter(p, f, 'Reassembled DATA')
    } else if (kind === 'end') {
      p.text('C: .', p.at + length - 3, 3)
      p.hide(f.endOfMessage, p.at + length - 3, 3)
      say('.')
      drawLetter(p, f, 'Reassembled DATA')
    } else if (kind === 'command') {
      say(text)
      drawCommand(p, text, line.stop, line.next, endingOf(bytes, line))
    } else if (kind === 'both') {
      say(text)
      drawBoth(p, p.at, n)
    } else {
      say(`${kind === 'user' ? 'User' : 'Pass'}: ${text}`)
      p.add(kind === 'user' ? f.username : f.password, p.at, n)
    }
  }
}

function drawBoth(p: Packet, at: number, length: number): void {
  const was = p.open(p.add(f.both, at, length))
  p.note(f.notBase64)
  p.close(was)
}

function drawCommand(p: Packet, text: string, stop: number, next: number, ending: string): void {
  const { at } = p
  const row = p.add(f.commandLine, at, next - at)
  p.label(row, `Command Line: ${text}${ending}`)
  const was = p.open(row)
  p.add(f.command, at, Math.min(4, stop - at))
  if (stop > at + 5) {
    p.add(f.parameter, at + 5, stop - at - 5)
    if (/^AUTH PLAIN ./i.test(text)) drawBoth(p, at + 11, stop - at - 11)
  }
  p.close(was)
}

function drawReplies(p: Packet): void {
  const { bytes, end } = p
  p.hide(f.reply, p.at, 0, 1)
  const said: string[] = []
  let group = -1
  let code = ''
  let isMore = false
  let root = 0
  const close = (): void => {
    if (group) p.close(root)
    group = 0
  }
  group = 0
  while (p.at < end) {
    const line = lineAt(bytes, p.at, end)
    const { stop, next } = line
    const own = /^\d{3}/.exec(latin(bytes, p.at, Math.min(stop, p.at + 3)))?.[0] ?? ''
    if (own) {
      const goesOn = isMore && own === code
      const from = Math.min(stop, p.at + 4)
      if (!goesOn) {
        close()
        const row = p.add(f.response, p.at, next - p.at)
        p.label(row, `Response: ${lineText(bytes, p.at, line)}${endingOf(bytes, line)}`)
        root = p.open(row)
        group = 1
        p.add(f.code, p.at, 3, Number(own))
        said.push(lineText(bytes, p.at, line))
      } else said.push(lineText(bytes, from, line))
      if (stop > p.at + 3) p.add(f.responseText, from, stop - from)
      isMore = bytes[p.at + 3] === 45 && stop > p.at + 3
      code = own
    }
    p.at = next
  }
  close()
  p.say(`S: ${said.join(' | ')}`)
}
