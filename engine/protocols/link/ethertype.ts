/** What stands behind the two bytes that IEEE 802 calls EtherType: shared by Ethernet, VLAN tags, cooked captures and tunnels. */
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'

/** Has no tree of its own, but its name stands in frame.protocols. */
export const ethertype = protocol({
  name: 'ethertype',
  title: 'Ethertype',
  column: '',
  shortName: 'Ethertype',
  spec: 'IEEE 802',
})

const hex4 = (type: number): string => `0x${type.toString(16).padStart(4, '0')}`

/** Decodes the rest of this layer by its EtherType. A type that nobody knows is named by its number in the Protocol column. */
export function nextByEtherType(p: Packet, type: number): void {
  if (p.leftOnWire === 0) {
    if (!p.indexing) p.name(hex4(type))
    return
  }
  p.mark(ethertype)
  if (p.find('ethertype', type)) p.next('ethertype', type)
  else {
    if (!p.indexing) p.name(hex4(type))
    p.rest()
  }
}
