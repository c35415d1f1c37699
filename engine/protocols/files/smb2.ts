/** MS-SMB2: files, printers and pipes of Windows servers, versions 2 and 3. One message may hold several commands. */
import { hex, uint } from '../../bytes/read'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { ntStatus } from '../../names/nt-status'
import { requestBody, responseBody } from './smb2/bodies'
import type { Command } from './smb2/bodies'
import { smb2Fields as f } from './smb2/fields'
import { commands } from './smb2/names'
import { connection, keep, note, noted } from './smb2/state'

const MARK = 0xfe534d42
const ENCRYPTED = 0xfd534d42
const COMPRESSED = 0xfc534d42
const HEADER = 64
/** Commands of one message that are read: more are only sent to exhaust a reader. */
const MOST_COMMANDS = 16
const PENDING = 0x103

export const smb2 = protocol({
  name: 'smb2',
  title: 'SMB2 (Server Message Block Protocol version 2)',
  column: 'SMB2',
  spec: 'MS-SMB2',
  heuristic: ['netbios'],
  uses: ['dcerpc'],
  looks: (p) => [MARK, ENCRYPTED, COMPRESSED].includes(p.peek(4)),
  fields: f,
  decode(p) {
    const mark = p.peek(4)
    if (mark !== MARK) {
      if (p.columns) p.say(mark === ENCRYPTED ? 'Encrypted SMB3' : 'Compressed SMB3')
      p.take(f.protocol)
      p.at = p.end
      return
    }
    for (let i = 0; i < MOST_COMMANDS && p.left >= 4 && p.peek(4) === MARK; i++) {
      const start = p.at
      if (i && p.info) p.fence(';')
      p.need(HEADER)
      const next = uint(p.bytes, start + 20, 4, true)
      const length = next >= HEADER ? Math.min(next, p.left) : p.left
      p.part(length, () => command(p, i))
      p.at = start + length
      if (!next) break
    }
    p.at = p.end
  },
})

function command(p: Packet, i: number): void {
  const start = p.at
  const { bytes } = p
  const flags = uint(bytes, start + 16, 4, true)
  const isResponse = (flags & 1) !== 0
  const isAsync = (flags & 2) !== 0
  const cmd = uint(bytes, start + 12, 2, true)
  const status = uint(bytes, start + 8, 4, true)
  const tree = isAsync ? -1 : uint(bytes, start + 36, 4, true)
  const id = hex(bytes, start + 24, 8)
  const name = commands[cmd] ?? `unknown-0x${cmd.toString(16)}`
  if (p.columns) p.say(`${name} ${isResponse ? 'Response' : 'Request'}`)
  const at: Command = { start, cmd, status, tree, isResponse, exchange: undefined }
  if (p.first) track(p, i, at, id)
  else at.exchange = noted(p, i)
  if (!p.indexing) header(p, at, isAsync)
  p.at = start + HEADER
  if (isResponse && status && p.columns)
    p.sayMore(`, Error: ${ntStatus(status) ?? `Unknown (0x${status.toString(16).padStart(8, '0')})`}`)
  if (isResponse) responseBody(p, at)
  else requestBody(p, at)
  if (!p.indexing) links(p, at)
}

/** First pass: pairs requests with responses. */
function track(p: Packet, i: number, at: Command, id: string): void {
  if (p.flow < 0 || p.quoted) return
  const { open, trees } = connection(p)
  if (at.isResponse) {
    const exchange = open.get(id)
    if (!exchange) return
    at.exchange = exchange
    if (at.status !== PENDING) open.delete(id)
    exchange.response ||= p.frame.number
  } else {
    const { number, seconds, nanos } = p.frame
    const share = trees.get(at.tree)
    at.exchange = {
      request: number,
      response: 0,
      seconds,
      nanos,
      name: '',
      fid: '',
      what: 0,
      isPipe: share?.isPipe ?? false,
      tree: share?.path ?? '',
      treeFrame: share?.frame ?? 0,
    }
    keep(open, id, at.exchange)
  }
  note(p, i, at.exchange)
}

function header(p: Packet, { isResponse, exchange }: Command, isAsync: boolean): void {
  const row = p.add(f.header, p.at, HEADER)
  const was = p.open(row)
  p.take(f.protocol)
  p.take(f.headerLength)
  p.take(f.charge)
  if (isResponse) p.take(f.status)
  else {
    p.take(f.channelSequence)
    p.take(f.reserved, 2)
  }
  p.take(f.command)
  p.take(isResponse ? f.granted : f.requested)
  p.take(f.flags)
  p.take(f.next)
  p.take(f.message)
  if (isAsync) p.take(f.async)
  else {
    p.take(f.process)
    const { at } = p
    const tree = p.take(f.tree)
    if (exchange?.tree) {
      const record = p.row(f.tree)
      p.label(record, `Tree Id: 0x${swap(tree)}  ${exchange.tree}`)
      const inner = p.open(record)
      p.set(f.treeName, exchange.tree, at, 4)
      p.set(f.shareType, exchange.isPipe ? 2 : 1, at, 4)
      if (exchange.treeFrame) p.set(f.treeFrame, exchange.treeFrame)
      p.close(inner)
    }
  }
  p.take(f.session)
  p.take(f.signature)
  p.close(was)
}
const swap = (value: number): string => value.toString(16).padStart(8, '0')

function links(p: Packet, { isResponse, exchange }: Command): void {
  if (!exchange) return
  if (isResponse && exchange.request) {
    p.set(f.responseTo, exchange.request)
    p.set(f.time, (p.frame.seconds - exchange.seconds) * 1e9 + p.frame.nanos - exchange.nanos)
  } else if (!isResponse && exchange.response) p.set(f.responseIn, exchange.response)
}
