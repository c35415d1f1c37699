// Builds the capture helper with whatever C++ compiler there is. Only Node's own modules: the launcher runs it first of all.
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const output = join(here, '..', 'dist', 'native')
const gnu = ['-std=c++17', '-O2', '-Wall', '-Wextra']
const windowsLibraries = ['-static', '-lws2_32', '-liphlpapi', '-ladvapi32', '-lshell32']
const windowsNames = ['ws2_32.lib', 'iphlpapi.lib', 'advapi32.lib', 'shell32.lib']

/** @typedef {{ name: string, args: (file: string, sources: string[]) => string[] }} Compiler */

/** @type {(name: string, libraries: string[]) => Compiler} */
const gcc = (name, libraries) => ({ name, args: (file, sources) => [...gnu, '-o', file, ...sources, ...libraries] })

/** @type {Compiler} Needs the shell that Visual Studio calls "Developer Command Prompt". */
const msvc = {
  name: 'cl',
  args: (file, sources) => [
    ...['/nologo', '/std:c++17', '/O2', '/W3', '/EHsc', '/MT', '/utf-8', '/D_CRT_SECURE_NO_WARNINGS', `/Fe:${file}`],
    ...[`/Fo:${output}\\`, ...sources, '/link', ...windowsNames],
  ],
}

/** @returns {Compiler[]} in the order to try */
function compilers(target) {
  if (target !== 'win32') return ['c++', 'g++', 'clang++'].map((name) => gcc(name, ['-ldl', '-pthread']))
  if (process.platform === 'win32') return [msvc, gcc('g++', windowsLibraries), gcc('clang++', windowsLibraries)]
  return ['x86_64-w64-mingw32-g++-posix', 'x86_64-w64-mingw32-g++'].map((name) => gcc(name, windowsLibraries))
}

function newest(files) {
  return Math.max(...files.map((file) => statSync(file).mtimeMs))
}

/** `cap` runs in a process of its own, started by path: it lies beside the helper. */
function copyCapDriver() {
  for (const name of ['cap-driver.mjs', 'cap-file.mjs', 'cap-names.mjs']) {
    const from = join(here, name)
    if (existsSync(from)) copyFileSync(from, join(output, name))
  }
}

/**
 * Builds dist/native/wirelens-capture[.exe] when a source is newer than it.
 * @param {{ force?: boolean, target?: 'linux' | 'win32' }} [options] target win32 elsewhere: cross-built with mingw
 * @returns {{ status: 'built' | 'fresh' | 'missing-compiler', path: string, message: string }} throws the compiler's words
 */
export function buildHelper({ force = false, target = process.platform === 'win32' ? 'win32' : 'linux' } = {}) {
  const path = join(output, target === 'win32' ? 'wirelens-capture.exe' : 'wirelens-capture')
  const all = readdirSync(here).filter((name) => /\.(cpp|h)$/.test(name))
  const sources = all.filter((name) => name.endsWith('.cpp')).map((name) => join(here, name))
  mkdirSync(output, { recursive: true })
  copyCapDriver()
  const inputs = [...all.map((name) => join(here, name)), fileURLToPath(import.meta.url)]
  if (!force && existsSync(path) && statSync(path).mtimeMs >= newest(inputs))
    return { status: 'fresh', path, message: 'The capture helper is up to date.' }
  // Built under another name and renamed: whoever runs the old one goes on, and two builds at once do no harm.
  const temporary = join(output, `.build-${process.pid}${target === 'win32' ? '.exe' : ''}`)
  for (const compiler of compilers(target)) {
    const done = spawnSync(compiler.name, compiler.args(temporary, sources), { encoding: 'utf8', windowsHide: true })
    if (done.error && 'code' in done.error && done.error.code === 'ENOENT') continue
    const words = `${done.stdout ?? ''}${done.stderr ?? ''}`.trim()
    if (done.status !== 0) {
      rmSync(temporary, { force: true })
      throw new Error(`${compiler.name} could not build the capture helper:\n${words}`)
    }
    renameSync(temporary, path)
    return { status: 'built', path, message: `Built the capture helper with ${compiler.name}.${words && `\n${words}`}` }
  }
  const hint = process.platform === 'win32' ? 'Visual Studio Build Tools or MinGW' : 'g++ ("sudo apt install g++")'
  const message = `No C++ compiler found: live capture needs the helper. Install ${hint} and start again.`
  return { status: 'missing-compiler', path, message }
}

if (process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1]) {
  const target = process.argv.includes('--windows') ? 'win32' : undefined
  const result = buildHelper({ force: process.argv.includes('--force'), ...(target && { target }) })
  console.log(`${result.message}\n${result.path}`)
  process.exitCode = result.status === 'missing-compiler' ? 1 : 0
}
