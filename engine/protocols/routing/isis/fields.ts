/** Fields of IS-IS messages (ISO 10589, RFC 1195, 5305, 5308). Each kind of message has names of its own for the same items. */
import { bit, bits, bytes, ether, ipv4, ipv6, string, u16, u24, u32, u8 } from '../../../dissect/field'
import type { Field } from '../../../dissect/field'
import { hex } from '../../../bytes/read'
import type { Packet } from '../../../dissect/packet'

const set = { trueFalse: ['Set', 'Not set'] } as const
const id = (name: string, label: string, help?: string): Field => string(name, label, help ? { help } : undefined)

const item = (name: string) => ({
  type: u8(`${name}.clv.type`, 'Type'),
  itemLength: u8(`${name}.clv.length`, 'Length'),
})
export interface ItemFields {
  type: Field
  itemLength: Field
  address4?: Field
  address6?: Field
  area?: Field
  nlpid?: Field
  neighbor?: Field
  restart?: Field
  hostname?: Field
  entry?: EntryFields
  extended?: Record<'id' | 'metric' | 'size', Field>
  reach4?: Record<'metric' | 'down' | 'sub' | 'bits' | 'prefix', Field>
  reach6?: Record<'metric' | 'down' | 'internal' | 'sub' | 'bits' | 'prefix', Field>
}
export type EntryFields = Record<'lifetime' | 'id' | 'sequence' | 'checksum', Field>

export const helloFields = {
  circuit: bits('isis.hello.circuit_type', 'Circuit type', 0x03, {
    display: 'hex',
    names: { 0: 'Reserved 0 (discard PDU)', 1: 'Level 1 only', 2: 'Level 2 only', 3: 'Level 1 and 2' },
  }),
  reservedBits: bits('isis.hello.reserved', 'Reserved', 0xfc, { display: 'hex', width: 1 }),
  source: id('isis.hello.source_id', 'SystemID {Sender of PDU}', 'Number of the router.'),
  holding: u16('isis.hello.holding_timer', 'Holding timer', {
    help: 'Seconds without a hello after which the neighbour is gone.',
  }),
  length: u16('isis.hello.pdu_length', 'PDU length'),
  localCircuit: u8('isis.hello.local_circuit_id', 'Local circuit ID'),
  priority: bits('isis.hello.priority', 'Priority', 0x7f, { help: 'The highest one speaks for the network.' }),
  designated: id('isis.hello.lan_id', 'SystemID {Designated IS}'),
  ...item('isis.hello'),
  address4: ipv4('isis.hello.clv_ipv4_int_addr', 'IPv4 interface address'),
  address6: ipv6('isis.hello.clv_ipv6_int_addr', 'IPv6 interface address'),
  area: bytes('isis.hello.area_address', 'Area address'),
  nlpid: u8('isis.hello.clv_nlpid.nlpid', 'NLPID', { display: 'hex' }),
  neighbor: ether('isis.hello.is_neighbor', 'IS Neighbor', { help: 'Whom the sender hears.' }),
  restart: u8('isis.hello.clv_restart_flags', 'Restart Signaling Flags', {
    display: 'hex',
    of: {
      sa: bit('isis.hello.clv_restart_flags.sa', 'Suppress Adjacency', 0x04),
      ra: bit('isis.hello.clv_restart_flags.ra', 'Restart Acknowledgment', 0x02),
      rr: bit('isis.hello.clv_restart_flags.rr', 'Restart Request', 0x01),
    },
  }),
}

const extended = {
  id: id('isis.lsp.ext_is_reachability.is_neighbor_id', 'IS neighbor ID'),
  metric: u24('isis.lsp.ext_is_reachability.metric', 'Metric'),
  size: u8('isis.lsp.ext_is_reachability.subclvs_length', 'SubCLV Length'),
}
const down = { trueFalse: ['Down', 'Up'] } as const
const reach4 = {
  metric: u32('isis.lsp.ext_ip_reachability.metric', 'Metric'),
  down: bit('isis.lsp.ext_ip_reachability.distribution', 'Distribution', 0x80, down),
  sub: bit('isis.lsp.ext_ip_reachability.subtlv', 'Sub-TLV', 0x40, { trueFalse: ['Yes', 'No'] }),
  bits: bits('isis.lsp.ext_ip_reachability.prefix_length', 'Prefix Length', 0x3f),
  prefix: ipv4('isis.lsp.ext_ip_reachability.ipv4_prefix', 'IPv4 prefix'),
}
const reach6 = {
  metric: u32('isis.lsp.ipv6_reachability.metric', 'Metric'),
  down: bit('isis.lsp.ipv6_reachability.distribution', 'Distribution', 0x80, down),
  internal: bit('isis.lsp.ipv6_reachability.distribution_internal', 'Distribution', 0x40, {
    trueFalse: ['External', 'Internal'],
  }),
  sub: bit('isis.lsp.ipv6_reachability.subtlv', 'Sub-TLV', 0x20, { trueFalse: ['Yes', 'No'] }),
  bits: u8('isis.lsp.ipv6_reachability.prefix_length', 'Prefix Length'),
  prefix: ipv6('isis.lsp.ipv6_reachability.ipv6_prefix', 'IPv6 prefix'),
}
const all = (prefix: string, fields: Record<string, Field>): Record<string, Field> =>
  Object.fromEntries(Object.entries(fields).map(([k, v]) => [`${prefix}-${k}`, v]))

export const lspFields = {
  length: u16('isis.lsp.pdu_length', 'PDU length'),
  lifetime: u16('isis.lsp.remaining_life', 'Remaining lifetime', { help: 'Seconds after which this is forgotten.' }),
  id: id('isis.lsp.lsp_id', 'LSP-ID'),
  sequence: u32('isis.lsp.sequence_number', 'Sequence number', { display: 'hex' }),
  checksum: u16('isis.lsp.checksum', 'Checksum', { display: 'hex' }),
  repair: bit('isis.lsp.partition_repair', 'Partition Repair', 0x80, { trueFalse: ['Supported', 'Not supported'] }),
  attached: bits('isis.lsp.att', 'Attachment', 0x78),
  errorMetric: bit('isis.lsp.error_metric', 'Error metric', 0x08, set),
  expenseMetric: bit('isis.lsp.expense_metric', 'Expense metric', 0x04, set),
  delayMetric: bit('isis.lsp.delay_metric', 'Delay metric', 0x02, set),
  defaultMetric: bit('isis.lsp.default_metric', 'Default metric', 0x01, set),
  overload: bit('isis.lsp.overload', 'Overload bit', 0x04, set),
  kind: bits('isis.lsp.is_type', 'Type of Intermediate System', 0x03, {
    names: { 0: 'Unused 0x0 (invalid)', 1: 'Level 1', 2: 'Unused 0x2 (invalid)', 3: 'Level 2' },
  }),
  ...item('isis.lsp'),
  address4: ipv4('isis.lsp.clv_ipv4_int_addr', 'IPv4 interface address'),
  address6: ipv6('isis.lsp.clv_ipv6_int_addr', 'IPv6 interface address'),
  area: bytes('isis.lsp.area_address', 'Area address'),
  nlpid: u8('isis.lsp.clv_nlpid.nlpid', 'NLPID', { display: 'hex' }),
  hostname: string('isis.lsp.hostname', 'Hostname'),
  ...all('extended', extended),
  ...all('reach4', reach4),
  ...all('reach6', reach6),
}
export const reachability = { extended, reach4, reach6 }

const entry = (name: string): EntryFields => ({
  lifetime: u16(`${name}.lsp_remain_life`, 'Remaining Lifetime'),
  id: id(`${name}.lsp_id`, 'LSP-ID'),
  sequence: u32(`${name}.lsp_seq_num`, 'LSP Sequence Number', { display: 'hex' }),
  checksum: u16(`${name}.lsp_checksum`, 'LSP checksum', { display: 'hex' }),
})
const csnpEntry = entry('isis.csnp')
const psnpEntry = entry('isis.psnp')
export const entries = { 'isis.csnp.clv.type': csnpEntry, 'isis.psnp.clv.type': psnpEntry } as Readonly<
  Record<string, EntryFields>
>

export const csnpFields = {
  length: u16('isis.csnp.pdu_length', 'PDU length'),
  source: id('isis.csnp.source_id', 'Source-ID'),
  circuit: bytes('isis.csnp.source_circuit', 'Source-ID-Circuit'),
  start: id('isis.csnp.start_lsp_id', 'Start LSP-ID'),
  end: id('isis.csnp.end_lsp_id', 'End LSP-ID'),
  ...item('isis.csnp'),
  ...all('entry', csnpEntry),
}
export const psnpFields = {
  length: u16('isis.psnp.pdu_length', 'PDU length'),
  source: id('isis.psnp.source_id', 'Source-ID'),
  circuit: bytes('isis.psnp.source_circuit', 'Source-ID-Circuit'),
  ...item('isis.psnp'),
  ...all('entry', psnpEntry),
}

/** `0000.0000.0002`, and `.00` and `-00` where more bytes follow. */
export function systemId(p: Packet, at: number, size: number): string {
  if (p.indexing) return ''
  const b = p.bytes
  let text = `${hex(b, at, 2)}.${hex(b, at + 2, 2)}.${hex(b, at + 4, 2)}`
  if (size > 6) text += `.${hex(b, at + 6, 1)}`
  if (size > 7) text += `-${hex(b, at + 7, 1)}`
  return text
}

/** Takes such a name, and gives its text. */
export function takeId(p: Packet, field: Field, size: number): string {
  p.need(size)
  const text = systemId(p, p.at, size)
  p.add(field, p.at, size, text)
  p.skip(size)
  return text
}
