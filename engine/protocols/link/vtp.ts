/** Cisco's VTP (public descriptions): switches tell each other which VLANs there are. */
import { utf8Text, untilZero } from '../../bytes/text'
import { bit, bytes, ipv4, string, u16, u32, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'

const DOMAIN = 32
const DIGEST = 16
const STAMP = 12
type Names = Readonly<Record<number, string>>
const codes: Names = {
  1: 'Summary Advertisement',
  2: 'Subset Advertisement',
  3: 'Advertisement Request',
  4: 'Join/Prune Message',
}
const kinds: Names = { 1: 'Ethernet', 2: 'FDDI', 3: 'TrCRF', 4: 'FDDI-net', 5: 'TrBRF' }
const parameters: Names = {
  1: 'Source-Routing Ring Number',
  2: 'Source-Routing Bridge Number',
  3: 'Spanning-Tree Protocol Type',
  4: 'Parent VLAN',
  5: 'Translationally Bridged VLANs',
  6: 'Pruning',
  7: 'Bridge Type',
  8: 'Max ARE Hop Count',
  9: 'Max STE Hop Count',
  10: 'Backup CRF Mode',
}
const or = (names: Names) => (v: number) => names[v] ?? 'Unknown'
const I = 'vtp.vlan_info'
const hex = { display: 'hex' } as const

export const vtp = protocol({
  name: 'vtp',
  title: 'VLAN Trunking Protocol',
  column: 'VTP',
  spec: 'Cisco VTP',
  over: { 'llc.snap.00000c': [0x2003] },
  header: {
    version: u8('vtp.version', 'Version', hex),
    code: u8('vtp.code', 'Code', {
      ...hex,
      names: or(codes),
      help: 'A summary says which state is the newest; subsets tell the VLANs themselves.',
    }),
  },
  fields: {
    followers: u8('vtp.followers', 'Followers', { help: 'Subset advertisements that follow.' }),
    sequence: u8('vtp.seq_num', 'Sequence Number'),
    reserved: bytes('vtp.reserved', 'Reserved'),
    domainLength: u8('vtp.md_len', 'Management Domain Length'),
    domain: string('vtp.md', 'Management Domain', { help: 'Only switches of the same domain listen.' }),
    revision: u32('vtp.conf_rev_num', 'Configuration Revision Number', {
      help: 'The highest one wins: a switch with a higher number overwrites the VLANs of all others.',
    }),
    updater: ipv4('vtp.upd_id', 'Updater Identity'),
    stamp: string('vtp.upd_ts', 'Update Timestamp'),
    digest: bytes('vtp.md5_digest', 'MD5 Digest'),
    start: u16('vtp.start_value', 'Start Value', hex),
    length: u8(`${I}.len`, 'VLAN Information Length'),
    status: u8(`${I}.status`, 'Status', {
      ...hex,
      of: { suspended: bit(`${I}.status.vlan_susp`, 'VLAN suspended', 0x01) },
    }),
    kind: u8(`${I}.vlan_type`, 'VLAN Type', { ...hex, names: or(kinds) }),
    nameLength: u8(`${I}.vlan_name_len`, 'VLAN Name Length'),
    vlan: u16(`${I}.isl_vlan_id`, 'ISL VLAN ID', { ...hex, help: 'Number of the VLAN.' }),
    mtu: u16(`${I}.mtu_size`, 'MTU Size'),
    index: u32(`${I}.802_10_index`, '802.10 Index', hex),
    name: string(`${I}.vlan_name`, 'VLAN Name', { help: 'Name of the VLAN.' }),
    parameter: u8(`${I}.tlv_type`, 'Type', { ...hex, names: or(parameters) }),
    parameterLength: u8(`${I}.tlv_len`, 'Length'),
    ring: u16(`${I}.src_route_ring_num`, 'Source-Routing Ring Number', hex),
    bridge: u16(`${I}.src_route_bridge_num`, 'Source-Routing Bridge Number', hex),
    tree: u16(`${I}.stp_type`, 'Spanning-Tree Protocol Type', {
      ...hex,
      names: or({ 1: 'SRT', 2: 'SRB', 3: 'Auto' }),
    }),
    parent: u16(`${I}.parent_vlan`, 'Parent VLAN', hex),
    translated: u16(`${I}.translationally_bridged_vlans`, 'Translationally Bridged VLANs', hex),
    pruning: u16(`${I}.pruning`, 'Pruning', { ...hex, names: or({ 1: 'Enabled', 2: 'Disabled' }) }),
    bridgeType: u16(`${I}.bridge_type`, 'Bridge Type', { ...hex, names: or({ 1: 'SRT', 2: 'SRB' }) }),
    are: u16(`${I}.max_are_hop_count`, 'Max ARE Hop Count'),
    ste: u16(`${I}.max_ste_hop_count`, 'Max STE Hop Count'),
    backup: u16(`${I}.backup_crf_mode`, 'Backup CRF Mode', {
      ...hex,
      names: or({ 1: 'TrCRF is configured as a backup', 2: 'TrCRF is not configured as a backup' }),
    }),
    data: bytes(`${I}.data`, 'Data'),
    first: u16('vtp.pruning.first', 'First VLAN ID'),
    last: u16('vtp.pruning.last', 'Last VLAN ID'),
    active: u16('vtp.pruning.active', 'VLAN'),
  },
  decode(p, h) {
    const code = p.u8(h.code)
    if (p.columns) p.say(said(p, code))
    if (code === 1) summary(p)
    else if (code === 2) subset(p)
    else if (code === 3) {
      p.take(vtp.f.reserved, 1)
      domain(p)
      p.take(vtp.f.start)
    } else if (code === 4) joins(p)
    p.at = p.end
  },
})

function said(p: Packet, code: number): string {
  const revision = (): number => p.peek(4, 2 + DOMAIN)
  if (code === 1) return p.left >= 38 ? `Summary Advertisement, Revision: ${revision()}, Followers: ${p.peek(1)}` : ''
  if (code === 2) return p.left >= 38 ? `Subset Advertisement, Revision: ${revision()}, Seq: ${p.peek(1)}` : ''
  return code === 3 ? 'Advertisement Request' : code === 4 ? 'Join' : 'Unrecognized VTP message'
}

function domain(p: Packet): void {
  const { f } = vtp
  const length = p.take(f.domainLength)
  p.need(DOMAIN)
  const row = p.add(f.domain, p.at, DOMAIN, utf8Text(p.bytes, p.at, Math.min(length, DOMAIN)))
  if (p.drawing && length > DOMAIN)
    p.label(row, `Management Domain: ${utf8Text(p.bytes, p.at, untilZero(p.bytes, p.at, DOMAIN))}`)
  p.skip(DOMAIN)
}

function summary(p: Packet): void {
  const { f } = vtp
  p.take(f.followers)
  domain(p)
  p.take(f.revision)
  p.take(f.updater)
  p.need(STAMP)
  const two = Array.from({ length: 6 }, (_, i) => utf8Text(p.bytes, p.at + 2 * i, 2))
  p.add(f.stamp, p.at, STAMP, `${two.slice(0, 3).join('-')} ${two.slice(3).join(':')}`)
  p.skip(STAMP)
  p.take(f.digest, DIGEST)
}

function subset(p: Packet): void {
  const { f } = vtp
  p.take(f.sequence)
  domain(p)
  p.take(f.revision)
  while (p.left > 0) {
    const length = p.peek(1)
    if (!length) return
    const was = p.open(p.text('VLAN Information', p.at, length))
    p.need(length)
    p.part(length, () => vlan(p))
    p.close(was)
  }
}

function vlan(p: Packet): void {
  const { f } = vtp
  p.take(f.length)
  const status = p.take(f.status)
  if (status & 1) p.label(p.row(f.status), `Status: 0x${status.toString(16).padStart(2, '0')} (VLAN suspended)`)
  p.take(f.kind)
  const size = p.take(f.nameLength)
  for (const field of [f.vlan, f.mtu, f.index]) p.take(field)
  p.take(f.name, size)
  const pad = (4 - (size % 4)) % 4
  if (p.left >= pad) p.skip(pad)
  while (p.left >= 2) parameter(p)
}

function parameter(p: Packet): void {
  const { f } = vtp
  const type = p.peek(1)
  const size = p.peek(1, 1) * 2
  const was = p.open(p.text(parameters[type] ?? 'Unknown TLV type', p.at, 2 + size))
  p.take(f.parameter)
  p.take(f.parameterLength)
  p.need(size)
  p.part(size, () => {
    const list = [f.ring, f.bridge, f.tree, f.parent, f.translated, f.pruning, f.bridgeType, f.are, f.ste, f.backup]
    const field = list[type - 1]
    if (field && p.left >= 2) while (p.left >= 2) p.take(field)
    else if (p.left) p.take(f.data, p.left)
  })
  p.close(was)
}

function joins(p: Packet): void {
  const { f } = vtp
  p.take(f.reserved, 1)
  domain(p)
  const first = p.take(f.first)
  p.take(f.last)
  const was = p.open(p.text('Advertised active (i.e. not pruned) VLANs', p.at, p.left))
  for (let number = first; p.left > 0; number += 8) {
    const byte = p.peek(1)
    for (let i = 0; i < 8; i++) if (byte & (0x80 >> i)) p.add(f.active, p.at, 1, number + i)
    p.skip(1)
  }
  p.close(was)
}
