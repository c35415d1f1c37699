/** RFC 1058 and 2453, RIP: routers tell their neighbours which networks they reach, and over how many hops. */
import { bytes, expert, ipv4, string, u16, u32, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { ipv4 as ipv4Text } from '../../bytes/read'

const commands: Readonly<Record<number, string>> = {
  1: 'Request',
  2: 'Response',
  3: 'Traceon',
  4: 'Traceoff',
  5: 'Vendor specific (Sun)',
  6: 'Unknown 6',
}
const versions: Readonly<Record<number, string>> = { 1: 'RIPv1', 2: 'RIPv2' }
const families: Readonly<Record<number, string>> = { 0: 'Unspecified', 2: 'IP' }
const authentications: Readonly<Record<number, string>> = {
  1: 'IP Route',
  2: 'Simple Password',
  3: 'Keyed Message Digest',
}
const AUTHENTICATION = 0xffff
const ENTRY = 20
const KEYED = 3

export const rip = protocol({
  name: 'rip',
  title: 'Routing Information Protocol',
  spec: 'RFC 2453',
  over: { 'udp.port': [520] },
  header: {
    command: u8('rip.command', 'Command', {
      names: commands,
      help: 'A request asks for the routes, a response tells them.',
    }),
    version: u8('rip.version', 'Version', { names: versions }),
  },
  fields: {
    family: u16('rip.family', 'Address Family', { names: families }),
    tag: u16('rip.route_tag', 'Route Tag'),
    address: ipv4('rip.ip', 'IP Address', { help: 'The network that can be reached.' }),
    mask: ipv4('rip.netmask', 'Netmask'),
    next: ipv4('rip.next_hop', 'Next Hop'),
    metric: u16('rip.metric', 'Metric', { help: 'Hops to the network; 16 means: it cannot be reached.' }),
    authentication: u16('rip.auth.type', 'Authentication type', { names: authentications }),
    password: string('rip.auth.passwd', 'Password', { zeroTerminated: true }),
    offset: u16('rip.digest_offset', 'Digest Offset'),
    key: u8('rip.key_id', 'Key ID'),
    size: u8('rip.auth_data_len', 'Auth Data Len'),
    sequence: u32('rip.seq_num', 'Seq num'),
    padding: string('rip.zero_padding', 'Zero adding'),
    digest: bytes('rip.authentication_data', 'Authentication Data'),
    unknown: expert('rip.unknown_address_family', 'warn', 'Undecoded', 'Unknown address family'),
  },
  decode(p, h) {
    const version = p.u8(h.version)
    if (!p.indexing) p.name(versions[version] ?? 'RIP')
    p.say(commands[p.u8(h.command)] ?? `Unknown command ${p.u8(h.command)}`)
    // Zero in version 1, and unused in version 2.
    p.skip(2)
    for (let trailer = 0; p.left >= ENTRY || (p.left && !trailer);) {
      const family = p.peek(2)
      if (family === AUTHENTICATION) trailer = authentication(p)
      else p.part(ENTRY, () => entry(p, version, family))
      if (trailer && p.left <= trailer) break
    }
  },
  partial(p) {
    p.name('RIP')
  },
})

type Rip = typeof rip

function entry(p: Packet, version: number, family: number): void {
  const { f }: Rip = rip
  p.need(ENTRY)
  const metric = p.peek(4, 16)
  if (family !== 2 && family !== 0) {
    const was = p.open(p.text(`Unknown address family ${family}`, p.at, ENTRY))
    p.take(f.family)
    p.note(f.unknown, undefined, p.at - 2, 2)
    p.close(was)
    return
  }
  const line = p.text(
    family === 0
      ? `Address not specified, Metric: ${metric}`
      : `IP Address: ${ipv4Text(p.bytes, p.at + 4)}, Metric: ${metric}`,
    p.at,
    ENTRY,
  )
  const was = p.open(line)
  p.take(f.family)
  if (version === 2) p.take(f.tag)
  else p.skip(2)
  if (family === 0) p.skip(4)
  else p.take(f.address)
  if (version === 2) {
    p.take(f.mask)
    p.take(f.next)
  } else p.skip(8)
  p.add(f.metric, p.at, 4, metric & 0xffff)
  p.skip(4)
  p.close(was)
}

/** Returns how many bytes of digest stand at the end of the packet. */
function authentication(p: Packet): number {
  const { f }: Rip = rip
  const type = p.peek(2, 2)
  p.skip(2)
  const was = p.open(p.text(`Authentication: ${authentications[type] ?? `Unknown (${type})`}`, p.at - 2, ENTRY))
  p.take(f.authentication)
  if (type === 2) p.take(f.password, 16)
  else if (type === KEYED) {
    p.take(f.offset)
    p.take(f.key)
    const size = p.take(f.size)
    p.take(f.sequence)
    p.take(f.padding, 8)
    p.close(was)
    return size + 4
  } else p.skip(16)
  p.close(was)
  return 0
}
