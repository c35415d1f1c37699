// Commands about display filters: the field, the packet's own condition, the conversation, colours.
import Funnel from '@lucide/svelte/icons/funnel'
import { m } from '../paraglide/messages.js'
import { flowsOf } from '../state/flows.svelte'
import type { Workspace } from '../state/workspace.svelte'
import type { Command } from './command'

const isOpen = (w: Workspace): boolean => w.isOpen
const clause = (w: Workspace): Promise<string> =>
  w.client.calls.filter.clause({ number: w.selection.current, node: w.selection.field!.id })
const hasField = (w: Workspace): boolean => w.selection.current > 0 && w.selection.field !== null

export const focusFilter: Command = {
  name: 'focus-filter',
  title: () => m.command_focus_filter(),
  menu: ['analyze', 1],
  toolbar: 35,
  keys: ['Mod+/'],
  icon: Funnel,
  enabled: isOpen,
  run: (w) => w.filter.focus++,
}
export const clearFilter: Command = {
  name: 'clear-filter',
  title: () => m.command_clear_filter(),
  menu: ['analyze', 2],
  keys: ['Mod+Shift+/', 'Mod+Shift+?'],
  enabled: (w) => w.filter.active,
  run: (w) => w.filter.clear(),
}
export const explainFilter: Command = {
  name: 'explain-filter',
  title: () => m.command_explain_filter(),
  menu: ['analyze', 3],
  keys: ['Mod+Alt+/'],
  enabled: isOpen,
  run: (w) => flowsOf(w).open('filter', true),
}
export const applyField: Command = {
  name: 'apply-field',
  title: () => m.command_apply_field(),
  menu: ['analyze', 4],
  keys: ['Mod+Enter'],
  enabled: hasField,
  run: (w) => w.filter.combine('selected', clause(w), true),
}
export const prepareField: Command = {
  name: 'prepare-field',
  title: () => m.command_prepare_field(),
  menu: ['analyze', 5],
  keys: ['Mod+Shift+Enter'],
  enabled: hasField,
  run: (w) => w.filter.combine('and', clause(w), false),
}
export const columnOfField: Command = {
  name: 'column-of-field',
  title: () => m.command_column_of_field(),
  menu: ['analyze', 6],
  keys: ['Mod+Shift+I'],
  enabled: (w) => Boolean(w.selection.field?.field),
  run: (w) => w.addColumn(w.selection.field!.field),
}
export const colouringRules: Command = {
  name: 'colouring-rules',
  title: () => m.command_colouring_rules(),
  menu: ['view', 41],
  run: (w) => w.dialogs.show('colours'),
}
const protocolOfField = (w: Workspace): string => w.selection.field?.field.split('.', 1)[0] ?? ''

export const decodeAs: Command = {
  name: 'decode-as',
  title: () => m.command_decode_as(),
  words: 'dissect port protocol rule force 다른 프로토콜로 해석 디코드 포트 규칙',
  menu: ['analyze', 8],
  keys: ['Mod+Shift+U'],
  run: (w) => w.dialogs.show('decode-as'),
}
export const protocolPreferences: Command = {
  name: 'protocol-preferences',
  title: () => m.command_protocol_preferences(),
  enabled: (w) => w.preferenceTable.some(({ protocol }) => protocol === protocolOfField(w)),
  run: (w) => w.dialogs.show('settings', protocolOfField(w)),
}
export const filterMacros: Command = {
  name: 'filter-macros',
  title: () => m.command_filter_macros(),
  menu: ['analyze', 7],
  run: (w) => w.dialogs.show('macros'),
}
