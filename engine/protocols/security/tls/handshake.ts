/** Handshake messages in a record: RFC 8446 section 4, RFC 5246 section 7.4. */
import type { Packet } from '../../../dissect/packet'
import { handshakes as h } from './fields'
import { readBody } from './bodies'
import { CERTIFICATE, handshakeTypes } from './names'
import { tell } from './records'
import type { Part } from './records'

/** Type and length in front of each message. */
const HEAD = 4
/** Longer ones are not believed in what may be encrypted. */
const LONGEST = 0x20000

/** Reads the messages of one record; `title` writes what the record's line says. */
export function readHandshakes(p: Packet, part: Part, title: (text: string) => void): void {
  if (!isPlain(p, part)) {
    tell(p, 'Encrypted Handshake Message')
    title('Handshake Protocol: Encrypted Handshake Message')
    p.label(p.add(h.handshake, p.at, p.leftOnWire), 'Handshake Protocol: Encrypted Handshake Message')
    p.at = p.end
    return
  }
  let first = ''
  for (let n = 0; p.at < p.end; n++) {
    const name = readMessage(p, part)
    if (n === 0) first = name
    title(`Handshake Protocol: ${n ? 'Multiple Handshake Messages' : first}`)
  }
}

/** Whether a record reads as handshake messages: a known type, a length that fits. */
function isPlain(p: Packet, { isCiphered }: Part): boolean {
  if (p.left < HEAD) return !isCiphered && p.left > 0 && p.end < p.wire
  const length = p.peek(3, 1)
  if (handshakeTypes[p.peek(1)] === undefined || length > LONGEST) return false
  return !isCiphered || length + HEAD === p.leftOnWire
}

/** Reads one message; returns its name. */
function readMessage(p: Packet, part: Part): string {
  const type = p.peek(1)
  const name = handshakeTypes[type]
  const length = p.left >= HEAD ? p.peek(3, 1) : 0
  if (name === undefined || (length > p.leftOnWire && type !== CERTIFICATE)) {
    tell(p, 'Encrypted Handshake Message')
    p.label(p.add(h.handshake, p.at, p.leftOnWire), 'Handshake Protocol: Encrypted Handshake Message')
    p.at = p.end
    return 'Encrypted Handshake Message'
  }
  tell(p, name)
  const row = p.add(h.handshake, p.at, HEAD + length)
  if (p.drawing) p.label(row, `Handshake Protocol: ${name}`)
  const was = p.open(row)
  p.take(h.type)
  p.take(h.length)
  p.part(length, () => {
    readBody(p, part, type)
    p.at = p.end
  })
  p.close(was)
  return name
}
