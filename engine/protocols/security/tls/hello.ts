/** Hellos of client and server: RFC 8446 sections 4.1.2 and 4.1.3. */
import { u32 } from '../../../bytes/read'
import type { Packet } from '../../../dissect/packet'
import { many, readList } from './extension-bodies'
import { readExtensions } from './extensions'
import { handshakes as h } from './fields'
import { drawPrint } from './ja3'
import { CLIENT_HELLO, HELLO_RETRY, SERVER_HELLO, overStreams } from './names'
import { prepare } from './opening'
import type { Part } from './records'

/** The random of a server's hello that is a request for another hello of the client (RFC 8446 section 4.1.3). */
const RETRY = 'cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c'

export function readClientHello(p: Packet, { session, way, cookie }: Part): void {
  const version = p.take(h.version)
  const { at } = p
  readRandom(p, session.is13)
  const id = readSessionId(p)
  cookie?.(p)
  const length = p.take(h.cipherSuitesLength)
  const suites = readList(p, h.ciphersuites, h.ciphersuite, length, (n) => `Cipher Suites (${many(n, 'suite')})`)
  const methods = p.take(h.compMethodsLength)
  readList(p, h.compMethods, h.compMethod, methods, (n) => `Compression Methods (${many(n, 'method')})`)
  const found = readExtensions(p, CLIENT_HELLO)
  if (p.first) {
    session.client = way
    session.clientId = id
    session.clientRandom = hexAt(p, at, 32)
    session.offersTicket = found.ticket > 0
  } else drawPrint(p, { version, suites, found, of: 'client' })
}

export function readServerHello(p: Packet, { session }: Part): void {
  const version = p.take(h.version)
  const at = p.at
  readRandom(p, session.is13)
  const id = readSessionId(p)
  const suite = p.take(h.ciphersuite)
  p.take(h.compMethod)
  const isRetry = hexAt(p, at, 32) === RETRY
  const found = readExtensions(p, isRetry ? HELLO_RETRY : SERVER_HELLO)
  if (!p.first) return drawPrint(p, { version, suites: [suite], found, of: 'server' })
  session.spoken = found.version || version
  session.version = overStreams(session.spoken)
  session.isSettled = true
  session.suite = suite
  session.serverId = id
  if (found.application) session.application = found.application
  session.serverRandom = hexAt(p, at, 32)
  session.isMacLast = found.types.includes(22)
  if (!isRetry) prepare(p, session)
  session.isTakenUp = !found.version && id !== '' && id === session.clientId
}

/** 32 bytes, of which the first four were the time before TLS 1.3. */
function readRandom(p: Packet, is13: boolean): void {
  p.need(32)
  const row = p.add(h.random, p.at, 32)
  if (is13) return p.skip(32)
  const was = p.open(row)
  p.add(h.randomTime, p.at, 4, u32(p.bytes, p.at) * 1e9)
  p.add(h.randomBytes, p.at + 4, 28)
  p.skip(32)
  p.close(was)
}

function readSessionId(p: Packet): string {
  const length = p.take(h.sessionIdLength, 1)
  if (!length) return ''
  const at = p.take(h.sessionId, length)
  return p.first ? hexAt(p, at, length) : ''
}

const hexAt = (p: Packet, at: number, length: number): string =>
  Array.from(p.bytes.subarray(at, at + length), (b) => b.toString(16).padStart(2, '0')).join('')
