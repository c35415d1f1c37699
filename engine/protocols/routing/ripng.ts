/** RFC 2080, RIPng: what RIP is for IPv4, for IPv6. */
import { ipv6 as ipv6Text } from '../../bytes/read'
import { bytesOf, ipv6, none, u16, u8 } from '../../dissect/field'
import { protocol } from '../../dissect/protocol'

const commands: Readonly<Record<number, string>> = { 1: 'Request', 2: 'Response' }
const ENTRY = 20

export const ripng = protocol({
  name: 'ripng',
  title: 'RIPng',
  column: 'RIPng',
  spec: 'RFC 2080',
  over: { 'udp.port': [521] },
  header: {
    command: u8('ripng.cmd', 'Command', { names: commands }),
    version: u8('ripng.version', 'Version'),
    reserved: bytesOf('ripng.reserved', 'Reserved', 2),
  },
  fields: {
    entry: none('ripng.rte', 'Route Table Entry'),
    prefix: ipv6('ripng.rte.ipv6_prefix', 'IPv6 Prefix', { help: 'The network that can be reached.' }),
    tag: u16('ripng.rte.route_tag', 'Route Tag', { display: 'hex' }),
    length: u8('ripng.rte.prefix_length', 'Prefix Length'),
    metric: u8('ripng.rte.metric', 'Metric', { help: 'Hops to the network; 16 means: it cannot be reached.' }),
  },
  decode(p, h, f) {
    const command = p.u8(h.command)
    p.say(` Command ${commands[command] ?? `Unknown (${command})`}, Version ${p.u8(h.version)}`)
    while (p.left > 0) {
      p.need(ENTRY)
      const line = p.add(f.entry, p.at, ENTRY)
      if (p.drawing)
        p.label(
          line,
          `Route Table Entry: IPv6 Prefix: ${ipv6Text(p.bytes, p.at)}/${p.peek(1, 18)} Metric: ${p.peek(1, 19)}`,
        )
      const was = p.open(line)
      p.take(f.prefix)
      p.take(f.tag)
      p.take(f.length)
      p.take(f.metric)
      p.close(was)
    }
  },
})
