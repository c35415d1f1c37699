// Lines of the picture of traffic over time: what each counts, and steps of time that suit a capture.
import type { TrafficLine } from './contract'

export const calculations = ['PACKETS', 'BYTES', 'COUNT', 'SUM', 'MIN', 'MAX', 'AVG'] as const
export type Calculation = (typeof calculations)[number]

export interface IoLine {
  filter: string
  calculation: Calculation
  field: string
  on: boolean
}
export const needsField = (calculation: Calculation): boolean => calculation !== 'PACKETS' && calculation !== 'BYTES'

/** Steps that are offered, in seconds. */
export const steps = [0.001, 0.01, 0.1, 1, 10, 60, 600, 3600] as const
/** Points at most with a step that was not chosen by hand: as many as a wide window has pixels. */
const enough = 1500

/** The finest step with which a span of seconds is no more than a wide window shows. */
export const stepFor = (seconds: number): number => steps.find((step) => seconds / step <= enough) ?? steps.at(-1)!

/** The middle of each interval and the values there; a logarithm has no nought. */
export function seriesOf(
  lines: readonly TrafficLine[],
  interval: number,
  logarithmic: boolean,
): { x: number[]; y: (number | null)[] }[] {
  return lines.map(({ values }) => ({
    x: values.map((_, k) => k * interval),
    y: values.map((value) => (logarithmic && value <= 0 ? null : value)),
  }))
}
