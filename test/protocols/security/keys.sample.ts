// RADIUS, WireGuard and ISAKMP: requests with their answers, each kind of message, and payloads whose lengths lie.
import { be16, bytes, ethernet, filler, fromHex, ipv4, text, udp } from '../../support/packet-builder'
import type { Samples } from '../sample'

const packet = (port: number, toServer: boolean, payload: Uint8Array): Uint8Array => {
  const [source, destination] = toServer ? ['192.0.2.1', '192.0.2.9'] : ['192.0.2.9', '192.0.2.1']
  const ports = toServer ? { source: 40001, destination: port } : { source: port, destination: 40001 }
  return ethernet({}, ipv4({ source, destination }, udp(ports, payload)))
}
const attribute = (type: number, value: Uint8Array): Uint8Array => bytes([type, 2 + value.length], value)
const radius = (code: number, id: number, ...attributes: Uint8Array[]): Uint8Array => {
  const body = bytes(...attributes)
  return bytes([code, id], be16(20 + body.length), filler(16), body)
}
const isakmp = (next: number, version: number, exchange: number, flags: number, body: Uint8Array): Uint8Array =>
  bytes(
    filler(8, 1),
    new Uint8Array(8),
    [next, version, exchange, flags],
    fromHex('00000001'),
    [0, 0],
    be16(28 + body.length),
    body,
  )

export const samples: Samples = {
  'may the user come in': [
    1,
    [
      packet(
        1812,
        true,
        radius(1, 7, attribute(1, text('alice')), attribute(4, fromHex('c0000201')), attribute(31, text('02-00'))),
      ),
      packet(1812, true, radius(1, 7, attribute(1, text('alice')))),
      packet(1812, false, radius(2, 7, attribute(8, fromHex('0a000001')), attribute(18, text('come in')))),
      packet(1813, true, radius(4, 8, attribute(44, text('0001')))),
    ],
  ],
  WireGuard: [
    1,
    [
      packet(51820, true, bytes(fromHex('01000000'), filler(144))),
      packet(51820, false, bytes(fromHex('02000000'), filler(88))),
      packet(51820, false, bytes(fromHex('03000000'), filler(60))),
      packet(51820, true, bytes(fromHex('04000000'), filler(12), filler(48))),
      packet(51820, true, bytes(fromHex('04000000'), filler(12), filler(16))),
    ],
  ],
  'keys are agreed on': [
    1,
    [
      packet(500, true, isakmp(4, 0x10, 2, 0, bytes([10, 0], be16(12), filler(8), [0, 0], be16(12), filler(8)))),
      packet(500, true, isakmp(8, 0x10, 32, 1, filler(40))),
      packet(500, true, isakmp(40, 0x20, 34, 8, bytes([0, 0], be16(20), filler(16)))),
      packet(500, false, isakmp(46, 0x20, 35, 0x20, bytes([41, 0], be16(20), filler(16)))),
    ],
  ],
}
