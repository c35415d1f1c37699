/** `-z conv,TYPE` and `-z endpoints,TYPE`: tshark's tables, to the character. */
import type { Session } from '../../engine/session/session'
import { conversationTable } from '../../engine/session/conversation-table'
import { endpointTable } from '../../engine/session/endpoint-table'
import type { FilterRun } from '../../engine/session/filtering'
import { runOf } from '../filter'
import { safe } from '../terminal-text'
import type { TableKind } from '../../engine/session/conversation-table'

export const tableKinds: readonly TableKind[] = ['eth', 'ip', 'ipv6', 'tcp', 'udp']

const titles: Readonly<Record<TableKind, string>> = {
  eth: 'Ethernet',
  ip: 'IPv4',
  ipv6: 'IPv6',
  tcp: 'TCP',
  udp: 'UDP',
}
const RULE = '='.repeat(80)
const right = (n: number, width: number): string => String(n).padStart(width)
const hasPorts = (kind: TableKind): boolean => kind === 'tcp' || kind === 'udp'

/** Sizes from 10,000 on are counted in thousands: `9644 bytes`, `14 kB`. */
export function sizeText(bytes: number): string {
  for (const [unit, name] of [
    [1e12, 'TB'],
    [1e9, 'GB'],
    [1e6, 'MB'],
    [1e3, 'kB'],
  ] as const)
    if (bytes / unit >= 10) return `${Math.floor(bytes / unit)} ${name}`
  return `${bytes} bytes`
}

const filtered = (session: Session, filter: string): { filter?: FilterRun } => {
  const run = runOf(session, filter)
  return run ? { filter: run } : {}
}

export async function conversationText(session: Session, kind: TableKind, filter: string): Promise<string> {
  const { rows } = await conversationTable(session, {
    kind,
    from: 0,
    count: Infinity,
    sort: 'packets',
    descending: true,
    plain: true,
    ...filtered(session, filter),
  })
  const ports = hasPorts(kind)
  const margin = ' '.repeat(ports ? 59 : 47)
  const lines = [
    RULE,
    `${titles[kind]} Conversations`,
    `Filter:${safe(filter) || '<No Filter>'}`,
    `${margin}|       <-      | |       ->      | |     Total     |    Relative    |   Duration   |`,
    `${margin}| Frames  Bytes | | Frames  Bytes | | Frames  Bytes |      Start     |              |`,
  ]
  const width = ports ? 26 : 20
  const end = (address: string, port: number): string => (ports ? `${address}:${port}` : address).padEnd(width)
  const count = (packets: number, bytes: number): string =>
    `${String(packets).padStart(6)} ${sizeText(bytes).padEnd(9)}`
  for (const r of rows)
    lines.push(
      `${end(r.a, r.aPort)} <-> ${end(r.b, r.bPort)}  ${count(r.packetsBA, r.bytesBA)}  ${count(r.packetsAB, r.bytesAB)}  ${count(r.packets, r.bytes)}  ` +
        `${r.start.toFixed(9).padStart(14)}   ${r.duration.toFixed(4).padStart(12)}`,
    )
  return `${lines.join('\n')}\n${RULE}\n`
}

export async function endpointText(session: Session, kind: TableKind, filter: string): Promise<string> {
  const { rows } = await endpointTable(session, {
    kind,
    from: 0,
    count: Infinity,
    sort: 'packets',
    descending: true,
    ...filtered(session, filter),
  })
  const ports = hasPorts(kind)
  const lines = [
    RULE,
    `${titles[kind]} Endpoints`,
    `Filter:${safe(filter) || '<No Filter>'}`,
    `                       |${ports ? '  Port  ||' : ''}  Packets  | |  Bytes  | | Tx Packets | | Tx Bytes | | Rx Packets | | Rx Bytes |`,
  ]
  for (const r of rows)
    lines.push(
      `${r.address.padEnd(20)}      ${ports ? `${String(r.port).padStart(5)}     ` : ''}` +
        `${right(r.packets, 6)}     ${right(r.bytes, 9)}     ${right(r.sentPackets, 6)}       ${right(r.sentBytes, 9)}      ` +
        `${right(r.receivedPackets, 6)}       ${right(r.receivedBytes, 9)}   `,
    )
  return `${lines.join('\n')}\n${RULE}\n`
}
