// snoop (RFC 1761): a file header, then records of 24 bytes, the packet, and padding that the record counts.
import { limits } from '../limits'
import type { CaptureScanner, Parser } from './scanner'
import type { PacketSink } from './types'
import type { ScanWindow } from './window'

const fileHeader = 16
const recordHeader = 24
const VERSION = 2
/** Data link types of RFC 1761 and the registry that followed, as LINKTYPE_ values. */
const linkTypes: Readonly<Record<number, number>> = { 0: 1, 2: 6, 4: 1, 8: 10, 18: 123, 26: 242 }

/** Reads the records of one snoop file. */
export class SnoopRecords implements Parser {
  private inHeader = true

  constructor(
    private readonly scanner: CaptureScanner,
    private readonly sink: PacketSink,
  ) {}

  scan(window: ScanWindow): number {
    if (this.inHeader) {
      const needed = this.header(window)
      if (needed !== null) return needed
    }
    const { scanner, sink } = this
    for (;;) {
      if (sink.taker && window.isHome) {
        sink.taker.reserve()
        window.sync()
      }
      const { bytes, view, start, origin } = window
      if (window.available < recordHeader) return recordHeader
      const [length, captured, whole] = [view.getUint32(start), view.getUint32(start + 4), view.getUint32(start + 8)]
      const number = scanner.packets + 1
      if (whole > limits.blockLength || captured > limits.capturedLength) {
        const message = `Packet ${number} at byte ${origin + start} says to be ${captured} bytes long; ${limits.capturedLength} is the most there can be.`
        return scanner.stop('packet-too-large', origin + start, captured, limits.capturedLength, message)
      }
      if (whole < recordHeader + captured) {
        const message = `Packet ${number} at byte ${origin + start} has ${captured} bytes, its record ${whole} with the ${recordHeader} of its header.`
        return scanner.stop('packet-length', origin + start, recordHeader + captured, whole, message)
      }
      if (window.available < whole) return whole
      const micros = view.getUint32(start + 20)
      const seconds = view.getUint32(start + 16) + Math.floor(micros / 1e6)
      const data = start + recordHeader
      sink.block?.(0, bytes, start, whole, origin + start, true)
      sink.packet(bytes, data, captured, length, seconds, (micros % 1e6) * 1000, 0, origin + data, origin + start)
      scanner.packets++
      window.start += whole
    }
  }

  /** Reads the file header; returns what `scan` has to return, or null when the records can begin. */
  private header(window: ScanWindow): number | null {
    const { scanner } = this
    if (window.available < fileHeader) return fileHeader
    const version = window.view.getUint32(window.start + 8)
    const type = window.view.getUint32(window.start + 12)
    if (version !== VERSION)
      return scanner.stop('version', 0, VERSION, version, `snoop version ${version} is not known; ${VERSION} is.`)
    const linkType = linkTypes[type]
    if (linkType === undefined)
      return scanner.stop('version', 12, 0, type, `Data link type ${type} of this snoop file is not known.`)
    scanner.begins({ kind: 'snoop', variant: 'snoop', byteOrder: 'big', version: [version, 0] })
    const common = { comments: [], options: [] }
    scanner.sections.push({
      ...{ index: 0, byteOrder: 'big', version: [version, 0], offset: 0, firstInterface: 0 },
      ...common,
    })
    scanner.describes({
      ...{ index: 0, section: 0, id: 0, linkType, linkTypeField: linkType, snapLength: 0 },
      ...{ tsUnitsPerSecond: 1e6, tsOffsetSeconds: 0, tsPrecisionDigits: 6 },
      ...common,
    })
    window.start += fileHeader
    this.inHeader = false
    return null
  }
}
