// Where the packets of a file lie and when they were captured: for whoever takes them in another order, or from several files.
import { limits } from '../limits'
import { Refused } from '../refused'
import { block } from './block-types'
import { openCapture, type OpenedCapture } from './open'
import { packetOptions } from './packet-options'
import { readPacket } from './packet-reader'
import type { CaptureScanner } from './scanner'
import type { RawOption } from './types'

/** A column of numbers that grows. */
class Column {
  values = new Float64Array(1024)
  set(i: number, value: number): void {
    if (i >= this.values.length) {
      const wider = new Float64Array(2 * this.values.length)
      wider.set(this.values)
      this.values = wider
    }
    this.values[i] = value
  }
}

/** One packet as it stands in its file. */
export interface TablePacket {
  bytes: Uint8Array
  /** On the wire. */
  length: number
  seconds: number
  nanos: number
  /** Counted over all sections of the file. */
  interfaceIndex: number
  comments: readonly string[]
  /** Options besides comments, as they are to be written in little-endian order. */
  options: RawOption[]
}

/** All packets of one capture, by number from 0. */
export class PacketTable {
  count = 0
  private readonly columns = {
    seconds: new Column(),
    nanos: new Column(),
    offset: new Column(),
    block: new Column(),
    captured: new Column(),
    length: new Column(),
    interface: new Column(),
  }

  /** Blocks with statistics of interfaces, by the number of the interface over all sections, in little-endian order. */
  readonly statistics: { interfaceIndex: number; body: Uint8Array }[] = []
  /** Blocks of kinds that have no place in a new file. */
  leftOut = 0

  private constructor(
    readonly path: string,
    readonly opened: OpenedCapture,
    readonly scanner: CaptureScanner,
  ) {}

  /** Reads a file to its end. Throws Refused for what is no capture; a torn or damaged end is in `scanner.problem`. */
  static async read(path: string, signal?: AbortSignal): Promise<PacketTable> {
    const opened = await openCapture(path, signal ? { signal } : {})
    try {
      await opened.whole
      const scanner: CaptureScanner = opened.scan({
        block: (type, bytes, at, length, _offset, isPacket) => {
          if (!isPacket) table.note(type, bytes.subarray(at, at + length))
        },
        packet: (_bytes, _at, captured, length, seconds, nanos, interfaceIndex, offset, blockOffset) => {
          const i = table.count++
          const { columns } = table
          columns.seconds.set(i, seconds)
          columns.nanos.set(i, nanos)
          columns.offset.set(i, offset)
          columns.block.set(i, blockOffset)
          columns.captured.set(i, captured)
          columns.length.set(i, length)
          columns.interface.set(i, interfaceIndex)
        },
      })
      const table = new PacketTable(path, opened, scanner)
      for (let done = false; !done;) {
        ;({ done } = await scanner.step(undefined, 4 * 1024 * 1024))
        if (signal?.aborted) throw new Refused('cancelled', 'Reading was cancelled.')
      }
      return table
    } catch (error) {
      opened.close()
      throw error
    }
  }

  /** A block that is no packet: what is in the scanner already needs no note. */
  private note(type: number, whole: Uint8Array): void {
    const section = this.scanner.sections.at(-1)
    if (type === block.section || type === block.interface || type === block.names || type === block.secrets) return
    if (
      type === block.statistics &&
      section?.byteOrder === 'little' &&
      this.statistics.length < limits.statisticsBlocks
    ) {
      const id = new DataView(whole.buffer, whole.byteOffset).getUint32(8, true)
      this.statistics.push({ interfaceIndex: section.firstInterface + id, body: whole.slice(8, -4) })
    } else this.leftOut++
  }

  seconds = (i: number): number => this.columns.seconds.values[i]!
  nanos = (i: number): number => this.columns.nanos.values[i]!
  captured = (i: number): number => this.columns.captured.values[i]!
  length = (i: number): number => this.columns.length.values[i]!
  interfaceIndex = (i: number): number => this.columns.interface.values[i]!

  /** Whether packet `i` is earlier than packet `j` of a table. */
  before(i: number, other: PacketTable, j: number): boolean {
    const difference = this.seconds(i) - other.seconds(j)
    return difference < 0 || (difference === 0 && this.nanos(i) < other.nanos(j))
  }

  bytes(i: number): Uint8Array {
    const bytes = readPacket(this.opened.source, this.columns.offset.values[i]!, this.captured(i))
    if (bytes.length === this.captured(i)) return bytes
    throw new Refused('source-changed', `"${this.path}" was changed by another program while it was read.`)
  }

  packet(i: number): TablePacket {
    const said = packetOptions(this.opened.source, this.scanner, this.columns.block.values[i]!)
    const numbers: RawOption[] = []
    const number = (code: number, value: number | bigint | undefined, size: 4 | 8): void => {
      if (value === undefined) return
      const view = new DataView(new ArrayBuffer(size))
      if (size === 4) view.setUint32(0, Number(value), true)
      else view.setBigUint64(0, BigInt(value), true)
      numbers.push({ code, value: new Uint8Array(view.buffer) })
    }
    number(2, said.flags, 4)
    number(4, said.dropCount, 8)
    number(5, said.packetId, 8)
    number(6, said.queue, 4)
    return {
      bytes: this.bytes(i),
      length: this.length(i),
      seconds: this.seconds(i),
      nanos: this.nanos(i),
      interfaceIndex: this.interfaceIndex(i),
      comments: said.comments,
      // Those that are numbers are written anew, in our order of bytes; hashes and verdicts are bytes.
      options: [...numbers, ...said.raw.filter(({ code }) => code === 3 || code === 7)],
    }
  }

  close(): void {
    this.opened.close()
  }
}
