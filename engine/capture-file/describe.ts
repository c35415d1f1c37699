// Blocks that describe: section, interface, statistics, names. Each function takes a block that is whole and copies what it keeps.
import { option } from './block-types'
import { Clock, precisionDigits, unitsFromResolution } from './clock'
import { first, firstText, firstUnsigned, readOptions, text, texts, walkOptions } from './options'
import type { Interface, InterfaceStatistics, RawOption, ResolvedName, Section } from './types'

/** A block inside a buffer: bytes[at .. at+length), header and trailer included. */
export interface BlockView {
  bytes: Uint8Array
  view: DataView
  at: number
  length: number
  little: boolean
}

const optionsFrom = ({ bytes, view, at, length, little }: BlockView, skip: number): RawOption[] =>
  readOptions(bytes, view, at + skip, at + length - 4, little)

/** Leaves keys out that have no value, as exactOptionalPropertyTypes wants it. */
function optional<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never
}

/** Section Header Block. */
export function sectionFrom(it: BlockView, index: number, offset: number, firstInterface: number): Section {
  const options = optionsFrom(it, 24)
  return {
    index,
    byteOrder: it.little ? 'little' : 'big',
    version: [it.view.getUint16(it.at + 12, it.little), it.view.getUint16(it.at + 14, it.little)],
    offset,
    firstInterface,
    comments: texts(options, option.comment),
    options,
    ...optional({
      hardware: firstText(options, option.hardware),
      os: firstText(options, option.os),
      application: firstText(options, option.application),
    }),
  }
}

/** Interface Description Block, and the clock that reads its timestamps. */
export function interfaceFrom(it: BlockView, index: number, section: Section): { it: Interface; clock: Clock } {
  const { view, at, little } = it
  const options = optionsFrom(it, 16)
  const resolution = Number(firstUnsigned(options, option.tsResolution, 1, little) ?? 6n)
  const tsOffsetSeconds = Number(BigInt.asIntN(64, firstUnsigned(options, option.tsOffset, 8, little) ?? 0n))
  const units = unitsFromResolution(resolution)
  const filter = first(options, option.filter)
  const speed = firstUnsigned(options, option.speed, 8, little)
  const fcsLength = firstUnsigned(options, option.fcsLength, 1, little)
  const described: Interface = {
    index,
    section: section.index,
    id: index - section.firstInterface,
    linkType: view.getUint16(at + 8, little),
    linkTypeField: view.getUint16(at + 8, little),
    snapLength: view.getUint32(at + 12, little),
    tsUnitsPerSecond: Number(units),
    tsOffsetSeconds,
    tsPrecisionDigits: precisionDigits(resolution),
    comments: texts(options, option.comment),
    options,
    ...optional({
      name: firstText(options, option.name),
      description: firstText(options, option.description),
      filter: filter?.[0] === 0 ? text(filter.subarray(1)) : undefined,
      os: firstText(options, option.interfaceOs),
      hardware: firstText(options, option.interfaceHardware),
      speed: speed === undefined ? undefined : Number(speed),
      fcsLength: fcsLength === undefined ? undefined : Number(fcsLength),
    }),
  }
  return { it: described, clock: new Clock(units, tsOffsetSeconds) }
}

/** What to call an interface: its name, else its description, else its hardware; undefined where the file says nothing. */
export function interfaceTitle(it: Interface): string | undefined {
  return it.name ?? it.description ?? it.hardware
}

/** Interface Statistics Block, without the interface it names. */
export function statisticsFrom(it: BlockView): InterfaceStatistics {
  const options = optionsFrom(it, 20)
  const count = (code: number): number | undefined => {
    const value = firstUnsigned(options, code, 8, it.little)
    return value === undefined ? undefined : Number(value)
  }
  return {
    comments: texts(options, option.comment),
    options,
    ...optional({
      received: count(option.received),
      dropped: count(option.dropped),
      filterAccepted: count(option.filterAccepted),
      droppedBySystem: count(option.droppedBySystem),
      delivered: count(option.delivered),
    }),
  }
}

/** Smallest value of a record: an address and one character. nrb_record_ipv4, _ipv6, _eui48, _eui64. */
const addressLengths: Record<number, number> = { 1: 4, 2: 16, 3: 6, 4: 8 }

/**
 * Name Resolution Block: adds its records to `names`. Returns what is wrong with it, or null. A record is laid out as an
 * option, and record type 0 ends the list; names end with NUL, several may follow one address.
 */
export function addNames({ bytes, view, at, length, little }: BlockView, names: ResolvedName[]): string | null {
  let wrong: string | null = null
  const torn = walkOptions(view, at + 8, at + length - 4, little, (type, from, size) => {
    const addressLength = addressLengths[type]
    if (addressLength === undefined || wrong) return
    if (size < addressLength + 1) wrong = `a name record of ${size} bytes is too short for its address`
    else if (bytes[from + size - 1] !== 0) wrong = 'a host name does not end with NUL'
    else {
      const address = bytes.slice(from, from + addressLength)
      const list = new TextDecoder().decode(bytes.subarray(from + addressLength, from + size - 1)).split('\0')
      names.push({ address, names: list.filter((name) => name !== '') })
    }
  })
  return torn ? `a name record needs ${torn.needed} bytes, ${torn.present} are left` : wrong
}
