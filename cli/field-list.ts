/** `-G fields`: every protocol and field that Wirelens knows, in tshark's columns. */
import type { Field } from '../engine/dissect/field'
import { registry } from '../engine/protocols'

const bySize = (prefix: string, size: number): string => `${prefix}${size * 8}`

function typeName(f: Field): string {
  switch (f.type) {
    case 'uint':
      return bySize('FT_UINT', f.options.width ?? (f.size || 4))
    case 'int':
      return bySize('FT_INT', f.options.width ?? (f.size || 4))
    case 'bool':
      return 'FT_BOOLEAN'
    case 'time':
      return 'FT_ABSOLUTE_TIME'
    case 'duration':
      return 'FT_RELATIVE_TIME'
    case 'ipv4':
      return 'FT_IPv4'
    case 'ipv6':
      return 'FT_IPv6'
    default:
      return `FT_${f.type.toUpperCase()}`
  }
}

/** Lines `P title name` and `F label name type protocol base mask help`, separated by tabs. */
export function fieldList(): string {
  const lines: string[] = []
  for (const p of registry.protocols) lines.push(`P\t${p.title}\t${p.name}`)
  for (const f of registry.fields) {
    if (f.type === 'protocol' || f === registry.text) continue
    const base = f.type === 'uint' || f.type === 'int' ? `BASE_${(f.options.display ?? 'dec').toUpperCase()}` : ''
    lines.push(['F', f.label, f.name, typeName(f), f.protocol, base, `0x${f.mask.toString(16)}`, f.options.help ?? ''].join('\t'))
  }
  return lines.join('\n') + '\n'
}
