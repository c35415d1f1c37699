/** The exchange of the first lab, built anew: ARP in frames 1 and 2, pings up to 27, "Hello World!" over TCP in frames 28 to 35. */
import {
  arp,
  CaptureBuilder,
  ethernet,
  icmp,
  ipv4,
  tcp,
  tcpOption,
  text,
  bytes,
  be16,
  filler,
} from '../support/packet-builder'
import type { Bytes, TcpFields } from '../support/packet-builder'

const [client, server] = ['192.168.56.243', '192.168.56.242']
const [clientMac, serverMac] = ['08:00:27:17:da:ff', '08:00:27:e1:e2:5e']
const [a, b] = [0x350933e8, 0x4e34d45e]

export function hello(): Bytes {
  const made = new CaptureBuilder()
  made.add(arp({ operation: 1, senderMac: clientMac, senderIp: client, targetIp: server, pad: 60 }))
  made
    .wait(0.00003)
    .add(arp({ operation: 2, senderMac: serverMac, senderIp: server, targetMac: clientMac, targetIp: client }))
  for (let n = 3; n < 28; n++) {
    const reply = n % 2 === 0
    const ends = reply ? { source: server, destination: client } : { source: client, destination: server }
    const macs = reply ? { source: serverMac, destination: clientMac } : { source: clientMac, destination: serverMac }
    made
      .wait(0.33)
      .add(ethernet(macs, ipv4(ends, icmp(reply ? 0 : 8, 0, bytes(be16(0x0b2d), be16((n - 1) >> 1), filler(32))))))
  }
  made.wait(0.5)
  const times = (val: number, echo: number): Bytes =>
    bytes(tcpOption.nop(), tcpOption.nop(), tcpOption.timestamps(val, echo))
  const syn = (val: number, echo: number): Bytes =>
    bytes(
      tcpOption.mss(1460),
      tcpOption.sackPermitted(),
      tcpOption.timestamps(val, echo),
      tcpOption.nop(),
      tcpOption.windowScale(7),
    )
  const add = (up: boolean, f: Partial<TcpFields> & { sequence: number }, payload?: Bytes): void => {
    const macs = up ? { source: clientMac, destination: serverMac } : { source: serverMac, destination: clientMac }
    const ends = up ? { source: client, destination: server } : { source: server, destination: client }
    const ports = up ? { source: 34008, destination: 9230 } : { source: 9230, destination: 34008 }
    made.wait(0.0003).add(ethernet(macs, ipv4(ends, tcp({ ...ports, options: times(2, 1), ...f }, payload))))
  }
  add(true, { sequence: a, flags: 'SYN', window: 29200, options: syn(1, 0) })
  add(false, { sequence: b, acknowledgment: a + 1, flags: 'SYN ACK', window: 28960, options: syn(7, 1) })
  add(true, { sequence: a + 1, acknowledgment: b + 1, window: 229 })
  add(false, { sequence: b + 1, acknowledgment: a + 1, flags: 'PSH ACK', window: 227 }, text('Hello World!\0'))
  add(false, { sequence: b + 14, acknowledgment: a + 1, flags: 'FIN ACK', window: 227 })
  add(true, { sequence: a + 1, acknowledgment: b + 14, window: 229 })
  add(true, { sequence: a + 1, acknowledgment: b + 15, flags: 'FIN ACK', window: 229 })
  add(false, { sequence: b + 15, acknowledgment: a + 2, window: 227 })
  return made.bytes()
}
