// Capture files byte by byte, also wrong ones: blocks and records as text books draw them.
import { CaptureScanner, MemorySource, type FileProblem } from '../../engine/capture-file'

export type Order = 'little' | 'big'

/** Integers in a row: [bits, value]. Negative 64-bit values are two's complement. */
export function words(order: Order, ...list: [bits: 8 | 16 | 32 | 64, value: number | bigint][]): Uint8Array {
  const bytes = new Uint8Array(list.reduce((sum, [bits]) => sum + bits / 8, 0))
  const view = new DataView(bytes.buffer)
  let at = 0
  for (const [bits, value] of list) {
    const little = order === 'little'
    if (bits === 8) view.setUint8(at, Number(value))
    else if (bits === 16) view.setUint16(at, Number(value), little)
    else if (bits === 32) view.setUint32(at, Number(value), little)
    else view.setBigUint64(at, BigInt.asUintN(64, BigInt(value)), little)
    at += bits / 8
  }
  return bytes
}

export function joined(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts))
}

export const ascii = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'))
const pad = (bytes: Uint8Array): Uint8Array => joined(bytes, new Uint8Array(-bytes.length & 3))

/** Sixty bytes that count up. */
export const data = Uint8Array.from({ length: 60 }, (_, i) => i)

/** A pcapng block; its lengths may lie. */
export function block(
  type: number,
  body: Uint8Array,
  { order = 'little', length, trailer }: { order?: Order; length?: number; trailer?: number } = {},
): Uint8Array {
  const whole = pad(body)
  const own = whole.length + 12
  return joined(words(order, [32, type], [32, length ?? own]), whole, words(order, [32, trailer ?? own]))
}

export const opt = (code: number, value: Uint8Array | string, order: Order = 'little'): Uint8Array => {
  const bytes = typeof value === 'string' ? ascii(value) : value
  return joined(words(order, [16, code], [16, bytes.length]), pad(bytes))
}
/** An option that says to be longer than the block. */
export const tornOption = joined(words('little', [16, 1], [16, 100]), ascii('abcd'))
export const end: Uint8Array = new Uint8Array(4)
const none: Uint8Array = new Uint8Array(0)

export const shb = (options = none, order: Order = 'little', major = 1, minor = 0, length = -1): Uint8Array =>
  block(0x0a0d0d0a, joined(words(order, [32, 0x1a2b3c4d], [16, major], [16, minor], [64, length]), options), { order })

export const idb = (options = none, { order = 'little' as Order, link = 1, snap = 65535 } = {}): Uint8Array =>
  block(1, joined(words(order, [16, link], [16, 0], [32, snap]), options), { order })

interface Epb {
  id?: number
  ticks?: bigint
  captured?: number
  onWire?: number
  bytes?: Uint8Array
  options?: Uint8Array
  order?: Order
  length?: number
  trailer?: number
}

export function epb(it: Epb = {}): Uint8Array {
  const { id = 0, ticks = 1_000_000n, bytes = data, options = none, order = 'little', ...lengths } = it
  const captured = it.captured ?? bytes.length
  const fixed: [32, number][] = [
    [32, id],
    [32, Number(ticks >> 32n)],
    [32, Number(ticks & 0xffffffffn)],
    [32, captured],
    [32, it.onWire ?? captured],
  ]
  return block(6, joined(words(order, ...fixed), pad(bytes), options), { order, ...lengths })
}

export const spb = (onWire = 60, bytes = data): Uint8Array => block(3, joined(words('little', [32, onWire]), bytes))

export const pb = (id = 0, drops = 0xffff, options = none): Uint8Array =>
  block(2, joined(words('little', [16, id], [16, drops], [32, 0], [32, 1_000_000], [32, 60], [32, 60]), data, options))

interface PcapHeader {
  magic?: number
  major?: number
  minor?: number
  snap?: number
  link?: number
  order?: Order
}

export function pcap(it: PcapHeader = {}): Uint8Array {
  const { magic = 0xa1b2c3d4, major = 2, minor = 4, snap = 65535, link = 1, order = 'little' } = it
  return words(order, [32, magic], [16, major], [16, minor], [32, 0], [32, 0], [32, snap], [32, link])
}

export function record(
  it: {
    seconds?: number
    fraction?: number
    captured?: number
    onWire?: number
    bytes?: Uint8Array
    order?: Order
  } = {},
): Uint8Array {
  const { seconds = 1, fraction = 2, bytes = data, order = 'little' } = it
  const captured = it.captured ?? bytes.length
  return joined(words(order, [32, seconds], [32, fraction], [32, captured], [32, it.onWire ?? captured]), bytes)
}

export interface Scanned {
  /** "seconds.nanos length/captured interface", time `-` where there is none. */
  rows: string[]
  problem: FileProblem | null
  scanner: CaptureScanner
}

/** Scans bytes in one step. */
export function scan(bytes: Uint8Array): Scanned {
  const rows: string[] = []
  const scanner = new CaptureScanner(new MemorySource(bytes), {
    packet: (_bytes, _at, captured, length, seconds, nanos, interfaceIndex) => {
      const time = scanner.hasTime ? `${seconds}.${String(nanos).padStart(9, '0')}` : '-'
      rows.push(`${time} ${length}/${captured} ${interfaceIndex}`)
    },
  })
  scanner.stepSync()
  return { rows, problem: scanner.problem, scanner }
}
