/**
 * RFC 1661 and 1662. A protocol number in front of the packet: two bytes, or one where it is odd and both sides agreed to save the other;
 * on serial lines an HDLC address and control field (0xff03) stand before it.
 */
import { bytes, u8, u16, u32 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { controlCodes, pppProtocols } from '../../names/ppp'

export const ppp = protocol({
  name: 'ppp',
  uses: ['eth'],
  title: 'Point-to-Point Protocol',
  spec: 'RFC 1661',
  over: {
    'frame.linktype': [9, 50, 204],
    link: ['ppp'],
    'pppoe.session': [0],
    'gre.proto': [0x880b],
    'fr.nlpid': [0xcf],
    'sll.ltype': [7],
  },
  fields: {
    direction: u8('ppp.direction', 'Direction', { names: { 0: 'DTE->DCE', 1: 'DCE->DTE' } }),
    address: u8('ppp.address', 'Address', { display: 'hex', help: 'Always 0xff: all stations.' }),
    control: u8('ppp.control', 'Control', { display: 'hex', help: 'Always 0x03: unnumbered information.' }),
    protocol: u16('ppp.protocol', 'Protocol', {
      display: 'hex',
      width: 2,
      names: (v) => pppProtocols[v],
      help: 'What follows: 0x0021 is IPv4, 0x0057 IPv6, 0xc021 the negotiation of the link.',
    }),
    // Of the control protocols, which share the form of their packets.
    code: u8('ppp.code', 'Code', { names: controlCodes, help: 'Request, agree, propose another value, refuse.' }),
    identifier: u8('ppp.identifier', 'Identifier', { display: 'dec_hex', help: 'The answer has that of its request.' }),
    length: u16('ppp.length', 'Length'),
    magic: u32('ppp.magic_number', 'Magic Number', { display: 'hex' }),
    rejected: u16('lcp.rej_proto', 'Rejected Protocol', { display: 'hex', names: (v) => pppProtocols[v] }),
    data: bytes('ppp.data', 'Data'),
  },
  decode(p, _, f) {
    if (!p.indexing && p.columnEnds.kind === 'none') p.endsText('N/A', 'N/A')
    if (p.frame.linkType === 204 && p.at === p.origin) p.take(f.direction)
    if (p.peek(1) === 0xff) {
      p.take(f.address)
      p.take(f.control)
    }
    const short = (p.peek(1) & 1) === 1
    const number = p.take(f.protocol, short ? 1 : 2)
    const [table, key] = WHERE[number] ?? ['ppp.protocol', number]
    if (p.find(table, key)) p.next(table, key)
    else {
      unknown(p, number)
      p.rest()
    }
  },
})

/** Network protocols hang under their EtherType already. */
const WHERE: Readonly<Record<number, readonly [table: string, key: number]>> = {
  0x0021: ['ethertype', 0x0800],
  0x0057: ['ethertype', 0x86dd],
  0x0281: ['ethertype', 0x8847],
  0x0283: ['ethertype', 0x8848],
}

function unknown(p: Packet, number: number): void {
  if (p.indexing) return
  const hex = `0x${number.toString(16).padStart(4, '0')}`
  p.name(hex)
  p.say(`PPP ${pppProtocols[number] ?? 'Unknown'} (${hex})`)
}
