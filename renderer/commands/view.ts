// Commands about how things look: text size, theme, time format, the tree.
import { m } from '../paraglide/messages.js'
import type { Settings } from '../client/shapes'
import type { Command } from './command'

export const larger: Command = {
  name: 'zoom-in',
  title: () => m.command_zoom_in(),
  menu: ['view', 10],
  keys: ['Mod++', 'Mod+='],
  run: (w) => w.settings.changeZoom(1),
}
export const smaller: Command = {
  name: 'zoom-out',
  title: () => m.command_zoom_out(),
  menu: ['view', 11],
  keys: ['Mod+-'],
  run: (w) => w.settings.changeZoom(-1),
}
export const normal: Command = {
  name: 'zoom-reset',
  title: () => m.command_zoom_reset(),
  menu: ['view', 12],
  keys: ['Mod+0'],
  run: (w) => w.settings.changeZoom(0),
}

export const expandAll: Command = {
  name: 'expand-all',
  title: () => m.command_expand_all(),
  menu: ['view', 20],
  keys: ['Mod+ArrowRight'],
  enabled: (w) => w.selection.details !== null,
  run: (w) => (w.treeWish = { open: true }),
}
export const collapseAll: Command = {
  name: 'collapse-all',
  title: () => m.command_collapse_all(),
  menu: ['view', 21],
  keys: ['Mod+ArrowLeft'],
  enabled: (w) => w.selection.details !== null,
  run: (w) => (w.treeWish = { open: false }),
}

const timeFormat = (format: Settings['timeFormat'], title: () => string, place: number, key: string): Command => ({
  name: `time-${format}`,
  title,
  menu: ['view', place],
  keys: [`Mod+Alt+${key}`],
  radio: true,
  checked: (w) => w.settings.now.timeFormat === format,
  run(w) {
    w.settings.change({ timeFormat: format })
    w.refreshRows()
  },
})
export const timeDate = timeFormat('absolute-date', () => m.command_time_date(), 30, '1')
export const timeClock = timeFormat('absolute', () => m.command_time_clock(), 31, '2')
export const timeEpoch = timeFormat('epoch', () => m.command_time_epoch(), 32, '3')
export const timeRelative = timeFormat('relative', () => m.command_time_relative(), 33, '4')
export const timeDelta = timeFormat('delta', () => m.command_time_delta(), 34, '5')

export const names: Command = {
  name: 'names',
  title: () => m.command_names(),
  menu: ['view', 40],
  checked: (w) => w.settings.now.names,
  run(w) {
    w.settings.change({ names: !w.settings.now.names })
    w.refreshRows()
  },
}

const theme = (value: Settings['theme'], title: () => string, place: number): Command => ({
  name: `theme-${value}`,
  title,
  menu: ['view', place],
  radio: true,
  checked: (w) => w.settings.now.theme === value,
  run: (w) => w.settings.change({ theme: value }),
})
const language = (value: Settings['language'], title: () => string, place: number): Command => ({
  name: `language-${value}`,
  title,
  menu: ['view', place],
  radio: true,
  checked: (w) => w.settings.now.language === value,
  run: (w) => w.settings.change({ language: value }),
})
export const languageSystem = language('system', () => m.command_language_system(), 60)
export const languageEnglish = language('en', () => m.command_language_english(), 61)
export const languageKorean = language('ko', () => m.command_language_korean(), 62)

export const themeSystem = theme('system', () => m.command_theme_system(), 50)
export const themeLight = theme('light', () => m.command_theme_light(), 51)
export const themeDark = theme('dark', () => m.command_theme_dark(), 52)
