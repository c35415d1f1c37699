// Commands about packets: find, mark, pick, comment, copy.
import MessageSquareText from '@lucide/svelte/icons/message-square-text'
import Search from '@lucide/svelte/icons/search'
import { pickedTexts } from '../state/row-texts'
import { valueOf } from '../state/tree'
import { number } from '../ui/format'
import { m } from '../paraglide/messages.js'
import type { Workspace } from '../state/workspace.svelte'
import type { Command } from './command'

const hasRows = (w: Workspace): boolean => w.rows.total > 0
const hasPacket = (w: Workspace): boolean => w.selection.current > 0
const hasField = (w: Workspace): boolean => w.selection.field !== null
const copy = (text: string): Promise<void> => navigator.clipboard.writeText(text)

export const find: Command = {
  name: 'find',
  title: () => m.command_find(),
  menu: ['edit', 10],
  toolbar: 30,
  keys: ['Mod+F'],
  icon: Search,
  enabled: hasRows,
  run: (w) => w.search.show(),
}
export const findNext: Command = {
  name: 'find-next',
  title: () => m.command_find_next(),
  menu: ['edit', 11],
  keys: ['Mod+N', 'F3'],
  browserKeys: ['F3'],
  enabled: hasRows,
  run: (w) => w.search.next(false),
}
export const findPrevious: Command = {
  name: 'find-previous',
  title: () => m.command_find_previous(),
  menu: ['edit', 12],
  keys: ['Mod+B', 'Shift+F3'],
  enabled: hasRows,
  run: (w) => w.search.next(true),
}

export const mark: Command = {
  name: 'mark',
  title: () => m.command_mark(),
  menu: ['edit', 20],
  keys: ['Mod+M'],
  enabled: hasPacket,
  run: (w) => w.toggleMarks(),
}
export const unmarkAll: Command = {
  name: 'unmark-all',
  title: () => m.command_unmark_all(),
  menu: ['edit', 21],
  keys: ['Mod+Alt+M'],
  enabled: (w) => (w.capture.status?.marked ?? 0) > 0,
  run: (w) => w.unmarkAll(),
}
export const nextMark: Command = {
  name: 'next-mark',
  title: () => m.command_next_mark(),
  menu: ['edit', 22],
  keys: ['Mod+Shift+N', 'Mod+Shift+ArrowDown'],
  browserKeys: ['Mod+Shift+ArrowDown'],
  enabled: (w) => (w.capture.status?.marked ?? 0) > 0,
  run: async (w) => w.goTo((await w.selection.nextMark(false)) || w.selection.current),
}
export const previousMark: Command = {
  name: 'previous-mark',
  title: () => m.command_previous_mark(),
  menu: ['edit', 23],
  keys: ['Mod+Shift+B', 'Mod+Shift+ArrowUp'],
  browserKeys: ['Mod+Shift+ArrowUp'],
  enabled: (w) => (w.capture.status?.marked ?? 0) > 0,
  run: async (w) => w.goTo((await w.selection.nextMark(true)) || w.selection.current),
}

export const selectAll: Command = {
  name: 'select-all',
  title: () => m.command_select_all(),
  menu: ['edit', 30],
  keys: ['Mod+A'],
  enabled: hasRows,
  run(w) {
    if (!w.selection.current) w.goToRow(0)
    w.selection.pickAll(w.rows.total)
  },
}
export const comment: Command = {
  name: 'comment',
  title: () => m.command_comment(),
  menu: ['edit', 31],
  keys: ['Mod+Alt+C'],
  icon: MessageSquareText,
  enabled: hasPacket,
  run: (w) => w.dialogs.show('comment'),
}

export const copyLine: Command = {
  name: 'copy-line',
  title: () => m.command_copy_line(),
  menu: ['edit', 40],
  keys: ['Mod+Shift+D'],
  enabled: hasField,
  run: (w) => copy(w.selection.field!.text),
}
export const copyField: Command = {
  name: 'copy-field',
  title: () => m.command_copy_field(),
  menu: ['edit', 41],
  keys: ['Mod+Shift+F'],
  enabled: (w) => Boolean(w.selection.field?.field),
  run: (w) => copy(w.selection.field!.field),
}
export const copyValue: Command = {
  name: 'copy-value',
  title: () => m.command_copy_value(),
  menu: ['edit', 42],
  keys: ['Mod+Shift+V'],
  enabled: hasField,
  run: (w) => copy(valueOf(w.selection.field!)),
}

/** Rows copied at once: more is a file. */
const mostCopied = 10_000

/** What has the focus is copied: a line of the details, or the rows picked in the list, a line each with tabs between the columns. */
export const copyRow: Command = {
  name: 'copy-row',
  title: () => m.command_copy_row(),
  menu: ['edit', 39],
  keys: ['Mod+C'],
  enabled: hasPacket,
  async run(w) {
    const { activeElement } = document
    if (activeElement?.role === 'tree' && hasField(w)) return copy(w.selection.field!.text)
    const { texts, more } = await pickedTexts(w, mostCopied)
    await copy(texts.join('\n'))
    const count = texts.length
    w.notices.add('info', m.copied_rows({ count, shown: number(count) }), {
      hint: more ? m.copied_rows_more() : '',
      topic: 'copied-rows',
    })
  },
}
export const settings: Command = {
  name: 'settings',
  title: () => m.command_settings(),
  words: 'preferences options configuration theme language font time precision key log 환경설정 옵션 테마 글꼴 언어',
  menu: ['edit', 50],
  keys: ['Mod+,'],
  browserKeys: ['Mod+,', 'Mod+Shift+,'],
  run: (w) => w.dialogs.show('settings'),
}
export const putAside: Command = {
  name: 'put-aside',
  title: () => m.command_put_aside(),
  menu: ['view', 25],
  keys: ['Mod+Shift+O'],
  enabled: hasPacket,
  run: (w) => w.putAside(),
}
