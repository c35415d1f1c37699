/** Cisco's IGRP (public descriptions): the distance vector protocol before EIGRP. Networks are three bytes; the fourth follows from their group. */
import { bits, ipv4, u16, u24, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { bitRows } from '../kit/bit-rows'

const commands: Readonly<Record<number, string>> = { 1: 'Response', 2: 'Request' }
const ENTRY = 14

export const igrp = protocol({
  name: 'igrp',
  title: 'Cisco Interior Gateway Routing Protocol',
  heading: () => 'Cisco IGRP',
  column: 'IGRP',
  spec: 'Cisco IGRP',
  over: { 'ip.proto': [9] },
  fields: {
    version: bits('igrp.version', 'IGRP Version', 0xf0),
    command: bits('igrp.command', 'Command', 0x0f, { show: (v) => `${v} (${commands[v] ?? 'Unknown'})` }),
    update: u8('igrp.update', 'Update Release'),
    system: u16('igrp.as', 'Autonomous System', { help: 'Only routers with the same number listen.' }),
    interior: u16('igrp.interior_routes', 'Interior routes'),
    systems: u16('igrp.system_routes', 'System routes'),
    exterior: u16('igrp.exterior_routes', 'Exterior routes'),
    checksum: u16('igrp.checksum', 'Checksum', { display: 'hex' }),
    network: ipv4('igrp.network', 'Network', { help: 'Addresses that the sender reaches.' }),
    delay: u24('igrp.delay', 'Delay'),
    bandwidth: u24('igrp.bandwidth', 'Bandwidth'),
    mtu: u16('igrp.mtu', 'MTU', { unit: ' bytes' }),
    reliability: u8('igrp.reliability', 'Reliability'),
    load: u8('igrp.load', 'Load'),
    hops: u8('igrp.hop_count', 'Hop count'),
  },
  decode(p, _, f) {
    const start = p.at
    const command = p.peek(1) & 15
    const isKnown = p.peek(1) >> 4 === 1 && commands[command] !== undefined
    if (p.columns) p.say(isKnown ? commands[command]! : 'Unknown version or opcode')
    if (!isKnown) return p.rest()
    bitRows(p, 1, [f.version, f.command])
    p.take(f.update)
    p.take(f.system)
    // Each group's number stands in front, its routes behind the checksum.
    p.at = start + 12
    const near = p.ends.kind === 'ipv4' ? p.ends.bytes[p.ends.source]! : 0
    for (const [index, field] of [f.interior, f.systems, f.exterior].entries()) {
      const count = p.peekAt(start + 4 + 2 * index, 2)
      const was = p.open(p.add(field, start + 4 + 2 * index, 2, count))
      for (let n = 0; n < count; n++) entry(p, index === 0 ? near : -1)
      p.close(was)
    }
    p.add(f.checksum, start + 10, 2, p.peekAt(start + 10, 2))
  },
})

/** `near`: the first byte of the network's address, where only the other three are told; −1: all but the last are. */
function entry(p: Packet, near: number): void {
  const { f } = igrp
  p.need(ENTRY)
  const three = p.peek(3)
  const value = near >= 0 ? near * 0x1000000 + three : three * 256
  const text = [24, 16, 8, 0].map((n) => Math.floor(value / 2 ** n) % 256).join('.')
  const was = p.open(p.text(`Entry for network ${text}`, p.at, ENTRY))
  p.add(f.network, p.at, 3, value)
  p.skip(3)
  for (const field of [f.delay, f.bandwidth, f.mtu, f.reliability, f.load, f.hops]) p.take(field)
  p.close(was)
}
