// Vite's settings for what runs in Node and in Electron's main side: one self-contained file per target of the table.
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'
import { assembly } from './assembly.mjs'
import { external, nodeTargets } from './targets.mjs'

/** Changes the text of each program at the end. */
const rewriting = (name: string, change: (code: string) => string): Plugin => ({
  name,
  enforce: 'post',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) if (file.type === 'chunk') file.code = change(file.code)
  },
})

/** A source of ASCII alone is kept in one byte per character: half the memory, and read faster. Source text has such characters in strings and comments only. */
const inAscii = rewriting('wirelens-ascii', (code) =>
  code.replace(/[^\x00-\x7f]/g, (c) => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0')),
)

/** Within the function that Node makes of such a file, on its first line: cli/kept-code.mjs takes it as it is. */
const inFunction = rewriting(
  'wirelens-function',
  (code) => `(function (exports, require, module, __filename, __dirname) {${code}\n})`,
)

/** The table of vendors lies beside the program, half of which it would be, and is read when a vendor is asked for. */
const besideTable: Plugin = {
  name: 'wirelens-vendors',
  enforce: 'pre',
  load(id) {
    if (!id.endsWith('/engine/names/vendor-table.ts')) return null
    return `import { readFileSync } from 'node:fs'
      let text
      export const vendorTable = () => (text ??= readFileSync(new URL('./vendor-table.txt', import.meta.url), 'utf8'))`
  },
  generateBundle() {
    const source = readFileSync(join(root, 'engine', 'names', 'vendor-table.txt'))
    this.emitFile({ type: 'asset', fileName: 'vendor-table.txt', source })
  },
}

/** The library for Word documents lies beside the program, too, and is read when a document is written: few commands do. */
const besideLibrary = (): Plugin => {
  const path = createRequire(import.meta.url).resolve('docx')
  let isUsed = false
  return {
    name: 'wirelens-docx',
    enforce: 'pre',
    resolveId: (id) => (id === 'docx' ? '\0docx' : null),
    load(id) {
      if (id !== '\0docx') return null
      isUsed = true
      const names = Object.keys(createRequire(import.meta.url)('docx') as object).join(', ')
      return `import { createRequire } from 'node:module'
        export const { ${names} } = createRequire(import.meta.url)('./docx.cjs')`
    },
    generateBundle() {
      if (isUsed) this.emitFile({ type: 'asset', fileName: 'docx.cjs', source: readFileSync(path) })
    },
  }
}

const root = dirname(dirname(fileURLToPath(import.meta.url)))

export default defineConfig(({ mode }) => {
  const target = nodeTargets.find((entry) => entry.name === mode)
  if (!target) throw new Error(`build/targets.mjs has no target "${mode}".`)
  const entry = join(root, target.entry)
  const hasHashbang = existsSync(entry) && readFileSync(entry, 'utf8').startsWith('#!')
  return {
    root,
    configFile: false,
    envDir: false,
    publicDir: false,
    logLevel: 'warn',
    plugins: [assembly, besideLibrary(), inAscii, ...(target.warmUp ? [besideTable, inFunction] : [])],
    ssr: { noExternal: true, external },
    build: {
      ssr: entry,
      target: 'node20',
      outDir: join(root, dirname(target.output)),
      emptyOutDir: false,
      ssrEmitAssets: true,
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        external,
        output: {
          format: target.format === 'cjs' ? 'cjs' : 'es',
          entryFileNames: basename(target.output),
          chunkFileNames: `${basename(target.output, extname(target.output))}-[name]-[hash].js`,
          codeSplitting: false,
          ...(target.program && !hasHashbang ? { banner: '#!/usr/bin/env node' } : {}),
        },
      },
    },
  }
})
