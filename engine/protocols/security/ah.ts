/** RFC 4302, IP authentication header: proves who sent a packet. What it protects follows in the clear. */
import { bytes, bytesOf, u32, u8 } from '../../dissect/field'
import { protocol } from '../../dissect/protocol'
import { ipProtocolName } from '../../names/ip-protocols'
import { nextHeader } from '../network/ipv6'

export const ah = protocol({
  name: 'ah',
  title: 'Authentication Header',
  spec: 'RFC 4302',
  over: { 'ip.proto': [51] },
  header: {
    next: u8('ah.next_header', 'Next header', { names: ipProtocolName, help: 'What follows this header.' }),
    length: u8('ah.length', 'Length', {
      show: (v) => `${v} (${(v + 2) * 4} bytes)`,
      help: 'In words of four bytes, two less than there are.',
    }),
    reserved: bytesOf('ah.reserved', 'Reserved', 2),
    spi: u32('ah.spi', 'AH SPI', { display: 'hex', help: 'Which security association the receiver is to check with.' }),
    sequence: u32('ah.sequence', 'AH Sequence', { help: 'Counts packets, so that none can be sent a second time.' }),
  },
  fields: { icv: bytes('ah.icv', 'AH ICV', { help: 'The proof: computed over the packet with a shared key.' }) },
  decode(p, h, f) {
    const length = (p.u8(h.length) + 2) * 4
    if (length >= h.size) p.take(f.icv, length - h.size)
    if (p.columns) p.say(`AH (SPI=0x${p.u32(h.spi).toString(16).padStart(8, '0')})`)
    nextHeader(p, p.u8(h.next))
  },
})
