// Rows of a long table, fetched in blocks as they come into sight; asked for again when the capture grows or the order changes.
const blockSize = 200
const mostBlocks = 40
const growPause = 400

export interface TablePiece<T> {
  total: number
  rows: T[]
}
export type Ask<T> = (from: number, count: number) => Promise<TablePiece<T>>

export class TableStore<T> {
  total = $state(0)
  /** Rises with whatever arrives. */
  version = $state(0)
  /** The first answer is there. */
  ready = $state(false)

  // Not reactive on purpose: `version` says when to draw.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  private blocks = new Map<number, { rows: T[]; epoch: number }>()
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  private underWay = new Set<number>()
  private ask: Ask<T> | null = null
  private generation = 0
  private epoch = 0
  private first = 0
  private last = 0
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly failed: (error: unknown) => void) {}

  /** Other rows, or the same in another order: the old ones stay until the new ones are there. `keep` for the same table. */
  show(ask: Ask<T>, keep = false): void {
    this.ask = ask
    this.generation++
    this.epoch++
    this.underWay.clear()
    if (!keep) {
      this.ready = false
      this.total = 0
      this.blocks.clear()
      this.version++
    }
    this.fetchSeen()
  }

  grown(): void {
    if (this.timer !== undefined || !this.ask) return
    this.timer = setTimeout(() => {
      this.timer = undefined
      this.epoch++
      this.fetchSeen()
    }, growPause)
  }

  at(n: number): T | undefined {
    return this.blocks.get(Math.floor(n / blockSize))?.rows[n % blockSize]
  }

  look(first: number, last: number): void {
    this.first = first
    this.last = last
    this.fetchSeen()
  }

  private fetchSeen(): void {
    const most = Math.max(0, this.total - 1)
    const from = Math.floor(Math.min(this.first, most) / blockSize)
    const until = Math.floor(Math.min(Math.max(this.first, this.last), most) / blockSize)
    for (let block = from; block <= until; block++)
      if (this.blocks.get(block)?.epoch !== this.epoch && !this.underWay.has(block)) void this.fetch(block)
  }

  private async fetch(block: number): Promise<void> {
    const { ask, generation, epoch } = this
    if (!ask) return
    this.underWay.add(block)
    try {
      const { total, rows } = await ask(block * blockSize, blockSize)
      if (generation !== this.generation) return
      this.blocks.delete(block)
      this.blocks.set(block, { rows, epoch })
      for (const oldest of this.blocks.keys()) {
        if (this.blocks.size <= mostBlocks) break
        this.blocks.delete(oldest)
      }
      this.total = total
      this.ready = true
      this.version++
    } catch (error) {
      if (generation === this.generation) this.failed(error)
    } finally {
      if (generation === this.generation) this.underWay.delete(block)
    }
  }
}
