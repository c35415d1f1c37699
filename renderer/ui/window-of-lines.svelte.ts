// Which lines of a long pane are in sight, for lines of one height: only these become elements.
const spare = 6

export class WindowOfLines {
  first = $state(0)
  count = $state(40)
  private top = 0
  private height = 0
  private box: HTMLElement | null = null
  private lineHeight = 20

  attach(box: HTMLElement): () => void {
    this.box = box
    const scroll = (): void => {
      this.top = box.scrollTop
      this.compute()
    }
    const watch = new ResizeObserver(() => {
      this.height = box.clientHeight
      this.compute()
    })
    box.addEventListener('scroll', scroll, { passive: true })
    watch.observe(box)
    return () => {
      box.removeEventListener('scroll', scroll)
      watch.disconnect()
      this.box = null
    }
  }

  setLineHeight(height: number): void {
    this.lineHeight = height
    this.compute()
  }

  /** Scrolls just as far as it takes to see a line. */
  reveal(line: number): void {
    if (!this.box) return
    const { clientHeight, scrollTop } = this.box
    const top = line * this.lineHeight
    if (top < scrollTop) this.box.scrollTop = top
    else if (top + this.lineHeight > scrollTop + clientHeight)
      this.box.scrollTop = top - clientHeight + this.lineHeight + Math.min(2 * this.lineHeight, clientHeight / 3)
  }

  get page(): number {
    return Math.max(1, Math.floor(this.height / this.lineHeight) - 1)
  }

  private compute(): void {
    this.first = Math.max(0, Math.floor(this.top / this.lineHeight) - spare)
    this.count = Math.ceil(this.height / this.lineHeight) + 2 * spare
  }
}
