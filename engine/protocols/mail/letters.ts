/** Messages that a mail protocol carries in several segments: where their parts stand, and the whole of each. */
import { limits } from '../../limits'
import { memory, PacketNumbers } from '../../dissect/memory'
import type { Packet } from '../../dissect/packet'
import { Datagram, insert, pieceOf, readAgain } from '../../flows/reassembly'
import { showFragments } from '../../streams/segments'
import type { FragmentFields } from '../../streams/segments'
import { imf } from './imf'

export class Letter extends Datagram {
  constructor(readonly number: number) {
    super('')
  }
}

export class Letters {
  private readonly all: Letter[] = []
  private readonly byPacket = new PacketNumbers()

  /** First pass: `length` bytes at `at` go on with `letter`, or begin one. Undefined when there is no room for it. */
  add(p: Packet, letter: Letter | undefined, at: number, length: number): Letter | undefined {
    if (!letter && this.all.length >= limits.lettersInAll) return undefined
    const own = letter ?? new Letter(this.all.length + 1)
    if (!letter) this.all.push(own)
    const last = own.pieces.at(-1)
    const offset = last ? last.offset + last.length : 0
    if (offset + length > limits.messageBytes || own.pieces.length >= limits.segmentsPerMessage) return own
    const piece = pieceOf(p, at, offset, length, false)
    insert(own, piece)
    this.byPacket.set(p.frame.number, own.number, p.nth())
    return own
  }
  /** First pass: the letter ends here, `length` bytes long. */
  end(p: Packet, letter: Letter, length: number): void {
    letter.total = length
    if (letter.reach >= length) letter.frame = p.frame.number
    this.byPacket.set(p.frame.number, letter.number, p.nth())
  }
  of(p: Packet): Letter | undefined {
    return this.all[this.byPacket.get(p.frame.number, p.nth()) - 1]
  }
}

export const letters = memory(() => new Letters())

/** Draws the letter of this packet: where it was put together, or the letter itself, which ends here. */
export function drawLetter(p: Packet, f: FragmentFields, name: string): void {
  const letter = p.recall(letters).of(p)
  if (!letter?.frame) return
  if (letter.frame !== p.frame.number) return showFragments(p, f, letter)
  const whole = readAgain(p, letter)
  if (!whole) return
  showFragments(p, f, letter, whole)
  p.within(name, whole, () => {
    p.say('')
    p.nest(imf)
  })
}
