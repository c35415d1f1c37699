// Heads that differ from the usual form: Cisco's HDLC on a loopback, SNAP in Frame Relay behind a byte of padding, LLC's exchange of identification.
import { be16, bytes, fromHex, text } from '../../support/packet-builder'
import type { Samples } from '../sample'

const ip = fromHex('4500001c00010000401166cf0a0000010a0000020bb80bb80008dfe6')
const inverseArp = fromHex('000f080002040008 0401 0a000001 0000 0a000002')
const llc = (frame: Uint8Array): Uint8Array =>
  bytes(fromHex('ffffffffffff 020000000001'), be16(frame.length), frame, new Uint8Array(40))
const tag = (type: number, value: Uint8Array): Uint8Array => bytes(be16(type), be16(value.length), value)
const discovery = (code: number, ...tags: Uint8Array[]): Uint8Array => {
  const all = bytes(...tags)
  return bytes(fromHex('020000000002 020000000001 8863 11'), code, be16(0), be16(all.length), all)
}

export const samples: Samples = {
  'Cisco HDLC in a loopback': [0, [bytes(fromHex('0f000800'), ip), bytes(fromHex('8f000800'), ip)]],
  'SNAP in Frame Relay': [
    107,
    [bytes(fromHex('0401 03 00 80 000000 0806'), inverseArp), bytes(fromHex('0401 03 80 000000 0800'), ip)],
  ],
  'exchange of identification': [
    1,
    [
      llc(fromHex('0001af810100')),
      llc(fromHex('0001bf810100')),
      llc(fromHex('0000af81030a')),
      llc(fromHex('0000af820000')),
    ],
  ],
  'PPPoE: errors': [
    1,
    [
      discovery(0x65, tag(0x0101, text('isp')), tag(0x0201, text('no such service'))),
      discovery(0x07, tag(0x0202, text('out of memory'))),
      discovery(0xa7, tag(0x0203, text('bye'))),
      discovery(0x65, tag(0x0201, fromHex(''))),
    ],
  ],
}
