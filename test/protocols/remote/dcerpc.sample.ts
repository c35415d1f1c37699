// Remote calls over a connection: a bind, a call with its response, a fault, a call of nobody's interface, and fragments.
import { bytes, ethernet, fromHex, ipv4, le16, le32, tcp } from '../../support/packet-builder'
import type { Samples } from '../sample'

const NETLOGON = fromHex('78563412 3412 cdab ef00 01234567cffb')
const NDR = fromHex('045d888a eb1c c911 9fe8 08002b104860')
/** tshark names an interface in the row, and leaves it out of the list of layers. */
const LAYER = 'the interface is a layer here'
const ends = [1234, 49674] as const

let at: [number, number] = [1, 1]
/** A segment from the client (0) or the server (1), behind what was sent before. */
function segment(way: 0 | 1, payload: Uint8Array): Uint8Array {
  const sequence = at[way]
  at[way] += payload.length
  return ethernet(
    { source: `02:00:00:00:00:0${way + 1}`, destination: `02:00:00:00:00:0${2 - way}` },
    ipv4(
      { source: `192.0.2.${way + 1}`, destination: `192.0.2.${2 - way}` },
      tcp(
        { source: ends[way], destination: ends[1 - way]!, sequence, acknowledgment: at[1 - way]!, flags: 'PSH,ACK' },
        payload,
      ),
    ),
  )
}
const pdu = (type: number, flags: number, id: number, body: Uint8Array): Uint8Array =>
  bytes([5, 0, type, flags, 0x10, 0, 0, 0], le16(16 + body.length), le16(0), le32(id), body)
const request = (id: number, context: number, opnum: number, stub: Uint8Array, flags = 3): Uint8Array =>
  pdu(0, flags, id, bytes(le32(stub.length), le16(context), le16(opnum), stub))
const response = (id: number, stub: Uint8Array): Uint8Array =>
  pdu(2, 3, id, bytes(le32(stub.length), le16(0), [0, 0], stub))

function talk(...parts: readonly (readonly [0 | 1, Uint8Array])[]): Uint8Array[] {
  at = [1, 1]
  return parts.map(([way, payload]) => segment(way, payload))
}
const bind = pdu(
  11,
  3,
  1,
  bytes(le16(5840), le16(5840), le32(0), [1, 0, 0, 0], le16(0), [1, 0], NETLOGON, le32(1), NDR, le32(2)),
)
const accept = pdu(
  12,
  3,
  1,
  bytes(
    le16(5840),
    le16(5840),
    le32(7),
    le16(4),
    fromHex('31333500'),
    [0, 0],
    [1, 0, 0, 0],
    le16(0),
    le16(0),
    NDR,
    le32(2),
  ),
)
const name = bytes(le32(3), le32(0), le32(3), fromHex('44 00 43 00 00 00'))
const authenticate = bytes(le32(0), name, le16(6), name, new Uint8Array(10), le32(0x600fffff))

export const samples: Samples = {
  'a bind, calls, a denial and a fault': [
    1,
    talk(
      [0, bind],
      [1, accept],
      [0, request(1, 0, 4, bytes(le32(0), name, new Uint8Array(8)))],
      [1, response(1, bytes(new Uint8Array(8), le32(0)))],
      [0, request(2, 0, 15, authenticate)],
      [1, response(2, bytes(new Uint8Array(12), le32(0xc0000022)))],
      [0, request(3, 0, 4, new Uint8Array(0), 1)],
      [1, pdu(3, 3, 3, bytes(le32(0), le16(0), [0, 0], le32(0x1c010002), le32(0)))],
      [1, pdu(13, 3, 4, bytes(le16(0)))],
    ),
    { notAsTshark: { 3: LAYER, 4: LAYER, 5: LAYER, 6: LAYER } },
  ],
  'a call without a bind': [1, talk([0, request(9, 2, 7, new Uint8Array(4))], [1, response(9, new Uint8Array(4))])],
}
