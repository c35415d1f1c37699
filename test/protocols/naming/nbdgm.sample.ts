// NetBIOS datagrams: an error and queries (what carries mail slots is read elsewhere).
import { bytes, ethernet, fromHex, ip4, ipv4, text, udp } from '../../support/packet-builder'
import type { Samples } from '../sample'

const packet = (type: number, rest: Uint8Array): Uint8Array =>
  ethernet(
    { source: '02:00:00:00:00:01', destination: '02:00:00:00:00:02' },
    ipv4(
      { source: '192.0.2.1', destination: '192.0.2.9' },
      udp({ source: 138, destination: 138 }, bytes([type, 0x0a], fromHex('1234'), ip4('192.0.2.1'), [0, 138], rest)),
    ),
  )
const encoded = (name: string, kind: number): Uint8Array => {
  const raw = [...text(name.padEnd(15)), kind]
  return bytes(
    [32],
    raw.flatMap((c) => [0x41 + (c >> 4), 0x41 + (c & 15)]),
    [0],
  )
}

export const samples: Samples = {
  'errors and queries': [
    1,
    [packet(19, fromHex('82')), packet(20, encoded('PRINTER', 0x20)), packet(22, encoded('GROUP', 0x1e))],
  ],
}
