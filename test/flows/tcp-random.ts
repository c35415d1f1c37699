// Random TCP exchanges that break every rule: lost, repeated, overlapping and keep-alive segments, closed windows, wild acknowledgements.
import { bytes, CaptureBuilder, tcpOption } from '../support/packet-builder'
import type { Random } from '../support/random'
import { TcpTalk } from '../support/tcp-talk'
import type { Say } from '../support/tcp-talk'

/** A capture of `count` streams. */
export function randomStreams(random: Random, count: number): CaptureBuilder {
  const made = new CaptureBuilder()
  const chance = (percent: number): boolean => random.below(100) < percent
  for (let k = 0; k < count; k++) {
    const clientStart = chance(20) ? 0xffffff00 : 1 + random.below(4_000_000_000)
    // Ports that no protocol known to tshark claims.
    const talk = new TcpTalk({
      made,
      clientPort: 50_500 + k,
      serverPort: 50_001,
      clientStart,
      serverStart: 1 + random.below(4_000_000_000),
    })
    open(random, talk)
    const acked = [1, 1]
    for (let n = 5 + random.below(40); n; n--) {
      const who = random.below(2) as 0 | 1
      const own = talk.ends[who]
      const other = talk.ends[who === 0 ? 1 : 0]
      const say: Say = { wait: random.pick([0.0001, 0.0005, 0.001, 0.0025, 0.004, 0.015, 0.03, 0.3]) }
      let flags = chance(30) ? 'PSH ACK' : 'ACK'
      const what = random.below(100)
      if (what < 35) say.data = random.pick([1, 1, 10, 10, 100])
      else if (what < 40) Object.assign(say, { data: 10, lost: true })
      else if (what < 55)
        Object.assign(say, {
          data: random.pick([1, 10, 20]),
          seq: Math.max(0, own.next - random.pick([1, 10, 20, 21, 100])),
        })
      else if (what < 60) Object.assign(say, { data: random.below(2), seq: Math.max(0, own.next - 1) })
      else if (what < 63)
        flags = random.pick(['FIN ACK', 'RST ACK', 'RST', 'FIN', 'SYN', 'SYN ACK', 'PSH', 'FIN PSH ACK'])
      const how = random.below(100)
      const last = acked[who]!
      if (how < 45) say.ack = other.next
      else if (how < 80) say.ack = last
      else if (how < 90) say.ack = Math.max(0, other.next - random.pick([1, 5, 10, 20]))
      else if (how < 93) say.ack = other.next + random.pick([1, 10])
      else say.ack = last + 1
      if (chance(20)) {
        const left = say.ack + random.pick([5, 10, 20])
        const right = left + random.pick([5, 10, 30])
        say.options = bytes(tcpOption.nop(), tcpOption.nop(), tcpOption.sack(other.start + left, other.start + right))
      }
      acked[who] = Math.max(last, say.ack)
      if (chance(12)) say.window = random.pick([0, 0, 10, 20, 100, 4096, 8192])
      if (who === 0) talk.client(flags, say)
      else talk.server(flags, say)
    }
  }
  return made
}

function open(random: Random, talk: TcpTalk): void {
  const offer = bytes(tcpOption.mss(1460), tcpOption.nop(), tcpOption.windowScale(random.below(5)))
  const one: Say = random.below(2) ? { options: offer } : {}
  const two: Say = random.below(2) ? { options: offer } : {}
  switch (random.below(6)) {
    case 0:
      talk.client('SYN', one)
      break
    case 1:
      talk.client('SYN', { lost: true }).server('SYN ACK', two).client('ACK')
      break
    case 2:
      talk.client('SYN', { lost: true }).server('SYN ACK', { lost: true })
      break
    case 3:
      talk
        .client('SYN', one)
        .client('SYN', { ...one, seq: 0, wait: 1 })
        .server('SYN ACK', two)
      break
    default:
      talk.client('SYN', one).server('SYN ACK', two).client('ACK')
  }
}
