// Sets of packet numbers as sorted ranges: "all ten million" costs as much as "one".
export type Range = readonly [first: number, last: number]

export const contains = (ranges: readonly Range[], n: number): boolean => ranges.some(([a, b]) => n >= a && n <= b)

export const countOf = (ranges: readonly Range[]): number => ranges.reduce((sum, [a, b]) => sum + b - a + 1, 0)

/** Joins ranges that touch or overlap. */
export function join(ranges: readonly Range[]): Range[] {
  const out: Range[] = []
  for (const range of [...ranges].sort((x, y) => x[0] - y[0])) {
    const last = out.at(-1)
    if (last && range[0] <= last[1] + 1) out[out.length - 1] = [last[0], Math.max(last[1], range[1])]
    else out.push(range)
  }
  return out
}

/** Adds one number, or takes it out when it is there. */
export const toggle = (ranges: readonly Range[], n: number): Range[] =>
  contains(ranges, n)
    ? ranges.flatMap(([a, b]): Range[] =>
        n < a || n > b ? [[a, b]] : [...(n > a ? [[a, n - 1] as const] : []), ...(n < b ? [[n + 1, b] as const] : [])],
      )
    : join([...ranges, [n, n]])

/** "1-5, 8, 10-" as ranges up to `most`; null when it is not that. */
export function parseRanges(text: string, most: number): Range[] | null {
  const ranges: Range[] = []
  for (const part of text.split(',')) {
    const match = /^\s*(\d*)\s*(-?)\s*(\d*)\s*$/.exec(part)
    if (!match || (!match[1] && !match[3])) return null
    const first = match[1] ? Number(match[1]) : 1
    const last = match[2] ? (match[3] ? Number(match[3]) : most) : first
    if (first < 1 || last < first || first > most) return null
    ranges.push([first, Math.min(last, most)])
  }
  return join(ranges)
}
