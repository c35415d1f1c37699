// Protocols made for tests, beside all real ones: what they say of TCP segments, first in the first pass, then in later decodings.
import { string, u32 } from '../../engine/dissect/field'
import { Frame } from '../../engine/dissect/frame'
import { noNames } from '../../engine/dissect/format'
import { Memories } from '../../engine/dissect/memory'
import { Packet } from '../../engine/dissect/packet'
import { makePlan } from '../../engine/dissect/plan'
import { atLeast, MORE, protocol, UNTIL_CLOSE } from '../../engine/dissect/protocol'
import { Registry, Stacks } from '../../engine/dissect/registry'
import { buildTree } from '../../engine/dissect/tree'
import { passCore } from '../../engine/flows/pass-core'
import { conversationReaders } from '../../engine/flows/readers'
import { registry as real } from '../../engine/protocols'
import { feed } from '../../engine/streams/reading'

const text = (p: Packet): string => Buffer.from(p.bytes.subarray(p.at, p.end)).toString('latin1')
const saying = (p: Packet, name: string): void => {
  if (p.columns) p.sayMore(` ${name}<${text(p)}>`)
}

/** Lines end with LF. "!" hands the conversation over; "?" holds two inner lines of `inner`, whose stream goes on from message to message. */
export const lines = protocol({
  name: 'lines',
  title: 'Lines',
  spec: 'test',
  over: { 'tcp.port': [7001] },
  fields: { line: string('lines.line', 'Line') },
  messages: {
    cut: (p) => {
      const end = p.bytes.indexOf(10, p.at)
      return end < 0 || end >= p.end ? MORE : end + 1 - p.at
    },
  },
  decode(p, _, f) {
    p.add(f.line, p.at, p.left)
    saying(p, 'line')
    if (p.bytes[p.at] === 33) p.recall(conversationReaders).become(p, counted)
    if (p.bytes[p.at] !== 63) return
    const inside = p.bytes.slice(p.at + 1, p.end - 1)
    p.within('Inner', inside, () => feed(p, `inner ${p.flow}`, inner, { name: 'Reassembled inner' }))
  },
})

/** The same over bytes that a message holds: "." ends one. */
export const inner = protocol({
  name: 'inner',
  title: 'Inner',
  spec: 'test',
  fields: { word: string('inner.word', 'Word') },
  messages: {
    cut: (p) => {
      const end = p.bytes.indexOf(46, p.at)
      return end < 0 || end >= p.end ? MORE : end + 1 - p.at
    },
  },
  decode(p, _, f) {
    p.add(f.word, p.at, p.left)
    saying(p, 'inner')
  },
})

/** One digit: how many parts of two bytes follow. Asked again behind each part, and does not look at it twice. */
export const counted = protocol({
  name: 'counted',
  title: 'Counted',
  spec: 'test',
  over: { 'tcp.port': [7002] },
  fields: { asked: u32('counted.asked', 'Asked') },
  messages: {
    cut: (p, ask) => {
      // Seen so far: none, or the digit and the parts before the cursor.
      if (ask.from === 0) {
        ask.kept = p.bytes[p.at]! - 48
        ask.from = 1
        p.at++
      }
      const length = 1 + 2 * (ask.kept as number)
      ask.from += p.left - (p.left % 2)
      return ask.from >= length ? length : atLeast(Math.min(length, ask.from + 2))
    },
  },
  decode: (p) => saying(p, 'counted'),
})

/** Everything to the end of the connection is one message. */
export const whole = protocol({
  name: 'whole',
  title: 'Whole',
  spec: 'test',
  over: { 'tcp.port': [7003] },
  messages: { cut: () => UNTIL_CLOSE },
  decode: (p) => saying(p, 'whole'),
})

/** Begins with "LOOK", which may be cut in two; reads past its bytes when they are short. */
export const looked = protocol({
  name: 'looked',
  title: 'Looked',
  spec: 'test',
  heuristic: ['tcp'],
  looks: (p) => (p.left < 4 && text(p) === 'LOOK'.slice(0, p.left) ? 'wait' : p.peek(4) === 0x4c4f4f4b),
  messages: { cut: (p) => (p.left < 8 ? MORE : 8) },
  decode: (p) => saying(p, 'looked'),
})

export interface Shown {
  info: string
  layers: string
  lines: string[]
  sources: string[]
  /** Layers that the first pass counted. */
  first: string
}

/** Decodes the packets of an Ethernet capture as a session does, with these protocols among the real ones. */
export function shown(packets: readonly Uint8Array[], onWire = packets.map((packet) => packet.length)): Shown[] {
  const registry = new Registry([...real.protocols, lines, inner, counted, whole, looked])
  const p = new Packet(registry, new Memories(), new Stacks())
  p.bytesOf = (frame, at, length) => packets[frame - 1]!.subarray(at, at + length)
  const index = makePlan(registry, { indexing: true })
  const all = makePlan(registry, { fields: 'all', columns: true, drawing: true })
  const frames = packets.map((packet, i) => {
    const frame = new Frame()
    return Object.assign(frame, { number: i + 1, seconds: i, captured: packet.length, length: onWire[i]!, linkType: 1 })
  })
  const first = packets.map((packet, i) => {
    p.run(frames[i]!, packet, 0, index, true)
    return p.stacks.layers[p.stack]!.map((id) => registry.protocols[id]!.name).join(':')
  })
  p.recall(passCore).flush()
  return packets.map((packet, i) => {
    p.run(frames[i]!, packet, 0, all, false)
    if (p.faults.length) throw p.faults[0]!.error
    return {
      info: p.info,
      layers: p.layerProtocol
        .slice(1, p.depth)
        .map((l) => l.name)
        .join(':'),
      lines: buildTree(p, noNames).map(({ text }) => text),
      sources: p.sources.map(({ name }) => name),
      first: first[i]!,
    }
  })
}
