// MongoDB: a command and its answer, all types of BSON, messages of before version 6, compressed ones; in a document too long for itself.
import { deflateSync } from 'node:zlib'
import { bytes, fromHex, le32, text } from '../../support/packet-builder'
import { tcpTalk } from '../talk'
import type { Said } from '../talk'
import type { Samples } from '../sample'

const MSG = 2013
const document = (...parts: Uint8Array[]): Uint8Array => {
  const inner = bytes(...parts)
  return bytes(le32(inner.length + 5), inner, [0])
}
const element = (type: number, name: string, value: Uint8Array = bytes()): Uint8Array =>
  bytes([type], text(`${name}\0`), value)
const string = (t: string): Uint8Array => bytes(le32(t.length + 1), text(`${t}\0`))
const one = (name: string): Uint8Array => document(element(16, name, bytes(le32(1))))
const message = (code: number, id: number, to: number, ...parts: Uint8Array[]): Uint8Array => {
  const inner = bytes(...parts)
  return bytes(le32(inner.length + 16), le32(id), le32(to), le32(code), inner)
}
const none = bytes(le32(0))

/** tshark 4.0.17 takes what stands on this port for TLS, and never asks its own reader of MongoDB. */
const PORT = 'tshark reads port 27017 as TLS'
const talk = (...lines: Said[]): [number, Uint8Array[], { notAsTshark: Record<number, string> }] => [
  1,
  tcpTalk(27017, ...lines),
  { notAsTshark: Object.fromEntries(lines.map((_, i) => [i + 4, PORT])) },
]
const everything = document(
  element(1, 'double', fromHex('000000000000f03f')),
  element(2, 'string', string('text')),
  element(3, 'document', one('inner')),
  element(4, 'array', document(element(8, '0', bytes([1])))),
  element(5, 'binary', fromHex('0300000000010203')),
  element(6, 'undefined'),
  element(7, 'id', fromHex('0102030405060708090a0b0c')),
  element(9, 'date', fromHex('0011223344000000')),
  element(10, 'null'),
  element(11, 'regex', text('ab+\0i\0')),
  element(12, 'pointer', bytes(string('x'), fromHex('0102030405060708090a0b0c'))),
  element(13, 'code', string('f()')),
  element(14, 'symbol', string('s')),
  element(15, 'scoped', bytes(le32(20 + 2 + 5), string('g()'), one('n'))),
  element(17, 'stamp', fromHex('0100000002000000')),
  element(18, 'long', fromHex('0100000000000000')),
  element(19, 'decimal', fromHex('000102030405060708090a0b0c0d0e0f')),
  element(127, 'max'),
  element(255, 'min'),
)

export const samples: Samples = {
  'mongo: a command and its answer': talk(
    [
      '>',
      message(
        MSG,
        1,
        0,
        none,
        bytes([0]),
        document(element(16, 'hello', bytes(le32(1))), element(2, '$db', string('admin'))),
      ),
    ],
    ['<', message(MSG, 2, 1, none, bytes([0]), document(element(1, 'ok', fromHex('000000000000f03f'))))],
    [
      '>',
      message(
        MSG,
        3,
        0,
        fromHex('01000000'),
        bytes([0]),
        document(element(2, 'insert', string('c'))),
        bytes([1], le32(4 + 10 + one('a').length), text('documents\0'), one('a')),
        fromHex('aabbccdd'),
      ),
    ],
    ['>', message(MSG, 4, 0, none, bytes([0]), everything)],
  ),
  'mongo: messages of before': talk(
    ['>', message(2004, 5, 0, fromHex('04000000'), text('admin.$cmd\0'), none, fromHex('ffffffff'), one('isMaster'))],
    ['<', message(1, 6, 5, fromHex('08000000'), none, none, none, fromHex('01000000'), one('ok'))],
    ['>', message(2002, 7, 0, none, text('db.c.d\0'), one('a'))],
    ['>', message(2001, 8, 0, none, text('db.c\0'), fromHex('01000000'), one('a'), one('b'))],
    ['>', message(2005, 9, 0, none, text('db.c\0'), fromHex('0a000000'), fromHex('0100000000000000'))],
    [
      '>',
      bytes(
        message(2006, 10, 0, none, text('db.c\0'), fromHex('01000000'), one('a')),
        message(2007, 11, 0, none, fromHex('01000000'), fromHex('0200000000000000')),
      ),
    ],
    ['>', message(2010, 12, 0, text('db\0ping\0'), one('m'), one('ping'))],
    ['<', message(2011, 13, 12, one('m'), one('ok'))],
  ),
  'mongo: compressed, and what is wrong': talk(
    ['>', message(2012, 14, 0, bytes(le32(MSG), le32(10), [0]), none, bytes([0]), document())],
    ['>', message(2012, 15, 0, bytes(le32(MSG), le32(10), [2]), deflateSync(bytes(none, [0], document())))],
    ['>', message(2012, 16, 0, bytes(le32(MSG), le32(10), [1]), fromHex('0011'))],
    ['>', message(MSG, 17, 0, none, bytes([0]), bytes(le32(99), [0]))],
    ['>', message(MSG, 18, 0, none, bytes([0]), bytes(le32(2), [0]))],
    ['>', message(1999, 19, 0, none)],
  ),
}
