// Packets of every link type that Wirelens reads, ordinary and odd, by link type.
import { bytes, fromHex, ip4, mac } from '../../support/packet-builder'
import type { Samples } from '../sample'

const ip = fromHex('4500001c00010000401166cf0a0000010a0000020bb80bb80008dfe6')
const ends = bytes(mac('ff:ff:ff:ff:ff:ff'), mac('00:00:c0:a8:01:01'))
const zeros = (n: number): Uint8Array => new Uint8Array(n)
const hex = (start: string, ...rest: Uint8Array[]): Uint8Array => bytes(fromHex(start), ...rest)
const eth = (start: string, ...rest: Uint8Array[]): Uint8Array => bytes(ends, fromHex(start), ...rest)

const M = (n: number): number[] => mac(`02:00:00:00:00:0${n}`)
const I = (n: number): number[] => (n ? ip4(`10.0.0.${n}`) : [0, 0, 0, 0])
const nobody = [0, 0, 0, 0, 0, 0]
const all = [255, 255, 255, 255, 255, 255]
const arpPacket = (
  op: number,
  sm: number[],
  si: number[],
  tm: number[],
  ti: number[],
  head = '000108000604',
): Uint8Array => bytes(ends, fromHex('0806'), fromHex(head), [op >>> 8, op & 255], sm, si, tm, ti)

/** Questions, answers, probes, announcements, conflicts: in this order, since conflicts depend on what came before. */
export const arpPackets = [
  arpPacket(1, M(1), I(1), nobody, I(2)),
  arpPacket(2, M(2), I(2), M(1), I(1)),
  arpPacket(1, M(1), I(0), nobody, I(3)),
  arpPacket(1, M(1), I(3), nobody, I(3)),
  arpPacket(1, M(1), I(3), all, I(3)),
  arpPacket(2, M(1), I(3), M(1), I(3)),
  arpPacket(2, M(3), I(2), M(1), I(1)),
  arpPacket(1, M(3), I(1), nobody, I(9)),
  arpPacket(2, M(2), I(2), M(3), I(1)),
  arpPacket(1, M(1), I(0), all, I(3)),
  arpPacket(1, M(1), I(0), nobody, I(0)),
  arpPacket(2, M(2), I(90), M(1), I(90)),
  arpPacket(2, M(3), I(92), M(3), I(91)),
  ...Array.from({ length: 27 }, (_, op) => arpPacket(op, M(1), I(5), M(2), I(6))),
  arpPacket(65535, M(1), I(5), M(2), I(6)),
  arpPacket(1, [1], I(5), [2], I(6), '000708000104'),
  arpPacket(1, [], I(5), [], I(6), '000108000004'),
  arpPacket(2, M(1), [], M(2), [], '000108000600'),
  arpPacket(1, M(1), [1, 2], M(2), [3, 4], '000180f30602'),
  arpPacket(1, [...M(1), ...M(1)], I(5), [...M(2), ...M(2)], I(6), '002008000c04'),
  arpPacket(1, M(1), I(5), M(2), I(6)).subarray(0, 30),
  arpPacket(1, M(1), I(5), M(2), I(6)).subarray(0, 20),
]

const v1 = (head: string, ...rest: Uint8Array[]): Uint8Array => hex(head, ...rest)

export const samples: Samples = {
  ethernet: [
    1,
    [
      eth('05dd', zeros(60)),
      eth('1234', zeros(60)),
      eth('0100aaaa', zeros(28)),
      eth('0010aaaa03000000123401020304', zeros(40)),
      eth('0010aaaa03aabbcc123401020304', zeros(40)),
      eth('0010f0f07f01020304', zeros(40)),
      eth('0010f0f1730102030400', zeros(40)),
      eth('0010f0f0010301020000', zeros(40)),
      eth('00030505e303'),
      eth('810020010800', ip, zeros(2)),
      eth('8100f0011234', zeros(60)),
      eth('8100f001'),
      eth('88a8f0010800', ip),
      eth('88a8f00188a8f00288a8f0035555', zeros(30)),
      eth('0000', zeros(50)),
      eth('0800', ip, zeros(18)),
      eth('0800', ip, zeros(12), fromHex('010203040506')),
      eth('0800', ip, zeros(60)),
      hex('0203040506070903040506071234'),
      ends.subarray(0, 7),
      ends,
    ],
  ],
  arp: [1, arpPackets],
  mpls: [1, [eth('88470001013f', ip), eth('8847000100400001013f', ip), eth('88470001013f90', zeros(8))]],
  ieee8021ah: [
    1,
    [
      eth('88e7e51ebb3b', bytes(M(1), M(2)), fromHex('0800'), ip, zeros(2)),
      eth('88e7031ebb3b', bytes(M(1), M(2)), fromHex('1234'), zeros(40)),
      eth('88e7001ebb3b', bytes(M(1))),
    ],
  ],
  cmd: [
    1,
    [
      eth('8909010100010007', fromHex('0800'), ip, zeros(10)),
      eth('890901010001'),
      eth(
        '0800',
        fromHex('450000440001000040 2f0000 0a000001 0a000002'.replaceAll(' ', '')),
        fromHex('2000890900000028'),
        fromHex('0800010100010000'),
        ip,
        zeros(0),
      ),
    ],
  ],
  pppoe: [
    1,
    [
      eth('886411000001001e0021', ip, zeros(8)),
      eth('886311090000000a01010000010300020102'),
      eth('886311070000000c0101000001020004', fromHex('61626364'), zeros(9)),
    ],
  ],
  null: [
    0,
    [
      '00000002',
      '02000000',
      '0a000000',
      '05000000',
      '00000000',
      'ff030021',
      '08000000',
      '86dd0000',
      '00000800',
      'ffff0000',
      '01000000',
      '00001000',
    ].map((head) => hex(head, ip)),
  ],
  loop: [108, ['00000002', '02000000', 'ff030021', '00000800', '00001000'].map((head) => hex(head, ip))],
  raw: [101, [ip, hex('50', zeros(8))]],
  sll: [
    113,
    [
      v1('0000000100060211223344550000' + '0800', ip),
      v1('0001030400000000000000000000' + '0800', ip),
      v1('00030200' + '0004' + '0a00000100000000' + '0800', ip),
      v1('00050001' + '0008' + '0211223344550211' + '1234', ip),
      v1('00000001' + '0006' + '0211223344550000' + '0003', eth('0800', ip)),
      v1('00000001' + '0006' + '0211223344550000' + '0000', ip),
    ],
  ],
  sll2: [
    276,
    [
      v1('08000000' + '00000007' + '0001' + '00' + '06' + '0211223344550000', ip),
      v1('08000000' + '00000007' + '0304' + '01' + '00' + '0000000000000000', ip),
    ],
  ],
  ppp: [9, [hex('ff030021', ip), hex('0021', ip), hex('21', ip), hex('ff031234', ip)]],
  chdlc: [104, [hex('0f000800', ip), hex('0f001234', ip), hex('0f00884700001140', ip)]],
  frameRelay: [107, [hex('184103cc', ip), hex('18410800', ip)]],
  wlan: [
    105,
    [
      hex('08010201' + '020000000001' + '020000000002' + '020000000003' + '1000' + 'aaaa030000000800', ip),
      hex('88020201' + '020000000001' + '020000000002' + '020000000003' + '1000' + '0000' + 'aaaa030000000800', ip),
      hex('d4000000' + '020000000001'),
      hex('b4000000' + '020000000001' + '020000000002'),
      hex('40000000' + 'ffffffffffff' + '020000000002' + 'ffffffffffff' + '2000' + '0003616263'),
      hex('08410201' + '020000000001' + '020000000002' + '020000000003' + '1000' + '0102030405060708', ip),
    ],
  ],
  radiotap: [
    127,
    [
      hex('00000900' + '02000000' + '10' + 'd4000000' + '020000000001' + '00000000'),
      hex('00000900' + '02000000' + '00' + 'd4000000' + '020000000001'),
    ],
  ],
}
