// The tables of all protocols: what every declaration must hold to.
import { describe, expect, it } from 'vitest'
import { fieldsOf } from '../../engine/dissect/protocol'
import { registry } from '../../engine/protocols'

const all = registry.fields.filter((f) => f.name !== 'text')

describe('every protocol', () => {
  it.each(registry.protocols.map((p) => [p.name, p] as const))(
    '%s says what it follows and what it is called',
    (_, p) => {
      expect(p.spec).toMatch(/\S/)
      expect(p.title).toMatch(/\S/)
    },
  )
  it.each(registry.protocols.map((p) => [p.name, p] as const))(
    '%s has bits that lie inside their field and do not overlap',
    (_, p) => {
      for (const field of [
        ...p.headerFields,
        ...Object.values(p.f as Record<string, (typeof p.headerFields)[number]>),
      ]) {
        const width = field.size * 8
        let taken = 0n
        for (const bit of field.bits) {
          if (width) expect(bit.mask, bit.name).toBeLessThan(2 ** width)
          const mask = BigInt(bit.mask)
          // A bit field may contain finer ones, but siblings never share a bit.
          if (!bit.options.hidden) expect(taken & mask, `${bit.name} overlaps`).toBe(0n)
          taken |= mask
        }
      }
    },
  )
})

describe('every field', () => {
  it('has a name of its own', () => {
    const names = registry.protocols.flatMap((p) => [...fieldsOf(p)].map((f) => f.name).filter(Boolean)) // gaps of a header have none
    expect(names.filter((n, i) => names.indexOf(n) !== i)).toEqual([])
  })
  it('has a filter name that can be typed', () => {
    expect(all.map((f) => f.name).filter((n) => !/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(n))).toEqual([])
  })
  it('has a label', () => expect(all.filter((f) => !f.label.trim()).map((f) => f.name)).toEqual([]))
  it('has help that is a sentence, where it has help', () => {
    const wrong = all.filter((f) => f.help !== undefined && !/^[A-Z0-9“(‘].*[.!?)]$/s.test(f.help))
    expect(wrong.map((f) => `${f.name}: ${f.help}`)).toEqual([])
  })
  it('that names a combined field finds it', () => {
    for (const f of all) if (f.options.also) expect(f.alsoField?.name).toBe(f.options.also)
  })
})
