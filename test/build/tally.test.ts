// The count line of `npm test`: what passes, what fails the run although no test failed.
import { expect, it } from 'vitest'
import { chosenSpecs, withSamples } from '../../build/test.mjs'
import { verdict } from '../../build/tally.mjs'

const run = (change: object = {}, code = 0) => ({
  runner: 'vitest',
  code,
  tally: { passed: 3, failed: 0, skipped: [], failures: [], crashed: false, ...change },
})

it('adds up the runners in its last line', () => {
  const { lines, exitCode } = verdict([run(), run({ skipped: [{ name: 'a', reason: 'no tshark' }] })])
  expect([lines.at(-1), exitCode]).toEqual(['6 passed, 0 failed, 1 skipped', 0])
})

it('prints each skipped test with its reason', () => {
  expect(verdict([run({ skipped: [{ name: 'a > b', reason: 'no tshark' }] })]).lines).toContain(
    'skipped: a > b (no tshark)',
  )
})

it('names what passed only when it was repeated', () => {
  const { lines, exitCode } = verdict([run({ repeated: ['a > b'] })])
  expect([lines[0], exitCode]).toEqual(['repeated: a > b (failed once, then passed)', 0])
})

it('fails when a test was skipped without a reason', () => {
  expect(verdict([run({ skipped: [{ name: 'a' }] })]).exitCode).toBe(1)
})

it('fails when a test failed', () => {
  expect(verdict([run({ failed: 1, failures: ['a'] }, 1)]).exitCode).toBe(1)
})

it('fails when a runner wrote no tally', () => {
  expect(verdict([run(), { runner: 'Playwright', code: 1, tally: undefined }]).exitCode).toBe(1)
})

it('fails when a runner ended with an error after all tests passed', () => {
  expect(verdict([run({}, 1)]).exitCode).toBe(1)
})

it('fails when no test ran', () => {
  expect(verdict([run({ passed: 0, skipped: [{ name: 'a', reason: 'no tshark' }] })]).exitCode).toBe(1)
})

it('runs the end-to-end tests that a name means, and only these', () => {
  const files = ['test/e2e/open.spec.ts', 'test/e2e/save.spec.ts', 'test/e2e/app.ts']
  expect(chosenSpecs(files, ['open'])).toEqual(['test/e2e/open.spec.ts'])
  expect(chosenSpecs(files, [])).toHaveLength(2)
  expect(chosenSpecs(files, ['dns'])).toEqual([])
})

it('runs the test of all samples where a name means one', () => {
  const files = ['test/protocols/web/echo.sample.ts', 'test/protocols/dns.test.ts']
  expect(withSamples(files, ['echo'])).toEqual(['echo', 'test/protocols/samples.test.ts'])
  expect(withSamples(files, ['dns'])).toEqual(['dns'])
  expect(withSamples(files, [])).toEqual([])
})
