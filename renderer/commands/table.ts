// The table of all commands, found by their folder, and the ways into it: by menu, by toolbar, by key, by name.
import { m } from '../paraglide/messages.js'
import type { Workspace } from '../state/workspace.svelte'
import type { Command, MenuName } from './command'
import { keysOf } from './keys'

const files = import.meta.glob<Record<string, unknown>>(['./*.ts', '!./table.ts', '!./keys.ts', '!./command.ts'], {
  eager: true,
})

const isCommand = (value: unknown): value is Command =>
  typeof value === 'object' && value !== null && 'name' in value && 'title' in value && 'run' in value

export const commands: readonly Command[] = Object.values(files).flatMap((file) =>
  Object.values(file).filter(isCommand),
)

export const commandNamed = (name: string): Command => {
  const found = commands.find((command) => command.name === name)
  if (!found) throw new Error(`no command ${name}`)
  return found
}

export const isEnabled = (command: Command, w: Workspace): boolean =>
  w.connection === 'open' && (command.enabled?.(w) ?? true)

/** Runs a command if it can be run now; what goes wrong becomes a notice. */
export function run(command: Command, w: Workspace): void {
  if (!isEnabled(command, w)) return
  void Promise.resolve()
    .then(() => command.run(w))
    .catch(w.notices.error)
}

/** Groups of commands in their order; a new ten begins a new group. */
function grouped(list: readonly Command[], place: (command: Command) => number): Command[][] {
  const groups = new Map<number, Command[]>()
  for (const command of [...list].sort((a, b) => place(a) - place(b))) {
    const ten = Math.floor(place(command) / 10)
    groups.set(ten, [...(groups.get(ten) ?? []), command])
  }
  return [...groups.values()]
}

const menuNames: readonly [MenuName, () => string][] = [
  ['file', () => m.menu_file()],
  ['edit', () => m.menu_edit()],
  ['view', () => m.menu_view()],
  ['go', () => m.menu_go()],
  ['capture', () => m.menu_capture()],
  ['analyze', () => m.menu_analyze()],
  ['statistics', () => m.menu_statistics()],
  ['help', () => m.menu_help()],
]

export const menus = menuNames.map(([name, title]) => ({
  name,
  title,
  groups: grouped(
    commands.filter((command) => command.menu?.[0] === name),
    (command) => command.menu![1],
  ),
}))

export const toolbarGroups = grouped(
  commands.filter((command) => command.toolbar !== undefined),
  (command) => command.toolbar!,
)

/** The command that a key press means in this shell. */
export const commandFor = (combination: string, w: Workspace): Command | undefined =>
  commands.find((command) => keysOf(command, w.info).includes(combination))
