// Questions to the tree of a packet.
import { describe, expect, it } from 'vitest'
import type { TreeNode } from '../../renderer/client/shapes'
import { ancestry, findByPath, innermost, linesOf, nameOf, pathOf, valueOf } from '../../renderer/state/tree'
import { packetAt } from './fake-packets.mjs'

const tree = packetAt(8).tree as TreeNode[]
const find = (field: string, nodes: readonly TreeNode[] = tree): TreeNode | undefined => {
  for (const node of nodes) {
    const found = node.field === field ? node : find(field, node.children)
    if (found) return found
  }
  return undefined
}

describe('lines of a tree', () => {
  it('are the top ones when nothing is expanded', () => {
    expect(linesOf(tree, () => false).map(({ node }) => node.field)).toEqual(['frame', 'eth', 'ip', 'tcp', 'data'])
  })
  it('say their level, parent and place', () => {
    const lines = linesOf(tree, (name) => name === 'eth')
    expect(lines[3]).toMatchObject({ level: 2, parent: 1, place: 2, siblings: 3, open: false })
  })
  it('do not show what is below a collapsed line', () => {
    expect(linesOf(tree, (name) => name === 'tcp.flags')).toHaveLength(5)
  })
})

describe('a way to a field', () => {
  it('finds the same field in another packet', () => {
    const path = pathOf(tree, find('tcp.flags.push')!)
    expect(findByPath(packetAt(9).tree as TreeNode[], path)?.text).toContain('Push')
  })
  it('is nowhere in a packet without the field', () => {
    expect(findByPath([], pathOf(tree, find('tcp.flags.push')!))).toBeNull()
  })
  it('begins at the top', () => {
    expect(ancestry(tree, find('tcp.flags.push')!).map(nameOf)).toEqual(['tcp', 'tcp.flags', 'tcp.flags.push'])
  })
})

describe('the innermost field at a byte', () => {
  it('is the smallest, and the last of equals', () => {
    expect(innermost(tree, 0, 27)?.field).toBe('ip.src')
    expect(innermost(tree, 0, 47)?.field).toBe('tcp.flags.syn')
  })
  it('is not a computed line', () => {
    expect(innermost(tree, 0, 24)?.field).toBe('ip.checksum')
  })
  it('is none in a source that no field speaks of', () => {
    expect(innermost(tree, 1, 0)).toBeNull()
  })
})

it('names a line without a field by its words', () => {
  expect(nameOf({ ...tree[0]!, field: '', text: 'Answers (3): more' })).toBe('Answers')
})
it('copies the value behind the first colon', () => {
  expect(valueOf(find('ip.src')!)).toBe('192.168.56.242')
})
