/** OASIS MQTT 3.1, 3.1.1 and 5.0: publishing and subscribing by topics. The version stands in the client's first message. */
import { bit, bits, bytes, string, u16, u8, uint } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import { FlowState, memory } from '../../dissect/memory'
import type { Packet } from '../../dissect/packet'
import { MORE, protocol } from '../../dissect/protocol'
import { utf8Text } from '../../bytes/text'
import { connectFields, ids, names, subscribeFields } from './mqtt/names'

const f = {
  flags: u8('mqtt.hdrflags', 'Header Flags', { display: 'hex' }),
  type: bits('mqtt.msgtype', 'Message Type', 0xf0, { names, help: 'What the message is for.' }),
  reserved: bits('mqtt.hdr_reserved', 'Reserved', 0x0f),
  dup: bit('mqtt.dupflag', 'DUP Flag', 8, { trueFalse: ['Set', 'Not set'], help: 'Sent again.' }),
  qos: bits('mqtt.qos', 'QoS Level', 6, { names: ids.qos, help: 'How sure delivery has to be.' }),
  retain: bit('mqtt.retain', 'Retain', 1, {
    trueFalse: ['Set', 'Not set'],
    help: 'Kept for those who subscribe later.',
  }),
  retainReserved: bits('mqtt.retain_reserved', 'Reserved', 1),
  length: uint('mqtt.len', 'Msg Len'),
  messageId: u16('mqtt.msgid', 'Message Identifier', { help: 'Acknowledgements repeat it.' }),
  topicLength: u16('mqtt.topic_len', 'Topic Length'),
  topic: string('mqtt.topic', 'Topic', { help: 'What the message is about: words with slashes between.' }),
  message: bytes('mqtt.msg', 'Message', { help: 'What is published.' }),
  qosAsked: u8('mqtt.sub.qos', 'Requested QoS', { names: ids.qos }),
  qosGranted: u8('mqtt.suback.qos', 'Granted QoS', { names: ids.granted }),
  ...connectFields,
  ...subscribeFields,
}

/** Version of each conversation: 3, 4 or 5. */
const versions = memory(() => new FlowState(() => ({ version: 0 })))
const UNKNOWN = 4

export const mqtt = protocol({
  name: 'mqtt',
  title: 'MQ Telemetry Transport Protocol',
  spec: 'OASIS MQTT 5.0',
  over: { 'tcp.port': [1883] },
  messages: {
    cut(p) {
      let length = 0
      for (let i = 1; i < 5; i++) {
        if (p.left <= i) return MORE
        const byte = p.peek(1, i)
        length += (byte & 0x7f) * 128 ** (i - 1)
        if (byte < 0x80) return 1 + i + length
      }
      return p.left
    },
  },
  fields: f,
  decode(p) {
    const kind = p.peek(1) >>> 4
    if (p.first) {
      p.leaveOpen()
      if (kind === 1) noteVersion(p)
      return
    }
    if (p.nth()) p.fence()
    const more = draw(p, kind)
    p.sayBehind(', ', `${names[kind]}${more}`)
  },
  heading: (p) => `MQ Telemetry Transport Protocol, ${names[p.bytes[p.base]! >>> 4]}`,
})

function noteVersion(p: Packet): void {
  if (p.flow < 0 || p.quoted) return
  takeLength(p)
  const length = p.peek(2)
  p.recall(versions).of(p.flow >> 1).version = p.peek(1, 2 + length)
}

/** Steps over the first byte and the length. */
function takeLength(p: Packet): number {
  p.skip(1)
  const { at } = p
  let length = 0
  for (let i = 0; i < 4; i++) {
    const byte = p.peek(1)
    p.skip(1)
    length += (byte & 0x7f) * 128 ** i
    if (byte < 0x80) break
  }
  p.add(f.length, at, p.at - at, length)
  return length
}

function draw(p: Packet, kind: number): string {
  const flags = p.peek(1)
  const version = (p.flow < 0 ? 0 : p.recall(versions).of(p.flow >> 1).version) || UNKNOWN
  drawFlags(p, kind, flags, version)
  const length = takeLength(p)
  p.limit(length)
  const isFive = version === 5
  switch (kind) {
    case 1:
      connect(p)
      return ''
    case 2:
      return connected(p, isFive)
    case 3:
      return publish(p, (flags >> 1) & 3, isFive)
    case 8:
    case 10:
      return subscribe(p, kind === 8, isFive)
    case 4:
    case 5:
    case 6:
    case 7:
    case 9:
    case 11:
      return acknowledge(p, kind, isFive)
    case 14:
    case 15:
      if (p.left) p.take(kind === 14 ? f.disconnectReason : f.authReason)
      if (p.left) properties(p)
  }
  return ''
}

function drawFlags(p: Packet, kind: number, flags: number, version: number): void {
  const isOld = version === 3 && (kind === 6 || kind === 8 || kind === 10)
  const hasQos = kind === 3 || isOld
  const words = [`Message Type: ${names[kind]}`]
  if (hasQos) {
    if (flags & 8) words.push('DUP Flag')
    words.push(`QoS Level: ${ids.qos[(flags >> 1) & 3] ?? 'Unknown'}`)
    if (flags & 1 && kind === 3) words.push('Retain')
  }
  const row = p.add(f.flags, p.at, 1, flags)
  p.label(row, `Header Flags: 0x${flags.toString(16).padStart(2, '0')}, ${words.join(', ')}`)
  const was = p.open(row)
  const list: Field[] = hasQos ? [f.type, f.dup, f.qos, kind === 3 ? f.retain : f.retainReserved] : [f.type, f.reserved]
  for (const field of list) p.add(field, p.at, 1, (flags & field.mask) >>> field.shift)
  p.close(was)
}

/** A text with its length in front. */
function text(p: Packet, length: Field, field: Field): string {
  const size = p.take(length)
  const at = p.take(field, size)
  return p.columns ? utf8Text(p.bytes, at, size) : ''
}

function connect(p: Packet): void {
  text(p, f.nameLength, f.protocolName)
  const version = p.take(f.version)
  const flags = p.peek(1)
  const words: string[] = []
  if (flags & 0x80) words.push('User Name Flag')
  if (flags & 0x40) words.push('Password Flag')
  if (flags & 0x20) words.push('Will Retain')
  words.push(`QoS Level: ${ids.qos[(flags >> 3) & 3] ?? 'Unknown'}`)
  if (flags & 4) words.push('Will Flag')
  if (flags & 2) words.push('Clean Session Flag')
  if (flags & 1) words.push('(Reserved)')
  p.take(f.connectFlags)
  p.label(p.row(f.connectFlags), `Connect Flags: 0x${flags.toString(16).padStart(2, '0')}, ${words.join(', ')}`)
  p.take(f.keepAlive)
  if (version === 5) properties(p)
  text(p, f.clientIdLength, f.clientId)
  if (flags & 4) {
    if (version === 5) properties(p, 'Will Properties')
    text(p, f.willTopicLength, f.willTopic)
    const size = p.take(f.willLength)
    p.take(f.will, size)
  }
  if (flags & 0x80 && p.left) text(p, f.userLength, f.user)
  if (flags & 0x40 && p.left) text(p, f.passwordLength, f.password)
}

function connected(p: Packet, isFive: boolean): string {
  if (isFive) {
    p.take(f.ackFlags)
    p.take(f.connectReason)
    if (p.left) properties(p)
  } else {
    p.take(f.ackReserved)
    p.take(f.returnCode)
  }
  return ''
}

function publish(p: Packet, qos: number, isFive: boolean): string {
  const topic = text(p, f.topicLength, f.topic)
  const id = qos ? p.take(f.messageId) : -1
  if (isFive) properties(p)
  if (p.left) p.take(f.message, p.left)
  return `${id >= 0 ? ` (id=${id})` : ''} [${topic}]`
}

function subscribe(p: Packet, isSubscribe: boolean, isFive: boolean): string {
  const id = p.take(f.messageId)
  if (isFive) properties(p)
  let topics = ''
  while (p.left) {
    const topic = text(p, f.topicLength, f.topic)
    if (p.columns) topics += isSubscribe ? ` [${topic}]` : ''
    if (!isSubscribe) continue
    if (isFive) {
      const flags = p.peek(1)
      p.take(f.subscription)
      const words = `Retain Handling: ${ids.retain[(flags >> 4) & 3] ?? 'Unknown'}, QoS: ${ids.qos5[flags & 3] ?? 'Unknown'}`
      p.label(p.row(f.subscription), `Subscription Options: 0x${flags.toString(16).padStart(2, '0')}, ${words}`)
    } else p.take(f.qosAsked)
  }
  return ` (id=${id})${topics}`
}

function acknowledge(p: Packet, kind: number, isFive: boolean): string {
  const id = p.take(f.messageId)
  if (kind === 9 || kind === 11) {
    if (isFive) properties(p)
    while (p.left) p.take(kind === 9 ? (isFive ? f.subackReason : f.qosGranted) : f.unsubackReason)
  } else if (isFive && p.left) {
    p.take(kind === 4 ? f.pubackReason : kind === 5 ? f.pubrecReason : kind === 6 ? f.pubrelReason : f.pubcompReason)
    if (p.left) properties(p)
  }
  return ` (id=${id})`
}

function properties(p: Packet, title = 'Properties'): void {
  const { at } = p
  let length = 0
  let size = 0
  for (; size < 4;) {
    const byte = p.peek(1, size)
    length += (byte & 0x7f) * 128 ** size
    size++
    if (byte < 0x80) break
  }
  const row = p.add(f.properties, at, size + length)
  p.label(row, title)
  const was = p.open(row)
  p.add(f.propertiesLength, at, size, length)
  p.skip(size)
  const stop = p.at + length
  p.need(length)
  while (p.at < stop) drawProperty(p)
  p.at = stop
  p.close(was)
}

function drawProperty(p: Packet): void {
  const id = p.take(f.propertyId)
  if (ids.bytes.has(id)) p.take(f.propertyNumber, 1)
  else if (ids.shorts.has(id)) p.take(f.propertyNumber, 2)
  else if (ids.words.has(id)) p.take(f.propertyNumber, 4)
  else if (id === 0x0b) {
    let size = 1
    while (size < 4 && p.peek(1, size - 1) > 0x7f) size++
    let value = 0
    for (let i = 0; i < size; i++) value += (p.peek(1, i) & 0x7f) * 128 ** i
    p.add(f.propertyNumber, p.at, size, value)
    p.skip(size)
  } else if (id === 0x26) {
    text(p, f.propertyKeyLength, f.propertyKey)
    text(p, f.propertyValueLength, f.propertyValue)
  } else {
    const size = p.take(f.propertyStringLength)
    p.take(id === 9 || id === 0x16 ? f.propertyBytes : f.propertyString, size)
  }
}
