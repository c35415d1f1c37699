// OPC UA: a connection opened, a secure channel without security, a service, a part of a message, an error, the end.
import { bytes, fromHex, le32, text } from '../../support/packet-builder'
import { tcpTalk } from '../talk'
import type { Samples } from '../sample'

const message = (type: string, ...parts: (Uint8Array | number[])[]): Uint8Array => {
  const inner = bytes(...parts)
  return bytes(text(type), le32(inner.length + 8), inner)
}
const string = (t: string): Uint8Array => bytes(le32(t.length), text(t))
const POLICY = 'http://opcfoundation.org/UA/SecurityPolicy#'
const NONE = fromHex('ffffffff')
const limits = fromHex('0000000000000100000001000000000000000000')
const header = fromHex('0000' + '0000000000000000' + '01000000' + '00000000' + 'ffffffff' + '10270000' + '000000')
const channel = (n: number): Uint8Array => bytes(le32(1), le32(1), le32(n), le32(n))

export const samples: Samples = {
  'opcua: a connection': [
    1,
    tcpTalk(
      4840,
      ['>', message('HELF', limits, string('opc.tcp://host:4840'))],
      ['<', message('ACKF', limits)],
      [
        '>',
        message(
          'OPNF',
          le32(0),
          string(`${POLICY}None`),
          NONE,
          NONE,
          le32(1),
          le32(1),
          fromHex('0100be01'),
          header,
          fromHex('00000000' + '00000000' + '01000000' + 'ffffffff' + '80ee3600'),
        ),
      ],
      [
        '>',
        message('MSGF', channel(2), fromHex('01007702'), header, fromHex('0000000000000000' + '00000000' + 'ffffffff')),
      ],
      ['>', message('MSGC', channel(3), fromHex('0100'))],
      ['>', message('CLOF', channel(4), fromHex('0100c401'), header)],
      ['<', message('ERRF', fromHex('00000b80'), NONE)],
      ['<', message('ERRF', fromHex('00007d80'), string('busy'))],
    ),
  ],
}
