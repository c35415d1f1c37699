// M3UA and SCCP: a program that joins, nodes that can be reached, errors; messages by numbers and by subsystems, a connection, management.
import { be16, be32, bytes, fromHex, ipv4, ethernet, text } from '../../support/packet-builder'
import type { Samples } from '../sample'

const SCTP = 132
const M3UA = 3
/** A packet of SCTP whose one chunk is the message. */
const packet = (message: Uint8Array, tsn = 1): Uint8Array => {
  const chunk = bytes([0, 3], be16(16 + message.length), be32(tsn), be16(1), be16(tsn - 1), be32(M3UA), message)
  const padding = new Uint8Array((4 - (chunk.length % 4)) % 4)
  return ethernet(
    {},
    ipv4(
      { source: '10.0.0.1', destination: '10.0.0.2', protocol: SCTP },
      bytes(be16(2905), be16(40000), be32(1), be32(0), chunk, padding),
    ),
  )
}
const parameter = (tag: number, ...parts: (Uint8Array | number[])[]): Uint8Array => {
  const value = bytes(...parts)
  return bytes(be16(tag), be16(value.length + 4), value, new Uint8Array((4 - (value.length % 4)) % 4))
}
const message = (of: number, type: number, ...parameters: Uint8Array[]): Uint8Array => {
  const inner = bytes(...parameters)
  return bytes([1, 0, of, type], be32(inner.length + 8), inner)
}
const CONTEXT = parameter(6, be32(1110))
const sccp = (hex: string): Uint8Array =>
  message(1, 1, CONTEXT, parameter(528, be32(1110), be32(2627), [3, 2, 0, 0], fromHex(hex.replaceAll(' ', ''))))
const each = (...messages: Uint8Array[]): Uint8Array[] => messages.map((m, i) => packet(m, i + 1))

export const samples: Samples = {
  'm3ua: joining': [
    1,
    each(
      message(3, 1, parameter(17, be32(13))),
      message(3, 4),
      message(0, 1, parameter(13, be16(1), be16(2)), parameter(17, be32(13)), CONTEXT),
      message(4, 1, parameter(11, be32(2)), CONTEXT),
      message(2, 3, parameter(18, be32(2627), be32(2626))),
      message(3, 3, parameter(9, text('alive'))),
      message(0, 0, parameter(12, be32(25)), parameter(7, text('why'))),
      message(2, 2, parameter(512, be32(0)), parameter(18, be32(1110)), parameter(4, text('up'))),
    ),
  ],
  'sccp: messages and connections': [
    1,
    each(
      sccp('09 80 03 05 07 02 c2 f9 02 c2 f9 03 010203'),
      sccp('09 00 03 0c 15 09 12 06 00 11 04 21 43 65 87 09 12 07 00 12 04 21 43 65 07 03 010203'),
      sccp('01 010203 02 02 06 04 43 d200 f9 04 04 43 0a00 f9 00'),
      sccp('02 010203 040506 02 00'),
      sccp('06 010203 00 01 03 010203'),
      sccp('04 010203 040506 03 00'),
      sccp('05 010203 040506'),
      sccp('09 00 03 05 07 02 c2 01 02 c2 01 05 03 8e 430a 01'),
    ),
    { notAsTshark: { 2: 'tshark goes on with TCAP, which is not read here' } },
  ],
}
