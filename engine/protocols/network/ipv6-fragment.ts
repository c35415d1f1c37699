/** RFC 8200 section 4.5: the header of a fragment of an IPv6 packet. Fragments are put together as those of IPv4 are (flows/reassembly.ts). */
import { hex } from '../../bytes/read'
import { bit, bits, bool, bytes, framenum, none, packed, u32, u8 } from '../../dissect/field'
import { memory } from '../../dissect/memory'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { Reassembly } from '../../flows/reassembly'
import type { Datagram } from '../../flows/reassembly'
import { ipProtocolName } from '../../names/ip-protocols'
import { showFragments } from '../../streams/segments'
import { nextHeader } from './ipv6'
import { ipv6Help } from './ipv6-help'

const datagrams = memory(() => new Reassembly())

const NO_NEXT = 59

export const fragmentHeader = protocol({
  name: 'ipv6.fraghdr',
  help: ipv6Help,
  title: 'Fragment Header for IPv6',
  column: '',
  shortName: 'IPv6 Fragment',
  spec: 'RFC 8200',
  nested: true,
  over: { 'ip.proto': [44] },
  header: {
    next: u8('ipv6.fraghdr.nxt', 'Next header', { names: ipProtocolName, help: 'What the whole packet starts with.' }),
    reserved: u8('ipv6.fraghdr.reserved_octet', 'Reserved octet', { display: 'hex' }),
    place: packed(2, {
      offset: bits('ipv6.fraghdr.offset', 'Offset', 0xfff8, {
        show: (v) => `${v} (${v * 8} bytes)`,
        help: 'Where this fragment belongs in its packet, in units of eight bytes.',
      }),
      bits: bits('ipv6.fraghdr.reserved_bits', 'Reserved bits', 0x0006),
      more: bit('ipv6.fraghdr.more', 'More Fragments', 0x0001, {
        trueFalse: ['Yes', 'No'],
        help: 'This is not the last fragment of its packet.',
      }),
    }),
    id: u32('ipv6.fraghdr.ident', 'Identification', {
      display: 'hex',
      help: 'The same in all fragments of one packet, so that the receiver can put them together.',
    }),
  },
  fields: {
    fragments: none('ipv6.fragments', 'IPv6 Fragments'),
    fragment: framenum('ipv6.fragment', 'IPv6 Fragment'),
    fragmentError: framenum('ipv6.fragment.error', 'Defragmentation error'),
    overlap: bool('ipv6.fragment.overlap', 'Fragment overlap'),
    overlapConflict: bool('ipv6.fragment.overlap.conflict', 'Conflicting data in fragment overlap'),
    multipleTails: bool('ipv6.fragment.multipletails', 'Multiple tail fragments found'),
    tooLong: bool('ipv6.fragment.toolongfragment', 'Fragment too long'),
    fragmentCount: u32('ipv6.fragment.count', 'Fragment count'),
    reassembledIn: framenum('ipv6.reassembled.in', 'Reassembled IPv6 in frame', {
      help: 'The packet is complete in that frame, and decoded there.',
    }),
    reassembledLength: u32('ipv6.reassembled.length', 'Reassembled IPv6 length'),
    reassembledData: bytes('ipv6.reassembled.data', 'Reassembled IPv6 data'),
  },
  decode(p, h, f) {
    const next = p.u8(h.next)
    const word = p.u16(h.place)
    const offset = word & 0xfff8
    const more = (word & 1) === 1
    if (p.columns) {
      const id = p.u32(h.id).toString(16).padStart(8, '0')
      p.say(`IPv6 fragment (off=${offset} more=${more ? 'y' : 'n'} ident=0x${id} nxt=${next})`)
    }
    const length = p.leftOnWire
    if (next === NO_NEXT || (offset === 0 && !more)) return nextHeader(p, next)
    if (length <= 0 || p.left < length) {
      if (offset) return p.rest()
      p.fragmented++
      nextHeader(p, next)
      p.fragmented--
      return
    }
    const whole = reassembled(p, offset, length, more)
    if (whole && !p.first) showFragments(p, f, whole)
    if (whole?.frame === p.frame.number) p.within('Reassembled IPv6', whole.bytes!, () => nextHeader(p, next))
    else p.rest()
  },
})

function reassembled(p: Packet, offset: number, length: number, more: boolean): Datagram | undefined {
  const memory = p.recall(datagrams)
  const nth = p.nth()
  if (!p.first) return memory.of(p, nth)
  if (p.quoted) return undefined
  const { ends } = p
  const key = hex(ends.bytes, ends.source, 16) + hex(ends.bytes, ends.destination, 16) + hex(p.bytes, p.base + 4, 4)
  return memory.add(p, nth, key, p.at, offset, length, more)
}
