/**
 * The header of one layer of a packet as the drawing in its RFC has it: rows of 32 bits, filled with the bytes and values of this packet.
 *
 *     const drawing = headerDiagram(session, 28, 'tcp')          // undefined: the packet has no such layer
 *     drawing.layout            // 'words': rows of 32 bits; 'table': a list of fields (Ethernet, 802.1Q, ARP)
 *     drawing.start             // where the header begins in the bytes of the packet; `length`: bytes of it
 *     drawing.cells[0]          // { field: 'tcp.srcport', label: 'Source Port', value: '34008', hex: '84 d8', bit: 0, bits: 16, id: 75, … }
 *     diagramsOf(session, 28)   // those of all layers that have one, outermost first
 *     diagramSvg(drawing)       // svg.ts: a drawing of its own;  diagramHtml(drawing): html.ts: a table, without style of its own
 *
 * It is made from what the dissector recorded, so that no field is declared a second time: of fields that lie inside each other the finer ones are
 * drawn where they fill the coarse one (the flags of TCP), else the coarse one (an Ethernet address with its two flag bits).
 * `id` is the record that a line of the details tree has as its `id`, so that a selection leads both ways.
 */
import type { Field } from '../../dissect/field'
import { makePlan } from '../../dissect/plan'
import type { Plan } from '../../dissect/plan'
import type { Packet } from '../../dissect/packet'
import { GENERATED, HIDDEN } from '../../dissect/records'
import { occurrence } from '../../dissect/tree'
import { lineText, valueOf } from '../../dissect/format'
import { vendorNames } from '../../names/addresses'
import { registry } from '../../protocols'
import type { Session } from '../../session/session'

export interface DiagramCell {
  /** Filter name; '' for bits that no field stands for. */
  field: string
  label: string
  /** As the details tree writes it, without the label: `IPv4 (0x0800)`. */
  value: string
  /** The bits, where the field is not made of whole bytes: `0101`; else ''. */
  pattern: string
  /** The whole bytes, `c0 a8 38 f2`; '' where the field is not made of whole bytes. */
  hex: string
  /** First bit, counted from the start of the header, and how many. */
  bit: number
  bits: number
  /** Record of the field in the details tree; −1 for none. */
  id: number
  /** Bytes that it lies in, counted in the packet. */
  start: number
  length: number
  /** What else is read from the same bits: the relative number beside the raw one. */
  also: { field: string; value: string; id: number }[]
  /** Belongs to the part that need not be there (options). */
  optional: boolean
}

export interface HeaderDiagram {
  protocol: string
  title: string
  spec: string
  frame: number
  layout: 'words' | 'table'
  /** Which byte array of the packet, and the place of the header in it. */
  source: number
  start: number
  length: number
  /** In the order of their bits, without gaps. */
  cells: DiagramCell[]
}

interface Layout {
  layout: HeaderDiagram['layout']
  /** Bytes that every such header has. */
  fixed: number
  /** The field whose value is the length of the header in bytes. */
  lengthIn?: string
  /** Fields whose bits the dissector declares in words of its own: bits of the bytes that they are recorded at. */
  bits?: Readonly<Record<string, number>>
  /** The field that the header begins with, where the layer begins before it. */
  from?: string
}

/** Which headers are drawn. */
const layouts: Readonly<Record<string, Layout>> = {
  eth: { layout: 'table', fixed: 14 },
  vlan: { layout: 'table', fixed: 4 },
  arp: { layout: 'table', fixed: 28 },
  ip: { layout: 'words', fixed: 20, lengthIn: 'ip.hdr_len' },
  ipv6: { layout: 'words', fixed: 40 },
  icmp: { layout: 'words', fixed: 8 },
  icmpv6: { layout: 'words', fixed: 8 },
  tcp: { layout: 'words', fixed: 20, lengthIn: 'tcp.hdr_len', bits: { 'tcp.hdr_len': 0xf0 } },
  udp: { layout: 'words', fixed: 8 },
  dns: { layout: 'words', fixed: 12, from: 'dns.id' },
}

let treePlan: Plan | undefined

/** @returns the names of the protocols that have a diagram */
export const drawnProtocols = (): string[] => Object.keys(layouts)

/** The diagram of the `nth` layer (from 0) of a protocol in packet `frame` (from 1); undefined where there is none. */
export function headerDiagram(session: Session, frame: number, protocol: string, nth = 0): HeaderDiagram | undefined {
  return diagramsOf(session, frame).filter((d) => d.protocol === protocol)[nth]
}

/** Diagrams of all layers of packet `frame` (from 1) that have one, outermost first. */
export function diagramsOf(session: Session, frame: number): HeaderDiagram[] {
  treePlan ??= makePlan(registry, { fields: 'all', columns: true, drawing: true })
  session.packet.names = vendorNames
  return diagramsOfPacket(session.decode(frame - 1, treePlan))
}

/** The same of a packet that was just decoded with all its fields and lines. */
export function diagramsOfPacket(p: Packet): HeaderDiagram[] {
  const out: HeaderDiagram[] = []
  const seen = new Set<number>()
  for (let i = 0; i < p.records.count; i++) {
    const layer = p.records.layer[i]!
    if (seen.has(layer)) continue
    seen.add(layer)
    const name = p.layerProtocol[layer]?.name ?? ''
    const layout = Object.hasOwn(layouts, name) ? layouts[name]! : undefined
    const made = layout && draw(p, layer, name, layout)
    if (made) out.push(made)
  }
  return out
}

interface Piece {
  i: number
  field: Field
  from: number
  bits: number
}

function draw(p: Packet, layer: number, name: string, layout: Layout): HeaderDiagram | undefined {
  const { records } = p
  const pieces: Piece[] = []
  let start = -1
  let source = 0
  let length = layout.fixed
  let short = true
  for (let i = 0; i < records.count; i++) {
    if (records.layer[i] !== layer) continue
    const { field } = occurrence(p, i)
    if (field.protocol !== name || records.parent[i]! < 0) continue
    if (field.name === layout.lengthIn) {
      length = Math.max(layout.fixed, Number(valueOf(occurrence(p, i))))
      short = false
    }
    const size = records.length[i]!
    const left = (records.flags[i]! & (GENERATED | HIDDEN)) !== 0 || field.options.hidden || field.options.generated
    if (left || size === 0 || field.options.severity) continue
    const isFirst = start < 0 && (!layout.from || field.name === layout.from)
    if (isFirst) {
      start = records.start[i]!
      source = records.source[i]!
    }
    if (start < 0 || records.source[i] !== source || records.start[i]! < start) continue
    const mask = layout.bits?.[field.name] ?? field.mask
    const wide = mask ? Math.floor(Math.log2(mask)) + 1 : 8 * size
    const low = mask ? Math.log2(mask & -mask) : 0
    const at = 8 * (records.start[i]! - start)
    pieces.push({ i, field, from: at + 8 * size - wide, bits: wide - low })
  }
  if (!pieces.length) return undefined
  if (!layout.lengthIn) length = layout.fixed
  const there = bytesOf(p, source)
  if (short && layout.lengthIn) length = layout.fixed
  length = Math.min(length, there.bytes.length - there.origin - start)
  if (length <= 0) return undefined
  const chosen = choose(pieces.filter((x) => x.from + x.bits <= 8 * length))
  const cells = fill(p, chosen, { start, length, fixed: layout.fixed, ...there })
  const { title, spec } = registry.protocol(name)
  return { protocol: name, title, spec, frame: p.frame.number, layout: layout.layout, source, start, length, cells }
}

const bytesOf = (p: Packet, source: number): { bytes: Uint8Array; origin: number } =>
  source === 0 && p.sources.length === 0
    ? { bytes: p.bytes, origin: p.origin }
    : { bytes: p.sources[source]!.bytes, origin: 0 }

type Chosen = Piece & { also: number[] }

/** Of pieces that lie inside each other, those to draw. */
function choose(pieces: readonly Piece[]): Chosen[] {
  const places = new Map<string, Chosen>()
  for (const piece of pieces) {
    const key = `${piece.from} ${piece.bits}`
    const first = places.get(key)
    if (!first) places.set(key, { ...piece, also: [] })
    else if (first.field.name !== `${piece.field.name.replace(/\.[^.]*$/, '')}.addr` && !isSame(first, piece))
      first.also.push(piece.i)
  }
  const all = [...places.values()].sort((a, b) => a.from - b.from || b.bits - a.bits)
  const out: Chosen[] = []
  const take = (from: number, to: number, list: readonly Chosen[]): void => {
    let at = from
    for (let k = 0; k < list.length; k++) {
      const piece = list[k]!
      if (piece.from < at || piece.from + piece.bits > to) continue
      const end = piece.from + piece.bits
      const inside = list.filter((x) => x !== piece && x.from >= piece.from && x.from + x.bits <= end)
      if (isFilled(piece, inside)) take(piece.from, end, inside)
      else out.push(piece)
      at = end
    }
  }
  take(0, Infinity, all)
  return out
}

/** `eth.addr` beside `eth.dst`: the same under a name that several share. */
const isSame = (a: Piece, b: Piece): boolean =>
  /\.(?:addr|port|host)$/.test(b.field.name) && a.field.type === b.field.type

function isFilled(whole: Piece, parts: readonly Piece[]): boolean {
  let at = whole.from
  for (const x of parts) if (x.from === at) at += x.bits
  return parts.length > 1 && at === whole.from + whole.bits
}

interface Place {
  bytes: Uint8Array
  origin: number
  start: number
  length: number
  fixed: number
}

function fill(p: Packet, chosen: readonly Chosen[], place: Place): DiagramCell[] {
  const cells: DiagramCell[] = []
  let at = 0
  const gap = (to: number): void => {
    while (at < to) {
      // No cell of nothing is wider than the row that it begins in.
      const end = Math.min(to, (Math.floor(at / 32) + 1) * 32)
      cells.push({ ...bare(at, end - at, place), field: '', label: '', value: '', id: -1, also: [] })
      at = end
    }
  }
  for (const x of chosen) {
    gap(x.from)
    const also = x.also.map((i) => ({ field: occurrence(p, i).field.name, value: shown(p, i), id: i }))
    const raw = also.find((a) => a.field.endsWith('_raw'))
    const own = { field: x.field.name, value: shown(p, x.i), id: x.i }
    // What stands in the packet is the value; what was computed from it stands beside.
    const main = raw ?? own
    const others = [own, ...also].filter((a) => a !== main)
    const label = x.field.label.replace(/^TCP Option - /, '')
    cells.push({ ...bare(x.from, x.bits, place), ...main, label, also: others })
    at = x.from + x.bits
  }
  gap(8 * place.length)
  return cells
}

type Bare = Pick<DiagramCell, 'pattern' | 'hex' | 'bit' | 'bits' | 'start' | 'length' | 'optional'>

function bare(bit: number, bits: number, { bytes, origin, start, fixed }: Place): Bare {
  const first = bit >> 3
  const last = (bit + bits - 1) >> 3
  const whole = bit % 8 === 0 && bits % 8 === 0
  const at = origin + start
  let pattern = ''
  if (!whole) for (let k = bit; k < bit + bits; k++) pattern += (bytes[at + (k >> 3)]! >> (7 - (k & 7))) & 1
  const hex = whole
    ? Array.from(bytes.subarray(at + first, at + last + 1), (b) => b.toString(16).padStart(2, '0')).join(' ')
    : ''
  return { bit, bits, pattern, hex, start: start + first, length: last - first + 1, optional: bit >= 8 * fixed }
}

/** The line of the tree without its bits, brackets and label. */
function shown(p: Packet, i: number): string {
  const o = occurrence(p, i)
  const { field } = o
  const width = field.options.patternBits ?? 8 * (field.mask ? p.records.length[i] || field.size || 1 : 1)
  const line = lineText(o, width, vendorNames).replace(/^[.01 ]+ = /, '')
  if (line === field.label) return ''
  return line.startsWith(`${field.label}: `) ? line.slice(field.label.length + 2) : line.replace(/^[^:]{1,40}: /, '')
}
