/** The details tree of one packet: records put under their parents, in the order in which a person reads them. */
import type { AddressNames, Occurrence } from './format'
import { lineText } from './format'
import type { Packet } from './packet'
import { GENERATED, HIDDEN } from './records'

export interface TreeNode {
  /** Number of the record that this line was made from; stable for one packet. */
  id: number
  text: string
  /** Filter name, '' for lines that are only text. */
  field: string
  /** Range in the bytes of `source`; length 0 when the line stands for no bytes. */
  start: number
  length: number
  source: number
  generated: boolean
  /** Number of another packet that this line speaks of. */
  frame?: number
  severity?: string
  children: TreeNode[]
}

/** Everything that is needed to read record `index` of a packet just decoded. */
export function occurrence(p: Packet, index: number): Occurrence {
  const source = p.records.source[index]!
  const held = source === 0 && p.sources.length === 0
  return {
    field: p.registry.fields[p.records.field[index]!]!,
    records: p.records,
    index,
    bytes: held ? p.bytes : p.sources[source]!.bytes,
    origin: held ? p.origin : 0,
  }
}

/** Builds the tree from a packet decoded with a drawing plan. Hidden records are left out unless they are asked for (JSON shows them). */
export function buildTree(p: Packet, names: AddressNames, hidden = false): TreeNode[] {
  const { records } = p
  const nodes: (TreeNode | undefined)[] = []
  const top: TreeNode[] = []
  const after = new Map<TreeNode, string>()
  for (let i = 0; i < records.count; i++) {
    const o = occurrence(p, i)
    const { field } = o
    if ((records.flags[i]! & HIDDEN || field.options.hidden) && !hidden) continue
    const parent = records.parent[i]!
    const width = field.options.patternBits ?? 8 * (field.mask ? records.length[i] || field.size || 1 : 1)
    const node: TreeNode = {
      id: i,
      text: lineText(o, width, names),
      field: field === p.registry.text ? '' : field.name,
      start: records.start[i]!,
      length: records.length[i]!,
      source: records.source[i]!,
      generated: (records.flags[i]! & GENERATED) !== 0,
      children: [],
    }
    if (field.type === 'framenum') node.frame = records.value[i]!
    if (field.options.severity) node.severity = field.options.severity
    nodes[i] = node
    if (field.options.after) after.set(node, field.options.after)
    const under = parent >= 0 ? nodes[parent] : undefined
    if (under) under.children.push(node)
    else if (parent < 0) top.push(node)
  }
  for (const node of nodes) if (node && node.children.length > 1) place(node, after)
  return top
}

/** Moves computed lines behind the header field that they belong to. */
function place(node: TreeNode, after: ReadonlyMap<TreeNode, string>): void {
  if (!node.children.some((c) => after.has(c))) return
  const kept = node.children.filter((c) => !after.has(c))
  for (const moved of node.children.filter((c) => after.has(c))) {
    const anchor = after.get(moved)!
    let at = kept.findLastIndex((c) => c.field === anchor)
    // Behind the lines already placed after the same field.
    while (at >= 0 && at + 1 < kept.length && after.get(kept[at + 1]!) === anchor) at++
    kept.splice(at < 0 ? kept.length : at + 1, 0, moved)
  }
  node.children = kept
}
