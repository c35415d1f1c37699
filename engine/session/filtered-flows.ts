/** Conversations of the transports as far as a display filter takes their packets: the same source of rows, counted anew. */
import { conversations } from '../flows/conversations'
import type { FilterRun } from './filtering'
import type { Session } from './session'
import type { Source } from './table-source'

interface Counted {
  conversation: number
  /** 1: the first packet counted went from the second end to the first, and the row is turned round. */
  turned: number
  packets: [number, number]
  bytes: [number, number]
  first: number
  last: number
  earliest: number
  latest: number
}

/** @param filter judged to the end here */
export function filteredFlows(session: Session, transport: 'tcp' | 'udp', filter: FilterRun): Source {
  const flows = session.memories.get(conversations)
  const { index } = session
  const rows: Counted[] = []
  const byConversation = new Map<number, Counted>()
  const before = (a: number, b: number): boolean =>
    index.seconds[a]! < index.seconds[b]! ||
    (index.seconds[a] === index.seconds[b] && index.nanos[a]! < index.nanos[b]!)
  filter.step()
  for (let n = 0; n < filter.view.length; n++) {
    const i = filter.view.at(n)!
    const flow = index.flow[i]!
    const conversation = flow >> 1
    if (flow < 0 || flows.transport(conversation) !== transport) continue
    let row = byConversation.get(conversation)
    if (!row) {
      const frame = i + 1
      row = {
        conversation,
        turned: flow & 1,
        packets: [0, 0],
        bytes: [0, 0],
        first: frame,
        last: frame,
        earliest: frame,
        latest: frame,
      }
      byConversation.set(conversation, row)
      rows.push(row)
    }
    const end = (flow & 1) ^ row.turned
    row.packets[end]!++
    row.bytes[end]! += index.length[i]!
    row.last = i + 1
    if (before(i, row.earliest - 1)) row.earliest = i + 1
    if (!before(i, row.latest - 1)) row.latest = i + 1
  }
  return {
    count: rows.length,
    dropped: 0,
    addresses: flows.addresses,
    at: (n) => n,
    number: (c) => flows.stream(rows[c]!.conversation),
    address: (c, end) => flows.address(rows[c]!.conversation, end ^ rows[c]!.turned),
    port: (c, end) => flows.port(rows[c]!.conversation, end ^ rows[c]!.turned),
    packets: (c, end) => rows[c]!.packets[end]!,
    bytes: (c, end) => rows[c]!.bytes[end]!,
    firstFrame: (c) => rows[c]!.first,
    lastFrame: (c) => rows[c]!.last,
    earliest: (c) => rows[c]!.earliest,
    latest: (c) => rows[c]!.latest,
  }
}
