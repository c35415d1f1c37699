// The code kept beside a program: taken where it fits, never otherwise.
import { execFileSync } from 'node:child_process'
import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { nodeTargets } from '../../build/targets.mjs'
import { load } from '../../cli/kept-code.mjs'
import { root, temporaryFolder } from './program'

/** A program that says whether it was compiled anew, and what it is. */
const wrapped = (text: string): string => `(function (exports, require, module, __filename, __dirname) {\n${text}\n})`
const program = (name: string): string =>
  wrapped(`function inner() { return '${name}' }; require('node:fs').writeSync(1, inner())`)
const starter = (path: string): string => `
import { load } from ${JSON.stringify(join(root, 'cli', 'kept-code.mjs'))}
const program = load(${JSON.stringify(path)})
program.run()
console.log(program.isKept ? ' with kept code' : ' compiled')
if (process.argv[1] === 'keep') program.keep()
`

function start(path: string, ...more: string[]): string {
  const flags = more.filter((word) => word.startsWith('--'))
  const words = more.filter((word) => word === 'keep')
  return execFileSync(process.execPath, [...flags, '--input-type=module', '-e', starter(path), ...words], {
    encoding: 'utf8',
  }).trim()
}

describe('kept code', () => {
  const path = join(temporaryFolder(), 'program.cjs')
  const kept = `${path}.code`
  const keep = (): string => {
    writeFileSync(path, program('first'))
    return start(path, 'keep')
  }

  it('is taken by the program that it was made of', () => {
    expect(keep()).toBe('first compiled')
    expect(start(path)).toBe('first with kept code')
  })

  it('is not taken by another program, though it is as long', () => {
    keep()
    writeFileSync(path, program('other'))
    expect(start(path)).toBe('other compiled')
  })

  it('is not taken where V8 is told to compile otherwise', () => {
    keep()
    expect(start(path, '--no-opt')).toBe('first compiled')
  })

  it('is not taken when it is damaged anywhere', () => {
    keep()
    const whole = readFileSync(kept)
    for (let at = 0; at < whole.length; at += Math.ceil(whole.length / 12)) {
      const damaged = Buffer.from(whole)
      damaged[at]! ^= 0x10
      writeFileSync(kept, damaged)
      expect(start(path), `byte ${at} of ${whole.length}`).toBe('first compiled')
    }
    for (const length of [0, 7, 8, whole.length - 1]) {
      writeFileSync(kept, whole)
      truncateSync(kept, length)
      expect(start(path), `cut to ${length}`).toBe('first compiled')
    }
  })

  it('leaves the program its path, its folder and what it requires', () => {
    writeFileSync(path, wrapped(`console.log([__filename, __dirname, require('./beside.cjs')].join(' '))`))
    writeFileSync(join(path, '..', 'beside.cjs'), `module.exports = 'found'`)
    expect(start(path)).toMatch(`${path} ${join(path, '..')} found`)
  })

  it('is kept of the command line as the build does it, and taken', () => {
    const target = nodeTargets.find(({ name }) => name === 'cli-program')!
    const folder = temporaryFolder()
    const vite = [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '-c', 'build/vite.node.config.ts']
    execFileSync(process.execPath, [...vite, '--mode', target.name, '--outDir', folder], { cwd: root, stdio: 'pipe' })
    const built = join(folder, 'program.cjs')
    const words = [join(root, 'build', 'keep-code.mjs'), built, ...target.warmUp!]
    execFileSync(process.execPath, words, { cwd: root, stdio: 'pipe' })
    expect(load(built).isKept).toBe(true)
  })
})
