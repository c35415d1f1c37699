// IEEE 802.15.4 and ZigBee: joining a network, acknowledgements, beacons, frames of the network layer with and without encryption.
import { bytes, fromHex } from '../../support/packet-builder'
import type { Samples } from '../sample'

const frames = (...hex: string[]): Uint8Array[] => hex.map((t) => bytes(fromHex(t.replaceAll(' ', ''))))
const NO_FCS = 230

export const samples: Samples = {
  'wpan: joining': [
    NO_FCS,
    frames(
      '0308 06 ffff ffff 07',
      '0080 63 ff01 0000 ffcf 00 00 00 2084 7365 6e6f 7372 0000 ffffff 00',
      '23c8 0c ff01 0000 ffff 0720 00ff ffda 1c00 01 ce',
      '1200 0d',
      '63cc 35 ff01 0720 00ff ffda 1c00 58c5 0d00 006f 0d00 02 4d2c 00',
      '63cc 36 ff01 0720 00ff ffda 1c00 58c5 0d00 006f 0d00 02 ffff 01',
      '63c8 0d ff01 0000 0720 00ff ffda 1c00 04',
    ),
  ],
  'zbee: the network layer': [
    NO_FCS,
    frames(
      '4188 33 ff01 ffff 0000 0912 fcff 0000 01 d1 58c5 0d00 006f 0d00 28 01000000 58c5 0d00 006f 0d00 00 4015 cd19ab20',
      '6188 36 ff01 4d2c 0000 4800 4d2c 0000 1e d3 21 00 10 00000000 010203 aabbccdd',
      '4188 37 ff01 0000 4d2c 4802 0000 4d2c 1e d4 28 02000000 58c5 0d00 006f 0d00 00 010203040506 aabbccdd',
    ),
  ],
}
