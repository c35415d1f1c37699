/** sFlow version 5: switches tell of every n-th packet and of their counters. The header; samples are not read yet. */
import { ipv4 as ipv4Text, ipv6 as ipv6Text } from '../../bytes/read'
import { ipv4, ipv6, u32 } from '../../dissect/field'
import { protocol } from '../../dissect/protocol'
import { spanText } from '../kit/time'

const IPV4 = 1
const IPV6 = 2

export const sflow = protocol({
  name: 'sflow',
  title: 'InMon sFlow',
  column: 'sFlow',
  spec: 'sFlow version 5',
  over: { 'udp.port': [6343] },
  header: {
    version: u32('sflow_245.version', 'Datagram version'),
  },
  fields: {
    kind: u32('sflow_245.agenttype', 'Agent address type', { names: { 1: 'IPv4', 2: 'IPv6' } }),
    agent4: ipv4('sflow_245.agent', 'Agent address', { help: 'The switch that reports.' }),
    agent6: ipv6('sflow_245.agent.v6', 'Agent address'),
    part: u32('sflow_245.sub_agent_id', 'Sub-agent ID'),
    sequence: u32('sflow_245.sequence_number', 'Sequence number'),
    uptime: u32('sflow_245.sysuptime', 'SysUptime', { show: (v) => `${spanText(Math.floor(v / 1000))} (${v}ms)` }),
    samples: u32('sflow_245.numsamples', 'NumSamples'),
  },
  decode(p, h, f) {
    const version = p.u32(h.version)
    if (version !== 2 && version !== 4 && version !== 5) return false
    p.say(`V${version}`)
    const kind = p.take(f.kind)
    if (kind !== IPV4 && kind !== IPV6) return
    const at = p.at
    p.take(kind === IPV4 ? f.agent4 : f.agent6)
    if (p.columns) p.sayMore(`, agent ${kind === IPV4 ? ipv4Text(p.bytes, at) : ipv6Text(p.bytes, at)}`)
    if (version === 5) p.sayMore(`, sub-agent ID ${p.take(f.part)}`)
    p.sayMore(`, seq ${p.take(f.sequence)}`)
    p.take(f.uptime)
    p.sayMore(`, ${p.take(f.samples)} samples`)
    p.at = p.end
  },
})
