/** Field references, `${ip.src}`: the values that fields have in the packet that is selected. */
import type { Field } from '../dissect/field'
import type { Packet } from '../dissect/packet'
import type { Registry } from '../dissect/registry'
import type { Entity, Filter } from './ast'
import { printEntity } from './print'
import { readField } from './read'
import { meaningOf } from './resolve'
import { BYTES, typeOf } from './types'
import type { Value } from './values'

type Reference = Extract<Entity, { kind: 'reference' }>

function* referencesOf(node: unknown): Generator<Reference> {
  if (Array.isArray(node)) for (const item of node) yield* referencesOf(item)
  else if (typeof node === 'object' && node !== null) {
    if ((node as { kind?: unknown }).kind === 'reference') yield node as Reference
    else for (const value of Object.values(node)) yield* referencesOf(value)
  }
}

/** The fields that the selected packet must be decoded with; none: the filter has no references. */
export function referenceFields(filter: Filter, registry: Registry): Field[] {
  return [...referencesOf(filter.test)].flatMap((r) => {
    const meaning = meaningOf(registry, r.name)
    return meaning?.kind === 'field' ? [meaning.field] : []
  })
}

/** The values of all references of a filter in the packet just decoded: an option of `compile`. */
export function readReferences(filter: Filter, registry: Registry, p: Packet): Map<string, readonly Value[]> {
  const found = new Map<string, readonly Value[]>()
  for (const r of referencesOf(filter.test)) {
    const meaning = meaningOf(registry, r.name)
    if (meaning?.kind !== 'field') continue
    const values: Value[] = []
    const type = r.raw ? BYTES : typeOf(registry, meaning.field)
    readField(meaning.field, type, r.raw, r.layers, 'own')(p, values)
    // The packet's bytes are used again for the next one.
    found.set(
      printEntity(r),
      values.map((v) => (v instanceof Uint8Array ? v.slice() : v)),
    )
  }
  return found
}
