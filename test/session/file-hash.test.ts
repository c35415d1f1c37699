// The hash of a capture file: that of the bytes, anew when they change, none where it cannot be read.
import { createHash } from 'node:crypto'
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { hashOf } from '../../engine/session/file-hash'

it('is of the bytes that are there now', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wirelens-hash-'))
  try {
    const path = join(folder, 'a')
    writeFileSync(path, 'one')
    const of = (text: string) => ({ size: text.length, sha256: createHash('sha256').update(text).digest('hex') })
    expect(await hashOf(path)).toEqual(of('one'))
    appendFileSync(path, 'two')
    expect(await hashOf(path)).toEqual(of('onetwo'))
    rmSync(path)
    expect(await hashOf(path)).toEqual({ size: 0, sha256: '' })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
