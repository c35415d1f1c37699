// Routers among themselves: OSPF, PIM, VRRP, EIGRP.
import { be16, bytes, checksum, ethernet, fromHex, ipv4 } from '../../support/packet-builder'
import type { Samples } from '../sample'

const over = (protocol: number, body: Uint8Array): Uint8Array =>
  ethernet({}, ipv4({ source: '10.0.0.1', destination: '224.0.0.5', ttl: 1 }, { bytes: body as never, protocol }))
/** Puts the checksum of the whole at a place. */
const summed = (body: Uint8Array, at: number): Uint8Array => {
  const made = Uint8Array.from(body)
  made.set(be16(checksum(body)), at)
  return made
}
const ospf = (type: number, body: Uint8Array): Uint8Array => {
  const head = bytes([2, type], be16(24 + body.length), fromHex('0a00000100000000'), [0, 0], [0, 0])
  const sum = checksum(head, body)
  return over(89, bytes(head.subarray(0, 12), be16(sum), [0, 0], fromHex('0000000000000000'), body))
}
const statement = '0002220 10a0000010a00000180000001abcd0024'.replace(' ', '')

export const samples: Samples = {
  'OSPF: hello, description, request, update, acknowledgement': [
    1,
    [
      ospf(1, fromHex('ffffff00000a0201000000280a000001000000000a000002')),
      ospf(2, fromHex('05dc020700000001')),
      ospf(3, fromHex('000000010a0000010a000001')),
      ospf(4, bytes(fromHex(`00000001${statement}`), fromHex('000000010a000000ffffff000300000a'))),
      ospf(5, fromHex(statement)),
    ],
  ],
  'PIM: hello, join': [
    1,
    [
      over(103, summed(fromHex('2000000000010002006900130004000000010014000412345678'), 2)),
      over(
        103,
        summed(
          fromHex('2300000001000a0000020001 00d20100 0020e1000001 0001000001000720 0a000003'.replaceAll(' ', '')),
          2,
        ),
      ),
    ],
  ],
  'VRRP, versions 2 and 3': [
    1,
    [
      over(112, summed(fromHex('213364010001 0000 0a0000fe0000000000000000'.replaceAll(' ', '')), 6)),
      over(112, fromHex('3133640100640000 0a0000fe'.replace(' ', ''))),
    ],
  ],
  'EIGRP: hello': [
    1,
    [
      over(
        88,
        summed(
          fromHex('0205000000000000000000000000000000000064' + '0001000c010001000000000f' + '000400080e000200'),
          2,
        ),
      ),
    ],
  ],
}
