/** TCP analysed by a thread of its own leaves the same as TCP analysed segment by segment; and what happens when there is no such thread. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CELL } from '../../engine/flows/tcp-ring'
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

const opened = (path: string, file?: URL, wait = 0): Promise<Session> =>
  Session.open(path, { tcpThread: file ? { least: 0, file, wait } : { least: Infinity, file: built } })

async function indexed(path: string, file?: URL, wait = 0): Promise<unknown[]> {
  const session = await opened(path, file, wait)
  try {
    await session.opened.whole
    while (!session.stepSync(undefined, 50_000)) expect(isAside(session)).toBe(file !== undefined)
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
        expect(await indexed(path, built, 5_000), basename(path)).toEqual(here)
        compared++
      }
      expect(compared).toBeGreaterThan(200)
    },
    120_000,
  )

  it('has settled whenever somebody may look', async () => {
    const here = await opened(made)
    const aside = await opened(made, built, 5_000)
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
    const session = await opened(path, built, 5_000)
    try {
      session.stepSync(undefined, 50_000)
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
      const session = await opened(made, built, steps === 1 ? 0 : 5_000)
      for (let n = 0; n < steps; n++) session.stepSync(undefined, 50_000)
      session.close()
    }
    expect(await indexed(made, built, 5_000)).toEqual(await indexed(made))
  })

  it('takes over what was found before it was there', async () => {
    const late = thread(`const end = Date.now() + 300; while (Date.now() < end); ${readFileSync(built, 'utf8')}`)
    const here = await opened(made)
    const aside = await opened(made, late)
    try {
      for (let done = false; !done;) {
        done = here.stepSync(undefined, 50_000)
        expect(aside.stepSync(undefined, 50_000)).toBe(done)
        expect(leftByPass(aside)).toEqual(leftByPass(here))
        await new Promise((resolve) => setTimeout(resolve, 60))
      }
    } finally {
      here.close()
      aside.close()
    }
  })

  it('is not needed: there is no such file, or it cannot run, or it does not come', async () => {
    const expected = await indexed(made)
    const session = await opened(made, new URL('file:///there/is/none.cjs'))
    session.stepSync(undefined, 50_000)
    expect(isAside(session)).toBe(false)
    session.stepSync()
    expect(leftByPass(session)).toEqual(expected)
    session.close()
    expect(await indexed(made, thread('throw new Error("cannot run")'))).toEqual(expected)
    expect(await indexed(made, thread('setTimeout(() => undefined, 100_000)'))).toEqual(expected)
  })

  it('is missed when it stops in the middle', async () => {
    const comesAndGoes = `
      const { cells } = require('node:worker_threads').workerData.ring
      Atomics.store(cells, ${CELL.isThere}, 1)
      Atomics.notify(cells, ${CELL.isThere})`
    const session = await opened(made, thread(comesAndGoes), 5_000)
    try {
      expect(() => session.stepSync()).toThrow('The thread that analyses TCP has stopped.')
    } finally {
      session.close()
    }
  }, 20_000)
})
