/** RFC 8029, MPLS echo (“LSP ping”): follows a label-switched path and asks the routers on it which labels they use. */
import { bit, bits, bytes, ipv4, ipv6, time, u16, u24, u32, u8 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { ntpTime } from '../kit/time'

type Names = Readonly<Record<number, string>>
const messages: Names = {
  1: 'MPLS Echo Request',
  2: 'MPLS Echo Reply',
  3: 'MPLS Data Plane Verification Request',
  4: 'MPLS Data Plane Verification Reply',
}
const modes: Names = {
  1: 'Do not reply',
  2: 'Reply via an IPv4/IPv6 UDP packet',
  3: 'Reply via an IPv4/IPv6 UDP packet with Router Alert',
  4: 'Reply via application level control channel',
}
const results: Names = {
  0: 'No return code',
  1: 'Malformed echo request received',
  2: 'One or more of the TLVs was not understood',
  3: 'Replying router is an egress for the FEC at stack depth RSC',
  4: 'Replying router has no mapping for the FEC at stack depth RSC',
  5: 'Downstream Mapping Mismatch',
  6: 'Upstream Interface Index Unknown',
  7: 'Reserved',
  8: 'Label switched at stack-depth RSC',
  9: 'Label switched but no MPLS forwarding at stack-depth RSC',
  10: 'Mapping for this FEC is not the given label at stack depth RSC',
  11: 'No label entry at stack-depth RSC',
  12: 'Protocol not associated with interface at FEC stack depth RSC',
  13: 'Premature termination, label stack shrinking to a single label',
  14: 'See DDM TLV for meaning of Return Code and Return SubCode',
  15: 'Label switched with FEC change',
}
const items: Names = {
  1: 'Target FEC Stack',
  2: 'Downstream Mapping',
  3: 'Pad',
  4: 'Error Code',
  5: 'Vendor Enterprise Code',
  6: 'TDB',
  7: 'IPv4 Interface and Label Stack Object',
  8: 'IPv6 Interface and Label Stack Object',
  9: 'Errored TLVs',
  10: 'Reply TOS Byte',
  11: 'P2MP Responder Identifier',
  12: 'P2MP Echo Jitter',
  13: 'Source Identifier TLV',
  14: 'Destination Identifier TLV',
  15: 'BFD Discriminator TLV',
  16: 'Reverse-path Target FEC Stack',
  20: 'Detailed Downstream Mapping',
  64512: 'Vendor Private',
}
const classes: Names = {
  1: 'LDP IPv4 prefix',
  2: 'LDP IPv6 prefix',
  3: 'RSVP IPv4 Session Query',
  4: 'RSVP IPv6 Session Query',
  5: 'Reserved',
  6: 'VPN IPv4 prefix',
  7: 'VPN IPv6 prefix',
  8: 'L2 VPN endpoint',
  9: 'FEC 128 Pseudowire - IPv4 (Deprecated)',
  10: 'FEC 128 Pseudowire - IPv4',
  11: 'FEC 129 Pseudowire - IPv4',
  12: 'BGP labeled IPv4 prefix',
  13: 'BGP labeled IPv6 prefix',
  14: 'Generic IPv4 prefix',
  15: 'Generic IPv6 prefix',
  16: 'Nil FEC',
  34: 'IPv4 IGP-Prefix Segment ID',
  35: 'IPv6 IGP-Prefix Segment ID',
  36: 'IGP-Adjacency Segment ID',
}
const addressKinds: Names = {
  1: 'IPv4 Numbered',
  2: 'IPv4 Unnumbered',
  3: 'IPv6 Numbered',
  4: 'IPv6 Unnumbered',
  5: 'Non IP',
}
const multipaths: Names = {
  0: 'no multipath',
  2: 'IP address',
  4: 'IP address range',
  8: 'Bit-masked IP address set',
  9: 'Bit-masked label set',
}
const protocols: Names = { 0: 'Unknown', 1: 'Static', 2: 'BGP', 3: 'LDP', 4: 'RSVP-TE', 5: 'OSPF', 6: 'IS-IS' }
const or =
  (names: Names, other = 'Unknown') =>
  (v: number) =>
    names[v] ?? other
const T = 'mpls_echo.tlv'
const hex = { display: 'hex' } as const

const f = {
  version: u16('mpls_echo.version', 'Version'),
  zero: u16('mpls_echo.mbz', 'MBZ', hex),
  flags: u16('mpls_echo.flags', 'Global Flags', {
    ...hex,
    of: {
      reserved: bits('mpls_echo.flag_sbz', 'Reserved', 0xfff8, hex),
      validate: bit('mpls_echo.flag_v', 'Validate FEC Stack', 0x0001),
      expired: bit('mpls_echo.flag_t', 'Respond only if TTL expired', 0x0002),
      reverse: bit('mpls_echo.flag_r', 'Validate Reverse Path', 0x0004),
    },
  }),
  type: u8('mpls_echo.msg_type', 'Message Type', { names: or(messages) }),
  mode: u8('mpls_echo.reply_mode', 'Reply Mode', { names: or(modes) }),
  result: u8('mpls_echo.return_code', 'Return Code', {
    names: or(results),
    help: 'What the router that answers would do with the packet.',
  }),
  subcode: u8('mpls_echo.return_subcode', 'Return Subcode'),
  handle: u32('mpls_echo.sender_handle', "Sender's Handle", hex),
  sequence: u32('mpls_echo.sequence', 'Sequence Number', { help: 'Request and reply have the same.' }),
  sent: time('mpls_echo.timestamp_sent', 'Timestamp Sent'),
  received: time('mpls_echo.timestamp_rec', 'Timestamp Received'),
  item: u16(`${T}.type`, 'Type', { names: or(items, 'Unknown TLV type') }),
  itemLength: u16(`${T}.len`, 'Length'),
  value: bytes(`${T}.value`, 'Value'),
  class: u16(`${T}.fec.type`, 'Type', { names: or(classes, 'Unknown FEC type') }),
  classLength: u16(`${T}.fec.len`, 'Length'),
  classValue: bytes(`${T}.fec.value`, 'Value'),
  padding: bytes('mpls_echo.padding', 'Padding'),
  ldp4: ipv4(`${T}.fec.ldp_ipv4`, 'IPv4 Prefix', { help: 'Path that is asked about.' }),
  ldp4Mask: u8(`${T}.fec.ldp_ipv4_mask`, 'Prefix Length'),
  ldp6: ipv6(`${T}.fec.ldp_ipv6`, 'IPv6 Prefix', { help: 'Path that is asked about.' }),
  ldp6Mask: u8(`${T}.fec.ldp_ipv6_mask`, 'Prefix Length'),
  end4: ipv4(`${T}.fec.rsvp_ipv4_ep`, 'IPv4 Tunnel endpoint address'),
  end6: ipv6(`${T}.fec.rsvp_ipv6_ep`, 'IPv6 Tunnel endpoint address'),
  zero1: u16(`${T}.fec.rsvp_ip_mbz1`, 'Must Be Zero'),
  tunnel: u16(`${T}.fec.rsvp_ip_tun_id`, 'Tunnel ID'),
  extended4: u32(`${T}.fec.rsvp_ipv4_ext_tun_id`, 'Extended Tunnel ID', hex),
  extended6: bytes(`${T}.fec.rsvp_ipv6_ext_tun_id`, 'Extended Tunnel ID'),
  sender4: ipv4(`${T}.fec.rsvp_ipv4_sender`, 'IPv4 Tunnel sender address'),
  sender6: ipv6(`${T}.fec.rsvp_ipv6_sender`, 'IPv6 Tunnel sender address'),
  zero2: u16(`${T}.fec.rsvp_ip_mbz2`, 'Must Be Zero'),
  lsp: u16(`${T}.fec.rsvp_ip_lsp_id`, 'LSP ID'),
  distinguisher: bytes(`${T}.fec.vpn_route_dist`, 'Route Distinguisher'),
  vpn4: ipv4(`${T}.fec.vpn_ipv4`, 'IPv4 Prefix'),
  vpn6: ipv6(`${T}.fec.vpn_ipv6`, 'IPv6 Prefix'),
  vpnLength: u8(`${T}.fec.vpn_len`, 'Prefix Length'),
  wireSender: ipv4(`${T}.fec.l2cid_sender`, "Sender's PE Address"),
  wireRemote: ipv4(`${T}.fec.l2cid_remote`, 'Remote PE Address'),
  wireId: u32(`${T}.fec.l2cid_vcid`, 'VC ID'),
  wireKind: u16(`${T}.fec.l2cid_encap`, 'Encapsulation', {
    names: or({ 1: 'Frame Relay DLCI', 4: 'Ethernet VLAN', 5: 'Ethernet', 6: 'HDLC', 7: 'PPP' }),
  }),
  wireZero: u16(`${T}.fec.l2cid_mbz`, 'MBZ', hex),
  bgp4: ipv4(`${T}.fec.bgp_ipv4`, 'IPv4 Prefix'),
  bgp6: ipv6(`${T}.fec.bgp_ipv6`, 'IPv6 Prefix'),
  bgpLength: u8(`${T}.fec.bgp_len`, 'Prefix Length'),
  general4: ipv4(`${T}.fec.gen_ipv4`, 'IPv4 Prefix'),
  general4Mask: u8(`${T}.fec.gen_ipv4_mask`, 'Prefix Length'),
  general6: ipv6(`${T}.fec.gen_ipv6`, 'IPv6 Prefix'),
  general6Mask: u8(`${T}.fec.gen_ipv6_mask`, 'Prefix Length'),
  mtu: u16(`${T}.ds_map.mtu`, 'MTU'),
  kind: u8(`${T}.ds_map.addr_type`, 'Address Type', { names: or(addressKinds) }),
  mapFlags: u8(`${T}.ds_map.res`, 'DS Flags', {
    ...hex,
    of: {
      reserved: bits(`${T}.ds_map.flag_res`, 'MBZ', 0xfc, hex),
      interface: bit(`${T}.ds_map.flag_i`, 'Interface and Label Stack Request', 0x02),
      other: bit(`${T}.ds_map.flag_n`, 'Treat as Non-IP Packet', 0x01),
    },
  }),
  next4: ipv4(`${T}.ds_map.ds_ip`, 'Downstream IP Address', { help: 'Router that the path goes on to.' }),
  nextInterface4: ipv4(`${T}.ds_map.int_ip`, 'Downstream Interface Address'),
  nextIndex: u32(`${T}.ds_map.if_index`, 'Upstream Interface Index'),
  next6: ipv6(`${T}.ds_map.ds_ipv6`, 'Downstream IPv6 Address', { help: 'Router that the path goes on to.' }),
  nextInterface6: ipv6(`${T}.ds_map.int_ipv6`, 'Downstream Interface IPv6 Address'),
  multipath: u8(`${T}.ds_map.hash_type`, 'Multipath Type', { names: or(multipaths, 'Unknown multipath type') }),
  depth: u8(`${T}.ds_map.depth`, 'Depth Limit'),
  multipathLength: u16(`${T}.ds_map.multi_len`, 'Multipath Length'),
  noMultipath: bytes(`${T}.ds_map_mp.no_multipath_info`, 'No Multipath Information'),
  multipathValue: bytes(`${T}.ds_map_mp.value`, 'Multipath Value'),
  nextLabel: u24(`${T}.ds_map.mp_label`, 'Downstream Label', { help: 'What packets get on their way there.' }),
  nextExp: u8(`${T}.ds_map.mp_exp`, 'Downstream Exp'),
  nextBottom: u8(`${T}.ds_map.mp_bos`, 'Downstream BOS'),
  nextProtocol: u8(`${T}.ds_map.mp_proto`, 'Downstream Protocol', { names: or(protocols) }),
  action: u8(`${T}.pad_action`, 'Pad Action', {
    names: or({ 1: 'Drop Pad TLV from reply', 2: 'Copy Pad TLV to reply' }),
  }),
  pad: bytes(`${T}.pad_padding`, 'Padding'),
  vendor: u32(`${T}.vendor_id`, 'Vendor Id'),
  stackKind: u8(`${T}.ilso.addr_type`, 'Address Type', { names: or(addressKinds) }),
  stackZero: u24(`${T}.ilso.mbz`, 'Must Be Zero', hex),
  stackAddress: ipv4(`${T}.ilso_ipv4.addr`, 'Downstream IPv4 Address'),
  stackInterface: ipv4(`${T}.ilso_ipv4.int_addr`, 'Downstream Interface Address'),
  stackIndex: u32(`${T}.ilso.int_index`, 'Downstream Interface Index', hex),
  tos: u8(`${T}.reply.tos`, 'Reply-TOS Byte'),
  tosZero: u24(`${T}.reply.tos.mbz`, 'MBZ', hex),
}

export const mplsEcho = protocol({
  name: 'mpls-echo',
  title: 'Multiprotocol Label Switching Echo',
  column: 'MPLS ECHO',
  shortName: 'MPLS Echo',
  spec: 'RFC 8029',
  over: { 'udp.port': [3503] },
  fields: f,
  decode(p) {
    // Smaller than its own head: not taken.
    if (p.leftOnWire < 5) return false
    p.take(f.version)
    const type = p.peek(1, 2)
    p.take(type <= 2 ? f.flags : f.zero)
    p.take(f.type)
    if (p.columns)
      p.say(messages[type] ?? `Unknown Message Type (0x${type.toString(16).padStart(2, '0').toUpperCase()})`)
    p.take(f.mode)
    for (const field of [f.result, f.subcode, f.handle, f.sequence]) p.take(field)
    if (type <= 2) {
      stamp(p, f.sent)
      stamp(p, f.received)
    }
    while (p.left >= 4) item(p)
  },
})

function stamp(p: Packet, field: Field): void {
  p.need(8)
  p.add(field, p.at, 8, p.peek(4) === 0 && p.peek(4, 4) === 0 ? 0 : ntpTime(p.bytes, p.at))
  p.skip(8)
}

function item(p: Packet): void {
  const type = p.peek(2)
  const length = p.peek(2, 2)
  const name = items[type] ?? `Unknown TLV type (0x${type.toString(16).toUpperCase().padStart(4, '0')})`
  const was = p.open(p.text(name, p.at, 4 + length))
  p.take(f.item)
  p.take(f.itemLength)
  const size = Math.min(length, p.left)
  p.part(size, () => value(p, type))
  p.close(was)
  const pad = (4 - (length % 4)) % 4
  if (pad && p.left >= pad) p.skip(pad)
}

function value(p: Packet, type: number): void {
  if (type === 1 || type === 16) for (let n = 1; p.left >= 4; n++) oneClass(p, n)
  else if (type === 2 && p.left >= 16) mapping(p)
  else if (type === 3 && p.left) {
    p.take(f.action)
    if (p.left) p.take(f.pad, p.left)
  } else if (type === 5 && p.left >= 4) p.take(f.vendor)
  else if (type === 7 && p.left >= 12) {
    p.take(f.stackKind)
    p.take(f.stackZero)
    p.take(f.stackAddress)
    p.take(p.bytes[p.at - 8] === 2 ? f.stackIndex : f.stackInterface)
    if (p.left) p.take(f.value, p.left)
  } else if (type === 10 && p.left === 4) {
    p.take(f.tos)
    p.take(f.tosZero)
  } else if (p.left) p.take(f.value, p.left)
}

/** What each class consists of (3.2). */
const layouts: Readonly<Record<number, readonly (readonly [Field, number])[]>> = {
  1: [
    [f.ldp4, 4],
    [f.ldp4Mask, 1],
  ],
  2: [
    [f.ldp6, 16],
    [f.ldp6Mask, 1],
  ],
  3: [
    [f.end4, 4],
    [f.zero1, 2],
    [f.tunnel, 2],
    [f.extended4, 4],
    [f.sender4, 4],
    [f.zero2, 2],
    [f.lsp, 2],
  ],
  4: [
    [f.end6, 16],
    [f.zero1, 2],
    [f.tunnel, 2],
    [f.extended6, 16],
    [f.sender6, 16],
    [f.zero2, 2],
    [f.lsp, 2],
  ],
  6: [
    [f.distinguisher, 8],
    [f.vpn4, 4],
    [f.vpnLength, 1],
  ],
  7: [
    [f.distinguisher, 8],
    [f.vpn6, 16],
    [f.vpnLength, 1],
  ],
  9: [
    [f.wireRemote, 4],
    [f.wireId, 4],
    [f.wireKind, 2],
    [f.wireZero, 2],
  ],
  10: [
    [f.wireSender, 4],
    [f.wireRemote, 4],
    [f.wireId, 4],
    [f.wireKind, 2],
    [f.wireZero, 2],
  ],
  12: [
    [f.bgp4, 4],
    [f.bgpLength, 1],
  ],
  13: [
    [f.bgp6, 16],
    [f.bgpLength, 1],
  ],
  14: [
    [f.general4, 4],
    [f.general4Mask, 1],
  ],
  15: [
    [f.general6, 16],
    [f.general6Mask, 1],
  ],
}

function oneClass(p: Packet, n: number): void {
  const type = p.peek(2)
  const length = p.peek(2, 2)
  const whole = 4 + length + ((4 - (length % 4)) % 4)
  const was = p.open(
    p.text(
      `FEC Element ${n}: ${classes[type] ?? `Unknown FEC type (0x${type.toString(16).toUpperCase().padStart(4, '0')})`}`,
      p.at,
      whole,
    ),
  )
  p.take(f.class)
  p.take(f.classLength)
  p.part(Math.min(length, p.left), () => {
    const layout = layouts[type]
    if (layout && layout.reduce((sum, [, size]) => sum + size, 0) <= p.left)
      for (const [field, size] of layout) p.take(field, size)
    else if (p.left) p.take(f.classValue, p.left)
  })
  const pad = whole - 4 - length
  if (pad && p.left >= pad) p.take(f.padding, pad)
  p.close(was)
}

function mapping(p: Packet): void {
  p.take(f.mtu)
  const kind = p.take(f.kind)
  p.take(f.mapFlags)
  if (kind === 3 || kind === 4) {
    p.take(f.next6)
    p.take(kind === 3 ? f.nextInterface6 : f.nextIndex)
  } else {
    p.take(f.next4)
    p.take(kind === 2 ? f.nextIndex : f.nextInterface4)
  }
  const multipath = p.take(f.multipath)
  p.take(f.depth)
  const size = p.take(f.multipathLength)
  if (size) p.take(multipath === 0 ? f.noMultipath : f.multipathValue, size)
  for (let n = 1; p.left >= 4; n++) label(p, n)
}

function label(p: Packet, n: number): void {
  const word = p.peek(4)
  const [value, exp, bottom, told] = [word >>> 12, (word >> 9) & 7, (word >> 8) & 1, word & 255]
  const text = `Label: ${value}, Exp: ${exp}, BOS: ${bottom}, Protocol: ${told} (${protocols[told] ?? 'Unknown'})`
  const was = p.open(p.text(`Downstream Label Element ${n}, ${text}`, p.at, 4))
  p.add(f.nextLabel, p.at, 3, value)
  p.add(f.nextExp, p.at + 2, 1, exp)
  p.add(f.nextBottom, p.at + 2, 1, bottom)
  p.skip(3)
  p.take(f.nextProtocol)
  p.close(was)
}
