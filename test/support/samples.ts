// The captures on the welcome screen, packet by packet. `npm run golden -- samples` writes them to samples/.
import { PcapngWriter } from '../../engine/capture-file'
import { arp, bytes, ethernet, icmp, ipv4, tcp, tcpOption, text, udp } from './packet-builder'
import type { Bytes } from './packet-builder'

/** One packet and the nanoseconds since the one before. */
type Step = readonly [wait: number, packet: Bytes, comment?: string]

const client = { mac: '08:00:27:17:da:ff', ip: '192.168.56.20' }
const server = { mac: '08:00:27:e1:e2:5e', ip: '192.168.56.10' }
type End = typeof client

const frame = (from: End, to: End, payload: Parameters<typeof ipv4>[1], id: number): Bytes =>
  ethernet({ source: from.mac, destination: to.mac }, ipv4({ source: from.ip, destination: to.ip, id }, payload))

/** A server says "Hello World!\0" and closes; the client answers: the whole life of a connection in nine packets. */
function tcpHello(): Step[] {
  const [C, S] = [0x1000_0000, 0x2000_0000]
  let id = 0x4000
  const say = (
    from: End,
    flags: string,
    sequence: number,
    acknowledgment: number,
    options: Bytes,
    payload = bytes(),
  ): Bytes => {
    const [source, destination] = from === client ? [40512, 9230] : [9230, 40512]
    const window = flags.includes('SYN') ? 64240 : 502
    const segment = tcp({ source, destination, sequence, acknowledgment, flags, window, options }, payload)
    return frame(from, from === client ? server : client, segment, id++)
  }
  const stamps = (value: number, echo: number): Bytes =>
    bytes(tcpOption.nop(), tcpOption.nop(), tcpOption.timestamps(value, echo))
  const opening = (value: number, echo: number): Bytes =>
    bytes(
      tcpOption.mss(1460),
      tcpOption.sackPermitted(),
      tcpOption.timestamps(value, echo),
      tcpOption.nop(),
      tcpOption.windowScale(7),
    )
  return [
    [0, say(client, 'SYN', C, 0, opening(1000, 0)), 'The client asks for a connection.'],
    [310_000, say(server, 'SYN ACK', S, C + 1, opening(7000, 1000)), 'The server agrees.'],
    [120_000, say(client, 'ACK', C + 1, S + 1, stamps(1001, 7000)), 'The connection is open: three packets.'],
    [480_000, say(server, 'PSH ACK', S + 1, C + 1, stamps(7001, 1001), text('Hello World!\0')), 'Thirteen bytes.'],
    [90_000, say(client, 'ACK', C + 1, S + 14, stamps(1002, 7001)), 'They have arrived.'],
    [2_000_000, say(server, 'FIN ACK', S + 14, C + 1, stamps(7003, 1002)), 'The server has nothing more to say.'],
    [100_000, say(client, 'ACK', C + 1, S + 15, stamps(1004, 7003)), 'The client has heard that.'],
    [1_500_000, say(client, 'FIN ACK', C + 1, S + 15, stamps(1006, 7003)), 'Neither has the client.'],
    [95_000, say(server, 'ACK', S + 15, C + 2, stamps(7005, 1006)), 'The connection is closed: four packets.'],
  ]
}

/** Questions and answers of ARP, one question that nobody answers, a probe, an announcement, and two hosts that claim one address. */
function arpPairs(): Step[] {
  const router = { mac: '00:23:aa:69:72:dd', ip: '192.168.56.1' }
  const ask = (from: End, targetIp: string): Bytes =>
    arp({ operation: 1, senderMac: from.mac, senderIp: from.ip, targetIp, pad: 60 })
  const reply = (from: End, to: End): Bytes =>
    arp({
      operation: 2,
      senderMac: from.mac,
      senderIp: from.ip,
      targetMac: to.mac,
      targetIp: to.ip,
      destination: to.mac,
    })
  const rival = { mac: '02:00:00:00:00:99', ip: server.ip }
  return [
    [0, ask(client, router.ip)],
    [1_069_708, reply(router, client)],
    [500_000_000, ask(client, server.ip)],
    [31_372, reply(server, client)],
    [800_000_000, ask(client, '192.168.56.77'), 'Nobody has this address.'],
    [1_000_000_000, ask(client, '192.168.56.77')],
    [
      1_000_000_000,
      ask({ mac: '02:00:00:00:00:42', ip: '0.0.0.0' }, '192.168.56.42'),
      'A probe: is this address free?',
    ],
    [
      2_000_000_000,
      ask({ mac: '02:00:00:00:00:42', ip: '192.168.56.42' }, '192.168.56.42'),
      'An announcement: it is mine now.',
    ],
    [700_000_000, ask(client, server.ip)],
    [40_000, reply(server, client)],
    [3_000_000, reply(rival, client), 'A second host claims the same address.'],
  ]
}

/** A name looked up, then a ping to what it stands for. */
function dnsPing(): Step[] {
  const resolver = { mac: '00:23:aa:69:72:dd', ip: '192.168.56.1' }
  const name = bytes(6, text('server'), 3, text('lab'), 0)
  const question = bytes(name, 0, 1, 0, 1)
  const answer = bytes(0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 168, 56, 10)
  const query = bytes(0x1a, 0x2b, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, question)
  const response = bytes(0x1a, 0x2b, 0x85, 0x80, 0, 1, 0, 1, 0, 0, 0, 0, question, answer)
  const echo = (type: number, sequence: number): ReturnType<typeof icmp> =>
    icmp(type, 0, bytes(0x0b, 0x2d, 0, sequence, text('Wirelens says hello to the lab')))
  return [
    [0, frame(client, resolver, udp({ source: 53124, destination: 53 }, query), 1)],
    [4_210_000, frame(resolver, client, udp({ source: 53, destination: 53124 }, response), 2)],
    [900_000, frame(client, server, echo(8, 1), 3)],
    [410_000, frame(server, client, echo(0, 1), 4)],
    [1_000_000_000, frame(client, server, echo(8, 2), 5)],
    [395_000, frame(server, client, echo(0, 2), 6)],
  ]
}

export const samples: Readonly<Record<string, () => Step[]>> = {
  'tcp-hello': tcpHello,
  'arp-pairs': arpPairs,
  'dns-ping': dnsPing,
}

/** The bytes of a sample as a pcapng file. */
export function sampleBytes(id: string): Uint8Array {
  const parts: Uint8Array[] = []
  const writer = new PcapngWriter((b) => parts.push(b.slice()))
  writer.section({ application: 'Wirelens samples' })
  writer.interface({ linkType: 1, snapLength: 262144, name: 'lab0', tsDigits: 9 })
  let time = 1_700_000_000n * 1_000_000_000n
  for (const [wait, packet, comment] of samples[id]!()) {
    time += BigInt(wait)
    writer.packet({
      bytes: packet,
      seconds: Number(time / 1_000_000_000n),
      nanos: Number(time % 1_000_000_000n),
      ...(comment === undefined ? {} : { comments: [comment] }),
    })
  }
  return bytes(...parts)
}
