// Decodes packets of any link type as a session does, and writes them as a pcap file for tshark.
import { visible } from '../../engine/bytes/text'
import { ether, ipv4, ipv6 } from '../../engine/bytes/read'
import { fieldText, noNames } from '../../engine/dissect/format'
import type { AddressNames } from '../../engine/dissect/format'
import { Frame } from '../../engine/dissect/frame'
import { Memories } from '../../engine/dissect/memory'
import { Packet } from '../../engine/dissect/packet'
import { makePlan } from '../../engine/dissect/plan'
import { Stacks } from '../../engine/dissect/registry'
import { presets } from '../../engine/dissect/settings'
import type { Settings } from '../../engine/dissect/settings'
import { buildTree, occurrence } from '../../engine/dissect/tree'
import type { TreeNode } from '../../engine/dissect/tree'
import { passCore } from '../../engine/flows/pass-core'
import { registry } from '../../engine/protocols'
import { layerNames } from '../../engine/protocols/core/frame'
import { be32, bytes } from '../support/packet-builder'

export interface Decoded {
  source: string
  destination: string
  column: string
  info: string
  layers: string
  /** The same with what is said of the packet (malformed, short) and without names that have no layer; then as the first pass counted them. */
  stack: string
  firstStack: string
  fields: Map<string, string>
  lines: string[]
}

const indexing = makePlan(registry, { indexing: true })
const all = makePlan(registry, { fields: 'all', columns: true, drawing: true })

/** Packet `i` is captured at second 100 + i; it had `onWire[i]` bytes where it was cut. */
export function decode(
  linkType: number,
  packets: readonly Uint8Array[],
  names: AddressNames = noNames,
  onWire: readonly number[] = packets.map((packet) => packet.length),
  settings: Settings = presets,
): Decoded[] {
  const p = new Packet(registry, new Memories(), new Stacks(), settings)
  p.names = names
  p.bytesOf = (frame, at, length) => packets[frame - 1]!.subarray(at, at + length)
  const frames = packets.map((packet, i) => {
    const frame = new Frame()
    frame.number = i + 1
    frame.seconds = 100 + i
    frame.captured = packet.length
    frame.length = onWire[i]!
    frame.linkType = linkType
    return frame
  })
  const firstStacks = packets.map((packet, i) => {
    p.run(frames[i]!, packet, 0, indexing, true)
    return p.stacks.layers[p.stack]!.map((id) => registry.protocols[id]!.name).join(':')
  })
  p.recall(passCore).flush()
  return packets.map((packet, i) => {
    p.run(frames[i]!, packet, 0, all, false)
    if (p.faults.length) throw p.faults[0]!.error
    const fields = new Map<string, string>()
    for (let k = 0; k < p.records.count; k++) {
      const o = occurrence(p, k)
      const before = fields.get(o.field.name)
      fields.set(o.field.name, (before === undefined ? '' : `${before},`) + fieldText(o))
    }
    const lines: string[] = []
    const write = (node: TreeNode, depth: number): void => {
      lines.push('    '.repeat(depth) + node.text)
      for (const child of node.children) write(child, depth + 1)
    }
    for (const node of buildTree(p, names)) write(node, 0)
    const { kind, bytes: from, source, destination, sourceText, destinationText } = p.columnEnds
    const end = (at: number, text: string): string => {
      if (kind === 'ether') return names.ether(from, at) ?? ether(from, at)
      return kind === 'ipv4' ? ipv4(from, at) : kind === 'ipv6' ? ipv6(from, at) : kind === 'text' ? text : ''
    }
    return {
      source: end(source, sourceText),
      destination: end(destination, destinationText),
      column: p.protocolColumn,
      info: visible(p.info),
      layers: layerNames(p),
      stack: stackNames(p),
      firstStack: firstStacks[i]!,
      fields,
      lines,
    }
  })
}

/** Layers that the first pass counts: not the frame, and no more than two messages of one protocol in a row. */
const stackNames = (p: Packet): string =>
  p.layerProtocol
    .slice(1, p.depth)
    .map((layer) => layer.name)
    .filter((name, i, all) => name !== all[i - 1] || name !== all[i - 2])
    .join(':')

/** The same packets as a pcap file. */
export const pcap = (linkType: number, packets: readonly Uint8Array[]): Uint8Array =>
  bytes(
    ...[be32(0xa1b2c3d4), [0, 2, 0, 4], be32(0), be32(0), be32(65535), be32(linkType)],
    ...packets.flatMap((p, i) => [be32(100 + i), be32(0), be32(p.length), be32(p.length), p]),
  )
