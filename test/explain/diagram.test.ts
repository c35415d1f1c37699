// Header diagrams: every bit of a header stands in one cell, with the value of this packet.
import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { diagramHtml, diagramsOf, diagramSvg, fieldRows, headerDiagram } from '../../engine/explain/diagram'
import { Session } from '../../engine/session/session'

async function opened(path: string): Promise<Session> {
  const session = await Session.open(path)
  session.stepSync()
  return session
}

const cellsOf = (session: Session, frame: number, protocol: string): string[] =>
  headerDiagram(session, frame, protocol)!.cells.map((c) => `${c.bit}+${c.bits} ${c.field || '-'} ${c.value}`)

describe('header diagrams', () => {
  it('leave no bit out and draw none twice', async () => {
    for (const file of ['tcp-hello', 'arp-pairs', 'dns-ping']) {
      const path = `samples/${file}.pcapng`
      if (!existsSync(path)) throw new Error(path)
      const session = await opened(path)
      for (let frame = 1; frame <= Math.min(session.count, 40); frame++)
        for (const d of diagramsOf(session, frame)) {
          let at = 0
          for (const c of d.cells) {
            expect([c.bit, d.protocol, frame]).toEqual([at, d.protocol, frame])
            at += c.bits
          }
          expect(at).toBe(8 * d.length)
        }
    }
  })
  it('draw a SYN as RFC 9293 does', async () => {
    const session = await opened('samples/tcp-hello.pcapng')
    let frame = 1
    while (!headerDiagram(session, frame, 'tcp')) frame++
    expect(cellsOf(session, frame, 'tcp').map((c) => c.split(' ').slice(0, 2).join(' '))).toMatchSnapshot()
    const d = headerDiagram(session, frame, 'tcp')!
    expect(d.cells.find((c) => c.field === 'tcp.seq_raw')!.also[0]).toMatchObject({ field: 'tcp.seq' })
    expect(diagramSvg(d)).toContain('<svg')
    expect(diagramHtml(d, 'en')).toContain('colspan="16"')
  })
  it('draw ARP as a table of fields', async () => {
    const session = await opened('samples/arp-pairs.pcapng')
    let frame = 1
    while (!headerDiagram(session, frame, 'arp')) frame++
    const rows = fieldRows(headerDiagram(session, frame, 'arp')!, 'ko')
    expect(rows.map((r) => `${r.place} ${r.field} ${r.size}`)).toEqual([
      '0–1 arp.hw.type 2바이트',
      '2–3 arp.proto.type 2바이트',
      '4 arp.hw.size 1바이트',
      '5 arp.proto.size 1바이트',
      '6–7 arp.opcode 2바이트',
      '8–13 arp.src.hw_mac 6바이트',
      '14–17 arp.src.proto_ipv4 4바이트',
      '18–23 arp.dst.hw_mac 6바이트',
      '24–27 arp.dst.proto_ipv4 4바이트',
    ])
  })
})
