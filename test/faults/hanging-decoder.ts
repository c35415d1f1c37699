// A decoder as the browser shell starts it, with one mistake: a UDP payload that begins with "HANG" is decoded for ever.
import { registry } from '../../engine/protocols'
import type { Protocol } from '../../engine/dissect/protocol'

const udp = registry.find('ip.proto', 17) as Protocol & { decode: NonNullable<Protocol['decode']> }
const decode = udp.decode
udp.decode = (p, h, f) => {
  while (String.fromCharCode(...p.bytes.subarray(p.at, p.at + 4)) === 'HANG');
  return decode(p, h, f)
}
// Packets that the index pass takes as a whole are left to it, too: a protocol that asks for every datagram, and takes none.
registry.table('udp.port').guesses = [{ ...udp, decode: () => false }]
await import('../../server/decoder')
