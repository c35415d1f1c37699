/**
 * One log, for people who look for a mistake: starts and ends of captures, decoders that died, what was refused. It holds no bytes of packets, no
 * filters and no addresses; paths are written from the user's folder on. At its bound it becomes `….old`, and the old one goes.
 */
import { appendFileSync, readFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { homeFolder } from './places'

/** Bytes of one log file; there are at most two. */
const most = 256 * 1024
/** Characters of one line: a message may quote what somebody typed. */
const longest = 500

export class Log {
  readonly path: string
  private size = -1

  constructor(folder: string) {
    this.path = join(folder, 'wirelens.log')
  }

  /** Never fails: a log that cannot be written is no reason to stop. */
  write(what: string, detail = ''): void {
    const line = `${new Date().toISOString()} ${what}${detail && `: ${plain(detail)}`}\n`
    try {
      if (this.size < 0) this.size = statSync(this.path, { throwIfNoEntry: false })?.size ?? 0
      if (this.size + line.length > most) {
        renameSync(this.path, `${this.path}.old`)
        this.size = 0
      }
      appendFileSync(this.path, line, { mode: 0o600 })
      this.size += Buffer.byteLength(line)
    } catch {
      this.size = -1
    }
  }

  /** The last lines. */
  tail(lines: number): string[] {
    const read = (path: string): string[] => {
      try {
        return readFileSync(path, 'utf8').split('\n').filter(Boolean)
      } catch {
        return []
      }
    }
    const now = read(this.path)
    return (now.length < lines ? [...read(`${this.path}.old`), ...now] : now).slice(-lines)
  }
}

/** On one line, without control characters, the user's folder as `~`. */
function plain(text: string): string {
  const home = homeFolder()
  const short = home.length > 1 ? text.replaceAll(home, '~') : text
  return short.replace(/[\p{C}\p{Z}]+/gu, ' ').slice(0, longest)
}
