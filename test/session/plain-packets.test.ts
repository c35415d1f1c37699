/** Packets that the inner loop takes, whole or down to what TCP and UDP carry, leave what the dissectors leave one after the other. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makePlan } from '../../engine/dissect/plan'
import { registry } from '../../engine/protocols'
import { Session } from '../../engine/session/session'
import { randomStreams } from '../flows/tcp-random'
import { Random } from '../support/random'
import { corpus } from '../support/reference'
import { needs } from '../support/skip'
import { leftByPass } from './left-by-pass'

const ETHERNET = 1

interface Indexed {
  left: unknown[]
  decoded: number
  resumed: number
  of: number
}

/** Everything that the first pass leaves of every packet, and how many packets were decoded layer by layer, or from their transport layer on. */
async function indexed(path: string, noPlainPackets = false, budget = Infinity): Promise<Indexed> {
  const session = await Session.open(path, { noPlainPackets })
  const run = session.packet.run.bind(session.packet)
  let decoded = 0
  session.packet.run = (...args) => {
    decoded++
    run(...args)
  }
  const resume = session.packet.resume.bind(session.packet)
  let resumed = 0
  session.packet.resume = (...args) => {
    resumed++
    resume(...args)
  }
  try {
    await session.opened.whole
    while (!session.stepSync(undefined, budget));
    return { left: leftByPass(session), decoded, resumed, of: session.count }
  } finally {
    session.close()
  }
}

/** Nobody looks at what no port claims, until the result is called. */
function withoutHeuristics(): () => void {
  const tables = ['tcp', 'udp'].map((name) => registry.table(name))
  const guesses = tables.map((table) => table.guesses)
  for (const table of tables) table.guesses = []
  return () => tables.forEach((table, i) => (table.guesses = guesses[i]!))
}

describe('the inner loop', () => {
  for (const folder of ['protocols', 'malformed'] as const)
    needs(corpus(folder).length > 0, 'the corpus of captures is not here').it(
      `makes no difference to ${folder}`,
      async () => {
        let walked = 0
        let taken = 0
        for (const path of corpus(folder)) {
          let slow: Indexed
          try {
            slow = await indexed(path, true)
          } catch {
            continue // no capture at all
          }
          const { left, decoded, resumed, of } = await indexed(path)
          expect(slow.decoded, basename(path)).toBe(slow.of)
          expect(left, basename(path)).toEqual(slow.left)
          walked += resumed
          taken += of - decoded - resumed
        }
        expect(taken).toBeGreaterThan(folder === 'protocols' ? 10_000 : 100)
        expect(walked).toBeGreaterThan(folder === 'protocols' ? 10_000 : 10)
      },
    )

  it('leaves the same whether a file is read at once, in steps, or packet by packet', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'wirelens-plain-'))
    const path = join(folder, 'made.pcap')
    writeFileSync(path, randomStreams(new Random(7), 400).bytes())
    // With heuristics the first packets of every conversation go to the dissectors: here nobody asks for them.
    const back = withoutHeuristics()
    try {
      const whole = await indexed(path)
      const stepped = await indexed(path, false, 50_000)
      const apart = await indexed(path, true)
      expect(whole.of).toBeGreaterThan(5_000)
      expect(whole.decoded).toBeLessThan(whole.of / 10)
      expect(apart.decoded).toBe(apart.of)
      expect(stepped.left).toEqual(whole.left)
      expect(apart.left).toEqual(whole.left)
    } finally {
      back()
      rmSync(folder, { recursive: true })
    }
  })

  it('takes no packet of another link type for Ethernet, however it looks', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'wirelens-plain-'))
    const back = withoutHeuristics()
    try {
      for (const isPcapng of [false, true]) {
        const path = join(folder, `made-${isPcapng}`)
        writeFileSync(path, isPcapng ? pcapng(RAW_IPV4, likeEthernet) : pcap(RAW_IPV4, likeEthernet))
        const session = await Session.open(path)
        while (!session.stepSync());
        const layers = session.stacks.layers[session.index.stack[0]!]!.map((id) => registry.protocols[id]!.name)
        expect(layers.slice(0, 2)).toEqual(['ip', 'udp'])
        session.close()
        // What looks like Ethernet would be taken as that.
        writeFileSync(path, isPcapng ? pcapng(ETHERNET, likeEthernet) : pcap(ETHERNET, likeEthernet))
        expect(await indexed(path)).toMatchObject({ decoded: 0, of: 1 })
      }
    } finally {
      back()
      rmSync(folder, { recursive: true })
    }
  })
})

describe('a datagram in fragments', () => {
  const fragment = (body: Uint8Array, place: number): Uint8Array =>
    Uint8Array.from([0x45, 0, 0, 20 + body.length, 0, 7, place >> 8, place & 255, 64, 17, 0, 0, ...ENDS, ...body])
  const datagram = (port: number, length: number): Uint8Array =>
    Uint8Array.from([0x40, 0, port >> 8, port & 255, 0, 8 + length, 0, 0, ...new Array<number>(length).fill(0)])

  for (const [what, port, cuts, layers, read] of [
    ['that nobody asks for: only the first of them is read', 60_000, [24, 48], ['ip', 'udp', 'data'], 24],
    ['whose first holds the header alone: all are read', 60_000, [8, 48], ['ip', 'udp', 'data'], 8 + 72],
    ['that a protocol asks for: all are read', 53, [24, 48], ['ip', 'udp', 'dns'], 24 + 72],
  ] as const)
    it(what, async () => {
      const whole = datagram(port, 64)
      const [a, b] = cuts
      const parts = [fragment(whole.subarray(b), b / 8), fragment(whole.subarray(a, b), 0x2000 | (a / 8))]
      const path = join(mkdtempSync(join(tmpdir(), 'wirelens-plain-')), 'made')
      writeFileSync(path, pcap(RAW_IPV4, ...parts, fragment(whole.subarray(0, a), 0x2000)))
      const session = await Session.open(path)
      try {
        let bytes = 0
        const { packet } = session
        const bytesOf = packet.bytesOf
        packet.bytesOf = (frame, at, length) => {
          const found = bytesOf(frame, at, length)
          bytes += found.length
          return found
        }
        while (!session.stepSync());
        const names = (ids: readonly number[]): string[] => ids.map((id) => registry.protocols[id]!.name)
        expect(names(session.stacks.layers[session.index.stack[2]!]!)).toEqual(layers)
        expect(bytes).toBe(read)
        const later = session.decode(2, makePlan(registry, { drawing: true }))
        const shown = later.layerProtocol.slice(1, later.depth).map(({ name }) => name)
        expect(shown).toEqual(layers)
        expect(later.sources.at(-1)!.bytes.length).toBe(72)
      } finally {
        session.close()
        rmSync(join(path, '..'), { recursive: true })
      }
    })
})

const ENDS = [10, 0, 0, 1, 10, 0, 0, 2]
const RAW_IPV4 = 228
/** A datagram over IPv4 from 8.0.69.0: from its fourteenth byte on, all of this could be IPv4 with a datagram in an Ethernet frame. */
const likeEthernet = Uint8Array.from([
  ...[0x45, 0, 0, 48, 0, 0, 0, 0, 64, 17, 0, 0],
  ...[8, 0, 0x45, 0, 0, 34, 0, 0],
  ...[0x40, 0, 0xd0, 17, 0, 28, 0, 0],
  ...[1, 2, 3, 4, 5, 6, 0x40, 0, 0xd0, 17, 0, 14, 0, 0, 1, 2, 3, 4, 5, 6],
])

const le = (...words: number[]): Uint8Array => new Uint8Array(Uint32Array.from(words).buffer)
const pcap = (linkType: number, ...packets: Uint8Array[]): Uint8Array =>
  Buffer.concat([
    le(0xa1b2c3d4, 0x40002, 0, 0, 65535, linkType),
    ...packets.flatMap((packet) => [le(1, 2, packet.length, packet.length), packet]),
  ])
function pcapng(linkType: number, packet: Uint8Array): Uint8Array {
  const size = 32 + packet.length
  const head = le(0x0a0d0d0a, 28, 0x1a2b3c4d, 1, -1, -1, 28, 1, 20, linkType, 0, 20)
  return Buffer.concat([head, le(6, size, 0, 0, 7, packet.length, packet.length), packet, le(size)])
}
