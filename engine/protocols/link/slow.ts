/** IEEE 802.3 annex 57A: slow protocols, a few frames per second between neighbours. A first byte says which: link aggregation, markers, OAM. */
import { u24, u8 } from '../../dissect/field'
import { protocol } from '../../dissect/protocol'
import { vendorOf } from '../../names/addresses'

const subtypes: Readonly<Record<number, string>> = {
  0x01: 'LACP',
  0x02: 'Marker Protocol',
  0x03: 'OAM',
  0x0a: 'Organization Specific Slow Protocol',
}

export const slow = protocol({
  name: 'slow',
  title: 'Slow Protocols',
  column: 'Slow Protocols',
  shortName: '802.3 Slow protocols',
  spec: 'IEEE 802.3',
  over: { ethertype: [0x8809] },
  header: {
    subtype: u8('slow.subtype', 'Slow Protocols subtype', {
      display: 'hex',
      names: subtypes,
      help: 'Which of the slow protocols follows: 1 negotiates link aggregation.',
    }),
  },
  decode(p, h) {
    p.next('slow.subtype', p.u8(h.subtype))
  },
  summary: (p, h) => `Subtype = ${p.u8(h.subtype)} (${subtypes[p.u8(h.subtype)] ?? 'Unknown'})`,
})

/** Slow protocols of organisations (annex 57B), known by their number only. */
export const ossp = protocol({
  name: 'ossp',
  title: 'OSSP',
  column: 'OSSP',
  shortName: 'Organization Specific Slow Protocol',
  heading: () => 'Organization Specific Slow Protocol',
  spec: 'IEEE 802.3',
  over: { 'slow.subtype': [0x0a] },
  fields: {
    oui: u24('ossp.oui', 'OUI', { show: (v) => organisation(v) }),
  },
  decode(p, _, f) {
    const oui = p.take(f.oui)
    if (p.columns) p.say(`OUI: ${vendorOf(oui) ?? organisation(oui)}`)
    p.at = p.end
  },
})

function organisation(oui: number): string {
  const digits = oui
    .toString(16)
    .padStart(6, '0')
    .replace(/(..)(?=.)/g, '$1:')
  const name = vendorOf(oui)
  return name ? `${digits} (${name})` : digits
}
