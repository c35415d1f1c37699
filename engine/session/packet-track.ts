/** Packets of one kind (ARP, ICMP, DNS, TCP, all of them) with the hosts between which they went: what a ladder is made of, 8 bytes per packet. */
import { ether, ipv4, ipv6 } from '../bytes/read'
import { visible } from '../bytes/text'
import type { Ends } from '../dissect/ends'
import { makePlan } from '../dissect/plan'
import type { Plan } from '../dissect/plan'
import { widerU16, widerU32 } from '../flows/columns'
import { limits } from '../limits'
import { registry } from '../protocols'
import type { Session } from './session'
import { inTurns } from './turns'
import type { Work } from './turns'

/** A list of packets in some order: what the display shows. */
export interface PacketView {
  readonly count: number
  /** Position in the capture (from 0) of row `n`. */
  at(n: number): number | undefined
}

let endsPlan: Plan | undefined

export function endName(ends: Ends, which: 'source' | 'destination'): string {
  const at = ends[which]
  switch (ends.kind) {
    case 'ether':
      return ether(ends.bytes, at)
    case 'ipv4':
      return ipv4(ends.bytes, at)
    case 'ipv6':
      return ipv6(ends.bytes, at)
    case 'text':
      return visible(which === 'source' ? ends.sourceText : ends.destinationText)
    default:
      return ''
  }
}

export class PacketTrack {
  count = 0
  /** Hosts in order of appearance; the last one stands for all that did not fit. */
  readonly hosts: string[] = []
  /** Hosts that did not fit, with the one that gave the last place to all of them; at most `limits.ladderHostsCounted`. */
  get hidden(): number {
    return this.others.size ? this.others.size + 1 : 0
  }
  private readonly others = new Set<string>()
  private positions = new Uint32Array(256)
  private sources = new Uint16Array(256)
  private destinations = new Uint16Array(256)
  private readonly numbers = new Map<string, number>()
  private next = 0
  private readonly members: (boolean | undefined)[] = []
  private readonly wanted: number

  /** @param protocol only packets with this layer; '' for all */
  constructor(
    private readonly session: Session,
    protocol: string,
    private readonly view?: PacketView,
  ) {
    this.wanted = protocol ? registry.protocol(protocol).id : -1
    endsPlan ??= makePlan(registry, {})
  }

  /** Takes up at most `most` more packets. True when nothing is left. */
  step(most = Infinity): boolean {
    const { session, view } = this
    const total = view ? view.count : session.count
    const stop = Math.min(total, this.next + most)
    for (; this.next < stop; this.next++) {
      const i = view ? view.at(this.next)! : this.next
      if (this.wanted >= 0 && !this.belongs(session.index.stack[i]!)) continue
      const p = session.decode(i, endsPlan!)
      if (p.columnEnds.kind === 'none') continue
      const n = this.count++
      if (n >= this.positions.length) {
        this.positions = widerU32(this.positions, n + 1)
        this.sources = widerU16(this.sources, this.positions.length)
        this.destinations = widerU16(this.destinations, this.positions.length)
      }
      this.positions[n] = i
      this.sources[n] = this.host(endName(p.columnEnds, 'source'))
      this.destinations[n] = this.host(endName(p.columnEnds, 'destination'))
    }
    return this.next >= total
  }
  async whole(work: Work = {}): Promise<this> {
    await inTurns(this.session, (most) => this.step(most), {
      ...work,
      stopped: 'Drawing the ladder was stopped.',
      progress: () => [this.next, this.view ? this.view.count : this.session.count],
    })
    return this
  }

  /** Position in the capture of the nth packet, and the hosts it went between (positions in `hosts`). */
  position(n: number): number {
    return this.positions[n]!
  }
  from(n: number): number {
    return this.sources[n]!
  }
  to(n: number): number {
    return this.destinations[n]!
  }

  private belongs(stack: number): boolean {
    return (this.members[stack] ??= this.session.stacks.layers[stack]!.includes(this.wanted))
  }

  private host(name: string): number {
    const known = this.numbers.get(name)
    if (known !== undefined) return known
    if (this.hosts.length >= limits.ladderHosts) {
      this.hosts[limits.ladderHosts - 1] = 'others'
      if (this.others.size < limits.ladderHostsCounted) this.others.add(name)
      return limits.ladderHosts - 1
    }
    const n = this.hosts.push(name) - 1
    this.numbers.set(name, n)
    return n
  }
}
