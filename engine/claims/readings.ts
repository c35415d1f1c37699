/** What a field named in a text may mean in a packet: every reading that a fair reader would accept. A statement is false only when it fits none of them. */
import type { FrameFacts } from './facts'
import type { FieldName } from './tokens'

export type Tag =
  'raw' | 'relative' | 'inheader' | 'scaled' | 'tcp' | 'ip' | 'udp' | 'eth' | 'arp' | 'icmp' | 'multiplier' | ''

export interface Reading {
  value: number | string
  /** Which reading it is; a word in the text may ask for one of them. */
  tag: Tag
  /** Shown to people. */
  show: string
  /** Filter name of the field behind it. */
  name: string
  /** What one unit of `value` is. */
  unit: 'byte' | 'word' | 'ns' | 'address' | ''
}

const hex = (n: number, digits: number): string => `0x${n.toString(16).padStart(digits, '0')}`

/** The readings of a field in one frame; none where the frame has no such field. */
export function readings(field: FieldName, f: FrameFacts): Reading[] {
  const out: Reading[] = []
  const num = (name: string, tag: Tag = '', unit: Reading['unit'] = '', show?: (n: number) => string): void => {
    const n = f.num(name)
    if (n !== undefined) out.push({ value: n, tag, show: show ? show(n) : String(n), name, unit })
  }
  const text = (name: string, tag: Tag = ''): void => {
    for (const t of f.textsOf(name).slice(0, 1))
      out.push({ value: t.toLowerCase(), tag, show: t, name, unit: 'address' })
  }
  const bytes = (n: number): string => String(n)
  switch (field) {
    case 'seq':
      num('tcp.seq', 'relative')
      num('tcp.seq_raw', 'raw', '', (n) => `${n} (${hex(n, 8)})`)
      num('icmp.seq', 'icmp')
      num('icmp.seq_le', 'icmp')
      break
    case 'ack':
      if (f.flags & 16) {
        num('tcp.ack', 'relative')
        num('tcp.ack_raw', 'raw', '', (n) => `${n} (${hex(n, 8)})`)
      } else num('tcp.ack_raw', '', '')
      break
    case 'nextseq': {
      num('tcp.nxtseq', 'relative')
      const [raw, first, next] = [f.num('tcp.seq_raw'), f.num('tcp.seq'), f.num('tcp.nxtseq')]
      if (raw !== undefined && first !== undefined && next !== undefined) {
        const n = (raw + next - first) >>> 0
        out.push({ value: n, tag: 'raw', show: `${n} (${hex(n, 8)})`, name: 'tcp.nxtseq', unit: '' })
      }
      break
    }
    case 'win': {
      num('tcp.window_size', 'scaled')
      num('tcp.window_size_value', 'inheader', '', (n) => `${n} (${hex(n, 4)})`)
      break
    }
    case 'wscale':
      num('tcp.options.wscale.multiplier', 'multiplier')
      num('tcp.options.wscale.shift', 'inheader')
      if (!(f.flags & 2)) num('tcp.window_size_scalefactor', 'multiplier')
      break
    case 'mss':
      num('tcp.options.mss_val', '', 'byte')
      break
    case 'srcport':
      num('tcp.srcport')
      num('udp.srcport')
      break
    case 'dstport':
      num('tcp.dstport')
      num('udp.dstport')
      break
    case 'port':
      for (const name of ['tcp.srcport', 'tcp.dstport', 'udp.srcport', 'udp.dstport']) num(name)
      break
    case 'srcip':
    case 'senderip':
      if (field === 'srcip') [text('ip.src'), text('ipv6.src')]
      text('arp.src.proto_ipv4')
      break
    case 'dstip':
    case 'targetip':
      if (field === 'dstip') [text('ip.dst'), text('ipv6.dst')]
      text('arp.dst.proto_ipv4')
      break
    case 'sendermac':
      text('arp.src.hw_mac')
      break
    case 'targetmac':
      text('arp.dst.hw_mac')
      break
    case 'srcmac':
      text('eth.src')
      text('arp.src.hw_mac')
      break
    case 'dstmac':
      text('eth.dst')
      break
    case 'src':
      return [...readings('srcip', f), ...readings('srcmac', f)]
    case 'dst':
      return [...readings('dstip', f), ...readings('dstmac', f)]
    case 'ip':
      return [...readings('srcip', f), ...readings('dstip', f)]
    case 'mac':
      return [...readings('srcmac', f), ...readings('dstmac', f), ...readings('targetmac', f)]
    case 'ttl':
      num('ip.ttl')
      num('ipv6.hlim')
      break
    case 'ethertype':
      num('eth.type', '', '', (n) => hex(n, 4))
      break
    case 'ipproto':
      num('ip.proto')
      num('ipv6.nxt')
      break
    case 'opcode':
      num('arp.opcode')
      break
    case 'hwtype':
      num('arp.hw.type')
      break
    case 'hwsize':
      num('arp.hw.size', '', 'byte', bytes)
      break
    case 'prototype':
      num('arp.proto.type', '', '', (n) => hex(n, 4))
      break
    case 'protosize':
      num('arp.proto.size', '', 'byte', bytes)
      break
    case 'ipid':
      num('ip.id', 'ip', '', (n) => `${n} (${hex(n, 4)})`)
      num('icmp.ident', 'icmp', '', (n) => `${n} (${hex(n, 4)})`)
      num('icmp.ident_le', 'icmp')
      num('dns.id')
      break
    case 'dnsid':
      num('dns.id', '', '', (n) => hex(n, 4))
      num('dhcp.id', '', '', (n) => hex(n, 8))
      break
    case 'tsval':
      num('tcp.options.timestamp.tsval')
      break
    case 'tsecr':
      num('tcp.options.timestamp.tsecr')
      break
    case 'checksum':
      num('tcp.checksum', 'tcp', '', (n) => hex(n, 4))
      num('udp.checksum', 'udp', '', (n) => hex(n, 4))
      num('icmp.checksum', 'icmp', '', (n) => hex(n, 4))
      num('ip.checksum', 'ip', '', (n) => hex(n, 4))
      break
    case 'hdrlen':
      num('tcp.hdr_len', 'tcp', 'byte')
      num('ip.hdr_len', 'ip', 'byte')
      if (f.has('eth.type')) out.push({ value: 14, tag: 'eth', show: '14', name: 'eth', unit: 'byte' })
      if (f.has('udp.srcport')) out.push({ value: 8, tag: 'udp', show: '8', name: 'udp', unit: 'byte' })
      break
    case 'payloadlen':
      num('tcp.len', 'tcp', 'byte')
      if (f.has('udp.length'))
        out.push({
          value: f.num('udp.length')! - 8,
          tag: 'udp',
          show: String(f.num('udp.length')! - 8),
          name: 'udp.length',
          unit: 'byte',
        })
      num('data.len', '', 'byte')
      num('ip.len', 'ip', 'byte')
      if (f.num('ip.len') !== undefined && f.num('ip.hdr_len') !== undefined) {
        const n = f.num('ip.len')! - f.num('ip.hdr_len')!
        out.push({ value: n, tag: 'ip', show: String(n), name: 'ip.len', unit: 'byte' })
      }
      if (f.isTcp)
        out.push({
          value: f.num('tcp.hdr_len')! + (f.num('tcp.len') ?? 0),
          tag: 'tcp',
          show: '',
          name: 'tcp.len',
          unit: 'byte',
        })
      break
    case 'framelen':
      out.push({ value: f.length, tag: 'eth', show: String(f.length), name: 'frame.len', unit: 'byte' })
      out.push({ value: f.length + 4, tag: 'eth', show: String(f.length + 4), name: 'frame.len', unit: 'byte' })
      num('ip.len', 'ip', 'byte')
      break
    case 'totallen':
      num('ip.len', 'ip', 'byte')
      out.push({ value: f.length, tag: 'eth', show: String(f.length), name: 'frame.len', unit: 'byte' })
      break
    case 'len':
      num('udp.length', 'udp', 'byte')
      out.push(...readings('framelen', f), ...readings('payloadlen', f), ...readings('hdrlen', f))
      if (f.isArp) out.push({ value: 28, tag: 'arp', show: '28', name: 'arp', unit: 'byte' })
      break
    case 'urgent':
      num('tcp.urgent_pointer')
      break
    case 'time':
      out.push({
        value: f.time,
        tag: '',
        show: `${(f.time / 1e9).toFixed(9)} s`,
        name: 'frame.time_relative',
        unit: 'ns',
      })
      break
    case 'padding': {
      const pad = f.textsOf('eth.padding')[0]
      const n = pad ? pad.replace(/:/g, '').length / 2 : 0
      out.push({ value: n, tag: '', show: String(n), name: 'eth.padding', unit: 'byte' })
      break
    }
    case 'flags':
      num('tcp.flags', '', '', (n) => hex(n, 3))
      break
    case 'fragoffset':
      num('ip.frag_offset', '', 'byte')
      break
    case 'icmptype':
      num('icmp.type')
      break
    default:
      break
  }
  return out.filter((r, i) => out.findIndex((o) => o.value === r.value && o.tag === r.tag) === i)
}
