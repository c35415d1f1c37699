/** What a capture says of its packets, read when a statement asks for it: fields of a frame, frames in a role, the two ends of a conversation. */
import { fieldText, valueOf } from '../dissect/format'
import type { Packet } from '../dissect/packet'
import { makePlan } from '../dissect/plan'
import type { Plan } from '../dissect/plan'
import { occurrence } from '../dissect/tree'
import { conversations } from '../flows/conversations'
import type { Closing } from '../flows/closing-words'
import type { End } from '../flows/stream-segment'
import { limits } from '../limits'
import { addressText } from '../session/address-text'
import { conversationOf, storyOf } from '../session/conversation-story'
import type { Session } from '../session/session'

/** The values of one frame, by filter name. Numbers are as they stand in the packet, times nanoseconds; `text` is as `-T fields` prints it. */
export class FrameFacts {
  private readonly numbers = new Map<string, number[]>()
  private readonly texts = new Map<string, string[]>()
  readonly protocol: string
  readonly info: string
  readonly length: number
  /** Nanoseconds since the first packet. */
  readonly time: number
  readonly payload: string

  constructor(
    readonly number: number,
    p: Packet,
  ) {
    this.protocol = p.protocolColumn
    this.info = p.info
    this.length = p.frame.length
    this.time = Number(p.frame.sinceFirst)
    let payload = ''
    for (let i = 0; i < p.records.count; i++) {
      const o = occurrence(p, i)
      const { name } = o.field
      const value = valueOf(o)
      if (typeof value === 'number' || typeof value === 'bigint') push(this.numbers, name, Number(value))
      push(this.texts, name, fieldText(o))
      if ((name === 'tcp.payload' || name === 'data.data' || name === 'udp.payload') && value instanceof Uint8Array)
        payload ||= latin(value)
    }
    this.payload = payload
  }

  has(name: string): boolean {
    return this.texts.has(name)
  }
  /** The first value of a field. */
  num(name: string): number | undefined {
    return this.numbers.get(name)?.[0]
  }
  all(name: string): readonly number[] {
    return this.numbers.get(name) ?? []
  }
  text(name: string): string | undefined {
    return this.texts.get(name)?.[0]
  }
  textsOf(name: string): readonly string[] {
    return this.texts.get(name) ?? []
  }
  get flags(): number {
    return this.num('tcp.flags') ?? -1
  }
  get isTcp(): boolean {
    return this.has('tcp.flags')
  }
  get isArp(): boolean {
    return this.has('arp.opcode')
  }
}

const push = <T>(map: Map<string, T[]>, name: string, value: T): void => {
  const list = map.get(name)
  if (list) list.push(value)
  else map.set(name, [value])
}
const latin = (bytes: Uint8Array): string => String.fromCharCode(...bytes.subarray(0, 2_000))

/** One TCP conversation. */
export interface Talk {
  stream: number
  frames: number[]
  /** Address and port of each end; end 0 sent the first packet. */
  ends: [{ ip: string; port: number }, { ip: string; port: number }]
  /** Which end called; −1 when it is not known. */
  caller: End | -1
  closing: Closing
  /** Segments of the opening: SYN, SYN-ACK, and the one that ended it. */
  syn: number
  synAck: number
  ready: number
}

/** What is known of each packet without a look at all of its fields. */
interface Brief {
  protocol: string
  /** 1 request, 2 reply, 0 no ARP. */
  arp: number
}

export class CaptureFacts {
  private plan: Plan | undefined
  private readonly kept = new Map<number, FrameFacts>()
  private readonly answers = new Map<number, number[]>()
  private talksRead: Talk[] | undefined
  private briefs: Brief[] | undefined

  constructor(readonly session: Session) {}

  get count(): number {
    return this.session.count
  }

  /** The values of a frame; undefined when the capture has no such frame. */
  frame(number: number): FrameFacts | undefined {
    if (!(number >= 1 && number <= this.count)) return undefined
    const known = this.kept.get(number)
    if (known) return known
    this.plan ??= makePlan(this.session.packet.registry, { fields: 'all', columns: true })
    const facts = new FrameFacts(number, this.session.decode(number - 1, this.plan))
    if (this.kept.size >= limits.claimFrames) this.kept.delete(this.kept.keys().next().value!)
    this.kept.set(number, facts)
    return facts
  }

  /** The TCP conversations: none when there are more than statements can be about. */
  get talks(): readonly Talk[] {
    if (this.talksRead) return this.talksRead
    const flows = this.session.memories.get(conversations)
    const many = flows.streamsOf('tcp')
    const talks: Talk[] = []
    if (many <= limits.claimTalks)
      for (let stream = 0; stream < many; stream++) {
        const conversation = conversationOf(this.session, 'tcp', stream)
        const story = storyOf(this.session, conversation)
        if (!story.step(limits.claimPackets)) continue
        const { main } = story.story
        const frames = Array.from({ length: story.frames.count }, (_, n) => story.frames.frame(n))
        const end = (e: End): { ip: string; port: number } => ({
          ip: addressText(flows.addresses, flows.address(conversation, e)),
          port: flows.port(conversation, e),
        })
        const caller = main.caller()
        for (const f of frames) if (this.answers.size < limits.claimPackets) this.noteAnswer(story, f)
        talks.push({
          stream,
          frames,
          ends: [end(0), end(1)],
          caller,
          closing: story.closing(),
          syn: (caller >= 0 && main.syns[caller as End]?.frame) || 0,
          synAck: (caller >= 0 && main.answers[(1 - caller) as End]?.frame) || 0,
          ready: main.readyFrame,
        })
      }
    return (this.talksRead = talks)
  }

  private noteAnswer(story: ReturnType<typeof storyOf>, frame: number): void {
    const at = story.frames.find(frame)
    const by = at >= 0 ? story.answeredIn(at) : 0
    if (by) this.answers.set(frame, [by])
  }

  /** Frames that acknowledge this one. */
  answeredBy(frame: number): number {
    void this.talks
    return this.answers.get(frame)?.[0] ?? 0
  }

  talkOf(frame: number): Talk | undefined {
    return this.talks.find((t) => t.frames.includes(frame))
  }

  /** Which end sent a segment: −1 when it is none of a conversation. */
  senderEnd(frame: number): End | -1 {
    const talk = this.talkOf(frame)
    const f = this.frame(frame)
    if (!talk || !f) return -1
    const from = f.text('ip.src') ?? f.text('ipv6.src')
    const port = f.num('tcp.srcport')
    return talk.ends[0].ip === from && talk.ends[0].port === port ? 0 : 1
  }

  /** Protocols of all packets; undefined when there are too many to look at. */
  get all(): readonly Brief[] | undefined {
    if (this.briefs) return this.briefs
    if (this.count > limits.claimPackets) return undefined
    const { registry } = this.session.packet
    const plan = makePlan(registry, { columns: true, fields: [registry.field('arp.opcode')] })
    const opcode = registry.field('arp.opcode').id
    const briefs: Brief[] = []
    for (let i = 0; i < this.count; i++) {
      const p = this.session.decode(i, plan)
      let arp = 0
      for (let r = 0; r < p.records.count; r++)
        if (p.records.field[r] === opcode) arp = Number(valueOf(occurrence(p, r)))
      briefs.push({ protocol: p.protocolColumn, arp })
    }
    return (this.briefs = briefs)
  }

  /** Numbers of the frames whose protocol column reads so. */
  ofProtocol(name: string): number[] {
    const found: number[] = []
    this.all?.forEach((b, i) => {
      if (b.protocol.toUpperCase() === name) found.push(i + 1)
    })
    return found
  }
  arps(operation: number): number[] {
    const found: number[] = []
    this.all?.forEach((b, i) => {
      if (b.arp === operation) found.push(i + 1)
    })
    return found
  }
}
