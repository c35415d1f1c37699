// Lesser protocols of switches and routers: VTP, PAgP, GLBP, NHRP, MPLS echo, WCCP, MACsec.
import { be16, bytes, ethernet, fromHex, ipv4, mac, text, udp } from '../../support/packet-builder'
import type { Samples } from '../sample'

const ends = { source: '10.0.0.1', destination: '10.0.0.2' }
const cisco = (pid: string, body: Uint8Array): Uint8Array => {
  const inside = bytes(fromHex(`aaaa0300000c${pid}`), body)
  return bytes(mac('01:00:0c:cc:cc:cc'), mac('02:00:00:00:00:01'), be16(inside.length), inside)
}
const datagram = (port: number, hex: string): Uint8Array =>
  ethernet({}, ipv4(ends, udp({ source: port, destination: port }, fromHex(hex))))
const domain = bytes(text('lab'), new Uint8Array(29))
const nhrp = (type: string, hex: string, more = ''): Uint8Array => {
  const rest = fromHex(hex + more)
  const offset = more ? 20 + fromHex(hex).length : 0
  const whole = bytes(
    fromHex('0001 0800 0000000000 ff'),
    be16(20 + rest.length),
    fromHex('0000'),
    be16(offset),
    [1],
    fromHex(type),
    fromHex('0400'),
    rest,
  )
  return ethernet({}, ipv4({ ...ends, protocol: 54 }, whole))
}
const quoted = '45000020 00010000 40110000 0a000001 0a000002 00010002 000c0000 61626364'
const asked =
  '0001 0800 0000000000 ff 003c 0000 0000 01 01 0400 04 04 c000 00000007 0a000001 c0a80001 c0a80002 00 20 0000 05dc 012c 04 00 04 00 0a000001 c0a80001'
const mandatory = '04 04 c000 00000007 0a000001 c0a80001 c0a80002'
const client = '00 20 0000 05dc 012c 04 00 04 00 0a000001 c0a80001'

export const samples: Samples = {
  VTP: [
    1,
    [
      cisco(
        '2003',
        bytes(
          [1, 1, 1, 3],
          domain,
          fromHex('00000005 0a000001'),
          text('931205101010'),
          fromHex('00112233445566778899aabbccddeeff'),
        ),
      ),
      cisco(
        '2003',
        bytes(
          [2, 2, 1, 3],
          domain,
          fromHex('00000005'),
          fromHex('14 00 01 07 0001 05dc 000186a1'),
          text('default'),
          [0],
          fromHex('18 01 02 08 03ea 05dc 000186a2'),
          text('fddi-def'),
          fromHex('02 01 0001'),
        ),
      ),
      cisco('2003', bytes([1, 3, 0, 3], domain, fromHex('00000001'))),
      cisco('2003', bytes([1, 4, 0, 3], domain, fromHex('0001 03ff'), new Uint8Array(8).fill(255))),
      cisco('2003', bytes([1, 9, 0, 3], domain)),
    ],
  ],
  PAgP: [
    1,
    [
      cisco(
        '0104',
        fromHex(
          '01 05 020000000001 02 80 00000003 00000001 00000000 020000000002 02 80 00000004 00000001 00000000 0001 0003 0001 0008 73772d31 0002 000a 4661302f3031 0003 000a 020000000003',
        ),
      ),
      cisco('0104', fromHex('02 00 020000000001 020000000002 00000007')),
      cisco('0104', fromHex('03 00 020000000001 020000000002 00000007')),
    ],
  ],
  GLBP: [
    1,
    [
      datagram(
        3222,
        '01 00 0001 0000 020000000001 01 1c 00 20 00 64 0000 00000bb8 00002710 0258 3840 0000 01 04 0a0000fe',
      ),
      datagram(3222, '01 00 0001 0000 020000000001 02 14 01 20 00 a7 64 00000000000000 0007b4000101'),
      datagram(3222, '01 00 0001 0000 020000000001 03 09 01 05 7365637274'),
    ],
  ],
  NHRP: [
    1,
    [
      nhrp('01', `${mandatory} ${client}`),
      nhrp('02', `${mandatory} ${client}`),
      nhrp('03', `${mandatory} ${client}`, '8003 0000 8004 0000 8005 0000 8000 0000'),
      nhrp('04', `${mandatory} ${client}`),
      nhrp('05', `${mandatory} ${client}`),
      nhrp('06', `${mandatory} ${client}`),
      nhrp('07', `04 04 0000 0006 0000 0a000001 c0a80001 c0a80002 ${asked}`),
      nhrp('08', `${mandatory} ${quoted}`),
    ],
  ],
  'MPLS echo': [
    1,
    [
      datagram(
        3503,
        '0001 0000 01 02 00 00 00000001 00000001 cf6d2b5a 4e67f000 00000000 00000000 0001 000c 0001 0005 0a000001 20 000000',
      ),
      datagram(
        3503,
        '0001 0001 02 02 03 01 00000001 00000001 cf6d2b5a 4e67f000 cf6d2b5b 4e67f000 0002 0014 05dc 01 00 0a000002 0a000002 00 00 0000 00010103 0007 000c 01000000 0a000001 0a000002',
      ),
      datagram(
        3503,
        '0001 0000 01 02 00 00 00000001 00000002 cf6d2b5a 4e67f000 00000000 00000000 0001 0018 0003 0014 0a000002 0000 0001 0a000001 0a000001 0000 0005 0003 0004 00000010 000a 0004 00000000',
      ),
      datagram(
        3503,
        '0001 0000 01 02 00 00 00000001 00000002 cf6d2b5a 4e67f000 00000000 00000000 0001 0014 000a 0010 0a000001 0a000002 00000064 0005 0000',
      ),
      datagram(3503, '0001 0000 09 09 00 00 00000001 00000002'),
    ],
  ],
  WCCP: [
    1,
    [
      datagram(
        2048,
        '0000000a 0200 0058 0000 0004 00000000 0001 0018 00 00 00 00 00000000 0000 0000 0000 0000 0000 0000 0000 0000 0003 002c 0a000001 0000 0000'.padEnd(
          120,
          '0',
        ) + '0'.repeat(80),
      ),
      datagram(2048, '0000000b 0200 000c 0000 0004 00000000 0001 0000'),
      datagram(2048, '0000000c 0200 0008 0000 0004 00000000'),
      datagram(2048, '0000000d 0200 0008 0000 0004 00000000'),
      datagram(2048, '00000007 00000004 00000000 00000001 00000002'),
      datagram(2048, '00000008 00000004 00000005 00000001 0a000002 00000000'.concat('0'.repeat(72))),
      datagram(2048, '00000009 00000005 00000001 0a000002'.concat('0'.repeat(512))),
    ],
  ],
  MACsec: [
    1,
    [
      ethernet({ type: 0x88e5 }, fromHex(`2c 00 00000001 020000000001 0001 ${'ab'.repeat(32)}`)),
      ethernet(
        { type: 0x88e5 },
        bytes(
          fromHex('20 00 00000002 020000000001 0001 0800'),
          ipv4(ends, udp({ source: 1, destination: 2 }, text('abcd'))),
          fromHex('00112233445566778899aabbccddeeff'),
        ),
      ),
      ethernet({ type: 0x88e5 }, fromHex(`0c 20 00000003 ${'cd'.repeat(48)}`)),
    ],
  ],
}
