/** RFC 9001 section 5: keys of a connection whose secrets are known, and the numbers of its packets. */
import type { Packet } from '../../../dissect/packet'
import { hex } from '../../../bytes/read'
import { secretsOf } from '../../security/tls/key-log'
import type { Secrets } from '../../security/tls/key-log'
import { suiteOf } from '../../security/tls/keys'
import { keysOf, nextKeys } from './keys'
import type { Keys } from './keys'

/** Spaces in which packets are numbered, of both directions. */
export const INITIAL_SPACE = 0
export const HANDSHAKE_SPACE = 1
export const DATA_SPACE = 2

const CLIENT_HELLO = 1
const SERVER_HELLO = 2
/** What early data is sealed with is known from the session before only: the suite that a secret of 32 bytes most often belongs to. */
const COMMON_SUITE = 0x1301

/** What can be opened of one connection. Only the first pass changes it. */
export class Secret {
  private log: Secrets | undefined
  private readonly largest = [-1, -1, -1, -1, -1, -1]
  early: Keys | undefined
  /** Of client and server. */
  private handshake: [Keys | undefined, Keys | undefined] = [undefined, undefined]
  private data: [Keys | undefined, Keys | undefined] = [undefined, undefined]
  private readonly phase = [0, 0]

  /** Whole handshake messages that stood in Initial packets. */
  hello(p: Packet, version: number, data: Uint8Array): void {
    if (data[0] === CLIENT_HELLO && data.length >= 38) {
      this.log = secretsOf(p, hex(data, 6, 32))
      const early = this.log?.get('CLIENT_EARLY_TRAFFIC_SECRET')
      const suite = suiteOf(COMMON_SUITE)
      if (early && suite) this.early = keysOf(suite, early, version)
    } else if (data[0] === SERVER_HELLO && data.length >= 39) {
      const at = 39 + data[38]!
      const suite = suiteOf((data[at] ?? 0) * 256 + (data[at + 1] ?? 0))
      if (!suite?.aead) return
      const keys = (label: string): Keys | undefined => {
        const secret = this.log?.get(label)
        return secret && keysOf(suite, secret, version)
      }
      this.handshake = [keys('CLIENT_HANDSHAKE_TRAFFIC_SECRET'), keys('SERVER_HANDSHAKE_TRAFFIC_SECRET')]
      this.data = [keys('CLIENT_TRAFFIC_SECRET_0'), keys('SERVER_TRAFFIC_SECRET_0')]
    }
  }
  /** The keys in force; undefined where no secret is known. */
  keys(space: number, side: 0 | 1): Keys | undefined {
    return space === DATA_SPACE ? this.data[side] : this.handshake[side]
  }
  /** The keys for a packet whose header shows this phase: the next ones when it changes. */
  phased(side: 0 | 1, phase: number): Keys | undefined {
    const keys = this.data[side]
    return keys && phase !== this.phase[side]! ? nextKeys(keys) : keys
  }
  /** A packet opened with these keys: both sides stay with them. */
  took(side: 0 | 1, phase: number, keys: Keys): void {
    this.phase[side] = phase
    this.data[side] = keys
  }

  /** RFC 9000 A.3: the whole number of a packet that shows its last bytes. */
  whole(space: number, side: 0 | 1, shown: number, bytes: number): number {
    const expected = this.largest[space * 2 + side]! + 1
    const window = 256 ** bytes
    let number = expected - (expected % window) + shown
    if (number <= expected - window / 2) number += window
    else if (number > expected + window / 2 && number >= window) number -= window
    return number
  }
  arrived(space: number, side: 0 | 1, number: number): void {
    const at = space * 2 + side
    if (number > this.largest[at]!) this.largest[at] = number
  }
}
