/**
 * Datagrams put together from fragments (IPv4, IPv6): a bounded mechanism for every protocol that numbers its fragments by byte offset.
 *
 * While indexing, `add` files where a fragment stands and joins the fragments once none is missing; the frame that completed the datagram
 * is the one that decodes it. In later decodings `of` says which datagram a frame belongs to. Bytes are not kept: they are put together
 * from the packets of the capture, but for fragments that stood inside another whole datagram. What is held is bounded by
 * `limits.reassemblyOfDatagrams` per Reassembly; the oldest datagrams are then dropped, whole, and counted, and their frames show as the
 * fragments that they are.
 *
 * Overlaps: the first bytes to arrive are kept, as in tshark; flags say where fragments overlap and whether they agree.
 */
import { limits } from '../limits'
import { PacketNumbers } from '../dissect/memory'
import type { Packet } from '../dissect/packet'

/** A fragment of a datagram. */
export interface Piece {
  readonly frame: number
  readonly offset: number
  length: number
  readonly last: boolean
  overlap: boolean
  conflict: boolean
  tooLong: boolean
  otherTail: boolean
  /** Where its bytes stand in its frame; −1 when no frame has them as they are. */
  readonly at: number
  /** Where no frame has them as they are: until the datagram is whole. */
  bytes: Uint8Array | undefined
}

export class Datagram {
  /** By offset. */
  readonly pieces: Piece[] = []
  /** Frame in which it became whole; 0 while it is not. */
  frame = 0
  /** While the frame that made it whole is decoded; in the first pass perhaps only those of its first fragment. */
  bytes: Uint8Array | undefined
  /** Where fragments overlap, it has been seen whether they agree: only who looks at the datagram wants to know. */
  isCompared = false
  /** Whole length once the last fragment is there, else −1. */
  total = -1
  /** Bytes there without a gap, and how many of `pieces` start within them. */
  reach = 0
  joined = 0
  held = 0
  constructor(readonly key: string) {}
}

/** What a datagram and each of its fragments cost beside their bytes. */
const OVERHEAD = 128
/** More than most datagrams have. */
const ROOM = 128 * 1024

export class Reassembly {
  /** Datagrams given up or forgotten because of a limit. */
  dropped = 0
  private held = 0
  private count = 0
  /** Those still incomplete, by key. */
  private readonly open = new Map<string, number>()
  /** Everything held, oldest first. */
  private readonly datagrams = new Map<number, Datagram>()
  private readonly frames = new PacketNumbers()
  /** Whole datagrams during the first pass, one after the other. */
  private readonly scratch = new Uint8Array(ROOM)
  private last: Datagram | undefined
  /** The oldest number that may still be held, and the one before it that was spared because it was at hand. */
  private oldest = 1
  private spared = 0
  /** Datagrams looked at to make room: not more than there have ever been, and one more per fragment. */
  looks = 0

  constructor(private readonly most: number = limits.reassemblyOfDatagrams) {}

  /**
   * First pass: takes a fragment of `length` bytes at `at`. `key` names the datagram; `offset` is in bytes; `more` says that others follow.
   * Returns the datagram if this fragment made it whole. `isEnough` says of the bytes of the first fragment whether nobody looks at more of
   * them while indexing: then the others are left where they are.
   */
  add(
    p: Packet,
    nth: number,
    key: string,
    at: number,
    offset: number,
    length: number,
    more: boolean,
    isEnough?: (p: Packet, head: Uint8Array) => boolean,
  ): Datagram | undefined {
    let n = this.open.get(key)
    let datagram = n === undefined ? undefined : this.datagrams.get(n)
    if (n === undefined || !datagram) {
      n = ++this.count
      datagram = new Datagram(key)
      this.datagrams.set(n, datagram)
      this.open.set(key, n)
      this.charge(datagram, OVERHEAD)
    }
    if (datagram.pieces.length >= limits.fragmentsPerDatagram) {
      this.drop(n, datagram)
      return undefined
    }
    const piece = pieceOf(p, at, offset, length, !more)
    insert(datagram, piece)
    this.charge(datagram, (piece.bytes ? length : 0) + OVERHEAD)
    this.frames.set(p.frame.number, n, nth)
    const isWhole = datagram.total >= 0 && datagram.reach >= datagram.total
    if (isWhole) {
      this.open.delete(key)
      datagram.frame = p.frame.number
      if (!this.join(p, datagram, isEnough)) {
        this.drop(n, datagram)
        return undefined
      }
    }
    this.shrink(n)
    return isWhole ? datagram : undefined
  }

  /**
   * The datagram that this frame carries a fragment of, if it became whole (not later than what has been indexed so far). It has its bytes
   * in the frame that made it so; undefined where they can no longer be read.
   */
  of(p: Packet, nth = 0): Datagram | undefined {
    const datagram = this.datagrams.get(this.frames.get(p.frame.number, nth))
    if (!datagram?.frame) return undefined
    if (datagram.frame !== p.frame.number || (datagram.bytes && (p.first || datagram.isCompared))) return datagram
    this.forget()
    datagram.bytes = readAgain(p, datagram)
    if (!datagram.bytes) return undefined
    this.last = datagram
    return datagram
  }

  /** Joins what has come in. False when it can no longer be read. */
  private join(p: Packet, d: Datagram, isEnough?: (p: Packet, head: Uint8Array) => boolean): boolean {
    this.forget()
    const isReadable = d.pieces.every((piece) => piece.at >= 0)
    if (isReadable && isEnough) {
      const { frame, at, length } = d.pieces[0]!
      const head = p.bytesOf(frame, at, Math.min(length, d.total))
      if (isEnough(p, head)) {
        d.bytes = head
        this.last = d
        return true
      }
    }
    const whole = isReadable && d.total <= ROOM ? this.scratch.subarray(0, d.total) : new Uint8Array(d.total)
    if (!fill(d, whole, p, !isReadable)) return false
    d.bytes = whole
    if (isReadable) this.last = d
    else {
      for (const piece of d.pieces) piece.bytes = undefined
      this.charge(d, d.total - d.held + OVERHEAD * (1 + d.pieces.length))
    }
    return true
  }
  private forget(): void {
    if (this.last) this.last.bytes = undefined
    this.last = undefined
  }

  private charge(d: Datagram, bytes: number): void {
    d.held += bytes
    this.held += bytes
  }
  /** Forgets the oldest datagrams until what is left fits; never the one at hand. */
  private shrink(keep: number): void {
    if (this.held <= this.most) return
    // A walk over the map from its start would step over all that was ever deleted there.
    if (this.spared && this.spared !== keep) {
      this.release(this.spared)
      this.spared = 0
    }
    while (this.held > this.most && this.oldest <= this.count) {
      const n = this.oldest++
      if (n === keep) this.spared = n
      else this.release(n)
    }
  }
  private release(n: number): void {
    this.looks++
    const d = this.datagrams.get(n)
    if (d) this.drop(n, d)
  }
  private drop(n: number, d: Datagram): void {
    this.datagrams.delete(n)
    if (this.open.get(d.key) === n) this.open.delete(d.key)
    this.held -= d.held
    this.dropped++
  }
}

/** A piece at `at`; its bytes are copied where no frame has them as they are. */
export function pieceOf(p: Packet, at: number, offset: number, length: number, last: boolean): Piece {
  const isInFrame = p.source === 0
  // Not slice: that of Node's Buffer copies nothing.
  const bytes = isInFrame ? undefined : new Uint8Array(p.bytes.subarray(at, at + length))
  return placed(p.frame.number, isInFrame ? at - p.origin : -1, offset, length, last, bytes)
}
/** The same where its place in its frame is known. */
export const placed = (
  frame: number,
  at: number,
  offset: number,
  length: number,
  last: boolean,
  bytes: Uint8Array | undefined,
): Piece => ({
  frame,
  offset,
  length,
  last,
  overlap: false,
  conflict: false,
  tooLong: false,
  otherTail: false,
  at,
  bytes,
})

export function insert(d: Datagram, piece: Piece): void {
  let low = 0
  let high = d.pieces.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (d.pieces[middle]!.offset <= piece.offset) low = middle + 1
    else high = middle
  }
  if (low === d.pieces.length) d.pieces.push(piece)
  else d.pieces.splice(low, 0, piece)
  if (piece.last && d.total < 0) d.total = piece.offset + piece.length
  if (piece.offset <= d.reach) {
    d.joined++
    d.reach = Math.max(d.reach, piece.offset + piece.length)
    for (let next = d.pieces[d.joined]; next && next.offset <= d.reach; next = d.pieces[d.joined]) {
      d.reach = Math.max(d.reach, next.offset + next.length)
      d.joined++
    }
  }
}

/** The bytes of a whole datagram, put together from the packets that carry it; undefined where the file no longer has them. */
export function readAgain(p: Packet, d: Datagram, from = 0, to = d.total): Uint8Array | undefined {
  if (from > 0 || to < d.total) return readPart(p, d, from, Math.min(to, d.total))
  const whole = new Uint8Array(d.total)
  return fill(d, whole, p, !p.first) ? whole : undefined
}
/** The same of bytes [from, to) only. */
function readPart(p: Packet, d: Datagram, from: number, to: number): Uint8Array | undefined {
  const part = new Uint8Array(Math.max(0, to - from))
  let filled = from
  for (const { frame, at, offset, length, bytes: held } of d.pieces) {
    if (offset >= to) break
    const end = Math.min(to, offset + length)
    if (end <= filled) continue
    const bytes = held ?? p.bytesOf(frame, at, end - offset)
    if (bytes.length < end - offset) return undefined
    part.set(bytes.subarray(filled - offset, end - offset), filled - from)
    filled = end
  }
  return part
}

/** Puts the pieces into `whole`. Bytes already there are not overwritten. False when those of a piece can no longer be read. */
function fill(d: Datagram, whole: Uint8Array, p: Packet, compares: boolean): boolean {
  let filled = 0
  d.isCompared ||= compares
  for (const piece of d.pieces) {
    const bytes = piece.bytes ?? p.bytesOf(piece.frame, piece.at, piece.length)
    if (bytes.length < piece.length) return false
    const end = piece.offset + piece.length
    if (piece.last && end !== d.total) piece.otherTail = true
    if (end > d.total) piece.tooLong = true
    const shared = Math.min(filled, end) - piece.offset
    if (shared > 0) {
      piece.overlap = true
      if (compares) piece.conflict = differs(whole, piece.offset, bytes, shared)
    }
    if (piece.offset < d.total && end > filled) {
      const from = Math.max(0, filled - piece.offset)
      const to = Math.min(piece.length, d.total - piece.offset)
      whole.set(from === 0 && to === bytes.length ? bytes : bytes.subarray(from, to), piece.offset + from)
      filled = Math.min(end, d.total)
    }
  }
  return true
}

function differs(whole: Uint8Array, at: number, bytes: Uint8Array, length: number): boolean {
  for (let i = 0; i < length; i++) if (whole[at + i] !== bytes[i]) return true
  return false
}
