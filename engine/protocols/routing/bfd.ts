/** RFC 5880, BFD: two routers tell each other many times a second that the way between them still works. */
import { bit, bits, string, u32, u8 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'

const diagnostics: Readonly<Record<number, string>> = {
  0: 'No Diagnostic',
  1: 'Control Detection Time Expired',
  2: 'Echo Function Failed',
  3: 'Neighbor Signaled Session Down',
  4: 'Forwarding Plane Reset',
  5: 'Path Down',
  6: 'Concatenated Path Down',
  7: 'Administratively Down',
  8: 'Reverse Concatenated Path Down',
  9: 'Mis-Connectivity Defect',
}
const states: Readonly<Record<number, string>> = { 0: 'AdminDown', 1: 'Down', 2: 'Init', 3: 'Up' }
const authentications: Readonly<Record<number, string>> = {
  0: 'Reserved',
  1: 'Simple Password',
  2: 'Keyed MD5',
  3: 'Meticulous Keyed MD5',
  4: 'Keyed SHA1',
  5: 'Meticulous Keyed SHA1',
}
const set = { trueFalse: ['Set', 'Not set'] as const }
const ms = (v: number): string => `${String(Math.floor(v / 1000)).padStart(4)} ms (${v} us)`
const HAS_AUTHENTICATION = 4

export const bfd = protocol({
  name: 'bfd',
  title: 'Bidirectional Forwarding Detection Control Message',
  heading: () => 'BFD Control message',
  column: 'BFD Control',
  spec: 'RFC 5880',
  over: { 'udp.port': [3784, 4784, 6784, 7784] },
  header: {
    first: u8('bfd.first', 'Version and Diagnostic Code', {
      hidden: true,
      of: {
        version: bits('bfd.version', 'Protocol Version', 0xe0),
        diagnostic: bits('bfd.diag', 'Diagnostic Code', 0x1f, { display: 'hex', width: 1, names: diagnostics }),
      },
    }),
  },
  fields: {
    state: bits('bfd.sta', 'Session State', 0xc0, {
      display: 'hex',
      width: 1,
      names: states,
      help: 'Both sides have to say Up before the way counts as working.',
    }),
    flags: u8('bfd.flags', 'Message Flags', { display: 'hex' }),
    poll: bit('bfd.flags.p', 'Poll', 0x20, set),
    final: bit('bfd.flags.f', 'Final', 0x10, set),
    independent: bit('bfd.flags.c', 'Control Plane Independent', 0x08, set),
    authenticated: bit('bfd.flags.a', 'Authentication Present', 0x04, set),
    demand: bit('bfd.flags.d', 'Demand', 0x02, set),
    multipoint: bit('bfd.flags.m', 'Multipoint', 0x01, set),
    multiplier: u8('bfd.detect_time_multiplier', 'Detect Time Multiplier'),
    length: u8('bfd.message_length', 'Message Length', { unit: ' bytes' }),
    mine: u32('bfd.my_discriminator', 'My Discriminator', { display: 'hex' }),
    yours: u32('bfd.your_discriminator', 'Your Discriminator', { display: 'hex' }),
    transmit: u32('bfd.desired_min_tx_interval', 'Desired Min TX Interval', { show: ms }),
    receive: u32('bfd.required_min_rx_interval', 'Required Min RX Interval', { show: ms }),
    echo: u32('bfd.required_min_echo_interval', 'Required Min Echo Interval', { show: ms }),
    authentication: u8('bfd.auth.type', 'Authentication Type', { names: authentications }),
    authenticationLength: u8('bfd.auth.len', 'Authentication Length'),
    key: u8('bfd.auth.key', 'Authentication Key ID'),
    password: string('bfd.auth.password', 'Password'),
    sequence: u32('bfd.auth.seq_num', 'Sequence Number', { display: 'hex' }),
  },
  decode(p, h, f) {
    const diagnostic = p.u8(h.first) & 31
    const at = p.at
    const byte = p.peek(1)
    const state = byte >> 6
    const flags = byte & 63
    p.say(
      `Diag: ${diagnostics[diagnostic] ?? 'Unknown'}, State: ${states[state]}, Flags: 0x${flags.toString(16).padStart(2, '0')}`,
    )
    p.add(f.state, at, 1, state)
    const row = p.add(f.flags, at, 1, byte)
    if (p.drawing)
      p.label(row, flagLine(byte, [f.poll, f.final, f.independent, f.authenticated, f.demand, f.multipoint]))
    const was = p.open(row)
    for (const field of [f.poll, f.final, f.independent, f.authenticated, f.demand, f.multipoint])
      p.add(field, at, 1, flags & field.mask ? 1 : 0)
    p.close(was)
    p.skip(1)
    p.take(f.multiplier)
    p.take(f.length)
    for (const field of [f.mine, f.yours, f.transmit, f.receive, f.echo]) p.take(field)
    if (flags & HAS_AUTHENTICATION && p.left) authentication(p)
  },
})

type Bfd = typeof bfd

const flagLine = (byte: number, list: readonly Field[]): string =>
  [
    `Message Flags: 0x${byte.toString(16).padStart(2, '0')}`,
    ...list.filter((field) => byte & field.mask).map((field) => `${field.label}: Set`),
  ].join(', ')

function authentication(p: Packet): void {
  const { f }: Bfd = bfd
  const type = p.peek(1)
  const length = p.peek(1, 1)
  const was = p.open(p.text(`Authentication: ${authentications[type] ?? 'Unknown'}`, p.at, length))
  p.take(f.authentication)
  p.take(f.authenticationLength)
  p.take(f.key)
  if (type === 1 && length > 3) p.take(f.password, length - 3)
  else if (type >= 2) {
    p.skip(1)
    p.take(f.sequence)
  }
  p.close(was)
}
