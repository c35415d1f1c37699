/** C706 chapter 12 and MS-RPCE 2.2: fields of DCE/RPC, of connections and of datagrams. */
import { bit, bytes, duration, expert, framenum, guid, none, string, u16, u32, u8 } from '../../../dissect/field'
import { authLevels, authTypes, faults, packetTypes, reasons, rejections, results } from './names'

const set = { trueFalse: ['Set', 'Not set'] as const }
const name = (key: string): string => `dcerpc.${key}`
const flag = (key: string, label: string, mask: number): ReturnType<typeof bit> =>
  bit(`dcerpc.cn_flags.${key}`, label, mask, set)

/** The first eight bytes of a packet of a connection. */
export const commonFields = {
  version: u8(name('ver'), 'Version', { help: '5 for connections, 4 for datagrams.' }),
  minor: u8(name('ver_minor'), 'Version (minor)'),
  type: u8(name('pkt_type'), 'Packet type', {
    names: packetTypes,
    help: 'Bind agrees on interfaces, a request calls an operation of one, a response or fault answers it.',
  }),
  flags: u8(name('cn_flags'), 'Packet Flags', {
    display: 'hex',
    of: {
      object: flag('object', 'Object', 0x80),
      maybe: flag('maybe', 'Maybe', 0x40),
      dne: flag('dne', 'Did Not Execute', 0x20),
      mpx: flag('mpx', 'Multiplex', 0x10),
      reserved: flag('reserved', 'Reserved', 8),
      cancel: flag('cancel_pending', 'Cancel Pending', 4),
      last: flag('last_frag', 'Last Frag', 2),
      first: flag('first_frag', 'First Frag', 1),
    },
  }),
  drep: bytes(name('drep'), 'Data Representation'),
  byteOrder: u8(name('drep.byteorder'), 'Byte order', { names: { 0: 'Big-endian', 1: 'Little-endian' } }),
  character: u8(name('drep.character'), 'Character', { names: { 0: 'ASCII', 1: 'EBCDIC' } }),
  float: u8(name('drep.fp'), 'Floating-point', { names: { 0: 'IEEE', 1: 'VAX', 2: 'Cray', 3: 'IBM' } }),
}

export const connectionFields = {
  fragmentLength: u16(name('cn_frag_len'), 'Frag Length'),
  authLength: u16(name('cn_auth_len'), 'Auth Length'),
  callId: u32(name('cn_call_id'), 'Call ID', { help: 'The response to a request carries the same number.' }),
  maxTransmit: u16(name('cn_max_xmit'), 'Max Xmit Frag'),
  maxReceive: u16(name('cn_max_recv'), 'Max Recv Frag'),
  group: u32(name('cn_assoc_group'), 'Assoc Group', { display: 'hex' }),
  items: u8(name('cn_num_ctx_items'), 'Num Ctx Items'),
  item: none(name('cn_ctx_item'), 'Ctx Item'),
  context: u16(name('cn_ctx_id'), 'Context ID', {
    help: 'Which of the interfaces that were agreed on this call belongs to.',
  }),
  noBind: expert(name('cn_ctx_id.no_bind'), 'note', 'Undecoded', 'No bind info'),
  transfers: u8(name('cn_num_trans_items'), 'Num Trans Items'),
  abstract: none(name('cn_bind_abstract_syntax'), 'Abstract Syntax'),
  uuid: guid(name('cn_bind_to_uuid'), 'Interface UUID', { help: 'Which family of operations is meant.' }),
  interfaceVersion: u16(name('cn_bind_if_ver'), 'Interface Ver'),
  interfaceMinor: u16(name('cn_bind_if_ver_minor'), 'Interface Ver Minor'),
  transfer: none(name('cn_bind_trans'), 'Transfer Syntax'),
  transferId: guid(name('cn_bind_trans_id'), 'ID'),
  transferVersion: u32(name('cn_bind_trans_ver'), 'ver'),
  features: u16(name('cn_bind_trans_btfn'), 'Bind Time Features', {
    display: 'hex',
    little: true,
    of: {
      multiplexing: bit(name('cn_bind_trans_btfn.01'), 'Security Context Multiplexing Supported', 1),
      orphan: bit(name('cn_bind_trans_btfn.02'), 'Keep Connection On Orphan Supported', 2),
    },
  }),
  addressLength: u16(name('cn_sec_addr_len'), 'Scndry Addr len'),
  address: string(name('cn_sec_addr'), 'Scndry Addr', { zeroTerminated: true }),
  resultCount: u8(name('cn_num_results'), 'Num results'),
  result: u16(name('cn_ack_result'), 'Ack result', { names: results }),
  reason: u16(name('cn_ack_reason'), 'Ack reason', { names: reasons }),
  ackTransfer: guid(name('cn_ack_trans_id'), 'Transfer Syntax'),
  ackVersion: u32(name('cn_ack_trans_ver'), 'Syntax ver'),
  reject: u16(name('cn_reject_reason'), 'Reject reason', { names: rejections }),
  protocols: u8(name('cn_num_protocols'), 'Number of protocols'),
  protocolMajor: u8(name('cn_protocol_ver_major'), 'Protocol major version'),
  protocolMinor: u8(name('cn_protocol_ver_minor'), 'Protocol minor version'),
  hint: u32(name('cn_alloc_hint'), 'Alloc hint'),
  cancels: u8(name('cn_cancel_count'), 'Cancel count'),
  opnum: u16(name('opnum'), 'Opnum', { help: 'Which operation of the interface is called.' }),
  object: guid(name('obj_id'), 'Object'),
  status: u32(name('cn_status'), 'Status', { display: 'hex', names: faults, help: 'Why the call failed.' }),
  requestIn: framenum(name('request_in'), 'Request in frame'),
  responseIn: framenum(name('response_in'), 'Response in frame'),
  time: duration(name('time'), 'Time from request'),
  stubData: bytes(name('stub_data'), 'Stub data'),
  encrypted: bytes(name('encrypted_stub_data'), 'Encrypted stub data'),
  padding: bytes(name('auth_padding'), 'Auth Padding'),
  auth: none(name('auth_info'), 'Auth Info'),
  authType: u8(name('auth_type'), 'Auth type', { names: authTypes }),
  authLevel: u8(name('auth_level'), 'Auth level', {
    names: authLevels,
    help: 'Connect only names the caller; integrity signs calls, privacy encrypts them, too.',
  }),
  authPad: u8(name('auth_pad_len'), 'Auth pad len'),
  authReserved: u8(name('auth_rsrvd'), 'Auth Rsrvd'),
  authContext: u32(name('auth_ctx_id'), 'Auth Context ID'),
  unknown: expert(name('unknown_if_id'), 'warn', 'Undecoded', 'Unknown DCERPC interface id'),
}
