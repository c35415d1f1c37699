/** RFC 9000 section 19: frames that Initial packets may hold. */
import type { Field } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import { fields as f } from './fields'
import { crypto } from './crypto'

type Variable = (p: Packet, field?: Field) => number
const PADDING = 0
const PING = 1
const ACK = 2
const ACK_ECN = 3
const CRYPTO = 6
const CLOSE = 0x1c
const CLOSE_APPLICATION = 0x1d

/** How far the handshake of this direction had come when the packet came, and how far it leads. */
export interface Progress {
  before: number
  after: number
}

export function frames(p: Packet, variable: Variable, progress: Progress): void {
  while (p.left > 0) {
    const at = p.at
    const type = p.peek(1)
    const line = p.add(f.frame, at, 1)
    const was = p.open(line)
    if (type === PADDING) padding(p, line)
    else {
      variable(p, f.frameType)
      if (type === PING) title(p, line, 'PING')
      else if (type === ACK || type === ACK_ECN) {
        title(p, line, 'ACK')
        acknowledgement(p, variable, type === ACK_ECN)
      } else if (type === CRYPTO) {
        title(p, line, 'CRYPTO')
        const offset = variable(p, f.offset)
        const length = variable(p, f.cryptoLength)
        p.need(length)
        const row = p.open(p.add(f.cryptoData, p.at, length))
        p.close(row)
        const isNew = offset >= progress.before
        progress.after = Math.max(progress.after, offset + length)
        p.part(length, () => {
          if (isNew) crypto(p)
          else {
            const under = p.open(line)
            p.note(f.repeated)
            p.close(under)
          }
        })
      } else if (type === CLOSE || type === CLOSE_APPLICATION) {
        title(p, line, 'CC')
        variable(p, f.closeCode)
        if (type === CLOSE) variable(p, f.closeFrame)
        const length = variable(p, f.closeLength)
        if (length) p.take(f.closeReason, length)
      } else {
        p.close(was)
        p.at = p.end
        return
      }
    }
    p.close(was, line >= 0)
  }
}

const NAMES: Readonly<Record<string, string>> = { CC: 'CONNECTION_CLOSE (Transport)' }
function title(p: Packet, line: number, word: string): void {
  p.label(line, NAMES[word] ?? word)
  p.sayMore(`, ${word}`)
}

function padding(p: Packet, line: number): void {
  const { at } = p
  let end = at
  while (end < p.end && p.bytes[end] === 0) end++
  p.add(f.frameType, at, 1, 0)
  p.skip(end - at)
  p.set(f.padding, end - at, at, 0)
  p.label(line, `PADDING Length: ${end - at}`)
  p.sayMore(', PADDING')
}

function acknowledgement(p: Packet, variable: Variable, hasCounts: boolean): void {
  variable(p, f.acknowledged)
  variable(p, f.delay)
  const ranges = variable(p, f.ranges)
  variable(p, f.range)
  // Each range takes two bytes at least, so that a great number ends with the packet.
  for (let i = 0; i < ranges; i++) {
    variable(p, f.gap)
    variable(p, f.ackRange)
  }
  if (hasCounts) for (let i = 0; i < 3; i++) variable(p)
}
