/** What a protocol file declares. See ARCHITECTURE.md, "A dissector". */
import { Field } from './field'
import type { Packet } from './packet'

/** Where a protocol hangs: table name → the keys that lead to it. Tables: 'frame.linktype', 'ethertype', 'ip.proto', 'tcp.port', … */
export type Over = Readonly<Record<string, readonly (number | string)[]>>

export type Fields = Record<string, Field>
export type Header<H extends Fields> = H & { readonly size: number }

/** Messages that tell their own length. */
export interface Pdu {
  /** Bytes from which the length can be read. */
  least: number
  /** Length of the whole message at the cursor, of which `least` bytes are there. */
  length(p: Packet): number
}

export interface ProtocolSpec<H extends Fields, F extends Fields> {
  /** Wireshark's filter name. */
  name: string
  title: string
  /** Text of the Protocol column; the name in capitals unless said. '' leaves the column as the parent set it. */
  column?: string
  /** What complaints call it; the text of the Protocol column unless said, else the name in capitals. */
  shortName?: string
  /** RFC or IEEE number. */
  spec: string
  over?: Over
  /** Drawn inside the layer in front of it (IPv6's extension headers), though it is a layer of its own. */
  nested?: boolean
  /** Over TCP: how its messages are told apart (see engine/protocols/tcp-payload.ts). `decode` sees one message. */
  pdu?: Pdu
  /** Tables of which this protocol asks to see every payload that no key claimed; `decode` answers false to decline. */
  heuristic?: readonly string[]
  /** Fixed fields in wire order; offsets are computed. Bounds are checked before `decode`. */
  header?: H
  /** Variable and generated fields: taken or set in `decode`. */
  fields?: F
  /** Other names under which Wireshark knows fields of this protocol. */
  aliases?: Readonly<Record<string, string>>
  /** Reads the variable part and hands the rest on. Returning false declines the packet (heuristics only). */
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
    spec: spec.spec,
    over: spec.over,
    heuristic: spec.heuristic,
    nested: spec.nested ?? false,
    pdu: spec.pdu,
    header: spec.header,
    fields: spec.fields,
    aliases: spec.aliases,
  }
  return made as unknown as Protocol<H, F>
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
