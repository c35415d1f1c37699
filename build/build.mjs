// `npm run build`: makes everything in dist/ whose inputs changed. --force makes all of it anew.
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { fingerprint, isFresh, keepStamp } from './fingerprint.mjs'
import { compileMessages } from './messages.mjs'
import { root } from './run.mjs'
import { ensureDependencies, oneAtATime, requireNode } from './setup.mjs'
import { buildInputs, nodeTargets, rendererTarget } from './targets.mjs'

/**
 * Builds every target of the table that is not fresh; resolves to the names of {built, fresh, absent, failed}, with
 * `failed` undefined when nothing failed. `only` limits it to some names.
 */
export async function buildAll({ force = false, only } = {}) {
  return oneAtATime('build', async () => {
    const report = { built: [], fresh: [], absent: [], failed: undefined }
    for (const target of [...nodeTargets, rendererTarget]) {
      if (only && !only.includes(target.name)) continue
      if (!existsSync(join(root, target.entry))) {
        report.absent.push(target.name)
        console.warn(`Not built: ${target.name}, because ${target.entry} is not there.`)
        continue
      }
      const print = fingerprint(root, [...target.inputs, ...buildInputs], target.name)
      const stamp = `build-${target.name}`
      if (!force && existsSync(join(root, target.output)) && isFresh(root, stamp, print)) {
        report.fresh.push(target.name)
        continue
      }
      const started = performance.now()
      try {
        await buildOne(target)
      } catch (error) {
        console.error(`The build of ${target.name} (${target.entry}) failed:\n${error.message ?? error}`)
        report.failed = [...(report.failed ?? []), target.name]
        continue
      }
      keepStamp(root, stamp, print)
      report.built.push(target.name)
      console.log(`Built ${target.output} in ${((performance.now() - started) / 1000).toFixed(1)} s.`)
    }
    return report
  })
}

async function buildOne(target) {
  process.env.NODE_ENV = 'production'
  const isRenderer = target === rendererTarget
  if (isRenderer) await compileMessages()
  await bundle({
    configFile: join(root, 'build', isRenderer ? 'vite.renderer.config.ts' : 'vite.node.config.ts'),
    mode: isRenderer ? 'production' : target.name,
  })
  if (!existsSync(join(root, target.output))) throw new Error(`${target.output} was not written.`)
  if (target.program) chmodSync(join(root, target.output), 0o755)
  // A file of that name is a module otherwise, as those of the project are.
  if (target.format === 'cjs' && target.output.endsWith('.js'))
    writeFileSync(join(root, dirname(target.output), 'package.json'), '{ "type": "commonjs" }\n')
  if (target.warmUp) keepCode(target)
}

/** Runs Vite with these settings. What it says is heard only when it fails: the message of the error then ends with it. */
export async function bundle(settings) {
  const { build, createLogger } = await import('vite')
  const said = []
  const keep = (text) => said.push(text)
  const customLogger = { ...createLogger('warn'), info: () => {}, warn: keep, warnOnce: keep, error: keep }
  try {
    await build({ ...settings, customLogger, logLevel: 'warn' })
  } catch (error) {
    throw new Error(stripVTControlCharacters([error.message ?? error, ...said].join('\n')), { cause: error })
  }
}

function keepCode({ output, warmUp }) {
  const words = [join(root, 'build', 'keep-code.mjs'), join(root, output), ...warmUp]
  const done = spawnSync(process.execPath, words, { cwd: root, encoding: 'utf8' })
  if (done.status !== 0) throw new Error(`${output} did not run:\n${done.stderr}`)
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  requireNode()
  await ensureDependencies()
  const report = await buildAll({ force: process.argv.includes('--force') })
  if (report.fresh.length) console.log(`Unchanged: ${report.fresh.join(', ')}.`)
  process.exit(report.failed ? 1 : 0)
}
