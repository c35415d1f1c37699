/** Forwarding equivalence classes (RFC 5036, 3.4.1; pseudo-wires: RFC 8077): which packets a label is for. */
import { ipv4 as ipv4Text, ipv6 as ipv6Text } from '../../../bytes/read'
import type { Packet } from '../../../dissect/packet'
import { addBits, bitRows } from '../../kit/bit-rows'
import { f, general, wire } from './fields'
import type { WireParameters } from './fields'
import { wireParameters } from './names'

export function classes(p: Packet): void {
  const was = p.open(p.text('FEC Elements', p.at, p.left))
  for (let n = 1; p.left > 0; n++) {
    const inner = p.open(p.text(`FEC Element ${n}`, p.at))
    const isKnown = one(p)
    p.close(inner, true)
    if (!isKnown) break
  }
  p.close(was)
}

/** False where nothing is known of the class, nor of where it ends. */
function one(p: Packet): boolean {
  const type = p.peek(1)
  if (type === 1) p.take(f.class)
  else if (type === 2 || type === 3) {
    p.take(f.class)
    const family = p.take(f.classFamily)
    const length = p.take(f.classLength)
    const size = type === 2 ? Math.ceil(length / 8) : length
    p.need(size)
    const text = family === 1 || family === 2 ? addressText(p, family, size) : undefined
    if (text === undefined) p.skip(size)
    else {
      p.add(type === 2 ? f.prefix : f.host, p.at, size, text)
      p.skip(size)
    }
  } else if (type >= 6 && type <= 8) {
    p.take(f.class)
    p.take(f.classFamily)
    p.take(f.classLength)
    p.take(f.root)
    const length = p.take(f.opaqueLength)
    p.take(f.opaque, length)
  } else if (type === 128) wireClass(p)
  else if (type === 129) generalClass(p)
  else {
    const was = p.open(p.text('Unknown FEC TLV type', p.at, p.left))
    p.note(f.unknownClass, undefined, p.at, p.left)
    p.close(was)
    return false
  }
  return true
}

/** The address that `size` bytes at the cursor begin; the rest of it is zero. */
export function addressText(p: Packet, family: number, size: number): string | undefined {
  const whole = new Uint8Array(family === 1 ? 4 : 16)
  if (size > whole.length) return undefined
  whole.set(p.bytes.subarray(p.at, p.at + size))
  return family === 1 ? ipv4Text(whole, 0) : ipv6Text(whole, 0)
}

function wireClass(p: Packet): void {
  p.take(f.class)
  addBits(p, f.wireWord, 1, p.peek(1))
  bitRows(p, 2, [f.wireType])
  const length = p.take(f.wireLength)
  p.take(f.group)
  if (length < 4) return
  p.take(f.wireId)
  p.need(length - 4)
  p.part(length - 4, () => parameters(p, wire))
}

function generalClass(p: Packet): void {
  p.take(f.class)
  addBits(p, f.generalWord, 1, p.peek(1))
  bitRows(p, 2, [f.generalType])
  const length = p.take(f.generalLength)
  p.need(length)
  p.part(length, () => {
    if (p.left) identifier(p, f.groupType, f.groupLength, f.groupValue)
    if (p.left) identifier(p, f.sourceType, f.sourceLength, f.sourceValue)
    if (p.left) identifier(p, f.targetType, f.targetLength, f.targetValue)
  })
}

function identifier(
  p: Packet,
  type: typeof f.groupType,
  length: typeof f.groupLength,
  value: typeof f.groupValue,
): void {
  p.take(type)
  const size = p.take(length)
  if (size) p.take(value, size)
}

/** Parameters of a pseudo-wire, each a number, a length and a value. */
export function parameters(p: Packet, g: WireParameters): void {
  while (p.left >= 2) {
    const id = p.peek(1)
    const length = p.peek(1, 1)
    const row = p.text('Interface Parameter', p.at, length)
    if (length < 2) return
    p.need(length)
    const was = p.open(row)
    p.part(length, () => {
      p.take(g.id)
      p.take(g.length)
      const said = value(p, g, id)
      p.label(row, `Interface Parameter: ${said ?? wireParameters[id] ?? ' unknown'}`)
    })
    p.close(was)
  }
}

function value(p: Packet, g: WireParameters, id: number): string | undefined {
  if (id === 1) return `MTU ${p.take(g.mtu)}`
  if (id === 2) return `Max ATM Concat Cells ${p.take(g.cells)}`
  if (id === 3) {
    const at = p.take(g.description, p.left)
    return `Description ${String.fromCharCode(...p.bytes.subarray(at, p.end))}`
  }
  if (id === 6) return `VLAN Id ${p.take(g.vlan)}`
  if (id === 7) return `BPS ${p.take(g.rate)}`
  if (id === 12) {
    let was = p.open(p.text('CC Type', p.at, 1))
    bitRows(p, 1, [g.word, g.alert, g.ttl])
    p.close(was)
    was = p.open(p.text('CV Type', p.at, 1))
    bitRows(p, 1, [g.icmpPing, g.lspPing, g.bfd])
    p.close(was)
    return 'VCCV'
  }
  return undefined
}
export const generalParameters = (p: Packet): void => parameters(p, general)
