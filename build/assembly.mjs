// Vite's plugin for `import { code } from './index.ts?assembly'`: compiles AssemblyScript to WebAssembly. What was compiled is kept in node_modules.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const kept = join(root, 'node_modules', '.cache', 'wirelens-assembly')
const mark = '?assembly'
/** Memory: two megabytes to begin with, four gigabytes at most. */
const options = ['-O3', '--noAssert', '--runtime', 'stub', '--initialMemory', '32', '--maximumMemory', '65536']

/**
 * The module that `entry` and its neighbours make. Throws with the compiler's words.
 * @param {string} entry
 */
async function compiled(entry) {
  const folder = dirname(entry)
  const hash = createHash('sha256')
  for (const name of readdirSync(folder).sort()) hash.update(name).update(readFileSync(join(folder, name)))
  hash.update(options.join(' ')).update(readFileSync(join(root, 'node_modules', 'assemblyscript', 'package.json')))
  const path = join(kept, `${hash.digest('hex').slice(0, 32)}.wasm`)
  if (existsSync(path)) return readFileSync(path)
  const compiler = await import('assemblyscript/asc')
  const name = relative(root, entry)
  let binary
  const { error, stderr } = await compiler.main([name, ...options, '--outFile', 'out.wasm', '--baseDir', root], {
    writeFile: (_name, contents) => {
      if (typeof contents !== 'string') binary = contents
    },
  })
  if (error || !binary) throw new Error(`${name} cannot be compiled:\n${stderr.toString()}`)
  mkdirSync(kept, { recursive: true })
  writeFileSync(`${path}.${process.pid}`, binary)
  renameSync(`${path}.${process.pid}`, path)
  return Buffer.from(binary)
}

/** @type {import('vite').Plugin} */
export const assembly = {
  name: 'wirelens-assembly',
  enforce: 'pre',
  async load(id) {
    if (!id.endsWith(mark)) return null
    const entry = id.slice(0, -mark.length)
    for (const name of readdirSync(dirname(entry))) this.addWatchFile(join(dirname(entry), name))
    return `export const code = ${JSON.stringify((await compiled(entry)).toString('base64'))}`
  },
}
