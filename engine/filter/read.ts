/** Values of entities in the packet just decoded. A compiled entity adds its values to a list; the lists are used again. */
import { valueOf } from '../dissect/format'
import type { Field } from '../dissect/field'
import type { Packet } from '../dissect/packet'
import { HAS_VALUE } from '../dissect/records'
import { occurrence } from '../dissect/tree'
import type { SlicePart } from './ast'
import { carriesItsPayload, layerBytes } from './layer-bytes'
import { hasLayer, pieces } from './slices'
import type { Type } from './types'
import { asBytes, ipv4Bytes } from './values'
import type { Value } from './values'

/** Adds the values of an entity in this packet. */
export type Read = (p: Packet, out: Value[]) => void

/** How much of a layer is meant by the name of its protocol: its own header, or all bytes to its end. */
export type Extent = 'own' | 'whole'

/** All occurrences of a field. */
export function readField(
  field: Field,
  type: Type,
  raw: boolean,
  layers: readonly SlicePart[] | undefined,
  extent: Extent,
  bareTcp = false,
): Read {
  const { id } = field
  const at = layers ? (p: Packet, i: number): boolean => inLayers(p, i, layers) : () => true
  const all =
    (value: (p: Packet, i: number) => Value): Read =>
    (p, out) => {
      const { records } = p
      for (let i = 0; i < records.count; i++) if (records.field[i] === id && at(p, i)) out.push(value(p, i))
    }
  if (raw) return all(rawBytes)
  if (field.type === 'protocol') {
    const carries = carriesItsPayload(field.name) && !(bareTcp && field.name === 'tcp')
    return all(extent === 'whole' || carries ? layerBytes : rawBytes)
  }
  if (type.class === 'ipv4')
    return all((p, i) => {
      if (p.records.flags[i]! & HAS_VALUE) return p.records.value[i]!
      const v = valueOf(occurrence(p, i))
      return v instanceof Uint8Array ? ((v[0]! << 24) | (v[1]! << 16) | (v[2]! << 8) | v[3]!) >>> 0 : v
    })
  return all((p, i) => valueOf(occurrence(p, i)))
}

/** Whether a field occurs. */
export function occurs(field: Field, layers: readonly SlicePart[] | undefined): (p: Packet) => boolean {
  const { id } = field
  if (layers)
    return (p) => {
      for (let i = 0; i < p.records.count; i++) if (p.records.field[i] === id && inLayers(p, i, layers)) return true
      return false
    }
  return ({ records }) => {
    const { field: fields, count } = records
    for (let i = 0; i < count; i++) if (fields[i] === id) return true
    return false
  }
}

/** The bytes that a record stands for. */
function rawBytes(p: Packet, i: number): Uint8Array {
  const { bytes, origin } = occurrence(p, i)
  const { records } = p
  const whole = p.registry.frame.self.id === records.field[i]
  const length = whole ? p.frame.captured : records.length[i]!
  const from = origin + records.start[i]!
  return bytes.subarray(from, from + length)
}

/** Layers of one protocol are counted from 1, outermost first. */
function inLayers(p: Packet, i: number, parts: readonly SlicePart[]): boolean {
  const layer = p.records.layer[i]!
  const protocol = p.layerProtocol[layer]
  let n = 0
  let count = 0
  for (let d = 0; d < p.depth; d++) {
    if (p.layerProtocol[d] !== protocol) continue
    count++
    if (d <= layer) n++
  }
  return hasLayer(parts, n, count)
}

/** Slices of a value: of text by character, of everything else by byte. Undefined when no part of it lies inside. */
export function cut(value: Value, type: Type, parts: readonly SlicePart[], chars: boolean): Value | undefined {
  if (chars) {
    const text = Array.from(String(value))
    const found = pieces(parts, text.length)
    return found.length ? found.map(([a, b]) => text.slice(a, b).join('')).join('') : undefined
  }
  const bytes = type.class === 'ipv4' ? ipv4Bytes(value as number) : asBytes(value)
  const found = pieces(parts, bytes.length)
  if (found.length <= 1) return found[0] && bytes.subarray(...found[0])
  return Uint8Array.from(found.flatMap(([a, b]) => [...bytes.subarray(a, b)]))
}
