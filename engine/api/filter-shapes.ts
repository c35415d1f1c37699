/** The shapes of the calls about filters. Plain data: they cross processes. */
import type { Completions, Conditions } from '../filter'
import type { ClauseTruth } from '../session/clause-counts'
import type { FilterState } from '../session/display-filter'
import type { Row } from './shapes'

export type { Completion, Completions, Condition, Conditions } from '../filter'
export type { FilterState } from '../session/display-filter'
export type { ClauseTruth } from '../session/clause-counts'
export type { MacroProblem, MacroText } from './macros'
export type { RuleProblem, RuleText } from '../session/colouring'

/** What is known of a filter that has just come into force; `rows` are the first ones that it shows, when they were asked for. */
export interface FilterAnswer extends FilterState {
  rows?: Row[]
}

/** Something about a part of a filter, as [from, to) in the text as typed. */
export interface FilterNote {
  message: string
  range: [from: number, to: number]
}

export interface FilterCheck {
  /** Why the text is no filter; null when it is one. */
  error: { message: string; hint?: string; range?: [number, number] } | null
  /** Deprecated spellings, protocols that are not decoded yet. */
  warnings: FilterNote[]
  /** What surprises people in a part of it, though it is right. */
  traps: FilterNote[]
  /** The filter as rows, for the builder; null when it is more than that, or no filter. */
  conditions: Conditions | null
  /** The same as a capture filter, or why there is none. */
  capture: { text: string } | { text: null; reason: string; range: readonly [number, number] } | null
}

/** One part of a filter in words. Parts are numbered in the order in which they are read. */
export interface FilterPart {
  number: number
  level: number
  range: readonly [from: number, to: number]
  sentence: string
  advice?: string
}

export interface FilterExplanation {
  parts: FilterPart[]
  /** What the packet asked about says to each part. */
  truths: ClauseTruth[] | null
}

/** How often every part holds, as far as counted; told as the event `filter-counts`. */
export interface FilterCounts {
  text: string
  counts: number[]
  judged: number
  packets: number
  done: boolean
}

export type { Completions as FilterCompletions }
