// Messages of DNS that go over several TCP segments: cut anywhere, out of order, repeated, lost. Every field beside tshark's.
import { describe, expect, it } from 'vitest'
import type { Packet } from '../../engine/dissect/packet'
import { StreamMessages } from '../../engine/streams/messages'
import { dns } from '../../engine/protocols/naming/dns'
import { Session } from '../../engine/session/session'
import { filterSession } from '../../engine/session/filtering'
import { details } from '../../engine/session/rows'
import { hasTshark, tshark } from '../support/reference'
import { needs } from '../support/skip'
import { Random } from '../support/random'
import { TcpTalk } from '../support/tcp-talk'
import { readTcp, withFile } from './tcp-run'

/** A response of `size` bytes behind its length: one question, and one TXT record with whatever room there is. */
function response(id: number, size: number): Uint8Array {
  const question = [1, 97, 1, 98, 0, 0, 16, 0, 1]
  const head = [id >> 8, id & 255, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0]
  const text: number[] = []
  for (let left = size - 33; left > 0;) {
    const n = Math.min(255, left - 1)
    text.push(n, ...Array.from({ length: n }, (_, i) => 65 + (i % 26)))
    left -= n + 1
  }
  const message = [
    ...head,
    ...question,
    0xc0,
    12,
    0,
    16,
    0,
    1,
    0,
    0,
    0,
    60,
    text.length >> 8,
    text.length & 255,
    ...text,
  ]
  return Uint8Array.from([message.length >> 8, message.length & 255, ...message])
}
const query = (id: number): Uint8Array =>
  Uint8Array.from([0, 21, id >> 8, id & 255, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 97, 1, 98, 0, 0, 16, 0, 1])
const joined = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]))

const talk = (): TcpTalk => new TcpTalk({ serverPort: 53 }).open()
/** The server sends these bytes, cut at some places. */
function cut(bytes: Uint8Array, ...places: number[]): TcpTalk {
  const t = talk()
  for (const [i, place] of [0, ...places].entries()) t.server('ACK', { data: bytes.subarray(place, places[i]) })
  return t
}
/** Segments by their first and last byte, in any order. */
function sent(bytes: Uint8Array, ...segments: [from: number, to?: number, lost?: boolean][]): TcpTalk {
  const t = talk()
  for (const [from, to, lost = false] of segments)
    t.server('ACK', { data: bytes.subarray(from, to), seq: 1 + from, lost })
  return t
}

const one = response(1, 100)
const two = joined(one, response(2, 120))
const three = joined(two, response(3, 100))
const cases: Record<string, () => TcpTalk> = {
  'a question, and an answer in two segments': () =>
    talk()
      .client('PSH ACK', { data: query(1) })
      .server('ACK', { data: one.subarray(0, 50) })
      .client('ACK')
      .server('PSH ACK', { data: one.subarray(50) }),
  'three segments': () => cut(one, 30, 60),
  'a length cut in two': () => cut(one, 1, 60),
  'a byte at a time': () => cut(one, ...Array.from({ length: 101 }, (_, i) => i + 1)),
  'a whole one, and the beginning of the next': () => cut(two, 130),
  'an end, a whole one, and a beginning': () => cut(three, 60, 250),
  'an end, a whole one, and half a length': () => cut(three, 60, 225),
  'a whole one, and half a length': () => cut(two, 103, 140),
  'one that never ends': () => sent(one, [0, 50], [50, 80]),
  'a lost segment within': () => sent(two, [0, 50], [50, 70, true], [70, 102], [102]),
  'a lost segment over the border': () => sent(three, [0, 50], [50, 130, true], [130, 160], [160, 224], [224]),
  'a beginning, sent twice': () =>
    talk()
      .server('ACK', { data: one.subarray(0, 50) })
      .server('ACK', { data: one.subarray(0, 50), seq: 1, wait: 0.3 })
      .server('ACK', { data: one.subarray(50) }),
  'out of order, the last in time': () => sent(one, [0, 30], [60, 80], [30, 60], [80]),
  'out of order, the last one too late': () => sent(two, [0, 30], [60, 102], [30, 60], [102]),
  'out of order from the beginning': () => sent(two, [60, 102], [0, 30], [30, 60], [102]),
  'two whole ones out of order': () => sent(two, [102], [0, 102]),
  'segments that overlap': () => sent(one, [0, 50], [40, 80], [80]),
  'a keep-alive within': () =>
    talk()
      .server('ACK', { data: one.subarray(0, 50) })
      .client('ACK')
      .server('ACK', { data: one.subarray(49, 50), seq: 50, wait: 30 })
      .client('ACK')
      .server('ACK', { data: one.subarray(50), seq: 51 }),
  'an end in a reset': () =>
    talk()
      .server('ACK', { data: one.subarray(0, 50) })
      .server('RST ACK', { data: one.subarray(50) }),
  'an end with a FIN': () =>
    talk()
      .server('ACK', { data: one.subarray(0, 50) })
      .server('FIN ACK', { data: one.subarray(50) }),
}

const FIELDS = [
  'tcp.pdu.size',
  'tcp.payload',
  'tcp.segment_data',
  'tcp.segment',
  'tcp.segment.count',
  'tcp.segment.overlap',
  'tcp.segment.overlap.conflict',
  'tcp.segment.error',
  'tcp.reassembled_in',
  'tcp.reassembled.length',
  'tcp.reassembled.data',
  'dns.length',
  'dns.id',
  'dns.txt',
  'dns.response_in',
  'dns.response_to',
]

async function ours(path: string): Promise<string[]> {
  const { packets } = await readTcp(path)
  return packets.map((p, i) => [i + 1, ...FIELDS.map((name) => p.field(name)), p.info].join('|'))
}
const theirs = (path: string): string[] =>
  tshark([
    ...['-2', '-r', path, '-T', 'fields', '-E', 'separator=|', '-E', 'occurrence=a'],
    ...['frame.number', ...FIELDS, '_ws.col.Info'].flatMap((field) => ['-e', field]),
  ])
    .trimEnd()
    .split('\n')

needs(hasTshark(), 'tshark is not installed').describe('messages over several segments, beside tshark', () => {
  for (const [name, made] of Object.entries(cases))
    it(name, () => withFile(made().made, async (path) => expect(await ours(path)).toEqual(theirs(path))))
  for (const first of [1, 5, 9, 13, 17, 21, 25, 29, 33, 37])
    it(`cut and sent as chance has it, seeds from ${first}`, async () => {
      for (let seed = first; seed < first + 4; seed++) {
        const random = new Random(seed)
        const bytes = joined(...Array.from({ length: 6 }, (_, i) => response(i + 1, 40 + random.below(300))))
        const places = [0, bytes.length]
        for (let n = 3 + random.below(12); n; n--) places.push(random.below(bytes.length))
        places.sort((a, b) => a - b)
        const segments = places.slice(1).map((to, i): [number, number] => [places[i]!, to])
        for (let n = random.below(3); n; n--) {
          const at = random.below(segments.length - 1)
          segments.splice(at, 2, segments[at + 1]!, segments[at]!)
        }
        const lost = random.below(2 * segments.length)
        const t = talk()
        segments.forEach(([from, to], i) => {
          if (to > from) t.server('ACK', { data: bytes.subarray(from, to), seq: 1 + from, lost: i === lost })
          if (random.below(3) === 0) t.client('ACK')
        })
        await withFile(t.made, async (path) => expect(await ours(path), `seed ${seed}`).toEqual(theirs(path)))
      }
    })
})

describe('a message over several segments', () => {
  it('is not begun any more when there are too many, and counted', () => {
    const messages = new StreamMessages(2)
    const bytes = new Uint8Array(10)
    const p = { source: 0, origin: 0, at: 0, bytes, frame: { number: 0 }, nth: () => 0 } as unknown as Packet
    for (const number of [1, 2, 3]) {
      p.frame.number = number
      messages.begin(p, 0, number, 100, 0, 10, 15, dns, { from: 0, kept: undefined })
    }
    expect(messages.dropped).toBe(1)
    p.frame.number = 4
    expect(messages.goOn(p, 0, 3, 110, 5, false)).toBeUndefined()
    expect(messages.goOn(p, 0, 2, 110, 5, false)?.frame).toBe(4)
    // What is behind its end is another one's.
    expect(messages.goOn(p, 0, 2, 115, 5, false)).toBeUndefined()
  })
  it('stands in the packet that ends it, with bytes of its own', () =>
    withFile(cut(one, 30, 60).made, async (path) => {
      const session = await Session.open(path)
      try {
        session.stepSync()
        const { tree, sources } = details(session, 5)
        expect(tree.map((node) => node.text.replace(/,.*/, ''))).toEqual([
          expect.stringMatching(/^Frame 6/),
          'Ethernet II',
          'Internet Protocol Version 4',
          'Transmission Control Protocol',
          '[3 Reassembled TCP Segments (102 bytes): #4(30)',
          'Domain Name System (response)',
        ])
        expect(sources.map(({ name, bytes }) => [name, bytes.length])).toEqual([
          ['Frame', 96],
          ['Reassembled TCP', 102],
        ])
        expect([...filterSession(session, 'dns.id == 1').view.all()]).toEqual([5])
        expect([...filterSession(session, 'tcp.reassembled_in == 6').view.all()]).toEqual([3, 4])
      } finally {
        session.close()
      }
    }))
})
