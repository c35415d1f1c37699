// AMQP 0-9-1: a connection, a message published and delivered, errors, tables of all types; AMQP 1.0: proving who one is, a link, a transfer.
import { be16, be32, bytes, fromHex, text } from '../../support/packet-builder'
import { tcpTalk } from '../talk'
import type { Said } from '../talk'
import type { Samples } from '../sample'

const frame = (type: number, channel: number, ...parts: (Uint8Array | number[])[]): Uint8Array => {
  const inner = bytes(...parts)
  return bytes([type], be16(channel), be32(inner.length), inner, [0xce])
}
const method = (channel: number, id: number, number: number, ...parts: (Uint8Array | number[])[]): Uint8Array =>
  frame(1, channel, be16(id), be16(number), ...parts)
const short = (t: string): Uint8Array => bytes([t.length], text(t))
const long = (data: Uint8Array | string): Uint8Array => {
  const b = typeof data === 'string' ? text(data) : data
  return bytes(be32(b.length), b)
}
const HELLO = bytes(text('AMQP'), [0, 0, 9, 1])
const EACH = 'each frame is a layer of its own here'
const talk = (many: number, ...lines: Said[]): Samples[string] => [
  1,
  tcpTalk(5672, ...lines),
  { notAsTshark: { [many]: EACH } },
]
const item = (name: string, value: string): Uint8Array => bytes(short(name), fromHex(value))
const everything = long(
  bytes(
    item('a', '4900000001'),
    item('b', '6c0000000000000001'),
    item('c', '54000000005fc00000'),
    item('d', '643ff8000000000000'),
    item('e', '4401000000ff'),
    item('f', '56'),
    item('g', '410000000749000000017401'),
    item('h', '78000000020102'),
    item('i', '620a'),
    item('j', '730011'),
    item('k', '663fc00000'),
    item('l', '4600000004016e7401'),
  ),
)
type Bytes = Uint8Array | number[]
const one = (type: number, channel: number, ...parts: Bytes[]): Uint8Array => {
  const inner = bytes(...parts)
  return bytes(be32(inner.length + 8), [2, type], be16(channel), inner)
}
const list = (code: number, items: Bytes[]): Uint8Array => {
  const inner = bytes(...items)
  return bytes([0, 0x53, code, 0xc0, inner.length + 1, items.length], inner)
}
const sized = (kind: number, t: string): Uint8Array => bytes([kind, t.length], text(t))
const string = (t: string): Uint8Array => sized(0xa1, t)
const symbol = (t: string): Uint8Array => sized(0xa3, t)
const binary = (t: string): Uint8Array => sized(0xa0, t)
const array = (...words: string[]): Uint8Array => {
  const inner = bytes([0xa3], ...words.map((t) => bytes([t.length], text(t))))
  return bytes([0xe0, inner.length + 1, words.length], inner)
}
const uint = (n: number): Uint8Array => bytes([0x70], be32(n))
const NULL = [0x40]
const ZERO = [0x43]
const TRUE = [0x41]
const FALSE = [0x42]

export const samples: Samples = {
  'amqp 0-9-1: a connection': talk(
    8,
    ['>', HELLO],
    ['<', method(0, 10, 10, [0, 9], long(bytes(short('product'), text('S'), long('x'))), long('PLAIN'), long('en_US'))],
    ['>', method(0, 10, 11, long(bytes()), short('PLAIN'), long('\0guest\0guest'), short('en_US'))],
    ['<', method(0, 10, 30, be16(2047), be32(131072), be16(60))],
    ['>', bytes(method(0, 10, 31, be16(2047), be32(131072), be16(60)), method(0, 10, 40, short('/'), short(''), [0]))],
    ['<', method(0, 10, 41, short(''))],
    ['>', method(1, 20, 10, short(''))],
    ['<', method(1, 20, 11, long(''))],
    ['>', method(1, 40, 10, be16(0), short('ex'), short('direct'), [2], long(''))],
    ['<', method(1, 40, 11)],
    ['>', method(1, 50, 10, be16(0), short('q1'), [5], long(''))],
    ['<', method(1, 50, 11, short('q1'), be32(1), be32(2))],
    ['>', method(1, 50, 20, be16(0), short('q1'), short('ex'), short('rk'), [0], long(''))],
    ['<', method(1, 20, 40, be16(404), short('NOT_FOUND'), be16(60), be16(40))],
    ['>', method(1, 20, 41)],
  ),
  'amqp 0-9-1: messages': talk(
    5,
    ['>', HELLO],
    [
      '>',
      bytes(
        method(1, 60, 40, be16(0), short('ex'), short('rk'), [0]),
        frame(2, 1, be16(60), be16(0), fromHex('0000000000000005'), be16(0x9000), short('text/plain'), [2]),
        frame(3, 1, text('hello')),
        frame(8, 0),
      ),
    ],
    ['>', method(1, 60, 20, be16(0), short('q1'), short('ct'), [2], everything)],
    ['<', method(1, 60, 60, short('ct'), fromHex('000000000000000a'), [0], short('ex'), short('rk'))],
    [
      '<',
      frame(
        2,
        2,
        be16(60),
        be16(0),
        fromHex('0000000000000005'),
        be16(0xfffc),
        short('ct'),
        short('ce'),
        long(''),
        [1, 5],
        short('cor'),
        short('rt'),
        short('ex'),
        short('id'),
        fromHex('000000005fc00000'),
        short('ty'),
        short('u'),
        short('app'),
        short('cl'),
      ),
    ],
    ['>', method(1, 60, 80, fromHex('000000000000000a'), [0])],
    ['<', method(1, 60, 50, be16(312), short('NO_ROUTE'), short('ex'), short('rk'))],
    ['>', method(1, 85, 12)],
    ['>', method(1, 153, 12)],
    ['>', frame(9, 1)],
    ['>', method(1, 60, 20, be16(0), short('q1'), short('ct'), [2], long(bytes(short('a'), text('S'), be32(99))))],
  ),
  'amqp 1.0': talk(
    15,
    ['>', bytes(text('AMQP'), [3, 1, 0, 0])],
    ['<', one(1, 0, list(0x40, [array('PLAIN', 'ANONYMOUS')]))],
    ['>', one(1, 0, list(0x41, [symbol('PLAIN'), binary('\0u\0p')]))],
    ['<', one(1, 0, list(0x44, [[0x50, 0]]))],
    ['>', bytes(text('AMQP'), [0, 1, 0, 0])],
    [
      '>',
      one(0, 0, list(0x10, [string('cont'), string('host'), uint(65536), [0x60, 0, 255], [0x52, 10], symbol('en')])),
    ],
    ['>', one(0, 1, list(0x11, [NULL, ZERO, [0x52, 10], uint(2048), uint(2048)]))],
    [
      '>',
      one(
        0,
        1,
        list(0x12, [
          string('link'),
          ZERO,
          FALSE,
          [0x50, 2],
          [0x50, 0],
          list(0x28, [string('q')]),
          list(0x29, [string('q2')]),
        ]),
      ),
    ],
    ['<', one(0, 1, list(0x13, [ZERO, [0x52, 10], ZERO, [0x52, 10]]))],
    [
      '>',
      one(
        0,
        1,
        list(0x14, [ZERO, ZERO, binary('\x01'), ZERO, TRUE]),
        list(0x70, [TRUE]),
        list(0x73, [string('id1'), NULL, string('to')]),
        bytes([0, 0x53, 0x75], binary('hello')),
      ),
    ],
    ['<', one(0, 1, list(0x15, [TRUE, ZERO, NULL, TRUE, [0, 0x53, 0x24, 0x45]]))],
    ['>', bytes(one(0, 1, list(0x16, [ZERO, TRUE])), one(0, 1, [0, 0x53, 0x17, 0x45]))],
    ['>', one(0, 0, list(0x18, [list(0x1d, [symbol('amqp:x'), string('why')])]))],
    ['>', one(0, 0)],
    ['>', one(0, 1, list(0x14, [ZERO, ZERO, binary('\x01'), ZERO, TRUE]), bytes([0, 0x53, 0x77], string('text')))],
  ),
}
