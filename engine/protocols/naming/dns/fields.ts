/** Fields of a DNS message itself: its header, questions, what all records have in common, and what pairing found (RFC 1035, 2136, 6891, 8490). */
import {
  bit,
  bits,
  bool,
  bytes,
  duration,
  expert,
  framenum,
  i32,
  none,
  string,
  u16,
  u32,
  u8,
} from '../../../dissect/field'
import { dnsClasses, dnsTypes } from '../../../names/dns-types'
import { dnsErrors, dnsOpcodes, dsoType } from '../../../names/dns-values'
import { flagsText, seconds } from './show'

export const messageFields = {
  length: u16('dns.length', 'Length', {
    help: 'Over TCP every message is preceded by its length, because a stream has no packet borders.',
  }),
  flags: u16('dns.flags', 'Flags', {
    display: 'hex',
    show: flagsText,
    help: 'What kind of message this is, how it was answered, and what the two sides can do.',
  }),
  flagsResponse: bit('dns.flags.response', 'Response', 0x8000, {
    trueFalse: ['Message is a response', 'Message is a query'],
    help: 'Tells questions from answers.',
  }),
  flagsOpcode: bits('dns.flags.opcode', 'Opcode', 0x7800, {
    names: dnsOpcodes,
    help: 'What is asked for; nearly always a standard query.',
  }),
  flagsAuthoritative: bit('dns.flags.authoritative', 'Authoritative', 0x400, {
    trueFalse: ['Server is an authority for domain', 'Server is not an authority for domain'],
    help: "The answer comes from a server that is responsible for the name, not from somebody's cache.",
  }),
  flagsConflict: bit('dns.flags.conflict', 'Conflict', 0x400, {
    trueFalse: ['The sender received multiple responses', 'None'],
    help: 'LLMNR: more than one host answered to the same name.',
  }),
  flagsTruncated: bit('dns.flags.truncated', 'Truncated', 0x200, {
    trueFalse: ['Message is truncated', 'Message is not truncated'],
    help: 'The answer did not fit. Whoever asked will usually ask again over TCP.',
  }),
  flagsRecdesired: bit('dns.flags.recdesired', 'Recursion desired', 0x100, {
    trueFalse: ['Do query recursively', "Don't do query recursively"],
    help: 'Asks the server to find the answer elsewhere if it does not know it.',
  }),
  flagsTentative: bit('dns.flags.tentative', 'Tentative', 0x100, {
    trueFalse: ['Tentative', 'Not tentative'],
    help: 'LLMNR: the sender has not yet checked that nobody else uses the name.',
  }),
  flagsRecavail: bit('dns.flags.recavail', 'Recursion available', 0x80, {
    trueFalse: ['Server can do recursive queries', "Server can't do recursive queries"],
    help: 'The server is willing to look for answers on behalf of others.',
  }),
  flagsZ: bit('dns.flags.z', 'Z', 0x40, {
    trueFalse: ['reserved - incorrect!', 'reserved (0)'],
    help: 'Reserved, must be zero.',
  }),
  flagsAuthenticated: bit('dns.flags.authenticated', 'Answer authenticated', 0x20, {
    trueFalse: [
      'Answer/authority portion was authenticated by the server',
      'Answer/authority portion was not authenticated by the server',
    ],
    help: 'DNSSEC: the server has verified the signatures of everything in the answer. In a query: please do.',
  }),
  flagsCheckdisable: bit('dns.flags.checkdisable', 'Non-authenticated data', 0x10, {
    trueFalse: ['Acceptable', 'Unacceptable'],
    help: 'DNSSEC: whoever asks will verify signatures himself and accepts unverified data.',
  }),
  flagsRcode: bits('dns.flags.rcode', 'Reply code', 0xf, {
    names: dnsErrors,
    help: 'Whether the question was answered. "No such name" means that the name does not exist at all.',
  }),
  id: u16('dns.id', 'Transaction ID', {
    display: 'hex',
    help: 'Number chosen by whoever asks; the answer repeats it, so that the two can be matched. Multicast DNS leaves it at zero.',
  }),
  qryType: u16('dns.qry.type', 'Type', {
    names: dnsTypes,
    help: 'Which kind of record is wanted: A is an IPv4 address, AAAA an IPv6 address, MX a mail server.',
  }),
  qryClass: u16('dns.qry.class', 'Class', {
    display: 'hex',
    names: dnsClasses,
    help: 'IN, the internet, in all but special cases.',
  }),
  qryQu: bit('dns.qry.qu', '"QU" question', 0x8000, {
    help: 'Multicast DNS: the answer should be sent to the asker alone.',
  }),
  qryName: string('dns.qry.name', 'Name', { help: 'The name that is looked up.' }),
  qryNameLen: u16('dns.qry.name.len', 'Name Length', { generated: true, help: 'Characters of the name.' }),
  countLabels: u16('dns.count.labels', 'Label Count', { generated: true, help: 'Parts of the name between its dots.' }),
  respType: u16('dns.resp.type', 'Type', { names: dnsTypes, help: 'What this record holds.' }),
  respClass: u16('dns.resp.class', 'Class', {
    display: 'hex',
    names: dnsClasses,
    help: 'IN, the internet, in all but special cases.',
  }),
  respCacheFlush: bit('dns.resp.cache_flush', 'Cache flush', 0x8000, {
    help: 'Multicast DNS: this record replaces what was known under the name.',
  }),
  respExtRcode: u8('dns.resp.ext_rcode', 'Higher bits in extended RCODE', {
    display: 'hex',
    help: 'Upper eight bits of a response code that does not fit the four bits of the header.',
  }),
  respEdns0Version: u8('dns.resp.edns0_version', 'EDNS0 version', {
    help: 'Version of the extension mechanism, zero so far.',
  }),
  respZ: u16('dns.resp.z', 'Z', { display: 'hex', help: 'Flags of the extension mechanism.' }),
  respZDo: bit('dns.resp.z.do', 'DO bit', 0x8000, {
    trueFalse: ['Accepts DNSSEC security RRs', 'Cannot handle DNSSEC security RRs'],
    help: 'Whoever asks wants the DNSSEC signatures too.',
  }),
  respZReserved: bits('dns.resp.z.reserved', 'Reserved', 0x7fff, { display: 'hex' }),
  respName: string('dns.resp.name', 'Name', { help: 'The name that this record belongs to.' }),
  respTtl: u32('dns.resp.ttl', 'Time to live', {
    show: seconds,
    help: 'Seconds that the record may be kept and used without asking again.',
  }),
  respLen: u16('dns.resp.len', 'Data length', { help: 'Bytes of data that follow.' }),
  rrUdpPayloadSize: u16('dns.rr.udp_payload_size', 'UDP payload size', {
    help: 'The largest UDP message that the sender can receive.',
  }),
  countQueries: u16('dns.count.queries', 'Questions', {
    help: 'How many questions the message holds; in practice one.',
  }),
  countZones: u16('dns.count.zones', 'Zones', { help: 'Updates name the one zone that they change.' }),
  countAnswers: u16('dns.count.answers', 'Answer RRs', { help: 'Records that answer the question.' }),
  countPrerequisites: u16('dns.count.prerequisites', 'Prerequisites', {
    help: 'Conditions that must hold for the update to be carried out.',
  }),
  countAuthRr: u16('dns.count.auth_rr', 'Authority RRs', { help: 'Records about who is responsible for the name.' }),
  countUpdates: u16('dns.count.updates', 'Updates', { help: 'Records to be added or removed.' }),
  responseIn: framenum('dns.response_in', 'Response In', {
    generated: true,
    help: 'The packet that answers this query.',
  }),
  responseTo: framenum('dns.response_to', 'Request In', {
    generated: true,
    help: 'The query that this packet answers.',
  }),
  retransmission: bool('dns.retransmission', 'Retransmission', {
    generated: true,
    help: 'The same message was sent before.',
  }),
  retransmitRequestIn: framenum('dns.retransmit_request_in', 'Retransmitted request. Original request in', {
    generated: true,
    help: 'The first of several identical queries, sent because no answer came in time.',
  }),
  retransmitResponseIn: framenum('dns.retransmit_response_in', 'Retransmitted response. Original response in', {
    generated: true,
    help: 'The first of several answers to one query.',
  }),
  time: duration('dns.time', 'Time', {
    generated: true,
    help: 'How long the answer took, seen from where the capture was made.',
  }),
  unsolicited: bool('dns.unsolicited', 'Unsolicited', {
    generated: true,
    help: 'An answer whose query is not in this capture.',
  }),
  countAddRr: u16('dns.count.add_rr', 'Additional RRs', {
    help: 'Records that whoever asked will probably want next, and EDNS options.',
  }),
  extraneousData: bytes('dns.extraneous.data', 'Extraneous Data Bytes', {
    help: 'Bytes behind the last record that belong to nothing.',
  }),
  extraneousLength: i32('dns.extraneous.length', 'Extraneous Data Length', { generated: true }),
  data: bytes('dns.data', 'Data'),
  dso: none('dns.dso', 'DNS Stateful Operation'),
  dsoTlv: none('dns.dso.tlv', 'DSO TLV'),
  dsoTlvType: u16('dns.dso.tlv.type', 'Type', { names: dsoType }),
  dsoTlvLength: u16('dns.dso.tlv.length', 'Length'),
  dsoTlvData: bytes('dns.dso.tlv.data', 'Data'),
  dsoTlvKeepaliveInactivity: u32('dns.dso.tlv.keepalive.inactivity', 'Inactivity Timeout'),
  dsoTlvKeepaliveInterval: u32('dns.dso.tlv.keepalive.interval', 'Keepalive Interval'),
  dsoTlvRetrydelayRetrydelay: u32('dns.dso.tlv.retrydelay.retrydelay', 'Retry Delay'),
  dsoTlvEncpadPadding: bytes('dns.dso.tlv.encpad.padding', 'Padding'),
  undecodedType: expert('dns.undecoded.type', 'note', 'Undecoded', 'Undecoded option'),
  ttlHighBit: expert(
    'dns.ttl.high_bit_set',
    'warn',
    'Protocol',
    'The uppermost bit of the TTL is set (RFC 2181, section 8)',
  ),
  retransmitRequest: expert('dns.retransmit_request', 'warn', 'Protocol', 'DNS query retransmission'),
  retransmitResponse: expert('dns.retransmit_response', 'warn', 'Protocol', 'DNS response retransmission'),
  extraneous: none('dns.extraneous', 'Extraneous data'),
}
