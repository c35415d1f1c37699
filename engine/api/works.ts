/** Long work behind calls: it gives time back, tells how far it is, and can be stopped by its kind. */
import type { FilterRun } from '../session/filtering'
import type { Decoder } from './decoder'

export const works = [
  'conversations',
  'ladder',
  'exportLadder',
  'arp',
  'follow',
  'expert',
  'graph',
  'hierarchy',
  'intervals',
  'counters',
] as const
export type WorkKind = (typeof works)[number]

/** The packets that the list shows, as a choice of what is counted, once all are judged; nothing without a display filter. */
export async function shownOf(d: Decoder, shown: boolean | undefined): Promise<{ filter?: FilterRun }> {
  if (!shown) return {}
  await d.filter.settled()
  return d.filter.judged ? { filter: d.filter.judged } : {}
}

const running = new Map<WorkKind, AbortController>()

/** Stops what is under way of one kind. */
export const stop = (work: WorkKind): void => running.get(work)?.abort()

/** Long work that can be stopped and tells how far it is; several of one kind may run: they share what they have read. */
export async function stoppable<T>(
  d: Decoder,
  work: WorkKind,
  run: (tools: { signal: AbortSignal; onProgress: (done: number, total: number) => void }) => Promise<T>,
): Promise<T> {
  const controller = running.get(work) ?? new AbortController()
  running.set(work, controller)
  let told = 0
  try {
    return await run({
      signal: controller.signal,
      onProgress: (done, total) => {
        if (Date.now() - told < 100) return
        told = Date.now()
        d.tell('flows', { work, done, total })
      },
    })
  } finally {
    if (controller.signal.aborted && running.get(work) === controller) running.delete(work)
  }
}
