/** AMQP 0-9-1 and 1.0 (OASIS): messages by way of a broker. Which version is spoken stands in the first eight bytes of each side. */
import { string, u8 } from '../../dissect/field'
import { FlowState, memory } from '../../dissect/memory'
import type { Packet } from '../../dissect/packet'
import { MORE, protocol } from '../../dissect/protocol'
import { OLD_AROUND, drawOld, noteOld, oldFields } from './amqp/old'
import { drawOne, oneFields } from './amqp/one'

const HEADER = 8
const AMQP = 0x414d5150
const f = {
  protocol: string('amqp.init.protocol', 'Protocol', { help: 'The word AMQP: a side says which version it speaks.' }),
  idMajor: u8('amqp.init.id_major', 'Protocol ID Major'),
  idMinor: u8('amqp.init.id_minor', 'Protocol ID Minor'),
  id: u8('amqp.init.id', 'Protocol-ID', { help: '0: plain AMQP, 2: TLS comes first, 3: proving who one is.' }),
  major: u8('amqp.init.version_major', 'Version Major'),
  minor: u8('amqp.init.version_minor', 'Version Minor'),
  revision: u8('amqp.init.version_revision', 'Version-Revision'),
  ...oldFields,
  ...oneFields,
}

type Version = '0-9' | '0-10' | '1.0'
const versions = memory(() => new FlowState(() => ({ said: undefined as Version | undefined })))

/** The version that was said, else by the first byte: the type of a frame before 1.0. */
function version(p: Packet): Version {
  const said = p.flow < 0 ? undefined : p.recall(versions).of(p.flow >> 1).said
  return said ?? (p.peek(1) === 0 ? '1.0' : '0-9')
}
/** What the eight bytes at the cursor say. */
const versionSaid = (p: Packet): Version => (p.peek(1, 5) !== 1 ? '0-9' : p.peek(1, 4) === 1 ? '0-10' : '1.0')
const LEAST_TEN = 12
const isHeader = (p: Packet): boolean => p.left >= 4 && p.peek(4) === AMQP

export const amqp = protocol({
  name: 'amqp',
  title: 'Advanced Message Queuing Protocol',
  column: 'AMQP',
  spec: 'AMQP 0-9-1, OASIS AMQP 1.0',
  over: { 'tcp.port': [5672], 'tls.port': [5671] },
  messages: {
    cut(p) {
      if (p.left < 7) return MORE
      if (isHeader(p)) {
        if (p.left < HEADER) return MORE
        if (p.flow >= 0) p.recall(versions).of(p.flow >> 1).said = versionSaid(p)
        return HEADER
      }
      const spoken = version(p)
      if (spoken === '1.0') return Math.max(HEADER, p.peek(4))
      return spoken === '0-9' ? OLD_AROUND + p.peek(4, 3) : Math.max(LEAST_TEN, p.peek(2, 2))
    },
    isSized: true,
  },
  fields: f,
  decode(p) {
    if (p.first) {
      p.leaveOpen()
      if (!isHeader(p) && version(p) === '0-9') noteOld(p)
      return
    }
    if (p.nth()) p.fence()
    p.say('')
    if (isHeader(p)) versionHeader(p)
    else if (version(p) === '1.0') drawOne(p, f)
    else if (version(p) === '0-9') drawOld(p)
    else p.rest()
  },
})

function versionHeader(p: Packet): void {
  const said = versionSaid(p)
  p.take(f.protocol, 4)
  const b = [p.peek(1), p.peek(1, 1), p.peek(1, 2), p.peek(1, 3)]
  if (said === '1.0') {
    p.sayMore(`Protocol-Header 1-${b[2]}-${b[3]} `)
    p.take(f.id)
    p.take(f.major)
    p.take(f.minor)
    p.take(f.revision)
  } else {
    p.sayMore(said === '0-9' ? `Protocol-Header 0-${b[2]}-${b[3]}` : `Protocol-Header ${b[2]}-${b[3]} `)
    p.take(f.idMajor)
    p.take(f.idMinor)
    p.take(f.major)
    p.take(f.minor)
  }
}
