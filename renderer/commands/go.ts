// Commands that move through the list.
import ArrowDownToLine from '@lucide/svelte/icons/arrow-down-to-line'
import ArrowUpToLine from '@lucide/svelte/icons/arrow-up-to-line'
import ChevronsDown from '@lucide/svelte/icons/chevrons-down'
import CornerDownRight from '@lucide/svelte/icons/corner-down-right'
import { m } from '../paraglide/messages.js'
import type { Workspace } from '../state/workspace.svelte'
import type { Command } from './command'

const hasRows = (w: Workspace): boolean => w.rows.total > 0
/** To the row before or behind; from a packet that the filter hides, to the nearest one on that side. */
async function stepFrom(w: Workspace, step: 1 | -1): Promise<void> {
  const { row, current } = w.selection
  if (row >= 0 || !current) return w.goToRow(row + step)
  const place = await w.client.calls.session.place({ number: current })
  w.goToRow(step > 0 ? place.row : place.row - 1)
}

export const goTo: Command = {
  name: 'go-to-packet',
  title: () => m.command_go_to(),
  menu: ['go', 10],
  toolbar: 31,
  keys: ['Mod+G'],
  icon: CornerDownRight,
  enabled: (w) => w.packets > 0,
  run: (w) => w.dialogs.show('go-to'),
}
export const goToNamed: Command = {
  name: 'go-to-corresponding',
  title: () => m.command_go_to_named(),
  menu: ['go', 11],
  enabled: (w) => Boolean(w.selection.field?.frame),
  run: (w) => w.goTo(w.selection.field!.frame!),
}
export const next: Command = {
  name: 'next-packet',
  title: () => m.command_next(),
  menu: ['go', 20],
  keys: ['Mod+ArrowDown', 'F8'],
  enabled: hasRows,
  run: (w) => stepFrom(w, 1),
}
export const previous: Command = {
  name: 'previous-packet',
  title: () => m.command_previous(),
  menu: ['go', 21],
  keys: ['Mod+ArrowUp', 'F7'],
  enabled: hasRows,
  run: (w) => stepFrom(w, -1),
}
export const first: Command = {
  name: 'first-packet',
  title: () => m.command_first(),
  menu: ['go', 30],
  toolbar: 32,
  keys: ['Mod+Home'],
  icon: ArrowUpToLine,
  enabled: hasRows,
  run: (w) => w.goToRow(0),
}
export const last: Command = {
  name: 'last-packet',
  title: () => m.command_last(),
  menu: ['go', 31],
  toolbar: 33,
  keys: ['Mod+End'],
  icon: ArrowDownToLine,
  enabled: hasRows,
  run: (w) => w.goToRow(w.rows.total - 1),
}
export const follow: Command = {
  name: 'follow-newest',
  title: () => m.command_follow(),
  menu: ['go', 40],
  toolbar: 34,
  keys: ['Mod+Shift+E'],
  icon: ChevronsDown,
  enabled: (w) => w.isOpen,
  checked: (w) => w.following,
  run(w) {
    w.following = !w.following
    w.settings.change({ followNewest: w.following })
  },
}
