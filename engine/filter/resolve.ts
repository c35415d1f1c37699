/** What a word stands for: a declared field, a column, a field that is not decoded yet, or nothing (then it is a literal). */
import type { Field } from '../dissect/field'
import type { Registry } from '../dissect/registry'
import { columnByName } from './columns'
import { deprecatedNames, isKnownField, isKnownProtocol } from './fields-known'

export type Meaning =
  /** `within`: its protocol is not decoded by itself, only as a part of these. */
  | { kind: 'field'; field: Field; instead?: string; within?: readonly string[] }
  | { kind: 'column'; column: string }
  | { kind: 'undecoded'; protocol: string; instead?: string }

const aliases = new WeakMap<Registry, ReadonlyMap<string, string>>()

function aliasesOf(registry: Registry): ReadonlyMap<string, string> {
  let map = aliases.get(registry)
  if (!map) aliases.set(registry, (map = new Map(registry.protocols.flatMap((p) => Object.entries(p.aliases ?? {})))))
  return map
}

/** Names are case-sensitive, as Wireshark's are. */
export function meaningOf(registry: Registry, name: string): Meaning | undefined {
  const column = columnByName.get(name)
  if (column) return { kind: 'column', column }
  const alias = aliasesOf(registry).get(name)
  const field = registry.byName.get(alias ?? name)
  if (field && field !== registry.text && field.name) return fieldMeaning(registry, field)
  const protocol = name.split('.', 1)[0]!
  const instead = deprecatedNames.get(protocol)
  if (instead) {
    const modern = instead + name.slice(protocol.length)
    const found = registry.byName.get(modern)
    return found
      ? { ...fieldMeaning(registry, found), instead: modern }
      : { kind: 'undecoded', protocol: instead, instead: modern }
  }
  if (isKnownField(name)) return { kind: 'undecoded', protocol: name }
  if (isKnownProtocol(protocol) && !registry.protocolByName.has(protocol)) return { kind: 'undecoded', protocol }
  return undefined
}

/** Fields of a protocol that nothing leads to, but whose fields others record (SSDP those of HTTP): most of its packets stay undecoded. */
function fieldMeaning(registry: Registry, field: Field): Extract<Meaning, { kind: 'field' }> {
  const owner = registry.protocolByName.get(field.protocol)
  if (!owner || owner.decode || owner.over || owner.heuristic || owner.header) return { kind: 'field', field }
  const within = registry.protocols.filter((p) => p.uses?.includes(owner.name)).map((p) => p.name)
  return within.length ? { kind: 'field', field, within } : { kind: 'field', field }
}

/** Whether a word that means nothing was meant as a name, not as a number, an address or bytes. */
export const looksLikeName = (word: string): boolean =>
  /[g-zG-Z_]/.test(word)
    ? !/^0[xXbB]/.test(word)
    : /^[a-fA-F][a-fA-F-]*(\.[a-fA-F]{3,})*$/.test(word) && !/^([a-fA-F]{2})+$/.test(word)

/** The declared name that is nearest to a mistyped one; undefined when none is near. */
export function nearest(registry: Registry, name: string): string | undefined {
  let best: string | undefined
  let least = Math.min(4, Math.floor(name.length / 3) + 1)
  const lower = name.toLowerCase()
  for (const known of registry.byName.keys()) {
    if (!known || Math.abs(known.length - name.length) >= least) continue
    const d = known.toLowerCase() === lower ? 0 : distance(lower, known, least)
    if (d < least) {
      least = d
      best = known
    }
  }
  return best
}

/** Letters to change, add or remove; gives up at `most`. */
function distance(a: string, b: string, most: number): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    let best = i
    for (let j = 1; j <= b.length; j++) {
      const cost = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
      next.push(cost)
      if (cost < best) best = cost
    }
    if (best >= most) return most
    row = next
  }
  return row[b.length]!
}
