/** The menu of the desktop shell. Its commands belong to the page, which reads the keys itself: only what the system expects is here. */
import { Menu } from 'electron'
import type { MenuItemConstructorOptions } from 'electron'

/** @param command sends the id of a command to the page */
export function setMenu(command: (id: string) => void): void {
  const item = (label: string, id: string, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    click: () => command(id),
    ...(accelerator === undefined ? {} : { accelerator, registerAccelerator: false }),
  })
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      {
        label: '&File',
        submenu: [
          item('Open…', 'open', 'CmdOrCtrl+O'),
          item('Save', 'save', 'CmdOrCtrl+S'),
          item('Save As…', 'save-as', 'CmdOrCtrl+Shift+S'),
          item('Close', 'close', 'CmdOrCtrl+W'),
          { type: 'separator' },
          { role: 'quit' },
        ],
      },
      { label: '&Edit', submenu: [{ role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }] },
      {
        label: '&View',
        submenu: [{ role: 'zoomIn' }, { role: 'zoomOut' }, { role: 'resetZoom' }, { role: 'togglefullscreen' }],
      },
      {
        label: '&Capture',
        submenu: [
          item('Options…', 'capture-options', 'CmdOrCtrl+K'),
          item('Start', 'start', 'CmdOrCtrl+E'),
          item('Stop', 'stop', 'CmdOrCtrl+E'),
          item('Restart', 'restart', 'CmdOrCtrl+R'),
        ],
      },
    ]),
  )
}
