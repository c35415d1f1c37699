/** The overview of a capture: protocols, conversations, problems. */
import { limits } from '../limits'
import { registry } from '../protocols'
import { conversationTable } from '../session/conversation-table'
import type { TableKind } from '../session/conversation-table'
import { expertPass } from '../session/expert-pass'
import { protocolHierarchy } from '../session/protocol-hierarchy'
import type { HierarchyNode } from '../session/protocol-hierarchy'
import type { Session } from '../session/session'
import { Turns } from '../session/turns'
import type { Work } from '../session/turns'
import type { Language } from '../words/language'
import { column, denseTable, heading, list, prose, table } from './document'
import type { Block, ReportPart } from './document'
import { environmentTable, fileName, spanText } from './environment'
import { notesPart } from './packet-list'
import { framesText } from './steps'
import { reportWords } from './words'
import type { ReportWords } from './words'

export async function overviewReport(
  session: Session,
  language: Language,
  parts: ReadonlySet<ReportPart>,
  work: Work,
): Promise<{ title: string; blocks: Block[] }> {
  const w = reportWords(language)
  const blocks: Block[] = []
  const part = async (name: ReportPart, make: () => readonly Block[] | Promise<readonly Block[]>): Promise<void> => {
    if (parts.has(name)) blocks.push(...(await make()))
  }
  const tree = await protocolHierarchy(session, work)
  await part('summary', () => summary(session, tree, w))
  await part('environment', () => [heading(w.environment), ...environmentTable(session, w, [])])
  await part('protocols', () => protocols(session, tree, w))
  await part('conversations', () => talks(session, w, work))
  await part('problems', () => problems(session, w, work))
  await part('notes', () => notesPart(session, allFrames(session), w))
  return { title: w.overviewTitle(fileName(session)), blocks }
}

function* allFrames(session: Session): Generator<number> {
  for (let frame = 1; frame <= session.count; frame++) yield frame
}

const titleOf = (protocol: string): string => registry.protocolByName.get(protocol)?.shortName ?? protocol
const percent = (part: number, all: number): string => `${all ? ((100 * part) / all).toFixed(1) : '0.0'} %`

function summary(session: Session, tree: readonly HierarchyNode[], w: ReportWords): Block[] {
  const { index, count } = session
  let bytes = 0
  for (let i = 0; i < count; i++) bytes += index.length[i]!
  const leaves = new Map<string, number>()
  const walk = (nodes: readonly HierarchyNode[]): void => {
    for (const node of nodes) {
      const inside = node.children.reduce((sum, child) => sum + child.packets, 0)
      if (node.packets > inside) leaves.set(node.protocol, (leaves.get(node.protocol) ?? 0) + node.packets - inside)
      walk(node.children)
    }
  }
  walk(tree)
  const [most] = [...leaves].sort((a, b) => b[1] - a[1])
  return [
    heading(w.summary),
    ...list(
      [
        w.overviewSum(count, bytes, spanText(session)),
        most ? w.mostOf(titleOf(most[0]), percent(most[1], count)) : '',
      ].filter(Boolean),
    ),
  ]
}

function protocols(session: Session, tree: readonly HierarchyNode[], w: ReportWords): Block[] {
  const rows: string[][] = []
  const walk = (nodes: readonly HierarchyNode[], depth: number): void => {
    for (const { protocol, packets, bytes, children } of nodes) {
      rows.push([
        `${'\u2003'.repeat(depth)}${titleOf(protocol)}`,
        String(packets),
        percent(packets, session.count),
        String(bytes),
      ])
      walk(children, depth + 1)
    }
  }
  walk(tree, 0)
  const shown = rows.slice(0, limits.reportRows)
  return [
    heading(w.protocols),
    ...prose(w.protocolsLead),
    ...table(
      '',
      [column(w.protocol, 40), column(w.packets, 20, 'r'), column(w.share, 20, 'r'), column(w.bytes, 20, 'r')],
      shown,
    ),
    ...prose(rows.length > shown.length ? w.onlyFirst(shown.length, rows.length) : ''),
  ]
}

const KINDS: readonly (readonly [TableKind, string])[] = [
  ['tcp', 'TCP'],
  ['udp', 'UDP'],
  ['ip', 'IPv4'],
  ['ipv6', 'IPv6'],
  ['eth', 'Ethernet'],
]
/** Conversations of one kind that are listed, the largest first. */
const LISTED = 20

async function talks(session: Session, w: ReportWords, work: Work): Promise<Block[]> {
  const blocks: Block[] = []
  for (const [kind, title] of KINDS) {
    const all = await conversationTable(session, {
      ...work,
      kind,
      from: 0,
      count: LISTED,
      sort: 'bytes',
      descending: true,
    })
    if (!all.total) continue
    const withPort = (address: string, port: number): string =>
      kind === 'tcp' || kind === 'udp' ? `${address.includes(':') ? `[${address}]` : address}:${port}` : address
    const rows = all.rows.map((r) => [
      withPort(r.a, r.aPort),
      withPort(r.b, r.bPort),
      String(r.packets),
      String(r.bytesAB),
      String(r.bytesBA),
      r.start.toFixed(6),
      r.duration.toFixed(6),
    ])
    blocks.push(
      heading(w.conversationsOf(title, all.total), 3),
      ...denseTable(
        [
          column(w.from, 25, 'm'),
          column(w.to, 25, 'm'),
          column(w.packets, 9, 'r'),
          column(w.there, 10, 'r'),
          column(w.back, 10, 'r'),
          column(w.start, 11, 'mr'),
          column(w.duration, 11, 'mr'),
        ],
        rows,
      ),
      ...prose(all.total > rows.length ? w.onlyFirst(rows.length, all.total) : ''),
    )
  }
  return blocks.length ? [heading(w.conversations), ...blocks] : []
}

async function problems(session: Session, w: ReportWords, work: Work): Promise<Block[]> {
  const pass = expertPass(session, true)
  const turns = new Turns(session, work, 'The report was stopped.')
  const most = Math.min(session.count, limits.reportExpert)
  while (pass.done < most && !pass.step(Math.min(64, most - pass.done)))
    if (turns.over) await turns.rest(pass.done, most)
  const levels = { error: w.levelError, warn: w.levelWarn, note: w.levelNote, chat: w.levelChat } as const
  const order = ['error', 'warn', 'note', 'chat'] as const
  const entries = pass.entries.filter((e) => e.count > 0)
  entries.sort((a, b) => order.indexOf(a.level as 'error') - order.indexOf(b.level as 'error') || b.count - a.count)
  const shown = entries.slice(0, limits.reportRows)
  return [
    heading(w.problems),
    ...prose(
      entries.some((e) => e.level === 'error' || e.level === 'warn') ? '' : w.noProblems,
      most < session.count ? w.problemsOnlyOf(most, session.count) : '',
    ),
    ...table(
      '',
      [
        column(w.level, 10),
        column(w.protocol, 12),
        column(w.statement, 46),
        column(w.count, 9, 'r'),
        column(w.frames, 23),
      ],
      shown.map((e) => [
        levels[e.level as keyof typeof levels] ?? e.level,
        e.protocol,
        e.summary,
        String(e.count),
        framesText(e.frames),
      ]),
    ),
    ...prose(entries.length > shown.length ? w.onlyFirst(shown.length, entries.length) : ''),
  ]
}
