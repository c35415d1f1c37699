// DNS, multicast DNS and LLMNR: bytes in, fields, tree lines and Info texts out.
import { describe, expect, it } from 'vitest'
import { run } from './dns-run'
import { options, records, shapes } from './dns-samples'
import { counted, message, name, packet, pointer, question, record, u16 } from './dns-wire'
import type { Sent } from './dns-wire'

const decode = (...sent: Sent[]) => {
  const { packets, faults } = run(sent.map((s) => ({ bytes: packet(s), ...(s.at === undefined ? {} : { at: s.at }) })))
  expect(faults).toEqual([])
  return packets
}
const one = (sent: Sent) => decode(sent)[0]!
const ask = (id: number, more: Partial<Sent> = {}): Sent => ({
  payload: message({ id, questions: [question(name('a.example'), 1)] }),
  ...more,
})
const reply = (id: number, more: Partial<Sent> = {}): Sent => ({
  payload: message({
    id,
    flags: 0x8180,
    questions: [question(name('a.example'), 1)],
    answers: [record(pointer(12), 1, [1, 2, 3, 4])],
  }),
  from: [2, 53],
  to: [1, 5000],
  ...more,
})
const value = (p: { fields: Map<string, string[]> }, field: string) => p.fields.get(field)?.join(',')

describe('messages', () => {
  it.each([
    ['query', 'Standard query 0x1087 A example.com'],
    ['nxdomain', 'Standard query response 0x1094 No such name A example.com SOA ns.a'],
    ['update', 'Dynamic update 0x108e SOA zone.example ANY A 192.0.2.4'],
    ['dso', 'DNS Stateful operations (DSO) 0x0007'],
    ['rcode15', 'Standard query response 0x1096 Unknown error (15) A example.com'],
  ] as const)('%s has the Info text of tshark', (key, text) => {
    expect(one(shapes[key]!).info.replace(/0x[0-9a-f]{4}/, '')).toBe(text.replace(/0x[0-9a-f]{4}/, ''))
  })
  it('shows the bit for verified data in a query only when it is set', () => {
    expect(value(one(shapes.query!), 'dns.flags.authenticated')).toBeUndefined()
    expect(one(shapes.queryBits!).lines).toContain('        .... .... ..1. .... = AD bit: Set')
  })
  it('names the sections of an update by what they are there', () => {
    const { lines } = one(shapes.update!)
    expect(lines).toEqual(expect.arrayContaining(['    Zone', '    Prerequisites', '    Updates', '    Zones: 1']))
  })
  it('shows bytes behind the last record', () => {
    const p = one(shapes.extraneous!)
    expect(value(p, 'dns.extraneous.data')).toBe('01020304')
    expect(p.lines).toContain('    Extraneous Data (4 bytes)')
  })
})

describe('records', () => {
  it.each([
    ['a', 'A 192.0.2.1'],
    ['mx', 'MX 10 mail.example.com'],
    ['srv', 'SRV 1 2 5060 sip.example'],
    ['md', 'MD example.com'],
    ['naptr', 'NAPTR 100 50 s'],
    ['unknownType', 'Unknown (12345)'],
  ] as const)('%s ends Info as in tshark', (key, text) => {
    expect(one(records[key]!).info.endsWith(' ' + text)).toBe(true)
  })
  it('computes key tags, of RSA/MD5 keys by their own rule', () => {
    expect(value(one(records.dnskey!), 'dns.dnskey.key_id')).toBe('32420')
    expect(value(one(records.dnskeyMd5!), 'dns.dnskey.key_id')).toBe('48076')
  })
  it('writes hashed names in base 32', () => {
    expect(value(one(records.nsec3!), 'dns.nsec3.hash_value')).toBe('04hkaps9lf6uu0938ljojaudts0i6hb7')
  })
  it('writes places, sizes and heights', () => {
    expect(one(records.loc!).lines).toEqual(
      expect.arrayContaining([
        '            Size: 18 (1 m)',
        '            Latitude: 2298807104 (42 deg 2 min 3.456 sec N)',
        '            Altitude: 9997600 (-24 m)',
      ]),
    )
  })
  it('sums up the parameters of a service', () => {
    const lines = one(records.https!).lines.map((l) => l.trim())
    expect(lines).toEqual(
      expect.arrayContaining(['SvcParam: alpn=h2,h3', 'SvcParam: port=8443', 'SvcParam: echconfig=AAECAw==']),
    )
  })
  it('completes shortened client subnets', () => {
    expect(value(one(options.ecs4!), 'dns.opt.client.addr4')).toBe('192.0.2.0')
    expect(value(one(options.ecs6!), 'dns.opt.client.addr6')).toBe('2001:db8::')
  })
})

describe('names', () => {
  it.each(['selfPointer', 'loopPointer'])('says that a name loops: %s', (key) => {
    expect(value(one(shapes[key]!), 'dns.qry.name')).toBe('<Name contains a pointer that loops>')
  })
  it('says that a name is too long, and goes on behind it', () => {
    const p = one(shapes.longName!)
    expect(value(p, 'dns.qry.name')).toBe('<Name too long>')
    expect(value(p, 'dns.qry.type')).toBe('1')
  })
  it('writes control characters out and replaces what is not UTF-8', () => {
    expect(value(one(shapes.escapes!), 'dns.qry.name')).toBe('a.\\\\001\\177\ufffd "\ufffd.é')
  })
  it.each(['cutLabel', 'cutType', 'cutRecord', 'cutData', 'reservedLabel', 'outsidePointer', 'shortHeader'])(
    'calls %s malformed',
    (key) => {
      expect(one(shapes[key]!).info).toMatch(/\[Malformed Packet\]$/)
    },
  )
  it('reads a long chain of pointers at most 32 times', () => {
    const chain = Array.from({ length: 33 }, (_, i) => pointer(20 + 2 * i)).flat()
    const p = one({ payload: message({ questions: [question(pointer(18), 1)], rest: [...chain, 1, 97, 0] }) })
    expect(value(p, 'dns.qry.name')).toBe('<Name contains a pointer that loops>')
  })
})

describe('queries and answers', () => {
  it('belong together by conversation and number', () => {
    const [q, r] = decode(ask(1), reply(1))
    expect(value(q!, 'dns.response_in')).toBe('2')
    expect(value(r!, 'dns.response_to')).toBe('1')
    expect(value(r!, 'dns.time')).toBe('0.010000000')
  })
  it('are not mixed up between ports', () => {
    const [, , r] = decode(ask(1), ask(1, { from: [1, 6000] }), reply(1, { to: [1, 6000] }))
    expect(value(r!, 'dns.response_to')).toBe('2')
  })
  it('are retransmissions when repeated within five seconds', () => {
    const [q, again, r, rAgain] = decode(
      ask(1, { at: 0 }),
      ask(1, { at: 4999 }),
      reply(1, { at: 5100 }),
      reply(1, { at: 9000 }),
    )
    expect(value(again!, 'dns.retransmit_request_in')).toBe('1')
    expect(value(again!, '_ws.expert.message')).toBe('DNS query retransmission. Original request in frame 1')
    expect(value(r!, 'dns.response_to')).toBe('1')
    expect(value(q!, 'dns.response_in')).toBe('3')
    expect(value(rAgain!, 'dns.retransmit_response_in')).toBe('3')
  })
  it('begin anew after five seconds, and after an answer', () => {
    const [, late, , , next] = decode(
      ask(1, { at: 0 }),
      ask(1, { at: 5000 }),
      reply(1, { at: 5010 }),
      ask(2, { at: 5020 }),
      ask(1, { at: 5030 }),
    )
    expect(value(late!, 'dns.response_in')).toBe('3')
    expect(value(next!, 'dns.retransmission')).toBeUndefined()
  })
  it('says that nobody asked', () => {
    expect(value(one(reply(9)), 'dns.unsolicited')).toBe('1')
  })
})

describe('flavours', () => {
  const local = (flags: number, port: number, last: number, cls: number): Sent => ({
    payload: message({
      flags,
      questions: [question(name('x.local'), 12, cls)],
      answers: [record(name('y.local'), 1, [1, 2, 3, 4], cls)],
    }),
    from: [1, port],
    to: [last, port],
  })
  it('multicast DNS has a bit for unicast answers and one for cache flush', () => {
    const p = one(local(0x8400, 5353, 251, 0x8001))
    expect(p.column).toBe('MDNS')
    expect(p.info).toBe('Standard query response 0x1234 PTR x.local, "QU" question A, cache flush 1.2.3.4')
    expect(value(p, 'dns.qry.class')).toBe('0x0001')
    expect(value(p, 'dns.resp.cache_flush')).toBe('1')
  })
  it('LLMNR has a conflict and a tentative bit', () => {
    const p = one(local(0x8500, 5355, 252, 1))
    expect(p.column).toBe('LLMNR')
    expect(p.lines).toContain('        .... .1.. .... .... = Conflict: The name is not considered unique')
    expect(value(p, 'dns.flags.recavail')).toBeUndefined()
  })
  it('TCP segments may hold several messages, each a layer with a pair of its own', () => {
    const framed = (m: number[]): number[] => [...u16(m.length), ...m]
    const both = [5, 6].flatMap((id) => framed(message({ id, questions: [question(counted('x').concat(0), 1)] })))
    const [p, r] = decode(
      { payload: both, tcp: { seq: 1 } },
      {
        payload: framed(message({ id: 6, flags: 0x8180, questions: [question(counted('x').concat(0), 1)] })),
        tcp: { seq: 1 },
        from: [2, 53],
        to: [1, 5000],
      },
    )
    expect(value(p!, 'dns.id')).toBe('0x0005,0x0006')
    expect(value(p!, 'dns.length')).toBe('19,19')
    expect(p!.lines.filter((l) => l === 'Domain Name System (query)')).toHaveLength(2)
    expect(p!.info).toBe('Standard query 0x0006 A x')
    expect(value(p!, 'dns.response_in')).toBe('2')
    expect(value(r!, 'dns.response_to')).toBe('1')
  })
})
