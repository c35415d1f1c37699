/** RFC 3768 and 5798, VRRP: routers share an address, of which the one with the highest priority answers. */
import { checksumStateNames } from '../../bytes/checksum'
import { checked } from '../../dissect/checked'
import { bits, bytes, expert, ipv4, ipv6, string, u16, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { pseudo as pseudoSum } from '../kit/pseudo'

const PRIORITIES: Readonly<Record<number, string>> = {
  0: 'Current Master has stopped participating in VRRP',
  100: 'Default priority for a backup VRRP router',
  255: 'This VRRP router owns the virtual router IP address(es)',
}
const priorityText = (v: number): string => `${v} (${PRIORITIES[v] ?? 'Non-default backup priority'})`
const types = { 1: 'Advertisement' } as const
/** What rows say. */
const VRRP = 112

export const vrrp = protocol({
  name: 'vrrp',
  title: 'Virtual Router Redundancy Protocol',
  spec: 'RFC 5798',
  over: { 'ip.proto': [VRRP] },
  fields: {
    first: u8('vrrp.typever', 'VRRP message version and type'),
    version: bits('vrrp.version', 'VRRP protocol version', 0xf0),
    type: bits('vrrp.type', 'VRRP packet type', 0x0f, { names: types }),
    router: u8('vrrp.virt_rtr_id', 'Virtual Rtr ID', { help: 'Number of the shared router in this network.' }),
    priority: u8('vrrp.prio', 'Priority', {
      show: priorityText,
      help: 'The highest one is master; 0: the master gives up.',
    }),
    count: u8('vrrp.addr_count', 'Addr Count'),
    authentication: u8('vrrp.auth_type', 'Auth Type', {
      names: {
        0: 'No Authentication',
        1: 'Simple Text Authentication [RFC 2338] / Reserved [RFC 3768]',
        2: 'IP Authentication Header [RFC 2338] / Reserved [RFC 3768]',
        254: 'Cisco VRRP MD5 authentication',
      },
    }),
    interval: u8('vrrp.adver_int', 'Adver Int', { help: 'Seconds between two of these.' }),
    reserved: bits('vrrp.reserved_mbz', 'Reserved', 0xf000),
    shortInterval: bits('vrrp.short_adver_int', 'Adver Int', 0x0fff, {
      help: 'Hundredths of seconds between two of these.',
    }),
    checksum: u16('vrrp.checksum', 'Checksum', { display: 'hex' }),
    status: u8('vrrp.checksum.status', 'Checksum Status', {
      generated: true,
      display: 'none',
      names: checksumStateNames,
    }),
    address: ipv4('vrrp.ip_addr', 'IP Address', { help: 'The shared address.' }),
    address6: ipv6('vrrp.ipv6_addr', 'IPv6 Address'),
    password: string('vrrp.auth_string', 'Authentication String'),
    digest: bytes('vrrp.md5_auth_data', 'MD5 Authentication Data'),
    badSum: expert('vrrp.checksum.bad', 'error', 'Checksum', 'Bad checksum'),
  },
  decode(p, _, f) {
    const first = p.peek(1)
    const version = first >>> 4
    const type = first & 15
    if (p.columns) p.say(`Announcement (v${version})`)
    const row = p.add(f.first, p.at, 1, first)
    p.label(row, `Version ${version}, Packet type ${type} (${types[type as 1] ?? 'Unknown'})`)
    const was = p.open(row)
    p.add(f.version, p.at, 1, version)
    p.add(f.type, p.at, 1, type)
    p.close(was)
    p.skip(1)
    p.take(f.router)
    p.take(f.priority)
    const count = p.take(f.count)
    const authentication = version === 3 ? 0 : p.peek(1)
    if (version === 3) {
      const word = p.peek(2)
      p.add(f.reserved, p.at, 2, word >>> 12)
      p.add(f.shortInterval, p.at, 2, word & 0xfff)
      p.skip(2)
    } else {
      p.take(f.authentication)
      p.take(f.interval)
    }
    checksum(p, version)
    for (let i = 0; i < count && p.leftOnWire > 0; i++) p.take(p.ends.kind === 'ipv6' ? f.address6 : f.address)
    if (authentication === 1 && p.leftOnWire >= 8) p.take(f.password, 8)
    if (authentication === 254 && p.left) p.take(f.digest, p.left)
  },
})

function checksum(p: Packet, version: number): void {
  const { f } = vrrp
  const at = p.at
  p.take(f.checksum)
  if (p.first) return
  const length = p.wire - p.base
  const pseudo = version === 3 || p.ends.kind === 'ipv6' ? pseudoSum(p, VRRP, length) : 0
  checked(p, p.row(f.checksum), at, p.base, length, f.status, f.badSum, pseudo)
}
