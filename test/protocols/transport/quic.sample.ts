// QUIC: both hellos in Initial packets that we seal ourselves, versions refused, another try, and packets that need keys.
import { createCipheriv } from 'node:crypto'
import { aesBlock } from '../../../engine/bytes/cipher'
import { initialKeys } from '../../../engine/protocols/transport/quic/keys'
import { be16, be32, bytes, ethernet, filler, fromHex, ipv4, text, udp } from '../../support/packet-builder'
import type { Samples } from '../sample'

const packet = (toServer: boolean, payload: Uint8Array): Uint8Array => {
  const [source, destination] = toServer ? ['192.0.2.1', '192.0.2.9'] : ['192.0.2.9', '192.0.2.1']
  const ports = toServer ? { source: 40001, destination: 4433 } : { source: 4433, destination: 40001 }
  return ethernet({}, ipv4({ source, destination }, udp(ports, payload)))
}
const CLIENT_CHOICE = fromHex('0102030405060708')
const SERVER_ID = fromHex('a1a2a3a4')

/** An Initial packet with these frames, sealed as its sender would. */
function initial(
  isClient: boolean,
  destination: Uint8Array,
  source: Uint8Array,
  number: number,
  frames: Uint8Array,
  version = 1,
): Uint8Array {
  const { key, iv, mask } = initialKeys(version, CLIENT_CHOICE, isClient)!
  const head = bytes(
    [version === 1 ? 0xc0 : 0xd0],
    be32(version),
    [destination.length],
    destination,
    [source.length],
    source,
    [0],
    be16(0x4000 | (1 + frames.length + 16)),
  )
  const clear = bytes(head, [number])
  const nonce = iv.slice()
  nonce[11]! ^= number
  const cipher = createCipheriv('aes-128-gcm', key, nonce)
  cipher.setAAD(clear)
  const sealed = bytes(cipher.update(frames), cipher.final(), cipher.getAuthTag())
  const whole = bytes(clear, sealed)
  const masked = aesBlock(mask, whole.subarray(head.length + 4, head.length + 20))
  whole[0]! ^= masked[0]! & 15
  whole[head.length]! ^= masked[1]!
  return whole
}
const extension = (type: number, data: Uint8Array): Uint8Array => bytes(be16(type), be16(data.length), data)
const message = (type: number, body: Uint8Array): Uint8Array => bytes([type, 0], be16(body.length), body)
const clientHello = message(
  1,
  bytes(
    be16(0x0303),
    filler(32),
    [0],
    fromHex('00021301'),
    fromHex('0100'),
    be16(4 + 14 + 4 + 3),
    extension(0, bytes(be16(12), [0], be16(9), text('localhost'))),
    extension(43, fromHex('020304')),
  ),
)
const serverHello = message(
  2,
  bytes(be16(0x0303), filler(32, 9), [0], fromHex('130100'), be16(6), extension(43, fromHex('0304'))),
)
const crypto = (data: Uint8Array): Uint8Array => bytes([6, 0], be16(0x4000 | data.length), data)
const none = new Uint8Array(0)

export const samples: Samples = {
  'a handshake begins': [
    1,
    [
      packet(true, initial(true, CLIENT_CHOICE, none, 0, bytes(crypto(clientHello), new Uint8Array(900)))),
      packet(false, initial(false, none, SERVER_ID, 0, bytes(fromHex('0200000000'), crypto(serverHello)))),
      packet(true, initial(true, SERVER_ID, none, 1, bytes(fromHex('0200000000'), new Uint8Array(50)))),
      packet(false, bytes(fromHex('e0000000010004a1a2a3a41e'), filler(30))),
      packet(true, bytes([0x40], SERVER_ID, filler(30))),
      packet(false, bytes([0x40], filler(30))),
    ],
  ],
  'a hello said twice': [
    1,
    [0, 1].map((n) =>
      packet(true, initial(true, CLIENT_CHOICE, none, n, bytes(crypto(clientHello), [1], new Uint8Array(20)))),
    ),
  ],
  'a connection refused': [
    1,
    [
      packet(true, initial(true, CLIENT_CHOICE, none, 0, bytes(crypto(clientHello), new Uint8Array(100)))),
      packet(false, initial(false, none, SERVER_ID, 0, bytes(fromHex('1c41280003'), text('no!')))),
    ],
  ],
  'keys that do not fit': [1, [packet(true, bytes(fromHex('c000000001080102030405060708000041 00'), filler(256)))]],
  'another try': [
    1,
    [
      packet(true, initial(true, CLIENT_CHOICE, none, 0, bytes(crypto(clientHello), new Uint8Array(100)))),
      packet(false, bytes(fromHex('f0000000010004a1a2a3a4'), filler(20), filler(16))),
    ],
  ],
}
