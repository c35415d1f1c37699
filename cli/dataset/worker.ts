/** A process that reads captures for a data set, one after the other, as its parent asks for them. It ends with its parent. */
import { statSync } from 'node:fs'
import { onDisk } from '../../engine/capture-file'
import { Refused } from '../../engine/refused'
import { fileHashes } from '../whole-session'
import { Parts } from './parts'
import type { Written } from './parts'
import { columnOf, readCapture } from './read-capture'

/** One capture to read; `known` are the bytes that the data set has. */
export interface Job {
  path: string
  key: string
  sensor: string
  parts: string
  fields: readonly string[]
}

export type Reply =
  | { kind: 'hash'; sha256: string; size: number; modified: number }
  | { kind: 'done'; packets: number; problem: string | undefined; files: readonly Written[] }
  | { kind: 'same' }
  | { kind: 'failed'; message: string; refused: boolean }

export function work(): void {
  // A parent that has gone is nobody to tell.
  const say = (reply: Reply): void => void process.send?.(reply, undefined, {}, (error) => error && process.exit(1))
  let begin: ((go: boolean) => void) | undefined
  process.on('disconnect', () => process.exit(1))
  process.on('message', (message: Job | boolean) => {
    if (typeof message === 'boolean') return begin?.(message)
    const { path, key, sensor, parts, fields } = message
    const run = async (): Promise<Reply> => {
      const { size, mtimeMs } = statSync(onDisk(path))
      const [sha256 = ''] = fileHashes(path, ['sha256'])
      const go = new Promise<boolean>((resolve) => (begin = resolve))
      say({ kind: 'hash', sha256, size, modified: mtimeMs })
      if (!(await go)) return { kind: 'same' }
      const files = new Parts(parts, key, sensor)
      const { packets, problem } = await readCapture(path, fields.map(columnOf), (...row) => files.add(...row))
      return { kind: 'done', packets, problem, files: files.end() }
    }
    run().then(say, (error: unknown) => {
      const refused = error instanceof Refused
      say({ kind: 'failed', message: refused ? error.message : String(error), refused })
    })
  })
}
