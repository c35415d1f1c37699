/** The menu of the desktop shell. Its commands belong to the page (renderer/commands): chosen here, run there. */
import { Menu } from 'electron'
import type { MenuItemConstructorOptions } from 'electron'

type Entry = readonly [label: string, command: string, keys?: string] | '-'

/** Menus, their commands and keys. A test compares them with the page's own table. */
export const menuTable: Readonly<
  Record<'go' | 'capture' | 'analyze' | 'statistics' | 'edit' | 'view' | 'help', readonly Entry[]>
> = {
  edit: [
    ['Find packet…', 'find', 'CmdOrCtrl+F'],
    ['Find next', 'find-next', 'F3'],
    ['Find previous', 'find-previous', 'Shift+F3'],
    '-',
    ['Mark or unmark packet', 'mark', 'CmdOrCtrl+M'],
    ['Unmark all packets', 'unmark-all', 'CmdOrCtrl+Alt+M'],
    ['Next marked packet', 'next-mark', 'CmdOrCtrl+Shift+N'],
    ['Previous marked packet', 'previous-mark', 'CmdOrCtrl+Shift+B'],
    '-',
    ['Select all packets', 'select-all'],
    ['Packet comment…', 'comment', 'CmdOrCtrl+Alt+C'],
    '-',
    ['Copy line', 'copy-line', 'CmdOrCtrl+Shift+D'],
    ['Copy filter name', 'copy-field', 'CmdOrCtrl+Shift+F'],
    ['Copy value', 'copy-value', 'CmdOrCtrl+Shift+V'],
  ],
  view: [
    ['Larger text', 'zoom-in', 'CmdOrCtrl+Plus'],
    ['Smaller text', 'zoom-out', 'CmdOrCtrl+-'],
    ['Normal text size', 'zoom-reset', 'CmdOrCtrl+0'],
    '-',
    ['Expand all details', 'expand-all', 'CmdOrCtrl+Right'],
    ['Collapse all details', 'collapse-all', 'CmdOrCtrl+Left'],
    '-',
    ['Time as date and time of day', 'time-absolute-date', 'CmdOrCtrl+Alt+1'],
    ['Time as time of day', 'time-absolute', 'CmdOrCtrl+Alt+2'],
    ['Time as seconds since 1970', 'time-epoch', 'CmdOrCtrl+Alt+3'],
    ['Time since the first packet', 'time-relative', 'CmdOrCtrl+Alt+4'],
    ['Time since the previous packet', 'time-delta', 'CmdOrCtrl+Alt+5'],
    '-',
    ['Vendor names in addresses', 'names'],
    '-',
    ['Colours of the system', 'theme-system'],
    ['Light colours', 'theme-light'],
    ['Dark colours', 'theme-dark'],
    '-',
    ['Colouring rules…', 'colouring-rules'],
  ],
  go: [
    ['Go to packet…', 'go-to-packet', 'CmdOrCtrl+G'],
    ['Go to the packet that the field names', 'go-to-corresponding'],
    '-',
    ['Next packet', 'next-packet', 'CmdOrCtrl+Down'],
    ['Previous packet', 'previous-packet', 'CmdOrCtrl+Up'],
    '-',
    ['First packet', 'first-packet', 'CmdOrCtrl+Home'],
    ['Last packet', 'last-packet', 'CmdOrCtrl+End'],
    '-',
    ['Follow newest packet', 'follow-newest', 'CmdOrCtrl+Shift+E'],
  ],
  capture: [
    ['Start or stop capture', 'start-or-stop', 'CmdOrCtrl+E'],
    ['Restart capture', 'restart', 'CmdOrCtrl+R'],
    '-',
    ['Capture options…', 'capture-options', 'CmdOrCtrl+K'],
    ['Look for adapters again', 'refresh-adapters', 'F5'],
    '-',
    ['Make traffic and capture it', 'make-traffic'],
    ['Capture doctor…', 'capture-doctor'],
  ],
  analyze: [
    ['Filter packets…', 'focus-filter', 'CmdOrCtrl+/'],
    ['Show all packets', 'clear-filter', 'CmdOrCtrl+Shift+/'],
    ['Build and explain the filter', 'explain-filter', 'CmdOrCtrl+Alt+/'],
    ['Apply field as filter', 'apply-field', 'CmdOrCtrl+Enter'],
    ['Add field to the filter', 'prepare-field', 'CmdOrCtrl+Shift+Enter'],
    ['Apply as column', 'column-of-field', 'CmdOrCtrl+Shift+I'],
    ['Filter macros…', 'filter-macros'],
    '-',
    ['Follow TCP stream', 'follow-tcp', 'CmdOrCtrl+Alt+Shift+T'],
    ['Follow UDP stream', 'follow-udp', 'CmdOrCtrl+Alt+Shift+U'],
    '-',
    ['Expert information', 'panel-expert', 'CmdOrCtrl+Alt+X'],
  ],
  statistics: [
    ['Conversations', 'panel-connections', 'CmdOrCtrl+Alt+N'],
    ['Flow', 'panel-flow', 'CmdOrCtrl+Alt+F'],
    ['ARP', 'panel-arp', 'CmdOrCtrl+Alt+A'],
    ['TCP graphs', 'panel-graphs', 'CmdOrCtrl+Alt+G'],
  ],
  help: [
    ['All commands…', 'palette', 'CmdOrCtrl+Shift+P'],
    ['Keyboard', 'keyboard', 'F1'],
    ['Copy diagnostics', 'copy-diagnostics'],
    '-',
    ['Look for updates…', 'updates'],
    ['About Wirelens', 'about'],
  ],
}

export interface MenuParts {
  /** Sends the id of a command to the page. */
  command(id: string): void
  /** Opens a file that was opened before. */
  open(path: string): void
  recent: readonly { path: string; name: string; missing: boolean }[]
  /** Developer tools: never in a package. */
  devTools: boolean
}

/** The template of the whole menu. Keys are shown but not registered: the page reads them itself, so that text fields keep theirs. */
export function menuTemplate({ command, open, recent, devTools }: MenuParts): MenuItemConstructorOptions[] {
  const item = (entry: Entry): MenuItemConstructorOptions => {
    if (entry === '-') return { type: 'separator' }
    const [label, id, accelerator] = entry
    const keys = accelerator === undefined ? {} : { accelerator, registerAccelerator: false }
    return { label, id, click: () => command(id), ...keys }
  }
  const files = recent.filter(({ missing }) => !missing).slice(0, 10)
  return [
    {
      label: '&File',
      submenu: [
        item(['Open…', 'open', 'CmdOrCtrl+O']),
        {
          label: 'Open recent',
          enabled: files.length > 0,
          // An ampersand in a name is no access key.
          submenu: files.map(({ path, name }) => ({ label: name.replaceAll('&', '&&'), click: () => open(path) })),
        },
        item(['Close', 'close', 'CmdOrCtrl+W']),
        { type: 'separator' },
        item(['Save', 'save', 'CmdOrCtrl+S']),
        item(['Save as…', 'save-as', 'CmdOrCtrl+Shift+S']),
        { type: 'separator' },
        { role: 'quit' },
      ],
    },
    {
      label: '&Edit',
      submenu: [
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { type: 'separator' },
        ...menuTable.edit.map(item),
      ],
    },
    {
      label: '&View',
      submenu: [
        ...menuTable.view.map(item),
        { type: 'separator' },
        { role: 'togglefullscreen' },
        ...(devTools ? [{ role: 'toggleDevTools' as const }] : []),
      ],
    },
    { label: '&Go', submenu: menuTable.go.map(item) },
    { label: '&Capture', submenu: menuTable.capture.map(item) },
    { label: '&Analyze', submenu: menuTable.analyze.map(item) },
    { label: '&Statistics', submenu: menuTable.statistics.map(item) },
    { label: '&Help', submenu: menuTable.help.map(item) },
  ]
}

export function setMenu(parts: MenuParts): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(parts)))
}
