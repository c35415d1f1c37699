// GQUIC: a client's hello and what answers it, with tags of each kind; encrypted packets, numbers of each length, versions, a reset.
import { bytes, le16, le32, text } from '../../support/packet-builder'
import { udpTalk } from '../talk'
import type { Samples } from '../sample'

const ID = [1, 2, 3, 4, 5, 6, 7, 8]
const HASH = new Uint8Array(12).fill(7)
const four = (t: string): Uint8Array => text(t.padEnd(4, '\0'))
const message = (type: string, tags: Record<string, Uint8Array>): Uint8Array => {
  let end = 0
  return bytes(
    four(type),
    le16(Object.keys(tags).length),
    [0, 0],
    ...Object.entries(tags).map(([tag, value]) => bytes(four(tag), le32((end += value.length)))),
    ...Object.values(tags),
  )
}
const stream = (inner: Uint8Array, length: number[]): Uint8Array => bytes([0xa0, 1], length, inner)
const hello = message('CHLO', {
  SNI: text('www.example.org'),
  VER: text('Q035'),
  CCS: new Uint8Array(16).fill(5),
  MSPC: bytes(le32(100)),
  AEAD: text('AESGCC20'),
  TCID: bytes(le32(0)),
  CTIM: bytes(le32(0x5fc00000), le32(0)),
  PUBS: new Uint8Array(32).fill(3),
  KEXS: text('C255'),
  XYZ: text('what'),
})
const rejected = message('REJ', { STK: text('token'), RREJ: bytes(le32(1)) })

export const samples: Samples = {
  'gquic: hello, rejection, data': [
    1,
    udpTalk(
      443,
      ['>', bytes([0x0d], ID, text('Q035'), [1], HASH, stream(hello, le16(hello.length)), new Uint8Array(20))],
      ['<', bytes([0x08], ID, [1], HASH, stream(rejected, le16(rejected.length)))],
      ['>', bytes([0x19], ID, text('Q035'), [2, 0], text('secret'))],
      ['<', bytes([0x00], [2], text('secret'))],
      ['<', bytes([0x0c], ID, new Uint8Array(32).fill(9), [3], text('secret'))],
      ['<', bytes([0x20], [4, 0, 0, 1], text('secret'))],
      ['>', bytes([0x30], [5, 0, 0, 0, 0, 1], text('secret'))],
    ),
  ],
  'gquic: versions, and a reset': [
    1,
    udpTalk(
      443,
      ['>', bytes([0x09], ID, text('Q043'), [1], text('secret'))],
      ['<', bytes([0x09], ID, text('Q039Q035'))],
      ['<', bytes([0x0a], ID, message('PRST', { RNON: bytes(ID), RSEQ: bytes(ID) }))],
    ),
  ],
}
