/** What Wirelens itself says about a packet: malformed, cut short, our own fault, expert information. Names are Wireshark's `_ws.*`. */
import { expert, string, u32 } from '../../dissect/field'
import { protocol } from '../../dissect/protocol'

export const expertInfo = protocol({
  name: '_ws.expert',
  title: 'Expert Info',
  column: '',
  shortName: 'Expert',
  spec: 'Wirelens',
  help: {
    '_ws.expert': 'What Wirelens has noticed about this packet. It does not stand in the packet.',
    '_ws.expert.group': 'The kind of thing that was noticed.',
    '_ws.expert.severity': 'How much it matters.',
  },
  fields: {
    message: string('_ws.expert.message', 'Message', { hidden: true }),
    severity: u32('_ws.expert.severity', 'Severity level', {
      names: { 0x100000: 'Comment', 0x200000: 'Chat', 0x400000: 'Note', 0x600000: 'Warning', 0x800000: 'Error' },
      show: (v) =>
        ({ 0x100000: 'Comment', 0x200000: 'Chat', 0x400000: 'Note', 0x600000: 'Warning', 0x800000: 'Error' })[v] ??
        String(v),
    }),
    group: u32('_ws.expert.group', 'Group', {
      show: (v) =>
        [
          '',
          'Checksum',
          'Sequence',
          'Response',
          'Request',
          'Undecoded',
          'Reassemble',
          'Malformed',
          'Debug',
          'Protocol',
          'Security',
          'Comments',
          'Decryption',
          'Assumption',
          'Deprecated',
          'Receive',
          'Interface',
          'Dissector bug',
        ][v >>> 24] ?? String(v),
    }),
  },
})

/** `%` stands for the protocol whose bytes ran out. */
export const malformed = protocol({
  name: '_ws.malformed',
  title: '[Malformed Packet: %]',
  listedAs: 'Malformed Packet',
  shortName: 'Malformed packet',
  column: '[Malformed Packet]',
  spec: 'Wirelens',
  fields: {
    expert: expert('_ws.malformed.expert', 'error', 'Malformed', 'Malformed Packet (Exception occurred)'),
  },
})

export const short = protocol({
  name: '_ws.short',
  title: '[Packet size limited during capture: % truncated]',
  listedAs: 'Short Frame',
  shortName: 'Short frame',
  column: '[Packet size limited during capture]',
  spec: 'Wirelens',
})

/** A mistake of ours: the packet is shown as far as it was decoded. */
export const fault = protocol({
  name: '_ws.fault',
  title: '[Decoder fault in %: please report it with this packet]',
  listedAs: 'Decoder fault',
  shortName: 'Decoder fault',
  column: '[Decoder fault]',
  spec: 'Wirelens',
  fields: {
    expert: expert('_ws.fault.expert', 'error', 'Dissector bug', 'The decoder made a mistake in this packet'),
  },
})

/** Stands in the layers that the first pass counts for those that only later decodings find (bodies): never seen. */
export const open = protocol({ name: '_ws.open', title: 'Layers found later', column: '', spec: 'Wirelens' })
