/** RFC 1035 and successors: names looked up, over UDP in a datagram, over TCP behind a length. The message itself is in dns/decode.ts. */
import type { Packet } from '../dissect/packet'
import { protocol } from '../dissect/protocol'
import { eachPdu } from '../flows/pdus'
import { decodeMessage } from './dns/decode'
import { messageFields } from './dns/fields'
import { optionFields } from './dns/option-fields'
import { recordFields } from './dns/record-fields'
import { securityFields } from './dns/security-fields'

export const dns = protocol({
  name: 'dns',
  title: 'Domain Name System',
  column: 'DNS',
  spec: 'RFC 1035',
  over: { 'udp.port': [53], 'tcp.port': [53] },
  fields: { ...messageFields, ...recordFields, ...optionFields, ...securityFields },
  decode(p) {
    if (overStream(p)) eachPdu(p, 2, lengthOf, oneOfMany)
    else decodeMessage(p, 'dns', 'udp')
  },
  heading: (p) => {
    const flags = p.base + (overStream(p) ? 4 : 2)
    return `Domain Name System (${p.bytes[flags]! & 0x80 ? 'response' : 'query'})`
  },
})

/** Whether the layer around this one, other messages aside, is TCP. */
function overStream(p: Packet): boolean {
  for (let i = p.depth - 1; i >= 0; i--) {
    const { name } = p.layerProtocol[i]!
    if (name === 'tcp') return true
    if (name === 'udp') return false
  }
  return false
}

const lengthOf = (p: Packet): number => 2 + p.peek(2)

/** The first message of a segment belongs to the layer that was entered; each further one is a layer of its own. */
function oneOfMany(p: Packet): void {
  if (p.at !== p.base) return void p.nest(dns)
  p.take(messageFields.length)
  decodeMessage(p, 'dns', 'tcp')
}
