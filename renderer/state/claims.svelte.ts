// The text whose statements are checked, and what was said of it: kept while the panel is closed, judged anew on another capture.
import type { ClaimList } from '../client/shapes'
import type { Workspace } from './workspace.svelte'

export class Claims {
  text = $state('')
  judged = $state.raw<ClaimList | null>(null)
  /** The text and the capture that `judged` is about. */
  about = $state.raw({ text: '', opened: -1 })
  busy = $state(false)
  private asked = 0

  constructor(private readonly w: Workspace) {}

  /** What stands there is about another text or another capture than the ones at hand. */
  get stale(): boolean {
    return this.judged !== null && (this.about.text !== this.text || this.about.opened !== this.w.capture.opened)
  }

  async check(): Promise<void> {
    const own = ++this.asked
    const { text, w } = this
    const { opened } = w.capture
    if (!text.trim()) {
      this.judged = null
      return
    }
    this.busy = true
    try {
      const judged = await w.client.calls.claims.judge({ text, language: w.settings.language })
      if (own !== this.asked) return
      this.judged = judged
      this.about = { text, opened }
    } catch (error) {
      if (own === this.asked) w.notices.error(error)
    } finally {
      if (own === this.asked) this.busy = false
    }
  }

  /** Takes the text of a file in place of what stands there, and checks it. */
  async open(file: File): Promise<void> {
    try {
      const bytes = new Uint8Array(await file.arrayBuffer())
      this.text = await this.w.client.calls.claims.read({ name: file.name, bytes })
      await this.check()
    } catch (error) {
      this.w.notices.error(error)
    }
  }
}

const states = new WeakMap<Workspace, Claims>()
export function claimsOf(w: Workspace): Claims {
  let state = states.get(w)
  if (!state) states.set(w, (state = new Claims(w)))
  return state
}
