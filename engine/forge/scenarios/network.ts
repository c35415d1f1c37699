/** What IP and ICMP do: ping, routes, fragments, addresses that a router changes. */
import type { Desk, Host } from '../desk'
import { be16, bytes, handedOn, icmp, text, translated, udp, withTtl } from '../packets'
import type { Scenario } from '../scenario'
import { saying, Talk } from '../talk'

const REQUEST = 8
const REPLY = 0
const FILL = 'abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrst'
/** Payload of one fragment on Ethernet: 1500 less the header, in eights. */
const FRAGMENT = 1480

const echo = (id: number, n: number, data: Uint8Array): Uint8Array => bytes(be16(id), be16(n), data)
/** What an error of ICMP quotes: the header and eight bytes behind it. */
const quote = (packet: Uint8Array): Uint8Array => bytes([0, 0, 0, 0], packet.subarray(0, 28))

/** An IP packet too long for Ethernet, in fragments. */
function inFragments(desk: Desk, from: Host, to: Host, protocol: number, payload: Uint8Array): void {
  const id = from.id
  from.id = (id + 1) & 0xffff
  for (let at = 0; at < payload.length; at += FRAGMENT) {
    const more = at + FRAGMENT < payload.length
    desk.ip(from, to, protocol, payload.subarray(at, at + FRAGMENT), { id, offset: at, more })
    desk.waitExactly(0.000012)
  }
}

export const network: readonly Scenario[] = [
  {
    name: 'ping',
    make: (desk) => {
      const [client, server] = [desk.client(), desk.server()]
      desk.here = client
      const id = desk.chance(0x10000)
      for (let n = 1; n <= 4; n++) {
        desk.icmp(client, server, REQUEST, 0, echo(id, n, text(FILL)), { dontFragment: true })
        desk.wait(desk.rtt)
        // One of them gets lost.
        if (n !== 3) desk.icmp(server, client, REPLY, 0, echo(id, n, text(FILL)))
        desk.wait(1)
      }
    },
  },
  {
    name: 'ping-unreachable',
    make: (desk) => {
      const client = desk.client()
      const router = desk.host('192.168.0.1', { ttl: 255 })
      const far = desk.host(desk.wish.server ?? '198.51.100.9', { mac: router.mac })
      desk.here = client
      const id = desk.chance(0x10000)
      for (let n = 1; n <= 2; n++) {
        const sent = desk.icmp(client, far, REQUEST, 0, echo(id, n, text(FILL)))
        desk.wait(desk.rtt)
        desk.icmp(router, client, 3, 1, quote(sent))
        desk.wait(1)
      }
    },
  },
  {
    name: 'traceroute',
    make: (desk) => {
      const client = desk.client()
      const first = desk.host('192.168.0.1', { ttl: 255 })
      const routers = ['192.168.0.1', '10.20.0.1', '203.0.113.5', '198.51.100.1']
      const end = desk.host(desk.wish.server ?? '198.51.100.80', { mac: first.mac, ttl: 60 })
      desk.here = client
      let port = 33_434
      for (let ttl = 1; ttl <= routers.length + 1; ttl++)
        for (let n = 0; n < 3; n++) {
          const sent = desk.udp(
            client,
            end,
            40_000 + desk.chance(9000),
            port++,
            text('@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`'),
            { ttl },
          )
          desk.wait((desk.rtt * ttl) / 2)
          // A router quotes the packet as it had it: with no hop left.
          const router = routers[ttl - 1]
          if (router)
            desk.icmp(desk.host(router, { mac: first.mac, ttl: 256 - ttl }), client, 11, 0, quote(withTtl(sent, 1)))
          else desk.icmp(end, client, 3, 3, quote(withTtl(sent, 1)))
          desk.wait(0.0003)
        }
    },
  },
  {
    name: 'fragmentation',
    make: (desk) => {
      const [client, server] = [desk.client(), desk.server()]
      desk.here = client
      const data = Uint8Array.from({ length: 3000 }, (_, i) => 97 + (i % 26))
      const id = desk.chance(0x10000)
      inFragments(desk, client, server, 1, icmp(REQUEST, 0, echo(id, 1, data)))
      desk.wait(desk.rtt)
      inFragments(desk, server, client, 1, icmp(REPLY, 0, echo(id, 1, data)))
      desk.wait(0.5)
      inFragments(desk, client, server, 17, udp(client.ip, server.ip, 40_000, 9999, data))
    },
  },
  {
    name: 'nat',
    make: (desk) => {
      // Both sides of a router that changes the addresses of what it hands on.
      const inside = desk.client()
      const [routerIn, routerOut] = [desk.host('192.168.0.1'), desk.host('203.0.113.7')]
      const server = desk.host(desk.wish.server ?? '198.51.100.80', { ttl: 57 })
      const outer = desk.called('inside').interface('outside')
      const port = 50_000 + desk.chance(10_000)
      const t = new Talk(desk, { client: inside, server: { ...server, mac: routerIn.mac }, serverPort: 80 })
      desk.here = null
      const outsideEnd = { ip: routerOut.ip, port }
      const say = (who: 'client' | 'server', flags: string, data?: string): void => {
        t[who](flags, data === undefined ? {} : { data })
        const seenInside = desk.last
        // A packet to the server is seen inside first; one from it outside, with one hop more.
        const pair =
          who === 'client'
            ? ([
                [seenInside, 0],
                [translated(handedOn(seenInside, routerOut.mac, server.mac), { from: outsideEnd }), outer],
              ] as const)
            : ([
                [translated(handedOn(seenInside, server.mac, routerOut.mac, -1), { to: outsideEnd }), outer],
                [seenInside, 0],
              ] as const)
        desk.inPlaceOfLast(0.00004, ...pair)
      }
      const answer = saying(desk)
      say('client', 'SYN')
      say('server', 'SYN ACK')
      say('client', 'ACK')
      say('client', 'PSH ACK', 'GET / HTTP/1.1\r\nHost: www.example\r\n\r\n')
      say('server', 'PSH ACK', `HTTP/1.1 200 OK\r\nContent-Length: ${answer.length}\r\n\r\n${answer}`)
      say('client', 'ACK')
      say('client', 'FIN ACK')
      say('server', 'FIN ACK')
      say('client', 'ACK')
    },
  },
]
