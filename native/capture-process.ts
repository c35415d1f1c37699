// One running capture: starts a driver, follows its lines, stops it, and says how it ended whatever happened to it.
import { spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { readCaptureLine } from './capture-lines'
import type { CaptureLine, Counts, FileTurned, Problem, Started, Written } from './capture-lines'
import type { Driver } from './drivers'

export interface CaptureOptions {
  interface: string
  /** Path of the pcapng file; with a ring, its name is numbered. */
  out: string
  overwrite?: boolean
  /** Default true. */
  promiscuous?: boolean
  monitor?: boolean
  /** Bytes kept of each packet. */
  snap?: number
  /** Kernel buffer in MiB, 32 by default. */
  buffer?: number
  filter?: string
  /** Stop conditions: packets, bytes in all files together, seconds. */
  packets?: number
  bytes?: number
  seconds?: number
  /** A ring: go on to another file at either limit, and keep only the last `files`. */
  ring?: { files?: number; bytes?: number; seconds?: number }
}

export interface CaptureHandlers {
  started?: (line: Started) => void
  /** Packets are in the file: about ten times a second, while there is something new. */
  written?: (line: Written) => void
  file?: (line: FileTurned) => void
}

export interface CaptureEnd extends Counts {
  /** stdin (asked to), signal, packets, bytes, seconds; or error, then `problem` is there. */
  reason: string
  problem: Problem | null
}

export interface CaptureProcess {
  readonly driver: Driver
  readonly pid: number | undefined
  /** What is known to be in the file. */
  readonly counts: Readonly<Counts>
  /** Resolves with the first line, or with null when there was none. */
  readonly started: Promise<Started | null>
  /** Resolves when the process has ended; never rejects. */
  readonly ended: Promise<CaptureEnd>
  /** Asks for a clean stop; ends it by force if it does not answer within five seconds. */
  stop(): Promise<CaptureEnd>
}

/** The process behind a capture, as far as it is used here: Electron's utilityProcess fits as well. */
export interface Running {
  pid: number | undefined
  stdout: Readable
  stderr: Readable | null
  closeInput(): void
  kill(signal: 'SIGTERM' | 'SIGKILL'): void
  onEnd(callback: (status: number | null, signal: string | null, error: Error | null) => void): void
}

export type Launch = (driver: Driver, words: string[]) => Running

const lineLimit = 1 << 20

function launchChild(driver: Driver, words: string[]): Running {
  const child = spawn(driver.command, [...driver.args, ...words], {
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  })
  child.stdin.on('error', () => {}) // it ended first
  return {
    pid: child.pid,
    stdout: child.stdout,
    stderr: child.stderr,
    closeInput: () => child.stdin.end(),
    kill: (signal) => void child.kill(signal),
    onEnd: (callback) => {
      child.once('error', (error) => callback(null, null, error))
      child.once('close', (status, signal) => callback(status, signal, null)) // after the last line was read
    },
  }
}

function wordsOf(options: CaptureOptions): string[] {
  const { ring = {} } = options
  const words = ['capture', '--interface', options.interface, '--out', options.out]
  if (options.overwrite) words.push('--overwrite')
  if (options.promiscuous === false) words.push('--no-promiscuous')
  if (options.monitor) words.push('--monitor')
  if (options.filter) words.push('--filter', options.filter)
  const { snap, buffer, packets, bytes, seconds } = options
  const numbers = {
    snap,
    buffer,
    packets,
    bytes,
    seconds,
    'ring-files': ring.files,
    'ring-bytes': ring.bytes,
    'ring-seconds': ring.seconds,
  }
  for (const [name, value] of Object.entries(numbers)) if (value !== undefined) words.push(`--${name}`, String(value))
  return words
}

/** What to tell when the process ended without a last word. */
function lastWord(driver: Driver, adapter: string, counts: Counts, how: string, stderr: string): Problem {
  const hint = counts.end > 0 ? `They are safe in ${counts.file}. Start the capture again.` : 'Start the capture again.'
  const captured = `${counts.packets} packets had been captured.`
  // cap asserts that its adapter never fails.
  if (driver.kind === 'cap' && stderr.includes('cb_packets'))
    return { code: 'IFGONE', message: `${adapter}: the interface is gone or went down; ${captured}`, hint }
  const name = driver.kind === 'helper' ? 'The capture helper' : 'The cap driver'
  const detail = stderr.trim().split('\n').at(-1)
  return { code: 'KILLED', message: `${name} ${how}${detail ? ` (${detail.slice(0, 300)})` : ''}; ${captured}`, hint }
}

/** Starts a capture. Never throws: what goes wrong is the `problem` that it ends with. */
export function startCapture(
  driver: Driver,
  options: CaptureOptions,
  handlers: CaptureHandlers = {},
  launch: Launch = launchChild,
): CaptureProcess {
  let counts: Counts = { packets: 0, bytes: 0, end: 0, dropped: 0, file: options.out }
  let last: { reason: string; problem: Problem | null } | null = null
  let rest = ''
  let stderr = ''
  let sayStarted: (line: Started | null) => void = () => {}
  const started = new Promise<Started | null>((resolve) => (sayStarted = resolve))
  let sayEnded: (end: CaptureEnd) => void = () => {}
  const ended = new Promise<CaptureEnd>((resolve) => (sayEnded = resolve))

  const take = (line: CaptureLine) => {
    const {
      packets = counts.packets,
      bytes = counts.bytes,
      end = counts.end,
      dropped = counts.dropped,
      file = counts.file,
    } = line
    counts = { packets, bytes, end, dropped, file }
    if (line.event === 'started') {
      sayStarted(line)
      handlers.started?.(line)
    } else if (line.event === 'written') handlers.written?.(line)
    else if (line.event === 'file') handlers.file?.(line)
    else if (line.event === 'stopped') last = { reason: line.reason, problem: null }
    else last = { reason: 'error', problem: { code: line.code, message: line.message, hint: line.hint } }
  }
  const read = (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > lineLimit) rest = ''
    for (const line of lines) {
      const known = readCaptureLine(line) // anything else is not ours and says nothing
      if (known) take(known)
    }
  }
  const finish = (problem: Problem | null) => {
    sayStarted(null)
    sayEnded({ ...counts, reason: last?.reason ?? 'error', problem: last?.problem ?? (last ? null : problem) })
  }

  let running: Running
  try {
    running = launch(driver, wordsOf(options))
  } catch (error) {
    const message = `${driver.command} cannot be started: ${(error as Error).message}`
    finish({ code: 'NODRIVER', message, hint: 'Build it again: node native/build.mjs --force' })
    return { driver, pid: undefined, counts, started, ended, stop: () => ended }
  }
  running.stdout.setEncoding('utf8').on('data', read)
  running.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-4096)))
  const timers: NodeJS.Timeout[] = []
  running.onEnd((status, signal, error) => {
    for (const timer of timers) clearTimeout(timer)
    read('\n')
    if (error) {
      const message = `${driver.command} cannot be started: ${error.message}`
      finish({ code: 'NODRIVER', message, hint: 'Build it again: node native/build.mjs --force' })
    } else {
      const how = signal ? `was ended by ${signal}` : `ended with status ${status}`
      finish(lastWord(driver, options.interface, counts, how, stderr))
    }
  })

  return {
    driver,
    pid: running.pid,
    get counts() {
      return counts
    },
    started,
    ended,
    stop() {
      running.closeInput()
      if (timers.length === 0) {
        timers.push(
          setTimeout(() => running.kill('SIGTERM'), 3000),
          setTimeout(() => running.kill('SIGKILL'), 5000),
        )
      }
      return ended
    },
  }
}
