// Opening: what is refused, and in which words.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openCapture } from '../../engine/capture-file'
import { needs } from '../support/skip'
import { ascii, epb, idb, joined, pcap, record, shb } from './wire'

const folder = mkdtempSync(join(tmpdir(), 'wirelens-open-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('openCapture', () => {
  it.each<[string, Uint8Array, string, RegExp]>([
    ['empty', ascii(''), 'empty-file', /it is empty/],
    ['text', ascii('No. Time Source\n1 0.0 10.0.0.1\n'), 'not-a-capture', /a text file/],
    ['zip', ascii('PK\x03\x04............'), 'not-a-capture', /ZIP archive/],
    ['zstd', ascii('\x28\xb5\x2f\xfd........'), 'damaged', /zstd file .* needs a dictionary/],
    ['noise', ascii('\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f\x10\x11'), 'not-a-capture', /not a capture file/],
    ['half-header', pcap().subarray(0, 13), 'truncated', /24 bytes are needed, 13 are there/],
    ['half-section', shb().subarray(0, 20), 'truncated', /28 bytes are needed, 20 are there/],
    ['version', pcap({ major: 1 }), 'unsupported', /version 1\.4/],
    ['section-version', shb(undefined, 'little', 2), 'unsupported', /version 2\.0/],
  ])('refuses %s', async (name, bytes, code, message) => {
    const path = join(folder, name)
    writeFileSync(path, bytes)
    const refusal = await openCapture(path).catch((error: unknown) => error)
    expect(refusal).toMatchObject({ name: 'Refused', code, hint: expect.any(String) as string })
    expect((refusal as Error).message).toMatch(message)
    expect((refusal as Error).message).toContain(path)
  })

  it('refuses what is not there, and folders', async () => {
    await expect(openCapture(join(folder, 'nothing'))).rejects.toMatchObject({ code: 'no-such-file' })
    await expect(openCapture(folder)).rejects.toMatchObject({ code: 'not-a-file' })
  })

  needs(process.platform !== 'win32', 'needs mkfifo').it(
    'refuses a pipe without waiting for its other end',
    async () => {
      const path = join(folder, 'pipe')
      execFileSync('mkfifo', [path])
      await expect(openCapture(path)).rejects.toMatchObject({ code: 'not-a-file' })
    },
  )

  it('tells the format by magic, not by name', async () => {
    const path = join(folder, 'named.pcap')
    writeFileSync(path, joined(shb(), idb(), epb()))
    const one = await openCapture(path)
    expect(one.format).toEqual({
      ...{ kind: 'pcapng', variant: 'pcapng', byteOrder: 'little' },
      version: [1, 0],
      compressed: false,
    })
    one.close()
    writeFileSync(path, joined(pcap({ magic: 0xa1b23c4d, order: 'big' }), record({ order: 'big' })))
    const two = await openCapture(path)
    expect(two.format).toMatchObject({ kind: 'pcap', variant: 'nanoseconds', byteOrder: 'big', version: [2, 4] })
    two.close()
  })
})
