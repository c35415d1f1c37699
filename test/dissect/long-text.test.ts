// Text that is made of one packet has an end: rows, lines of the tree, answers. One packet of 64 KiB must not become a megabyte, nor take long.
import { expect, it } from 'vitest'
import { limits } from '../../engine/limits'
import type { TreeNode } from '../../engine/dissect/tree'
import { details, rowTexts } from '../../engine/session/rows'
import { be16, bytes, CaptureBuilder, ethernet, ip4, ipv4, text, udp } from '../support/packet-builder'
import type { Bytes } from '../support/packet-builder'
import { withMade } from '../flows/made-session'

const ends = { source: '10.0.0.1', destination: '10.0.0.2' }
const label = (letter: string, size = 63): Bytes => bytes(size, text(letter.repeat(size)))
const longName = bytes(label('a'), label('b'), label('c'), label('d', 61), 0)

/** A response of so many CNAMEs, each of which points at a name of 253 letters for its owner and for its target. */
function answers(count: number, port: number): Bytes {
  const record = bytes(be16(0xc00c), be16(5), be16(1), [0, 0, 0, 9], be16(2), be16(0xc00c))
  const head = bytes(be16(1), be16(0x8400), be16(1), be16(count), be16(0), be16(0))
  const whole = new Uint8Array(head.length + longName.length + 4 + count * record.length)
  whole.set(bytes(head, longName, be16(1), be16(1)))
  for (let n = 0; n < count; n++) whole.set(record, head.length + longName.length + 4 + n * record.length)
  return ethernet({}, ipv4(ends, udp({ source: port, destination: port }, whole)))
}
/** IGMPv3: a report of one group with as many sources as one datagram holds. */
function sources(count: number): Bytes {
  const list = new Uint8Array(4 * count).map((_, n) => (n % 4 ? n >> 8 : 10))
  return ethernet(
    {},
    ipv4(
      { ...ends, protocol: 2 },
      bytes(0x22, 0, be16(0), be16(0), be16(1), 1, 0, be16(count), ip4('239.1.2.3'), list),
    ),
  )
}
/** SCTP: as many small chunks as one packet of 64 KiB holds. */
function chunks(count: number): Bytes {
  const all = new Uint8Array(12 + 8 * count)
  all.set([0x13, 0x88, 0x13, 0x89, 0, 0, 0, 1])
  for (let n = 0; n < count; n++) all.set([4, 0, 0, 8, 0, 1, 0, 4], 12 + 8 * n)
  return ethernet({}, ipv4({ ...ends, protocol: 132 }, all))
}

it.each([
  ['DNS', answers(4000, 53)],
  ['mDNS', answers(4000, 5353)],
  ['IGMP', sources(15_000)],
  ['SCTP', chunks(7000)],
  ['nothing that is known', ethernet({}, ipv4(ends, udp({ source: 1, destination: 1 }, text('x'.repeat(60_000)))))],
])('of %s', async (name, packet) => {
  await withMade(new CaptureBuilder().add(packet), async (session) => {
    const took = (work: () => unknown): number => {
      const began = process.cpuUsage()
      work()
      return process.cpuUsage(began).user / 1000
    }
    const [row] = await rowTexts(session, [0])
    for (const cell of row!.cells) expect(cell.length).toBeLessThanOrEqual(limits.infoText)
    const lines: string[] = []
    const walk = (nodes: readonly TreeNode[]): void => {
      for (const node of nodes) {
        lines.push(node.text)
        walk(node.children)
      }
    }
    walk(details(session, 0).tree)
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(limits.lineText)
    expect(lines.length).toBeLessThanOrEqual(limits.rowsPerPacket)
    if (name.endsWith('DNS'))
      expect(lines.filter((line) => line.startsWith('CNAME [truncated]: aaa')).length).toBeGreaterThan(1000)
    // 50 ms are asked for; the best of some tries, since the machine does other things, too.
    const times = Array.from({ length: 6 }, () => took(() => details(session, 0)))
    expect(Math.min(...times)).toBeLessThan(100)
  })
})
