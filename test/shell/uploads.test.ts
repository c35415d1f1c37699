// Captures dropped on the window of the browser shell: our copy is gone as soon as nobody shows it.
import { existsSync, readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect } from 'vitest'
import type { CaptureStatus } from '../../engine/api/shapes'
import { makeCapture, withHost } from '../faults/scene'
import { needs } from '../support/skip'

const { it } = needs(existsSync('dist/decoder/decoder.js'), 'dist/ is not built: `npm test` builds it')

it('an upload is deleted when something else is opened, at the end, and when it is no capture', () => {
  let last = ''
  return withHost(async ({ ask }) => {
    const upload = (bytes: Uint8Array): Promise<CaptureStatus> =>
      ask<CaptureStatus>('files.upload', { name: 'a.pcapng', bytes, at: 0, last: true })
    const ours = (path: string): string[] => readdirSync(dirname(path)).filter((name) => name.startsWith('upload-'))
    const first = await upload(makeCapture(3))
    expect([first.packets, existsSync(first.path)]).toEqual([3, true])
    const second = await upload(makeCapture(4))
    expect([existsSync(first.path), existsSync(second.path)]).toEqual([false, true])
    await expect(upload(new TextEncoder().encode('no capture'))).rejects.toMatchObject({ code: 'not-a-capture' })
    expect(ours(second.path)).toHaveLength(1)
    await ask('samples.open', { id: 'tcp-hello' })
    expect(existsSync(second.path)).toBe(false)
    last = (await upload(makeCapture(5))).path
  }).then(() => expect(existsSync(last)).toBe(false))
})
