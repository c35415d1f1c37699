// Commands that explain: the strip below the details, and the drawing of headers.
import { m } from '../paraglide/messages.js'
import { explainOf } from '../state/explain.svelte'
import { flowsOf } from '../state/flows.svelte'
import type { Command } from './command'

export const explain: Command = {
  name: 'explain',
  title: () => m.command_explain(),
  menu: ['view', 24],
  keys: ['F9'],
  checked: (w) => explainOf(w).shown,
  run: (w) => explainOf(w).toggle(),
}
export const header: Command = {
  name: 'panel-header',
  title: () => m.command_header(),
  menu: ['view', 25],
  keys: ['Mod+Alt+H'],
  enabled: (w) => w.packets > 0,
  checked: (w) => w.sidePanel === 'header',
  run: (w) => flowsOf(w).open('header', true),
}
export const claims: Command = {
  name: 'panel-claims',
  title: () => m.command_claims(),
  menu: ['analyze', 30],
  keys: ['Mod+Alt+K'],
  enabled: (w) => w.packets > 0,
  checked: (w) => w.sidePanel === 'claims',
  run: (w) => flowsOf(w).open('claims', true),
}
export const lab: Command = {
  name: 'panel-lab',
  title: () => m.command_lab(),
  menu: ['analyze', 31],
  keys: ['Mod+Alt+L'],
  enabled: (w) => w.packets > 0,
  checked: (w) => w.sidePanel === 'lab',
  run: (w) => flowsOf(w).open('lab', true),
}
