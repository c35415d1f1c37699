/** TCP analysed by a thread of its own leaves the same as TCP analysed segment by segment; and what happens when there is no such thread. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tcpStreams } from '../../engine/flows/tcp-streams'
import { Session } from '../../engine/session/session'
import { randomStreams } from '../flows/tcp-random'
import { Random } from '../support/random'
import { corpus } from '../support/reference'
import { needs } from '../support/skip'
import { leftByPass } from './left-by-pass'

const built = new URL('../../dist/engine/tcp-lane.cjs', import.meta.url)

let folder = ''
let made = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'wirelens-lane-'))
  made = join(folder, 'made.pcap')
  writeFileSync(made, randomStreams(new Random(7), 400).bytes())
})
afterAll(() => rmSync(folder, { recursive: true }))

/** A file for the thread to run in place of the real one. */
function thread(code: string): URL {
  const path = join(folder, `${code.length}.cjs`)
  writeFileSync(path, code)
  return pathToFileURL(path)
}

const isAside = (session: Session): boolean => session.memories.get(tcpStreams).elsewhere !== undefined

async function indexed(path: string, file?: URL): Promise<unknown[]> {
  const session = await Session.open(path, { tcpThread: file ? { least: 0, file } : { least: Infinity, file: built } })
  try {
    expect(isAside(session)).toBe(file !== undefined)
    await session.opened.whole
    while (!session.stepSync());
    expect(isAside(session)).toBe(false)
    expect(session.packet.faults).toEqual([])
    return leftByPass(session)
  } finally {
    session.close()
  }
}

describe('a thread for TCP', () => {
  needs(corpus('protocols').length > 0, 'the corpus of captures is not here').it(
    'makes no difference to real captures',
    async () => {
      let compared = 0
      for (const path of [...corpus('protocols'), ...corpus('malformed')]) {
        const here = await indexed(path).catch(() => undefined) // no capture at all
        if (!here) continue
        expect(await indexed(path, built), basename(path)).toEqual(here)
        compared++
      }
      expect(compared).toBeGreaterThan(200)
    },
    120_000,
  )

  it('has settled whenever somebody may look', async () => {
    const here = await Session.open(made, { tcpThread: { least: Infinity, file: built } })
    const aside = await Session.open(made, { tcpThread: { least: 0, file: built } })
    try {
      for (let steps = 0, done = false; !done; steps++) {
        done = here.stepSync(undefined, 50_000)
        // One blocks, the other waits for the disk.
        expect(steps % 2 ? await aside.step(undefined, 50_000) : aside.stepSync(undefined, 50_000)).toBe(done)
        expect(leftByPass(aside)).toEqual(leftByPass(here))
      }
      expect(here.count).toBeGreaterThan(5_000)
    } finally {
      here.close()
      aside.close()
    }
  })

  it('goes on in place when the file has been read, and grows', async () => {
    const path = join(folder, 'growing.pcap')
    const all = randomStreams(new Random(8), 60).bytes()
    writeFileSync(path, all.subarray(0, all.length / 2))
    const session = await Session.open(path, { tcpThread: { least: 0, file: built } })
    try {
      expect(isAside(session)).toBe(true)
      session.stepSync()
      writeFileSync(path, all)
      session.stepSync()
      expect(isAside(session)).toBe(false)
      expect(leftByPass(session)).toEqual(await indexed(path))
    } finally {
      session.close()
    }
  })

  it('may be closed before it has done anything, or in the middle', async () => {
    for (const steps of [0, 1, 3]) {
      const session = await Session.open(made, { tcpThread: { least: 0, file: built } })
      for (let n = 0; n < steps; n++) session.stepSync(undefined, 50_000)
      session.close()
    }
    expect(await indexed(made, built)).toEqual(await indexed(made))
  })

  it('is not needed: there is no such file, or it cannot run, or it does not begin', async () => {
    const expected = await indexed(made)
    const session = await Session.open(made, { tcpThread: { least: 0, file: new URL('file:///there/is/none.cjs') } })
    expect(isAside(session)).toBe(false)
    session.stepSync()
    expect(leftByPass(session)).toEqual(expected)
    session.close()
    expect(await indexed(made, thread('throw new Error("cannot run")'))).toEqual(expected)
    expect(await indexed(made, thread('setTimeout(() => undefined, 100_000)'))).toEqual(expected)
  }, 20_000)

  it('is missed when it stops in the middle', async () => {
    const begins = "Atomics.store(require('node:worker_threads').workerData.ring.cells, 2, 1)"
    const session = await Session.open(made, { tcpThread: { least: 0, file: thread(begins) } })
    try {
      expect(() => session.stepSync()).toThrow('The thread that analyses TCP has stopped.')
    } finally {
      session.close()
    }
  }, 20_000)
})
