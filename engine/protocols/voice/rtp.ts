/** RFC 3550, 3551: speech and pictures as they come, each packet with its place in the stream and in time. */
import { bit, bits, bytes, framenum, none, packed, string, u16, u32, u8 } from '../../dissect/field'
import { FlowState, FrameFacts, memory } from '../../dissect/memory'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { setupOf } from './media-setup'
import { payloadType } from './payload-types'

/** The sequence number that came last, and how often the numbers have begun anew: both as one number. */
const last = memory(() => new FlowState(() => ({ number: 0 })))
const extended = memory(() => new FrameFacts<number>())

const fields = {
  setup: string('rtp.setup', 'Stream setup', { generated: true }),
  setupFrame: framenum('rtp.setup-frame', 'Setup frame', {
    generated: true,
    help: 'The packet that announced this stream.',
  }),
  setupMethod: string('rtp.setup-method', 'Setup Method', { generated: true }),
  extendedNumber: u32('rtp.extseq', 'Extended sequence number', { generated: true }),
  profile: u16('rtp.ext.profile', 'Defined by profile', { display: 'hex_dec' }),
  extensionLength: u16('rtp.ext.len', 'Extension length'),
  extensions: none('rtp.hdr_exts', 'Header extensions'),
  extension: u32('rtp.hdr_ext', 'Header extension', { display: 'hex_dec' }),
  sources: none('rtp.csrc.items', 'Contributing Source identifiers'),
  source: u32('rtp.csrc.item', 'CSRC item', { display: 'hex_dec' }),
  payload: bytes('rtp.payload', 'Payload'),
  padding: bytes('rtp.padding.data', 'Padding data'),
  paddingCount: u8('rtp.padding.count', 'Padding count'),
}

export const rtp = protocol({
  name: 'rtp',
  title: 'Real-Time Transport Protocol',
  spec: 'RFC 3550',
  header: {
    first: packed(1, {
      version: bits('rtp.version', 'Version', 0xc0, {
        names: { 2: 'RFC 1889 Version', 0: 'Old VAT Version', 1: 'First Draft Version' },
      }),
      padding: bit('rtp.padding', 'Padding', 0x20),
      extension: bit('rtp.ext', 'Extension', 0x10),
      sources: bits('rtp.cc', 'Contributing source identifiers count', 0x0f),
    }),
    second: packed(1, {
      marker: bit('rtp.marker', 'Marker', 0x80, { help: 'Speech begins here, or a picture is complete.' }),
      type: bits('rtp.p_type', 'Payload type', 0x7f, { help: 'What codec the payload is of.' }),
    }),
    number: u16('rtp.seq', 'Sequence number', { help: 'Grows by one with each packet: gaps are losses.' }),
    timestamp: u32('rtp.timestamp', 'Timestamp', {
      help: 'When the first sample was taken, in steps of the codec’s clock.',
    }),
    source: u32('rtp.ssrc', 'Synchronization Source identifier', {
      display: 'hex_dec',
      help: 'Names the sender of this stream.',
    }),
  },
  fields,
  decode(p, h, f) {
    const base = p.base
    const first = p.peekAt(base, 1)
    if (first >> 6 !== 2) return false
    const number = p.u16(h.number)
    if (p.first) {
      if (p.flow >= 0 && !p.quoted) p.recall(extended).set(p.frame.number, grow(p, number), p.nth())
    } else drawSetup(p)
    const type = p.peekAt(base + 1, 1)
    p.label(p.row(h.second.bits[1]!), `Payload type: ${typeName(p, type & 0x7f)} (${type & 0x7f})`)
    if (!p.first) p.set(f.extendedNumber, p.recall(extended).get(p.frame.number, p.nth()) ?? number)
    const count = first & 15
    if (count) {
      const was = p.open(p.add(f.sources, p.at, Math.min(p.left, 4 * count)))
      for (let i = 0; i < count; i++) p.take(f.source)
      p.close(was)
    }
    if (first & 0x10) {
      p.take(f.profile)
      const words = p.take(f.extensionLength)
      p.need(4 * words)
      const was = p.open(words ? p.add(f.extensions, p.at, 4 * words) : -1)
      for (let i = 0; i < words; i++) p.take(f.extension)
      p.close(was)
    }
    const padding = first & 0x20 && p.left > 0 && p.end === p.wire ? p.bytes[p.end - 1]! : 0
    const length = Math.max(0, p.left - padding)
    if (length) p.add(f.payload, p.at, length)
    if (padding && padding <= p.left) {
      if (padding > 1) p.add(f.padding, p.at + length, padding - 1)
      p.add(f.paddingCount, p.end - 1, 1, padding)
    }
    p.at = p.end
  },
  summary(p, h) {
    const second = p.peekAt(p.base + 1, 1)
    const source = p.u32(h.source).toString(16).toUpperCase()
    const mark = second & 0x80 ? ', Mark' : ''
    return `PT=${typeName(p, second & 0x7f)}, SSRC=0x${source}, Seq=${p.u16(h.number)}, Time=${p.u32(h.timestamp)}${mark}`
  },
})

const typeName = (p: Packet, type: number): string => setupOf(p)?.setup.types[type] ?? payloadType(type)

/** The sequence number with how often it has begun anew, counted from 1 as tshark does. */
function grow(p: Packet, number: number): number {
  const own = p.recall(last).of(p.flow)
  if (!own.number) return (own.number = 0x10000 + number)
  const near = own.number - (own.number % 0x10000) + number
  const candidates = [near - 0x10000, near, near + 0x10000]
  own.number = candidates.reduce((a, b) => (Math.abs(a - own.number) <= Math.abs(b - own.number) ? a : b))
  return own.number
}

function drawSetup(p: Packet): void {
  const known = setupOf(p)
  if (!known) return
  const { frame, setup } = known
  const text = `Stream setup by ${setup.method} (frame ${frame})`
  const row = p.set(fields.setup, '')
  p.label(row, text)
  const was = p.open(row)
  p.set(fields.setupFrame, frame)
  p.set(fields.setupMethod, setup.method)
  p.close(was)
}
