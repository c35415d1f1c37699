// Which packet, field and bytes are looked at, and which packets are picked for marking.
import { SvelteSet } from 'svelte/reactivity'
import type { Client } from '../client/client'
import type { PacketDetails, TreeNode } from '../client/shapes'
import { contains, countOf, type Range, toggle } from './ranges'
import { findByPath, innermost, pathOf } from './tree'

/** The most packets that one mark command takes: each call carries a thousand. */
export const mostMarked = 100_000
const markPiece = 1000
/** Least milliseconds between two requests for details, while a key is held down. */
const detailsPause = 80

export class Selection {
  /** Number of the selected packet, 0 for none. */
  current = $state(0)
  /** Picked besides: empty when only the current packet is selected. */
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

  private anchor = 0
  private path: string[] = []
  private asked = 0
  private busy = false

  constructor(
    private readonly client: Client,
    private readonly failed: (error: unknown) => void,
  ) {}

  clear(): void {
    this.current = this.anchor = this.asked = this.source = 0
    this.picked = []
    this.details = this.field = this.hovered = null
    this.path = []
    this.marks.clear()
  }

  isPicked = (n: number): boolean => contains(this.picked, n)

  /** Selects a packet; `extend` picks everything from where the selection began, `add` picks one more. */
  select(number: number, { extend = false, add = false } = {}): void {
    if (extend && this.anchor) {
      this.picked = [[Math.min(this.anchor, number), Math.max(this.anchor, number)]]
    } else {
      if (add) this.picked = toggle(this.picked.length ? this.picked : [[this.current, this.current]], number)
      else this.picked = []
      this.anchor = number
    }
    this.current = number
    this.reveal++
    void this.fetch()
  }

  pickAll(total: number): void {
    if (!total) return
    this.picked = [[1, total]]
    if (!this.current) this.select(1, { add: true })
  }

  selectField(node: TreeNode | null, { show = false } = {}): void {
    this.field = node
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
    const ranges: readonly Range[] = this.picked.length
      ? this.picked
      : this.current
        ? [[this.current, this.current]]
        : []
    const on = !this.marks.has(this.current)
    await this.mark(ranges, on)
    return { on, ranges }
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

  /** The nearest known marked packet in a direction, or 0. */
  nextMark(backwards: boolean): number {
    let best = 0
    for (const n of this.marks) {
      if (backwards ? n < this.current && n > best : n > this.current && (!best || n < best)) best = n
    }
    return best
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
      }
    } catch (error) {
      this.failed(error)
    } finally {
      this.busy = false
    }
  }
}
