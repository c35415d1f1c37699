// Questions to the tree of a packet: the lines in sight, the way to a field, the innermost field at a byte.
import type { TreeNode } from '../client/shapes'

/** What a line is called when its state of expansion is remembered: the filter name, or the words of its text. */
export const nameOf = (node: TreeNode): string => node.field || node.text.replace(/[:,(].*|\d+/g, '').trim()

export interface TreeLine {
  node: TreeNode
  level: number
  /** Position of the parent among the lines, -1 at the top. */
  parent: number
  open: boolean
  /** For screen readers: place among the siblings, from 1, and how many they are. */
  place: number
  siblings: number
}

/** The lines in sight when exactly the nodes named by `isOpen` are expanded. */
export function linesOf(tree: readonly TreeNode[], isOpen: (name: string) => boolean): TreeLine[] {
  const lines: TreeLine[] = []
  const walk = (nodes: readonly TreeNode[], level: number, parent: number): void => {
    nodes.forEach((node, i) => {
      const open = node.children.length > 0 && isOpen(nameOf(node))
      lines.push({ node, level, parent, open, place: i + 1, siblings: nodes.length })
      if (open) walk(node.children, level + 1, lines.length - 1)
    })
  }
  walk(tree, 1, -1)
  return lines
}

/** The nodes from the top down to `target`, itself included; empty when it is not there. */
export function ancestry(tree: readonly TreeNode[], target: TreeNode): TreeNode[] {
  for (const node of tree) {
    if (node === target || node.id === target.id) return [node]
    const below = ancestry(node.children, target)
    if (below.length) return [node, ...below]
  }
  return []
}

/** Names from the top down, each with its place among siblings of the same name: finds the same field in another packet. */
export function pathOf(tree: readonly TreeNode[], target: TreeNode): string[] {
  let siblings = tree
  return ancestry(tree, target).map((node) => {
    const same = siblings.filter((other) => nameOf(other) === nameOf(node))
    siblings = node.children
    return `${nameOf(node)}#${same.indexOf(node)}`
  })
}

export function findByPath(tree: readonly TreeNode[], path: readonly string[]): TreeNode | null {
  let siblings = tree
  let found: TreeNode | null = null
  for (const step of path) {
    const at = step.lastIndexOf('#')
    const same = siblings.filter((node) => nameOf(node) === step.slice(0, at))
    found = same[Number(step.slice(at + 1))] ?? null
    if (!found) return null
    siblings = found.children
  }
  return found
}

/** The smallest, deepest field that covers a byte. */
export function innermost(tree: readonly TreeNode[], source: number, at: number): TreeNode | null {
  let best: TreeNode | null = null
  const walk = (nodes: readonly TreeNode[]): void => {
    for (const node of nodes) {
      const covers = node.source === source && node.length > 0 && at >= node.start && at < node.start + node.length
      if (covers && !node.generated && (!best || node.length <= best.length)) best = node
      walk(node.children)
    }
  }
  walk(tree)
  return best
}

/** What stands behind the first colon of a line: its value, for copying. */
export const valueOf = (node: TreeNode): string => node.text.replace(/^[^:=]*[:=]\s*/, '')
