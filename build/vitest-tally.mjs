// A vitest reporter that writes one run's counts, failures and skip reasons to the file WIRELENS_TALLY names.
import { writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import { root } from './run.mjs'

/** Why a test was skipped: its own note, or the reason that needs() left on it or on a suite around it. */
function skipReason(test) {
  const note = test.result().note
  if (note) return note
  for (let at = test; at && at.type !== 'module'; at = at.parent) {
    const reason = at.meta().skipReason
    if (reason) return reason
  }
  return undefined
}

export default class VitestTally {
  onTestRunEnd(modules, errors, ending) {
    const tally = { passed: 0, failed: 0, skipped: [], failures: [], repeated: [], crashed: ending === 'interrupted' }
    const place = (module) => relative(root, module.moduleId).replaceAll('\\', '/')
    const fail = (name) => {
      tally.failed++
      tally.failures.push(name)
    }
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const name = `${place(module)} > ${test.fullName}`
        const { state } = test.result()
        if (state === 'passed') {
          tally.passed++
          if (test.diagnostic()?.flaky) tally.repeated.push(name)
        } else if (state === 'skipped') tally.skipped.push({ name, reason: skipReason(test) })
        else fail(name)
      }
      for (const error of module.errors()) fail(`${place(module)}: ${error.message.split('\n')[0]}`)
      for (const suite of module.children.allSuites()) {
        for (const error of suite.errors())
          fail(`${place(module)} > ${suite.fullName}: ${error.message.split('\n')[0]}`)
      }
    }
    for (const error of errors) fail(`outside of any test: ${String(error.message).split('\n')[0]}`)
    writeFileSync(process.env.WIRELENS_TALLY, JSON.stringify(tally))
  }
}
