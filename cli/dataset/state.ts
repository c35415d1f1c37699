/**
 * What a data set holds, beside its tables in the folder `_wirelens`: one note per capture (`captures/KEY.json`) with the files that hold its
 * rows. A note that is not whole was written before its files were moved in: the program was ended meanwhile, and what it moved goes out again.
 */
import { createHash } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { rmSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { onDisk } from '../../engine/capture-file'
import { Refused } from '../../engine/refused'
import { safe } from '../terminal-text'

/** Changes when columns change their meaning: then a data set is made anew. */
const layout = 1

export interface CaptureNote {
  path: string
  size: number
  modified: number
  sha256: string
  sensor: string
  packets: number
  /** Why it ends early. */
  problem?: string
  files: string[]
  whole: boolean
}

const sourceOf = (path: string): string => createHash('sha256').update(resolve(path)).digest('hex').slice(0, 20)

const text = (value: unknown): value is string => typeof value === 'string'
const number = (value: unknown): value is number => typeof value === 'number'

/** A note as it was read; undefined when it has not the shape of one. */
function noteOf(value: unknown): CaptureNote | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { path, size, modified, sha256, sensor, packets, problem, files, whole } = value as Record<string, unknown>
  if (!text(path) || !number(size) || !number(modified) || !text(sha256) || !text(sensor) || !number(packets))
    return undefined
  // Only names that are of our making are ever deleted or read.
  if (
    !Array.isArray(files) ||
    !files.every((f) => text(f) && !f.includes('..') && /^[a-z]+\/[^/]+\/[^/]+\/[^/]+$/.test(f))
  )
    return undefined
  return {
    path,
    size,
    modified,
    sha256,
    sensor,
    packets,
    ...(text(problem) ? { problem } : {}),
    files,
    whole: whole === true,
  }
}

function writeWhole(path: string, value: unknown): void {
  const beside = `${path}.part`
  const file = openSync(beside, 'w')
  try {
    writeSync(file, JSON.stringify(value, null, 1))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(beside, path)
}

export class DatasetState {
  private readonly own: string
  /** By the key of the capture. */
  readonly captures = new Map<string, CaptureNote>()

  private constructor(
    readonly folder: string,
    readonly fields: readonly string[],
  ) {
    this.own = join(folder, '_wirelens')
  }

  /** Reads what is there. @throws Refused when the folder holds no data set of ours */
  static read(folder: string): DatasetState {
    let found: unknown
    try {
      found = JSON.parse(readFileSync(join(folder, '_wirelens', 'dataset.json'), 'utf8'))
    } catch {
      throw new Refused(
        'no-dataset',
        `"${safe(folder)}" holds no data set.`,
        'wirelens dataset CAPTURES -o FOLDER makes one.',
      )
    }
    const { version, fields } = (found ?? {}) as Record<string, unknown>
    if (version !== layout || !Array.isArray(fields) || !fields.every(text))
      throw new Refused(
        'no-dataset',
        `The data set in "${safe(folder)}" was made by another version of Wirelens.`,
        'Make it anew in an empty folder.',
      )
    const state = new DatasetState(folder, fields)
    for (const name of readdirSync(join(state.own, 'captures'))) {
      if (!name.endsWith('.json')) continue
      let note: CaptureNote | undefined
      try {
        note = noteOf(JSON.parse(readFileSync(join(state.own, 'captures', name), 'utf8')))
      } catch {
        // Damaged: it is as if it were not there.
      }
      if (note) state.captures.set(name.slice(0, -5), note)
    }
    return state
  }

  /** Opens or makes the data set in `folder` for writing, by this process alone. @throws Refused */
  static open(folder: string, fields: readonly string[]): DatasetState {
    const own = join(folder, '_wirelens')
    if (!existsSync(join(own, 'dataset.json'))) {
      mkdirSync(folder, { recursive: true })
      const others = readdirSync(folder).filter((name) => name !== '_wirelens')
      if (others.length)
        throw new Refused(
          'not-empty',
          `"${safe(folder)}" is not empty, and no data set.`,
          'Name a new or an empty folder.',
        )
      mkdirSync(join(own, 'captures'), { recursive: true })
      writeWhole(join(own, 'dataset.json'), { version: layout, fields })
    }
    const state = DatasetState.read(folder)
    if (state.fields.join() !== fields.join())
      throw new Refused(
        'other-fields',
        `This data set was made with ${state.fields.length ? `-e ${safe(state.fields.join(' -e '))}` : 'no -e'}.`,
        'Say the same again, or name another folder.',
      )
    state.lock()
    state.recover()
    return state
  }

  private lock(): void {
    const path = join(this.own, 'lock')
    for (let turn = 0; turn < 2; turn++) {
      try {
        writeFileSync(path, String(process.pid), { flag: 'wx' })
        process.on('exit', () => rmSync(path, { force: true }))
        return
      } catch {
        const pid = Number(readFileSync(path, 'utf8'))
        if (pid > 0 && isAlive(pid))
          throw new Refused('busy', `Process ${pid} is writing this data set.`, 'Wait until it is done.')
        rmSync(path, { force: true })
      }
    }
    throw new Refused('busy', 'Another process is writing this data set.', 'Wait until it is done.')
  }

  /** Takes out what a run that was ended had begun to move in. */
  private recover(): void {
    for (const [key, note] of this.captures) if (!note.whole) this.forget(key)
    rmSync(join(this.own, 'parts'), { recursive: true, force: true })
  }

  keyOf = sourceOf

  /** Where a capture's files lie until they are whole: no other run's, whose processes may not have ended yet. */
  partsOf = (key: string): string => join(this.own, 'parts', String(process.pid), key)

  /** Nothing is written any more. */
  end(): void {
    rmSync(join(this.own, 'parts'), { recursive: true, force: true })
  }

  private noteAt = (key: string): string => join(this.own, 'captures', `${key}.json`)

  /** Whether the capture has been read as it is now. */
  has(path: string, sensor: string): boolean {
    const note = this.captures.get(sourceOf(path))
    const { size, mtimeMs } = statSync(onDisk(path))
    return note !== undefined && note.size === size && note.modified === mtimeMs && note.sensor === sensor
  }

  /** Takes the rows of a capture out: first the note says so, then the files go, then the note. */
  forget(key: string): void {
    const note = this.captures.get(key)
    if (!note) return
    if (note.whole) writeWhole(this.noteAt(key), { ...note, whole: false })
    for (const file of note.files) rmSync(join(this.folder, file), { force: true })
    rmSync(this.noteAt(key), { force: true })
    this.captures.delete(key)
  }

  /** Puts the rows of a capture in: `move` runs between two notes, of which the first says that it is not done. */
  put(key: string, note: Omit<CaptureNote, 'whole'>, move: () => void): void {
    this.forget(key)
    writeWhole(this.noteAt(key), { ...note, whole: false })
    move()
    writeWhole(this.noteAt(key), { ...note, whole: true })
    this.captures.set(key, { ...note, whole: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
