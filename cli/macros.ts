/** Macros of display filters on the command line: those of the window's settings, and those of Wireshark's file `dmacros`. */
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { macrosOf, soundMacros } from '../engine/api/macros'
import type { MacroText } from '../engine/api/macros'
import type { Macros } from '../engine/filter'
import { limits } from '../engine/limits'
import { homeFolder, settingsPath } from '../shell/places'

/** All that are there; of two with one name the window's counts. A file that cannot be read has none. Read only when a filter has a `$`. */
export function macrosFor(filter: string): Macros {
  if (!filter.includes('$')) return {}
  const own = soundMacros(windowMacros())
  const names = new Set(own.map(({ name }) => name))
  return macrosOf([...own, ...soundMacros(parseDmacros(textOf(dmacrosPath()))).filter(({ name }) => !names.has(name))])
}

function windowMacros(): unknown[] {
  try {
    const { value } = JSON.parse(textOf(settingsPath())) as { value?: { macros?: unknown } }
    return Array.isArray(value?.macros) ? value.macros : []
  } catch {
    return []
  }
}

function dmacrosPath(): string {
  const { WIRESHARK_CONFIG_DIR: given, APPDATA: roaming, XDG_CONFIG_HOME: config } = process.env
  const folder =
    given ??
    (process.platform === 'win32'
      ? join(roaming ?? join(homeFolder(), 'AppData', 'Roaming'), 'Wireshark')
      : join(config ?? join(homeFolder(), '.config'), 'wireshark'))
  return join(folder, 'dmacros')
}

function textOf(path: string): string {
  try {
    const about = statSync(path)
    return about.isFile() && about.size <= limits.settingsBytes ? readFileSync(path, 'utf8') : ''
  } catch {
    return ''
  }
}

/** Lines `"name" text` (4.4 and later) or `"name","text"` (before, with \x22 for a quote); `#` begins a comment. */
export function parseDmacros(text: string): MacroText[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const table = /^\s*"(\w+)","(.*)"\s*$/.exec(line)
    if (table) return [{ name: table[1]!, text: table[2]!.replace(/\\x([0-9a-fA-F]{2})/g, unescaped) }]
    const plain = /^\s*"(\w+)"\s+(\S.*?)\s*$/.exec(line)
    return plain ? [{ name: plain[1]!, text: plain[2]! }] : []
  })
}

const unescaped = (_all: string, hex: string): string => String.fromCharCode(parseInt(hex, 16))
