// A lab sheet that is being worked on: its questions, the answers so far (kept by the window), and what was said of them.
import { SvelteMap } from 'svelte/reactivity'
import type { Grading, LabQuestion, LabSheet, LabSheetName, LabVerdict } from '../client/shapes'
import type { Workspace } from './workspace.svelte'

export interface Arrow {
  from: 'client' | 'server'
  flags: string
  seq?: number
  ack?: number
  len?: number
}
export type Answer = string | Arrow[]

/** Which sheet: built in by its id, or the text of a file. */
type Which = { sheet: string } | { text: string; name: string }
const prefix = 'wirelens-lab-'

export class Lab {
  list = $state.raw<readonly LabSheetName[]>([])
  sheet = $state.raw<LabSheet | null>(null)
  /** Name or number of the student: it decides which packets a sheet asks about, where it varies them. */
  seed = $state('')
  /** An answer is judged as soon as it is given; else only with the hand-in. */
  atOnce = $state(true)
  readonly answers = new SvelteMap<string, Answer>()
  readonly verdicts = new SvelteMap<string, LabVerdict>()
  grading = $state.raw<Grading | null>(null)
  private which: Which | null = null

  constructor(private readonly w: Workspace) {}

  get isOwn(): boolean {
    return this.which !== null && 'text' in this.which
  }
  get answered(): number {
    return (this.sheet?.questions ?? []).filter(({ id }) => hasAnswer(this.answers.get(id))).length
  }

  async names(): Promise<void> {
    try {
      this.list = await this.w.client.calls.lab.sheets({ language: this.w.settings.language })
    } catch (error) {
      this.w.notices.error(error)
    }
  }

  /** Begins a sheet, with the answers that were given to it on this capture before. */
  async open(which: Which): Promise<void> {
    try {
      this.sheet = await this.w.client.calls.lab.open({ ...which, ...this.wish() })
      this.which = which
      this.forget()
      for (const [id, answer] of Object.entries(kept(this.key()))) this.answers.set(id, answer)
    } catch (error) {
      this.w.notices.error(error)
    }
  }
  async openFile(file: File): Promise<void> {
    await this.open({ text: await file.text(), name: file.name })
  }
  /** In another language, or on another capture: the same questions; what was said of the answers is said anew. */
  async renew(): Promise<void> {
    if (!this.which) return
    const before = this.sheet?.capture
    try {
      this.sheet = await this.w.client.calls.lab.open({ ...this.which, ...this.wish() })
      this.verdicts.clear()
      this.grading = null
      if (before === this.sheet.capture) return
      this.answers.clear()
      for (const [id, answer] of Object.entries(kept(this.key()))) this.answers.set(id, answer)
    } catch (error) {
      this.w.notices.error(error)
    }
  }

  give(id: string, answer: Answer): void {
    this.answers.set(id, answer)
    this.verdicts.delete(id)
    this.grading = null
    localStorage.setItem(this.key(), JSON.stringify(Object.fromEntries(this.answers)))
  }
  async check({ id }: LabQuestion): Promise<void> {
    const answer = this.answers.get(id)
    if (!this.which || answer === undefined || !hasAnswer(answer)) return
    try {
      const asked = { ...this.which, ...this.wish(), question: id, answer: plain(answer) }
      this.verdicts.set(id, await this.w.client.calls.lab.check(asked))
    } catch (error) {
      this.w.notices.error(error)
    }
  }
  async handIn(): Promise<void> {
    if (!this.which) return
    const answers = [...this.answers]
      .filter(([, answer]) => hasAnswer(answer))
      .map(([id, answer]) => ({ id, answer: plain(answer) }))
    try {
      this.grading = await this.w.client.calls.lab.grading({ ...this.which, ...this.wish(), answers })
    } catch (error) {
      this.w.notices.error(error)
    }
  }
  /** The file that a student hands in, as `wirelens lab grade` reads it. */
  handInText(): string {
    const answers = Object.fromEntries([...this.answers].filter(([, answer]) => hasAnswer(answer)))
    const { id = '', capture = '' } = this.sheet ?? {}
    return `${JSON.stringify({ sheet: id, capture, ...(this.seed ? { seed: this.seed } : {}), answers }, null, 2)}\n`
  }
  startAnew(): void {
    localStorage.removeItem(this.key())
    this.forget()
  }

  private forget(): void {
    this.answers.clear()
    this.verdicts.clear()
    this.grading = null
  }
  private wish() {
    return { language: this.w.settings.language, ...(this.seed ? { seed: this.seed } : {}) }
  }
  private key(): string {
    return `${prefix}${this.sheet?.id}-${this.sheet?.capture}`
  }
}

export const hasAnswer = (answer: Answer | undefined): boolean =>
  typeof answer === 'string' ? answer.trim() !== '' : Array.isArray(answer) && answer.length > 0
/** Out of the reactive state, as it crosses to the decoder. */
const plain = (answer: Answer): Answer => (typeof answer === 'string' ? answer : answer.map((arrow) => ({ ...arrow })))

function kept(key: string): Record<string, Answer> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? '{}')
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return {}
    const entries = Object.entries(value as Record<string, unknown>)
    return Object.fromEntries(entries.filter((e): e is [string, Answer] => typeof e[1] === 'string' || isArrows(e[1])))
  } catch {
    return {}
  }
}
const isArrows = (value: unknown): value is Arrow[] =>
  Array.isArray(value) &&
  value.every(
    (one: unknown) =>
      typeof one === 'object' && one !== null && 'from' in one && 'flags' in one && typeof one.flags === 'string',
  )

const states = new WeakMap<Workspace, Lab>()
export function labOf(w: Workspace): Lab {
  let state = states.get(w)
  if (!state) states.set(w, (state = new Lab(w)))
  return state
}
