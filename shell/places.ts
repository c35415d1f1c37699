/** Where Wirelens keeps things: settings in the user's configuration folder, captures that were not saved yet in the temporary one. */
import { lstatSync, mkdirSync, mkdtempSync } from 'node:fs'
import { homedir, tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

/** Where the settings are; nothing is made. `WIRELENS_HOME` puts everything elsewhere (tests). */
function settingsPlace(): string {
  const own = process.env['WIRELENS_HOME']
  return own
    ? join(own, 'settings')
    : process.platform === 'win32'
      ? join(process.env['APPDATA'] ?? join(homeFolder(), 'AppData', 'Roaming'), 'Wirelens')
      : join(process.env['XDG_CONFIG_HOME'] ?? join(homeFolder(), '.config'), 'wirelens')
}

/** The window's settings, for those who only read them. */
export const settingsPath = (): string => join(settingsPlace(), 'settings.json')

/** Folder of settings; made when missing. */
export function settingsFolder(): string {
  const folder = settingsPlace()
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return folder
}

/** The user's name, or their number where the system has no entry for them (containers). */
export function userName(): string {
  try {
    return userInfo().username
  } catch {
    return String(process.getuid?.() ?? 'user')
  }
}

/** The user's folder; the temporary one for a user without an entry and without HOME. */
export function homeFolder(): string {
  try {
    return homedir()
  } catch {
    return temporaryFolder()
  }
}

/** Folders made in place of those that somebody else had made first, by the path that was wanted. */
const instead = new Map<string, string>()

/** Whether only the user can look into this folder, and put anything there: theirs, mode 0700, no link. */
function isPrivate(folder: string): boolean {
  const about = lstatSync(folder, { throwIfNoEntry: false })
  if (!about?.isDirectory()) return false
  return process.getuid === undefined || (about.uid === process.getuid() && (about.mode & 0o077) === 0)
}

/** Folder of captures that have no name yet; only the user can look into it. One that others can reach is left alone: a new one is made. */
export function temporaryFolder(): string {
  const own = process.env['WIRELENS_HOME']
  if (own) mkdirSync(own, { recursive: true, mode: 0o700 })
  const folder = own ? join(own, 'captures') : join(tmpdir(), `wirelens-${userName().replace(/[^\w.-]/g, '_')}`)
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  if (isPrivate(folder)) return folder
  const other = instead.get(folder)
  if (other !== undefined && isPrivate(other)) return other
  const made = mkdtempSync(`${folder}-`)
  instead.set(folder, made)
  return made
}

/** The page of the releases, by the project's homepage. A homepage under .invalid (RFC 2606) is none: whoever publishes builds fills it in. */
export const releasesOf = (homepage: string): string | null =>
  new URL(homepage).hostname.endsWith('.invalid') ? null : `${homepage.replace(/\/$/, '')}/releases`
