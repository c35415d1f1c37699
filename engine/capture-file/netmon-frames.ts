// Microsoft Network Monitor 2.0 to 2.3: a header with the place of a table, which says where each frame begins; times count from the header's.
import { limits } from '../limits'
import type { CaptureScanner, Parser } from './scanner'
import type { PacketSink } from './types'
import type { ScanWindow } from './window'

/** What is read of the header, and where the first frame begins that no table speaks of. */
const headerRead = 32
const headerLength = 128
const frameHeader = 16
/** Bytes behind a frame, by minor version: network type 2, process 4, time in UTC 8 and its zone 1. */
const trailers = [0, 2, 6, 15]
/** Networks of the header, as LINKTYPE_ values. What a pcap library captured says its own from 0xe000 on. */
const networks: Readonly<Record<number, number>> = { 1: 1, 2: 6, 3: 10, 6: 105, 7: 101, 8: 101, 9: 101 }
const WIRELESS = 6
const FROM_PCAP = 0xe000
/** Seconds from 1601, where Windows counts from, to 1970. */
const from1601 = 11_644_473_600

/** Reads the frames of one file, in the order of the file. */
export class NetmonFrames implements Parser {
  private inHeader = true
  /** Where frames begin; null when the table is not there (yet), as in a pipe: they then follow each other. */
  private table: number[] | null = null
  private next = 0
  private tableAt = 0
  private minor = 0
  private network = 0
  private startSeconds = 0
  private startMillis = 0
  private readonly known = new Map<number, number>()

  constructor(
    private readonly scanner: CaptureScanner,
    private readonly sink: PacketSink,
  ) {}

  scan(window: ScanWindow): number {
    if (this.inHeader) {
      const needed = this.header(window)
      if (needed !== null) return needed
    }
    for (;;) {
      if (this.sink.taker && window.isHome) {
        this.sink.taker.reserve()
        window.sync()
      }
      const place = this.table ? (this.table[this.next] ?? Infinity) : window.at < this.tableAt ? window.at : Infinity
      const before = Math.min(place - window.at, window.available)
      if (before > 0) window.start += before
      if (window.at < place) return 1
      const needed = this.frame(window)
      if (needed !== null) return needed
      this.next++
    }
  }

  /** One frame; returns what `scan` has to return, or null when it has been taken. */
  private frame(window: ScanWindow): number | null {
    const { scanner, sink } = this
    const { bytes, view, start, origin } = window
    if (window.available < frameHeader) return frameHeader
    const length = view.getUint32(start + 8, true)
    let captured = view.getUint32(start + 12, true)
    if (captured > limits.capturedLength) {
      const message = `Packet ${scanner.packets + 1} at byte ${origin + start} says to be ${captured} bytes long; ${limits.capturedLength} is the most there can be.`
      return scanner.stop('packet-too-large', origin + start, captured, limits.capturedLength, message)
    }
    const trailer = start + frameHeader + captured
    const whole = frameHeader + captured + trailers[this.minor]!
    if (window.available < whole) return whole
    const network = this.minor >= 1 ? view.getUint16(trailer, true) : this.network
    let nanos: number
    let seconds: number
    if (this.minor >= 3) {
      const ticks = view.getBigUint64(trailer + 6, true)
      seconds = Number(ticks / 10_000_000n) - from1601
      nanos = Number(ticks % 10_000_000n) * 100
    } else {
      const micros = view.getBigInt64(start, true) + BigInt(this.startMillis * 1000)
      const whole = micros >= 0n ? micros / 1_000_000n : (micros - 999_999n) / 1_000_000n
      seconds = this.startSeconds + Number(whole)
      nanos = Number(micros - whole * 1_000_000n) * 1000
    }
    const index = this.interfaceOf(network)
    let data = start + frameHeader
    if (network === WIRELESS && captured >= 3) {
      const radio = Math.min(captured, view.getUint16(data + 1, true)) // its own words about the radio
      data += radio
      captured -= radio
    }
    const onWire = length - (data - start - frameHeader)
    sink.block?.(0, bytes, start, whole, origin + start, true)
    sink.packet(bytes, data, captured, onWire, seconds, nanos, index, origin + data, origin + start)
    scanner.packets++
    window.start += whole
    return null
  }

  private interfaceOf(network: number): number {
    const known = this.known.get(network)
    if (known !== undefined) return known
    const { scanner } = this
    const index = scanner.interfaces.length
    const linkType = networks[network] ?? (network >= FROM_PCAP && network < 0xf000 ? network - FROM_PCAP : network)
    if (index < limits.interfacesPerFile) {
      scanner.describes({
        ...{ index, section: 0, id: index, linkType, linkTypeField: linkType, snapLength: 0 },
        ...{ tsUnitsPerSecond: 1e9, tsOffsetSeconds: 0, tsPrecisionDigits: 9, comments: [], options: [] },
      })
      this.known.set(network, index)
    }
    return Math.min(index, limits.interfacesPerFile - 1)
  }

  /** Reads the file header; returns what `scan` has to return, or null when the frames can begin. */
  private header(window: ScanWindow): number | null {
    const { scanner } = this
    if (window.available < headerLength) return headerLength
    const { view, start } = window
    const [minor, major] = [view.getUint8(start + 4), view.getUint8(start + 5)]
    if (major !== 2 || trailers[minor] === undefined)
      return scanner.stop('version', 4, 2, major, `Network Monitor version ${major}.${minor} is not known.`)
    this.minor = minor
    this.network = view.getUint16(start + 6, true)
    const part = (i: number): number => view.getUint16(start + 8 + 2 * i, true)
    // Year, month, day of the week, day, hour, minute, second, millisecond, in the zone of who captured: taken for this one, as tshark does.
    this.startSeconds = new Date(part(0), part(1) - 1, part(3), part(4), part(5), part(6)).getTime() / 1000
    this.startMillis = part(7)
    if (!Number.isFinite(this.startSeconds)) this.startSeconds = 0
    this.tableAt = view.getUint32(start + 24, true)
    const size = view.getUint32(start + 28, true)
    this.table = this.readTable(size)
    scanner.begins({ kind: 'netmon', variant: 'netmon', byteOrder: 'little', version: [major, minor] })
    scanner.sections.push({
      ...{ index: 0, byteOrder: 'little', version: [major, minor], offset: 0, firstInterface: 0 },
      ...{ comments: [], options: [] },
    })
    if (minor === 0) this.interfaceOf(this.network)
    window.start += this.table ? headerRead : headerLength
    this.inHeader = false
    return null
  }

  private readTable(size: number): number[] | null {
    if (!this.scanner.mayKeep(2 * size)) return null
    const bytes = this.scanner.look(this.tableAt, size - (size % 4))
    if (!bytes) return null
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    const places = Array.from({ length: bytes.length / 4 }, (_, i) => view.getUint32(4 * i, true))
    return [...new Set(places)].filter((it) => it >= headerRead).sort((a, b) => a - b)
  }
}
