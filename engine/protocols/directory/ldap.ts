/** RFC 4511: searches and changes in a directory of names; MS-ADTS 6.3: the same in datagrams, to find a domain controller. */
import type { Packet } from '../../dissect/packet'
import { MORE, protocol } from '../../dissect/protocol'
import { element } from '../kit/ber'
import { ldapFields } from './ldap/fields'
import { ldapMessage } from './ldap/message'

const SEQUENCE = 0x30

/** A message as long as its outer sequence says; what a security layer wraps, as long as its first four bytes say. */
function cut(p: Packet): number {
  const start = p.at
  if (p.peek(1) === SEQUENCE) {
    const e = element(p)
    return e.length < 0 ? MORE : e.value - start + e.length
  }
  return p.peek(1) === 0 ? 4 + p.peek(4) : p.left
}

export const ldap = protocol({
  name: 'ldap',
  title: 'Lightweight Directory Access Protocol',
  column: 'LDAP',
  spec: 'RFC 4511',
  over: { 'tcp.port': [389, 3268], 'tls.port': [636, 3269] },
  messages: { cut, isSized: true },
  looks: (p) => p.peek(1) === SEQUENCE || p.peek(1) === 0,
  fields: ldapFields,
  decode(p) {
    if (p.info && p.nth() > 0) p.fence(' | ')
    if (p.peek(1) === SEQUENCE) return ldapMessage(p, ldapFields)
    if (p.peek(1) !== 0) return false
    if (p.columns) p.say('SASL GSS-API Privacy: payload (' + (p.peek(4) || p.left) + ' bytes)')
    p.add(ldapFields.saslLength, p.at, 4, p.peek(4))
    p.at = p.end
    return undefined
  },
})

export const cldap = protocol({
  name: 'cldap',
  title: 'Connectionless Lightweight Directory Access Protocol',
  column: 'CLDAP',
  spec: 'MS-ADTS',
  over: { 'udp.port': [389] },
  uses: ['ldap'],
  looks: (p) => p.peek(1) === SEQUENCE,
  decode: (p) => (p.peek(1) === SEQUENCE ? ldapMessage(p, ldapFields) : false),
})
