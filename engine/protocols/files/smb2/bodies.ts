/** MS-SMB2 2.2: what commands say: names of files and shares, places and lengths, and what pipes carry. */
import { uint, uintBig } from '../../../bytes/read'
import type { Packet } from '../../../dissect/packet'
import { uuidText, wideText } from '../../kit/ndr'
import { calls } from '../../remote/dcerpc/calls'
import { smb2Fields as f } from './fields'
import { controls, findLevels, levelText } from './names'
import { connection, keep } from './state'
import type { Exchange } from './state'

export interface Command {
  /** Where its header begins: offsets count from there. */
  readonly start: number
  readonly cmd: number
  readonly status: number
  readonly tree: number
  readonly isResponse: boolean
  exchange: Exchange | undefined
}
const TRANSCEIVE = 0x0011c017
const PIPE_WAIT = 0x00110018
const REFERRALS = 0x00060194
const NAMED_PIPE = 2
const MORE_PROCESSING = 0xc0000016
const WARNING = 0x80000005

const u = (p: Packet, at: number, size: number): number => {
  p.need(size, at)
  return uint(p.bytes, at, size, true)
}
/** A text at an offset from the header. */
function text(p: Packet, at: Command, offset: number, length: number): string {
  if (!length) return ''
  p.need(length, at.start + offset)
  return wideText(p.bytes, at.start + offset, length)
}

/** The file number at a place, and its name, as far as it is known. */
function file(p: Packet, at: Command, place: number): string {
  p.need(16, place)
  const fid = uuidText(p.bytes, place, true)
  p.label(p.add(f.fid, place, 16, fid), `File Id: ${fid}`)
  const { exchange } = at
  if (p.first && exchange && p.flow >= 0) {
    exchange.fid = fid
    exchange.name ||= connection(p).files.get(fid) ?? ''
  }
  return exchange?.name ?? ''
}
const sayFile = (p: Packet, name: string): void => {
  if (name && p.columns) p.sayMore(` File: ${name}`)
}

export function requestBody(p: Packet, at: Command): void {
  const body = p.at
  p.take(f.size)
  const { exchange } = at
  switch (at.cmd) {
    case 0: {
      const count = u(p, body + 2, 2)
      p.at = body + 36
      for (let i = 0; i < count && p.left >= 2; i++) p.take(f.dialect)
      return
    }
    case 1:
      return blob(p, at, u(p, body + 12, 2), u(p, body + 14, 2))
    case 3: {
      const offset = u(p, body + 4, 2)
      const length = u(p, body + 6, 2)
      const path = text(p, at, offset, length)
      if (p.first && exchange) exchange.name = path
      p.add(f.treeName, at.start + offset, length, path)
      if (p.columns) p.sayMore(` Tree: ${path}`)
      return
    }
    case 5: {
      const offset = u(p, body + 44, 2)
      const length = u(p, body + 46, 2)
      const name = text(p, at, offset, length)
      if (p.first && exchange) exchange.name = name
      p.add(f.fileName, at.start + offset, length, name)
      if (p.columns) p.sayMore(` File: ${name}`)
      return
    }
    case 6:
      return sayFile(p, file(p, at, body + 8))
    case 7:
    case 10:
    case 15:
      return sayFile(p, file(p, at, body + 8))
    case 8: {
      const length = u(p, body + 4, 4)
      p.add(f.readLength, body + 4, 4, length)
      range(p, body, length)
      return sayFile(p, file(p, at, body + 16))
    }
    case 9: {
      const offset = u(p, body + 2, 2)
      const length = u(p, body + 4, 4)
      p.add(f.writeLength, body + 4, 4, length)
      range(p, body, length)
      sayFile(p, file(p, at, body + 16))
      return data(p, at, offset, length, true)
    }
    case 11:
      return control(p, at, body)
    case 14: {
      const level = u(p, body + 2, 1)
      sayFile(p, file(p, at, body + 8))
      const offset = u(p, body + 24, 2)
      const length = u(p, body + 26, 2)
      const pattern = text(p, at, offset, length)
      p.add(f.pattern, at.start + offset, length, pattern)
      if (p.columns) p.sayMore(` ${findLevels[level] ?? `Unknown (${level})`} Pattern: ${pattern}`)
      return
    }
    case 16:
    case 17: {
      const kind = u(p, body + 2, 1)
      p.add(f.class, body + 2, 1, kind)
      if (p.columns) p.sayMore(` ${levelText(kind, u(p, body + 3, 1))}`)
      return sayFile(p, file(p, at, body + (at.cmd === 16 ? 24 : 16)))
    }
  }
}

function range(p: Packet, body: number, length: number): void {
  p.need(8, body + 8)
  p.add(f.offset, body + 8, 8)
  if (p.columns) p.sayMore(` Len:${length} Off:${uintBig(p.bytes, body + 8, 8, true)}`)
}

function control(p: Packet, at: Command, body: number): void {
  const code = u(p, body + 4, 4)
  const { exchange } = at
  if (p.first && exchange) exchange.what = code
  p.add(f.control, body + 4, 4, code)
  const isTold = exchange?.isPipe && code === TRANSCEIVE
  if (p.columns) p.sayMore(` ${controls[code] ?? `Unknown (0x${code.toString(16).padStart(8, '0')})`}`)
  sayFile(p, file(p, at, body + 8))
  const [offset, length] = at.isResponse
    ? [u(p, body + 32, 4), u(p, body + 36, 4)]
    : [u(p, body + 24, 4), u(p, body + 28, 4)]
  if (!at.isResponse && code === PIPE_WAIT && length > 14 && p.columns) {
    const place = at.start + offset
    p.sayMore(` Pipe: ${text(p, at, offset + 14, Math.min(u(p, place + 8, 4), length - 14))}`)
  }
  if (!at.isResponse && code === REFERRALS && length > 2 && p.columns)
    p.sayMore(`, File: ${text(p, at, offset + 2, length - 2)}`)
  if (isTold) data(p, at, offset, length, true)
}

export function responseBody(p: Packet, at: Command): void {
  const { exchange, status } = at
  const body = p.at
  if (p.left >= 2) p.take(f.size)
  if (at.cmd === 1)
    return status && status !== MORE_PROCESSING ? undefined : blob(p, at, u(p, body + 4, 2), u(p, body + 6, 2))
  if (status && status !== WARNING) return
  switch (at.cmd) {
    case 0:
      p.add(f.dialect, body + 4, 2, u(p, body + 4, 2))
      return blob(p, at, u(p, body + 56, 2), u(p, body + 58, 2))
    case 3: {
      const kind = u(p, body + 2, 1)
      p.add(f.shareType, body + 2, 1, kind)
      if (p.first && exchange && p.flow >= 0)
        keep(connection(p).trees, at.tree, { path: exchange.name, isPipe: kind === NAMED_PIPE, frame: p.frame.number })
      return
    }
    case 5: {
      const place = body + 64
      p.need(16, place)
      const fid = uuidText(p.bytes, place, true)
      if (p.first && exchange && p.flow >= 0) keep(connection(p).files, fid, exchange.name)
      p.label(p.add(f.fid, place, 16, fid), `File Id: ${fid}`)
      return sayFile(p, exchange?.name ?? '')
    }
    case 8:
      return data(p, at, u(p, body + 2, 1), u(p, body + 4, 4), false)
    case 11:
      return control(p, at, body)
  }
}

/** What is read or written: of a pipe, remote calls. */
function data(p: Packet, at: Command, offset: number, length: number, isWritten: boolean): void {
  const { exchange, start } = at
  if (!length) return
  const place = start + offset
  if (place < p.at || place > p.end) return
  p.at = place
  if (!exchange?.isPipe) {
    p.add(isWritten ? f.writeData : f.readData, place, Math.min(length, p.left))
    p.at = p.end
    return
  }
  const state = p.recall(calls)
  state.pipe = exchange.fid
  p.part(length, () => {
    const reader = p.registry.table('smb.pipe').guesses.find((guess) => p.looksLike(guess) === true)
    if (reader) p.nest(reader)
  })
  state.pipe = ''
}

function blob(p: Packet, at: Command, offset: number, length: number): void {
  if (!length) return
  p.need(length, at.start + offset)
  const was = p.open(p.add(f.blob, at.start + offset, length))
  p.at = at.start + offset
  const reader = p.registry.protocolByName.get('gss-api')
  p.part(length, () => {
    if (reader) p.nest(reader)
  })
  p.close(was)
}
