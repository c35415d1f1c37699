// GTP in its versions: users' packets, messages that build tunnels, records for charging.
import { be16, bytes, ethernet, fromHex, ipv4, text, udp } from '../../support/packet-builder'
import type { Samples } from '../sample'

const ends = { source: '10.0.0.1', destination: '10.0.0.2' }
const sent = (port: number, body: Uint8Array): Uint8Array =>
  ethernet({}, ipv4(ends, udp({ source: port, destination: port }, body)))
const packet = ipv4({ source: '10.9.0.1', destination: '10.9.0.2' }, udp({ source: 1, destination: 2 }, text('hi')))
const one = (flags: number, type: number, rest: Uint8Array): Uint8Array =>
  bytes([flags, type], be16(rest.length), fromHex('00000001'), rest)

const WHY = 'the dissector of version 1 is no layer of version 2 here'

export const samples: Samples = {
  'GTP, version 1': [
    1,
    [
      sent(2152, one(0x30, 255, packet)),
      sent(2152, one(0x32, 255, bytes(fromHex('0005 00 00'), packet))),
      sent(2152, one(0x34, 255, bytes(fromHex('0000 00 85 01 1005 00'), packet))),
      sent(2123, one(0x32, 1, fromHex('0005 0000'))),
      sent(2123, one(0x32, 2, fromHex('0005 0000 0e07'))),
      sent(
        2123,
        one(0x32, 16, fromHex('0006 0000 0e07 1000000011 1100000012 1405 83 0009 08696e7465726e6574 85 0004 0a000001')),
      ),
      sent(2123, one(0x32, 17, fromHex('0006 0000 0180 1000000021 1100000022 7f00000001'))),
      sent(2152, one(0x30, 254, fromHex(''))),
      sent(2123, one(0x32, 200, fromHex('0005 0000'))),
    ],
  ],
  "GTP, version 0 and GTP'": [
    1,
    [
      sent(2123, fromHex('1e 01 0000 0001 0000 ff ffffff 2143658709214365')),
      sent(3386, fromHex('0f 01 0000 0001')),
      sent(3386, fromHex('4e f0 0002 0001 7e01')),
      sent(3386, fromHex('4e f1 0002 0001 0180')),
    ],
  ],
  'GTP, version 2': [
    1,
    [
      sent(2123, fromHex('40 01 0009 000005 00 03 0001 00 07')),
      sent(2123, fromHex('48 20 000d 00000001 000006 00 03 0001 00 07')),
      sent(2123, fromHex('48 21 000e 00000001 000006 00 02 0002 00 1000')),
      sent(2123, fromHex('48 5f 0008 00000001 000007 00')),
    ],
    { notAsTshark: { 1: WHY, 2: WHY, 3: WHY, 4: WHY } },
  ],
}
