/**
 * Fuzzing in rounds: each round has a seed of its own and starts from nothing, so that a failure can be run again by its seed alone:
 * `npm run fuzz -- --only packets --seed 123`. What a round is on is kept in a file, for the case that it never ends.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import process from 'node:process'
import { Random } from '../support/random'

export type Kind = 'packets' | 'streams' | 'files' | 'calls' | 'filters'

/** Share of each kind in a long run, and its seconds in `npm test`. */
const shares: Record<Kind, [share: number, seconds: number]> = {
  packets: [0.3, 8],
  streams: [0.1, 4],
  files: [0.25, 5],
  calls: [0.2, 5],
  filters: [0.15, 4],
}

const minutes = Number(process.env['WIRELENS_FUZZ_MINUTES'] ?? 0)
const only = process.env['WIRELENS_FUZZ_ONLY']
const repeated = Number(process.env['WIRELENS_FUZZ_SEED'] ?? 0)
const table = process.env['WIRELENS_FUZZ_TABLE']

export const secondsOf = (kind: Kind): number => {
  const [share, short] = shares[kind]
  return minutes ? minutes * 60 * (only === undefined ? share : 1) : short
}
export const chosen = (kind: Kind): boolean => only === undefined || only === kind

export interface Tally {
  kind: Kind
  count: number
  rounds: number
  seconds: number
  /** Longest time of one item in milliseconds, as told to `timed`. */
  slowest: number
  slowestSeed: number
  /** Bytes that the process grew by, at most. */
  memory: number
  /** How often each outcome came. */
  outcomes: Record<string, number>
  seed: number
}

export interface Round {
  random: Random
  seed: number
  /** Counts one item, after its outcome. */
  did(outcome: string): void
  /** Runs `work` and keeps its time. What seems slow is run again twice: the least time counts, since the machine does other things too. */
  timed<T>(work: () => T): T
}

/** Milliseconds that one item may take. */
export const patience = 50

function keep(tally: Tally): void {
  if (table === undefined) return
  const all = existsSync(table) ? (JSON.parse(readFileSync(table, 'utf8')) as Record<string, Tally>) : {}
  all[tally.kind] = tally
  writeFileSync(`${table}.new`, JSON.stringify(all))
  renameSync(`${table}.new`, table)
}

/** Runs rounds until the time is over; throws with the seed of the round that failed. */
export async function runRounds(kind: Kind, round: (round: Round) => void | Promise<void>): Promise<Tally> {
  const seconds = secondsOf(kind)
  const began = performance.now()
  let seed = repeated || Date.now() & 0x3fffffff
  const before = process.memoryUsage().rss
  const tally: Tally = {
    kind,
    count: 0,
    rounds: 0,
    seconds: 0,
    slowest: 0,
    slowestSeed: 0,
    memory: 0,
    outcomes: {},
    seed,
  }
  do {
    tally.seed = seed
    keep(tally)
    const timed = <T>(work: () => T): T => {
      const started = performance.now()
      const result = work()
      let took = performance.now() - started
      for (let again = 0; again < 2 && took > patience / 2; again++) {
        const restarted = performance.now()
        work()
        took = Math.min(took, performance.now() - restarted)
      }
      if (took > tally.slowest) Object.assign(tally, { slowest: took, slowestSeed: seed })
      return result
    }
    const did = (outcome: string): void => {
      tally.count++
      tally.outcomes[outcome] = (tally.outcomes[outcome] ?? 0) + 1
    }
    try {
      await round({ random: new Random(seed), seed, did, timed })
    } catch (error) {
      const again = `npm run fuzz -- --only ${kind} --seed ${seed}`
      throw new Error(`${(error as Error).message}\nRun it again: ${again}`, { cause: error })
    }
    tally.rounds++
    tally.seconds = (performance.now() - began) / 1000
    tally.memory = Math.max(tally.memory, process.memoryUsage().rss - before)
    seed = (seed + 1) & 0x3fffffff || 1
  } while (!repeated && tally.seconds < seconds)
  keep(tally)
  const { count, rounds, slowest, memory, outcomes } = tally
  console.log(
    `${kind}: ${count} in ${rounds} rounds, slowest ${slowest.toFixed(1)} ms (seed ${tally.slowestSeed}), memory +${(memory / 2 ** 20).toFixed(0)} MiB, ${JSON.stringify(outcomes)}`,
  )
  return tally
}
