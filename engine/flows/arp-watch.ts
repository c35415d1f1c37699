/**
 * ARP as an exchange: which reply answers which request, what nobody answered, who claims which address, and what each host has learned so far.
 *
 * A reply answers the newest request that looks for the address it comes from and that was asked by the host it names (RFC 826: an answer is
 * the question with both ends exchanged). Fed with every ARP packet of a capture in order; plain data out.
 */
import { limits } from '../limits'

export type ArpKind = 'request' | 'reply' | 'probe' | 'announcement' | 'gratuitous'

/** One ARP packet about IPv4 over Ethernet. MACs as numbers of 48 bits, addresses of 32. */
export interface ArpPacket {
  frame: number
  /** Nanoseconds since the first packet of the capture. */
  time: number
  /** Interface and virtual networks: see arp-network.ts. */
  network: string
  kind: ArpKind
  operation: number
  senderMac: number
  senderIp: number
  targetMac: number
  targetIp: number
  /** Sent to one host, not to all. */
  unicast: boolean
  /** Bytes on the wire: 42 where the capture was made before the adapter added its padding. */
  length: number
}

export interface ArpReply {
  frame: number
  time: number
  mac: number
  /** Nanoseconds since the request. */
  delay: number
}

export interface ArpExchange {
  request: ArpPacket
  replies: ArpReply[]
  /** The same question had been asked before by the same host, unanswered: frame of the first time, else 0. */
  again: number
}

/** Somebody said, or was said, to have an address. */
export interface ArpClaim {
  ip: number
  mac: number
  firstFrame: number
  firstTime: number
  lastFrame: number
  lastTime: number
  count: number
}

/** Two owners of one address, or two hosts that probe it at once (RFC 5227, 2.1.1). */
export interface ArpConflict {
  probing: boolean
  ip: number
  /** The packet that showed the second owner, and the last one of the first owner before it. */
  frame: number
  time: number
  mac: number
  otherFrame: number
  otherMac: number
}

/** An entry that the host `owner` has in its cache as far as can be told from what it has heard. */
export interface CacheEntry {
  owner: number
  ip: number
  mac: number
  frame: number
  time: number
  /** It was sent to this host alone, or this host asked. False: heard by everybody. */
  sure: boolean
}

const key = (network: string, ip: number, askerIp: number, askerMac: number): string =>
  `${ip} ${askerIp} ${askerMac} ${network}`
const inNetwork = (p: ArpPacket, ip: number): string => `${ip} ${p.network}`
/** Three probes and the wait behind them (RFC 5227, 1.1). */
const PROBING = 9e9

export class ArpWatch {
  /** Exchanges, announcements and gratuitous packets in order of their first packets. */
  readonly exchanges: ArpExchange[] = []
  readonly statements: ArpPacket[] = []
  /** Replies to nothing that was asked here. */
  readonly unasked: ArpPacket[] = []
  readonly conflicts: ArpConflict[] = []
  readonly claims: ArpClaim[] = []
  readonly caches: CacheEntry[] = []
  /** Packets that were not kept because there were too many. */
  dropped = 0
  packets = 0
  private readonly open = new Map<string, ArpExchange>()
  private readonly owners = new Map<string, ArpClaim[]>()
  private readonly probed = new Map<string, ArpPacket>()
  /** Who has an entry for an address, by that address. */
  private readonly cached = new Map<string, Map<number, CacheEntry>>()

  take(p: ArpPacket): void {
    this.packets++
    if (this.exchanges.length + this.statements.length + this.unasked.length >= limits.arpExchanges) {
      this.dropped++
      return
    }
    if (p.kind === 'request' || p.kind === 'probe') this.ask(p)
    else if (p.kind === 'reply') this.answer(p)
    else this.statements.push(p)
    if (p.kind === 'probe') this.probe(p)
    else this.claim(p, p.senderIp, p.senderMac)
    this.learn(p)
  }

  private probe(p: ArpPacket): void {
    const k = inNetwork(p, p.targetIp)
    const before = this.probed.get(k)
    this.probed.set(k, p)
    if (!before || before.senderMac === p.senderMac || p.time - before.time > PROBING) return
    if (this.conflicts.length >= limits.arpExchanges) return
    this.conflicts.push({
      probing: true,
      ip: p.targetIp,
      frame: p.frame,
      time: p.time,
      mac: p.senderMac,
      otherFrame: before.frame,
      otherMac: before.senderMac,
    })
  }

  /** Questions and probes with and without an answer, each counted once and apart: what every summary says. */
  counts(): { requests: number; unanswered: number; probes: number; probesAnswered: number; severalRepliers: number } {
    const out = { requests: 0, unanswered: 0, probes: 0, probesAnswered: 0, severalRepliers: 0 }
    for (const { request, replies } of this.exchanges) {
      if (request.kind === 'probe') {
        out.probes++
        if (replies.length) out.probesAnswered++
      } else {
        out.requests++
        if (!replies.length) out.unanswered++
      }
      if (new Set(replies.map((r) => r.mac)).size > 1) out.severalRepliers++
    }
    return out
  }

  private ask(p: ArpPacket): void {
    const k = key(p.network, p.targetIp, p.senderIp, p.senderMac)
    const before = this.open.get(k)
    const again = before && before.replies.length === 0 ? before.again || before.request.frame : 0
    const exchange: ArpExchange = { request: p, replies: [], again }
    this.exchanges.push(exchange)
    this.open.set(k, exchange)
  }

  private answer(p: ArpPacket): void {
    const exchange = this.open.get(key(p.network, p.senderIp, p.targetIp, p.targetMac))
    if (!exchange) {
      this.unasked.push(p)
      return
    }
    exchange.replies.push({ frame: p.frame, time: p.time, mac: p.senderMac, delay: p.time - exchange.request.time })
  }

  private claim(p: ArpPacket, ip: number, mac: number): void {
    if (ip === 0 || mac === 0 || isGroup(mac)) return
    const place = inNetwork(p, ip)
    let list = this.owners.get(place)
    if (!list) this.owners.set(place, (list = []))
    const own = list.find((c) => c.mac === mac)
    const other = list.reduce<ArpClaim | undefined>(
      (last, c) => (c.mac !== mac && (!last || c.lastFrame > last.lastFrame) ? c : last),
      undefined,
    )
    if (other && this.conflicts.length < limits.arpExchanges && (!own || own.lastFrame < other.lastFrame))
      this.conflicts.push({
        probing: false,
        ip,
        frame: p.frame,
        time: p.time,
        mac,
        otherFrame: other.lastFrame,
        otherMac: other.mac,
      })
    if (own) {
      own.lastFrame = p.frame
      own.lastTime = p.time
      own.count++
      return
    }
    const claim: ArpClaim = {
      ip,
      mac,
      firstFrame: p.frame,
      firstTime: p.time,
      lastFrame: p.frame,
      lastTime: p.time,
      count: 1,
    }
    list.push(claim)
    this.claims.push(claim)
  }

  /** RFC 826: whoever is asked, or answered, enters the sender; all others only renew what they have. */
  private learn(p: ArpPacket): void {
    if (p.senderIp === 0 || p.senderMac === 0 || isGroup(p.senderMac)) return
    const target = p.kind === 'reply' ? p.targetMac : (this.owners.get(inNetwork(p, p.targetIp))?.at(-1)?.mac ?? 0)
    if (target && target !== p.senderMac && !isGroup(target)) this.enter(target, p, p.kind === 'reply' || p.unicast)
    if (p.unicast) return
    for (const entry of this.cached.get(inNetwork(p, p.senderIp))?.values() ?? [])
      if (entry.owner !== p.senderMac && entry.owner !== target && entry.mac !== p.senderMac)
        this.enter(entry.owner, p, false)
  }

  /** What is only renewed is no new line. */
  private enter(owner: number, p: ArpPacket, sure: boolean): void {
    const place = inNetwork(p, p.senderIp)
    let entries = this.cached.get(place)
    if (!entries) this.cached.set(place, (entries = new Map<number, CacheEntry>()))
    const known = entries.get(owner)
    if (known?.mac === p.senderMac || (!known && entries.size >= MOST_OWNERS)) return
    const entry: CacheEntry = { owner, ip: p.senderIp, mac: p.senderMac, frame: p.frame, time: p.time, sure }
    entries.set(owner, entry)
    if (this.caches.length < limits.arpExchanges) this.caches.push(entry)
  }
}

/** Hosts whose entry for one address is followed: a broadcast looks at all of them. */
const MOST_OWNERS = 256

const isGroup = (mac: number): boolean => (Math.floor(mac / 2 ** 40) & 1) === 1
