/** Pairs of Ethernet, IPv4 and IPv6 addresses of the open capture: counted by a pass over its packets when somebody asks, and further as it grows. */
import { makePlan } from '../dissect/plan'
import type { Plan } from '../dissect/plan'
import { AddressPairs } from '../flows/address-pairs'
import { registry } from '../protocols'
import type { FilterRun } from './filtering'
import type { Session } from './session'
import { inTurns } from './turns'
import type { Work } from './turns'

export type PairKind = 'eth' | 'ip' | 'ipv6'

const FIELDS: Readonly<Record<PairKind, readonly [source: string, destination: string]>> = {
  eth: ['eth.src', 'eth.dst'],
  ip: ['ip.src', 'ip.dst'],
  ipv6: ['ipv6.src', 'ipv6.dst'],
}
const KIND = { eth: 'ether', ip: 'ipv4', ipv6: 'ipv6' } as const
const WIDTH = { eth: 6, ip: 4, ipv6: 16 } as const

export class AddressPass {
  readonly pairs = { eth: new AddressPairs(), ip: new AddressPairs(), ipv6: new AddressPairs() }
  private next = 0
  private readonly plan: Plan
  /** Per field id: which kind it belongs to, and which end it is. */
  private readonly roles: ({ kind: PairKind; end: 0 | 1 } | undefined)[] = []
  private readonly quoting: readonly number[]
  private readonly both = new Uint8Array(32)

  /** @param filter only packets that it takes are counted */
  constructor(
    private readonly session: Session,
    private readonly filter?: FilterRun,
  ) {
    const kinds = Object.keys(FIELDS) as PairKind[]
    for (const kind of kinds)
      FIELDS[kind].forEach((name, end) => (this.roles[registry.field(name).id] = { kind, end: end as 0 | 1 }))
    this.plan = makePlan(registry, {
      fields: kinds.flatMap((kind) => FIELDS[kind].map((name) => registry.field(name))),
    })
    this.quoting = ['icmp', 'icmpv6'].map((name) => registry.protocol(name).id)
  }

  get done(): number {
    return this.next
  }

  /** Counts at most `most` more packets. True when nothing is left. */
  step(most = Infinity): boolean {
    const { session } = this
    const stop = Math.min(session.count, this.next + most)
    this.filter?.step()
    for (; this.next < stop; this.next++) if (this.filter?.matches(this.next) ?? true) this.count(this.next)
    return this.next >= session.count
  }
  async whole(work: Work = {}): Promise<this> {
    await inTurns(this.session, (most) => this.step(most), {
      ...work,
      stopped: 'Counting addresses was stopped.',
      progress: () => [this.next, this.session.count],
    })
    return this
  }

  private count(i: number): void {
    const p = this.session.decode(i, this.plan)
    const { records, layerProtocol, depth } = p
    // What an ICMP error quotes was not sent by whom it names.
    let quoted = depth
    for (let k = 1; k < depth; k++)
      if (this.quoting.includes(layerProtocol[k]!.id)) {
        quoted = k
        break
      }
    let held: PairKind | '' = ''
    let heldLayer = -1
    let first = 0
    for (let k = 0; k < records.count; k++) {
      const role = this.roles[records.field[k]!]
      const layer = records.layer[k]!
      if (!role || layer > quoted) continue
      if (held !== role.kind || heldLayer !== layer) {
        held = role.kind
        heldLayer = layer
        first = k
        continue
      }
      this.pair(i, role.kind, role.end === 1 ? first : k, role.end === 1 ? k : first)
      held = ''
    }
  }

  private pair(i: number, kind: PairKind, source: number, destination: number): void {
    const p = this.session.packet
    const { index } = this.session
    const width = WIDTH[kind]
    for (const [record, to] of [
      [source, 0],
      [destination, 16],
    ] as const) {
      const number = p.records.source[record]!
      const own = number === 0 && p.sources.length === 0
      const bytes = own ? p.bytes : p.sources[number]!.bytes
      const at = (own ? p.origin : 0) + p.records.start[record]!
      for (let k = 0; k < width; k++) this.both[to + k] = bytes[at + k]!
    }
    this.pairs[kind].see(
      KIND[kind],
      this.both,
      0,
      16,
      i + 1,
      this.session.index.length[i]!,
      index.seconds[i]! + index.nanos[i]! / 1e9,
    )
  }
}

const passes = new WeakMap<Session, AddressPass>()
export function addressPass(session: Session): AddressPass {
  let pass = passes.get(session)
  if (!pass) passes.set(session, (pass = new AddressPass(session)))
  return pass
}
