/** Files that come from outside the page: the command line, a second start, an association, the recent list, a drop. */
import { app } from 'electron'
import type { BrowserWindow } from 'electron'
import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { errorText } from '../engine/api/call'
import type { Host } from '../shell/host'
import type { Dialogs } from './dialogs'
import { mayDrop } from './unsaved'

/**
 * The capture named in a command line: the last argument that is no option.
 * @param packaged in development the second argument is the app's own folder
 */
export function fileOf(argv: readonly string[], packaged: boolean): string | undefined {
  const own = argv.slice(packaged ? 1 : 2)
  const end = own.indexOf('--')
  const files = end < 0 ? own.filter((word) => !word.startsWith('-')) : own.slice(end + 1)
  return files.at(-1)
}

export class OpenFiles {
  constructor(
    private readonly host: Host,
    private readonly dialogs: Dialogs,
    private readonly window: () => BrowserWindow | null,
  ) {}

  /** The page opens it as soon as it is there. */
  atStart(path: string): void {
    const full = resolve(path)
    this.dialogs.allow(full)
    this.host.openAtStart = full
  }

  /** Opens it now, after asking about what is open. What goes wrong is told to the page. */
  async now(path: string, folder = process.cwd()): Promise<void> {
    const window = this.window()
    const full = resolve(folder, path)
    if (!window) return this.atStart(full)
    try {
      if (!statSync(full).isFile()) throw new Error(`${full} is no file.`)
    } catch (error) {
      const message = `${full} cannot be opened: ${(error as NodeJS.ErrnoException).code ?? 'it is no file'}.`
      return this.host.tell('failed', { code: 'no-file', message, hint: 'Look whether it is still there.' })
    }
    if (!(await mayDrop(this.host, window))) return
    this.dialogs.allow(full)
    try {
      this.host.tell('status', await this.host.openFile(full))
      app.addRecentDocument(full)
    } catch (error) {
      this.host.tell('failed', errorText(error))
    }
  }
}
