/** Lengths of time in words. */

/** ` (1 day, 3 hours)`: seconds in larger units; '' for what needs none. */
export function durationWords(seconds: number): string {
  if (seconds < 60) return ''
  const parts: string[] = []
  for (const [name, size, most] of UNITS) {
    const n = Math.floor(seconds / size) % most
    if (n) parts.push(`${n} ${name}${n === 1 ? '' : 's'}`)
  }
  return ` (${parts.join(', ')})`
}
const UNITS = [
  ['day', 86400, Infinity],
  ['hour', 3600, 24],
  ['minute', 60, 60],
  ['second', 1, 60],
] as const
