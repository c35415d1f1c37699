/** SCTP's chunks (RFC 9260, 3.3): one after the other behind the common header, each with type, flags and length, padded to four bytes. */
import type { Packet } from '../../../dissect/packet'
import { memory } from '../../../dissect/memory'
import { sctpChunks } from '../../../names/sctp'
import { limits } from '../../../limits'
import { fields as f, init, initAck } from './fields'
import { causes, parameters } from './parameters'

const HEADER = 4
/** Bytes of a DATA chunk before its message. */
const DATA_HEADER = 16

/** By direction of an association (conversation × 2 + direction): the number of the first DATA chunk seen or announced. */
const firstNumbers = memory(() => new Map<number, number>())

function firstNumber(p: Packet, flow: number, number: number): number {
  const known = p.recall(firstNumbers)
  const first = known.get(flow)
  if (first !== undefined) return first
  if (p.first && flow >= 0 && known.size < limits.sctpDirections) known.set(flow, number)
  return number
}

/** Reads all chunks; `flow` is the conversation × 2 + direction, or −1. */
export function chunks(p: Packet, flow: number): void {
  while (p.leftOnWire >= HEADER) if (!chunk(p, flow)) break
}

/** False where its length cannot be. */
function chunk(p: Packet, flow: number): boolean {
  const type = p.peek(1)
  const length = p.peek(2, 2)
  const name = sctpChunks[type]
  const says = type !== 0 && type !== 3
  if (says) p.sayMore(`${name ?? 'RESERVED'} `)
  const line = p.text(`${name ?? 'RESERVED'} chunk`, p.at, length)
  const was = p.open(line)
  p.take(f.type)
  const flags = p.peek(1)
  const row = p.add(f.flags, p.at, 1, flags)
  if (type === 0) dataFlags(p, row, flags)
  else if (type === 3) {
    const inner = p.open(row)
    p.add(f.nonce, p.at, 1, flags & 1)
    p.close(inner)
  }
  p.skip(1)
  p.take(f.length)
  const size = length - HEADER
  if (size < 0) {
    p.close(was)
    p.at = p.end
    return false
  }
  const rest = ((length + 3) & ~3) - length
  let nest = 0
  if (type === 0) nest = data(p, flow, line, flags, size, rest)
  else {
    p.need(size)
    p.part(size, () => body(p, type, flow, size, line))
    if (rest && p.left >= rest) p.take(f.padding, rest)
  }
  p.close(was)
  if (type !== 0) p.fence()
  if (nest > 0) carry(p, size - (DATA_HEADER - HEADER), rest)
  return true
}

function dataFlags(p: Packet, row: number, flags: number): void {
  const was = p.open(row)
  for (const one of [f.immediate, f.unordered, f.first, f.last]) p.add(one, p.at, 1, (flags & one.mask) >>> one.shift)
  p.close(was)
}

/** Reads a DATA chunk's header; the message follows. Gives how many bytes it has, 0 for a part of one, which is stepped over. */
function data(p: Packet, flow: number, line: number, flags: number, size: number, rest: number): number {
  p.need(DATA_HEADER - HEADER)
  const number = p.peek(4)
  const relative = (number - firstNumber(p, flow, number)) >>> 0
  p.set(f.tsn, relative, p.at, 4)
  p.take(f.tsnRaw)
  const stream = p.take(f.stream)
  const sequence = p.take(f.streamSequence)
  const payload = p.take(f.payload)
  const length = Math.max(0, size - (DATA_HEADER - HEADER))
  const whole = (flags & 3) === 3
  const kind = whole ? 'complete' : flags & 2 ? 'first' : flags & 1 ? 'last' : 'middle'
  if (p.drawing)
    p.label(
      line,
      `DATA chunk (${flags & 4 ? 'un' : ''}ordered, ${kind} segment, TSN: ${relative}, SID: ${stream}, SSN: ${sequence}, PPID: ${payload}, payload length: ${length} byte${length === 1 ? '' : 's'})`,
    )
  const after = p.at + length
  if (rest && after + rest <= p.end) p.add(f.padding, after, rest)
  p.sayMore(`DATA (TSN=${relative}) ${whole ? '' : '(Message Fragment) '}`)
  if (whole && length) return length
  p.skip(length)
  p.skip(Math.min(rest, p.left))
  return 0
}

/** Hands a whole message to whoever hangs under its payload protocol or the ports. */
function carry(p: Packet, length: number, rest: number): void {
  const low = Math.min(p.sourcePort, p.destinationPort)
  const high = Math.max(p.sourcePort, p.destinationPort)
  const payload = p.peekAt(p.at - 4, 4)
  p.part(length, () => {
    if (p.find('sctp.ppi', payload)) p.next('sctp.ppi', payload)
    else p.next('sctp.port', low, high)
  })
  p.fence()
  p.skip(Math.min(rest, p.left))
}

function body(p: Packet, type: number, flow: number, size: number, line: number): void {
  switch (type) {
    case 1:
    case 2:
      return begin(p, type, flow, line)
    case 3:
      return selective(p, flow, line)
    case 4:
    case 5:
      p.label(line, `${sctpChunks[type]} chunk (Information: ${size} byte${size === 1 ? '' : 's'})`)
      return parameters(p)
    case 6:
    case 9:
      return causes(p)
    case 7:
      return p.label(line, `SHUTDOWN chunk (Cumulative TSN ack: ${p.take(f.shutdownAck)})`)
    case 8:
    case 11:
    case 14:
      return
    case 10:
      p.label(line, `COOKIE_ECHO chunk (Cookie length: ${size} byte${size === 1 ? '' : 's'})`)
      if (size) p.take(f.cookie, size)
      return
    case 12:
      return p.label(line, `ECNE chunk (Lowest TSN: ${p.take(f.lowestEcn)})`)
    case 13:
      return p.label(line, `CWR chunk (Lowest TSN: ${p.take(f.lowestCwr)})`)
    case 192:
      p.label(line, `FORWARD_TSN chunk(Cumulative TSN: ${p.take(f.forward)})`)
      while (p.left >= 4) {
        p.take(f.forwardStream)
        p.take(f.forwardSequence)
      }
      return
    case 193:
      p.take(f.asconf)
      return parameters(p)
    case 128:
      p.take(f.asconfAck)
      return parameters(p)
    case 130:
      return parameters(p)
    default:
      if (!sctpChunks[type])
        p.label(line, `RESERVED chunk (Type: ${type}, value length: ${size} byte${size === 1 ? '' : 's'})`)
      if (size) p.take(f.value, size)
  }
}

function begin(p: Packet, type: number, flow: number, line: number): void {
  const list = type === 1 ? init : initAck
  const tag = p.take(list.tag)
  p.hide(f.initiate, p.at - 4, 4, tag)
  p.take(list.credit)
  const out = p.take(list.out)
  const into = p.take(list.in)
  p.label(line, `${sctpChunks[type]} chunk (Outbound streams: ${out}, inbound streams: ${into})`)
  const number = p.take(list.tsn)
  firstNumber(p, flow, number)
  parameters(p)
}

function selective(p: Packet, flow: number, line: number): void {
  const number = p.peek(4)
  // What is acknowledged went the other way.
  const first = flow < 0 ? undefined : p.recall(firstNumbers).get(flow ^ 1)
  const relative = first === undefined ? number : (number - first) >>> 0
  if (first !== undefined) p.set(f.ack, relative, p.at, 4)
  p.take(f.ackRaw)
  const window = p.take(f.window)
  const gaps = p.take(f.gaps)
  const duplicates = p.take(f.duplicates)
  if (p.drawing)
    p.label(
      line,
      `SACK chunk (Cumulative TSN: ${number}, a_rwnd: ${window}, gaps: ${gaps}, duplicate TSNs: ${duplicates})`,
    )
  let last = 0
  for (let i = 0; i < gaps; i++) {
    const start = p.peek(2)
    last = p.peek(2, 2)
    const was = p.open(
      p.text(`Gap Acknowledgement for TSN ${(number + start) >>> 0} to ${(number + last) >>> 0}`, p.at, 4),
    )
    p.take(f.gapStart)
    p.take(f.gapEnd)
    p.close(was)
  }
  for (let i = 0; i < duplicates; i++) p.take(f.duplicate)
  p.sayMore(`SACK (Ack=${relative}${gaps ? `+${last}` : ''}, Arwnd=${window}) `)
}
