/** RFC 3828, UDP-Lite: UDP whose checksum may take in only the beginning, so that damaged speech still arrives. */
import { checksumStates } from '../../bytes/checksum'
import { u16 } from '../../dissect/field'
import { protocol } from '../../dissect/protocol'
import { udp } from './udp'

export const udplite = protocol({
  name: 'udplite',
  title: 'Lightweight User Datagram Protocol',
  column: 'UDP-Lite',
  spec: 'RFC 3828',
  over: { 'ip.proto': [136] },
  fields: {
    coverage: u16('udp.checksum_coverage', 'Checksum coverage', {
      help: 'How many bytes the checksum takes in, the header with them; 0: all (RFC 3828).',
    }),
  },
  decode(p, _, f) {
    p.sourcePort = p.peek(2)
    p.destinationPort = p.peek(2, 2)
    p.take(udp.h.srcPort)
    p.take(udp.h.dstPort)
    p.take(f.coverage)
    const sum = p.take(udp.h.checksum)
    if (p.columns)
      p.say(`${p.sourcePort} → ${p.destinationPort} Len=${p.left}${sum === 0 ? ' [ILLEGAL CHECKSUM (0)]' : ''}`)
    if (!p.first) p.set(udp.f.status, checksumStates.unverified, p.base + 6, 2)
    if (p.left) p.next('udp.port', Math.min(p.sourcePort, p.destinationPort), Math.max(p.sourcePort, p.destinationPort))
  },
  heading: (p) =>
    `Lightweight User Datagram Protocol, Src Port: ${p.peekAt(p.base, 2)}, Dst Port: ${p.peekAt(p.base + 2, 2)}`,
})
