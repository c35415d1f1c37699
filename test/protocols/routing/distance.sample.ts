// RIP of both versions and for IPv6, BFD and HSRP: what routers tell each other, with and without passwords.
import { bytes, ethernet, fromHex, ipv4, ipv6, text, udp } from '../../support/packet-builder'
import type { Samples } from '../sample'

const packet = (port: number, destination: string, payload: Uint8Array): Uint8Array =>
  ethernet({}, ipv4({ source: '192.0.2.1', destination }, udp({ source: port, destination: port }, payload)))
const packet6 = (port: number, payload: Uint8Array): Uint8Array =>
  ethernet({}, ipv6({ source: 'fe80::1', destination: 'ff02::9' }, udp({ source: port, destination: port }, payload)))

export const samples: Samples = {
  RIP: [
    1,
    [
      packet(520, '192.0.2.255', fromHex('01010000 0000 0000 00000000 00000000 00000000 00000010')),
      packet(520, '192.0.2.255', fromHex('02010000 0002 0000 0a000000 00000000 00000000 00000002')),
      packet(
        520,
        '224.0.0.9',
        fromHex('02020000 0002 0007 0a000000 ff000000 00000000 00000001 0002 0000 0b000000 ff000000 c0000202 00000010'),
      ),
      packet(
        520,
        '224.0.0.9',
        bytes(
          fromHex('02020000 ffff 0002'),
          text('secret'),
          new Uint8Array(10),
          fromHex('0002 0000 0a000000 ff000000 00000000 00000001'),
        ),
      ),
    ],
  ],
  RIPng: [1, [packet6(521, fromHex('02010000 20010db8000000000000000000000000 0000 20 01'))]],
  BFD: [
    1,
    [
      packet(3784, '192.0.2.9', fromHex('20400318 00000001 00000000 000f4240 000f4240 00000000')),
      packet(3784, '192.0.2.9', fromHex('21c40320 00000001 00000002 0000c350 0000c350 00000000 0108 01 73656372 65')),
    ],
  ],
  HSRP: [
    1,
    [
      packet(1985, '224.0.0.2', bytes(fromHex('00001003 0a69 0100'), text('cisco'), fromHex('000000 c0000264'))),
      packet(1985, '224.0.0.2', bytes(fromHex('00020805 0f64 0100'), text('other'), fromHex('000000 c0000264'))),
    ],
  ],
}
