// Key combinations: what an event means, which keys a command has here, and how they are written.
import type { ShellInfo } from '../client/shapes'
import { m } from '../paraglide/messages.js'
import type { Command } from './command'

const isMac = navigator.platform.startsWith('Mac')

/** `Mod+Alt+Shift+Key` of a key press. Letters and digits come from the key's place where the layout gives no Latin ones. */
export function combinationOf(event: KeyboardEvent): string {
  const { key, code } = event
  let name = key.length === 1 ? key.toUpperCase() : key
  if (/^Digit\d$/.test(code) && (event.altKey || !/^[\d+=-]$/.test(key))) name = code.slice(5)
  else if (/^Key[A-Z]$/.test(code) && !/^[a-z]$/i.test(key)) name = code.slice(3)
  const mod = isMac ? event.metaKey : event.ctrlKey
  const shift = event.shiftKey && !/^[+=]$/.test(name)
  return `${mod ? 'Mod+' : ''}${event.altKey ? 'Alt+' : ''}${shift ? 'Shift+' : ''}${name}`
}

export const keysOf = (command: Command, info: ShellInfo | null): readonly string[] =>
  (info?.kind === 'browser' ? command.browserKeys : undefined) ?? command.keys ?? []

const written: Record<string, () => string> = {
  Mod: () => (isMac ? '⌘' : m.key_ctrl()),
  Alt: () => (isMac ? '⌥' : m.key_alt()),
  Shift: () => (isMac ? '⇧' : m.key_shift()),
  ArrowUp: () => '↑',
  ArrowDown: () => '↓',
  ArrowLeft: () => '←',
  ArrowRight: () => '→',
  Home: () => m.key_home(),
  End: () => m.key_end(),
  PageUp: () => m.key_page_up(),
  PageDown: () => m.key_page_down(),
  Enter: () => m.key_enter(),
  Escape: () => m.key_escape(),
  Space: () => m.key_space(),
  '-': () => '−',
}

/** A combination as it stands on the keyboard: Ctrl+Shift+↓ */
export function keyText(combination: string): string {
  const parts = combination.endsWith('++') ? [...combination.slice(0, -2).split('+'), '+'] : combination.split('+')
  return parts.map((part) => written[part]?.() ?? part).join(isMac ? '' : '+')
}

/** The keys of a command as one text, '' when it has none. */
export function shownKeys(command: Command, info: ShellInfo | null): string {
  const first = keysOf(command, info)[0]
  return first ? keyText(first) : ''
}
