// Bluetooth between host and controller: a packet of each type, commands and events that are known and that are not.
import { be32, bytes, fromHex, le16, text } from '../../support/packet-builder'
import type { Samples } from '../sample'

const packet = (type: number, body: Uint8Array, way = 0): Uint8Array => bytes(be32(way), type, body)
const command = (opcode: number, parameters = fromHex('')): Uint8Array =>
  packet(1, bytes(le16(opcode), parameters.length, parameters))
const event = (code: number, parameters: Uint8Array): Uint8Array =>
  packet(4, bytes(code, parameters.length, parameters), 1)

export const samples: Samples = {
  hci: [
    201,
    [
      command(0x0c03),
      command(0x1001),
      command(0x200a, fromHex('01')),
      command(0xfc01),
      command(0x1234),
      command(0x0000),
      event(0x0e, bytes(1, le16(0x0c03), 0)),
      event(0x0f, bytes(0, 1, le16(0x0401))),
      event(0x13, fromHex('0101000100')),
      event(0x3e, fromHex('02010000060504030201 00c0')),
      event(0xff, text('ab')),
      event(0x99, text('a')),
      packet(3, bytes(le16(1), 3, text('abc')), 1),
      packet(9, text('xx')),
    ],
  ],
  'without a direction': [187, [fromHex('01030c00'), fromHex('040e0401030c00')]],
}
