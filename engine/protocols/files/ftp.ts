/** RFC 959, 2428: commands and replies in lines; data goes over connections of its own, which the lines announce. */
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { conversations } from '../../flows/conversations'
import { conversationReaders } from '../../flows/readers'
import { endingOf, lineAt, lineText } from '../kit/lines'
import type { Line } from '../kit/lines'
import { firstWord } from '../kit/segments'
import { extendedPassive, extendedPort, sixNumbers } from './ftp-announce'
import { ftpData } from './ftp-data'
import { ftpFields as f } from './ftp-fields'
import { controls, moves, standIn, steps } from './ftp-transfers'
import type { Transfer } from './ftp-transfers'

export const ftp = protocol({
  name: 'ftp',
  title: 'File Transfer Protocol (FTP)',
  spec: 'RFC 959',
  over: { 'tcp.port': [21] },
  fields: f,
  decode(p) {
    const { bytes, at, end } = p
    const isRequest = p.destinationPort === 21 || p.sourcePort !== 21
    const line = lineAt(bytes, at, end)
    const text = lineText(bytes, at, line)
    if (p.first) {
      if (p.flow >= 0 && !p.quoted) follow(p, text, isRequest)
      p.at = end
      return
    }
    p.say(`${isRequest ? 'Request' : 'Response'}: ${text}`)
    p.hide(f.request, at, 0, isRequest ? 1 : 0)
    p.hide(f.response, at, 0, isRequest ? 0 : 1)
    const was = p.open(p.text(text + endingOf(bytes, line), at, line.next - at))
    if (isRequest) drawRequest(p, text, line)
    else drawReply(p, text, line)
    p.close(was)
    for (p.at = line.next; p.at < end;) {
      const more = lineAt(bytes, p.at, end)
      p.text(lineText(bytes, p.at, more) + endingOf(bytes, more), p.at, more.next - p.at)
      p.at = more.next
    }
    drawStep(p)
  },
})

/** A reply's code and what stands behind it. */
function reply(text: string): { code: number; rest: string } {
  const found = /^(\d{3})(?:[ -]|$)/.exec(text)
  return found ? { code: Number(found[1]), rest: text.slice(4) } : { code: 0, rest: text }
}

/** First pass: what the line agrees on. */
function follow(p: Packet, text: string, isRequest: boolean): void {
  const control = p.recall(controls).of(p.flow >> 1)
  const { number } = p.frame
  let agreed: Transfer | undefined
  let begun: Transfer | undefined
  const agree = (method: string, address: Uint8Array, port: number): void => {
    agreed = {
      setup: number,
      method,
      command: '',
      commandFrame: 0,
      directory: '',
      frames: 0,
      bytes: 0,
      first: 0,
      last: 0,
    }
    control.next = agreed
    p.recall(conversationReaders).expect(p, { transport: 'tcp', address, port }, ftpData, agreed)
  }
  if (isRequest) {
    const [word, argument] = firstWord(text)
    const command = word.toUpperCase()
    control.command = command
    control.argument = argument
    const end = command === 'PORT' ? sixNumbers(argument) : command === 'EPRT' ? extendedPort(argument) : undefined
    if (end) agree(command, end.address, end.port)
    if (moves.has(command)) {
      begun = control.next
      if (begun) {
        begun.command = text.trimEnd()
        begun.commandFrame = number
        begun.directory = control.directory
        control.next = undefined
      }
    }
  } else {
    const { code, rest } = reply(text)
    const end = code === 227 ? sixNumbers(rest) : undefined
    if (end) agree('PASV', end.address, end.port)
    const extended = code === 229 ? extendedPassive(rest) : undefined
    if (extended) agree('EPSV', p.recall(conversations).addressBytes(p.flow >> 1, p.flow & 1), extended.port)
    if (code === 257 && control.command === 'PWD') control.directory = /"([^"]*)"/.exec(rest)?.[1] ?? control.directory
    if (code === 250 && control.command === 'CWD') control.directory = standIn(control.directory, control.argument)
    if (code === 250 && control.command === 'CDUP') control.directory = standIn(control.directory, '..')
    if (code === 234 && control.command === 'AUTH') {
      const tls = p.registry.protocolByName.get('tls')
      if (tls) p.recall(conversationReaders).become(p, tls)
    }
  }
  p.recall(steps).set(number, { directory: control.directory, agreed, begun }, p.nth())
}

function drawRequest(p: Packet, text: string, { stop }: Line): void {
  const { at } = p
  const [word, argument] = firstWord(text)
  const command = word.toUpperCase()
  if (word) p.add(f.command, at, word.length)
  const from = at + word.length + 1
  if (from >= stop) return
  p.add(f.argument, from, stop - from)
  if (command === 'PORT') {
    const end = sixNumbers(argument)
    if (!end) return
    p.add(f.activeIp, from + end.at, end.length, ipNumber(end.address))
    p.add(f.activePort, from + end.at, end.length, end.port)
  } else if (command === 'EPRT') {
    const end = extendedPort(argument)
    if (!end) return void p.note(f.badEprt)
    p.add(f.eprtFamily, from + 1, 1, end.family)
    if (end.family === 1) p.add(f.eprtIp, from + 3, end.length, ipNumber(end.address))
    else p.add(f.eprtIpv6, from + 3, end.length, end.address)
    p.add(f.eprtPort, from + 4 + end.length, stop - from - 5 - end.length, end.port)
  }
}

const ipNumber = (a: Uint8Array): number => ((a[0]! << 24) | (a[1]! << 16) | (a[2]! << 8) | a[3]!) >>> 0

function drawReply(p: Packet, text: string, { stop }: Line): void {
  const { at } = p
  const { code, rest } = reply(text)
  const from = code ? Math.min(stop, at + 4) : at
  if (code) p.add(f.code, at, 3, code)
  if (from < stop) p.add(f.text, from, stop - from)
  if (code === 227) {
    const end = sixNumbers(rest)
    if (!end) return
    p.add(f.passiveIp, from + end.at, end.length, ipNumber(end.address))
    p.add(f.passivePort, from + end.at, end.length, end.port)
  } else if (code === 229) {
    const end = extendedPassive(rest)
    if (!end) return void p.note(f.badEpsv)
    const { kind, bytes, source } = p.ends
    if (kind === 'ipv4') p.set(f.epsvIp, ipNumber(bytes.subarray(source, source + 4)))
    else if (kind === 'ipv6') p.set(f.epsvIpv6, bytes.slice(source, source + 16))
    p.add(f.epsvPort, from + end.at, end.length, end.port)
  }
}

/** Where the client stands, and what became of the transfer that this line is about. */
function drawStep(p: Packet): void {
  const step = p.recall(steps).get(p.frame.number, p.nth())
  if (!step) return
  const was = p.outside()
  p.set(f.directory, step.directory)
  const { agreed, begun } = step
  if (agreed?.frames) {
    p.set(f.setupCommand, agreed.command)
    p.set(f.commandFrame, agreed.commandFrame)
  }
  if (begun) {
    p.set(f.frames, begun.frames)
    p.set(f.bytes, begun.bytes)
    p.set(f.firstFrame, begun.first)
    p.set(f.lastFrame, begun.last)
    p.set(f.setupFrame, begun.frames ? begun.setup : 0)
  }
  p.close(was)
}
