/** The desktop shell: guards first, then the host, then a window. It brokers ports and dialogs and never reads a packet. */
import { app, BrowserWindow, dialog, powerMonitor, protocol, session, shell } from 'electron'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { homepage } from '../package.json'
import { Host } from '../shell/host'
import { releasesOf } from '../shell/places'
import { capBesideElectron } from './cap-driver'
import { Dialogs } from './dialogs'
import { guardContents, guardSession, scheme } from './guard'
import { setMenu } from './menu'
import { fileOf, OpenFiles } from './open-files'
import { makePages } from './pages'
import { servePorts } from './ports'
import { printReport } from './print-report'
import { decoderStarter } from './start-decoder'
import { mayDrop } from './unsaved'
import { words } from './words'
import { knownPages, openWindow } from './windows'

const here = dirname(fileURLToPath(import.meta.url))
const devTools = !app.isPackaged

protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } }])
app.enableSandbox()
guardContents(app, (address) => void shell.openExternal(address))

if (process.getuid?.() === 0) {
  // A window of a packet analyser must not run with all rights: only the capture helper may hold any.
  console.error(
    'Wirelens does not run as root. Start it as yourself; the capture helper has the rights that capturing needs.',
  )
  app.exit(1)
} else if (!app.requestSingleInstanceLock()) app.quit()
else void start()

async function start(): Promise<void> {
  let ready = (path: string): void => void early.push(path)
  const early: string[] = []
  app.on('open-file', (event, path) => {
    event.preventDefault()
    ready(path) // may come before everything else
  })
  await app.whenReady()
  guardSession(session.defaultSession, devTools)
  const pages = makePages(join(here, '..', 'renderer'))
  protocol.handle(scheme, (request) => pages(request))

  const window = (): BrowserWindow | null =>
    BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0] ?? null
  const dialogs = new Dialogs(window)
  const host: Host = new Host({
    info: {
      kind: 'desktop',
      version: app.getVersion(),
      platform: process.platform,
      ownDialogs: true,
      releases: releasesOf(homepage),
    },
    cap: capBesideElectron(app.isPackaged),
    openOutside: (address) => void shell.openExternal(address),
    startDecoder: decoderStarter(join(here, 'decoder.js')),
    pickOpen: () => dialogs.pickOpen(),
    pickSave: (name) => dialogs.pickSave(name),
    printPdf: printReport,
    mayUse: (path) => dialogs.mayUse(path) || host.recent.list().some((f) => resolve(f.path) === resolve(path)),
  })
  powerMonitor.on('resume', () => host.awake())
  const files = new OpenFiles(host, dialogs, window)
  ready = (path) => void files.now(path)
  const first = early.at(-1) ?? fileOf(process.argv, app.isPackaged)
  if (first !== undefined) files.atStart(first)
  servePorts(host, knownPages, (path) => void files.now(path))

  const menu = (): void =>
    setMenu({
      command: (id) => host.tell('command', { id }),
      open: (path) => void files.now(path),
      recent: host.recent.list(),
      devTools,
    })
  menu()
  let shown = ''
  host.listen((event, value) => {
    if (event === 'language') return menu()
    const path = event === 'status' ? (value as { path: string }).path : shown
    if (path === shown) return
    shown = path
    menu() // the list of recent files has changed
  })
  const open = (): BrowserWindow =>
    openWindow({ preload: join(here, 'preload.cjs'), devTools, mayClose: (closing) => mayDrop(host, closing) })
  open()

  app.on('second-instance', (_, argv, folder) => {
    const path = fileOf(argv, app.isPackaged)
    const [there] = BrowserWindow.getAllWindows()
    if (there?.isMinimized()) there.restore()
    there?.focus()
    if (path !== undefined) void files.now(path, folder)
  })
  app.on('activate', () => {
    if (!BrowserWindow.getAllWindows().length) open()
  })
  app.on('window-all-closed', () => app.quit())
  // Windows have asked their question by now. A capture ends cleanly before the app does.
  let closed = false
  app.on('will-quit', (event) => {
    if (closed) return
    event.preventDefault()
    void host.close().finally(() => {
      closed = true
      app.quit()
    })
  })
}

process.on('uncaughtException', (error) => {
  console.error(error)
  dialog.showErrorBox(words().mistake, `${error.message}\n\n${words().goesOn}`)
})
