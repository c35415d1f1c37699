// Cassandra: opening, a query and its answers, a statement prepared and executed, an error, an event.
import { be16, be32, bytes, text } from '../../support/packet-builder'
import { tcpTalk } from '../talk'
import type { Samples } from '../sample'

const frame = (version: number, stream: number, code: number, ...parts: (Uint8Array | number[])[]): Uint8Array => {
  const inner = bytes(...parts)
  return bytes([version, 0], be16(stream), [code], be32(inner.length), inner)
}
const string = (t: string): Uint8Array => bytes(be16(t.length), text(t))
const long = (t: string): Uint8Array => bytes(be32(t.length), text(t))

export const samples: Samples = {
  'cql: a conversation': [
    1,
    tcpTalk(
      9042,
      ['>', frame(4, 0, 5)],
      ['<', frame(0x84, 0, 6, be16(1), string('CQL_VERSION'), be16(1), string('3.4.4'))],
      ['>', frame(4, 1, 1, be16(1), string('CQL_VERSION'), string('3.0.0'))],
      ['<', frame(0x84, 1, 2)],
      ['>', frame(4, 2, 7, long('SELECT * FROM ks.t'), be16(1), [0])],
      ['<', frame(0x84, 2, 8, be32(1))],
      ['>', frame(4, 3, 7, long('USE ks'), be16(6), [0])],
      ['<', frame(0x84, 3, 8, be32(3), string('ks'))],
      ['>', frame(4, 4, 7, long('SELEC'), be16(1), [0])],
      ['<', frame(0x84, 4, 0, be32(0x2000), string('oops'))],
      ['>', frame(4, 5, 9, long('SELECT id FROM ks.t'))],
      ['>', frame(4, 6, 11, be16(2), string('STATUS_CHANGE'), string('SCHEMA_CHANGE'))],
    ),
  ],
}
