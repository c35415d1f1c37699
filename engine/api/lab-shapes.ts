/** Shapes of the calls `lab.*`. Plain data: they cross processes. */
import type { Graded, Grading, Mark } from '../lab/grade'
import type { QuestionKind } from '../lab/sheet'

export type { Graded, Grading, Mark, QuestionKind }

export interface LabSheetName {
  id: string
  title: string
  questions: number
}

export interface LabQuestion {
  id: string
  kind: QuestionKind
  text: string
  points: number
  /** Of a choice, in order: the answer is the number of one, from 1. */
  options: string[]
}

export interface LabSheet {
  id: string
  title: string
  about: string
  /** SHA-256 of the open capture: what a hand-in names. */
  capture: string
  questions: LabQuestion[]
}

/** A graded question with what the sheet says of its answer. */
export interface LabVerdict extends Graded {
  why: string
}
