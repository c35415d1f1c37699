/** Fields of LDP. */
import { bit, bits, bytes, ether, expert, ipv4, ipv6, string, u16, u32, u8 } from '../../../dissect/field'
import type { Field } from '../../../dissect/field'
import { classes, families, forwarding, messageName, states, wireParameters, wires } from './names'

const V = 'ldp.msg.tlv'
const set = { trueFalse: ['Set', 'Not set'] } as const
/** Parts of parameters of wires: under `fec.vc` where the FEC is RFC 4447's older form. */
const parameters = (under: string, bfd: [name: string, label: string]) => ({
  length: u8(`${under}.length`, 'Length'),
  mtu: u16(`${under}.mtu`, 'MTU'),
  id: u8(`${under}.id`, 'ID', { display: 'hex', names: (v) => wireParameters[v] ?? 'Unknown' }),
  cells: u16(`${under}.maxatm`, 'Number of Cells'),
  description: string(`${under}.desc`, 'Description'),
  vlan: u16(`${under}.vlanid`, 'VLAN Id'),
  rate: u32(`${under}.tdmbps`, 'BPS'),
  word: bit(`${under}.vccv.cctype_cw`, 'PWE3 Control Word', 0x01),
  alert: bit(`${under}.vccv.cctype_mplsra`, 'MPLS Router Alert', 0x02),
  ttl: bit(`${under}.vccv.cctype_ttl1`, 'MPLS Inner Label TTL = 1', 0x04),
  icmpPing: bit(`${under}.vccv.cvtype_icmpping`, 'ICMP Ping', 0x01),
  lspPing: bit(`${under}.vccv.cvtype_lspping`, 'LSP Ping', 0x02),
  bfd: bit(`${under}.vccv.${bfd[0]}`, bfd[1], 0x04),
})

export const f = {
  version: u16('ldp.hdr.version', 'Version'),
  length: u16('ldp.hdr.pdu_len', 'PDU Length'),
  router: ipv4('ldp.hdr.ldpid.lsr', 'LSR ID', { help: 'Names the router.' }),
  space: u16('ldp.hdr.ldpid.lsid', 'Label Space ID', { help: '0: its labels mean the same at every interface.' }),
  unknown: bit('ldp.msg.ubit', 'U bit', 0x80, { trueFalse: ['Unknown bit set', 'Unknown bit not set'] }),
  type: u16('ldp.msg.type', 'Message Type', {
    display: 'hex',
    help: 'Hello finds neighbours, label mapping tells a label.',
  }),
  messageLength: u16('ldp.msg.len', 'Message Length'),
  id: u32('ldp.msg.id', 'Message ID', { display: 'hex' }),
  vendor: u32('ldp.msg.vendor.id', 'Vendor ID', { display: 'hex' }),
  experiment: u32('ldp.msg.experiment.id', 'Experiment ID', { display: 'hex' }),
  data: bytes('ldp.data', 'Data'),
  itemUnknown: bits(`${V}.unknown`, 'TLV Unknown bits', 0xc0, { display: 'hex', names: forwarding }),
  itemType: u16(`${V}.type`, 'TLV Type', { display: 'hex' }),
  itemLength: u16(`${V}.len`, 'TLV Length'),
  value: bytes(`${V}.value`, 'TLV Value'),
  hold: u16(`${V}.hello.hold`, 'Hold Time', { help: 'Seconds without a greeting after which the neighbour is gone.' }),
  targeted: bit(`${V}.hello.targeted`, 'Targeted Hello', 0x8000, {
    trueFalse: ['Targeted Hello', 'Link Hello'],
    help: 'A link hello goes to whoever is on the wire; a targeted one to a router that may be far away.',
  }),
  requested: bit(`${V}.hello.requested`, 'Hello Requested', 0x4000, {
    trueFalse: ['Source requests periodic hellos', 'Source does not request periodic hellos'],
  }),
  gtsm: bit(`${V}.hello.gtsm`, 'GTSM Flag', 0x2000, set),
  helloReserved: bits(`${V}.hello.res`, 'Reserved', 0x1fff, { display: 'hex' }),
  transport4: ipv4(`${V}.ipv4.taddr`, 'IPv4 Transport Address', { help: 'Where the TCP session goes to.' }),
  transport6: ipv6(`${V}.ipv6.taddr`, 'IPv6 Transport Address', { help: 'Where the TCP session goes to.' }),
  sequence: u32(`${V}.hello.cnf_seqno`, 'Configuration Sequence Number'),
  class: u8(`${V}.fec.type`, 'FEC Element Type', {
    names: (v) => classes[v],
    help: 'Which packets the label is for: mostly those to a prefix of addresses.',
  }),
  classFamily: u16(`${V}.fec.af`, 'FEC Element Address Type', {
    names: (v) => families[v] ?? 'Unknown Address Family',
  }),
  classLength: u8(`${V}.fec.len`, 'FEC Element Length'),
  prefix: string(`${V}.fec.pfval`, 'Prefix', { help: 'Addresses that the label stands for.' }),
  host: string(`${V}.fec.hoval`, 'Address'),
  family: u16(`${V}.addrl.addr_family`, 'Address Family', { names: (v) => families[v] ?? 'Unknown Address Family' }),
  address: string(`${V}.addrl.addr`, 'Address'),
  hops: u8(`${V}.hc.value`, 'Hop Count Value'),
  pathRouter: ipv4(`${V}.pv.lsrid`, 'LSR Id'),
  label: bits(`${V}.generic.label`, 'Generic Label', 0xfffff, {
    show: (v) => `${v} (0x${v.toString(16).padStart(5, '0')})`,
    help: 'What is put in front of packets of this class; 3 means none (the last router but one takes it off).',
  }),
  labelRequest: u32(`${V}.lbl_req_msg_id`, 'Label Request Message ID', { display: 'hex' }),
  mac: ether(`${V}.mac`, 'MAC address'),
  sessionVersion: u16(`${V}.sess.ver`, 'Session Protocol Version'),
  keepAlive: u16(`${V}.sess.ka`, 'Session KeepAlive Time', {
    help: 'Seconds of silence after which the session ends.',
  }),
  advertise: bit(`${V}.sess.advbit`, 'Session Label Advertisement Discipline', 0x80, {
    trueFalse: ['Downstream On Demand proposed', 'Downstream Unsolicited proposed'],
    help: 'Whether labels are told unasked.',
  }),
  loops: bit(`${V}.sess.ldetbit`, 'Session Loop Detection', 0x40, {
    trueFalse: ['Loop Detection Enabled', 'Loop Detection Disabled'],
  }),
  vectorLimit: u8(`${V}.sess.pvlim`, 'Session Path Vector Limit'),
  mostLength: u16(`${V}.sess.mxpdu`, 'Session Max PDU Length'),
  receiver: ipv4(`${V}.sess.rxlsr`, 'Session Receiver LSR Identifier'),
  receiverSpace: u16(`${V}.sess.rxls`, 'Session Receiver Label Space Identifier'),
  fault: u16(`${V}.ft_sess.flags`, 'Flags', {
    show: (v) => `0x${v.toString(16).padStart(4, '0')}${v & 1 ? ' (Using LDP Graceful Restart)' : ''}`,
    of: {
      reconnect: bit(`${V}.ft_sess.flag_r`, 'R bit', 0x8000, {
        trueFalse: [
          'LSR has preserved state and resources for all FT-Labels',
          'LSR has not preserved state and resources for all FT-Labels',
        ],
      }),
      reserved: bits(`${V}.ft_sess.flag_res`, 'Reserved', 0x7ff0, { display: 'hex' }),
      save: bit(`${V}.ft_sess.flag_s`, 'S bit', 0x8, {
        trueFalse: [
          'FT Protection TLV supported on other than KeepAlive',
          'FT Protection TLV not supported on other than KeepAlive',
        ],
      }),
      all: bit(`${V}.ft_sess.flag_a`, 'A bit', 0x4, {
        trueFalse: [
          'Treat all labels as Sequence Numbered FT Labels',
          'May treat some labels as FT and others as non-FT',
        ],
      }),
      check: bit(`${V}.ft_sess.flag_c`, 'C bit', 0x2, {
        trueFalse: ['Check-Pointing procedures in use', 'Check-Pointing procedures not in use'],
      }),
      learn: bit(`${V}.ft_sess.flag_l`, 'L bit', 0x1, {
        trueFalse: ['Re-learn the state from the network', 'Do not re-learn the state from the network'],
      }),
    },
  }),
  faultReserved: u16(`${V}.ft_sess.res`, 'Reserved', { display: 'hex' }),
  reconnect: u32(`${V}.ft_sess.reconn_to`, 'Reconnect Timeout'),
  recovery: u32(`${V}.ft_sess.recovery_time`, 'Recovery Time'),
  isFatal: bit(`${V}.status.ebit`, 'E Bit', 0x80, {
    trueFalse: ['Fatal Error Notification', 'Advisory Notification'],
    help: 'After a fatal error the session ends.',
  }),
  isForwarded: bit(`${V}.status.fbit`, 'F Bit', 0x40, {
    trueFalse: ['Notification should be Forwarded', 'Notification should NOT be Forwarded'],
  }),
  status: bits(`${V}.status.data`, 'Status Data', 0x3fffffff, {
    show: (v) => `${states[v] ?? 'Unknown Status Data'} (0x${v.toString(16).toUpperCase()})`,
    help: 'What went wrong.',
  }),
  statusId: u32(`${V}.status.msg.id`, 'Message ID', { display: 'hex' }),
  statusType: u16(`${V}.status.msg.type`, 'Message Type', {
    display: 'hex',
    names: (v) => messageName(v) ?? 'Unknown',
  }),
  extended: u32(`${V}.extstatus.data`, 'Extended Status Data', { display: 'hex' }),
  wireWord: bit(`${V}.fec.vc.controlword`, 'C-bit', 0x80, {
    trueFalse: ['Control Word Present', 'Control Word NOT Present'],
  }),
  wireType: bits(`${V}.fec.vc.vctype`, 'PW Type', 0x7fff, {
    display: 'hex',
    names: (v) => wires[v] ?? 'Unknown VC type',
    help: 'What the pseudo-wire carries.',
  }),
  wireLength: u8(`${V}.fec.vc.infolength`, 'PW Info Length'),
  group: u32(`${V}.fec.vc.groupid`, 'Group ID'),
  wireId: u32(`${V}.fec.vc.vcid`, 'PW ID', { help: 'Both ends of the pseudo-wire use the same number.' }),
  generalWord: bit(`${V}.fec.pw.controlword`, 'C-bit', 0x80, {
    trueFalse: ['Control Word Present', 'Control Word NOT Present'],
  }),
  generalType: bits(`${V}.fec.pw.pwtype`, 'PW Type', 0x7fff, {
    display: 'hex',
    names: (v) => wires[v] ?? 'Unknown PW type',
  }),
  generalLength: u8(`${V}.fec.pw.infolength`, 'PW Info Length'),
  groupType: u8(`${V}.fec.gen.agi.type`, 'AGI Type'),
  groupLength: u8(`${V}.fec.gen.agi.length`, 'AGI Length'),
  groupValue: bytes(`${V}.fec.gen.agi.value`, 'AGI Value'),
  sourceType: u8(`${V}.fec.gen.saii.type`, 'SAII Type'),
  sourceLength: u8(`${V}.fec.gen.saii.length`, 'SAII Length'),
  sourceValue: bytes(`${V}.fec.gen.saii.value`, 'SAII Value'),
  targetType: u8(`${V}.fec.gen.taii.type`, 'TAII Type'),
  targetLength: u8(`${V}.fec.gen.taii.length`, 'TAII length'),
  targetValue: bytes(`${V}.fec.gen.taii.value`, 'TAII Value'),
  root: ipv4(`${V}.ldp_p2mp.ipv4_rtnodeaddr`, 'Root Node Address'),
  opaqueLength: u16(`${V}.ldp_p2mp.oplength`, 'Opaque Length'),
  opaque: bytes(`${V}.ldp_p2mp.opvalue`, 'Opaque Value'),
  wireStatus: u32(`${V}.pwstatus.code`, 'PW Status', {
    display: 'hex',
    of: {
      forward: bit(`${V}.pwstatus.code.pwnotforward`, 'Pseudowire Not Forwarding', 0x01, set),
      receive: bit(
        `${V}.pwstatus.code.pwlacingressrecvfault`,
        'Local Attachment Circuit (ingress) Receive Fault',
        0x02,
        set,
      ),
      transmit: bit(
        `${V}.pwstatus.code.pwlacegresstransfault`,
        'Local Attachment Circuit (egress) Transmit Fault',
        0x04,
        set,
      ),
      netReceive: bit(
        `${V}.pwstatus.code.pwpsnpwingressrecvfault`,
        'Local PSN-facing PW (ingress) Receive Fault',
        0x08,
        set,
      ),
      netTransmit: bit(
        `${V}.pwstatus.code.pwpsnpwegresstransfault`,
        'Local PSN-facing PW (egress) Transmit Fault',
        0x10,
        set,
      ),
    },
  }),
  grouping: u32(`${V}.pwgrouping.value`, 'Value'),
  noGtsm: expert('ldp.gtsm_not_supported', 'chat', 'Protocol', 'GTSM is not supported by the source'),
  hasGtsm: expert('ldp.gtsm_supported', 'chat', 'Protocol', 'GTSM is supported by the source'),
  bothGtsm: expert('ldp.dtsm_and_target', 'warn', 'Protocol', 'ERROR - Both GTSM and Target Flag are enabled.'),
  noBasic: expert(
    'ldp.gtsm_not_supported_basic_discovery',
    'chat',
    'Protocol',
    'GTSM is not supported by the source, since basic discovery is not enabled',
  ),
  unknownClass: expert(`${V}.fec.unknown`, 'warn', 'Protocol', 'Unknown FEC TLV type'),
}
/** Parameters of pseudo-wires in the older form of their class, and in an item of their own. */
export const wire = parameters(`${V}.fec.vc.intparam`, [
  'cvtype_bfd1',
  'BFD IP/UDP-encapsulated, for PW Fault Detection only',
])
export const general = parameters(`${V}.intparam`, ['cvtype_bfd', 'BFD'])
export type WireParameters = typeof wire
export const all = { ...f, ...named('wire', wire), ...named('general', general) }

function named(prefix: string, fields: Readonly<Record<string, Field>>): Record<string, Field> {
  return Object.fromEntries(Object.entries(fields).map(([key, field]) => [`${prefix}.${key}`, field]))
}
