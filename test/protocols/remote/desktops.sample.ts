// Desktops from afar: the start of RDP, and VNC from its versions to the first updates.
import { bytes, ethernet, fromHex, ipv4, tcp, text } from '../../support/packet-builder'
import type { Samples } from '../sample'

let at: [number, number] = [1, 1]
function segment(server: number, way: 0 | 1, payload: Uint8Array): Uint8Array {
  const sequence = at[way]
  at[way] += payload.length
  const ends = [40000, server] as const
  const header = {
    source: ends[way],
    destination: ends[1 - way]!,
    sequence,
    acknowledgment: at[1 - way]!,
    flags: 'PSH,ACK',
  }
  return ethernet({}, ipv4({ source: `192.0.2.${way + 1}`, destination: `192.0.2.${2 - way}` }, tcp(header, payload)))
}
function talk(server: number, ...parts: readonly (readonly [0 | 1, Uint8Array])[]): Uint8Array[] {
  at = [1, 1]
  return parts.map(([way, payload]) => segment(server, way, payload))
}
const cookie = text('Cookie: mstshash=student\r\n')

export const samples: Samples = {
  'RDP is negotiated': [
    1,
    talk(
      3389,
      [
        0,
        bytes(
          [3, 0, 0, 11 + cookie.length + 8, 6 + cookie.length + 8, 0xe0, 0, 0, 0, 0, 0],
          cookie,
          [1, 0, 8, 0, 3, 0, 0, 0],
        ),
      ],
      [1, bytes([3, 0, 0, 19, 14, 0xd0, 0, 0, 0x12, 0x34, 0], [2, 0x1f, 8, 0, 2, 0, 0, 0])],
    ),
  ],
  'RDP is refused': [1, talk(3389, [1, bytes([3, 0, 0, 19, 14, 0xd0, 0, 0, 0x12, 0x34, 0], [3, 0, 8, 0, 5, 0, 0, 0])])],
  'VNC without a password': [
    1,
    talk(
      5900,
      [1, text('RFB 003.008\n')],
      [0, text('RFB 003.008\n')],
      [1, bytes(1, 1)],
      [0, bytes(1)],
      [1, bytes(0, 0, 0, 0)],
      [0, bytes(1)],
      [1, bytes(fromHex('0280 01e0 2018 0001 00ff 00ff 00ff 1008 00000000 00000004'), text('desk'))],
      [0, fromHex('02000002 00000000 00000005')],
      [0, fromHex('03 00 0000 0000 0280 01e0')],
      [0, fromHex('04 01 0000 00000061')],
      [0, fromHex('05 00 0010 0020')],
    ),
  ],
}
