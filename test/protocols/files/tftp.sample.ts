// TFTP: a read with options to the last block, a write refused, and requests whose texts have no end.
import { be16, bytes, ethernet, filler, fromHex, ipv4, text, udp } from '../../support/packet-builder'
import type { Samples } from '../sample'

const packet = (toServer: boolean, port: number, payload: Uint8Array): Uint8Array => {
  const [source, destination] = toServer ? ['192.0.2.1', '192.0.2.9'] : ['192.0.2.9', '192.0.2.1']
  const ports = toServer ? { source: 40001, destination: port } : { source: port, destination: 40001 }
  return ethernet({}, ipv4({ source, destination }, udp(ports, payload)))
}
const z = (...words: string[]): Uint8Array => text(words.map((w) => w + '\0').join(''))
const data = (block: number, size: number): Uint8Array => bytes(be16(3), be16(block), filler(size))
const ack = (block: number): Uint8Array => bytes(be16(4), be16(block))

export const samples: Samples = {
  'a file is read': [
    1,
    [
      packet(true, 69, bytes(be16(1), z('boot.img', 'octet', 'blksize', '16'))),
      packet(false, 50001, bytes(be16(6), z('blksize', '16'))),
      packet(true, 50001, ack(0)),
      packet(false, 50001, data(1, 16)),
      packet(true, 50001, ack(1)),
      packet(false, 50001, data(2, 3)),
      packet(true, 50001, ack(2)),
    ],
  ],
  'a write is refused': [
    1,
    [
      packet(true, 69, bytes(be16(2), z('notes.txt', 'netascii'))),
      packet(false, 50002, bytes(be16(5), be16(2), z('no'))),
      packet(true, 50002, fromHex('000801')),
    ],
  ],
  'texts without an end': [
    1,
    [packet(true, 69, bytes(be16(1), text('boot'))), packet(true, 69, bytes(be16(1), z('a'), text('oct')))],
  ],
}
