/** `wirelens info [options] FILE…`: what is known of capture files: kind, packets, times, rates, hashes, interfaces. capinfos' options and forms. */
import { statSync } from 'node:fs'
import { onDisk } from '../../engine/capture-file'
import { PacketTable } from '../../engine/capture-file/packet-table'
import { dateText, secondsText } from '../../engine/bytes/time'
import { encapsulationName, encapsulationOf } from '../../engine/names/link-types'
import { Refused } from '../../engine/refused'
import { exitCode, exitCodeOf } from '../exit-codes'
import { Output, say } from '../output'
import { safe } from '../terminal-text'
import { fileHashes } from '../whole-session'
import { readWords } from './words'

const usage = 'Usage: wirelens info [-tEIFHkcsdluaeSyizxoMT] FILE [FILE …]'
/** Letters that choose what is told; without any, all is. */
const letters = 'tElcsduaeyizxHoFkI'

export async function info(args: readonly string[]): Promise<number> {
  const words = readWords(args, { valued: [], plain: [...letters, 'A', 'S', 'M', 'T', 'r', 'm', 'L', 'b', 'C'], usage })
  if (!words.files.length) throw new Refused('usage', 'info needs files.', usage)
  const asked = [...letters].filter((letter) => words.values.has(letter))
  const shown = new Set(asked.length ? asked : letters)
  const exact = words.values.has('M') || words.values.has('T')
  const out = new Output()
  let code: number = exitCode.done
  let first = true
  for (const path of words.files) {
    try {
      const table = await PacketTable.read(path)
      try {
        const items = itemsOf(table, exact, words.values.has('S')).filter(({ letter }) => shown.has(letter))
        if (words.values.has('T'))
          out.write(tableText(path, items, first && !words.values.has('r'), words.values.has('m') ? ',' : '\t'))
        else out.write(`${first ? '' : '\n'}${longText(path, items, shown.has('I') ? interfacesText(table) : '')}`)
        first = false
        if (table.scanner.problem) {
          say(`wirelens: "${safe(path)}": ${table.scanner.problem.message}`)
          code = exitCode.file
        }
      } finally {
        table.close()
      }
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      say(`wirelens: ${safe(error.message)}`)
      code = exitCodeOf(error)
      if (!words.values.has('C')) break
    }
  }
  out.flush()
  return code
}

/** What Wireshark calls the commonest encapsulations in short. */
const shortNames: Readonly<Record<number, string>> = {
  1: 'ether',
  3: 'slip',
  4: 'ppp',
  7: 'rawip',
  15: 'null',
  20: 'ieee-802-11',
  23: 'ieee-802-11-radiotap',
  25: 'linux-sll',
}

interface Item {
  letter: string
  label: string
  /** Of the table. */
  head: string
  long: string
  cell: string
  /** Not told in the long form when there is nothing to tell. */
  optional?: boolean
}

const precisions: Readonly<Record<number, string>> = {
  0: 'seconds',
  3: 'milliseconds',
  6: 'microseconds',
  9: 'nanoseconds',
}
const kinds: Readonly<Record<string, string>> = {
  pcapng: 'Wireshark/... - pcapng',
  pcap: 'Wireshark/tcpdump/... - pcap',
  nanoseconds: 'Wireshark/tcpdump/... - nanosecond pcap',
}

function itemsOf(table: PacketTable, exact: boolean, epoch: boolean): Item[] {
  const { scanner, opened, count, path } = table
  const { interfaces, sections } = scanner
  const bytes = statSync(onDisk(path)).size
  let data = 0
  let ordered = true
  let [least, most] = [Infinity, 0]
  let earliest = 0
  let latest = 0
  for (let i = 0; i < count; i++) {
    data += table.length(i)
    if (table.captured(i) < table.length(i)) {
      least = Math.min(least, table.captured(i))
      most = Math.max(most, table.captured(i))
    }
    if (i && table.before(i, table, i - 1)) ordered = false
    if (table.before(i, table, earliest)) earliest = i
    if (table.before(latest, table, i)) latest = i
  }
  const timed = count > 0 && scanner.packetsWithoutTime === 0
  const digits = Math.max(...interfaces.map((it) => it.tsPrecisionDigits), 0)
  const nanos = timed
    ? BigInt(table.seconds(latest) - table.seconds(earliest)) * 1_000_000_000n +
      BigInt(table.nanos(latest) - table.nanos(earliest))
    : 0n
  // As capinfos reckons: its last digit follows.
  const whole = (i: number): number => table.seconds(i) + table.nanos(i) / 1e9
  const seconds = timed ? whole(latest) - whole(earliest) : 0
  const kind =
    opened.format.kind === 'pcap' ? (opened.format.variant === 'nanoseconds' ? 'nsecpcap' : 'pcap') : opened.format.kind
  const encapsulations = [...new Set(interfaces.map((it) => encapsulationOf(it.linkType)))]
  const encapsulation =
    encapsulations.length === 1 ? (encapsulationName(encapsulations[0]!) ?? 'Unknown') : 'Per packet'
  const unit = digits === 9 ? 9 : digits >= 6 ? 6 : digits
  const short = (encapsulations.length === 1 && shortNames[encapsulations[0]!]) || encapsulation
  const mixed = new Set(interfaces.map((it) => it.tsPrecisionDigits)).size > 1
  const precision = !interfaces.length
    ? 'UNKNOWN (-2)'
    : mixed
      ? 'per-packet (-1)'
      : `${precisions[unit] ?? 'unknown'} (${unit})`
  const file = opened.format.kind === 'pcap' ? interfaces[0]?.snapLength : undefined
  const moment = (i: number): string => {
    if (!timed) return 'n/a'
    const at = epoch
      ? `${table.seconds(i)}.${String(table.nanos(i)).padStart(9, '0')}`
      : localText(table.seconds(i), table.nanos(i))
    return at.slice(0, at.length - 9 + unit).replace(/\.$/, '')
  }
  const rate = (amount: number): number => (seconds > 0 ? amount / seconds : 0)
  const [sha256 = '', ripemd160 = '', sha1 = ''] = fileHashes(path, ['sha256', 'ripemd160', 'sha1'])
  const si = (n: number, what: string): string => (exact ? `${Math.trunc(n)} ${what}`.trim() : scaled(n, what))
  const item = (letter: string, label: string, head: string, long: string, cell = long, optional = false): Item => ({
    letter,
    label,
    head,
    long,
    cell,
    optional,
  })
  const timeItem = (letter: string, label: string, head: string, text: string, cell: string): Item =>
    item(letter, label, head, timed || !count ? text : '', timed ? cell : 'n/a', true)
  const section = sections[0]
  return [
    item(
      't',
      'File type',
      'File type',
      exact ? kind : (kinds[kind === 'nsecpcap' ? 'nanoseconds' : kind] ?? kind),
      kind,
    ),
    item('E', 'File encapsulation', 'File encapsulation', exact ? short : encapsulation, short),
    item(
      'E',
      'Encapsulation in use by packets (# of pkts)',
      '',
      encapsulations.length > 1 && count ? inUse(table) : '',
      '',
      true,
    ),
    item('E', 'File timestamp precision', 'File time precision', precision, precisions[unit] ?? 'unknown'),
    item(
      'l',
      'Packet size limit',
      'Packet size limit',
      file ? `file hdr: ${file} bytes` : 'file hdr: (not set)',
      file ? String(file) : '(not set)',
    ),
    item(
      'l',
      'Packet size limit',
      'Packet size limit min (inferred)',
      most ? `inferred: ${least} bytes${least < most ? ` - ${most} bytes (range)` : ''}` : '',
      most ? String(least) : 'n/a',
      true,
    ),
    item('l', '', 'Packet size limit max (inferred)', '', most ? String(most) : 'n/a', true),
    item('c', 'Number of packets', 'Number of packets', si(count, ''), String(count)),
    item('s', 'File size', 'File size (bytes)', si(bytes, 'bytes'), String(bytes)),
    item('d', 'Data size', 'Data size (bytes)', si(data, 'bytes'), String(data)),
    timeItem(
      'u',
      'Capture duration',
      'Capture duration (seconds)',
      timed ? `${secondsText(nanos, unit)} seconds` : 'n/a',
      secondsText(nanos, unit),
    ),
    timeItem('a', 'First packet time', 'Start time', moment(earliest), moment(earliest)),
    timeItem('e', 'Last packet time', 'End time', moment(latest), moment(latest)),
    timeItem(
      'y',
      'Data byte rate',
      'Data byte rate (bytes/sec)',
      exact ? `${rate(data).toFixed(2)} bytes/sec` : scaled(rate(data), 'bytes/s'),
      rate(data).toFixed(2),
    ),
    timeItem(
      'i',
      'Data bit rate',
      'Data bit rate (bits/sec)',
      exact ? `${rate(8 * data).toFixed(2)} bits/sec` : scaled(rate(8 * data), 'bits/s'),
      rate(8 * data).toFixed(2),
    ),
    item(
      'z',
      'Average packet size',
      'Average packet size (bytes)',
      `${(count ? data / count : 0).toFixed(2)} bytes`,
      (count ? data / count : 0).toFixed(2),
    ),
    timeItem(
      'x',
      'Average packet rate',
      'Average packet rate (packets/sec)',
      exact ? `${rate(count).toFixed(2)} packets/sec` : scaled(rate(count), 'packets/s'),
      rate(count).toFixed(2),
    ),
    item('H', 'SHA256', 'SHA256', sha256),
    item('H', 'RIPEMD160', 'RIPEMD160', ripemd160),
    item('H', 'SHA1', 'SHA1', sha1),
    item('o', 'Strict time order', 'Strict time order', !timed && count ? 'Unknown' : ordered ? 'True' : 'False'),
    item('F', 'Capture hardware', 'Capture hardware', section?.hardware ?? '', section?.hardware ?? '', true),
    item('F', 'Capture oper-sys', 'Capture oper-sys', section?.os ?? '', section?.os ?? '', true),
    item(
      'F',
      'Capture application',
      'Capture application',
      section?.application ?? '',
      section?.application ?? '',
      true,
    ),
    ...(section?.comments.length ? section.comments : ['']).map((comment) =>
      item('k', 'Capture comment', 'Capture comment', comment, comment, true),
    ),
  ]
}

function localText(seconds: number, nanos: number): string {
  const at = new Date(seconds * 1000)
  const two = (n: number): string => String(n).padStart(2, '0')
  if (Number.isNaN(at.getTime())) return dateText(seconds, nanos)
  return (
    `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ` +
    `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${String(nanos).padStart(9, '0')}`
  )
}

/** A number as capinfos shortens it: whole up to 10,000, then thousands, millions, … */
function scaled(n: number, what: string): string {
  const short: Readonly<Record<string, string>> = {
    bytes: 'B',
    'bytes/s': 'Bps',
    'bits/s': 'bps',
    'packets/s': 'packets/s',
  }
  let value = Math.trunc(n)
  let power = 0
  while (value >= 10_000 && power < 4) {
    value = Math.trunc(value / 1000)
    power++
  }
  const prefix = ['', 'k', 'M', 'G', 'T'][power]!
  if (!power) return `${value} ${what}`.trim()
  return `${value} ${prefix}${short[what] ?? what}`
}

/** How many packets have each kind of link, a line each. */
function inUse({ scanner, count, interfaceIndex }: PacketTable): string {
  const packets = new Map<number, number>()
  for (let i = 0; i < count; i++) {
    const encapsulation = encapsulationOf(scanner.interfaces[interfaceIndex(i)]?.linkType ?? -1)
    packets.set(encapsulation, (packets.get(encapsulation) ?? 0) + 1)
  }
  return [...packets]
    .sort(([a], [b]) => a - b)
    .map(([kind, n]) => `\n${' '.repeat(21)}${encapsulationName(kind) ?? 'Unknown'} (${n})`)
    .join('')
}

function longText(path: string, items: readonly Item[], interfaces: string): string {
  let text = `File name:           ${safe(path)}\n`
  for (const { label, long, optional } of items) {
    if (optional && !long) continue
    // Lines of its own, made here.
    if (long.startsWith('\n')) text += `${label}:${long}\n`
    else text += `${`${label}:`.padEnd(label === 'File timestamp precision' ? 27 : 21)}${safe(long)}\n`
  }
  return text + interfaces
}

function interfacesText({ scanner, count, interfaceIndex }: PacketTable): string {
  const { interfaces, format } = scanner
  if (format?.kind !== 'pcapng' && format?.kind !== 'pcap') return ''
  const packets = interfaces.map(() => 0)
  for (let i = 0; i < count; i++) packets[interfaceIndex(i)]!++
  const line = (name: string, value: string | number): string => `${' '.repeat(21)}${name} = ${safe(String(value))}\n`
  if (!interfaces.length) return ''
  let text = `Number of interfaces in file: ${interfaces.length}\n`
  for (const [i, it] of interfaces.entries()) {
    const encapsulation = encapsulationOf(it.linkType)
    text += `Interface #${i} info:\n`
    if (it.name !== undefined) text += line('Name', it.name)
    if (it.description !== undefined) text += line('Description', it.description)
    text += line(
      'Encapsulation',
      `${encapsulationName(encapsulation) ?? 'Unknown'} (${encapsulation}${shortNames[encapsulation] ? ` - ${shortNames[encapsulation]}` : ''})`,
    )
    if (it.hardware !== undefined) text += line('Hardware', it.hardware)
    if (it.speed) text += line('Speed', it.speed)
    text += line('Capture length', it.snapLength)
    text += line('Time precision', `${precisions[it.tsPrecisionDigits] ?? 'unknown'} (${it.tsPrecisionDigits})`)
    text += line('Time ticks per second', it.tsUnitsPerSecond)
    const raw = (code: number): Uint8Array | undefined => it.options.find((o) => o.code === code)?.value
    // A pcap file in nanoseconds says so by its first number.
    const resolution = raw(9)?.[0] ?? (format.kind === 'pcap' && it.tsPrecisionDigits === 9 ? 9 : undefined)
    if (resolution !== undefined) text += line('Time resolution', `0x${resolution.toString(16).padStart(2, '0')}`)
    if (raw(14)) text += line('Timestamp offset', it.tsOffsetSeconds)
    if (it.filter !== undefined) text += line('Filter string', it.filter)
    if (it.os !== undefined) text += line('Operating system', it.os)
    for (const comment of it.comments) text += line('Comment', comment)
    text += line('Number of stat entries', it.statistics ? 1 : 0)
    text += line('Number of packets', packets[i]!)
  }
  const names = (length: number): number => scanner.names.filter((name) => name.address.length === length).length
  if (names(4)) text += `Number of resolved IPv4 addresses in file: ${names(4)}\n`
  if (names(16)) text += `Number of resolved IPv6 addresses in file: ${names(16)}\n`
  if (scanner.secrets.length) text += `Number of decryption secrets in file: ${scanner.secrets.length}\n`
  return text
}

function tableText(path: string, items: readonly Item[], head: boolean, between: string): string {
  const cells = (name: string, pick: (item: Item) => string): string =>
    `${[name, ...items.filter((item) => item.head).map(pick)].join(between)}\n`
  return (head ? cells('File name', (item) => item.head) : '') + cells(safe(path), (item) => safe(item.cell))
}
