/** RFC 8335, PROBE: an echo that asks after an interface of the host. */
import { bit, bits, bytes, ipv4, ipv6, string, u16, u32, u8 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { decodeExtensions } from './icmp-extensions'
import type { extensionFields } from './icmp-extensions'

const set = { trueFalse: ['Set', 'Not set'] as const }

export const echoFields = {
  echoSeq: u8('icmp.ext.echo.seq', 'Sequence Number', { display: 'dec_hex' }),
  requestReserved: bits('icmp.ext.echo.req.res', 'Reserved', 0xfe, { display: 'hex' }),
  local: bit('icmp.ext.echo.req.local', 'Local bit', 0x01, set),
  state: bits('icmp.ext.echo.rsp.state', 'State', 0xe0, {
    names: { 0: 'Reserved', 1: 'Incomplete', 2: 'Reachable', 3: 'Stale', 4: 'Delay', 5: 'Probe', 6: 'Failed' },
  }),
  responseReserved: bits('icmp.ext.echo.rsp.res', 'Reserved', 0x18, { display: 'hex' }),
  active: bit('icmp.ext.echo.rsp.active', 'Active bit', 0x04, set),
  hasIpv4: bit('icmp.ext.echo.rsp.ipv4', 'IPv4 bit', 0x02, set),
  hasIpv6: bit('icmp.ext.echo.rsp.ipv6', 'IPv6 bit', 0x01, set),
  identName: string('icmp.int_ident.name', 'Name', { zeroTerminated: true }),
  identIndex: u32('icmp.int_ident.index', 'Interface Index'),
  identFamily: u16('icmp.int_ident.afi', 'Address Family Identifier', { names: { 1: 'IPv4', 2: 'IPv6' } }),
  identLength: u8('icmp.int_ident.addr_length', 'Address Length'),
  identReserved: bytes('icmp.int_ident.reserved', 'Reserved'),
  identIpv4: ipv4('icmp.int_ident.ipv4', 'Address'),
  identIpv6: ipv6('icmp.int_ident.ipv6', 'Address'),
  identAddress: bytes('icmp.int_ident.address', 'Address'),
}

type EchoFields = typeof echoFields & typeof extensionFields & Record<'ident' | 'identLittle', Field>

const REQUEST = 42

export function decodeEchoExtension(p: Packet, f: EchoFields, type: number): void {
  const { bytes: b, at } = p
  p.take(f.ident)
  p.add(f.identLittle, at, 2, b[at]! | (b[at + 1]! << 8))
  p.take(f.echoSeq)
  const v = p.peek(1)
  if (type === REQUEST) {
    p.add(f.requestReserved, p.at, 1, v >> 1)
    p.add(f.local, p.at, 1, v & 1)
    p.at++
    if (p.left >= 4) decodeExtensions(p, f, { 3: (q, _, kind, end) => identification(q, f, kind, end) })
  } else {
    p.add(f.state, p.at, 1, v >> 5)
    p.add(f.responseReserved, p.at, 1, (v >> 3) & 3)
    p.add(f.active, p.at, 1, (v >> 2) & 1)
    p.add(f.hasIpv4, p.at, 1, (v >> 1) & 1)
    p.add(f.hasIpv6, p.at, 1, v & 1)
  }
  p.at = p.end
}

/** Which interface is asked after: by name, index or address. */
function identification(p: Packet, f: EchoFields, kind: number, end: number): void {
  const length = end - p.at
  if (kind === 1) p.take(f.identName, length)
  else if (kind === 2 && length >= 4) p.take(f.identIndex)
  else if (kind === 3 && length >= 4) {
    const family = p.take(f.identFamily)
    const size = p.take(f.identLength)
    p.take(f.identReserved, 1)
    if (family === 1 && size === 4) p.take(f.identIpv4)
    else if (family === 2 && size === 16) p.take(f.identIpv6)
    else if (p.at < end) p.take(f.identAddress, end - p.at)
  }
}
