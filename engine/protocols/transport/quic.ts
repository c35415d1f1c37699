/** RFC 9000 and 9001, QUIC: connections over UDP, encrypted from the first packet on. Initial packets are opened; the rest needs keys. */
import { hex } from '../../bytes/read'
import { FlowState, FrameFacts, memory } from '../../dissect/memory'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { conversationReaders } from '../../flows/readers'
import { fields as f, versionName } from './quic/fields'
import { VERSION_2, initialKeys } from './quic/keys'
import { Opening, inside, longInside, takeNumber, unseal } from './quic/opening'
import type { Run as Decoding, Told } from './quic/opening'
import { DATA_SPACE, HANDSHAKE_SPACE, INITIAL_SPACE } from './quic/secrets'
import { variable } from './quic/variable'

const LONG = 0x80
const FIXED = 0x40
/** Longest connection identifier of the versions that are known. */
const LONGEST_ID = 20
const INITIAL = 0
const EARLY = 1
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
  readonly opening = new Opening()
}
/** What held when a packet came. */
interface Fact extends Told {
  number: number
  client: number
  id: Uint8Array
  shortLength: number
  /** The first packet with a short header says that keys are missing; the others need not. */
  isFirstShort: boolean
}
type Run = Decoding<Fact>
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
    const run = begin(p)
    for (let n = 0; p.left > 0; n++) {
      const at = p.at
      packet(p, run, n)
      if (p.at === at) break
    }
  },
})

/** Whether QUIC was found in this conversation before. */
function isSpoken(p: Packet): boolean {
  return p.flow >= 0 && p.recall(conversationReaders).newest(p.flow >> 1)?.protocol === quic
}

/** First pass: what these packets tell of their connection. Later: what was told then. */
function begin(p: Packet): Run {
  const way = p.flow >= 0 && p.flow & 1 ? 1 : 0
  const run = (fact: Fact, learning?: Opening): Run => {
    const side = p.flow < 0 || way === fact.client ? 0 : 1
    return { fact, way, side, learning, opened: 0, verdicts: 0 }
  }
  if (!p.first) {
    const fact = p.recall(facts).get(p.frame.number, p.nth())
    if (fact) return run(fact)
  }
  const isOwn = p.flow >= 0 && !p.quoted
  const connection = isOwn ? p.recall(connections).of(p.flow >> 1) : new Connection()
  if (connection.number < 0) connection.number = isOwn ? p.recall(count).connections++ : 0
  const first = p.peek(1)
  const isFirstShort = !(first & LONG) && !connection.sawShort
  if (isFirstShort) connection.sawShort = true
  if (first & LONG && p.left >= 7) learn(p, connection, way, first)
  const fact: Fact = {
    number: connection.number,
    client: connection.client,
    id: connection.id,
    shortLength: connection.lengths[(way ^ 1) as 0 | 1],
    opened: [],
    verdicts: [],
    isFirstShort,
  }
  if (p.first && isOwn) p.recall(facts).set(p.frame.number, fact, p.nth())
  return run(fact, connection.opening)
}

function learn(p: Packet, connection: Connection, way: number, first: number): void {
  const version = p.peek(4, 1)
  if (version === 0) return
  connection.opening.version = version
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

function packet(p: Packet, run: Run, n: number): void {
  const { fact } = run
  const first = p.peek(1)
  if (n === 0 || first & LONG) {
    const was = p.open(p.text('QUIC Connection information', p.at, 0))
    p.set(f.connection, fact.number)
    p.close(was)
  }
  if (first & LONG) return longPacket(p, run, first)
  if (!(first & FIXED)) {
    // Padding behind the last packet.
    p.take(f.rest, p.left)
    return
  }
  shortPacket(p, run, first)
}

function shortPacket(p: Packet, run: Run, first: number): void {
  p.set(f.length, p.left, p.at, p.left)
  const at = p.at
  const size = Math.max(0, Math.min(run.fact.shortLength, p.left - 1))
  const how = unseal(p, run, at, at + 1 + size, DATA_SPACE)
  const was = p.open(p.add(f.short, at, 1 + size + (how?.numberLength ?? 0)))
  p.add(f.form, at, 1, 0)
  p.add(f.fixed, at, 1, 1)
  p.add(f.spin, at, 1, (first >> 5) & 1)
  const phase = how ? (how.first >> 2) & 1 : 0
  if (how) {
    p.add(f.shortReserved, at, 1, (how.first >> 3) & 3)
    p.add(f.phase, at, 1, phase)
    p.add(f.numberLength, at, 1, how.first & 3)
  }
  p.skip(1)
  if (p.columns) p.say(`Protected Payload (KP${phase})${size ? `, DCID=${hex(p.bytes, p.at, size)}` : ''}`)
  if (size) p.take(f.destination, size)
  if (how) takeNumber(p, how)
  p.close(was)
  if (how) {
    p.take(f.protectedPayload, p.left)
    return inside(p, run, how.plain, DATA_SPACE)
  }
  if (run.fact.isFirstShort) p.note(f.failed, NO_SECRETS)
  if (p.left) p.take(f.rest, p.left)
}

function longPacket(p: Packet, run: Run, first: number): void {
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
    if (type === INITIAL && isWhole) initial(p, run, version, start)
    else secret(p, run, isWhole ? start : -1, type)
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

/** A packet for which a secret is needed; `start` −1: the capture cut it off. */
function secret(p: Packet, run: Run, start: number, type: number): void {
  const space = type === EARLY ? DATA_SPACE : HANDSHAKE_SPACE
  const how = start < 0 ? undefined : unseal(p, run, start, p.at, space, type === EARLY ? 'early' : undefined)
  if (how) return longInside(p, run, start, how, space)
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
function initial(p: Packet, run: Run, version: number, start: number): void {
  const keys = initialKeys(version, run.fact.id, run.side === 0)
  const how = keys && unseal(p, run, start, p.at, INITIAL_SPACE, keys)
  if (how) return longInside(p, run, start, how, INITIAL_SPACE)
  p.note(f.failed)
  if (p.left) p.take(f.rest, p.left)
}
