/** RFC 1350 and 2347, TFTP: a file, block by block. The request goes to port 69; everything else between ports of their own. */
import { asciiText, untilZero } from '../../bytes/text'
import { bytes, expert, framenum, string, u16, u32 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import { FrameFacts, memory } from '../../dissect/memory'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { conversationReaders } from '../../flows/readers'
import { latin } from '../kit/lines'

const opcodes: Readonly<Record<number, string>> = {
  1: 'Read Request',
  2: 'Write Request',
  3: 'Data Packet',
  4: 'Acknowledgement',
  5: 'Error Code',
  6: 'Option Acknowledgement',
}
const READ = 1
const WRITE = 2
const DATA = 3
const ACKNOWLEDGEMENT = 4
const ERROR = 5
const OPTIONS = 6
const errors: Readonly<Record<number, string>> = {
  0: 'Not defined',
  1: 'File not found',
  2: 'Access violation',
  3: 'Disk full or allocation exceeded',
  4: 'Illegal TFTP Operation',
  5: 'Unknown transfer ID',
  6: 'File already exists',
  7: 'No such user',
  8: 'Option negotiation failed',
}
/** A transfer: what was asked for and where, and how far its blocks have counted. */
interface Transfer {
  name: Uint8Array
  isRead: boolean
  frame: number
  block: number
  /** Bytes of a whole block. */
  size: number
  /** How often the sixteen bits of the block number have been used up. */
  wraps: number
}
interface Fact {
  transfer: Transfer
  full: number
  isLast: boolean
}
const facts = memory(() => new FrameFacts<Fact>())
const servers = memory(() => new Map<number, Transfer>())

export const tftp = protocol({
  name: 'tftp',
  title: 'Trivial File Transfer Protocol',
  spec: 'RFC 1350',
  over: { 'udp.port': [69] },
  header: {
    opcode: u16('tftp.opcode', 'Opcode', {
      names: opcodes,
      help: 'A request to read or write, then data and acknowledgements in turn.',
    }),
  },
  fields: {
    source: string('tftp.source_file', 'Source File', { zeroTerminated: true, help: 'The file that is to be read.' }),
    destination: string('tftp.destination_file', 'Destination File', { zeroTerminated: true }),
    request: framenum('tftp.request_frame', 'Request frame'),
    type: string('tftp.type', 'Type', {
      zeroTerminated: true,
      help: 'With “octet” bytes go as they are, with “netascii” as lines of text.',
    }),
    block: u16('tftp.block', 'Block', { help: 'Which block this is, or which one has arrived.' }),
    full: u32('tftp.block.full', 'Full Block Number'),
    code: u16('tftp.error.code', 'Error code', { names: errors }),
    message: string('tftp.error.message', 'Error message', { zeroTerminated: true }),
    optionName: string('tftp.option.name', 'Option name', { zeroTerminated: true }),
    optionValue: string('tftp.option.value', 'Option value', { zeroTerminated: true }),
    data: bytes('tftp.data', 'Data'),
    error: expert('tftp.error', 'warn', 'Response', 'TFTP ERROR packet'),
  },
  decode(p, h, f) {
    const opcode = p.u16(h.opcode)
    p.say(opcodes[opcode] ?? `Unknown (0x${opcode.toString(16).padStart(4, '0')})`)
    if (opcode === READ || opcode === WRITE) return request(p, opcode)
    const fact = p.first ? note(p, opcode) : p.recall(facts).get(p.frame.number, p.nth())
    if (fact) {
      const { transfer } = fact
      p.set(f.destination, asciiText(transfer.name, 0, transfer.name.length))
      const row = p.set(f.request, transfer.frame)
      p.label(row, `[${transfer.isRead ? 'Read' : 'Write'} Request in frame ${transfer.frame}]`)
    }
    if (opcode === DATA || opcode === ACKNOWLEDGEMENT) {
      const block = p.take(f.block)
      if (fact) p.set(f.full, fact.full)
      if (p.columns) p.sayMore(`, Block: ${fact ? fact.full : block}${fact?.isLast ? ' (last)' : ''}`)
      if (opcode === DATA) p.rest()
    } else if (opcode === ERROR) problem(p)
    else if (opcode === OPTIONS) options(p, fact?.transfer)
    else if (p.left) p.take(f.data, p.left)
    else p.need(1)
  },
})

type Tftp = typeof tftp

/** A text up to a zero byte, which has to be there. */
function text(p: Packet, field: Field): string {
  const length = untilZero(p.bytes, p.at, p.left)
  const shown = p.indexing ? '' : asciiText(p.bytes, p.at, length)
  p.take(field, length + 1)
  return shown
}

function request(p: Packet, opcode: number): void {
  const { f }: Tftp = tftp
  const at = p.at
  const file = text(p, opcode === READ ? f.source : f.destination)
  const name = p.bytes.slice(at, p.at - 1)
  p.sayMore(`, File: ${file}`)
  const type = text(p, f.type)
  p.sayMore(`, Transfer type: ${type}`)
  options(p)
  if (!p.first || p.quoted || p.flow < 0) return
  const transfer: Transfer = { name, isRead: opcode === READ, frame: p.frame.number, block: 0, size: 512, wraps: 0 }
  p.recall(servers).set(p.flow >> 1, transfer)
  // The server answers from another port, to the one that the request came from.
  const { source, bytes: all, kind } = p.ends
  const address = all.slice(source, source + (kind === 'ipv6' ? 16 : 4))
  p.recall(conversationReaders).expect(p, { transport: 'udp', address, port: p.sourcePort }, tftp, transfer)
}

/** First pass: which transfer this belongs to, and how its block counts when numbers begin anew. */
function note(p: Packet, opcode: number): Fact | undefined {
  if (p.quoted || p.flow < 0) return undefined
  const reader = p.recall(conversationReaders).of(p, p.flow >> 1)
  const transfer =
    (reader?.protocol === tftp && (reader.told as Transfer | undefined)) || p.recall(servers).get(p.flow >> 1)
  if (!transfer) return undefined
  let full = 0
  if ((opcode === DATA || opcode === ACKNOWLEDGEMENT) && p.left >= 2) {
    const block = p.peek(2)
    if (block < 0x4000 && transfer.block > 0xc000) transfer.wraps++
    const behind = block > 0xc000 && transfer.block < 0x4000 && transfer.wraps > 0
    if (!behind) transfer.block = block
    full = (transfer.wraps - (behind ? 1 : 0)) * 0x10000 + block
  }
  const fact = { transfer, full, isLast: opcode === DATA && p.leftOnWire - 2 < transfer.size }
  p.recall(facts).set(p.frame.number, fact, p.nth())
  return fact
}

function options(p: Packet, transfer?: Transfer): void {
  const { f }: Tftp = tftp
  while (p.left) {
    const at = p.at
    const line = p.text('Option', at, p.left)
    const was = p.open(line)
    const name = text(p, f.optionName)
    const value = text(p, f.optionValue)
    p.close(was, line >= 0)
    if (p.first && transfer) agree(p, transfer, at)
    p.label(line, `Option: ${name} = ${value}`)
    p.sayMore(`, ${name}=${value}`)
  }
}

/** First pass: an option at `at` that both ends agreed on; the size of blocks is needed to tell the last one. */
function agree(p: Packet, transfer: Transfer, at: number): void {
  const [name, value] = latin(p.bytes, at, p.at).split('\0')
  const size = Number(value)
  if (name!.toLowerCase() === 'blksize' && size >= 8 && size <= 65464) transfer.size = size
}

function problem(p: Packet): void {
  const { f }: Tftp = tftp
  const code = p.take(f.code)
  p.sayMore(`, Code: ${errors[code] ?? `Unknown (${code})`}`)
  const message = text(p, f.message)
  p.sayMore(`, Message: ${message}`)
  p.note(f.error)
}
