// TCP that is not as it should be: headers of nonsense sizes, options of accelerators and of Multipath TCP, also cut short.
import { bytes, ethernet, ipv4, tcp, tcpOption } from '../../support/packet-builder'
import type { TcpFields } from '../../support/packet-builder'
import type { Samples } from '../sample'

const ends = { source: '198.51.100.10', destination: '192.0.2.20' }
const LAYER = 'tshark counts a layer mptcp, which holds no bytes'

let port = 40000
const segment = (f: Partial<TcpFields>): Uint8Array =>
  ethernet({}, ipv4(ends, tcp({ source: 40000, destination: 9230, sequence: 1, ...f })))
/** A SYN of a connection of its own with one option. */
const opening = (...option: [kind: number, ...data: number[]]): Uint8Array =>
  segment({ source: port++, flags: 'SYN', options: bytes(tcpOption.mss(1460), tcpOption.of(...option)) })

export const samples: Samples = {
  'headers of nonsense sizes conclude nothing': [
    1,
    [
      segment({ flags: 'SYN', options: tcpOption.mss(1460) }),
      segment({ flags: 'SYN', sequence: 500_000, headerWords: 3 }),
      segment({ flags: 'SYN', sequence: 700_000, headerWords: 15 }),
      segment({ flags: 'FIN ACK', sequence: 2, headerWords: 4 }),
      segment({ flags: 'RST', sequence: 2, headerWords: 4 }),
    ],
  ],
  "Riverbed's probes": [
    1,
    [
      opening(76, 0x01, 0x01, 10, 0, 0, 5, 0, 5, 0, 0),
      opening(76, 0x11, 0x01, 10, 0, 0, 5, 10, 0, 0, 6, 0x1e, 0x78),
      opening(76, 0x21, 0x01, 10, 0, 0, 5),
      opening(76, 0x31, 0x01, 10, 0, 0, 5, 0, 5),
      opening(76, 0x91, 0x01, 10, 0, 0, 5),
      opening(76, 0xf1, 0x01),
      opening(76, 0x0c, 0x05),
      opening(76, 0x0e, 0x13),
      opening(76, 0x14, 0x01),
      opening(78, 0x01, 0x03, 10, 0, 0, 1, 10, 0, 0, 2, 0x1e, 0x78, 0x1e, 0x79),
    ],
  ],
  'Multipath TCP, reserved bits of both versions': [
    1,
    [
      opening(30, 0x00, 0x81, 0, 1, 2, 3, 4, 5, 6, 7),
      opening(30, 0x00, 0x3f, 0, 1, 2, 3, 4, 5, 6, 7),
      opening(30, 0x01, 0x81, 0, 1, 2, 3, 4, 5, 6, 7),
      opening(30, 0x01, 0xbf, 0, 1, 2, 3, 4, 5, 6, 7),
    ],
    { notAsTshark: { 1: LAYER, 2: LAYER, 3: LAYER, 4: LAYER } },
  ],
}
