/** `wirelens dataset PATHS -o FOLDER`: the rows of many captures as Parquet files; only what is new is read on the next run. */
import { fork, type ChildProcess } from 'node:child_process'
import { lstatSync, readdirSync, rmSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onDisk } from '../../engine/capture-file'
import { limits } from '../../engine/limits'
import { Refused } from '../../engine/refused'
import { numberOf, readWords } from '../companions/words'
import { exitCode } from '../exit-codes'
import { Output, say } from '../output'
import { safe } from '../terminal-text'
import { moveIn } from './parts'
import { columnOf } from './read-capture'
import { DatasetState } from './state'
import type { Job, Reply } from './worker'

export const datasetUsage =
  'Usage: wirelens dataset [-e FIELD …] [-j PROCESSES] [--sensor NAME] [-q] -o FOLDER CAPTURE|FOLDER [CAPTURE|FOLDER …]'

/** Names that captures in folders have. What is named itself may have any. */
const captureName = /\.(pcapng|ntar|pcap|cap|dmp|trc|snoop|enc)\d*(\.(gz|zst|lz4))?$/i

interface Capture {
  path: string
  sensor: string
}

export async function dataset(args: readonly string[]): Promise<number> {
  const words = readWords(args, { valued: ['o', 'e', 'j', 'sensor'], plain: ['q'], usage: datasetUsage })
  const folder = words.values.get('o')?.at(-1)
  if (folder === undefined) throw new Refused('usage', 'dataset needs -o with the folder to write.', datasetUsage)
  if (!words.files.length) throw new Refused('usage', 'dataset needs captures, or folders of them.', datasetUsage)
  const fields = words.values.get('e') ?? []
  fields.forEach(columnOf)
  const sensor = words.values.get('sensor')?.at(-1)
  const captures = words.files.flatMap((path) => [...capturesAt(path, resolve(folder), sensor)])
  const state = DatasetState.open(folder, fields)
  const count = numberOf(words, 'j', 1, limits.datasetProcesses) ?? availableParallelism()
  const run = new Run(state, captures, words.values.has('q'))
  await run.all(Math.min(count, captures.length))
  state.end()
  const out = new Output()
  out.write(run.summary())
  out.flush()
  return run.failed ? exitCode.file : exitCode.done
}

/** A partition's value: what file names of every system can hold. */
const sensorName = (name: string): string =>
  name
    .replace(/[^\w.-]+/g, '_')
    .replace(/^\.+/, '_')
    .slice(0, 64) || '_'

function* capturesAt(path: string, out: string, sensor: string | undefined): Generator<Capture> {
  const of = (file: string): Capture => ({ path: file, sensor: sensorName(sensor ?? basename(dirname(resolve(file)))) })
  let isFolder
  try {
    isFolder = statSync(onDisk(path)).isDirectory()
  } catch {
    throw new Refused('no-such-file', `There is no file or folder "${safe(path)}".`)
  }
  if (!isFolder) return yield of(path)
  for (const name of readdirSync(path).sort()) {
    const inside = join(path, name)
    if (resolve(inside) === out) continue
    // A link in a folder may lead in a circle, or out of what was named.
    const found = lstatSync(inside)
    if (found.isDirectory()) yield* capturesAt(inside, out, sensor)
    else if (found.isFile() && captureName.test(name)) yield of(inside)
  }
}

/** One run over captures. */
class Run {
  failed = 0
  private read = 0
  private before = 0
  private same = 0
  private packets = 0
  private next = 0
  /** Bytes that the data set holds, or is about to: their hashes, and whose they are. */
  private readonly known = new Map<string, string>()

  constructor(
    private readonly state: DatasetState,
    private readonly captures: readonly Capture[],
    private readonly quiet: boolean,
  ) {
    for (const [key, { sha256 }] of state.captures) this.known.set(sha256, key)
  }

  summary(): string {
    const parts = [
      `${this.read} read with ${this.packets} packets`,
      ...(this.before ? [`${this.before} as before`] : []),
      ...(this.same ? [`${this.same} the same bytes as another`] : []),
      ...(this.failed ? [`${this.failed} not read`] : []),
    ]
    return `${this.captures.length} captures: ${parts.join(', ')}\n`
  }

  async all(processes: number): Promise<void> {
    await Promise.all(Array.from({ length: processes }, () => this.process()))
  }

  /** One process, as long as there are captures. A capture on which it ends is told, and another process goes on. */
  private async process(): Promise<void> {
    for (let child: ChildProcess | undefined; ;) {
      const capture = this.captures[this.next++]
      if (!capture) return void child?.disconnect()
      if (this.state.has(capture.path, capture.sensor)) {
        this.before++
        continue
      }
      child ??= fork(fileURLToPath(import.meta.url), ['--worker'], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
      if (!(await this.one(child, capture))) child = undefined
    }
  }

  /** @returns whether the process can go on */
  private one(child: ChildProcess, { path, sensor }: Capture): Promise<boolean> {
    const { state } = this
    const key = state.keyOf(path)
    const parts = state.partsOf(key)
    let hash: Extract<Reply, { kind: 'hash' }> | undefined
    const failed = (message: string): void => {
      this.failed++
      if (hash && this.known.get(hash.sha256) === key) this.known.delete(hash.sha256)
      say(`wirelens: "${safe(path)}": ${safe(message)}`)
    }
    return new Promise((resolve) => {
      const end = (goesOn: boolean): void => {
        child.off('message', heard)
        child.off('exit', gone)
        rmSync(parts, { recursive: true, force: true })
        resolve(goesOn)
      }
      const gone = (code: number | null, signal: string | null): void => {
        failed(`The process that read it ended (${signal ?? `code ${code}`}).`)
        end(false)
      }
      const heard = (reply: Reply): void => {
        if (reply.kind === 'hash') {
          const other = this.known.get(reply.sha256)
          const go = other === undefined || other === key
          if (go) this.known.set(reply.sha256, key)
          hash = reply
          child.send(go)
          return
        }
        if (reply.kind === 'same') this.same++
        else if (reply.kind === 'failed') failed(reply.message)
        else {
          const { packets, problem, files } = reply
          const { sha256, size, modified } = hash!
          const note = { path, size, modified, sha256, sensor, packets, ...(problem ? { problem } : {}) }
          state.put(key, { ...note, files: files.map(({ to }) => to) }, () => moveIn(state.folder, files))
          this.read++
          this.packets += packets
          if (problem) say(`wirelens: "${safe(path)}": ${safe(problem)}`)
          if (!this.quiet && process.stderr.isTTY)
            say(`${this.read + this.same + this.before} of ${this.captures.length}: ${safe(path)}, ${packets} packets`)
        }
        end(true)
      }
      child.on('message', heard)
      child.on('exit', gone)
      const job: Job = { path, key, sensor, parts, fields: state.fields }
      child.send(job)
    })
  }
}
