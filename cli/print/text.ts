/** `-T text` and `-T tabs`: the line of each packet, its details (`-V`, `-O`), its bytes (`-x`). */
import type { AddressNames } from '../../engine/dissect/format'
import type { Packet } from '../../engine/dissect/packet'
import { makePlan } from '../../engine/dissect/plan'
import { buildTree, occurrence } from '../../engine/dissect/tree'
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
  const shown = columnsWith(o.time)
  const settings = columnSettings(names)
  const between = o.format === 'tabs' ? '\t' : ' '
  const separator = `${safe(o.separator)}\n`
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
        for (const layer of withEvidence(buildTree(p, names), evidence))
          draw(p, layer, 0, o.bytes, o.only === null || o.only.has(layer.field), out)
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
