/** RFC 1112, 2236, 3376, IGMP: hosts tell routers which multicast groups they listen to. The version follows from type and length. */
import { ipv4 as ipv4Text } from '../../bytes/read'
import { checksumStateNames } from '../../bytes/checksum'
import { checked } from '../../dissect/checked'
import { bit, bits, bytes, expert, ipv4, u16, u32, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { igmpRecords, igmpTypes } from '../../names/igmp'

const QUERY = 0x11
const REPORT_V1 = 0x12
const REPORT_V2 = 0x16
const LEAVE = 0x17
const REPORT_V3 = 0x22
/** Version 3's exponents: from this value on, four bits of mantissa and three of exponent. */
const EXPONENT = 128
/** Bytes of a message of versions 1 and 2. */
const OLD_LENGTH = 8
/** Protocols of their own that borrow IGMP's number. */
const DVMRP = 0x13
const PIM_V1 = 0x14

/** A coded time of version 3, in tenths of seconds. */
const tenths = (code: number): number => (code < EXPONENT ? code : ((code & 15) | 16) << (((code >> 4) & 7) + 3))

export const igmp = protocol({
  name: 'igmp',
  title: 'Internet Group Management Protocol',
  spec: 'RFC 3376',
  over: { 'ip.proto': [2] },
  fields: {
    version: u8('igmp.version', 'IGMP Version', { generated: true }),
    type: u8('igmp.type', 'Type', {
      display: 'hex',
      names: igmpTypes,
      help: 'Routers query, hosts report what they listen to and say when they leave a group.',
    }),
    reserved: bytes('igmp.reserved', 'Reserved'),
    maxResponse: u8('igmp.max_resp', 'Max Resp Time', {
      help: 'Hosts answer at a random time within this, so that not all speak at once. In tenths of seconds.',
    }),
    exponent: bits('igmp.max_resp.exp', 'Exponent', 0x70, { display: 'hex' }),
    mantissa: bits('igmp.max_resp.mant', 'Mantissa', 0x0f, { display: 'hex' }),
    checksum: u16('igmp.checksum', 'Checksum', { display: 'hex', help: 'Over the whole message.' }),
    status: u8('igmp.checksum.status', 'Checksum Status', {
      generated: true,
      display: 'none',
      names: checksumStateNames,
    }),
    group: ipv4('igmp.maddr', 'Multicast Address', { help: 'The group that this is about; 0.0.0.0 asks for all.' }),
    suppress: bit('igmp.s', 'S', 0x08, {
      trueFalse: ['SUPPRESS router side processing', 'Do not suppress router side processing'],
    }),
    robustness: bits('igmp.qrv', 'QRV', 0x07, { help: 'How many lost messages routers reckon with.' }),
    interval: u8('igmp.qqic', 'QQIC', {
      help: 'How often the querier asks, in seconds; coded as the response time is.',
    }),
    sourceCount: u16('igmp.num_src', 'Num Src'),
    source: ipv4('igmp.saddr', 'Source Address'),
    recordCount: u16('igmp.num_grp_recs', 'Num Group Records'),
    recordType: u8('igmp.record_type', 'Record Type', {
      names: igmpRecords,
      help: 'Whether the listed sources are wanted or refused; excluding none of them joins the group.',
    }),
    auxLength: u8('igmp.aux_data_len', 'Aux Data Len'),
    auxData: bytes('igmp.aux_data', 'Aux Data'),
    groupType: u8('igmp.group_type', 'Type Of Group', { names: { 0: 'Public Group', 1: 'Private Group' } }),
    reply: u8('igmp.reply', 'Reply', {
      names: {
        0: 'Request Granted',
        1: 'Request Denied, No Resources',
        2: 'Request Denied, Invalid Code',
        3: 'Request Denied, Invalid Group',
        4: 'Request Denied, Invalid Key',
      },
    }),
    identifier: u32('igmp.identifier', 'Identifier'),
    accessKey: bytes('igmp.access_key', 'Access Key'),
    data: bytes('igmp.data', 'Data'),
    bad: expert('igmp.bad_checksum', 'error', 'Checksum', 'Bad checksum'),
  },
  decode(p) {
    const type = p.peek(1)
    if (type === QUERY) query(p)
    else if (type === REPORT_V3) report(p)
    else if (type === REPORT_V1 || type === REPORT_V2 || type === LEAVE) membership(p, type)
    else if (type >= 1 && type <= 8) ancient(p, type)
    else other(p, type)
    p.at = p.end
  },
})

type Igmp = typeof igmp

function begin(p: Packet, version: number, info: string): void {
  const { f }: Igmp = igmp
  if (!p.indexing) p.name(`IGMPv${version}`)
  if (p.columns) p.say(info)
  p.set(f.version, version)
  p.take(f.type)
}

/** Over the whole message; before version 3 that is eight bytes, whatever follows. */
function checksum(p: Packet, length = p.wire - p.base): void {
  const { f }: Igmp = igmp
  const at = p.at
  const row = p.add(f.checksum, at, 2, p.peek(2))
  if (!p.first) checked(p, row, at, p.base, length, f.status, f.bad)
  p.at += 2
}

function response(p: Packet, version: number): void {
  const { f }: Igmp = igmp
  const code = p.peek(1)
  const value = version === 3 ? tenths(code) : code
  const row = p.add(f.maxResponse, p.at, 1, value)
  if (!p.indexing)
    p.label(row, `Max Resp Time: ${(value / 10).toFixed(1)} sec (0x${code.toString(16).padStart(2, '0')})`)
  if (version === 3 && code >= EXPONENT) {
    const was = p.open(row)
    p.add(f.exponent, p.at, 1, (code >> 4) & 7)
    p.add(f.mantissa, p.at, 1, code & 15)
    p.close(was)
  }
  p.at++
}

function query(p: Packet): void {
  const { f }: Igmp = igmp
  const version = p.leftOnWire >= 12 ? 3 : p.peek(1, 1) === 0 ? 1 : 2
  begin(p, version, 'Membership Query')
  if (version === 1) p.take(f.reserved, 1)
  else response(p, version)
  if (version < 3) checksum(p, OLD_LENGTH)
  else checksum(p)
  const group = p.take(f.group)
  if (version > 1 && p.columns) p.sayMore(group ? `, specific for group ${ipv4Text(p.bytes, p.at - 4)}` : ', general')
  if (version < 3) return
  const byte = p.peek(1)
  p.add(f.suppress, p.at, 1, (byte >> 3) & 1)
  p.add(f.robustness, p.at, 1, byte & 7)
  p.skip(1)
  p.take(f.interval)
  const count = p.take(f.sourceCount)
  const list = sources(p, count)
  if (count) p.sayMore(`, sources {${list}}`)
}

function sources(p: Packet, count: number): string {
  const { f }: Igmp = igmp
  const list: string[] = []
  for (let i = 0; i < count; i++) {
    p.take(f.source)
    if (p.columns) list.push(ipv4Text(p.bytes, p.at - 4))
  }
  return list.join(', ')
}

function membership(p: Packet, type: number): void {
  const { f }: Igmp = igmp
  const version = type === REPORT_V1 ? 1 : 2
  begin(p, version, type === LEAVE ? 'Leave Group' : 'Membership Report')
  if (version === 1) p.take(f.reserved, 1)
  else response(p, version)
  checksum(p, OLD_LENGTH)
  p.take(f.group)
  if (version === 2 && p.columns) p.sayMore(`${type === LEAVE ? '' : ' group'} ${ipv4Text(p.bytes, p.at - 4)}`)
}

function report(p: Packet): void {
  const { f }: Igmp = igmp
  begin(p, 3, 'Membership Report')
  p.take(f.reserved, 1)
  checksum(p)
  p.take(f.reserved, 2)
  const count = p.take(f.recordCount)
  if (count === 0) p.sayMore(' - General query')
  for (let i = 0; i < count; i++) record(p)
}

function record(p: Packet): void {
  const { f }: Igmp = igmp
  p.need(8)
  const type = p.peek(1)
  const size = p.peek(1, 1) * 4
  const count = p.peek(2, 2)
  const group = p.indexing ? '' : ipv4Text(p.bytes, p.at + 4)
  const line = p.drawing
    ? p.text(`Group Record : ${group}  ${igmpRecords[type] ?? ''}`, p.at, 8 + 4 * count + size)
    : -1
  const was = p.open(line)
  p.take(f.recordType)
  p.take(f.auxLength)
  p.take(f.sourceCount)
  p.take(f.group)
  const list = sources(p, count)
  if (size) p.take(f.auxData, size)
  p.close(was)
  if (p.columns) p.sayMore(' / ' + change(type, group, count, list))
}

/** What a group record means, in the words of Wireshark's Info column. */
function change(type: number, group: string, count: number, list: string): string {
  const including = type === 1 || type === 3
  const excluding = type === 2 || type === 4
  if (count === 0) {
    if (including) return `Leave group ${group}`
    if (excluding) return `Join group ${group} for any sources`
    if (type === 5) return `Group ${group}, ALLOW_NEW_SOURCES but no source specified (?)`
    if (type === 6) return `Group ${group}, BLOCK_OLD_SOURCES but no source specified (?)`
    return `Group ${group}, unknown record type (?)`
  }
  if (including) return `Join group ${group} for source {${list}}`
  if (excluding) return `Join group ${group}, for source not {${list}}`
  if (type === 5) return `Group ${group}, new source {${list}}`
  if (type === 6) return `Group ${group}, block source {${list}}`
  return `Group ${group}, unknown record type (?), sources {${list}}`
}

/** What is not decoded further. */
function other(p: Packet, type: number): void {
  const { f }: Igmp = igmp
  if (p.columns) p.say(igmpTypes[type] ?? `Unknown Type:0x${type.toString(16).padStart(2, '0')}`)
  if (type === DVMRP || type === PIM_V1) return
  p.take(f.type)
  if (p.left) p.take(f.data, p.left)
}

/** RFC 988: version 0, which nobody uses any more. */
function ancient(p: Packet, type: number): void {
  const { f }: Igmp = igmp
  begin(p, 0, igmpTypes[type] ?? '')
  if (type === 1) p.take(f.groupType)
  else if ((type & 1) === 0) p.take(f.reply)
  else p.take(f.reserved, 1)
  checksum(p)
  p.take(f.identifier)
  p.take(f.group)
  p.take(f.accessKey, 8)
}
