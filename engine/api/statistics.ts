/** Calls about the capture in numbers: `statistics.*`. The command line's -z prints the same. */
import { limits } from '../limits'
import { encapsulationName, encapsulationOf } from '../names/link-types'
import { registry } from '../protocols'
import { Refused } from '../refused'
import { childrenOf } from '../session/counting-tree'
import type { Counter } from '../session/counting-tree'
import { hashOf } from '../session/file-hash'
import { FilterRun } from '../session/filtering'
import { calculations, intervalStatistic, isSummable } from '../session/interval-statistic'
import type { IntervalColumn } from '../session/interval-statistic'
import { packetTree, treeKinds } from '../session/packet-trees'
import { protocolHierarchy } from '../session/protocol-hierarchy'
import type { HierarchyNode } from '../session/protocol-hierarchy'
import { callsOf } from './call'
import { list, nothing, number, object, oneOf, optional, text, truth } from './check'
import type { Decoder } from './decoder'
import type { CaptureProperties, CounterLine, HierarchyLine, TrafficLine } from './statistics-shapes'
import { Turns } from '../session/turns'
import { shownOf, stoppable } from './works'

const call = callsOf<Decoder>()

/** Which protocols stand in which, from the outermost in: `share`s are of the packets and bytes of all lines of the first level. */
export const hierarchy = call(object({ shown: optional(truth) }), (d, { shown }): Promise<{ lines: HierarchyLine[] }> =>
  stoppable(d, 'hierarchy', async (work) => {
    const lines: HierarchyLine[] = []
    const walk = (nodes: readonly HierarchyNode[], depth: number): void => {
      for (const { protocol, packets, bytes, children } of nodes) {
        if (lines.length >= limits.statisticLines) return
        const inside = children.reduce((sum, child) => sum + child.packets, 0)
        const title = registry.protocolByName.get(protocol)?.title ?? protocol
        // Two messages of one protocol in a packet count twice below it.
        lines.push({ depth, protocol, title, packets, bytes, ends: Math.max(0, packets - inside) })
        walk(children, depth + 1)
      }
    }
    walk(await protocolHierarchy(d.open, { ...work, ...(await shownOf(d, shown)) }), 0)
    return { lines }
  }),
)

/** Trees of counters: lengths of packets, HTTP, DNS. */
export const counters = call(
  object({ kind: oneOf(...treeKinds), shown: optional(truth) }),
  (d, { kind, shown }): Promise<{ title: string; lines: CounterLine[] }> =>
    stoppable(d, 'counters', async (work) => {
      const { title, roots, ordered, span } = await packetTree(d.open, kind, { ...work, ...(await shownOf(d, shown)) })
      const lines: CounterLine[] = []
      const walk = (node: Counter, depth: number, parent: Counter | null): void => {
        if (lines.length >= limits.statisticLines) return
        const { name, count, values, sum, least, most, burstRate, burstStart } = node
        const told = values !== 'none' && count > 0
        lines.push({
          depth,
          name,
          count,
          average: told ? sum / count : null,
          least: told ? least : null,
          most: told ? most : null,
          rate: span ? count / span : null,
          share: parent ? (parent.count ? count / parent.count : null) : 1,
          burst: burstStart < 0 ? null : burstRate,
          burstAt: burstStart < 0 ? null : burstStart,
        })
        for (const child of childrenOf(node, ordered)) walk(child, depth + 1, node)
      }
      for (const root of roots) walk(root, 0, null)
      return { title, lines }
    }),
)

const line = object({
  filter: text(limits.filterText),
  calculation: oneOf('PACKETS', 'BYTES', ...calculations),
  field: optional(text(256)),
})

/** Traffic over time: per interval the packets, bytes (on the wire) or calculated values of each line. */
export const intervals = call(
  object({ seconds: number(0, 1e9), lines: list(line, limits.graphLines) }),
  (d, { seconds, lines }): Promise<{ interval: number; duration: number; lines: TrafficLine[] }> =>
    stoppable(d, 'intervals', async (work) => {
      const session = d.open
      const columns = lines.map(({ filter, calculation, field }): IntervalColumn => ({
        filter: filter.trim() ? new FilterRun(session, filter, { macros: d.macros }) : undefined,
        ...(calculation === 'PACKETS' || calculation === 'BYTES'
          ? {}
          : { of: { calculation, field: fieldOf(field ?? '', calculation !== 'COUNT') } }),
      }))
      const table = await intervalStatistic(session, seconds, columns, { ...work, most: limits.graphPoints })
      return {
        interval: table.interval,
        duration: table.duration,
        lines: table.columns.map(({ packets, bytes, values }, n) => {
          const { calculation } = lines[n]!
          return { values: [...(calculation === 'PACKETS' ? packets : calculation === 'BYTES' ? bytes : values)] }
        }),
      }
    }),
)

function fieldOf(name: string, summed: boolean): NonNullable<IntervalColumn['of']>['field'] {
  const field = registry.byName.get(name.trim())
  if (!field)
    throw new Refused(
      'no-such-field',
      `There is no field “${name.trim()}”.`,
      'Write the name that filters know, such as tcp.len.',
    )
  if (summed && !isSummable(field))
    throw new Refused(
      'not-summable',
      `${field.name} has no values that can be added up or compared.`,
      'Choose COUNT, or another field.',
    )
  return field
}

/** The number of the first packet at or behind a moment (seconds since the first packet); 0 where there is none. */
export const packetAt = call(object({ seconds: number(0, 1e12) }), (d, { seconds }): number => {
  const { index, count } = d.open
  for (let i = 0; i < count; i++) if (Number(index.elapsed(0, i)) / 1e9 >= seconds - 1e-9) return i + 1
  return 0
})

/** What is known of the capture as a whole. */
export const properties = call(nothing, async (d): Promise<CaptureProperties> => {
  const session = d.open
  const { index, scanner, count } = session
  const turns = new Turns(session, {}, 'Counting was stopped.')
  const sum = async (shows: (i: number) => boolean): Promise<CaptureProperties['captured']> => {
    const total = { packets: 0, bytes: 0, captured: 0 }
    for (let i = 0; i < count; i++) {
      if (i % 4096 === 0 && turns.over) await turns.rest(i, count)
      if (!shows(i)) continue
      total.packets++
      total.bytes += index.length[i]!
      total.captured += index.captured[i]!
    }
    return total
  }
  const moment = (i: number): number => index.seconds[i]! + index.nanos[i]! / 1e9
  return {
    path: session.opened.path,
    // What is still being written has no hash yet.
    ...(d.isLive ? { size: session.scanner.offset, sha256: '' } : await hashOf(session.opened.path)),
    captured: await sum(() => true),
    shown: d.filter.active ? await sum((i) => d.filter.shows(i)) : null,
    marked: session.marked,
    first: count ? moment(0) : null,
    last: count ? moment(count - 1) : null,
    sections: scanner.sections.slice(0, limits.propertyParts).map(({ hardware, os, application, comments }) => ({
      hardware: hardware ?? '',
      os: os ?? '',
      application: application ?? '',
      comments: comments.slice(0, limits.propertyParts),
    })),
    parts: { interfaces: scanner.interfaces.length, sections: scanner.sections.length },
    interfaces: scanner.interfaces.slice(0, limits.propertyParts).map((it) => ({
      name: it.name ?? '',
      description: it.description ?? '',
      link: encapsulationName(encapsulationOf(it.linkType)) ?? `link type ${it.linkType}`,
      snapLength: it.snapLength,
      filter: it.filter ?? '',
      received: it.statistics?.received ?? null,
      dropped: it.statistics?.dropped ?? null,
    })),
  }
})
