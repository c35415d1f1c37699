// The shells' side of capturing: which driver there is, which adapters it sees, whether it takes a filter.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseObject, readAdapterList, readProblem } from './capture-lines'
import type { Adapter, AdapterList, LinkType, Problem } from './capture-lines'

export type {
  Adapter,
  AdapterAddress,
  AdapterList,
  Counts,
  FileTurned,
  LinkType,
  Problem,
  Started,
  Written,
} from './capture-lines'
export { startCapture } from './capture-process'
export type { CaptureEnd, CaptureHandlers, CaptureOptions, CaptureProcess, Launch, Running } from './capture-process'

/** A program that speaks PROTOCOL.md. */
export interface Driver {
  kind: 'helper' | 'cap'
  command: string
  /** Arguments before those of the protocol. */
  args: string[]
}

export interface Drivers {
  /** Null: no live capture; `problem` says what to do. */
  chosen: Driver | null
  /** A sentence for the status bar: which driver, and why that one. */
  why: string
  /** What stands in the way: of the helper when cap was chosen, of both when none was. */
  problem: Problem | null
  /** What the chosen driver calls itself: "libpcap 1.10.3 (with TPACKET_V3)". */
  version: string
  permitted: boolean
  hint: string
}

export type FilterCheck = { ok: true; linkType: LinkType } | ({ ok: false } & Problem)

/** A driver refused, or none is there. */
export class CaptureRefused extends Error {
  readonly code: string
  readonly hint: string
  constructor(problem: Problem) {
    super(problem.message)
    this.name = 'CaptureRefused'
    this.code = problem.code
    this.hint = problem.hint
  }
}

const helperName = process.platform === 'win32' ? 'wirelens-capture.exe' : 'wirelens-capture'

/** All files of that name where ours may lie: a packaged app's resources, beside a bundle, the project's dist. */
function candidates(name: string): string[] {
  const found: string[] = []
  const resources = (process as { resourcesPath?: string }).resourcesPath
  if (resources) found.push(join(resources, 'native', name))
  for (let at = dirname(fileURLToPath(import.meta.url)), up = 0; up < 6; up++, at = dirname(at)) {
    if (/\.asar$/.test(at)) continue // nothing inside an archive can be executed
    found.push(join(at, 'dist', 'native', name), join(at, 'native', name))
  }
  return found.filter((path) => !/\.asar[\\/]/.test(path) && existsSync(path))
}

/** The helper: WIRELENS_HELPER if that is set, else the nearest one. */
export function helperPath(): string | null {
  const wanted = process.env['WIRELENS_HELPER']
  if (wanted !== undefined) return wanted
  return candidates(helperName)[0] ?? null
}

function helper(): Driver | null {
  const path = helperPath()
  return path === null ? null : { kind: 'helper', command: path, args: [] }
}

/** `cap` needs a Node of its own. Electron's binary is none: there the shell launches the driver itself. */
export function capDriver(node = process.execPath): Driver | null {
  const script = candidates('cap-driver.mjs')[0]
  return script === undefined ? null : { kind: 'cap', command: node, args: [script] }
}

const silent: Problem = {
  code: 'NODRIVER',
  message: 'The capture driver gave no answer.',
  hint: 'Build it again: node native/build.mjs --force',
}

/** Runs one of the short commands; its one line, or what went wrong. */
function ask(driver: Driver, words: string[]): Promise<{ line: string } | { problem: Problem }> {
  const limits = { timeout: 15_000, maxBuffer: 16 << 20, windowsHide: true, encoding: 'utf8' } as const
  return new Promise((resolve) => {
    const failed = (detail: string) =>
      resolve({ problem: { ...silent, message: `${driver.command} cannot be run: ${detail}` } })
    try {
      execFile(driver.command, [...driver.args, ...words], limits, (error, stdout, stderr) => {
        const line = stdout.trim()
        const problem = readProblem(line)
        if (problem) return resolve({ problem })
        if (!error) return resolve(line === '' ? { problem: silent } : { line })
        failed(stderr.trim().split('\n')[0] || error.message)
      }).stdin?.end()
    } catch (error) {
      failed((error as Error).message) // no memory, too many processes
    }
  })
}

async function look(driver: Driver): Promise<{ list: AdapterList } | { problem: Problem }> {
  const answer = await ask(driver, ['list'])
  if ('problem' in answer) return answer
  const list = readAdapterList(answer.line)
  return list ? { list } : { problem: silent }
}

/**
 * Which driver captures: the helper when it runs, else `cap`. Asks both at most once; the caller keeps the answer.
 * @param options.cap how to start `cap` in a shell that is no plain Node; null: not at all
 */
export async function findDrivers(options: { cap?: Driver | null } = {}): Promise<Drivers> {
  const own = helper()
  const missing: Problem = {
    code: 'NOHELPER',
    message: `The capture helper (${helperName}) is not there.`,
    hint: 'Install a C++ compiler and build it: node native/build.mjs',
  }
  const first = own ? await look(own) : { problem: missing }
  if (own && 'list' in first) {
    const { driver, permitted, hint } = first.list
    return {
      chosen: own,
      why: `Captures with the native helper and ${driver}.`,
      problem: null,
      version: driver,
      permitted,
      hint,
    }
  }
  const problem = 'problem' in first ? first.problem : missing
  const nodeItself = process.versions['electron'] === undefined
  const cap = options.cap === undefined ? (nodeItself ? capDriver() : null) : options.cap
  const second = cap ? await look(cap) : null
  if (cap && second && 'list' in second) {
    const { driver, permitted, hint } = second.list
    const why = `Captures with ${driver}, which loses packets under load and has no exact times: ${problem.message}`
    return { chosen: cap, why, problem, version: driver, permitted, hint }
  }
  const also = second && 'problem' in second ? ` ${second.problem.message}` : ''
  const why = `No live capture: ${problem.message}${also}`
  return { chosen: null, why, problem, version: '', permitted: false, hint: problem.hint }
}

/** The driver to use, or a refusal that says why there is none. */
export async function requireDriver(drivers?: Drivers): Promise<Driver> {
  const { chosen, why, problem } = drivers ?? (await findDrivers())
  if (chosen) return chosen
  throw new CaptureRefused({ code: problem?.code ?? 'NODRIVER', message: why, hint: problem?.hint ?? '' })
}

/** The adapters. Link types are asked for only on request: each adapter has to be opened for them. Throws CaptureRefused. */
export async function listAdapters(options: { linkTypes?: boolean } = {}, drivers?: Drivers): Promise<AdapterList> {
  const driver = await requireDriver(drivers)
  const answer = await ask(driver, ['list', ...(options.linkTypes ? ['--link-types'] : [])])
  if ('problem' in answer) throw new CaptureRefused(answer.problem)
  const list = readAdapterList(answer.line)
  if (!list) throw new CaptureRefused(silent)
  return list
}

/**
 * The adapter of this name out of the driver's list. libpcap takes more names than it lists and does what they say
 * (`dbus://unixexec:…` runs a command): no other name may reach a driver. Throws CaptureRefused (NODEV).
 */
export async function requireAdapter(name: string, drivers?: Drivers): Promise<Adapter> {
  const found = (await listAdapters({}, drivers)).adapters.find((it) => it.name === name)
  if (found) return found
  throw new CaptureRefused({
    code: 'NODEV',
    message: `${name}: no such interface.`,
    hint: 'Choose one of those that are listed.',
  })
}

/** Compiles a capture filter for the adapter's real link type. Never throws: no driver is one more reason to say no. */
export async function checkFilter(
  options: { interface: string; filter: string; snap?: number },
  drivers?: Drivers,
): Promise<FilterCheck> {
  try {
    const driver = await requireDriver(drivers)
    await requireAdapter(options.interface, drivers)
    const snap = options.snap === undefined ? [] : ['--snap', String(options.snap)]
    const answer = await ask(driver, ['check', '--interface', options.interface, '--filter', options.filter, ...snap])
    if ('problem' in answer) return { ok: false, ...answer.problem }
    const linkType = parseObject(answer.line)?.['linkType'] as LinkType | undefined
    return linkType ? { ok: true, linkType } : { ok: false, ...silent }
  } catch (error) {
    if (error instanceof CaptureRefused)
      return { ok: false, code: error.code, message: error.message, hint: error.hint }
    throw error
  }
}
