/** Packets that start with their IP header: no link layer at all (LINKTYPE_RAW: tunnels, some modems). */
import { protocol } from '../../dissect/protocol'

/** Less of a packet than this says nothing. */
const LOOKED_AT = 8

export const raw = protocol({
  name: 'raw',
  title: 'Raw packet data',
  column: 'N/A',
  shortName: 'Raw',
  spec: 'LINKTYPE_RAW',
  over: { 'frame.linktype': [12, 14, 101] },
  decode(p) {
    if (!p.indexing) {
      p.endsText('N/A', 'N/A')
      p.text('No link information available')
    }
    if (p.left < LOOKED_AT && p.end < p.wire) p.need(LOOKED_AT)
    const first = p.peek(1)
    // Some modem drivers leave the framing of PPP in front.
    if (first === 0xff && p.left > 1 && p.peek(2) === 0xff03) p.next('link', 'ppp')
    else if (first >>> 4 === 4) p.next('ethertype', 0x0800)
    else if (first >>> 4 === 6) p.next('ethertype', 0x86dd)
    else p.rest()
  },
  summary: () => 'Raw packet data',
})
