/**
 * How a TCP conversation was opened and closed, told packet by packet.
 *
 *   const story = new Story()
 *   for (const segment of conversation) story.take(segment)
 *   story.attempts  story.main.closingKind()  story.phaseAt(n)  story.states.stateAt(n, end, here)
 *
 * A caller that was refused may call again with the same ports: each attempt is told by itself. A packet that was captured twice is no event.
 */
import { Attempt } from './attempt'
import type { Farewell, Phase } from './attempt'
import { widerU8 } from './columns'
import { limits } from '../limits'
import { Sightings } from './seen-twice'
import type { Twin } from './seen-twice'
import { FLAG } from './stream-segment'
import type { End, StreamSegment } from './stream-segment'
import { TcpStates } from './tcp-states'
import { VantageVotes } from './vantage'

export type { ClosingKind, Farewell, Opener, OpeningKind, Phase } from './attempt'

const phases: readonly Phase[] = ['opening', 'data', 'close']

export class Story {
  readonly states = new TcpStates()
  readonly vantage = new VantageVotes()
  /** In order; never empty. */
  readonly attempts: Attempt[] = [new Attempt(this.states)]
  private current = this.attempts[0]!
  private phases = new Uint8Array(16)
  private readonly sightings = new Sightings()
  /** By position: packets that are further sightings of an earlier one. */
  private readonly twins = new Map<number, Twin>()
  /** Packets that are a further sighting of an earlier one, and how many of them had passed a router. */
  copyCount = 0
  forwardedCount = 0

  get count(): number {
    return this.states.count
  }

  take(s: StreamSegment): void {
    const n = this.states.count
    if (n >= this.phases.length) this.phases = widerU8(this.phases, n + 1)
    const twin = this.sightings.take(s)
    if (twin) {
      this.noteCopy(n, twin)
      return
    }
    if ((s.flags & (FLAG.syn | FLAG.ack | FLAG.rst)) === FLAG.syn && this.current.isOver(s)) this.begin()
    this.vantage.take(s)
    this.phases[n] = phases.indexOf(this.current.take(s))
  }

  phaseAt(n: number): Phase {
    return phases[this.phases[n]!]!
  }
  /** The earlier sighting of the packet at a position; undefined for a packet that was captured once, or first. */
  twinAt(n: number): Twin | undefined {
    return this.twins.get(n)
  }

  /** It is no event of the connection: both ends stay as they are. */
  private noteCopy(n: number, twin: Twin): void {
    this.states.repeat()
    this.phases[n] = n ? this.phases[n - 1]! : 0
    this.copyCount++
    if (twin.forwarded) this.forwardedCount++
    this.twins.set(n, twin)
  }

  private begin(): void {
    if (this.attempts.length >= limits.attemptsTold) this.attempts.splice(this.attempts.length - 2, 1)
    this.states.restart()
    this.current = new Attempt(this.states)
    this.attempts.push(this.current)
  }

  /** The attempt that the story is about: the last one that was opened, or the last. */
  get main(): Attempt {
    return this.attempts.findLast((a) => a.wasOpen) ?? this.current
  }
  get syns(): Attempt['syns'] {
    return this.main.syns
  }
  get answers(): Attempt['answers'] {
    return this.main.answers
  }
  get fins(): Attempt['fins'] {
    return this.main.fins
  }
  get readyFrame(): number {
    return this.main.readyFrame
  }
  /** Which end called: it sent the SYN, or is the one that was answered. −1 when neither is in the capture. */
  caller(): End | -1 {
    return this.main.caller()
  }
  /** The end whose FIN came first. */
  firstToClose(): Farewell | null {
    return this.main.firstToClose()
  }
}
