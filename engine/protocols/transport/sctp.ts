/** RFC 9260, SCTP: messages in several streams over one association. A common header, then chunks. */
import { checksumStateNames, checksumStates } from '../../bytes/checksum'
import { u16, u32, u8 } from '../../dissect/field'
import { protocol } from '../../dissect/protocol'
import { conversations } from '../../flows/conversations'
import { chunks } from './sctp/chunks'
import { fields } from './sctp/fields'

export const sctp = protocol({
  name: 'sctp',
  title: 'Stream Control Transmission Protocol',
  spec: 'RFC 9260',
  over: { 'ip.proto': [132] },
  header: {
    source: u16('sctp.srcport', 'Source port', { also: 'sctp.port', help: 'Port the sender used.' }),
    destination: u16('sctp.dstport', 'Destination port', { also: 'sctp.port', help: 'Port that the packet is for.' }),
    tag: u32('sctp.verification_tag', 'Verification tag', {
      display: 'hex',
      help: 'The receiver chose it when the association was made; packets without it are not accepted.',
    }),
    checksum: u32('sctp.checksum', 'Checksum', {
      display: 'hex',
      show: (v) => `0x${v.toString(16).padStart(8, '0')} [unverified]`,
      help: 'A CRC-32C of the packet.',
    }),
  },
  fields: {
    ...fields,
    port: u16('sctp.port', 'Port', { hidden: true }),
    status: u8('sctp.checksum.status', 'Checksum Status', {
      generated: true,
      after: 'sctp.checksum',
      display: 'none',
      names: checksumStateNames,
    }),
  },
  decode(p, h, f) {
    p.sourcePort = p.u16(h.source)
    p.destinationPort = p.u16(h.destination)
    if (!p.first) p.set(f.status, checksumStates.unverified, p.base + 8, 4)
    const flow = p.recall(conversations).of(p, 'sctp')
    if (p.columns) p.say('')
    chunks(p, flow)
    p.needRest()
  },
  // Without both ports it is not called SCTP.
  partial(p) {
    if (p.end - p.base >= 4) p.name('SCTP')
    p.say('')
  },
  heading: (p, h) =>
    `Stream Control Transmission Protocol, Src Port: ${p.u16(h.source)} (${p.u16(h.source)}), Dst Port: ${p.u16(h.destination)} (${p.u16(h.destination)})`,
})
