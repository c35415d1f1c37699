/** RFC 1035 and successors: names looked up, over UDP in a datagram, over TCP behind a length. The message itself is in dns/decode.ts. */
import type { Packet } from '../../dissect/packet'
import { lengthKnown, protocol } from '../../dissect/protocol'
import { decodeMessage } from './dns/decode'
import { messageFields } from './dns/fields'
import { optionFields } from './dns/option-fields'
import { recordFields } from './dns/record-fields'
import { securityFields } from './dns/security-fields'
import { dnsHelp } from './dns-help'

/** The length in front of a message in a stream, and what a message must have to be called one. */
const LENGTH = 2
const UP_TO_FLAGS = 4

export const dns = protocol({
  name: 'dns',
  title: 'Domain Name System',
  column: 'DNS',
  spec: 'RFC 1035',
  help: {
    ...dnsHelp,
    dns: 'Asks for names and what belongs to them, and answers (RFC 1035).',
  },
  over: { 'udp.port': [53], 'tcp.port': [53] },
  // RFC 1035 section 4.2.2.
  messages: lengthKnown(LENGTH, (p) => LENGTH + p.peek(LENGTH)),
  fields: { ...messageFields, ...recordFields, ...optionFields, ...securityFields },
  decode(p) {
    const stream = overStream(p)
    if (stream) {
      p.say('')
      p.need(LENGTH + UP_TO_FLAGS)
      p.take(messageFields.length)
    }
    decodeMessage(p, 'dns', stream ? 'tcp' : 'udp')
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
