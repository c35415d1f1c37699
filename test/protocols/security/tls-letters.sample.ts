// What is no TLS on a port of TLS: letters are another protocol's, other bytes a record whose beginning was missed, few bytes wait for more.
import { bytes, ethernet, ipv4, tcp, text } from '../../support/packet-builder'
import type { Samples } from '../sample'

function talk(...parts: readonly Uint8Array[]): Uint8Array[] {
  let sequence = 1
  return parts.map((payload) => {
    const header = { source: 50000, destination: 443, sequence, acknowledgment: 1, flags: 'ACK' }
    sequence += payload.length
    return ethernet({}, ipv4({ source: '192.0.2.1', destination: '192.0.2.2' }, tcp(header, payload)))
  })
}
const record = bytes([23, 3, 3, 0, 5], text('hello'))

export const samples: Samples = {
  'letters alone': [1, talk(text('220 hi there\r\n'), text('250 x\r\n250 y\r\n'), text('AB'), text('CDEF'))],
  'a record, letters, a record': [1, talk(record, text('SSH-2.0-OpenSSH\r\n'), record)],
  'a record, other bytes, a record': [1, talk(record, new Uint8Array(30).fill(0xb7), record)],
  'other bytes': [1, talk(new Uint8Array(3), new Uint8Array(20).fill(0xb7))],
}
