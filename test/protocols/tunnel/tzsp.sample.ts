// TZSP: frames of several kinds with and without notes, and packets that carry none.
import { bytes, ethernet, fromHex, ipv4, udp } from '../../support/packet-builder'
import type { Samples } from '../sample'

const over = (payload: Uint8Array): Uint8Array =>
  ethernet(
    {},
    ipv4({ source: '192.0.2.1', destination: '192.0.2.2' }, udp({ source: 40000, destination: 37008 }, payload)),
  )
const inside = ethernet(
  {},
  ipv4({ source: '10.0.0.1', destination: '10.0.0.2' }, udp({ source: 1000, destination: 2000 }, fromHex('6869'))),
)

export const samples: Samples = {
  tzsp: [
    1,
    [
      over(bytes(fromHex('0100000101'), inside)),
      over(bytes(fromHex('01000001 000a01c8 290200ff 01'), inside)),
      over(bytes(fromHex('0100000701'), inside.subarray(14))),
      over(fromHex('0104000001')),
      over(fromHex('0105000001')),
    ],
  ],
}
