// BACnet over IP: who is, I am, a property read and written, an error, a reject, an abort, a broadcast management message; network messages; MS/TP.
import { bytes, ethernet, fromHex, ipv4, udp } from '../../support/packet-builder'
import type { Samples } from '../sample'

const datagram = (hex: string, isAnswer = false): Uint8Array =>
  ethernet(
    {},
    ipv4(
      isAnswer ? { source: '10.0.0.2', destination: '10.0.0.1' } : { source: '10.0.0.1', destination: '10.0.0.2' },
      udp({ source: 47808, destination: 47808 }, fromHex(hex)),
    ),
  )
/** A message in BVLC: the function, what follows. */
const bvlc = (kind: string, hex: string): string => {
  const length = 4 + hex.length / 2
  return `81${kind}${length.toString(16).padStart(4, '0')}${hex}`
}

export const samples: Samples = {
  'bacnet: who is there, properties': [
    1,
    [
      datagram(bvlc('0b', '0120ffff00ff' + '1008')),
      datagram(bvlc('0b', '0120ffff00ff' + '1008' + '0901' + '1a0100')),
      datagram(bvlc('0b', '0120ffff00ff' + '1000' + 'c402000007' + '220480' + '9103' + '220104'), true),
      datagram(bvlc('0a', '0104' + '0005010c' + '0c00000001' + '1955')),
      datagram(bvlc('0a', '0100' + '30010c' + '0c00000001' + '1955' + '3e4442280000' + '3f'), true),
      datagram(bvlc('0a', '0104' + '0005020f' + '0c00800001' + '1955' + '3e4441a00000' + '3f')),
      datagram(bvlc('0a', '0100' + '20020f'), true),
      datagram(bvlc('0a', '0104' + '0005030c' + '0c00400009' + '1955')),
      datagram(bvlc('0a', '0100' + '50030c' + '9101' + '911f'), true),
      datagram(bvlc('0a', '0100' + '600409'), true),
      datagram(bvlc('0a', '0100' + '710504'), true),
      datagram(bvlc('0a', '0104' + '0005060e' + '0c02000007' + '1e094d09551f')),
      datagram(bvlc('0a', '0100' + '1007' + '3d0700616263')),
    ],
  ],
  'bacnet: broadcast management, network messages': [
    1,
    [
      datagram(bvlc('00', '0000'), true),
      datagram(bvlc('05', '003c')),
      datagram(bvlc('02', '')),
      datagram(bvlc('04', '0a000001bac0' + '0120ffff00ff' + '1008')),
      datagram(bvlc('0b', '0180' + '00')),
      datagram(bvlc('0b', '0180' + '01' + '0005')),
      datagram(bvlc('0b', '0180' + '12')),
      datagram(bvlc('0a', '0128' + '000a' + '01' + '05' + '0014' + '01' + '07' + 'fe' + '1008')),
    ],
  ],
  'mstp: a token, a poll, data': [
    165,
    [
      fromHex('55ff00000100004c'.slice(0, 14) + '00'),
      fromHex('55ff01020100003f'.slice(0, 14) + '00'),
      bytes(fromHex('55ff06ff07001525'), fromHex('0120ffff00ff1000c4020000072200809103220104' + '03e7')),
    ],
  ],
}
