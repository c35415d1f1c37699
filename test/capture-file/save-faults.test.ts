// Saving that fails: the target is what it was, and nothing is left behind.
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { CaptureScanner, MemorySource, saveCapture } from '../../engine/capture-file'
import { needs } from '../support/skip'
import { epb, idb, joined, shb } from './wire'

const folder = mkdtempSync(join(tmpdir(), 'wirelens-faults-'))
afterAll(() => rmSync(folder, { recursive: true }))

const packet = epb({ bytes: new Uint8Array(60_000) })
const source = new MemorySource(joined(shb(), idb(), ...Array.from({ length: 200 }, () => packet))) // 12 MB
const scanner = new CaptureScanner(source, { packet: () => {} })
scanner.stepSync()
const save = (path: string, more: Partial<Parameters<typeof saveCapture>[0]> = {}) =>
  saveCapture({ source, scanner, path, format: 'pcapng', ...more })

const isRoot = process.platform === 'linux' && process.getuid?.() === 0
function mountTmpfs(at: string): boolean {
  if (!isRoot) return false
  mkdirSync(at)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'wirelens-test', at], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const small = join(folder, 'small')
const mounted = mountTmpfs(small)
afterAll(() => {
  if (mounted) execFileSync('umount', [small])
})

describe('saving', () => {
  needs(mounted, 'needs root, to mount a small disk').it('on a full disk leaves the old file whole', async () => {
    const path = join(small, 'capture.pcapng')
    writeFileSync(path, 'what was there')
    await expect(save(path)).rejects.toMatchObject({ name: 'Refused', code: 'disk-full' })
    expect(readFileSync(path, 'utf8')).toBe('what was there')
    expect(readdirSync(small)).toEqual(['capture.pcapng'])
    await save(path, { keep: (n) => n < 2 }) // and works when it fits
  })

  it('into a folder that is not there is refused', async () => {
    await expect(save(join(folder, 'gone', 'x.pcapng'))).rejects.toMatchObject({ code: 'no-such-file' })
  })

  it('into a folder that goes away is refused', async () => {
    const gone = join(folder, 'going')
    mkdirSync(gone)
    const onProgress = (): void => rmSync(gone, { recursive: true, force: true })
    await expect(save(join(gone, 'x.pcapng'), { onProgress })).rejects.toMatchObject({ code: 'no-such-file' })
  })

  it('over a folder is refused', async () => {
    await expect(save(folder)).rejects.toMatchObject({ code: 'not-a-file' })
  })

  needs(process.platform !== 'win32' && !isRoot, 'needs a user without all rights').it(
    'without permission is refused',
    async () => {
      const locked = join(folder, 'locked')
      mkdirSync(locked)
      chmodSync(locked, 0o500)
      await expect(save(join(locked, 'x.pcapng'))).rejects.toMatchObject({ code: 'no-permission' })
    },
  )

  it('that is cancelled leaves nothing behind', async () => {
    const own = join(folder, 'cancel')
    mkdirSync(own)
    const path = join(own, 'x.pcapng')
    writeFileSync(path, 'what was there')
    const stop = new AbortController()
    const progress: number[] = []
    const onProgress = (done: number, total: number): void => {
      progress.push(done / total)
      stop.abort()
    }
    await expect(save(path, { signal: stop.signal, onProgress })).rejects.toMatchObject({ code: 'cancelled' })
    expect(progress.length).toBe(1)
    expect(readFileSync(path, 'utf8')).toBe('what was there')
    expect(readdirSync(own)).toEqual(['x.pcapng'])
  })

  it('that fails in a callback leaves nothing behind', async () => {
    const own = join(folder, 'throws')
    mkdirSync(own)
    const keep = (): boolean => {
      throw new Error('a fault of ours')
    }
    await expect(save(join(own, 'x.pcapng'), { keep })).rejects.toThrow('a fault of ours')
    expect(readdirSync(own)).toEqual([])
  })

  it('a file that another program cuts is refused', async () => {
    const cut = new MemorySource(joined(shb(), idb(), packet))
    const path = join(folder, 'cut.pcapng')
    await expect(save(path, { source: cut })).rejects.toMatchObject({ code: 'source-changed' })
  })

  it('reports its progress to the end', async () => {
    const progress: number[] = []
    await save(join(folder, 'whole.pcapng'), { onProgress: (done, total) => progress.push(done / total) })
    expect(progress.length).toBeGreaterThan(2)
    expect(progress.at(-1)).toBe(1)
  })
})
