/** What is known of one packet when its fields are explained: its records with their values, its conversation, and what other packets of the capture say. */
import { ether, u32, u48 } from '../bytes/read'
import { lineText, valueOf } from '../dissect/format'
import type { Value } from '../dissect/format'
import type { Field } from '../dissect/field'
import { makePlan } from '../dissect/plan'
import type { Plan } from '../dissect/plan'
import { GENERATED, HIDDEN } from '../dissect/records'
import { buildTree, occurrence } from '../dissect/tree'
import type { TreeNode } from '../dissect/tree'
import { conversations } from '../flows/conversations'
import type { StreamSegment } from '../flows/stream-segment'
import { limits } from '../limits'
import { vendorNames } from '../names/addresses'
import { registry } from '../protocols'
import { Refused } from '../refused'
import { arpPass } from '../session/arp-pass'
import { storyOf } from '../session/conversation-story'
import type { ConversationStory } from '../session/conversation-story'
import type { Session } from '../session/session'

/** One field of the packet. */
export interface Item {
  /** Its record: the `id` of its line in the details tree. */
  id: number
  name: string
  field: Field
  value: Value
  /** Its line in the details tree. */
  line: string
  /** Bytes in the packet; length 0 where it stands for none. */
  start: number
  length: number
  source: number
  layer: number
  /** Record that it stands under, −1 for a layer. */
  parent: number
  generated: boolean
  hidden: boolean
}

/** This packet in its TCP conversation. */
export interface InStream {
  told: ConversationStory
  s: StreamSegment
  /** Its place in the conversation, from 0. */
  n: number
}

let allPlan: Plan | undefined

export class Facts {
  readonly items: Item[] = []
  /** Packets that the capture had when this was made: a live one grows, and answers come. */
  readonly known: number
  /** Ids of the items that a tree shows, in its order. */
  readonly order: number[] = []
  readonly bytes: Uint8Array
  /** Bytes on the wire, and of them captured. */
  readonly length: number
  readonly captured: number
  /** Names of the layers, by their number. */
  readonly layers: string[]
  private readonly byName = new Map<string, Item[]>()
  private stream: InStream | null | undefined

  constructor(
    readonly session: Session,
    readonly frame: number,
  ) {
    if (!(frame >= 1 && frame <= session.count))
      throw new Refused(
        'no-such-packet',
        `There is no frame ${frame}: the capture has ${session.count}.`,
        session.count ? `Frames are counted from 1 to ${session.count}.` : undefined,
      )
    this.known = session.count
    allPlan ??= makePlan(registry, { fields: 'all', columns: true, drawing: true })
    session.packet.names = vendorNames
    const p = session.decode(frame - 1, allPlan)
    const { records } = p
    this.length = p.frame.length
    this.captured = p.frame.captured
    this.bytes = p.bytes.slice(p.origin, p.origin + p.frame.captured)
    let deepest = 0
    for (let id = 0; id < records.count; id++) deepest = Math.max(deepest, records.layer[id]!)
    this.layers = p.layerProtocol.slice(0, deepest + 1).map((x) => x?.name ?? '')
    for (let id = 0; id < records.count; id++) {
      const o = occurrence(p, id)
      const { field } = o
      const value = valueOf(o)
      const width = field.options.patternBits ?? 8 * (field.mask ? records.length[id] || field.size || 1 : 1)
      const item: Item = {
        id,
        name: field === registry.text ? '' : field.name,
        field,
        value: value instanceof Uint8Array ? value.slice() : value,
        line: lineText(o, width, vendorNames),
        start: records.start[id]!,
        length: records.length[id]!,
        source: records.source[id]!,
        layer: records.layer[id]!,
        parent: records.parent[id]!,
        generated: (records.flags[id]! & GENERATED) !== 0 || field.options.generated === true,
        hidden: (records.flags[id]! & HIDDEN) !== 0 || field.options.hidden === true,
      }
      this.items.push(item)
      const list = this.byName.get(item.name)
      if (list) list.push(item)
      else this.byName.set(item.name, [item])
    }
    const walk = (node: TreeNode): void => {
      this.order.push(node.id)
      node.children.forEach(walk)
    }
    buildTree(p, vendorNames).forEach(walk)
  }

  all(name: string): readonly Item[] {
    return this.byName.get(name) ?? NONE
  }
  /** The field of that name nearest to `it`: in its own layer, else in the innermost one around it. */
  near(it: Item, name: string): Item | undefined {
    let found: Item | undefined
    for (const x of this.all(name))
      if (x.layer <= it.layer && (!found || x.layer > found.layer || (x.layer === it.layer && x.id < it.id))) found = x
    return found
  }
  /** The same in the layer of `it` only, or in any one behind it. */
  within(it: Item, name: string): Item | undefined {
    return this.all(name).find((x) => x.layer >= it.layer)
  }
  /** Its value as a number, NaN where it is not there. */
  number(it: Item, name: string): number {
    const x = this.near(it, name)
    return x && (typeof x.value === 'number' || typeof x.value === 'bigint') ? Number(x.value) : NaN
  }
  /** Address, or other value, as text; '' where it is not there. */
  text(it: Item, name: string): string {
    const x = this.near(it, name)
    return x ? textOf(x) : ''
  }
  /** The record under which `it` stands. */
  parentOf(it: Item): Item | undefined {
    return this.items[it.parent]
  }
  /** Where the layer of `it` begins in the packet, and the protocol that it is of. */
  startOf(it: Item): number {
    return (
      this.items.find((x) => x.layer === it.layer && x.source === it.source && x.field.type === 'protocol')?.start ?? 0
    )
  }
  /** What a layer carries: the name of the protocol behind that of `it`; '' for none. */
  carried(it: Item): string {
    return this.layers.slice(it.layer + 1).find((name) => name && name !== 'ethertype') ?? ''
  }

  /** This packet as a segment of its TCP conversation; undefined for others, and for fields of a segment that an ICMP error quotes. */
  tcp(it: Item): InStream | undefined {
    if (this.stream === undefined) this.stream = this.findStream() ?? null
    const own = this.stream
    return own &&
      Number(this.within(it, 'tcp.stream')?.value ?? this.near(it, 'tcp.stream')?.value) ===
        this.session.memories.get(conversations).stream(own.told.conversation) &&
      !this.isQuoted(it)
      ? own
      : undefined
  }
  private findStream(): InStream | undefined {
    const told = tcpStoryOf(this.session, this.frame)
    if (!told) return undefined
    told.step()
    const n = told.frames.find(this.frame)
    return n < 0 ? undefined : { told, s: told.segment(n), n }
  }

  /** Whether it belongs to a packet that an error message quotes. */
  isQuoted(it: Item): boolean {
    return this.layers.slice(0, it.layer).some((name) => name === 'icmp' || name === 'icmpv6')
  }

  /** Values of some fields of another packet, the first of each; without those that it has not. */
  of(frame: number, names: readonly string[]): ReadonlyMap<string, Value> {
    return valuesOf(this.session, frame, names)
  }
  /** The frame before this one, of the same conversation and in the same direction (or against it); 0 for none within reach. */
  before(against = false): number {
    return this.step(-1, against)
  }
  /** The same behind this one. */
  after(against = false): number {
    return this.step(1, against)
  }
  private step(by: -1 | 1, against: boolean): number {
    const { flow } = this.session.index
    const own = flow[this.frame - 1] ?? -1
    if (own < 0) return 0
    const wanted = against ? own ^ 1 : own
    let left: number = limits.explainReach
    for (let i = this.frame - 1 + by; i >= 0 && i < this.session.count && left > 0; i += by, left--)
      if (flow[i] === wanted) return i + 1
    return 0
  }

  /** Who is where: what ARP packets of this capture say of IPv4 addresses. */
  get arp(): ReturnType<typeof arpPass>['watch'] {
    const pass = arpPass(this.session)
    pass.step()
    return pass.watch
  }
  /** Which IP addresses were seen with a hardware address as sender, and as receiver: with the first frame of each. */
  users(mac: string): { sent: ReadonlyMap<string, number>; got: ReadonlyMap<string, number> } {
    const own = usersOf(this.session).get(mac)
    return own ?? { sent: EMPTY, got: EMPTY }
  }

  /** Nanoseconds from another frame to this one. */
  since(frame: number): number {
    return Number(this.session.index.elapsed(frame - 1, this.frame - 1))
  }
}

const NONE: readonly Item[] = []
const EMPTY: ReadonlyMap<string, number> = new Map()

/** The story of the TCP conversation that a frame belongs to. */
export function tcpStoryOf(session: Session, frame: number): ConversationStory | undefined {
  const flow = session.index.flow[frame - 1] ?? -1
  if (flow < 0 || session.memories.get(conversations).transport(flow >> 1) !== 'tcp') return undefined
  return storyOf(session, flow >> 1)
}

/** The value as the field writes it. */
export function textOf({ value, field }: Pick<Item, 'value' | 'field'>): string {
  if (value instanceof Uint8Array) {
    if (field.type === 'ether') return ether(value, 0)
    if (field.type === 'ipv4') return [...value].join('.')
    if (field.type === 'ipv6') return ip6Text(value)
    return Array.from(value.subarray(0, 32), (b) => b.toString(16).padStart(2, '0')).join('')
  }
  if (field.type === 'ipv4' && typeof value === 'number')
    return `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`
  return String(value)
}

function ip6Text(b: Uint8Array): string {
  const words = Array.from({ length: 8 }, (_, i) => ((b[2 * i]! << 8) | b[2 * i + 1]!).toString(16))
  const text = words.join(':')
  const runs = [...text.matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].sort((x, y) => y[0].length - x[0].length)
  const run = runs[0]
  if (!run) return text
  return `${text.slice(0, run.index)}::${text.slice(run.index + run[0].length + 1)}`
}

/** An IPv4 address as a number. */
export const ip4Of = (it: Item | undefined): number =>
  it === undefined ? NaN : it.value instanceof Uint8Array ? u32(it.value, 0) : Number(it.value)
/** A hardware address as a number. */
export const macOf = (it: Item | undefined): number => (it?.value instanceof Uint8Array ? u48(it.value, 0) : NaN)

const plans = new Map<string, Plan>()

/** First values of some fields of a packet. */
export function valuesOf(session: Session, frame: number, names: readonly string[]): Map<string, Value> {
  const key = names.join()
  let plan = plans.get(key)
  if (!plan) plans.set(key, (plan = makePlan(registry, { fields: names.map((name) => registry.field(name)) })))
  const p = session.decode(frame - 1, plan)
  const out = new Map<string, Value>()
  for (let i = 0; i < p.records.count; i++) {
    const o = occurrence(p, i)
    if (out.has(o.field.name) || !names.includes(o.field.name)) continue
    const value = valueOf(o)
    out.set(
      o.field.name,
      value instanceof Uint8Array
        ? textOf({ value: value.slice(), field: o.field })
        : typeof value === 'number' && o.field.type === 'ipv4'
          ? textOf({ value, field: o.field })
          : value,
    )
  }
  return out
}

interface Users {
  sent: Map<string, number>
  got: Map<string, number>
}
const seen = new WeakMap<Session, { upTo: number; users: Map<string, Users> }>()
const ENDS = ['eth.src', 'eth.dst', 'ip.src', 'ip.dst'] as const

function usersOf(session: Session): ReadonlyMap<string, Users> {
  let own = seen.get(session)
  if (!own) seen.set(session, (own = { upTo: 0, users: new Map() }))
  const stop = Math.min(session.count, limits.explainReach)
  for (; own.upTo < stop; own.upTo++) {
    const values = valuesOf(session, own.upTo + 1, ENDS)
    const note = (which: keyof Users, mac: unknown, ip: unknown): void => {
      if (typeof mac !== 'string' || typeof ip !== 'string') return
      let users = own.users.get(mac)
      if (!users) own.users.set(mac, (users = { sent: new Map(), got: new Map() }))
      if (!users[which].has(ip) && users[which].size < 100) users[which].set(ip, own.upTo + 1)
    }
    note('sent', values.get('eth.src'), values.get('ip.src'))
    note('got', values.get('eth.dst'), values.get('ip.dst'))
  }
  return own.users
}
