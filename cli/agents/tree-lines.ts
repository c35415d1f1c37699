/** The tree of a packet as a list of lines, without what an agent is not to know. */
import type { TreeNode } from '../../engine/dissect/tree'
import { holdsSecret, isSecretField, REDACTED, withoutValue } from './redact'

export interface AgentLine {
  level: number
  text: string
  /** Filter name, '' for lines that are only text. */
  field: string
  /** Range in the bytes of the packet, or of what was put together from several. */
  bytes?: [from: number, to: number]
  /** Computed, not read. */
  generated?: boolean
  /** Another packet that the line speaks of. */
  frame?: number
  /** Its value was left out. */
  secret?: true
}

/** @param layer only this one, by the filter name of its protocol */
export function treeLines(tree: readonly TreeNode[], reveal: boolean, layer?: string): AgentLine[] {
  const lines: AgentLine[] = []
  const walk = (nodes: readonly TreeNode[], level: number, hidden: boolean): void => {
    for (const node of nodes) {
      const secret = !reveal && (hidden || isSecretField(node.field) || holdsSecret(decoded(node)))
      lines.push({
        level,
        text: !secret ? node.text : hidden && node.field === '' ? REDACTED : withoutValue(node.text),
        field: node.field,
        ...(node.length ? { bytes: [node.start, node.start + node.length] as [number, number] } : {}),
        ...(node.generated ? { generated: true } : {}),
        ...(node.frame ? { frame: node.frame } : {}),
        ...(secret ? { secret: true as const } : {}),
      })
      walk(node.children, level + 1, secret)
    }
  }
  walk(layer === undefined ? tree : tree.filter((n) => n.field === layer), 0, false)
  return lines
}

/** The text of a line; of plain data the letters that its bytes are. */
function decoded(node: TreeNode): string {
  const hex = /^Data: ((?:[0-9a-f]{2})+)/.exec(node.text)?.[1]
  if (!hex) return node.text
  return (hex.match(/../g) ?? []).map((pair) => String.fromCharCode(parseInt(pair, 16))).join('')
}
