// `npm run golden -- NAME...`: writes the golden texts of the named protocols (all without names) anew.
import { pathToFileURL } from 'node:url'
import { listFiles } from './fingerprint.mjs'
import { root, tool } from './run.mjs'
import { ensureDependencies, requireNode } from './setup.mjs'

/** Test files that hold texts of many names; golden() writes only paths that hold the name. */
const ofMany = ['test/protocols/samples.test.ts', 'test/protocols/goldens.test.ts']

/**
 * Which test files to run for a name: those of many names, where a sample file carries it in its path, and test files
 * that carry it in theirs; when there is none, all of them.
 */
export function goldenTests(files, name) {
  const tests = files.filter((file) => file.endsWith('.test.ts'))
  const named = tests.filter((file) => file.slice(file.lastIndexOf('/') + 1).includes(name))
  const isSampled = files.some((file) => file.endsWith('.sample.ts') && file.includes(name))
  if (!named.length && !isSampled) return tests
  return [...new Set([...named, ...ofMany.filter((file) => tests.includes(file))])]
}

async function writeGoldens(names) {
  if (process.env.CI) {
    console.error('Goldens are not written when CI is set: write them at your desk and read the difference.')
    return 1
  }
  await ensureDependencies()
  const files = listFiles(root, ['test/protocols', 'test/shell', 'test/capture-file'])
  let failed = 0
  for (const name of names.length ? names : ['']) {
    const tests = goldenTests(files, name)
    if (!tests.length) {
      console.error('There is no test under test/protocols yet.')
      return 1
    }
    const env = { ...process.env, WIRELENS_GOLDEN: 'write', WIRELENS_GOLDEN_ONLY: name }
    if ((await tool('vitest', 'vitest.mjs', ['run', ...tests], { env })) !== 0) failed = 1
  }
  console.log('Now read the difference: git diff test/protocols')
  return failed
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  requireNode()
  process.exitCode = await writeGoldens(process.argv.slice(2))
}
