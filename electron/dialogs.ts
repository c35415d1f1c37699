/** Native file dialogs, and the set of paths that the user picked in them: no other path may be asked for by a page. */
import { resolve } from 'node:path'
import { dialog } from 'electron'
import type { BrowserWindow } from 'electron'

const captures = [{ name: 'Captures', extensions: ['pcapng', 'pcap', 'cap', 'gz'] }]

export class Dialogs {
  private readonly picked = new Set<string>()

  constructor(private readonly window: () => BrowserWindow | null) {}

  /** A path from the command line, the list of recent files, or a file association: the user's own word. */
  allow(path: string): void {
    this.picked.add(resolve(path))
  }
  mayUse(path: string): boolean {
    return this.picked.has(resolve(path))
  }

  async pickOpen(): Promise<string | null> {
    const options = {
      properties: ['openFile' as const],
      filters: [...captures, { name: 'All files', extensions: ['*'] }],
    }
    const window = this.window()
    const { canceled, filePaths } = await (window
      ? dialog.showOpenDialog(window, options)
      : dialog.showOpenDialog(options))
    return canceled || !filePaths[0] ? null : this.take(filePaths[0])
  }
  async pickSave(name: string): Promise<string | null> {
    const options = { defaultPath: name, filters: captures }
    const window = this.window()
    const { canceled, filePath } = await (window
      ? dialog.showSaveDialog(window, options)
      : dialog.showSaveDialog(options))
    return canceled || !filePath ? null : this.take(filePath)
  }

  private take(path: string): string {
    this.allow(path)
    return path
  }
}
