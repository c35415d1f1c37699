/**
 * GTP, what mobile networks carry their users' packets in: version 1 (3GPP TS 29.281 and 29.060), version 0 (GSM 09.60) and GTP' (TS 32.295),
 * which brings records for charging. Of control messages the head is read and the commonest elements.
 */
import { bit, bits, string, u16, u32, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { lengthKnown, protocol } from '../../dissect/protocol'
import { elementFields, elements } from './gtp/elements'
import { messages } from './gtp/names'

const USER_PACKET = 0xff
const CHARGING = 3386
const yes = { trueFalse: ['Yes', 'No'] as const }

const flagFields = {
  version: bits('gtp.flags.version', 'Version', 0xe0, {
    names: { 0: 'GTP release 97/98 version', 1: 'GTP release 99 version' },
  }),
  type: bits('gtp.flags.payload', 'Protocol type', 0x10, { names: { 0: "GTP'", 1: 'GTP' } }),
  reserved: bits('gtp.flags.reserved', 'Reserved', 0x08),
  extension: bit('gtp.flags.e', 'Is Next Extension Header present?', 0x04, yes),
  sequence: bit('gtp.flags.s', 'Is Sequence Number present?', 0x02, yes),
  number: bit('gtp.flags.pn', 'Is N-PDU number present?', 0x01, yes),
  headerLength: bit('gtp.flags.hdr_length', 'Header length', 0x01, {
    trueFalse: ['6-Octet Header', '20-Octet Header'],
  }),
  sub: bit('gtp.flags.snn', 'Is SNDCP N-PDU included?', 0x01, yes),
}
const f = {
  flags: u8('gtp.flags', 'Flags', { display: 'hex' }),
  ...flagFields,
  message: u8('gtp.message', 'Message Type', {
    display: 'hex',
    names: (v) => messages[v],
    help: '255 carries a packet of a user.',
  }),
  length: u16('gtp.length', 'Length', { help: 'Of what follows the first eight bytes.' }),
  tunnel: u32('gtp.teid', 'TEID', { display: 'hex_dec', help: 'Which tunnel of the receiver the packet is for.' }),
  sequenceNumber: u16('gtp.seq_number', 'Sequence number', {
    display: 'hex_dec',
    help: 'Answers have that of their request.',
  }),
  unit: u8('gtp.npdu_number', 'N-PDU Number', { display: 'hex' }),
  next: u8('gtp.next', 'Next extension header type', { display: 'hex' }),
  flow: u16('gtp.flow_label', 'Flow label', { display: 'hex' }),
  subNumber: u8('gtp.sndcp_number', 'SNDCP N-PDU LLC Number', { display: 'hex' }),
  oldTunnel: string('gtp.tid', 'TID'),
  ...elementFields,
}

export const gtp = protocol({
  name: 'gtp',
  title: 'GPRS Tunneling Protocol',
  spec: '3GPP TS 29.281',
  over: { 'udp.port': [2152, 2123] },
  fields: f,
  decode(p) {
    const flags = p.peek(1)
    if (flags >> 5 > 1) return p.left < 2 ? undefined : false
    if (p.left >= 2 && messages[p.peek(1, 1)] === undefined) return false
    head(p)
  },
})

export const gtpPrime = protocol({
  name: 'gtpprime',
  title: 'GPRS Tunneling Protocol Prime',
  column: 'GTP',
  shortName: 'GTP (Prime)',
  spec: '3GPP TS 32.295',
  over: { 'udp.port': [CHARGING], 'tcp.port': [CHARGING] },
  uses: ['gtp'],
  messages: lengthKnown(4, (p) => p.peek(2, 2) + (p.peek(1) & 1 || p.peek(1) >> 5 ? 6 : 20)),
  decode(p) {
    if (messages[p.peek(1, 1)] === undefined) return false
    head(p)
  },
})

function head(p: Packet): void {
  const flags = p.peek(1)
  const version = flags >> 5
  const isPrime = !(flags & 0x10)
  const isRow = p.end - p.at >= 2
  const message = isRow ? p.peek(1, 1) : 0
  if (p.columns) p.say(isRow ? messages[message]! : '')
  const was = p.open(p.add(f.flags, p.at, 1, flags))
  const list = [f.version, f.type, f.reserved]
  if (isPrime) list.push(...(version === 0 ? [f.headerLength] : []))
  else if (version === 0) list.push(f.sub)
  else list.push(f.extension, f.sequence, f.number)
  for (const field of list) p.add(field, p.at, 1, (flags & field.mask) >>> field.shift)
  p.close(was)
  p.skip(1)
  p.take(f.message)
  const length = p.take(f.length)
  if (isPrime) charging(p, flags, length)
  else if (version === 0) old(p, length, message)
  else current(p, flags, length, message)
}

function charging(p: Packet, flags: number, length: number): void {
  p.take(f.sequenceNumber)
  if (!(flags & 0xe1)) p.skip(14)
  p.limit(length)
  elements(p)
}

/** Version 0: the tunnel is named by a subscriber's number. */
function old(p: Packet, length: number, message: number): void {
  p.take(f.sequenceNumber)
  p.take(f.flow)
  p.take(f.subNumber)
  p.skip(3)
  p.need(8)
  const digits = Array.from(p.bytes.subarray(p.at, p.at + 8), (b) => `${b & 15}${b >> 4}`).join('')
  p.add(f.oldTunnel, p.at, 8, digits)
  p.skip(8)
  p.limit(length)
  inside(p, message)
}

function current(p: Packet, flags: number, length: number, message: number): void {
  p.take(f.tunnel)
  p.limit(length)
  if (flags & 7) {
    if (flags & 2) p.take(f.sequenceNumber)
    else p.skip(2)
    if (flags & 1) p.take(f.unit)
    else p.skip(1)
    let next = flags & 4 ? p.take(f.next) : (p.skip(1), 0)
    while (next) {
      const size = Math.max(1, p.peek(1)) * 4
      p.skip(size - 1)
      next = p.take(f.next)
    }
  }
  inside(p, message)
}

function inside(p: Packet, message: number): void {
  if (p.leftOnWire === 0) return
  if (message !== USER_PACKET) return elements(p)
  const version = p.peek(1) >> 4
  if (version !== 4 && version !== 6) return p.rest()
  p.next('raw.version', version)
  if (!p.indexing && !p.complaints) p.name(`GTP <${p.protocolColumn}>`)
}
