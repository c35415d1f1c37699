/** Cisco MetaData: a tag of eight bytes that carries the group which Cisco's TrustSec assigned to the sender, in Ethernet and in GRE. */
import { bytes, u16, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { etherTypes } from '../../names/ether-types'
import { takeTrailer } from './ether-trailer'
import { nextByEtherType } from './ethertype'

const METADATA = 0x8909

export const cmd = protocol({
  name: 'cmd',
  title: 'Cisco MetaData',
  column: 'CMD',
  shortName: 'Cisco MetaData',
  spec: 'Cisco TrustSec',
  over: { ethertype: [METADATA], 'gre.proto': [METADATA] },
  fields: {
    version: u8('cmd.version', 'Version'),
    length: u8('cmd.length', 'Length'),
    options: u16('cmd.options', 'Options', { display: 'hex' }),
    group: u16('cmd.sgt', 'SGT', { help: 'Security group of the sender: switches permit or deny by it.' }),
    type: u16('cmd.type', 'Type', { display: 'hex', names: etherTypes, help: 'Which protocol follows the tag.' }),
    trailer: bytes('cmd.trailer', 'Trailer'),
  },
  decode(p, _, f) {
    const start = p.at
    // Behind Ethernet's addresses the type stands last, as in every tag; in GRE it stands in front.
    const inGre = isInGre(p)
    if (!p.indexing) p.say(inGre || p.left >= 8 ? 'Cisco MetaData' : '')
    let type = inGre ? p.take(f.type) : 0
    p.take(f.version)
    p.take(f.length)
    p.take(f.options)
    p.take(f.group)
    if (!inGre) type = p.take(f.type)
    if (inGre) p.next('ethertype', type)
    else {
      nextByEtherType(p, type)
      takeTrailer(p, f, start)
    }
  },
})

const isInGre = (p: Packet): boolean => p.layerProtocol[p.layer - 1]?.name === 'gre'
