/** The details tree of one packet, as objects that can be sent to the window. */
import type { AddressNames } from './format'
import { lineAt, Lines, occurrence, readInto } from './lines'
import type { Packet } from './packet'
import { GENERATED } from './records'

export { occurrence } from './lines'

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

/** Builds the tree from a packet decoded with a drawing plan, without what is hidden. */
export function buildTree(p: Packet, names: AddressNames): TreeNode[] {
  if (!p.records.count) return []
  const lines = new Lines().of(p)
  const { records } = p
  const o = occurrence(p, 0)
  const beside = (first: number): TreeNode[] => {
    const nodes: TreeNode[] = []
    for (let i = first; i >= 0; i = lines.next[i]!) {
      const { field } = readInto(o, p, i)
      const node: TreeNode = {
        id: i,
        text: lineAt(o, names),
        field: field === p.registry.text ? '' : field.name,
        start: records.start[i]!,
        length: records.length[i]!,
        source: records.source[i]!,
        generated: (records.flags[i]! & GENERATED) !== 0,
        children: beside(lines.below[i]!),
      }
      if (field.type === 'framenum') node.frame = records.value[i]!
      if (field.options.severity) node.severity = field.options.severity
      nodes.push(node)
    }
    return nodes
  }
  return beside(lines.top)
}
