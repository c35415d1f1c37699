/** Contents of records that are no handshake: alerts, changes of the cipher, heartbeats (RFC 8446 section 6, RFC 5246 section 7.1, RFC 6520). */
import type { Packet } from '../../../dissect/packet'
import { contents as f } from './fields'
import { alertLevels, alertNames } from './names'
import { tell } from './records'
import type { Part } from './records'
import { heartbeatTypes } from './values'

/** An alert: two bytes, or more when they are encrypted. Returns what the record's line says. */
export function drawAlert(p: Packet, { isCiphered }: Part): string {
  const at = p.at
  const level = p.leftOnWire === 2 && !isCiphered ? alertLevels[p.peek(1)] : undefined
  const description = level && alertNames[p.peek(1, 1)]
  const row = p.add(f.alertMessage, at, p.leftOnWire)
  if (!level || !description) {
    tell(p, 'Encrypted Alert')
    p.label(row, 'Alert Message: Encrypted Alert')
    p.at = p.end
    return 'Encrypted Alert'
  }
  if (p.columns) tell(p, `Alert (Level: ${level}, Description: ${description})`)
  const was = p.open(row)
  p.take(f.alertMessageLevel)
  p.take(f.alertMessageDesc)
  p.close(was)
  return p.drawing ? `Alert (Level: ${level}, Description: ${description})` : ''
}

/** From behind this record on its direction is encrypted. */
export function drawChange(p: Packet, { session, place, way }: Part): void {
  const row = p.add(f.changeCipherSpec, p.at, 1)
  if (p.first) {
    if (session.changed[way] === Infinity) session.changed[way] = place
    const next = session.opening?.next[way]
    if (next) session.opening!.use(way, next)
    const isServer = session.client >= 0 && session.client !== way
    if (isServer && session.isTakenUp && !session.resumedAt) session.resumedAt = place
  } else if (session.resumedAt === place) {
    const was = p.open(row)
    p.note(f.resumed, undefined, p.at, 1)
    p.close(was)
  }
  p.skip(1)
}

/** A heartbeat. Returns what the record's line says. */
export function drawHeartbeat(p: Packet, { isCiphered }: Part): string {
  const type = p.left >= 3 ? heartbeatTypes[p.peek(1)] : undefined
  const length = p.left >= 3 ? p.peek(2, 1) : 0
  const padding = p.leftOnWire - 3 - length
  const row = p.add(f.heartbeatMessage, p.at, p.leftOnWire)
  if (!type || isCiphered || padding < 0) {
    tell(p, 'Encrypted Heartbeat')
    p.label(row, 'Encrypted Heartbeat Message')
    p.at = p.end
    return 'Encrypted Heartbeat'
  }
  if (p.columns) tell(p, `Heartbeat ${type}`)
  const was = p.open(row)
  p.take(f.heartbeatMessageType)
  p.take(f.heartbeatMessagePayloadLength)
  if (p.drawing) p.label(row, 'Heartbeat Message')
  p.label(p.add(f.heartbeatMessagePayload, p.at, length), `Payload (${length} bytes)`)
  p.skip(length)
  p.label(p.add(f.heartbeatMessagePadding, p.at, padding), `Padding and HMAC (${padding} bytes)`)
  p.skip(padding)
  p.close(was)
  return p.drawing ? `Heartbeat ${type}` : ''
}
