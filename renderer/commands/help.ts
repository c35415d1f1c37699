// Commands that explain the window itself.
import { m } from '../paraglide/messages.js'
import type { Command } from './command'

export const palette: Command = {
  name: 'palette',
  title: () => m.command_palette(),
  menu: ['help', 10],
  keys: ['Mod+Shift+P'],
  run: (w) => w.dialogs.show('palette'),
}
export const keyboard: Command = {
  name: 'keyboard',
  title: () => m.command_keyboard(),
  menu: ['help', 11],
  keys: ['F1'],
  run: (w) => w.dialogs.show('keyboard'),
}
export const about: Command = {
  name: 'about',
  title: () => m.command_about(),
  menu: ['help', 20],
  run: (w) => w.dialogs.show('about'),
}

export const copyDiagnostics: Command = {
  name: 'copy-diagnostics',
  title: () => m.command_copy_diagnostics(),
  menu: ['help', 12],
  async run(w) {
    await navigator.clipboard.writeText(await w.client.calls.shell.diagnostics())
    w.notices.add('info', m.diagnostics_copied(), { topic: 'diagnostics' })
  },
}
/** Only ever on the user's word: nothing else asks the network. */
export const updates: Command = {
  name: 'updates',
  title: () => m.command_updates(),
  menu: ['help', 19],
  async run(w) {
    const { version = '', releases = null } = w.info ?? {}
    if (releases === null) w.notices.add('info', m.updates_unknown({ version }), { topic: 'updates' })
    else if (!(await w.client.calls.shell.openReleases())) window.open(releases, '_blank', 'noopener')
  },
}
