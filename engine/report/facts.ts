/** The header fields of one packet as a report needs them: value as the tree shows it, bytes, and the checksums computed anew. */
import { fold16, pseudoHeader, shouldBe, sum16 } from '../bytes/checksum'
import { hex } from '../bytes/read'
import { fieldText, lineText } from '../dissect/format'
import { makePlan } from '../dissect/plan'
import type { Plan } from '../dissect/plan'
import { occurrence } from '../dissect/tree'
import { limits } from '../limits'
import { vendorNames } from '../names/addresses'
import { registry } from '../protocols'
import type { Session } from '../session/session'

const NAMES = [
  ...['eth.dst', 'eth.src', 'eth.type', 'eth.padding', 'vlan.id'],
  ...['ip.version', 'ip.hdr_len', 'ip.dsfield', 'ip.len', 'ip.id', 'ip.flags', 'ip.flags.df', 'ip.flags.mf'],
  ...['ip.frag_offset', 'ip.ttl', 'ip.proto', 'ip.checksum', 'ip.src', 'ip.dst'],
  ...['ipv6.version', 'ipv6.plen', 'ipv6.nxt', 'ipv6.hlim', 'ipv6.src', 'ipv6.dst'],
  ...['tcp.srcport', 'tcp.dstport', 'tcp.stream', 'tcp.seq_raw', 'tcp.seq', 'tcp.ack_raw', 'tcp.ack', 'tcp.hdr_len'],
  ...['tcp.flags', 'tcp.window_size_value', 'tcp.window_size', 'tcp.checksum', 'tcp.urgent_pointer', 'tcp.len'],
  ...['tcp.options.mss_val', 'tcp.options.sack_perm', 'tcp.options.timestamp.tsval', 'tcp.options.timestamp.tsecr'],
  ...['tcp.options.nop', 'tcp.options.wscale.shift', 'tcp.options.sack_le', 'tcp.options.sack_re', 'tcp.payload'],
  ...['arp.hw.type', 'arp.proto.type', 'arp.hw.size', 'arp.proto.size', 'arp.opcode', 'arp.src.hw_mac'],
  ...['arp.src.proto_ipv4', 'arp.dst.hw_mac', 'arp.dst.proto_ipv4'],
]

export interface Fact {
  name: string
  /** As the tree shows it, without the label. */
  shown: string
  /** The value alone, and as a number (NaN where it is none). */
  text: string
  value: number
  /** Bytes as they stand in the packet, with spaces; '' for computed values. */
  hex: string
  start: number
  length: number
}

/** What a checksum in the packet turns out to be. `should` is what it would have to be, where it is wrong. */
export interface SumCheck {
  state: 'right' | 'partial' | 'wrong' | 'unknown'
  should: string
}

const hex4 = (n: number): string => `0x${n.toString(16).padStart(4, '0')}`

export class Facts {
  constructor(
    readonly frame: number,
    /** The captured bytes of the frame. */
    readonly bytes: Uint8Array,
    private readonly all: ReadonlyMap<string, readonly Fact[]>,
  ) {}

  first(name: string): Fact | undefined {
    return this.all.get(name)?.[0]
  }
  /** Of a header that stands in the packet several times, the innermost. */
  last(name: string): Fact | undefined {
    return this.all.get(name)?.at(-1)
  }
  count(name: string): number {
    return this.all.get(name)?.length ?? 0
  }
  number(name: string): number {
    return this.last(name)?.value ?? NaN
  }
  text(name: string): string {
    return this.last(name)?.text ?? ''
  }

  /** The checksum of TCP: right, or only the sum over the pseudo-header. */
  tcpSum(): SumCheck {
    const at = this.last('tcp.srcport')?.start ?? -1
    const found = this.number('tcp.checksum')
    const source = this.last('ip.src') ?? this.last('ipv6.src')
    const destination = this.last('ip.dst') ?? this.last('ipv6.dst')
    const length = this.number('tcp.hdr_len') + this.number('tcp.len')
    const inFragment = this.number('ip.flags.mf') === 1 || this.number('ip.frag_offset') > 0
    if (at < 0 || !source || !destination || inFragment || !(at + length <= this.bytes.length))
      return { state: 'unknown', should: '' }
    const pseudo = pseudoHeader(this.bytes, source.start, destination.start, source.length, 6, length)
    return judged(sum16(this.bytes, at, length, pseudo), found, fold16(pseudo) === found ? 'partial' : 'wrong')
  }
}

function judged(sum: number, found: number, otherwise: 'partial' | 'wrong'): SumCheck {
  if (fold16(sum) === 0xffff) return { state: 'right', should: '' }
  return { state: otherwise, should: hex4(shouldBe(sum, found)) }
}

let plan: Plan | undefined

/** Reads packet `frame` (from 1). */
export function factsOf(session: Session, frame: number): Facts {
  plan ??= makePlan(registry, { fields: NAMES.map((name) => registry.field(name)), columns: true, drawing: true })
  session.packet.names = vendorNames
  const p = session.decode(frame - 1, plan)
  const wanted = new Set(NAMES)
  const all = new Map<string, Fact[]>()
  for (let i = 0; i < p.records.count; i++) {
    const o = occurrence(p, i)
    const { name, label } = o.field
    if (!wanted.has(name)) continue
    const line = lineText(o, 8 * (o.field.size || 1), vendorNames).replace(/^\[(.*)\]$/, '$1')
    const at = line.indexOf(`${label}: `)
    const start = p.records.start[i]!
    // What was put together of several packets has its bytes elsewhere.
    const length = p.records.source[i] === 0 ? p.records.length[i]! : 0
    const computed = o.field.options.generated === true
    const fact: Fact = {
      name,
      shown: at < 0 ? fieldText(o) : line.slice(at + label.length + 2),
      text: fieldText(o),
      value: o.field.type === 'uint' || o.field.type === 'bool' ? Number(fieldText(o)) : NaN,
      hex: computed
        ? ''
        : hex(o.bytes, o.origin + start, Math.min(length, limits.reportFieldBytes), ' ') +
          (length > limits.reportFieldBytes ? ' …' : ''),
      start,
      length: computed ? 0 : length,
    }
    const held = all.get(name)
    if (held) held.push(fact)
    else all.set(name, [fact])
  }
  return new Facts(frame, p.bytes.slice(p.origin, p.origin + p.frame.captured), all)
}
