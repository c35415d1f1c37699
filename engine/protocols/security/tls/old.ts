/** Messages of SSL 2.0, of which later clients still sent the hello (RFC 6101 appendix E). */
import type { Packet } from '../../../dissect/packet'
import { handshakes as h, recordFields as f, speak } from './fields'
import { CLIENT_HELLO, SSL2, oldHandshakeTypes } from './names'
import { tell } from './records'
import { wayOf } from './session'
import type { Session } from './session'

/** Reads the message of `length` bytes at the cursor. */
export function readOldRecord(p: Packet, session: Session, length: number): void {
  speak()
  const type = p.peek(1, 2)
  if (p.first) {
    if (type === CLIENT_HELLO) session.client = wayOf(p)
    if (!session.version) session.version = SSL2
  }
  p.name('SSLv2')
  const name = oldHandshakeTypes[type] ?? 'Unknown'
  tell(p, name)
  const row = p.add(f.record, p.at, length)
  if (p.drawing) p.label(row, `SSLv2 Record Layer: ${name}`)
  const was = p.open(row)
  p.text(`[Version: SSL 2.0 (0x0002)]`, p.at, 0)
  if (p.drawing) p.text(`Length: ${length - 2}`, p.at, 2)
  p.skip(2)
  p.part(length - 2, () => {
    const row = p.add(h.type, p.at, 1)
    if (p.drawing) p.label(row, `Handshake Message Type: ${name} (${type})`)
    p.skip(1)
    if (type === CLIENT_HELLO) readClientHello(p)
    else p.at = p.end
  })
  p.close(was)
}

function readClientHello(p: Packet): void {
  p.take(h.version)
  const suites = p.take(f.handshakeCipherSpecLen)
  const id = p.take(h.sessionIdLength)
  const challenge = p.take(f.handshakeChallengeLength)
  const row = p.add(h.ciphersuites, p.at, suites)
  if (p.drawing) p.label(row, `Cipher Specs (${Math.floor(suites / 3)} spec${suites === 3 ? '' : 's'})`)
  const was = p.open(row)
  p.part(suites, () => {
    while (p.left >= 3) p.take(f.handshakeCipherspec)
  })
  p.close(was)
  if (id) p.take(h.sessionId, id)
  if (challenge) p.take(f.handshakeChallenge, challenge)
}
