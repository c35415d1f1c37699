/** RFC 2131, 2132 and 951, DHCP and BOOTP: how a host is told its address, and with it router, name servers and much else. */
import { hex } from '../../bytes/read'
import { bit, bits, ipv4, u16, u32, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { hardwareType, messageTypes, special } from './dhcp/fields'
import { decodeOption } from './dhcp/option'
import { simpleFields } from './dhcp/options'
import { dhcpHelp } from './dhcp-help'

const COOKIE = 0x6382_5363
const REPLY = 2
const ETHERNET = 1
/** Of the hardware address, and of the two texts behind it. */
const HARDWARE = 16
const SERVER = 64
const FILE = 128
const OPTIONS_AT = 236
const END = 255
const MESSAGE_TYPE = 53

const message = (v: number): string => messageTypes[v] ?? `Unknown Message Type (0x${v.toString(16).padStart(2, '0')})`

export const dhcp = protocol({
  name: 'dhcp',
  help: dhcpHelp,
  title: 'Dynamic Host Configuration Protocol',
  column: 'DHCP',
  shortName: 'DHCP/BOOTP',
  spec: 'RFC 2131',
  over: { 'udp.port': [67, 68, 4011] },
  header: {
    type: u8('dhcp.type', 'Message type', {
      names: { 1: 'Boot Request', 2: 'Boot Reply' },
      help: 'Requests come from clients, replies from servers; what kind of either says option 53.',
    }),
    hardwareType,
    hardwareLength: u8('dhcp.hw.len', 'Hardware address length'),
    hops: u8('dhcp.hops', 'Hops', { help: 'How many relays the message has passed.' }),
    id: u32('dhcp.id', 'Transaction ID', {
      display: 'hex',
      help: 'Chosen by the client: the messages of one conversation have the same.',
    }),
    seconds: u16('dhcp.secs', 'Seconds elapsed', { help: 'Since the client began to ask.' }),
    flags: u16('dhcp.flags', 'Bootp flags', {
      display: 'hex',
      show: (v) => `0x${v.toString(16).padStart(4, '0')} (${v & 0x8000 ? 'Broadcast' : 'Unicast'})`,
      of: {
        broadcast: bit('dhcp.flags.bc', 'Broadcast flag', 0x8000, { trueFalse: ['Broadcast', 'Unicast'] }),
        reserved: bits('dhcp.flags.reserved', 'Reserved flags', 0x7fff, { display: 'hex' }),
      },
    }),
    client: ipv4('dhcp.ip.client', 'Client IP address', { help: 'The address that the client has already.' }),
    your: ipv4('dhcp.ip.your', 'Your (client) IP address', { help: 'The address that the client gets.' }),
    server: ipv4('dhcp.ip.server', 'Next server IP address', { help: 'Where to load a boot file from.' }),
    relay: ipv4('dhcp.ip.relay', 'Relay agent IP address', { help: 'The router that passed the message on.' }),
  },
  fields: { ...special, ...simpleFields },
  decode(p, h, f) {
    // The swapped order of some clients: seconds that would be hours, in whole 256ths.
    const seconds = p.u16(h.seconds)
    if (seconds > 255 && (seconds & 255) === 0) {
      const row = p.row(h.seconds)
      p.revalue(row, seconds >> 8)
      const was = p.open(row)
      p.note(f.secondsSwapped)
      p.close(was)
    }
    const type = p.indexing ? 0 : messageType(p)
    if (type < 0) p.name('BOOTP')
    if (p.columns) p.say(type < 0 ? bootpInfo(p, p.u8(h.type), p.u8(h.hardwareLength)) : dhcpInfo(type, p.u32(h.id)))
    hardware(p, p.u8(h.hardwareType), p.u8(h.hardwareLength))
    named(p, f.server, SERVER, 'Server host name not given')
    named(p, f.file, FILE, 'Boot file name not given')
    if (p.peek(4) === COOKIE) {
      p.label(p.add(f.cookie, p.at, 4), 'Magic cookie: DHCP')
      p.skip(4)
      options(p)
    } else p.take(f.vendor, Math.min(64, p.left))
  },
  heading(p) {
    const type = messageType(p)
    return 'Dynamic Host Configuration Protocol' + (type < 0 ? '' : ` (${message(type)})`)
  },
})

/** What option 53 says, −1 where there is none: the message is plain BOOTP. */
function messageType(p: Packet): number {
  const from = p.base + OPTIONS_AT
  if (from + 4 > p.end || p.peekAt(from, 4) !== COOKIE) return -1
  for (let at = from + 4; at + 2 < p.end;) {
    const code = p.bytes[at]!
    if (code === END) break
    if (code === MESSAGE_TYPE) return p.bytes[at + 2]!
    at += code ? 2 + p.bytes[at + 1]! : 1
  }
  return -1
}

const dhcpInfo = (type: number, id: number): string =>
  `DHCP ${message(type).padEnd(8)} - Transaction ID 0x${id.toString(16)}`

function bootpInfo(p: Packet, type: number, length: number): string {
  if (type === REPLY) return 'Boot Reply'
  if (type !== 1) return `Unknown BOOTP message type (${type})`
  const at = p.base + 28
  p.need(HARDWARE, at)
  const address = hex(p.bytes, at, Math.min(HARDWARE, length), ':')
  return address ? `Boot Request from ${address} (${address})` : 'Boot Request'
}

function hardware(p: Packet, type: number, length: number): void {
  const { f } = dhcp
  const known = Math.min(length, HARDWARE)
  p.need(HARDWARE)
  if (!known) p.add(f.noAddress, p.at, HARDWARE)
  else if (known === 6 && (type === ETHERNET || type === 6)) p.add(f.mac, p.at, 6)
  else p.add(f.hardware, p.at, known)
  if (known && known < HARDWARE) p.add(f.padding, p.at + known, HARDWARE - known)
  p.skip(HARDWARE)
}

function named(p: Packet, field: typeof special.server, size: number, absent: string): void {
  const given = p.peek(1) !== 0
  const row = p.add(field, p.at, size)
  p.skip(size)
  if (!given) p.label(row, absent)
}

function options(p: Packet): void {
  const { f } = dhcp
  while (p.left) {
    const code = p.peek(1)
    if (code === 0) {
      const from = p.at
      while (p.at < p.end && p.bytes[p.at] === 0) p.at++
      const was = p.open(p.add(f.option, from, p.at - from, 0))
      p.add(f.zeros, from, p.at - from)
      p.close(was)
      continue
    }
    if (code === END) {
      // The reference gives the end no number of its own.
      const row = p.add(f.option, p.at, 1, 0)
      p.label(row, 'Option: (255) End')
      const was = p.open(row)
      p.add(f.end, p.at, 1)
      p.close(was)
      p.skip(1)
      if (p.left) p.take(f.zeros, p.left)
      return
    }
    decodeOption(p, code, message)
  }
  p.note(f.noEnd)
}
