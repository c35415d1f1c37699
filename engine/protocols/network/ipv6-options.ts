/** Options in the hop-by-hop and destination headers of IPv6: RFC 8200, 2711, 2473, 2675, 6275, 6553, 6621, 6744, 6788, 7731, 8250, 9268. */
import { bit, bits, bool, bytes, expert, ipv6, none, string, u16, u32, u8 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { ipv6Options } from '../../names/ipv6-options'

const routerAlerts = (v: number): string =>
  ({ 0: 'MLD', 1: 'RSVP', 2: 'Active Network' })[v] ?? (v >= 4 && v <= 35 ? 'Aggregated Reservation' : 'Unknown')

export const ipv6OptionFields = {
  option: none('ipv6.opt', 'IPv6 Option'),
  optionType: u8('ipv6.opt.type', 'Type', {
    display: 'hex',
    names: ipv6Options,
    of: {
      action: bits('ipv6.opt.type.action', 'Action', 0xc0, {
        help: 'What a node does with the packet when it does not know the option.',
        names: {
          0: 'Skip and continue',
          1: 'Discard',
          2: 'Discard and send ICMP Parameter Problem',
          3: 'Discard and send ICMP if not multicast',
        },
      }),
      change: bit('ipv6.opt.type.change', 'May Change', 0x20, { trueFalse: ['Yes', 'No'] }),
      rest: bits('ipv6.opt.type.rest', 'Low-Order Bits', 0x1f, { display: 'hex' }),
    },
  }),
  optionLength: u8('ipv6.opt.length', 'Length', { help: 'Bytes of the option behind its type and this length.' }),
  pad1: none('ipv6.opt.pad1', 'Pad1'),
  padN: bytes('ipv6.opt.padn', 'PadN'),
  pmtuMin: u16('ipv6.opt.pmtu.min', 'Minimum Reported PMTU'),
  pmtuReturn: u16('ipv6.opt.pmtu.rtn', 'Return Minimum PMTU'),
  pmtuFlag: bool('ipv6.opt.pmtu.r_flag', 'Return Flag'),
  routerAlert: u16('ipv6.opt.router_alert', 'Router Alert', { names: routerAlerts }),
  tunnelLimit: u8('ipv6.opt.tel', 'Tunnel Encapsulation Limit'),
  jumbo: u32('ipv6.opt.jumbo', 'Payload Length'),
  dpdHash: bit('ipv6.opt.smf_dpd.hash_bit', 'H-bit', 0x80),
  dpdHav: bytes('ipv6.opt.smf_dpd.hav', 'Hash Assist Value'),
  dpdTaggerType: bits('ipv6.opt.smf_dpd.tid_type', 'TaggerID Type', 0x70, {
    names: { 0: 'NULL', 1: 'DEFAULT', 2: 'IPv4', 3: 'IPv6' },
  }),
  dpdTaggerLength: bits('ipv6.opt.smf_dpd.tid_len', 'TaggerID Length', 0x0f),
  dpdTagger: bytes('ipv6.opt.smf_dpd.tagger_id', 'TaggerID'),
  dpdIdent: bytes('ipv6.opt.smf_dpd.ident', 'Identifier'),
  pdmScaleReceived: u8('ipv6.opt.pdm.scale_dtlr', 'Scale DTLR'),
  pdmScaleSent: u8('ipv6.opt.pdm.scale_dtls', 'Scale DTLS'),
  pdmThis: u16('ipv6.opt.pdm.psn_this_pkt', 'PSN This Packet'),
  pdmLast: u16('ipv6.opt.pdm.psn_last_recv', 'PSN Last Received'),
  pdmReceived: u16('ipv6.opt.pdm.delta_last_recv', 'Delta Time Last Received'),
  pdmSent: u16('ipv6.opt.pdm.delta_last_sent', 'Delta Time Last Sent'),
  calipsoDoi: u32('ipv6.opt.calipso.doi', 'CALIPSO Domain of Interpretation'),
  calipsoLength: u8('ipv6.opt.calipso.cmpt.length', 'Compartment Length'),
  calipsoLevel: u8('ipv6.opt.calipso.sens_level', 'Sensitivity Level'),
  calipsoChecksum: u16('ipv6.opt.calipso.checksum', 'Checksum', { display: 'hex' }),
  calipsoBitmap: bytes('ipv6.opt.calipso.cmpt_bitmap', 'Compartment Bitmap'),
  homeAddress: ipv6('ipv6.opt.mipv6.home_address', 'MIPv6 Home Address', {
    help: 'Where the mobile node is at home; the source address is only where it is now.',
  }),
  rplFlag: u8('ipv6.opt.rpl.flag', 'Flag', {
    display: 'hex',
    show: (v) =>
      [`0x${v.toString(16).padStart(2, '0')}`, v & 128 && 'Down', v & 64 && 'Rank Error', v & 32 && 'Forwarding Error']
        .filter(Boolean)
        .join(', '),
    of: {
      down: bit('ipv6.opt.rpl.flag.o', 'Down', 0x80),
      rank: bit('ipv6.opt.rpl.flag.r', 'Rank Error', 0x40),
      forwarding: bit('ipv6.opt.rpl.flag.f', 'Forwarding Error', 0x20),
      reserved: bits('ipv6.opt.rpl.flag.rsv', 'Reserved', 0x1f, { display: 'hex' }),
    },
  }),
  rplInstance: u8('ipv6.opt.rpl.instance_id', 'RPLInstanceID', { display: 'hex' }),
  rplRank: u16('ipv6.opt.rpl.sender_rank', 'Sender Rank', { display: 'hex' }),
  nonce: bytes('ipv6.opt.ilnp_nonce', 'ILNP Nonce'),
  lineLength: u8('ipv6.opt.lio.length', 'LineIDLen'),
  line: string('ipv6.opt.lio.line_id', 'Line ID'),
  mplFlag: u8('ipv6.opt.mpl.flag', 'Flag', {
    display: 'hex',
    of: {
      size: bits('ipv6.opt.mpl.flag.s', 'Seed ID Length', 0xc0, {
        names: { 0: '0', 1: '16-bit unsigned integer', 2: '64-bit unsigned integer', 3: '128-bit unsigned integer' },
      }),
      largest: bit('ipv6.opt.mpl.flag.m', 'Largest Sequence', 0x20),
      version: bit('ipv6.opt.mpl.flag.v', 'Version', 0x10),
      reserved: bits('ipv6.opt.mpl.flag.rsv', 'Reserved', 0x0f, { display: 'hex' }),
    },
  }),
  mplSequence: u8('ipv6.opt.mpl.sequence', 'Sequence', { display: 'hex' }),
  mplSeed: bytes('ipv6.opt.mpl.seed_id', 'Seed ID'),
  experimental: bytes('ipv6.opt.experimental', 'Experimental Option'),
  unknownOption: bytes('ipv6.opt.unknown', 'Unknown Option Payload'),
  optionBadLength: expert('ipv6.opt.invalid_len', 'error', 'Malformed', 'Invalid IPv6 option length'),
  optionWrongHeader: expert('ipv6.opt.header_mismatch', 'warn', 'Protocol', 'Wrong options extension header for type'),
  optionUnknown: expert('ipv6.opt.unknown_data.expert', 'note', 'Undecoded', 'Unknown Data (not interpreted)'),
}

export type Ipv6OptionFields = typeof ipv6OptionFields

const HOP_BY_HOP_ONLY = new Set([5, 0x08, 0x30, 0x63, 0x6d, 0xc2])
const JUMBO = 0xc2
const HOME_ADDRESS = 0xc9

/** Decodes options up to the end of the layer. */
export function decodeIpv6Options(p: Packet, f: Ipv6OptionFields, hopByHop: boolean): void {
  while (p.left > 0) {
    const at = p.at
    const type = p.peek(1)
    const length = type === 0 ? 0 : p.peek(1, 1)
    if (p.indexing) {
      p.skip(type === 0 ? 1 : 2 + length)
      if (type === HOME_ADDRESS && length >= 16) p.address('ipv6', at + 2, p.ends.destination)
      continue
    }
    const name = ipv6Options[type]
    const group = p.add(f.option, at, type === 0 ? 1 : length + 2)
    p.label(group, name ?? `Unknown IPv6 Option (${type})`)
    const was = p.open(group)
    if (type === 0) {
      p.add(f.optionType, at, 1, 0)
      p.at++
    } else p.take(f.optionType)
    if (!name) p.label(p.records.count - 1, `Type: Unknown (0x${type.toString(16).padStart(2, '0')})`)
    if (hopByHop === false && HOP_BY_HOP_ONLY.has(type))
      p.note(f.optionWrongHeader, `${name} must use a hop-by-hop options header`, at, 1)
    if (type === 0) p.add(f.pad1, at, 1)
    else {
      p.take(f.optionLength)
      p.need(length)
      body(p, f, type, length)
      p.at = at + 2 + length
    }
    p.close(was)
  }
}

/** Fixed layouts: the fields in order, and the bytes that they take. */
type Layout = (f: Ipv6OptionFields) => readonly Field[]
const LAYOUTS: Readonly<Record<number, { length: number; fields: Layout }>> = {
  0x04: { length: 1, fields: (f) => [f.tunnelLimit] },
  0x05: { length: 2, fields: (f) => [f.routerAlert] },
  [JUMBO]: { length: 4, fields: (f) => [f.jumbo] },
  [HOME_ADDRESS]: { length: 16, fields: (f) => [f.homeAddress] },
  0x63: { length: 4, fields: (f) => [f.rplFlag, f.rplInstance, f.rplRank] },
  0x0f: {
    length: 10,
    fields: (f) => [f.pdmScaleReceived, f.pdmScaleSent, f.pdmThis, f.pdmLast, f.pdmReceived, f.pdmSent],
  },
}

function body(p: Packet, f: Ipv6OptionFields, type: number, length: number): void {
  const layout = LAYOUTS[type]
  if (layout) {
    if (length !== layout.length) p.note(f.optionBadLength, `Invalid Length (${length} bytes)`, p.at - 1, 1)
    if (length < layout.length) return
    if (type === HOME_ADDRESS) p.address('ipv6', p.at, p.ends.destination)
    for (const field of layout.fields(f)) p.take(field)
    return
  }
  if (type === 1) {
    if (length) p.add(f.padN, p.at, length)
    else p.add(f.padN, p.at, 0, '<none>')
  } else if (type === 0x30 && length >= 4) {
    p.take(f.pmtuMin)
    const value = p.peek(2)
    p.add(f.pmtuReturn, p.at, 2, value & 0xfffe)
    p.add(f.pmtuFlag, p.at + 1, 1, value & 1)
  } else if (type === 0x08 && length >= 1) duplicateDetection(p, f, length)
  else if (type === 0x07 && length >= 8) {
    p.take(f.calipsoDoi)
    p.take(f.calipsoLength)
    p.take(f.calipsoLevel)
    p.take(f.calipsoChecksum)
    if (length > 8) p.take(f.calipsoBitmap, length - 8)
  } else if (type === 0x8b) p.add(f.nonce, p.at, length)
  else if (type === 0x8c && length >= 1) {
    const size = p.take(f.lineLength)
    if (size && size < length) p.take(f.line, size)
  } else if (type === 0x6d && length >= 2) {
    p.take(f.mplFlag)
    p.take(f.mplSequence)
    if (length > 2) p.take(f.mplSeed, length - 2)
  } else if ((type & 0x1f) === 0x1e) p.add(f.experimental, p.at, length)
  else if (!ipv6Options[type]) {
    const was = p.open(p.add(f.unknownOption, p.at, length))
    p.note(f.optionUnknown, undefined, p.at, length)
    p.close(was)
  }
}

function duplicateDetection(p: Packet, f: Ipv6OptionFields, length: number): void {
  const byte = p.peek(1)
  p.add(f.dpdHash, p.at, 1, byte >> 7)
  if (byte & 0x80) {
    p.add(f.dpdHav, p.at, length)
    return
  }
  p.add(f.dpdTaggerType, p.at, 1, (byte >> 4) & 7)
  p.add(f.dpdTaggerLength, p.at, 1, byte & 15)
  p.at++
  const tagger = byte >> 4 ? (byte & 15) + 1 : 0
  if (tagger + 1 > length) return
  if (tagger) p.take(f.dpdTagger, tagger)
  if (length > tagger + 1) p.take(f.dpdIdent, length - tagger - 1)
}

/** The length that a hop-by-hop header at the cursor gives a packet of more than 65,535 bytes; 0 when it does not. */
export function jumboLength(p: Packet): number {
  if (p.left < 8) return 0
  const stop = Math.min(p.end, p.at + 8 + 8 * p.peek(1, 1))
  for (let at = p.at + 2; at + 1 < stop;) {
    const type = p.peekAt(at, 1)
    const length = type === 0 ? 1 : p.peekAt(at + 1, 1) + 2
    if (type === JUMBO && length === 6 && at + 6 <= stop) return p.peekAt(at + 2, 4)
    at += length
  }
  return 0
}
