// STUN and TURN: asked, answered and asked again; an allocation refused; addresses in both forms; the older form; and lengths that lie.
import { be16, bytes, ethernet, filler, fromHex, ipv4, text, udp } from '../../support/packet-builder'
import type { Samples } from '../sample'

const packet = (toServer: boolean, payload: Uint8Array, port = 3478): Uint8Array => {
  const [source, destination] = toServer ? ['192.0.2.1', '192.0.2.9'] : ['192.0.2.9', '192.0.2.1']
  const ports = toServer ? { source: 40001, destination: port } : { source: port, destination: 40001 }
  return ethernet({}, ipv4({ source, destination }, udp(ports, payload)))
}
const attribute = (type: number, value: Uint8Array): Uint8Array =>
  bytes(be16(type), be16(value.length), value, new Uint8Array((4 - (value.length & 3)) & 3))
const message = (type: number, ...attributes: Uint8Array[]): Uint8Array => {
  const body = bytes(...attributes)
  return bytes(be16(type), be16(body.length), fromHex('2112a442'), filler(12, type & 15), body)
}
const old = (type: number, body: Uint8Array): Uint8Array => bytes(be16(type), be16(body.length), filler(16, 7), body)

export const samples: Samples = {
  'asked and answered': [
    1,
    [
      packet(true, message(0x0001, attribute(0x0006, text('alice:bob')), attribute(0x0024, fromHex('6e0001ff')))),
      packet(true, message(0x0001, attribute(0x0006, text('alice:bob')))),
      packet(
        false,
        message(0x0101, attribute(0x0020, fromHex('0001bd53e112a643')), attribute(0x802b, fromHex('00010d96c0000209'))),
      ),
    ],
  ],
  'an allocation': [
    1,
    [
      packet(true, message(0x0003, attribute(0x0019, fromHex('11000000')), attribute(0x000d, fromHex('0000003c')))),
      packet(false, message(0x0113, attribute(0x0009, bytes(fromHex('00000401'), text('who?'))))),
      packet(
        false,
        message(0x0103, attribute(0x0016, fromHex('0001212fe112a643')), attribute(0x000d, fromHex('00000258'))),
      ),
      packet(true, message(0x0009, attribute(0x000c, fromHex('40000000')))),
      packet(true, bytes(fromHex('40000008'), filler(8))),
    ],
  ],
  'lesser known': [
    1,
    [
      packet(
        true,
        message(
          0x0001,
          attribute(0xc057, fromHex('0003000a')),
          attribute(0xdaba, fromHex('0a0b')),
          attribute(0x8022, text('made here')),
        ),
      ),
      packet(true, message(0x0011)),
      packet(false, message(0x0111, attribute(0x0009, fromHex('00000414')), attribute(0x000a, fromHex('00198001')))),
    ],
  ],
  'the first STUN': [
    1,
    [
      packet(true, old(0x0001, bytes()), 9000),
      packet(false, old(0x0101, attribute(0x0001, fromHex('00019c41c0000201'))), 9000),
      packet(true, old(0x0115, bytes(attribute(0x000f, fromHex('72c64bc6')), attribute(0x0013, filler(8)))), 9000),
    ],
  ],
}
