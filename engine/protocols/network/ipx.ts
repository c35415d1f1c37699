/** IPX (Novell, public descriptions): the network layer of NetWare. Addresses are a network's number and an adapter's address. */
import { hex } from '../../bytes/read'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { f, sockets } from './ipx/fields'
import { alert, beside, management, netbios, network, rip, sap, spx } from './ipx/inside'

const SPX = 5
const HEAD = 30

export const ipx = protocol({
  name: 'ipx',
  title: 'Internetwork Packet eXchange',
  column: 'IPX',
  spec: 'Novell IPX',
  uses: ['netbios'],
  over: {
    'eth.length': ['raw'],
    ethertype: [0x8137],
    'llc.dsap': [0xe0, 0x10],
    'sll.ltype': [1],
    'udp.port': [213],
    'ppp.protocol': [0x002b],
    'null.type': [23],
  },
  fields: f,
  decode(p) {
    const start = p.at
    if (p.columns) p.say('')
    p.need(HEAD)
    if (!p.indexing) p.endsText(addressText(p, start + 18), addressText(p, start + 6))
    p.take(f.checksum)
    p.limit(p.take(f.length) - 4)
    p.take(f.hops)
    const type = p.take(f.type)
    ends(p, start)
    const to = end(p, f.toNetwork, f.toNode, f.toSocket)
    const from = end(p, f.fromNetwork, f.fromNode, f.fromSocket)
    if (p.columns) p.say(sockets[to] ?? `Unknown (0x${to.toString(16).padStart(4, '0')})`)
    if (p.left) inside(p, type, to, from)
  },
})

function end(p: Packet, net: Field, node: Field, socket: Field): number {
  network(p, net)
  p.take(node)
  return p.take(socket)
}

const addressText = (p: Packet, at: number): string => `${hex(p.bytes, at, 4)}.${hex(p.bytes, at + 4, 6)}`

/** The addresses as a whole, for filters. */
function ends(p: Packet, start: number): void {
  if (p.indexing) return
  const [to, from] = [addressText(p, start + 6), addressText(p, start + 18)]
  p.hide(f.from, start + 18, 10, from)
  p.hide(f.address, start + 18, 10, from)
  p.hide(f.to, start + 6, 10, to)
  p.hide(f.address, start + 6, 10, to)
}

function inside(p: Packet, type: number, to: number, from: number): void {
  if (type === SPX) {
    beside(p, f.spx, 'SPX', () => spx(p))
    return p.rest()
  }
  const either = (socket: number): boolean => to === socket || from === socket
  if (either(0x0453)) return beside(p, f.rip, 'IPX RIP', () => rip(p))
  if (either(0x0452)) return beside(p, f.sap, 'IPX SAP', () => sap(p))
  if (either(0x0455)) {
    beside(p, f.netbios, 'NBIPX', () => netbios(p))
    return p.rest()
  }
  if (either(0x4001) || either(0x4003)) return beside(p, f.alert, 'IPX MSG', () => alert(p))
  if (either(0x0551) || either(0x0553)) {
    beside(p, f.management, 'NMPI', () => management(p))
    return p.rest()
  }
  p.next('ipx.socket', to, from)
}
