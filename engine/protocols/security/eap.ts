/** RFC 3748, EAP: a dialogue in which a station proves who it is, by one of many methods; carried by EAPOL, PPP and RADIUS. */
import { bytes, string, u16, u8 } from '../../dissect/field'
import { protocol } from '../../dissect/protocol'
import { eapMethods } from '../../names/eap'

const codes: Readonly<Record<number, string>> = {
  1: 'Request',
  2: 'Response',
  3: 'Success',
  4: 'Failure',
  5: 'Initiate',
  6: 'Finish',
}
const IDENTITY = 1
const NAK = 3

export const eap = protocol({
  name: 'eap',
  title: 'Extensible Authentication Protocol',
  column: 'EAP',
  spec: 'RFC 3748',
  over: { 'eapol.eap': [0], 'radius.eap': [0], 'ppp.protocol': [0xc227] },
  header: {
    code: u8('eap.code', 'Code', { names: codes, help: 'Requests come from the network, responses from the station.' }),
    id: u8('eap.id', 'Id', { help: 'A response has that of its request.' }),
    length: u16('eap.len', 'Length'),
  },
  fields: {
    type: u8('eap.type', 'Type', {
      names: eapMethods,
      help: 'Identity asks for a name; all others are ways to prove it.',
    }),
    identity: string('eap.identity', 'Identity'),
    wished: u8('eap.desired_type', 'Desired Auth Type', { names: eapMethods }),
    data: bytes('eap.data', 'EAP Data'),
  },
  decode(p, h, f) {
    const code = p.u8(h.code)
    p.limit(p.u16(h.length) - h.size)
    if (p.columns) p.say(codes[code] ?? 'Unknown code (0x' + code.toString(16).padStart(2, '0') + ')')
    if ((code !== 1 && code !== 2) || p.leftOnWire <= 0) return
    const type = p.take(f.type)
    if (p.columns) p.sayMore(`, ${eapMethods[type] ?? `Unknown type (0x${type.toString(16).padStart(2, '0')})`}`)
    if (p.left <= 0) return
    if (type === IDENTITY) p.take(f.identity, p.left)
    else if (type === NAK && code === 2) while (p.left) p.take(f.wished)
    else p.take(f.data, p.left)
  },
})
