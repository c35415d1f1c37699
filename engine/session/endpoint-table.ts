/** The table of endpoints: what each address (and port) has sent and received, added up from the conversations. */
import { addressText } from './address-text'
import type { FilterRun } from './filtering'
import type { Session } from './session'
import { sorted, sourceOf, tableStopped } from './table-source'
import type { TableKind, Work } from './table-source'
import { Turns } from './turns'

export interface EndpointRow {
  address: string
  port: number
  packets: number
  bytes: number
  sentPackets: number
  sentBytes: number
  receivedPackets: number
  receivedBytes: number
}
export interface EndpointTable {
  total: number
  from: number
  rows: EndpointRow[]
}
export const endpointColumns = [
  'address',
  'packets',
  'bytes',
  'sentPackets',
  'sentBytes',
  'receivedPackets',
  'receivedBytes',
  'order',
] as const
export type EndpointColumn = (typeof endpointColumns)[number]

export async function endpointTable(
  session: Session,
  request: Work & {
    kind: TableKind
    from: number
    count: number
    sort?: EndpointColumn
    descending?: boolean
    filter?: FilterRun
  },
): Promise<EndpointTable> {
  const source = await sourceOf(session, request.kind, request, request.filter)
  const numbers = new Map<number, number>()
  const addresses: number[] = []
  const ports: number[] = []
  const frames: number[] = []
  // Sent packets, sent bytes, received packets, received bytes.
  let sums = new Float64Array(256)
  const turns = new Turns(session, request, tableStopped)
  for (let n = 0; n < source.count; n++) {
    if (n % 1024 === 0 && turns.over) await turns.rest(n, source.count)
    const c = source.at(n)
    for (const end of [0, 1]) {
      const key = source.address(c, end) * 65536 + source.port(c, end)
      let k = numbers.get(key)
      if (k === undefined) {
        numbers.set(key, (k = addresses.push(source.address(c, end)) - 1))
        ports.push(source.port(c, end))
        frames.push(source.firstFrame(c) * 2 + end)
        if (4 * k + 4 > sums.length) {
          const wider = new Float64Array(sums.length * 2)
          wider.set(sums)
          sums = wider
        }
      }
      sums[4 * k]! += source.packets(c, end)
      sums[4 * k + 1]! += source.bytes(c, end)
      sums[4 * k + 2]! += source.packets(c, 1 - end)
      sums[4 * k + 3]! += source.bytes(c, 1 - end)
    }
  }
  const key = (k: number): number | string => {
    switch (request.sort) {
      case 'address': {
        let text = ''
        for (const b of source.addresses.bytes(addresses[k]!)) text += String.fromCharCode(b)
        return text + String.fromCharCode(ports[k]!)
      }
      case 'packets':
        return sums[4 * k]! + sums[4 * k + 2]!
      case 'bytes':
        return sums[4 * k + 1]! + sums[4 * k + 3]!
      case 'sentPackets':
        return sums[4 * k]!
      case 'sentBytes':
        return sums[4 * k + 1]!
      case 'receivedPackets':
        return sums[4 * k + 2]!
      case 'receivedBytes':
        return sums[4 * k + 3]!
      default:
        return frames[k]!
    }
  }
  const order = await sorted(addresses.length, key, request.descending ?? false, turns)
  const rows: EndpointRow[] = []
  for (let n = request.from; n < Math.min(addresses.length, request.from + request.count); n++) {
    const k = order[n]!
    rows.push({
      address: addressText(source.addresses, addresses[k]!),
      port: ports[k]!,
      packets: sums[4 * k]! + sums[4 * k + 2]!,
      bytes: sums[4 * k + 1]! + sums[4 * k + 3]!,
      sentPackets: sums[4 * k]!,
      sentBytes: sums[4 * k + 1]!,
      receivedPackets: sums[4 * k + 2]!,
      receivedBytes: sums[4 * k + 3]!,
    })
  }
  return { total: addresses.length, from: request.from, rows }
}
