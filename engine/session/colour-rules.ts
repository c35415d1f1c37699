/**
 * Colours of rows: the first rule that holds names them. The rules, their order and their meaning are Wireshark's default set as far as
 * the protocols are decoded; each says its condition as a display filter too: so it is edited, and so colouring.ts reads what users write.
 */
import type { Packet } from '../dissect/packet'

/** Reads the packet just decoded: first value of a field, or undefined when it does not occur. */
export interface Facts {
  value(name: string): number | undefined
  has(name: string): boolean
  /** Whether any occurrence has this value. */
  any(name: string, value: number): boolean
}

export interface ColourRule {
  /** Stable name: the theme gives it its two colours, light and dark. */
  id: string
  title: string
  filter: string
  /** Fields that the test looks at. */
  fields: readonly string[]
  test(f: Facts): boolean
}

const between = (v: number | undefined, low: number, high: number): boolean => v !== undefined && v >= low && v <= high

export const colourRules: readonly ColourRule[] = [
  {
    id: 'bad-tcp',
    title: 'Bad TCP',
    filter:
      'tcp.analysis.flags && !tcp.analysis.window_update && !tcp.analysis.keep_alive && !tcp.analysis.keep_alive_ack',
    fields: [
      'tcp.analysis.flags',
      'tcp.analysis.window_update',
      'tcp.analysis.keep_alive',
      'tcp.analysis.keep_alive_ack',
    ],
    test: (f) =>
      f.has('tcp.analysis.flags') &&
      !f.has('tcp.analysis.window_update') &&
      !f.has('tcp.analysis.keep_alive') &&
      !f.has('tcp.analysis.keep_alive_ack'),
  },
  { id: 'arp', title: 'ARP', filter: 'arp', fields: ['arp'], test: (f) => f.has('arp') },
  {
    id: 'icmp-error',
    title: 'ICMP errors',
    filter: 'icmp.type in { 3..5, 11 } || icmpv6.type in { 1..4 }',
    fields: ['icmp.type', 'icmpv6.type'],
    test: (f) =>
      between(f.value('icmp.type'), 3, 5) || f.value('icmp.type') === 11 || between(f.value('icmpv6.type'), 1, 4),
  },
  {
    id: 'icmp',
    title: 'ICMP',
    filter: 'icmp || icmpv6',
    fields: ['icmp', 'icmpv6'],
    test: (f) => f.has('icmp') || f.has('icmpv6'),
  },
  {
    id: 'tcp-rst',
    title: 'TCP RST',
    filter: 'tcp.flags.reset == 1',
    fields: ['tcp.flags.reset'],
    test: (f) => f.value('tcp.flags.reset') === 1,
  },
  {
    id: 'low-ttl',
    title: 'Low TTL',
    filter:
      '(ip.dst != 224.0.0.0/4 && ip.ttl < 5 && !pim && !ospf && !eigrp) || (ip.dst == 224.0.0.0/24 && ip.dst != 224.0.0.251 && ip.ttl != 1 && !(vrrp || carp))',
    fields: ['ip.dst', 'ip.ttl'],
    test: (f) => {
      const to = f.value('ip.dst')
      const ttl = f.value('ip.ttl')
      if (to === undefined || ttl === undefined) return false
      if (to >>> 28 !== 14) return ttl < 5
      return to >>> 8 === 0xe00000 && to !== 0xe00000fb && ttl !== 1 && !f.has('vrrp')
    },
  },
  {
    id: 'checksum',
    title: 'Checksum errors',
    filter:
      'ip.checksum.status == 0 || tcp.checksum.status == 0 || udp.checksum.status == 0 || icmp.checksum.status == 0 || icmpv6.checksum.status == 0',
    fields: [
      'ip.checksum.status',
      'tcp.checksum.status',
      'udp.checksum.status',
      'icmp.checksum.status',
      'icmpv6.checksum.status',
    ],
    test: (f) => ['ip', 'tcp', 'udp', 'icmp', 'icmpv6'].some((name) => f.value(`${name}.checksum.status`) === 0),
  },
  {
    id: 'http',
    title: 'HTTP',
    filter: 'http || tcp.port == 80 || http2',
    fields: ['http', 'tcp.port'],
    test: (f) => f.has('http') || f.any('tcp.port', 80),
  },
  {
    id: 'routing',
    title: 'Routing',
    filter: 'hsrp || eigrp || ospf || bgp || cdp || vrrp || carp || gvrp || igmp || ismp',
    fields: ['igmp'],
    test: (f) => f.has('igmp'),
  },
  {
    id: 'tcp-syn-fin',
    title: 'TCP SYN/FIN',
    filter: 'tcp.flags & 0x02 || tcp.flags.fin == 1',
    fields: ['tcp.flags.syn', 'tcp.flags.fin'],
    test: (f) => f.value('tcp.flags.syn') === 1 || f.value('tcp.flags.fin') === 1,
  },
  { id: 'tcp', title: 'TCP', filter: 'tcp', fields: ['tcp'], test: (f) => f.has('tcp') },
  { id: 'udp', title: 'UDP', filter: 'udp', fields: ['udp'], test: (f) => f.has('udp') },
  {
    id: 'broadcast',
    title: 'Broadcast',
    filter: 'eth[0] & 1',
    fields: ['eth.dst.ig'],
    test: (f) => f.value('eth.dst.ig') === 1,
  },
]

/** What the tests of the rules ask of the packet just decoded. */
export function factsOf(p: Packet): Facts {
  const { records, registry } = p
  const find = (name: string): number => {
    const id = registry.byName.get(name)?.id
    if (id === undefined) return -1
    for (let i = 0; i < records.count; i++) if (records.field[i] === id) return i
    return -1
  }
  return {
    has: (name) => find(name) >= 0,
    value: (name) => {
      const i = find(name)
      return i < 0 ? undefined : records.value[i]
    },
    any: (name, value) => {
      const id = registry.byName.get(name)?.id
      for (let i = 0; i < records.count; i++) if (records.field[i] === id && records.value[i] === value) return true
      return false
    },
  }
}
