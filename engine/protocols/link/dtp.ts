/** Cisco's Dynamic Trunking Protocol (public descriptions): two switches agree whether their link carries several VLANs. */
import { ether as etherText } from '../../bytes/read'
import { bits, bytes, ether, string, u16, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'

const types: Readonly<Record<number, string>> = { 1: 'Domain', 2: 'Trunk Status', 3: 'Trunk Type', 4: 'Sender ID' }
const operating: Readonly<Record<number, string>> = { 0: 'Access', 1: 'Trunk' }
const administrative: Readonly<Record<number, string>> = { 1: 'On', 2: 'Off', 3: 'Desirable', 4: 'Auto' }
const encapsulations: Readonly<Record<number, string>> = { 0: 'Negotiated', 1: 'Native', 2: 'ISL', 5: '802.1Q' }

export const dtp = protocol({
  name: 'dtp',
  title: 'Dynamic Trunk Protocol',
  spec: 'Cisco',
  over: { 'llc.snap.00000c': [0x2004] },
  header: { version: u8('dtp.version', 'Version') },
  fields: {
    type: u16('dtp.tlv_type', 'Type', { display: 'hex', names: types }),
    length: u16('dtp.tlv_len', 'Length'),
    domain: string('dtp.domain', 'Domain', {
      zeroTerminated: true,
      help: 'VTP domain: switches of different ones form no trunk.',
    }),
    status: bits('dtp.tos', 'Trunk Operating Status', 0x80, { display: 'hex', names: operating }),
    wished: bits('dtp.tas', 'Trunk Administrative Status', 0x07, { display: 'hex', names: administrative }),
    kind: bits('dtp.tot', 'Trunk Operating Type', 0xe0, { display: 'hex', names: encapsulations }),
    wishedKind: bits('dtp.tat', 'Trunk Administrative Type', 0x07, { display: 'hex', names: encapsulations }),
    sender: ether('dtp.senderid', 'Sender ID'),
    data: bytes('dtp.data', 'Value'),
  },
  decode(p) {
    while (p.leftOnWire >= 4) item(p)
  },
  summary: () => 'Dynamic Trunk Protocol',
  heading(p) {
    let text = 'Dynamic Trunk Protocol'
    for (let at = p.base + 1; at + 4 <= p.end;) {
      const type = p.peekAt(at, 2)
      const length = p.peekAt(at + 2, 2)
      if (length <= 4 || at + length > p.end) break
      const first = p.peekAt(at + 4, 1)
      if (type === 2 || type === 3) text += `${type === 2 ? ':  ' : ' '}${words(type, first)}`
      else if (type === 4 && length >= 10) text += `: ${etherText(p.bytes, at + 4)}`
      at += length
    }
    return text
  },
})

const both = (type: number, v: number): string =>
  type === 2
    ? `${operating[v >>> 7] ?? ''}/${administrative[v & 7] ?? 'Unknown'}`
    : `${encapsulations[v >>> 5] ?? 'Unknown'}/${encapsulations[v & 7] ?? 'Unknown'}`
const hex2 = (v: number): string => `0x${v.toString(16).padStart(2, '0')}`
const words = (type: number, v: number): string => `(Operating/Administrative): ${both(type, v)} (${hex2(v)})`

function item(p: Packet): void {
  const { f } = dtp
  const type = p.peek(2)
  const length = p.peek(2, 2)
  const was = p.open(p.text(types[type] ?? `Unknown TLV type: 0x${type.toString(16).padStart(2, '0')}`, p.at, length))
  p.take(f.type)
  p.take(f.length)
  const size = length - 4
  if (size > 0) {
    if (type === 1) p.take(f.domain, size)
    else if ((type === 2 || type === 3) && size === 1) state(p, type)
    else if (type === 4 && size === 6) p.take(f.sender)
    else p.take(f.data, size)
  }
  p.close(was)
}

function state(p: Packet, type: number): void {
  const { f } = dtp
  const value = p.peek(1)
  const was = p.open(p.text(`Value: ${both(type, value)} (${hex2(value)})`, p.at, 1))
  const list = type === 2 ? [f.status, f.wished] : [f.kind, f.wishedKind]
  for (const one of list) p.add(one, p.at, 1, (value & one.mask) >>> one.shift)
  p.close(was)
  p.skip(1)
}
