/** Cisco's Skinny Client Control Protocol, as its public descriptions tell: what a telephone and its call manager say to each other. */
import { u32 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { lengthKnown, protocol } from '../../dissect/protocol'
import { announceMedia } from './media-setup'
import { answers, messages, requests } from './skinny-messages'

const OPEN_ACKNOWLEDGED = 34
const START = 138
const setup = { method: 'SKINNY', types: {} }

const fields = {
  length: u32('skinny.data_length', 'Data length', { little: true }),
  version: u32('skinny.hdr_version', 'Header version', {
    little: true,
    display: 'hex',
    names: {
      0: 'Basic',
      10: 'V10',
      11: 'V11',
      15: 'V15',
      16: 'V16',
      17: 'V17',
      18: 'V18',
      19: 'V19',
      20: 'V20',
      21: 'V21',
      22: 'V22',
    },
  }),
  message: u32('skinny.messageId', 'Message ID', { little: true, names: messages, help: 'What the message is for.' }),
}

export const skinny = protocol({
  name: 'skinny',
  title: 'Skinny Client Control Protocol',
  column: '',
  shortName: 'SKINNY',
  spec: 'Cisco SCCP',
  over: { 'tcp.port': [2000] },
  messages: lengthKnown(4, (p) => 8 + little(p, 0)),
  fields,
  decode(p, _, f) {
    const length = little(p, 0)
    const version = little(p, 4)
    const id = little(p, 8)
    if (length < 4 || length > 4000 || version > 22) return false
    if (p.first) {
      if (p.flow >= 0 && !p.quoted) announce(p, id, version)
      p.at = p.end
      return
    }
    const name = messages[id] ?? `Unknown (${id})`
    if (p.nth()) p.sayMore(`${name} `)
    else p.say(`${name} `)
    p.keepInfo()
    if (!p.nth()) p.name('SKINNY')
    if (requests.has(id)) p.name('SKINNY/REQ')
    else if (answers.has(id)) p.name('SKINNY/RESP')
    p.take(f.length)
    p.take(f.version)
    p.take(f.message)
    p.at = p.end
  },
})

/** A number of four bytes, the lowest first. */
function little(p: Packet, ahead: number): number {
  p.need(ahead + 4)
  const { bytes, at } = p
  const from = at + ahead
  return (bytes[from]! | (bytes[from + 1]! << 8) | (bytes[from + 2]! << 16) | (bytes[from + 3]! << 24)) >>> 0
}

/** First pass: where the telephone or the other end takes its speech. */
function announce(p: Packet, id: number, version: number): void {
  const at = id === OPEN_ACKNOWLEDGED ? 16 : id === START ? 20 : 0
  if (!at) return
  if (version < 17) {
    p.need(at + 8)
    announceMedia(p, p.bytes.slice(p.at + at, p.at + at + 4), little(p, at + 4), setup)
    return
  }
  const isSix = little(p, at) === 1
  p.need(at + 24)
  announceMedia(p, p.bytes.slice(p.at + at + 4, p.at + at + (isSix ? 20 : 8)), little(p, at + 20), setup)
}
