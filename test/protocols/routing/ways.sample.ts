// Older and lesser routing protocols, and messages about links: IGRP, OLSR, Babel, MSDP, NSH, CFM, OAM.
import { be16, bytes, checksum, ethernet, fromHex, ipv4, tcp, text, udp } from '../../support/packet-builder'
import type { Samples } from '../sample'

const ends = { source: '10.0.0.1', destination: '10.0.0.2' }
const datagram = (port: number, hex: string): Uint8Array =>
  ethernet({}, ipv4(ends, udp({ source: port, destination: port }, fromHex(hex))))
const babel = (body: string, trailer = ''): Uint8Array => {
  const messages = fromHex(body)
  const whole = bytes([42, 2], be16(messages.length), messages, fromHex(trailer))
  return ethernet({}, ipv4(ends, udp({ source: 6696, destination: 6696 }, whole)))
}
let port = 20000
const said = (to: number, hex: string): Uint8Array =>
  ethernet({}, ipv4(ends, tcp({ source: port++, destination: to, sequence: 1, flags: 'PSH ACK' }, fromHex(hex))))
const igrp = (hex: string): Uint8Array => {
  const body = fromHex(hex)
  body.set(be16(checksum(body)), 10)
  return ethernet({}, ipv4({ ...ends, protocol: 9 }, body))
}
const slow = (hex: string): Uint8Array =>
  ethernet({ type: 0x8809, destination: '01:80:c2:00:00:02', pad: 60 }, fromHex(hex))
const cfm = (hex: string): Uint8Array => ethernet({ type: 0x8902, destination: '01:80:c2:00:00:35' }, fromHex(hex))
const maid = `01 02 03 6d6131${'00'.repeat(42)}`

export const samples: Samples = {
  IGRP: [
    1,
    [
      igrp('11 01 0064 0001 0001 0000 0000 000a00 000064 000a00 05dc ff 01 00 0b0000 0000c8 000a00 05dc ff 01 02'),
      igrp('12 01 0064 0000 0000 0000 0000'),
    ],
  ],
  OLSR: [
    1,
    [
      datagram(698, '0020 0001 01 86 001c 0a000001 01 00 0001 0000 05 03 06 00 000c 0a000002 0a000003'),
      datagram(698, '001c 0002 02 86 0018 0a000001 ff 00 0002 0001 0000 0a000002 0a000003'),
      datagram(698, '0018 0003 03 86 0014 0a000001 ff 00 0003 0a000005 0a000006'),
      datagram(698, '0018 0004 04 86 0014 0a000001 ff 00 0004 c0a80000 ffff0000'),
      datagram(698, '0010 0005 77 86 000c 0a000001 ff 00 0005'),
    ],
  ],
  Babel: [
    1,
    [
      babel(
        '0406 0000 0001 0190 050a 0100 0060 0190 0a000002 00 060a 0000 0000000000000001 0706 0100 0a000001 080d 0100 1800 0190 0001 0060 c0a801 0905 0118 c0a801 0102 0000 0302 0001',
        '00 0302 0001',
      ),
      datagram(6696, '2a02 0008 0206 0000 0001 0190'),
    ],
  ],
  MSDP: [
    1,
    [
      said(639, '01 0014 01 0a000001 000000 20 e1010101 0a000005'),
      said(639, '02 0008 00 e1010101'),
      said(639, '04 0003'),
      said(639, '03 0014 01 0a000001 000000 20 e1010101 0a000005'),
      said(639, '06 0008 00000000 00'),
      said(639, '05 0005 81 00'),
      said(639, '63 0003'),
    ],
  ],
  NSH: [
    1,
    [
      ethernet(
        { type: 0x894f },
        bytes(
          fromHex('0fc6 01 01 000064ff 00000001 00000002 00000003 00000004'),
          ipv4(ends, udp({ source: 1, destination: 2 }, text('hi'))),
        ),
      ),
      ethernet(
        { type: 0x894f },
        bytes(fromHex('0fc2 02 03 000064ff'), ethernet({}, ipv4(ends, udp({ source: 1, destination: 2 }, text('hi'))))),
      ),
    ],
  ],
  CFM: [
    1,
    [
      cfm(`60 01 04 46 00000001 0001 ${maid} 00000000 00000000 00000000 00000000 00`),
      cfm('60 03 00 04 00000001 03 0003 010203 00'),
      cfm('60 02 00 04 00000001 03 0003 010203 00'),
      cfm('60 05 80 11 00000001 40 020000000001 020000000002 00'),
      cfm('60 04 80 06 00000001 3f 01 05 0007 01 020000000001 00'),
      cfm('60 21 07 00 00'),
      cfm('60 2b 00 0c 00000000 00000000 00000000 00'),
    ],
  ],
  OAM: [
    1,
    [
      slow('03 0050 00 01 10 01 0000 00 0f 05f2 000102 00000000 02 10 01 0000 00 0f 05f2 000102 00000000 00'),
      slow(
        '03 0050 01 0001 01 28 0001 00000000000f4240 0000000000000001 0000000000000001 0000000000000001 00000001 00',
      ),
      slow('03 0050 02 07 0031 00'),
      slow('03 0050 03 07 0031 04 00000001 00'),
      slow('03 0050 04 01'),
      slow('03 0050 fe 000102'),
      slow('0a 0019a7 00 0001 10 000000 01 0004 02'),
    ],
  ],
}
