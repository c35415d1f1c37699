/**
 * The shell's end of the decoder process: sends calls, hands on events, and when the decoder dies or hangs starts a new one where the old one was.
 * Calls that were under way are answered with an error that says so.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import type { DecoderClient } from '../engine/api'
import { errorText, type ErrorText, type Reply, type Request, type Told } from '../engine/api/call'
import { Refused } from '../engine/refused'

/** A process that runs `serveDecoder`: a Node child process, or Electron's utility process. */
export interface DecoderProcess {
  post(message: unknown): void
  readonly pid?: number | undefined
  kill(): void
}
export interface ProcessEvents {
  message(message: unknown): void
  /** Once, however it ended. */
  exit(reason: string): void
}
export type StartProcess = (events: ProcessEvents) => DecoderProcess

/** Milliseconds without a beat after which a decoder counts as hung. */
const patience = 2000
/** Milliseconds between two looks at the beat. */
const lookPause = 250
/** So many deaths in `window` milliseconds, and no new one is started until the user opens something. */
const tooMany = 3
const window = 5 * 60_000

export interface LinkEvents {
  told(event: string, value: unknown): void
  /** A new one runs: what is called now comes before all else. */
  started(): void
  /** `restarting` when it is gone, `ready` when a new one has been brought to where the old one was. */
  state(state: 'restarting' | 'ready' | 'gave-up', message: string): void
}

export class DecoderLink {
  private process: DecoderProcess | null = null
  private lastBeat = 0
  private lastLook = Date.now()
  private nextId = 1
  private readonly waiting = new Map<number, { resolve(value: unknown): void; reject(error: ErrorText): void }>()
  private deaths: number[] = []
  private readonly watch: ReturnType<typeof setInterval>
  private closed = false
  private reviving: Promise<void> | null = null
  /** It died too often: only opening something, or closing it, starts another one. */
  private gaveUp = false

  /**
   * @param revive brings a fresh decoder to where the old one was (opens the same file); it is told which packet the old one hung on, 0 when none
   * @param diary where a decoder that hangs leaves that packet's number: it cannot say anything any more
   */
  constructor(
    private readonly start: StartProcess,
    private readonly events: LinkEvents,
    private readonly revive: (hungOn: number) => Promise<void>,
    private readonly diary: string,
  ) {
    this.watch = setInterval(() => this.checkBeat(), lookPause)
    this.watch.unref?.()
  }

  /** The machine has slept: what the decoder did not say in that time counts for nothing. */
  awake(): void {
    this.lastBeat = Math.max(this.lastBeat, Date.now())
  }

  /** Calls the decoder by name; the arguments are checked there. Rejects with an ErrorText. */
  async call(name: string, args: unknown): Promise<unknown> {
    if (this.closed) throw new Refused('closed', 'Wirelens is closing.')
    await this.revived()
    return this.send(name, args)
  }

  /** Typed calls: `link.session.open({…})`. Not held back while a new decoder is being brought up. */
  readonly session = this.area('session')
  readonly filter = this.area('filter')
  readonly report = this.area('report')
  readonly exercise = this.area('exercise')
  readonly preferences = this.area('preferences')
  private area<A extends 'session' | 'filter' | 'report' | 'exercise' | 'preferences'>(area: A): DecoderClient[A] {
    return new Proxy({} as DecoderClient[A], {
      get: (_, name) => (args: unknown) => this.send(`${area}.${String(name)}`, args),
    })
  }

  /** Waits while a fresh decoder is brought to where the old one was. */
  async revived(): Promise<void> {
    while (this.reviving) await this.reviving
  }

  /** Process id of the running decoder, for tests and diagnostics; undefined when none runs. */
  get running(): DecoderProcess | null {
    return this.process
  }

  close(): void {
    this.closed = true
    clearInterval(this.watch)
    this.process?.kill()
    this.process = null
    this.refuseAll('Wirelens is closing.')
    rmSync(this.diary, { force: true })
  }

  private send(name: string, args: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.gaveUp && !/^session\.(open|close)$/.test(name))
        throw new Refused('decoder-stopped', 'The decoder stopped too often.', 'Open the file again to go on.')
      this.gaveUp = false
      const process = this.ensure()
      const id = this.nextId++
      this.waiting.set(id, { resolve, reject })
      const request: Request = { id, call: name, args: args ?? {} }
      try {
        process.post(request)
      } catch (error) {
        this.waiting.delete(id)
        reject(errorText(error))
      }
    })
  }

  private ensure(): DecoderProcess {
    if (this.process) return this.process
    this.lastBeat = Date.now() + 5000 // starting takes longer than a beat
    let started: DecoderProcess
    try {
      started = this.start({
        message: (message) => {
          if (this.process === started) this.arrived(message)
        },
        exit: (reason) => {
          if (this.process === started) this.died(reason)
        },
      })
    } catch (error) {
      const hint = 'Close some programs, then try again.'
      throw new Refused('decoder-not-started', `The decoder could not be started: ${describe(error)}.`, hint)
    }
    this.process = started
    mkdirSync(dirname(this.diary), { recursive: true, mode: 0o700 })
    rmSync(this.diary, { force: true })
    void this.send('session.watch', { path: this.diary }).catch(() => undefined)
    this.events.started()
    return started
  }

  private arrived(message: unknown): void {
    if (typeof message !== 'object' || message === null) return
    this.lastBeat = Date.now()
    if ('event' in message) {
      const { event, value } = message as Told
      if (event !== 'beat') this.events.told(event, value)
      return
    }
    const reply = message as Reply
    const waiting = this.waiting.get(reply.id)
    if (!waiting) return
    this.waiting.delete(reply.id)
    if ('error' in reply) waiting.reject(reply.error)
    else waiting.resolve(reply.value)
  }

  private checkBeat(): void {
    const now = Date.now()
    // A shell that was stopped itself, with its machine or alone, has not seen what the decoder said meanwhile.
    if (now - this.lastLook > patience / 2) this.awake()
    this.lastLook = now
    if (!this.process || now - this.lastBeat < patience) return
    this.process.kill()
    const packet = this.hungOn()
    this.died(`it did not answer for two seconds${packet ? `, at packet ${packet}` : ''}`, packet)
  }

  private hungOn(): number {
    try {
      const number = Number(readFileSync(this.diary, 'utf8'))
      return Number.isSafeInteger(number) && number > 0 ? number : 0
    } catch {
      return 0 // it hung on something else
    }
  }

  private died(reason: string, hungOn = 0): void {
    this.process = null
    if (this.closed) return
    this.refuseAll(`The decoder stopped (${reason}).`)
    const now = Date.now()
    this.deaths = [...this.deaths.filter((t) => now - t < window), now]
    if (this.deaths.length >= tooMany) {
      this.deaths = []
      this.gaveUp = true
      this.reviving = null // what was still under way has nothing more to say
      this.events.state(
        'gave-up',
        `The decoder stopped three times in five minutes (${reason}). Open the file again to go on.`,
      )
      return
    }
    this.events.state('restarting', `The decoder stopped (${reason}) and is being started again.`)
    const skipped = hungOn ? `Packet ${hungOn} was skipped: it took too long.` : ''
    const reviving: Promise<void> = this.revive(hungOn)
      .then(
        () => {
          if (this.reviving === reviving) this.events.state('ready', skipped)
        },
        (error: unknown) => {
          // When the new one has died as well, the next revival has taken over.
          if (this.reviving === reviving)
            this.events.state('gave-up', `The capture could not be opened again: ${describe(error)}`)
        },
      )
      .then(() => {
        if (this.reviving === reviving) this.reviving = null
      })
    this.reviving = reviving
  }

  private refuseAll(message: string): void {
    const all = [...this.waiting.values()]
    this.waiting.clear()
    for (const { reject } of all)
      reject({ code: 'decoder-stopped', message, hint: 'It is being started again: try once more.' })
  }
}

const describe = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error)
