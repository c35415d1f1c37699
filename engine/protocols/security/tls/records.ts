/** Records of TLS one after the other: header, what kind of content, and the content as far as it can be read (RFC 8446 section 5). */
import type { Packet } from '../../../dissect/packet'
import { feed } from '../../../streams/reading'
import { applicationOf, applicationTitle } from './application'
import { drawAlert, drawChange, drawHeartbeat } from './contents'
import { contents, recordFields as f, speak } from './fields'
import { HEADER, isOldHello, isRecord, oldLength } from './framing'
import { readHandshakes } from './handshake'
import { ALERT, APPLICATION_DATA, CHANGE_CIPHER_SPEC, HANDSHAKE, HEARTBEAT, contentTypes, versionColumn } from './names'
import { readOldRecord } from './old'
import { openRecord } from './opening'
import { placeOf, sessionOf, wayOf } from './session'
import type { Session } from './session'

/** One record under decoding. */
export interface Part {
  readonly session: Session
  /** Where it stands in time (see `placeOf`), and whether it is encrypted: behind a change of its direction's cipher. */
  readonly place: number
  readonly way: 0 | 1
  readonly isCiphered: boolean
  /** `TLSv1.2`, for the lines of the tree. */
  readonly name: string
  /** DTLS: what stands in a client's hello behind the session. */
  readonly cookie?: (p: Packet) => void
}

/** Adds a part of a layer to Info. */
export const tell = (p: Packet, text: string): void => p.sayMore(p.info ? `, ${text}` : text)

/** Reads all records from the cursor to the end of the layer. */
export function readRecords(p: Packet): void {
  const session = sessionOf(p)
  const nth = p.nth()
  if (nth === 0) p.say('')
  else p.keepInfo()
  for (let i = 0; p.at < p.end; i++) {
    const place = placeOf(p, nth, i)
    const way = wayOf(p)
    // What was opened and read by another protocol keeps the name that this one gave.
    if (i === 0) p.name(versionColumn[session.version] ?? 'SSL')
    if (isOldHello(p)) readOldRecord(p, session, oldLength(p))
    else if (p.left >= HEADER && isRecord(p)) readRecord(p, session, place, way)
    else {
      // Too little for a header: a record that the capture cut off, or none.
      if (p.left < HEADER && p.end < p.wire) p.need(HEADER)
      drawUnknown(p, session)
    }
  }
}

function readRecord(p: Packet, session: Session, place: number, way: 0 | 1): void {
  speak()
  const type = p.peek(1)
  const version = p.peek(2, 1)
  const length = p.peek(2, 3)
  if (p.first) learnVersion(p, session, type, version)
  const isCiphered = place > session.changed[way]
  const name = versionColumn[session.version] ?? 'TLS'
  const row = p.add(f.record, p.at, HEADER + length)
  const was = p.open(row)
  const isOpaque = type === APPLICATION_DATA && session.is13
  p.take(isOpaque ? f.recordOpaqueType : f.recordContentType)
  p.take(f.recordVersion)
  p.take(f.recordLength)
  const part: Part = { session, place, way, isCiphered, name }
  p.part(length, () => readBody(p, part, row, type, version))
  p.close(was)
}

/** The body of a record: as it stands, or opened where there are keys for it. */
function readBody(p: Packet, part: Part, row: number, type: number, version: number): void {
  const { session, place, way } = part
  const opened = openRecord(p, session, place, way, type, version)
  if (!opened) {
    if (!p.first && session.opening?.refused.has(place)) p.text(REFUSED, p.at, p.left)
    return readContent(p, part, row, type)
  }
  if (p.drawing && session.is13)
    p.text(`[Content Type: ${contentTypes[opened.type] ?? 'Unknown'} (${opened.type})]`, p.at, 0)
  const inner: Part = { ...part, isCiphered: false }
  if (opened.type === APPLICATION_DATA) readOpened(p, inner, row, opened.content)
  else p.within('Decrypted TLS', opened.content, () => readContent(p, inner, row, opened.type))
  p.at = p.end
}

const REFUSED = '[Not decrypted: the secrets given for this session do not fit this record]'

/** Application data in clear: to the protocol that the server chose, else to that of the port, else whoever knows it. */
function readOpened(p: Packet, { session, way, name }: Part, row: number, content: Uint8Array): void {
  tell(p, 'Application Data')
  const reader = applicationOf(p, session)
  if (!p.first) {
    const application = applicationTitle(p, session)
    if (p.drawing) p.label(row, `${name} Record Layer: Application Data Protocol: ${application || 'Application Data'}`)
    p.add(contents.appData, p.at, p.left)
    if (application) p.set(contents.appDataProto, application, p.at, p.left)
  }
  p.within('Decrypted TLS', content, () => {
    const key = `tls ${p.flow >> 1} ${way}`
    if (reader) feed(p, key, reader, { name: 'Reassembled TLS', part: ' [TLS segment of a reassembled PDU]' })
    else p.guess(p.registry.table('tls').guesses)
  })
}

function readContent(p: Packet, part: Part, row: number, type: number): void {
  const title = (text: string): void => {
    if (p.drawing) p.label(row, `${part.name} Record Layer: ${text}`)
  }
  switch (type) {
    case HANDSHAKE:
      return readHandshakes(p, part, title)
    case CHANGE_CIPHER_SPEC:
      tell(p, 'Change Cipher Spec')
      title('Change Cipher Spec Protocol: Change Cipher Spec')
      return drawChange(p, part)
    case ALERT:
      return title(drawAlert(p, part))
    case HEARTBEAT:
      return title(drawHeartbeat(p, part))
    default:
      readApplication(p, part, title)
  }
}

function readApplication(p: Packet, { session }: Part, title: (text: string) => void): void {
  tell(p, 'Application Data')
  if (p.first) {
    p.at = p.end
    return
  }
  const application = applicationTitle(p, session)
  title(`Application Data Protocol: ${application || 'Application Data'}`)
  const at = p.at
  const length = p.leftOnWire
  p.take(contents.appData, length)
  if (application) p.set(contents.appDataProto, application, at, length)
}

/** Which version a record tells of: all but hellos of clients must know. The first record tells it for the time being. */
function learnVersion(p: Packet, session: Session, type: number, version: number): void {
  if (version < 0x0300 || version > 0x0303) return
  if (!session.version) session.version = version
  if (type !== HANDSHAKE && p.left > HEADER) session.settle(version)
}

/** What is no record: bytes whose beginning was not captured, or of another protocol. */
function drawUnknown(p: Packet, session: Session): void {
  if (session.version) {
    tell(p, 'Ignored Unknown Record')
    const was = p.open(p.text('Ignored Unknown Record', p.at, p.left))
    p.note(f.ignoredUnknownRecord)
    p.close(was)
  } else {
    tell(p, 'Continuation Data')
  }
  p.at = p.end
}
