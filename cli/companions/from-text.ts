/** `wirelens from-text [options] IN OUT`: a capture out of a hex dump. text2pcap's options. */
import { createReadStream } from 'node:fs'
import { onDisk } from '../../engine/capture-file'
import { HexDumpReader } from '../../engine/capture-file/hex-dump'
import type { DumpedPacket } from '../../engine/capture-file/hex-dump'
import { PcapWriter } from '../../engine/capture-file/pcap-writer'
import { PcapngWriter } from '../../engine/capture-file/pcapng-writer'
import { ReplacementFile } from '../../engine/capture-file/replacement-file'
import { limits } from '../../engine/limits'
import { Refused } from '../../engine/refused'
import { exitCode } from '../exit-codes'
import { say } from '../output'
import { safe } from '../terminal-text'
import { timeReader } from './dump-time'
import { headersOf } from './made-headers'
import { wholeOrNot } from './whole-or-not'
import { formatOf, numberOf, readWords } from './words'

const usage =
  'Usage: wirelens from-text [-o hex|oct|dec|none] [-a] [-D] [-t TIME FORM] [-l LINK TYPE] [-m BYTES] [-N INTERFACE] [-F pcapng|pcap|nsecpcap]\n' +
  '       [-e ETHERTYPE] [-i PROTOCOL] [-4 FROM,TO] [-6 FROM,TO] [-u PORTS] [-T PORTS] [-s PORTS,TAG] [-S PORTS,PPI] [-q] IN OUT'

const offsetKinds = ['hex', 'oct', 'dec', 'none'] as const

export async function fromText(args: readonly string[]): Promise<number> {
  const valued = ['o', 't', 'l', 'm', 'N', 'F', 'e', 'i', '4', '6', 'u', 'T', 's', 'S']
  const words = readWords(args, { valued, plain: ['a', 'D', 'q'], usage })
  const [from, path, ...more] = words.files
  if (from === undefined || path === undefined || more.length)
    throw new Refused('usage', 'from-text needs a file to read (- is standard input) and one to write.', usage)
  const value = (name: string): string | undefined => words.values.get(name)?.at(-1)
  const kind = value('o') ?? 'hex'
  const offsets = offsetKinds.find((it) => it === kind)
  if (!offsets) throw new Refused('usage', `-o ${safe(kind)} is not known.`, `Known: ${offsetKinds.join(', ')}.`)
  const linkType = numberOf(words, 'l', 0, 65535) ?? 1
  const headers = headersOf(words, linkType)
  const most = numberOf(words, 'm', 1, limits.capturedLength) ?? limits.capturedLength
  const form = value('t')
  const readTime = form === undefined ? undefined : timeReader(form)
  const now = Date.now()
  let clock = { seconds: Math.floor(now / 1000), nanos: 0 }
  let untimed = 0
  let count = 0
  let fitted = 0

  const format = formatOf(words)
  const file = await ReplacementFile.create(path)
  const write = writerOf(format, file, linkType, value('N'))
  const take = ({ bytes, before }: DumpedPacket): void => {
    const direction = words.values.has('D') ? (/^[^A-Za-z]*([IO])\b/i.exec(before)?.[1]?.toUpperCase() ?? '') : ''
    const time = readTime?.(before)
    if (readTime && !time) untimed++
    clock = time ?? { seconds: clock.seconds + (clock.nanos >= 999_999_000 ? 1 : 0), nanos: (clock.nanos + 1000) % 1e9 }
    if (bytes.length > most) fitted++
    const whole = headers(bytes.subarray(0, most), direction === 'O')
    const flags = direction === 'I' ? 1 : direction === 'O' ? 2 : 0
    write({ ...clock, bytes: whole, length: whole.length, ...(words.values.has('D') ? { flags } : {}) })
    count++
  }
  const reader = new HexDumpReader({ offsets, letters: words.values.has('a') }, take)
  await wholeOrNot(
    async () => {
      let waiting = 0
      for await (const line of linesOf(from)) {
        reader.line(line)
        if (++waiting % 4096 === 0) await file.flush()
      }
      reader.end()
      await file.commit()
    },
    () => file.abandon(),
  )
  for (const problem of reader.problems.slice(0, told)) say(`wirelens: ${problem}`)
  if (reader.problems.length > told) say(`wirelens: … and ${reader.problems.length - told} more lines of that kind.`)
  if (untimed)
    say(
      `wirelens: ${untimed} packets have no time of the form ${safe(form!)} before them: each has its predecessor’s and a microsecond.`,
    )
  if (fitted) say(`wirelens: ${fitted} packets were cut to ${most} dumped bytes.`)
  if (!count) say(`wirelens: There is no packet in "${safe(from)}": no line has an offset and bytes.`)
  else if (!words.values.has('q')) say(`${count} packets written to "${safe(path)}".`)
  return count ? exitCode.done : exitCode.file
}

const told = 10

/** @throws Refused when the file cannot be read, or has a line that never ends */
async function* linesOf(path: string): AsyncGenerator<string> {
  const input = (path === '-' ? process.stdin : createReadStream(onDisk(path))).setEncoding('utf8')
  let rest = ''
  try {
    for await (const piece of input) {
      const lines = (rest + String(piece)).split(/\r?\n/)
      rest = lines.pop()!
      yield* lines
      if (rest.length > limits.hexDumpLine)
        throw new Refused('no-hex-dump', `"${safe(path)}" has a line of more than ${limits.hexDumpLine} characters.`)
    }
  } catch (error) {
    if (error instanceof Refused || !(error instanceof Error)) throw error
    const code = 'code' in error ? String(error.code) : error.message
    throw new Refused('no-such-file', `"${safe(path)}" cannot be read (${code}).`)
  }
  if (rest) yield rest
}

interface Made {
  seconds: number
  nanos: number
  bytes: Uint8Array
  length: number
  flags?: number
}

function writerOf(
  format: 'pcapng' | 'pcap' | 'nsecpcap',
  file: ReplacementFile,
  linkType: number,
  name: string | undefined,
): (packet: Made) => void {
  if (format === 'pcapng') {
    const writer = new PcapngWriter((bytes) => file.write(bytes))
    writer.section({ application: 'Wirelens' })
    writer.interface({ linkType, snapLength: limits.capturedLength, name: name ?? 'from text' })
    return (packet) => writer.packet(packet)
  }
  const writer = new PcapWriter((bytes) => file.write(bytes), { linkType, nanoseconds: format === 'nsecpcap' })
  return (packet) => writer.packet(packet)
}
