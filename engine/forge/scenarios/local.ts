/** What hosts of one network say to each other: ARP and DHCP. */
import { arp, be16, be32, bytes, EVERYBODY, ipBytes, macBytes, text, UNKNOWN } from '../packets'
import type { Desk, Host } from '../desk'
import type { Scenario } from '../scenario'

const ARP = 0x0806

const request = (desk: Desk, from: Host, targetIp: string, senderIp = from.ip): void =>
  desk.send(from, EVERYBODY, ARP, arp({ operation: 1, senderMac: from.mac, senderIp, targetMac: UNKNOWN, targetIp }))
const reply = (desk: Desk, from: Host, to: Host): void =>
  desk.send(
    from,
    to.mac,
    ARP,
    arp({ operation: 2, senderMac: from.mac, senderIp: from.ip, targetMac: to.mac, targetIp: to.ip }),
  )

const NOWHERE = '0.0.0.0'
const ALL = '255.255.255.255'
const LEASE = 3600

/** RFC 2131: message types. */
const DHCP = { discover: 1, offer: 2, request: 3, ack: 5 } as const

interface Lease {
  type: number
  id: number
  client: Host
  /** What the client has, what it is given, and who gives it. */
  has: string
  given: string
  server: string
  options: Uint8Array
  broadcast: boolean
}

/** A message of DHCP: BOOTP's fixed fields, the cookie, options. */
function dhcp(m: Lease): Uint8Array {
  const isReply = m.type === DHCP.offer || m.type === DHCP.ack
  const fixed = bytes(
    [isReply ? 2 : 1, 1, 6, 0, ...be32(m.id), ...be16(0), ...be16(m.broadcast ? 0x8000 : 0)],
    [...ipBytes(m.has), ...ipBytes(m.given), ...ipBytes(isReply ? m.server : NOWHERE), ...ipBytes(NOWHERE)],
    [...macBytes(m.client.mac), ...new Uint8Array(10)],
    new Uint8Array(64 + 128),
    [0x63, 0x82, 0x53, 0x63],
  )
  const whole = bytes(fixed, [53, 1, m.type], m.options, 255)
  return whole.length < 300 ? bytes(whole, new Uint8Array(300 - whole.length)) : whole
}

export const local: readonly Scenario[] = [
  {
    name: 'arp-resolve',
    make: (desk) => {
      const [client, server] = [desk.client(), desk.server()]
      desk.here = client
      request(desk, client, server.ip)
      desk.wait(0.0004)
      reply(desk, server, client)
      desk.wait(0.0001)
      desk.icmp(client, server, 8, 0, bytes(be16(0x1234), be16(1), text('abcdefghijklmnopqrstuvwabcdefghi')))
      desk.wait(desk.rtt)
      desk.icmp(server, client, 0, 0, bytes(be16(0x1234), be16(1), text('abcdefghijklmnopqrstuvwabcdefghi')))
      // Later it is only asked whether the entry still holds: of the server alone.
      desk.wait(30)
      desk.send(
        client,
        server.mac,
        ARP,
        arp({ operation: 1, senderMac: client.mac, senderIp: client.ip, targetMac: UNKNOWN, targetIp: server.ip }),
      )
      desk.wait(0.0004)
      reply(desk, server, client)
    },
  },
  {
    name: 'arp-unanswered',
    make: (desk) => {
      const client = desk.client()
      desk.here = client
      for (let n = 0; n < 3; n++) {
        request(desk, client, desk.wish.server ?? '192.168.0.99')
        desk.wait(1)
      }
    },
  },
  {
    name: 'arp-gratuitous',
    make: (desk) => {
      const client = desk.client()
      desk.here = client
      for (let n = 0; n < 3; n++) {
        request(desk, client, client.ip, NOWHERE)
        desk.wait(1)
      }
      for (let n = 0; n < 2; n++) {
        request(desk, client, client.ip)
        desk.wait(2)
      }
    },
  },
  {
    name: 'arp-duplicate',
    make: (desk) => {
      const [client, server] = [desk.client(), desk.server()]
      const twin = desk.host(server.ip)
      desk.here = client
      request(desk, client, server.ip)
      desk.wait(0.0004)
      reply(desk, server, client)
      desk.wait(0.0006)
      reply(desk, twin, client)
    },
  },
  {
    name: 'dhcp',
    make: (desk) => {
      const router = desk.host(desk.wish.server ?? '192.168.0.1')
      const client = desk.client()
      const all = { ...client, ip: ALL, mac: EVERYBODY }
      desk.here = client
      const id = desk.chance32()
      const wants = bytes([55, 4, 1, 3, 6, 15], [61, 7, 1, ...macBytes(client.mac)], [12, 6], text('laptop'))
      const chosen = bytes([50, 4, ...ipBytes(client.ip)], [54, 4, ...ipBytes(router.ip)])
      const given = bytes(
        [54, 4, ...ipBytes(router.ip), 51, 4, ...be32(LEASE), 58, 4, ...be32(LEASE / 2), 59, 4, ...be32(LEASE * 0.875)],
        [1, 4, 255, 255, 255, 0, 3, 4, ...ipBytes(router.ip), 6, 4, ...ipBytes(router.ip)],
      )
      const base = { id, client, server: router.ip }
      const fromClient = (type: number, options: Uint8Array): void => {
        const message = dhcp({ ...base, type, has: NOWHERE, given: NOWHERE, options, broadcast: true })
        desk.udp({ ...client, ip: NOWHERE }, all, 68, 67, message, { id: 0 })
      }
      const fromServer = (type: number): void => {
        const message = dhcp({ ...base, type, has: NOWHERE, given: client.ip, options: given, broadcast: true })
        desk.udp(router, all, 67, 68, message)
      }
      fromClient(DHCP.discover, wants)
      desk.wait(0.02)
      fromServer(DHCP.offer)
      desk.wait(0.001)
      fromClient(DHCP.request, bytes(chosen, wants))
      desk.wait(0.02)
      fromServer(DHCP.ack)
      // Halfway through the lease it is renewed, from host to host.
      desk.wait(LEASE / 2)
      const again = { ...base, id: desk.chance32(), has: client.ip, broadcast: false }
      desk.udp(client, router, 68, 67, dhcp({ ...again, type: DHCP.request, given: NOWHERE, options: wants }))
      desk.wait(0.003)
      desk.udp(router, client, 67, 68, dhcp({ ...again, type: DHCP.ack, given: client.ip, options: given }))
    },
  },
]
