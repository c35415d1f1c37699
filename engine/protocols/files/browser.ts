/** MS-BRWS: hosts of a Windows network announce themselves, and choose who keeps the list of them. */
import { uint } from '../../bytes/read'
import { asciiText, untilZero } from '../../bytes/text'
import { bit, string, u16, u32, u8 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { serverType, serverTypeWords } from './server-types'

const little = { little: true } as const

const HOST = 0x01
const REQUEST = 0x02
const ELECTION = 0x08
const BACKUP_REQUEST = 0x09
const BACKUP_LIST = 0x0a
const BECOME_BACKUP = 0x0b
const DOMAIN = 0x0c
const MASTER = 0x0d
const RESET = 0x0e
const LOCAL_MASTER = 0x0f

const commands: Readonly<Record<number, string>> = {
  [HOST]: 'Host Announcement',
  [REQUEST]: 'Request Announcement',
  [ELECTION]: 'Browser Election Request',
  [BACKUP_REQUEST]: 'Get Backup List Request',
  [BACKUP_LIST]: 'Get Backup List Response',
  [BECOME_BACKUP]: 'Become Backup Browser',
  [DOMAIN]: 'Domain/Workgroup Announcement',
  [MASTER]: 'Master Announcement',
  [RESET]: 'Reset Browser State Announcement',
  [LOCAL_MASTER]: 'Local Master Announcement',
}
const windows: Readonly<Record<number, string>> = {
  0x500: 'Windows 2000',
  0x501: 'Windows XP',
  0x502: 'Windows Server 2003 R2 or Windows Server 2003',
  0x600: 'Windows Vista or Windows Server 2008',
  0x601: 'Windows 7 or Windows Server 2008 R2',
}

/** `1 hour, 34 minutes, 13.331 seconds`: milliseconds in words. */
function spell(ms: number): string {
  const parts: string[] = []
  let rest = ms
  for (const [name, size] of UNITS) {
    const n = Math.floor(rest / size)
    rest -= n * size
    if (n) parts.push(`${n} ${name}${n === 1 ? '' : 's'}`)
  }
  const seconds = Math.floor(rest / 1000)
  const thousandths = rest % 1000
  if (thousandths) parts.push(`${seconds}.${String(thousandths).padStart(3, '0')} seconds`)
  else if (seconds || !parts.length) parts.push(`${seconds} second${seconds === 1 ? '' : 's'}`)
  return parts.join(', ')
}
const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const

/** The labels of the bits that are set, each behind a comma. */
const labels = (of: Readonly<Record<string, Field>>, value: number): string =>
  Object.values(of)
    .map(({ mask, label }) => (value & mask ? `, ${label}` : ''))
    .join('')
const hex = (value: number, digits: number): string => `0x${value.toString(16).padStart(digits, '0')}`

const desires = {
  backup: bit('browser.election.desire.backup', 'Backup', 0x01, {
    trueFalse: ['Backup Browse Server', 'NOT Backup Browse Server'],
  }),
  standby: bit('browser.election.desire.standby', 'Standby', 0x02, {
    trueFalse: ['Standby Browse Server', 'NOT Standby Browse Server'],
  }),
  master: bit('browser.election.desire.master', 'Master', 0x04, {
    trueFalse: ['Master Browser', 'NOT Master Browser'],
  }),
  domainMaster: bit('browser.election.desire.domain_master', 'Domain Master', 0x08, {
    trueFalse: ['Domain Master Browse Server', 'NOT Domain Master Browse Server'],
  }),
  wins: bit('browser.election.desire.wins', 'WINS', 0x20, { trueFalse: ['WINS Client', 'NOT WINS Client'] }),
  nt: bit('browser.election.desire.nt', 'NT', 0x80, {
    trueFalse: ['Windows NT Advanced Server', 'NOT Windows NT Advanced Server'],
  }),
}
const systems = {
  wfw: bit('browser.election.os.wfw', 'WfW', 0x01, {
    trueFalse: ['Windows for Workgroups', 'Not Windows for Workgroups'],
  }),
  ntw: bit('browser.election.os.ntw', 'NT Workstation', 0x10, {
    trueFalse: ['Windows NT Workstation', 'Not Windows NT Workstation'],
  }),
  nts: bit('browser.election.os.nts', 'NT Server', 0x20, {
    trueFalse: ['Windows NT Server', 'Not Windows NT Server'],
  }),
}
const resets = {
  demote: bit('browser.reset_cmd.demote', 'Demote LMB', 0x01, {
    trueFalse: ['Demote an LMB to a Backup Browser', 'Do not demote an LMB to a Backup Browser'],
  }),
  flush: bit('browser.reset_cmd.flush', 'Flush Browse List', 0x02, {
    trueFalse: ['Flush the Browse List', 'Do not Flush the Browse List'],
  }),
  stop: bit('browser.reset_cmd.stop_lmb', 'Stop Being LMB', 0x04, {
    trueFalse: ['Stop Being a Local Master Browser', 'Do not Stop Being a Local Master Browser'],
  }),
}
const resetNames: Readonly<Record<number, string>> = {
  1: 'Stop being a master browser and become a backup browser',
  2: 'Discard browse lists, stop being a master browser, and try again',
  4: 'Stop being a master browser for ever',
}

const f = {
  command: u8('browser.command', 'Command', {
    display: 'hex',
    names: (v) => commands[v] ?? 'Unknown',
    help: 'What is announced, asked for, or told.',
  }),
  updateCount: u8('browser.update_count', 'Update Count', { help: 'Grows when what the host announces has changed.' }),
  period: u32('browser.period', 'Update Periodicity', {
    ...little,
    show: spell,
    help: 'The host announces itself again after this time.',
  }),
  server: string('browser.server', 'Server Name', {
    help: 'Name of the host, or of the workgroup, that is announced.',
  }),
  masterServer: string('browser.mb_server', 'Master Browser Server Name'),
  reset: u8('browser.reset_cmd', 'ResetBrowserState Command', {
    display: 'hex',
    show: (v) => `${resetNames[v] ?? 'Unknown'} (${hex(v, 2)})${labels(resets, v)}`,
    of: resets,
  }),
  osMajor: u8('browser.os_major', 'OS Major Version'),
  osMinor: u8('browser.os_minor', 'OS Minor Version'),
  windows: string('browser.windows_version', 'Windows version', {
    help: 'What the two numbers of the version stand for.',
  }),
  serverType,
  electionVersion: u8('browser.election.version', 'Election Version'),
  protoMajor: u8('browser.proto_major', 'Browser Protocol Major Version'),
  protoMinor: u8('browser.proto_minor', 'Browser Protocol Minor Version'),
  signature: u16('browser.sig', 'Signature', { ...little, display: 'hex' }),
  comment: string('browser.comment', 'Host Comment'),
  unused: u8('browser.unused', 'Unused flags', { display: 'hex' }),
  responder: string('browser.response_computer_name', 'Response Computer Name'),
  criteria: u32('browser.election.criteria', 'Election Criteria', { ...little, display: 'hex' }),
  desire: u8('browser.election.desire', 'Election Desire', {
    display: 'hex',
    show: (v) => `${hex(v, 2)}${labels(desires, v)}`,
    of: desires,
  }),
  system: u8('browser.election.os', 'Election OS', {
    display: 'hex',
    show: (v) => `${hex(v, 2)}${labels(systems, v)}`,
    of: systems,
  }),
  uptime: u32('browser.uptime', 'Uptime', {
    ...little,
    show: spell,
    help: 'Of two equal candidates the one that runs longer wins.',
  }),
  backupCount: u8('browser.backup.count', 'Backup List Requested Count'),
  token: u32('browser.backup.token', 'Backup Request Token', { ...little }),
  backup: string('browser.backup.server', 'Backup Server'),
  promoted: string('browser.browser_to_promote', 'Browser to Promote'),
}

/** Hosts' names have sixteen bytes in announcements. */
const NAME = 16

export const browser = protocol({
  name: 'browser',
  title: 'Microsoft Windows Browser Protocol',
  column: 'BROWSER',
  spec: 'MS-BRWS',
  over: { 'mailslot.name': [1] },
  fields: f,
  decode(p) {
    const command = p.take(f.command)
    if (p.columns) p.say(commands[command] ?? `Unknown command:${hex(command, 2)}`)
    switch (command) {
      case HOST:
      case DOMAIN:
      case LOCAL_MASTER:
        return announcement(p, command)
      case REQUEST: {
        p.take(f.unused)
        const name = text(p, f.responder)
        if (p.columns) p.sayMore(` ${name}`)
        return
      }
      case ELECTION:
        return election(p)
      case BACKUP_REQUEST:
        p.take(f.backupCount)
        p.take(f.token)
        return
      case BACKUP_LIST: {
        const count = p.take(f.backupCount)
        p.take(f.token)
        for (let i = 0; i < count; i++) text(p, f.backup)
        return
      }
      case BECOME_BACKUP:
        text(p, f.promoted)
        return
      case MASTER:
        text(p, f.masterServer)
        return
      case RESET:
        p.take(f.reset)
    }
  },
})

/** A text up to its zero. */
function text(p: Packet, field: Field): string {
  p.need(1)
  const size = untilZero(p.bytes, p.at, p.left)
  if (size === p.left) p.need(size + 1)
  const value = asciiText(p.bytes, p.at, size)
  p.add(field, p.at, size + 1, value)
  p.skip(size + 1)
  return value
}

function announcement(p: Packet, command: number): void {
  p.take(f.updateCount)
  p.take(f.period)
  p.need(NAME)
  const name = asciiText(p.bytes, p.at, untilZero(p.bytes, p.at, NAME))
  const row = p.add(f.server, p.at, NAME, name)
  if (p.drawing) p.label(row, `${command === DOMAIN ? 'Domain/Workgroup' : 'Host Name'}: ${name}`)
  p.skip(NAME)
  const version = p.peek(2)
  p.add(f.windows, p.at, 2, windows[version] ?? '')
  p.take(f.osMajor)
  p.take(f.osMinor)
  const type = p.take(f.serverType)
  if (p.columns) p.sayMore(` ${name}${serverTypeWords(type)}`)
  p.take(f.protoMajor)
  p.take(f.protoMinor)
  p.take(f.signature)
  text(p, command === DOMAIN ? f.masterServer : f.comment)
}

function election(p: Packet): void {
  p.take(f.electionVersion)
  const { at } = p
  p.need(4)
  const was = p.open(p.add(f.criteria, at, 4, uint(p.bytes, at, 4, true)))
  p.take(f.desire)
  p.take(f.protoMajor)
  p.take(f.protoMinor)
  p.take(f.system)
  p.close(was)
  p.take(f.uptime)
  p.skip(4)
  text(p, f.server)
}
