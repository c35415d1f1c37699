/** The layers of a packet under decoding, and what is complained of them: headers that ran out, mistakes of ours. */
import { limits } from '../limits'
import { Truncated } from '../bytes/read'
import { Columns } from './columns'
import type { Field } from './field'
import type { Memories } from './memory'
import type { Protocol } from './protocol'
import { GENERATED } from './records'
import type { Registry, Stacks } from './registry'
import { presets } from './settings'
import type { Settings } from './settings'

export class Layers extends Columns {
  /** Over 0: the payload is only the first part of its datagram; lengths and checksums that speak of the whole cannot be checked. */
  fragmented = 0
  /** Ports of the innermost transport layer. */
  sourcePort = 0
  destinationPort = 0
  /** Which of the file's sets of layers this packet has (session/stacks), built while indexing. */
  stack = 0
  /** Whatever the transport layer says about its flow, kept by the index: conversation number × 2 + direction, or −1. */
  flow = -1
  /** Layers found so far, the frame counted; and how deep the current one lies. */
  depth = 0
  level = 0
  /** Runs of stream bytes handed on so far in this packet (engine/streams): numbers them alike in every decoding. */
  turn = 0
  /** First pass: what `Messages.cut` kept of the message at hand. */
  kept: unknown
  readonly layerProtocol: Protocol[] = []
  readonly layerBase = new Int32Array(limits.layersPerPacket + 4)
  readonly layerRecord = new Int32Array(limits.layersPerPacket + 4)
  /** Data sources of this packet: [0] the packet, then what was put together or unpacked. */
  readonly sources: { name: string; bytes: Uint8Array }[] = []
  constructor(
    registry: Registry,
    readonly memories: Memories,
    readonly stacks: Stacks,
    readonly settings: Settings = presets,
  ) {
    super(registry)
  }

  /** First pass: one of the layers that were walked. */
  layerAt(depth: number, protocol: Protocol, at: number): void {
    this.layerProtocol[depth] = protocol
    this.layerBase[depth] = at
    this.layerRecord[depth] = -1
  }

  protected failed(protocol: Protocol, thrown: unknown): void {
    if (thrown !== Truncated) return this.fault(protocol, thrown)
    const short = this.needed <= this.wire && this.frame.captured < this.frame.length
    this.complain(short ? this.registry.short : this.registry.malformed, protocol)
  }
  /** A dissector broke: our mistake, not the packet's. The packet says so and the rest of it is still shown. */
  protected fault(protocol: Protocol, thrown: unknown): void {
    if (this.faults.length < 100) this.faults.push({ protocol: protocol.name, frame: this.frame.number, error: thrown })
    this.complain(this.registry.fault, protocol)
  }
  /** Dissector faults since the list was last emptied: at most 100 are kept. */
  readonly faults: { protocol: string; frame: number; error: unknown }[] = []

  /** Says that bytes of which `about` would tell were cut off by the capture. */
  cutShort(about: Protocol): void {
    this.complain(this.registry.short, about)
  }
  private complain(complaint: Protocol, about: Protocol): void {
    if (this.plan.indexing) this.stack = this.stacks.step(this.stack, complaint.id)
    const layer = this.depth
    if (layer < this.layerRecord.length) {
      this.layerProtocol[layer] = complaint
      this.layerBase[layer] = this.at
      this.layerRecord[layer] = -1
      this.depth++
    }
    if (this.wants[complaint.self.id]) {
      const i = this.records.push(complaint.self, this.at - this.origin, 0, 0, -1, layer, this.source, GENERATED)
      this.label(i, complaint.title.replace('%', about.shortName))
      const was = this.open(i)
      for (const note of Object.values(complaint.f) as Field[]) if (note.options.severity) this.note(note)
      this.parent = was
    }
    if (!this.quoted || complaint === this.registry.short) this.complaints += complaint.column ?? ''
  }
}
