// Adds up what the test runners counted and decides whether the whole run passed.

const empty = { passed: 0, failed: 0, skipped: [], failures: [], repeated: [], crashed: false }

/**
 * One verdict over several runners. `runs` is [{runner, code, tally}], where tally is undefined when the runner ended
 * before it wrote one. Returns {lines, exitCode}; the last line is the count.
 */
export function verdict(runs) {
  const lines = []
  const complaints = []
  const total = { passed: 0, failed: 0, skipped: 0 }
  for (const { runner, code, tally = { ...empty, crashed: true } } of runs) {
    total.passed += tally.passed
    total.failed += tally.failed
    total.skipped += tally.skipped.length
    if (tally.crashed) complaints.push(`${runner} ended before all tests had run (exit code ${code}).`)
    else if (code !== 0 && tally.failed === 0)
      complaints.push(`${runner} ended with exit code ${code} although no test failed.`)
    for (const name of tally.failures) lines.push(`failed: ${name}`)
    for (const name of tally.repeated ?? []) lines.push(`repeated: ${name} (failed once, then passed)`)
    for (const { name, reason } of tally.skipped) {
      lines.push(`skipped: ${name} (${reason ?? 'no reason given'})`)
      if (!reason) complaints.push(`A test was skipped without a reason: ${name}. Use needs() of test/support/skip.ts.`)
    }
  }
  if (total.passed + total.failed === 0) complaints.push('No test ran.')
  const count = `${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`
  return { lines: [...lines, ...complaints, count], exitCode: total.failed > 0 || complaints.length > 0 ? 1 : 0 }
}
