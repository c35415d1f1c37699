// IPv4, IPv6, ICMP, ICMPv6, IGMP and UDP: bytes in, fields and Info out.
import { describe, expect, it } from 'vitest'
import { be16, be32, bytes, checksum, filler, ip4, ip6 } from '../support/packet-builder'
import { decode } from './link-run'

const RAW = 101

interface V4 {
  protocol?: number
  id?: number
  /** Flags and offset as they stand in the header. */
  fragment?: number
  length?: number
  ttl?: number
  version?: number
  options?: number[]
  to?: string
  from?: string
}
function v4(payload: Uint8Array, f: V4 = {}): Uint8Array {
  const options = f.options ?? []
  const size = 20 + options.length
  const header = bytes(
    [((f.version ?? 4) << 4) | (size / 4), 0],
    be16(f.length ?? size + payload.length),
    be16(f.id ?? 1),
    be16(f.fragment ?? 0),
    [f.ttl ?? 64, f.protocol ?? 17, 0, 0],
    ip4(f.from ?? '10.0.0.1'),
    ip4(f.to ?? '10.0.0.2'),
    options,
  )
  header.set(be16(checksum(header)), 10)
  return bytes(header, payload)
}
const v6 = (
  next: number,
  payload: Uint8Array,
  from = 'fe80::1',
  to = '2001:db8::2',
  length = payload.length,
): Uint8Array => bytes(be32(0x60000000), be16(length), [next, 64], ip6(from), ip6(to), payload)
const udp = (payload: Uint8Array, from = 1000, to = 2000, length = 8 + payload.length): Uint8Array =>
  bytes(be16(from), be16(to), be16(length), be16(0x1234), payload)
const echo = (type: number, id: number, seq: number, data: Uint8Array): Uint8Array => {
  const message = bytes([type, 0, 0, 0], be16(id), be16(seq), data)
  message.set(be16(checksum(message)), 2)
  return message
}
const one = (packet: Uint8Array): ReturnType<typeof decode>[number] => decode(RAW, [packet])[0]!

describe('ip', () => {
  it('takes a total length of zero for the length of the frame', () => {
    const d = one(v4(udp(filler(64)), { length: 0 }))
    expect(d.fields.get('ip.len')).toBe('92')
    expect(d.info).toBe('1000 → 2000 Len=64')
  })
  it('shows nothing behind a header length below 20', () => {
    const packet = v4(udp(filler(8)))
    packet[0] = 0x44
    const d = one(packet)
    expect(d.info).toBe('Bogus IP header length (16, must be at least 20)')
    expect(d.fields.has('ip.src')).toBe(false)
  })
  it('leaves padding behind the total length out of the payload', () => {
    const d = one(bytes(v4(udp(filler(4))), filler(20)))
    expect(d.fields.get('data.len')).toBe('4')
  })
  it('notes a time to live below five, but not for multicast', () => {
    expect(one(v4(udp(filler(4)), { ttl: 3 })).fields.get('_ws.expert.message')).toBe('"Time To Live" only 3')
    expect(one(v4(udp(filler(4)), { ttl: 3, to: '239.1.1.1' })).fields.has('_ws.expert.message')).toBe(false)
  })
  it('goes to the last address of a loose source route', () => {
    const options = [131, 11, 4, ...ip4('1.1.1.1'), ...ip4('9.9.9.9'), 0]
    const d = one(v4(udp(filler(4)), { options }))
    expect(d.destination).toBe('9.9.9.9')
    expect(d.fields.get('ip.dst')).toBe('9.9.9.9')
    expect(d.fields.get('ip.cur_rt')).toBe('10.0.0.2')
  })
})

describe('fragments', () => {
  const whole = udp(filler(64))
  const parts = (id: number): Uint8Array[] => [
    v4(whole.slice(0, 24), { id, fragment: 0x2000 }),
    v4(whole.slice(48), { id, fragment: 6 }),
    v4(whole.slice(24, 48), { id, fragment: 0x2003 }),
  ]
  it('decodes the packet in the frame that completes it, and points there from the others', () => {
    const [first, second, third] = decode(RAW, parts(7))
    expect(first!.info).toBe('Fragmented IP protocol (proto=UDP 17, off=0, ID=0007) [Reassembled in #3]')
    expect(second!.fields.get('ip.reassembled_in')).toBe('3')
    expect(third!.info).toBe('1000 → 2000 Len=64')
    expect(third!.fields.get('ip.fragment')).toBe('1,3,2')
    expect(third!.fields.get('ip.reassembled.length')).toBe('72')
  })
  it('keeps packets with other identifications apart', () => {
    const mixed = [parts(7)[0]!, parts(8)[1]!, parts(7)[2]!]
    expect(decode(RAW, mixed).every((d) => d.info.startsWith('Fragmented') && !d.info.includes('Reassembled'))).toBe(
      true,
    )
  })
  it('keeps the bytes with the lower offset where fragments overlap, and says so', () => {
    const packets = [
      v4(whole.slice(0, 24), { id: 9, fragment: 0x2000 }),
      v4(new Uint8Array(24), { id: 9, fragment: 0x2002 }),
      v4(whole.slice(40), { id: 9, fragment: 5 }),
    ]
    const last = decode(RAW, packets)[2]!
    expect(last.fields.get('ip.fragment.overlap')).toBe('1')
    expect(last.fields.get('ip.fragment.overlap.conflict')).toBe('1')
    expect(last.fields.get('ip.fragment.error')).toBe('2')
  })
  it('does the same for IPv6', () => {
    const fragment = (offset: number, more: number, body: Uint8Array): Uint8Array =>
      v6(44, bytes([17, 0], be16(offset | more), be32(5), body))
    const [first, second] = decode(RAW, [fragment(0, 1, whole.slice(0, 24)), fragment(24, 0, whole.slice(24))])
    expect(first!.info).toBe('IPv6 fragment (off=0 more=y ident=0x00000005 nxt=17)')
    expect(second!.info).toBe('1000 → 2000 Len=64')
  })
})

describe('icmp', () => {
  const data = filler(8)
  it('pairs a request with its reply', () => {
    const [request, reply] = decode(RAW, [
      v4(echo(8, 1, 1, data), { protocol: 1 }),
      v4(echo(0, 1, 1, data), { protocol: 1, from: '10.0.0.2', to: '10.0.0.1' }),
    ])
    expect(request!.info).toBe('Echo (ping) request  id=0x0001, seq=1/256, ttl=64 (reply in 2)')
    expect(reply!.info).toBe('Echo (ping) reply    id=0x0001, seq=1/256, ttl=64 (request in 1)')
    expect(reply!.fields.get('icmp.resptime')).toBe('1000')
  })
  it('does not pair a reply with other data', () => {
    const [request, reply] = decode(RAW, [
      v4(echo(8, 1, 1, data), { protocol: 1 }),
      v4(echo(0, 1, 1, filler(8, 1)), { protocol: 1, from: '10.0.0.2', to: '10.0.0.1' }),
    ])
    expect(request!.info.endsWith('(no response found!)')).toBe(true)
    expect(reply!.fields.has('icmp.resp_to')).toBe(false)
  })
  it('says what a wrong checksum should be', () => {
    const message = echo(8, 1, 4, new Uint8Array(0))
    message[3]! ^= 5
    const d = one(v4(message, { protocol: 1 }))
    expect(d.fields.get('icmp.checksum.status')).toBe('0')
    expect(d.lines).toContain('    Checksum: 0xf7ff incorrect, should be 0xf7fa')
  })
  it('quotes the packet that an error is about without touching the columns', () => {
    const quoted = v4(udp(filler(64)), { from: '10.0.0.2', to: '10.0.0.9' }).slice(0, 28)
    const d = one(v4(bytes([3, 3, 0, 0], be32(0), quoted), { protocol: 1, from: '10.0.0.9', to: '10.0.0.2' }))
    expect(d.source).toBe('10.0.0.9')
    expect(d.info).toBe('Destination unreachable (Port unreachable)')
    expect(d.fields.get('udp.dstport')).toBe('2000')
  })
})

describe('udp', () => {
  it('refuses a length that does not count the header', () => {
    expect(one(v4(udp(filler(8), 1, 2, 5))).info).toBe('1 → 2 [BAD UDP LENGTH 5 < 8]')
  })
  it('counts conversations and the time in them', () => {
    const [, second, other] = decode(RAW, [v4(udp(filler(4))), v4(udp(filler(4))), v4(udp(filler(4), 5, 6))])
    expect(second!.fields.get('udp.stream')).toBe('0')
    expect(second!.fields.get('udp.time_delta')).toBe('1.000000000')
    expect(other!.fields.get('udp.stream')).toBe('1')
  })
})

describe('ipv6', () => {
  it('finds the payload behind extension headers', () => {
    const options = [0, 60, 43]
    const d = one(
      v6(
        options[0]!,
        bytes(
          [60, 0, 5, 2, 0, 0, 1, 0],
          [43, 0, 1, 4, 0, 0, 0, 0],
          [17, 2, 0, 1, 0, 0, 0, 0],
          ip6('2001:db8::7'),
          udp(filler(4)),
        ),
      ),
    )
    expect(d.layers).toBe('raw:ipv6:ipv6.hopopts:ipv6.dstopts:ipv6.routing:udp:data')
    expect(d.destination).toBe('2001:db8::7')
  })
  it('reads a hardware address out of an interface identifier', () => {
    const d = one(v6(17, udp(filler(4)), 'fe80::211:22ff:fe33:4455'))
    expect(d.fields.get('ipv6.src_slaac_mac')).toBe('00:11:22:33:44:55')
  })
})

describe('malformed packets', () => {
  const packets = [
    v4(udp(filler(16)), { options: [131, 40, 4, 0] }),
    v4(udp(filler(16)), { options: [7, 0, 0, 0] }),
    v4(bytes([3, 4, 0, 0, 0, 255, 0, 0], filler(300)), { protocol: 1 }),
    v4(bytes([9, 0, 0, 0, 255, 255], filler(40)), { protocol: 1 }),
    v4(bytes([0x22, 0, 0, 0, 0, 0, 255, 255], filler(64)), { protocol: 2 }),
    v6(0, bytes([0, 255], filler(60))),
    v6(43, bytes([17, 4, 3, 1, 0, 0, 0, 0], filler(32))),
    v6(58, bytes([134, 0, 0, 0], filler(12), [31, 3, 0, 0, 0, 0, 0, 0, 63], filler(15))),
    v6(58, bytes([143, 0, 0, 0, 0, 0, 255, 255], filler(64))),
  ]
  it('end every one of their decodings, at any length', () => {
    for (const packet of packets)
      for (let n = 0; n <= packet.length; n++) expect(() => decode(RAW, [packet.slice(0, n)])).not.toThrow()
  })
})
