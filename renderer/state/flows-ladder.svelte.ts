/**
 * Arrows of the ladder on the screen, fetched in blocks as they come into sight. Another ladder takes the place of the old one as soon as
 * its first block is there; of a growing one, what is in sight is asked for again.
 */
import type { Client } from '../client/client'
import { askLadder, type Arrow, type LadderHead, type LadderScope } from '../panels/flow/contract'

const blockSize = 64
const mostBlocks = 256
/** Milliseconds that a drawing stays on the screen while another one is under way: less would flicker, more would show the wrong one. */
const stays = 150
/** Least milliseconds between two looks at a growing ladder. */
const growPause = 200

interface Block {
  arrows: Arrow[]
  epoch: number
}

const keyOf = (scope: LadderScope): string => `${scope.kind} ${scope.stream ?? ''} ${scope.shown ?? ''}`

export class LadderStore {
  head = $state.raw<LadderHead | null>(null)
  /** Another ladder has been asked for and takes its time: what was drawn before is gone. */
  waiting = $state(false)
  /** Rises with whatever arrives. */
  version = $state(0)
  /** Rises when another ladder has taken the place of the old one. */
  shown = $state(0)

  // Not reactive on purpose: `version` says when to draw.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  private blocks = new Map<number, Block>()
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  private underWay = new Set<number>()
  private epoch = 0
  private generation = 0
  private key = ''
  private scope: LadderScope = { kind: 'any' }
  private first = 0
  private last = 0
  private timer: ReturnType<typeof setTimeout> | undefined
  private patience: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly client: Client,
    private readonly failed: (error: unknown) => void,
  ) {}

  show(scope: LadderScope): void {
    const key = keyOf(scope)
    if (key === this.key) return
    this.key = key
    this.scope = scope
    this.generation++
    this.underWay.clear()
    clearTimeout(this.patience)
    this.patience = setTimeout(() => this.wait(), this.head ? stays : 0)
    void this.fetch(0, true)
  }

  /** Nothing is kept: another capture. */
  clear(): void {
    this.generation++
    this.key = ''
    this.underWay.clear()
    clearTimeout(this.patience)
    this.forget()
    this.waiting = false
  }

  /** The capture has grown, or been read further: looks again, a moment later. */
  grown(): void {
    if (this.timer !== undefined || !this.key) return
    this.timer = setTimeout(() => {
      this.timer = undefined
      this.epoch++
      this.fetchSeen()
    }, growPause)
  }

  at(n: number): Arrow | undefined {
    return this.blocks.get(Math.floor(n / blockSize))?.arrows[n % blockSize]
  }

  /** Says which arrows are in sight. */
  look(first: number, last: number): void {
    this.first = first
    this.last = last
    this.fetchSeen()
  }

  /** Position of a packet's arrow; −1 when it has none. Frames rise along a ladder, so it is searched by halves. */
  async find(frame: number): Promise<number> {
    const { generation } = this
    let low = 0
    let high = Math.ceil((this.head?.total ?? 0) / blockSize) - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      if (!this.blocks.has(middle)) await this.fetch(middle)
      const arrows = this.blocks.get(middle)?.arrows
      if (!arrows?.length || generation !== this.generation) return -1
      if (frame < arrows[0]!.frame) high = middle - 1
      else if (frame > arrows.at(-1)!.frame) low = middle + 1
      else {
        const n = arrows.findIndex((arrow) => arrow.frame === frame)
        return n < 0 ? -1 : middle * blockSize + n
      }
    }
    return -1
  }

  private wait(): void {
    this.forget()
    this.waiting = true
  }
  private forget(): void {
    this.head = null
    this.blocks.clear()
    this.version++
  }

  private fetchSeen(): void {
    const most = Math.max(0, (this.head?.total ?? 1) - 1)
    const from = Math.floor(Math.min(this.first, most) / blockSize)
    const until = Math.floor(Math.min(Math.max(this.last, this.first), most) / blockSize)
    for (let block = from; block <= until; block++) {
      const held = this.blocks.get(block)
      if (held?.epoch !== this.epoch && !this.underWay.has(block)) void this.fetch(block)
    }
  }

  private async fetch(block: number, replaces = false): Promise<void> {
    const { generation, epoch } = this
    this.underWay.add(block)
    try {
      const piece = { from: block * blockSize, count: blockSize }
      const { arrows, ...head } = await askLadder(this.client, this.scope, piece)
      if (generation !== this.generation) return
      if (replaces) {
        clearTimeout(this.patience)
        this.blocks.clear()
        this.waiting = false
      }
      this.blocks.delete(block)
      this.blocks.set(block, { arrows, epoch })
      for (const oldest of this.blocks.keys()) {
        if (this.blocks.size <= mostBlocks) break
        this.blocks.delete(oldest)
      }
      // What has not changed is not drawn again.
      if (JSON.stringify(head) !== JSON.stringify(this.head)) this.head = head
      this.version++
      if (replaces) this.shown++
    } catch (error) {
      if (generation !== this.generation) return
      if (replaces) this.clear()
      this.failed(error)
    } finally {
      if (generation === this.generation) this.underWay.delete(block)
    }
  }
}
