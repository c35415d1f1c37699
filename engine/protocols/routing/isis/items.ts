/** The items of IS-IS messages: a type, a length, a value (ISO 10589, RFC 1195, 5305, 5308, 5301). */
import { hex, ipv4 as ipv4Text, ipv6 as ipv6Text } from '../../../bytes/read'
import type { Field } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import { entries, reachability, systemId, takeId } from './fields'
import type { ItemFields } from './fields'

const NAMES: Readonly<Record<number, string>> = {
  1: 'Area address(es)',
  2: 'IS Reachability',
  6: 'IS Neighbor(s)',
  8: 'Padding',
  9: 'LSP entries',
  10: 'Authentication',
  22: 'Extended IS reachability',
  128: 'IP Internal reachability',
  129: 'Protocols supported',
  130: 'IP External reachability',
  132: 'IP Interface address(es)',
  134: 'Traffic Engineering Router ID',
  135: 'Extended IP Reachability',
  137: 'Hostname',
  211: 'Restart Signaling',
  229: 'Multi Topology',
  232: 'IPv6 Interface address(es)',
  236: 'IPv6 reachability',
  240: 'Point-to-point Adjacency State',
  242: 'Router Capability',
}

/** Reads items until the message ends. */
export function items(p: Packet, f: ItemFields): void {
  while (p.leftOnWire >= 2) {
    const type = p.peek(1)
    const size = p.peek(1, 1)
    const was = p.open(p.text(`${NAMES[type] ?? 'Unknown code'} (t=${type}, l=${size})`, p.at, size + 2))
    p.take(f.type)
    p.take(f.itemLength)
    p.need(size)
    p.part(size, () => value(p, type, f))
    p.close(was)
  }
}

const repeat = (p: Packet, field: Field | undefined, size: number): void => {
  while (field && p.left >= size) p.take(field, size)
}

function value(p: Packet, type: number, f: ItemFields): void {
  if (type === 1) areas(p, f.area)
  else if (type === 6) repeat(p, f.neighbor, 6)
  else if (type === 9) statements(p, f)
  else if (type === 129) protocols(p, f.nlpid)
  else if (type === 132) repeat(p, f.address4, 4)
  else if (type === 232) repeat(p, f.address6, 16)
  else if (type === 211 && f.restart && p.left) p.take(f.restart)
  else if (type === 137 && f.hostname && p.left) p.take(f.hostname, p.left)
  else if (f.hostname) reach(p, type)
}

function areas(p: Packet, field: Field | undefined): void {
  while (field && p.left > 1) {
    const size = p.peek(1)
    p.need(size + 1)
    const at = p.at + 1
    const row = p.add(field, p.at, size + 1)
    if (p.drawing && size) {
      const rest = hex(p.bytes, at + 1, size - 1).replace(/(.{4})(?=.)/g, '$1.')
      p.label(row, `Area address (${size}): ${hex(p.bytes, at, 1)}${rest ? `.${rest}` : ''}`)
    }
    p.skip(size + 1)
  }
}

const NLPIDS: Readonly<Record<number, string>> = { 0x81: 'CLNP', 0x8e: 'IPv6', 0xcc: 'IP' }

function protocols(p: Packet, field: Field | undefined): void {
  if (!field || !p.left) return
  const list = [...p.bytes.subarray(p.at, p.end)].map((v) => `${NLPIDS[v] ?? 'Unknown'} (0x${v.toString(16)})`)
  const was = p.open(p.text(`NLPIDs: ${list.join(', ')}`, p.at, p.left))
  repeat(p, field, 1)
  p.close(was)
}

/** What the sender has: of each statement its life, name, number and checksum. */
function statements(p: Packet, f: ItemFields): void {
  const list = entries[f.type.name]
  while (list && p.left >= 16) {
    const was = p.open(p.text('LSP Entry', p.at, 16))
    p.add(list.sequence, p.at + 10, 4, p.peek(4, 10))
    p.add(list.lifetime, p.at, 2, p.peek(2))
    p.add(list.checksum, p.at + 14, 2, p.peek(2, 14))
    p.close(was)
    p.add(list.id, p.at + 2, 8, systemId(p, p.at + 2, 8))
    p.skip(16)
  }
}

function reach(p: Packet, type: number): void {
  const { extended, reach4, reach6 } = reachability
  if (type === 22)
    while (p.left >= 11) {
      const line = p.text('IS Neighbor', p.at, 11 + p.peek(1, 10))
      const was = p.open(line)
      p.label(line, `IS Neighbor: ${takeId(p, extended.id, 7)}`)
      p.take(extended.metric)
      const size = p.take(extended.size)
      p.skip(size)
      p.close(was)
    }
  else if (type === 135)
    while (p.left >= 5) {
      const control = p.peek(1, 4)
      prefix(p, reach4, control & 0x3f, control, 4, (control & 0x40) !== 0)
    }
  else if (type === 236)
    while (p.left >= 6) {
      const control = p.peek(1, 4)
      prefix(p, reach6, p.peek(1, 5), control, 16, (control & 0x20) !== 0)
    }
}

type Reach = Record<'metric' | 'down' | 'sub' | 'bits' | 'prefix', Field> & { internal?: Field }

function prefix(p: Packet, f: Reach, length: number, control: number, whole: 4 | 16, sub: boolean): void {
  const size = Math.min(whole, Math.ceil(length / 8))
  const head = whole === 4 ? 5 : 6
  p.need(head + size)
  const full = new Uint8Array(whole)
  full.set(p.bytes.subarray(p.at + head, p.at + head + size))
  const text = p.drawing ? `${whole === 4 ? ipv4Text(full, 0) : ipv6Text(full, 0)}/${length}` : ''
  const was = p.open(p.text(`${whole === 4 ? 'Ext. IP' : 'IPv6'} Reachability: ${text}`, p.at, head + size))
  p.take(f.metric)
  for (const one of [f.down, ...(f.internal ? [f.internal] : []), f.sub])
    p.add(one, p.at, 1, (control & one.mask) >>> one.shift)
  if (whole === 4) p.add(f.bits, p.at, 1, length)
  p.skip(1)
  if (whole === 16) p.take(f.bits)
  if (whole === 4) p.add(f.prefix, p.at, size, ((full[0]! << 24) | (full[1]! << 16) | (full[2]! << 8) | full[3]!) >>> 0)
  else if (!p.indexing) p.add(f.prefix, p.at, size, full)
  p.skip(size)
  if (sub && p.left) p.skip(1 + p.peek(1))
  p.close(was)
}
