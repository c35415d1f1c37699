// Compiles the message catalogues (renderer/messages/{locale}.json) into typed functions under renderer/paraglide/.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { fingerprint, isFresh, keepStamp } from './fingerprint.mjs'
import { root } from './run.mjs'

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'))

/** Everything that is wrong with the catalogues of `folder` (the renderer's), one sentence each; empty when all is well. */
export function catalogueProblems(folder) {
  const settings = readJson(join(folder, 'project.inlang', 'settings.json'))
  const problems = []
  const remote = (settings.modules ?? []).filter((module) => /^https?:/.test(module))
  for (const module of remote) {
    problems.push(
      `renderer/project.inlang/settings.json loads ${module} over the network: name a file under node_modules.`,
    )
  }
  const keysOf = (locale) => {
    const file = join(folder, 'messages', `${locale}.json`)
    if (!existsSync(file)) {
      problems.push(
        `renderer/messages/${locale}.json is missing: project.inlang/settings.json lists the locale "${locale}".`,
      )
      return undefined
    }
    return Object.keys(readJson(file)).filter((key) => key !== '$schema')
  }
  const base = keysOf(settings.baseLocale)
  if (base?.length === 0) problems.push(`renderer/messages/${settings.baseLocale}.json holds no message.`)
  for (const locale of settings.locales) {
    if (locale === settings.baseLocale) continue
    const keys = new Set(keysOf(locale) ?? base)
    for (const key of base ?? []) {
      if (!keys.has(key))
        problems.push(`renderer/messages/${locale}.json has no "${key}", which ${settings.baseLocale}.json has.`)
    }
    for (const key of keys) {
      if (!base?.includes(key))
        problems.push(`renderer/messages/${locale}.json has "${key}", which ${settings.baseLocale}.json lacks.`)
    }
  }
  return problems
}

/**
 * Compiles when something changed. Throws with every problem in its message: paraglide itself reports success even
 * when its plugin could not be loaded and not one message was compiled.
 */
export async function compileMessages() {
  const renderer = join(root, 'renderer')
  if (!existsSync(join(renderer, 'project.inlang', 'settings.json'))) return 'absent'
  const problems = catalogueProblems(renderer)
  if (problems.length) throw new Error(problems.join('\n'))
  const print = fingerprint(root, [
    'renderer/project.inlang/settings.json',
    'renderer/messages',
    'build/messages.mjs',
    'package-lock.json',
  ])
  const compiled = join(renderer, 'paraglide', 'messages.js')
  if (isFresh(root, 'messages', print) && existsSync(compiled)) return 'fresh'
  const { compile } = await import('@inlang/paraglide-js')
  await compile({
    project: join(renderer, 'project.inlang'),
    outdir: join(renderer, 'paraglide'),
    outputStructure: 'locale-modules',
    strategy: ['localStorage', 'preferredLanguage', 'baseLocale'],
    localStorageKey: 'wirelens-locale',
    emitReadme: false,
    emitGitIgnore: false,
    emitPrettierIgnore: false,
  })
  const messages = await import(/* @vite-ignore */ `${pathToFileURL(compiled).href}?${print}`)
  const settings = readJson(join(renderer, 'project.inlang', 'settings.json'))
  const expected = Object.keys(readJson(join(renderer, 'messages', `${settings.baseLocale}.json`)))
  const lost = expected.filter((key) => key !== '$schema' && !(key in messages))
  if (lost.length) {
    throw new Error(
      `${lost.length} messages were not compiled (${lost.slice(0, 3).join(', ')} …): is the message format plugin in node_modules?`,
    )
  }
  keepStamp(root, 'messages', print)
  return 'built'
}
