// A capture that was closed while it was being saved: the save read from a number that may have been another file's by then.
import { mkdtempSync, openSync, closeSync, rmSync, writeFileSync, existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { decoderCalls } from '../../engine/api'
import { answer } from '../../engine/api/call'
import { Decoder } from '../../engine/api/decoder'
import { FileSource } from '../../engine/capture-file'
import { makeCapture } from '../faults/scene'

const folder = mkdtempSync(join(tmpdir(), 'wirelens-closed-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const path = join(folder, 'a.pcapng')
writeFileSync(path, makeCapture(60_000))

it('does not read from a file that took the number of a closed one', () => {
  const source = FileSource.open(path)
  source.close()
  const other = openSync('package.json', 'r')
  expect(() => source.read(new Uint8Array(4), 0)).toThrow('was closed before this was done')
  expect(() => source.size()).toThrow('was closed')
  closeSync(other)
})
it('a save is refused, and leaves nothing', async () => {
  const decoder = new Decoder(() => undefined)
  const ask = (call: string, args: object): Promise<unknown> => answer(decoderCalls, decoder, { id: 1, call, args })
  await ask('session.open', { path })
  await decoder.readThrough()
  const target = join(folder, 'b.pcapng')
  const saving = ask('session.save', { path: target, format: 'pcapng' })
  await new Promise((resolve) => setImmediate(resolve))
  await ask('session.close', {})
  expect(await saving).toMatchObject({
    error: { code: expect.stringMatching(/closed|cancelled|nothing-open/) as string },
  })
  expect(existsSync(target)).toBe(false)
})
