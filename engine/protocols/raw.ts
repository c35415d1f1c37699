/** Packets that start with their IP header: no link layer at all (LINKTYPE_RAW; tunnels, some modems). */
import { protocol } from '../dissect/protocol'

export const raw = protocol({
  name: 'raw',
  title: 'Raw packet data',
  column: 'Raw',
  spec: 'LINKTYPE_RAW',
  over: { 'frame.linktype': [12, 14, 101] },
  decode(p) {
    if (p.left === 0) return
    const version = p.peek(1) >>> 4
    p.text('No link information available')
    p.next('raw.version', version)
  },
  summary: () => 'Raw packet data',
})
