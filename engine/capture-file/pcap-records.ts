// pcap (draft-ietf-opsawg-pcap): a file header, then records of a header and the packet. Also its known variants.
import { limits } from '../limits'
import { largeLinkTypes } from './block-types'
import type { CaptureScanner, Parser } from './scanner'
import { judgeRecords } from './record-heads'
import type { ByteOrder, PacketSink, PcapVariant } from './types'
import type { ScanWindow } from './window'

/** Files before version 2.3 have the two lengths of a record the other way round; 2.3 has them either way. */
type LengthOrder = 'as specified' | 'swapped' | 'perhaps swapped'

function lengthOrder(major: number, minor: number): LengthOrder {
  if (major === 543 && minor === 0) return 'swapped'
  if (major !== 2 || minor > 3) return 'as specified'
  return minor === 3 ? 'perhaps swapped' : 'swapped'
}

/** Reads the records of one pcap file. */
export class PcapRecords implements Parser {
  private readonly little: boolean
  private recordHeader: number
  private readonly perSecond: number
  private readonly toNanos: number
  private lengths: LengthOrder = 'as specified'
  private largest: number = limits.capturedLength
  private inHeader = true
  private judged = false

  constructor(
    private readonly scanner: CaptureScanner,
    private readonly sink: PacketSink,
    private variant: PcapVariant,
    private readonly byteOrder: ByteOrder,
  ) {
    this.little = byteOrder === 'little'
    this.recordHeader = variant === 'modified' ? 24 : 16
    this.perSecond = variant === 'nanoseconds' ? 1e9 : 1e6
    this.toNanos = 1e9 / this.perSecond
  }

  scan(window: ScanWindow): number {
    if (this.inHeader) {
      const needed = this.header(window)
      if (needed !== null) return needed
    }
    if (!this.judged) {
      if (window.available < 16) return 16
      this.judge(window)
    }
    const { scanner, sink, little, recordHeader, perSecond, toNanos, lengths, largest } = this
    const { end, origin } = window
    const { taker } = sink
    const isPlain = little && recordHeader === 16 && lengths === 'as specified'
    let at = window.start
    for (;;) {
      if (taker && window.isHome) {
        if (isPlain) {
          at = taker.records(at, end, origin)
          scanner.packets += taker.taken
        }
        taker.reserve()
        window.sync()
      }
      const { bytes, view } = window
      const have = end - at
      window.start = at
      if (have < recordHeader) return recordHeader
      let captured = view.getUint32(at + 8, little)
      let length = view.getUint32(at + 12, little)
      if (lengths !== 'as specified' && (lengths === 'swapped' || captured > length)) {
        const other = captured
        captured = length
        length = other
      }
      if (captured > largest) return this.tooLarge(origin + at, captured)
      const whole = recordHeader + captured
      if (have < whole) return whole
      let seconds = view.getUint32(at, little)
      let fraction = view.getUint32(at + 4, little)
      if (fraction >= perSecond) {
        seconds += Math.floor(fraction / perSecond)
        fraction %= perSecond
      }
      const data = at + recordHeader
      sink.block?.(0, bytes, at, whole, origin + at, true)
      sink.packet(bytes, data, captured, length, seconds, fraction * toNanos, 0, origin + data, origin + at)
      scanner.packets++
      at += whole
    }
  }

  /** Reads the file header; returns what `scan` has to return, or null when the records can begin. */
  private header(window: ScanWindow): number | null {
    const { scanner, little, variant, byteOrder } = this
    const size = variant === 'ixia' ? 28 : 24
    if (window.available < size) return size
    const { view, start } = window
    const major = view.getUint16(start + 4, little)
    const minor = view.getUint16(start + 6, little)
    if (major < 2) return scanner.stop('version', 0, 2, major, `pcap version ${major}.${minor} is not known.`)
    const field = view.getUint32(start + 20, little)
    const linkType = field & 0xffff
    this.lengths = lengthOrder(major, minor)
    if (largeLinkTypes.has(linkType)) this.largest = limits.capturedLengthLarge
    scanner.begins({ kind: 'pcap', variant, byteOrder, version: [major, minor] })
    const common = { comments: [], options: [] }
    scanner.sections.push({ index: 0, byteOrder, version: [major, minor], offset: 0, firstInterface: 0, ...common })
    scanner.describes({
      index: 0,
      section: 0,
      id: 0,
      linkType,
      linkTypeField: field,
      snapLength: view.getUint32(start + 16, little),
      tsUnitsPerSecond: this.perSecond,
      tsOffsetSeconds: 0,
      tsPrecisionDigits: this.perSecond === 1e9 ? 9 : 6,
      ...(field & 0x04000000 ? { fcsLength: (field >>> 28) * 2 } : {}),
      ...common,
    })
    window.start += size
    this.inHeader = false
    return null
  }

  /** Which of the known heads these records have, by what follows where each would end; and whether their fractions are what the magic says. */
  private judge(window: ScanWindow): void {
    this.judged = true
    const { variant, little, largest, scanner } = this
    if ((variant !== 'microseconds' && variant !== 'modified') || this.lengths !== 'as specified') return
    const found = judgeRecords(window, variant, little, largest)
    this.recordHeader = found.head
    this.variant = found.variant
    if (scanner.format && found.variant !== variant) scanner.format = { ...scanner.format, variant: found.variant }
    if (found.beyond === null) return
    const packet = found.beyond
    const message =
      `The times are probably wrong: the file says that it counts microseconds, and packet ${packet} has more than a second of them. ` +
      'With nanoseconds its magic number would be 0xa1b23c4d.'
    scanner.hint = { code: 'nanoseconds', message, offset: 0, packet, needed: 0, present: 0 }
  }

  private tooLarge(offset: number, captured: number): 0 {
    const { scanner, largest } = this
    const message = `Packet ${scanner.packets + 1} at byte ${offset} says to be ${captured} bytes long; ${largest} is the most there can be.`
    return scanner.stop('packet-too-large', offset, captured, largest, message)
  }
}
