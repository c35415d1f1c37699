/**
 * One attempt to open a TCP connection, and all that came of it: SYNs and answers, FINs with their acknowledgements, resets.
 *
 * Which acknowledgement belongs to which FIN is decided by numbers, not by order: a FIN uses a number of its own behind the last byte, and only an
 * acknowledgement beyond that number is the answer to it. One that comes after the FIN but points at it is the answer to the data before.
 */
import { counts, Resets } from './resets'
import type { Reset } from './resets'
import { ahead, endOf, FLAG, isBeyond, other } from './stream-segment'
import type { End, StreamSegment } from './stream-segment'
import type { TcpStates } from './tcp-states'

export type Phase = 'opening' | 'data' | 'close'

export type OpeningKind =
  | 'three-way'
  | 'simultaneous'
  | 'fast-open'
  | 'unanswered'
  | 'half-open'
  | 'refused'
  | 'older-connection'
  | 'partial'
  | 'joined'
export type ClosingKind =
  'four-segments' | 'three-segments' | 'simultaneous' | 'half-close' | 'one-sided' | 'reset' | 'open'

/** A SYN, or the answer to one. */
export interface Opener {
  frame: number
  from: End
  end: number
  length: number
  /** How often it was sent again. */
  repeats: number
  fastOpen: StreamSegment['fastOpen']
}

/** A FIN with what happened to it. */
export interface Farewell {
  frame: number
  from: End
  time: number
  /** Number behind the FIN. */
  end: number
  repeats: number
  /** All before it has arrived, or was acknowledged; and an acknowledgement after it that asked for something before it, 0 for none. */
  arrived: boolean
  stillAsked: number
  /** Whether it acknowledges the FIN of the other side. */
  answers: boolean
  /** Frame and delay of its acknowledgement; 0 while there is none. */
  ackFrame: number
  ackTime: number
  /** An acknowledgement after the FIN that is not for it, and the frame whose data it is for; 0 for none. */
  dataAckFrame: number
  dataAckOf: number
  /** Data that the other side sent after its acknowledgement: first frame, bytes. */
  lateFrame: number
  lateBytes: number
}

/** One attempt to open a connection, with all that came of it. */
export class Attempt {
  /** Frames by what they did. */
  readonly syns: [Opener | null, Opener | null] = [null, null]
  readonly answers: [Opener | null, Opener | null] = [null, null]
  /** The segment that ended the opening: 0 while it has not. */
  readyFrame = 0
  readyBy: End = 0
  /** Data went with the SYN and was acknowledged by the answer. */
  earlyBytes = 0
  earlyAccepted = false
  /** The SYN was answered by an acknowledgement of something else (RFC 9293, 3.5.1): of a connection before this one. */
  olderAck = 0
  readonly fins: [Farewell | null, Farewell | null] = [null, null]
  readonly resets = new Resets()
  /** Ends that have sent anything. */
  readonly spoke: [boolean, boolean] = [false, false]
  dataBytes: [number, number] = [0, 0]
  private readonly next: [number, number] = [NaN, NaN]
  /** What each end acknowledged last, its window, and the start of its numbers. */
  private readonly acked: [number, number] = [NaN, NaN]
  private readonly windows: [number, number] = [0, 0]
  private readonly bases: [number, number] = [NaN, NaN]
  private calledAt = NaN
  private roundTrip = 0

  constructor(private readonly states: TcpStates) {}

  /** Whether a SYN like this one begins another attempt. */
  isOver(s: StreamSegment): boolean {
    const own = this.syns[s.from]
    if (this.resets.list.some((r) => r.refusal === '' && !r.senderGoesOn)) return true
    const [a, b] = this.fins
    if (a?.ackFrame && b?.ackFrame) return true
    return own !== null && own.end !== (s.sequence + 1) >>> 0
  }

  /** Takes a segment, and gives its phase. */
  take(s: StreamSegment): Phase {
    const resets = (s.flags & FLAG.rst) !== 0
    if (!resets) this.contradict(s)
    this.states.take(s, resets ? this.noteReset(s) : !this.isOlder(s))
    const phase = this.follow(s)
    this.spoke[s.from] = true
    const end = endOf(s)
    if (isBeyond(end, this.next[s.from])) this.next[s.from] = end
    if (!(s.flags & FLAG.rst)) {
      if (s.flags & FLAG.ack && isBeyond(s.acknowledgment, this.acked[s.from])) this.acked[s.from] = s.acknowledgment
      this.windows[s.from] = s.scaledWindow
      this.bases[s.from] = (s.sequence - s.relativeSequence) >>> 0
    }
    this.dataBytes[s.from] += s.length
    for (const fin of this.fins)
      if (fin && !fin.arrived) {
        const { next } = this.states.arrived[fin.from]
        if (fin.ackFrame || (!this.states.isHeld(fin.from) && ahead(next, fin.end) >= 0)) fin.arrived = true
      }
    return phase
  }

  private follow(s: StreamSegment): Phase {
    if (s.flags & FLAG.rst) return this.isOpening() ? 'opening' : 'close'
    if (s.flags & FLAG.syn) return this.noteSyn(s)
    const opens = this.noteReady(s)
    const answered = s.flags & FLAG.ack ? this.noteAck(s) : false
    if (s.flags & FLAG.fin) {
      this.noteFin(s)
      return 'close'
    }
    if (opens) return 'opening'
    const [a, b] = this.fins
    const over = a?.ackFrame && b?.ackFrame
    return s.length === 0 && (answered || over) ? 'close' : 'data'
  }

  /** What follows a reset may show that it was none. */
  private contradict(s: StreamSegment): void {
    // So long may still come what was on its way.
    const onTheWay = this.roundTrip ? 1.5 * this.roundTrip : 200e6
    for (const r of this.resets.follow(s, onTheWay)) this.states.revive(r.frame, s.from)
  }

  /** Whether it answers a SYN with an acknowledgement of something else (RFC 9293, 3.5.1): it is of a connection before this one. */
  private isOlder(s: StreamSegment): boolean {
    const called = this.syns[other(s.from)]
    if (!called || !(s.flags & FLAG.ack) || this.readyFrame || this.answers[0] || this.answers[1]) return false
    if (this.syns[s.from] || (this.spoke[s.from] && !this.olderAck)) return false
    const answers = s.flags & FLAG.syn
    const points = ahead(s.acknowledgment, called.end) < 0 || isBeyond(s.acknowledgment, this.next[other(s.from)])
    return points && !(answers && called.length > 0)
  }

  private noteSyn(s: StreamSegment): Phase {
    const list = s.flags & FLAG.ack ? this.answers : this.syns
    const before = list[s.from]
    if (!(s.flags & FLAG.ack)) this.calledAt = s.time
    if (before && before.end === (s.sequence + 1) >>> 0) before.repeats++
    else if (!before)
      list[s.from] = {
        frame: s.frame,
        from: s.from,
        end: (s.sequence + 1) >>> 0,
        length: s.length,
        repeats: 0,
        fastOpen: s.fastOpen,
      }
    const called = this.syns[other(s.from)]
    if (s.flags & FLAG.ack && called && called.length > 0) {
      this.earlyBytes = called.length
      if (ahead(s.acknowledgment, called.end) > 0) this.earlyAccepted = true
    }
    // Both called at once: each answer ends the opening of one side.
    if (s.flags & FLAG.ack && this.syns[0] && this.syns[1] && this.answers[0] && this.answers[1] && !this.readyFrame) {
      this.readyFrame = s.frame
      this.readyBy = s.from
    }
    return 'opening'
  }

  /** Whether this is the acknowledgement that ends the opening. */
  private noteReady(s: StreamSegment): boolean {
    if (this.readyFrame || !(s.flags & FLAG.ack)) return false
    const called = this.syns[other(s.from)]
    const answer = this.answers[other(s.from)] ?? (this.syns[s.from] ? called : null)
    if (this.isOlder(s)) this.olderAck ||= s.frame
    if (!answer || ahead(s.acknowledgment, answer.end) < 0) return false
    this.readyFrame = s.frame
    this.readyBy = s.from
    if (!Number.isNaN(this.calledAt)) this.roundTrip = Math.max(1, s.time - this.calledAt)
    return true
  }

  /** Whether it acknowledges the FIN of the other side for the first time. */
  private noteAck(s: StreamSegment): boolean {
    const fin = this.fins[other(s.from)]
    if (!fin) return false
    if (fin.ackFrame) {
      if (s.length > 0 && !this.fins[s.from] && isBeyond(endOf(s), this.next[s.from])) {
        fin.lateFrame ||= s.frame
        fin.lateBytes += s.length
      }
      return false
    }
    if (ahead(s.acknowledgment, fin.end) < 0) {
      if (!fin.arrived) fin.stillAsked ||= s.frame
      if (s.acks && s.length === 0 && !fin.dataAckFrame) {
        fin.dataAckFrame = s.frame
        fin.dataAckOf = s.acks
      }
      return false
    }
    fin.ackFrame = s.frame
    fin.ackTime = s.time
    if (s.length > 0 && !(s.flags & FLAG.fin)) {
      fin.lateFrame = s.frame
      fin.lateBytes = s.length
    }
    return true
  }

  private noteFin(s: StreamSegment): void {
    const end = endOf(s)
    const before = this.fins[s.from]
    if (before) {
      before.repeats++
      return
    }
    const theirs = this.fins[other(s.from)]
    this.fins[s.from] = {
      frame: s.frame,
      from: s.from,
      time: s.time,
      end,
      repeats: 0,
      arrived: false,
      stillAsked: 0,
      answers: theirs !== null && (s.flags & FLAG.ack) !== 0 && ahead(s.acknowledgment, theirs.end) >= 0,
      ackFrame: 0,
      ackTime: 0,
      dataAckFrame: 0,
      dataAckOf: 0,
      lateFrame: 0,
      lateBytes: 0,
    }
  }

  /** Whether its receiver is to be taken to have accepted it. */
  private noteReset(s: StreamSegment): boolean {
    const to = other(s.from)
    const called = this.syns[to]
    const inSynSent =
      called !== null && !this.answers[to] && !this.answers[s.from] && !this.syns[s.from] && !this.readyFrame
    const { next } = this.states.arrived[s.from]
    const lowest = Number.isNaN(this.acked[to]) ? next : this.acked[to]
    const base = Number.isNaN(this.bases[s.from]) ? (s.sequence - s.relativeSequence) >>> 0 : this.bases[s.from]
    // Of a SYN that was answered by another connection, the reset is for that one.
    const elsewhere = this.olderAck > 0 && !this.readyFrame
    const reset = this.resets.take(
      s,
      {
        synEnd: inSynSent && !elsewhere && this.dataBytes[to] === called.length ? called.end : NaN,
        lowest: elsewhere ? NaN : lowest,
        highest: isBeyond(next, lowest) ? next : lowest,
        window: this.windows[to],
        relative: (n) => (n - base) >>> 0,
      },
      this.isOpening(),
    )
    return reset === undefined || reset.refusal === ''
  }

  private isOpening(): boolean {
    return (
      !this.readyFrame &&
      (this.syns[0] !== null || this.syns[1] !== null || this.answers[0] !== null || this.answers[1] !== null) &&
      this.dataBytes[0] + this.dataBytes[1] === this.earlyBytes
    )
  }

  /** The reset that ended it, null for none. */
  get end(): Reset | null {
    return this.resets.list.find(counts) ?? null
  }
  /** Whether it got as far as data, or was seen to. */
  get wasOpen(): boolean {
    const kind = this.openingKind()
    return kind !== 'unanswered' && kind !== 'refused' && kind !== 'older-connection' && kind !== 'half-open'
  }

  openingKind(): OpeningKind {
    const [a, b] = this.syns
    const [x, y] = this.answers
    if (a && b) return 'simultaneous'
    const syn = a ?? b
    if (!syn) return 'joined'
    const answer = syn.from === 0 ? y : x
    const by = this.end
    if (answer) {
      if (!this.readyFrame) return 'half-open'
      return syn.length > 0 ? 'fast-open' : 'three-way'
    }
    if (by?.inOpening && by.from !== syn.from) return 'refused'
    if (this.olderAck && !this.readyFrame && !this.dataBytes[syn.from]) return 'older-connection'
    return this.spoke[other(syn.from)] ? 'partial' : 'unanswered'
  }

  /** Which end called: it sent the SYN, or is the one that was answered. −1 when neither is in the capture. */
  caller(): End | -1 {
    const syn = this.syns[0] ?? this.syns[1]
    if (this.syns[0] && this.syns[1]) return ahead(this.syns[0].frame, this.syns[1].frame) < 0 ? 0 : 1
    if (syn) return syn.from
    const answer = this.answers[0] ?? this.answers[1]
    return answer ? other(answer.from) : -1
  }

  /** The end whose FIN came first. */
  firstToClose(): Farewell | null {
    const [a, b] = this.fins
    return a && b ? (a.frame < b.frame ? a : b) : (a ?? b)
  }

  closingKind(): ClosingKind {
    const first = this.firstToClose()
    const reset = this.end?.inOpening ? null : this.end
    const second = first && this.fins[other(first.from)]
    const whole = first !== null && second != null && first.ackFrame !== 0 && second.ackFrame !== 0
    if (reset && !whole) return 'reset'
    if (!first) return 'open'
    if (!second) return first.lateFrame ? 'half-close' : 'one-sided'
    if (!second.answers && !(first.ackFrame && first.ackFrame < second.frame)) return 'simultaneous'
    if (first.lateFrame && first.lateFrame < second.frame) return 'half-close'
    return first.ackFrame === second.frame ? 'three-segments' : 'four-segments'
  }
}
