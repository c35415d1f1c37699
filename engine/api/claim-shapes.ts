/** Shapes of the calls `claims.*`. Plain data: they cross processes. */
import type { Judged, Verdict } from '../claims/judge'

export type { Judged, Verdict }

export interface ClaimList {
  /** In the order of the text; the frames of each are the first ones of all that show it. */
  claims: Judged[]
  /** How many there are; more than `claims` where a text has very many. */
  total: number
}
