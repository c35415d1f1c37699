// S7comm over ISO transport: connection, set-up, a variable read and written, a job that is refused, diagnostics.
import { bytes, ethernet, fromHex, ipv4, tcp } from '../../support/packet-builder'
import type { Samples } from '../sample'

let at: [number, number] = [1, 1]
const ends = [2049, 102] as const
/** A segment from the engineering station (0) or the PLC (1). */
function segment(way: 0 | 1, payload: Uint8Array): Uint8Array {
  const sequence = at[way]
  at[way] += payload.length
  const header = {
    source: ends[way],
    destination: ends[1 - way]!,
    sequence,
    acknowledgment: at[1 - way]!,
    flags: 'PSH,ACK',
  }
  return ethernet({}, ipv4({ source: `192.0.2.${way + 1}`, destination: `192.0.2.${2 - way}` }, tcp(header, payload)))
}
const tpkt = (body: Uint8Array): Uint8Array => bytes([3, 0, 0, 4 + body.length], body)
const data = (hex: string): Uint8Array => tpkt(bytes([2, 0xf0, 0x80], fromHex(hex)))
function talk(...parts: readonly (readonly [0 | 1, Uint8Array])[]): Uint8Array[] {
  at = [1, 1]
  return parts.map(([way, payload]) => segment(way, payload))
}

export const samples: Samples = {
  'a connection, set up, read and written': [
    1,
    talk(
      [0, tpkt(fromHex('11e00000000100c1020100c2020102c0010a'))],
      [1, tpkt(fromHex('11d00001000200c0010ac1020100c2020102'))],
      [0, data('32010000000100080000f0000001000101e0')],
      [1, data('320300000001000800000000f0000001000100f0')],
      [0, data('320100000002000e00000401120a10020004000184000000')],
      [1, data('32030000000200020008000004 01ff04002012345678'.replace(/ /g, ''))],
      [0, data('320100000003000e000605 01120a10010001000083000050 000300 0101'.replace(/ /g, ''))],
      [1, data('3203000000030002000100000501ff')],
    ),
  ],
  'a job that is refused, and a request for the list of blocks': [
    1,
    talk(
      [0, data('320100000005000e00000401120a10020004006384000000')],
      [1, data('32030000000500020004000004010a000000')],
      [0, data('320700000006000800040001120411430100 0a000000'.replace(/ /g, ''))],
    ),
  ],
}
