/**
 * TCP exchanges for tests: two ends whose sequence numbers are kept for the writer, so that a test says only what is special.
 *
 *   const t = new TcpTalk()
 *   t.client('SYN').server('SYN ACK').client('ACK')        // one millisecond apart unless `wait` says otherwise
 *   t.client('PSH ACK', { data: 100 }).server('ACK')
 *   t.client('ACK', { data: 100, seq: 1 })                 // relative numbers override what would come next
 *   t.made.bytes()
 */
import { CaptureBuilder, ethernet, filler, flagBits, ipv4, tcp } from './packet-builder'
import type { Bytes, EthernetFields } from './packet-builder'

export interface Say {
  /** Payload: so many bytes, or these. */
  data?: number | Uint8Array
  /** Relative to the initial sequence number of this end. */
  seq?: number
  /** Relative to the initial sequence number of the other end. */
  ack?: number
  window?: number
  options?: Uint8Array
  urgent?: number
  /** Seconds since the packet before. */
  wait?: number
  /** Made, but not captured: only the numbers move on. */
  lost?: boolean
  checksum?: number
  /** What the layers below say: time to live, identification, hardware addresses. */
  ttl?: number
  id?: number
  via?: EthernetFields
}

export interface TalkOptions {
  client?: string
  server?: string
  clientPort?: number
  serverPort?: number
  clientStart?: number
  serverStart?: number
  made?: CaptureBuilder
}

interface End {
  address: string
  port: number
  start: number
  next: number
  window: number
}

export class TcpTalk {
  readonly made: CaptureBuilder
  readonly ends: [End, End]
  constructor(o: TalkOptions = {}) {
    this.made = o.made ?? new CaptureBuilder()
    this.ends = [
      {
        address: o.client ?? '10.0.0.1',
        port: o.clientPort ?? 40000,
        start: o.clientStart ?? 1000,
        next: 0,
        window: 8192,
      },
      {
        address: o.server ?? '10.0.0.2',
        port: o.serverPort ?? 9230,
        start: o.serverStart ?? 500_000,
        next: 0,
        window: 8192,
      },
    ]
  }
  client(flags: string | number = 'ACK', say: Say = {}): this {
    return this.from(0, flags, say)
  }
  server(flags: string | number = 'ACK', say: Say = {}): this {
    return this.from(1, flags, say)
  }
  /** SYN, SYN ACK, ACK. */
  open(options?: Uint8Array): this {
    const say = options ? { options } : {}
    return this.client('SYN', say).server('SYN ACK', say).client('ACK')
  }
  wait(seconds: number): this {
    this.made.wait(seconds)
    return this
  }

  private from(who: 0 | 1, flags: string | number, say: Say): this {
    const own = this.ends[who]
    const other = this.ends[who === 0 ? 1 : 0]
    const bits = typeof flags === 'number' ? flags : flagBits(flags)
    const data: Bytes = typeof say.data === 'number' ? filler(say.data, own.next) : Uint8Array.from(say.data ?? [])
    const sequence = say.seq ?? own.next
    if (say.window !== undefined) own.window = say.window
    const acknowledgment = say.ack !== undefined ? other.start + say.ack : bits & 16 ? other.start + other.next : 0
    const end = sequence + data.length + (bits & 3 ? 1 : 0)
    if (end > own.next) own.next = end
    this.made.wait(say.wait ?? 0.001)
    if (say.lost) return this
    const segment = tcp(
      {
        source: own.port,
        destination: other.port,
        sequence: (own.start + sequence) >>> 0,
        acknowledgment: acknowledgment >>> 0,
        flags: bits,
        window: own.window,
        ...(say.options ? { options: say.options } : {}),
        ...(say.urgent !== undefined ? { urgent: say.urgent } : {}),
        ...(say.checksum !== undefined ? { checksum: say.checksum } : {}),
      },
      data,
    )
    const below = {
      ...(say.ttl === undefined ? {} : { ttl: say.ttl }),
      ...(say.id === undefined ? {} : { id: say.id }),
    }
    this.made.add(ethernet(say.via ?? {}, ipv4({ source: own.address, destination: other.address, ...below }, segment)))
    return this
  }
}
