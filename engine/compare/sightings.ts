/** What of each packet of a capture can be found again in another capture: what no router and no translator changes, and what they may. */
import { fieldText } from '../dissect/format'
import type { Packet } from '../dissect/packet'
import { makePlan } from '../dissect/plan'
import { occurrence } from '../dissect/tree'
import { limits } from '../limits'
import { registry } from '../protocols'
import { Refused } from '../refused'
import { HAS_TIME } from '../session/packet-index'
import type { Session } from '../session/session'

/** One packet as one capture saw it. */
export interface Sighting {
  frame: number
  /** Nanoseconds since 1970, by the clock of its capture. */
  time: bigint
  transport: 'tcp' | 'udp' | 'icmp'
  /** Number of its conversation among those of this capture, and who of the two sent it: 0 is who sent the first packet. */
  conversation: number
  way: 0 | 1
  /** The same wherever this packet is seen, but for repeats of it, which are the same as well. */
  key: string
  /** Hash of the first bytes of the payload; 0 where they were not captured. */
  payload: number
  source: string
  destination: string
  sourcePort: number
  destinationPort: number
  /** IPv4's identification; −1 for IPv6. */
  id: number
  /** Time to Live, or Hop Limit. */
  ttl: number
  tos: number
  length: number
  /** TCP only; −1 otherwise. */
  sequence: number
  flags: number
  payloadLength: number
  window: number
  mss: number
}

/** Bytes of the payload that are compared: captures cut packets at different lengths. */
const compared = 48

const one = (name: string): number => registry.field(name).id
const ids = {
  length: one('ip.len'),
  length6: one('ipv6.plen'),
  id: one('ip.id'),
  ttl: one('ip.ttl'),
  hops: one('ipv6.hlim'),
  tos: one('ip.dsfield'),
  tos6: one('ipv6.tclass'),
  source: one('ip.src'),
  source6: one('ipv6.src'),
  destination: one('ip.dst'),
  destination6: one('ipv6.dst'),
  fragment: one('ip.frag_offset'),
  tcpSource: one('tcp.srcport'),
  tcpDestination: one('tcp.dstport'),
  sequence: one('tcp.seq_raw'),
  acknowledgment: one('tcp.ack_raw'),
  flags: one('tcp.flags'),
  tcpLength: one('tcp.len'),
  window: one('tcp.window_size_value'),
  mss: one('tcp.options.mss_val'),
  tcpPayload: one('tcp.payload'),
  udpSource: one('udp.srcport'),
  udpDestination: one('udp.dstport'),
  udpLength: one('udp.length'),
  udpPayload: one('udp.payload'),
  icmpType: one('icmp.type'),
  icmpId: one('icmp.ident'),
  icmpSequence: one('icmp.seq'),
  icmp6Type: one('icmpv6.type'),
  icmp6Id: one('icmpv6.echo.identifier'),
  icmp6Sequence: one('icmpv6.echo.sequence_number'),
}
type Name = keyof typeof ids
const names = Object.keys(ids) as Name[]
const nameOf: (Name | undefined)[] = registry.fields.map(() => undefined)
for (const name of names) nameOf[ids[name]] = name

/** Record of each field in the packet just decoded: of the innermost IP header that has a transport behind it. */
function recordsOf(p: Packet, found: Map<Name, number>): void {
  found.clear()
  const { records } = p
  for (let i = 0; i < records.count; i++) {
    const name = nameOf[records.field[i]!]
    if (name === undefined) continue
    // A packet that is quoted (by ICMP), or within a tunnel, stands behind its outer one: the outer one was sent.
    if (!found.has(name)) found.set(name, i)
  }
}

function hashOf(bytes: Uint8Array, from: number, length: number): number {
  if (from + Math.min(length, compared) > bytes.length) return 0
  let hash = 0x811c9dc5
  for (let i = from; i < from + Math.min(length, compared); i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193)
  return hash >>> 0 || 1
}

/**
 * All packets of TCP, UDP and echoes of a capture, in the order of the capture.
 * @param only the interface whose packets are meant; all without it
 * @throws Refused when there are too many
 */
export function sightingsOf(session: Session, only?: number): Sighting[] {
  const plan = makePlan(registry, { fields: names.map((name) => registry.fields[ids[name]]!) })
  const { index } = session
  const list: Sighting[] = []
  const found = new Map<Name, number>()
  const talks = new Map<string, { number: number; first: string }>()
  for (let i = 0; i < session.count; i++) {
    if (only !== undefined && index.interface[i] !== only) continue
    if (!(index.flags[i]! & HAS_TIME)) continue
    const p = session.decode(i, plan)
    recordsOf(p, found)
    const { records } = p
    const value = (name: Name, otherwise: number): number => {
      const at = found.get(name)
      return at === undefined ? otherwise : records.value[at]!
    }
    const text = (name: Name): string => {
      const at = found.get(name)
      return at === undefined ? '' : fieldText(occurrence(p, at))
    }
    // Behind the first fragment no ports are seen.
    if (value('fragment', 0) > 0) continue
    const source = text('source') || text('source6')
    const destination = text('destination') || text('destination6')
    if (!source) continue
    const has = (name: Name): boolean => found.has(name)
    const payloadAt = (name: Name): number => {
      const at = found.get(name)
      return at === undefined || records.source[at] !== 0 ? 0 : hashOf(p.bytes, records.start[at]!, records.length[at]!)
    }
    let transport: Sighting['transport']
    let key: string
    let sourcePort: number
    let destinationPort: number
    let payload = 0
    if (has('icmpType') || has('icmp6Type')) {
      const type = value('icmpType', value('icmp6Type', -1))
      if (!has('icmpSequence') && !has('icmp6Sequence')) continue
      transport = 'icmp'
      // The identifier of an echo stands for a port: translators change it.
      sourcePort = destinationPort = value('icmpId', value('icmp6Id', 0))
      key = `i ${type} ${value('icmpSequence', value('icmp6Sequence', 0))}`
    } else if (has('flags') && has('sequence')) {
      transport = 'tcp'
      sourcePort = value('tcpSource', 0)
      destinationPort = value('tcpDestination', 0)
      payload = payloadAt('tcpPayload')
      key = `t ${value('sequence', 0)} ${value('acknowledgment', 0)} ${value('flags', 0)} ${value('tcpLength', 0)}`
    } else if (has('udpLength')) {
      transport = 'udp'
      sourcePort = value('udpSource', 0)
      destinationPort = value('udpDestination', 0)
      payload = payloadAt('udpPayload')
      key = `u ${value('udpLength', 0)} ${payload}`
    } else continue
    if (list.length >= limits.comparedPackets)
      throw new Refused(
        'too-many',
        `More than ${limits.comparedPackets} packets cannot be compared.`,
        'Take the conversation out first: wirelens -r FILE -Y FILTER -w PART.',
      )
    const from = `${source} ${sourcePort}`
    const to = `${destination} ${destinationPort}`
    const ends = `${transport} ${from < to ? `${from} ${to}` : `${to} ${from}`}`
    // Ports that are used anew are another conversation.
    const flow = transport === 'tcp' ? index.flow[i]! >> 1 : -1
    const talk = `${ends} ${flow}`
    let known = talks.get(talk)
    if (!known) talks.set(talk, (known = { number: talks.size, first: from }))
    list.push({
      frame: i + 1,
      time: BigInt(index.seconds[i]!) * 1_000_000_000n + BigInt(index.nanos[i]!),
      transport,
      conversation: known.number,
      way: known.first === from ? 0 : 1,
      key,
      payload,
      source,
      destination,
      sourcePort,
      destinationPort,
      id: value('id', -1),
      ttl: value('ttl', value('hops', -1)),
      tos: value('tos', value('tos6', -1)),
      length: value('length', value('length6', -1)),
      sequence: transport === 'tcp' ? value('sequence', 0) : -1,
      flags: value('flags', 0),
      payloadLength: transport === 'tcp' ? value('tcpLength', 0) : transport === 'udp' ? value('udpLength', 8) - 8 : 0,
      window: value('window', -1),
      mss: value('mss', -1),
    })
  }
  return list
}
