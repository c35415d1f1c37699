/** RFC 3948: IPsec inside UDP, so that it passes address translators. Four zero bytes mark key exchange, one 0xff keeps the translation alive. */
import { none } from '../../dissect/field'
import { protocol } from '../../dissect/protocol'

const ESP = 50
const ISAKMP_PORT = 500

export const udpencap = protocol({
  name: 'udpencap',
  title: 'UDP Encapsulation of IPsec Packets',
  spec: 'RFC 3948',
  over: { 'udp.port': [4500] },
  fields: {
    keepalive: none('udpencap.nat_keepalive', 'NAT-keepalive packet', {
      help: 'Says nothing, but keeps the address translator from forgetting the connection.',
    }),
    marker: none('udpencap.non_esp_marker', 'Non-ESP Marker', {
      help: 'Zero where ESP has its security association: key exchange follows.',
    }),
  },
  decode(p, _, f) {
    if (p.leftOnWire === 1 && p.peek(1) === 0xff) {
      p.say('NAT-keepalive')
      p.add(f.keepalive, p.at, 1)
      p.at = p.end
    } else if (p.peek(4) === 0) {
      p.add(f.marker, p.at, 4)
      p.skip(4)
      p.next('udp.port', ISAKMP_PORT)
    } else p.next('ip.proto', ESP)
  },
})
