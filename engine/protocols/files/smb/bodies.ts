/** MS-CIFS 2.2.4: what commands say, as far as rows tell of it: names, file numbers, places, transactions, and what pipes carry. */
import { uint } from '../../../bytes/read'
import { asciiText, untilZero } from '../../../bytes/text'
import type { Field } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import { wideText } from '../../kit/ndr'
import { calls } from '../../remote/dcerpc/calls'
import { ntFunctions, queryLevels, systemLevels, transactions } from './names'
import { connection } from './state'
import type { Exchange } from './state'
import { keep } from '../smb2/state'
import { lanman } from '../lanman'
import type { LanmanCall } from '../lanman'
import { mailslot } from '../mailslot'
import type { Mail } from '../mailslot'

export interface Message {
  /** Where the header begins: offsets count from there. */
  readonly start: number
  readonly command: number
  readonly isResponse: boolean
  readonly isUnicode: boolean
  readonly status: number
  readonly tree: number
  exchange: Exchange | undefined
  readonly f: Readonly<Record<string, Field>>
}
const TRANSACT_PIPE = 0x26
const WAIT_PIPE = 0x53
const NOTIFY = 4
/** Bytes of the header of every message. */
const HEADER = 32
/** Words of transactions in front of their own ones. */
const SETUP = 28

export function body(p: Packet, m: Message): void {
  const words = p.take(m.f.words!)
  const at = p.at
  p.need(words * 2)
  const stop = at + words * 2
  const w = (offset: number, size = 2): number =>
    at + offset + size <= stop ? uint(p.bytes, at + offset, size, true) : 0
  p.at = stop
  if (p.left < 2) return
  const count = p.take(m.f.byteCount!)
  void count
  const say = (text: string): void => void (p.columns && p.sayMore(text))
  const fid = (offset: number): string => {
    const value = w(offset)
    if (p.first && m.exchange) m.exchange.fid = value
    if (at + offset + 2 <= stop) p.add(m.f.fid!, at + offset, 2, value)
    return `, FID: 0x${value.toString(16).padStart(4, '0')}`
  }
  const known = m.exchange && m.exchange.fid >= 0 ? `, FID: 0x${m.exchange.fid.toString(16).padStart(4, '0')}` : ''
  const some = (n: number): string => `, ${n} byte${n === 1 ? '' : 's'}`
  switch (m.command) {
    case 0x04:
      return say(m.isResponse ? known : fid(0))
    case 0x24:
      return say(m.isResponse ? known : fid(4))
    case 0x2e: {
      if (!m.isResponse) {
        const most = w(10) + (w(14, 4) & 0xffff) * 65536
        return say(
          `${fid(4)}${some(w(14, 4) === 0xffffffff ? w(10) : most)} at offset ${w(6, 4) + (words > 10 ? w(20, 4) * 2 ** 32 : 0)}`,
        )
      }
      const length = w(10) + w(14, 4) * 65536
      say(known + (words ? some(length) : ''))
      return pipe(p, m, w(12), length)
    }
    case 0x2f: {
      if (m.isResponse) return say(known + (words ? some(w(4) + w(8) * 65536) : ''))
      const length = w(20) + w(18) * 65536
      say(`${fid(4)}${some(length)} at offset ${w(6, 4) + (words > 12 ? w(24, 4) * 2 ** 32 : 0)}`)
      return pipe(p, m, w(22), length)
    }
    case 0x73:
      return sessionSetup(p, m, words, w)
    case 0x75: {
      if (m.isResponse) {
        if (p.first && m.exchange && !m.status && p.flow >= 0) keep(connection(p).trees, m.tree, m.exchange.path)
        return
      }
      p.skip(Math.min(p.left, w(6)))
      const path = text(p, m, m.f.path)
      if (p.first && m.exchange) m.exchange.path = path
      return say(`, Path: ${path}`)
    }
    case 0xa2:
      if (m.isResponse) return say(words ? fid(5) : ', FID: 0x0000')
      return say(`${known}, Path: ${text(p, m, m.f.file, w(5))}`)
    case 0x25:
      return m.isResponse ? transactionResponse(p, m, w, known) : transaction(p, m, w)
    case 0x32:
      return m.isResponse ? subResponse(p, m, w, known, words) : subRequest(p, m, w, say)
    case 0xa0: {
      if (m.isResponse) return say(`${known}${m.exchange ? `, ${ntFunctions[m.exchange.what] ?? ''}` : ''}`)
      const what = w(36)
      if (p.first && m.exchange) m.exchange.what = what
      say(`, ${ntFunctions[what] ?? `Unknown (${what})`}`)
      if (what === NOTIFY) say(fid(42))
      return
    }
  }
}

/** A text at the cursor in the form of the message, up to its zero or `length` bytes. */
function text(p: Packet, m: Message, field?: Field, length?: number): string {
  if (m.isUnicode && (p.at - m.start) % 2 && p.left) p.skip(1)
  const { at } = p
  let size = 0
  if (length !== undefined) size = Math.min(length, p.left)
  else if (m.isUnicode) {
    while (size + 1 < p.left && (p.bytes[at + size]! | p.bytes[at + size + 1]!) !== 0) size += 2
  } else size = untilZero(p.bytes, at, p.left)
  const value = m.isUnicode ? wideText(p.bytes, at, size) : asciiText(p.bytes, at, untilZero(p.bytes, at, size))
  if (field) p.add(field, at, size, value)
  p.at = Math.min(p.end, at + size + (length === undefined ? (m.isUnicode ? 2 : 1) : 0))
  return value
}

type Word = (offset: number, size?: number) => number

function sessionSetup(p: Packet, m: Message, words: number, w: Word): void {
  const blob = m.isResponse ? (words === 4 ? w(6) : 0) : words === 12 ? w(14) : 0
  if (blob) {
    const was = p.open(p.add(m.f.blob!, p.at, Math.min(blob, p.left)))
    const reader = p.registry.protocolByName.get('gss-api')
    p.part(Math.min(blob, p.left), () => void (reader && p.nest(reader)))
    p.close(was)
  } else if (!m.isResponse && words === 13) {
    p.skip(Math.min(p.left, w(14) + w(16)))
    const account = text(p, m, m.f.account)
    const domain = text(p, m, m.f.domain)
    if (p.columns) p.sayMore(`, User: ${account ? `${domain}\\${account}` : 'anonymous'}`)
  }
}

function transaction(p: Packet, m: Message, w: Word): void {
  const what = w(SETUP)
  const file = w(SETUP + 2)
  const nameAt = p.at
  const name = text(p, m, m.f.transaction)
  if (/^\\MAILSLOT\\/i.test(name)) return mail(p, m, w, name, nameAt)
  if (/^\\PIPE\\LANMAN$/i.test(name)) return administer(p, m, w(20), w(18), w(24), w(22))
  const isPipe = name.toUpperCase().startsWith('\\PIPE\\')
  if (p.first && m.exchange) {
    m.exchange.what = isPipe ? what : -1
    m.exchange.fid = isPipe && what === TRANSACT_PIPE ? file : -1
    m.exchange.isPipe ||= isPipe
  }
  if (!isPipe) return
  // A pipe that is waited for is named; one that is used has a number.
  if (what === TRANSACT_PIPE && name.length <= 6) {
    pipeSays(p, `TransactNmPipe Request, FID: 0x${file.toString(16).padStart(4, '0')}`)
    pipe(p, m, w(24), w(22))
  } else if (what === WAIT_PIPE) pipeSays(p, 'WaitNamedPipe Request')
}
/** What is written into a mailslot. */
function mail(p: Packet, m: Message, w: Word, name: string, nameAt: number): void {
  if (p.first && m.exchange) m.exchange.what = -1
  const at = m.start + w(24)
  const length = w(22)
  const setup = m.start + HEADER + 1 + SETUP
  if (at < p.base || at + length > p.wire) return
  const told: Mail = { name, nameAt, sizeAt: m.start + HEADER + 1 + SETUP + 6, at, length }
  p.kept = told
  p.at = setup
  p.nest(mailslot)
}
/** Calls of the remote administration: parameters and data by place and length. */
function administer(p: Packet, m: Message, at: number, length: number, dataAt: number, dataLength: number): void {
  const parametersAt = m.start + at
  const call: LanmanCall = {
    isResponse: m.isResponse,
    parametersAt,
    parametersEnd: parametersAt + length,
    dataAt: m.start + dataAt,
    dataEnd: m.start + dataAt + dataLength,
    asked: m.exchange?.asked,
  }
  if (!length || parametersAt < p.base || call.parametersEnd > p.end) return
  p.kept = call
  p.nest(lanman)
  if (p.first && m.exchange && call.asked) m.exchange.asked = call.asked
}
function pipeSays(p: Packet, what: string): void {
  if (!p.columns) return
  p.name('SMB Pipe')
  p.say(what)
}

function transactionResponse(p: Packet, m: Message, w: Word, known: string): void {
  const { exchange, status } = m
  if (status && status !== 0x80000005) return
  if (exchange?.asked) return administer(p, m, w(8), w(6), w(14), w(12))
  if (exchange?.what !== TRANSACT_PIPE) {
    // Without parameters and data it cannot be told from a later part of one.
    if (!w(6) && !w(12) && p.columns) p.sayMore('[transact continuation]')
    return
  }
  pipeSays(p, `TransactNmPipe Response${known}`)
  pipe(p, m, w(14), w(12))
}

/** Subcommands of Trans2 whose parameters rows tell of. */
const FIND_FIRST = 1
const QUERY_SYSTEM = 3
const QUERY_PATH = 5
const QUERY_FILE = 7
const SET_FILE = 8

function subRequest(p: Packet, m: Message, w: Word, say: (text: string) => void): void {
  const what = w(SETUP)
  const place = m.start + w(20)
  if (p.first && m.exchange) m.exchange.what = what
  say(`, ${transactions[what] ?? `Unknown (0x${what.toString(16).padStart(2, '0')})`}`)
  const u = (offset: number): number => {
    p.need(2, place + offset)
    return uint(p.bytes, place + offset, 2, true)
  }
  const file = (): string => {
    const value = u(0)
    if (p.first && m.exchange) m.exchange.fid = value
    p.add(m.f.fid!, place, 2, value)
    return `, FID: 0x${value.toString(16).padStart(4, '0')}`
  }
  if (what === FIND_FIRST) {
    p.need(12, place)
    p.at = place + 12
    say(`, Pattern: ${text(p, m, m.f.pattern)}`)
  } else if (what === QUERY_SYSTEM) say(`, ${systemLevels[u(0)] ?? `Unknown (${u(0)})`}`)
  else if (what === QUERY_PATH) {
    const level = u(0)
    p.need(6, place)
    p.at = place + 6
    say(`, ${queryLevels[level] ?? `Unknown (${level})`}, Path: ${text(p, m, m.f.file)}`)
  } else if (what === QUERY_FILE) {
    const level = u(2)
    say(`${file()}, ${queryLevels[level] ?? `Unknown (${level})`}`)
  } else if (what === SET_FILE) say(file())
}

function subResponse(p: Packet, m: Message, w: Word, known: string, words: number): void {
  const { exchange } = m
  if (!exchange) return
  const name = transactions[exchange.what]
  // A part of a reply that is not its first does not say which transaction it is of.
  const isFirst = !words || w(10) + w(16) === 0
  if (p.columns) p.sayMore(isFirst ? `${known}, ${name ?? 'Unknown'}` : `${known}<unknown>[transact continuation]`)
  if (!isFirst) return
  if (exchange.what === FIND_FIRST && words) files(p, m, m.start + w(14), w(12))
}
/** Names of entries in the commonest form (both names, level 0x104). */
function files(p: Packet, m: Message, place: number, length: number): void {
  if (!p.columns || !length) return
  const names: string[] = []
  const stop = Math.min(p.end, place + length)
  for (let at = place; at + 94 <= stop;) {
    const next = uint(p.bytes, at, 4, true)
    const size = Math.min(uint(p.bytes, at + 60, 4, true), stop - at - 94)
    names.push(
      m.isUnicode ? wideText(p.bytes, at + 94, size) : asciiText(p.bytes, at + 94, untilZero(p.bytes, at + 94, size)),
    )
    if (next < 94) break
    at += next
  }
  p.sayMore(`, Files: ${names.join(' ')}`)
}

/** What is written to or read from a pipe: remote calls. */
function pipe(p: Packet, m: Message, offset: number, length: number): void {
  const place = m.start + offset
  if (!m.exchange?.isPipe || !length || place < p.base || place + length > p.end) return
  p.at = place
  const state = p.recall(calls)
  state.pipe = `${m.tree} ${m.exchange.fid}`
  p.part(length, () => {
    const reader = p.registry.table('smb.pipe').guesses.find((guess) => p.looksLike(guess) === true)
    if (reader) p.nest(reader)
  })
  state.pipe = ''
}
