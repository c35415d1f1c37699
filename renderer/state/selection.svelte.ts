// Which packet, field and bytes are looked at, and which packets are picked for marking.
import { SvelteSet } from 'svelte/reactivity'
import type { Client } from '../client/client'
import type { PacketDetails, TreeNode } from '../client/shapes'
import { contains, countOf, type Range, toggle } from './ranges'
import { findByPath, innermost, pathOf } from './tree'

const markPiece = 1000
/** Least milliseconds between two requests for details, while a key is held down. */
const detailsPause = 80

export class Selection {
  /** Number of the selected packet, 0 for none. */
  current = $state(0)
  /** Its row in the list (from 0), −1 when the display filter hides it. */
  row = $state(-1)
  /** Rows picked besides: empty when only the current packet is selected. */
  picked = $state.raw<readonly Range[]>([])
  details = $state.raw<PacketDetails | null>(null)
  /** The field selected in the tree. */
  field = $state.raw<TreeNode | null>(null)
  /** The field under the pointer, in the tree or in the bytes. */
  hovered = $state.raw<TreeNode | null>(null)
  /** Data source shown by the bytes pane. */
  source = $state(0)
  /** Rises when the list should bring the current packet into sight. */
  reveal = $state(0)
  /** Rises when the tree should open and show the selected field. */
  revealField = $state(0)

  /** Names of the expanded fields, remembered from packet to packet. */
  readonly expanded = new SvelteSet<string>()
  /** Numbers known to be marked: of rows seen and of marks made here. */
  // Not reactive on purpose: rows carry their marks.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly marks = new Set<number>()
  readonly pickedCount = $derived(this.picked.length ? countOf(this.picked) : this.current ? 1 : 0)

  private anchor = -1
  private path: string[] = []
  private asked = 0
  private busy = false

  constructor(
    private readonly client: Client,
    private readonly failed: (error: unknown) => void,
  ) {}

  clear(): void {
    this.current = this.asked = this.source = 0
    this.row = this.anchor = -1
    this.picked = []
    this.details = this.field = this.hovered = null
    this.path = []
    this.marks.clear()
  }

  isPicked = (row: number): boolean => contains(this.picked, row)

  /** Selects a packet and its row; `extend` picks everything from where the selection began, `add` picks one more. */
  select(number: number, row: number, { extend = false, add = false } = {}): void {
    if (extend && this.anchor >= 0) {
      this.picked = [[Math.min(this.anchor, row), Math.max(this.anchor, row)]]
    } else {
      if (!add) this.picked = []
      else if (this.picked.length || this.row < 0) this.picked = toggle(this.picked, row)
      else this.picked = toggle([[this.row, this.row]], row)
      this.anchor = row
    }
    this.current = number
    this.row = row
    this.reveal++
    void this.fetch()
  }

  pickAll(total: number): void {
    if (!total) return
    this.picked = [[0, total - 1]]
  }

  /** Other rows are in the list: nothing is picked, and the current packet is in this row. */
  moved(row: number): void {
    this.picked = []
    this.row = this.anchor = row
    this.reveal++
  }

  selectField(node: TreeNode | null, { show = false } = {}): void {
    this.field = node
    // What was pointed at before is of no interest any more.
    this.hovered = null
    if (!node) return
    this.path = pathOf(this.details?.tree ?? [], node)
    if (node.length) this.source = node.source
    if (show) this.revealField++
  }

  selectByte(source: number, at: number): void {
    const found = innermost(this.details?.tree ?? [], source, at)
    if (found) this.selectField(found, { show: true })
  }

  /** Asks for the details again, after a comment or a decoder's restart. */
  refresh(): void {
    this.asked = 0
    void this.fetch()
  }

  /** Marks what is picked, or unmarks it when the current packet is marked. Returns how it is now. */
  async toggleMarks(): Promise<{ on: boolean; ranges: readonly Range[] }> {
    const ranges = await this.pickedNumbers()
    const on = !this.marks.has(this.current)
    await this.mark(ranges, on)
    return { on, ranges }
  }

  /** Numbers of the packets picked, as ranges. */
  async pickedNumbers(): Promise<readonly Range[]> {
    if (!this.picked.length) return this.current ? [[this.current, this.current]] : []
    const ranges = await this.client.calls.session.numbers({ rows: this.picked.map(([a, b]) => [a, b]) })
    return ranges.map(([a = 0, b = a]) => [a, b])
  }

  async mark(ranges: readonly Range[], on: boolean): Promise<void> {
    let piece: number[] = []
    const send = async (): Promise<void> => {
      await this.client.calls.session.mark({ numbers: piece, on })
      for (const n of piece)
        if (on) this.marks.add(n)
        else this.marks.delete(n)
      piece = []
    }
    for (const [first, last] of ranges) {
      for (let n = first; n <= last; n++) {
        piece.push(n)
        if (piece.length === markPiece) await send()
      }
    }
    if (piece.length) await send()
  }

  /** Takes every mark away, also of packets that were never on the screen. */
  async unmarkAll(): Promise<void> {
    for (;;) {
      const numbers = await this.client.calls.session.marks({ from: 0 })
      if (!numbers.length) break
      await this.client.calls.session.mark({ numbers, on: false })
    }
    this.marks.clear()
  }

  /** The nearest marked packet that is shown, in a direction; 0 when there is none. */
  nextMark(backwards: boolean): Promise<number> {
    return this.client.calls.session.nextMark({ from: this.current, backwards })
  }

  /** Puts beneath generated values what they were derived from. That may take longer than the tree itself: long streams are read first. */
  private async explain(details: PacketDetails): Promise<void> {
    if (!details.tree.some(({ field }) => field === 'tcp')) return
    try {
      const { tree } = await this.client.calls.session.packet({ number: details.number, evidence: true })
      if (this.details !== details) return
      const pointed = this.hovered && pathOf(details.tree, this.hovered)
      this.details = { ...details, tree }
      this.hovered = pointed ? findByPath(tree, pointed) : null
      this.field = findByPath(tree, this.path)
    } catch {
      // The tree stands without it: the capture was closed, or another question took its place.
    }
  }

  /** One request at a time; while it runs, only the newest wish is kept. The old packet stays until the new one is there. */
  private async fetch(): Promise<void> {
    if (this.busy) return
    this.busy = true
    try {
      while (this.current && this.asked !== this.current) {
        const number = (this.asked = this.current)
        const details = await this.client.calls.session.packet({ number })
        const pause = new Promise((resolve) => setTimeout(resolve, detailsPause))
        if (this.current !== number) {
          await pause
          continue
        }
        this.details = details
        this.hovered = null
        this.field = findByPath(details.tree, this.path)
        this.source = this.field?.length ? this.field.source : Math.min(this.source, details.sources.length - 1)
        await pause
        if (this.current === number) void this.explain(details)
      }
    } catch (error) {
      this.failed(error)
    } finally {
      this.busy = false
    }
  }
}
