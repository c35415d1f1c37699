/** What TLS carries: by the application protocol that the server chose (RFC 7301), else by the port (table 'tls.port'). */
import type { Packet } from '../../../dissect/packet'
import type { Protocol } from '../../../dissect/protocol'
import type { Session } from './session'

/** Protocols under IANA's names for ALPN. */
const byAlpn: Readonly<Record<string, string>> = {
  h2: 'http2',
  'http/1.1': 'http',
  'http/1.0': 'http',
  dot: 'dns',
  imap: 'imap',
  pop3: 'pop',
  ftp: 'ftp',
  'xmpp-client': 'xmpp',
  'xmpp-server': 'xmpp',
  mqtt: 'mqtt',
  smb: 'smb2',
}

/** What is expected behind a port of a server that speaks TLS at once: the name of the protocol, and its title while it is not there. */
const byPort: Readonly<Record<number, readonly [name: string, title: string]>> = {
  324: ['rpkirtr', 'RPKI-Router Protocol'],
  443: ['http', 'Hypertext Transfer Protocol'],
  465: ['smtp', 'Simple Mail Transfer Protocol'],
  636: ['ldap', 'Lightweight Directory Access Protocol'],
  802: ['mbtcp', 'Modbus/TCP'],
  853: ['dns', 'Domain Name System'],
  993: ['imap', 'Internet Message Access Protocol'],
  995: ['pop', 'Post Office Protocol'],
  2221: ['enip', 'EtherNet/IP (Industrial Protocol)'],
  3389: ['tpkt', 'TPKT - ISO on TCP - RFC1006'],
  5061: ['sip', 'Session Initiation Protocol'],
  5671: ['amqp', 'Advanced Message Queuing Protocol'],
  5684: ['coap', 'Constrained Application Protocol'],
  5868: ['diameter', 'Diameter Protocol'],
  8883: ['mqtt', 'MQ Telemetry Transport Protocol'],
  27017: ['mongo', 'Mongo Wire Protocol'],
}

/** Who reads what is carried; undefined when nobody is known. */
export function applicationOf(p: Packet, session: Session): Protocol | undefined {
  const name = byAlpn[session.application]
  if (name) return p.registry.protocolByName.get(name)
  for (const port of ports(p)) {
    const found = p.find('tls.port', port) ?? p.registry.protocolByName.get(byPort[port]?.[0] ?? '')
    if (found) return found
  }
  return undefined
}

/** Its title; '' when nobody is known. */
export function applicationTitle(p: Packet, session: Session): string {
  const found = applicationOf(p, session)
  if (found) return found.title
  if (session.application === 'h2') return 'HyperText Transfer Protocol 2'
  for (const port of ports(p)) if (byPort[port]) return byPort[port][1]
  return ''
}

const ports = (p: Packet): [number, number] => [
  Math.min(p.sourcePort, p.destinationPort),
  Math.max(p.sourcePort, p.destinationPort),
]
