/** The window of the desktop shell: how it is made, what happens when its page crashes, hangs or is closed. */
import { BrowserWindow, dialog } from 'electron'
import type { WebContents, WebPreferences } from 'electron'
import { origin } from './guard'

/** The pages that may talk to the host. */
export const knownPages = new Set<WebContents>()

/** So many crashes of a page in `span` milliseconds, and the user is asked. */
const tooMany = 3
const span = 5 * 60_000

export const webPreferences = (preload: string, devTools: boolean): WebPreferences => ({
  preload,
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
  devTools,
})

export interface WindowParts {
  preload: string
  devTools: boolean
  /** Whether the window may close now. */
  mayClose(window: BrowserWindow): Promise<boolean>
}

/** Opens a window on the app's page. */
export function openWindow({ preload, devTools, mayClose }: WindowParts): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 640,
    minHeight: 400,
    show: false,
    title: 'Wirelens',
    webPreferences: webPreferences(preload, devTools),
  })
  const { webContents } = window
  knownPages.add(webContents)
  window.once('ready-to-show', () => window.show())
  window.on('closed', () => knownPages.delete(webContents))

  let asking = false
  window.on('close', (event) => {
    event.preventDefault()
    if (asking) return
    asking = true
    void mayClose(window)
      .then((yes) => {
        if (yes && !window.isDestroyed()) window.destroy()
      })
      .finally(() => {
        asking = false
      })
  })

  // A page that crashed comes back by itself; the capture is not touched by it.
  let crashes: number[] = []
  webContents.on('render-process-gone', (_, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return
    const now = Date.now()
    crashes = [...crashes.filter((time) => now - time < span), now]
    if (crashes.length < tooMany) return webContents.reload()
    crashes = []
    void dialog
      .showMessageBox(window, {
        type: 'error',
        message: 'The window crashed three times in five minutes.',
        detail: `The last reason was “${reason}”. A capture that is running goes on.`,
        buttons: ['Try again', 'Quit'],
        cancelId: 1,
      })
      .then(({ response }) => (response === 0 ? webContents.reload() : window.close()))
  })
  webContents.on('unresponsive', () => {
    void dialog
      .showMessageBox(window, {
        type: 'warning',
        message: 'The window does not answer.',
        detail: 'A capture that is running goes on.',
        buttons: ['Wait', 'Load it again'],
        cancelId: 0,
      })
      .then(({ response }) => {
        if (response === 1) webContents.forcefullyCrashRenderer() // and comes back as above
      })
  })
  void window.loadURL(`${origin}/`)
  return window
}
