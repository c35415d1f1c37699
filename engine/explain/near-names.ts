/** Names that somebody may have meant: those that share most of their letters with what was written. */

/** The nearest first, at most `most`; none that is far. */
export function nearNames(wanted: string, names: Iterable<string>, most = 6): string[] {
  const given = wanted.toLowerCase().slice(0, 60)
  const found: [number, string][] = []
  for (const name of names) {
    const last = name.slice(name.lastIndexOf('.') + 1)
    const far = name.startsWith(`${given}.`)
      ? 0.5
      : given.length > 2 && name.includes(given)
        ? 1
        : Math.min(distance(given, name), distance(given, last) + 1)
    if (far <= Math.max(1, given.length / 3)) found.push([far, name])
  }
  return found
    .sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1))
    .slice(0, most)
    .map(([, name]) => name)
}

/** Levenshtein's. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > a.length / 3 + 1) return Infinity
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
    row = next
  }
  return row[b.length]!
}
