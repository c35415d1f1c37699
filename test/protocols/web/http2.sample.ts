// HTTP/2 in the clear: preface and settings, headers with names from both tables and Huffman codes, a body, the end of a stream.
import { bytes, fromHex, text } from '../../support/packet-builder'
import { TcpTalk } from '../../support/tcp-talk'
import type { Samples } from '../sample'

const frame = (type: number, flags: number, stream: number, body: Uint8Array): Uint8Array =>
  bytes(Uint8Array.of(0, body.length >> 8, body.length & 255, type, flags, 0, 0, 0, stream), body)
const none = new Uint8Array(0)
/** RFC 7541 appendix C.4.1 and C.6.1: a request and an answer with Huffman codes. */
const request = fromHex('828684418cf1e3c2e5f23a6ba0ab90f4ff')
const answer = fromHex('88' + '5f87497ca58ae819aa')
const start = (): TcpTalk =>
  new TcpTalk({ serverPort: 80 })
    .open()
    .client('PSH ACK', {
      data: bytes(
        text('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
        frame(4, 0, 0, fromHex('000300000064000400100000')),
        frame(8, 0, 0, fromHex('000f0001')),
      ),
    })
    .server('PSH ACK', { data: bytes(frame(4, 0, 0, none), frame(4, 1, 0, none)) })

const EACH = 'each frame is a layer of its own here, and HTTP/1 none in front of it'

export const samples: Samples = {
  'a request and its answer': [
    1,
    start()
      .client('PSH ACK', { data: frame(1, 5, 1, request) })
      .server('PSH ACK', { data: bytes(frame(1, 4, 1, answer), frame(0, 1, 1, text('hello\n'))) })
      .client('PSH ACK', {
        data: bytes(frame(6, 0, 0, fromHex('0102030405060708')), frame(3, 0, 1, fromHex('00000008'))),
      })
      .server('PSH ACK', { data: frame(7, 0, 0, fromHex('0000000100000000')) })
      .made.packets(),
    { notAsTshark: { 4: EACH, 5: EACH, 6: EACH, 7: EACH, 8: EACH, 9: EACH } },
  ],
}
