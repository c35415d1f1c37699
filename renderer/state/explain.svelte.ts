// What is explained: the selected field, or the one under the pointer; and which lines of the tree have a reason.
import type { Explanation, TreeNode } from '../client/shapes'
import { ancestry } from './tree'
import type { Workspace } from './workspace.svelte'

const key = 'wirelens-explain'
/** The pointer rests on a field for so long before it is explained, in ms. */
const rest = 160

/** The line of the tree with this id. */
export function nodeById(tree: readonly TreeNode[], id: number): TreeNode | null {
  for (const node of tree) {
    const found = node.id === id ? node : nodeById(node.children, id)
    if (found) return found
  }
  return null
}

export class ExplainState {
  /** Whether the strip is shown: remembered by the window. */
  shown = $state(localStorage.getItem(key) !== 'off')
  now = $state.raw<Explanation | null>(null)
  /** Ids of the lines that have a reason. */
  reasons = $state.raw<readonly number[]>([])
  private asked = 0
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly w: Workspace) {}

  toggle(): void {
    this.shown = !this.shown
    localStorage.setItem(key, this.shown ? 'on' : 'off')
  }

  /** Explains a field of a packet; `wait`: the pointer only passes over it, perhaps. */
  look(number: number, tree: readonly TreeNode[], node: TreeNode | null, wait: boolean): void {
    clearTimeout(this.timer)
    const own = ++this.asked
    // Lines of evidence stand for the field above them.
    const real = node && node.id < 0 ? ancestry(tree, node).findLast(({ id }) => id >= 0) : node
    if (!real || !number) {
      this.now = null
      return
    }
    this.timer = setTimeout(() => void this.ask(number, real.id, own), wait ? rest : 0)
  }
  private async ask(number: number, node: number, own: number): Promise<void> {
    try {
      const found = await this.w.client.calls.explain.field({ number, node })
      if (own === this.asked) this.now = found
    } catch {
      // A line that cannot be explained, or a capture that was closed: nothing is said.
      if (own === this.asked) this.now = null
    }
  }

  private reasonsAsked = 0
  async mark(number: number): Promise<void> {
    const own = ++this.reasonsAsked
    try {
      const ids = number ? await this.w.client.calls.explain.reasons({ number }) : []
      if (own === this.reasonsAsked) this.reasons = ids
    } catch {
      if (own === this.reasonsAsked) this.reasons = []
    }
  }
}

const states = new WeakMap<Workspace, ExplainState>()
export function explainOf(w: Workspace): ExplainState {
  let state = states.get(w)
  if (!state) states.set(w, (state = new ExplainState(w)))
  return state
}
