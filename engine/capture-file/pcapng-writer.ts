// Writes pcapng: sections, interfaces, packets, names, anything else as raw blocks. In order, nothing is held back.
import { limits } from '../limits'
import { Refused } from '../refused'
import { block, byteOrderMagic, option } from './block-types'
import { padded } from './options'
import type { ByteOrder, RawOption, SectionText } from './types'

/** Takes what is written; the bytes are valid only during the call. */
export type BytesOut = (bytes: Uint8Array) => void

/** What can be said of an interface when it is written. */
export interface InterfaceToWrite {
  linkType: number
  /** 0 or left out: not limited. */
  snapLength?: number
  name?: string
  description?: string
  filter?: string
  os?: string
  hardware?: string
  speed?: number
  /** Decimals of its timestamps; 9 unless said otherwise. Others are cut off. */
  tsDigits?: 0 | 3 | 6 | 9
  comments?: string[]
  options?: RawOption[]
}

export interface PacketToWrite {
  bytes: Uint8Array
  /** On the wire; the length of `bytes` unless said otherwise. */
  length?: number
  seconds: number
  nanos: number
  /** In this section, as `interface` returned it; 0 unless said otherwise. */
  interfaceId?: number
  comments?: readonly string[]
  flags?: number
  dropCount?: bigint
  options?: RawOption[]
}

const encoder = new TextEncoder()

/** A text option. @throws Refused when it is longer than an option can be */
export function textOption(code: number, value: string): RawOption {
  const bytes = encoder.encode(value)
  if (bytes.length > limits.optionLength)
    throw new Refused(
      'text-too-long',
      `A text of ${bytes.length} bytes does not fit: 65,535 is the most.`,
      'Shorten it.',
    )
  return { code, value: bytes }
}

/** Options for the texts that are there, comments first. */
export function textOptions(
  comments: readonly string[] | undefined,
  by: [code: number, value: string | undefined][],
): RawOption[] {
  const options = (comments ?? []).map((it) => textOption(option.comment, it))
  for (const [code, value] of by) if (value !== undefined) options.push(textOption(code, value))
  return options
}

export const sectionOptions = (it: SectionText): RawOption[] =>
  textOptions(it.comments, [
    [option.hardware, it.hardware],
    [option.os, it.os],
    [option.application, it.application],
  ])

/** Bytes of a list of options with its end; none for an empty list. */
export const optionsLength = (options: readonly RawOption[]): number =>
  options.length === 0 ? 0 : options.reduce((sum, it) => sum + 4 + padded(it.value.length), 4)

/** Writes a list of options with its end at `at`, over zeros; returns the place behind it. */
export function putOptions(view: DataView, at: number, options: readonly RawOption[], little: boolean): number {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
  for (const { code, value } of options) {
    view.setUint16(at, code, little)
    view.setUint16(at + 2, value.length, little)
    bytes.set(value, at + 4)
    at += 4 + padded(value.length)
  }
  return options.length === 0 ? at : at + 4
}

const unsignedOption = (code: number, value: number | bigint, size: 4 | 8, little: boolean): RawOption => {
  const view = new DataView(new ArrayBuffer(size))
  if (size === 4) view.setUint32(0, Number(value), little)
  else view.setBigUint64(0, BigInt(value), little)
  return { code, value: new Uint8Array(view.buffer) }
}

/** Streaming writer. The caller keeps the order: a section, its interfaces, packets; new interfaces at any time. */
export class PcapngWriter {
  readonly little: boolean
  private scratch = new Uint8Array(4096)
  private interfaces: { units: bigint; nanosPerTick: bigint }[] = []

  constructor(
    private readonly out: BytesOut,
    byteOrder: ByteOrder = 'little',
  ) {
    this.little = byteOrder === 'little'
  }

  /** Begins a section: interface numbers begin again at 0. */
  section(it: SectionText = {}): void {
    const options = sectionOptions(it)
    this.interfaces = []
    this.write(block.section, 16 + optionsLength(options), (view) => {
      view.setUint32(8, byteOrderMagic, this.little)
      view.setUint16(12, 1, this.little)
      view.setBigInt64(16, -1n, this.little)
      putOptions(view, 24, options, this.little)
    })
  }

  /** Adds an interface; returns its number in this section. */
  interface(it: InterfaceToWrite): number {
    const digits = it.tsDigits ?? 9
    const options = textOptions(it.comments, [
      [option.name, it.name],
      [option.description, it.description],
      [option.filter, it.filter === undefined ? undefined : '\0' + it.filter],
      [option.interfaceOs, it.os],
      [option.interfaceHardware, it.hardware],
    ])
    if (it.speed !== undefined) options.push(unsignedOption(option.speed, it.speed, 8, this.little))
    options.push({ code: option.tsResolution, value: Uint8Array.of(digits) }, ...(it.options ?? []))
    this.write(block.interface, 8 + optionsLength(options), (view) => {
      view.setUint16(8, it.linkType, this.little)
      view.setUint32(12, it.snapLength ?? 0, this.little)
      putOptions(view, 16, options, this.little)
    })
    const units = 10n ** BigInt(digits)
    this.interfaces.push({ units, nanosPerTick: 1_000_000_000n / units })
    return this.interfaces.length - 1
  }

  /** Writes an Enhanced Packet Block. Times before 1970 are written as counts below zero, as Wireshark does. */
  packet(it: PacketToWrite): void {
    const id = it.interfaceId ?? 0
    const on = this.interfaces[id]
    if (!on) throw new RangeError(`interface ${id} has not been written`)
    const ticks = BigInt.asUintN(64, BigInt(it.seconds) * on.units + BigInt(it.nanos) / on.nanosPerTick)
    const options = textOptions(it.comments, [])
    if (it.flags !== undefined) options.push(unsignedOption(option.flags, it.flags, 4, this.little))
    if (it.dropCount !== undefined) options.push(unsignedOption(option.dropCount, it.dropCount, 8, this.little))
    if (it.options) options.push(...it.options)
    const { bytes } = it
    this.write(block.enhancedPacket, 20 + padded(bytes.length) + optionsLength(options), (view, whole) => {
      view.setUint32(8, id, this.little)
      view.setUint32(12, Number(ticks >> 32n), this.little)
      view.setUint32(16, Number(ticks & 0xffffffffn), this.little)
      view.setUint32(20, bytes.length, this.little)
      view.setUint32(24, it.length ?? bytes.length, this.little)
      whole.set(bytes, 28)
      putOptions(view, 28 + padded(bytes.length), options, this.little)
    })
  }

  /** Any other block: `body` without the two lengths, padded here. */
  block(type: number, body: Uint8Array): void {
    this.write(type, padded(body.length), (_view, whole) => whole.set(body, 8))
  }

  private write(type: number, bodyLength: number, fill: (view: DataView, whole: Uint8Array) => void): void {
    const length = 12 + bodyLength
    if (length > limits.blockLength)
      throw new Refused('block-too-large', `A block of ${length} bytes cannot be written.`, 'Shorten the comments.')
    if (this.scratch.length < length) this.scratch = new Uint8Array(length * 2)
    const whole = this.scratch.subarray(0, length).fill(0)
    const view = new DataView(whole.buffer, 0, length)
    view.setUint32(0, type, this.little)
    view.setUint32(4, length, this.little)
    fill(view, whole)
    view.setUint32(length - 4, length, this.little)
    this.out(whole)
  }
}
