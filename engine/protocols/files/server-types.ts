/** What a Windows host says it is, in announcements and lists of servers (MS-BRWS 2.2, MS-RAP 2.5.5.3). */
import { bit, u32 } from '../../dissect/field'
import type { Field } from '../../dissect/field'

/** Bit, name and label of its field, what it says of a host, and how Info calls it. */
const types: readonly (readonly [mask: number, name: string, label: string, is: string, info: string])[] = [
  [0x1, 'workstation', 'Workstation', 'a Workstation', 'Workstation'],
  [0x2, 'server', 'Server', 'a Server', 'Server'],
  [0x4, 'sql', 'SQL', 'an SQL server', 'SQL Server'],
  [0x8, 'domain_controller', 'Domain Controller', 'a Domain Controller', 'Domain Controller'],
  [0x10, 'backup_controller', 'Backup Controller', 'a Backup Controller', 'Backup Controller'],
  [0x20, 'time', 'Time Source', 'a Time Source', 'Time Source'],
  [0x40, 'apple', 'Apple', 'an Apple host', 'Apple Server'],
  [0x80, 'novell', 'Novell', 'a Novell server', 'Novell Server'],
  [0x100, 'member', 'Member', 'a Domain Member server', 'Domain Member Server'],
  [0x200, 'print', 'Print', 'a Print Queue server', 'Print Queue Server'],
  [0x400, 'dialin', 'Dialin', 'a Dialin server', 'Dialin Server'],
  [0x800, 'xenix', 'Xenix', 'a Xenix server', 'Xenix Server'],
  [0x1000, 'ntw', 'NT Workstation', 'an NT Workstation', 'NT Workstation'],
  [0x2000, 'wfw', 'WfW', 'a WfW host', 'Windows for Workgroups'],
  [0x8000, 'nts', 'NT Server', 'an NT Server', 'NT Server'],
  [0x10000, 'browser.potential', 'Potential Browser', 'a Potential Browser', 'Potential Browser'],
  [0x20000, 'browser.backup', 'Backup Browser', 'a Backup Browser', 'Backup Browser'],
  [0x40000, 'browser.master', 'Master Browser', 'a Master Browser', 'Master Browser'],
  [0x80000, 'browser.domain_master', 'Domain Master Browser', 'a Domain Master Browser', 'Domain Master Browser'],
  [0x100000, 'osf', 'OSF', 'an OSF host', 'OSF'],
  [0x200000, 'vms', 'VMS', 'a VMS host', 'VMS'],
  [0x400000, 'w95', 'Windows 95+', 'a Windows 95 or above host', 'Windows 95 or above'],
  [0x800000, 'dfs', 'DFS', 'a DFS server', 'DFS server'],
  [0x40000000, 'local', 'Local', 'a local list only request', 'Local List Only'],
  [0x80000000, 'domainenum', 'Domain Enum', 'a Domain Enum request', 'Domain Enum'],
]

const bits: Record<string, Field> = Object.fromEntries(
  types.map(([mask, name, label, is]) => [
    name,
    bit(`browser.server_type.${name}`, label, mask, {
      little: true,
      trueFalse: [`This is ${is}`, `${mask === 0x800000 ? 'THis' : 'This'} is NOT ${is}`],
    }),
  ]),
)

const isSet = (value: number, mask: number): boolean => (value & mask) >>> 0 === mask >>> 0

/** `, Workstation, Server`: as the tree says it. */
const serverTypeLabels = (value: number): string =>
  types.map(([mask, , label]) => (isSet(value, mask) ? `, ${label}` : '')).join('')

/** The same as Info says it. */
export function serverTypeWords(value: number): string {
  let text = ''
  for (let i = 0; i < 32; i++) {
    const mask = 2 ** i
    if (!isSet(value, mask)) continue
    text += `, ${types.find(([known]) => known === mask)?.[4] ?? `Unknown server type:${i}`}`
  }
  return text
}

/** Declared with the announcements; lists of servers show the same field. */
export const serverType = u32('browser.server_type', 'Server Type', {
  little: true,
  display: 'hex',
  show: (v) => `0x${v.toString(16).padStart(8, '0')}${serverTypeLabels(v)}`,
  of: bits,
  help: 'What the host offers, and which part it has in keeping the list.',
})
