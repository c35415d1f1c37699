/** Tables of header fields: name, bytes, value, and why the field has it, as engine/explain says. */
import { explain } from '../explain/explain'
import { registry } from '../protocols'
import { Refused } from '../refused'
import type { Session } from '../session/session'
import type { Language } from '../words/language'
import { column, table } from './document'
import type { Block } from './document'
import type { Facts } from './facts'
import type { ReportWords } from './words'
import { labelsKo } from './words/labels.ko'

const ETHERNET = ['eth.dst', 'eth.src', 'eth.type', 'vlan.id', 'eth.padding'] as const
const IP = [
  ...['ip.version', 'ip.hdr_len', 'ip.dsfield', 'ip.len', 'ip.id', 'ip.flags', 'ip.frag_offset', 'ip.ttl'],
  ...['ip.proto', 'ip.checksum', 'ip.src', 'ip.dst'],
  ...['ipv6.version', 'ipv6.plen', 'ipv6.nxt', 'ipv6.hlim', 'ipv6.src', 'ipv6.dst'],
]
/** Fields of the TCP header that a report tells. */
export const tcpFields: readonly string[] = [
  ...['tcp.srcport', 'tcp.dstport', 'tcp.seq_raw', 'tcp.seq', 'tcp.ack_raw', 'tcp.ack', 'tcp.hdr_len', 'tcp.flags'],
  ...['tcp.window_size_value', 'tcp.window_size', 'tcp.checksum', 'tcp.urgent_pointer', 'tcp.options.mss_val'],
  ...['tcp.options.sack_perm', 'tcp.options.timestamp.tsval', 'tcp.options.timestamp.tsecr', 'tcp.options.nop'],
  ...['tcp.options.wscale.shift', 'tcp.payload'],
]
/** The same with the layers below. */
export const segmentFields: readonly string[] = [...ETHERNET, ...IP, ...tcpFields]
export const arpFields: readonly string[] = [
  ...ETHERNET.slice(0, 3),
  ...['arp.hw.type', 'arp.proto.type', 'arp.hw.size', 'arp.proto.size', 'arp.opcode', 'arp.src.hw_mac'],
  ...['arp.src.proto_ipv4', 'arp.dst.hw_mac', 'arp.dst.proto_ipv4', 'eth.padding'],
]

/** `Source Port`; `출발지 포트 (Source Port)`. */
export function labelOf(name: string, language: Language): string {
  const { label } = registry.field(name)
  const own = language === 'ko' ? labelsKo[name] : undefined
  return own && own !== label ? `${own} (${label})` : label
}

const hex8 = (n: number): string => `0x${(n >>> 0).toString(16).padStart(8, '0')}`
/** Numbers that are compared with those of other frames, in both bases. */
const RAW: readonly string[] = ['tcp.seq_raw', 'tcp.ack_raw']
/** What the tree adds to these values (“relative sequence number”, “validation disabled”) says the table by itself. */
const BARE: readonly string[] = ['tcp.seq', 'tcp.ack', 'tcp.checksum', 'ip.checksum', 'tcp.window_size']

/** Fields that the packet does not have are left out. */
export function fieldTable(
  session: Session,
  facts: Facts,
  fields: readonly string[],
  caption: string,
  w: ReportWords,
  language: Language,
): Block[] {
  const rows = fields.flatMap((field) => {
    // Of tunnels the innermost headers, but the frame around all.
    const fact = field.startsWith('eth.') ? facts.first(field) : facts.last(field)
    if (!fact) return []
    const value = RAW.includes(field)
      ? `${fact.text} (${hex8(fact.value)})`
      : BARE.includes(field)
        ? fact.text
        : field === 'tcp.payload' || field === 'eth.padding'
          ? w.byteCount(fact.length)
          : field === 'tcp.options.sack_perm'
            ? 'SACK'
            : field === 'tcp.options.nop'
              ? `NOP × ${facts.count(field)}`
              : fact.shown
    return [[labelOf(field, language), fact.hex, value, reasonOf(session, facts.frame, field, language)]]
  })
  const columns = [column(w.field, 21), column(w.bytesOf, 15, 'm'), column(w.value, 22), column(w.why, 46)]
  return table(caption, columns, rows)
}

function reasonOf(session: Session, frame: number, field: string, language: Language): string {
  try {
    const { why, noReason } = explain(session, frame, field, language)
    return why.length ? why.map((reason) => reason.text).join(' ') : noReason
  } catch (error) {
    // A field that only the tree hides: nothing is said of it.
    if (error instanceof Refused) return ''
    throw error
  }
}
