// The folder that a file dialog of the browser shell shows, and the way through folders.
import { CallError, type Client } from '../../client/client'
import type { FolderEntry, FolderList } from '../../client/shapes'

const captures = /\.(pcap|pcapng|cap|ntar|dmp|snoop)(\.(gz|zst|lz4))?$|\.pcap\d+$/i

export class Folder {
  list = $state.raw<FolderList | null>(null)
  problem = $state('')
  loading = $state(false)
  onlyCaptures = $state(true)
  /** Name of the entry that is chosen, '' for none. */
  chosen = $state('')

  readonly entries: readonly FolderEntry[] = $derived.by(() =>
    [...(this.list?.entries ?? [])]
      .filter(({ folder, name }) => folder || !this.onlyCaptures || captures.test(name))
      .sort(
        (a, b) => Number(b.folder) - Number(a.folder) || a.name.localeCompare(b.name, undefined, { numeric: true }),
      ),
  )

  /** Files that are there and not shown, because they do not look like captures. */
  readonly hides = $derived.by(() => (this.list?.entries.length ?? 0) - this.entries.length)

  constructor(private readonly client: Client) {}

  /** Shows a folder; of a file's path, the folder around it. The file's name then, '' otherwise. */
  async go(path?: string): Promise<string> {
    this.loading = true
    this.problem = ''
    try {
      this.list = await this.client.calls.files.list(path === undefined ? {} : { path })
      const { file = '' } = this.list
      if (file && !captures.test(file)) this.onlyCaptures = false
      this.chosen = file
      return file
    } catch (error) {
      this.problem = error instanceof CallError ? [error.message, error.hint].filter(Boolean).join(' ') : String(error)
      return ''
    } finally {
      this.loading = false
    }
  }

  /** The whole path of a name in this folder. */
  pathOf(name: string): string {
    if (/^([/\\]|[A-Za-z]:[/\\])/.test(name)) return name
    const path = this.list?.path ?? ''
    const between = path.includes('\\') && !path.includes('/') ? '\\' : '/'
    return path.endsWith(between) ? path + name : path + between + name
  }
}
