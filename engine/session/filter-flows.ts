/**
 * Addresses, ports and streams of packets from their conversation, where the set of layers leaves no doubt which layer the conversation
 * is of: one network layer and one transport layer. One answer per conversation and direction, remembered.
 */
import { conversations } from '../flows/conversations'
import type { Value } from '../filter/values'
import { registry } from '../protocols'
import { NO, UNKNOWN, YES } from './filter-answers'
import type { Answer, Pretest } from './filter-answers'
import type { Session } from './session'

interface Source {
  transport?: 'tcp' | 'udp'
  kind?: 'ipv4' | 'ipv6'
  /** Which ends: 0 that of the sender, 1 that of the receiver. */
  ends: readonly (0 | 1)[]
}

const sources: Readonly<Record<string, Source>> = {
  'ip.src': { kind: 'ipv4', ends: [0] },
  'ip.dst': { kind: 'ipv4', ends: [1] },
  'ip.addr': { kind: 'ipv4', ends: [0, 1] },
  'ipv6.src': { kind: 'ipv6', ends: [0] },
  'ipv6.dst': { kind: 'ipv6', ends: [1] },
  'ipv6.addr': { kind: 'ipv6', ends: [0, 1] },
  'tcp.srcport': { transport: 'tcp', ends: [0] },
  'tcp.dstport': { transport: 'tcp', ends: [1] },
  'tcp.port': { transport: 'tcp', ends: [0, 1] },
  'tcp.stream': { transport: 'tcp', ends: [] },
  'udp.srcport': { transport: 'udp', ends: [0] },
  'udp.dstport': { transport: 'udp', ends: [1] },
  'udp.port': { transport: 'udp', ends: [0, 1] },
  'udp.stream': { transport: 'udp', ends: [] },
}

/** Sets of layers with one network layer and one transport layer, and nothing that quotes other packets; remembered per number. */
export function simpleStacks(session: Session): (stack: number) => boolean {
  const count = (layers: readonly number[], names: readonly string[]): number =>
    layers.filter((id) => names.includes(registry.protocols[id]!.name)).length
  const known: (boolean | undefined)[] = []
  return (stack) =>
    (known[stack] ??= ((layers) =>
      session.stacks.layers.length < 65535 &&
      count(layers, ['ip', 'ipv6']) === 1 &&
      count(layers, ['tcp', 'udp', 'sctp', 'dccp', 'udplite']) === 1 &&
      count(layers, ['icmp', 'icmpv6', '_ws.malformed', '_ws.short', '_ws.fault']) === 0)(
      session.stacks.layers[stack] ?? [],
    ))
}

/** A test on one of these fields; undefined for others. Meant for packets that have the field's layer. */
export function flowValues(
  session: Session,
  name: string,
  test: (values: readonly Value[]) => boolean,
): Pretest | undefined {
  const source = Object.hasOwn(sources, name) ? sources[name] : undefined
  if (!source) return undefined
  const { index, memories } = session
  const flows = memories.get(conversations)
  const simple = simpleStacks(session)
  const answers: (Answer | undefined)[] = []
  return (i) => {
    const flow = index.flow[i]!
    if (flow < 0 || !simple(index.stack[i]!)) return UNKNOWN
    const known = answers[flow]
    if (known !== undefined) return known
    const conversation = flow >> 1
    const transport = flows.transport(conversation)
    if (transport !== 'tcp' && transport !== 'udp') return UNKNOWN
    if (source.transport && transport !== source.transport) return (answers[flow] = NO)
    const ends = source.ends.map((end) => (flow & 1) ^ end)
    let values: Value[]
    if (source.kind) {
      const numbers = ends.map((end) => flows.address(conversation, end))
      if (numbers.some((n) => flows.addresses.kind(n) !== source.kind)) return (answers[flow] = NO)
      values = numbers.map((n) => addressValue(flows.addresses.bytes(n)))
    } else if (source.ends.length) values = ends.map((end) => flows.port(conversation, end))
    else values = [flows.stream(conversation)]
    return (answers[flow] = test(values) ? YES : NO)
  }
}

const addressValue = (bytes: Uint8Array): Value =>
  bytes.length === 4 ? ((bytes[0]! << 24) | (bytes[1]! << 16) | (bytes[2]! << 8) | bytes[3]!) >>> 0 : bytes
