// SCTP: an association set up, messages whole and in parts, acknowledgements with gaps, errors.
import { be16, be32, bytes, ethernet, fromHex, ipv4 } from '../../support/packet-builder'
import type { Samples } from '../sample'

const packet = (...chunks: Uint8Array[]): Uint8Array =>
  ethernet(
    {},
    ipv4(
      { source: '10.0.0.1', destination: '10.0.0.2' },
      { bytes: bytes(be16(3000), be16(4000), be32(0x11), be32(0), ...chunks), protocol: 132 },
    ),
  )
const chunk = (type: number, flags: number, value: Uint8Array): Uint8Array =>
  bytes([type, flags], be16(value.length + 4), value, new Uint8Array(-value.length & 3))
const part = (tsn: number, flags: number, value: string): Uint8Array =>
  chunk(0, flags, bytes(be32(tsn), be16(1), be16(0), be32(200), fromHex(value)))

export const samples: Samples = {
  'Setting up': [
    1,
    [
      packet(
        chunk(
          1,
          0,
          bytes(
            be32(7),
            be32(1000),
            be16(10),
            be16(10),
            be32(100),
            fromHex('000500080a000001000c000600050000c0000004'),
          ),
        ),
      ),
      packet(chunk(10, 0, fromHex('0102030405'))),
      packet(chunk(11, 0, bytes())),
    ],
  ],
  'Messages, acknowledgements, the end': [
    1,
    [
      packet(part(100, 2, '0102'), part(101, 1, '030405')),
      packet(chunk(3, 0, bytes(be32(102), be32(5000), be16(1), be16(1), be16(2), be16(3), be32(101)))),
      packet(chunk(4, 0, fromHex('00010008aabbccdd')), chunk(5, 0, fromHex('00010008aabbccdd'))),
      packet(chunk(7, 0, be32(5) as never), chunk(8, 0, bytes()), chunk(14, 1, bytes())),
      packet(chunk(6, 0, fromHex('000c000641420000'))),
      packet(chunk(99, 0, fromHex('01020304'))),
    ],
    { notAsTshark: { 1: 'Parts of a message are not put together yet.' } },
  ],
}
