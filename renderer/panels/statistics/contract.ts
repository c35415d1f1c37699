// The calls and shapes of statistics that the panels use, in one place.
import type { Client } from '../../client/client'
import type { EndpointRow, TableKind } from '../../../engine/api/flow-shapes'

export type { CaptureProperties, CounterLine, HierarchyLine, TrafficLine } from '../../../engine/api/statistics-shapes'
export type { EndpointRow, TableKind }

/** Rows of one reply, and of a whole table: what a person still looks through. */
const piece = 1000
const most = 100_000

/** All endpoints, in as many replies as they need; `total` tells of those beyond `most`. */
export async function askEndpoints(
  client: Client,
  kind: TableKind,
  shown: boolean,
): Promise<{ rows: EndpointRow[]; total: number }> {
  const rows: EndpointRow[] = []
  for (;;) {
    const answer = await client.calls.flows.endpoints({
      kind,
      shown,
      from: rows.length,
      count: piece,
      sort: 'packets',
      descending: true,
    })
    rows.push(...answer.rows)
    if (!answer.rows.length || rows.length >= Math.min(most, answer.total)) return { rows, total: answer.total }
  }
}
