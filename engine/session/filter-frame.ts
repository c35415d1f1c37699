/** Fields of the frame that stand in columns of the index. */
import type { Value } from '../filter/values'
import { HAS_TIME, IGNORED, MARKED } from './packet-index'
import type { Session } from './session'

type Column = (i: number, out: Value[]) => void

/** Reads a field of the record around a packet from the index; undefined for other fields. */
export function frameColumns(session: Session, name: string): Column | undefined {
  const { index } = session
  switch (name) {
    case 'frame.number':
      return (i, out) => out.push(i + 1)
    case 'frame.len':
      return (i, out) => out.push(index.length[i]!)
    case 'frame.cap_len':
      return (i, out) => out.push(index.captured[i]!)
    case 'frame.marked':
      return (i, out) => out.push(index.flags[i]! & MARKED ? 1 : 0)
    case 'frame.ignored':
      return (i, out) => out.push(index.flags[i]! & IGNORED ? 1 : 0)
    case 'frame.time':
    case 'frame.time_epoch':
      return (i, out) => {
        if (index.flags[i]! & HAS_TIME) out.push(nanoseconds(index.seconds[i]!, index.nanos[i]!))
      }
    case 'frame.time_relative':
      return (i, out) => out.push(index.elapsed(0, i))
    case 'frame.time_delta':
      return (i, out) => out.push(i ? index.elapsed(i - 1, i) : 0)
    default:
      return undefined
  }
}

const nanoseconds = (seconds: number, nanos: number): number | bigint =>
  Math.abs(seconds) < 9_000_000 ? seconds * 1e9 + nanos : BigInt(seconds) * 1_000_000_000n + BigInt(nanos)
