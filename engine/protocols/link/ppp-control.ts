/**
 * RFC 1661, the packets by which the two ends of a PPP link agree on options, and the protocols of this form: the link itself (LCP), IPv4
 * (IPCP, RFC 1332), IPv6 (IPV6CP, RFC 5072), compression (CCP, RFC 1962) and others.
 */
import { hex as hexText } from '../../bytes/read'
import { bytes, ipv4, u16, u32, u8 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { controlCodes, pppProtocols } from '../../names/ppp'
import { ppp } from './ppp'

/** An option's name, and how its value is read; what it gives stands behind the name in the tree. */
type Option = readonly [name: string, read?: (p: Packet, size: number) => string | undefined]
interface Kind {
  type: Field
  length: Field
  options: Readonly<Record<number, Option>>
  /** LCP alone echoes and rejects whole protocols. */
  link?: boolean
}

const number = (field: () => Field, text?: (v: number) => string): ((p: Packet, size: number) => string) => {
  return (p, size) => {
    const v = p.take(field(), size)
    return text ? text(v) : `${v}`
  }
}
const hex = (v: number, digits: number): string => `0x${v.toString(16).padStart(digits, '0')}`
const protocolText = (v: number): string => `${pppProtocols[v] ?? 'Unknown'} (${hex(v, 4)})`

const lcpFields = {
  type: u8('lcp.opt.type', 'Type'),
  length: u8('lcp.opt.length', 'Length'),
  mru: u16('lcp.opt.mru', 'MRU', { help: 'Largest packet that the sender takes.' }),
  asyncMap: u32('lcp.opt.asyncmap', 'Async Control Character Map', { display: 'hex' }),
  authentication: u16('lcp.opt.auth_protocol', 'Authentication Protocol', {
    display: 'hex',
    names: (v) => pppProtocols[v],
    help: 'How the other side is to prove who it is.',
  }),
  algorithm: u8('lcp.opt.algorithm', 'Algorithm', {
    names: { 5: 'CHAP with MD5', 6: 'SHA-1', 128: 'MS-CHAP', 129: 'MS-CHAP-2' },
  }),
  quality: u16('lcp.opt.quality_protocol', 'Quality Protocol', { display: 'hex', names: (v) => pppProtocols[v] }),
  magic: u32('lcp.opt.magic_number', 'Magic Number', {
    display: 'hex',
    help: 'Chosen at random: seeing it come back means that the line is looped.',
  }),
  callback: u8('lcp.opt.operation', 'Callback Operation'),
  data: bytes('lcp.opt.data', 'Data'),
}
const lcpOptions: Kind['options'] = {
  1: ['Maximum Receive Unit', number(() => lcpFields.mru)],
  2: [
    'Async Control Character Map',
    number(
      () => lcpFields.asyncMap,
      (v) => hex(v, 8),
    ),
  ],
  3: ['Authentication Protocol', authentication],
  4: ['Quality Protocol', number(() => lcpFields.quality, protocolText)],
  5: [
    'Magic Number',
    number(
      () => lcpFields.magic,
      (v) => hex(v, 8),
    ),
  ],
  7: ['Protocol Field Compression'],
  8: ['Address and Control Field Compression'],
  13: ['Callback'],
  17: ['Multilink MRRU'],
  19: ['Multilink Endpoint Discriminator'],
}

function authentication(p: Packet, size: number): string {
  const v = p.take(lcpFields.authentication)
  if (size === 3) p.take(lcpFields.algorithm)
  return protocolText(v)
}

export const lcp = protocol({
  name: 'lcp',
  title: 'PPP Link Control Protocol',
  column: 'PPP LCP',
  spec: 'RFC 1661',
  over: { 'ppp.protocol': [0xc021], ethertype: [0xc021] },
  fields: lcpFields,
  decode: (p) => control(p, { type: lcpFields.type, length: lcpFields.length, options: lcpOptions, link: true }),
})

const ipcpFields = {
  type: u8('ipcp.opt.type', 'Type'),
  length: u8('ipcp.opt.length', 'Length'),
  source: ipv4('ipcp.opt.src_address', 'Source IP Address'),
  destination: ipv4('ipcp.opt.dst_address', 'Destination IP Address'),
  compression: u16('ipcp.opt.compress_proto', 'IP Compression Protocol', {
    display: 'hex',
    names: (v) => pppProtocols[v],
  }),
  maxSlot: u8('ipcp.opt.max_slot', 'Max-Slot-ID'),
  compressSlot: u8('ipcp.opt.compress_slot', 'Comp-Slot-ID'),
  address: ipv4('ipcp.opt.ip_address', 'IP Address', { help: 'Address that the sender wants; 0.0.0.0: give me one.' }),
  dns: ipv4('ipcp.opt.pri_dns_address', 'Primary DNS Address'),
  names: ipv4('ipcp.opt.pri_nbns_address', 'Primary NBNS Address'),
  dns2: ipv4('ipcp.opt.sec_dns_address', 'Secondary DNS Address'),
  names2: ipv4('ipcp.opt.sec_nbns_address', 'Secondary NBNS Address'),
}
const bare = (field: () => Field) => (p: Packet) => (p.take(field()), undefined)
const ipcpOptions: Kind['options'] = {
  1: ['IP Addresses (deprecated)', (p) => (p.take(ipcpFields.source), p.take(ipcpFields.destination), undefined)],
  2: [
    'IP Compression Protocol',
    (p, size) => {
      p.take(ipcpFields.compression)
      if (size === 4) {
        p.take(ipcpFields.maxSlot)
        p.take(ipcpFields.compressSlot)
      }
      return undefined
    },
  ],
  3: ['IP Address', bare(() => ipcpFields.address)],
  129: ['Primary DNS Server IP Address', bare(() => ipcpFields.dns)],
  130: ['Primary NBNS Server IP Address', bare(() => ipcpFields.names)],
  131: ['Secondary DNS Server IP Address', bare(() => ipcpFields.dns2)],
  132: ['Secondary NBNS Server IP Address', bare(() => ipcpFields.names2)],
}

export const ipcp = protocol({
  name: 'ipcp',
  title: 'PPP IP Control Protocol',
  column: 'PPP IPCP',
  spec: 'RFC 1332',
  over: { 'ppp.protocol': [0x8021], ethertype: [0x8021] },
  fields: ipcpFields,
  decode: (p) => control(p, { type: ipcpFields.type, length: ipcpFields.length, options: ipcpOptions }),
})

const ipv6cpFields = {
  type: u8('ipv6cp.opt.type', 'Type'),
  length: u8('ipv6cp.opt.length', 'Length'),
  identifier: bytes('ipv6cp.interface_identifier', 'Interface Identifier', {
    help: 'Lower half of the link-local address that the sender will have.',
  }),
}

export const ipv6cp = protocol({
  name: 'ipv6cp',
  title: 'PPP IPv6 Control Protocol',
  column: 'PPP IPV6CP',
  spec: 'RFC 5072',
  over: { 'ppp.protocol': [0x8057], ethertype: [0x8057] },
  fields: ipv6cpFields,
  decode: (p) =>
    control(p, {
      type: ipv6cpFields.type,
      length: ipv6cpFields.length,
      options: {
        1: [
          'Interface Identifier',
          (p, size) => {
            const at = p.take(ipv6cpFields.identifier, size)
            return p.indexing ? '' : hexText(p.bytes, at, size, ':')
          },
        ],
      },
    }),
})

const ccpFields = {
  type: u8('ccp.opt.type', 'Type'),
  length: u8('ccp.opt.length', 'Length'),
  data: bytes('ccp.opt.data', 'Data'),
}
const COMPRESSIONS: Readonly<Record<number, string>> = {
  0: 'OUI',
  1: 'Predictor type 1',
  2: 'Predictor type 2',
  3: 'Puddle Jumper',
  16: 'Hewlett-Packard PPC',
  17: 'Stac Electronics LZS',
  18: 'Microsoft PPE/PPC',
  19: 'Gandalf FZA',
  20: 'V.42bis compression',
  21: 'BSD Compress',
  23: 'LZS-DCP',
  24: 'MVRCA (Magnalink)',
  26: 'Deflate',
}

export const ccp = protocol({
  name: 'ccp',
  title: 'PPP Compression Control Protocol',
  column: 'PPP CCP',
  spec: 'RFC 1962',
  over: { 'ppp.protocol': [0x80fd], ethertype: [0x80fd] },
  fields: ccpFields,
  decode: (p) =>
    control(p, {
      type: ccpFields.type,
      length: ccpFields.length,
      options: Object.fromEntries(Object.entries(COMPRESSIONS).map(([k, name]) => [k, [name] as const])),
    }),
})

/** Code, identifier, length, and what the code brings: options, or whatever is rejected or echoed. */
function control(p: Packet, kind: Kind): void {
  const { f } = ppp
  const code = p.peek(1)
  if (p.columns) p.say(codeName(code))
  p.take(f.code)
  p.take(f.identifier)
  const length = p.take(f.length)
  p.limit(length - 4)
  if (p.leftOnWire <= 0) return
  if (code >= 1 && code <= 4) options(p, kind)
  else if (kind.link && code === 8) {
    p.take(f.rejected)
    if (p.left) p.take(f.data, p.left)
  } else if (kind.link && code >= 9 && code <= 13 && p.leftOnWire >= 4) {
    p.take(f.magic)
    if (p.left) p.take(f.data, p.left)
  } else p.take(f.data, p.left)
}

const codeName = (code: number): string => controlCodes[code] ?? 'Unknown'

function options(p: Packet, kind: Kind): void {
  const size = p.leftOnWire
  const names: string[] = []
  const line = p.text(`Options: (${size} byte${size === 1 ? '' : 's'})`, p.at, p.left)
  const was = p.open(line)
  while (p.leftOnWire >= 2) {
    const type = p.peek(1)
    const length = p.peek(1, 1)
    const [name, read] = kind.options[type] ?? [`Unknown option (${type})`]
    if (length < 2) break
    names.push(name)
    p.need(length)
    const row = p.text(name, p.at, length)
    const group = p.open(row)
    p.take(kind.type)
    p.label(p.row(kind.type), `Type: ${name} (${type})`)
    p.take(kind.length)
    p.part(length - 2, () => {
      const text = p.left ? read?.(p, length - 2) : undefined
      if (text) p.label(row, `${name}: ${text}`)
    })
    p.close(group)
  }
  p.close(was)
  p.label(line, `Options: (${size} byte${size === 1 ? '' : 's'}), ${names.join(', ')}`)
}
