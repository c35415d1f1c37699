/**
 * How a TCP conversation was opened and closed, told packet by packet.
 *
 *   const story = new Story()
 *   for (const segment of conversation) story.take(segment)
 *   story.opening()  story.closing()  story.phaseAt(n)  story.states.stateAt(n, end, here)
 *
 * Which acknowledgement belongs to which FIN is decided by numbers, not by order: a FIN uses a number of its own behind the last byte, and only an
 * acknowledgement beyond that number is the answer to it. One that comes after the FIN but points at it is the answer to the data before.
 */
import { widerU8 } from './columns'
import { ahead, endOf, FLAG, isBeyond, other } from './stream-segment'
import type { End, StreamSegment } from './stream-segment'
import { TcpStates } from './tcp-states'
import { VantageVotes } from './vantage'

export type Phase = 'opening' | 'data' | 'close'
const phases: readonly Phase[] = ['opening', 'data', 'close']

export type OpeningKind =
  'three-way' | 'simultaneous' | 'fast-open' | 'unanswered' | 'half-open' | 'refused' | 'partial' | 'joined'
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

export interface Reset {
  frame: number
  from: End
}

export class Story {
  readonly states = new TcpStates()
  readonly vantage = new VantageVotes()
  /** Frames by what they did. */
  readonly syns: [Opener | null, Opener | null] = [null, null]
  readonly answers: [Opener | null, Opener | null] = [null, null]
  /** The segment that ended the opening: 0 while it has not. */
  readyFrame = 0
  readyBy: End = 0
  /** Data went with the SYN and was acknowledged by the answer. */
  earlyBytes = 0
  earlyAccepted = false
  readonly fins: [Farewell | null, Farewell | null] = [null, null]
  firstReset: Reset | null = null
  /** The reset came in answer to a SYN, or to a SYN+ACK. */
  resetInOpening = false
  /** Ends that have sent anything. */
  readonly spoke: [boolean, boolean] = [false, false]
  dataBytes: [number, number] = [0, 0]
  private phases = new Uint8Array(16)
  private readonly next: [number, number] = [NaN, NaN]

  get count(): number {
    return this.states.count
  }

  take(s: StreamSegment): void {
    const n = this.states.count
    this.states.take(s)
    this.vantage.take(s)
    if (n >= this.phases.length) this.phases = widerU8(this.phases, n + 1)
    this.phases[n] = phases.indexOf(this.follow(s))
    this.spoke[s.from] = true
    const end = endOf(s)
    if (isBeyond(end, this.next[s.from])) this.next[s.from] = end
    this.dataBytes[s.from] += s.length
  }

  phaseAt(n: number): Phase {
    return phases[this.phases[n]!]!
  }

  private follow(s: StreamSegment): Phase {
    if (s.flags & FLAG.rst) return this.noteReset(s)
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

  private noteSyn(s: StreamSegment): Phase {
    const list = s.flags & FLAG.ack ? this.answers : this.syns
    const before = list[s.from]
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
    const answer = this.answers[other(s.from)] ?? (this.syns[s.from] ? this.syns[other(s.from)] : null)
    if (!answer || ahead(s.acknowledgment, answer.end) < 0) return false
    this.readyFrame = s.frame
    this.readyBy = s.from
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
      answers: theirs !== null && (s.flags & FLAG.ack) !== 0 && ahead(s.acknowledgment, theirs.end) >= 0,
      ackFrame: 0,
      ackTime: 0,
      dataAckFrame: 0,
      dataAckOf: 0,
      lateFrame: 0,
      lateBytes: 0,
    }
  }

  private noteReset(s: StreamSegment): Phase {
    const opening =
      !this.readyFrame &&
      (this.syns[0] !== null || this.syns[1] !== null || this.answers[0] !== null || this.answers[1] !== null)
    if (!this.firstReset) {
      this.firstReset = { frame: s.frame, from: s.from }
      this.resetInOpening = opening && this.dataBytes[0] + this.dataBytes[1] === this.earlyBytes
    }
    return this.resetInOpening ? 'opening' : 'close'
  }

  openingKind(): OpeningKind {
    const [a, b] = this.syns
    const [x, y] = this.answers
    if (a && b) return 'simultaneous'
    const syn = a ?? b
    if (!syn) return 'joined'
    const answer = syn.from === 0 ? y : x
    const by = this.firstReset
    if (answer) {
      if (!this.readyFrame) return 'half-open'
      return syn.length > 0 ? 'fast-open' : 'three-way'
    }
    if (by && this.resetInOpening && by.from !== syn.from) return 'refused'
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
    const reset = this.resetInOpening ? null : this.firstReset
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
