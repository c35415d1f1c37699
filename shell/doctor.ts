/** The capture doctor: looks at everything that a live capture needs, says each in a sentence, and proves it with a packet on loopback. */
import { accessSync, constants, readFileSync } from 'node:fs'
import { arch, platform, release } from 'node:os'
import { Refused } from '../engine/refused'
import { findDrivers, helperPath, listAdapters } from '../native/drivers'
import type { Adapter, Drivers } from '../native/drivers'
import { fixes, runFix, typed, type FixId } from './doctor-fixes'
import { proveOnLoopback } from './doctor-proof'
import { offloadsOf } from './doctor-offload'
import { userName } from './places'
import type { Finding, DoctorReport } from './shapes'

const finding = (id: string, state: Finding['state'], sentence: string, fix?: FixId): Finding => ({
  id,
  state,
  sentence,
  ...(fix === undefined ? {} : { fix: { id: fix, title: fixes[fix].title } }),
})

const onWindows = process.platform === 'win32'
const libraryName = onWindows ? 'Npcap' : 'libpcap'

/** The group of the Debian package; null where there is none. `joined`: its list names this user, from the next login on at the latest. */
function captureGroup(): { joined: boolean } | null {
  try {
    const line = /^wirelens:[^:]*:\d*:(.*)$/m.exec(readFileSync('/etc/group', 'utf8'))
    return line ? { joined: line[1]!.split(',').includes(userName()) } : null
  } catch {
    return null
  }
}

/** Whether the helper is there, but not for this user: the package lets its group use it and nobody else. */
function lockedOut(): boolean {
  const path = helperPath()
  if (path === null || onWindows) return false
  try {
    accessSync(path, constants.X_OK)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES'
  }
}

function helperFinding({ chosen, problem }: Drivers): Finding {
  const path = helperPath()
  if (lockedOut()) return finding('helper', 'ok', `The capture helper is there: ${path}.`)
  if (path === null || (problem && ['NOHELPER', 'NODRIVER'].includes(problem.code))) {
    const instead =
      chosen?.kind === 'cap' ? ' The cap package captures in its place, and loses packets under load.' : ''
    const sentence = `${problem?.message ?? 'The capture helper is not there.'}${instead} ${problem?.hint ?? ''}`
    return finding('helper', chosen ? 'warn' : 'bad', sentence)
  }
  return finding('helper', 'ok', `The capture helper is there: ${path}.`)
}

function libraryFinding({ version, problem, chosen }: Drivers): Finding {
  if (problem?.code === 'NOPCAP')
    return finding(
      'library',
      chosen ? 'warn' : 'bad',
      `${problem.message} ${problem.hint}`,
      onWindows ? 'get-npcap' : undefined,
    )
  if (!chosen) return finding('library', 'warn', `Whether ${libraryName} is there cannot be told without a driver.`)
  return finding('library', 'ok', `${libraryName} is there: ${version}.`)
}

function serviceFinding(service: string): Finding[] {
  if (!onWindows || service === '') return []
  if (service === 'running') return [finding('service', 'ok', "Npcap's driver is running.")]
  return service === 'stopped'
    ? [finding('service', 'bad', "Npcap's driver is stopped.", 'start-npcap')]
    : [finding('service', 'bad', "Npcap's driver is not there: install Npcap again.", 'get-npcap')]
}

function rightsFinding({ chosen, permitted, hint }: Drivers): Finding {
  if (lockedOut()) {
    const group = captureGroup()
    if (group?.joined)
      return finding(
        'rights',
        'bad',
        'This user has joined the group that may capture: log out and in again, then it counts.',
      )
    const who = group ? 'members of the group wirelens' : 'others'
    return finding('rights', 'bad', `Only ${who} may use the capture helper.`, group ? 'join-group' : undefined)
  }
  if (!chosen) return finding('rights', 'warn', 'Whether this user may capture cannot be told without a driver.')
  if (permitted) return finding('rights', 'ok', 'This user may capture.')
  const fix = process.platform === 'linux' && chosen.kind === 'helper' ? 'grant-rights' : undefined
  return finding('rights', 'bad', `This user may not capture. ${hint}`, fix)
}

function adapterFindings(adapters: readonly Adapter[]): Finding[] {
  const real = adapters.filter((a) => !a.loopback && a.addresses.some(({ family }) => family !== 'mac'))
  const up = real.filter((a) => a.up && a.running)
  const named = (list: readonly Adapter[]): string => list.map((a) => a.friendly || a.name).join(', ')
  const loopback = adapters.find((a) => a.loopback)
  return [
    up.length
      ? finding(
          'adapters',
          'ok',
          `${up.length === 1 ? 'One adapter is' : `${up.length} adapters are`} up: ${named(up)}.`,
        )
      : finding(
          'adapters',
          'warn',
          real.length
            ? `No adapter is up (${named(real)} ${real.length === 1 ? 'is' : 'are'} down): is there a cable or a network?`
            : 'There is no network adapter besides loopback.',
        ),
    loopback?.up
      ? finding(
          'loopback',
          'ok',
          `Traffic of this machine with itself can be captured on ${loopback.friendly || loopback.name}.`,
        )
      : finding(
          'loopback',
          'warn',
          loopback
            ? `The loopback adapter ${loopback.name} is down.`
            : `There is no loopback adapter.${onWindows ? ' Install Npcap with "Support loopback traffic".' : ''}`,
        ),
    ...up.flatMap(({ name }) => {
      const on = offloadsOf(name)
      if (!on) return []
      return on.length
        ? [
            finding(
              'offload',
              'warn',
              `${name} has ${on.join(', ')} on: captured packets may be larger than on the wire, and checksums of sent ones wrong.`,
            ),
          ]
        : [finding('offload', 'ok', `${name} shows packets as they are on the wire.`)]
    }),
  ]
}

/** Looks at everything and sends the packet. Never throws, and changes nothing. */
export async function look(find: () => Promise<Drivers> = () => findDrivers()): Promise<DoctorReport> {
  const drivers = await find()
  const findings = [helperFinding(drivers), libraryFinding(drivers)]
  let adapters: readonly Adapter[] = []
  if (drivers.chosen) {
    try {
      const list = await listAdapters({}, drivers)
      adapters = list.adapters
      findings.push(...serviceFinding(list.service))
    } catch (error) {
      findings.push(finding('adapters', 'bad', (error as Error).message))
    }
  }
  findings.push(rightsFinding(drivers))
  if (adapters.length) findings.push(...adapterFindings(adapters))
  const loopback = adapters.find((a) => a.loopback && a.up)
  if (drivers.chosen && drivers.permitted && loopback) {
    const { ok, sentence } = await proveOnLoopback(drivers.chosen, loopback.name)
    findings.push(finding('proof', ok ? 'ok' : 'bad', sentence))
  } else findings.push(finding('proof', 'bad', 'No capture was tried, because of what is said above.'))
  return { findings, ready: findings.every(({ state }) => state !== 'bad') }
}

/** Does what a finding offers, after the user asked for it, and looks again. */
export async function fix(id: string, find?: () => Promise<Drivers>): Promise<DoctorReport> {
  if (!Object.hasOwn(fixes, id)) throw new Refused('no-such-fix', `There is no fix “${id.slice(0, 40)}”.`)
  const note = await runFix(id as FixId)
  return { ...(await look(find)), ...(note === null ? {} : { note }) }
}

const marks = { ok: '  ok', warn: 'note', bad: ' BAD' } as const

/** The report as text, for `wirelens doctor`: the last line says whether capturing works. */
export async function doctorReport(): Promise<{ text: string; exitCode: 0 | 1 }> {
  const { findings, ready } = await look()
  const lines = findings.map(({ state, sentence, fix: offered }) => {
    const command = offered ? fixes[offered.id as FixId].command() : null
    return `${marks[state]}  ${sentence}${command ? `\n      ${offered!.title}: ${typed(command)}` : ''}`
  })
  const verdict = ready
    ? 'Capturing works.'
    : 'Capturing does not work yet. Files and samples can be opened all the same.'
  const machine = `Wirelens on ${platform()} ${release()} ${arch()}, Node ${process.versions.node}`
  return { text: `${[machine, ...lines, verdict].join('\n')}\n`, exitCode: ready ? 0 : 1 }
}
