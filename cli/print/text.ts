/** `-T text` and `-T tabs`: the line of each packet, its details (`-V`, `-O`), its bytes (`-x`). */
import type { AddressNames, Occurrence } from '../../engine/dissect/format'
import type { Packet } from '../../engine/dissect/packet'
import { makePlan } from '../../engine/dissect/plan'
import { lineAt, Lines, occurrence, readInto } from '../../engine/dissect/lines'
import { buildTree } from '../../engine/dissect/tree'
import type { TreeNode } from '../../engine/dissect/tree'
import { registry } from '../../engine/protocols'
import { withEvidence } from '../../engine/session/evidence-of'
import type { Options } from '../options'
import type { Output } from '../output'
import { safe } from '../terminal-text'
import { hexDump } from './hex-dump'
import { columnSettings, columnsWith, lineOf } from './line'
import type { Printer } from './printer'

const indents = Array.from({ length: 64 }, (_, depth) => '    '.repeat(depth))

export function textPrinter(o: Options, names: AddressNames, out: Output): Printer {
  const summary = o.summary || !(o.details || o.bytes)
  const shown = columnsWith(o)
  const settings = columnSettings(names)
  const between = o.format === 'tabs' ? '\t' : ' '
  const separator = `${safe(o.separator)}\n`
  const drawing = new Drawing(o, names, out)
  return {
    plan: o.details
      ? makePlan(registry, { fields: 'all', columns: true, drawing: true })
      : makePlan(registry, { columns: true }),
    begin: () => {},
    evidence: o.details && o.evidence,
    packet: (p, digits, evidence) => {
      if (summary) {
        settings.digits = digits
        out.write(lineOf(p, shown, settings, between))
      }
      if (o.details) {
        if (evidence.length)
          for (const layer of withEvidence(buildTree(p, names), evidence))
            draw(p, layer, 0, o.bytes, o.only === null || o.only.has(layer.field), out)
        else drawing.packet(p)
        if (p.records.overflow) out.write('[… more: this packet has too many rows to show them all]\n')
        if (!o.bytes) out.write(separator)
      }
      if (o.bytes) {
        if (summary || o.details) out.write('\n')
        dump(p, out)
        out.write(separator)
      }
    },
    end: () => {},
  }
}

/** A line of the tree (the engine has written out its control characters) with those under it. Bytes that no protocol claims are dumped, unless the whole packet is going to be. */
function draw(p: Packet, node: TreeNode, depth: number, bytesFollow: boolean, inside: boolean, out: Output): void {
  out.write(`${indents[Math.min(depth, 63)]!}${node.id < 0 ? `[${node.text}]` : node.text}\n`)
  if (node.field === 'data' && !bytesFollow) {
    const { bytes, origin } = occurrence(p, node.id)
    out.write(`\n${hexDump(bytes.subarray(origin + node.start, origin + node.start + node.length))}`)
  }
  if (inside) for (const child of node.children) draw(p, child, depth + 1, bytesFollow, true, out)
}

/** The same without a tree of objects: the lines of a packet, written as they stand. */
class Drawing {
  private readonly lines = new Lines()
  private reading: Occurrence | undefined

  constructor(
    private readonly o: Options,
    private readonly names: AddressNames,
    private readonly out: Output,
  ) {}

  packet(p: Packet): void {
    if (!p.records.count) return
    const { lines, o } = this
    this.reading ??= occurrence(p, 0)
    for (let n = lines.of(p).top; n >= 0; n = lines.next[n]!) {
      const { name } = p.registry.fields[p.records.field[n]!]!
      this.line(p, n, 0, o.only === null || o.only.has(name))
    }
  }

  private line(p: Packet, n: number, depth: number, inside: boolean): void {
    const { lines, out } = this
    const reading = readInto(this.reading!, p, n)
    out.write(`${indents[depth < 63 ? depth : 63]!}${lineAt(reading, this.names)}\n`)
    if (!this.o.bytes && reading.field.name === 'data') {
      const at = reading.origin + p.records.start[n]!
      out.write(`\n${hexDump(reading.bytes.subarray(at, at + p.records.length[n]!))}`)
    }
    if (inside) for (let k = lines.below[n]!; k >= 0; k = lines.next[k]!) this.line(p, k, depth + 1, true)
  }
}

/** All data sources of the packet; with more than one, each under its name. */
function dump(p: Packet, out: Output): void {
  if (p.sources.length < 2) {
    out.write(hexDump(p.bytes.subarray(p.origin, p.origin + p.frame.captured)))
    return
  }
  for (const { name, bytes } of p.sources) {
    out.write(`${safe(name)} (${bytes.length} byte${bytes.length === 1 ? '' : 's'}):\n`)
    out.write(hexDump(bytes))
  }
}
