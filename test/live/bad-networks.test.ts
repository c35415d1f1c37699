// Real connections over a cable that loses, doubles, delays and reorders, and requests that nobody or too many answer: what Wirelens says
// of the captures, beside tshark on the same files.
import { join } from 'node:path'
import { execFileSync } from 'node:child_process'
import process from 'node:process'
import { expect } from 'vitest'
import { conversations } from '../../engine/flows/conversations'
import { arpReport } from '../../engine/session/arp-pass'
import { storyOf } from '../../engine/session/conversation-story'
import type { Session } from '../../engine/session/session'
import { withSession } from '../flows/made-session'
import { differences } from '../flows/tcp-differences'
import { readTcp } from '../flows/tcp-run'
import { withBridge } from '../support/bridged'
import { captureAt, noCapture, sleep, tshark, withFolder } from '../support/capturing'
import type { Network, Side } from '../support/namespaces'
import { needs } from '../support/skip'

const noBridge = ((): string => {
  for (const [command, option] of [
    ['python3', '--version'],
    ['ethtool', '--version'],
  ] as const)
    try {
      execFileSync(command, [option], { stdio: 'ignore' })
    } catch {
      return `${command} is not installed`
    }
  return ''
})()

const PORT = 9230
/** Takes everything, and closes when the other side has. */
const SINK = `require('net').createServer((s) => s.resume()).listen(${PORT}, () => console.log('up'))`
/** Ten segments of a thousand bytes, one as soon as the one before has been handed to the kernel: faster than any of its timers. */
const source = (address: string): string => `
  const s = require('net').connect(${PORT}, '${address}', () => {
    let n = 0
    s.setNoDelay(true)
    const next = () => (n === 10 ? s.end() : s.write(Buffer.alloc(1000, ++n), next))
    next()
  }).resume()`

async function serve(net: Network, program: string): Promise<() => void> {
  const serving = net.start(net.right, process.execPath, ['-e', program])
  await new Promise((resolve) => serving.stdout?.once('data', resolve))
  return () => serving.kill('SIGKILL')
}

/** What one side captures while `work` runs, given to `judge` as a file. */
function seen(
  rules: string[],
  at: 'left' | 'right',
  work: (net: Network) => Promise<void>,
  judge: (path: string) => Promise<void>,
) {
  return () =>
    withFolder((folder) =>
      withBridge(rules, async (net) => {
        const out = join(folder, 'seen.pcapng')
        const side: Side = net[at]
        const capture = await captureAt(net, side, { out })
        if (!(await capture.started)) throw new Error((await capture.ended).problem?.message)
        await work(net)
        await sleep(100)
        await capture.stop()
        await judge(out)
      }),
    )
}

async function tenSegments(net: Network): Promise<void> {
  const stop = await serve(net, SINK)
  await net.run(net.left, process.execPath, ['-e', source(net.right.address)])
  stop()
}

/** How many packets of a file tshark and we give a flag; both numbers have to be the same. */
async function flagged(path: string, name: string): Promise<number> {
  const theirs = tshark(path, [`tcp.analysis.${name}`], '-2').filter(([cell]) => cell !== '').length
  const { packets } = await readTcp(path)
  expect(packets.filter((p) => p.field(`tcp.analysis.${name}`) !== '').length).toBe(theirs)
  return theirs
}

async function told(path: string, use: (session: Session) => Promise<void> | void): Promise<void> {
  await withSession(path, use)
}
const storyOfFirst = async (session: Session) => {
  const flows = session.memories.get(conversations)
  for (let c = 0; c < flows.count; c++)
    if (flows.transport(c) === 'tcp') return (await storyOf(session, c).whole()).story
  throw new Error('no TCP conversation was captured')
}

needs(!noCapture && !noBridge, noCapture || noBridge).describe('on a cable that', () => {
  const { it } = needs(true, '')
  it(
    'loses a segment, the sender repeats it',
    seen(['drop:3'], 'left', tenSegments, async (path) => {
      expect(await differences(path, true)).toEqual([])
      // Which kind of repetition it is depends on when the kernel noticed.
      const kinds = ['retransmission', 'fast_retransmission', 'out_of_order'] as const
      let repeats = 0
      for (const kind of kinds) repeats += await flagged(path, kind)
      expect(repeats).toBeGreaterThanOrEqual(1)
      expect(await flagged(path, 'duplicate_ack')).toBeGreaterThanOrEqual(1)
    }),
  )
  it(
    'loses a segment, the receiver sees a gap',
    seen(['drop:3'], 'right', tenSegments, async (path) => {
      expect(await differences(path, true)).toEqual([])
      expect(await flagged(path, 'lost_segment')).toBeGreaterThanOrEqual(1)
    }),
  )
  it(
    'reorders two segments, the second is early',
    seen(['late:4'], 'right', tenSegments, async (path) => {
      expect(await differences(path, true)).toEqual([])
      expect(await flagged(path, 'lost_segment')).toBe(1)
    }),
  )
  it(
    'doubles a segment, the copy is a needless repetition',
    seen(['double:5'], 'right', tenSegments, async (path) => {
      expect(await differences(path, true)).toEqual([])
      const { packets } = await readTcp(path)
      expect(packets.filter((p) => p.field('tcp.len') === '1000').length).toBeGreaterThanOrEqual(11)
      expect(await flagged(path, 'flags')).toBeGreaterThanOrEqual(1)
    }),
  )
  it(
    'is long, the handshake tells how long',
    seen(['delay:40'], 'left', tenSegments, async (path) => {
      expect(await differences(path, true)).toEqual([])
      const { packets } = await readTcp(path)
      const rtt = Number(packets.map((p) => p.field('tcp.analysis.initial_rtt')).find((t) => t !== ''))
      expect(rtt).toBeGreaterThanOrEqual(0.08)
      expect(rtt).toBeLessThan(0.5)
    }),
  )
})

needs(!noCapture && !noBridge, noCapture || noBridge).describe('a connection', () => {
  const { it } = needs(true, '')
  it(
    'that one side closes first and the other uses on',
    seen(
      [],
      'left',
      async (net) => {
        const stop = await serve(
          net,
          `require('net').createServer({ allowHalfOpen: true }, (s) => s.resume().on('end', () => {
         setTimeout(() => s.write('still here'), 100)
         setTimeout(() => s.end(), 200)
       })).listen(${PORT}, () => console.log('up'))`,
        )
        await net.run(net.left, process.execPath, [
          '-e',
          `
      const s = require('net').connect({ port: ${PORT}, host: '${net.right.address}', allowHalfOpen: true })
      s.end('all of it'); s.resume()`,
        ])
        stop()
      },
      async (path) => {
        expect(await differences(path, true)).toEqual([])
        await told(path, async (session) => {
          const story = await storyOfFirst(session)
          expect([story.main.openingKind(), story.main.closingKind()]).toEqual(['three-way', 'half-close'])
        })
      },
    ),
  )
  it(
    'to a port where nobody listens is refused',
    seen(
      [],
      'left',
      async (net) => {
        await net.run(net.left, process.execPath, [
          '-e',
          `require('net').connect(9, '${net.right.address}').on('error', () => {})`,
        ])
      },
      async (path) => {
        expect(await differences(path, true)).toEqual([])
        await told(path, async (session) => expect((await storyOfFirst(session)).main.openingKind()).toBe('refused'))
      },
    ),
  )
  it(
    'to nowhere stays unanswered, and its SYN is sent again',
    seen(
      ['hole:9'],
      'left',
      async (net) => {
        const asking = net.start(net.left, process.execPath, [
          '-e',
          `require('net').connect(9, '${net.right.address}')`,
        ])
        await sleep(1500)
        asking.kill('SIGKILL')
      },
      async (path) => {
        expect(await differences(path, true)).toEqual([])
        expect(await flagged(path, 'retransmission')).toBeGreaterThanOrEqual(1)
        await told(path, async (session) => {
          const story = await storyOfFirst(session)
          expect(story.main.openingKind()).toBe('unanswered')
          expect(story.syns[0]!.repeats).toBeGreaterThanOrEqual(1)
        })
      },
    ),
  )
})

needs(!noCapture && !noBridge, noCapture || noBridge).describe('an ARP question', () => {
  const { it } = needs(true, '')
  const ask = (net: Network, address: string) =>
    net.run(net.left, process.execPath, [
      '-e',
      `
      const s = require('dgram').createSocket('udp4')
      s.send('anybody?', 9, '${address}')
      setTimeout(() => s.close(), 300)`,
    ])
  it(
    'for nobody stays open',
    seen(
      [],
      'left',
      async (net) => void (await ask(net, '10.92.30.99')),
      async (path) => {
        const sent = tshark(path, ['arp.dst.proto_ipv4'], '-Y', 'arp.opcode == 1').flat()
        expect(sent.length).toBeGreaterThanOrEqual(1)
        await told(path, async (session) => {
          const { exchanges } = await arpReport(session, { from: 0, count: 100 })
          expect(exchanges.map((e) => [e.kind, e.replies.length])).toEqual(sent.map(() => ['request', 0]))
        })
      },
    ),
  )
  it(
    'that two hosts answer shows both owners',
    seen(
      ['claim:10.92.30.2'],
      'left',
      async (net) => void (await ask(net, net.right.address)),
      async (path) => {
        const theirs = tshark(path, ['arp.duplicate-address-detected'])
          .flat()
          .filter((cell) => cell !== '')
        expect(theirs.length).toBeGreaterThanOrEqual(1)
        await told(path, async (session) => {
          const { conflicts } = await arpReport(session, { from: 0, count: 100 })
          expect(conflicts.map((c) => c.ip)).toContain('10.92.30.2')
        })
      },
    ),
  )
})
