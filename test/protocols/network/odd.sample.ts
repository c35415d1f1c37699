// Network layers at their edges: RFC 4884 lengths that do not fit, long ARP addresses, extended labels of DNS, Teredo's test of the direct way.
import {
  be16,
  be32,
  bytes,
  checksum,
  ethernet,
  filler,
  fromHex,
  icmp,
  icmpv6,
  ipv4,
  ipv6,
  text,
  udp,
} from '../../support/packet-builder'
import type { Samples } from '../sample'

const ends = { source: '198.51.100.10', destination: '192.0.2.20' }
const quoted = (): Uint8Array => {
  const packet = ipv4(
    { source: ends.destination, destination: ends.source },
    udp({ source: 1000, destination: 2000 }, filler(20)),
  )
  return bytes(packet, new Uint8Array(128 - packet.length))
}
/** An extension structure with one object that claims `length` bytes. */
function extension(length: number, data: Uint8Array): Uint8Array {
  const all = bytes(0x20, 0, 0, 0, be16(length), 1, 1, data)
  all.set(be16(checksum(all)), 2)
  return all
}
const error = (type: number, words: number, behind: Uint8Array): Uint8Array =>
  ethernet({}, ipv4(ends, icmp(type, 0, bytes(0, words, 0, 0, quoted(), behind))))
const label = bytes(be32(0x12345fff))

const longArp = (hardware: number, network: number): Uint8Array =>
  ethernet(
    { type: 0x0806 },
    bytes(
      be16(7),
      be16(0x0800),
      hardware,
      network,
      be16(1),
      filler(hardware),
      filler(network, 50),
      filler(hardware, 100),
      filler(network, 150),
    ),
  )

let id = 1
const query = (name: Uint8Array): Uint8Array =>
  ethernet(
    {},
    ipv4(
      ends,
      udp(
        { source: 40000, destination: 53 },
        bytes(be16(id++), fromHex('01000001000000000000'), name, be16(1), be16(1)),
      ),
    ),
  )

const teredo = { source: '2001:0:c000:214::1', destination: '2001:db8::2' }
const test = (type: number, from = teredo): Uint8Array =>
  ethernet(
    {},
    ipv4(
      ends,
      udp({ source: 40000, destination: 3544 }, ipv6(from, icmpv6(type, 0, bytes(be16(1), be16(1), filler(8))))),
    ),
  )

export const samples: Samples = {
  'RFC 4884: what fits, an object and a length that do not': [
    1,
    [
      error(11, 32, extension(8, label)),
      error(11, 32, extension(12, label)),
      error(3, 32, extension(3, label)),
      error(11, 60, extension(8, label)),
      error(3, 60, extension(8, label)),
      error(12, 200, extension(8, label)),
      error(11, 255, bytes()),
    ],
  ],
  'ARP addresses of many bytes end in the row': [
    1,
    [longArp(6, 36), longArp(6, 37), longArp(40, 4), longArp(200, 200)],
  ],
  'extended labels that nobody knows': [
    1,
    [query(bytes(3, text('www'), 0x42)), query(bytes(3, text('www'), 0x7f)), query(bytes(1, text('a'), 0x60))],
  ],
  "Teredo's test of the direct way": [1, [test(128), test(129, { source: '2001:db8::2', destination: teredo.source })]],
}
