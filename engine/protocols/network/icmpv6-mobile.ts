/** RFC 6275, Mobile IPv6: how a mobile node finds its home agents (types 144 and 145) and the prefix of its home (146 and 147). */
import { bit, bits, ipv6, u16 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { decodeNeighborOptions } from './icmpv6-options'
import type { optionFields } from './icmpv6-options'

const set = { trueFalse: ['Set', 'Not set'] } as const

export const mobileFields = {
  mobileIdentifier: u16('icmpv6.mip6.identifier', 'Identifier', {
    display: 'dec_hex',
    help: 'Tells which question an answer belongs to.',
  }),
  homeAgent: ipv6('icmpv6.mip6.home_agent_address', 'Home Agent Address'),
  mobileFlags: u16('icmpv6.mip6.flag', 'Flags', {
    display: 'hex',
    of: {
      managed: bit('icmpv6.mip6.flag.m', 'Managed address configuration', 0x8000, set),
      other: bit('icmpv6.mip6.flag.o', 'Other configuration', 0x4000, set),
      reserved: bits('icmpv6.mip6.flag.rsv', 'Reserved', 0x3fff),
    },
  }),
}

type Fields = typeof mobileFields & typeof optionFields & { reserved: Field }

const AGENTS = 145
const PREFIXES = 147

export function decodeMobile(p: Packet, f: Fields, type: number): void {
  p.take(f.mobileIdentifier)
  if (type === PREFIXES) {
    p.take(f.mobileFlags)
    decodeNeighborOptions(p, f)
    return
  }
  p.take(f.reserved, 2)
  while (type === AGENTS && p.left >= 16) p.take(f.homeAgent)
}
