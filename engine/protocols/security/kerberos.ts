/** RFC 4120: tickets, which prove to a service who a client is. Over UDP a datagram each, over TCP behind a length. */
import type { Packet } from '../../dissect/packet'
import { lengthKnown, protocol } from '../../dissect/protocol'
import { kerberosFields } from './kerberos/fields'
import { isMessage, kerberosMessage } from './kerberos/message'

const MARK = 4
const LENGTH = 0x7fff_ffff

export const kerberos = protocol({
  name: 'kerberos',
  title: 'Kerberos',
  column: 'KRB5',
  spec: 'RFC 4120',
  over: { 'udp.port': [88], 'tcp.port': [88] },
  messages: lengthKnown(MARK, (p) => MARK + (p.peek(MARK) & LENGTH)),
  fields: kerberosFields,
  looks: (p) => isMessage(p.peek(1, overStream(p) ? MARK : 0)),
  decode(p, _, f) {
    if (p.indexing) return isMessage(p.peek(1, overStream(p) ? MARK : 0)) ? void (p.at = p.end) : false
    if (overStream(p)) {
      const at = p.at
      const mark = p.peek(MARK)
      p.skip(MARK)
      const row = p.text(`Record Mark: ${mark & LENGTH} bytes`, at, MARK)
      const was = p.open(row)
      p.add(f.markReserved, at, MARK, mark >>> 31)
      p.add(f.mark, at, MARK, mark & LENGTH)
      p.close(was)
    }
    if (!isMessage(p.peek(1))) return false
    kerberosMessage(p, true)
    return undefined
  },
})

function overStream(p: Packet): boolean {
  for (let i = p.depth - 1; i >= 0; i--) {
    const { name } = p.layerProtocol[i]!
    if (name === 'tcp') return true
    if (name === 'udp') return false
  }
  return false
}
