// `npm run package`: makes the installers of this system. --stub: everything that can be made without downloads, to be looked into.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { makeConfig } from './electron-builder.mjs'
import { checkFuses } from './installer/fuses.mjs'
import { writeNotices } from './installer/notices.mjs'
import {
  makeElectron,
  makeNsis,
  makeUninstaller,
  missingForStub,
  stubEnvironment,
} from './installer/stand-in-electron.mjs'
import { onWindows, root } from './run.mjs'
import { ensureDependencies, oneAtATime, requireNode } from './setup.mjs'

const usage = `npm run package -- [options]
  --stub             with a stand-in for Electron: deb, Windows folder and zip, and the NSIS script compiled
  --only deb,win     with --stub: some of deb, win, nsis
  --out FOLDER       where to put the packages (default: dist/package)
  --arch x64|arm64   default: this machine's`

const readManifest = () => JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** Everything that goes into a package, built and there. */
async function buildParts(targets) {
  const { buildAll } = await import('./build.mjs')
  const only = ['electron-main', 'electron-decoder', 'electron-preload', 'renderer']
  if ((await buildAll({ only })).failed) throw new Error('The build failed: see above.')
  const { buildHelper } = await import(pathToFileURL(join(root, 'native', 'build.mjs')).href)
  for (const target of targets) {
    const { status, message } = buildHelper({ target })
    if (status === 'missing-compiler') throw new Error(message)
  }
}

/** Empties a folder that an earlier run filled; refuses any other that holds something. */
export function emptyFolder(folder) {
  const names = existsSync(folder) ? readdirSync(folder) : []
  if (names.length && !names.includes('.work'))
    throw new Error(`${folder} holds other things: name an empty or a new folder with --out.`)
  rmSync(folder, { recursive: true, force: true })
}

/** The folder with the unpacked app of one system. */
const unpacked = (output, start) =>
  join(
    output,
    readdirSync(output).find((name) => new RegExp(`^${start}.*-unpacked$`).test(name)),
  )

/**
 * Makes packages; resolves to {made: names of files, skipped: reasons}.
 * @param {{ stub?: boolean, only?: string[], output?: string, arch?: string }} options
 */
export async function makePackages({
  stub = false,
  only,
  output = join(root, 'dist', 'package'),
  arch = process.arch,
} = {}) {
  return oneAtATime('package', async () => {
    const { Arch, Platform, build } = await import('electron-builder')
    const manifest = readManifest()
    emptyFolder(output)
    const work = join(output, '.work')
    mkdirSync(work, { recursive: true })
    const notices = join(work, 'licenses')
    writeNotices(root, notices)
    const skipped = []
    const electronArch = Arch[arch]
    const make = async (platform, names, electronDist, more = {}) => {
      const config = { ...makeConfig({ manifest, output, notices, electronDist }), ...more }
      // Debian's NSIS lacks some translations, which is a warning there.
      if (stub) config.nsis.warningsAsErrors = false
      const targets = platform.createTarget(names, electronArch)
      await build({ targets, config, projectDir: root, publish: 'never' })
    }
    if (!stub) {
      await buildParts([onWindows ? 'win32' : 'linux'])
      if (onWindows) await make(Platform.WINDOWS, ['nsis', 'zip'])
      else await make(Platform.LINUX, ['deb', 'AppImage'])
      await checkFuses(join(unpacked(output, onWindows ? 'win' : 'linux'), onWindows ? 'Wirelens.exe' : 'wirelens'))
    } else {
      const wanted = (only ?? ['deb', 'win', 'nsis']).filter((name) => {
        const gap = missingForStub(name)
        if (gap) skipped.push(`${name}: ${gap}`)
        return !gap
      })
      const windows = wanted.includes('win') || wanted.includes('nsis')
      await buildParts([...(wanted.includes('deb') ? ['linux'] : []), ...(windows ? ['win32'] : [])])
      const nsis = join(work, 'nsis')
      const before = { ...process.env }
      if (wanted.includes('nsis')) {
        makeNsis(nsis)
        const bin = makeUninstaller(output, nsis, `Wirelens-${manifest.version}-${arch}-setup.exe`)
        process.env.PATH = `${bin}${delimiter}${process.env.PATH}`
      }
      const given = Object.entries(stubEnvironment(root, nsis)).filter(([, path]) => path && existsSync(path))
      Object.assign(process.env, Object.fromEntries(given), { USE_SYSTEM_7ZA: 'true' })
      try {
        const { version } = JSON.parse(readFileSync(join(root, 'node_modules', 'electron', 'package.json'), 'utf8'))
        if (wanted.includes('deb')) {
          const electron = join(work, 'electron-linux')
          makeElectron(electron, 'linux', version)
          await make(Platform.LINUX, ['deb'], electron, { compression: 'store' })
          await checkFuses(join(unpacked(output, 'linux'), 'wirelens'))
        }
        if (windows) {
          const electron = join(work, 'electron-win')
          makeElectron(electron, 'win32', version)
          await make(
            Platform.WINDOWS,
            wanted.filter((n) => n !== 'deb').map((n) => (n === 'win' ? 'zip' : n)),
            electron,
            {
              compression: 'store',
            },
          )
          await checkFuses(join(unpacked(output, 'win'), 'Wirelens.exe'))
        }
      } finally {
        for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name]
        Object.assign(process.env, before)
      }
    }
    return { made: readdirSync(output).filter((name) => /\.(deb|AppImage|exe|zip)$/.test(name)), skipped, output }
  })
}

/** The command line's options; {error} when they make no sense. */
export function readOptions(words) {
  const options = {}
  for (let at = 0; at < words.length; at++) {
    const word = words[at]
    const value = () => words[++at]
    if (word === '--stub') options.stub = true
    else if (word === '--only') options.only = (value() ?? '').split(',')
    else if (word === '--out') options.output = resolve(value() ?? '')
    else if (word === '--arch') options.arch = value()
    else return { error: word === '--help' ? '' : `There is no option ${word}.` }
  }
  if (options.only?.some((name) => !['deb', 'win', 'nsis'].includes(name)))
    return { error: '--only takes deb, win, nsis.' }
  if (options.arch && !['x64', 'arm64'].includes(options.arch)) return { error: '--arch takes x64 or arm64.' }
  return options
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  requireNode()
  const options = readOptions(process.argv.slice(2))
  if ('error' in options) {
    console.error(`${options.error}\n${usage}`.trim())
    process.exit(options.error ? 2 : 0)
  }
  await ensureDependencies()
  const { made, skipped, output } = await makePackages(options)
  for (const name of made) console.log(`Made ${join(output, name)}`)
  for (const reason of skipped) console.log(`Not made: ${reason}.`)
  process.exit(skipped.length && !made.length ? 1 : 0)
}
