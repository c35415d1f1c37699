/**
 * What both shells are made of: one decoder, at most one live capture, the files and settings of the user, and the windows that listen.
 * A shell adds only its transport, its dialogs and how a decoder process is started.
 */
import { rmSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { answer, errorText, isRequest } from '../engine/api/call'
import type { Check } from '../engine/api/check'
import { soundMacros } from '../engine/api/macros'
import type { CaptureStatus } from '../engine/api/shapes'
import { Refused } from '../engine/refused'
import { speak, spoken } from '../engine/words/language'
import type { Language } from '../engine/words/language'
import { findDrivers } from '../native/drivers'
import type { Driver, Drivers } from '../native/drivers'
import { CaptureControl } from './capture-control'
import { Edits } from './edits'
import { DecoderLink } from './decoder-link'
import type { StartProcess } from './decoder-link'
import { RecentFiles } from './folders'
import type { RecentList } from './folders'
import { takeLeftover } from './leftovers'
import { Log } from './log'
import { settingsFolder, temporaryFolder } from './places'
import { defaultSettings, JsonFile, readWith } from './settings'
import { saveReport } from './save-report'
import type { ReportRequest } from './save-report'
import type { CaptureState, Settings, ShellInfo } from './shapes'
import { shellCalls } from './calls'
import { recentCheck, settingsCheck } from './settings-check'
import { Uploads } from './uploads'
import { forWindows } from './window-calls'

/** What only a shell knows. */
export interface ShellParts {
  info: Omit<ShellInfo, 'openAtStart' | 'problems'>
  startDecoder: StartProcess
  /** Native dialogs; undefined where the window draws its own. */
  pickOpen?: () => Promise<string | null>
  pickSave?: (name: string) => Promise<string | null>
  /** Whether a window may ask for this path: the desktop says yes only to paths that the user picked. */
  mayUse?: (path: string) => boolean
  /** How to start the `cap` driver where the shell is no plain Node; null: not at all. */
  cap?: Driver | null
  /** Prints HTML to PDF; undefined where a browser of the machine is to do it. */
  printPdf?: (html: string) => Promise<Uint8Array>
  /** Opens an address of ours in the user's browser; undefined where the window is in one. */
  openOutside?: (address: string) => void
}

/** What is open and what was done to it, so that a new decoder can be brought to the same place. */
interface Place {
  opened: { path: string; temporary: boolean; name?: string }
  /** Files of ours that go when something else is opened: a window asks before it drops what was not saved. */
  own: string[]
  edits: Edits
  saved: boolean
  /** Packets that a decoder hung on. */
  skip: number[]
  /** What the list was sorted by last. */
  sort?: Parameters<DecoderLink['session']['sort']>[0]
}

let hosts = 0

/** Macros are judged one by one (`soundMacros`): only that they are a list is asked here. */
const handWritten: Check<Partial<Settings>> = (value, at) =>
  typeof value === 'object' && value !== null && 'macros' in value
    ? (value as Partial<Settings>)
    : settingsCheck()(value, at)

export class Host {
  readonly log = new Log(settingsFolder())
  readonly settings: JsonFile<Settings>
  readonly recent: RecentFiles
  readonly decoder: DecoderLink
  readonly capture: CaptureControl
  readonly uploads = new Uploads()
  openAtStart: string | null = null
  /** The user has said that what is open need not be kept. */
  dropped = false
  /** TCP port of the window's own connection in the browser shell; 0 on the desktop. */
  ownPort = 0
  /** What went wrong before a window listened: sentences for the user. */
  readonly problems: string[] = []
  private place: Place | null = null
  private capturing = false
  private reading: Promise<void> = Promise.resolve()
  /** The display filter in force: a fresh decoder gets it, too. */
  private filter = ''
  private readonly listeners = new Set<(event: string, value: unknown) => void>()

  constructor(readonly parts: ShellParts) {
    const kept = <T extends object>(name: string, defaults: T, check: Check<Partial<T>>): JsonFile<T> => {
      const file = new JsonFile<T>(
        settingsFolder(),
        name,
        defaults,
        (message) =>
          this.tell('failed', {
            code: 'not-written',
            message,
            hint: 'Make room on the disk, or look at the rights of that folder.',
          }),
        check,
      )
      if (file.problem !== null) {
        this.problems.push(file.problem)
        this.log.write('set aside', file.problem)
      }
      return file
    }
    this.settings = kept<Settings>('settings.json', defaultSettings, handWritten)
    // A file that somebody wrote by hand: one bad macro must not take the others with it.
    this.settings.get().macros = soundMacros(this.settings.get().macros)
    this.recent = new RecentFiles(kept<RecentList>('recent.json', { files: [] }, recentCheck))
    this.decoder = new DecoderLink(
      parts.startDecoder,
      {
        told: (event, value) => this.tell(event, value),
        started: () => {
          void this.sendLanguage()
          void this.sendMacros()
          void this.sendPreferences()
        },
        state: (state, message) => this.tell('decoder', { state, message }),
      },
      (hungOn) => this.revive(hungOn),
      join(temporaryFolder(), `decoder-${process.pid}-${++hosts}.hung`),
    )
    this.capture = new CaptureControl(this)
    this.log.write(`start of ${parts.info.version}`, `${parts.info.kind} shell on ${parts.info.platform}`)
  }

  /** Which driver captures, in this shell. */
  findDrivers(): Promise<Drivers> {
    const { cap } = this.parts
    return findDrivers(cap === undefined ? {} : { cap })
  }

  /** A window listens to everything that is told; the result ends it. */
  listen(take: (event: string, value: unknown) => void): () => void {
    this.listeners.add(take)
    return () => {
      this.listeners.delete(take)
      if (!this.listeners.size) this.capture.watchTraffic(false)
    }
  }
  tell(event: string, value: unknown): void {
    this.note(event, value)
    for (const take of this.listeners) take(event, value)
  }

  /** What of that goes into the log: nothing that a packet or a filter said. */
  private note(event: string, value: unknown): void {
    if (event === 'decoder') {
      const { state, message } = value as { state: string; message: string }
      this.log.write(`decoder ${state}`, message)
    } else if (event === 'failed') {
      const { code, message } = value as { code: string; message: string }
      this.log.write(`failed ${code}`, message)
    } else if (event === 'capture') {
      const { running, driver, packets, dropped, problem } = value as CaptureState
      if (running === this.capturing) return
      this.capturing = running
      if (running) this.log.write('capture started', driver)
      else this.log.write(`capture ended ${problem?.code ?? 'well'}`, `${packets} packets, ${dropped} dropped`)
    }
  }

  /** Changes settings; what the decoder has to know of them, it knows with the answer. */
  async change(changes: Partial<Settings>): Promise<Settings> {
    const before = readWith(this.settings.get())
    if (changes.keyLog && changes.keyLog !== this.settings.get().keyLog) this.allow(changes.keyLog)
    const settings = this.settings.change(changes)
    if (changes.macros && this.decoder.running) await this.sendMacros()
    if (readWith(settings) !== before && this.decoder.running) await this.readAnew()
    return settings
  }
  /** Preferences and Decode As hold from the first packet on: the open capture is read again, with its marks and comments. */
  private readAnew(): Promise<void> {
    // One after the other: a second opening would cancel the first.
    const turn = this.reading.then(async () => {
      await this.decoder.revived()
      await this.sendPreferences()
      await this.revive(0)
    })
    this.reading = turn.catch(() => undefined)
    return turn
  }
  private async sendPreferences(): Promise<void> {
    const { preferences, decodeAs, keyLog } = this.settings.get()
    const problems = await this.decoder.preferences.use({ preferences, decodeAs, keyLog }).catch(() => [])
    for (const { message } of problems)
      this.tell('failed', { code: 'setting', message, hint: 'Everything else of the settings holds.' })
  }
  private async sendMacros(): Promise<void> {
    // A decoder that dies over it gets them with its successor.
    await this.decoder.filter.macros({ macros: this.settings.get().macros }).catch(() => undefined)
  }

  /** Speaks another language from now on, in this process and in the decoder. */
  async speak(language: Language): Promise<void> {
    if (language === spoken()) return
    speak(language)
    this.tell('language', language)
    if (this.decoder.running) await this.sendLanguage()
  }
  private async sendLanguage(): Promise<void> {
    await this.decoder.session.speak({ language: spoken() }).catch(() => undefined)
  }

  /** Answers what a window asks: calls of the shell here, calls about packets in the decoder. Anything that is no request is ignored. */
  async handle(message: unknown): Promise<unknown> {
    if (!isRequest(message)) return null
    const { id, call, args } = message
    if (!forWindows.has(call)) return answer(shellCalls, this as Host, message)
    try {
      const value = await this.decoder.call(call, args)
      this.place?.edits.note(call, args)
      if (call === 'session.filter') this.filter = (value as { text: string }).text
      if (call === 'session.sort' && this.place) this.place.sort = args as Place['sort']
      return { id, value }
    } catch (error) {
      return { id, error: isErrorText(error) ? error : errorText(error) }
    }
  }

  /** Opens a file of the user's. */
  async openFile(path: string): Promise<CaptureStatus> {
    this.allow(path)
    await this.capture.stop()
    const status = await this.load({ path, temporary: false }, false, [])
    this.recent.add(path)
    return status
  }
  /** Opens something that has no name of the user's yet: a live capture, an upload, a sample. */
  async openTemporary(path: string, name: string, live: boolean, unsaved: boolean): Promise<CaptureStatus> {
    return this.load({ path, temporary: unsaved, name }, live, unsaved ? [path] : [])
  }
  /** Opens what was dropped on the window: our copy goes when something else is opened, or at once when it is no capture. */
  async openUpload(path: string, name: string): Promise<CaptureStatus> {
    return this.load({ path, temporary: false, name }, false, [path]).catch((error: unknown) => {
      rmSync(path, { force: true })
      throw error
    })
  }
  /** Opens a capture that an earlier run left behind. */
  async recover(id: string): Promise<CaptureStatus> {
    await this.capture.stop()
    const path = takeLeftover(id)
    return this.openTemporary(path, basename(path), false, true)
  }
  async closeFile(): Promise<void> {
    await this.capture.stop()
    await this.ask(this.decoder.session.close({}))
    const { place } = this
    this.place = null
    this.leave(place)
  }
  async saveFile(args: Parameters<DecoderLink['session']['save']>[0]): Promise<unknown> {
    this.allow(args.path)
    const saved = await this.ask(this.decoder.session.save(args))
    if (args.which === undefined || args.which === 'all') {
      this.recent.add(args.path)
      if (this.place) {
        this.place.saved = true
        this.place.opened = { ...this.place.opened, temporary: false, name: basename(args.path) }
      }
    }
    return saved
  }

  /** Writes a report on what is open; `path` was picked by the user. */
  async saveReport(args: ReportRequest): Promise<{ path: string }> {
    this.allow(args.path)
    return this.ask(saveReport(this.decoder, args, this.parts.printPdf))
  }

  /** Writes an exercise capture to a file of ours. */
  async makeExercise(args: Parameters<DecoderLink['exercise']['make']>[0]): Promise<number> {
    return this.ask(this.decoder.exercise.make(args))
  }

  /** The ring of the live capture goes on in another file of ours. */
  turned(path: string, removed: string | undefined): void {
    const { place } = this
    if (!place) return
    place.own = [...place.own.filter((own) => own !== removed), path]
    if (removed === place.opened.path) place.opened = { ...place.opened, path: place.own[0]! }
  }

  /** The machine was suspended: nothing counts as hung, and the decoder reads what the capture wrote last. */
  awake(): void {
    this.decoder.awake()
    this.capture.repeat()
  }

  /** Ends everything that the host started. */
  async close(): Promise<void> {
    this.capture.watchTraffic(false)
    await this.capture.stop()
    this.decoder.close()
    this.uploads.close()
    // What was not saved stays, and is offered at the next start.
    if (this.place?.saved || this.dropped) for (const path of this.place?.own ?? []) rmSync(path, { force: true })
  }

  private allow(path: string): void {
    if (this.parts.mayUse && !this.parts.mayUse(path))
      throw new Refused('path-not-picked', `${path} was not picked in a dialog.`, 'Open it with File > Open.')
  }
  private async load(opened: Place['opened'], live: boolean, own: string[]): Promise<CaptureStatus> {
    const before = this.place
    // Before it is open: a decoder that hangs on it while it opens comes back to it without the packet.
    this.place = { opened, own, saved: false, edits: new Edits(), skip: [] }
    try {
      const status = (await this.ask(this.decoder.session.open({ ...opened, live }))) as CaptureStatus
      this.leave(before)
      return status
    } catch (error) {
      if (error instanceof Refused && error.code === 'decoder-stopped') {
        await this.decoder.revived()
        const status = await this.decoder.session.status({}).catch(() => null)
        if (status?.path === opened.path) {
          this.leave(before)
          return status
        }
      }
      this.place = before
      throw error
    }
  }
  /** Removes the temporary files of a place that was left. */
  private leave(place: Place | null): void {
    for (const path of place?.own ?? []) if (path !== this.place?.opened.path) rmSync(path, { force: true })
  }
  /** Brings a fresh decoder to where the old one was: the same file, without packets that hang, with the same marks and comments. */
  private async revive(hungOn: number): Promise<void> {
    const { place } = this
    if (!place) return
    if (hungOn) place.skip = [...place.skip, hungOn].slice(-1000)
    const live = this.capture.running
    await this.ask(this.decoder.session.open({ ...place.opened, live, skip: place.skip, filter: this.filter }))
    // Of a ring, what is still there; the numbers then begin with its oldest file.
    const later = place.own.slice(place.own.indexOf(place.opened.path) + 1)
    for (const [n, path] of later.entries())
      await this.ask(
        this.decoder.session.turned({ path, end: statSync(place.own.at(n - later.length - 1)!).size, removed: false }),
      )
    if (live) this.capture.repeat()
    await place.edits.repeat(this.decoder)
    // It may take its time: the rows are there meanwhile, as captured.
    if (place.sort) void this.decoder.session.sort(place.sort).catch(() => undefined)
  }
  /** Errors of the decoder arrive as texts: they become refusals again. */
  private async ask<T>(work: Promise<T>): Promise<T> {
    try {
      return await work
    } catch (error) {
      if (isErrorText(error)) throw new Refused(error.code, error.message, error.hint, error.range)
      throw error
    }
  }
}

const isErrorText = (
  error: unknown,
): error is { code: string; message: string; hint?: string; range?: [number, number] } =>
  typeof error === 'object' && error !== null && !(error instanceof Error) && 'code' in error && 'message' in error
