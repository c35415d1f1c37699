/** RFC 3489, the first STUN: no cookie, so it is known only by its shape. */
import { bytes, duration, framenum, ipv4, none, u16, u32 } from '../../dissect/field'
import { memory } from '../../dissect/memory'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { Pairs } from '../../flows/pairs'

const types: Readonly<Record<number, string>> = {
  0x0001: 'Binding Request',
  0x0101: 'Binding Response',
  0x0111: 'Binding Error Response',
  0x0002: 'Shared Secret Request',
  0x0102: 'Shared Secret Response',
  0x1112: 'Shared Secret Error Response',
  0x0003: 'Allocate Request',
  0x0103: 'Allocate Response',
  0x0113: 'Allocate Error Response',
  0x0004: 'Send Request',
  0x0104: 'Send Response',
  0x0114: 'Send Error Response',
  0x0115: 'Data Indication',
  0x0006: 'Set Active Destination Request',
  0x0106: 'Set Active Destination Response',
  0x0116: 'Set Active Destination Error Response',
}
const attributes: Readonly<Record<number, string>> = {
  0x0001: 'MAPPED-ADDRESS',
  0x0002: 'RESPONSE-ADDRESS',
  0x0003: 'CHANGE-REQUEST',
  0x0004: 'SOURCE-ADDRESS',
  0x0005: 'CHANGED-ADDRESS',
  0x0006: 'USERNAME',
  0x0007: 'PASSWORD',
  0x0008: 'MESSAGE-INTEGRITY',
  0x0009: 'ERROR-CODE',
  0x000b: 'REFLECTED-FROM',
  0x000d: 'LIFETIME',
  0x000e: 'ALTERNATE_SERVER',
  0x000f: 'MAGIC_COOKIE',
  0x0010: 'BANDWIDTH',
  0x0011: 'DESTINATION_ADDRESS',
  0x0012: 'REMOTE_ADDRESS',
  0x0013: 'DATA',
  0x0014: 'NONCE',
  0x0015: 'REALM',
  0x0016: 'REQUESTED_ADDRESS_TYPE',
  0x8020: 'XOR_MAPPED_ADDRESS',
  0x0021: 'XOR_ONLY',
  0x8022: 'SERVER',
  0xc001: 'CONNECTION-REQUEST-BINDING',
  0xc002: 'BINDING-CHANGE',
}
const ADDRESSES = new Set([1, 2, 4, 5, 0xb, 0xe, 0x11, 0x12])
const HEADER = 20
/** What tells the newer STUN. */
const COOKIE = 0x2112a442
const MAGIC = 0xf
const DATA = 0x13
const hex4 = (v: number): string => `0x${v.toString(16).padStart(4, '0')}`
const exchanges = memory(() => new Pairs())

export const classicstun = protocol({
  name: 'classicstun',
  title: 'Simple Traversal of UDP Through NAT',
  column: 'CLASSIC-STUN',
  shortName: 'CLASSICSTUN',
  spec: 'RFC 3489',
  heuristic: ['udp'],
  looks: (p) =>
    types[p.peek(2)] !== undefined &&
    p.peek(4, 4) !== COOKIE &&
    p.leftOnWire >= HEADER &&
    p.leftOnWire === HEADER + p.peek(2, 2),
  header: {
    type: u16('classicstun.type', 'Message Type', { display: 'hex', names: types }),
    length: u16('classicstun.length', 'Message Length', { display: 'hex' }),
  },
  fields: {
    id: bytes('classicstun.id', 'Message Transaction ID'),
    responseIn: framenum('classicstun.response_in', 'Response In', { generated: true }),
    responseTo: framenum('classicstun.response_to', 'Request In', { generated: true }),
    time: duration('classicstun.time', 'Time', { generated: true }),
    attributes: none('classicstun.att', 'Attributes'),
    attributeType: u16('classicstun.att.type', 'Attribute Type', { display: 'hex', names: attributes }),
    attributeLength: u16('classicstun.att.length', 'Attribute Length'),
    family: u16('classicstun.att.family', 'Protocol Family', { display: 'hex', names: { 1: 'IPv4', 2: 'IPv6' } }),
    port: u16('classicstun.att.port', 'Port'),
    address: ipv4('classicstun.att.ipv4', 'IP', { help: 'How the server sees this address.' }),
    magic: u32('classicstun.att.magic.cookie', 'Magic Cookie', { display: 'hex' }),
    data: bytes('classicstun.att.data', 'Data'),
    value: bytes('classicstun.att.value', 'Value'),
  },
  decode(p, h, f) {
    const type = p.u16(h.type)
    p.say(`Message: ${types[type] ?? 'Unknown'}`)
    if (!(type & 0x10)) pairUp(p, !(type & 0x100))
    p.take(f.id, 16)
    if (!p.u16(h.length)) return
    const was = p.open(p.add(f.attributes, p.at, p.left))
    while (p.left >= 4) attribute(p)
    p.close(was)
  },
})

type Classic = typeof classicstun

function pairUp(p: Packet, isRequest: boolean): void {
  if (p.quoted || p.flow < 0) return
  const { f }: Classic = classicstun
  p.need(16)
  const pairs = p.recall(exchanges)
  const key = [p.flow >> 1, p.peek(4, 8), p.peek(4, 12)] as const
  const n = isRequest ? pairs.ask(p, p.nth(), ...key) : pairs.answer(p, p.nth(), ...key)
  if (p.first || !n) return
  if (isRequest) {
    if (pairs.answerOf(n)) p.set(f.responseIn, pairs.answerOf(n))
  } else {
    p.set(f.responseTo, pairs.requestOf(n))
    p.set(f.time, pairs.delay(n))
  }
}

function attribute(p: Packet): void {
  const { f }: Classic = classicstun
  const type = p.peek(2)
  const length = p.peek(2, 2)
  const line = p.text(`Attribute: ${attributes[type] ?? `Unknown (${hex4(type)})`}`, p.at, 4 + length)
  const was = p.open(line)
  p.take(f.attributeType)
  p.take(f.attributeLength)
  p.part(Math.min(length, p.left), () => {
    if (ADDRESSES.has(type) && p.left >= 8) {
      p.take(f.family)
      p.take(f.port)
      p.take(f.address)
    } else if (type === MAGIC && p.left >= 4) p.take(f.magic)
    else if (type === DATA) {
      p.add(f.data, p.at, p.left)
      p.rest()
    }
    if (p.left) p.skip(p.left)
  })
  p.close(was)
}
