/** RFC 7348, VXLAN: Ethernet frames inside UDP, as a network of its own for each number. */
import { bit, bits, u16, u24, u8 } from '../../dissect/field'
import { protocol } from '../../dissect/protocol'

const TRANSPARENT_ETHERNET = 0x6558
const FLAGS: readonly [bit: number, name: string][] = [
  [0x8000, 'GBP Extension'],
  [0x0800, 'VXLAN Network ID (VNI)'],
  [0x0040, "Don't Learn"],
  [0x0008, 'Policy Applied'],
]
const flagText = (v: number): string =>
  [`0x${v.toString(16).padStart(4, '0')}`, ...FLAGS.filter(([bit]) => v & bit).map(([, name]) => name)].join(', ')

export const vxlan = protocol({
  name: 'vxlan',
  title: 'Virtual eXtensible Local Area Network',
  spec: 'RFC 7348',
  over: { 'udp.port': [4789, 8472] },
  header: {
    flags: u16('vxlan.flags', 'Flags', {
      display: 'hex',
      help: 'Whether the network identifier counts, and the marks of the group policy extension.',
      show: flagText,
      of: {
        group: bit('vxlan.flag_g', 'GBP Extension', 0x8000, { trueFalse: ['Defined', 'Not defined'] }),
        network: bit('vxlan.flag_i', 'VXLAN Network ID (VNI)', 0x0800),
        dontLearn: bit('vxlan.flag_d', "Don't Learn", 0x0040),
        applied: bit('vxlan.flag_a', 'Policy Applied', 0x0008),
        reserved: bits('vxlan.flags_reserved', 'Reserved(R)', 0x77b7, { display: 'hex', width: 2 }),
      },
    }),
    policy: u16('vxlan.gbp', 'Group Policy ID'),
    network: u24('vxlan.vni', 'VXLAN Network Identifier (VNI)', {
      help: 'Which virtual network the frame belongs to.',
    }),
    reserved: u8('vxlan.reserved8', 'Reserved'),
  },
  decode(p) {
    p.next('gre.proto', TRANSPARENT_ETHERNET)
  },
})
