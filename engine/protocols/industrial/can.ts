/** CAN frames as SocketCAN hands them out (LINKTYPE_CAN_SOCKETCAN; ISO 11898-1): an identifier, flags, up to eight bytes. */
import { u32, u32le } from '../../bytes/read'
import { bit, bits, bytesOf, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'

const EXTENDED = 0x80000000
const HEADER = 8

export const can = protocol({
  name: 'can',
  title: 'Controller Area Network',
  column: 'CAN',
  spec: 'ISO 11898-1',
  over: { 'frame.linktype': [227], 'sll.ltype': [12] },
  fields: {
    id: bits('can.id', 'ID', 0x1fffffff, {
      display: 'dec_hex',
      help: 'Which kind of message: lower numbers come first on the bus.',
    }),
    extended: bit('can.flags.xtd', 'Extended Flag', EXTENDED, {
      help: 'The identifier has 29 bits in place of 11.',
    }),
    remote: bit('can.flags.rtr', 'Remote Transmission Request Flag', 0x40000000),
    error: bit('can.flags.err', 'Error Message Flag', 0x20000000),
    length: u8('can.len', 'Frame-Length'),
    reserved: bytesOf('can.reserved', 'Reserved', 3),
  },
  decode(p, _, f) {
    p.need(HEADER)
    const word = wordOf(p)
    if (!p.indexing) {
      const id = p.add(f.id, p.at, 4, idOf(word))
      p.label(id, `${pattern(word)} = ID: ${shown(word)}`)
      for (const field of [f.extended, f.remote, f.error]) p.add(field, p.at, 4, word & field.mask ? 1 : 0)
    }
    p.skip(4)
    const length = p.take(f.length)
    p.take(f.reserved)
    p.limit(length)
    p.next('can.subdissector', 0)
  },
  summary: (p) => describe(p),
  heading: (p) => `Controller Area Network, ${describe(p)}`,
})

/** The word in front is big-endian where CAN is the link itself, and in the order of the machine that captured inside a cooked capture. */
const wordOf = (p: Packet): number =>
  (p.frame.linkType === SOCKETCAN ? u32(p.bytes, p.base) : u32le(p.bytes, p.base)) >>> 0
const SOCKETCAN = 227

const idOf = (word: number): number => word & (word & EXTENDED ? 0x1fffffff : 0x7ff)
const shown = (word: number): string =>
  `${idOf(word)} (0x${idOf(word)
    .toString(16)
    .padStart(word & EXTENDED ? 8 : 3, '0')})`
const describe = (p: Packet): string =>
  p.base + HEADER <= p.end
    ? `${wordOf(p) & EXTENDED ? 'Ext. ' : ''}ID: ${shown(wordOf(p))}, Length: ${p.bytes[p.base + 4]}`
    : ''

/** `.... .... .... .... .... .111 0001 0000`: eleven or 29 bits. */
function pattern(word: number): string {
  const width = word & EXTENDED ? 29 : 11
  let text = ''
  for (let i = 31; i >= 0; i--) text += (i < width ? (word >>> i) & 1 : '.') + (i % 4 === 0 && i ? ' ' : '')
  return text
}
