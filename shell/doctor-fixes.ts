/** What the capture doctor can mend when it is asked to. Each is one fixed command: nothing of it comes from a window. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { Refused } from '../engine/refused'
import { helperPath } from '../native/drivers'
import { userName } from './places'

export type FixId = 'grant-rights' | 'join-group' | 'get-npcap' | 'start-npcap'

interface Fix {
  title: string
  /** Program and arguments, or null when there is nothing that it could work on. */
  command(): string[] | null
  /** What to do afterwards, when the command alone does not suffice. */
  then?: string
}

/** Where the programs of an administrator lie: an ordinary user's PATH leaves these folders out. */
const inSystem = (name: string): string =>
  ['/usr/sbin', '/sbin', '/usr/bin', '/bin'].map((folder) => `${folder}/${name}`).find((path) => existsSync(path)) ??
  name

/** pkexec asks for the administrator's password in a window of its own; root needs nobody's leave. */
const asRoot = (name: string, words: string[]): string[] => {
  const command = [inSystem(name), ...words]
  return process.getuid?.() === 0 ? command : ['pkexec', ...command]
}

/** A command as it can be typed into a terminal. */
export const typed = (command: readonly string[]): string =>
  command.map((word) => (/^[\w./:=,+@%-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ')

export const fixes: Readonly<Record<FixId, Fix>> = {
  'grant-rights': {
    title: 'Give the helper the right to capture',
    command() {
      const path = helperPath()
      return path === null ? null : asRoot('setcap', ['cap_net_raw,cap_net_admin+eip', path])
    },
  },
  'join-group': {
    title: 'Join the group that may capture',
    command: () => asRoot('usermod', ['--append', '--groups', 'wirelens', userName()]),
    then: 'Log out and in again: a group counts from the next login on.',
  },
  'get-npcap': {
    title: 'Open the page of Npcap',
    command: () => ['cmd', '/c', 'start', '', 'https://npcap.com/#download'],
    then: 'Install Npcap, then look again.',
  },
  'start-npcap': {
    title: "Start Npcap's driver",
    command: () => ['powershell', '-NoProfile', '-Command', 'Start-Process -Verb RunAs -Wait sc.exe "start npcap"'],
  },
}

const onWindows = process.platform === 'win32'

/** How long somebody may take to type a password. */
const patience = 120_000

/** Runs the command of a fix to its end; resolves with what is left to do, and throws a refusal that says why it did not work. */
export async function runFix(id: FixId): Promise<string | null> {
  const { title, command, then } = fixes[id]
  const [program, ...words] = command() ?? []
  if (program === undefined) throw new Refused('nothing-to-fix', `${title}: there is no capture helper.`)
  const said = await new Promise<string | null>((resolve) => {
    const child = spawn(program, words, { stdio: ['ignore', 'ignore', 'pipe'], timeout: patience, windowsHide: true })
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-2000)))
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code) => resolve(code === 0 ? null : stderr.trim() || `it ended with status ${code}`))
  })
  if (said !== null) {
    const plain = typed(program === 'pkexec' ? words : [program, ...words])
    const hint = onWindows ? undefined : `In a terminal: sudo ${plain}`
    throw new Refused('fix-failed', `${title} did not work: ${said}`, hint)
  }
  return then ?? null
}
