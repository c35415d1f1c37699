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
