// Why fields have their values: what the report on the seed captures asked for, and the same of packets made here.
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { explain, explainFrame, reasoned } from '../../engine/explain/explain'
import type { Explanation } from '../../engine/explain/explain'
import { Session } from '../../engine/session/session'
import { arp, CaptureBuilder, ethernet, icmp, ipv4, bytes, tcp, tcpOption, text, udp } from '../support/packet-builder'
import { needs } from '../support/skip'

const SEED = '../shared/seed'
const TCP = join(SEED, 'seed-tcp-handshake.pcapng')
const ARP = join(SEED, 'seed-arp-pairs.pcapng')

async function opened(path: string): Promise<Session> {
  const session = await Session.open(path)
  session.stepSync()
  return session
}
const why = (e: Explanation): string => e.why.map((r) => r.text).join(' ')
const frames = (e: Explanation): number[] => [...new Set(e.why.flatMap((r) => r.frames))]

describe('of a connection made here', () => {
  let session: Session
  const client = { source: '192.168.7.10', destination: '203.0.113.80' }
  const server = { source: '203.0.113.80', destination: '192.168.7.10' }
  const there = { source: '02:00:00:00:00:0a', destination: '02:00:00:00:00:fe' }
  const back = { source: '02:00:00:00:00:fe', destination: '02:00:00:00:00:0a' }
  beforeAll(async () => {
    const made = new CaptureBuilder()
    made.add(arp({ operation: 1, senderMac: there.source, senderIp: '192.168.7.10', targetIp: '192.168.7.1' }))
    made.wait(0.001).add(
      arp({
        operation: 2,
        senderMac: there.destination,
        senderIp: '192.168.7.1',
        targetMac: there.source,
        targetIp: '192.168.7.10',
        pad: 60,
      }),
    )
    const syn = { source: 50000, destination: 80, sequence: 1000, flags: 'SYN', window: 64240 }
    made
      .wait(0.001)
      .add(
        ethernet(
          there,
          ipv4(client, tcp({ ...syn, options: bytes(tcpOption.mss(1460), tcpOption.windowScale(7), tcpOption.nop()) })),
        ),
      )
    made.wait(0.02).add(
      ethernet(
        back,
        ipv4(
          { ...server, ttl: 52 },
          tcp({
            source: 80,
            destination: 50000,
            sequence: 9000,
            acknowledgment: 1001,
            flags: 'SYN ACK',
            window: 65535,
            options: bytes(tcpOption.mss(1452), tcpOption.windowScale(9), tcpOption.nop()),
          }),
        ),
      ),
    )
    made
      .wait(0.001)
      .add(
        ethernet(
          there,
          ipv4(
            client,
            tcp({ source: 50000, destination: 80, sequence: 1001, acknowledgment: 9001, flags: 'ACK', window: 502 }),
          ),
        ),
      )
    made
      .wait(0.001)
      .add(
        ethernet(
          there,
          ipv4(
            client,
            tcp(
              { source: 50000, destination: 80, sequence: 1001, acknowledgment: 9001, flags: 'PSH ACK', window: 502 },
              text('GET / HTTP/1.1\r\n\r\n'),
            ),
          ),
        ),
      )
    made
      .wait(0.001)
      .add(ethernet(there, ipv4({ ...client, protocol: 1 }, icmp(8, 0, bytes(0, 7, 0, 1, text('abcdefgh'))))))
    made.wait(0.001).add(ethernet(there, ipv4(client, udp({ source: 40000, destination: 53, checksum: 0 }, text('x')))))
    const path = join(mkdtempSync(join(tmpdir(), 'explain-')), 'a.pcap')
    writeFileSync(path, made.bytes())
    session = await opened(path)
  })
  afterAll(() => session.close())

  const of = (frame: number, field: string): Explanation => explain(session, frame, field, 'en')

  it('says that the frame goes to the gateway, and which ARP message told', () => {
    expect(why(of(3, 'eth.dst'))).toContain('belongs to 192.168.7.1 (ARP, frame 2), not to 203.0.113.80')
    expect(frames(of(3, 'eth.dst'))).toEqual([2])
  })
  it('counts the routers on the way', () => {
    expect(why(of(4, 'ip.ttl'))).toContain('64 − 12 = 52')
    expect(why(of(3, 'ip.ttl'))).toContain('most likely no router')
  })
  it('scales the window by the SYN, and never that of the SYN', () => {
    expect(why(of(5, 'tcp.window_size'))).toContain('502 (header) × 128 (window scale option of frame 3) = 64256')
    expect(why(of(4, 'tcp.window_size'))).toContain('never scaled')
  })
  it('finds the byte that an acknowledgement is for', () => {
    expect(why(of(4, 'tcp.ack'))).toContain('1 = 1001 − 1000')
    expect(frames(of(5, 'tcp.ack'))).toContain(4)
    expect(why(of(3, 'tcp.ack'))).toContain('ACK flag is not set')
  })
  it('says what comes next, and that it did not come', () => {
    expect(of(3, 'tcp.seq').follows.map((x) => [x.state, x.frames])).toContainEqual(['came', [4]])
    expect(of(6, 'tcp.seq').follows[0]).toMatchObject({
      state: 'missing',
      text: expect.stringContaining('Ack = 19') as string,
    })
  })
  it('tells an MSS that is smaller than Ethernet’s', () => {
    expect(why(of(3, 'tcp.options.mss_val'))).toContain('1460 = 1500 − 40')
    expect(why(of(4, 'tcp.options.mss_val'))).toContain('1452 = 1492 − 40')
  })
  it('does not take an absent checksum for a wrong one', () => {
    expect(why(of(8, 'udp.checksum'))).toContain('computed none')
    expect(why(of(3, 'tcp.checksum'))).toContain('right')
  })
  it('adds the lengths up', () => {
    expect(why(of(6, 'ip.len'))).toContain('58 = 20 (this header) + 20 (TCP header) + 18 bytes of data')
    expect(why(of(2, 'eth.padding'))).toContain('42 + 18 = 60')
  })
  it('says of what nobody can know that nobody knows', () => {
    expect(why(of(3, 'tcp.seq_raw'))).toContain('only the sender knows')
    expect(why(of(7, 'icmp.ident'))).toContain('Chosen by')
  })
  it('marks the lines that have a reason', () => expect(reasoned(session, 3).length).toBeGreaterThan(40))
  it('refuses what is not there, and offers what is near', () => {
    expect(() => of(3, 'tcp.seqq')).toThrow('There is no field')
    expect(() => of(1, 'tcp.seq')).toThrow('Frame 1 has no field tcp.seq')
    expect(() => of(99, 'tcp.seq')).toThrow('There is no frame 99')
    expect(() => explain(session, 1, 'tcp.seq', 'ko')).toThrow('프레임 1번에는 tcp.seq 필드가 없습니다.')
    expect(() => explain(session, 1, 9999, 'en')).toThrow('no line 9999')
  })
  it('takes less than 20 ms for a field', () => {
    const start = performance.now()
    for (const e of explainFrame(session, 6, 'ko')) explain(session, 6, e.id, 'ko')
    expect((performance.now() - start) / explainFrame(session, 6, 'ko').length).toBeLessThan(20)
  })
})

needs(existsSync(TCP), 'the seed captures do not lie beside the repository').describe('of the seed captures', () => {
  let seed: Session
  let pairs: Session
  beforeAll(async () => {
    seed = await opened(TCP)
    pairs = await opened(ARP)
  })
  const of = (frame: number, field: string): Explanation => explain(seed, frame, field, 'ko')
  it('say why a window of 229 is 29312', () => {
    expect(why(of(30, 'tcp.window_size'))).toContain('229')
    expect(why(of(30, 'tcp.window_size'))).toContain('29312')
    expect(frames(of(30, 'tcp.window_size'))).toEqual([28])
  })
  it('tell the data from the FIN in what is acknowledged', () => {
    expect(frames(of(33, 'tcp.ack'))[0]).toBe(31)
    expect(frames(of(34, 'tcp.ack'))[0]).toBe(32)
    expect(why(of(34, 'tcp.flags.fin'))).toContain('프레임 32번')
  })
  it('take the server’s checksums for offload, and the client’s for right', () => {
    for (const frame of [29, 31, 32, 35]) expect(why(of(frame, 'tcp.checksum'))).toContain('오프로드')
    for (const frame of [28, 30, 33, 34]) expect(why(of(frame, 'tcp.checksum'))).toContain('맞습니다')
  })
  it('find the frame whose clock is echoed', () => expect(frames(of(33, 'tcp.options.timestamp.tsecr'))).toEqual([32]))
  it('tell a refresh from a broadcast question', () => {
    expect(why(explain(pairs, 66, 'eth.dst', 'ko'))).toContain('캐시에 이미')
    expect(why(explain(pairs, 117, 'eth.dst', 'ko'))).toContain('브로드캐스트')
    expect(why(explain(pairs, 117, 'arp.dst.hw_mac', 'ko'))).toContain('아직 모르기 때문')
    expect(explain(pairs, 117, 'arp.opcode', 'ko').follows[0]).toMatchObject({ frames: [118], state: 'came' })
  })
})
