// `npm start [-- FILE]`: sets everything up on a fresh clone, builds what changed and opens the app.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { keep, root } from './run.mjs'
import { ensureDependencies, requireNode } from './setup.mjs'
import { chooseShell, electronRuns, findElectron } from './shell-choice.mjs'
import { ensurePcapLibrary, hasDisplay, isRoot } from './system.mjs'

const usage = `npm start [-- [options] [FILE]]
  FILE         a capture to open
  --browser    use the browser shell even where Electron could run
  --no-open    do not open a browser; only print the address
  --port N     port of the browser shell on 127.0.0.1 (default: a free one)
  --help       this text`

/** The launcher's options out of its arguments; {error} when they make no sense. Paths are made absolute. */
export function readOptions(args, cwd) {
  const options = { browser: false, open: true, port: undefined, file: undefined, help: false }
  for (let at = 0; at < args.length; at++) {
    const word = args[at]
    const [name, attached] = word.split('=', 2)
    if (word === '--browser') options.browser = true
    else if (word === '--no-open') options.open = false
    else if (word === '--help' || word === '-h') options.help = true
    else if (name === '--port') {
      const text = attached ?? args[++at]
      const port = Number(text)
      if (!/^\d+$/.test(text ?? '') || port > 65535)
        return { error: `--port needs a number from 0 to 65535, not "${text ?? ''}".` }
      options.port = port
    } else if (word.startsWith('-') && word !== '-') return { error: `Unknown option ${word}.` }
    else if (options.file !== undefined) return { error: `One file at a time: ${options.file} or ${word}?` }
    else options.file = resolve(cwd, word)
  }
  return options
}

/** The browser shell's own arguments. */
export function serverArguments(options, display) {
  const args = [join(root, 'dist', 'server', 'wirelens-server.js')]
  if (options.file !== undefined) args.push(options.file)
  if (options.open && display) args.push('--open')
  if (options.port !== undefined) args.push('--port', String(options.port))
  return args
}

/** Compiles the native helper when its build is there; whatever goes wrong, the app starts without live capture. */
async function buildNative() {
  const file = join(root, 'native', 'build.mjs')
  if (!existsSync(file)) return
  try {
    const { buildHelper } = await import(pathToFileURL(file).href)
    const result = await buildHelper({ force: false })
    if (result.status === 'built') console.log(result.message || 'The capture helper was compiled.')
    if (result.status === 'missing-compiler') console.log(result.message)
  } catch (error) {
    console.log(`The capture helper could not be compiled, so another capture driver is used: ${error.message}`)
  }
}

/** Since version 42 Electron's package downloads its binary on demand only: done here, once, where it can be used. */
async function fetchElectron() {
  const script = join(root, 'node_modules', 'electron', 'install.js')
  if (!existsSync(script)) return
  console.log("Downloading Electron's binary (about 120 MB, once).")
  const { code, output } = await keep(process.execPath, [script], {
    timeout: 600_000,
    onWait: (seconds) => console.log(`  still downloading (${seconds} s)`),
  })
  if (code === 0) return
  const reason = output.split('\n').find((line) => /error/i.test(line)) ?? 'no reason given'
  console.log(`Electron's binary could not be downloaded (${reason.trim()}). The app works in a browser all the same.`)
}

/** Starts the app, hands Ctrl-C on, and resolves to its exit code once it has ended. */
function open(program, args, env) {
  return new Promise((done) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit', env })
    let ending = false
    const end = (signal) => {
      if (ending) return child.kill('SIGKILL')
      ending = true
      // A terminal's Ctrl-C reaches the child by itself; a signal sent to the launcher alone does not.
      child.kill(signal)
      setTimeout(() => child.kill('SIGKILL'), 5_000).unref()
    }
    process.on('SIGINT', () => end('SIGTERM'))
    process.on('SIGTERM', () => end('SIGTERM'))
    process.on('SIGHUP', () => end('SIGTERM'))
    child.on('error', (error) => {
      console.error(`The app could not be started: ${error.message}.`)
      done(1)
    })
    child.on('close', (code) => done(ending ? 0 : (code ?? 1)))
  })
}

async function start(args) {
  const options = readOptions(args, process.env.INIT_CWD ?? process.cwd())
  if (options.help) return console.log(usage)
  if (options.error || (options.file !== undefined && !existsSync(options.file))) {
    console.error(options.error ?? `There is no file ${options.file}.`)
    console.error(usage)
    return process.exit(2)
  }
  await ensureDependencies()
  const { buildAll } = await import('./build.mjs')
  const built = await buildAll()
  if (built.failed) {
    console.error('The build failed, so the app was not started. The message above says where.')
    return process.exit(1)
  }
  await buildNative()
  await ensurePcapLibrary()

  let electron = findElectron()
  const usable = !options.browser && hasDisplay && !(isRoot && process.platform === 'linux')
  if (electron.missing && usable) {
    await fetchElectron()
    electron = findElectron()
  }
  const choice = chooseShell({
    platform: process.platform,
    root: isRoot,
    display: hasDisplay,
    forced: options.browser,
    electron,
    runs: electronRuns,
    built: existsSync(join(root, 'dist', 'electron', 'main.js')),
  })
  if (choice.shell === 'electron') {
    console.log(`Opening Wirelens as a desktop app in Electron: ${choice.reason}. Ctrl-C ends it.`)
    const env = { ...process.env }
    delete env.ELECTRON_RUN_AS_NODE
    return process.exit(await open(choice.path, [root, ...(options.file === undefined ? [] : [options.file])], env))
  }
  const commandLine = serverArguments(options, hasDisplay)
  if (!existsSync(commandLine[0])) {
    console.error('There is no browser shell to start: dist/server/wirelens-server.js has not been built.')
    return process.exit(1)
  }
  console.log(`Opening Wirelens in the browser shell, not in Electron: ${choice.reason}. Ctrl-C ends it.`)
  process.exit(await open(process.execPath, commandLine, process.env))
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  requireNode()
  await start(process.argv.slice(2))
}
