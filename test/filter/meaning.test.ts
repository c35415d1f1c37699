// What filters match, over the samples: what tshark 4.0 does not know yet. The rest is compared with it in differential.test.ts.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fileURLToPath } from 'node:url'
import { complete, compile, explainFilter, parseFilter, truthOf } from '../../engine/filter'
import { makePlan } from '../../engine/dissect/plan'
import { registry } from '../../engine/protocols'
import type { Session } from '../../engine/session/session'
import { describeFilter, FilterRun, filterSession } from '../../engine/session/filtering'
import { opened } from './reading'

let hello: Session
const all = [1, 2, 3, 4, 5, 6, 7, 8, 9]
beforeAll(async () => {
  hello = await opened(fileURLToPath(new URL('../../samples/tcp-hello.pcapng', import.meta.url)))
})
afterAll(() => hello.close())
const shown = (text: string, selected?: number): number[] =>
  [...filterSession(hello, text, selected === undefined ? {} : { selected: selected - 1 }).view.all()].map((i) => i + 1)

describe('Wireshark 4.4 beyond 4.0', () => {
  it.each<[string, number[]]>([
    ['6 == ip.proto', all],
    ['10 < frame.len <= 66', [3, 5, 6, 7, 8, 9]],
    ['tcp ^^ udp', all],
    ['tcp xor ip', []],
    ['tcp.flags.syn == true', [1, 2]],
    ['len(tcp.payload)', [4]],
    ['!len(tcp.payload)', [1, 2, 3, 5, 6, 7, 8, 9]],
    ['max(9230, 5) == tcp.srcport', [2, 4, 6, 9]],
    ['tcp.srcport == abs(-9230)', [2, 4, 6, 9]],
    ['abs(min(tcp.srcport, tcp.dstport)) == 9230', all],
    ['@ip.src == c0:a8:38:14', [1, 3, 5, 7, 8]],
    ['@tcp.port == 24:0e', all],
    ['@frame.protocols contains 00', []],
    ['vals(ip.proto) == "TCP"', all],
    ['ip.proto matches "^t"', all],
    ['tcp.flags.syn contains "Not"', [3, 4, 5, 6, 7, 8, 9]],
    ['dec(ip.ttl) == "64"', all],
    ['hex(ip.id) == "0x4003"', [4]],
    ['hex(ip.ttl) == "0x40"', all],
    ['double(frame.len) / 2 == 33', [3, 5, 6, 7, 8, 9]],
    ['float(frame.time_delta) > 0.0015', [6, 8]],
    ['ip_rfc1918(ip.src)', all],
    ['ip_multicast(ip.dst)', []],
    ['ip_linklocal(ip.dst) == 0', all],
    ['ip_special_name(ip.src) == "Private-Use"', all],
    ['ip_special_mask(ip.src) & 2', []],
    ['tcp.port in {9000 + 230}', all],
    ['tcp.payload[0] in {41 .. 5a}', [4]],
    ['frame.time_relative * 2 > 0.006', [7, 8, 9]],
    ['frame.time + 1 > "2023-11-14 22:13:21Z"', [2, 3, 4, 5, 6, 7, 8, 9]],
    ['frame.time == "2023-11-14 17:13:20 EST"', [1]],
    ['frame.time == "Nov 14, 2023 23:13:20 A"', [1]],
    ['frame.time == 1700000000.000310', [2]],
    ['tcp.flags.str[10] == "S"', [1, 2]],
    ['tcp.srcport == :9230', [2, 4, 6, 9]],
    ['_ws.col.info matches "SYN"', [1, 2]],
    ['_ws.col.protocol == "TCP" && _ws.col.def_src == "192.168.56.20"', [1, 3, 5, 7, 8]],
    ['len(_ws.col.protocol) == 3', all],
    ['tcp.srcport bitand 2 == 2', [2, 4, 6, 9]],
    ['ospf || frame.number == 3', [3]],
    ['!ospf', all],
  ])('%s', (text, expected) => {
    expect(shown(text)).toEqual(expected)
  })
})

it('refers to fields of the selected packet', () => {
  expect(shown('frame.number < ${frame.number}', 4)).toEqual([1, 2, 3])
  expect(shown('tcp.srcport == $tcp.dstport', 4)).toEqual([1, 3, 5, 7, 8])
  expect(shown('@ip.src == ${@ip.dst}', 4)).toEqual([1, 3, 5, 7, 8])
  expect(shown('ip.src == $ip.src#1 && frame.time_relative >= ${frame.time_relative} - 0.001', 4)).toEqual([2, 4, 6, 9])
  expect(shown('frame.number == ${frame.number}')).toEqual([])
})

describe('running', () => {
  it('goes on where the capture has grown, and narrows an earlier run down', () => {
    const run = new FilterRun(hello, 'tcp')
    expect(run.step()).toBe(true)
    const narrower = new FilterRun(hello, 'tcp && frame.len > 70', { within: run })
    narrower.step()
    expect([...narrower.view.all()]).toEqual([0, 1, 3])
    expect(narrower.matches(0)).toBe(true)
    expect(narrower.matches(2)).toBe(false)
  })
  it('stops when it is cancelled', () => {
    const run = new FilterRun(hello, 'tcp.window_size > 1')
    run.cancel()
    expect(run.step()).toBe(true)
    expect(run.view.length).toBe(0)
  })
  it('reports while it runs', async () => {
    const heard: number[] = []
    const run = new FilterRun(hello, 'ip.ttl == 64')
    await run.all(undefined, (r) => heard.push(r.view.length))
    expect(heard.at(-1)).toBe(9)
  })
})

it('explains: a sentence per part, advice, and the truth of every part for a packet', () => {
  const compiled = compile(
    parseFilter('tcp.flags.syn == 1 && ip.addr != 10.0.0.0/8 && !(tcp.port in {80, 443..444})'),
    registry,
  )
  const explained = explainFilter(compiled)!
  expect(explained.parts.map((p) => p.sentence)).toEqual([
    'The Syn (tcp.flags.syn) is 1 (Set).',
    'The Source or Destination Address (ip.addr) is never 10.0.0.0/8 (any address in that block).',
    'This does not hold:',
  ])
  expect(explained.parts[1]!.advice).toContain('!(ip.addr == …)')
  const p = hello.decode(0, makePlan(registry, { fields: compiled.fields }))
  expect(truthOf(compiled, p)!.parts.map((t) => t.holds)).toEqual([true, true, true])
})

it('completes fields, names of values, operators and functions', () => {
  const texts = (text: string): string[] => complete(text, text.length, registry).items.map((i) => i.text)
  expect(texts('tcp.po')[0]).toBe('tcp.port')
  expect(texts('tc')[0]).toBe('tcp')
  expect(texts('ip.proto == ')).toContain('"TCP"')
  expect(texts('ip.proto == "UD')).toContain('"UDP"')
  expect(texts('tcp.checksum.status in {"Good", ')).toContain('"Bad"')
  expect(texts('tcp.port ')).toContain('==')
  expect(texts('uppe')).toContain('upper(')
  expect(complete('tcp && ip.ad', 12, registry).from).toBe(7)
})

it('describes a filter', () => {
  expect(describeFilter('tcp.port eq 80 and not arp')).toMatchObject({
    text: 'tcp.port == 80 && !(arp)',
    fields: ['tcp.port', 'arp'],
    columns: false,
    warnings: [],
  })
})
