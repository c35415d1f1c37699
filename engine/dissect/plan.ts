/** What one decoding is for: which fields are wanted, whether columns and tree lines are. Compiled once, used for many packets. */
import type { Field } from './field'
import type { Registry } from './registry'

export interface Plan {
  /** 1 per wanted field id. */
  readonly wants: Uint8Array
  /** Per protocol id: header fields with something wanted in them. */
  readonly header: readonly (readonly Field[])[]
  readonly columns: boolean
  /** Tree lines and headings are written. */
  readonly drawing: boolean
  /** Nothing but state and layer sets: the first pass over a file. */
  readonly indexing: boolean
  /** Some expert information is wanted. */
  readonly expert: boolean
  /** Which lists of fields have something wanted in them: filled in by Packet.wantsAny. */
  readonly groups: Map<readonly Field[], boolean>
}

export interface Wants {
  fields?: Iterable<Field> | 'all'
  columns?: boolean
  drawing?: boolean
  indexing?: boolean
}

/** Compiles a plan. */
export function makePlan(registry: Registry, want: Wants): Plan {
  const wants = new Uint8Array(registry.fields.length)
  if (want.fields === 'all') wants.fill(1)
  else for (const field of want.fields ?? []) wants[field.id] = 1
  const touched = (field: Field): boolean =>
    wants[field.id] === 1 ||
    (field.alsoField !== undefined && wants[field.alsoField.id] === 1) ||
    field.bits.some(touched)
  const header = registry.protocols.map((p) => p.headerFields.filter(touched))
  const { self, f } = registry.expert
  const expert = [self, ...(Object.values(f) as Field[])].some((field) => wants[field.id] === 1)
  return {
    wants,
    header,
    columns: want.columns ?? false,
    drawing: want.drawing ?? false,
    indexing: want.indexing ?? false,
    expert,
    groups: new Map(),
  }
}
