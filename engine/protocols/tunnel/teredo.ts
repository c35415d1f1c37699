/** RFC 4380, Teredo: IPv6 packets through IPv4 and address translators, inside UDP. */
import { bytes, ipv4, none, u16, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'

const AUTHENTICATION = 1
const ORIGIN = 0

export const teredo = protocol({
  name: 'teredo',
  title: 'Teredo IPv6 over UDP tunneling',
  column: 'Teredo',
  spec: 'RFC 4380',
  over: { 'udp.port': [3544] },
  fields: {
    auth: none('teredo.auth', 'Teredo Authentication header', { help: 'Lets client and server know each other.' }),
    idLength: u8('teredo.auth.idlen', 'Client identifier length'),
    valueLength: u8('teredo.auth.aulen', 'Authentication value length'),
    id: bytes('teredo.auth.id', 'Client identifier'),
    value: bytes('teredo.auth.value', 'Authentication value'),
    nonce: bytes('teredo.auth.nonce', 'Nonce value'),
    confirmation: bytes('teredo.auth.conf', 'Confirmation byte'),
    origin: none('teredo.orig', 'Teredo Origin Indication header', {
      help: 'The address and port from which the server saw the client send, each bit turned round.',
    }),
    originPort: u16('teredo.orig.port', 'Origin UDP port'),
    originAddress: ipv4('teredo.orig.addr', 'Origin IPv4 address'),
  },
  decode(p, _, f) {
    if (p.left >= 13 && p.peek(1) === 0 && p.peek(1, 1) === AUTHENTICATION) authentication(p)
    if (p.left >= 8 && p.peek(1) === 0 && p.peek(1, 1) === ORIGIN) {
      const was = p.open(p.add(f.origin, p.at, 8))
      p.add(f.originPort, p.at + 2, 2, p.peek(2, 2) ^ 0xffff)
      p.add(f.originAddress, p.at + 4, 4, ~p.peek(4, 4) >>> 0)
      p.close(was)
      p.skip(8)
    }
    if (p.left > 0 && p.peek(1) >> 4 === 6) p.next('ip.proto', 41)
    else p.rest()
  },
})

function authentication(p: Packet): void {
  const { f }: typeof teredo = teredo
  const id = p.peek(1, 2)
  const value = p.peek(1, 3)
  const was = p.open(p.add(f.auth, p.at, 13 + id + value))
  p.skip(2)
  p.take(f.idLength)
  p.take(f.valueLength)
  if (id) p.take(f.id, id)
  if (value) p.take(f.value, value)
  p.take(f.nonce, 8)
  p.take(f.confirmation, 1)
  p.close(was)
}
