/** What a protocol file declares. See ARCHITECTURE.md, "A dissector". */
import { Field } from './field'
import type { Packet } from './packet'
import type { Preference } from './preference'

/** Where a protocol hangs: table name → the keys that lead to it. Tables: 'frame.linktype', 'ethertype', 'ip.proto', 'tcp.port', … */
export type Over = Readonly<Record<string, readonly (number | string)[]>>

export type Fields = Record<string, Field>
export type Header<H extends Fields> = H & { readonly size: number }

/** What `cut` remembers of one message while it is asked again and again: made anew for each message. */
export interface Ask {
  /** Bytes of the message that need not be looked at again: set it, and the cursor stands behind them the next time. */
  from: number
  /** Whatever else; `decode` finds it in `p.kept` in the first pass. */
  kept: unknown
}

/** How messages are told apart in a stream of bytes (TCP, or what was unpacked from it). Asked in the first pass only. */
export interface Messages {
  /**
   * Length of the whole message that begins `ask.from` bytes before the cursor: as long as it is known, with what is still to come; else one
   * of `MORE` (ask again with the next segment), `atLeast(n)` (ask again with n bytes of it) or `UNTIL_CLOSE`. What stands between cursor
   * and `p.end` is there. State of the conversation may be kept in `FlowState` by `p.flow`. No text is made here.
   */
  cut(p: Packet, ask: Ask): number
  /** Bytes of a message that the first pass looks at: the rest of longer ones is not read then (p.end < p.wire). All unless said. */
  head?: number
  /** Its messages tell their length at a fixed place: each is shown with it. */
  isSized?: boolean
}

/** Answers of `cut`. */
export const MORE = 0
export const UNTIL_CLOSE = -1
export const atLeast = (bytes: number): number => -1 - bytes

/** Messages whose length stands in their first `least` bytes. */
export const lengthKnown = (least: number, length: (p: Packet) => number): Messages => ({
  cut: (p) => (p.left < least ? MORE : Math.max(least, length(p))),
  isSized: true,
})

export interface ProtocolSpec<H extends Fields, F extends Fields> {
  /** Wireshark's filter name. */
  name: string
  title: string
  /** Text of the Protocol column; the name in capitals unless said. '' leaves the column as the parent set it. */
  column?: string
  /** What complaints call it; the text of the Protocol column unless said, else the name in capitals. */
  shortName?: string
  /** Its name in lists of protocols, where the title is a pattern of its line in the tree. */
  listedAs?: string
  /** RFC or IEEE number. */
  spec: string
  over?: Over
  /** Drawn inside the layer in front of it (IPv6's extension headers), though it is a layer of its own. */
  nested?: boolean
  /** Left out of `frame.protocols`, as in tshark, which calls it by hand. */
  unlisted?: boolean
  /** Over a stream: how its messages are told apart (see engine/streams). `decode` sees one message. */
  messages?: Messages
  /** Tables ('tcp', 'udp', …) of which this protocol asks to see every payload that no key claimed. */
  heuristic?: readonly string[]
  /**
   * Heuristics only: whether the payload at the cursor is this protocol's; 'wait': perhaps, with the next segment. Looks with `p.peek` and
   * changes nothing; running out of bytes means no.
   */
  looks?(p: Packet): boolean | 'wait'
  /** Not asked unless a preference says so (the reference leaves such heuristics out, too). */
  isOff?: boolean
  /** Protocols whose fields this one's layers record (ssdp those of http). */
  uses?: readonly string[]
  /** What a user may set for a capture: `-o name:value`, the settings. */
  preferences?: Readonly<Record<string, Preference>>
  /** Fixed fields in wire order; offsets are computed. Bounds are checked before `decode`. */
  header?: H
  /** Variable and generated fields: taken or set in `decode`. */
  fields?: F
  /** Sentences about fields whose tables would be hard to read with them, by filter name; `help` of a field goes before. */
  help?: Readonly<Record<string, string>>
  /** Other names under which Wireshark knows fields of this protocol. */
  aliases?: Readonly<Record<string, string>>
  /** Reads the variable part and hands the rest on. Returning false declines the packet: it is offered to heuristics, or is data. */
  decode?(p: Packet, h: Header<H>, f: F): void | false
  /**
   * What is said of a header that was cut short, beside its whole fields, which are there already. A protocol that has this sets its own
   * column here, or leaves that of the layer around it.
   */
  partial?(p: Packet, h: Header<H>, f: F): void
  /** The Info column. Called for rows on the screen, after `decode`, unless a layer inside has said one. */
  summary?(p: Packet, h: Header<H>, f: F): string
  /** The line of this protocol in the tree; the title unless said. */
  heading?(p: Packet, h: Header<H>, f: F): string
}

export interface Protocol<H extends Fields = any, F extends Fields = any> extends ProtocolSpec<H, F> {
  id: number
  /** The field that stands for the protocol itself, as in the filter `udp`. */
  readonly self: Field
  readonly h: Header<H>
  readonly f: F
  readonly headerFields: readonly Field[]
  /** Bytes of the fixed header: `h.size` again, where a shape common to all protocols makes it cheap to read. */
  readonly headerSize: number
  /** Text of the Protocol column, '' to leave it. */
  readonly columnText: string
  readonly shortName: string
  readonly listedAs: string
}

/** Declares a protocol. The types of `h` and `f` in its functions follow from the tables. */
export function protocol<const H extends Fields, const F extends Fields>(spec: ProtocolSpec<H, F>): Protocol<H, F> {
  const headerFields = Object.values(spec.header ?? {})
  let size = 0
  for (const field of headerFields) {
    if (!field.size) throw new Error(`${field.name}: a header field needs a fixed size`)
    field.offset = size
    for (const b of field.bits) b.offset = size
    size += field.size
  }
  const self = new Field(spec.name, spec.title, 'protocol', 0)
  // One shape for all: the engine reads these for every layer of every packet.
  const made: Record<keyof Protocol, unknown> = {
    id: 0,
    headerSize: size,
    decode: spec.decode,
    partial: spec.partial,
    h: { ...(spec.header ?? ({} as H)), size },
    f: spec.fields ?? ({} as F),
    self,
    columnText: spec.column ?? spec.name.toUpperCase(),
    headerFields,
    summary: spec.summary,
    heading: spec.heading,
    name: spec.name,
    title: spec.title,
    column: spec.column,
    shortName: spec.shortName ?? (spec.column || spec.name.toUpperCase()),
    listedAs: spec.listedAs ?? spec.title,
    spec: spec.spec,
    over: spec.over,
    heuristic: spec.heuristic,
    nested: spec.nested ?? false,
    unlisted: spec.unlisted ?? false,
    messages: spec.messages,
    looks: spec.looks,
    isOff: spec.isOff ?? false,
    uses: spec.uses,
    preferences: spec.preferences,
    header: spec.header,
    fields: spec.fields,
    aliases: spec.aliases,
    help: spec.help,
  }
  const whole = made as unknown as Protocol<H, F>
  if (spec.help) {
    self.help = spec.help[spec.name]
    for (const field of fieldsOf(whole)) field.help ??= spec.help[field.name]
  }
  return whole
}

/** All fields of a protocol with the bits inside them, in the order of their declaration. */
export function* fieldsOf(protocol: Protocol): Generator<Field> {
  for (const field of [...protocol.headerFields, ...(Object.values(protocol.f) as Field[])]) {
    yield field
    yield* allBits(field)
  }
}

function* allBits(field: Field): Generator<Field> {
  for (const b of field.bits) {
    yield b
    yield* allBits(b)
  }
}
