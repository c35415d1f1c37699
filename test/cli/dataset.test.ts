// Data sets: rows against the command line's own, what is read again, a run that is killed, what is refused.
import { spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { tables } from '../../cli/dataset/tables'
import { CaptureBuilder, ethernet, ipv4, text, udp } from '../support/packet-builder'
import { needs } from '../support/skip'
import { datasetProgram, root, runs, shared, temporaryFolder, wirelens as command } from './program'

const folder = temporaryFolder()
const at = (name: string): string => join(folder, name)
const program = datasetProgram()
const run = (...words: string[]) => runs(program, words)
const wirelens = (...words: string[]) => command(words)
const protocols = shared ? join(shared, 'corpus', 'protocols') : ''
const dataset = (...words: string[]) => run('dataset', ...words)
const query = (set: string, sql: string): Record<string, unknown>[] => {
  const { out, messages } = run('query', '-T', 'json', at(set), sql)
  expect(messages).toBe('')
  return JSON.parse(out) as Record<string, unknown>[]
}

/** A capture of so many datagrams, each a second after the other, like no other of its name. */
function capture(name: string, count: number, days = 1): void {
  const made = new CaptureBuilder()
  for (let i = 0; i < count; i++) {
    if (i) made.wait((days * 86400) / count)
    const said = text(`${name} ${i}`)
    made.add(
      ethernet({}, ipv4({ source: '10.0.0.1', destination: '10.0.0.2' }, udp({ source: 5000, destination: 9 }, said))),
    )
  }
  writeFileSync(at(name), made.bytes())
}

describe('a data set of the samples', () => {
  it('holds the packets and conversations that the command line tells of', () => {
    const samples = readdirSync(join(root, 'samples')).filter((name) => name.endsWith('.pcapng'))
    expect(samples.length).toBeGreaterThan(2)
    const { out } = dataset('-q', '-o', at('samples'), '-e', 'ip.id', join(root, 'samples'))
    expect(out).toMatch(new RegExp(`^${samples.length} captures: ${samples.length} read with \\d+ packets\n$`))
    const rows = query(
      'samples',
      'SELECT capture, number, length, protocol, info, ip_id, tcp_seq FROM packets ORDER BY capture, number',
    )
    const theirs = samples.flatMap((name) => {
      const words = ['frame.len', '_ws.col.Protocol', '_ws.col.Info', 'ip.id', 'tcp.seq'].flatMap((f) => ['-e', f])
      const told = wirelens('-n', '-r', join(root, 'samples', name), '-T', 'fields', '-E', 'occurrence=f', ...words).out
      return told
        .split('\n')
        .slice(0, -1)
        .map((line) => line.split('\t'))
    })
    expect(rows.map((r) => [String(r['length']), r['protocol'], r['info'], r['tcp_seq'] ?? ''])).toEqual(
      theirs.map(([length, protocol, info, , seq]) => [length, protocol, info, seq === '' ? '' : Number(seq)]),
    )
    expect(rows.map((r) => r['ip_id'] ?? null)).toEqual(theirs.map(([, , , id]) => (id ? Number(id) : null)))
    const hello = query(
      'samples',
      "SELECT opening, closing, closed_by, packets_a + packets_b AS packets FROM conversations WHERE transport = 'tcp' AND capture LIKE '%tcp-hello%'",
    )
    expect(hello).toHaveLength(1)
    expect(hello[0]).toMatchObject({ opening: 'three-way' })
    const [pairs] = query(
      'samples',
      "SELECT count(*) AS n, bool_and(seconds >= 0) AS good, bool_and(request < number) AS before FROM requests WHERE protocol = 'arp'",
    )
    expect(pairs).toMatchObject({ good: true, before: true })
    expect(pairs!['n']).toBeGreaterThan(0)
  })

  it('is as documented', () => {
    const line = (name: string, kind: string, what: string, all: boolean): string =>
      `| \`${name}\` | ${kind} | ${what}${all ? ' (all)' : ''} |`
    const told = tables.map(
      ({ name, columns }) =>
        `### ${name}\n\n| column | kind | what |\n|---|---|---|\n` +
        columns.map((c) => line(c.name, c.kind, c.what, c.all ?? false)).join('\n'),
    )
    const path = join(root, 'docs', 'dataset.md')
    const doc = readFileSync(path, 'utf8')
    const whole = doc.replace(/(<!-- tables -->\n)[^]*(<!-- end of tables -->)/, `$1\n${told.join('\n\n')}\n\n$2`)
    if (process.env['WIRELENS_GOLDEN'] === 'write') writeFileSync(path, whole)
    else expect(doc).toBe(whole)
  })
})

needs(shared, 'the shared captures are not here').it(
  'all captures of the corpus, asked with DuckDB: totals equal those of the command line',
  () => {
    const { out, code } = dataset('-q', '-o', at('corpus'), protocols)
    expect(code).toBe(0)
    const read = /^(\d+) captures: (\d+) read with (\d+) packets/.exec(out)!
    expect(read[1]).toBe(read[2])
    const names = readdirSync(protocols).map((name) => join(protocols, name))
    const info = wirelens('info', '-T', '-r', '-c', '-d', ...names)
      .out.split('\n')
      .filter(Boolean)
      .map((line) => line.split('\t'))
    const totals = query(
      'corpus',
      'SELECT capture, count(*) AS packets, sum(length) AS bytes, max(number) AS last FROM packets GROUP BY capture',
    )
    expect(totals).toHaveLength(names.length)
    const byName = new Map(totals.map((t) => [t['capture'], t]))
    for (const [name, packets, bytes] of info) {
      const total = byName.get(name!)!
      expect([name, total['packets'], Number(total['bytes']), total['last']]).toEqual([
        name,
        Number(packets),
        Number(bytes),
        Number(packets),
      ])
    }
    const dns = names.find((name) => /dns/i.test(name))!
    const asked = query('corpus', `SELECT count(*) AS n FROM dns WHERE capture = '${dns}' AND response`)
    const shown = wirelens('-n', '-r', dns, '-Y', 'dns.flags.response == 1', '-T', 'fields', '-e', 'frame.number').out
    expect(asked).toEqual([{ n: shown.split('\n').length - 1 }])
  },
  300_000,
)

describe('run after run', () => {
  it('reads what is new, takes out what has changed, leaves out what is the same', () => {
    capture('a.pcap', 30, 3)
    capture('b.pcap', 10)
    copyFileSync(at('b.pcap'), at('copy.pcap'))
    writeFileSync(at('broken.pcap'), 'no capture at all')
    const first = dataset(
      '-q',
      '-j',
      '1',
      '-o',
      at('set'),
      at('a.pcap'),
      at('b.pcap'),
      at('copy.pcap'),
      at('broken.pcap'),
    )
    expect(first.out).toBe('4 captures: 2 read with 40 packets, 1 the same bytes as another, 1 not read\n')
    expect(first.messages).toContain('broken.pcap')
    expect(first.code).toBe(2)
    expect(readdirSync(at('set/packets')).length).toBeGreaterThanOrEqual(3)
    capture('a.pcap', 12)
    capture('c.pcap', 5)
    const second = dataset('-q', '-o', at('set'), at('a.pcap'), at('b.pcap'), at('c.pcap'))
    expect(second.out).toBe('3 captures: 2 read with 17 packets, 1 as before\n')
    expect(existsSync(at('set/_wirelens/parts'))).toBe(false)
    expect(query('set', 'SELECT capture, count(*) AS n FROM packets GROUP BY ALL ORDER BY ALL')).toEqual([
      { capture: at('a.pcap'), n: 12 },
      { capture: at('b.pcap'), n: 10 },
      { capture: at('c.pcap'), n: 5 },
    ])
  })

  it('killed at any moment, it leaves whole files and no row twice, and goes on', { timeout: 120_000 }, async () => {
    mkdirSync(at('many'))
    for (let i = 0; i < 12; i++) capture(`many/${i}.pcap`, 200, 4)
    const turns = 5
    let kills = 0
    for (let turn = 0; turn < turns; turn++) {
      const child = spawn(process.execPath, [program, 'dataset', '-q', '-j', '2', '-o', at('killed'), at('many')], {
        stdio: 'ignore',
      })
      const gone = new Promise((resolve) => child.on('exit', resolve))
      // However slow the machine: when so many captures are noted, whole or under way, it is killed.
      const notes = (): number =>
        existsSync(at('killed/_wirelens/captures')) ? readdirSync(at('killed/_wirelens/captures')).length : 0
      let ended = false
      void gone.then(() => (ended = true))
      while (!ended && notes() <= turn) await new Promise((resolve) => setTimeout(resolve, 3))
      kills += ended ? 0 : 1
      child.kill('SIGKILL')
      await gone
      // Of all files that are there, whole ones or not.
      const files = readdirSync(at('killed'), { recursive: true, encoding: 'utf8' }).filter(
        (f) => f.endsWith('.parquet') && !f.startsWith('_'),
      )
      if (!files.some((f) => f.startsWith('packets'))) continue
      const pattern = at('killed/packets/**/*.parquet')
      const [row] = query(
        'killed',
        `SELECT count(*) AS n, count(DISTINCT (capture, number)) AS distinct_n FROM read_parquet('${pattern}')`,
      )
      expect(row!['n']).toBe(row!['distinct_n'])
    }
    expect(kills).toBeGreaterThan(2)
    const last = dataset('-q', '-o', at('killed'), at('many'))
    expect(last.code).toBe(0)
    expect(query('killed', 'SELECT count(*) AS n, count(DISTINCT (capture, number)) AS d FROM packets')).toEqual([
      { n: 2400, d: 2400 },
    ])
    expect(query('killed', 'SELECT count(*) AS n FROM conversations')).toEqual([{ n: 12 }])
  })
})

describe('what is refused', () => {
  it('a folder with other things, other fields, a second writer', () => {
    mkdirSync(at('full'))
    writeFileSync(at('full/letter.txt'), 'dear')
    expect(dataset('-o', at('full'), at('b.pcap')).messages).toContain('not empty')
    expect(readFileSync(at('full/letter.txt'), 'utf8')).toBe('dear')
    expect(dataset('-o', at('set'), '-e', 'ip.id', at('b.pcap')).messages).toContain('no -e')
    expect(dataset('-o', at('set'), '-e', 'ip.nonsense', at('b.pcap')).messages).toContain('ip.nonsense')
    writeFileSync(at('set/_wirelens/lock'), String(process.pid))
    expect(dataset('-o', at('set'), at('b.pcap')).messages).toContain(`Process ${process.pid}`)
    rmSync(at('set/_wirelens/lock'))
  })

  it.each([
    ['a file elsewhere', "SELECT * FROM read_text('/etc/hostname')"],
    ['names elsewhere', "SELECT * FROM glob('/etc/*')"],
    ['writing', `COPY packets TO '/tmp/wirelens-never.csv'`],
    ['writing within the folder', `COPY packets TO '${at('set/packets/x.parquet')}'`],
    ['two statements', 'SELECT 1; SELECT 2'],
    ['a setting', 'SET enable_external_access = true'],
    ['an extension', 'INSTALL httpfs'],
  ])('a query for %s', (_, sql) => {
    const { out, messages, code } = run('query', at('set'), sql)
    expect([out, code]).toEqual(['', 2])
    expect(messages).toMatch(/DuckDB refuses this|only read here/)
    expect(existsSync('/tmp/wirelens-never.csv') || existsSync(at('set/packets/x.parquet'))).toBe(false)
  })

  it('a note that names files outside', () => {
    const notes = at('set/_wirelens/captures')
    const name = readdirSync(notes)[0]!
    const note = JSON.parse(readFileSync(join(notes, name), 'utf8')) as { files: string[] }
    writeFileSync(at('outside.parquet'), 'mine')
    writeFileSync(
      join(notes, name),
      JSON.stringify({ ...note, whole: false, files: ['packets/../../outside.parquet'] }),
    )
    dataset('-q', '-o', at('set'), at('a.pcap'), at('b.pcap'), at('c.pcap'))
    expect(readFileSync(at('outside.parquet'), 'utf8')).toBe('mine')
  })
})
