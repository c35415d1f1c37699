/** Files one TCP segment in the index pass, where its layer is decoded by itself: engine/assembly/tcp.ts does the work. */
import * as at from '../assembly/layout'
import type { Packet } from '../dissect/packet'
import type { TcpStreams } from './tcp-streams'

/** `length` of its payload is −1 where it cannot be known (fragments, quoted packets, short ones). Returns the row of the segment. */
export function follow(
  p: Packet,
  { talks }: TcpStreams,
  base: number,
  headerSize: number,
  flags: number,
  length: number,
): number {
  const { core } = talks
  const { kind, a, b, ports } = talks.pairOf(p)
  const isQuoted = p.quoted > 0
  const header = core.hold(p.bytes, base, p.end)
  const end = header + Math.min(p.end - base, at.SCRATCH_SIZE)
  core.setFrame(p.frame)
  const isWhole = p.end === p.wire
  const flow = core.call.follow(header, end, headerSize, flags, length, isWhole, kind, a, b, ports, p.nth(), isQuoted)
  if (!isQuoted) p.flow = flow
  p.at = Math.max(p.at, Math.min(base + headerSize, p.end))
  return core.cell(at.ROWS) - 1
}
