/** AMQP 0-9-1: classes, their methods, and the arguments of each. */
import { bit, bytes, none, string, time, u16, u32, u64, u8 } from '../../../dissect/field'
import type { Field } from '../../../dissect/field'

const argument = <T extends (name: string, label: string, options?: { help?: string }) => Field>(
  make: T,
  name: string,
  label: string,
  help?: string,
): Field => make(`amqp.method.arguments.${name}`, label, help ? { help } : undefined)
const flag = (name: string, label: string, mask: number, help?: string): Field =>
  bit(`amqp.method.arguments.${name}`, label, mask, help ? { help } : undefined)

/** Fields of arguments. Texts are a byte (or four) of length and the text. */
const a = {
  versionMajor: argument(u8, 'version_major', 'Version-Major'),
  versionMinor: argument(u8, 'version_minor', 'Version-Minor'),
  serverProperties: argument(none, 'server_properties', 'Server-Properties'),
  clientProperties: argument(none, 'client_properties', 'Client-Properties'),
  mechanisms: argument(bytes, 'mechanisms', 'Mechanisms', 'Ways of proving who one is that the server knows.'),
  locales: argument(bytes, 'locales', 'Locales'),
  mechanism: argument(string, 'mechanism', 'Mechanism', 'How the client proves who it is.'),
  response: argument(bytes, 'response', 'Response', 'With PLAIN this holds the name and the password as they are.'),
  locale: argument(string, 'locale', 'Locale'),
  challenge: argument(bytes, 'challenge', 'Challenge'),
  channelMax: argument(u16, 'channel_max', 'Channel-Max'),
  frameMax: argument(u32, 'frame_max', 'Frame-Max'),
  heartbeat: argument(u16, 'heartbeat', 'Heartbeat', 'Seconds between signs of life on an idle connection.'),
  virtualHost: argument(string, 'virtual_host', 'Virtual-Host', 'Which part of the broker the connection is for.'),
  capabilities: argument(string, 'capabilities', 'Capabilities'),
  knownHosts: argument(string, 'known_hosts', 'Known-Hosts'),
  replyCode: argument(u16, 'reply_code', 'Reply-Code', 'Why it was closed or returned: 200 is well, 404 not found.'),
  replyText: argument(string, 'reply_text', 'Reply-Text', 'The reason in words.'),
  classId: argument(u16, 'class_id', 'Class-Id'),
  methodId: argument(u16, 'method_id', 'Method-Id'),
  outOfBand: argument(string, 'out_of_band', 'Out-Of-Band'),
  channelId: argument(bytes, 'channel_id', 'Channel-Id'),
  ticket: argument(u16, 'ticket', 'Ticket'),
  exchange: argument(string, 'exchange', 'Exchange', 'Where messages are handed in; it sorts them into queues.'),
  type: argument(string, 'type', 'Type', 'How the exchange sorts: direct, fanout, topic, headers.'),
  destination: argument(string, 'destination', 'Destination'),
  source: argument(string, 'source', 'Destination'),
  routingKey: argument(string, 'routing_key', 'Routing-Key', 'The word by which an exchange sorts messages.'),
  arguments: argument(none, 'arguments', 'Arguments'),
  queue: argument(string, 'queue', 'Queue', 'Where messages wait for those who consume them.'),
  messageCount: argument(u32, 'message_count', 'Message-Count'),
  consumerCount: argument(u32, 'consumer_count', 'Consumer-Count'),
  prefetchSize: argument(u32, 'prefetch_size', 'Prefetch-Size'),
  prefetchCount: argument(u16, 'prefetch_count', 'Prefetch-Count', 'How many messages may be out unacknowledged.'),
  consumerTag: argument(string, 'consumer_tag', 'Consumer-Tag', 'Names a consumer on its channel.'),
  filter: argument(none, 'filter', 'Filter'),
  deliveryTag: argument(u64, 'delivery_tag', 'Delivery-Tag', 'Numbers a delivery; its acknowledgement repeats it.'),
  clusterId: argument(string, 'cluster_id', 'Cluster-Id'),
} as const

/** Flags share bytes, so that a name may stand for one bit here and another there: one field, its bit by method. */
const b = {
  active: flag('active', 'Active', 1),
  passive: flag('passive', 'Passive', 1),
  durable: flag('durable', 'Durable', 2, 'It is still there after the broker was started again.'),
  exclusive: flag('exclusive', 'Exclusive', 4),
  autoDelete: flag('auto_delete', 'Auto-Delete', 8),
  internal: flag('internal', 'Internal', 8),
  nowait: flag('nowait', 'Nowait', 1),
  ifUnused: flag('if_unused', 'If-Unused', 1),
  ifEmpty: flag('if_empty', 'If-Empty', 2),
  global: flag('global', 'Global', 1),
  noLocal: flag('no_local', 'No-Local', 1),
  noAck: flag('no_ack', 'No-Ack', 2, 'Deliveries count as acknowledged when they are sent.'),
  mandatory: flag('mandatory', 'Mandatory', 1, 'The message comes back if no queue takes it.'),
  immediate: flag('immediate', 'Immediate', 2),
  redelivered: flag('redelivered', 'Redelivered', 1, 'It was delivered before and not acknowledged.'),
  multiple: flag('multiple', 'Multiple', 1, 'All deliveries up to this one are meant.'),
  requeue: flag('requeue', 'Requeue', 1, 'Put back into the queue.'),
  insist: flag('insist', 'Insist', 1),
} as const

export const argumentFields = a
export const flagFields = b
type Word = keyof typeof a
type Bit = keyof typeof b
/** What a method takes, in wire order: arguments, or flags that share a byte. Words of Info: `x` shows the exchange as `x=…`. */
export interface Method {
  readonly name: string
  readonly takes: readonly (Word | readonly Bit[])[]
  readonly info: Readonly<Partial<Record<Word, string>>>
}
const m = (name: string, takes: Method['takes'] = [], info: Method['info'] = {}): Method => ({ name, takes, info })
const X = { exchange: 'x' } as const
const Q = { queue: 'q' } as const
const XR = { exchange: 'x', routingKey: 'rk' } as const
const reply = ['replyCode', 'replyText', 'classId', 'methodId'] as const

export const classes: Readonly<Record<number, readonly [name: string, methods: Readonly<Record<number, Method>>]>> = {
  10: [
    'Connection',
    {
      10: m('Start', ['versionMajor', 'versionMinor', 'serverProperties', 'mechanisms', 'locales']),
      11: m('Start-Ok', ['clientProperties', 'mechanism', 'response', 'locale']),
      20: m('Secure', ['challenge']),
      21: m('Secure-Ok', ['response']),
      30: m('Tune', ['channelMax', 'frameMax', 'heartbeat']),
      31: m('Tune-Ok', ['channelMax', 'frameMax', 'heartbeat']),
      40: m('Open', ['virtualHost', 'capabilities', ['insist']], { virtualHost: 'vhost' }),
      41: m('Open-Ok', ['knownHosts']),
      50: m('Close', reply, { replyText: 'reply' }),
      51: m('Close-Ok'),
    },
  ],
  20: [
    'Channel',
    {
      10: m('Open', ['outOfBand']),
      11: m('Open-Ok', ['channelId']),
      20: m('Flow', [['active']]),
      21: m('Flow-Ok', [['active']]),
      40: m('Close', reply, { replyText: 'reply' }),
      41: m('Close-Ok'),
    },
  ],
  40: [
    'Exchange',
    {
      10: m(
        'Declare',
        ['ticket', 'exchange', 'type', ['passive', 'durable', 'autoDelete', 'internal', 'nowait'], 'arguments'],
        X,
      ),
      11: m('Declare-Ok'),
      20: m('Delete', ['ticket', 'exchange', ['ifUnused', 'nowait']], X),
      21: m('Delete-Ok'),
      30: m('Bind', ['ticket', 'destination', 'source', 'routingKey', ['nowait'], 'arguments'], {
        destination: 'dx',
        source: 'sx',
        routingKey: 'bk',
      }),
      31: m('Bind-Ok'),
      40: m('Unbind', ['ticket', 'destination', 'source', 'routingKey', ['nowait'], 'arguments'], {
        destination: 'dx',
        source: 'sx',
        routingKey: 'bk',
      }),
      51: m('Unbind-Ok'),
    },
  ],
  50: [
    'Queue',
    {
      10: m(
        'Declare',
        ['ticket', 'queue', ['passive', 'durable', 'exclusive', 'autoDelete', 'nowait'], 'arguments'],
        Q,
      ),
      11: m('Declare-Ok', ['queue', 'messageCount', 'consumerCount'], Q),
      20: m('Bind', ['ticket', 'queue', 'exchange', 'routingKey', ['nowait'], 'arguments'], {
        queue: 'q',
        exchange: 'x',
        routingKey: 'bk',
      }),
      21: m('Bind-Ok'),
      30: m('Purge', ['ticket', 'queue', ['nowait']], Q),
      31: m('Purge-Ok', ['messageCount']),
      40: m('Delete', ['ticket', 'queue', ['ifUnused', 'ifEmpty', 'nowait']], Q),
      41: m('Delete-Ok', ['messageCount']),
      50: m('Unbind', ['ticket', 'queue', 'exchange', 'routingKey', 'arguments'], {
        queue: 'q',
        exchange: 'x',
        routingKey: 'rk',
      }),
      51: m('Unbind-Ok'),
    },
  ],
  60: [
    'Basic',
    {
      10: m('Qos', ['prefetchSize', 'prefetchCount', ['global']]),
      11: m('Qos-Ok'),
      20: m('Consume', ['ticket', 'queue', 'consumerTag', ['noLocal', 'noAck', 'exclusive', 'nowait'], 'filter'], Q),
      21: m('Consume-Ok', ['consumerTag']),
      30: m('Cancel', ['consumerTag', ['nowait']]),
      31: m('Cancel-Ok', ['consumerTag']),
      40: m('Publish', ['ticket', 'exchange', 'routingKey', ['mandatory', 'immediate']], XR),
      50: m('Return', ['replyCode', 'replyText', 'exchange', 'routingKey']),
      60: m('Deliver', ['consumerTag', 'deliveryTag', ['redelivered'], 'exchange', 'routingKey'], XR),
      70: m('Get', ['ticket', 'queue', ['noAck']], Q),
      71: m('Get-Ok', ['deliveryTag', ['redelivered'], 'exchange', 'routingKey', 'messageCount'], XR),
      72: m('Get-Empty', ['clusterId']),
      80: m('Ack', ['deliveryTag', ['multiple']]),
      90: m('Reject', ['deliveryTag', ['requeue']]),
      100: m('Recover-Async', [['requeue']]),
      110: m('Recover', [['requeue']]),
      111: m('Recover-Ok'),
      120: m('Nack', ['deliveryTag', ['multiple', 'requeue']]),
    },
  ],
  85: ['Confirm', { 10: m('Select', [['nowait']]), 11: m('Select-Ok') }],
  90: [
    'Tx',
    {
      10: m('Select'),
      11: m('Select-Ok'),
      20: m('Commit'),
      21: m('Commit-Ok'),
      30: m('Rollback'),
      31: m('Rollback-Ok'),
    },
  ],
}

const property = (make: typeof string, name: string, label: string, help?: string): Field =>
  make(`amqp.method.properties.${name}`, label, help ? { help } : undefined)

/** Properties of a message, by their bits from the highest on. */
export const properties = {
  contentType: property(string, 'content_type', 'Content-Type', 'What kind of bytes the message is.'),
  contentEncoding: property(string, 'content_encoding', 'Content-Encoding'),
  headers: property(none, 'headers', 'Headers'),
  deliveryMode: property(u8, 'delivery_mode', 'Delivery-Mode', '2: the broker keeps it on disk; 1: in memory only.'),
  priority: property(u8, 'priority', 'Priority'),
  correlationId: property(string, 'correlation_id', 'Correlation-Id', 'Which request the message answers.'),
  replyTo: property(string, 'reply_to', 'Reply-To', 'The queue that an answer is to go to.'),
  expiration: property(string, 'expiration', 'Expiration'),
  messageId: property(string, 'message_id', 'Message-Id'),
  timestamp: property(time, 'timestamp', 'Timestamp'),
  type: property(string, 'type', 'Type'),
  userId: property(string, 'user_id', 'User-Id'),
  appId: property(string, 'app_id', 'App-Id'),
  clusterId: property(string, 'cluster_id', 'Cluster-Id'),
} as const
