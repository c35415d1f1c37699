/** RFC 4795: names of the local link, as Windows asks for them; DNS messages on port 5355. */
import { protocol } from '../../dissect/protocol'
import { decodeMessage } from './dns/decode'

export const llmnr = protocol({
  name: 'llmnr',
  uses: ['dns'],
  title: 'Link-local Multicast Name Resolution',
  column: 'LLMNR',
  spec: 'RFC 4795',
  over: { 'udp.port': [5355] },
  decode(p) {
    decodeMessage(p, 'llmnr', 'udp')
  },
  heading: (p) => `Link-local Multicast Name Resolution (${p.bytes[p.base + 2]! & 0x80 ? 'response' : 'query'})`,
})
