// ERSPAN in its three forms: the frame alone, with eight bytes in front, with twelve and perhaps eight more.
import { be16, be32, bytes, ethernet, fromHex, ipv4, udp } from '../../support/packet-builder'
import type { Samples } from '../sample'

const seen = ethernet(
  {},
  ipv4({ source: '10.0.0.1', destination: '10.0.0.2' }, udp({ source: 1000, destination: 2000 }, fromHex('6869'))),
)
const gre = (flags: number, type: number, ...rest: (number[] | Uint8Array)[]): Uint8Array =>
  ethernet(
    {},
    ipv4({ source: '192.0.2.1', destination: '192.0.2.2', protocol: 47 }, bytes(be16(flags), be16(type), ...rest)),
  )
const third = (last: number, ...more: Uint8Array[]): Uint8Array =>
  gre(0x1000, 0x22eb, be32(7), be16(0x2001), be16(0x1802), be32(9), be16(3), be16(last), ...more, seen)

export const samples: Samples = {
  erspan: [
    1,
    [
      gre(0, 0x88be, seen),
      gre(0x1000, 0x88be, be32(7), be16(0x1001), be16(0x1802), be32(3), seen),
      third(0x0008),
      third(0x0002),
      third(0x0007, bytes(be32(0x0c000000), be32(1))),
    ],
  ],
}
