/** Frame Relay (ITU-T Q.922) with the encapsulations of RFC 2427 and Cisco: a circuit number, then what travels on it. */
import { u8 } from '../../bytes/read'
import { bit, bits, u16, u24, u32, u8 as u8Field } from '../../dissect/field'
import { protocol } from '../../dissect/protocol'
import { etherTypes } from '../../names/ether-types'

const nlpids: Readonly<Record<number, string>> = {
  0x08: 'Q.933',
  0x80: 'SNAP',
  0x81: 'ISO 8473 CLNP',
  0x82: 'ISO 9542 ESIS',
  0x83: 'ISO 10589 ISIS',
  0x8e: 'IPv6',
  0xcc: 'IP',
  0xcf: 'PPP',
}
const SNAP = 0x80
const byNlpid: Readonly<Record<number, number>> = { 0xcc: 0x0800, 0x8e: 0x86dd }

export const fr = protocol({
  name: 'fr',
  title: 'Frame Relay',
  spec: 'ITU-T Q.922',
  over: { 'frame.linktype': [107], 'gre.proto': [0x6559] },
  fields: {
    upper: bits('fr.upper_dlci', 'Upper DLCI', 0xfc, { display: 'hex' }),
    response: bit('fr.cr', 'CR', 0x02, { trueFalse: ['Response', 'Command'] }),
    second: bits('fr.second_dlci', 'Second DLCI', 0xf0, { display: 'hex' }),
    forward: bit('fr.fecn', 'FECN', 0x08, { help: 'The network is congested in this direction.' }),
    backward: bit('fr.becn', 'BECN', 0x04, { help: 'The network is congested in the other direction.' }),
    eligible: bit('fr.de', 'DE', 0x02, { help: 'May be dropped before others.' }),
    dlci: u32('fr.dlci', 'DLCI', { generated: true, help: 'Number of the circuit on this line.' }),
    control: u8Field('fr.control', 'Control Field', { display: 'hex' }),
    nlpid: u8Field('fr.nlpid', 'NLPID', { display: 'hex', names: nlpids }),
    oui: u24('fr.snap.oui', 'Organization Code', { show: () => '00:00:00 (Officially Xerox, but' }),
    snapType: u16('fr.snaptype', 'Type', { display: 'hex', names: etherTypes }),
    type: u16('fr.type', 'Type', { display: 'hex', names: etherTypes }),
  },
  decode(p, _, f) {
    p.need(2)
    const at = p.at
    const [first, second] = [u8(p.bytes, at), u8(p.bytes, at + 1)]
    const dlci = ((first & 0xfc) << 2) | (second >>> 4)
    p.add(f.upper, at, 1, first >>> 2)
    p.add(f.response, at, 1, (first >>> 1) & 1)
    p.add(f.second, at + 1, 1, second >>> 4)
    p.add(f.forward, at + 1, 1, (second >>> 3) & 1)
    p.add(f.backward, at + 1, 1, (second >>> 2) & 1)
    p.add(f.eligible, at + 1, 1, (second >>> 1) & 1)
    p.set(f.dlci, dlci)
    p.skip(2)
    if (!p.indexing) p.say(`DLCI ${dlci}`)
    if (p.peek(1) !== 0x03) {
      // Cisco's form: an EtherType right away.
      const type = p.peek(2)
      if (!p.find('ethertype', type)) return p.rest()
      p.take(f.type)
      p.next('ethertype', type)
      return
    }
    p.take(f.control)
    // A byte of padding aligns what follows.
    if (p.peek(1) === 0) p.skip(1)
    const nlpid = p.take(f.nlpid)
    if (nlpid === SNAP && p.left >= 5 && p.peek(3) === 0) {
      p.take(f.oui)
      const type = p.take(f.snapType)
      if (p.find('ethertype', type)) p.next('ethertype', type)
      else p.rest()
      return
    }
    if (byNlpid[nlpid] !== undefined) p.next('ethertype', byNlpid[nlpid])
    else p.next('fr.nlpid', nlpid)
  },
})
