// Commands about files: open, save, close.
import FolderOpen from '@lucide/svelte/icons/folder-open'
import Save from '@lucide/svelte/icons/save'
import { m } from '../paraglide/messages.js'
import type { Command } from './command'

export const open: Command = {
  name: 'open',
  title: () => m.command_open(),
  menu: ['file', 10],
  toolbar: 20,
  keys: ['Mod+O'],
  icon: FolderOpen,
  run: (w) => w.openDialog(),
}

export const exercises: Command = {
  name: 'exercises',
  title: () => m.command_exercises(),
  menu: ['file', 12],
  run: (w) => w.dialogs.show('exercises'),
}

export const save: Command = {
  name: 'save',
  title: () => m.command_save(),
  menu: ['file', 20],
  toolbar: 21,
  keys: ['Mod+S'],
  icon: Save,
  enabled: (w) => w.capture.unsaved && !w.capture.live,
  run: (w) => w.capture.saveNow(),
}

export const saveAs: Command = {
  name: 'save-as',
  title: () => m.command_save_as(),
  menu: ['file', 21],
  keys: ['Mod+Shift+S'],
  enabled: (w) => w.packets > 0 && !w.capture.live,
  run: (w) => w.dialogs.show('save'),
}

export const report: Command = {
  name: 'report',
  title: () => m.command_report(),
  menu: ['file', 30],
  keys: ['Mod+Alt+R'],
  enabled: (w) => w.packets > 0 && !w.capture.live,
  run: (w) => w.dialogs.show('report'),
}

export const close: Command = {
  name: 'close',
  title: () => m.command_close(),
  menu: ['file', 11],
  keys: ['Mod+W'],
  browserKeys: ['Alt+W'],
  enabled: (w) => w.isOpen,
  run: (w) => w.capture.close(),
}
