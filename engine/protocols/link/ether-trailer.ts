/** What follows the payload of Ethernet-like frames (IEEE 802.3, 3.2.8): padding, trailer, check sequence. Fields belong to `eth`, other layers with a trailer show them too. */
import { u8 } from '../../bytes/read'
import { bytes, expert } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { ethertype } from './ethertype'

export const padding = bytes('eth.padding', 'Padding', {
  help: 'Zeros that fill a short packet up to the 60 bytes an Ethernet frame must have.',
})
export const paddingBad = expert(
  'eth.padding_bad',
  'note',
  'Protocol',
  "Didn't find padding of zeros, and an undecoded trailer exists. There may be padding of non-zeros.",
)

/** Frames shorter than this on the wire are filled up by the adapter (60 bytes and a check sequence make the minimum of 64). */
const MINIMUM = 60

export interface TrailerFields {
  trailer: Field
  fcs?: Field
  fcsStatus?: Field
}

/**
 * What follows the payload of an Ethernet-like frame: zeros that fill it up to 60 bytes, bytes that somebody appended, a check sequence.
 * Whether there is a check sequence is known (`fcsLength` over 0), or guessed: frames of 64 bytes need no filling, so four
 * bytes or more that are left over in one are taken for it.
 */
export function takeTrailer(p: Packet, fields: TrailerFields, frameStart: number): void {
  if (p.left === 0 || (p.indexing && p.frame.captured >= p.frame.length)) return
  const { fcs } = fields
  const onWire = Math.max(p.leftOnWire, p.left)
  const hasFcs = fcs && onWire >= 4 && (p.frame.fcsLength === 4 || p.wire - frameStart >= 64)
  let room = p.left
  let reported = onWire
  if (hasFcs) {
    // A check sequence that was cut off with the end of the packet is not shown.
    if (p.left === onWire && room >= 4) room -= 4
    reported -= 4
  }
  const whole = p.frame.length
  const fill = whole >= MINIMUM ? Math.min(MINIMUM - (whole - onWire), Math.max(0, reported)) : 0
  let odd = false
  if (fill > 0) {
    if (zeros(p, Math.min(fill, room))) {
      // Zeros as far as the packet was captured: what follows them is not known.
      if (p.left < onWire) return cutShort(p)
      p.take(padding, Math.min(fill, room))
      room -= Math.min(fill, room)
    } else odd = true
  }
  if (room > 0) {
    const { at } = p
    const was = p.open(p.add(fields.trailer, at, room))
    if (odd) p.note(paddingBad, undefined, at, room)
    p.close(was)
    p.skip(room)
  }
  if (hasFcs) {
    if (p.left < 4) return cutShort(p)
    const at = p.at
    const record = p.add(fcs, at, 4)
    p.label(record, `Frame check sequence: 0x${p.peek(4).toString(16).padStart(8, '0')} [unverified]`)
    p.skip(4)
    if (fields.fcsStatus) p.set(fields.fcsStatus, 2)
  }
}

function cutShort(p: Packet): void {
  p.cutShort(ethertype)
  p.at = p.end
}

function zeros(p: Packet, length: number): boolean {
  for (let i = 0; i < length; i++) if (u8(p.bytes, p.at + i) !== 0) return false
  return true
}
