/** OPC UA over TCP (OPC 10000-6): machines and their data. Messages of a connection, and which service is asked; its arguments are not read. */
import { bytes, string, u32, u8, uint } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { lengthKnown, protocol } from '../../dissect/protocol'
import { latin } from '../kit/lines'
import { errors, services } from './opcua/names'

const HEADER = 8
const little = { little: true } as const
const kinds: Readonly<Record<string, string>> = {
  HEL: 'Hello message',
  ACK: 'Acknowledge message',
  ERR: 'Error message',
  RHE: 'Reverse Hello message',
  OPN: 'OpenSecureChannel message',
  CLO: 'CloseSecureChannel message',
  MSG: 'UA Secure Conversation Message',
}
const encodings = [
  'Two byte encoded Numeric',
  'Four byte encoded Numeric',
  'Numeric of arbitrary length',
  'String',
  'GUID',
  'Opaque',
]

const f = {
  type: string('opcua.transport.type', 'Message Type', { help: 'Three letters that say what the message is for.' }),
  chunk: string('opcua.transport.chunk', 'Chunk Type', {
    help: 'F: the last part of a message, C: a part, A: given up.',
  }),
  size: u32('opcua.transport.size', 'Message Size', little),
  version: u32('opcua.transport.ver', 'Version', little),
  channel: u32('opcua.transport.scid', 'SecureChannelId', {
    ...little,
    help: 'Names the channel, which the server opened.',
  }),
  receive: u32('opcua.transport.rbs', 'ReceiveBufferSize', little),
  send: u32('opcua.transport.sbs', 'SendBufferSize', little),
  most: u32('opcua.transport.mms', 'MaxMessageSize', little),
  chunks: u32('opcua.transport.mcc', 'MaxChunkCount', little),
  endpoint: string('opcua.transport.endpoint', 'EndpointUrl', { help: 'The server that the client wants.' }),
  server: string('opcua.transport.suri', 'ServerUri'),
  error: u32('opcua.transport.error', 'Error', { ...little, display: 'hex', help: 'Why the connection is ended.' }),
  reason: string('opcua.transport.reason', 'Reason'),
  policy: string('opcua.security.spu', 'SecurityPolicyUri', {
    help: 'How the channel is secured; None: all may be read.',
  }),
  certificate: bytes('opcua.security.scert', 'SenderCertificate'),
  thumbprint: bytes('opcua.security.rcthumb', 'ReceiverCertificateThumbprint'),
  sequence: u32('opcua.security.seq', 'SequenceNumber', little),
  request: u32('opcua.security.rqid', 'RequestId', { ...little, help: 'The answer repeats it.' }),
  token: u32('opcua.security.tokenid', 'Security Token Id', little),
  encoding: u8('opcua.servicenodeid.encodingmask', 'NodeId EncodingMask', {
    display: 'hex',
    names: (n) => encodings[n & 0x3f] ?? 'Unknown',
  }),
  namespace: uint('opcua.servicenodeid.nsid', 'NodeId Namespace Index'),
  service: uint('opcua.servicenodeid.numeric', 'NodeId Identifier Numeric', {
    names: (n) => services[n] ?? 'Unknown',
    help: 'Which service is asked for, or answers.',
  }),
}

/** Little-endian number of 32 bits, `ahead` bytes after the cursor. */
const word = (p: Packet, ahead: number): number => {
  p.need(ahead + 4)
  const { bytes: b } = p
  const at = p.at + ahead
  return (b[at]! | (b[at + 1]! << 8) | (b[at + 2]! << 16) | (b[at + 3]! << 24)) >>> 0
}
const kindAt = (p: Packet): string => latin(p.bytes, p.at, Math.min(p.at + 3, p.end))

export const opcua = protocol({
  name: 'opcua',
  title: 'OpcUa Binary Protocol',
  column: 'OpcUa',
  spec: 'OPC 10000-6',
  over: { 'tcp.port': [4840] },
  messages: lengthKnown(HEADER, (p) => (kinds[kindAt(p)] ? Math.max(HEADER, word(p, 4)) : p.left)),
  fields: f,
  decode(p) {
    if (p.first) return p.leaveOpen()
    const kind = kindAt(p)
    if (!kinds[kind]) return void p.rest()
    if (p.nth()) p.fence(', ')
    p.say(kinds[kind])
    p.take(f.type, 3)
    const chunk = latin(p.bytes, p.at, p.at + 1)
    p.take(f.chunk, 1)
    p.take(f.size)
    if (kind === 'HEL' || kind === 'ACK') limitsOf(p, kind === 'HEL')
    else if (kind === 'ERR') refusal(p)
    else if (kind === 'RHE') {
      text(p, f.server)
      text(p, f.endpoint)
    } else secured(p, kind, chunk)
    p.at = p.end
  },
})

function limitsOf(p: Packet, isHello: boolean): void {
  for (const field of [f.version, f.receive, f.send, f.most, f.chunks]) p.take(field)
  if (isHello) text(p, f.endpoint)
}

function refusal(p: Packet): void {
  const code = p.take(f.error)
  const name = errors[code >>> 16]
  p.label(p.row(f.error), `Error: 0x${code.toString(16).padStart(8, '0')} [${name ?? 'Unknown Status Code'}]`)
  text(p, f.reason)
}

/** A text or bytes with a length of four bytes in front, −1 for none. */
function text(p: Packet, field: Field): void {
  const size = word(p, 0) | 0
  if (size < 0) {
    const nothing = field.type === 'bytes' ? '<MISSING>[OpcUa Null ByteString]' : '[OpcUa Null String]'
    p.label(p.add(field, p.at, 4, ''), `${field.label}: ${nothing}`)
    return p.skip(4)
  }
  p.skip(4)
  p.take(field, size)
}

function secured(p: Packet, kind: string, chunk: string): void {
  p.take(f.channel)
  if (kind === 'OPN') {
    const size = word(p, 0) | 0
    const isPlain = size <= 0 || latin(p.bytes, p.at + 4, Math.min(p.end, p.at + 4 + size)).endsWith('#None')
    text(p, f.policy)
    text(p, f.certificate)
    text(p, f.thumbprint)
    if (!isPlain) return
    p.take(f.sequence)
    p.take(f.request)
  } else {
    p.take(f.token)
    relabelled(p, f.sequence, 'Security Sequence Number')
    relabelled(p, f.request, 'Security RequestId')
  }
  if (chunk === 'C') return void p.sayMore(` (Message fragment ${p.peekAt(p.at - 8, 1) + p.peekAt(p.at - 7, 1) * 256})`)
  if (chunk === 'A') return void p.sayMore(' (Abort message)')
  service(p, kind)
}

function relabelled(p: Packet, field: Field, label: string): void {
  const value = p.take(field)
  p.label(p.row(field), `${label}: ${value}`)
}

/** Which service the body is of: an identifier of a node, in one of three lengths. */
function service(p: Packet, kind: string): void {
  const encoding = p.peek(1)
  if (encoding > 2) return
  const outer = p.open(
    p.text(kind === 'MSG' ? 'OpcUa Service : Encodeable Object' : 'Message : Encodeable Object', p.at, p.left),
  )
  const was = p.open(p.text('TypeId : ExpandedNodeId', p.at, [2, 4, 7][encoding]))
  p.take(f.encoding)
  if (encoding) p.take(f.namespace, encoding)
  const size = [1, 2, 4][encoding]!
  p.need(size)
  const id = size === 4 ? word(p, 0) : p.peek(1) + (size === 2 ? p.peek(1, 1) * 256 : 0)
  p.add(f.service, p.at, size, id)
  p.skip(size)
  p.close(was)
  p.close(outer)
  if (services[id]) p.sayMore(`: ${services[id]}`)
}
