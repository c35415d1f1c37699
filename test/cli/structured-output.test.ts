// PDML, PSML, JSON with bytes and the lines for Elasticsearch: what tshark writes of the same packets.
import { join } from 'node:path'
import { expect } from 'vitest'
import { hasTshark, run } from '../support/reference'
import { needs } from '../support/skip'
import { root, wirelens } from './program'

const { describe } = needs(hasTshark(), 'tshark is not there')
const files = ['dns-ping', 'arp-pairs', 'tcp-hello'].map((name) => join(root, 'samples', `${name}.pcapng`))

/** Both programs' lines for the same command line. */
const both = (file: string, form: readonly string[]): [ours: string[], theirs: string[]] => {
  const args = ['-2', '-n', '-r', file, ...form]
  return [wirelens(args).out.split('\n'), run('tshark', args).out.split('\n')]
}

describe('columns', () => {
  const { it } = needs(true, '')
  it('-T psml is the same but for who made it', () => {
    const [ours, theirs] = both(files[0]!, ['-T', 'psml'])
    expect(ours[1]).toMatch(/^<psml version="0" creator="wirelens\/[\d.]+">$/)
    expect(ours.toSpliced(1, 1)).toEqual(theirs.toSpliced(1, 1))
  })
  it('-T tabs, and -T ek with -P but no details', () => {
    for (const form of [
      ['-T', 'tabs'],
      ['-T', 'ek', '-P'],
    ]) {
      const [ours, theirs] = both(files[0]!, form)
      expect(ours).toEqual(theirs)
    }
  })
})

describe('chosen fields', () => {
  const { it } = needs(true, '')
  for (const format of ['ek', 'pdml', 'json'])
    it(`-T ${format} -e: the same packets`, () => {
      const [ours, theirs] = both(files[0]!, [
        '-T',
        format,
        '-e',
        'ip.addr',
        '-e',
        'dns.qry.name',
        '-e',
        '_ws.col.Info',
      ])
      // PDML's head says who made it and when.
      const packets = (lines: string[]): string[] =>
        format === 'pdml' ? lines.slice(lines.indexOf('<packet>')) : lines
      expect(packets(ours)).toEqual(packets(theirs))
      expect(ours.join()).toContain('server.lab')
    })
})

/**
 * Lines without what differs on purpose: only we pair ARP, and say of which bytes its warning is; fields that were computed stand for no bytes, and where such a field of no length
 * would begin is not told; and hidden fields stand in another order, so lines are sorted and commas behind them do not count.
 */
const comparable = (lines: readonly string[]): string[] =>
  lines
    .filter((line) => !/<\?xml|<pdml|<!--|arp[._](response|time|no_response)|Duplicate IP/.test(line))
    .map((line) =>
      line
        .replace(/size="0" pos="\d+"/, 'size="0"')
        .replace(/,$/, '')
        .trim(),
    )
    .filter((line) => !/^[[\]{}]*$/.test(line))
    .sort()

describe('layers', () => {
  const { it } = needs(true, '')
  for (const form of ['pdml', 'json', 'json -x', 'json --no-duplicate-keys'])
    it(`-T ${form} -J: every line of IPv4, UDP and ARP`, () => {
      for (const file of files.slice(0, 2)) {
        const [ours, theirs] = both(file, ['-T', ...form.split(' '), '-J', 'ip udp arp'])
        // A comment is a layer of its own in tshark, in front of the frame; what follows ICMP stands inside it there, behind it here.
        const apart =
          /pkt_comment|name="(data|filtered|icmp|frame)"|"(data|filtered|icmp|frame)(_raw)?":|^<\/?(proto|field)>$|^<\/?packet>$/
        const [a, b] = [ours, theirs].map((lines) => comparable(lines).filter((line) => !apart.test(line)))
        const left = new Map<string, number>()
        for (const line of b!) left.set(line, (left.get(line) ?? 0) + 1)
        const further = a!.filter((line) => {
          const n = left.get(line) ?? 0
          left.set(line, n - 1)
          return n <= 0
        })
        // In JSON with bytes these are the numbers of the layers above, which stand on lines of their own.
        expect(further.filter((line) => !/^"?[\da-f]*"?$/.test(line))).toEqual([])
        expect([...left].filter(([line, n]) => n > 0 && !/^"?[\da-f]*"?$/.test(line))).toEqual([])
        expect(b!.length).toBeGreaterThan(100)
      }
    })

  it('-T jsonraw: bytes, place, mask and type of each field', () => {
    type Raw = { _source: { layers: Record<string, Record<string, unknown>> } }[]
    const [ours, theirs] = both(files[0]!, ['-T', 'jsonraw', '--no-duplicate-keys']).map(
      (lines) => JSON.parse(lines.join('\n')) as Raw,
    ) as [Raw, Raw]
    // A state of a checksum stands for no bytes: where it would begin does not matter.
    for (const [i, packet] of theirs.entries())
      for (const layer of ['ip', 'ip_raw', 'frame_raw', 'eth_raw'])
        expect(ours[i]!._source.layers[layer]).toEqual(packet._source.layers[layer])
  })

  it('-T ek: values of the types that the bulk interface expects', () => {
    const layers = (lines: string[]): Record<string, Record<string, unknown>>[] =>
      lines
        .filter((line) => line.startsWith('{"timestamp"'))
        .map((line) => (JSON.parse(line) as { layers: Record<string, Record<string, unknown>> }).layers)
    const [ours, theirs] = both(files[0]!, ['-T', 'ek']).map(layers) as [
      ReturnType<typeof layers>,
      ReturnType<typeof layers>,
    ]
    for (const [i, packet] of theirs.entries())
      for (const name of ['frame', 'ip', 'udp', 'dns']) expect(ours[i]![name]).toEqual(packet[name])
    expect(ours[0]!['ip']!['ip_ip_flags_df']).toBe(true)
    expect(ours[0]!['frame']!['frame_frame_time']).toMatch(/^2023-.*Z$/)
  })
})

describe('-j and -J', () => {
  const { it } = needs(true, '')
  it('say in tshark’s words what was left out', () => {
    for (const form of [
      ['-T', 'json', '-j', 'udp dns dns.flags'],
      ['-T', 'ek', '-J', 'dns'],
      ['-T', 'ek', '-j', 'udp'],
    ]) {
      // The two packets of DNS: what follows ICMP is placed otherwise.
      const [ours, theirs] = both(files[0]!, [...form, '-Y', 'dns'])
      // Hidden fields stand in another order: the members are compared.
      const members = (lines: string[]): string[] =>
        lines
          .join('\n')
          .split(/[\n,[\]{}]+/)
          .map((text) => text.trim())
          .sort()
      expect(members(ours)).toEqual(members(theirs))
    }
  })
  it('are for structured forms only', () => {
    expect(wirelens(['-r', files[0]!, '-j', 'ip'])).toMatchObject({ code: 1, out: '' })
  })
})
