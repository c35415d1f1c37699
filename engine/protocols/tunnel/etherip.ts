/** RFC 3378, EtherIP: Ethernet frames right inside IP, behind two bytes. */
import { bits, packed } from '../../dissect/field'
import { protocol } from '../../dissect/protocol'

export const etherip = protocol({
  name: 'etherip',
  title: 'Ethernet over IP',
  column: 'ETHERIP',
  spec: 'RFC 3378',
  over: { 'ip.proto': [97] },
  header: {
    head: packed(2, {
      version: bits('etherip.ver', 'Version', 0xf000, { help: 'Always 3.' }),
      reserved: bits('etherip.reserved', 'Reserved', 0x0fff, { display: 'hex' }),
    }),
  },
  decode(p) {
    p.next('gre.proto', 0x6558)
  },
  heading: (p, h) => `EtherIP, Version ${p.u16(h.head) >> 12}`,
})
