// DHCPv6: asking, answering, through a relay, with prefixes and names; and options whose lengths lie.
import { ethernet, fromHex, ipv6, udp } from '../../support/packet-builder'
import type { Samples } from '../sample'

const packet = (payload: string): Uint8Array =>
  ethernet(
    { source: '02:00:00:00:00:01', destination: '33:33:00:01:00:02' },
    ipv6({ source: 'fe80::1', destination: 'ff02::1:2' }, udp({ source: 546, destination: 547 }, fromHex(payload))),
  )
const address = '0003002800000001000000100000002000050018fe80000000000000000000000000000100000e1000001c20'
const solicit = '01123456000800020010' + address

export const samples: Samples = {
  'a client asks': [
    1,
    [
      packet(
        solicit +
          '0001000e000100011771b601020000000001' +
          '002700060004686f7374' +
          '0010000e0000013700084d53465420352e30' +
          '00060004001800 17',
      ),
    ],
  ],
  'a relay passes it on': [
    1,
    [
      packet(`0c00fe80000000000000000000000000000afe80000000000000000000000000000b00090036${solicit}0012000441424344`),
      packet(`07123456${address}000d000600024e6f6e65`),
    ],
  ],
  'prefixes and servers': [
    1,
    [
      packet('070000010019002900000002000000100000002 0001a0019000000640000006538200100020000000000000000000000 00'),
      packet('070000020017001020010db8000000000000000000000001000e00000007 00010a'),
      packet('0700000300110008000001370001 0000'),
    ],
  ],
}
