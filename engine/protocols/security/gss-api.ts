/** RFC 2743 section 3.1: a token of the GSS-API, which names its mechanism and carries what that says. */
import { asciiText } from '../../bytes/text'
import { string } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { APPLICATION, element, oidText } from '../kit/ber'
import { mechanismText, tokenOf } from './spnego/mechanisms'

export const gssApi = protocol({
  name: 'gss-api',
  title: 'GSS-API Generic Security Service Application Program Interface',
  column: '',
  shortName: 'GSS-API',
  spec: 'RFC 2743',
  nested: true,
  uses: ['spnego'],
  fields: { mechanism: string('gss-api.OID', 'OID', { help: 'How the two prove who they are to each other.' }) },
  decode(p, _, f) {
    const { at } = p
    if (asciiText(p.bytes, at, Math.min(7, p.left)) === 'NTLMSSP') return nest(p, 'ntlmssp')
    const first = p.peek(1)
    if (first >> 6 === APPLICATION && (first & 31) === 0) {
      const around = element(p)
      if (around.length >= 0) p.limit(around.length)
      const e = element(p)
      p.need(e.length)
      const text = oidText(p.bytes, e.value, e.length)
      p.skip(e.length)
      p.label(p.add(f.mechanism, e.value, e.length, text), `OID: ${mechanismText(text)}`)
      tokenOf(p, text)
    } else if (first === 0xa0 || first === 0xa1) nest(p, 'spnego')
    p.at = p.end
  },
})

function nest(p: Packet, name: string): void {
  const reader = p.registry.protocolByName.get(name)
  if (!reader || !p.nest(reader)) p.rest()
  p.at = p.end
}
