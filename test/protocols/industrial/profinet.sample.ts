// PROFINET: looking for devices and their answers, giving a name and an address, reading them, cyclic data.
import { be16, be32, bytes, ethernet, fromHex, text } from '../../support/packet-builder'
import type { Samples } from '../sample'

const frame = (id: number, ...parts: (Uint8Array | number[])[]): Uint8Array =>
  ethernet({ type: 0x8892 }, bytes(be16(id), ...parts))
const dcp = (id: number, service: number, kind: number, delay: number, ...blocks: Uint8Array[]): Uint8Array => {
  const inner = bytes(...blocks)
  return frame(id, [service, kind], be32(0x01020304), be16(delay), be16(inner.length), inner)
}
const block = (option: number, sub: number, ...parts: (Uint8Array | number[])[]): Uint8Array => {
  const inner = bytes(...parts)
  return bytes([option, sub], be16(inner.length), inner, inner.length % 2 ? [0] : [])
}
const IP = fromHex('c0a80001ffffff00c0a800fe')

const DATA = 'tshark counts the data inside as a layer of PROFINET IO'

export const samples: Samples = {
  'pn_dcp: who is there': [
    1,
    [
      dcp(0xfefe, 5, 0, 1, block(255, 255)),
      dcp(0xfefe, 5, 0, 1, block(2, 2, text('plc1'))),
      dcp(
        0xfeff,
        5,
        1,
        0,
        block(2, 2, be16(0), text('plc1')),
        block(2, 1, be16(0), text('S7-1500')),
        block(2, 3, be16(0), fromHex('002a0101')),
        block(2, 4, be16(0), [1, 0]),
        block(1, 2, be16(1), IP),
      ),
    ],
  ],
  'pn_dcp: names and addresses': [
    1,
    [
      dcp(0xfefd, 4, 0, 0, block(2, 2, be16(1), text('plc2'))),
      dcp(0xfefd, 4, 1, 0, block(5, 4, [2, 2, 0])),
      dcp(0xfefd, 4, 0, 0, block(1, 2, be16(0), IP)),
      dcp(0xfefd, 4, 1, 0, block(5, 4, [1, 2, 6])),
      dcp(0xfefd, 4, 0, 0, block(5, 3, be16(0), be16(0x100))),
    ],
  ],
  'pn_rt: cyclic data': [
    1,
    [
      frame(0x8001, new Uint8Array(40), be16(1024), [0x35, 0]),
      frame(0x8001, new Uint8Array(40), be16(1056), [0x04, 0]),
    ],
    { notAsTshark: { 1: DATA, 2: DATA } },
  ],
}
