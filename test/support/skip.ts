// Skipping a test with its reason: `needs(hasTshark, 'tshark is not installed').it('...', ...)`.
import { describe, it } from 'vitest'

declare module 'vitest' {
  interface TaskMeta {
    /** Why this test, or every test of this suite, is skipped. `npm test` prints it; a skip without it fails the run. */
    skipReason?: string
  }
}

/**
 * Wrappers of vitest's `it` and `describe` that run only when `condition` holds. Otherwise what they would have run is
 * reported as skipped, with `reason`: a sentence that says what is missing on this machine.
 */
export function needs(condition: unknown, reason: string): Needed {
  if (condition) return { it, describe }
  const meta = { skipReason: reason }
  return {
    it: (name, test, timeout) => it.skip(name, { meta, ...(timeout === undefined ? {} : { timeout }) }, test),
    describe: (name, body) => describe.skip(name, { meta }, body),
  }
}

type Test = (context: import('vitest').TestContext) => unknown

interface Needed {
  it: (name: string, test: Test, timeout?: number) => void
  describe: (name: string, body: () => void) => void
}
