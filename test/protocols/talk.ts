// A conversation over TCP or UDP as the packets of a sample: the handshake, then what each side says.
import { bytes, ethernet, ipv4, tcp, text, udp } from '../support/packet-builder'

/** What one side says: '>' the client, '<' the server, then the text; or bytes. `'<FIN'` and `'>FIN'` end a side. */
export type Said = string | readonly ['>' | '<', Uint8Array]

const ends = [
  { source: '10.0.0.1', destination: '10.0.0.2' },
  { source: '10.0.0.2', destination: '10.0.0.1' },
] as const

function parts(said: Said): { side: 0 | 1; data: Uint8Array; isEnd: boolean } {
  const [mark, data] = typeof said === 'string' ? [said[0], text(said.slice(1))] : said
  return { side: mark === '>' ? 0 : 1, data, isEnd: said === '>FIN' || said === '<FIN' }
}

export function tcpTalk(port: number, ...lines: readonly Said[]): Uint8Array[] {
  const next = [1000, 5000]
  const packet = (side: 0 | 1, flags: string, data: Uint8Array = bytes()): Uint8Array => {
    const [source, destination] = side ? [port, 40000] : [40000, port]
    const made = ethernet(
      {},
      ipv4(
        ends[side],
        tcp({ source, destination, sequence: next[side]!, acknowledgment: next[1 - side]!, flags }, data),
      ),
    )
    next[side]! += data.length + (/SYN|FIN/.test(flags) ? 1 : 0)
    return made
  }
  return [
    packet(0, 'SYN'),
    packet(1, 'SYN ACK'),
    packet(0, 'ACK'),
    ...lines.map((line) => {
      const { side, data, isEnd } = parts(line)
      return isEnd ? packet(side, 'FIN ACK') : packet(side, 'PSH ACK', data)
    }),
  ]
}

export const udpTalk = (port: number, ...lines: readonly Said[]): Uint8Array[] =>
  lines.map((line) => {
    const { side, data } = parts(line)
    const [source, destination] = side ? [port, 40000] : [40000, port]
    return ethernet({}, ipv4(ends[side], udp({ source, destination }, data)))
  })
