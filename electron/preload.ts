/**
 * The only code of ours that runs beside the page with rights of its own. It gives the page one function: asking for the one port.
 * The port arrives as a `message` event of the window with the data 'wirelens-port', because ports cannot cross the bridge as values.
 *
 * It also sees where dropped files lie. The page never learns a path and cannot name one: a drop that a script made up is not
 * trusted, and a File that a script made has no path. Files without a path (out of a browser, an archive) are left to the page.
 */
import { contextBridge, ipcRenderer, webUtils } from 'electron'

ipcRenderer.on('wirelens-port', (event) => {
  window.postMessage('wirelens-port', window.location.origin, [...event.ports])
})
contextBridge.exposeInMainWorld('wirelens', {
  port: (): void => ipcRenderer.send('wirelens-port'),
})

window.addEventListener(
  'drop',
  (event) => {
    const file = event.isTrusted ? event.dataTransfer?.files[0] : undefined
    const path = file ? webUtils.getPathForFile(file) : ''
    if (path === '') return
    event.preventDefault()
    event.stopImmediatePropagation()
    ipcRenderer.send('wirelens-drop', path)
    window.dispatchEvent(new DragEvent('dragleave')) // the page takes its "drop here" away
  },
  { capture: true },
)
