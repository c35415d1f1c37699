// SNMP: asked and answered in versions 1 and 2c, a trap of version 1, and lengths that leave the packet.
import { bytes, ethernet, fromHex, ip4, ipv4, text, udp } from '../../support/packet-builder'
import type { Samples } from '../sample'

const packet = (toAgent: boolean, payload: Uint8Array, port = 161): Uint8Array => {
  const [source, destination] = toAgent ? ['192.0.2.1', '192.0.2.9'] : ['192.0.2.9', '192.0.2.1']
  const ports = toAgent ? { source: 40001, destination: port } : { source: port, destination: 40001 }
  return ethernet({}, ipv4({ source, destination }, udp(ports, payload)))
}
const tag = (number: number, ...parts: Uint8Array[]): Uint8Array => {
  const body = bytes(...parts)
  return bytes([number, body.length], body)
}
const int = (value: number): Uint8Array => tag(2, bytes([value]))
const name = tag(6, fromHex('2b0601040186 8d1f0100'))
const binding = (value: Uint8Array): Uint8Array => tag(0x30, tag(0x30, name, value))
const message = (version: number, body: Uint8Array): Uint8Array => tag(0x30, int(version), tag(4, text('public')), body)
const request = (kind: number, id: number, value: Uint8Array): Uint8Array =>
  tag(kind, int(id), int(0), int(0), binding(value))

export const samples: Samples = {
  'asked and answered': [
    1,
    [
      packet(true, message(0, request(0xa0, 7, tag(5)))),
      packet(false, message(0, request(0xa2, 7, tag(0x43, fromHex('0102'))))),
      packet(true, message(1, request(0xa5, 8, tag(5)))),
      packet(false, message(1, request(0xa2, 8, tag(0x41, fromHex('00ffffffff'))))),
      packet(false, message(1, request(0xa2, 9, tag(0x80)))),
    ],
  ],
  traps: [
    1,
    [
      packet(
        true,
        message(
          0,
          tag(
            0xa4,
            tag(6, fromHex('2b06010401bf08')),
            tag(0x40, bytes(ip4('192.0.2.1'))),
            int(6),
            int(1),
            tag(0x43, fromHex('0102')),
            binding(tag(0x40, bytes(ip4('192.0.2.5')))),
          ),
        ),
        162,
      ),
    ],
  ],
}
