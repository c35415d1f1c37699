// TLS: two whole sessions that stay encrypted, a hello of SSL 2.0, alerts, heartbeats.
import { be16, bytes, ethernet, filler, fromHex, ipv4, tcp } from '../../support/packet-builder'
import type { Samples } from '../sample'
import { tls12, tls13 } from './tls-recorded'
import type { Recorded } from './tls-recorded'

/** Segments of one conversation, in order. */
class Talk {
  readonly packets: Uint8Array[] = []
  private readonly next: [number, number] = [1000, 2000]
  constructor(private readonly port = 443) {
    this.add(0, bytes(), 'SYN').add(1, bytes(), 'SYN ACK').add(0, bytes())
  }
  add(way: 0 | 1, data: Uint8Array, flags = 'ACK'): this {
    const [source, destination] = way ? ['192.0.2.9', '192.0.2.1'] : ['192.0.2.1', '192.0.2.9']
    const ports = way ? { source: this.port, destination: 50000 } : { source: 50000, destination: this.port }
    const sequence = this.next[way]
    const acknowledgment = flags === 'SYN' ? 0 : this.next[way ? 0 : 1]
    this.packets.push(
      ethernet({}, ipv4({ source, destination }, tcp({ ...ports, sequence, acknowledgment, flags }, data))),
    )
    this.next[way] += data.length + (flags.includes('SYN') ? 1 : 0)
    return this
  }
}
const record = (type: number, version: number, content: Uint8Array): Uint8Array =>
  bytes(type, be16(version), be16(content.length), content)

const whole = ({ sent }: Recorded): Uint8Array[] => {
  const talk = new Talk()
  for (const [way, hex] of sent) talk.add(way, fromHex(hex))
  return talk.packets
}
/** The same in small segments: records and messages end anywhere. */
const small = ({ sent }: Recorded): Uint8Array[] => {
  const talk = new Talk(4433)
  for (const [way, hex] of sent.slice(0, 3)) {
    const all = fromHex(hex)
    for (let at = 0; at < all.length; at += 150) talk.add(way, all.subarray(at, at + 150))
  }
  return talk.packets
}

const oldHello = bytes(0x80, 28, 1, 3, 0, be16(3), be16(0), be16(16), 0, 0, 5, filler(16))

export const samples: Samples = {
  'TLS 1.3': [1, whole(tls13)],
  'TLS 1.2': [1, whole(tls12)],
  'in small segments, on another port': [1, small(tls12)],
  'alerts and heartbeats': [
    1,
    new Talk()
      .add(0, record(21, 0x0303, bytes(2, 40)))
      .add(1, record(21, 0x0303, bytes(1, 0)))
      .add(1, record(21, 0x0303, filler(26)))
      .add(0, record(24, 0x0303, bytes(1, be16(4), filler(20)))).packets,
  ],
  'a hello of SSL 2.0': [1, new Talk().add(0, oldHello).packets],
}
