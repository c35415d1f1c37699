// What a statistics panel shows: asked for when the panel opens, and again when the capture, its packets or the question become other ones.
import { untrack } from 'svelte'
import type { Workspace } from '../../state/workspace.svelte'

/** Milliseconds between two answers while packets arrive. */
const pause = 500

export type Work = 'conversations' | 'hierarchy' | 'intervals' | 'counters'

export class Loading<Question, Answer> {
  value = $state.raw<Answer | null>(null)
  /** Of 1: how far the decoder is; 0 where that is not known. */
  share = $state(0)
  private busy = false
  private next: Question | undefined

  /**
   * Made while a component is.
   * @param question read as effects read: another one is asked anew; undefined asks nothing
   * @param work the kind of long work that tells its progress and is stopped when the panel closes
   */
  constructor(
    private readonly w: Workspace,
    work: Work | null,
    question: () => Question | undefined,
    private readonly ask: (question: Question) => Promise<Answer>,
    private readonly failed: (error: unknown) => void = w.notices.error,
  ) {
    $effect(() =>
      w.client.on('flows', (told) => {
        if (told.work === work) this.share = told.total ? told.done / told.total : 0
      }),
    )
    $effect.pre(() => {
      void w.capture.opened
      untrack(() => (this.value = null))
    })
    $effect(() => {
      void [w.capture.opened, w.packets, w.capture.status?.complete, w.filter.applied]
      const asked = question()
      if (asked !== undefined && w.capture.status?.path) untrack(() => void this.load(asked))
    })
    $effect(() => () => {
      this.next = undefined
      if (this.busy && work) void w.client.calls.flows.cancel({ work }).catch(() => undefined)
    })
  }

  private async load(question: Question): Promise<void> {
    this.next = question
    if (this.busy) return
    this.busy = true
    try {
      while (this.next !== undefined) {
        const asked: Question = this.next
        this.next = undefined
        const { opened } = this.w.capture
        const value = await this.ask(asked)
        if (opened === this.w.capture.opened) this.value = value
        this.share = 0
        if (this.next !== undefined) await new Promise((resolve) => setTimeout(resolve, pause))
      }
    } catch (error) {
      // Whoever closed the panel or the capture knows.
      if ((error as { code?: string }).code !== 'cancelled') this.failed(error)
    } finally {
      this.busy = false
    }
  }
}
