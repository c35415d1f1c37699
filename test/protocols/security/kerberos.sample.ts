// Kerberos: a request for a first ticket, the answer that a proof is wanted, and what is no message at all.
import { bytes, ethernet, fromHex, ipv4, text, udp } from '../../support/packet-builder'
import type { Samples } from '../sample'

const tlv = (tag: number, ...parts: (Uint8Array | number[])[]): Uint8Array => {
  const body = bytes(...parts)
  return bytes([tag], body.length < 128 ? [body.length] : [0x81, body.length], body)
}
const int = (v: number): Uint8Array => tlv(2, [v])
const string = (t: string): Uint8Array => tlv(0x1b, text(t))
const time = tlv(0x18, text('20300102030405Z'))
const name = (kind: number, ...parts: string[]): Uint8Array =>
  tlv(0x30, tlv(0xa0, int(kind)), tlv(0xa1, tlv(0x30, ...parts.map(string))))

const request = tlv(
  0x6a,
  tlv(
    0x30,
    tlv(0xa1, int(5)),
    tlv(0xa2, int(10)),
    tlv(
      0xa4,
      tlv(
        0x30,
        tlv(0xa0, tlv(3, fromHex('0040000010'))),
        tlv(0xa1, name(1, 'ada')),
        tlv(0xa2, string('EXAMPLE.ORG')),
        tlv(0xa3, name(2, 'krbtgt', 'EXAMPLE.ORG')),
        tlv(0xa5, time),
        tlv(0xa7, int(7)),
        tlv(0xa8, tlv(0x30, int(18), int(23))),
      ),
    ),
  ),
)
const error = (code: number): Uint8Array =>
  tlv(
    0x7e,
    tlv(
      0x30,
      tlv(0xa0, int(5)),
      tlv(0xa1, int(30)),
      tlv(0xa4, time),
      tlv(0xa5, int(9)),
      tlv(0xa6, int(code)),
      tlv(0xa9, string('EXAMPLE.ORG')),
      tlv(0xaa, name(2, 'krbtgt', 'EXAMPLE.ORG')),
    ),
  )
const packet = (way: 0 | 1, payload: Uint8Array): Uint8Array =>
  ethernet(
    { source: `02:00:00:00:00:0${way + 1}`, destination: `02:00:00:00:00:0${2 - way}` },
    ipv4(
      { source: `192.0.2.${way + 1}`, destination: `192.0.2.${2 - way}` },
      udp(way ? { source: 88, destination: 4000 } : { source: 4000, destination: 88 }, bytes(payload)),
    ),
  )

export const samples: Samples = {
  'a request and errors': [1, [packet(0, request), packet(1, error(25)), packet(1, error(6)), packet(1, error(37))]],
}
