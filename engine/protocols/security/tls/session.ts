/**
 * What is known of a TLS conversation: its version, from where on each direction is encrypted, what client and server said in their hellos.
 * Only the first pass changes it; later decodings read it, so that the version that a server chose shows in the client's hello, too.
 */
import { FlowState, memory } from '../../../dissect/memory'
import type { Packet } from '../../../dissect/packet'
import { TLS13 } from './names'
import type { Opening } from './opening'

export class Session {
  /** Version as in a record; 0 while nothing is known. */
  version = 0
  /** As the records of DTLS call it; 0 in TLS before the server's hello. */
  spoken = 0
  /** The server has said it, or a record that must know. */
  isSettled = false
  /** Where each direction changed its cipher (see `placeOf`): what comes behind is encrypted. */
  readonly changed: [number, number] = [Infinity, Infinity]
  /** Direction of the client; −1 while no hello was seen. */
  client = -1
  suite = -1
  /** What the server chose of the application protocols that the client offered; '' for none. */
  application = ''
  /** Session id and ticket of the client's hello, to see that the server takes a session up again. */
  clientId = ''
  offersTicket = false
  serverId = ''
  /** Both sides use keys of an earlier session: where the server said so. */
  resumedAt = 0
  /** Randoms of both sides in hexadecimal digits, and whether codes stand behind what is encrypted (RFC 7366). */
  clientRandom = ''
  serverRandom = ''
  isMacLast = false
  /** What its records are opened with, where secrets are known. */
  opening: Opening | undefined
  /** The server answered with the session that the client asked for. */
  isTakenUp = false

  /** A record of another kind than a client's hello has this version. */
  settle(version: number): void {
    if (this.isSettled) return
    this.version = version
    this.isSettled = true
  }
  get is13(): boolean {
    return this.version === TLS13
  }
}

const sessions = memory(() => new FlowState(() => new Session()))

/** The session of this packet's conversation: one of its own where there is none. */
export const sessionOf = (p: Packet): Session =>
  p.flow < 0 || p.quoted ? new Session() : p.recall(sessions).of(p.flow >> 1)

/** A number for the record `i` of this layer that grows with time, over packets and layers of a packet. */
export const placeOf = (p: Packet, nth: number, i: number): number =>
  (p.frame.number * 256 + nth) * 16384 + Math.min(i, 16383)

/** Who sends this packet: 0 or 1. */
export const wayOf = (p: Packet): 0 | 1 => (p.flow < 0 ? 0 : ((p.flow & 1) as 0 | 1))
