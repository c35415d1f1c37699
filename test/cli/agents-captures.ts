/** Captures for the tests of what agents ask: two hosts that say their lines in turn over one TCP conversation. */
import { CaptureBuilder, ethernet, ipv4, tcp, tcpOption, text } from '../support/packet-builder'
import type { Bytes, TcpFields } from '../support/packet-builder'

export function pcapOf(packets: readonly Uint8Array[]): Bytes {
  const capture = new CaptureBuilder()
  for (const packet of packets) capture.wait(0.001).add(packet)
  return capture.bytes()
}

/** A conversation with a server at `port`: opened, then each of `lines` in turn; the client says the first one. */
export function tcpConversation(port: number, lines: readonly string[]): Bytes[] {
  const ends = [
    { address: '10.0.0.1', port: 40_000, next: 1000 },
    { address: '10.0.0.2', port, next: 5000 },
  ] as const
  const numbers: [number, number] = [ends[0].next, ends[1].next]
  const segment = (from: 0 | 1, flags: string, payload: Bytes, options?: Bytes): Bytes => {
    const to = (1 - from) as 0 | 1
    const fields: TcpFields = {
      source: ends[from].port,
      destination: ends[to].port,
      sequence: numbers[from],
      acknowledgment: flags === 'SYN' ? 0 : numbers[to],
      flags,
      ...(options ? { options } : {}),
    }
    numbers[from] += payload.length + (flags.includes('SYN') ? 1 : 0)
    return ethernet({}, ipv4({ source: ends[from].address, destination: ends[to].address }, tcp(fields, payload)))
  }
  const mss = tcpOption.mss(1460)
  return [
    segment(0, 'SYN', text(''), mss),
    segment(1, 'SYN,ACK', text(''), mss),
    segment(0, 'ACK', text('')),
    ...lines.map((line, i) => segment((i % 2) as 0 | 1, 'PSH,ACK', text(line))),
  ]
}
