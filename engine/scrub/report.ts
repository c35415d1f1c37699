/** What was changed in a capture: numbers, and, for whoever asks, which became which. */
import { limits } from '../limits'

export type Replaced = 'mac' | 'ipv4' | 'ipv6' | 'name'

const latin = (b: Uint8Array): string =>
  Array.from(b, (x) => (x > 31 && x < 127 ? String.fromCharCode(x) : '.')).join('')
const texts: Record<Replaced, (b: Uint8Array) => string> = {
  mac: (b) => Array.from(b, (x) => x.toString(16).padStart(2, '0')).join(':'),
  ipv4: (b) => b.join('.'),
  ipv6: (b) => Array.from({ length: 8 }, (_, i) => ((b[2 * i]! << 8) | b[2 * i + 1]!).toString(16)).join(':'),
  name: latin,
}

export class ScrubReport {
  packets = 0
  /** Packets of which some byte is another one. */
  changed = 0
  /** Checksums that were brought in line. */
  mended = 0
  /** Bytes of payload that were filled, by the protocol around them. */
  readonly payload = new Map<string, number>()
  /** How often something of a kind was replaced. */
  readonly times: Record<Replaced, number> = { mac: 0, ipv4: 0, ipv6: 0, name: 0 }
  /** Parts of the file that were removed or replaced, and how many of each. */
  readonly file = new Map<string, number>()
  private readonly pairs = new Map<string, { kind: Replaced; from: string; to: string }>()

  /** Which became which, as far as it is listed. */
  get list(): { kind: Replaced; from: string; to: string }[] {
    return [...this.pairs.values()]
  }

  replaced(kind: Replaced, from: Uint8Array, to: Uint8Array): void {
    if (from.every((x, i) => x === to[i])) return
    this.times[kind]++
    if (this.pairs.size >= limits.scrubbedListed) return
    const text = texts[kind](from)
    const key = `${kind} ${text}`
    if (!this.pairs.has(key)) this.pairs.set(key, { kind, from: text, to: texts[kind](to) })
  }
  filled(protocol: string, bytes: number): void {
    this.payload.set(protocol, (this.payload.get(protocol) ?? 0) + bytes)
  }
  removed(what: string, count: number): void {
    if (count) this.file.set(what, (this.file.get(what) ?? 0) + count)
  }

  /** As it is written in JSON. `withList`: which became which, too; that undoes the scrubbing for whoever reads it. */
  toJson(withList: boolean): object {
    const distinct = (kind: Replaced): number => this.list.filter((it) => it.kind === kind).length
    return {
      packets: this.packets,
      packetsChanged: this.changed,
      replaced: Object.fromEntries(
        (Object.keys(this.times) as Replaced[]).map((kind) => [
          kind,
          { distinct: distinct(kind), times: this.times[kind] },
        ]),
      ),
      payloadBytes: Object.fromEntries(this.payload),
      checksumsMended: this.mended,
      file: Object.fromEntries(this.file),
      ...(withList ? { list: this.list } : {}),
    }
  }

  toText(withList: boolean): string {
    const titles: Record<Replaced, string> = {
      mac: 'MAC addresses',
      ipv4: 'IPv4 addresses',
      ipv6: 'IPv6 addresses',
      name: 'Names',
    }
    const lines = [`Packets: ${this.packets}, changed: ${this.changed}`]
    for (const kind of Object.keys(titles) as Replaced[]) {
      const distinct = this.list.filter((it) => it.kind === kind).length
      if (this.times[kind]) lines.push(`${titles[kind]}: ${distinct} replaced, ${this.times[kind]} times`)
    }
    for (const [protocol, bytes] of this.payload) lines.push(`Payload behind ${protocol}: ${bytes} bytes filled`)
    if (this.mended) lines.push(`Checksums brought in line: ${this.mended}`)
    for (const [what, count] of this.file) lines.push(`${what}: ${count}`)
    if (withList) for (const { kind, from, to } of this.list) lines.push(`${kind} ${from} → ${to}`)
    return `${lines.join('\n')}\n`
  }
}
