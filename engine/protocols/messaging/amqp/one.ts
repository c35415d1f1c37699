/** OASIS AMQP 1.0: frames of a performative in its own typed encoding (part 1), and behind a transfer the sections of a message. */
import { bool, bytes, none, string, u8, uint } from '../../../dissect/field'
import type { Field, FieldOptions } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import { limits } from '../../../limits'
import { latin } from '../../kit/lines'

const performatives: Readonly<Record<number, string>> = {
  0x10: 'open',
  0x11: 'begin',
  0x12: 'attach',
  0x13: 'flow',
  0x14: 'transfer',
  0x15: 'disposition',
  0x16: 'detach',
  0x17: 'end',
  0x18: 'close',
}
const sasl: Readonly<Record<number, string>> = {
  0x40: 'sasl.mechanisms',
  0x41: 'sasl.init',
  0x42: 'sasl.challenge',
  0x43: 'sasl.response',
  0x44: 'sasl.outcome',
}
type Make = (name: string, label: string, options?: FieldOptions) => Field
const of = (make: Make, name: string, label: string, options?: FieldOptions): Field =>
  make(`amqp.performative.arguments.${name}`, label, options)
const help = (text: string): FieldOptions => ({ help: text })
const names = (table: readonly string[]): FieldOptions => ({ names: (n) => table[n] ?? 'Unknown' })

const arguments_ = {
  containerId: of(string, 'containerId', 'Container-Id', help('What the program calls itself.')),
  hostname: of(string, 'hostname', 'Hostname'),
  maxFrameSize: of(uint, 'maxFrameSize', 'Max-Frame-Size'),
  channelMax: of(uint, 'channelMax', 'Channel-Max'),
  idleTimeout: of(
    uint,
    'idleTimeout',
    'Idle-Timeout',
    help('Milliseconds without a frame after which the other side gives up.'),
  ),
  outgoingLocales: of(string, 'outgoingLocales_sym', 'Outgoing-Locales'),
  incomingLocales: of(string, 'incomingLocales_sym', 'Incoming-Locales'),
  offered: string('amqp.arguments.offeredCapabilities_sym', 'Offered-Capabilities'),
  desired: of(string, 'desiredCapabilities_sym', 'Desired-Capabilities'),
  properties: of(none, 'properties', 'Properties'),
  remoteChannel: of(uint, 'remoteChannel', 'Remote-Channel'),
  nextOutgoingId: of(uint, 'nextOutgoingId', 'Next-Outgoing-Id'),
  incomingWindow: of(uint, 'incomingWindow', 'Incoming-Window', help('How many more transfers this side takes.')),
  outgoingWindow: of(uint, 'outgoingWindow', 'Outgoing-Window'),
  handleMax: of(uint, 'handleMax', 'Handle-Max'),
  name: of(string, 'name', 'Name', help('The name of the link.')),
  handle: of(uint, 'handle', 'Handle', help('Stands for the link in all that follows.')),
  role: of(bool, 'role', 'Role', { trueFalse: ['receiver', 'sender'], help: 'Which end of the link speaks.' }),
  sendMode: of(uint, 'sndSettleMode', 'Send-Settle-Mode', names(['unsettled', 'settled', 'mixed'])),
  receiveMode: of(uint, 'rcvSettleMode', 'Receive-Settle-Mode', names(['first', 'second'])),
  source: of(none, 'source', 'Source'),
  target: of(none, 'target', 'Target'),
  unsettled: of(none, 'unsettled', 'Unsettled'),
  incompleteUnsettled: of(bool, 'incompleteUnsettled', 'Incomplete-Unsettled'),
  initDeliveryCount: of(uint, 'initDeliveryCount', 'Initial-Delivery-Count'),
  maxMessageSize: of(uint, 'maxMessageSize', 'Max-Message-Size'),
  nextIncomingId: of(uint, 'nextIncomingId', 'Next-Incoming-Id'),
  deliveryCount: of(uint, 'deliveryCount', 'Delivery-Count'),
  linkCredit: of(uint, 'linkCredit', 'Link-Credit', help('How many messages the receiver is ready for.')),
  available: of(uint, 'available', 'Available'),
  drain: of(bool, 'drain', 'Drain'),
  echo: of(bool, 'echo', 'Echo'),
  deliveryId: of(uint, 'deliveryId', 'Delivery-Id'),
  deliveryTag: of(bytes, 'deliveryTag', 'Delivery-Tag'),
  messageFormat: of(uint, 'messageFormat', 'Message-Format'),
  settled: of(bool, 'settled', 'Settled', help('Nothing more is to be said of the delivery.')),
  more: of(bool, 'more', 'More'),
  state: of(none, 'state', 'State'),
  resume: of(bool, 'resume', 'Resume'),
  aborted: of(bool, 'aborted', 'Aborted'),
  batchable: of(bool, 'batchable', 'Batchable'),
  first: of(uint, 'first', 'First'),
  last: of(uint, 'last', 'Last'),
  closed: of(bool, 'closed', 'Closed'),
  error: of(none, 'error', 'Error'),
  address: of(string, 'address.string', 'Address', help('The queue or topic.')),
  durable: of(uint, 'terminusDurable', 'Terminus-Durable'),
  condition: string('amqp.error.condition', 'Condition', help('The error, as a word.')),
  description: string('amqp.error.description', 'Description'),
  mechanisms: string('amqp.sasl.mechanisms_sym', 'Mechanisms', help('Ways of proving who one is.')),
  mechanism: string('amqp.sasl.mechanism', 'Mechanism'),
  initResponse: bytes('amqp.sasl.initResponse', 'Init-Response'),
  challenge: bytes('amqp.sasl.challenge', 'Challenge'),
  response: bytes('amqp.sasl.response', 'Response'),
  code: uint('amqp.sasl.saslCode', 'Code', names(['ok', 'auth', 'sys', 'sys-perm', 'sys-temp'])),
  addData: bytes('amqp.sasl.addData', 'Additional-Data'),
  messageDurable: bool('amqp.message.durable', 'Durable'),
  priority: uint('amqp.message.priority', 'Priority'),
  messageId: string('amqp.message.messageId.string', 'Message-Id'),
  userId: bytes('amqp.message.userId', 'User-Id'),
  to: string('amqp.message.to.string', 'To'),
  subject: string('amqp.message.subject', 'Subject'),
  replyTo: string('amqp.message.replyTo.string', 'Reply-To'),
  correlationId: string('amqp.message.correlationId.string', 'Correlation-Id'),
  contentType: string('amqp.message.contentType', 'Content-Type'),
}
type Word = keyof typeof arguments_ | ''

/** What each list holds, in wire order; '' for what is only stepped over. */
const lists: Readonly<Record<number, readonly Word[]>> = {
  0x10: [
    'containerId',
    'hostname',
    'maxFrameSize',
    'channelMax',
    'idleTimeout',
    'outgoingLocales',
    'incomingLocales',
    'offered',
    'desired',
    'properties',
  ],
  0x11: [
    'remoteChannel',
    'nextOutgoingId',
    'incomingWindow',
    'outgoingWindow',
    'handleMax',
    'offered',
    'desired',
    'properties',
  ],
  0x12: [
    'name',
    'handle',
    'role',
    'sendMode',
    'receiveMode',
    'source',
    'target',
    'unsettled',
    'incompleteUnsettled',
    'initDeliveryCount',
    'maxMessageSize',
    'offered',
    'desired',
    'properties',
  ],
  0x13: [
    'nextIncomingId',
    'incomingWindow',
    'nextOutgoingId',
    'outgoingWindow',
    'handle',
    'deliveryCount',
    'linkCredit',
    'available',
    'drain',
    'echo',
    'properties',
  ],
  0x14: [
    'handle',
    'deliveryId',
    'deliveryTag',
    'messageFormat',
    'settled',
    'more',
    'receiveMode',
    'state',
    'resume',
    'aborted',
    'batchable',
  ],
  0x15: ['role', 'first', 'last', 'settled', 'state', 'batchable'],
  0x16: ['handle', 'closed', 'error'],
  0x17: ['error'],
  0x18: ['error'],
  0x1d: ['condition', 'description', ''],
  0x28: ['address', 'durable'],
  0x29: ['address', 'durable'],
  0x40: ['mechanisms'],
  0x41: ['mechanism', 'initResponse', 'hostname'],
  0x42: ['challenge'],
  0x43: ['response'],
  0x44: ['code', 'addData'],
  0x70: ['messageDurable', 'priority'],
  0x73: ['messageId', 'userId', 'to', 'subject', 'replyTo', 'correlationId', 'contentType'],
}
const sections = {
  0x24: none('amqp.delivery-state.accepted', 'Accepted'),
  0x25: none('amqp.delivery-state.rejected', 'Rejected'),
  0x26: none('amqp.delivery-state.released', 'Released'),
  0x27: none('amqp.delivery-state.modified', 'Modified'),
  0x70: none('amqp.header', 'Message-Header'),
  0x71: none('amqp.deliveryAnnotations', 'Delivery-Annotations'),
  0x72: none('amqp.messageAnnotations', 'Message-Annotations'),
  0x73: none('amqp.properties', 'Message-Properties'),
  0x74: none('amqp.applicationProperties', 'Application-Properties'),
  0x75: bytes('amqp.data', 'Data', help('Bytes of the message.')),
  0x76: none('amqp.sequence', 'AMQP-Sequence'),
  0x77: none('amqp.value', 'AMQP-Value'),
  0x78: none('amqp.footer', 'Footer'),
} as const
const sectionOf = (code: number): Field | undefined => (sections as Readonly<Record<number, Field>>)[code]

export const oneFields = {
  offset: u8('amqp.doff', 'Doff', help('Where the body begins, in words of four bytes.')),
  performative: u8('amqp.performative', 'Performative', {
    names: (n) => performatives[n] ?? 'Unknown',
    help: 'What the frame asks or tells.',
  }),
  saslMethod: u8('amqp.sasl.method', 'SASL Method', { names: (n) => sasl[n] ?? 'Unknown' }),
  ...Object.fromEntries(Object.entries(arguments_).map(([key, field]) => [`one ${key}`, field])),
  ...Object.fromEntries(Object.entries(sections).map(([key, field]) => [`section ${key}`, field])),
}

/** A frame of AMQP 1.0; `common` are the fields that other versions have, too. */
export function drawOne(p: Packet, common: { length: Field; type: Field; channel: Field; list: Field }): void {
  p.take(common.length)
  const offset = p.take(oneFields.offset) * 4
  const type = p.take(common.type)
  p.label(p.row(common.type), `Type: ${['AMQP', 'SASL'][type] ?? 'Unknown'} (${type})`)
  p.take(common.channel)
  if (offset > 8) p.skip(offset - 8)
  if (!p.left) return p.sayMore('(empty)')
  const { at } = p
  const code = descriptor(p)
  const name = (type === 1 ? sasl : performatives)[code]
  if (name === undefined) return p.rest()
  p.add(type === 1 ? oneFields.saslMethod : oneFields.performative, at, p.at - at, code)
  p.sayMore(`${name} `)
  const was = p.open(p.add(common.list, p.at, 0))
  takeList(p, lists[code]!, 0)
  p.close(was, true)
  for (let n = 0; p.left && n < limits.nestedValues; n++) takeSection(p)
}

/** Zero, and the number of a described type; −1 where something else stands. */
function descriptor(p: Packet): number {
  if (p.peek(1) !== 0) return -1
  const kind = p.peek(1, 1)
  if (kind !== 0x53 && kind !== 0x80) return -1
  const code = kind === 0x53 ? p.peek(1, 2) : p.peek(6, 4)
  p.skip(kind === 0x53 ? 3 : 10)
  return code
}

function takeSection(p: Packet): void {
  const code = descriptor(p)
  const field = sectionOf(code)
  if (!field) return p.rest()
  if (field.type === 'bytes') return takeValue(p, field, 0)
  const was = p.open(p.add(field, p.at, 0))
  if (lists[code]) takeList(p, lists[code], 0)
  else skipValue(p)
  p.close(was, true)
}

/** Where the value at the cursor lies: behind its constructor and length, and how many bytes it has; lists tell how many items. */
function measure(p: Packet): { kind: number; head: number; size: number; count: number } {
  const kind = p.peek(1)
  const wide = kind & 0x10 ? 4 : 1
  switch (kind >> 4) {
    case 4:
      return { kind, head: 1, size: 0, count: 0 }
    case 5:
    case 6:
    case 7:
    case 8:
    case 9:
      return { kind, head: 1, size: 1 << ((kind >> 4) - 5), count: 0 }
    case 10:
    case 11:
      return { kind, head: 1 + wide, size: p.peek(wide, 1), count: 0 }
    default: {
      if (kind < 0xc0) p.need(-1)
      const size = p.peek(wide, 1)
      if (size < wide) p.need(-1)
      return { kind, head: 1 + 2 * wide, size: size - wide, count: p.peek(wide, 1 + wide) }
    }
  }
}

function takeList(p: Packet, words: readonly Word[], deep: number): void {
  const { kind, head, size, count } = measure(p)
  if (kind === 0x45) return p.skip(1)
  p.need(head + size)
  p.skip(head)
  if (kind !== 0xc0 && kind !== 0xd0) return p.skip(size)
  p.part(size, () => {
    for (let i = 0; i < count && p.left; i++) {
      const word = words[i]
      if (word) takeValue(p, arguments_[word], deep)
      else skipValue(p)
    }
  })
}

function skipValue(p: Packet): void {
  descriptor(p)
  const { head, size } = measure(p)
  p.skip(head + size)
}

const NULL = 0x40
const MAP = 0xc1
const ARRAY = 0xe0

function takeValue(p: Packet, field: Field, deep: number): void {
  const { at } = p
  const code = descriptor(p)
  if (code >= 0 || deep >= limits.nestedValues) return described(p, field, code, at, deep)
  const { kind, head, size, count } = measure(p)
  p.need(head + size)
  if (kind === NULL) return p.skip(1)
  if (kind === MAP || kind === ARRAY || kind >= 0xc0) {
    const what = (kind & 0xef) === 0xc1 ? 'map' : (kind & 0xef) === 0xe0 ? 'array' : 'list'
    const n = what === 'map' ? count >> 1 : count
    const row = p.text(`${field.label} (${what} of ${n} element${n === 1 ? '' : 's'})`, at, head + size)
    const was = p.open(row)
    p.skip(head)
    if (what === 'array') array(p, field, size, count)
    else p.skip(size)
    p.close(was)
    return
  }
  p.skip(head)
  record(p, field, kind, size)
  p.skip(size)
}

/** A scalar of `kind` at the cursor, as far as it fits what the field holds. */
function record(p: Packet, field: Field, kind: number, size: number): void {
  const isTrue = kind === 0x41 || (kind === 0x56 && p.bytes[p.at] === 1)
  if (field.type === 'bool') p.add(field, p.at - (size ? 0 : 1), size || 1, isTrue ? 1 : 0)
  else if (field.type === 'uint') {
    if (size <= 6) p.add(field, p.at - (size ? 0 : 1), size || 1, size ? p.peek(size) : 0)
    else if (size === 8) p.add(field, p.at, size, p.peek(2) ? undefined : p.peek(6, 2))
  } else if (field.type !== 'none') p.add(field, p.at, size)
  else p.text(`${field.label}: ${latin(p.bytes, p.at, p.at + Math.min(size, 64))}`, p.at, size)
}

function described(p: Packet, field: Field, code: number, at: number, deep: number): void {
  const state = sectionOf(code)
  if (!state && !lists[code]) {
    const { head, size } = measure(p)
    return p.skip(head + size)
  }
  const { count } = measure(p)
  const row = p.add(state ?? field, at, 0)
  if (state && !count) p.label(row, `${state.label} (list of 0 elements)`)
  const was = p.open(row)
  takeList(p, lists[code] ?? [], deep + 1)
  p.close(was, true)
}

/** Items of one type, whose constructor stands once. */
function array(p: Packet, field: Field, size: number, count: number): void {
  p.part(size, () => {
    const kind = p.peek(1)
    p.skip(1)
    const wide = kind & 0x10 ? 4 : 1
    if (kind >> 4 !== 10 && kind >> 4 !== 11) return
    for (let i = 0; i < count && p.left; i++) {
      const length = p.peek(wide)
      p.skip(wide)
      p.take(field, length)
    }
  })
}
