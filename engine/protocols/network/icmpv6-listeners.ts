/** RFC 2710, 3810, 4286: who listens to which multicast group. */
import { ipv6 as ipv6Text } from '../../bytes/read'
import { bit, bits, bytes, ipv6, none, u16, u8 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'

const RECORDS: Readonly<Record<number, string>> = {
  1: 'Include',
  2: 'Exclude',
  3: 'Changed to include',
  4: 'Changed to exclude',
  5: 'Allow new sources',
  6: 'Block old sources',
}

export const listenerFields = {
  responseDelay: u16('icmpv6.mld.maximum_response_delay', 'Maximum Response Delay [ms]', {
    help: 'Hosts answer at a random time within this many milliseconds, so that not all speak at once.',
  }),
  responseCode: u16('icmpv6.mld.maximum_response_code', 'Maximum Response Code'),
  group: ipv6('icmpv6.mld.multicast_address', 'Multicast Address', { help: 'The group that this is about.' }),
  queryFlag: u8('icmpv6.mld.flag', 'Flags', {
    display: 'hex',
    show: (v) => `0x${v.toString(16).padStart(2, '0')}${v & 8 ? ', Suppress Router-Side Processing' : ''}`,
    of: {
      suppress: bit('icmpv6.mld.flag.s', 'Suppress Router-Side Processing', 0x08),
      robustness: bits('icmpv6.mld.flag.qrv', "QRV (Querier's Robustness Variable)", 0x07),
      reserved: bits('icmpv6.mld.flag.reserved', 'Reserved', 0xf0),
    },
  }),
  queryInterval: u8('icmpv6.mld.qqi', "QQIC (Querier's Query Interval Code)"),
  querySources: u16('icmpv6.mld.nb_sources', 'Number of Sources'),
  querySource: ipv6('icmpv6.mld.source_address', 'Source Address'),
  recordCount: u16('icmpv6.mldr.nb_mcast_records', 'Number of Multicast Address Records'),
  record: none('icmpv6.mldr.mar', 'Multicast Address Record'),
  recordType: u8('icmpv6.mldr.mar.record_type', 'Record Type', {
    names: RECORDS,
    help: 'Whether the listed sources are wanted or refused; excluding none of them joins the group.',
  }),
  recordAux: u8('icmpv6.mldr.mar.aux_data_len', 'Aux Data Len'),
  recordSources: u16('icmpv6.mldr.mar.nb_sources', 'Number of Sources'),
  recordGroup: ipv6('icmpv6.mldr.mar.multicast_address', 'Multicast Address'),
  recordSource: ipv6('icmpv6.mldr.mar.source_address', 'Source Address'),
  recordData: bytes('icmpv6.mldr.mar.auxiliary_data', 'Auxiliary Data'),
  routerInterval: u16('icmpv6.mcast_ra.query_interval', 'Query Interval'),
  routerRobustness: u16('icmpv6.mcast_ra.robustness_variable', 'Robustness Variable'),
}

const QUERY = 130
const REPORT_V2 = 143
const ROUTER = 151
/** A query of version 1 ends here; version 2 goes on. */
const QUERY_V1 = 20

export function decodeListeners(p: Packet, f: typeof listenerFields & { reserved: Field }, type: number): void {
  if (type === ROUTER) {
    if (p.left >= 4) {
      p.take(f.routerInterval)
      p.take(f.routerRobustness)
    }
  } else if (type === REPORT_V2) {
    p.take(f.reserved, 2)
    const count = p.take(f.recordCount)
    for (let i = 0; i < count; i++) record(p, f)
  } else {
    const second = type === QUERY && p.leftOnWire > QUERY_V1
    p.take(second ? f.responseCode : f.responseDelay)
    p.take(f.reserved, 2)
    p.take(f.group)
    if (!second) return
    p.take(f.queryFlag)
    p.take(f.queryInterval)
    const count = p.take(f.querySources)
    for (let i = 0; i < count; i++) p.take(f.querySource)
  }
}

function record(p: Packet, f: typeof listenerFields): void {
  const type = p.peek(1)
  const size = p.peek(1, 1) * 4
  const sources = p.peek(2, 2)
  const group = p.add(f.record, p.at, 20 + 16 * sources + size)
  if (p.drawing) {
    p.need(20)
    p.label(group, `Multicast Address Record ${RECORDS[type] ?? 'Unknown'}: ${ipv6Text(p.bytes, p.at + 4)}`)
  }
  const was = p.open(group)
  p.take(f.recordType)
  p.take(f.recordAux)
  p.take(f.recordSources)
  p.take(f.recordGroup)
  for (let i = 0; i < sources; i++) p.take(f.recordSource)
  if (size) p.take(f.recordData, size)
  p.close(was)
}
