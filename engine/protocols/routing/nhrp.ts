/** RFC 2332, NHRP: asks for the tunnel end behind which an address lies (DMVPN); also how such ends register at their hub. */
import { checksumStateNames } from '../../bytes/checksum'
import { checked } from '../../dissect/checked'
import { bit, bits, bytes, expert, ipv4, u16, u32, u8 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { etherTypes } from '../../names/ether-types'

type Names = Readonly<Record<number, string>>
const FIXED = 20
const ERROR = 7
const INDICATION = 8
const kinds: Names = {
  1: 'NHRP Resolution Request',
  2: 'NHRP Resolution Reply',
  3: 'NHRP Registration Request',
  4: 'NHRP Registration Reply',
  5: 'NHRP Purge Request',
  6: 'NHRP Purge Reply',
  7: 'NHRP Error Indication',
  8: 'NHRP Traffic Indication',
}
const codes: Names = {
  0: 'Success',
  4: 'Administratively Prohibited',
  5: 'Insufficient Resources',
  12: 'No Interworking Layer Address to NBMA Address Binding Exists',
  13: 'Binding Exists But Is Not Unique',
  14: 'Unique Internetworking Layer Address Already Registered',
}
const errors: Names = {
  1: 'Unrecognized Extension',
  3: 'NHRP Loop Detected',
  6: 'Protocol Address Unreachable',
  7: 'Protocol Error',
  8: 'NHRP SDU Size Exceeded',
  9: 'Invalid Extension',
  10: 'Invalid NHRP Resolution Reply Received',
  11: 'Authentication Failure',
  15: 'Hop Count Exceeded',
  16: 'VPN Mismatch',
  17: 'VPN Unsupported',
}
const extensions: Names = {
  0: 'End of Extension',
  3: 'Responder Address Extension',
  4: 'Forward Transit NHS Record Extension',
  5: 'Reverse Transit NHS Record Extension',
  7: 'NHRP Authentication Extension',
  8: 'NHRP Vendor Private Extension',
  9: 'Cisco NAT Address Extension',
}
const families: Names = { 0: 'Reserved', 1: 'IPv4', 2: 'IPv6', 8: 'E.164 (SMDS, Frame Relay, ATM)' }
const formats: Names = { 0: 'NSAP format', 1: 'Native E.164 format' }
/** A byte of a kind of address and its length. */
const typed = (name: string, label: string): Field =>
  u8(name, label, {
    show: (v) => `${formats[(v >> 6) & 1]}/${v & 0x3f}`,
    of: {
      type: bits(`${name}.type`, 'Type', 0x40, { names: formats }),
      length: bits(`${name}.len`, 'Length', 0x3f),
    },
  })
const flagQ = bit('nhrp.flag.q', 'Is Router', 0x8000)
const flagN = bit('nhrp.flag.n', 'Expected Purge Reply', 0x8000)
const flagA = bit('nhrp.flag.a', 'Authoritative', 0x4000)
const flagD = bit('nhrp.flag.d', 'Stable Association', 0x2000)
const flagU = bit('nhrp.flag.u', 'Uniqueness Bit', 0x1000)
const flagS = bit('nhrp.flag.s', 'Stable Binding', 0x0800)
const flagNat = bit('nhrp.flag.nat', 'Cisco NAT Supported', 0x0002)
/** Which flags a kind of message has. */
const flagsOf: Readonly<Record<number, readonly Field[]>> = {
  1: [flagQ, flagA, flagD, flagU, flagS, flagNat],
  2: [flagQ, flagA, flagD, flagU, flagS, flagNat],
  3: [flagU, flagNat],
  4: [flagU, flagNat],
  5: [flagN, flagNat],
  6: [flagN, flagNat],
}

export const nhrp = protocol({
  name: 'nhrp',
  title: 'NBMA Next Hop Resolution Protocol',
  column: 'NHRP',
  spec: 'RFC 2332',
  over: { 'gre.proto': [0x2001], 'ip.proto': [54], 'llc.snap.00005e': [3] },
  fields: {
    family: u16('nhrp.hdr.afn', 'Address Family Number', { display: 'hex', names: (v) => families[v] }),
    protocol: u16('nhrp.hdr.pro.type', 'Protocol Type (short form)', {
      display: 'hex',
      names: (v) => etherTypes[v] ?? 'Unknown',
    }),
    longForm: bytes('nhrp.protocol_type', 'Protocol Type (long form)'),
    hops: u8('nhrp.hdr.hopcnt', 'Hop Count'),
    length: u16('nhrp.hdr.pktsz', 'Packet Length'),
    checksum: u16('nhrp.hdr.chksum', 'NHRP Packet Checksum', { display: 'hex' }),
    status: u8('nhrp.hdr.chksum.status', 'NHRP Packet Checksum Status', {
      generated: true,
      display: 'none',
      names: checksumStateNames,
    }),
    badSum: expert('nhrp.hdr.bad_checksum', 'error', 'Checksum', 'Bad checksum'),
    extension: u16('nhrp.hdr.extoff', 'Extension Offset'),
    version: u8('nhrp.hdr.version', 'Version', { show: (v) => `${v} (${v === 1 ? 'NHRP - rfc2332' : 'Unknown'})` }),
    type: u8('nhrp.hdr.op.type', 'NHRP Packet Type', {
      names: (v) => kinds[v] ?? 'Unknown',
      help: 'Resolution asks behind which tunnel end an address lies, registration says it.',
    }),
    sourceKind: typed('nhrp.hdr.shtl', 'Source Address Type/Len'),
    sourceSub: typed('nhrp.hdr.sstl', 'Source SubAddress Type/Len'),
    sourceLength: u8('nhrp.src.prot.len', 'Source Protocol Len'),
    destinationLength: u8('nhrp.dst.prot.len', 'Destination Protocol Len'),
    flags: u16('nhrp.flags', 'Flags', { display: 'hex' }),
    flagQ,
    flagN,
    flagA,
    flagD,
    flagU,
    flagS,
    flagNat,
    request: u32('nhrp.reqid', 'Request ID', { show: (v) => `0x${v.toString(16).padStart(8, '0')} (${v})` }),
    error: u16('nhrp.err.code', 'Error Code', { names: (v) => errors[v] ?? 'Unknown' }),
    errorOffset: u16('nhrp.err.offset', 'Error Offset'),
    source: ipv4('nhrp.src.nbma.addr', 'Source NBMA Address', { help: 'End of the tunnel that asks.' }),
    sourceBytes: bytes('nhrp.src.nbma.addr_bytes', 'Source NBMA Address'),
    sourceSubAddress: bytes('nhrp.src.nbma.saddr', 'Source NBMA Sub Address'),
    sourceAddress: ipv4('nhrp.src.prot.addr', 'Source Protocol Address'),
    sourceAddressBytes: bytes('nhrp.src.prot.addr_bytes', 'Source Protocol Address'),
    destination: ipv4('nhrp.dst.prot.addr', 'Destination Protocol Address', { help: 'Address that is looked for.' }),
    destinationBytes: bytes('nhrp.dst.prot.addr_byets', 'Destination Protocol Address'),
    code: u8('nhrp.code', 'Code', { names: (v) => codes[v] ?? 'Unknown' }),
    prefix: u8('nhrp.prefix', 'Prefix Length'),
    unused: u16('nhrp.unused', 'Unused'),
    mtu: u16('nhrp.mtu', 'Max Transmission Unit'),
    hold: u16('nhrp.htime', 'Holding Time (s)', { help: 'How long the answer is good for.' }),
    clientKind: typed('nhrp.cli.addr_tl', 'Client Address Type/Len'),
    clientSubKind: typed('nhrp.cli.saddr_tl', 'Client Sub Address Type/Len'),
    clientLength: u8('nhrp.prot.len', 'Client Protocol Length'),
    preference: u8('nhrp.pref', 'CIE Preference Value'),
    client: ipv4('nhrp.client.nbma.addr', 'Client NBMA Address', { help: 'End of the tunnel to use.' }),
    clientBytes: bytes('nhrp.client.nbma.addr_bytes', 'Client NBMA Address'),
    clientSub: bytes('nhrp.client.nbma.saddr', 'Client NBMA Sub Address'),
    clientAddress: ipv4('nhrp.client.prot.addr', 'Client Protocol Address'),
    clientAddressBytes: bytes('nhrp.client.prot.addr_bytes', 'Client Protocol Address'),
    compulsory: bit('nhrp.ext.c', 'Compulsory Flag', 0x8000),
    extensionType: bits('nhrp.ext.type', 'Extension Type', 0x3fff, { display: 'hex' }),
    extensionLength: u16('nhrp.ext.len', 'Extension length'),
    extensionValue: bytes('nhrp.unknown_ext.value', 'Extension Value'),
  },
  decode(p) {
    const type = p.peek(1, 17)
    if (p.columns) p.say(kinds[type] ?? `0x${type.toString(16).padStart(2, '0')} - unknown`)
    const fixed = header(p)
    mandatory(p, type, fixed)
  },
  heading: (p) => `Next Hop Resolution Protocol (${kinds[p.peekAt(p.base + 17, 1)] ?? 'Unknown'})`,
})

interface Fixed {
  address: number
  sub: number
  extensions: number
}

function header(p: Packet): Fixed {
  const { f } = nhrp
  const start = p.at
  const was = p.open(p.text('NHRP Fixed Header', start, FIXED))
  p.take(f.family)
  p.take(f.protocol)
  p.take(f.longForm, 5)
  p.take(f.hops)
  const length = p.take(f.length)
  const at = p.at
  p.take(f.checksum)
  if (!p.first) checked(p, p.row(f.checksum), at, start, length, f.status, f.badSum)
  const extension = p.take(f.extension)
  p.take(f.version)
  p.take(f.type)
  const address = p.take(f.sourceKind) & 0x3f
  const sub = p.take(f.sourceSub) & 0x3f
  p.close(was)
  p.limit(length - (p.at - start))
  return { address, sub, extensions: extension ? start + extension : 0 }
}

function take(p: Packet, size: number, four: Field, other: Field): void {
  if (size === 4) p.take(four)
  else if (size) p.take(other, size)
}

function mandatory(p: Packet, type: number, fixed: Fixed): void {
  const { f } = nhrp
  const end = fixed.extensions > p.at ? Math.min(fixed.extensions, p.end) : p.end
  const was = p.open(p.text('NHRP Mandatory Part', p.at, end - p.at))
  const sourceSize = p.take(f.sourceLength)
  const destinationSize = p.take(f.destinationLength)
  if (type === ERROR) {
    p.skip(2)
    const error = p.take(f.error)
    if (p.columns) p.sayMore(`, ${errors[error] ?? `Unknown (${error})`}`)
    p.take(f.errorOffset)
  } else if (type === INDICATION) p.skip(6)
  else {
    flags(p, type)
    const request = p.take(f.request)
    if (p.columns) p.sayMore(`, ID=${request}`)
  }
  take(p, fixed.address, f.source, f.sourceBytes)
  if (fixed.sub) p.take(f.sourceSubAddress, fixed.sub)
  take(p, sourceSize, f.sourceAddress, f.sourceAddressBytes)
  take(p, destinationSize, f.destination, f.destinationBytes)
  if (type === ERROR || type === INDICATION) {
    p.close(was)
    cause(p, type)
    return
  }
  p.part(end - p.at, () => {
    for (let isFirst = true; p.left > 0; isFirst = false) client(p, isFirst && type % 2 === 0)
  })
  p.close(was)
  while (fixed.extensions && p.left >= 4) extension(p)
}

function flags(p: Packet, type: number): void {
  const { f } = nhrp
  const value = p.peek(2)
  const list = flagsOf[type] ?? []
  // Registrations have their uniqueness bit in another place.
  const isRegistration = type === 3 || type === 4
  const bitOf = (flag: Field): number => (isRegistration && flag === flagU ? 0x8000 : flag.mask)
  const said = list.filter((flag) => value & bitOf(flag)).map((flag) => `, ${flag.label}`)
  const row = p.add(f.flags, p.at, 2, value)
  p.label(row, `Flags: 0x${value.toString(16).padStart(4, '0')}${said.join('')}`)
  const was = p.open(row)
  for (const flag of list) {
    const isSet = (value & bitOf(flag)) !== 0
    const line = p.add(flag, p.at, 2, isSet ? 1 : 0)
    if (bitOf(flag) !== flag.mask)
      p.label(line, `${isSet ? 1 : 0}... .... .... .... = ${flag.label}: ${isSet ? 'True' : 'False'}`)
  }
  p.close(was)
  p.skip(2)
}

/** An entry about one tunnel end (5.2.0.1). */
function client(p: Packet, isAnswer: boolean): void {
  const { f } = nhrp
  const was = p.open(p.text('Client Information Entry', p.at))
  const code = p.take(f.code)
  if (isAnswer && p.columns) p.sayMore(`, Code=${codes[code] ?? `Unknown (${code})`}`)
  for (const field of [f.prefix, f.unused, f.mtu, f.hold]) p.take(field)
  const address = p.take(f.clientKind) & 0x3f
  const sub = p.take(f.clientSubKind) & 0x3f
  const size = p.take(f.clientLength)
  p.take(f.preference)
  take(p, address, f.client, f.clientBytes)
  if (sub) p.take(f.clientSub, sub)
  take(p, size, f.clientAddress, f.clientAddressBytes)
  p.close(was, true)
}

function extension(p: Packet): void {
  const { f } = nhrp
  const head = p.peek(2)
  const type = head & 0x3fff
  const length = p.peek(2, 2)
  const was = p.open(p.text(extensions[type] ?? `Unknown (${type})`, p.at, 4 + length))
  p.add(f.compulsory, p.at, 2, head >>> 15)
  p.add(f.extensionType, p.at, 2, type)
  p.skip(2)
  p.take(f.extensionLength)
  p.need(length)
  p.part(length, () => {
    if ([3, 4, 5, 9].includes(type)) while (p.left > 0) client(p, false)
    else if (p.left) p.take(f.extensionValue, p.left)
  })
  p.close(was)
}

/** What gave rise to an error (a message of NHRP) or to an indication (a packet of IP). */
function cause(p: Packet, type: number): void {
  if (!p.left) return
  const row = p.text('Packet Causing Indication', p.at, p.left)
  if (type === INDICATION) return p.quote(() => p.under(row, () => void p.next('ethertype', 0x0800)))
  const inner = p.peek(1, 17)
  const was = p.open(row)
  const deeper = p.open(p.text(`Next Hop Resolution Protocol (${kinds[inner] ?? 'Unknown'})`, p.at, p.left))
  // An error about an error would not be sent (5.2.7).
  if (inner !== ERROR) mandatory(p, inner, header(p))
  p.close(deeper)
  p.close(was)
}
