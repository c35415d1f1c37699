// Everything that the first pass leaves of every packet, segment and conversation, to hold two ways of indexing against each other.
import { conversations } from '../../engine/flows/conversations'
import { E } from '../../engine/flows/tcp-rows'
import { tcpStreams } from '../../engine/flows/tcp-streams'
import { registry } from '../../engine/protocols'
import type { Session } from '../../engine/session/session'

export function leftByPass({ index, count, stacks, memories }: Session): unknown[] {
  const flows = memories.get(conversations)
  const streams = memories.get(tcpStreams)
  const packets = Array.from({ length: count }, (_, i) => [
    stacks.layers[index.stack[i]!]!.map((id) => registry.protocols[id]!.name).join(':'),
    index.flow[i],
    index.flags[i],
    index.tcpFlags[i],
  ])
  const segments = Array.from({ length: streams.count }, (_, row) => [
    streams.flows[row],
    streams.verdicts[row],
    streams.acked[row],
    streams.inFlight[row],
    streams.pushBytes[row],
    streams.delta(row),
    streams.rtt(row),
    evidenceOf(row),
  ])
  const talks = Array.from({ length: flows.count }, (_, n) => [
    flows.transport(n),
    flows.packets(n, 0),
    flows.packets(n, 1),
    flows.bytes(n, 0),
    flows.lastFrame(n),
    ...[0, 1].flatMap((end) => [[...flows.addresses.bytes(flows.address(n, end))].join(), flows.port(n, end)]),
  ])
  const connections = Array.from({ length: flows.streamsOf('tcp') }, (_, n) => [
    streams.initialRtt(n),
    streams.completeness(n),
    streams.scale(n * 2),
    streams.scale(n * 2 + 1),
    streams.serverPort(n),
  ])
  return [packets, segments, talks, connections]

  function evidenceOf(row: number): number[] {
    const place = streams.evidence.find(row)
    return place < 0 ? [] : Array.from({ length: E.width }, (_, column) => streams.evidence.get(place, column))
  }
}
