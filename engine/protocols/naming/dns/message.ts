/** The DNS message under decoding: where it starts, what flavour it is, and the record that is being read. */
import { asciiText } from '../../../bytes/text'
import type { Field } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import { Name } from './name'

/** Plain DNS, its multicast kind (RFC 6762), or LLMNR (RFC 4795): they differ in a few bits. */
export type Flavour = 'dns' | 'mdns' | 'llmnr'

const name = new Name()

export class Message {
  /** Tree line of the record being read, and what it says so far. */
  line = -1
  head = ''
  /** Owner of the record being read. */
  owner = ''
  /** Names of which only a pointer stands in the message, by that pointer: thousands of records may share one. */
  private pointed: Map<number, { text: string; length: number }> | undefined

  constructor(
    readonly p: Packet,
    readonly flavour: Flavour,
    /** Position that compression pointers count from. */
    readonly start: number,
  ) {}

  /** The name at the cursor, which moves behind it. */
  name(): string {
    const { p, start } = this
    const pointer = p.peek(1) >= 0xc0 ? p.peek(2) : 0
    const known = pointer ? this.pointed?.get(pointer) : undefined
    const text = known ? name.again(known) : name.read(p, start, p.at)
    if (pointer && !known) (this.pointed ??= new Map()).set(pointer, { text, length: name.length })
    p.at += name.size
    return text
  }
  /** Takes the name at the cursor as the value of `field`. */
  takeName(field: Field): string {
    const { at } = this.p
    const text = this.name()
    this.p.add(field, at, this.p.at - at, text)
    return text
  }
  /** The name read last. */
  get last(): Name {
    return name
  }

  /** Takes a text behind a byte that counts it, as two fields. */
  takeCounted(length: Field, text: Field): string {
    return this.takeText(text, this.p.take(length))
  }
  /** Takes `length` bytes of text: ASCII, what else there is becomes U+FFFD. */
  takeText(field: Field, length: number): string {
    const { p } = this
    const { at } = p
    p.skip(length)
    const text = this.textAt(at, length)
    p.add(field, at, length, text)
    return text
  }

  textAt(at: number, length: number): string {
    return asciiText(this.p.bytes, at, length)
  }

  /** Starts the tree line of a question or record. */
  begin(line: number, head: string): void {
    this.line = line
    this.head = head
  }
  /** Adds to the tree line of the record, and to Info. */
  tell(toLine: string, toInfo: string): void {
    const { p } = this
    if (toLine && p.drawing) p.label(this.line, (this.head += toLine))
    if (toInfo) p.sayMore(toInfo)
  }
}
