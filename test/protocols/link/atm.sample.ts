// ATM as SunATM's adapters capture it: LLC, emulated LANs, and what cannot be told.
import { bytes, ethernet, fromHex, ipv4, text, udp } from '../../support/packet-builder'
import type { Samples } from '../sample'

const packet = ipv4({ source: '10.0.0.1', destination: '10.0.0.2' }, udp({ source: 1, destination: 2 }, text('hi')))
const nowhere = '0000 000000000000'

export const samples: Samples = {
  'ATM: LLC, LAN emulation, unknown': [
    123,
    [
      bytes(fromHex('02 00 0064 aaaa03 000000 0800'), packet),
      bytes(fromHex('82 00 0064 aaaa03 000000 0800'), packet),
      bytes(fromHex('01 00 0020 0001'), ethernet({}, packet)),
      bytes(fromHex(`01 00 0020 ff00 01 01 0001 0000 00000001 0000 0000 ${nowhere} ${nowhere}`), new Uint8Array(76)),
      bytes(fromHex(`81 00 0020 ff00 01 01 0106 0000 00000002 0001 0000 ${nowhere} ${nowhere}`), new Uint8Array(76)),
      fromHex('00 00 0003 18 01 00000001'),
      fromHex('80 00 0004 18 01'),
    ],
  ],
}
