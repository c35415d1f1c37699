/** RFC 9000 and 9001, QUIC: connections over UDP, encrypted from the first packet on. Initial packets are opened; the rest needs keys. */
import { hex } from '../../bytes/read'
import { FlowState, FrameFacts, memory } from '../../dissect/memory'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { conversationReaders } from '../../flows/readers'
import { fields as f, versionName } from './quic/fields'
import { frames } from './quic/frames'
import { VERSION_2, initialKeys, open } from './quic/keys'

const LONG = 0x80
const FIXED = 0x40
/** Longest connection identifier of the versions that are known. */
const LONGEST_ID = 20
const INITIAL = 0
const RETRY = 3
const RETRY_TAG = 16
const NO_SECRETS = 'Failed to create decryption context: Secrets are not available'

/** A connection as its first packets show it. */
class Connection {
  number = -1
  /** Direction of the client; −1 until an Initial was seen. */
  client = -1
  /** From what the keys of Initial packets follow: the identifier that the client chose for the server. */
  id: Uint8Array = new Uint8Array(0)
  /** Length of the identifiers that each side gave itself: −1 unknown. */
  readonly lengths: [number, number] = [-1, -1]
  retried = false
  sawShort = false
  /** Bytes of the handshake seen in Initial packets of each direction. */
  readonly handshake: [number, number] = [0, 0]
}
/** What held when a packet came. */
interface Fact {
  number: number
  client: number
  id: Uint8Array
  shortLength: number
  handshake: number
  /** The first packet with a short header says that keys are missing; the others need not. */
  isFirstShort: boolean
}
const connections = memory(() => new FlowState(() => new Connection()))
const count = memory(() => ({ connections: 0 }))
const facts = memory(() => new FrameFacts<Fact>())

export const quic = protocol({
  name: 'quic',
  title: 'QUIC IETF',
  spec: 'RFC 9000',
  heuristic: ['udp'],
  uses: ['tls'],
  looks(p) {
    const first = p.peek(1)
    if (!(first & LONG)) {
      // A short header tells nothing of itself: only in a conversation that began with long ones.
      return (first & FIXED) !== 0 && isSpoken(p)
    }
    const version = p.peek(4, 1)
    const known = versionName(version)
    if (known === 'Unknown' && (version & 0x0f0f0f0f) !== 0x0a0a0a0a) return false
    const destination = p.peek(1, 5)
    if (destination > LONGEST_ID) return false
    const source = p.peek(1, 6 + destination)
    if (source > LONGEST_ID) return false
    if (version === 0)
      return p.leftOnWire > 7 + destination + source && (p.leftOnWire - 7 - destination - source) % 4 === 0
    return (first & FIXED) !== 0
  },
  fields: f,
  decode(p) {
    const fact = state(p)
    for (let n = 0; p.left > 0; n++) {
      const at = p.at
      packet(p, fact, n)
      if (p.at === at) break
    }
  },
})

/** Whether QUIC was found in this conversation before. */
function isSpoken(p: Packet): boolean {
  return p.flow >= 0 && p.recall(conversationReaders).newest(p.flow >> 1)?.protocol === quic
}

/** First pass: what these packets tell of their connection. Later: what was told then. */
function state(p: Packet): Fact {
  if (!p.first) {
    const fact = p.recall(facts).get(p.frame.number, p.nth())
    if (fact) return fact
  }
  const isOwn = p.flow >= 0 && !p.quoted
  const connection = isOwn ? p.recall(connections).of(p.flow >> 1) : new Connection()
  if (connection.number < 0) connection.number = isOwn ? p.recall(count).connections++ : 0
  const way = isOwn ? p.flow & 1 : 0
  const first = p.peek(1)
  const isFirstShort = !(first & LONG) && !connection.sawShort
  if (isFirstShort) connection.sawShort = true
  if (first & LONG && p.left >= 7) learn(p, connection, way, first)
  const fact = {
    number: connection.number,
    client: connection.client,
    id: connection.id,
    shortLength: connection.lengths[(way ^ 1) as 0 | 1],
    handshake: connection.handshake[way as 0 | 1],
    isFirstShort,
  }
  if (p.first && isOwn) p.recall(facts).set(p.frame.number, fact, p.nth())
  return fact
}

function learn(p: Packet, connection: Connection, way: number, first: number): void {
  const version = p.peek(4, 1)
  if (version === 0) return
  const type = typeOf(first, version)
  const size = p.peek(1, 5)
  const own = p.peek(1, 6 + size)
  if (size > LONGEST_ID || own > LONGEST_ID) return
  connection.lengths[way as 0 | 1] = own
  const destination = p.bytes.slice(p.at + 6, p.at + 6 + size)
  if (type === INITIAL && connection.client < 0) {
    connection.client = way
    connection.id = destination
  }
  if (type === RETRY && !connection.retried) {
    // The client begins anew with the identifier that it was given.
    connection.retried = true
    connection.id = p.bytes.slice(p.at + 7 + size, p.at + 7 + size + own)
  }
}

/** Version 2 numbers the types of packets differently, so that nothing between the ends gets used to them. */
const typeOf = (first: number, version: number): number =>
  version === VERSION_2 ? (((first >> 4) & 3) + 3) & 3 : (first >> 4) & 3
const TYPES = ['Initial', '0-RTT', 'Handshake', 'Retry'] as const

function packet(p: Packet, fact: Fact, n: number): void {
  const first = p.peek(1)
  if (n === 0 || first & LONG) {
    const was = p.open(p.text('QUIC Connection information', p.at, 0))
    p.set(f.connection, fact.number)
    p.close(was)
  }
  if (first & LONG) return longPacket(p, fact, first)
  if (!(first & FIXED)) {
    // Padding behind the last packet.
    p.take(f.rest, p.left)
    return
  }
  p.set(f.length, p.left, p.at, p.left)
  const at = p.at
  const size = Math.max(0, Math.min(fact.shortLength, p.left - 1))
  const was = p.open(p.add(f.short, at, 1 + size))
  p.add(f.form, at, 1, 0)
  p.add(f.fixed, at, 1, 1)
  p.add(f.spin, at, 1, (first >> 5) & 1)
  p.skip(1)
  if (p.columns) p.say(`Protected Payload (KP0)${size ? `, DCID=${hex(p.bytes, p.at, size)}` : ''}`)
  if (size) p.take(f.destination, size)
  p.close(was)
  if (fact.isFirstShort) p.note(f.failed, NO_SECRETS)
  if (p.left) p.take(f.rest, p.left)
}

/** A number of one, two, four or eight bytes: the first two bits say which. */
function variable(p: Packet, field?: Field): number {
  const size = 1 << (p.peek(1) >> 6)
  p.need(size)
  let value = p.bytes[p.at]! & 63
  for (let i = 1; i < size; i++) value = value * 256 + p.bytes[p.at + i]!
  if (field) p.add(field, p.at, size, value)
  p.skip(size)
  return value
}

function longPacket(p: Packet, fact: Fact, first: number): void {
  const start = p.at
  const lengthRow = p.set(f.length, p.left, start, p.left)
  const version = p.peek(4, 1)
  const type = typeOf(first, version)
  const { at } = p
  p.add(f.form, at, 1, 1)
  if (version === 0) return negotiation(p)
  if (type !== RETRY) p.add(f.fixed, at, 1, (first >> 6) & 1)
  p.add(f.type, at, 1, type)
  p.skip(1)
  const head = identifiers(p, type)
  if (type === RETRY) {
    const size = p.left - RETRY_TAG
    p.need(RETRY_TAG)
    p.take(f.retryToken, size)
    p.take(f.retryTag, RETRY_TAG)
    return p.say(`Retry${head}`)
  }
  if (type === INITIAL) {
    const size = variable(p, f.tokenLength)
    if (size) p.take(f.token, size)
  }
  const size = variable(p, f.size)
  const there = Math.min(size, p.left)
  const isWhole = size <= p.left
  p.revalue(lengthRow, p.at - start + size)
  p.say(`${TYPES[type]}${head}`)
  p.part(there, () => {
    if (type === INITIAL && isWhole) initial(p, fact, version, start)
    else secret(p)
  })
  if (!isWhole) p.needRest()
}

function identifiers(p: Packet, _type: number): string {
  p.take(f.version)
  const size = p.take(f.destinationLength)
  const destination = size ? p.take(f.destination, size) : 0
  const own = p.take(f.sourceLength)
  const source = own ? p.take(f.source, own) : 0
  if (!p.columns) return ''
  return (size ? `, DCID=${hex(p.bytes, destination, size)}` : '') + (own ? `, SCID=${hex(p.bytes, source, own)}` : '')
}

function secret(p: Packet): void {
  p.note(f.failed, NO_SECRETS)
  if (p.left) p.take(f.rest, p.left)
}

function negotiation(p: Packet): void {
  p.skip(1)
  const head = identifiers(p, 0)
  p.say(`Version Negotiation${head}`)
  while (p.left >= 4) p.take(f.supported)
}

/** An Initial packet: opened with the keys of whoever sent it. */
function initial(p: Packet, fact: Fact, version: number, start: number): void {
  const isClient = p.flow < 0 || (p.flow & 1) === fact.client
  const keys = initialKeys(version, fact.id, isClient)
  // Nothing inside builds state but the handshake, which the hellos tell again when they are looked at.
  const opened = keys && open(p.bytes.subarray(start, p.end), p.at - start, keys)
  if (!opened) {
    p.note(f.failed)
    if (p.left) p.take(f.rest, p.left)
    return
  }
  const { first, number, numberLength, plain } = opened
  p.add(f.reserved, start, 1, (first >> 2) & 3)
  p.add(f.numberLength, start, 1, first & 3)
  p.sayMore(`, PKN: ${number}`)
  p.add(f.number, p.at, numberLength, number)
  p.skip(numberLength)
  p.take(f.payload, p.left)
  p.within('Decrypted QUIC', plain, () => {
    const progress = { before: fact.handshake, after: fact.handshake }
    frames(p, variable, progress)
    if (p.first && p.flow >= 0 && !p.quoted)
      p.recall(connections).of(p.flow >> 1).handshake[(p.flow & 1) as 0 | 1] = progress.after
  })
}
