/**
 * The only code of ours that runs beside the page with rights of its own. It gives the page one function: asking for the one port.
 * The port arrives as a `message` event of the window with the data 'wirelens-port', because ports cannot cross the bridge as values.
 */
import { contextBridge, ipcRenderer } from 'electron'

ipcRenderer.on('wirelens-port', (event) => {
  window.postMessage('wirelens-port', window.location.origin, [...event.ports])
})
contextBridge.exposeInMainWorld('wirelens', {
  port: (): void => ipcRenderer.send('wirelens-port'),
})
