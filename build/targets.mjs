// The table of everything that `npm run build` makes. One line per output; the rest of the build reads it from here.

const engine = ['engine']
const shells = ['engine', 'shell', 'native', 'server', 'cli', 'electron']

/**
 * name     what the build prints, and vite's mode
 * entry    the first source file; a target whose entry does not exist yet is skipped with a warning
 * output   the file that must exist afterwards
 * inputs   folders and files whose contents decide whether the target is built again
 * program  gets a #! line and the executable bit
 * format   'es' unless it is better CommonJS: preload scripts (Electron's sandbox loads nothing else), the command line (starts sooner)
 * warmUp   arguments of one run, after which the code that V8 made of the program is kept beside it (cli/kept-code.mjs)
 */
export const nodeTargets = [
  {
    name: 'cli-program',
    entry: 'cli/program.ts',
    output: 'dist/cli/program.cjs',
    inputs: [...shells, 'samples'],
    format: 'cjs',
    // What most commands do, so that its code is there.
    warmUp: ['-n', '-q', '-r', 'samples/dns-ping.pcapng'],
  },
  {
    name: 'cli',
    entry: 'cli/wirelens.ts',
    output: 'dist/cli/wirelens.js',
    inputs: shells,
    program: true,
    format: 'cjs',
  },
  {
    name: 'agents',
    entry: 'cli/agents/wirelens-mcp.ts',
    output: 'dist/agents/wirelens-mcp.js',
    inputs: shells,
    program: true,
  },
  {
    name: 'dataset',
    entry: 'cli/dataset/wirelens-dataset.ts',
    output: 'dist/dataset/wirelens-dataset.js',
    inputs: shells,
    program: true,
  },
  { name: 'server', entry: 'server/wirelens-server.ts', output: 'dist/server/wirelens-server.js', inputs: shells },
  { name: 'decoder', entry: 'server/decoder.ts', output: 'dist/decoder/decoder.js', inputs: shells },
  { name: 'electron-main', entry: 'electron/main.ts', output: 'dist/electron/main.js', inputs: shells },
  { name: 'electron-decoder', entry: 'electron/decoder.ts', output: 'dist/electron/decoder.js', inputs: shells },
  {
    name: 'electron-preload',
    entry: 'electron/preload.ts',
    output: 'dist/electron/preload.cjs',
    inputs: shells,
    format: 'cjs',
  },
]

export const rendererTarget = {
  name: 'renderer',
  entry: 'renderer/index.html',
  output: 'dist/renderer/index.html',
  inputs: ['renderer', 'renderer/project.inlang/settings.json', ...engine],
}

/** Files outside the inputs that change every output. */
export const buildInputs = [
  'package-lock.json',
  'package.json',
  'tsconfig.json',
  'build/targets.mjs',
  'build/build.mjs',
  'build/assembly.mjs',
  'build/keep-code.mjs',
  'build/messages.mjs',
  'build/vite.node.config.ts',
  'build/vite.renderer.config.ts',
]

/** Never bundled: given by Electron, or native and loaded only where it is there. */
export const external = ['electron', 'cap', '@duckdb/node-api', 'bufferutil', 'utf-8-validate']
