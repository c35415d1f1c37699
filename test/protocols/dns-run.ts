// Decodes packets as a session does: all of them once for what later ones need, then again for what is looked at.
import { visible } from '../../engine/bytes/text'
import { fieldText, noNames } from '../../engine/dissect/format'
import { Frame } from '../../engine/dissect/frame'
import { Memories } from '../../engine/dissect/memory'
import { Packet } from '../../engine/dissect/packet'
import { makePlan } from '../../engine/dissect/plan'
import { Stacks } from '../../engine/dissect/registry'
import { buildTree, occurrence } from '../../engine/dissect/tree'
import type { TreeNode } from '../../engine/dissect/tree'
import { passCore } from '../../engine/flows/pass-core'
import { registry } from '../../engine/protocols'

export interface Decoded {
  info: string
  column: string
  /** Field name → its values as `-T fields` prints them. */
  fields: Map<string, string[]>
  /** Tree lines of the layers, indented by four blanks. */
  lines: string[]
}
export interface Run {
  packets: Decoded[]
  faults: Packet['faults']
}

const LINKTYPE_IPV4 = 228

/** Raw IPv4 packets with their times in milliseconds. */
export function run(packets: readonly { bytes: Uint8Array; at?: number }[]): Run {
  const p = new Packet(registry, new Memories(), new Stacks())
  p.bytesOf = (frame, at, length) => packets[frame - 1]!.bytes.subarray(at, at + length)
  const frames = packets.map(({ bytes, at }, i) => {
    const frame = new Frame()
    const ms = at ?? i * 10
    frame.number = i + 1
    frame.seconds = 1_600_000_000 + Math.floor(ms / 1000)
    frame.nanos = (ms % 1000) * 1_000_000
    frame.captured = frame.length = bytes.length
    frame.linkType = LINKTYPE_IPV4
    return frame
  })
  const indexing = makePlan(registry, { indexing: true })
  const all = makePlan(registry, { fields: 'all', columns: true, drawing: true })
  packets.forEach(({ bytes }, i) => p.run(frames[i]!, bytes, 0, indexing, true))
  p.recall(passCore).flush()
  const decoded = packets.map(({ bytes }, i) => {
    p.run(frames[i]!, bytes, 0, all, false)
    const fields = new Map<string, string[]>()
    for (let k = 0; k < p.records.count; k++) {
      const o = occurrence(p, k)
      fields.set(o.field.name, [...(fields.get(o.field.name) ?? []), visible(fieldText(o))])
    }
    const lines: string[] = []
    const write = (node: TreeNode, depth: number): void => {
      lines.push('    '.repeat(depth) + node.text)
      for (const child of node.children) write(child, depth + 1)
    }
    for (const node of buildTree(p, noNames)) write(node, 0)
    return { info: visible(p.info), column: p.protocolColumn, fields, lines }
  })
  return { packets: decoded, faults: p.faults }
}
