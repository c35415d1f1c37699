// Commands about conversations: the panels beside the list.
import ArrowLeftRight from '@lucide/svelte/icons/arrow-left-right'
import { m } from '../paraglide/messages.js'
import { flowsOf } from '../state/flows.svelte'
import type { Workspace } from '../state/workspace.svelte'
import type { Command, MenuName } from './command'

const hasRows = (w: Workspace): boolean => w.packets > 0
const hasStream = (kind: 'tcp' | 'udp') => (w: Workspace) => flowsOf(w).conversation?.kind === kind

const panel = (
  name: string,
  title: () => string,
  menu: readonly [MenuName, number],
  more: Partial<Command>,
): Command => ({
  name: `panel-${name}`,
  title,
  menu,
  enabled: hasRows,
  checked: (w) => w.sidePanel === name,
  run: (w) => flowsOf(w).open(name, true),
  ...more,
})

export const flow = panel('flow', () => m.command_flow(), ['statistics', 20], {
  keys: ['Mod+Alt+F'],
  toolbar: 40,
  icon: ArrowLeftRight,
})
export const showFlow: Command = {
  name: 'show-flow',
  title: () => m.command_show_flow(),
  enabled: (w) => w.selection.current > 0,
  run(w) {
    flowsOf(w).wish = 'selected'
    flowsOf(w).open('flow')
  },
}
export const connections = panel('connections', () => m.command_connections(), ['statistics', 10], {
  keys: ['Mod+Alt+N'],
})
export const arp = panel('arp', () => m.command_arp(), ['statistics', 30], { keys: ['Mod+Alt+A'] })
export const graphs = panel('graphs', () => m.command_graphs(), ['statistics', 40], {
  keys: ['Mod+Alt+G'],
  enabled: hasStream('tcp'),
})
export const endpoints = panel('endpoints', () => m.command_endpoints(), ['statistics', 11], { keys: ['Mod+Alt+E'] })
export const hierarchy = panel('hierarchy', () => m.command_hierarchy(), ['statistics', 12], { keys: ['Mod+Alt+P'] })
export const io = panel('io', () => m.command_io(), ['statistics', 41], { keys: ['Mod+Alt+I'] })
export const counters = panel('counters', () => m.command_counters(), ['statistics', 42], {})
export const properties = panel('properties', () => m.command_properties(), ['statistics', 1], {
  keys: ['Mod+Alt+Shift+C'],
})
export const followTcp: Command = {
  name: 'follow-tcp',
  title: () => m.command_follow_tcp(),
  menu: ['analyze', 10],
  keys: ['Mod+Alt+Shift+T'],
  enabled: hasStream('tcp'),
  run: (w) => flowsOf(w).open('follow'),
}
export const followUdp: Command = {
  name: 'follow-udp',
  title: () => m.command_follow_udp(),
  menu: ['analyze', 11],
  keys: ['Mod+Alt+Shift+U'],
  enabled: hasStream('udp'),
  run: (w) => flowsOf(w).open('follow'),
}
export const expert = panel('expert', () => m.command_expert(), ['analyze', 20], { keys: ['Mod+Alt+X'] })
