// NetBIOS names: each operation asked and answered, what a machine tells of itself, and lengths that end inside an address.
import { be16, bytes, ethernet, fromHex, ipv4, text, udp } from '../../support/packet-builder'
import type { Samples } from '../sample'

const packet = (payload: Uint8Array): Uint8Array =>
  ethernet(
    { source: '02:00:00:00:00:01', destination: '02:00:00:00:00:02' },
    ipv4({ source: '192.0.2.1', destination: '192.0.2.9' }, udp({ source: 137, destination: 137 }, payload)),
  )
const name = (word: string, kind: number): Uint8Array => {
  const raw = [...text(word.padEnd(15)), kind]
  return bytes(
    [32],
    raw.flatMap((c) => [0x41 + (c >> 4), 0x41 + (c & 15)]),
    [0],
  )
}
const ask = (flags: number, type: number): Uint8Array =>
  packet(bytes(be16(0x1234), be16(flags), fromHex('0001000000000000'), name('HOST', 0x20), be16(type), be16(1)))
const tell = (flags: number, type: number, data: Uint8Array): Uint8Array =>
  packet(
    bytes(
      be16(0x1234),
      be16(0x8000 | flags),
      fromHex('0000000100000000'),
      name('HOST', 0x20),
      be16(type),
      fromHex('00010000012c'),
      be16(data.length),
      data,
    ),
  )
const operations = [0, 1, 5, 6, 7, 8, 9, 15]

export const samples: Samples = {
  questions: [1, operations.map((n) => ask((n << 11) | 0x110, 32))],
  answers: [1, operations.map((n) => tell((n << 11) | 0x580 | n, 32, fromHex('60000a000001e0000a000002')))],
  'what a machine tells': [
    1,
    [
      ask(0, 33),
      tell(
        0x400,
        33,
        bytes(
          [2],
          text('HOST'.padEnd(15)),
          fromHex('004400'),
          text('GROUP'.padEnd(15)),
          fromHex('1ec400'),
          new Uint8Array(46),
        ),
      ),
    ],
  ],
  'an address cut off': [1, [tell(0x400, 32, fromHex('60000a01'))]],
  'other types': [1, [ask(0, 2), tell(0, 2, fromHex('0102'))]],
}
