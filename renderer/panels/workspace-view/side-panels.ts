// The table of panels that open beside the packet list. A new panel is a folder under panels/ and a line here.
import type { Component } from 'svelte'
import { m } from '../../paraglide/messages.js'
import Arp from '../arp/arp.svelte'
import Connections from '../connections/connections.svelte'
import FilterPanel from '../filter-panel/filter-panel.svelte'
import Expert from '../expert/expert.svelte'
import Flow from '../flow/flow.svelte'
import Follow from '../follow/follow.svelte'
import Graphs from '../graphs/graphs.svelte'

export interface SidePanel {
  /** Stable, kebab-case; kept in Workspace.sidePanel while it is open. */
  name: string
  title(): string
  component: Component
}

export const sidePanels: readonly SidePanel[] = [
  { name: 'filter', title: () => m.filter_panel(), component: FilterPanel },
  { name: 'flow', title: () => m.flow_title(), component: Flow },
  { name: 'connections', title: () => m.connections_title(), component: Connections },
  { name: 'arp', title: () => m.arp_title(), component: Arp },
  { name: 'follow', title: () => m.follow_title(), component: Follow },
  { name: 'expert', title: () => m.expert_title(), component: Expert },
  { name: 'graphs', title: () => m.graphs_title(), component: Graphs },
]
