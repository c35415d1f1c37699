/** FDDI (ANSI X3T9.5): fibre rings of the nineties. A frame control byte, two addresses with the bits of each byte in reverse, LLC. */
import { hex, u8 } from '../../bytes/read'
import { ether, u8 as u8Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'

export const fddi = protocol({
  name: 'fddi',
  uses: ['eth'],
  title: 'Fiber Distributed Data Interface',
  spec: 'ANSI X3T9.5',
  over: { 'frame.linktype': [10] },
  fields: {
    control: u8Field('fddi.fc', 'Frame Control', { display: 'hex' }),
    destination: ether('fddi.dst', 'Destination', { help: 'Station that the frame is for.' }),
    source: ether('fddi.src', 'Source', { help: 'Station that sent the frame.' }),
    address: ether('fddi.addr', 'Source or Destination Address', { hidden: true }),
  },
  decode(p, _, f) {
    p.need(13)
    const control = p.take(f.control)
    if (!p.indexing) {
      const [destination, source] = [reversed(p, p.at), reversed(p, p.at + 6)]
      p.add(f.destination, p.at, 6, destination)
      p.hide(f.address, p.at, 6, destination)
      p.add(f.source, p.at + 6, 6, source)
      p.hide(f.address, p.at + 6, 6, source)
      const text = (b: Uint8Array): string => p.names.ether(b, 0) ?? hex(b, 0, 6, ':')
      p.endsText(text(source), text(destination))
    }
    p.skip(12)
    // LLC frames have class 1 or 5 in the upper four bits; the others manage the ring.
    if ((control & 0x70) === 0x50) p.next('wlan.data', 'llc')
    else p.rest()
  },
  heading: (p) => {
    const control = u8(p.bytes, p.base)
    return `Fiber Distributed Data Interface${(control & 0xf0) === 0x50 ? `, Async LLC frame, priority ${control & 7}` : ''}`
  },
  summary: () => 'FDDI',
})

/** An address with the bits of its bytes turned round. */
function reversed(p: Packet, at: number): Uint8Array {
  const turned = new Uint8Array(6)
  for (let i = 0; i < 6; i++)
    for (let bit = 0; bit < 8; bit++) if ((u8(p.bytes, at + i) >>> bit) & 1) turned[i]! |= 0x80 >>> bit
  return turned
}
