/** One packet without what tells of people and places: addresses and names replaced, payload filled, checksums mended. */
import type { Field } from '../dissect/field'
import type { Packet } from '../dissect/packet'
import { GENERATED } from '../dissect/records'
import { ScrubbedAddresses } from './addresses'
import { keepSum, mend, sctpChecksum } from './checksums'
import { fragmentOf, layersOf, networksOf } from './layout'
import type { Layer, Network } from './layout'
import { readWireName, ScrubbedNames } from './names'
import { oracleOf } from './permute'
import { headers, messages, namedLikeDns } from './policy'
import type { Keepable } from './policy'
import type { ScrubReport } from './report'

/** What stands in place of payload: the letter x. */
const filler = 0x78
/** What becomes of a byte. Later ones win. */
const FILL = 0
const KEEP = 1
const WRITTEN = 2

export class PacketScrubber {
  private readonly addresses: ScrubbedAddresses
  private readonly names: ScrubbedNames
  private marks = new Uint8Array(2048)

  constructor(
    seed: string,
    private readonly keep: ReadonlySet<Keepable>,
    private readonly report: ScrubReport,
  ) {
    const oracle = oracleOf(seed)
    this.addresses = new ScrubbedAddresses(oracle)
    this.names = new ScrubbedNames(oracle)
  }

  /** @param p decoded with all fields; what its packet's bytes become is returned, `was` is not touched */
  scrub(p: Packet, was: Uint8Array): Uint8Array {
    const now = was.slice()
    if (this.marks.length < was.length) this.marks = new Uint8Array(2 * was.length)
    const marks = this.marks.fill(FILL, 0, was.length)
    const layers = layersOf(p, was.length)
    for (const { name, start, end } of layers) if (headers.has(name)) marks.fill(KEEP, start, end)
    const networks = networksOf(layers, was)
    for (const network of networks) fragmentOf(network, was).forEach(([from, to]) => marks.fill(KEEP, from, to))
    this.fields(p, layers, was, now)
    this.fill(layers, was, now)
    this.checksums(layers, networks, was, now)
    return now
  }

  private fields(p: Packet, layers: readonly Layer[], was: Uint8Array, now: Uint8Array): void {
    const { records, registry } = p
    const { marks } = this
    const byIndex = new Map(layers.map((layer) => [layer.index, layer]))
    const parents = new Uint8Array(records.count)
    for (let i = 0; i < records.count; i++) if (records.parent[i]! >= 0) parents[records.parent[i]!] = 1
    /** Addresses first, then texts: some fields say the name of an address over the same bytes. */
    const later: (() => void)[][] = [[], []]
    for (let i = 0; i < records.count; i++) {
      const field = registry.fields[records.field[i]!]!
      const layer = byIndex.get(records.layer[i]!)
      const [at, length] = [records.start[i]!, records.length[i]!]
      if (!layer || records.source[i] !== 0 || !length || at + length > was.length || madeUp(field, records.flags[i]!))
        continue
      const kind = headers.has(layer.name) ? 'header' : messages.has(layer.name) ? 'message' : undefined
      if (!kind) continue
      const put = (bytes: Uint8Array, what: 'mac' | 'ipv4' | 'ipv6'): void => {
        const old = was.subarray(at, at + length)
        this.report.replaced(what, old, bytes)
        now.set(bytes, at)
        marks.fill(WRITTEN, at, at + length)
      }
      const as = (what: 'mac' | 'ipv4' | 'ipv6', map: (b: Uint8Array) => Uint8Array, kept: boolean): void =>
        void later[0]!.push(() =>
          kept ? marks.fill(WRITTEN, at, at + length) : put(map(was.subarray(at, at + length)), what),
        )
      if (field.type === 'ether' && length === 6) as('mac', this.addresses.mac, this.keep.has('mac'))
      else if (field.type === 'ipv4' && length === 4) as('ipv4', this.addresses.ipv4, this.keep.has('ip'))
      else if (field.type === 'ipv6' && length === 16) as('ipv6', this.addresses.ipv6, this.keep.has('ip'))
      else if (parents[i] === 1) continue
      else if (field.type === 'string') {
        const wire = namedLikeDns.has(layer.name) && this.wireName(was, now, layer.start, at, at + length)
        if (!wire) later[1]!.push(() => this.text(was, now, at, length))
      } else if (kind === 'header' && field.type === 'bytes') {
        // Of its own header only: what it carries has been looked at by itself.
        if (!harmless.has(field.name) && at < layer.end) marks.fill(FILL, at, Math.min(layer.end, at + length))
      } else if (kind === 'message' && isNumber(field) && length <= 8) marks.fill(KEEP, at, at + length)
    }
    for (const step of later) for (const write of step) write()
  }

  /** Replaces the labels of a name in a message of DNS; false where the bytes are no such name. */
  private wireName(was: Uint8Array, now: Uint8Array, message: number, at: number, end: number): boolean {
    const name = readWireName(was, message, at, end)
    if (!name || name.end > end) return false
    if (this.keep.has('names')) {
      this.marks.fill(WRITTEN, at, name.end)
      return true
    }
    this.marks.fill(WRITTEN, at, name.end)
    name.own.forEach(({ at: from, length }, n) => {
      const old = was.subarray(from, from + length)
      const made = this.names.label(old, name.labels.slice(n + 1).join('.'))
      now.set(made, from)
      this.report.replaced('name', old, made)
    })
    return true
  }

  private text(was: Uint8Array, now: Uint8Array, at: number, length: number): void {
    for (let i = at; i < at + length; i++) if (this.marks[i] === WRITTEN) return
    const old = was.subarray(at, at + length)
    if (!this.keep.has('names')) {
      const made = this.names.text(old)
      now.set(made, at)
      this.report.replaced('name', old, made)
    }
    this.marks.fill(WRITTEN, at, at + length)
  }

  /** Payload, and whatever nobody told of. Runs of zeros stay: padding. */
  private fill(layers: readonly Layer[], was: Uint8Array, now: Uint8Array): void {
    if (this.keep.has('payload')) return
    const { marks, report } = this
    for (let at = 0; at < was.length;) {
      if (marks[at] !== FILL) {
        at++
        continue
      }
      let end = at
      let zeros = true
      for (; end < was.length && marks[end] === FILL; end++) zeros &&= was[end] === 0
      if (!zeros) {
        now.fill(filler, at, end)
        const of = layers.findLast((layer) => layer.start <= at)
        report.filled(of?.name ?? 'frame', end - at)
      }
      at = end
    }
  }

  private checksums(layers: readonly Layer[], networks: readonly Network[], was: Uint8Array, now: Uint8Array): void {
    // From the inside out: a checksum that was mended is payload of the one around it.
    for (const layer of layers.toReversed()) {
      const around = networks.findLast((it) => it.layer.start < layer.start && it.end >= layer.start)
      if (layer.name === 'sctp' && around && layer.start + 12 <= around.end) {
        const view = new DataView(now.buffer, layer.start + 8, 4)
        const whole = around.end <= was.length && !around.fragment
        if (whole && view.getUint32(0) === sctpChecksum(was, layer.start, around.end))
          view.setUint32(0, sctpChecksum(now, layer.start, around.end))
      } else for (const covered of coveredBy(layer, around, was)) if (mend(was, now, covered)) this.report.mended++
      const own = networks.find((it) => it.layer === layer)
      if (own?.fragment) {
        const { first, payload, end, checksum } = own
        if (!first) keepSum(was, now, payload, end)
        else if (checksum && mend(was, now, checksum)) this.report.mended++
      }
    }
  }
}

/** Bytes of headers that say nothing of anybody. */
const harmless = new Set(['tcp.options', 'ip.options.padding', 'ipv6.opt.padn', 'eth.padding', 'tcp.padding'])
const madeUp = (field: Field, flags: number): boolean => (flags & GENERATED) !== 0 || field.options.generated === true
const isNumber = ({ type }: Field): boolean => type === 'uint' || type === 'int' || type === 'bool' || type === 'time'

/** The checksums of a layer that lie in the packet. */
function coveredBy({ name, start, end: headerEnd }: Layer, around: Network | undefined, was: Uint8Array) {
  const end = Math.min(around?.end ?? was.length, was.length)
  const plain = { from: start, to: end, addresses: [], zeroIsNone: false }
  const of = (at: number, more: object = {}) =>
    start + at + 2 <= was.length ? [{ ...plain, at: start + at, ...more }] : []
  const addresses = around?.addresses ?? []
  switch (name) {
    case 'ip':
      return of(10, { to: Math.min(headerEnd, was.length) })
    case 'tcp':
      return of(16, { addresses })
    case 'udp': {
      const length = (was[start + 4]! << 8) | was[start + 5]!
      return of(6, { addresses, zeroIsNone: true, to: length >= 8 ? Math.min(end, start + length) : end })
    }
    case 'icmpv6':
      return of(2, { addresses })
    case 'icmp':
    case 'igmp':
      return of(2)
    case 'gre':
      return was[start]! & 0x80 ? of(4) : []
    default:
      return []
  }
}
