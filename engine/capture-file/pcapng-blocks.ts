// pcapng (draft-ietf-opsawg-pcapng): blocks, each with its length before and behind. The packet blocks are read here.
import { limits } from '../limits'
import { block, byteOrderMagic, largeLinkTypes, option } from './block-types'
import type { Clock } from './clock'
import { addNames, interfaceFrom, sectionFrom, statisticsFrom, type BlockView } from './describe'
import { padded, walkOptions } from './options'
import type { CaptureScanner, Parser } from './scanner'
import type { FileProblemCode, Interface, PacketSink } from './types'
import type { ScanWindow } from './window'

/** Smallest total length of each block type, and its name in messages. */
const known = new Map<number, [least: number, name: string]>([
  [block.section, [28, 'section header']],
  [block.interface, [20, 'interface description']],
  [block.packet, [32, 'packet']],
  [block.simplePacket, [16, 'simple packet']],
  [block.names, [16, 'name resolution']],
  [block.statistics, [24, 'interface statistics']],
  [block.enhancedPacket, [32, 'enhanced packet']],
  [block.secrets, [20, 'decryption secrets']],
  [block.custom, [16, 'custom']],
  [block.customNoCopy, [16, 'custom']],
])
const unknown: [least: number, name: string] = [12, 'unknown']

/** Options of a packet block that have one length only. */
const packetOptionLengths: Record<number, number> = {
  [option.flags]: 4,
  [option.dropCount]: 8,
  [option.packetId]: 8,
  [option.queue]: 4,
}

/** Reads the blocks of one pcapng file. Interfaces are numbered on through the sections. */
export class PcapngBlocks implements Parser {
  private little = true
  private firstInterface = 0
  private interfaces: Interface[] = [] // of this section
  private clocks: Clock[] = []
  private badOption = ''

  constructor(
    private readonly scanner: CaptureScanner,
    private readonly sink: PacketSink,
  ) {}

  scan(window: ScanWindow): number {
    const { end } = window
    const { taker } = this.sink
    let at = window.start
    for (;;) {
      window.start = at
      if (taker && window.isHome) {
        if (this.little) {
          window.start = at = taker.blocks(at, end, window.origin)
          this.scanner.packets += taker.taken
        }
        taker.reserve()
        window.sync()
      }
      const { view } = window
      const have = end - at
      if (have < 12) return 12
      const type = view.getUint32(at, this.little)
      if (type === block.section) {
        this.little = view.getUint32(at + 8, true) === byteOrderMagic
        const magic = view.getUint32(at + 8)
        if (!this.little && magic !== byteOrderMagic)
          return this.wrong(window, 'byte-order', 0, 0, `has no byte-order mark (${hex(magic)})`)
      }
      const declared = view.getUint32(at + 4, this.little)
      if (type === block.enhancedPacket && declared >= 32 && declared <= have) {
        const length = padded(declared)
        if (length <= have && view.getUint32(at + length - 4, this.little) === declared) {
          if (!this.packet(window, at, length, view.getUint32(at + 8, this.little), block.enhancedPacket)) return 0
          at += length
          continue
        }
      }
      const needed = this.other(window, at, have, type, declared)
      if (needed !== null) return needed
      at += padded(declared)
    }
  }

  /** Any block, with all checks. Returns what `scan` has to return, or null when the block was taken. */
  private other(window: ScanWindow, at: number, have: number, type: number, declared: number): number | null {
    const { view, bytes } = window
    const { little } = this
    const [least] = known.get(type) ?? unknown
    if (declared < least)
      return this.wrong(
        window,
        'block-length',
        least,
        declared,
        `says to be ${declared} bytes long, at least ${least} are needed`,
      )
    if (declared > limits.blockLength)
      return this.wrong(window, 'block-too-large', declared, limits.blockLength, `says to be ${declared} bytes long`)
    const length = padded(declared)
    if (have < length) return length
    const trailer = view.getUint32(at + length - 4, little)
    if (trailer !== declared && trailer !== length)
      return this.wrong(
        window,
        'block-length',
        declared,
        trailer,
        `says to be ${declared} bytes long, and ${trailer} at its end`,
      )

    if (type === block.enhancedPacket)
      return this.packet(window, at, length, view.getUint32(at + 8, little), type) ? null : 0
    if (type === block.packet) return this.packet(window, at, length, view.getUint16(at + 8, little), type) ? null : 0
    if (type === block.simplePacket) return this.simplePacket(window, at, length) ? null : 0
    const stopped = this.describing({ bytes, view, at, length, little }, window, type)
    if (stopped !== null) return stopped
    this.sink.block?.(type, bytes, at, length, window.origin + at, false)
    return null
  }

  /** Enhanced Packet Block and the old Packet Block: the same but for the field with the interface. */
  private packet(window: ScanWindow, at: number, length: number, id: number, type: number): boolean {
    const { view, bytes, origin } = window
    const { little, scanner } = this
    const clock = this.clocks[id]
    if (!clock) return this.noInterface(window, id)
    const captured = view.getUint32(at + 20, little)
    if (captured > limits.capturedLength && captured > this.largest(id)) return this.tooLarge(window, captured, id)
    const behind = at + 28 + padded(captured)
    const end = at + length - 4
    if (behind > end) return this.tooShort(window, captured, length)
    scanner.commentCount = 0
    if (end > behind && !this.checkOptions(window, behind, end)) return false
    scanner.hasTime = true
    clock.set(view.getUint32(at + 12, little), view.getUint32(at + 16, little))
    this.sink.block?.(type, bytes, at, length, origin + at, true)
    this.sink.packet(
      bytes,
      at + 28,
      captured,
      view.getUint32(at + 24, little),
      clock.seconds,
      clock.nanos,
      this.firstInterface + id,
      origin + at + 28,
      origin + at,
    )
    scanner.packets++
    return true
  }

  /** Simple Packet Block: on interface 0, without time, cut at that interface's snap length. */
  private simplePacket(window: ScanWindow, at: number, length: number): boolean {
    const { view, bytes, origin } = window
    const { scanner } = this
    const on = this.interfaces[0]
    if (!on) return this.noInterface(window, 0)
    const onWire = view.getUint32(at + 8, this.little)
    const captured = on.snapLength > 0 ? Math.min(onWire, on.snapLength) : onWire
    if (captured > this.largest(0)) return this.tooLarge(window, captured, 0)
    if (16 + padded(captured) !== length) return this.tooShort(window, captured, length) // nothing else can be in it
    scanner.commentCount = 0
    scanner.hasTime = false
    scanner.packetsWithoutTime++
    this.sink.block?.(block.simplePacket, bytes, at, length, origin + at, true)
    this.sink.packet(bytes, at + 12, captured, onWire, 0, 0, this.firstInterface, origin + at + 12, origin + at)
    scanner.packets++
    return true
  }

  private largest(id: number): number {
    const large = largeLinkTypes.has(this.interfaces[id]?.linkType ?? -1)
    return large ? limits.capturedLengthLarge : limits.capturedLength
  }

  private readonly lookAtOption = (code: number, _at: number, length: number): void => {
    if (code === option.comment) this.scanner.commentCount++
    const wanted = packetOptionLengths[code]
    if (wanted !== undefined ? length !== wanted : code === option.verdict && length < 1)
      this.badOption = `has option ${code} with ${length} bytes`
  }

  /** Options of a packet: counts comments; like Wireshark, refuses torn ones and lengths that cannot be. */
  private checkOptions(window: ScanWindow, at: number, end: number): boolean {
    this.badOption = ''
    const torn = walkOptions(window.view, at, end, this.little, this.lookAtOption)
    if (torn) return this.wrongPacket(window, 'option', torn.needed, torn.present, tornText(torn.needed, torn.present))
    return this.badOption === '' || this.wrongPacket(window, 'option', 0, 0, this.badOption)
  }

  /** Everything that is no packet. Returns null, or what `scan` has to return when it is wrong. */
  private describing(it: BlockView, window: ScanWindow, type: number): number | null {
    const { scanner, little } = this
    const { view, at, length } = it
    const optionsAt = { [block.section]: 24, [block.interface]: 16, [block.statistics]: 20 }[type]
    if (optionsAt !== undefined) {
      const torn = walkOptions(view, at + optionsAt, at + length - 4, little, () => {})
      if (torn) return this.wrong(window, 'option', torn.needed, torn.present, tornText(torn.needed, torn.present))
    } else if (type !== block.names && type !== block.secrets) return null // opaque: stays in the file
    if (!scanner.mayKeep(type === block.secrets ? 0 : length))
      return this.wrong(window, 'too-many', 0, limits.captureMetadata, 'is one description too many to keep in memory')

    if (type === block.section) return this.section(it, window)
    if (type === block.interface) return this.interface(it, window)
    if (type === block.statistics) {
      const on = this.interfaces[view.getUint32(at + 8, little)]
      if (on) on.statistics = statisticsFrom(it)
    } else if (type === block.names) {
      const wrong = addNames(it, scanner.names)
      if (wrong) return this.wrong(window, 'name-record', 0, 0, `is damaged: ${wrong}`)
    } else {
      const size = view.getUint32(at + 12, little)
      if (size > length - 20)
        return this.wrong(window, 'block-length', size, length - 20, `has no room for ${size} bytes`)
      scanner.secrets.push({ type: view.getUint32(at + 8, little), offset: window.origin + at + 16, length: size })
    }
    return null
  }

  private section(it: BlockView, window: ScanWindow): number | null {
    const { scanner } = this
    const section = sectionFrom(it, scanner.sections.length, window.at, scanner.interfaces.length)
    const [major, minor] = section.version
    if (major !== 1 || (minor !== 0 && minor !== 2))
      return this.wrong(window, 'version', 1, major, `has version ${major}.${minor}, which is not known`)
    this.firstInterface = section.firstInterface
    this.sink.section?.()
    this.interfaces = []
    this.clocks = []
    scanner.begins({ kind: 'pcapng', variant: 'pcapng', byteOrder: section.byteOrder, version: section.version })
    scanner.sections.push(section)
    return null
  }

  private interface(it: BlockView, window: ScanWindow): number | null {
    const { scanner } = this
    const section = scanner.sections.at(-1)
    if (!section) return null
    const { interfacesPerSection, interfacesPerFile } = limits
    if (this.interfaces.length >= interfacesPerSection || scanner.interfaces.length >= interfacesPerFile) {
      const what = `is one interface too many: ${interfacesPerSection} per section, ${interfacesPerFile} per file`
      return this.wrong(window, 'too-many', scanner.interfaces.length + 1, scanner.interfaces.length, what)
    }
    const described = interfaceFrom(it, scanner.interfaces.length, section)
    this.interfaces.push(described.it)
    this.clocks.push(described.clock)
    scanner.describes(described.it)
    return null
  }

  private noInterface(window: ScanWindow, id: number): boolean {
    const there = this.interfaces.length
    return this.wrongPacket(
      window,
      'interface',
      id + 1,
      there,
      `refers to interface ${id}, of which there are ${there}`,
    )
  }

  private tooLarge(window: ScanWindow, captured: number, id: number): boolean {
    return this.wrongPacket(
      window,
      'packet-too-large',
      captured,
      this.largest(id),
      `holds a packet of ${captured} bytes`,
    )
  }

  private tooShort(window: ScanWindow, captured: number, length: number): boolean {
    return this.wrongPacket(
      window,
      'packet-length',
      captured,
      length,
      `of ${length} bytes cannot hold ${captured} of packet`,
    )
  }

  private wrongPacket(window: ScanWindow, code: FileProblemCode, needed: number, present: number, what: string): false {
    this.wrong(window, code, needed, present, what)
    return false
  }

  /** The block at the window's start is wrong. */
  private wrong(window: ScanWindow, code: FileProblemCode, needed: number, present: number, what: string): 0 {
    const type = window.view.getUint32(window.start, this.little)
    const name = (known.get(type) ?? unknown)[1]
    const message = `The ${name} block at byte ${window.at} (packet ${this.scanner.packets + 1}) ${what}.`
    return this.scanner.stop(code, window.at, needed, present, message)
  }
}

const tornText = (needed: number, present: number): string =>
  `has an option that needs ${needed} bytes, ${present} are left`

const hex = (value: number): string => '0x' + value.toString(16).padStart(8, '0')
