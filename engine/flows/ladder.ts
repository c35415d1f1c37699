/**
 * A ladder as plain data: hosts as lifelines, packets as arrows between them, time downward. Drawn by a window, written by the exports.
 *
 * A ladder is asked for in pieces (`from`, `count`), so that one of 100,000 arrows costs no more than the arrows on the screen.
 */
import { words } from './ladder-words'
import type { Phase } from './handshakes'
import type { StateName } from './tcp-states'

export type LadderKind = 'tcp' | 'udp' | 'arp' | 'icmp' | 'icmpv6' | 'dns' | 'any'

export interface Lifeline {
  /** Address, as text. */
  name: string
  /** What it is in this ladder: `client`, `server`, or ''. */
  role: '' | 'client' | 'server'
  /** The port, where all arrows of this lifeline use one; 0 otherwise. */
  port: number
}

export interface EndState {
  state: StateName
  /** Follows from what this end has sent (or from what arrived on the host of the capture); false: inferred. */
  proven: boolean
}

export interface Arrow {
  /** Position in the ladder, from 0. */
  n: number
  frame: number
  /** Nanoseconds since the first packet of the capture. */
  time: number
  /** Nanoseconds since the arrow before, 0 for the first; `folded` when the pause is long and best drawn short. */
  wait: number
  folded: boolean
  /** Positions in `lifelines`. */
  from: number
  to: number
  fromPort: number
  toPort: number
  /** What stands on the arrow: `PSH, ACK - Len: 13`, `Who has 10.0.0.1?`. */
  label: string
  /** What stands beside it: `Seq = 1 Ack = 1`, or protocol and Info. */
  comment: string
  /** Of TCP: numbers relative and raw. Null otherwise. */
  segment: {
    flags: string
    sequence: number
    acknowledgment: number | null
    rawSequence: number
    rawAcknowledgment: number | null
    length: number
    window: number
    /** Stream index. */
    stream: number
  } | null
  phase: Phase | ''
  /** What is wrong with it, '' for nothing. */
  problem: string
  /** The frame that this one acknowledges or answers, and the nanoseconds since then; 0 and null for none. */
  answers: number
  rtt: number | null
  /** The frame that acknowledges or answers this one; 0 when there is none so far. */
  answeredIn: number
  /** States of both lifelines after this packet; TCP only. */
  states: [EndState, EndState] | null
}

export interface Ladder {
  kind: LadderKind
  title: string
  lifelines: Lifeline[]
  /** The last lifeline stands for all hosts that found no room: so many hosts share it. 0: every host has its own. */
  hidden: number
  /** Arrows in all at this moment, and position of the first of `arrows`. */
  total: number
  from: number
  arrows: Arrow[]
  /** Sentences about the whole: how it was opened and closed, where it was captured. */
  opening: string
  closing: string
  vantage: string
}

/** A pause is folded when it is long for a person, and long against the others: `span` nanoseconds with `count` arrows in all. */
export const isFolded = (wait: number, span: number, count: number): boolean =>
  wait >= 200e6 && (count < 3 || wait > (8 * (span - wait)) / (count - 2))

/** Words for a reader who does not see the drawing. */
export function arrowText(ladder: Pick<Ladder, 'lifelines'>, a: Arrow): string {
  const from = ladder.lifelines[a.from]
  const to = ladder.lifelines[a.to]
  const w = words()
  const name = (line: Lifeline | undefined): string => (line ? (line.role && w[line.role]) || line.name : '?')
  const answer = a.answers ? w.answersFrame(a.answers) : ''
  const trouble = a.problem ? `, ${a.problem}` : ''
  return w.arrow(a.frame, name(from), name(to), `${a.label}${a.comment ? `, ${a.comment}` : ''}${answer}${trouble}`)
}
