/** Wellfleet's Breath of Life (public descriptions): a switch says at short intervals that its link works. */
import { bytes, u32 } from '../../dissect/field'
import { protocol } from '../../dissect/protocol'

export const bofl = protocol({
  name: 'bofl',
  title: 'Wellfleet Breath of Life',
  spec: 'Wellfleet',
  over: { ethertype: [0x8102] },
  header: { pdu: u32('bofl.pdu', 'PDU', { display: 'hex' }), sequence: u32('bofl.sequence', 'Sequence') },
  fields: { padding: bytes('bofl.padding', 'Padding') },
  decode(p, _, f) {
    if (p.left > 0) p.take(f.padding, p.left)
  },
  summary: (p, h) => `PDU: 0x${p.u32(h.pdu).toString(16).padStart(8, '0')} Sequence: ${p.u32(h.sequence)}`,
})
