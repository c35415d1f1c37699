// IEC 60870-5-104: starting, interrogations, values of every kind, with and without times, commands, several frames in a segment.
import { bytes, fromHex } from '../../support/packet-builder'
import { tcpTalk } from '../talk'
import type { Said } from '../talk'
import type { Samples } from '../sample'

const frame = (control: string, body = ''): Uint8Array => {
  const inner = bytes(fromHex(control), fromHex(body.replaceAll(' ', '')))
  return bytes([0x68, inner.length], inner)
}
const I = '00000000'
const talk = (...lines: Said[]): [number, Uint8Array[]] => [1, tcpTalk(2404, ...lines)]
const starting = (...lines: Said[]): Samples[string] => [
  ...talk(...lines),
  { notAsTshark: { 7: 'each frame is a layer of its own here' } },
]
const told = (...bodies: string[]): [number, Uint8Array[]] => talk(...bodies.map((body): Said => ['<', frame(I, body)]))

export const samples: Samples = {
  'iec 104: starting': starting(
    ['>', frame('07000000')],
    ['<', frame('0b000000')],
    ['>', frame('43000000')],
    ['<', bytes(frame('83000000'), frame('01000200'), frame('00000200', '46 01 0400 0100 000000 00'))],
    ['>', frame(I, '64 01 0600 0100 000000 14')],
    ['<', frame('00000200', '64 01 0700 0100 000000 14')],
    ['>', frame('01000400')],
    ['>', frame('ff000000')],
  ),
  'iec 104: values': told(
    '01 02 0300 0100 010000 01 020000 10',
    '01 83 1400 0100 010000 01 00 81',
    '03 01 8300 0100 010000 82',
    '05 01 4300 0100 010000 85 10',
    '07 01 0300 0100 010000 78563412 00',
    '09 01 0300 0100 010000 0040 00',
    '0b 01 0300 0100 010000 ffff 81',
    '0d 03 0300 0100 010000 00004842 00 020000 cdcc4c3f 00 050000 00004842 00',
    '0f 01 2500 0100 010000 01000000 e5',
    '15 01 0300 0100 010000 00c0',
    '14 01 0300 0100 010000 ffff0000 01',
    '01 01 3f07 0100 010000 01',
    '00 01 0300 0100 010000 81',
  ),
  'iec 104: values with times': told(
    '02 01 0300 0100 010000 01 000102',
    '1e 01 0300 0100 010000 01 00010203040506',
    '24 01 0300 0100 640000 cdcc4c3f 00 01020304050614',
    '26 01 0300 0100 010000 01 0001 00010203040506',
  ),
  'iec 104: commands': told(
    '2d 01 c700 0100 0a0000 81',
    '2e 01 0600 0100 0a0000 05',
    '2f 01 0600 0100 0a0000 06',
    '30 01 0600 0100 0a0000 0040 85',
    '31 01 0600 0100 0a0000 0100 05',
    '32 01 0a00 0100 0a0000 00004842 05',
    '33 01 0600 0100 0a0000 78563412',
    '3a 01 0600 0100 010000 81 00010203040506',
    '65 01 0600 0100 000000 45',
    '66 01 0500 0100 010000',
    '67 01 0600 0100 000000 01020304050614',
    '69 01 0600 0100 000000 01',
    '6e 01 0600 0100 010000 0040 01',
    '71 01 0600 0100 010000 01',
  ),
}
