/** Follow stream: what both sides of a TCP or UDP conversation have said, read in pieces from the open capture. */
import { valueOf } from '../dissect/format'
import { makePlan } from '../dissect/plan'
import type { Plan } from '../dissect/plan'
import { occurrence } from '../dissect/tree'
import { limits } from '../limits'
import type { End } from '../flows/stream-segment'
import { StreamPayload } from '../flows/stream-payload'
import type { PieceKind } from '../flows/stream-payload'
import { registry } from '../protocols'
import { conversationOf, endText } from './conversation-story'
import type { Session } from './session'
import { inTurns } from './turns'
import type { Work } from './turns'
import { ConversationFrames, SegmentReader } from './stream-reader'

export interface FollowPiece {
  kind: PieceKind
  /** 0: the end that sent the first packet. */
  from: End
  frame: number
  /** Bytes of it that are missing (gap), were repeated, or follow in `bytes`. */
  length: number
  bytes: Uint8Array
}

export interface FollowedStream {
  ends: [string, string]
  /** Pieces in all so far; position of the first one here. */
  total: number
  from: number
  pieces: FollowPiece[]
  bytes: [number, number]
  missing: number
  repeats: number
  dropped: number
}

export class Follower {
  private readonly frames: ConversationFrames
  private readonly reader: SegmentReader
  private readonly payload = new StreamPayload()
  private taken = 0
  private plan: Plan | undefined

  constructor(
    private readonly session: Session,
    private readonly transport: 'tcp' | 'udp',
    private readonly conversation: number,
  ) {
    this.frames = new ConversationFrames(session, conversation)
    this.reader = new SegmentReader(session)
  }

  step(most = Infinity): boolean {
    const { frames } = this
    frames.refresh()
    const stop = Math.min(frames.count, this.taken + most)
    for (; this.taken < stop; this.taken++) {
      if (this.transport === 'udp') {
        const { from, length } = this.datagram(this.taken)
        this.payload.bytes[from] += length
        continue
      }
      const s = this.reader.read(frames.frame(this.taken), this.conversation)
      if (s) this.payload.take(s, this.reader.payload.length)
    }
    return this.taken === frames.count
  }
  async whole(work: Work = {}): Promise<this> {
    await inTurns(this.session, (most) => this.step(most), {
      ...work,
      stopped: 'Following the stream was stopped.',
      progress: () => [this.taken, this.frames.count],
    })
    return this
  }

  /** Pieces from position `from`: `count` of them, or fewer when they hold more than `most` bytes. */
  pieces(from: number, count: number, most: number = limits.followPerReply): FollowedStream {
    const { payload, frames, session } = this
    const udp = this.transport === 'udp'
    const total = udp ? frames.count : payload.count
    const pieces: FollowPiece[] = []
    let bytes = 0
    for (let n = from; n < Math.min(total, from + count) && (bytes < most || pieces.length === 0); n++) {
      const piece = udp ? this.datagram(n) : this.read(n)
      pieces.push(piece)
      bytes += piece.bytes.length
    }
    return {
      ends: [endText(session, this.conversation, 0), endText(session, this.conversation, 1)],
      total,
      from,
      pieces,
      bytes: [...payload.bytes],
      missing: payload.missing,
      repeats: payload.repeats,
      dropped: payload.dropped,
    }
  }

  private read(n: number): FollowPiece {
    const { kind, from, frame, start, length } = this.payload.piece(n)
    if (kind !== 'data') return { kind, from, frame, length, bytes: NOTHING }
    this.reader.read(frame, this.conversation)
    return { kind, from, frame, length, bytes: this.reader.payload.slice(start, start + length) }
  }

  private datagram(n: number): FollowPiece {
    const { session } = this
    const frame = this.frames.frame(n)
    const from = (session.index.flow[frame - 1]! & 1) as End
    const field = registry.field('udp.payload')
    this.plan ??= makePlan(registry, { fields: [field] })
    const p = session.decode(frame - 1, this.plan)
    let bytes = NOTHING
    // The last one: conversations are those of the innermost layer.
    for (let k = 0; k < p.records.count; k++)
      if (p.records.field[k] === field.id) bytes = valueOf(occurrence(p, k)) as Uint8Array<ArrayBuffer>
    return { kind: 'data', from, frame, length: bytes.length, bytes: bytes.slice() }
  }
}

const NOTHING = new Uint8Array(0)

const followers = new WeakMap<Session, Map<number, Follower>>()
/** Streams followed last: their outlines are kept. */
const KEPT = 4

export function followerOf(session: Session, transport: 'tcp' | 'udp', stream: number): Follower {
  const conversation = conversationOf(session, transport, stream)
  let held = followers.get(session)
  if (!held) followers.set(session, (held = new Map()))
  const known = held.get(conversation)
  if (known) held.delete(conversation)
  const follower = known ?? new Follower(session, transport, conversation)
  held.set(conversation, follower)
  if (held.size > KEPT) held.delete(held.keys().next().value!)
  return follower
}
