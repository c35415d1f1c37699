/** What is told to a window that may not be reading. Of news (how far, how many) only the newest of each kind has to arrive: while the way is full, it waits here. */

const kinds: ReadonlySet<string> = new Set(['status', 'traffic', 'capture', 'opening', 'saving'])

export class News {
  private readonly held = new Map<string, unknown>()

  /** @param room whether the way to the window has room for more news */
  constructor(
    private readonly room: () => boolean,
    private readonly post: (event: string, value: unknown) => void,
  ) {}

  tell(event: string, value: unknown): void {
    if (kinds.has(event) && !this.room()) return void this.held.set(event, value)
    this.held.delete(event)
    this.post(event, value)
  }

  /** The window has read something. */
  flush(): void {
    for (const [event, value] of this.held) {
      if (!this.room()) return
      this.held.delete(event)
      this.post(event, value)
    }
  }
}
