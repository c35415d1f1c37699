// Processes killed with -9 at any moment: the helper while it captures, the decoder while it saves.
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, it } from 'vitest'
import { startDecoder } from '../../server/start-decoder'
import { captureAt, flood, noCapture, scene, withFolder } from '../support/capturing'
import { Random } from '../support/random'
import { needs } from '../support/skip'
import { makeCapture, packetsIn, sleep, times } from './scene'

const seed = Number(process.env['WIRELENS_FAULTS_SEED'] ?? 0) || Date.now() & 0x7fffffff
const captures = times(12)
const saves = times(15)

needs(!noCapture, noCapture).describe('the helper', () => {
  it(
    `killed ${captures} times while it captures, loses no packet that it reported (seed ${seed})`,
    scene(async (net, folder) => {
      const random = new Random(seed)
      let reported = 0
      let inFiles = 0
      let flooding: Promise<unknown> = Promise.resolve()
      let over = true
      for (let n = 0; n < captures; n++) {
        if (over) {
          over = false
          flooding = flood(net, net.right, 40_000, 40_000).then(() => (over = true))
        }
        const out = join(folder, `${n}.pcapng`)
        const capture = await captureAt(net, net.left, { out, buffer: 2 })
        await sleep(random.below(260))
        process.kill(capture.pid!, 'SIGKILL')
        const end = await capture.ended
        expect(end.problem?.code).toBe('KILLED')
        expect(packetsIn(out, end.end), `up to what run ${n} reported`).toBe(end.packets)
        reported += end.packets
        inFiles += packetsIn(out)
        rmSync(out)
      }
      console.log(`${captures} kills: ${reported} packets were reported, all are there; ${inFiles} in the files`)
      expect(reported).toBeGreaterThan(captures * 100)
      await flooding
    }),
    60_000 + captures * 2000,
  )
})

needs(existsSync('dist/decoder/decoder.js'), 'dist/ is not built: `npm test` builds it').describe('the decoder', () => {
  it(
    `killed ${saves} times while it saves, leaves the target wholly old or wholly new (seed ${seed})`,
    () =>
      withFolder(async (folder) => {
        const random = new Random(seed)
        const source = join(folder, 'source.pcapng')
        const target = join(folder, 'target.pcapng')
        const fresh = makeCapture(12_000)
        writeFileSync(source, fresh)
        const old = Buffer.from('what was there')
        const counts = { old: 0, new: 0, answered: 0 }
        let longest = 60
        for (let n = 0; n < saves; n++) {
          writeFileSync(target, old)
          let saved = 0
          await new Promise<void>((ended) => {
            const decoder = startDecoder({
              exit: () => ended(),
              message: (message) => {
                const { id } = message as { id?: number }
                if (id === 1) {
                  saved = performance.now()
                  decoder.post({ id: 2, call: 'session.save', args: { path: target, format: 'pcapng' } })
                  // Two of the first runs are let to their end, so that it is known how long a save takes.
                  setTimeout(() => decoder.kill(), n < 2 ? 5000 : random.below(Math.ceil(longest)))
                }
                if (id !== 2) return
                counts.answered++
                if (n < 2) {
                  longest = Math.max(20, (performance.now() - saved) * 1.3)
                  decoder.kill()
                }
              },
            })
            decoder.post({ id: 1, call: 'session.open', args: { path: source } })
          })
          const there = readFileSync(target)
          const is = there.equals(old) ? 'old' : there.equals(fresh) ? 'new' : undefined
          expect(is, `the target after run ${n}: ${there.length} bytes`).toBeDefined()
          counts[is!]++
          for (const name of readdirSync(folder)) if (name.endsWith('.part')) rmSync(join(folder, name))
        }
        console.log(`${saves} kills while saving: ${JSON.stringify(counts)}`)
        expect(counts.new).toBeGreaterThanOrEqual(counts.answered)
        expect(counts.old).toBeGreaterThan(0)
      }),
    60_000 + saves * 2000,
  )
})
