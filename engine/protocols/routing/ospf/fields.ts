/** Fields of OSPF: version 2 (RFC 2328) and version 3 (RFC 5340). */
import { bit, bits, bool, bytes, expert, ipv4, ipv6, none, u16, u24, u32, u8 } from '../../../dissect/field'
import type { Field } from '../../../dissect/field'

export const messages: Readonly<Record<number, string>> = {
  1: 'Hello Packet',
  2: 'DB Description',
  3: 'LS Request',
  4: 'LS Update',
  5: 'LS Acknowledge',
}
export const statements: Readonly<Record<number, string>> = {
  1: 'Router-LSA',
  2: 'Network-LSA',
  3: 'Summary-LSA (IP network)',
  4: 'Summary-LSA (ASBR)',
  5: 'AS-External-LSA (ASBR)',
  6: 'Group Membership LSA',
  7: 'NSSA AS-External-LSA',
  8: 'External Attributes LSA',
  9: 'Opaque LSA, Link-local scope',
  10: 'Opaque LSA, Area-local scope',
  11: 'Opaque LSA, AS-local scope',
}
/** RFC 5340, A.4.2.1: by function code. */
export const functions: Readonly<Record<number, string>> = {
  1: 'Router-LSA',
  2: 'Network-LSA',
  3: 'Inter-Area-Prefix-LSA',
  4: 'Inter-Area-Router-LSA',
  5: 'AS-External-LSA',
  6: 'Group Membership LSA',
  7: 'NSSA-LSA',
  8: 'Link-LSA',
  9: 'Intra-Area-Prefix-LSA',
}
const scopes: Readonly<Record<number, string>> = {
  0: 'Link-Local Scoping - Flooded only on originating link',
  1: 'Area Scoping - Flooded only in originating area',
  2: 'AS Scoping - Flooded throughout AS',
  3: 'Reserved',
}
const setOr = { trueFalse: ['Set', 'Not set'] } as const
const yesNo = { trueFalse: ['Yes', 'No'] } as const
const capable = { trueFalse: ['Capable', 'Not capable'] } as const
const supported = { trueFalse: ['Supported', 'Not supported'] } as const

/** `0x22, (DC) Demand Circuits, (E) External Routing`: of a field with bits, the highest first. */
export const flagText =
  (digits: number, of: Record<string, Field>) =>
  (v: number): string =>
    [
      `0x${v.toString(16).padStart(digits, '0')}`,
      ...Object.values(of)
        .filter((b) => (v & b.mask) !== 0)
        .map((b) => b.label),
    ].join(', ')
const flags = (
  make: typeof u8,
  name: string,
  label: string,
  digits: number,
  of: Record<string, Field>,
  help?: string,
): Field => make(name, label, { display: 'hex', show: flagText(digits, of), of, ...(help ? { help } : {}) })

export const fields = {
  header: none('ospf.header', 'OSPF Header'),
  version: u8('ospf.version', 'Version'),
  message: u8('ospf.msg', 'Message Type', {
    names: messages,
    help: 'Hello finds neighbours; the others carry the map of the network.',
  }),
  length: u16('ospf.packet_length', 'Packet Length'),
  router: ipv4('ospf.srcrouter', 'Source OSPF Router', {
    help: 'Number of the router that sends this, written like an address.',
  }),
  area: ipv4('ospf.area_id', 'Area ID', { help: 'Part of the network whose map is shared; 0.0.0.0 joins the others.' }),
  checksum: u16('ospf.checksum', 'Checksum', { display: 'hex' }),
  badSum: expert('ospf.bad_checksum', 'error', 'Checksum', 'Bad checksum'),
  authentication: u16('ospf.auth.type', 'Auth Type', {
    names: { 0: 'Null', 1: 'Simple password', 2: 'Cryptographic' },
  }),
  authNone: bytes('ospf.auth.none', 'Auth Data (none)'),
  password: bytes('ospf.auth.simple', 'Auth Data (Simple)'),
  keyId: u8('ospf.auth.crypt.key_id', 'Auth Crypt Key id'),
  authLength: u8('ospf.auth.crypt.data_length', 'Auth Crypt Data Length'),
  authSequence: u32('ospf.auth.crypt.seq_nbr', 'Auth Crypt Sequence Number'),
  authData: bytes('ospf.auth.crypt.data', 'Auth Crypt Data'),
  instance: u8('ospf.instance_id', 'Instance ID', { names: instanceName }),
  reserved: bytes('ospf.reserved', 'Reserved'),
  isHello: bool('ospf.msg.hello', 'Hello', { hidden: true }),
  isDescription: bool('ospf.msg.dbdesc', 'Database Description', { hidden: true }),
  isRequest: bool('ospf.msg.lsreq', 'Link State Adv Request', { hidden: true }),
  isUpdate: bool('ospf.msg.lsupdate', 'Link State Adv Update', { hidden: true }),
  isAck: bool('ospf.msg.lsack', 'Link State Adv Acknowledgement', { hidden: true }),
  hello: none('ospf.hello', 'OSPF Hello Packet'),
  mask: ipv4('ospf.hello.network_mask', 'Network Mask'),
  interface: u32('ospf.hello.interface_id', 'Interface ID'),
  interval: u32('ospf.hello.hello_interval', 'Hello Interval [sec]', { help: 'Neighbours must say the same.' }),
  priority: u8('ospf.hello.router_priority', 'Router Priority', {
    help: 'The highest one becomes designated router; 0 never does.',
  }),
  dead: u32('ospf.hello.router_dead_interval', 'Router Dead Interval [sec]', {
    help: 'Without a hello for so long, a neighbour is gone.',
  }),
  designated: ipv4('ospf.hello.designated_router', 'Designated Router'),
  backup: ipv4('ospf.hello.backup_designated_router', 'Backup Designated Router'),
  neighbor: ipv4('ospf.hello.active_neighbor', 'Active Neighbor', {
    help: 'Whom the sender hears: seeing oneself here means that both hear each other.',
  }),
  mtu: u16('ospf.db.interface_mtu', 'Interface MTU', { help: 'Neighbours with different ones get stuck here.' }),
  sequence: u32('ospf.db.dd_sequence', 'DD Sequence'),
  description: flags(u8, 'ospf.dbd', 'DB Description', 2, {
    r: bit('ospf.dbd.r', '(R) OOBResync', 0x08, setOr),
    i: bit('ospf.dbd.i', '(I) Init', 0x04, setOr),
    m: bit('ospf.dbd.m', '(M) More', 0x02, setOr),
    ms: bit('ospf.dbd.ms', '(MS) Master', 0x01, yesNo),
  }),
  options: flags(u8, 'ospf.v2.options', 'Options', 2, {
    dn: bit('ospf.v2.options.dn', 'DN', 0x80, setOr),
    o: bit('ospf.v2.options.o', 'O', 0x40, setOr),
    dc: bit('ospf.v2.options.dc', '(DC) Demand Circuits', 0x20, supported),
    l: bit('ospf.v2.options.l', '(L) LLS Data block', 0x10, { trueFalse: ['Present', 'Not Present'] }),
    n: bit('ospf.v2.options.n', '(N) NSSA', 0x08, supported),
    mc: bit('ospf.v2.options.mc', '(MC) Multicast', 0x04, capable),
    e: bit('ospf.v2.options.e', '(E) External Routing', 0x02, capable),
    mt: bit('ospf.v2.options.mt', '(MT) Multi-Topology Routing', 0x01, yesNo),
  }),
  options3: flags(u24, 'ospf.v3.options', 'Options', 6, {
    at: bit('ospf.v3.options.at', 'AT', 0x0400, setOr),
    l: bit('ospf.v3.options.l', 'L', 0x0200, setOr),
    af: bit('ospf.v3.options.af', 'AF', 0x0100, setOr),
    dc: bit('ospf.v3.options.dc', 'DC', 0x20, setOr),
    r: bit('ospf.v3.options.r', 'R', 0x10, setOr),
    n: bit('ospf.v3.options.n', 'N', 0x08, setOr),
    mc: bit('ospf.v3.options.mc', 'MC', 0x04, setOr),
    e: bit('ospf.v3.options.e', 'E', 0x02, setOr),
    v6: bit('ospf.v3.options.v6', 'V6', 0x01, setOr),
  }),
  count: u32('ospf.ls.number_of_lsas', 'Number of LSAs'),
  statement: u8('ospf.lsa', 'LS Type', { names: statements }),
  age: bits('ospf.lsa.age', 'LS Age (seconds)', 0x7fff),
  doNotAge: bits('ospf.lsa.donotage', 'Do Not Age Flag', 0x8000),
  doNotAge3: bit('ospf.v3.lsa.do_not_age', 'Do Not Age', 0x8000),
  id: ipv4('ospf.lsa.id', 'Link State ID'),
  requested: ipv4('ospf.link_state_id', 'Link State ID'),
  advertiser: ipv4('ospf.advrouter', 'Advertising Router'),
  number: u32('ospf.lsa.seqnum', 'Sequence Number', { display: 'hex' }),
  sum: u16('ospf.lsa.chksum', 'Checksum', { display: 'hex' }),
  size: u16('ospf.lsa.length', 'Length'),
  isRouter: bool('ospf.lsa.router', 'Router LSA', { hidden: true }),
  isNetwork: bool('ospf.lsa.network', 'Network LSA', { hidden: true }),
  isSummary: bool('ospf.lsa.summary', 'Summary LSA (IP Network)', { hidden: true }),
  isBorder: bool('ospf.lsa.asbr', 'Summary LSA (ASBR)', { hidden: true }),
  isExternal: bool('ospf.lsa.asext', 'AS-External LSA (ASBR)', { hidden: true }),
  routerFlags: flags(u8, 'ospf.v2.router.lsa.flags', 'Flags', 2, {
    h: bit('ospf.v2.router.lsa.flags.h', '(H) flag', 0x80, yesNo),
    n: bit('ospf.v2.router.lsa.flags.n', '(N) flag', 0x10, yesNo),
    w: bit('ospf.v2.router.lsa.flags.w', '(W) Wild-card multicast receiver', 0x08, yesNo),
    v: bit('ospf.v2.router.lsa.flags.v', '(V) Virtual link endpoint', 0x04, yesNo),
    e: bit('ospf.v2.router.lsa.flags.e', '(E) AS boundary router', 0x02, yesNo),
    b: bit('ospf.v2.router.lsa.flags.b', '(B) Area border router', 0x01, yesNo),
  }),
  links: u16('ospf.lsa.number_of_links', 'Number of Links'),
  linkId: ipv4('ospf.lsa.router.linkid', 'Link ID'),
  linkData: ipv4('ospf.lsa.router.linkdata', 'Link Data'),
  linkType: u8('ospf.lsa.router.linktype', 'Link Type'),
  metrics: u8('ospf.lsa.router.nummetrics', 'Number of Metrics', { show: (v) => `${v} - TOS` }),
  metric0: u16('ospf.lsa.router.metric0', '0 Metric'),
  netmask: ipv4('ospf.lsa.netmask', 'Netmask'),
  attached: ipv4('ospf.lsa.attached_router', 'Attached Router'),
  metric: u32('ospf.metric', 'Metric'),
  externalType: bit('ospf.lsa.asext.type', 'External Type', 0x80, {
    trueFalse: [
      'Type 2 (metric is larger than any other link state path)',
      'Type 1 (metric is specified in the same units as interface cost)',
    ],
  }),
  forwarding: ipv4('ospf.lsa.asext.fwdaddr', 'Forwarding Address'),
  tag: u32('ospf.lsa.asext.extrttag', 'External Route Tag'),
  statement3: u16('ospf.v3.lsa', 'LS Type', {
    display: 'hex',
    of: {
      u: bit('ospf.v3.lsa.u', 'LSA Handling', 0x8000, {
        trueFalse: [
          'Store and flood the LSA as if the type is understood',
          'Treat the LSA as if it had link-local flooding scope',
        ],
      }),
      s: bits('ospf.v3.lsa.s12', 'Flooding Scope', 0x6000, { display: 'hex', names: scopes }),
      fc: bits('ospf.v3.lsa.fc', 'Function Code', 0x1fff, { names: functions }),
    },
  }),
  isRouter3: bool('ospf.v3.lsa.router', 'Router-LSA', { hidden: true }),
  isNetwork3: bool('ospf.v3.lsa.network', 'Network-LSA', { hidden: true }),
  isInterPrefix: bool('ospf.v3.lsa.interprefix', 'Inter-Area-Prefix-LSA', { hidden: true }),
  isLink: bool('ospf.v3.lsa.link', 'Link-LSA', { hidden: true }),
  isIntraPrefix: bool('ospf.v3.lsa.intraprefix', 'Intra-Area-Prefix-LSA', { hidden: true }),
  routerFlags3: flags(u8, 'ospf.v3.router.lsa.flags', 'Flags', 2, {
    w: bit('ospf.v3.router.lsa.flags.w', '(W) Wild-card multicast receiver', 0x08, yesNo),
    v: bit('ospf.v3.router.lsa.flags.v', '(V) Virtual link endpoint', 0x04, yesNo),
    e: bit('ospf.v3.router.lsa.flags.e', '(E) AS boundary router', 0x02, yesNo),
    b: bit('ospf.v3.router.lsa.flags.b', '(B) Area border router', 0x01, yesNo),
  }),
  linkType3: u8('ospf.v3.lsa.type', 'Type', {
    names: {
      1: 'Point-to-point connection to another router',
      2: 'Connection to a transit network',
      3: 'Connection to a stub network',
      4: 'Virtual link',
    },
  }),
  interface3: u32('ospf.v3.lsa.interface_id', 'Interface ID'),
  neighborInterface: u32('ospf.v3.lsa.neighbor_interface_id', 'Neighbor Interface ID'),
  neighborRouter: ipv4('ospf.v3.lsa.neighbor_router_id', 'Neighbor Router ID'),
  attached3: ipv4('ospf.v3.lsa.attached_router', 'Attached Router'),
  priority3: u8('ospf.v3.lsa.router_priority', 'Router Priority'),
  linkLocal: ipv6('ospf.v3.lsa.link_local_interface_address.ipv6', 'Link-local Interface Address'),
  prefixes: u32('ospf.v3.lsa.num_prefixes', '# prefixes'),
  prefixLength: u8('ospf.prefix_length', 'PrefixLength'),
  prefixOptions: flags(u8, 'ospf.v3.prefix.options', 'PrefixOptions', 2, {
    p: bit('ospf.v3.prefix.options.p', '(P) Propagate', 0x08, setOr),
    mc: bit('ospf.v3.prefix.options.mc', '(MC) Multicast', 0x04, setOr),
    la: bit('ospf.v3.prefix.options.la', '(LA) Local Address', 0x02, setOr),
    nu: bit('ospf.v3.prefix.options.nu', '(NU) NoUnicast', 0x01, setOr),
  }),
  prefix: ipv6('ospf.v3.address_prefix.ipv6', 'Address Prefix'),
  refersType: u16('ospf.v3.lsa.referenced_ls_type', 'Referenced LS type', {
    display: 'hex',
    names: (v) => functions[v & 0x1fff],
  }),
  refersId: ipv4('ospf.v3.lsa.referenced_link_state_id', 'Referenced Link State ID'),
  refersRouter: ipv4('ospf.v3.lsa.referenced_advertising_router', 'Referenced Advertising Router'),
  unknown: bytes('ospf.unknown_data', 'Unknown Data'),
}

function instanceName(v: number): string {
  if (v < 32) return 'IPv6 unicast AF'
  if (v < 64) return 'IPv6 multicast AF'
  if (v < 96) return 'IPv4 unicast AF'
  return v < 128 ? 'IPv4 multicast AF' : 'Reserved'
}
