/** RFC 6347 (DTLS 1.2), 4347 (1.0), 9146 (connection ids): records of TLS in datagrams, each with its epoch and number. */
import type { Packet } from '../../../dissect/packet'
import { protocol } from '../../../dissect/protocol'
import { contents, flat, speak } from '../tls/fields'
import { drawAlert, drawChange, drawHeartbeat } from '../tls/contents'
import { ALERT, APPLICATION_DATA, CHANGE_CIPHER_SPEC, HANDSHAKE, HEARTBEAT, versionColumn } from '../tls/names'
import { tell } from '../tls/records'
import type { Part } from '../tls/records'
import { placeOf, wayOf } from '../tls/session'
import { dtlsFields as f, dtlsSpoken } from './fields'
import { learnVersion, readCookie, readHandshake, sessionOf } from './handshake'

/** Type, version, epoch, number, length. */
const HEADER = 13
/** A record with a connection id in front of its length, which says nothing of how long the id is (RFC 9146). */
const WITH_ID = 25

export const dtls = protocol({
  name: 'dtls',
  title: 'Datagram Transport Layer Security',
  column: 'DTLS',
  spec: 'RFC 6347',
  over: { 'udp.port': [853, 2221, 5684, 5868], 'sctp.ppi': [47], 'capwap.dtls': [1] },
  heuristic: ['udp'],
  looks: (p) => p.left >= HEADER && isRecord(p) && HEADER + p.peek(2, 11) <= p.leftOnWire,
  fields: { ...f, ...flat(dtlsSpoken) },
  decode(p) {
    const nth = p.nth()
    if (nth === 0) p.say('')
    else p.keepInfo()
    for (let i = 0; p.at < p.end; i++) {
      if (p.left < HEADER) p.need(HEADER)
      if (!isRecord(p)) {
        if (i === 0) p.name('DTLS')
        tell(p, 'Continuation Data')
        p.at = p.end
        return
      }
      readRecord(p, nth, i)
    }
  },
})

/** Whether a record stands at the cursor: a type that there is, a version that there was. */
function isRecord(p: Packet): boolean {
  const type = p.peek(1)
  if (type < 20 || type > WITH_ID) return false
  const version = p.peek(2, 1)
  return version === 0xfeff || version === 0xfefd || version === 0xfefc || version === 0x0100
}

function readRecord(p: Packet, nth: number, i: number): void {
  speak(dtlsSpoken)
  const session = sessionOf(p)
  const type = p.peek(1)
  const version = p.peek(2, 1)
  if (p.first) learnVersion(p, session, type, version)
  const epoch = p.peek(2, 3)
  const length = p.peek(2, 11)
  const name = versionColumn[session.spoken] ?? 'DTLS'
  if (i === 0) p.name(name)
  const row = p.add(f.record, p.at, HEADER + length)
  const was = p.open(row)
  p.take(f.contentType)
  p.take(f.version)
  p.take(f.epoch)
  p.take(f.number, 6)
  p.take(f.length)
  const part: Part = {
    session,
    place: placeOf(p, nth, i),
    way: wayOf(p),
    isCiphered: epoch > 0,
    name,
    cookie: readCookie,
  }
  p.part(length, () => {
    readContent(p, part, type, nth * 16 + i, (text) => p.drawing && p.label(row, `${name} Record Layer: ${text}`))
    p.at = p.end
  })
  p.close(was)
}

function readContent(p: Packet, part: Part, type: number, nth: number, title: (text: string) => void): void {
  switch (type) {
    case HANDSHAKE:
      return readHandshake(p, part, nth, title)
    case CHANGE_CIPHER_SPEC:
      tell(p, 'Change Cipher Spec')
      title('Change Cipher Spec Protocol: Change Cipher Spec')
      return drawChange(p, part)
    case ALERT:
      return title(drawAlert(p, part))
    case HEARTBEAT:
      return title(drawHeartbeat(p, part))
    case APPLICATION_DATA:
      tell(p, 'Application Data')
      title('Application Data Protocol: Application Data')
      p.take(contents.appData, p.leftOnWire)
      return
    default:
      tell(p, 'Connection ID')
      title('Connection ID')
      p.take(f.encrypted, p.leftOnWire)
  }
}
