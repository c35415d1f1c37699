// Tunnels of access networks: CAPWAP (wireless), L2TP, PPTP.
import { be16, be32, bytes, ethernet, fromHex, ipv4, tcp, text, udp } from '../../support/packet-builder'
import type { Samples } from '../sample'

const ends = { source: '10.0.0.1', destination: '10.0.0.2' }
const sent = (port: number, body: Uint8Array, from = 5000): Uint8Array =>
  ethernet({}, ipv4(ends, udp({ source: from, destination: port }, body)))

const element = (type: number, body: string): Uint8Array => {
  const value = fromHex(body)
  return bytes(be16(type), be16(value.length), value)
}
const control = (type: number, ...elements: Uint8Array[]): Uint8Array => {
  const body = bytes(...elements)
  return sent(5246, bytes(fromHex('00100200 00000000'), be32(type), [7], be16(body.length + 3), [0], body))
}
const probe = '4000 0000 ffffffffffff 020000000001 ffffffffffff 1000 0000 0104 82848b96'
const swapped = probe.replace('4000', '0040')

const avp = (type: number, body: string): Uint8Array => {
  const value = fromHex(body)
  return bytes(be16(0x8000 | (6 + value.length)), [0, 0], be16(type), value)
}
const l2tp2 = (type: number, ...avps: Uint8Array[]): Uint8Array => {
  const body = bytes(avp(0, type.toString(16).padStart(4, '0')), ...avps)
  return sent(1701, bytes(fromHex('c802'), be16(12 + body.length), fromHex('0001 0002 0003 0004'), body), 1701)
}
let port = 30000
/** Texts stand in as many bytes as the number behind each says. */
const pptp = (type: number, body: string, ...texts: (Uint8Array | number)[]): Uint8Array => {
  const parts = texts.map((t) => (typeof t === 'number' ? t : 0))
  const names = texts.flatMap((t, i) => {
    if (typeof t === 'number') return []
    const field = new Uint8Array(parts[i + 1]!)
    field.set(t)
    return [field]
  })
  const rest = bytes(be16(type), [0, 0], fromHex(body), ...names)
  const whole = bytes(be16(8 + rest.length), be16(1), fromHex('1a2b3c4d'), rest)
  return ethernet({}, ipv4(ends, tcp({ source: port++, destination: 1723, sequence: 1, flags: 'PSH ACK' }, whole)))
}

export const samples: Samples = {
  'CAPWAP, control': [
    1,
    [
      control(
        1,
        element(20, '01'),
        element(38, '00000009 0000 0004 41422d31 0001 0003 313233 0004 0006 020000000001'),
        element(39, '02 02 01 01 0001 00000009 0000 0003 312e30 00000009 0001 0003 322e31 00000009 0002 0003 332e31'),
        element(41, '0c'),
        element(44, '01'),
        element(1048, '01 0000000f'),
        element(52, '0000'),
      ),
      control(
        2,
        element(1, '0001 0040 0002 0010 06 01 00 04 00000009 0004 0003 312e30 00000009 0005 0003 322e31'),
        element(4, '61632d31'),
        element(10, '0a000002 0003'),
        element(2, '0a000002'),
      ),
      control(
        3,
        element(28, '6c6162'),
        element(45, '61702d31'),
        element(35, '00112233445566778899aabbccddeeff'),
        element(30, '0a000001'),
        element(53, '00'),
        element(29, '05dc'),
        element(51, '01'),
        element(48, '0001 0002 0003 0004 0005 0006 0007 01'),
      ),
      control(4, element(33, '00000000')),
      control(5, element(31, '01 01'), element(36, '0078'), element(32, '01 01 00')),
      control(
        6,
        element(12, '14 1e'),
        element(16, '01 0078'),
        element(23, '0000012c'),
        element(40, '01'),
        element(5, '01 61632d31'),
        element(6, 'dc000000'),
      ),
      control(7),
      control(8),
      control(9, element(37, '00000009 0001 aabbcc')),
      control(10),
      control(11),
      control(12),
      control(13),
      control(14),
      control(15),
      control(16),
      control(17),
      control(18),
      control(19),
      control(20),
      control(21),
      control(22),
      control(23),
      control(24),
      control(25, element(8, '01 06 020000000009'), element(18, '01 06 020000000009')),
      control(26),
      control(3398913, element(1024, '01 01 0421 00 00 0000 000000000000 00 00 00 01 00 74657374')),
      control(3398914, element(1026, '01 01 020000000005')),
      control(999),
    ],
  ],
  'CAPWAP, data': [
    1,
    [
      sent(5247, fromHex(`00100308 00000000 0016 0023 0010 00112233445566778899aabbccddeeff`)),
      sent(5247, fromHex(`00100300 00000000 ${swapped}`)),
      sent(5247, fromHex(`00200320 00000000 04 c4 20 006c 000000 ${swapped}`)),
      sent(
        5247,
        bytes(
          fromHex('00100200 00000000'),
          ethernet({}, ipv4(ends, udp({ source: 1, destination: 2 }, text('hello')))),
        ),
      ),
      sent(
        5247,
        fromHex(
          '00100300 00000000 0208 0000 ffffffffffff 020000000001 020000000001 0000 aaaa0300409600 00 00233381 ffffffffffff 020000000001'.replace(
            '00409600 00 00',
            '0040960000 00',
          ),
        ),
      ),
      sent(5247, bytes(fromHex('00100380 00070000'), fromHex(swapped).subarray(0, 16))),
      sent(5247, bytes(fromHex('00100380 00070010'), fromHex(swapped).subarray(16, 24))),
      sent(5247, bytes(fromHex('001003c0 00070018'), fromHex(swapped).subarray(24))),
    ],
  ],
  'L2TP, version 2': [
    1,
    [
      l2tp2(
        1,
        avp(2, '0100'),
        avp(7, '6c6163'),
        avp(3, '00000003'),
        avp(4, '00000000'),
        avp(6, '0690'),
        avp(8, '61636d65'),
        avp(9, '0001'),
        avp(10, '0008'),
        avp(11, '00112233445566778899aabbccddeeff'),
      ),
      l2tp2(2, avp(2, '0100'), avp(7, '6c6e73'), avp(9, '0002'), avp(13, '00112233445566778899aabbccddeeff')),
      l2tp2(3),
      l2tp2(4, avp(1, '0001 0000 62796521'), avp(9, '0001')),
      l2tp2(6),
      l2tp2(
        7,
        avp(14, '0003'),
        avp(15, '00000001'),
        avp(16, '00000000'),
        avp(17, '00ffffff'),
        avp(18, '00000001'),
        avp(19, '00000001'),
        avp(21, '353535'),
        avp(22, '353536'),
        avp(23, '3031'),
      ),
      l2tp2(8, avp(14, '0003')),
      l2tp2(9),
      l2tp2(10, avp(14, '0004'), avp(15, '00000002'), avp(24, '00010000'), avp(25, '00000001')),
      l2tp2(11, avp(14, '0004')),
      l2tp2(
        12,
        avp(24, '00010000'),
        avp(19, '00000001'),
        avp(38, '00010000'),
        avp(26, '01040578'),
        avp(27, '0506 00112233'),
        avp(28, '0506 44556677'),
        avp(29, '0002'),
        avp(30, '75736572'),
        avp(31, 'aabb'),
        avp(32, '0001'),
        avp(33, 'ccdd'),
      ),
      l2tp2(14, avp(1, '0003'), avp(14, '0003'), avp(12, '0010 01 6279')),
      l2tp2(15, avp(34, '0000 00000001 00000002 00000003 00000004 00000005 00000006')),
      l2tp2(
        16,
        avp(35, '0000 00000000 ffffffff'),
        avp(39, ''),
        avp(36, '01020304'),
        avp(37, '05'),
        avp(5, '0011223344556677'),
      ),
      l2tp2(20),
      l2tp2(99),
      sent(1701, fromHex('c802 000c 0001 0000 0002 0003'), 1701),
      sent(1701, fromHex('0002 0001 0002 ff03 c021 01 01 000a 0506 12345678'), 1701),
      sent(
        1701,
        bytes(
          fromHex('4002 0038 0001 0002 ff03 0021'),
          ipv4(ends, udp({ source: 1, destination: 2 }, text('abcdefgh123456'))),
        ),
        1701,
      ),
      sent(1701, fromHex('4a02 001c 0001 0002 0005 0006 0002 0000 ff03 c021 09 01 0008 00000000'), 1701),
      sent(1701, fromHex('0001 0001 0002 ff03'), 1701),
    ],
    { notAsTshark: { 11: 'options of LCP inside are bytes here' } },
  ],
  'L2TP, version 3': [
    1,
    [
      sent(1701, fromHex('c803 0014 00000001 0000 0000 8008 0000 0000 0001'), 1701),
      sent(
        1701,
        fromHex(
          'c803 0039 00000001 0000 0000 8008 0000 0000 0001 8009 0000 0007 6c6163 800a 0000 003c 0a000001 800a 0000 003d 00000007 8008 0000 003e 0005',
        ),
        1701,
      ),
      sent(1701, fromHex('c803 000c 00000001 0001 0001'), 1701),
      sent(1701, fromHex('0003 0000 00000007 ff03 c021 09 01 0008 00000000'), 1701),
      ethernet(
        {},
        ipv4({ ...ends, protocol: 115 }, fromHex('00000000 c803 0014 00000001 0000 0000 8008 0000 0000 0001')),
      ),
      ethernet(
        {},
        ipv4(
          { ...ends, protocol: 115 },
          bytes(fromHex('00000007 40000001'), ethernet({}, ipv4(ends, udp({ source: 1, destination: 2 })))),
        ),
      ),
    ],
  ],
  PPTP: [
    1,
    [
      pptp(1, '0100 0000 00000001 00000001 0001 0001', text('host'), 64, text('vendor'), 64),
      pptp(2, '0100 01 00 00000001 00000001 0001 0001', text('host'), 64, text('vendor'), 64),
      pptp(3, '01 00 0000'),
      pptp(4, '01 00 0000'),
      pptp(5, '00000007'),
      pptp(6, '00000007 01 00 0000'),
      pptp(7, '0001 0002 00000960 00989680 00000001 00000003 0003 0000 0003 0000', text('555'), 64, text(''), 64),
      pptp(8, '0001 0002 01 00 0000 00989680 0003 0000 00000000'),
      pptp(9, '0001 0002 00000001 00000000 0003 0003', text('555'), 64, text('556'), 64, text(''), 64),
      pptp(10, '0001 0002 01 00 0003 0000 0000'),
      pptp(11, '0001 0000 00989680 0003 0000 00000001'),
      pptp(12, '0001 0000'),
      pptp(13, '0001 01 00 0000 0000', text('stats'), 128),
      pptp(14, '0001 0000 00000001 00000002 00000003 00000004 00000005 00000006'),
      pptp(15, '0001 0000 ffffffff ffffffff'),
      pptp(77, '0000'),
    ],
  ],
}
