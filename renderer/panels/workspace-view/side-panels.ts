// The table of panels that open beside the packet list. A new panel is a folder under panels/ and a line here.
import type { Component } from 'svelte'
import { m } from '../../paraglide/messages.js'
import Arp from '../arp/arp.svelte'
import Claims from '../claims/claims.svelte'
import Connections from '../connections/connections.svelte'
import FilterPanel from '../filter-panel/filter-panel.svelte'
import Expert from '../expert/expert.svelte'
import Flow from '../flow/flow.svelte'
import Follow from '../follow/follow.svelte'
import Lab from '../lab/lab.svelte'
import PacketAside from '../packet-aside/packet-aside.svelte'
import Header from '../header/header.svelte'
import type { Dock } from '../../state/docks.svelte'
import Graphs from '../graphs/graphs.svelte'
import Counters from '../statistics/counters.svelte'
import Endpoints from '../statistics/endpoints.svelte'
import Hierarchy from '../statistics/hierarchy.svelte'
import IoGraph from '../statistics/io-graph.svelte'
import Properties from '../statistics/properties.svelte'

export interface SidePanel {
  /** Stable, kebab-case; kept in Workspace.sidePanel while it is open. */
  name: string
  title(): string
  component: Component
  /** Where it starts: tables are wide and go below the list, what is tall goes beside it. */
  dock: Dock
  /** Share of the list beside or above it in percent, as designed. */
  start: number
}

export const sidePanels: readonly SidePanel[] = [
  { name: 'filter', title: () => m.filter_panel(), component: FilterPanel, dock: 'right', start: 66 },
  { name: 'flow', title: () => m.flow_title(), component: Flow, dock: 'right', start: 53 },
  { name: 'connections', title: () => m.connections_title(), component: Connections, dock: 'below', start: 52 },
  { name: 'arp', title: () => m.arp_title(), component: Arp, dock: 'below', start: 52 },
  { name: 'follow', title: () => m.follow_title(), component: Follow, dock: 'right', start: 58 },
  { name: 'expert', title: () => m.expert_title(), component: Expert, dock: 'below', start: 55 },
  { name: 'graphs', title: () => m.graphs_title(), component: Graphs, dock: 'right', start: 56 },
  { name: 'endpoints', title: () => m.endpoints_title(), component: Endpoints, dock: 'below', start: 52 },
  { name: 'hierarchy', title: () => m.hierarchy_title(), component: Hierarchy, dock: 'below', start: 48 },
  { name: 'io', title: () => m.io_title(), component: IoGraph, dock: 'below', start: 46 },
  { name: 'counters', title: () => m.counters_title(), component: Counters, dock: 'below', start: 52 },
  { name: 'properties', title: () => m.properties_title(), component: Properties, dock: 'right', start: 58 },
  { name: 'claims', title: () => m.claims_title(), component: Claims, dock: 'right', start: 55 },
  { name: 'lab', title: () => m.lab_title(), component: Lab, dock: 'right', start: 58 },
  { name: 'header', title: () => m.header_title(), component: Header, dock: 'right', start: 52 },
  { name: 'aside', title: () => m.aside_panel(), component: PacketAside, dock: 'right', start: 56 },
]
