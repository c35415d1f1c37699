/**
 * The state of both ends of a TCP connection after every packet (RFC 9293, 3.3.2), as far as packets can tell.
 *
 * What an end sends proves its state. What is sent to it has perhaps not arrived: such events wait in a list and give an inferred state, until
 * the end sends something that acknowledges them (or the capture was made on its host: see `stateAt`).
 */
import { Arrived } from './arrived'
import { widerU8 } from './columns'
import { limits } from '../limits'
import { ahead, endOf, FLAG, other } from './stream-segment'
import type { End, StreamSegment } from './stream-segment'

export const stateNames = [
  '',
  'CLOSED',
  'LISTEN',
  'SYN-SENT',
  'SYN-RECEIVED',
  'ESTABLISHED',
  'FIN-WAIT-1',
  'FIN-WAIT-2',
  'CLOSE-WAIT',
  'CLOSING',
  'LAST-ACK',
  'TIME-WAIT',
] as const
export type StateName = (typeof stateNames)[number]

/** Positions in `stateNames`. Unknown: nothing has been seen of this end. */
const IS = {
  unknown: 0,
  closed: 1,
  listen: 2,
  synSent: 3,
  synReceived: 4,
  established: 5,
  finWait1: 6,
  finWait2: 7,
  closeWait: 8,
  closing: 9,
  lastAck: 10,
  timeWait: 11,
} as const

const PROVEN = 0x80

type EventName = 'syn' | 'synAck' | 'ackOfSyn' | 'fin' | 'ackOfFin' | 'reset'

/** What receiving something does. */
const RECEIVED: Readonly<Record<EventName, Readonly<Record<number, number>>>> = {
  syn: { [IS.synSent]: IS.synReceived },
  synAck: { [IS.synSent]: IS.established, [IS.synReceived]: IS.established },
  ackOfSyn: { [IS.synReceived]: IS.established },
  fin: {
    [IS.synReceived]: IS.closeWait,
    [IS.established]: IS.closeWait,
    [IS.finWait1]: IS.closing,
    [IS.finWait2]: IS.timeWait,
  },
  ackOfFin: { [IS.finWait1]: IS.finWait2, [IS.closing]: IS.timeWait, [IS.lastAck]: IS.closed },
  reset: {},
}

const received = (state: number, event: EventName): number =>
  event === 'reset' ? IS.closed : (RECEIVED[event][state] ?? state)

interface Waiting {
  event: EventName
  /** An acknowledgement that reaches this number shows that the event has arrived. */
  shownBy: number
}

interface Side {
  state: number
  /** The state follows from what this end has sent. */
  certain: boolean
  waiting: Waiting[]
  /** Number behind its SYN and its FIN, NaN before them. */
  synEnd: number
  finEnd: number
  /** Whether an acknowledgement of them has been sent to it. */
  synAcked: boolean
  finAcked: boolean
  /** Packets whose state of this end is not known yet: all up to here are filled in when it first speaks. */
  silent: boolean
  /** It has sent a SYN that acknowledged nothing. */
  saidSyn: boolean
  /** What it acknowledged last, NaN before that. */
  asked: number
  /** Its FIN waits for something before it that has not arrived; and the other side asks for that. */
  finHeld: boolean
  finAsked: boolean
}
type Kept = Pick<Side, 'state' | 'certain' | 'waiting'>

const side = (): Side => ({
  state: IS.unknown,
  certain: false,
  waiting: [],
  synEnd: NaN,
  finEnd: NaN,
  synAcked: false,
  finAcked: false,
  silent: true,
  saidSyn: false,
  asked: NaN,
  finHeld: false,
  finAsked: false,
})

/** More events than this cannot wait at one end: each happens once. A capture of one direction only repeats none of them. */
const MOST_WAITING = 16

export class TcpStates {
  count = 0
  /** How far what each end sent has arrived. */
  arrived: [Arrived, Arrived] = [new Arrived(), new Arrived()]
  private sides: [Side, Side] = [side(), side()]
  /** Where the attempt at hand began. */
  private since = 0
  /** Both sides before each reset, by its frame. */
  private readonly before = new Map<number, { n: number; sides: [Kept, Kept] }>()
  private columns: [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>] = [new Uint8Array(16), new Uint8Array(16)]

  /** `accepted`: whether its numbers are of this connection; of a reset, whether its receiver may take it. */
  take(s: StreamSegment, accepted = true): void {
    const from = s.from
    const own = this.sides[from]
    const peer = this.sides[other(from)]
    const resets = (s.flags & FLAG.rst) !== 0
    if (own.silent) this.firstWord(from, s, !Number.isNaN(peer.synEnd))
    if (resets) this.keep(s)
    if (s.flags & FLAG.ack && (accepted || resets)) this.takeAck(own, peer, s)
    if (accepted) this.send(own, s)
    if (accepted && !resets) this.arrived[from].take(s.sequence, endOf(s), peer.asked)
    if (accepted) this.deliver(own, peer, s)
    this.release(own, peer, from)
    this.file()
  }

  /** Nothing has changed: a packet that was seen before. */
  repeat(): void {
    this.file()
  }

  /** Another attempt begins. */
  restart(): void {
    this.sides = [side(), side()]
    this.arrived = [new Arrived(), new Arrived()]
    this.before.clear()
    this.since = this.count
  }

  /** Whether the FIN of an end waits for something before it. */
  isHeld(end: End): boolean {
    return this.sides[end].finHeld
  }

  /** What followed shows that a reset was not sent by, or not taken by, an end: its states since then are as if there had been none. */
  revive(frame: number, end: End): void {
    const held = this.before.get(frame)
    if (!held) return
    const own = this.sides[end]
    if (own.state === IS.closed) {
      const { state, certain, waiting } = held.sides[end]
      Object.assign(own, { state, certain, waiting: [...waiting] })
    } else own.waiting = own.waiting.filter((w) => w.event !== 'reset')
    for (let n = held.n; n < this.count; n++) this.columns[end][n] = shownOf(own)
  }

  /** Both sides as they are before a reset. */
  private keep(s: StreamSegment): void {
    if (this.before.size >= limits.resetsTold) return
    const copy = ({ state, certain, waiting }: Side): Kept => ({ state, certain, waiting: [...waiting] })
    this.before.set(s.frame, { n: this.count, sides: [copy(this.sides[0]), copy(this.sides[1])] })
  }

  private takeAck(own: Side, peer: Side, s: StreamSegment): void {
    if (!(s.flags & FLAG.rst)) {
      own.asked = s.acknowledgment
      const arrived = this.arrived[other(s.from)]
      if (!Number.isNaN(arrived.next)) arrived.proved(s.acknowledgment)
      this.withhold(own, peer, s)
    }
    this.confirm(own, s)
  }

  /** A FIN that was acknowledged has arrived after all; one behind a range that is still asked for (RFC 2018) has not. */
  private withhold(own: Side, peer: Side, s: StreamSegment): void {
    if (Number.isNaN(peer.finEnd)) return
    if (ahead(s.acknowledgment, peer.finEnd) >= 0) {
      if (peer.finHeld) own.waiting.push({ event: 'fin', shownBy: peer.finEnd })
      peer.finHeld = peer.finAsked = false
    } else if (ahead(s.sackEnd, s.acknowledgment) > 0 && own.waiting.some((w) => w.event === 'fin')) {
      own.waiting = own.waiting.filter((w) => w.event !== 'fin')
      peer.finHeld = peer.finAsked = true
    }
  }

  /** The gap before a FIN was filled. */
  private release(own: Side, peer: Side, from: End): void {
    if (!own.finHeld || own.finAsked || ahead(this.arrived[from].next, own.finEnd) < 0) return
    own.finHeld = false
    peer.waiting.push({ event: 'fin', shownBy: own.finEnd })
  }

  /** The state of an end after packet `n` (from 0); proven by the packets, or because the capture was made `here`, on its host. */
  stateAt(n: number, end: End, here: boolean): { state: StateName; proven: boolean } {
    const held = this.columns[end][n] ?? 0
    const state = stateNames[held & 0x7f]!
    return { state, proven: state !== '' && ((held & PROVEN) !== 0 || here) }
  }

  /** What an end must have been before it first spoke. */
  private firstWord(end: End, s: StreamSegment, called: boolean): void {
    const own = this.sides[end]
    own.silent = false
    const resets = (s.flags & FLAG.rst) !== 0 && called
    const opens = (s.flags & FLAG.syn) !== 0
    own.state = resets ? IS.closed : opens ? (s.flags & FLAG.ack ? IS.listen : IS.closed) : IS.established
    // An end that answers a SYN without one of its own has sent one that is not in the capture.
    const before = called && own.state === IS.established ? IS.listen : own.state
    for (let i = this.since; i < this.count; i++) this.columns[end][i] = before
  }

  /** An acknowledgement shows what has arrived; whatever was sent before that has arrived, too. */
  private confirm(own: Side, s: StreamSegment): void {
    let reached = -1
    own.waiting.forEach((w, i) => {
      if (ahead(s.acknowledgment, w.shownBy) >= 0) reached = i
    })
    // A segment after the SYN is only sent by an end that has been acknowledged.
    if (own.state === IS.synReceived && !(s.flags & FLAG.syn))
      reached = Math.max(
        reached,
        own.waiting.findIndex((w) => w.event === 'ackOfSyn'),
      )
    for (const { event } of own.waiting.splice(0, reached + 1)) {
      own.state = received(own.state, event)
      own.certain = true
    }
  }

  private send(own: Side, s: StreamSegment): void {
    if (s.flags & FLAG.rst) {
      own.state = IS.closed
      own.certain = true
      own.waiting = []
      return
    }
    if (s.flags & FLAG.syn) {
      // Said again without an acknowledgement: what came back has not arrived.
      if (!(s.flags & FLAG.ack) && own.synEnd === (s.sequence + 1) >>> 0) own.waiting = []
      own.synEnd = (s.sequence + 1) >>> 0
      const opened = own.state === IS.established
      if (!opened) own.state = s.flags & FLAG.ack || own.state === IS.synReceived ? IS.synReceived : IS.synSent
      own.certain = true
    } else if (own.state === IS.synSent && s.flags & FLAG.ack) {
      own.state = IS.established
      own.certain = true
    } else if (own.state === IS.established && !Number.isNaN(own.synEnd)) own.certain = true
    if (s.flags & FLAG.fin) {
      if (Number.isNaN(own.finEnd)) own.finEnd = endOf(s)
      else if (own.finAcked) {
        own.finAcked = false
        own.waiting = own.waiting.filter((w) => w.event !== 'ackOfFin')
      }
      if (own.state === IS.established || own.state === IS.synReceived) own.state = IS.finWait1
      else if (own.state === IS.closeWait) own.state = IS.lastAck
      own.certain = true
    }
  }

  /** What the segment brings to the other end, once it arrives. */
  private deliver(own: Side, peer: Side, s: StreamSegment): void {
    const end = endOf(s)
    // What uses no number of its own, or none that was not used before, is shown only by the acknowledgement of something later.
    const again = (s.flags & (FLAG.syn | FLAG.ack)) === (FLAG.syn | FLAG.ack) && own.saidSyn
    const shownBy = end === s.sequence || again ? (end + 1) >>> 0 : end
    if (s.flags & FLAG.syn) own.saidSyn = !(s.flags & FLAG.ack)
    const wait = (event: EventName): void => {
      if (peer.waiting.length < MOST_WAITING) peer.waiting.push({ event, shownBy })
    }
    if (s.flags & FLAG.rst) return wait('reset')
    if (s.flags & FLAG.ack) {
      const acknowledged = (mark: number): boolean => !Number.isNaN(mark) && ahead(s.acknowledgment, mark) >= 0
      if (s.flags & FLAG.syn) {
        if (acknowledged(peer.synEnd)) peer.synAcked = true
      } else if (!peer.synAcked && acknowledged(peer.synEnd)) {
        peer.synAcked = true
        wait('ackOfSyn')
      }
      if (!peer.finAcked && acknowledged(peer.finEnd)) {
        peer.finAcked = true
        wait('ackOfFin')
      }
    }
    if (s.flags & FLAG.syn) wait(s.flags & FLAG.ack ? 'synAck' : 'syn')
    if (s.flags & FLAG.fin && own.finEnd === end && !own.finHeld) {
      if (ahead(this.arrived[s.from].next, end) >= 0) wait('fin')
      else own.finHeld = true
    }
  }

  private file(): void {
    const n = this.count++
    for (const end of [0, 1] as const) {
      if (n >= this.columns[end].length) this.columns[end] = widerU8(this.columns[end], n + 1)
      this.columns[end][n] = shownOf(this.sides[end])
    }
  }
}

/** The state with all that is on its way, as it stands in a column. */
function shownOf({ state, certain, waiting }: Side): number {
  let shown = state
  for (const { event } of waiting) shown = received(shown, event)
  return shown | (certain && shown === state ? PROVEN : 0)
}
