// Signalling system 7 on a link: frames without a message, the state of a link, and a call from its set-up to its release (ISUP).
import { bytes, fromHex } from '../../support/packet-builder'
import type { Samples } from '../sample'

/** A frame of MTP2; `message` behind its service byte and routing label. */
function frame(bsn: number, fsn: number, message: Uint8Array): Uint8Array {
  return bytes(0x80 | bsn, 0x80 | fsn, Math.min(63, message.length), message)
}
/** From point 1 to point 2 in a national network: service indicator 5. */
const isup = (circuit: number, hex: string): Uint8Array =>
  bytes(fromHex('85 02400000'), [circuit & 255, circuit >> 8], fromHex(hex))

export const samples: Samples = {
  'a call on a link': [
    140,
    [
      frame(0, 0, bytes()),
      frame(0, 0, bytes(1)),
      frame(0, 1, isup(5, '01 00 0001 0a 00 02 07 05 8310 2143 0f 0a 05 0310 6587 09 00')),
      frame(1, 1, isup(5, '06 0414 00')),
      frame(1, 2, isup(5, '09 00')),
      frame(2, 2, isup(5, '0c 02 00 02 8090')),
      frame(2, 3, isup(5, '10 00')),
    ],
  ],
}
