/** ARP in the open capture (flows/arp-watch.ts), read when somebody asks and further as the capture grows; rows as text for a window. */
import { u32, u48 } from '../bytes/read'
import { makePlan } from '../dissect/plan'
import { occurrence } from '../dissect/tree'
import type { Plan } from '../dissect/plan'
import { networkOf } from '../flows/arp-network'
import { ArpWatch } from '../flows/arp-watch'
import type { ArpKind, ArpPacket } from '../flows/arp-watch'
import { registry } from '../protocols'
import type { Session } from './session'
import { inTurns } from './turns'
import type { Work } from './turns'

const REQUEST = 1
const REPLY = 2

const FIELDS = [
  'arp.opcode',
  'arp.src.hw_mac',
  'arp.src.proto_ipv4',
  'arp.dst.hw_mac',
  'arp.dst.proto_ipv4',
  'eth.dst',
] as const

export class ArpPass {
  readonly watch = new ArpWatch()
  private next = 0
  private readonly plan: Plan
  private readonly ids: readonly number[]
  private readonly arp: number
  private readonly members: (boolean | undefined)[] = []
  constructor(private readonly session: Session) {
    this.plan = makePlan(registry, { fields: FIELDS.map((name) => registry.field(name)) })
    this.ids = FIELDS.map((name) => registry.field(name).id)
    this.arp = registry.protocol('arp').id
  }

  step(most = Infinity): boolean {
    const { session } = this
    const stop = Math.min(session.count, this.next + most)
    for (; this.next < stop; this.next++) {
      const stack = session.index.stack[this.next]!
      if ((this.members[stack] ??= session.stacks.layers[stack]!.includes(this.arp))) this.take(this.next)
    }
    return this.next >= session.count
  }
  async whole(work: Work = {}): Promise<this> {
    await inTurns(this.session, (most) => this.step(most), {
      ...work,
      stopped: 'Reading ARP was stopped.',
      progress: () => [this.next, this.session.count],
    })
    return this
  }

  private take(i: number): void {
    const { session } = this
    const p = session.decode(i, this.plan)
    const values = [NaN, NaN, NaN, NaN, NaN, NaN]
    for (let k = 0; k < p.records.count; k++) {
      const which = this.ids.indexOf(p.records.field[k]!)
      // Of tunnels, the innermost Ethernet header; of ARP, the first message.
      if (which < 0 || (which !== 5 && !Number.isNaN(values[which]))) continue
      const { bytes, origin, records } = occurrence(p, k)
      const at = origin + records.start[k]!
      values[which] = which === 0 ? records.value[k]! : which === 2 || which === 4 ? u32(bytes, at) : u48(bytes, at)
    }
    const [operation, senderMac, senderIp, targetMac, targetIp, destination] = values as [
      number,
      number,
      number,
      number,
      number,
      number,
    ]
    if ((operation !== REQUEST && operation !== REPLY) || [senderMac, senderIp, targetMac, targetIp].some(Number.isNaN))
      return
    const packet: ArpPacket = {
      frame: i + 1,
      time: Number(session.index.elapsed(0, i)),
      network: networkOf(p),
      kind: kindOf(operation, senderIp, targetMac, targetIp),
      operation,
      senderMac,
      senderIp,
      targetMac,
      targetIp,
      unicast: !Number.isNaN(destination) && (Math.floor(destination / 2 ** 40) & 1) === 0,
      length: session.index.length[i]!,
    }
    this.watch.take(packet)
  }
}

function kindOf(operation: number, senderIp: number, targetMac: number, targetIp: number): ArpKind {
  if (senderIp === targetIp) return operation === REQUEST && targetMac === 0 ? 'announcement' : 'gratuitous'
  if (operation === REPLY) return 'reply'
  return senderIp === 0 && targetMac === 0 ? 'probe' : 'request'
}

const passes = new WeakMap<Session, ArpPass>()
export function arpPass(session: Session): ArpPass {
  let pass = passes.get(session)
  if (!pass) passes.set(session, (pass = new ArpPass(session)))
  return pass
}

export const macText = (mac: number): string =>
  mac
    .toString(16)
    .padStart(12, '0')
    .replace(/(..)(?=.)/g, '$1:')
export const ipText = (ip: number): string => `${ip >>> 24}.${(ip >>> 16) & 255}.${(ip >>> 8) & 255}.${ip & 255}`

export interface ArpExchangeRow {
  kind: 'request' | 'probe'
  frame: number
  /** Nanoseconds since the first packet of the capture. */
  time: number
  askerMac: string
  askerIp: string
  targetIp: string
  unicast: boolean
  length: number
  /** All answers: more than one means several repliers. Delays in nanoseconds. */
  replies: { frame: number; mac: string; delay: number }[]
  /** Frame of the first time that this was asked in vain, 0 when this is the first. */
  again: number
}

export interface ArpReport {
  packets: number
  dropped: number
  total: number
  from: number
  exchanges: ArpExchangeRow[]
  /** Requests and probes apart: a probe without an answer has found its address free. */
  requests: number
  unanswered: number
  probes: number
  probesAnswered: number
  severalRepliers: number
  statements: { kind: ArpKind; frame: number; time: number; mac: string; ip: string; operation: number }[]
  unasked: { frame: number; time: number; mac: string; ip: string; toMac: string; toIp: string }[]
  conflicts: {
    probing: boolean
    ip: string
    frame: number
    time: number
    mac: string
    otherFrame: number
    otherMac: string
  }[]
  /** Who claims which address, with the frames between which the claim was seen. */
  claims: {
    ip: string
    mac: string
    firstFrame: number
    firstTime: number
    lastFrame: number
    lastTime: number
    count: number
  }[]
  /** Entries that each host is taken to have learned, in order of time. */
  caches: { owner: string; ip: string; mac: string; frame: number; time: number; sure: boolean }[]
}

/** Rows of `exchanges` are given in pieces; of the other lists the first `most`. */
export async function arpReport(
  session: Session,
  request: Work & { from: number; count: number; most?: number },
): Promise<ArpReport> {
  const { watch } = await arpPass(session).whole({ onProgress: request.onProgress, signal: request.signal })
  const most = request.most ?? 1000
  const { exchanges } = watch
  return {
    packets: watch.packets,
    dropped: watch.dropped,
    total: exchanges.length,
    from: request.from,
    exchanges: exchanges.slice(request.from, request.from + request.count).map(({ request: q, replies, again }) => ({
      kind: q.kind as 'request' | 'probe',
      frame: q.frame,
      time: q.time,
      askerMac: macText(q.senderMac),
      askerIp: ipText(q.senderIp),
      targetIp: ipText(q.targetIp),
      unicast: q.unicast,
      length: q.length,
      replies: replies.slice(0, 100).map((r) => ({ frame: r.frame, mac: macText(r.mac), delay: r.delay })),
      again,
    })),
    ...watch.counts(),
    statements: watch.statements.slice(0, most).map((s) => ({
      kind: s.kind,
      frame: s.frame,
      time: s.time,
      mac: macText(s.senderMac),
      ip: ipText(s.senderIp),
      operation: s.operation,
    })),
    unasked: watch.unasked.slice(0, most).map((s) => ({
      frame: s.frame,
      time: s.time,
      mac: macText(s.senderMac),
      ip: ipText(s.senderIp),
      toMac: macText(s.targetMac),
      toIp: ipText(s.targetIp),
    })),
    conflicts: watch.conflicts.slice(0, most).map((c) => ({
      probing: c.probing,
      ip: ipText(c.ip),
      frame: c.frame,
      time: c.time,
      mac: macText(c.mac),
      otherFrame: c.otherFrame,
      otherMac: macText(c.otherMac),
    })),
    claims: watch.claims.slice(0, most).map((c) => ({ ...c, ip: ipText(c.ip), mac: macText(c.mac) })),
    caches: watch.caches
      .slice(0, most)
      .map((c) => ({ ...c, owner: macText(c.owner), ip: ipText(c.ip), mac: macText(c.mac) })),
  }
}
