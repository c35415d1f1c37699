/** Cisco ERSPAN (draft-foschiano-erspan): copies of Ethernet frames that a switch sends to whoever watches, inside GRE. */
import { u16, u32 } from '../../bytes/read'
import { bits } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'

const TYPE_2 = 1
const TYPE_3 = 2

export const erspan = protocol({
  name: 'erspan',
  title: 'Encapsulated Remote Switch Packet ANalysis',
  column: '',
  spec: 'draft-foschiano-erspan-03',
  over: { 'gre.proto': [0x88be, 0x22eb] },
  fields: {
    version: bits('erspan.version', 'Version', 0xf000, { names: { 1: 'Type II', 2: 'Type III' } }),
    vlan: bits('erspan.vlan', 'Vlan', 0x0fff, { help: 'Virtual network that the frame was seen on.' }),
    priority: bits('erspan.cos', 'COS', 0xe000),
    encapsulation: bits('erspan.encap', 'Encap', 0x1800, {
      names: {
        0: 'Originally without VLAN tag',
        1: 'Originally ISL encapsulated',
        2: 'Originally 802.1Q encapsulated',
        3: 'VLAN tag preserved in frame',
      },
    }),
    size: bits('erspan.bso', 'Bad/Short/Oversized', 0x1800, {
      names: { 0: 'Good or unknown integrity', 1: 'Short (<64B)', 2: 'Oversized (>MTU)', 3: 'CRC or alignment error' },
    }),
    truncated: bits('erspan.truncated', 'Truncated', 0x0400, { names: { 0: 'Not truncated', 1: 'Truncated' } }),
    session: bits('erspan.spanid', 'SpanID', 0x03ff, { help: 'Number of the watching session on the switch.' }),
    reserved: bits('erspan.reserved', 'Reserved', 0xfff00000),
    index: bits('erspan.index', 'Index', 0x000fffff),
    timestamp: bits('erspan.timestamp', 'Timestamp', 0xffffffff),
    group: bits('erspan.sgt', 'Security Group Tag', 0xffff),
    hasFrame: bits('erspan.p', 'Has Ethernet PDU', 0x8000),
    frameType: bits('erspan.ft', 'Frame Type', 0x7c00, { names: { 0: 'Ethernet', 2: 'IP' } }),
    hardware: bits('erspan.hw', 'Hardware ID', 0x03f0),
    direction: bits('erspan.direction', 'Direction', 0x0008, {
      names: ['Ingress', 'Egress'],
      show: (v) => (v ? 'Egress' : 'Ingress'),
      help: 'Whether the switch copied the frame as it came in or as it went out.',
    }),
    granularity: bits('erspan.gra', 'Timestamp granularity', 0x0006, {
      names: ['100 microseconds', '100 nanoseconds', 'IEEE 1588', 'Custom granularity'],
    }),
    optional: bits('erspan.o', 'Optional Sub headers', 0x0001),
    platform: bits('erspan.platid', 'Platform ID', 0xfc000000),
  },
  decode(p, _, f) {
    const at = p.at
    if (isTypeOne(p)) return void p.next('gre.proto', 0x6558)
    p.need(8)
    const [first, second] = [u16(p.bytes, at), u16(p.bytes, at + 2)]
    const version = first >>> 12
    p.add(f.version, at, 2, version)
    p.add(f.vlan, at, 2, first & 0x0fff)
    p.add(f.priority, at + 2, 2, second >>> 13)
    p.add(version === TYPE_3 ? f.size : f.encapsulation, at + 2, 2, (second >>> 11) & 3)
    p.add(f.truncated, at + 2, 2, (second >>> 10) & 1)
    p.add(f.session, at + 2, 2, second & 0x03ff)
    if (version === TYPE_2) {
      const third = u32(p.bytes, at + 4)
      p.add(f.reserved, at + 4, 4, third >>> 20)
      p.add(f.index, at + 4, 4, third & 0xfffff)
      p.skip(8)
    } else if (version === TYPE_3) {
      p.need(12)
      const last = u16(p.bytes, at + 10)
      p.add(f.timestamp, at + 4, 4, u32(p.bytes, at + 4))
      p.add(f.group, at + 8, 2, u16(p.bytes, at + 8))
      p.add(f.hasFrame, at + 10, 2, last >>> 15)
      p.add(f.frameType, at + 10, 2, (last >>> 10) & 0x1f)
      p.add(f.hardware, at + 10, 2, (last >>> 4) & 0x3f)
      p.add(f.direction, at + 10, 2, (last >>> 3) & 1)
      p.add(f.granularity, at + 10, 2, (last >>> 1) & 3)
      p.add(f.optional, at + 10, 2, last & 1)
      p.skip(12)
      if (last & 1) {
        p.need(8)
        p.add(f.platform, p.at, 4, u32(p.bytes, p.at) >>> 26)
        p.skip(8)
      }
    } else return p.rest()
    p.next('gre.proto', 0x6558)
  },
  heading: (p) => {
    if (isTypeOne(p)) return 'Encapsulated Remote Switch Packet ANalysis Type I'
    const version = u16(p.bytes, p.base) >>> 12
    return `Encapsulated Remote Switch Packet ANalysis${{ 1: ' Type II', 2: ' Type III' }[version] ?? ''}`
  },
})

/** Type I is the frame itself (the draft, 4.1): GRE says so by its four bytes in front, which have no sequence number. */
function isTypeOne({ bytes, base, origin }: Packet): boolean {
  return base - 4 >= origin && u16(bytes, base - 2) === 0x88be && (u16(bytes, base - 4) & 0xf000) === 0
}
