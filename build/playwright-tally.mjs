// A Playwright reporter that writes one run's counts, failures and skip reasons to the file WIRELENS_TALLY names.
import { writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import { root } from './run.mjs'

const skipWords = new Set(['skip', 'fixme'])

function skipReason(test) {
  const notes = [...test.annotations, ...test.results.flatMap((result) => result.annotations ?? [])]
  return notes.find((note) => skipWords.has(note.type) && note.description)?.description
}

export default class PlaywrightTally {
  tests = []
  errors = []

  onBegin(_config, suite) {
    this.tests = suite.allTests()
  }

  onError(error) {
    this.errors.push(error.message ?? String(error.value))
  }

  onEnd(result) {
    // With WIRELENS_E2E_SKIP the run only lists the tests: there is no browser, and this says so for each of them.
    const allSkipped = process.env.WIRELENS_E2E_SKIP
    const tally = {
      passed: 0,
      failed: 0,
      skipped: [],
      failures: [],
      repeated: [],
      crashed: result.status === 'interrupted',
    }
    const fail = (name) => {
      tally.failed++
      tally.failures.push(name)
    }
    for (const test of this.tests) {
      const file = relative(root, test.location.file).replaceAll('\\', '/')
      const name = [file, ...test.titlePath().slice(3)].join(' > ')
      const outcome = test.outcome()
      if (allSkipped) tally.skipped.push({ name, reason: allSkipped })
      else if (outcome === 'skipped') tally.skipped.push({ name, reason: skipReason(test) })
      else if (outcome === 'expected' || outcome === 'flaky') {
        tally.passed++
        if (outcome === 'flaky') tally.repeated.push(name)
      } else fail(name)
    }
    for (const error of this.errors) fail(`outside of any test: ${error.split('\n')[0]}`)
    if (!allSkipped && result.status === 'timedout' && tally.failed === 0)
      fail('the run took longer than its time limit')
    writeFileSync(process.env.WIRELENS_TALLY, JSON.stringify(tally))
  }

  printsToStdio() {
    return false
  }
}
