/** ASHRAE 135 (BACnet): clause 6, the network layer; annex J, its frame over UDP (BVLC); clause 9, MS/TP over serial lines. */
import { bit, bytes, expert, ipv4, u16, u8, uint } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import { protocol } from '../../../dissect/protocol'
import { bacapp } from './application'
import { frameTypes, functions, messages, results } from './names'

const told = (name: string, label: string, mask: number, yes: string, no: string) =>
  bit(name, label, mask, { trueFalse: [yes, no] })
const FORWARDED = 4

export const bvlc = protocol({
  name: 'bvlc',
  title: 'BACnet Virtual Link Control',
  column: 'BVLC',
  spec: 'ASHRAE 135 annex J',
  over: { 'udp.port': [47808] },
  looks: (p) => p.left >= 4 && p.peek(1) === 0x81 && p.peek(2, 2) >= 4,
  fields: {
    type: u8('bvlc.type', 'Type', { display: 'hex', names: { 0x81: 'BACnet/IP (Annex J)' } }),
    function: u8('bvlc.function', 'Function', {
      display: 'hex',
      names: functions,
      help: 'Whether it goes to one, to all, or is about broadcasts.',
    }),
    length: u16('bvlc.length', 'BVLC-Length'),
    result: u16('bvlc.result', 'Result', { display: 'hex', names: results }),
    ttl: u16('bvlc.reg_ttl', 'TTL'),
    tableIp: ipv4('bvlc.bdt_ip', 'IP'),
    tablePort: u16('bvlc.bdt_port', 'Port'),
    tableMask: bytes('bvlc.bdt_mask', 'Mask'),
    foreignIp: ipv4('bvlc.fdt_ip', 'IP'),
    foreignPort: u16('bvlc.fdt_port', 'Port'),
    foreignTtl: u16('bvlc.fdt_ttl', 'TTL'),
    foreignTimeout: u16('bvlc.fdt_timeout', 'Timeout'),
    forwardedIp: ipv4('bvlc.fwd_ip', 'IP', { help: 'Who sent it first.' }),
    forwardedPort: u16('bvlc.fwd_port', 'Port'),
  },
  decode(p, _, f) {
    if (p.peek(1) !== 0x81) return false
    p.take(f.type)
    const code = p.take(f.function)
    const whole = p.peek(2)
    const holds = code === FORWARDED ? 10 : code >= 9 && code <= 11 ? 4 : whole
    const row = p.add(f.length, p.at, 2, whole)
    p.label(row, `BVLC-Length: ${holds} of ${whole} bytes BACnet packet length`)
    p.skip(2)
    if (p.columns) p.say(`BACnet Virtual Link Control BVLC Function ${functions[code] ?? 'unknown'} `)
    p.limit(whole - 4)
    if (code === 0) p.take(f.result)
    else if (code === 5) p.take(f.ttl)
    else if (code === 1 || code === 3)
      while (p.left >= 10) {
        p.take(f.tableIp)
        p.take(f.tablePort)
        p.take(f.tableMask, 4)
      }
    else if (code === 7)
      while (p.left >= 10) {
        p.take(f.foreignIp)
        p.take(f.foreignPort)
        p.take(f.foreignTtl)
        p.take(f.foreignTimeout)
      }
    else if (code === 8) {
      p.take(f.foreignIp)
      p.take(f.foreignPort)
    } else if (code === FORWARDED) {
      p.take(f.forwardedIp)
      p.take(f.forwardedPort)
    }
    if (p.left && (code === FORWARDED || (code >= 9 && code <= 11))) p.nest(bacnet)
    else p.rest()
  },
})

export const bacnet = protocol({
  name: 'bacnet',
  title: 'Building Automation and Control Network NPDU',
  column: 'BACnet-NPDU',
  shortName: 'BACnet',
  spec: 'ASHRAE 135',
  over: { 'llc.dsap': [0x82] },
  fields: {
    version: u8('bacnet.version', 'Version', {
      show: (v) => `0x${v.toString(16).padStart(2, '0')} (${v === 1 ? 'ASHRAE 135-1995' : 'unknown'})`,
    }),
    control: u8('bacnet.control', 'Control', { display: 'hex' }),
    isMessage: told(
      'bacnet.control_net',
      'NSDU contains',
      0x80,
      'network layer message, message type field present.',
      'BACnet APDU, message type field absent.',
    ),
    reserved1: told('bacnet.control_res1', 'Reserved', 0x40, 'Shall be zero and is not.', 'Shall be zero and is zero.'),
    hasDestination: told(
      'bacnet.control_dest',
      'Destination Specifier',
      0x20,
      'DNET, DLEN and Hop Count present. If DLEN=0: broadcast, dest. address field absent.',
      'DNET, DLEN, DADR and Hop Count absent.',
    ),
    reserved2: told('bacnet.control_res2', 'Reserved', 0x10, 'Shall be zero and is not.', 'Shall be zero and is zero.'),
    hasSource: told(
      'bacnet.control_src',
      'Source specifier',
      0x08,
      'SNET, SLEN and SADR present, SLEN=0 invalid, SADR specifies length',
      'SNET, SLEN and SADR absent',
    ),
    expects: told(
      'bacnet.control_expect',
      'Expecting Reply',
      0x04,
      'BACnet-Confirmed-Request-PDU, a segment of BACnet-ComplexACK-PDU or Network Message expecting a reply present.',
      'Other than a BACnet-Confirmed-Request-PDU, segment of BACnet-ComplexACK-PDU or network layer message expecting a reply present.',
    ),
    high: told(
      'bacnet.control_prio_high',
      'Priority',
      0x02,
      'Life Safety or Critical Equipment message.',
      'Not a Life Safety or Critical Equipment message.',
    ),
    low: told('bacnet.control_prio_low', 'Priority', 0x01, 'Urgent message', 'Normal message'),
    destination: u16('bacnet.dnet', 'Destination Network Address', { help: 'Which network; 65535: all.' }),
    destinationLength: u8('bacnet.dlen', 'Destination MAC Layer Address Length'),
    destinationByte: u8('bacnet.dadr_mstp', 'DADR'),
    destinationBytes: bytes('bacnet.dadr_tmp', 'Unknown Destination MAC'),
    source: u16('bacnet.snet', 'Source Network Address'),
    sourceLength: u8('bacnet.slen', 'Source MAC Layer Address Length'),
    sourceByte: u8('bacnet.sadr_mstp', 'SADR'),
    sourceBytes: bytes('bacnet.sadr_tmp', 'Unknown Source MAC'),
    hops: u8('bacnet.hopc', 'Hop Count', { help: 'How many routers may still pass it on.' }),
    message: u8('bacnet.mesgtyp', 'Network Layer Message Type', { display: 'hex', names: messages }),
    vendor: u16('bacnet.vendor', 'Vendor ID'),
    performance: u8('bacnet.perf', 'Performance Index'),
    reason: u8('bacnet.rejectreason', 'Reject Reason'),
  },
  decode(p, _, f) {
    p.take(f.version)
    const control = p.peek(1)
    const row = p.add(f.control, p.at, 1, control)
    const flags = [f.isMessage, f.reserved1, f.hasDestination, f.reserved2, f.hasSource, f.expects, f.high, f.low]
    const set = flags.filter((one) => control & one.mask).map((one) => `, ${one.label}`)
    p.label(row, `Control: 0x${control.toString(16).padStart(2, '0')}${set.join('')}`)
    const was = p.open(row)
    for (const one of flags) p.add(one, p.at, 1, control & one.mask ? 1 : 0)
    p.close(was)
    p.skip(1)
    if (control & 0x20) {
      p.take(f.destination)
      const length = p.take(f.destinationLength)
      if (!length && p.drawing)
        p.label(
          p.row(f.destinationLength),
          `${f.destinationLength.label}: 0 indicates Broadcast on Destination Network`,
        )
      address(p, length, f.destinationByte, f.destinationBytes)
    }
    if (control & 0x08) {
      p.take(f.source)
      address(p, p.take(f.sourceLength), f.sourceByte, f.sourceBytes)
    }
    if (control & 0x20) p.take(f.hops)
    if (control & 0x80) return message(p)
    if (p.left) p.nest(bacapp)
  },
})

function address(p: Packet, length: number, byte: typeof bacnet.f.version, many: typeof byte): void {
  if (length === 1) p.take(byte)
  else if (length) p.take(many, length)
}

function message(p: Packet): void {
  const { f } = bacnet
  const type = p.take(f.message)
  if (p.columns) p.say(messages[type] ?? (type >= 0x80 ? 'Vendor Proprietary Message' : 'Reserved for Use by ASHRAE'))
  if (type >= 0x80) p.take(f.vendor)
  else if (type === 2) {
    p.take(f.destination)
    p.take(f.performance)
  } else if (type === 3) {
    p.take(f.reason)
    p.take(f.destination)
  } else if (type <= 5) while (p.left >= 2) p.take(f.destination)
  p.rest()
}

export const mstp = protocol({
  name: 'mstp',
  title: 'BACnet MS/TP',
  column: 'BACnet',
  shortName: 'BACnet MS/TP',
  spec: 'ASHRAE 135 clause 9',
  over: { 'frame.linktype': [165] },
  header: {
    preamble55: u8('mstp.preamble_55', 'Preamble 55', { display: 'hex' }),
    preambleFf: u8('mstp.preamble_FF', 'Preamble FF', { display: 'hex' }),
    type: u8('mstp.frame_type', 'Frame Type', {
      names: frameTypes,
      help: 'The token goes round; who holds it may speak.',
    }),
    destination: u8('mstp.dst', 'Destination Address'),
    source: u8('mstp.src', 'Source Address'),
    length: u16('mstp.len', 'Length'),
    headerCrc: u8('mstp.hdr_crc', 'Header CRC', { display: 'hex' }),
  },
  fields: {
    dataCrc: u16('mstp.data_crc', 'Data CRC', { display: 'hex' }),
    bad: expert('mstp.checksum_bad.expert', 'warn', 'Checksum', 'Bad Checksum'),
    status: uint('mstp.checksum.status', 'Checksum status', {
      generated: true,
      display: 'none',
      names: { 0: 'Bad', 1: 'Good', 2: 'Unverified' },
    }),
  },
  decode(p, h, f) {
    if (p.first) {
      if (p.u16(h.length)) inner(p, p.u16(h.length))
      return
    }
    const hex2 = (v: number): string => `0x${v.toString(16).padStart(2, '0')}`
    if (p.columns) {
      p.endsText(hex2(p.u8(h.source)), hex2(p.u8(h.destination)))
      p.say(`BACnet MS/TP ${frameTypes[p.u8(h.type)] ?? `Unknown Frame Type (${p.u8(h.type)})`}`)
    }
    const at = p.place(h.headerCrc)
    const right = headerCrc(p.bytes, p.base + 2)
    const value = p.u8(h.headerCrc)
    p.label(
      p.row(h.headerCrc),
      `Header CRC: ${hex2(value)} ${value === right ? '[correct]' : `incorrect, should be ${hex2(right)}`}`,
    )
    if (value !== right) bad(p, p.row(h.headerCrc), hex2(right), at)
    p.set(f.status, value === right ? 1 : 0, at, 1)
    const length = p.u16(h.length)
    if (length) inner(p, length)
  },
  heading: (p, h) =>
    `BACnet MS/TP, Src (${p.u8(h.source)}), Dst (${p.u8(h.destination)}), ${frameTypes[p.u8(h.type)] ?? 'Unknown'}`,
})

function bad(p: Packet, row: number, right: string, at: number): void {
  const was = p.open(row)
  p.note(mstp.f.bad, `Bad Checksum [should be ${right}]`, at)
  p.close(was)
}

/** What a frame carries, and the checksum behind it. */
function inner(p: Packet, length: number): void {
  const { f } = mstp
  if (!p.first && p.left >= length + 2) {
    const place = p.at + length
    // The lower byte comes first; the reference shows them as they stand.
    const value = p.peek(2, length)
    const sum = dataCrc(p.bytes, p.at, length)
    const right = ((sum & 255) << 8) | (sum >> 8)
    const hex4 = (v: number): string => `0x${v.toString(16).padStart(4, '0')}`
    const row = p.add(f.dataCrc, place, 2, value)
    p.label(row, `Data CRC: ${hex4(value)} ${value === right ? '[correct]' : `incorrect, should be ${hex4(right)}`}`)
    if (value !== right) bad(p, row, hex4(right), place)
    p.set(f.status, value === right ? 1 : 0, place, 2)
  }
  const type = p.bytes[p.base + 2]!
  p.limit(length)
  if (type === 5 || type === 6) p.nest(bacnet)
  else p.rest()
}

/** Clause 9.5 and annex G.1: eight bits, from all ones, complemented. */
function headerCrc(b: Uint8Array, at: number): number {
  let sum = 0xff
  for (let i = 0; i < 5; i++) {
    const mixed = sum ^ b[at + i]!
    const spread =
      mixed ^ (mixed << 1) ^ (mixed << 2) ^ (mixed << 3) ^ (mixed << 4) ^ (mixed << 5) ^ (mixed << 6) ^ (mixed << 7)
    sum = (spread & 0xfe) ^ ((spread >> 8) & 1)
  }
  return ~sum & 0xff
}

/** Annex G.2: CRC-CCITT, the lowest bit first, complemented. */
function dataCrc(b: Uint8Array, at: number, length: number): number {
  let sum = 0xffff
  for (let i = 0; i < length; i++) {
    sum ^= b[at + i]!
    for (let k = 0; k < 8; k++) sum = sum & 1 ? (sum >> 1) ^ 0x8408 : sum >> 1
  }
  return ~sum & 0xffff
}
