/** Cisco's SLARP (public descriptions): over HDLC lines, a router asks for its address, and both ends say that they are alive. */
import { ipv4, u16, u32 } from '../../dissect/field'
import { ipv4 as ipv4Text } from '../../bytes/read'
import { protocol } from '../../dissect/protocol'

const types: Readonly<Record<number, string>> = { 0: 'Request', 1: 'Reply', 2: 'Line keepalive' }

export const slarp = protocol({
  name: 'slarp',
  title: 'Cisco SLARP',
  spec: 'Cisco',
  over: { 'chdlc.protocol': [0x8035] },
  fields: {
    type: u32('slarp.ptype', 'Packet type', { names: types }),
    address: ipv4('slarp.address', 'Address'),
    mask: ipv4('slarp.netmask', 'Netmask'),
    mine: u32('slarp.mysequence', 'Outgoing sequence number'),
    yours: u32('slarp.yoursequence', 'Returned sequence number', {
      help: 'The last one heard: it must keep up, else the line is down.',
    }),
    reliability: u16('slarp.reliability', 'Reliability', { display: 'hex' }),
  },
  decode(p, _, f) {
    const type = p.take(f.type)
    if (type === 2) {
      const mine = p.take(f.mine)
      const yours = p.take(f.yours)
      if (p.columns) p.say(`Line keepalive, outgoing sequence ${mine}, returned sequence ${yours}`)
      p.take(f.reliability)
    } else if (type === 0 || type === 1) {
      p.take(f.address)
      const at = p.at
      p.take(f.mask)
      if (p.columns) p.say(`${types[type]}, from ${ipv4Text(p.bytes, at - 4)}, mask ${ipv4Text(p.bytes, at)}`)
    } else {
      if (p.columns) p.say(`Unknown packet type 0x${type.toString(16).padStart(8, '0')}`)
      p.rest()
    }
    p.limit(0)
  },
})
