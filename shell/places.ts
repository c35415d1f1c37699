/** Where Wirelens keeps things: settings in the user's configuration folder, captures that were not saved yet in the temporary one. */
import { mkdirSync } from 'node:fs'
import { homedir, tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

/** Folder of settings; made when missing. `WIRELENS_HOME` puts everything elsewhere (tests). */
export function settingsFolder(): string {
  const own = process.env['WIRELENS_HOME']
  const folder = own
    ? join(own, 'settings')
    : process.platform === 'win32'
      ? join(process.env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Wirelens')
      : join(process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'wirelens')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return folder
}

/** Folder of captures that have no name yet; only the user can look into it. */
export function temporaryFolder(): string {
  const own = process.env['WIRELENS_HOME']
  const folder = own ? join(own, 'captures') : join(tmpdir(), `wirelens-${userInfo().username}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return folder
}

/** The page of the releases, by the project's homepage. A homepage under .invalid (RFC 2606) is none: whoever publishes builds fills it in. */
export const releasesOf = (homepage: string): string | null =>
  new URL(homepage).hostname.endsWith('.invalid') ? null : `${homepage.replace(/\/$/, '')}/releases`
