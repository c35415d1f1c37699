/** How TCP connections begin. */
import type { Scenario } from '../scenario'
import { bytes, option } from '../packets'
import { saying, Talk } from '../talk'

const cookie = option.fastOpen([0x5a, 0x1c, 0x77, 0x20, 0x9e, 0x41, 0x03, 0xbd])

export const openings: readonly Scenario[] = [
  { name: 'open-three-way', make: (desk) => void new Talk(desk).open().say('server', saying(desk)).close() },
  {
    name: 'open-simultaneous',
    make: (desk) => {
      const t = new Talk(desk)
      t.client('SYN').server('SYN', { wait: desk.rtt / 3 })
      t.client('SYN ACK', { seq: 0 }).server('SYN ACK', { seq: 0, ack: 1 })
      t.say('client', saying(desk)).close()
    },
  },
  {
    name: 'open-fast',
    make: (desk) => {
      const t = new Talk(desk).client('SYN', { data: saying(desk), options: bytes(cookie) }).server('SYN ACK')
      t.server('PSH ACK', { data: saying(desk) })
        .client('ACK')
        .close()
    },
  },
  {
    name: 'open-unanswered',
    make: (desk) => {
      const t = new Talk(desk).client('SYN')
      for (const wait of [1, 2, 4]) t.client('SYN', { seq: 0, wait })
    },
  },
  {
    name: 'open-half',
    make: (desk) => {
      const t = new Talk(desk).client('SYN').server('SYN ACK')
      for (const wait of [1, 2]) t.server('SYN ACK', { seq: 0, wait })
    },
  },
  { name: 'open-refused', make: (desk) => void new Talk(desk).client('SYN').server('RST ACK') },
  {
    name: 'open-older',
    make: (desk) => {
      // The server still knows a connection with these ports, of which this client knows nothing.
      const t = new Talk(desk).client('SYN')
      t.server('ACK', { seq: 40_000, ack: 900_000 }).client('RST', { seq: 900_000 })
    },
  },
  {
    name: 'open-partial',
    make: (desk) =>
      void new Talk(desk)
        .client('SYN')
        .server('SYN ACK', { unseen: true })
        .client('ACK', { wait: desk.rtt })
        .say('client', saying(desk))
        .close(),
  },
  {
    name: 'open-joined',
    make: (desk) => {
      const t = new Talk(desk)
      t.client('SYN', { unseen: true }).server('SYN ACK', { unseen: true }).client('ACK', { unseen: true })
      t.say('client', saying(desk)).say('server', saying(desk)).close()
    },
  },
]
