// Writes packets of one or several files, in any order and changed on the way, into a new file: whole, or not at all.
import { limits } from '../limits'
import { Refused } from '../refused'
import { block } from './block-types'
import type { PacketTable, TablePacket } from './packet-table'
import { PcapWriter } from './pcap-writer'
import { PcapngWriter } from './pcapng-writer'
import { ReplacementFile } from './replacement-file'
import { padded } from './options'
import type { Interface, ResolvedName, SectionText } from './types'

export interface Assembly {
  tables: readonly PacketTable[]
  path: string
  format: 'pcapng' | 'pcap' | 'nsecpcap'
  /** Of the new file; the texts of the first table's section unless said otherwise. */
  section?: SectionText
  /** Decryption secrets of the sources are left out. */
  withoutSecrets?: boolean
  /** Names of addresses that the sources hold are left out. */
  withoutNames?: boolean
  /** What is said of an interface, where it is not what its source says. */
  described?: (it: Interface) => Interface
  /** Further secrets: their type, and what stands in the file. */
  secrets?: readonly { type: number; data: Uint8Array }[]
  /** Files with the same interfaces share them (mergecap's `all`). */
  shareInterfaces?: boolean
}

/** A file under way; `add` in the order in which the packets are to stand, then `end`, or `abandon` when something failed. */
export class Assembling {
  packets = 0
  /** What stands behind the packets. */
  private finish = (): void => undefined
  private readonly writer: { packet(p: TablePacket, table: number): void }

  private constructor(
    private readonly file: ReplacementFile,
    private readonly assembly: Assembly,
  ) {
    this.writer = assembly.format === 'pcapng' ? this.pcapng() : this.pcap()
  }

  static async begin(assembly: Assembly): Promise<Assembling> {
    const file = await ReplacementFile.create(assembly.path)
    try {
      return new Assembling(file, assembly)
    } catch (error) {
      await file.abandon()
      throw error
    }
  }

  /** @param table position in `tables` */
  async add(packet: TablePacket, table: number): Promise<void> {
    this.writer.packet(packet, table)
    if (++this.packets % 256 === 0) await this.file.flush()
  }

  async end(): Promise<void> {
    this.finish()
    await this.file.commit()
  }
  async abandon(): Promise<void> {
    await this.file.abandon()
  }

  private pcapng(): { packet(p: TablePacket, table: number): void } {
    const { tables, section, secrets = [], withoutSecrets = false, shareInterfaces = true } = this.assembly
    const { withoutNames = false, described: as = (it: Interface) => it } = this.assembly
    const writer = new PcapngWriter((bytes) => this.file.write(bytes))
    const first = tables[0]?.scanner.sections[0]
    const { comments, hardware, os, application } = first ?? {}
    writer.section(
      section ?? {
        ...(comments?.length ? { comments } : {}),
        ...(hardware === undefined ? {} : { hardware }),
        ...(os === undefined ? {} : { os }),
        ...(application === undefined ? {} : { application }),
      },
    )
    const sameAsFirst = (interfaces: readonly Interface[]): boolean =>
      interfaces.length === tables[0]!.scanner.interfaces.length &&
      interfaces.every((it, i) => described(it) === described(tables[0]!.scanner.interfaces[i]!))
    const shared = shareInterfaces && tables.every((table) => sameAsFirst(table.scanner.interfaces))
    const starts = tables.map((table, t) => {
      if (shared && t > 0) return 0
      const ids = table.scanner.interfaces.map((it) => this.describe(writer, as(it)))
      return ids[0] ?? 0
    })
    for (const { type, data } of secrets) writer.block(block.secrets, secretsBody(type, data))
    if (!withoutSecrets)
      for (const { opened, scanner } of tables)
        for (const { type, offset, length } of scanner.secrets) {
          const data = new Uint8Array(length)
          opened.source.read(data, offset)
          writer.block(block.secrets, secretsBody(type, data))
        }
    const names = withoutNames ? [] : tables.flatMap((table) => table.scanner.names)
    if (names.length) writer.block(block.names, namesBody(names))
    this.finish = () => {
      for (const [t, table] of tables.entries())
        for (const { interfaceIndex, body } of table.statistics) {
          new DataView(body.buffer, body.byteOffset).setUint32(0, starts[t]! + interfaceIndex, true)
          writer.block(block.statistics, body)
        }
    }
    return {
      packet: (p, table) =>
        writer.packet({
          bytes: p.bytes,
          length: p.length,
          seconds: p.seconds,
          nanos: p.nanos,
          interfaceId: starts[table]! + p.interfaceIndex,
          comments: p.comments,
          options: p.options,
        }),
    }
  }

  private describe(writer: PcapngWriter, it: Interface): number {
    const { linkType, snapLength, tsPrecisionDigits, tsUnitsPerSecond, comments } = it
    return writer.interface({
      linkType,
      snapLength,
      // Ticks that are no power of ten lose nothing in nanoseconds.
      tsDigits: 10 ** tsPrecisionDigits === tsUnitsPerSecond ? tsPrecisionDigits : 9,
      comments,
      ...(it.name === undefined ? {} : { name: it.name }),
      ...(it.description === undefined ? {} : { description: it.description }),
      ...(it.filter === undefined ? {} : { filter: it.filter }),
      ...(it.os === undefined ? {} : { os: it.os }),
      ...(it.hardware === undefined ? {} : { hardware: it.hardware }),
      ...(it.speed === undefined ? {} : { speed: it.speed }),
      ...(it.fcsLength === undefined ? {} : { options: [{ code: 13, value: Uint8Array.of(it.fcsLength) }] }),
    })
  }

  private pcap(): { packet(p: TablePacket, table: number): void } {
    const { tables, format, path } = this.assembly
    const all = tables.flatMap((table) => table.scanner.interfaces)
    const linkTypes = new Set(all.map((it) => it.linkType))
    if (linkTypes.size > 1)
      throw new Refused(
        'mixed-link-types',
        `Cannot write "${path}" as pcap: the link types ${[...linkTypes].join(', ')} are in it, and a pcap file has one for all.`,
        'Write it as pcapng.',
      )
    const writer = new PcapWriter((bytes) => this.file.write(bytes), {
      linkType: all[0]?.linkTypeField ?? 1,
      snapLength:
        all.reduce((most, it) => Math.max(most, it.snapLength || limits.capturedLength), 0) || limits.capturedLength,
      nanoseconds: format === 'nsecpcap',
    })
    return { packet: (p) => writer.packet(p) }
  }
}

/** What must be the same for packets of two interfaces to stand under one. */
const described = ({ linkType, tsPrecisionDigits }: Interface): string => `${linkType} ${tsPrecisionDigits}`

function secretsBody(type: number, data: Uint8Array): Uint8Array {
  const body = new Uint8Array(8 + data.length)
  const view = new DataView(body.buffer)
  view.setUint32(0, type, true)
  view.setUint32(4, data.length, true)
  body.set(data, 8)
  return body
}

/** A Name Resolution Block: IPv4 and IPv6 addresses with their names; others have no place there. */
function namesBody(names: readonly ResolvedName[]): Uint8Array {
  const records = names.flatMap(({ address, names: own }) => {
    if (address.length !== 4 && address.length !== 16) return []
    const text = new TextEncoder().encode(own.map((name) => `${name}\0`).join(''))
    const length = address.length + text.length
    const record = new Uint8Array(4 + padded(length))
    const view = new DataView(record.buffer)
    view.setUint16(0, address.length === 4 ? 1 : 2, true)
    view.setUint16(2, length, true)
    record.set(address, 4)
    record.set(text, 4 + address.length)
    return [record]
  })
  const body = new Uint8Array(records.reduce((sum, record) => sum + record.length, 4))
  let at = 0
  for (const record of records) {
    body.set(record, at)
    at += record.length
  }
  return body
}
