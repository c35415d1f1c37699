// Datagrams beside UDP: a connection of DCCP with its features and its end, and UDP-Lite.
import { bytes, ethernet, fromHex, ipv4, text } from '../../support/packet-builder'
import type { Samples } from '../sample'

const over = (protocol: number, way: 0 | 1, payload: Uint8Array): Uint8Array =>
  ethernet({}, ipv4({ source: `192.0.2.${way + 1}`, destination: `192.0.2.${2 - way}`, protocol }, payload))
/** RFC 4340, with sequence numbers of 48 bits; the checksum is left at 0, which is wrong. */
const dccp = (way: 0 | 1, type: number, sequence: number, rest: Uint8Array): Uint8Array => {
  const offset = (16 + rest.length) / 4
  const ports = way ? [0x13, 0x89, 0xce, 0xb9] : [0xce, 0xb9, 0x13, 0x89]
  return over(33, way, bytes(ports, [offset, 0, 0, 0, (type << 1) | 1, 0], [0, 0, 0, 0, 0, sequence], rest))
}
const ack = (n: number): Uint8Array => bytes(0, 0, 0, 0, 0, 0, 0, n)

export const samples: Samples = {
  'a connection of DCCP': [
    1,
    [
      dccp(0, 0, 100, fromHex('00000000')),
      dccp(1, 1, 50, bytes(ack(100), fromHex('00000000 2006 0101 0202'.slice(0, 9)), fromHex('20040102'))),
      dccp(0, 3, 101, ack(50)),
      over(33, 0, bytes(fromHex('ceb91389 06000000 0501 000000000066'), ack(50))),
      dccp(0, 7, 103, bytes(ack(50), fromHex('01000000'))),
    ],
  ],
  'UDP-Lite with a covered header': [
    1,
    [
      over(136, 0, bytes(fromHex('0400 1388 0008 1234'), text('speech'))),
      over(136, 1, bytes(fromHex('1388 0400 0000 0000'), text('x'))),
    ],
  ],
}
