/**
 * Requests and the answers to them: which frame answers which, and after how long.
 *
 * A protocol keeps one `Pairs` per kind of exchange, in its memory of the capture:
 *
 *     const exchanges = memory(() => new Pairs())
 *     …
 *     decode(p, h, f) {
 *       const pairs = p.recall(exchanges)
 *       const n = isRequest ? pairs.ask(p, nth, conversation, id) : pairs.answer(p, nth, conversation, id)
 *       if (!p.first && n && isRequest && pairs.answerOf(n)) p.set(f.responseIn, pairs.answerOf(n))
 *       if (!p.first && n && !isRequest) { p.set(f.responseTo, pairs.requestOf(n)); p.set(f.time, pairs.delay(n)) }
 *     }
 *
 * `ask` and `answer` may be called in every decoding. In the first pass (`p.first`) they note and match; in later decodings of the same
 * frame they only say what was noted, and the key is not looked at. `nth` is `p.nth(protocol)` (0 unless the packet has the protocol
 * several times), so that every layer of a packet has a pair of its own.
 *
 * The key is three numbers of 32 bits: a conversation (flows/conversations.ts numbers them; it has to be the same in both directions) and
 * what tells exchanges of one conversation apart (an identifier, a sequence number, a checksum). It is compared exactly.
 *
 * Memory is bounded: a table of `limits.pairs` at 40 bytes each, of which the oldest give way (`dropped` counts them), and four bytes per
 * frame. Nothing is allocated per packet besides the growth of the table.
 */
import { limits } from '../limits'
import { PacketNumbers } from '../dissect/memory'
import type { Frame } from '../dissect/frame'
import type { Packet } from '../dissect/packet'

export class Pairs {
  /** Pairs that were forgotten because the table was full. */
  dropped = 0
  /** Pairs made so far; pair numbers count from 1. */
  private count = 0
  private size = 256
  private key1 = new Uint32Array(256)
  private key2 = new Uint32Array(256)
  private key3 = new Uint32Array(256)
  private request = new Uint32Array(256)
  private reply = new Uint32Array(256)
  /** Seconds of the request's time while it is open, then nanoseconds from request to answer. */
  private time = new Float64Array(256)
  private nanos = new Uint32Array(256)
  /** Slot of the pair before this one in its chain, plus 1. */
  private before = new Uint32Array(256)
  /** Slot of the newest pair of each chain, plus 1. */
  private heads = new Uint32Array(256)
  private readonly frames = new PacketNumbers()

  constructor(private readonly most: number = limits.pairs) {}

  /** A request: opens a pair (which hides an earlier one of the same key) and returns its number; later, the number noted then, or 0. */
  ask(p: Packet, nth: number, key1: number, key2 = 0, key3 = 0): number {
    if (!p.first) return this.of(p, nth)
    if (this.count >= this.size) this.makeRoom()
    const slot = this.count++ % this.size
    this.key1[slot] = key1
    this.key2[slot] = key2
    this.key3[slot] = key3
    this.request[slot] = p.frame.number
    this.reply[slot] = 0
    this.time[slot] = p.frame.seconds
    this.nanos[slot] = p.frame.nanos
    this.link(slot)
    this.frames.set(p.frame.number, this.count, nth)
    return this.count
  }

  /** An answer: closes the newest pair of this key and returns its number; 0 when there is none or it has been answered. */
  answer(p: Packet, nth: number, key1: number, key2 = 0, key3 = 0): number {
    if (!p.first) return this.of(p, nth)
    const n = this.find(key1, key2, key3)
    if (n === 0 || this.answerOf(n) !== 0) return 0
    const slot = (n - 1) % this.size
    const { seconds, nanos, number } = p.frame
    this.time[slot] = (seconds - this.time[slot]!) * 1e9 + nanos - this.nanos[slot]!
    this.reply[slot] = number
    this.frames.set(number, n, nth)
    return n
  }

  /** First pass: the newest pair of a key, answered or not; 0 when there is none. For protocols that tell repeated requests and answers. */
  find(key1: number, key2 = 0, key3 = 0): number {
    let slot = this.heads[hash(key1, key2, key3, this.size)]!
    while (slot) {
      const i = slot - 1
      if (this.key1[i] === key1 >>> 0 && this.key2[i] === key2 >>> 0 && this.key3[i] === key3 >>> 0) {
        const newest = this.count - 1
        return newest - ((((newest - i) % this.size) + this.size) % this.size) + 1
      }
      slot = this.before[i]!
    }
    return 0
  }
  /** First pass: puts a further frame (a repeated request, a second answer) to pair `n`, so that `of` finds it later. */
  join(p: Packet, nth: number, n: number): void {
    if (p.first) this.frames.set(p.frame.number, n, nth)
  }

  /** The pair that this packet belongs to, 0 for none or a forgotten one. */
  of(p: Packet, nth = 0): number {
    return this.held(this.frames.get(p.frame.number, nth))
  }
  /** Frame of the request. */
  requestOf(n: number): number {
    return this.held(n) ? this.request[(n - 1) % this.size]! : 0
  }
  /** Frame of the answer, 0 while there is none. */
  answerOf(n: number): number {
    return this.held(n) ? this.reply[(n - 1) % this.size]! : 0
  }
  /** Nanoseconds from request to answer; meaningless while there is none. */
  delay(n: number): number {
    return this.time[(n - 1) % this.size]!
  }
  /** First pass: nanoseconds from the request of pair `n`, which is still open, to this frame. */
  age(n: number, frame: Frame): number {
    const slot = (n - 1) % this.size
    return (frame.seconds - this.time[slot]!) * 1e9 + frame.nanos - this.nanos[slot]!
  }

  private held(n: number): number {
    return n > this.count - this.size ? n : 0
  }
  private link(slot: number): void {
    const head = hash(this.key1[slot]!, this.key2[slot]!, this.key3[slot]!, this.size)
    this.before[slot] = this.heads[head]!
    this.heads[head] = slot + 1
  }

  /** Doubles the table; once it has its greatest size, takes the oldest pair out of its chain (it is the last one there). */
  private makeRoom(): void {
    if (this.size < this.most) return this.grow()
    const slot = this.count % this.size
    const head = hash(this.key1[slot]!, this.key2[slot]!, this.key3[slot]!, this.size)
    if (this.heads[head] === slot + 1) this.heads[head] = this.before[slot]!
    else {
      let at = this.heads[head]!
      while (at && this.before[at - 1] !== slot + 1) at = this.before[at - 1]!
      if (at) this.before[at - 1] = this.before[slot]!
    }
    this.dropped++
  }
  private grow(): void {
    this.size *= 2
    const wider = (from: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> => {
      const to = new Uint32Array(this.size)
      to.set(from)
      return to
    }
    this.key1 = wider(this.key1)
    this.key2 = wider(this.key2)
    this.key3 = wider(this.key3)
    this.request = wider(this.request)
    this.reply = wider(this.reply)
    this.nanos = wider(this.nanos)
    this.before = wider(this.before)
    const time = new Float64Array(this.size)
    time.set(this.time)
    this.time = time
    this.heads = new Uint32Array(this.size)
    for (let slot = 0; slot < this.count; slot++) this.link(slot)
  }
}

/** Spreads a key over `size` chains; `size` is a power of two. */
function hash(a: number, b: number, c: number, size: number): number {
  let h = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35)
  h ^= h >>> 15
  h = Math.imul(h, 0x2c1b3c6d)
  h ^= h >>> 13
  return h & (size - 1)
}
