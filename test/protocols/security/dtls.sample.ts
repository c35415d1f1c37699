// DTLS: a handshake with a cookie and fragments, what is encrypted behind it, alerts, records that lie.
import { be16, bytes, ethernet, filler, ipv4, udp } from '../../support/packet-builder'
import type { Samples } from '../sample'

const V12 = 0xfefd
const V10 = 0xfeff

/** A datagram of the client (way 0) or the server. */
const datagram = (way: 0 | 1, ...records: Uint8Array[]): Uint8Array => {
  const [source, destination] = way ? ['192.0.2.9', '192.0.2.1'] : ['192.0.2.1', '192.0.2.9']
  const ports = way ? { source: 4433, destination: 50001 } : { source: 50001, destination: 4433 }
  return ethernet({}, ipv4({ source, destination }, udp(ports, bytes(...records))))
}
const record = (type: number, number: number, content: Uint8Array, version = V12, epoch = 0): Uint8Array =>
  bytes(type, be16(version), be16(epoch), be16(0), be16(0), be16(number), be16(content.length), content)
const be24 = (n: number): Uint8Array => bytes(n >> 16, be16(n & 0xffff))
/** A message, or the part of it from `from` on. */
const message = (type: number, seq: number, body: Uint8Array, from = 0, size = body.length - from): Uint8Array =>
  bytes(type, be24(body.length), be16(seq), be24(from), be24(size), body.subarray(from, from + size))

const extensions = bytes(be16(12), be16(10), be16(4), be16(2), be16(29), be16(23), be16(0))
const hello = (version: number, cookie: Uint8Array): Uint8Array =>
  bytes(be16(version), filler(32), 0, cookie.length, cookie, be16(4), be16(0xc02f), be16(0x009c), 1, 0, extensions)
const serverHello = (version: number): Uint8Array => bytes(be16(version), filler(32), 4, filler(4), be16(0x009c), 0)
const cookie = filler(20)
const keys = bytes(be16(128), filler(128))

export const samples: Samples = {
  'a handshake with a cookie, and keys in fragments': [
    1,
    [
      datagram(0, record(22, 0, message(1, 0, hello(V12, bytes())), V10)),
      datagram(1, record(22, 0, message(3, 0, bytes(be16(V10), cookie.length, cookie)), V10)),
      datagram(0, record(22, 1, message(1, 1, hello(V12, cookie)))),
      datagram(1, record(22, 1, message(2, 1, serverHello(V12))), record(22, 2, message(14, 2, bytes()))),
      datagram(0, record(22, 2, message(16, 2, keys, 0, 60))),
      datagram(0, record(22, 4, message(16, 2, keys, 100, 30))),
      datagram(0, record(22, 3, message(16, 2, keys, 60, 40)), record(20, 5, bytes(1))),
      datagram(0, record(22, 0, filler(40), V12, 1)),
      datagram(1, record(20, 3, bytes(1)), record(22, 0, filler(40), V12, 1)),
      datagram(0, record(23, 1, filler(50), V12, 1), record(23, 2, filler(50), V12, 1)),
      datagram(1, record(21, 1, filler(26), V12, 1)),
    ],
    {
      notAsTshark: {
        6: 'a message is shown where its last missing part arrives, not where its end does',
        7: 'the part that was missing',
      },
    },
  ],
  'an alert in clear, version 1.0': [
    1,
    [
      datagram(0, record(22, 0, message(1, 0, hello(V10, bytes())), V10)),
      datagram(1, record(21, 0, bytes(2, 40), V10)),
    ],
  ],
  'a fragment that lies about its length': [
    1,
    [datagram(0, record(22, 0, bytes(1, be24(50), be16(0), be24(40), be24(20), filler(20))))],
  ],
}
