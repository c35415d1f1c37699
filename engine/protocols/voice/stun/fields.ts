/** Fields of STUN and TURN. */
import {
  bit,
  bits,
  bytes,
  duration,
  expert,
  framenum,
  ipv4,
  ipv6,
  none,
  string,
  u16,
  u32,
  u8,
} from '../../../dissect/field'
import { attributes, classes, costs, methods } from './names'

const families = { 1: 'IPv4', 2: 'IPv6' } as const
const hex = (v: number, digits: number): string => v.toString(16).padStart(digits, '0')
/** Bits of the message type: those of the class stand between those of the method. */
export const classOf = (type: number): number => ((type >> 7) & 2) | ((type >> 4) & 1)
export const methodOf = (type: number): number => (type & 15) | ((type >> 1) & 0x70) | ((type >> 2) & 0xf80)
export const typeText = (type: number): string => `${methods[methodOf(type)] ?? 'Unknown'} ${classes[classOf(type)]}`

export const typeBits = {
  class: bits('stun.type.class', 'Message Class', 0x110, { display: 'hex', width: 2 }),
  method: bits('stun.type.method', 'Message Method', 0x3eef, { display: 'hex', width: 2 }),
  assignment: bits('stun.type.method-assignment', 'Message Method Assignment', 0x2000, {
    display: 'hex',
    width: 2,
    show: (v) => `${v ? 'Designated Expert' : 'IETF Review'} (0x${v})`,
  }),
}

export const fields = {
  ...typeBits,
  channel: u16('stun.channel', 'Channel Number', {
    display: 'hex',
    help: 'A short name for a peer, bound to it before.',
  }),
  type: u16('stun.type', 'Message Type', { display: 'hex', show: (v) => `0x${hex(v, 4)} (${typeText(v)})` }),
  length: u16('stun.length', 'Message Length', { help: 'Of the attributes, without this header of 20 bytes.' }),
  cookie: bytes('stun.cookie', 'Message Cookie', { help: 'Always 2112a442: tells STUN from what shares its port.' }),
  id: bytes('stun.id', 'Message Transaction ID', { help: 'The response has that of its request.' }),
  version: u8('stun.network_version', 'STUN Network Version', {
    names: { 0: 'Auto', 1: 'RFC-3489 and below', 2: 'MS-TURN', 3: 'RFC-5389/8489' },
  }),
  attributes: none('stun.attributes', 'Attributes'),
  attribute: u16('stun.attribute', 'Attribute Type', { display: 'hex' }),
  attributeType: u16('stun.att.type', 'Attribute Type', { display: 'hex', show: (v) => attributes[v] ?? 'Unknown' }),
  optional: bits('stun.att.type.comprehension', 'Attribute Type Comprehension', 0x8000, {
    display: 'hex',
    width: 2,
    show: (v) => `${v ? 'Optional' : 'Required'} (0x${v})`,
  }),
  assignment: bits('stun.att.type.assignment', 'Attribute Type Assignment', 0x4000, {
    display: 'hex',
    width: 2,
    show: (v) => `${v ? 'Designated Expert' : 'IETF Review'} (0x${v})`,
  }),
  attributeLength: u16('stun.att.length', 'Attribute Length'),
  responseIn: framenum('stun.response-in', 'Response In', { generated: true }),
  responseTo: framenum('stun.response-to', 'Request In', { generated: true }),
  time: duration('stun.time', 'Time', { generated: true }),
  duplicate: framenum('stun.reqduplicate', 'Duplicated original message in', { generated: true }),
  reserved: bytes('stun.att.reserved', 'Reserved'),
  family: u8('stun.att.family', 'Protocol Family', {
    display: 'hex',
    show: (v) => `${families[v as 1] ?? 'Unknown'} (0x${hex(v, 2)})`,
  }),
  port: u16('stun.att.port', 'Port'),
  ipv4: ipv4('stun.att.ipv4', 'IP', { help: 'How the other side sees this address.' }),
  ipv6: ipv6('stun.att.ipv6', 'IP'),
  portXored: bytes('stun.att.port-xord', 'Port (XOR-d)'),
  ipv4Xored: bytes('stun.att.ipv4-xord', 'IP (XOR-d)'),
  ipv6Xored: bytes('stun.att.ipv6-xord', 'IP (XOR-d)'),
  username: string('stun.att.username', 'Username'),
  password: bytes('stun.att.password', 'Password'),
  padding: u16('stun.att.padding', 'Padding'),
  hmac: bytes('stun.att.hmac', 'HMAC-SHA1'),
  crc: u32('stun.att.crc32', 'CRC-32', { display: 'hex' }),
  crcStatus: u8('stun.att.crc32.status', 'CRC-32 Status', {
    generated: true,
    display: 'none',
    names: { 0: 'Bad', 1: 'Good' },
  }),
  crcBad: expert('stun.att.crc32.bad', 'warn', 'Checksum', 'Bad Fingerprint'),
  errorClass: u8('stun.att.error.class', 'Error Class', { show: (v) => `${v}` }),
  error: u8('stun.att.error', 'Error Code'),
  reason: string('stun.att.error.reason', 'Error Reason Phrase'),
  realm: string('stun.att.realm', 'Realm'),
  nonce: string('stun.att.nonce', 'Nonce'),
  unknown: u16('stun.att.unknown', 'Unknown Attribute', { display: 'hex' }),
  software: string('stun.att.software', 'Software', { zeroTerminated: true }),
  priority: u32('stun.att.priority', 'Priority'),
  tieBreaker: bytes('stun.att.tie-breaker', 'Tie breaker'),
  lifetime: u32('stun.att.lifetime', 'Lifetime'),
  bandwidth: u32('stun.port.bandwidth', 'Bandwidth'),
  magic: u32('stun.att.magic_cookie', 'Magic Cookie', { display: 'hex' }),
  changeIp: bit('stun.att.change-ip', 'Change IP', 4, { trueFalse: ['Set', 'Not set'] }),
  changePort: bit('stun.att.change-port', 'Change Port', 2, { trueFalse: ['Set', 'Not set'] }),
  transport: u8('stun.att.transp', 'Transport', { display: 'hex', names: { 6: 'TCP', 17: 'UDP' } }),
  channelNumber: u16('stun.att.channelnum', 'Channel-Number', { display: 'hex' }),
  cacheTimeout: u32('stun.att.cache-timeout', 'Cache timeout'),
  token: bytes('stun.att.token', 'Token'),
  unknown8006: bytes('stun.att.unknown8006', 'Unknown8006'),
  value: bytes('stun.value', 'Value'),
  msVersion: u32('stun.att.ms.version', 'MS Version'),
  msIce: u32('stun.att.ms.version.ice', 'MS ICE Version'),
  msConnection: bytes('stun.att.ms.connection_id', 'Connection ID'),
  msSequence: u32('stun.att.ms.sequence_number', 'Sequence Number'),
  msStream: u16('stun.att.ms.stream_type', 'Stream Type'),
  msQuality: u16('stun.att.ms.service_quality', 'Service Quality'),
  networkId: u16('stun.att.google.network_id', 'Google Network ID'),
  networkCost: u16('stun.att.google.network_cost', 'Google Network Cost', { names: costs }),
  unknownAttribute: expert('stun.unknown_attribute', 'warn', 'Undecoded', 'Attribute unknown'),
  wrongLength: expert('stun.wrong_msglen', 'error', 'Malformed', 'Packet length is not multiple of 4 bytes'),
}
