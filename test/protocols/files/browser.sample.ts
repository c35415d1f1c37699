// Browser: announcements and elections in mailslots of SMB over NetBIOS datagrams.
import { be16, bytes, ethernet, fromHex, ipv4, udp } from '../../support/packet-builder'
import type { Samples } from '../sample'

const le16 = (n: number): Uint8Array => bytes(n & 255, n >> 8)
const le32 = (n: number): Uint8Array => bytes(le16(n & 0xffff), le16(n >>> 16))
const ascii = (text: string, size = text.length + 1): Uint8Array => {
  const made = new Uint8Array(size)
  for (let i = 0; i < text.length; i++) made[i] = text.charCodeAt(i)
  return made
}
const encoded = ascii(` ${'CACACACACACACACACACACACACACACACA'}`)

/** A message written into a mailslot. */
function mail(message: Uint8Array, name = '\\MAILSLOT\\BROWSE'): Uint8Array {
  const slot = ascii(name)
  const at = 32 + 1 + 34 + 2 + slot.length
  const words = bytes(
    le16(0), le16(message.length), le16(0), le16(0), 0, 0, le16(0), le32(1000), le16(0),
    le16(0), le16(0), le16(message.length), le16(at), 3, 0, le16(1), le16(1), le16(2),
  ) // prettier-ignore
  const smb = bytes(
    fromHex('ff534d4225'),
    new Uint8Array(27),
    17,
    words,
    le16(slot.length + message.length),
    slot,
    message,
  )
  const body = bytes(encoded, encoded, smb)
  const nbdgm = bytes(0x11, 2, be16(1), 192, 0, 2, 7, be16(138), be16(body.length), be16(0), body)
  return ethernet(
    {},
    ipv4({ source: '192.0.2.7', destination: '192.0.2.255' }, udp({ source: 138, destination: 138 }, nbdgm)),
  )
}
const announcement = (command: number, name: string, type: number, comment: string, version = [6, 1]): Uint8Array =>
  bytes(command, 3, le32(720000), ascii(name, 16), ...version, le32(type), 15, 1, le16(0xaa55), ascii(comment))

export const samples: Samples = {
  announcements: [
    1,
    [
      mail(announcement(1, 'PRINTER', 0x1203, 'second floor')),
      mail(announcement(12, 'WORKGROUP', 0x80001000, 'MASTER', [3, 10])),
      mail(announcement(15, 'MASTER', 0x51003, '')),
      mail(bytes(2, 0, ascii('ASKER'))),
      mail(bytes(13, ascii('MASTER'))),
    ],
  ],
  'an election, lists, resets': [
    1,
    [
      mail(bytes(8, 1, 0x24, 15, 1, 0x20, le32(94_051_500), le32(0), ascii('CANDIDATE'))),
      mail(bytes(9, 4, le32(7))),
      mail(bytes(10, 2, le32(7), ascii('ONE'), ascii('TWO'))),
      mail(bytes(11, ascii('ONE'))),
      mail(bytes(14, 2)),
      mail(bytes(7, 1, 2)),
    ],
  ],
}
