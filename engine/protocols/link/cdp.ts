/** Cisco Discovery Protocol (public descriptions): a device tells its neighbours what it is, and by which port it speaks. */
import { checksumStateNames } from '../../bytes/checksum'
import { ipv4 as ipv4Text } from '../../bytes/read'
import { utf8Text } from '../../bytes/text'
import { checked } from '../../dissect/checked'
import { bit, bool8, bytes, ether, expert, ipv4, ipv6, string, u16, u24, u32, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { vendorOf } from '../../names/addresses'
import { cdpItems } from '../../names/cdp'

const yesNo = { trueFalse: ['Yes', 'No'] } as const
const hex4 = (v: number): string => `0x${v.toString(16).padStart(4, '0')}`

export const cdp = protocol({
  name: 'cdp',
  title: 'Cisco Discovery Protocol',
  spec: 'Cisco',
  over: {
    'llc.snap.00000c': [0x2000],
    'gre.proto': [0x2000],
    'chdlc.protocol': [0x2000],
    'ppp.protocol': [0x0207],
  },
  fields: {
    version: u8('cdp.version', 'Version'),
    ttl: u8('cdp.ttl', 'TTL', { unit: ' seconds', help: 'How long the receiver remembers this.' }),
    checksum: u16('cdp.checksum', 'Checksum', { display: 'hex' }),
    status: u8('cdp.checksum.status', 'Checksum Status', {
      generated: true,
      display: 'none',
      names: checksumStateNames,
    }),
    badSum: expert('cdp.checksum.bad', 'error', 'Checksum', 'Bad checksum'),
    type: u16('cdp.tlv.type', 'Type', { display: 'hex', names: cdpItems }),
    length: u16('cdp.tlv.len', 'Length'),
    device: string('cdp.deviceid', 'Device ID', { help: 'Name of the device that sends this.' }),
    platform: string('cdp.platform', 'Platform', { help: 'Kind of device.' }),
    port: string('cdp.portid', 'Sent through Interface', { help: 'Port of the sender that this link is on.' }),
    software: string('cdp.software_version', 'Software version'),
    count: u32('cdp.number_of_addresses', 'Number of addresses'),
    addressType: u8('cdp.protocol_type', 'Protocol type', { display: 'hex', names: { 1: 'NLPID', 2: '802.2' } }),
    addressProtocolLength: u8('cdp.protocol_length', 'Protocol length'),
    addressProtocol: bytes('cdp.protocol', 'Protocol'),
    addressLength: u16('cdp.address_length', 'Address length'),
    address: bytes('cdp.address', 'Address'),
    ip: ipv4('cdp.nrgyz.ip_address', 'IP Address', { help: 'An address at which the device can be reached.' }),
    ip6: ipv6('cdp.ipv6_address', 'IPv6 address'),
    capabilities: u32('cdp.capabilities', 'Capabilities', {
      display: 'hex',
      help: 'What the device is: router, switch, telephone.',
      of: {
        router: bit('cdp.capabilities.router', 'Router', 0x0001, yesNo),
        bridge: bit('cdp.capabilities.trans_bridge', 'Transparent Bridge', 0x0002, yesNo),
        source: bit('cdp.capabilities.src_bridge', 'Source Route Bridge', 0x0004, yesNo),
        switch: bit('cdp.capabilities.switch', 'Switch', 0x0008, yesNo),
        host: bit('cdp.capabilities.host', 'Host', 0x0010, yesNo),
        igmp: bit('cdp.capabilities.igmp_capable', 'IGMP capable', 0x0020, yesNo),
        repeater: bit('cdp.capabilities.repeater', 'Repeater', 0x0040, yesNo),
        phone: bit('cdp.capabilities.voip_phone', 'VoIP Phone', 0x0080, yesNo),
        remote: bit('cdp.capabilities.remote', 'Remotely Managed Device', 0x0100, yesNo),
        camera: bit('cdp.capabilities.cvta', 'CVTA/STP Dispute Resolution/Cisco VT Camera', 0x0200, yesNo),
        relay: bit('cdp.capabilities.mac_relay', 'Two Port Mac Relay', 0x0400, yesNo),
      },
    }),
    prefix: ipv4('cdp.ip_prefix', 'IP Prefix'),
    oui: u24('cdp.oui', 'OUI'),
    helloProtocol: u16('cdp.protocol_id', 'Protocol ID', { display: 'hex', names: { 0x0112: 'Cluster Management' } }),
    master: ipv4('cdp.cluster.master_ip', 'Cluster Master IP'),
    clusterIp: ipv4('cdp.cluster.ip', 'IP?'),
    clusterVersion: u8('cdp.cluster.version', 'Version?', { display: 'hex' }),
    clusterSub: u8('cdp.cluster.sub_version', 'Sub Version?', { display: 'hex' }),
    clusterStatus: u8('cdp.cluster.status', 'Status?', { display: 'hex' }),
    clusterUnknown: u8('cdp.cluster.unknown', 'UNKNOWN', { display: 'hex' }),
    commander: ether('cdp.cluster.commander_mac', 'Cluster Commander MAC'),
    switchAddress: ether('cdp.cluster.switch_mac', "Switch's MAC"),
    managementVlan: u16('cdp.cluster.management_vlan', 'Management VLAN'),
    domain: string('cdp.vtp_management_domain', 'VTP Management Domain'),
    nativeVlan: u16('cdp.native_vlan', 'Native VLAN', {
      help: 'VLAN of frames without a tag; both ends should say the same.',
    }),
    duplex: bool8('cdp.duplex', 'Duplex', { trueFalse: ['Full', 'Half'], help: 'Both ends should say the same.' }),
    data: bytes('cdp.data', 'Data'),
    voiceVlan: u16('cdp.voice_vlan', 'Voice VLAN'),
    consumption: u16('cdp.power_consumption', 'Power Consumption', { unit: 'mW' }),
    mtu: u32('cdp.mtu', 'MTU'),
    trust: u8('cdp.trust_bitmap', 'Trust Bitmap', { display: 'hex' }),
    untrusted: u8('cdp.untrusted_port_cos', 'Untrusted port CoS', { display: 'hex' }),
    systemName: string('cdp.system_name', 'System Name'),
    request: u16('cdp.request_id', 'Request-ID'),
    management: u16('cdp.management_id', 'Management-ID'),
    requested: u32('cdp.power_requested', 'Power Requested', { unit: 'mW' }),
    available: u32('cdp.power_available', 'Power Available', { unit: 'mW' }),
  },
  decode(p, _, f) {
    p.take(f.version)
    p.take(f.ttl)
    const at = p.at
    p.take(f.checksum)
    if (!p.first) checked(p, p.row(f.checksum), at, p.base, p.wire - p.base, f.status, f.badSum)
    if (p.columns) p.say('')
    while (p.leftOnWire >= 4) if (!item(p)) break
  },
})

/** False where its length cannot be. */
function item(p: Packet): boolean {
  const { f } = cdp
  const type = p.peek(2)
  const length = p.peek(2, 2)
  if (length < 4) return false
  p.need(length)
  const line = p.text(`Type: ${cdpItems[type] ?? `Unknown (${hex4(type)})`}, length: ${length}`, p.at, length)
  const was = p.open(line)
  p.take(f.type)
  p.take(f.length)
  const size = length - 4
  const label = { text: '' }
  if (size > 0 || type === 9) p.part(size, () => (label.text = (VALUES[type] ?? other)(p, size)))
  if (label.text) p.label(line, label.text)
  p.close(was)
  return true
}

const other = (p: Packet, size: number): string => (p.take(cdp.f.data, size), '')
const textOf = (p: Packet, size: number): string => (p.indexing ? '' : utf8Text(p.bytes, p.at, size))

/** Reads the value of an item, and gives the line of its group. */
const VALUES: Readonly<Record<number, (p: Packet, size: number) => string>> = {
  1: (p, size) => {
    const name = textOf(p, size)
    if (p.columns) p.sayMore(`Device ID: ${name}  `)
    p.take(cdp.f.device, size)
    return `Device ID: ${name}`
  },
  2: (p) => (addresses(p), 'Addresses'),
  3: (p, size) => {
    const name = textOf(p, size)
    if (p.columns) p.sayMore(`Port ID: ${name}  `)
    p.take(cdp.f.port, size)
    return `Port ID: ${name}`
  },
  4: (p) => (p.take(cdp.f.capabilities), 'Capabilities'),
  5: (p) => (lines(p), 'Software Version'),
  6: (p, size) => {
    const name = textOf(p, size)
    p.take(cdp.f.platform, size)
    return `Platform: ${name}`
  },
  7: prefixes,
  8: hello,
  9: (p, size) => {
    const name = textOf(p, size)
    p.take(cdp.f.domain, size)
    return `VTP Management Domain: ${name}`
  },
  0x0a: (p) => `Native VLAN: ${p.take(cdp.f.nativeVlan)}`,
  0x0b: (p) => `Duplex: ${p.take(cdp.f.duplex) ? 'Full' : 'Half'}`,
  0x0e: voice('VoIP VLAN Reply'),
  0x0f: voice('VoIP VLAN Query'),
  0x10: (p) => `Power Consumption: ${p.take(cdp.f.consumption)} mW`,
  0x11: (p) => `MTU: ${p.take(cdp.f.mtu)}`,
  0x12: (p) => `Trust Bitmap: 0x${p.take(cdp.f.trust).toString(16).padStart(2, '0')}`,
  0x13: (p) => `Untrusted port CoS: 0x${p.take(cdp.f.untrusted).toString(16).padStart(2, '0')}`,
  0x14: (p, size) => {
    const name = textOf(p, size)
    p.take(cdp.f.systemName, size)
    return `System Name: ${name}`
  },
  0x16: (p) => (addresses(p), 'Management Addresses'),
  0x19: (p) => power(p, 'Power Request', cdp.f.requested),
  0x1a: (p) => power(p, 'Power Available', cdp.f.available),
}

/** `Software version: …`, a line of the tree for each of the text. */
function lines(p: Packet): void {
  const { f } = cdp
  while (p.left > 0) {
    let end = p.at
    while (end < p.end && p.bytes[end] !== 10) end++
    p.take(f.software, end - p.at)
    if (p.left > 0) p.skip(1)
  }
}

function addresses(p: Packet): void {
  const { f } = cdp
  const count = p.take(f.count)
  for (let i = 0; i < count && p.left > 0; i++) address(p)
}

function address(p: Packet): void {
  const { f } = cdp
  const start = p.at
  const line = p.text('Address', start)
  const was = p.open(line)
  const type = p.take(f.addressType)
  const width = p.take(f.addressProtocolLength)
  p.need(width)
  const number = width === 1 ? p.peek(1) : -1
  const six = type === 2 && width === 8 && p.peek(2, 6) === 0x86dd
  const isIp = type === 1 && number === 0xcc
  const row = p.take(f.addressProtocol, width)
  void row
  if (isIp) p.label(p.row(f.addressProtocol), 'Protocol: IP')
  const length = p.take(f.addressLength)
  if (isIp && length === 4) {
    if (p.drawing) p.label(line, `IP address: ${ipv4Text(p.bytes, p.at)}`)
    p.take(f.ip)
  } else if (six && length === 16) p.take(f.ip6)
  else p.take(f.address, length)
  p.close(was, true)
}

function prefixes(p: Packet, size: number): string {
  const { f } = cdp
  if (size === 4) {
    const text = p.indexing ? '' : ipv4Text(p.bytes, p.at)
    p.take(f.prefix)
    return `ODR Default gateway: ${text}`
  }
  const count = Math.floor(size / 5)
  for (let i = 0; i < count; i++) {
    const bits = p.peek(1, 4)
    const text = p.drawing ? `IP Prefix: ${ipv4Text(p.bytes, p.at)}/${bits}` : ''
    p.take(f.prefix)
    p.label(p.row(f.prefix), text)
    p.skip(1)
  }
  return `IP Prefixes: ${count}`
}

function hello(p: Packet, size: number): string {
  const { f } = cdp
  const oui = p.take(f.oui)
  if (p.drawing) {
    const digits = oui.toString(16).padStart(6, '0')
    const name = vendorOf(oui)
    const text = `${digits.slice(0, 2)}:${digits.slice(2, 4)}:${digits.slice(4)}`
    p.label(p.row(f.oui), `OUI: ${name ? `${text} (${name})` : text}`)
  }
  const number = p.take(f.helloProtocol)
  if (number !== 0x0112) {
    if (size > 5) p.take(f.data, size - 5)
    return 'Protocol Hello: Unknown'
  }
  for (const field of [f.master, f.clusterIp, f.clusterVersion, f.clusterSub, f.clusterStatus, f.clusterUnknown])
    p.take(field)
  p.take(f.commander)
  p.take(f.switchAddress)
  p.take(f.clusterUnknown)
  p.take(f.managementVlan)
  return 'Protocol Hello: Cluster Management'
}

function voice(title: string): (p: Packet, size: number) => string {
  return (p, size) => {
    if (size === 3) {
      p.take(cdp.f.data, 1)
      return `${title}: ${p.take(cdp.f.voiceVlan)}`
    }
    p.take(cdp.f.data, size)
    return title
  }
}

function power(p: Packet, title: string, field: typeof cdp.f.requested): string {
  p.take(cdp.f.request)
  p.take(cdp.f.management)
  const list: string[] = []
  while (p.left >= 4) list.push(`${p.take(field)} mW`)
  return `${title}: ${list.join(', ')}`
}
