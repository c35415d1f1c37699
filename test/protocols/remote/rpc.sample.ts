// ONC RPC over UDP: a port is asked for, a file looked up, and a reply that nobody asked for.
import { be32, bytes, ethernet, ipv4, text, udp } from '../../support/packet-builder'
import type { Samples } from '../sample'

const packet = (way: 0 | 1, payload: Uint8Array, port: number): Uint8Array =>
  ethernet(
    { source: `02:00:00:00:00:0${way + 1}`, destination: `02:00:00:00:00:0${2 - way}` },
    ipv4(
      { source: `192.0.2.${way + 1}`, destination: `192.0.2.${2 - way}` },
      udp(way ? { source: port, destination: 700 } : { source: 700, destination: port }, bytes(payload)),
    ),
  )
const call = (xid: number, program: number, version: number, procedure: number, ...body: number[][]): Uint8Array =>
  bytes(...[xid, 0, 2, program, version, procedure, 0, 0, 0, 0].map(be32), ...body)
const reply = (xid: number, ...body: number[][]): Uint8Array => bytes(...[xid, 1, 0, 0, 0, 0].map(be32), ...body)
const handle = [...be32(8), 1, 2, 3, 4, 5, 6, 7, 8]

/** tshark leaves out the layer of a program that has nothing to say. */
const LAYER = 'a program without a body is a layer here'

export const samples: Samples = {
  portmap: [
    1,
    [
      packet(0, call(1, 100000, 2, 3, be32(100003), be32(3), be32(17), be32(0)), 111),
      packet(1, reply(1, be32(2049)), 111),
      packet(0, call(2, 100000, 2, 0), 111),
      packet(1, reply(2), 111),
    ],
    { notAsTshark: { 3: LAYER, 4: LAYER } },
  ],
  nfs: [
    1,
    [
      packet(0, call(5, 100003, 3, 3, handle, be32(5), [...text('notes'), 0, 0, 0]), 2049),
      packet(1, reply(5, be32(2), be32(0)), 2049),
      packet(0, call(6, 100003, 3, 4, handle, be32(0x1f)), 2049),
      packet(1, reply(6, be32(0), be32(0), be32(0x13)), 2049),
      packet(0, call(7, 100003, 3, 6, handle, be32(0), be32(4096), be32(512)), 2049),
    ],
  ],
}
