// CoAP: requests with paths, answers with formats, an empty message; Dropbox found over the network.
import { bytes, ethernet, fromHex, ipv4, text, udp } from '../../support/packet-builder'
import type { Samples } from '../sample'

const datagram = (port: number, payload: Uint8Array, isAnswer = false): Uint8Array =>
  ethernet(
    {},
    ipv4(
      isAnswer ? { source: '10.0.0.2', destination: '10.0.0.1' } : { source: '10.0.0.1', destination: '10.0.0.2' },
      udp(isAnswer ? { source: port, destination: 40000 } : { source: 40000, destination: port }, payload),
    ),
  )

export const samples: Samples = {
  'coap: requests and answers': [
    1,
    [
      datagram(5683, bytes(fromHex('44011234' + 'aabbccdd' + 'b4'), text('time'), fromHex('06'), text('a=bcde'))),
      datagram(5683, bytes(fromHex('44450' + '1234'.slice(1) + 'aabbccdd' + 'c0'), fromHex('ff'), text('12:00')), true),
      datagram(5683, fromHex('40000001')),
      datagram(5683, fromHex('70000001'), true),
      datagram(5683, bytes(fromHex('50020002' + 'b3'), text('led'), fromHex('1100' + 'ff'), text('on'))),
      datagram(5683, bytes(fromHex('51450003' + '0a' + '6101' + '6101' + 'd10a0a' + 'ff'), text('x')), true),
      datagram(5683, fromHex('60840004'), true),
    ],
  ],
  'dropbox: found over the network': [1, [datagram(17500, text('{"version": [2, 0], "port": 17500}'))]],
}
