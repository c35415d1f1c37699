/**
 * Scrolling of the packet list. Browsers draw no element taller than 33 M px, so the scrollbar belongs to a spacer of at most 8 M px and
 * the true position is an offset of our own: the wheel adds to it and writes the scaled place back to the scrollbar (whose echo is
 * ignored); dragging the scrollbar is scaled up to it. Rows live in slots (row % slots), one drawing per animation frame.
 */
import type { Row } from '../../client/shapes'

export const tallest = 8_000_000
/** Rows drawn above and below what is in sight. */
const spare = 4
/** Rows are placed relative to an anchor, so that their positions stay small numbers. */
const anchorStep = 1_000_000

export interface Slot {
  key: number
  /** Position in the list, from 0. */
  row: number
  y: number
  data: Row | undefined
  current: boolean
  picked: boolean
}

/** What the scroller asks of the list around it. */
export interface ListSource {
  total(): number
  at(row: number): Row | undefined
  /** Says which rows are in sight. */
  look(first: number, last: number): void
  /** Fetches rows without waiting. */
  fetchNow(first: number, last: number): void
  isCurrent(row: number): boolean
  isPicked(row: number): boolean
  /** The user has scrolled, and ended at the last row or not. */
  scrolled(atEnd: boolean): void
}

export class Scroller {
  slots = $state.raw<readonly Slot[]>([])
  /** Vertical shift of the layer that holds the rows. */
  shift = $state(0)
  left = $state(0)
  /** Height of the spacer that gives the scrollbar its range. */
  spacer = $state(0)

  private offset = 0
  private box: HTMLElement | null = null
  private echo = -1
  /** The scrollbar cannot be where it should before the spacer has its new height: where it is means nothing until the next drawing. */
  private held = false
  private frame = 0
  private headHeight = 0
  private rowHeight = 20
  private viewHeight = 0
  /** Count of rows whose last is waited for before the list follows to it; 0 for none. */
  private target = 0

  constructor(private readonly source: ListSource) {}

  attach(box: HTMLElement): () => void {
    this.box = box
    const wheel = (event: WheelEvent): void => this.wheel(event)
    const scroll = (): void => this.scroll()
    const watch = new ResizeObserver(() => this.measure())
    box.addEventListener('wheel', wheel, { passive: false })
    box.addEventListener('scroll', scroll, { passive: true })
    watch.observe(box)
    return () => {
      box.removeEventListener('wheel', wheel)
      box.removeEventListener('scroll', scroll)
      watch.disconnect()
      cancelAnimationFrame(this.frame)
      this.frame = 0
      this.box = null
    }
  }

  /** Heights in px of one row and of the header, after a change of the text size. */
  setHeights(rowHeight: number, headHeight: number): void {
    const top = this.offset / this.rowHeight
    this.rowHeight = rowHeight
    this.headHeight = headHeight
    this.offset = top * rowHeight
    this.measure()
  }

  /** Draws at the next animation frame; `toEnd` follows the newest row, as soon as its texts are there: no flicker of empty rows. */
  update(toEnd = false): void {
    this.resize()
    if (toEnd) this.follow()
    else this.target = 0
    this.offset = Math.min(this.offset, this.mostOffset)
    this.moveBar()
    this.schedule()
  }

  /** Brings a row into sight: by the shortest way when it is near, to the middle when it is far. */
  reveal(row: number): void {
    const top = row * this.rowHeight
    const bottom = top + this.rowHeight
    const height = this.viewHeight
    if (top >= this.offset && bottom <= this.offset + height) return this.schedule()
    const far = top < this.offset - height || bottom > this.offset + 2 * height
    const wanted = far ? top - (height - this.rowHeight) / 2 : top < this.offset ? top : bottom - height
    this.moveTo(wanted)
  }

  get pageRows(): number {
    return Math.max(1, Math.floor(this.viewHeight / this.rowHeight) - 1)
  }

  /** The row under a point of the window, or -1. */
  rowAt(clientY: number): number {
    const y = clientY - (this.box?.getBoundingClientRect().top ?? 0) - this.headHeight
    const row = Math.floor((this.offset + y) / this.rowHeight)
    return y >= 0 && row < this.source.total() ? row : -1
  }

  private follow(): void {
    this.target ||= this.source.total()
    const first = Math.max(0, this.target - Math.ceil(this.viewHeight / this.rowHeight) - 1)
    if (this.target && this.source.at(this.target - 1) && this.source.at(first)) {
      this.offset = Math.max(0, this.target * this.rowHeight - this.viewHeight)
      this.target = this.source.total()
    }
    if (this.target)
      this.source.fetchNow(Math.max(0, this.target - Math.ceil(this.viewHeight / this.rowHeight) - 1), this.target - 1)
  }

  private get mostOffset(): number {
    return Math.max(0, this.source.total() * this.rowHeight - this.viewHeight)
  }
  private get mostScroll(): number {
    return Math.max(0, this.spacer - this.viewHeight - this.headHeight)
  }

  private wheel(event: WheelEvent): void {
    if (event.ctrlKey || !this.box) return
    event.preventDefault()
    const unit = event.deltaMode === 1 ? this.rowHeight : event.deltaMode === 2 ? this.viewHeight : 1
    const sideways = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX
    if (sideways) this.box.scrollLeft += sideways * unit
    if (event.shiftKey || !event.deltaY) return
    this.moveTo(this.offset + event.deltaY * unit)
    this.source.scrolled(this.offset >= this.mostOffset)
  }

  private scroll(): void {
    const { scrollTop, scrollLeft } = this.box!
    this.left = scrollLeft
    if (this.held || Math.abs(scrollTop - this.echo) < 1.5) return
    this.echo = -1
    const { mostScroll, mostOffset } = this
    this.offset = mostScroll ? Math.round((scrollTop / mostScroll) * mostOffset) : 0
    this.source.scrolled(this.offset >= mostOffset)
    this.schedule()
  }

  private moveTo(offset: number): void {
    this.offset = Math.round(Math.min(this.mostOffset, Math.max(0, offset)))
    this.moveBar()
    this.schedule()
  }

  private moveBar(): void {
    if (!this.box) return
    const { mostScroll, mostOffset } = this
    const place = mostOffset ? Math.round((this.offset / mostOffset) * mostScroll) : 0
    if (place === this.echo) return
    this.echo = place
    this.box.scrollTop = place
    this.held ||= Math.abs(this.box.scrollTop - place) >= 1.5
  }

  private measure(): void {
    if (!this.box) return
    this.viewHeight = Math.max(0, this.box.clientHeight - this.headHeight)
    this.update()
  }

  private resize(): void {
    this.spacer = Math.min(tallest, this.source.total() * this.rowHeight + this.headHeight)
  }

  private schedule(): void {
    if (this.frame) return
    this.frame = requestAnimationFrame(() => {
      this.frame = 0
      this.draw()
    })
  }

  private draw(): void {
    const total = this.source.total()
    const { rowHeight, viewHeight, offset } = this
    // The spacer has its new height only now: the scrollbar may have been held back before.
    if (this.box && Math.abs(this.box.scrollTop - this.echo) >= 1.5 && this.echo >= 0) this.box.scrollTop = this.echo
    this.held = false
    const inSight = Math.ceil(viewHeight / rowHeight) + 1
    const count = inSight + 2 * spare
    const first = Math.floor(offset / rowHeight)
    const from = Math.max(0, Math.min(first - spare, total - count))
    this.source.look(Math.max(0, first), Math.min(Math.max(0, total - 1), first + inSight))
    const anchor = Math.floor(offset / anchorStep) * anchorStep
    const before = this.slots
    const slots: Slot[] = []
    for (let row = from; row < Math.min(total, from + count); row++) {
      const key = row % count
      const y = row * rowHeight - anchor
      const data = this.source.at(row)
      const current = this.source.isCurrent(row)
      const picked = this.source.isPicked(row)
      const old = before[key]
      slots[key] =
        old && old.row === row && old.y === y && old.data === data && old.current === current && old.picked === picked
          ? old
          : { key, row, y, data, current, picked }
    }
    this.slots = slots.filter(() => true)
    this.shift = anchor - offset
  }
}
