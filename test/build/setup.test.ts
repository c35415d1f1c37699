// Set-up: when packages are installed anew, which Node is refused, one build at a time.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { dependencyGap, nodeComplaint, oneAtATime } from '../../build/setup.mjs'

let folder = ''
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'wirelens-setup-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const lock = (packages: object) => JSON.stringify({ packages: { '': {}, ...packages } })

function tree(wanted: object, installed?: object): string | undefined {
  writeFileSync(join(folder, 'package-lock.json'), lock(wanted))
  mkdirSync(join(folder, 'node_modules'))
  if (installed) writeFileSync(join(folder, 'node_modules', '.package-lock.json'), lock(installed))
  return dependencyGap(folder)
}

const vite = { 'node_modules/vite': { version: '8.0.0' } }

it('asks for nothing when node_modules is what the lock file says', () => {
  expect(tree(vite, vite)).toBeUndefined()
})

it('asks for an installation without node_modules', () => {
  expect(tree(vite)).toBe('node_modules is missing')
})

it('asks for an installation when a version differs', () => {
  expect(tree(vite, { 'node_modules/vite': { version: '7.0.0' } })).toContain('7.0.0')
})

it('asks for an installation when a package is missing', () => {
  expect(tree(vite, {})).toBe('node_modules/vite is missing')
})

it('accepts that an optional package of another system is missing', () => {
  expect(tree({ 'node_modules/cap': { version: '1.0.0', optional: true } }, {})).toBeUndefined()
})

it.each(['18.20.0', '20.18.9', '16.0.0'])('refuses Node %s with its version in the message', (version) => {
  expect(nodeComplaint(version)).toContain(version)
})

it.each(['20.19.0', '22.0.0', '24.1.0'])('accepts Node %s', (version) => {
  expect(nodeComplaint(version)).toBeUndefined()
})

it('lets one piece of work wait for another of the same name', async () => {
  const order: string[] = []
  const slow = oneAtATime(
    'x',
    async () => {
      order.push('first begins')
      await new Promise((resolve) => setTimeout(resolve, 100))
      order.push('first ends')
    },
    folder,
  )
  await Promise.all([slow, oneAtATime('x', () => Promise.resolve(order.push('second')), folder)])
  expect(order).toEqual(['first begins', 'first ends', 'second'])
})

/** A lock as another process left it. */
function leave(owner: string): void {
  mkdirSync(join(folder, '.x.lock'))
  writeFileSync(join(folder, '.x.lock', 'owner'), owner)
}
const work = (patience?: number) => oneAtATime('x', () => Promise.resolve('done'), folder, patience)

it('takes over the lock of a process that has died, at once', async () => {
  leave(`${hostname()} 999999999`)
  const began = Date.now()
  expect(await work()).toBe('done')
  expect(Date.now() - began).toBeLessThan(5000)
})

it.each([
  ['of another machine, whose number is a living process here', `elsewhere ${process.pid}`],
  ['whose number is another program by now', `${hostname()} ${process.pid}`],
  ['that says nothing of its owner', ''],
])('takes over a lock %s, when nobody touches it', async (_kind, owner) => {
  leave(owner)
  const began = Date.now()
  expect(await work(300)).toBe('done')
  expect(Date.now() - began).toBeGreaterThanOrEqual(300)
})

it('takes over a lock that was left before its owner was written', async () => {
  mkdirSync(join(folder, '.x.lock'))
  expect(await work(300)).toBe('done')
})

it('leaves a lock alone that is touched, even where its process keeps itself busy', async () => {
  const script = `
    import { oneAtATime } from ${JSON.stringify(new URL('../../build/setup.mjs', import.meta.url).href)}
    await oneAtATime('x', async () => {
      console.log('begun')
      for (const end = Date.now() + 2500; Date.now() < end;);
    }, ${JSON.stringify(folder)}, 1000)`
  const other = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(other.stdout, 'data')
  const began = Date.now()
  expect(await work(1000)).toBe('done')
  expect(Date.now() - began).toBeGreaterThan(2300)
})
