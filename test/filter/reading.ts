// What the filter tests share: sessions over captures, a filter decoded packet by packet, and sharkd as the reference.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { expect } from 'vitest'
import { makePlan } from '../../engine/dissect/plan'
import { compile, parseFilter } from '../../engine/filter'
import type { CompileOptions } from '../../engine/filter'
import { registry } from '../../engine/protocols'
import { Refused } from '../../engine/refused'
import { Session } from '../../engine/session/session'

/** A capture with its index made. */
export async function opened(path: string): Promise<Session> {
  const session = await Session.open(path)
  await session.opened.whole
  while (!session.stepSync());
  return session
}

/** Frame numbers that a filter lets through, every packet decoded; `all`: with every field there is. */
export function decodedMatches(session: Session, text: string, all = false, options: CompileOptions = {}): number[] {
  const program = compile(parseFilter(text), registry, options)
  const fields = all ? ('all' as const) : program.fields
  const plan = makePlan(registry, { fields, columns: program.columns })
  const found: number[] = []
  // A packet is shown after the one that matched before it.
  for (let i = 0; i < session.count; i++)
    if (program.matches(session.decode(i, plan, (found.at(-1) ?? 0) - 1))) found.push(i + 1)
  return found
}

/** Expects a refusal and gives it. */
export function refusal(text: string, macros?: Record<string, string>): Refused {
  try {
    compile(parseFilter(text, macros ? { macros } : {}), registry)
  } catch (thrown) {
    if (thrown instanceof Refused) return thrown
    throw thrown
  }
  expect.fail(`${text} was not refused`)
}

/** What a refusal points at. */
export const pointed = (text: string): [message: string, part: string] => {
  const { message, range } = refusal(text)
  return [message, range ? text.slice(...range) : '']
}

interface Answer {
  result?: unknown
  error?: { message: string }
}

/** sharkd with one capture: answers many filters without being started again. */
export class Reference {
  private child!: ChildProcess
  private lines!: AsyncIterator<string>
  private id = 0
  private file = ''

  private async call(method: string, params: object): Promise<Answer | undefined> {
    this.child.stdin!.write(JSON.stringify({ jsonrpc: '2.0', id: ++this.id, method, params }) + '\n')
    for (;;) {
      const line = await this.lines.next()
      if (line.done) return undefined
      if (line.value.trim()) return JSON.parse(line.value) as Answer
    }
  }
  async load(file: string): Promise<void> {
    this.file = file
    this.child = spawn('sharkd', ['-'], { stdio: ['pipe', 'pipe', 'ignore'] })
    this.child.stdin!.on('error', () => {})
    this.lines = createInterface({ input: this.child.stdout! })[Symbol.asyncIterator]()
    await this.call('load', { file })
  }
  /** Frame numbers, or undefined when the reference refuses the filter; 'crashed' when that was too much for it. */
  async matches(filter: string): Promise<number[] | undefined | 'crashed'> {
    const answer = await this.call('frames', { filter })
    if (!answer) {
      await this.load(this.file)
      return 'crashed'
    }
    return answer.error ? undefined : (answer.result as { num: number }[]).map((row) => row.num)
  }
  end(): void {
    this.child.kill()
  }
}
