/** RFC 1002 4.4, NetBIOS datagrams: messages of Windows networks to one name, to a group, or to all. */
import { bit, bits, ipv4, string, u16, u8 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { encodedName, nameKind } from '../kit/netbios-name'

const types: Readonly<Record<number, string>> = {
  16: 'Direct_unique datagram',
  17: 'Direct_group datagram',
  18: 'Broadcast datagram',
  19: 'Datagram error',
  20: 'Datagram query request',
  21: 'Datagram positive query response',
  22: 'Datagram negative query response',
}
const nodes: Readonly<Record<number, string>> = { 0: 'B node', 1: 'P node', 2: 'M node', 3: 'NBDD' }
const errors: Readonly<Record<number, string>> = {
  0x82: 'Destination name not present',
  0x83: 'Invalid source name format',
  0x84: 'Invalid destination name format',
}
const yes = { trueFalse: ['Yes', 'No'] as const }
const FIRST = 2
const ERROR = 19
const flagText = (v: number): string =>
  [
    `0x${v.toString(16).padStart(2, '0')}`,
    ...(v & 1 ? ['More fragments follow'] : []),
    ...(v & 2 ? ['This is first fragment'] : []),
    `Node Type: ${nodes[(v >> 2) & 3]}`,
  ].join(', ')

export const nbdgm = protocol({
  name: 'nbdgm',
  title: 'NetBIOS Datagram Service',
  column: 'NBDS',
  spec: 'RFC 1002',
  over: { 'udp.port': [138] },
  header: {
    type: u8('nbdgm.type', 'Message Type', { names: types, help: 'To one name, to a group, or to everybody.' }),
    flags: u8('nbdgm.flags', 'Flags', {
      display: 'hex',
      show: flagText,
      of: {
        more: bit('nbdgm.next', 'More fragments follow', 1, yes),
        first: bit('nbdgm.first', 'This is first fragment', 2, yes),
        node: bits('nbdgm.node_type', 'Node Type', 12, { names: nodes }),
      },
    }),
    id: u16('nbdgm.dgram_id', 'Datagram ID', { display: 'hex' }),
    address: ipv4('nbdgm.src.ip', 'Source IP', { help: 'Who sent it, in case it was passed on.' }),
    port: u16('nbdgm.src.port', 'Source Port'),
  },
  fields: {
    length: u16('nbdgm.dgram_len', 'Datagram length', { unit: ' bytes' }),
    offset: u16('nbdgm.pkt_offset', 'Packet offset', { unit: ' bytes' }),
    error: u8('nbdgm.error_code', 'Error code', { display: 'hex', names: errors }),
    source: string('nbdgm.source_name', 'Source name'),
    destination: string('nbdgm.destination_name', 'Destination name'),
  },
  decode(p, h, f) {
    const type = p.u8(h.type)
    if (p.columns) p.say(info(type))
    if (type === ERROR) return void p.take(f.error)
    if (type >= 20 && type <= 22) return named(p, f.destination)
    if (type < 16 || type > 22) return
    p.take(f.length)
    p.take(f.offset)
    if (!(p.u8(h.flags) & FIRST)) return p.rest()
    named(p, f.source)
    named(p, f.destination)
    p.next('nbdgm.payload', 0)
  },
  summary: (p, h) => info(p.u8(h.type)),
})
const info = (type: number): string => types[type] ?? `Unknown (${type})`

function named(p: Packet, field: Field): void {
  const name = encodedName(p, p.at, p.base)
  const row = p.add(field, p.at, name.length, name.text)
  if (name.kind >= 0) p.label(row, `${field.label}: ${name.text} (${nameKind(name.kind)})`)
  p.skip(name.length)
}
