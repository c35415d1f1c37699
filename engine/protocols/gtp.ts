/** 3GPP TS 29.281 and 29.060, GTP version 1: what mobile networks carry their users' packets in. Control messages stay undecoded. */
import { bit, bits, u16, u32, u8 } from '../dissect/field'
import { protocol } from '../dissect/protocol'

const USER_PACKET = 0xff
const MESSAGES: Readonly<Record<number, string>> = {
  1: 'Echo request',
  2: 'Echo response',
  3: 'Version not supported',
  16: 'Create PDP context request',
  17: 'Create PDP context response',
  18: 'Update PDP context request',
  19: 'Update PDP context response',
  20: 'Delete PDP context request',
  21: 'Delete PDP context response',
  26: 'Error indication',
  31: 'Supported extension headers notification',
  50: 'SGSN context request',
  51: 'SGSN context response',
  52: 'SGSN context acknowledgement',
  254: 'End Marker',
  255: 'T-PDU',
}
const yes = { trueFalse: ['Yes', 'No'] as const }

export const gtp = protocol({
  name: 'gtp',
  title: 'GPRS Tunneling Protocol',
  spec: '3GPP TS 29.281',
  over: { 'udp.port': [2152, 2123] },
  header: {
    flags: u8('gtp.flags', 'Flags', {
      display: 'hex',
      of: {
        version: bits('gtp.flags.version', 'Version', 0xe0, {
          names: { 0: 'GTP release 97/98 version', 1: 'GTP release 99 version' },
        }),
        type: bits('gtp.flags.payload', 'Protocol type', 0x10, { names: { 0: "GTP'", 1: 'GTP' } }),
        reserved: bits('gtp.flags.reserved', 'Reserved', 0x08),
        extension: bit('gtp.flags.e', 'Is Next Extension Header present?', 0x04, yes),
        sequence: bit('gtp.flags.s', 'Is Sequence Number present?', 0x02, yes),
        number: bit('gtp.flags.pn', 'Is N-PDU number present?', 0x01, yes),
      },
    }),
    message: u8('gtp.message', 'Message Type', {
      display: 'hex',
      names: MESSAGES,
      help: '255 carries a packet of a user.',
    }),
    length: u16('gtp.length', 'Length', { help: 'Of what follows the first eight bytes.' }),
    tunnel: u32('gtp.teid', 'TEID', { display: 'hex_dec', help: 'Which tunnel of the receiver the packet is for.' }),
  },
  fields: {
    sequence: u16('gtp.seq_number', 'Sequence number', { display: 'hex_dec' }),
    number: u8('gtp.npdu_number', 'N-PDU Number', { display: 'hex' }),
    next: u8('gtp.next', 'Next extension header type', { display: 'hex' }),
  },
  decode(p, h, f) {
    const flags = p.u8(h.flags)
    const message = p.u8(h.message)
    p.limit(p.u16(h.length))
    if (flags >> 5 !== 1 || !(flags & 0x10)) return p.rest()
    if (p.columns) p.say(MESSAGES[message] ?? 'Unknown')
    if (flags & 7) {
      if (flags & 2) p.take(f.sequence)
      else p.skip(2)
      if (flags & 1) p.take(f.number)
      else p.skip(1)
      let next = flags & 4 ? p.take(f.next) : (p.skip(1), 0)
      while (next) {
        const length = Math.max(1, p.peek(1)) * 4
        p.skip(length - 1)
        next = p.take(f.next)
      }
    }
    if (message !== USER_PACKET || p.leftOnWire === 0) return
    const version = p.peek(1) >> 4
    if (version !== 4 && version !== 6) return p.rest()
    p.next('raw.version', version)
    if (!p.indexing && !p.complaints) p.name(`GTP <${p.protocolColumn}>`)
  },
  partial(p, h) {
    p.name('GTP')
    p.say(p.end - p.base < 2 ? '' : (MESSAGES[p.u8(h.message)] ?? 'Unknown'))
  },
})
