/**
 * Scrolling of a pane that may be taller than a browser draws (33 M px): the scrollbar belongs to a spacer of at most 8 M px, and where that
 * is less than the content, the wheel moves by true pixels and the scrollbar by shares.
 */
const tallest = 8_000_000

export class TallScroll {
  /** True distance from the top, in px. */
  offset = $state(0)
  left = $state(0)
  width = $state(0)
  height = $state(0)
  private content = $state(0)
  private box: HTMLElement | null = null
  private echo = -1

  readonly spacer = $derived(Math.min(tallest, this.content))

  private get most(): number {
    return Math.max(0, this.content - this.height)
  }
  private get mostBar(): number {
    return Math.max(0, this.spacer - this.height)
  }
  get atEnd(): boolean {
    return this.offset >= this.most - 2
  }

  attach(box: HTMLElement): () => void {
    this.box = box
    const wheel = (event: WheelEvent): void => {
      if (this.content <= tallest || event.ctrlKey || event.shiftKey || !event.deltaY) return
      event.preventDefault()
      this.moveTo(this.offset + event.deltaY * (event.deltaMode === 1 ? 40 : event.deltaMode === 2 ? this.height : 1))
    }
    const scroll = (): void => {
      this.left = box.scrollLeft
      if (Math.abs(box.scrollTop - this.echo) < 1.5) return
      this.echo = -1
      this.offset = this.mostBar ? (box.scrollTop / this.mostBar) * this.most : 0
    }
    const watch = new ResizeObserver(() => {
      this.width = box.clientWidth
      this.height = box.clientHeight
      this.offset = Math.min(this.offset, this.most)
    })
    box.addEventListener('wheel', wheel, { passive: false })
    box.addEventListener('scroll', scroll, { passive: true })
    watch.observe(box)
    return () => {
      box.removeEventListener('wheel', wheel)
      box.removeEventListener('scroll', scroll)
      watch.disconnect()
      this.box = null
    }
  }

  setContent(height: number): void {
    this.content = height
    if (this.offset > this.most) this.moveTo(this.most)
  }

  moveTo(offset: number): void {
    this.offset = Math.min(this.most, Math.max(0, offset))
    if (!this.box) return
    this.echo = Math.round(this.most ? (this.offset / this.most) * this.mostBar : 0)
    // The spacer may be taller only after the next drawing.
    const { box, echo } = this
    box.scrollTop = echo
    if (Math.abs(box.scrollTop - echo) > 1.5) requestAnimationFrame(() => (box.scrollTop = echo))
  }

  /** Brings a stretch into sight by the shortest way, or to the middle when it is far. */
  reveal(top: number, height: number): void {
    const bottom = top + height
    if (top >= this.offset && bottom <= this.offset + this.height) return
    const far = top < this.offset - this.height || bottom > this.offset + 2 * this.height
    this.moveTo(
      far ? top - (this.height - height) / 2 : top < this.offset ? top - height / 2 : bottom - this.height + height / 2,
    )
  }
}
