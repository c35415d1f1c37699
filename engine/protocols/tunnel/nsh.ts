/** RFC 8300, NSH: in front of packets that pass a chain of services (firewalls, balancers) says which chain and how far along. */
import { bits, bytes, u16, u24, u8 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { bitRows } from '../kit/bit-rows'

const protocols: Readonly<Record<number, string>> = {
  0: 'None',
  1: 'IPv4',
  2: 'IPv6',
  3: 'Ethernet',
  4: 'NSH',
  5: 'MPLS',
  254: 'Experiment 1',
  255: 'Experiment 2',
}
const inside: Readonly<Record<number, number>> = { 1: 0x0800, 2: 0x86dd, 4: 0x894f, 5: 0x8847 }
const both = (digits: number) => ({ show: (v: number) => `${v} (0x${v.toString(16).padStart(digits, '0')})` })
const FIXED = 1
const HEAD = 8

export const nsh = protocol({
  name: 'nsh',
  title: 'Network Service Header',
  column: 'NSH',
  spec: 'RFC 8300',
  over: { ethertype: [0x894f], 'gre.proto': [0x894f], 'vxlan.next_proto': [4] },
  fields: {
    version: bits('nsh.version', 'Version', 0xc000, both(1)),
    operations: bits('nsh.Obit', 'O Bit', 0x2000),
    critical: bits('nsh.CBit', 'C Bit', 0x1000),
    ttl: bits('nsh.ttl', 'Time to live', 0x0fc0, { display: 'hex' }),
    length: bits('nsh.length', 'Length', 0x003f, both(2)),
    kind: u8('nsh.mdtype', 'MD Type', both(2)),
    next: u8('nsh.nextproto', 'Next Protocol', { names: (v) => protocols[v] ?? 'Unknown' }),
    path: u24('nsh.spi', 'SPI', { ...both(6), help: 'Which chain of services the packet takes.' }),
    index: u8('nsh.si', 'SI', { ...both(2), help: 'How many services are still to come.' }),
    context: bytes('nsh.contextheader', 'Context Header'),
    metadataClass: u16('nsh.metadataclass', 'TLV Class', both(4)),
    metadataType: u8('nsh.metadatatype', 'Type', both(2)),
    unassigned: bits('nsh.metadataunassignedbit', 'Unassigned Bit', 0x80, { display: 'hex' }),
    metadataLength: bits('nsh.metadatalen', 'Length', 0x7f, { display: 'hex' }),
    metadata: bytes('nsh.metadata', 'Variable Metadata'),
  },
  decode(p, _, f) {
    if (p.columns) p.say('Network Service Header')
    const start = p.at
    const head = [f.version, f.operations, f.critical, f.ttl, f.length]
    const size = (bitRows(p, 2, head as Field[]) & 0x3f) * 4
    const kind = p.take(f.kind)
    const next = p.take(f.next)
    p.take(f.path)
    p.take(f.index)
    const rest = size - HEAD
    if (rest < 0) return p.rest()
    p.need(rest)
    p.part(rest, () => {
      if (kind === FIXED) while (p.left >= 4) p.take(f.context, 4)
      else metadata(p)
    })
    p.at = start + size
    if (next === 3) p.next('gre.proto', 0x6558)
    else if (inside[next]) p.next('ethertype', inside[next])
    else p.rest()
  },
})

function metadata(p: Packet): void {
  const { f } = nsh
  while (p.left >= 4) {
    p.take(f.metadataClass)
    p.take(f.metadataType)
    const length = bitRows(p, 1, [f.unassigned, f.metadataLength]) & 0x7f
    const padded = Math.ceil(length / 4) * 4
    p.need(padded)
    if (length) p.add(f.metadata, p.at, length)
    p.skip(padded)
  }
}
