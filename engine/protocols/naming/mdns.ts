/** RFC 6762: names of the local link, asked of everybody at once; DNS messages on port 5353. */
import { protocol } from '../../dissect/protocol'
import { decodeMessage } from './dns/decode'

export const mdns = protocol({
  name: 'mdns',
  uses: ['dns'],
  title: 'Multicast Domain Name System',
  column: 'MDNS',
  shortName: 'mDNS',
  spec: 'RFC 6762',
  over: { 'udp.port': [5353] },
  decode(p) {
    decodeMessage(p, 'mdns', 'udp')
  },
  heading: (p) => `Multicast Domain Name System (${p.bytes[p.base + 2]! & 0x80 ? 'response' : 'query'})`,
})
