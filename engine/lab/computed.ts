/** Values that a question asks for and no field holds: each with the rule by which it was computed, and the frames that show it. */
import { Refused } from '../refused'
import { other } from '../flows/stream-segment'
import type { End } from '../flows/stream-segment'
import type { ConversationStory } from '../session/conversation-story'
import type { Desk } from './desk'
import { frameOf } from './roles'
import type { Variables } from './roles'
import type { Question } from './sheet'
import type { labWords } from './words'

export interface Computed {
  value: string | number
  /** What the number counts: seconds, bytes … */
  unit?: 's' | 'bytes' | 'bytes/s' | 'packets/s' | '%'
  frames: number[]
  rule: string
  bytes?: readonly [number, number]
}

type Asked = Extract<Question, { kind: 'computed' }>
type Words = ReturnType<typeof labWords>

export function computed(desk: Desk, q: Asked, variables: Variables, words: Words): Computed {
  const { capture } = q.of
  const frame = frameOf(desk, q.of, variables)
  if (q.value === 'offset') return offsetOf(desk, frame, q, words)
  if (q.value === 'arp-delay' || q.value === 'arp-messages') return arpValue(desk, frame, q, words)
  if (q.value === 'packet-rate') {
    const session = desk.session(capture)
    const seconds = desk.time(session.count, capture)
    return {
      value: seconds ? session.count / seconds : 0,
      unit: 'packets/s',
      frames: [1, session.count],
      rule: words.packetRate(session.count),
    }
  }
  const told = desk.story(frame, capture)
  const { story } = told
  const opening = told.opening()
  const closing = told.closing()
  const caller = story.caller()
  const role = (end: End): string => (caller < 0 ? told.ends[end] : end === caller ? words.client : words.server)
  switch (q.value) {
    case 'opened-by': {
      if (caller === -1) throw nothing(words.noOpening)
      return { value: told.ends[caller], frames: opening.frames.slice(0, 1), rule: opening.sentence }
    }
    case 'closed-by': {
      if (closing.by === null) throw nothing(closing.sentence)
      return { value: role(closing.by), frames: closing.frames, rule: closing.sentence }
    }
    case 'opening-kind':
      return { value: opening.kind, frames: opening.frames, rule: opening.sentence }
    case 'close-kind':
      return { value: closing.kind, frames: closing.frames, rule: closing.sentence }
    case 'close-segments': {
      const segments = new Set(closing.fins.flatMap((f) => [f.frame, f.ackFrame]).filter((f) => f > 0))
      if (closing.fins.length < 2) throw nothing(closing.sentence)
      return { value: segments.size, frames: [...segments].sort((a, b) => a - b), rule: closing.sentence }
    }
    case 'acknowledged-by': {
      const at = told.frames.find(frame)
      const by = at < 0 ? 0 : told.answeredIn(at)
      if (!by) throw nothing(words.notAcknowledged(frame))
      return { value: by, frames: [frame, by], rule: words.acknowledgedBy(frame, by) }
    }
    case 'rtt': {
      const at = told.frames.find(frame)
      const by = at < 0 ? 0 : told.answeredIn(at)
      if (!by) throw nothing(words.notAcknowledged(frame))
      return {
        value: desk.time(by, capture) - desk.time(frame, capture),
        unit: 's',
        frames: [frame, by],
        rule: words.rtt(frame, by),
      }
    }
    case 'estimated-rtt':
      return estimated(desk, told, frame, capture, words)
    case 'duration': {
      const [first, last] = [told.frames.frame(0), told.frames.frame(told.frames.count - 1)]
      return {
        value: desk.time(last, capture) - desk.time(first, capture),
        unit: 's',
        frames: [first, last],
        rule: words.duration(first, last),
      }
    }
    case 'raw-sequence':
      return {
        value: told.segment(told.frames.find(frame)).sequence,
        frames: [frame],
        rule: words.rawSequence(frame),
        bytes: bytesOf(desk, frame, 'tcp.seq', capture),
      }
    case 'state': {
      const at = told.frames.find(frame)
      const end = told.segment(at).from
      return { value: story.states.stateAt(at, end, true).state, frames: [frame], rule: words.state(frame, role(end)) }
    }
    default:
      return ofDirection(desk, told, q, caller, words)
  }
}

const nothing = (why: string): Refused => new Refused('no-answer', why)

function bytesOf(desk: Desk, frame: number, field: string, capture: string | undefined): readonly [number, number] {
  return desk.fields(frame, field, capture)[0]?.bytes ?? [0, 0]
}

function offsetOf(desk: Desk, frame: number, q: Asked, words: Words): Computed {
  const [found] = desk.fields(frame, q.field ?? '', q.of.capture)
  if (!found) throw nothing(words.noField(frame, q.field ?? ''))
  return {
    value: found.bytes[0],
    frames: [frame],
    rule: words.offset(q.field ?? '', found.bytes[0]),
    bytes: found.bytes,
  }
}

function arpValue(desk: Desk, frame: number, q: Asked, words: Words): Computed {
  const ip = desk.fields(frame, 'arp.dst.proto_ipv4', q.of.capture)[0]?.text
  if (ip === undefined) throw nothing(words.noField(frame, 'arp.dst.proto_ipv4'))
  const reply = desk.frames(`arp.opcode == 2 && arp.src.proto_ipv4 == ${ip}`, q.of.capture).find((f) => f > frame)
  if (reply === undefined) throw nothing(words.noReply(frame))
  return q.value === 'arp-delay'
    ? {
        value: desk.time(reply, q.of.capture) - desk.time(frame, q.of.capture),
        unit: 's',
        frames: [frame, reply],
        rule: words.rtt(frame, reply),
      }
    : { value: 2, frames: [frame, reply], rule: words.arpMessages(frame, reply) }
}

/** EstimatedRTT after the acknowledgement of a segment: 0.875 of the one before and 0.125 of the new sample (RFC 6298). */
function estimated(
  desk: Desk,
  told: ConversationStory,
  frame: number,
  capture: string | undefined,
  words: Words,
): Computed {
  const end = told.segment(told.frames.find(frame)).from
  const frames: number[] = []
  let value = NaN
  for (let n = 0; n < told.frames.count; n++) {
    const s = told.segment(n)
    if (s.from !== end || !s.length || s.frame > frame) continue
    const by = told.answeredIn(n)
    if (!by) continue
    const sample = desk.time(by, capture) - desk.time(s.frame, capture)
    value = Number.isNaN(value) ? sample : 0.875 * value + 0.125 * sample
    frames.push(s.frame, by)
  }
  if (Number.isNaN(value)) throw nothing(words.notAcknowledged(frame))
  return { value, unit: 's', frames, rule: words.estimated(frames.length / 2) }
}

/** Values of the data that one end sends: the end named, or the one that sent more. */
function ofDirection(desk: Desk, told: ConversationStory, q: Asked, caller: End | -1, words: Words): Computed {
  const { capture } = q.of
  const { dataBytes } = told.story.main
  const named: End | undefined =
    q.from === undefined || caller === -1 ? undefined : q.from === 'client' ? caller : other(caller)
  const end = named ?? (dataBytes[0] >= dataBytes[1] ? 0 : 1)
  const own: number[] = []
  const acks: number[] = []
  let [bytes, wire, least, leastAt] = [0, 0, Infinity, 0]
  for (let n = 0; n < told.frames.count; n++) {
    const s = told.segment(n)
    if (s.from === end) {
      if (s.length) own.push(s.frame)
      bytes += s.length
      wire += desk.session(capture).index.length[s.frame - 1]!
    } else {
      if (s.acks) acks.push(s.frame)
      if (s.scaledWindow < least) [least, leastAt] = [s.scaledWindow, s.frame]
    }
  }
  switch (q.value) {
    case 'minimum-window':
      if (!leastAt) throw nothing(words.noData)
      return {
        value: least,
        unit: 'bytes',
        frames: [leastAt],
        rule: words.minimumWindow(leastAt),
        bytes: bytesOf(desk, leastAt, 'tcp.window_size_value', capture),
      }
    case 'overhead':
      if (!wire) throw nothing(words.noData)
      return { value: (100 * (wire - bytes)) / wire, unit: '%', frames: own, rule: words.overhead(wire - bytes, wire) }
    case 'data-per-ack':
      if (!acks.length || !bytes) throw nothing(words.noData)
      return { value: bytes / acks.length, unit: 'bytes', frames: acks, rule: words.dataPerAck(bytes, acks.length) }
    default: {
      const first = own[0]
      const last = acks.at(-1) ?? own.at(-1)
      const seconds =
        first === undefined || last === undefined ? 0 : desk.time(last, capture) - desk.time(first, capture)
      if (!(seconds > 0)) throw nothing(words.noData)
      return {
        value: bytes / seconds,
        unit: 'bytes/s',
        frames: [first!, last!],
        rule: words.throughput(bytes, first!, last!),
      }
    }
  }
}
