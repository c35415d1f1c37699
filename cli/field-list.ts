/** `-G fields` and `-G protocols`: every protocol and field that Wirelens knows, in tshark's columns. */
import type { Field } from '../engine/dissect/field'
import { registry } from '../engine/protocols'

const bits: Readonly<Record<number, number>> = { 1: 8, 2: 16, 3: 24, 4: 32, 5: 40, 6: 48, 7: 56, 8: 64 }
const sized = (prefix: string, bytes: number): string => `${prefix}${bits[bytes] ?? 32}`

const plain: Partial<Record<Field['type'], string>> = {
  bool: 'FT_BOOLEAN',
  time: 'FT_ABSOLUTE_TIME',
  duration: 'FT_RELATIVE_TIME',
  ipv4: 'FT_IPv4',
  ipv6: 'FT_IPv6',
}

/** Bytes of the field that this one stands in. */
const widths = new Map<Field, number>()
for (const field of registry.fields)
  for (const inner of field.bits) widths.set(inner, field.size || widths.get(field) || 0)

/** The type of a field in Wireshark’s words: `FT_UINT16`. */
export function typeName(f: Field): string {
  const width = f.options.width ?? (f.size || widths.get(f) || 4)
  if (f.type === 'uint') return sized('FT_UINT', width)
  if (f.type === 'int') return sized('FT_INT', width)
  return plain[f.type] ?? `FT_${f.type.toUpperCase()}`
}

/** The fifth column: the base of a number; for a flag, the bits of the field that it stands in. */
function base(f: Field): string {
  if (f.type === 'bool') return String(f.mask ? (f.options.patternBits ?? 8 * (widths.get(f) ?? f.size)) : 0)
  return f.type === 'uint' || f.type === 'int' ? `BASE_${(f.options.display ?? 'dec').toUpperCase()}` : ''
}

/** Lines `P title name` and `F label name type protocol base mask help`, separated by tabs. */
export function fieldList(): string {
  const lines = registry.protocols.map((p) => `P\t${p.listedAs}\t${p.name}`)
  for (const f of registry.fields) {
    if (f.type === 'protocol' || f === registry.text) continue
    const mask = `0x${f.mask.toString(16)}`
    lines.push(['F', f.label, f.name, typeName(f), f.protocol, base(f), mask, f.help ?? ''].join('\t'))
  }
  return `${lines.join('\n')}\n`
}

/** Lines `title, short name, filter name`, separated by tabs. */
export function protocolList(): string {
  const lines = registry.protocols.map((p) => `${p.listedAs}\t${p.shortName}\t${p.name}`)
  return `${lines.sort().join('\n')}\n`
}
