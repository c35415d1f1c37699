/** Native file dialogs, and the set of paths that the user picked in them: no other path may be asked for by a page. */
import { resolve } from 'node:path'
import { dialog } from 'electron'
import type { BrowserWindow } from 'electron'
import { words } from './words'

/** Documents that a report can be saved as, by their ending. */
const documents: Readonly<Record<string, string>> = { html: 'HTML', md: 'Markdown', docx: 'Word', pdf: 'PDF' }

const captures = () => [{ name: words().captures, extensions: ['pcapng', 'pcap', 'cap', 'snoop', 'gz', 'zst', 'lz4'] }]

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
      filters: [...captures(), { name: words().allFiles, extensions: ['*'] }],
    }
    const window = this.window()
    const { canceled, filePaths } = await (window
      ? dialog.showOpenDialog(window, options)
      : dialog.showOpenDialog(options))
    return canceled || !filePaths[0] ? null : this.take(filePaths[0])
  }
  async pickSave(name: string): Promise<string | null> {
    const ending = name.split('.').at(-1) ?? ''
    const kind = Object.hasOwn(documents, ending) ? documents[ending] : undefined
    const options = { defaultPath: name, filters: kind ? [{ name: kind, extensions: [ending] }] : captures() }
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
