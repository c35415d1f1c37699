/** The stories of conversations (flows/handshakes.ts), read from the open capture and kept for those looked at last; they grow with a live one. */
import { Refused } from '../refused'
import { conversations } from '../flows/conversations'
import type { Transport } from '../flows/conversations'
import { widerU32 } from '../flows/columns'
import { Story } from '../flows/handshakes'
import { closingOf } from '../flows/closing-words'
import type { Closing } from '../flows/closing-words'
import { openingOf } from '../flows/handshake-words'
import type { Opening } from '../flows/handshake-words'
import { vantageOf } from '../flows/vantage-words'
import type { VantageWords } from '../flows/vantage-words'
import type { End, StreamSegment } from '../flows/stream-segment'
import { noTrace, noWay } from '../flows/stream-segment'
import { addressText } from './address-text'
import type { Session } from './session'
import { spoken } from '../words/language'
import type { Language } from '../words/language'
import { inTurns } from './turns'
import type { Work } from './turns'
import { ConversationFrames, SegmentReader } from './stream-reader'

/** Conversations of one capture whose stories are kept. */
const KEPT = 16

export class ConversationStory {
  readonly frames: ConversationFrames
  readonly story = new Story()
  readonly ends: readonly [string, string]
  private answered = new Uint32Array(64)
  private readonly reader: SegmentReader

  constructor(
    readonly session: Session,
    readonly conversation: number,
  ) {
    this.frames = new ConversationFrames(session, conversation)
    this.reader = new SegmentReader(session)
    this.ends = [endText(session, conversation, 0), endText(session, conversation, 1)]
  }

  /** Takes up what has been indexed since, at most `most` packets. True when nothing is left. */
  step(most = Infinity): boolean {
    const { frames, story, answered } = this
    frames.refresh()
    if (frames.count > answered.length) this.answered = widerU32(answered, frames.count)
    const stop = Math.min(frames.count, story.count + most)
    for (let n = story.count; n < stop; n++) {
      const s = this.reader.read(frames.frame(n), this.conversation) ?? this.blank(n)
      story.take(s)
      if (s.acks) {
        const at = frames.find(s.acks)
        if (at >= 0) this.answered[at] ||= s.frame
      }
    }
    return stop === frames.count
  }

  /** The same to its end, with looks at the event loop. */
  async whole(work: Work = {}): Promise<this> {
    await inTurns(this.session, (most) => this.step(most), {
      ...work,
      stopped: 'Reading the conversation was stopped.',
      progress: () => [this.story.count, this.frames.count],
    })
    return this
  }

  /** Segment `n` (from 0) of the conversation. */
  segment(n: number): StreamSegment {
    return this.reader.read(this.frames.frame(n), this.conversation) ?? this.blank(n)
  }
  /** Frame that acknowledges segment `n`, 0 while there is none. */
  answeredIn(n: number): number {
    return this.answered[n] ?? 0
  }

  opening(): Opening {
    return openingOf(this.story, this.ends)
  }
  closing(): Closing {
    return closingOf(this.story, this.ends)
  }
  vantage(): VantageWords {
    return vantageOf(this.story, this.ends)
  }

  /** A packet of which too little was captured to be read: it holds its place. */
  private blank(n: number): StreamSegment {
    const frame = this.frames.frame(n)
    const { index } = this.session
    return {
      frame,
      time: Number(index.elapsed(this.frames.frame(0) - 1, frame - 1)),
      from: (index.flow[frame - 1]! & 1) as End,
      sequence: 0,
      acknowledgment: 0,
      relativeSequence: 0,
      relativeAcknowledgment: 0,
      flags: 0,
      window: 0,
      scaledWindow: 0,
      length: 0,
      verdicts: 0,
      acks: 0,
      rtt: 0,
      fastOpen: '',
      trace: noTrace,
      sackEnd: NaN,
      way: noWay,
    }
  }
}

/** `10.0.0.1:80`, `[2001:db8::1]:80`. */
export function endText(session: Session, conversation: number, end: End): string {
  const flows = session.memories.get(conversations)
  const kind = flows.transport(conversation)
  const address = addressText(flows.addresses, flows.address(conversation, end))
  if (kind === 'ether' || kind === 'ipv4' || kind === 'ipv6') return address
  return `${address.includes(':') ? `[${address}]` : address}:${flows.port(conversation, end)}`
}

/** A story is told while it is read: in another language it is read again. */
const held = new WeakMap<Session, { language: Language; stories: Map<number, ConversationStory> }>()

/** The story of a conversation: kept, or new (call `step` or `whole` to read it). */
export function storyOf(session: Session, conversation: number): ConversationStory {
  let kept = held.get(session)
  if (kept?.language !== spoken()) held.set(session, (kept = { language: spoken(), stories: new Map() }))
  const { stories } = kept
  const known = stories.get(conversation)
  if (known) stories.delete(conversation)
  const story = known ?? new ConversationStory(session, conversation)
  stories.set(conversation, story)
  if (stories.size > KEPT) stories.delete(stories.keys().next().value!)
  return story
}

interface Numbers {
  seen: number
  byStream: Map<Transport, Uint32Array<ArrayBuffer>>
}
const numbered = new WeakMap<Session, Numbers>()

/** Conversation number of a transport's stream; refuses when there is none. */
export function conversationOf(session: Session, transport: Transport, stream: number): number {
  const flows = session.memories.get(conversations)
  let numbers = numbered.get(session)
  if (!numbers) numbered.set(session, (numbers = { seen: 0, byStream: new Map() }))
  for (; numbers.seen < flows.count; numbers.seen++) {
    const kind = flows.transport(numbers.seen)
    let list = numbers.byStream.get(kind) ?? new Uint32Array(64)
    const at = flows.stream(numbers.seen)
    if (at >= list.length) list = widerU32(list, at + 1)
    list[at] = numbers.seen
    numbers.byStream.set(kind, list)
  }
  if (stream >= flows.streamsOf(transport))
    throw new Refused(
      'no-such-stream',
      `There is no ${transport.toUpperCase()} stream ${stream}: the capture has ${flows.streamsOf(transport)}.`,
      flows.streamsOf(transport) ? 'Streams are counted from 0.' : undefined,
    )
  return numbers.byStream.get(transport)![stream]!
}
