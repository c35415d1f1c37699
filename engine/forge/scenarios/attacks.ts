/** What somebody does who means no good. For exercises in seeing it. */
import { arp, EVERYBODY, handedOn, UNKNOWN } from '../packets'
import type { Scenario } from '../scenario'
import { saying, Talk } from '../talk'

const ARP = 0x0806
/** Connections begun in a flood, and ports asked in a scan. */
const FLOOD = 120
const SCANNED = 60

export const attacks: readonly Scenario[] = [
  {
    name: 'syn-flood',
    make: (desk) => {
      const server = desk.server()
      desk.here = server
      const router = desk.host('192.168.0.1')
      for (let n = 0; n < FLOOD; n++) {
        // Addresses that nobody has (RFC 5737): the answers go to nobody.
        const from = desk.host(`203.0.113.${1 + desk.chance(254)}`, { mac: router.mac, ttl: 50 + desk.chance(8) })
        const t = new Talk(desk, { client: from, server, clientPort: 1024 + n * 389 + desk.chance(300) })
        t.client('SYN', { wait: 0.0004 })
        if (n < FLOOD / 2) t.server('SYN ACK', { wait: 30e-6 })
      }
    },
  },
  {
    name: 'port-scan',
    make: (desk) => {
      const [client, server] = [desk.client(), desk.server()]
      desk.here = client
      const open = new Set([22, 80, 443])
      const ports = [...open, ...Array.from({ length: SCANNED - open.size }, (_, n) => 1000 + n * 17)]
      for (let n = ports.length - 1; n > 0; n--) {
        const m = desk.chance(n + 1)
        ;[ports[n], ports[m]] = [ports[m]!, ports[n]!]
      }
      const clientPort = 40_000 + desk.chance(10_000)
      for (const serverPort of ports) {
        const t = new Talk(desk, { client, server, clientPort, serverPort }).client('SYN', { wait: 0.0006 })
        if (open.has(serverPort)) t.server('SYN ACK', { wait: 0.0004 }).client('RST')
        else t.server('RST ACK', { wait: 0.0004 })
      }
    },
  },
  {
    name: 'arp-spoof',
    make: (desk) => {
      const victim = desk.client()
      const router = desk.host('192.168.0.1')
      const attacker = desk.host('192.168.0.66')
      desk.here = attacker
      const ask = (from: typeof victim, ip: string): void =>
        desk.send(
          from,
          EVERYBODY,
          ARP,
          arp({ operation: 1, senderMac: from.mac, senderIp: from.ip, targetMac: UNKNOWN, targetIp: ip }),
        )
      const tell = (from: typeof victim, ip: string, to: typeof victim): void =>
        desk.send(
          from,
          to.mac,
          ARP,
          arp({ operation: 2, senderMac: from.mac, senderIp: ip, targetMac: to.mac, targetIp: to.ip }),
        )
      ask(victim, router.ip)
      desk.wait(0.0003)
      tell(router, router.ip, victim)
      for (let round = 0; round < 4; round++) {
        // To each it says that it is the other.
        desk.wait(1)
        tell(attacker, router.ip, victim)
        desk.wait(0.0002)
        tell(attacker, victim.ip, router)
      }
      // What the victim sends now goes through the attacker: each packet is seen twice, the second time one hop older.
      const far = desk.host(desk.wish.server ?? '198.51.100.80', { ttl: 57, mac: router.mac })
      const t = new Talk(desk, { client: victim, server: far, serverPort: desk.wish.serverPort ?? 80 })
      const request = `GET /login HTTP/1.1\r\nHost: shop.example\r\nCookie: session=${desk.chance32().toString(16)}\r\n\r\n`
      const answer = saying(desk)
      const reply = `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${answer.length}\r\n\r\n${answer}`
      const say = (who: 'client' | 'server', flags: string, data?: string): void => {
        t[who](flags, data === undefined ? {} : { data })
        const [from, to] = who === 'client' ? [victim, router] : [router, victim]
        const first = handedOn(desk.last, from.mac, attacker.mac, 0)
        desk.inPlaceOfLast(0.00015, [first, 0], [handedOn(first, attacker.mac, to.mac), 0])
      }
      say('client', 'SYN')
      say('server', 'SYN ACK')
      say('client', 'ACK')
      say('client', 'PSH ACK', request)
      say('server', 'PSH ACK', reply)
      say('client', 'ACK')
      say('server', 'FIN ACK')
      say('client', 'FIN ACK')
      say('server', 'ACK')
    },
  },
]
