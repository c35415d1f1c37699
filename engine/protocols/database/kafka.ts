/** Apache Kafka protocol guide: requests with an API key and a version; answers repeat the correlation number only. */
import { framenum, i16, i32, string, u32 } from '../../dissect/field'
import { FrameFacts, memory } from '../../dissect/memory'
import type { Packet } from '../../dissect/packet'
import { lengthKnown, protocol } from '../../dissect/protocol'
import { Pairs } from '../../flows/pairs'

const PORT = 9092
/** Names of the APIs, and up to which version each is known. */
const apis: readonly (readonly [string, number])[] = [
  ['Produce', 8],
  ['Fetch', 11],
  ['Offsets', 5],
  ['Metadata', 9],
  ['LeaderAndIsr', 4],
  ['StopReplica', 2],
  ['UpdateMetadata', 6],
  ['ControlledShutdown', 3],
  ['OffsetCommit', 8],
  ['OffsetFetch', 7],
  ['FindCoordinator', 3],
  ['JoinGroup', 7],
  ['Heartbeat', 4],
  ['LeaveGroup', 4],
  ['SyncGroup', 5],
  ['DescribeGroups', 5],
  ['ListGroups', 3],
  ['SaslHandshake', 1],
  ['ApiVersions', 3],
  ['CreateTopics', 5],
  ['DeleteTopics', 4],
  ['DeleteRecords', 1],
  ['InitProducerId', 3],
  ['OffsetForLeaderEpoch', 3],
  ['AddPartitionsToTxn', 1],
  ['AddOffsetsToTxn', 1],
  ['EndTxn', 1],
  ['WriteTxnMarkers', 0],
  ['TxnOffsetCommit', 3],
  ['DescribeAcls', 2],
  ['CreateAcls', 2],
  ['DeleteAcls', 2],
  ['DescribeConfigs', 2],
  ['AlterConfigs', 1],
  ['AlterReplicaLogDirs', 1],
  ['DescribeLogDirs', 1],
  ['SaslAuthenticate', 2],
  ['CreatePartitions', 2],
  ['CreateDelegationToken', 2],
  ['RenewDelegationToken', 2],
  ['ExpireDelegationToken', 2],
  ['DescribeDelegationToken', 2],
  ['DeleteGroups', 2],
  ['ElectLeaders', 2],
  ['IncrementalAlterConfigs', 1],
  ['AlterPartitionReassignments', 0],
  ['ListPartitionReassignments', 0],
  ['OffsetDelete', 0],
]

const exchanges = memory(() => new Pairs())
/** What each message is about: API key and version, of answers too. */
const facts = memory(() => new FrameFacts<{ key: number; version: number }>())
const asked = memory(() => new Map<number, { key: number; version: number }>())

export const kafka = protocol({
  name: 'kafka',
  title: 'Kafka',
  column: 'Kafka',
  spec: 'Kafka protocol guide',
  over: { 'tcp.port': [PORT] },
  messages: lengthKnown(4, (p) => 4 + p.peek(4)),
  looks: (p) => p.left >= 8 && p.peek(4) <= 100_000_000,
  fields: {
    length: i32('kafka.len', 'Length'),
    key: i16('kafka.api_key', 'API Key', { names: (n) => apis[n]?.[0] ?? 'Unknown', help: 'What is asked for.' }),
    version: i16('kafka.api_version', 'API Version'),
    correlation: u32('kafka.correlation_id', 'Correlation ID', {
      help: 'Chosen by the client; the answer repeats it.',
    }),
    clientLength: i16('kafka.client_id_length', 'Client ID Length', { hidden: true }),
    client: string('kafka.client_id', 'Client ID', { help: 'What the client calls itself.' }),
    requestFrame: framenum('kafka.request_frame', 'Request Frame', { generated: true }),
    responseFrame: framenum('kafka.response_frame', 'Response Frame', { generated: true }),
  },
  decode(p, _, f) {
    const nth = p.nth()
    const isRequest = p.destinationPort === PORT
    if (p.first) {
      p.leaveOpen()
      return pass(p, nth, isRequest)
    }
    if (nth) p.fence()
    const about = p.recall(facts).get(p.frame.number, nth)
    p.sayBehind(
      '',
      about ? describe(about, isRequest) : isRequest ? 'Kafka Request' : 'Kafka Response (Undecoded, Request Missing)',
    )
    p.take(f.length)
    const n = p.flow < 0 ? 0 : p.recall(exchanges).of(p, nth)
    const pairs = p.recall(exchanges)
    if (isRequest) {
      if (n && pairs.answerOf(n)) p.set(f.responseFrame, pairs.answerOf(n))
      p.take(f.key)
      p.take(f.version)
      p.take(f.correlation)
      const size = p.peek(2)
      p.take(f.clientLength)
      if (size < 0x8000) p.take(f.client, size)
    } else {
      p.take(f.correlation)
      if (!n || !about) return
      p.set(f.requestFrame, pairs.requestOf(n))
      p.set(f.key, about.key)
      p.set(f.version, about.version)
    }
  },
  heading(p) {
    const about = p.recall(facts).get(p.frame.number, p.nth())
    return about ? `Kafka (${describe(about, p.destinationPort === PORT).slice(6)})` : 'Kafka'
  },
})

function describe({ key, version }: { key: number; version: number }, isRequest: boolean): string {
  const [name, most] = apis[key] ?? (['Unknown', -1] as const)
  return `Kafka ${name} v${version} ${isRequest ? 'Request' : 'Response'}${version > most ? ' [Unsupported API version]' : ''}`
}

/** First pass: notes requests, and finds the one that an answer belongs to. */
function pass(p: Packet, nth: number, isRequest: boolean): void {
  if (p.flow < 0 || p.quoted) return
  const pairs = p.recall(exchanges)
  const all = p.recall(asked)
  const conversation = p.flow >> 1
  if (isRequest) {
    const about = { key: p.peek(2, 4), version: p.peek(2, 6) }
    const n = pairs.ask(p, nth, conversation, p.peek(4, 8))
    all.set(n, about)
    p.recall(facts).set(p.frame.number, about, nth)
    return
  }
  const n = pairs.answer(p, nth, conversation, p.peek(4, 4))
  const about = all.get(n)
  if (n && about) p.recall(facts).set(p.frame.number, about, nth)
  all.delete(n)
}
