// The n-th open, write, fsync, rename or spawn fails, for n = 1, 2, 3 … until nothing is left to fail: no crash, and the user is told what and why.
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { answer, type Reply } from '../../engine/api/call'
import { Decoder } from '../../engine/api/decoder'
import { decoderCalls } from '../../engine/api'
import { makeCapture } from './scene'

/** Which call fails: the `at`-th of one of these, 0 for none. `hit` says which one it was. */
const fault = vi.hoisted(() => {
  const it = { kinds: new Set<string>(), at: 0, count: 0, code: '', hit: '' }
  return Object.assign(it, {
    /** Throws when it is this call's turn. */
    strike(kind: string): void {
      if (!it.kinds.has(kind) || ++it.count !== it.at) return
      it.hit = kind
      throw Object.assign(new Error(`${it.code}: made by the test, ${kind}`), { code: it.code })
    },
  })
})

type Calls = Record<string, (...words: never[]) => unknown>
/** A module with functions that may fail; those with a callback fail through it, as the system's own do. */
const breaking = vi.hoisted(() => (real: object, kinds: Record<string, string>): object => {
  const out: Record<string, unknown> = { ...real }
  for (const [name, kind] of Object.entries(kinds)) {
    const call = (real as Calls)[name]!
    out[name] = (...words: unknown[]) => {
      try {
        fault.strike(kind)
      } catch (error) {
        const answer = words.at(-1)
        if (typeof answer !== 'function' || kind === 'spawn' || name.endsWith('Sync')) throw error
        return void setImmediate(answer as (e: unknown) => void, error)
      }
      return (call as (...w: unknown[]) => unknown)(...words)
    }
  }
  return { ...out, default: out }
})

vi.mock('node:fs', async (original) =>
  breaking(await original(), {
    ...{ openSync: 'open', fstatSync: 'stat', read: 'read', readSync: 'read', write: 'write', writeSync: 'write' },
    ...{ writeFileSync: 'write', fsyncSync: 'fsync', renameSync: 'rename', mkdirSync: 'mkdir' },
  }),
)
vi.mock('node:fs/promises', async (original) => {
  const real = await original<object>()
  const broken = breaking(real, { rename: 'rename', realpath: 'stat', stat: 'stat', statfs: 'stat' }) as Calls
  const open = async (...words: never[]): Promise<unknown> => {
    fault.strike('open')
    const handle = (await (real as Calls)['open']!(...words)) as Calls
    for (const [name, kind] of [
      ['write', 'write'],
      ['sync', 'fsync'],
    ] as const) {
      const call = handle[name]!.bind(handle)
      handle[name] = async (...more: never[]) => {
        fault.strike(kind)
        return call(...more)
      }
    }
    return handle
  }
  return { ...broken, open, default: { ...broken, open } }
})
vi.mock('node:child_process', async (original) =>
  breaking(await original(), { spawn: 'spawn', execFile: 'spawn', fork: 'spawn' }),
)

const folder = mkdtempSync(join(tmpdir(), 'wirelens-nth-'))
process.env['WIRELENS_HOME'] = join(folder, 'home')
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const unhandled: unknown[] = []
process.on('unhandledRejection', (error) => unhandled.push(error))

const fresh = makeCapture(9000)
const short = makeCapture(1500)
const plain = join(folder, 'plain.pcapng')
const packed = join(folder, 'packed.pcapng.gz')
writeFileSync(plain, fresh)
writeFileSync(packed, gzipSync(short, { level: 1 }))

interface Said {
  code: string
  message: string
}
/** Runs `work` with the n-th call failing until none is left, and gives how often and at what it failed. */
async function every(
  kinds: string[],
  code: string,
  work: () => Promise<Said | null>,
  right: (said: Said, hit: string) => void,
): Promise<Record<string, number>> {
  const hits: Record<string, number> = {}
  // Kind by kind: what fails is then the same in every run, whatever timers do between.
  for (const kind of kinds) hits[kind] = await everyOne(kind, code, work, right)
  return hits
}

async function everyOne(
  kind: string,
  code: string,
  work: () => Promise<Said | null>,
  right: (said: Said, hit: string) => void,
): Promise<number> {
  for (let n = 1; n < 200; n++) {
    Object.assign(fault, { kinds: new Set([kind]), at: n, count: 0, code, hit: '' })
    const said = await work().finally(() => (fault.at = 0))
    await new Promise((done) => setImmediate(done))
    expect(unhandled).toEqual([])
    if (!fault.hit) {
      expect(said, 'with nothing failing').toBeNull()
      return n - 1
    }
    if (said) right(said, kind)
  }
  throw new Error('it goes on for ever')
}

/** A decoder in this process; what it says unasked counts as said to the user. */
function decoderHere(): { ask(call: string, args: object): Promise<Said | null>; decoder: Decoder; told: Said[] } {
  const told: Said[] = []
  const decoder = new Decoder((event, value) => {
    if (event === 'failed') told.push(value as Said)
  })
  return {
    decoder,
    told,
    ask: async (call, args) => {
      const reply: Reply = await answer(decoderCalls, decoder, { id: 1, call, args })
      return 'error' in reply ? reply.error : null
    },
  }
}
const named = (path: string, cause: string | RegExp) => (said: Said) => {
  expect(said.message).toContain(path)
  expect(said.message).toMatch(cause)
  expect(said.code).not.toBe('fault')
}

describe('when a call of the system fails', () => {
  for (const path of [plain, packed])
    it(`opening and reading ${basename(path)} says which file and why`, async () => {
      const work = async (): Promise<Said | null> => {
        const { ask, decoder, told } = decoderHere()
        const refused = await ask('session.open', { path })
        if (!refused) await decoder.readThrough()
        const problem = refused ? null : (decoder.status().problem as Said | null)
        decoder.shut()
        return refused ?? told[0] ?? problem
      }
      const hits = await every(['open', 'stat', 'read', 'write'], 'EIO', work, (said, hit) => {
        expect(said.code).not.toBe('fault')
        expect(said.message).toMatch(/disk reports an error|could not be decompressed/)
        if (hit !== 'write') expect(said.message).toContain(path)
      })
      expect(hits['read']).toBeGreaterThan(3)
      console.log(`opening ${basename(path)}: ${JSON.stringify(hits)}`)
    }, 60_000)

  for (const [code, cause] of [
    ['EIO', /disk reports an error/],
    ['ENOSPC', /disk is full/],
    ['EACCES', /permission was denied/],
  ] as const)
    it(`with ${code}, saving leaves the old file whole or the new one in its place`, async () => {
      const own = join(folder, code)
      mkdirSync(own)
      const path = join(own, 'target.pcapng')
      const old = Buffer.from('what was there')
      const { ask, decoder } = decoderHere()
      await ask('session.open', { path: plain })
      await decoder.readThrough()
      writeFileSync(path, old)
      const work = (): Promise<Said | null> => {
        const { kinds } = fault
        fault.kinds = new Set()
        writeFileSync(path, old)
        fault.kinds = kinds
        return ask('session.save', { path, format: 'pcapng' })
      }
      const hits = await every(['open', 'write', 'fsync', 'rename', 'read', 'stat'], code, work, (said, hit) => {
        named(hit === 'read' || said.message.includes(plain) ? plain : path, cause)(said)
        const there = readFileSync(path)
        expect(there.equals(old) || there.equals(fresh)).toBe(true)
        expect(readdirSync(own)).toEqual(['target.pcapng'])
      })
      console.log(`saving with ${code}: ${JSON.stringify(hits)}`)
      expect(hits).toMatchObject({ open: 2, fsync: 2, rename: 1 })
      decoder.shut()
    }, 60_000)

  it('settings are kept for this run, and the message names their file', async () => {
    const { JsonFile } = await import('../../shell/settings')
    const own = join(folder, 'settings')
    mkdirSync(own)
    let turn = 0
    const work = (): Promise<Said | null> => {
      let said: Said | null = null
      const file = new JsonFile(own, 'settings.json', { n: -1 }, (message) => (said = { code: 'not-written', message }))
      file.change({ n: ++turn })
      expect(file.get()).toEqual({ n: turn })
      return Promise.resolve(said)
    }
    const hits = await every(
      ['open', 'write', 'fsync', 'rename'],
      'ENOSPC',
      work,
      named(join(own, 'settings.json'), 'ENOSPC'),
    )
    expect(hits).toEqual({ open: 1, write: 1, fsync: 1, rename: 1 })
    expect(JSON.parse(readFileSync(join(own, 'settings.json'), 'utf8'))).toEqual({ version: 1, value: { n: turn } })
  })

  it('a dropped file that cannot be written is refused by its name', async () => {
    const { Uploads } = await import('../../shell/uploads')
    const uploads = new Uploads()
    const work = (): Promise<Said | null> => {
      try {
        uploads.take('dropped.pcap', new Uint8Array(10), 0, false)
        uploads.take('dropped.pcap', new Uint8Array(10), 10, true)
        return Promise.resolve(null)
      } catch (error) {
        return Promise.resolve(error as Said)
      }
    }
    await every(['open', 'write', 'mkdir'], 'ENOSPC', work, named('dropped.pcap', /disk is full/))
    uploads.close()
  })

  it('a driver that cannot be started is named with the reason', async () => {
    const { findDrivers, startCapture } = await import('../../native/drivers')
    const out = join(folder, 'never.pcapng')
    const work = async (): Promise<Said | null> => {
      const { chosen, problem } = await findDrivers({ cap: null })
      if (!chosen) return problem
      const capture = startCapture(chosen, { interface: 'no-such-adapter', out })
      const { problem: end } = await capture.ended
      return end!.code === 'NODEV' ? null : end
    }
    const hits = await every(['spawn'], 'EAGAIN', work, (said) => {
      expect(said.message).toMatch(/wirelens-capture/)
      expect(said.message).toMatch(/EAGAIN/)
    })
    expect(hits).toEqual({ spawn: 2 })
  })

  it('a decoder that cannot be started is said so, and the next one can be', async () => {
    const { startDecoder } = await import('../../server/start-decoder')
    const { Host } = await import('../../shell/host')
    const info = { kind: 'browser' as const, version: '0', platform: 'test', ownDialogs: false, releases: null }
    const work = async (): Promise<Said | null> => {
      const host = new Host({ info, startDecoder })
      const reply = (await host.handle({ id: 1, call: 'files.open', args: { path: plain } })) as { error?: Said }
      await host.close()
      return reply.error ?? null
    }
    const hits = await every(['spawn'], 'EAGAIN', work, (said) => expect(said.message).toMatch(/decoder.*EAGAIN/i))
    expect(hits['spawn']).toBe(1)
  })
})
