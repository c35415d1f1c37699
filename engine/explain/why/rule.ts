/**
 * Why a field has its value, as data: for which fields a rule is, when it holds and what it then knows, what is said in each language, and the
 * evidence: frames and fields. A rule says no more than what it found in this capture, or what the standard fixes.
 */
import type { Language } from '../../words/language'
import type { Facts, Item } from '../facts'

export interface Reason {
  /** Name of the rule: stable, for tests and for whoever refers to it. */
  rule: string
  text: string
  /** Frames that the sentence names. */
  frames: number[]
  /** Fields of this packet that it rests on. */
  fields: string[]
}

export interface Rule {
  id: string
  fields: readonly string[]
  ask(f: Facts, it: Item, language: Language): Reason | undefined
}

export interface Spec<A> {
  id: string
  fields: readonly string[]
  /** What is said, from what is known; undefined: the rule does not hold. */
  when(f: Facts, it: Item): A | undefined | false | 0 | null
  en: string | ((a: A) => string)
  ko: string | ((a: A) => string)
  frames?(a: A): readonly (number | undefined)[]
  see?: readonly string[]
}

export const rule = <A>(spec: Spec<A>): Rule => ({
  id: spec.id,
  fields: spec.fields,
  ask(f, it, language) {
    const a = spec.when(f, it)
    if (a === undefined || a === null || a === false || a === 0) return undefined
    const say = spec[language]
    const frames = (spec.frames?.(a) ?? []).filter((n): n is number => n !== undefined && n > 0)
    return {
      rule: spec.id,
      text: typeof say === 'function' ? say(a) : say,
      frames: [...new Set(frames)],
      fields: [...(spec.see ?? [])],
    }
  },
})

/** A rule whose sentence always holds: the standard fixes the value, or nobody but the sender can know it. */
export const always = (id: string, fields: readonly string[], en: string, ko: string): Rule =>
  rule({ id, fields, when: () => true, en, ko })
/** The same where the value is one. */
export const whenIs = (id: string, fields: readonly string[], value: number, en: string, ko: string): Rule =>
  rule({ id, fields, when: (_, it) => Number(it.value) === value, en, ko })

/** 0x0800, as wide as the field. */
export const hex = (n: number, digits = 4): string => `0x${(n >>> 0).toString(16).padStart(digits, '0')}`
/** `13 bytes`. */
export const count = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`
