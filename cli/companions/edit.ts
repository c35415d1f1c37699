/** `wirelens edit [options] IN OUT [ranges]`: packets left out, cut, moved in time, commented; duplicates removed; files split. editcap's options. */
import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { Assembling, type Assembly } from '../../engine/capture-file/assembling'
import { PacketTable, type TablePacket } from '../../engine/capture-file/packet-table'
import { limits } from '../../engine/limits'
import { Refused } from '../../engine/refused'
import { exitCode } from '../exit-codes'
import { safe } from '../terminal-text'
import { warnOf } from './merge'
import { wholeOrNot } from './whole-or-not'
import { formatOf, numberOf, readWords } from './words'
import type { CompanionWords } from './words'

const usage =
  'Usage: wirelens edit [-r] [-A TIME] [-B TIME] [-d | -D N | -w SECONDS] [-I BYTES] [-s SNAPLEN] [-t SECONDS] [-S SECONDS] [-a FRAME:COMMENT]\n' +
  '       [-c PACKETS | -i SECONDS] [-F pcapng|pcap|nsecpcap] [--inject-secrets tls,FILE] [--discard-all-secrets]\n' +
  '       [--capture-comment TEXT] [--discard-capture-comment] IN OUT [N | N-M …]'

export async function edit(args: readonly string[]): Promise<number> {
  const words = readWords(args, {
    valued: ['A', 'B', 'D', 'w', 'I', 's', 't', 'S', 'a', 'c', 'i', 'F', 'inject-secrets', 'capture-comment'],
    plain: ['r', 'd', 'L', 'V', 'discard-all-secrets', 'discard-capture-comment'],
    usage,
  })
  const [from, path, ...ranges] = words.files
  if (from === undefined || path === undefined)
    throw new Refused('usage', 'edit needs a file to read and one to write.', usage)
  const chosen = selection(ranges, words.values.has('r'))
  const inTime = between(words)
  const change = changes(words)
  const duplicate = duplicates(words)
  const comments = commentsOf(words)
  const table = await PacketTable.read(from)
  try {
    warnOf(table)
    const files = new Files(words, path, assemblyOf(words, table))
    await wholeOrNot(
      async () => {
        for (let i = 0; i < table.count; i++) {
          if (!chosen(i + 1) || !inTime(table.seconds(i), table.nanos(i))) continue
          const packet = change(table.packet(i))
          if (duplicate(packet)) continue
          const comment = comments.get(i + 1)
          await files.add(comment === undefined ? packet : { ...packet, comments: comment ? [comment] : [] })
        }
        await files.end()
      },
      () => files.abandon(),
    )
    return exitCode.done
  } finally {
    table.close()
  }
}

/** Which packets stay: those that are named leave, or, with `-r`, stay. */
function selection(ranges: readonly string[], keep: boolean): (number: number) => boolean {
  const parts = ranges.map((text) => {
    const [, a, dash, b] = /^(\d+)(-)?(\d+)?$/.exec(text) ?? []
    if (a === undefined) throw new Refused('usage', `"${safe(text)}" is no packet and no range.`, usage)
    const first = Number(a)
    const last = dash ? (b === undefined ? Infinity : Number(b)) : first
    if (first > last) throw new Refused('usage', `The range ${safe(text)} ends before it begins.`)
    return [first, last] as const
  })
  return (number) => parts.some(([a, b]) => number >= a && number <= b) === keep
}

/** A moment as seconds and nanoseconds; without a zone it is local time, as in editcap. */
function momentOf(text: string): readonly [number, number] {
  const epoch = /^(\d+)(?:\.(\d{1,9}))?$/.exec(text)
  if (epoch) return [Number(epoch[1]), Number((epoch[2] ?? '').padEnd(9, '0'))]
  const date = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:?\d\d)?$/.exec(text)
  const at = date ? Date.parse(`${date[1]}T${date[2]}${date[4] ?? ''}`) : NaN
  if (!date || Number.isNaN(at))
    throw new Refused(
      'usage',
      `"${safe(text)}" is no time.`,
      'Write 2026-12-01T09:30:00[.123][Z], or seconds since 1970.',
    )
  return [at / 1000, Number((date[3] ?? '').padEnd(9, '0'))]
}

function between({ values }: CompanionWords): (seconds: number, nanos: number) => boolean {
  const [from, to] = [values.get('A')?.at(-1), values.get('B')?.at(-1)].map((t) =>
    t === undefined ? undefined : momentOf(t),
  )
  return (seconds, nanos) =>
    (!from || seconds > from[0] || (seconds === from[0] && nanos >= from[1])) &&
    (!to || seconds < to[0] || (seconds === to[0] && nanos < to[1]))
}

/** What `-s`, `-t` and `-S` make of a packet. */
function changes(words: CompanionWords): (packet: TablePacket) => TablePacket {
  const snap = numberOf(words, 's', 0) ?? 0
  const shift = secondsOf(words, 't')
  const strict = words.values.has('S') ? secondsOf(words, 'S') : undefined
  const shorter = words.values.has('L')
  let last: bigint | undefined
  return (packet) => {
    const bytes = snap && packet.bytes.length > snap ? packet.bytes.subarray(0, snap) : packet.bytes
    let time = BigInt(packet.seconds) * 1_000_000_000n + BigInt(packet.nanos) + shift
    if (
      strict !== undefined &&
      last !== undefined &&
      (strict < 0n || words.values.get('S')!.at(-1)!.startsWith('-') || time < last)
    )
      time = last + (strict < 0n ? -strict : strict)
    last = time
    const nanos = ((time % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n
    return {
      ...packet,
      bytes,
      length: shorter ? Math.min(packet.length, bytes.length) : packet.length,
      seconds: Number((time - nanos) / 1_000_000_000n),
      nanos: Number(nanos),
    }
  }
}

/** Seconds of an option as nanoseconds, without what a fraction loses. */
function secondsOf(words: CompanionWords, name: string): bigint {
  const text = words.values.get(name)?.at(-1)
  if (text === undefined) return 0n
  const parts = /^([+-]?)(\d*)(?:\.(\d{1,9})\d*)?$/.exec(text)
  if (!parts || !(parts[2] || parts[3])) throw new Refused('usage', `-${name} takes seconds, not "${safe(text)}".`)
  const value = BigInt(parts[2] || 0) * 1_000_000_000n + BigInt((parts[3] ?? '').padEnd(9, '0'))
  return parts[1] === '-' ? -value : value
}

/** Whether a packet is one of those shortly before it once more. */
function duplicates(words: CompanionWords): (packet: TablePacket) => boolean {
  const { values } = words
  const count = numberOf(words, 'D', 0, limits.duplicatesHeld) ?? (values.has('d') ? 5 : 0)
  const within = values.has('w') ? secondsOf(words, 'w') : undefined
  const ignored = numberOf(words, 'I', 0) ?? 0
  if (!count && within === undefined) return () => false
  // The window of so many packets holds the packet itself, too.
  const most = within === undefined ? Math.max(0, count - 1) : limits.duplicatesHeld
  const seen: { key: string; time: bigint }[] = []
  let first = 0
  /** How often each is in the window, and when last. */
  const held = new Map<string, { times: number; last: bigint }>()
  const forget = (): void => {
    const { key } = seen[first]!
    const entry = held.get(key)!
    if (--entry.times === 0) held.delete(key)
    if (++first > 1024 && 2 * first > seen.length) {
      seen.splice(0, first)
      first = 0
    }
  }
  return ({ bytes, length, seconds, nanos }) => {
    const from = ignored < bytes.length ? ignored : 0
    const key = `${length} ${createHash('md5').update(bytes.subarray(from)).digest('hex')}`
    const time = BigInt(seconds) * 1_000_000_000n + BigInt(nanos)
    while (
      first < seen.length &&
      (seen.length - first > most || (within !== undefined && time - seen[first]!.time > within))
    )
      forget()
    const entry = held.get(key)
    const found = entry !== undefined && (within === undefined || (time >= entry.last && time - entry.last <= within))
    seen.push({ key, time })
    if (entry) {
      entry.times++
      entry.last = time
    } else held.set(key, { times: 1, last: time })
    return found
  }
}

function commentsOf({ values }: CompanionWords): ReadonlyMap<number, string> {
  return new Map(
    (values.get('a') ?? []).map((text) => {
      const [, frame, comment] = /^(\d+):(.*)$/s.exec(text) ?? []
      if (frame === undefined) throw new Refused('usage', `-a takes FRAME:COMMENT, not "${safe(text)}".`)
      return [Number(frame), comment ?? ''] as const
    }),
  )
}

function assemblyOf(words: CompanionWords, table: PacketTable): Omit<Assembly, 'path'> {
  const { values } = words
  const format = formatOf(words)
  const first = table.scanner.sections[0]
  const comments = [
    ...(values.has('discard-capture-comment') ? [] : (first?.comments ?? [])),
    ...(values.get('capture-comment') ?? []),
  ]
  return {
    tables: [table],
    format,
    section: {
      comments,
      ...(first?.hardware === undefined ? {} : { hardware: first.hardware }),
      ...(first?.os === undefined ? {} : { os: first.os }),
      ...(first?.application === undefined ? {} : { application: first.application }),
    },
    withoutSecrets: values.has('discard-all-secrets'),
    secrets: (values.get('inject-secrets') ?? []).map(secretsOf),
  }
}

/** Types of secrets that can be put in, as pcapng numbers them. */
const secretTypes: ReadonlyMap<string, number> = new Map([
  ['tls', 0x544c534b],
  ['ssh', 0x5353484b],
  ['wireguard', 0x57474b4c],
])

function secretsOf(text: string): { type: number; data: Uint8Array } {
  const comma = text.indexOf(',')
  const type = secretTypes.get(text.slice(0, comma))
  if (comma < 0 || type === undefined)
    throw new Refused('usage', `"${safe(text)}" is not TYPE,FILE.`, `Types: ${[...secretTypes.keys()].join(', ')}.`)
  const path = text.slice(comma + 1)
  try {
    if (statSync(path).size > limits.keyLog)
      throw new Refused('too-large', `"${safe(path)}" is too large for a file of keys.`)
    return { type, data: readFileSync(path) }
  } catch (error) {
    if (error instanceof Refused) throw error
    throw new Refused('no-such-file', `The keys in "${safe(path)}" cannot be read.`)
  }
}

/** The file, or, with `-c` and `-i`, one file after the other: `out_00000_20261201093000.pcapng`. */
class Files {
  private file: Assembling | null = null
  private written = 0
  private until = 0
  private made = 0
  private readonly most: number | undefined
  private readonly seconds: number | undefined

  constructor(
    words: CompanionWords,
    private readonly path: string,
    private readonly assembly: Omit<Assembly, 'path'>,
  ) {
    this.most = numberOf(words, 'c', 1)
    this.seconds = numberOf(words, 'i', 0.000_001)
  }

  async add(packet: TablePacket): Promise<void> {
    const at = packet.seconds + packet.nanos / 1e9
    if (this.file && this.most !== undefined && this.written >= this.most) await this.turn()
    if (this.seconds !== undefined) {
      if (!this.file && !this.made) this.until = at + this.seconds
      else if (at >= this.until) {
        await this.turn()
        while (at >= this.until) this.until += this.seconds
      }
    }
    this.file ??= await this.begin(packet)
    await this.file.add(packet, 0)
    this.written++
  }

  async end(): Promise<void> {
    if (this.file) await this.file.end()
    else if (!this.made) await (await Assembling.begin({ ...this.assembly, path: this.path })).end()
  }

  /** The file under way is gone; those before it are whole. */
  async abandon(): Promise<void> {
    await this.file?.abandon()
  }

  private async turn(): Promise<void> {
    await this.file?.end()
    this.file = null
    this.written = 0
  }

  private begin({ seconds }: TablePacket): Promise<Assembling> {
    const path = this.most === undefined && this.seconds === undefined ? this.path : this.named(seconds)
    this.made++
    return Assembling.begin({ ...this.assembly, path })
  }

  private named(seconds: number): string {
    const time = new Date(seconds * 1000)
    const two = (n: number): string => String(n).padStart(2, '0')
    const day = `${time.getFullYear()}${two(time.getMonth() + 1)}${two(time.getDate())}`
    const hour = `${two(time.getHours())}${two(time.getMinutes())}${two(time.getSeconds())}`
    const dot = this.path.lastIndexOf('.')
    const cut = dot > this.path.lastIndexOf('/') + 1 ? dot : this.path.length
    return `${this.path.slice(0, cut)}_${String(this.made).padStart(5, '0')}_${day}${hour}${this.path.slice(cut)}`
  }
}
