// TCP's header and options: what is read, what Info says, and what happens to bytes that lie.
import { describe, expect, it } from 'vitest'
import { bytes, ethernet, filler, icmp, ipv4, tcp, tcpOption } from '../support/packet-builder'
import type { TcpFields } from '../support/packet-builder'
import { decode } from './link-run'
import type { Decoded } from './link-run'

const ends = { source: '10.0.0.1', destination: '10.0.0.2' }
const segment = (f: Partial<TcpFields>, data = 0): Uint8Array =>
  ethernet({}, ipv4(ends, tcp({ source: 40_000, destination: 50_001, sequence: 1000, ...f }, filler(data))))
const one = (f: Partial<TcpFields>, data = 0): Decoded => decode(1, [segment(f, data)])[0]!

describe('a TCP header', () => {
  it('names its flags in order, and None where there is none', () => {
    expect(one({ flags: 'SYN' }).info).toBe('40000 → 50001 [SYN] Seq=0 Win=65535 Len=0')
    expect(one({ flags: 'FIN PSH ACK CWR' }).info).toContain('[FIN, PSH, ACK, CWR]')
    expect(one({ flags: 0 }).info).toContain('[<None>]')
    expect(one({ flags: 0x800 | 16 }).info).toContain('[ACK, Reserved]')
  })
  it('shows the urgent pointer in Info only with its flag', () => {
    expect(one({ flags: 'ACK URG', urgent: 7 }).info).toContain(' Urg=7 Len=0')
    const stray = one({ urgent: 7 })
    expect(stray.info).not.toContain('Urg')
    expect(stray.fields.has('tcp.urgent_pointer.non_zero')).toBe(true)
  })
  it('counts SYN and FIN in the next sequence number', () => {
    expect(one({ flags: 'SYN' }).fields.get('tcp.nxtseq')).toBe('1')
    expect(one({ flags: 'FIN ACK' }, 5).fields.get('tcp.nxtseq')).toBe('7')
  })
  it('is twelve characters of flags', () =>
    expect(one({ flags: 'SYN ACK' }).fields.get('tcp.flags.str')).toBe('·······A··S·'))
  it('shorter than twenty bytes by its own word is bogus', () =>
    expect(one({ headerWords: 4 }, 10).info).toContain(', bogus TCP header length (16, must be at least 20)'))
  it('that claims more than there is, is short and malformed', () => {
    const lying = one({ headerWords: 15 })
    expect(lying.fields.has('tcp.short_segment')).toBe(true)
    expect(lying.info).toContain('[Malformed Packet]')
  })
  it('cut off after its ports says the ports', () =>
    expect(decode(1, [segment({}).subarray(0, 40)])[0]!.info).toMatch(/^40000 → 50001/))
})

describe('TCP options', () => {
  const options = (...list: Uint8Array[]): Decoded => one({ flags: 'SYN', options: bytes(...list) })
  it('are listed in Info as they come', () =>
    expect(
      options(tcpOption.mss(1460), tcpOption.sackPermitted(), tcpOption.timestamps(5, 6), tcpOption.windowScale(7))
        .info,
    ).toBe('40000 → 50001 [SYN] Seq=0 Win=65535 Len=0 MSS=1460 SACK_PERM TSval=5 TSecr=6 WS=128'))
  it('have SACK edges counted from the start of the other side', () => {
    const other = ethernet(
      {},
      ipv4(
        { source: '10.0.0.2', destination: '10.0.0.1' },
        tcp({ source: 50_001, destination: 40_000, sequence: 7000 }),
      ),
    )
    const sack = segment({ acknowledgment: 7000, options: bytes(tcpOption.sack(7100, 7200)) })
    const [, answer] = decode(1, [other, sack])
    expect(answer!.fields.get('tcp.options.sack_le')).toBe('101')
    expect(answer!.info).toContain(' SLE=101 SRE=201')
  })
  it('with a length of zero end the list and say so', () => {
    const odd = options(bytes(3, 0, 5, 0))
    expect(odd.lines.join()).toContain('Window scale (with too-short option length = 0 bytes)')
    expect(odd.info).not.toContain('Malformed')
  })
  it('that run past the header say so', () =>
    expect(options(bytes(3, 40, 5, 0)).lines.join()).toContain('option goes past end of options'))
  it('of a wrong size are not read', () => {
    const odd = options(bytes(2, 3, 5, 0))
    expect(odd.lines.join()).toContain('option length should be 4')
    expect(odd.fields.has('tcp.options.mss_val')).toBe(false)
  })
  it('shift by no more than 14', () => expect(options(tcpOption.windowScale(200)).info).toContain('WS=16384'))
  it('that nobody knows keep their bytes', () =>
    expect(options(tcpOption.of(99, 1, 2, 3)).fields.get('tcp.options.unknown.payload')).toBe('010203'))
  it('of multipath TCP are taken apart', () => {
    const joined = options(tcpOption.of(30, 0x10, 5, 1, 2, 3, 4, 5, 6, 7, 8))
    expect(joined.fields.get('tcp.options.mptcp.addrid')).toBe('5')
    expect(joined.fields.get('tcp.options.mptcp.recvtok')).toBe('16909060')
  })
})

describe('a TCP segment in an ICMP error', () => {
  const quoted = (length: number): Decoded =>
    decode(1, [
      ethernet(
        {},
        ipv4(
          { source: '10.0.0.9', destination: '10.0.0.1' },
          icmp(
            3,
            1,
            bytes(
              0,
              0,
              0,
              0,
              ipv4(ends, tcp({ source: 40_000, destination: 50_001, sequence: 1000 })).subarray(0, length),
            ),
          ),
        ),
      ),
    ])[0]!
  it('may be as short as eight bytes', () => {
    expect(quoted(28).fields.get('tcp.seq')).toBe('1000')
    expect(quoted(28).info).not.toContain('Malformed')
  })
  it('is not analysed', () => expect(quoted(40).fields.has('tcp.len')).toBe(false))
})
