/** What goes wrong on the way, and what TCP does about it. */
import type { Desk } from '../desk'
import { be16, bytes, icmp } from '../packets'
import type { Scenario } from '../scenario'
import { saying, Talk } from '../talk'

const asked = (desk: Desk): Talk => new Talk(desk).open().client('PSH ACK', { data: 'send\n' }).server('ACK')

export const troubles: readonly Scenario[] = [
  {
    name: 'loss',
    make: (desk) => {
      const t = asked(desk)
      const size = t.mss - 12
      const gap = t.next('server')
      t.server('ACK', { data: size, lost: true, wait: desk.rtt })
      // Each later segment asks for the lost one again.
      for (let n = 1; n <= 4; n++) {
        t.server('ACK', { data: size })
        t.client('ACK', { ack: gap, options: t.sack('client', gap + size, gap + (n + 1) * size) })
      }
      t.server('ACK', { seq: gap, data: size, wait: 0.011 }).client('ACK').close()
    },
  },
  {
    name: 'loss-timeout',
    make: (desk) => {
      const t = asked(desk)
      const size = t.mss - 12
      const gap = t.next('server')
      t.server('PSH ACK', { data: size, lost: true, wait: desk.rtt })
      t.server('PSH ACK', { seq: gap, data: size, wait: 0.25 }).client('ACK')
      const mine = t.next('client')
      t.client('PSH ACK', { data: 'next\n' })
      t.client('PSH ACK', { seq: mine, data: 'next\n', wait: 0.22 }).server('ACK').close()
    },
  },
  {
    name: 'reordering',
    make: (desk) => {
      const t = asked(desk)
      const size = t.mss - 12
      const first = t.next('server')
      t.server('ACK', { data: size, wait: desk.rtt }).client('ACK')
      t.server('ACK', { seq: first + 2 * size, data: size })
      t.client('ACK', { ack: first + size, options: t.sack('client', first + 2 * size, first + 3 * size) })
      t.server('ACK', { seq: first + size, data: size, wait: 0.0009 })
        .client('ACK', { ack: first + 3 * size })
        .close()
    },
  },
  {
    name: 'duplicate',
    make: (desk) => {
      // The acknowledgement got lost: the sender sends again what has long arrived.
      const t = asked(desk)
      const first = t.next('server')
      t.server('PSH ACK', { data: saying(desk), wait: desk.rtt }).client('ACK')
      const end = t.next('server')
      t.server('PSH ACK', { seq: first, data: saying(desk), wait: 0.21 })
        .client('ACK', { ack: end })
        .close()
    },
  },
  {
    name: 'zero-window',
    make: (desk) => {
      const t = new Talk(desk, { scale: 0 })
      t.client('SYN', { window: 2896 }).server('SYN ACK').client('ACK')
      t.server('ACK', { data: 1448 }).server('PSH ACK', { data: 1448 }).client('ACK', { window: 0, wait: 0.002 })
      const next = t.next('server')
      for (const wait of [0.22, 0.44])
        t.server('ACK', { seq: next, data: 1, wait }).client('ACK', { ack: next, window: 0, wait: MOMENT })
      t.client('ACK', { ack: next, window: 2896, wait: 0.3 })
      t.server('PSH ACK', { seq: next, data: 600 }).client('ACK').close()
    },
  },
  {
    name: 'keep-alive',
    make: (desk) => {
      const t = new Talk(desk).open().say('client', saying(desk))
      for (let n = 0; n < 3; n++) t.client('ACK', { seq: t.next('client') - 1, wait: 15 }).server('ACK')
      t.close()
    },
  },
  {
    name: 'mss-wrong',
    make: (desk) => {
      // Both ends announce 1460, but a link between them takes only 1400 bytes: its router sends whole segments back.
      const t = new Talk(desk)
      const router = desk.host('192.168.0.1', { ttl: 255 })
      const client = t.ends[0].host
      t.open()
      const first = t.next('client')
      t.client('ACK', { data: 1448 })
      const tooLong = quoted(desk)
      // The router lies near the server: the error comes after more than a round trip.
      desk.wait(1.2 * desk.rtt)
      desk.ip(router, client, 1, icmp(3, 4, bytes([0, 0], be16(1400), tooLong)))
      t.client('ACK', { seq: first, data: 1348, wait: 0.0005 }).client('PSH ACK', { seq: first + 1348, data: 100 })
      t.server('ACK').close()
    },
  },
  {
    name: 'checksum-wrong',
    make: (desk) => {
      const t = asked(desk)
      const first = t.next('server')
      t.server('PSH ACK', { data: saying(desk), sum: 'wrong', wait: desk.rtt })
      t.server('PSH ACK', { seq: first, data: saying(desk), wait: 0.21 })
        .client('ACK')
        .close()
    },
  },
  {
    name: 'offload',
    make: (desk) => {
      const t = new Talk(desk).client('SYN', { sum: 'partial' }).server('SYN ACK').client('ACK', { sum: 'partial' })
      t.client('PSH ACK', { data: saying(desk), sum: 'partial' }).server('ACK')
      t.server('FIN ACK').client('FIN ACK', { sum: 'partial' }).server('ACK')
    },
  },
]

const MOMENT = 90e-6

/** IP header and the first eight bytes behind it of the packet sent last, as an error of ICMP quotes them. */
const quoted = (desk: Desk): Uint8Array => desk.last.subarray(14, 14 + 28)
