// DNP3: link frames, reads and answers, points of several kinds, a message in two segments; BACnet; DoIP.
import { bytes, ethernet, fromHex, ipv4, udp } from '../../support/packet-builder'
import { TcpTalk } from '../../support/tcp-talk'
import type { Samples } from '../sample'

/** CRC-16/DNP, the lower byte first. */
function crc(b: Uint8Array): number[] {
  let sum = 0
  for (const one of b) {
    sum ^= one
    for (let k = 0; k < 8; k++) sum = sum & 1 ? (sum >> 1) ^ 0xa6bc : sum >> 1
  }
  return [~sum & 255, (~sum >> 8) & 255]
}
/** A link frame with its checksums. */
function frame(control: number, to: number, from: number, data = ''): Uint8Array {
  const user = fromHex(data)
  const head = bytes(5, 0x64, 5 + user.length, control, to & 255, to >> 8, from & 255, from >> 8)
  const parts = [head, bytes(crc(head))]
  for (let at = 0; at < user.length; at += 16) {
    const block = user.subarray(at, at + 16)
    parts.push(block as never, bytes(crc(block)))
  }
  return bytes(...parts)
}
const datagram = (port: number, payload: Uint8Array, fromServer = false): Uint8Array =>
  ethernet(
    {},
    ipv4(
      fromServer ? { source: '10.0.0.2', destination: '10.0.0.1' } : { source: '10.0.0.1', destination: '10.0.0.2' },
      udp(fromServer ? { source: port, destination: 40000 } : { source: 40000, destination: port }, payload),
    ),
  )

export const samples: Samples = {
  'dnp3: link, reads, answers': [
    1,
    new TcpTalk({ serverPort: 20000 })
      .open()
      .client('PSH ACK', { data: frame(0xc9, 10, 1) })
      .server('PSH ACK', { data: frame(0x0b, 1, 10) })
      .client('PSH ACK', { data: frame(0xc4, 10, 1, 'c0c001' + '3c0206' + '3c0306' + '3c0406' + '3c0106') })
      .server('PSH ACK', {
        data: frame(
          0x44,
          1,
          10,
          'c0e08110' + '00' + '010200' + '0002' + '810181' + '1e0200' + '0001' + '01' + '2a00' + '01' + '0001',
        ),
      })
      .client('PSH ACK', { data: frame(0xc4, 10, 1, 'c1c000') })
      .client('PSH ACK', {
        data: frame(0xc4, 10, 1, 'c2c203' + '0c0117' + '01' + '0a' + '4101' + '64000000' + '64000000' + '00'),
      })
      .server('PSH ACK', {
        data: frame(0x44, 1, 10, 'c2c28100' + '00' + '200328' + '0100' + '0500' + '01' + '10270000' + '0000f4b07801'),
      })
      .client('PSH ACK', { data: frame(0xc4, 10, 1, 'c3c302' + '320107' + '01' + '0000f4b07801') })
      .client('PSH ACK', { data: frame(0xd3, 10, 1, 'c4c40d') })
      .server('PSH ACK', { data: frame(0x00, 1, 10) })
      .made.packets(),
  ],
  'dnp3: in two segments over UDP': [
    1,
    [
      datagram(20000, frame(0x44, 1, 10, '41c28100' + '00' + '010101' + '0000' + '0700'), true),
      datagram(20000, frame(0x44, 1, 10, '82' + '5a'), true),
      datagram(20000, frame(0x44, 1, 10, 'c0f28210' + '02' + '020117' + '01' + '0381'), true),
    ],
  ],
}
