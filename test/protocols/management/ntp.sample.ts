// NTP: a question and its answer, a refusal, and an authenticated message.
import { bytes, ethernet, fromHex, ipv4, udp } from '../../support/packet-builder'
import type { Samples } from '../sample'

const packet = (answer: boolean, payload: Uint8Array): Uint8Array =>
  ethernet(
    { source: '02:00:00:00:00:01', destination: '02:00:00:00:00:02' },
    ipv4(
      { source: answer ? '192.0.2.1' : '192.0.2.50', destination: answer ? '192.0.2.50' : '192.0.2.1' },
      udp({ source: 123, destination: 123 }, payload),
    ),
  )
const stamps = fromHex('e1b1c0d080000000' + 'e1b1c0d100000000' + 'e1b1c0d140000000' + 'e1b1c0d1c0000000')

export const samples: Samples = {
  'question, answer, refusal': [
    1,
    [
      packet(false, bytes(fromHex('230006f8' + '00000000' + '00010000' + '0a000001'), stamps)),
      packet(true, bytes(fromHex('240106e7' + '00000f00' + '00000080' + '47505300'), stamps)),
      packet(true, bytes(fromHex('e40006e7' + '00000000' + '00000000' + '52415445'), stamps)),
      packet(
        false,
        bytes(
          fromHex('23020ae7' + '00000000' + '00000000' + 'c0000205'),
          stamps,
          fromHex('00000001' + '00'.repeat(16)),
        ),
      ),
    ],
  ],
}
