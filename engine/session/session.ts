/**
 * One open capture: its file, the index over its packets, the state that the first pass built, and any packet decoded on demand.
 * The file may still be growing; `step` takes what has been added.
 */
import { LEFT_PACKET, LEFT_SEGMENT } from '../assembly/layout'
import { openCapture, packetOptions, PacketReader } from '../capture-file'
import type { CaptureScanner, FileChange, Interface, OpenedCapture, PacketSink } from '../capture-file'
import { Frame } from '../dissect/frame'
import { Memories, PacketNumbers } from '../dissect/memory'
import { Packet } from '../dissect/packet'
import { makePlan } from '../dissect/plan'
import type { Plan } from '../dissect/plan'
import { Stacks } from '../dissect/registry'
import { presets } from '../dissect/settings'
import type { Settings } from '../dissect/settings'
import { passCore } from '../flows/pass-core'
import { tcpStreams } from '../flows/tcp-streams'
import { registry } from '../protocols'
import { enterCarried, readDatagram, readSegment } from '../protocols/transport/carried'
import { Refused } from '../refused'
import { KeysInCapture } from './keys-in-capture'
import { HAS_COMMENT, HAS_TIME, IGNORED, MARKED, PacketIndex } from './packet-index'
import { PlainPackets } from './plain-packets'
import { tcpFlagsOf } from './tcp-flags'

export interface OpenOptions {
  /** Called while a compressed file is unpacked, with bytes done and bytes in all. */
  onProgress?: (done: number, total: number) => void
  signal?: AbortSignal
  /** Preferences and Decode As. */
  settings?: Settings
  /** Leaves all packets to the dissectors: for tests. */
  noPlainPackets?: boolean
}

export class Session {
  readonly index = new PacketIndex()
  readonly memories = new Memories()
  readonly stacks = new Stacks()
  readonly settings: Settings
  readonly packet: Packet
  readonly scanner: CaptureScanner
  /** Comments that the user wrote in this session, by packet number from 0; they replace those of the file. */
  readonly comments = new Map<number, readonly string[]>()

  private readonly core = this.memories.get(passCore)
  private readonly frame = new Frame()
  private readonly interfaces: Interface[] = []
  private readonly reader: PacketReader

  private constructor(
    readonly opened: OpenedCapture,
    private readonly options: OpenOptions,
  ) {
    this.settings = options.settings ?? presets
    this.packet = new Packet(registry, this.memories, this.stacks, this.settings)
    this.scanner = opened.scan(this.makeSink())
    opened.source.changes?.(0)
    this.reader = new PacketReader(opened.source, () => void this.look())
    const keys = new KeysInCapture(opened.source, this.scanner.secrets)
    this.packet.keysInCapture = () => keys.text()
    this.packet.bytesOf = (frame, at, length) => {
      const { count, offset } = this.index
      const from = (frame <= count ? offset[frame - 1]! : this.core.packets.offset[frame - 1 - count]!) + at
      return this.scanner.recent(from, length) ?? this.reader.read(from, length)
    }
  }

  /** Opens a file; nothing of it is indexed yet. Throws Refused when it is no capture. */
  static async open(path: string, options: OpenOptions = {}): Promise<Session> {
    return new Session(await openCapture(path, options), options)
  }

  /** Packets indexed so far. */
  get count(): number {
    return this.index.count
  }

  /** Indexes whole packets before `end` (default: the end of the file now), about `budget` bytes at most. True when nothing more can be taken now. */
  async step(end?: number, budget = Infinity): Promise<boolean> {
    return (await this.scanner.step(end, budget)).done
  }
  /** The same, blocking: for the command line. */
  stepSync(end?: number, budget = Infinity): boolean {
    return this.scanner.stepSync(end, budget).done
  }

  /** Decodes packet `i` (from 0) by `plan`; the result is in `packet` until the next call. `displayed`: the packet shown before it, or −1. */
  decode(i: number, plan: Plan, displayed = i - 1): Packet {
    if (!(i >= 0 && i < this.index.count))
      throw new Refused('no-such-packet', `There is no packet ${i + 1}: the capture has ${this.index.count}.`)
    const bytes = this.reader.read(this.index.offset[i]!, this.index.captured[i]!)
    const frame = this.describe(i, displayed)
    if (optionFields.some((id) => plan.wants[id] === 1)) this.readOptions(frame, i)
    const { change, packet } = this
    if (change && this.index.offset[i]! + this.index.captured[i]! > change.from) return this.lost(frame, plan)
    if (bytes.length < frame.captured) frame.captured = bytes.length
    packet.run(frame, bytes, 0, plan, false)
    return packet
  }

  /** What another program has done to the file since it was opened; null: nothing. */
  change: FileChange | null = null

  /** Looks whether the file is still what it was. */
  look(): FileChange | null {
    return (this.change ??= this.opened.source.changes?.(this.scanner.offset) ?? null)
  }

  /** A packet whose bytes are not in the file any more: its row says so. */
  private lost(frame: Frame, plan: Plan): Packet {
    frame.linkType = noLinkType
    frame.captured = 0
    this.packet.run(frame, NOTHING, 0, plan, false)
    if (plan.columns) this.packet.info = lostText
    return this.packet
  }

  /** Comments of packet `i`: those written here, else those in the file. */
  commentsOf(i: number): readonly string[] {
    const own = this.comments.get(i)
    if (own) return own
    if (!(this.index.flags[i]! & HAS_COMMENT)) return NONE
    return packetOptions(this.opened.source, this.scanner, this.index.offset[i]! - this.index.header[i]!).comments
  }

  /** How many packets are marked. */
  marked = 0

  /** Marks packet `i` (from 0), or takes the mark away. */
  mark(i: number, on: boolean): void {
    const { flags } = this.index
    if (i >= this.count || ((flags[i]! & MARKED) !== 0) === on) return
    flags[i]! ^= MARKED
    this.marked += on ? 1 : -1
  }

  /** Nothing of it can be read any more. */
  closed = false

  close(): void {
    this.closed = true
    this.opened.close()
  }

  /** Files each packet that the scanner finds, after decoding it for the state that later packets depend on. */
  private makeSink(): PacketSink {
    const { index, packet, interfaces, core } = this
    const frame = new Frame()
    const plan = makePlan(registry, { indexing: true })
    PacketNumbers.expected = 0
    const enter = (): void => enterCarried(packet, core)
    const segment = (): void => readSegment(packet, core)
    const datagram = (): void => readDatagram(packet)
    /** Decodes the packet whose facts stand at place `n` of the batch, from its bytes at `at`: all, or what its transport layer carries. */
    const decode = (n: number, bytes: Uint8Array, at: number, left = LEFT_PACKET): void => {
      core.giveContinued()
      const { packets } = core
      frame.number = index.count + n + 1
      frame.seconds = packets.seconds[n]!
      frame.nanos = packets.nanos[n]!
      frame.hasTime = (packets.flags[n]! & HAS_TIME) !== 0
      frame.captured = packets.captured[n]!
      frame.length = packets.length[n]!
      frame.interfaceIndex = packets.interface[n]!
      frame.linkType = interfaces[frame.interfaceIndex]!.linkType
      if (left === LEFT_PACKET) packet.run(frame, bytes, at, plan, true)
      else packet.resume(frame, bytes, at, plan, enter, left === LEFT_SEGMENT ? segment : datagram)
      const { stack, flow, tcpFlags } = core.packets
      stack[n] = packet.stack
      flow[n] = packet.flow
      tcpFlags[n] = tcpFlagsOf(packet)
      core.placed()
    }
    const plain = this.options.noPlainPackets ? undefined : new PlainPackets(core, this.stacks, this.settings, decode)
    // They take over what the core finds, from the first packet on.
    this.memories.get(tcpStreams)
    let estimated = 0
    core.onPackets = (count) => {
      const so = index.count + count
      if (so > 2 * estimated) {
        // By the bytes per packet so far, with a little to spare: one allocation instead of many copies.
        const share = so / core.packets.offset[count - 1]!
        PacketNumbers.expected = Math.ceil(share * this.opened.source.size() * 1.03) + 16
        estimated = so
      }
      index.append(core.packets, count, PacketNumbers.expected)
    }
    return {
      ...(plain && { taker: plain }),
      pause: () => core.flush(),
      section: () => core.call.clearInterfaces(),
      interface: (number, it) => {
        interfaces[number] = it
        core.addInterface(it)
      },
      packet: (bytes, at, captured, length, seconds, nanos, interfaceIndex, offset, blockOffset) => {
        const { hasTime, commentCount } = this.scanner
        const n = core.nextPacket()
        const { packets } = core
        packets.offset[n] = offset
        packets.header[n] = offset - blockOffset
        packets.seconds[n] = seconds
        packets.nanos[n] = nanos
        packets.captured[n] = captured
        packets.length[n] = length
        packets.interface[n] = interfaceIndex
        packets.flags[n] = (hasTime ? HAS_TIME : 0) | (commentCount ? HAS_COMMENT : 0)
        const { linkType } = interfaces[interfaceIndex]!
        if (!plain?.packet(n, linkType, bytes, at)) decode(n, bytes, at)
      },
    }
  }

  /** Facts that stand in the options of the packet's block: read only when somebody wants them. */
  private readOptions(frame: Frame, i: number): void {
    const { index, opened, scanner } = this
    const { flags, packetId, queue, dropCount, verdicts } = packetOptions(
      opened.source,
      scanner,
      index.offset[i]! - index.header[i]!,
    )
    frame.flags = flags
    frame.packetId = packetId
    frame.queue = queue
    frame.dropCount = dropCount
    frame.verdicts = verdicts
  }

  private describe(i: number, displayed: number): Frame {
    const { frame, index } = this
    const flags = index.flags[i]!
    const it = this.interfaces[index.interface[i]!]!
    frame.number = i + 1
    frame.seconds = index.seconds[i]!
    frame.nanos = index.nanos[i]!
    frame.hasTime = (flags & HAS_TIME) !== 0
    frame.captured = index.captured[i]!
    frame.length = index.length[i]!
    frame.interfaceIndex = it.id
    frame.linkType = it.linkType
    frame.hasInterface = this.scanner.format?.kind === 'pcapng'
    frame.interfaceName = it.name
    frame.interfaceDescription = it.description
    frame.sectionNumber = it.section + 1
    frame.fcsLength = it.fcsLength ?? 0
    frame.marked = (flags & MARKED) !== 0
    frame.ignored = (flags & IGNORED) !== 0
    frame.comments = flags & HAS_COMMENT || this.comments.size ? this.commentsOf(i) : NONE
    frame.flags = frame.packetId = frame.queue = frame.dropCount = undefined
    frame.verdicts = NO_VERDICTS
    frame.sinceFirst = index.elapsed(0, i)
    frame.sincePrevious = i ? index.elapsed(i - 1, i) : 0
    frame.sinceDisplayed = displayed >= 0 ? index.elapsed(displayed, i) : 0
    return frame
  }
}

const NONE: readonly string[] = []
const NOTHING = new Uint8Array(0)
/** A link type that nobody has. */
const noLinkType = 0xffff_ffff
const lostText = 'Gone: another program has changed the file since it was opened'
const NO_VERDICTS: readonly Uint8Array[] = []
const optionFields = [
  'frame.packet_flags',
  'frame.packet_id',
  'frame.interface_queue',
  'frame.drop_count',
  'frame.verdict',
]
  .flatMap((name) => registry.byName.get(name) ?? [])
  .flatMap((field) => [field, ...field.bits])
  .map((field) => field.id)
