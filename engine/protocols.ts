/** Every protocol that Wirelens knows: one file each in engine/protocols, found here and nowhere listed. */
import type { Protocol } from './dissect/protocol'
import { Registry } from './dissect/registry'

const files = import.meta.glob<Record<string, unknown>>('./protocols/**/*.ts', { eager: true })

const isProtocol = (value: unknown): value is Protocol =>
  typeof value === 'object' && value !== null && 'self' in value && 'headerFields' in value

/** All of them, numbered and linked. */
export const registry = new Registry(Object.values(files).flatMap((f) => Object.values(f).filter(isProtocol)))
