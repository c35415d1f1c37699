/**
 * Long work in turns: between two of them the process looks at its event loop, so that it beats (api/serve.ts), answers others and hears that it is
 * to stop. Turns are measured in time, since one packet may cost a thousand times what another does.
 */
import { Refused } from '../refused'
import type { Session } from './session'

/** Milliseconds of work between two looks at the event loop. */
const turn = 25
/** Packets between two looks at the clock. */
const few = 16

export interface Work {
  onProgress?: ((done: number, total: number) => void) | undefined
  signal?: AbortSignal | undefined
}

/** Says when a turn is over. `stopped` is what somebody reads whose work was stopped. */
export class Turns {
  private end = performance.now() + turn

  constructor(
    private readonly session: Session,
    private readonly work: Work,
    private readonly stopped: string,
  ) {}

  get over(): boolean {
    return performance.now() >= this.end
  }

  /** Lets the others have a turn. Throws `cancelled` when the work was stopped or its capture closed meanwhile. */
  async rest(done: number, total: number): Promise<void> {
    this.work.onProgress?.(done, total)
    await new Promise((resolve) => setImmediate(resolve))
    if (this.work.signal?.aborted || this.session.closed) throw new Refused('cancelled', this.stopped)
    this.end = performance.now() + turn
  }
}

/** Calls `step` until it says that nothing is left; it does at most as many packets as it is told. `progress`: how many of how many. */
export async function inTurns(
  session: Session,
  step: (most: number) => boolean,
  { stopped, progress, ...work }: Work & { stopped: string; progress: () => [done: number, total: number] },
): Promise<void> {
  const turns = new Turns(session, work, stopped)
  while (!step(few)) if (turns.over) await turns.rest(...progress())
}
