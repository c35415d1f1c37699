/** How TCP connections end. */
import type { Desk } from '../desk'
import type { Scenario } from '../scenario'
import { saying, Talk } from '../talk'

const talked = (desk: Desk): Talk => new Talk(desk).open().say('server', saying(desk))

export const closes: readonly Scenario[] = [
  {
    name: 'close-four',
    make: (desk) => void talked(desk).client('FIN ACK').server('ACK').server('FIN ACK', { wait: 0.004 }).client('ACK'),
  },
  { name: 'close-three', make: (desk) => void talked(desk).server('FIN ACK').client('FIN ACK').server('ACK') },
  {
    name: 'close-piggyback',
    make: (desk) => {
      // As in the report that this program was born from: data, FIN behind it, and an acknowledgement of the data alone.
      const t = new Talk(desk).open().server('PSH ACK', { data: saying(desk) })
      const data = t.next('server')
      t.server('FIN ACK').client('ACK', { ack: data }).client('FIN ACK', { wait: 0.0016 }).server('ACK')
    },
  },
  {
    name: 'close-simultaneous',
    make: (desk) => {
      const t = talked(desk)
      const [mine, theirs] = [t.next('client'), t.next('server')]
      t.client('FIN ACK').server('FIN ACK', { ack: mine, wait: desk.rtt / 3 })
      t.client('ACK', { ack: theirs + 1 }).server('ACK')
    },
  },
  {
    name: 'close-half',
    make: (desk) => {
      const t = new Talk(desk)
        .open()
        .client('PSH ACK', { data: saying(desk) })
        .server('ACK')
      t.client('FIN ACK').server('ACK')
      t.server('PSH ACK', { data: 500, wait: 0.05 })
        .client('ACK')
        .server('PSH ACK', { data: 500, wait: 0.05 })
        .client('ACK')
      t.server('FIN ACK').client('ACK')
    },
  },
  { name: 'close-one-sided', make: (desk) => void talked(desk).client('FIN ACK').server('ACK') },
  { name: 'close-reset', make: (desk) => void talked(desk).client('PSH ACK', { data: 40 }).server('RST ACK') },
  { name: 'close-none', make: (desk) => void talked(desk).say('client', 'still here').wait(1) },
]
