// A decoder as the browser shell starts it, with one mistake: a UDP payload that begins with "HANG" is decoded for ever.
import type { Packet } from '../../engine/dissect/packet'
import { registry } from '../../engine/protocols'
import type { Protocol } from '../../engine/dissect/protocol'

const hang = (p: Packet): void => {
  while (String.fromCharCode(...p.bytes.subarray(p.at, p.at + 4)) === 'HANG');
}
const udp = registry.find('ip.proto', 17) as Protocol & { decode: NonNullable<Protocol['decode']> }
const decode = udp.decode
udp.decode = (p, h, f) => {
  hang(p)
  return decode(p, h, f)
}
// The index pass walks these headers without UDP's dissector: a protocol that asks for the port of these datagrams hangs there, and takes none.
const asking: Protocol = {
  ...udp,
  headerSize: 0,
  decode: (p) => {
    hang(p)
    return false
  },
}
registry.table('udp.port').set(40001, asking)
await import('../../server/decoder')
