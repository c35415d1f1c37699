/** What handshake messages hold, by their type: RFC 5246 section 7.4, RFC 8446 section 4. */
import type { Packet } from '../../../dissect/packet'
import { element } from '../../kit/ber'
import { readName } from '../x509/name'
import { readCertificates, readStatus } from './certificates'
import { many, readList, readScheme, readSchemes } from './extension-bodies'
import { readExtensions } from './extensions'
import { handshakes as h } from './fields'
import { readClientHello, readServerHello } from './hello'
import { exchangeOf, readClientKeys, readServerKeys } from './key-exchange'
import * as is from './names'
import type { Part } from './records'
import { durationWords } from './words'

/** Reads the body of a message from the cursor to the end of the layer. */
export function readBody(p: Packet, part: Part, type: number): void {
  const { session } = part
  switch (type) {
    case is.CLIENT_HELLO:
      return readClientHello(p, part)
    case is.SERVER_HELLO:
      return readServerHello(p, part)
    case is.HELLO_RETRY:
      p.take(h.version)
      return void readExtensions(p, type)
    case is.NEW_TICKET:
      return readTicket(p, session.is13)
    case is.ENCRYPTED_EXTENSIONS: {
      const { application } = readExtensions(p, type)
      if (p.first && application) session.application = application
      return
    }
    case is.CERTIFICATE:
      if (p.first) session.isTakenUp = false
      return readCertificates(p, session.is13)
    case is.CERTIFICATE_STATUS:
      return readStatus(p)
    case is.SERVER_KEY_EXCHANGE:
      return readServerKeys(p, exchangeOf(session.suite), session.version >= is.TLS12)
    case is.CLIENT_KEY_EXCHANGE:
      return readClientKeys(p, exchangeOf(session.suite), session.version > is.SSL3)
    case is.CERTIFICATE_REQUEST:
      return session.is13 ? readRequest13(p) : readRequest(p, session.version >= is.TLS12)
    case is.CERTIFICATE_VERIFY:
      return readVerify(p, session.version)
    case is.FINISHED:
      p.label(p.add(h.verifyData, p.at, p.left), 'Verify Data')
      if (p.first && session.is13 && session.opening) session.opening.use(part.way, session.opening.traffic[part.way])
      return
    case is.KEY_UPDATE:
      p.take(h.keyUpdateRequestUpdate)
      if (p.first && session.opening) session.opening.use(part.way, session.opening.ways[part.way]?.keys.next())
      return
    default:
  }
}

function readTicket(p: Packet, is13: boolean): void {
  const was = p.open(p.text('TLS Session Ticket', p.at, p.left))
  const row = p.add(h.sessionTicketLifetimeHint, p.at, 4)
  if (p.drawing) {
    const seconds = p.peek(4)
    p.label(row, `Session Ticket Lifetime Hint: ${many(seconds, 'second')}${durationWords(seconds)}`)
  }
  p.skip(4)
  if (is13) {
    p.take(h.sessionTicketAgeAdd)
    const nonce = p.take(h.sessionTicketNonceLength)
    if (nonce) p.take(h.sessionTicketNonce, nonce)
  }
  const length = p.take(h.sessionTicketLength)
  if (length) p.take(h.sessionTicket, length)
  if (is13) readExtensions(p, is.NEW_TICKET)
  p.close(was)
}

function readRequest(p: Packet, hasSchemes: boolean): void {
  const count = p.take(h.certTypesCount)
  readList(p, h.certTypes, h.certType, count, (n) => `Certificate types (${many(n, 'type')})`)
  if (hasSchemes) readSchemes(p)
  const length = p.take(h.dnamesLen)
  if (length) p.leaveOpen()
  if (!length) return
  const row = p.add(h.dnames, p.at, length)
  if (p.drawing) p.label(row, `Distinguished Names (${many(length, 'byte')})`)
  const was = p.open(row)
  p.part(length, () => {
    while (p.left > 0) {
      const size = p.take(h.dnameLen)
      p.need(size)
      const one = p.add(h.dname, p.at, size)
      if (p.first) p.skip(size)
      else drawName(p, one, size)
    }
  })
  p.close(was)
}

function drawName(p: Packet, row: number, size: number): void {
  const was = p.open(row)
  p.part(size, () => {
    const name = readName(p, element(p))
    if (p.drawing) p.label(row, `Distinguished Name: (${name})`)
  })
  p.close(was)
}

function readRequest13(p: Packet): void {
  const length = p.take(h.certificateRequestContextLength)
  if (length) p.take(h.certificateRequestContext, length)
  readExtensions(p, is.CERTIFICATE_REQUEST)
}

function readVerify(p: Packet, version: number): void {
  if (version >= is.TLS12) readScheme(p)
  p.take(h.clientCertVrfySig, p.take(h.clientCertVrfySigLen))
}
