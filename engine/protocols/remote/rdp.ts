/** MS-RDPBCGR 2.2.1: what remote desktops say inside the connection request of ISO transport: who comes, and which protection is wanted. */
import { bit, bytes, string, u16, u32, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'

const flag = (name: string, label: string, mask: number) => bit(name, label, mask, { little: true })

const failures: Readonly<Record<number, string>> = {
  1: 'TLS required by server',
  2: 'TLS not allowed by server',
  3: 'TLS certificate not on server',
  4: 'Inconsistent flags',
  5: 'Server requires Enhanced RDP Security with CredSSP',
  6: 'Server requires Enhanced RDP Security with TLS and certificate-based client authentication',
}

export const rdp = protocol({
  name: 'rdp',
  title: 'Remote Desktop Protocol',
  column: 'RDP',
  spec: 'MS-RDPBCGR',
  heuristic: ['cotp_cr', 'cotp_cc'],
  looks: (p) =>
    (p.left >= 8 && p.peek(1) >= 1 && p.peek(1) <= 3 && p.peek(2, 2) === 0x0800) ||
    (p.left >= 8 && (p.peek(4) === 0x436f6f6b || p.peek(4) === 0x6d737473)),
  fields: {
    cookie: string('rdp.rt_cookie', 'Routing Token/Cookie', {
      help: 'Whom the client says it is; read by load balancers.',
    }),
    type: u8('rdp.neg_type', 'Type', {
      display: 'hex',
      names: {
        1: 'RDP Negotiation Request',
        2: 'RDP Negotiation Response',
        3: 'RDP Negotiation Failure',
        6: 'RDP Correlation Info',
      },
    }),
    requestFlags: u8('rdp.negReq.flags', 'Flags', {
      display: 'hex',
      of: {
        admin: flag('rdp.negReq.flags.restricted_admin_mode_req', 'Restricted admin mode required', 0x01),
        correlation: flag('rdp.negReq.flags.correlation_info_present', 'Correlation info present', 0x08),
      },
    }),
    responseFlags: u8('rdp.negRsp.flags', 'Flags', {
      display: 'hex',
      of: {
        extended: flag(
          'rdp.negRsp.flags.extended_client_data_supported',
          'Extended Client Data Blocks supported',
          0x01,
        ),
        graphics: flag(
          'rdp.negRsp.flags.dynvc_gfx_protocol_supported',
          'Graphics Pipeline Extension Protocol supported',
          0x02,
        ),
        admin: flag('rdp.negRsp.flags.restricted_admin_mode_supported', 'Restricted admin mode supported', 0x08),
        authentication: flag(
          'rdp.negRsp.flags.restricted_authentication_mode_supported',
          'Restricted authentication mode supported',
          0x10,
        ),
      },
    }),
    length: u16('rdp.neg_length', 'Length', { little: true }),
    requested: u32('rdp.negReq.requestedProtocols', 'requestedProtocols', {
      display: 'hex',
      little: true,
      help: 'How the client would like to protect the session.',
      of: {
        tls: flag('rdp.negReq.requestedProtocols.ssl', 'TLS security supported', 1),
        hybrid: flag('rdp.negReq.requestedProtocols.hybrid', 'CredSSP supported', 2),
        rdstls: flag('rdp.negReq.requestedProtocols.rdstls', 'RDSTLS supported', 4),
        early: flag(
          'rdp.negReq.requestedProtocols.hybrid_ex',
          'CredSSP with Early User Authorization Result PDU supported',
          8,
        ),
      },
    }),
    selected: u32('rdp.negReq.selectedProtocol', 'selectedProtocol', {
      display: 'hex',
      little: true,
      names: {
        0: 'Standard RDP Security',
        1: 'TLS 1.0, 1.1 or 1.2',
        2: 'CredSSP',
        4: 'RDSTLS',
        8: 'CredSSP with Early User Authorization Result PDU',
      },
    }),
    failure: u32('rdp.negFailure.failureCode', 'failureCode', {
      display: 'hex',
      little: true,
      names: failures,
    }),
    rest: bytes('rdp.correlationInfo.correlationId', 'correlationId'),
  },
  decode(p, _, f) {
    const said: string[] = []
    if (p.peek(1) > 6) {
      let end = p.at
      while (end + 1 < p.end && !(p.bytes[end] === 13 && p.bytes[end + 1] === 10)) end++
      const length = end - p.at
      if (p.columns) said.push(Array.from(p.bytes.subarray(p.at, end), (b) => String.fromCharCode(b)).join(''))
      p.add(f.cookie, p.at, length)
      p.skip(Math.min(length + 2, p.left))
    }
    if (p.left >= 8) {
      const type = p.take(f.type)
      if (type === 1) {
        said.push('Negotiate Request')
        named(p, p.take(f.requestFlags), f.requestFlags, 'Flags', 1)
        p.take(f.length)
        named(p, p.take(f.requested), f.requested, 'requestedProtocols', 4)
      } else if (type === 2) {
        said.push('Negotiate Response')
        named(p, p.take(f.responseFlags), f.responseFlags, 'Flags', 1)
        p.take(f.length)
        p.take(f.selected)
      } else if (type === 3) {
        p.add(f.requestFlags, p.at, 1, p.peek(1))
        p.skip(1)
        p.take(f.length)
        const code = p.take(f.failure)
        said.push('Negotiate Failure', `failureCode ${failures[code] ?? 'Unknown'}`)
      }
    }
    if (p.columns && said.length) p.say(said.join(', '))
    p.at = p.end
  },
})

/** Adds the names of the flags that are set to a line of flags. */
function named(p: Packet, value: number, field: typeof rdp.f.requestFlags, label: string, size: number): void {
  if (!p.drawing) return
  const set = field.bits.filter((one) => value & one.mask).map((one) => `, ${one.label}`)
  p.label(p.row(field), `${label}: 0x${(value >>> 0).toString(16).padStart(2 * size, '0')}${set.join('')}`)
}
