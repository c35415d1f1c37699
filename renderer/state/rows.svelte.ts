/**
 * Rows of the packet list, fetched in blocks as they come into sight: the newest 400 blocks are kept, at most 4 requests are under way,
 * and a jump far away waits a moment so that dragging the scrollbar does not ask for everything on the way.
 */
import type { Client } from '../client/client'
import type { Row, Settings } from '../client/shapes'

export const blockSize = 256
/** Rows that come with the answer to a filter: a screenful. */
const firstRows = 64
const mostBlocks = 400
const mostRequests = 4
const jumpPause = 40

/** What the texts of rows depend on; `cells` are ids of columns. */
export type RowTexts = Pick<Settings, 'timeFormat' | 'timeDigits' | 'names'> & { cells?: readonly string[] }

/** A call for rows: which texts they have. */
export interface RowRequest {
  count: number
  time: RowTexts['timeFormat']
  names: boolean
  digits?: number
  columns?: string[]
}

/** The first rows of a new list, and the epoch of their request. */
export interface FirstRows {
  rows: Row[]
  epoch: number
}

interface Block {
  rows: Row[]
  /** Of which epoch its texts are; older ones are shown until the new ones are there. */
  epoch: number
}

export class RowStore {
  /** Rows of the list: packets that the display filter shows. */
  total = $state(0)
  /** Rises whenever rows have arrived or changed: the list draws again. */
  version = $state(0)

  // Not reactive on purpose: `version` says when to draw.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  private blocks = new Map<number, Block>()
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  private underWay = new Set<number>()
  private wanted: number[] = []
  private near = -1
  private timer: ReturnType<typeof setTimeout> | undefined
  private epoch = 0
  private generation = 0
  private texts: RowTexts = { timeFormat: 'relative', timeDigits: -1, names: true }

  constructor(
    private readonly client: Client,
    private readonly failed: (error: unknown) => void,
    /** Numbers of rows that arrived marked. */
    private readonly marked: (numbers: number[]) => void,
  ) {}

  /** Another capture, or other rows of it: nothing of the old ones is shown. `first`: rows that are there already. */
  clear(total = 0, first?: FirstRows): void {
    this.generation++
    this.blocks.clear()
    this.underWay.clear()
    this.wanted = []
    this.near = -1
    this.total = total
    if (first?.rows.length) this.keep(0, first.rows, first.epoch)
    this.version++
  }

  /** What to ask for along with other rows: the first ones, with the texts of now. Give the answer to `clear`. */
  first(): { request: RowRequest; epoch: number } {
    return { request: this.request(firstRows), epoch: this.epoch }
  }

  /** Asks for all texts anew; the old ones stay on the screen meanwhile. */
  refresh({ timeFormat, timeDigits, names, cells = this.texts.cells ?? [] }: RowTexts = this.texts): void {
    this.texts = { timeFormat, timeDigits, names, cells }
    this.epoch++
    this.version++
  }

  /** The row at a position (from 0), when it is there. */
  at(position: number): Row | undefined {
    return this.blocks.get(Math.floor(position / blockSize))?.rows[position % blockSize]
  }

  /** Says which rows are in sight: what is missing of them is fetched. */
  look(first: number, last: number): void {
    const from = Math.floor(first / blockSize)
    const until = Math.floor(Math.max(first, last) / blockSize)
    this.wanted = []
    for (let block = from; block <= until; block++) {
      const held = this.blocks.get(block)
      if (held) {
        // Used last: moves to the end of the map's order.
        this.blocks.delete(block)
        this.blocks.set(block, held)
      }
      if (!held || !this.isFresh(block, held)) this.wanted.push(block)
    }
    const far = this.near >= 0 && Math.abs(from - this.near) > 2
    this.near = from
    if (!this.wanted.length) return
    if (far || this.timer !== undefined) {
      clearTimeout(this.timer)
      this.timer = setTimeout(() => {
        this.timer = undefined
        this.pump()
      }, jumpPause)
    } else this.pump()
  }

  /** Fetches rows at once, for a list that follows a live capture. */
  fetchNow(first: number, last: number): void {
    for (let block = Math.floor(first / blockSize); block <= Math.floor(last / blockSize); block++) {
      const held = this.blocks.get(block)
      if ((held && this.isFresh(block, held)) || this.underWay.has(block) || this.underWay.size >= mostRequests)
        continue
      this.underWay.add(block)
      void this.fetch(block)
    }
  }

  /** Rows just marked or unmarked: shown at once, without asking. */
  setMarked(isMarked: (number: number) => boolean | undefined): void {
    for (const block of this.blocks.values()) {
      block.rows = block.rows.map((row) => {
        const marked = isMarked(row.number)
        return marked === undefined || marked === row.marked ? row : { ...row, marked }
      })
    }
    this.version++
  }

  private isFresh(block: number, { rows, epoch }: Block): boolean {
    return epoch === this.epoch && block * blockSize + rows.length >= Math.min(this.total, (block + 1) * blockSize)
  }

  private pump(): void {
    while (this.underWay.size < mostRequests) {
      const block = this.wanted.find((candidate) => !this.underWay.has(candidate))
      if (block === undefined) return
      this.wanted.splice(this.wanted.indexOf(block), 1)
      this.underWay.add(block)
      void this.fetch(block)
    }
  }

  private request(count: number): RowRequest {
    const { timeFormat: time, timeDigits, names, cells } = this.texts
    const digits = timeDigits < 0 ? {} : { digits: timeDigits }
    return { count, time, names, ...digits, ...(cells?.length ? { columns: [...cells] } : {}) }
  }

  private keep(block: number, rows: Row[], epoch: number): void {
    this.blocks.delete(block)
    this.blocks.set(block, { rows, epoch })
    this.marked(rows.filter((row) => row.marked).map((row) => row.number))
  }

  private async fetch(block: number): Promise<void> {
    const { generation, epoch } = this
    try {
      const { rows } = await this.client.calls.session.rows({ from: block * blockSize, ...this.request(blockSize) })
      if (generation !== this.generation) return
      this.keep(block, rows, epoch)
      for (const oldest of this.blocks.keys()) {
        if (this.blocks.size <= mostBlocks) break
        this.blocks.delete(oldest)
      }
    } catch (error) {
      if (generation === this.generation) this.failed(error)
      return
    } finally {
      if (generation === this.generation) this.underWay.delete(block)
    }
    this.version++
    this.pump()
  }
}
