/** `-z plen,tree`, `-z http,tree`, `-z dns,tree`: tshark's tables of counters in each other. */
import { childrenOf } from '../../engine/session/counting-tree'
import type { Counter } from '../../engine/session/counting-tree'
import { packetTree } from '../../engine/session/packet-trees'
import type { TreeKind } from '../../engine/session/packet-trees'
import type { Session } from '../../engine/session/session'
import { runOf } from '../filter'
import { safe } from '../terminal-text'

const heads = ['Count', 'Average', 'Min Val', 'Max Val', 'Rate (ms)', 'Percent', 'Burst Rate', 'Burst Start']
const gap = 2
const column = 14

export async function treeText(session: Session, kind: TreeKind, filter: string): Promise<string> {
  const { title, roots, ordered, span } = await packetTree(session, kind, { filter: runOf(session, filter) })
  const rows: string[][] = []
  const walk = (node: Counter, depth: number, parent: Counter | null): void => {
    rows.push([' '.repeat(depth) + safe(node.name), ...cells(node, parent, span, ordered)])
    const children = childrenOf(node, ordered)
    for (const child of children) walk(child, depth + 1, node)
  }
  for (const root of roots) walk(root, 0, null)
  const first = rows.reduce((most, [name]) => Math.max(most, name!.length), 'Topic / Item'.length) + gap
  const line = ([name = '', ...rest]: readonly string[]): string =>
    name.padEnd(first) +
    rest
      .map((text) => text.padEnd(column))
      .join('')
      .slice(0, -1)
  const head = line(['Topic / Item', ...heads])
  const width = first + heads.length * column - 1
  return [
    '',
    '='.repeat(width),
    `${title}:`,
    head,
    '-'.repeat(width),
    ...rows.map(line),
    '',
    '-'.repeat(width),
    '',
  ].join('\n')
}

function cells(node: Counter, parent: Counter | null, span: number, ordered: boolean): string[] {
  const { count, values, sum, least, most, burstRate, burstStart } = node
  // Extremes of fractions are kept in single precision, and told with more digits than that has: so does the reference.
  const value = (n: number): string => (values === 'fraction' ? Math.fround(n).toFixed(6) : String(n))
  const none = ordered ? '-' : ''
  const told = count ? [(sum / count).toFixed(2), value(least), value(most)] : [none, none, none]
  const percent = parent === null ? '100%' : parent.count ? `${((100 * count) / parent.count).toFixed(2)}%` : ''
  return [
    String(count),
    ...(values === 'none' ? ['', '', ''] : told),
    span ? (count / span).toFixed(4) : '',
    percent,
    burstStart < 0 ? '-' : burstRate.toFixed(4),
    burstStart < 0 ? '-' : burstStart.toFixed(3),
  ]
}
