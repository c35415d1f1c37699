// The table of panels that open beside the packet list. A new panel is a folder under panels/ and a line here.
import type { Component } from 'svelte'

export interface SidePanel {
  /** Stable, kebab-case; kept in Workspace.sidePanel while it is open. */
  name: string
  title(): string
  component: Component
}

export const sidePanels: readonly SidePanel[] = []
