/**
 * RFC 2516. PPP over Ethernet: how a DSL line carries one customer's session. Discovery finds the other end, a session carries PPP.
 *
 *   0        1        2                 4                 6
 *   +--------+--------+-----------------+-----------------+
 *   |ver|type|  code  |   session id    |     length      |
 *   +--------+--------+-----------------+-----------------+
 */
import { u8 as readU8, u16 as readU16 } from '../../bytes/read'
import { utf8Text } from '../../bytes/text'
import { bits, bytes, none, string, u16, u8 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'

const codes: Readonly<Record<number, string>> = {
  0x00: 'Session Data',
  0x07: 'Active Discovery Offer (PADO)',
  0x09: 'Active Discovery Initiation (PADI)',
  0x0a: 'Session-Grant (PADG)',
  0x0b: 'Session-Credit Response (PADC)',
  0x0c: 'Quality (PADQ)',
  0x19: 'Active Discovery Request (PADR)',
  0x65: 'Active Discovery Session-confirmation (PADS)',
  0xa7: 'Active Discovery Terminate (PADT)',
  0xd3: 'Message (PADM)',
  0xd4: 'Network (PADN)',
}
/** Tags by number: RFC 2516, appendix A. */
const SERVICE_NAME = 0x0101
const AC_NAME = 0x0102
const HOST_UNIQ = 0x0103
const COOKIE = 0x0104
const SERVICE_NAME_ERROR = 0x0201
const SYSTEM_ERROR = 0x0202
const GENERIC_ERROR = 0x0203

export const pppoed = protocol({
  name: 'pppoed',
  title: 'PPP-over-Ethernet Discovery',
  column: 'PPPoED',
  spec: 'RFC 2516',
  over: { ethertype: [0x8863] },
  fields: {
    version: bits('pppoe.version', 'Version', 0xf0),
    type: bits('pppoe.type', 'Type', 0x0f),
    code: u8('pppoe.code', 'Code', {
      display: 'hex',
      names: codes,
      help: 'Step of the discovery, or 0 for data of a session.',
    }),
    session: u16('pppoe.session_id', 'Session ID', {
      display: 'hex',
      help: 'Number of the session between these two addresses.',
    }),
    length: u16('pppoe.payload_length', 'Payload Length'),
    tags: none('pppoed.tags', 'PPPoE Tags'),
    serviceName: string('pppoed.tags.service_name', 'Service-Name', {
      help: 'Service that is asked for or offered; empty means any.',
    }),
    concentrator: string('pppoed.tags.ac_name', 'AC-Name', { help: 'Name of the machine at the provider’s end.' }),
    hostUniq: bytes('pppoed.tags.host_uniq', 'Host-Uniq'),
    cookie: bytes('pppoed.tags.ac_cookie', 'AC-Cookie'),
    serviceNameError: string('pppoed.tags.service_name_error', 'Service-Name-Error', {
      help: 'Why the service that was asked for is not given.',
    }),
    systemError: string('pppoed.tags.ac_system_error', 'AC-System-Error', {
      help: 'What keeps the provider’s end from serving.',
    }),
    genericError: string('pppoed.tags.generic_error', 'Generic-Error'),
    other: bytes('pppoed.tag.unknown_data', 'Unknown Data'),
  },
  decode(p, _, f) {
    const length = takeHeader(p)
    const stop = Math.min(p.end, p.at + length)
    const was = p.open(p.add(f.tags, p.at, stop - p.at))
    while (stop - p.at >= 4) {
      const tag = p.peek(2)
      const size = p.peek(2, 2)
      if (tag === 0) break
      p.skip(4)
      if (size === 0) {
        if (tag === SERVICE_NAME_ERROR) p.take(f.serviceNameError, 0)
        continue
      }
      if (tag === AC_NAME && p.columns && p.left >= size)
        p.say(`${codeText(p)} AC-Name='${utf8Text(p.bytes, p.at, size)}'`)
      p.take(fieldOf(tag), size)
    }
    p.at = p.end
    p.close(was)
  },
  summary: codeText,
})

function fieldOf(tag: number): Field {
  const { f } = pppoed
  switch (tag) {
    case SERVICE_NAME:
      return f.serviceName
    case AC_NAME:
      return f.concentrator
    case HOST_UNIQ:
      return f.hostUniq
    case COOKIE:
      return f.cookie
    case SERVICE_NAME_ERROR:
      return f.serviceNameError
    case SYSTEM_ERROR:
      return f.systemError
    case GENERIC_ERROR:
      return f.genericError
    default:
      return f.other
  }
}

export const pppoes = protocol({
  name: 'pppoes',
  uses: ['pppoed'],
  title: 'PPP-over-Ethernet Session',
  column: 'PPPoES',
  spec: 'RFC 2516',
  over: { ethertype: [0x8864] },
  decode(p) {
    const length = takeHeader(p)
    const { end, wire } = p
    p.limit(length)
    p.next('pppoe.session', 0)
    // Padding behind the session's packet counts as ours, not as a trailer of the frame.
    p.end = end
    p.wire = wire
  },
  summary: codeText,
})

function codeText(p: Packet): string {
  return codes[readU8(p.bytes, p.base + 1)] ?? 'Unknown'
}

/** The six bytes that both forms share. Returns the length that they give for what follows. */
function takeHeader(p: Packet): number {
  const { f } = pppoed
  const at = p.at
  p.need(6)
  p.add(f.version, at, 1, readU8(p.bytes, at) >>> 4)
  p.add(f.type, at, 1, readU8(p.bytes, at) & 0x0f)
  p.add(f.code, at + 1, 1, readU8(p.bytes, at + 1))
  p.add(f.session, at + 2, 2, readU16(p.bytes, at + 2))
  p.add(f.length, at + 4, 2, readU16(p.bytes, at + 4))
  p.at = at + 6
  return readU16(p.bytes, at + 4)
}
