/** The desktop shell: guards first, then the host, then a window. It brokers ports and dialogs and never reads a packet. */
import { app, BrowserWindow, dialog, protocol, session, shell } from 'electron'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Host } from '../shell/host'
import { Dialogs } from './dialogs'
import { guardContents, guardSession, scheme } from './guard'
import { setMenu } from './menu'
import { makePages } from './pages'
import { decoderStarter } from './start-decoder'
import { openWindow, servePorts } from './windows'

const here = dirname(fileURLToPath(import.meta.url))
const isRoot = process.getuid?.() === 0

protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } }])
app.enableSandbox()
guardContents(app, (address) => void shell.openExternal(address))

if (isRoot) {
  // A window of a packet analyser must not run with all rights: only the capture helper may hold any.
  console.error(
    'Wirelens does not run as root. Start it as yourself; the capture helper has the rights that capturing needs.',
  )
  app.exit(1)
} else if (!app.requestSingleInstanceLock()) app.quit()
else void start()

async function start(): Promise<void> {
  await app.whenReady()
  guardSession(session.defaultSession)
  const pages = makePages(join(here, '..', 'renderer'))
  protocol.handle(scheme, (request) => pages(request))

  const dialogs = new Dialogs(() => BrowserWindow.getFocusedWindow())
  const host = new Host({
    info: { kind: 'desktop', version: app.getVersion(), platform: process.platform, ownDialogs: true },
    startDecoder: decoderStarter(join(here, 'decoder.js')),
    pickOpen: () => dialogs.pickOpen(),
    pickSave: (name) => dialogs.pickSave(name),
    mayUse: (path) => dialogs.mayUse(path) || host.recent.list().some((f) => resolve(f.path) === resolve(path)),
  })
  const offer = (path: string | undefined): void => {
    if (path === undefined) return
    dialogs.allow(path)
    host.openAtStart = resolve(path)
  }
  offer(fileOf(process.argv))
  servePorts(host)
  setMenu((id) => host.tell('command', { id }))
  const preload = join(here, 'preload.cjs')
  openWindow(preload)

  app.on('second-instance', (_, argv) => {
    offer(fileOf(argv))
    if (host.openAtStart !== null) host.tell('open-at-start', null)
    const [window] = BrowserWindow.getAllWindows()
    if (window?.isMinimized()) window.restore()
    window?.focus()
  })
  app.on('open-file', (event, path) => {
    event.preventDefault()
    offer(path)
    host.tell('open-at-start', null)
  })
  app.on('activate', () => {
    if (!BrowserWindow.getAllWindows().length) openWindow(preload)
  })
  app.on('window-all-closed', () => app.quit())
  let closing = false
  app.on('before-quit', (event) => {
    if (closing) return
    event.preventDefault()
    closing = true
    void host.close().finally(() => app.quit())
  })
}

/** The capture named on the command line: the last argument that is no option. */
function fileOf(argv: readonly string[]): string | undefined {
  const own = argv.slice(app.isPackaged ? 1 : 2).filter((a) => !a.startsWith('-'))
  return own.at(-1)
}

process.on('uncaughtException', (error) => {
  dialog.showErrorBox(
    'Wirelens made a mistake',
    `${error.message}\n\nThe capture goes on. Please report this with what you did last.`,
  )
})
