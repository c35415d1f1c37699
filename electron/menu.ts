/** The menu of the desktop shell. Its commands belong to the page (renderer/commands): chosen here, run there. */
import { Menu } from 'electron'
import type { MenuItemConstructorOptions } from 'electron'
import { spoken } from '../engine/words/language'
import { menuInKorean, rolesInKorean, words } from './words'

type Entry = readonly [label: string, command: string, keys?: string] | '-'

/** Menus, their commands and keys. A test compares them with the page's own table. */
export const menuTable = {
  file: [
    ['Open…', 'open', 'CmdOrCtrl+O'],
    ['Close', 'close', 'CmdOrCtrl+W'],
    ['Exercises…', 'exercises'],
    '-',
    ['Save', 'save', 'CmdOrCtrl+S'],
    ['Save as…', 'save-as', 'CmdOrCtrl+Shift+S'],
    '-',
    ['Report…', 'report', 'CmdOrCtrl+Alt+R'],
  ],
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
    ['Copy', 'copy-row'],
    ['Copy line', 'copy-line', 'CmdOrCtrl+Shift+D'],
    ['Copy filter name', 'copy-field', 'CmdOrCtrl+Shift+F'],
    ['Copy value', 'copy-value', 'CmdOrCtrl+Shift+V'],
    '-',
    ['Settings…', 'settings', 'CmdOrCtrl+,'],
  ],
  view: [
    ['Larger text', 'zoom-in', 'CmdOrCtrl+Plus'],
    ['Smaller text', 'zoom-out', 'CmdOrCtrl+-'],
    ['Normal text size', 'zoom-reset', 'CmdOrCtrl+0'],
    '-',
    ['Open packet in a panel of its own', 'put-aside', 'CmdOrCtrl+Shift+O'],
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
    ['Language of the system', 'language-system'],
    ['English', 'language-en'],
    ['한국어', 'language-ko'],
    '-',
    ['Colouring rules…', 'colouring-rules'],
    '-',
    ['Explain fields', 'explain', 'F9'],
    ['Header diagram', 'panel-header', 'CmdOrCtrl+Alt+H'],
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
    ['Decode as…', 'decode-as', 'CmdOrCtrl+Shift+U'],
    '-',
    ['Follow TCP stream', 'follow-tcp', 'CmdOrCtrl+Alt+Shift+T'],
    ['Follow UDP stream', 'follow-udp', 'CmdOrCtrl+Alt+Shift+U'],
    '-',
    ['Expert information', 'panel-expert', 'CmdOrCtrl+Alt+X'],
    '-',
    ['Check statements', 'panel-claims', 'CmdOrCtrl+Alt+K'],
    ['Lab sheet', 'panel-lab', 'CmdOrCtrl+Alt+L'],
  ],
  statistics: [
    ['Capture properties', 'panel-properties', 'CmdOrCtrl+Alt+Shift+C'],
    '-',
    ['Conversations', 'panel-connections', 'CmdOrCtrl+Alt+N'],
    ['Endpoints', 'panel-endpoints', 'CmdOrCtrl+Alt+E'],
    ['Protocol hierarchy', 'panel-hierarchy', 'CmdOrCtrl+Alt+P'],
    ['Flow', 'panel-flow', 'CmdOrCtrl+Alt+F'],
    ['ARP', 'panel-arp', 'CmdOrCtrl+Alt+A'],
    '-',
    ['TCP graphs', 'panel-graphs', 'CmdOrCtrl+Alt+G'],
    ['Traffic over time', 'panel-io', 'CmdOrCtrl+Alt+I'],
    ['Counters', 'panel-counters'],
  ],
  help: [
    ['All commands…', 'palette', 'CmdOrCtrl+Shift+P'],
    ['Keyboard', 'keyboard', 'F1'],
    ['Copy diagnostics', 'copy-diagnostics'],
    '-',
    ['Look for updates…', 'updates'],
    ['About Wirelens', 'about'],
  ],
} as const satisfies Readonly<Record<string, readonly Entry[]>>

type CommandOf<E> = E extends readonly [string, infer Command, ...unknown[]] ? Command : never
/** The commands in the menu: electron/words.ts has their titles in Korean. */
export type MenuCommand = CommandOf<(typeof menuTable)[keyof typeof menuTable][number]>

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
    const [title, id, accelerator] = entry
    const label = spoken() === 'ko' ? menuInKorean[id as MenuCommand] : title
    const keys = accelerator === undefined ? {} : { accelerator, registerAccelerator: false }
    return { label, id, click: () => command(id), ...keys }
  }
  const w = words()
  const [openFile, ...otherFile] = menuTable.file
  const role = (name: keyof typeof rolesInKorean): MenuItemConstructorOptions =>
    spoken() === 'ko' ? { role: name, label: rolesInKorean[name] } : { role: name }
  const files = recent.filter(({ missing }) => !missing).slice(0, 10)
  return [
    {
      label: w.file,
      submenu: [
        item(openFile),
        {
          label: w.openRecent,
          enabled: files.length > 0,
          // An ampersand in a name is no access key.
          submenu: files.map(({ path, name }) => ({ label: name.replaceAll('&', '&&'), click: () => open(path) })),
        },
        ...otherFile.map(item),
        { type: 'separator' },
        role('quit'),
      ],
    },
    {
      label: w.edit,
      submenu: [role('cut'), role('copy'), role('paste'), { type: 'separator' }, ...menuTable.edit.map(item)],
    },
    {
      label: w.view,
      submenu: [
        ...menuTable.view.map(item),
        { type: 'separator' },
        role('togglefullscreen'),
        ...(devTools ? [role('toggleDevTools')] : []),
      ],
    },
    { label: w.go, submenu: menuTable.go.map(item) },
    { label: w.capture, submenu: menuTable.capture.map(item) },
    { label: w.analyze, submenu: menuTable.analyze.map(item) },
    { label: w.statistics, submenu: menuTable.statistics.map(item) },
    { label: w.help, submenu: menuTable.help.map(item) },
  ]
}

export function setMenu(parts: MenuParts): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(parts)))
}
