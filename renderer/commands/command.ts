// What a command is. Every export of every file in this folder that is one is found by table.ts: menus, toolbar, keys and palette read it.
import type { Component } from 'svelte'
import type { Workspace } from '../state/workspace.svelte'

export type MenuName = 'file' | 'edit' | 'view' | 'go' | 'capture' | 'analyze' | 'statistics' | 'help'

export interface Command {
  /** Stable, kebab-case. */
  name: string
  title(): string
  /** Other words by which the palette finds it, in every language. */
  words?: string
  run(w: Workspace): unknown
  /** Menu and place in it; a line is drawn between the tens. */
  menu?: readonly [MenuName, number]
  /** Place in the toolbar, with a line between the tens. */
  toolbar?: number
  /** `Mod` is Ctrl, or ⌘ on a Mac. The first one is shown. */
  keys?: readonly string[]
  /** In the browser shell instead, where the browser keeps the usual ones (Ctrl+N, Ctrl+W) to itself. */
  browserKeys?: readonly string[]
  icon?: Component
  enabled?(w: Workspace): boolean
  /** For commands that are a state: whether it holds now. */
  checked?(w: Workspace): boolean
  /** Checked commands that exclude each other. */
  radio?: boolean
}
