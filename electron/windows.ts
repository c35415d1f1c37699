/** The window of the desktop shell, and the port between its page and the host. */
import { BrowserWindow, ipcMain, MessageChannelMain } from 'electron'
import type { WebContents } from 'electron'
import type { Host } from '../shell/host'
import { origin, senderAllowed } from './guard'

const known = new Set<WebContents>()

/** Opens a window on the app's page. */
export function openWindow(preload: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 640,
    minHeight: 400,
    show: false,
    title: 'Wirelens',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  })
  const { webContents } = window
  known.add(webContents)
  window.once('ready-to-show', () => window.show())
  window.on('closed', () => known.delete(webContents))
  // A page that crashed comes back by itself; the capture is not touched by it.
  webContents.on('render-process-gone', (_, { reason }) => {
    if (reason !== 'clean-exit' && !window.isDestroyed()) webContents.reload()
  })
  void window.loadURL(`${origin}/`)
  return window
}

/** Gives each page that asks for it a port to the host. */
export function servePorts(host: Host): void {
  ipcMain.on('wirelens-port', (event) => {
    if (!senderAllowed(event, known)) return
    const { port1, port2 } = new MessageChannelMain()
    const stop = host.listen((name, value) => port2.postMessage({ event: name, value }))
    port2.on('message', ({ data }) => {
      void host.handle(data).then((reply) => {
        if (reply !== null) port2.postMessage(reply)
      })
    })
    port2.on('close', stop)
    port2.start()
    port2.postMessage({ event: 'welcome', value: null })
    event.sender.postMessage('wirelens-port', null, [port1])
  })
}
