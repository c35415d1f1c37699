/** Cisco's WCCP (draft-mclaggan-wccp-v2rev1): routers and web caches agree whose requests a cache gets. Items are named; assignments stay bytes. */
import { bit, bits, bytes, ipv4, u16, u32, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { ipProtocolName } from '../../names/ip-protocols'

type Names = Readonly<Record<number, string>>
const messages: Names = {
  7: '1.0 Here I am',
  8: '1.0 I see you',
  9: '1.0 Assign bucket',
  10: '2.0 Here I am',
  11: '2.0 I see you',
  12: '2.0 Redirect assign',
  13: '2.0 Removal query',
}
const items: Names = {
  0: 'Security Info',
  1: 'Service Info',
  2: 'Router Identity Info',
  3: 'Web-Cache Identity Info',
  4: 'Router View Info',
  5: 'Web-Cache View Info',
  6: 'Assignment Info',
  7: 'Query Info',
  8: 'Capability Info',
  13: 'Alternate Assignment Info',
  14: 'Assign Map',
  15: 'Command Extension',
  16: 'Alternate Assignment Map',
  17: 'Address Table',
}
const or = (names: Names) => (v: number) => names[v] ?? 'Unknown'
const hex = { display: 'hex' } as const
const used = { trueFalse: ['Used', 'Not used'] } as const
const S = 'wccp.service_info'
const FIRST_OF_TWO = 10

export const wccp = protocol({
  name: 'wccp',
  title: 'Web Cache Communication Protocol',
  column: 'WCCP',
  spec: 'draft-mclaggan-wccp-v2rev1',
  over: { 'udp.port': [2048] },
  fields: {
    message: u32('wccp.message', 'WCCP Message Type', {
      names: or(messages),
      help: 'A cache says “here I am”, the router answers “I see you”.',
    }),
    version: u32('wccp.version', 'WCCP Version', { ...hex, names: or({ 4: '1' }) }),
    laterVersion: u16('wccp.message_header_version', 'WCCP Version (>=2)', hex),
    length: u16('wccp.message_header_length', 'Length'),
    item: u16('wccp.item_type', 'Type', { names: or(items) }),
    itemLength: u16('wccp.item_length', 'Length'),
    data: bytes('wccp.item_data', 'Data'),
    security: u32('wccp.security_info_option', 'Security Option', { names: or({ 0: 'None', 1: 'MD5' }) }),
    digest: bytes('wccp.security_md5_checksum', 'MD5 checksum (not checked)'),
    service: u8(`${S}_type`, 'Service Type', {
      names: or({ 0: 'Standard predefined service', 1: 'Dynamic CE defined service' }),
    }),
    standard: u8(`${S}_std_id`, 'WCCP Service ID (Standard)', { names: or({ 0: 'HTTP' }) }),
    dynamic: u8(`${S}_dyn_id`, 'WCCP Service ID ( Dynamic)'),
    priority: u8(`${S}_priority`, 'Priority (highest is 255)'),
    protocol: u8(`${S}_protocol`, 'Protocol', { names: ipProtocolName }),
    serviceFlags: u32(`${S}_flags`, 'Flags', {
      ...hex,
      of: {
        source: bit(`${S}_flag.src_ip_hash`, 'Source IP address in primary hash', 0x01, used),
        destination: bit(`${S}_flag.dest_ip_hash`, 'Destination IP address in primary hash', 0x02, used),
        sourcePort: bit(`${S}_flag.src_port_hash`, 'Source port in primary hash', 0x04, used),
        destinationPort: bit(`${S}_flag.dest_port_hash`, 'Destination port in primary hash', 0x08, used),
        ports: bit(`${S}_flag.ports_defined`, 'Ports', 0x10, { trueFalse: ['Defined', 'Not defined'] }),
        whose: bit(`${S}_flag.ports_source`, 'Ports refer to', 0x20, {
          trueFalse: ['Source port', 'Destination port'],
        }),
        only: bit(`${S}_flag.redirect_only_protocol_0`, 'Redirect only protocol 0', 0x40, {
          trueFalse: ['Redirect only protocol 0', 'Redirect all traffic'],
        }),
        source2: bit(`${S}_flag.src_ip_alt_hash`, 'Source IP address in secondary hash', 0x100, used),
        destination2: bit(`${S}_flag.dest_ip_alt_hash`, 'Destination IP address in secondary hash', 0x200, used),
        sourcePort2: bit(`${S}_flag.src_port_alt_hash`, 'Source port in secondary hash', 0x400, used),
        destinationPort2: bit(`${S}_flag.dest_port_alt_hash`, 'Destination port in secondary hash', 0x800, used),
        reserved: bits(`${S}_flag.reserved`, 'Reserved, should be 0', 0xfffff000, hex),
      },
    }),
    sourcePort: u16(`${S}_source_port`, 'Source Port'),
    destinationPort: u16(`${S}_destination_port`, 'Destination Port'),
    revision: u32('wccp.hash_revision', 'Hash Revision'),
    flags: u32('wccp.hash_flag', 'Flags', {
      ...hex,
      of: { old: bit('wccp.hash_flag.u', 'Hash information', 0x10000, { trueFalse: ['Historical', 'Current'] }) },
    }),
    received: u32('wccp.recvd_id', 'Received ID', { help: 'Shows the router that its last message arrived.' }),
    change: u32('wccp.change_num', 'Change Number'),
    caches: u32('wccp.wc_num', 'Number of Web Caches'),
    cache: ipv4('wccp.cache_ip', 'Web Cache IP address'),
  },
  decode(p, _, f) {
    const message = p.peek(4)
    if (!messages[message]) return false
    if (p.columns) p.say(messages[message]!)
    p.take(f.message)
    if (message >= FIRST_OF_TWO) return two(p)
    one(p, message)
    p.at = p.end
  },
})

function one(p: Packet, message: number): void {
  const { f } = wccp
  if (message === 9) {
    p.take(f.received)
    for (let n = p.take(f.caches); n > 0; n--) p.take(f.cache)
    p.need(256)
    return
  }
  p.take(f.version)
  if (message === 7) {
    p.take(f.revision)
    p.need(32)
    p.skip(32)
    p.take(f.flags)
    p.take(f.received)
    return
  }
  p.take(f.change)
  p.take(f.received)
  for (let n = p.take(f.caches); n > 0; n--) {
    p.take(f.cache)
    p.take(f.revision)
    p.skip(32)
    p.take(f.flags)
  }
}

function two(p: Packet): void {
  const { f } = wccp
  p.take(f.laterVersion)
  p.limit(p.take(f.length))
  while (p.left >= 4) {
    const type = p.peek(2)
    const length = p.peek(2, 2)
    const was = p.open(p.text(items[type] ?? `Unknown info type (${type})`, p.at, 4 + length))
    p.take(f.item)
    p.take(f.itemLength)
    p.need(length)
    p.part(length, () => {
      if (type === 0 && length >= 4) {
        p.take(f.security)
        if (p.left >= 16) p.take(f.digest, 16)
      } else if (type === 1 && length >= 24) service(p)
      if (p.left) p.take(f.data, p.left)
    })
    p.close(was)
  }
}

function service(p: Packet): void {
  const { f } = wccp
  const isStandard = p.take(f.service) === 0
  p.take(isStandard ? f.standard : f.dynamic)
  p.take(f.priority)
  p.take(f.protocol)
  const flags = p.take(f.serviceFlags)
  if (!(flags & 0x10)) {
    p.text('Ports fields not used', p.at, 16)
    p.skip(16)
    return
  }
  for (let i = 0; i < 8; i++) p.take(flags & 0x20 ? f.sourcePort : f.destinationPort)
}
