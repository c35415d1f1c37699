/** Temporary captures that an earlier run left behind, because it was killed or closed before they were saved: offered at the start. */
import { readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { refusedFromSystem } from '../engine/api/call'
import { Refused } from '../engine/refused'
import { temporaryFolder } from './places'
import type { Leftover } from './shapes'

/** `wirelens-20261122-143005-4711-1.pcapng`, with a ring's number and time behind it: made by the process 4711. */
const ours = /^wirelens-(\d{8})-(\d{6})-(\d+)-(\d+)(_\d{5}_\d{14})?\.pcapng$/

/** What else a process puts there and removes at its end, unless it is killed: of no use to anybody afterwards. */
const waste = /^(?:upload|open|decoder|exercise)-(\d+)[-.]/

/** A file of this length has headers and no packet. */
const headersOnly = 512

let count = 0

/** The name of a temporary capture of this process. */
export function temporaryName(now = new Date()): string {
  const digits = now.toISOString().replace(/\D/g, '').slice(0, 14)
  return `wirelens-${digits.slice(0, 8)}-${digits.slice(8)}-${process.pid}-${++count}.pcapng`
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** What is there, the newest first. Files without packets are removed at once. */
export function leftovers(): Leftover[] {
  const folder = temporaryFolder()
  const found: Leftover[] = []
  for (const id of readdirSync(folder)) {
    const useless = waste.exec(id)?.[1]
    const pid = useless ?? ours.exec(id)?.[3]
    if (pid === undefined || isRunning(Number(pid))) continue
    try {
      if (useless !== undefined) {
        rmSync(join(folder, id), { force: true })
        continue
      }
      const { size, mtimeMs } = statSync(join(folder, id))
      if (size <= headersOnly) rmSync(join(folder, id), { force: true })
      else found.push({ id, bytes: size, changed: mtimeMs })
    } catch {
      // Another window has just taken it.
    }
  }
  return found.sort((a, b) => b.changed - a.changed)
}

function known(id: string): string {
  if (!leftovers().some((it) => it.id === id))
    throw new Refused('no-such-leftover', 'That capture is not there any more.', 'It was opened or deleted elsewhere.')
  return join(temporaryFolder(), id)
}

/** Takes one over: from now on it is a temporary capture of this process. */
export function takeLeftover(id: string): string {
  const path = known(id)
  const mine = join(temporaryFolder(), temporaryName(new Date(statSync(path).mtimeMs)))
  try {
    renameSync(path, mine)
  } catch (error) {
    throw refusedFromSystem(error, 'open', path)
  }
  return mine
}

export function dropLeftover(id: string): void {
  const path = known(id)
  try {
    rmSync(path)
  } catch (error) {
    throw refusedFromSystem(error, 'delete', path)
  }
}
