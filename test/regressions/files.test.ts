// Files that a mistake of ours was found with, named for its cause. Each is opened, read and shown by a decoder, as the app does.
import { expect, it } from 'vitest'
import { Decoder } from '../../engine/api/decoder'
import type { CaptureStatus } from '../../engine/api/shapes'

async function opened(name: string): Promise<CaptureStatus> {
  const decoder = new Decoder(() => undefined)
  await decoder.load(`test/regressions/${name}`, {})
  await decoder.readThrough()
  const status = decoder.status()
  decoder.shut()
  return status
}

it('gzip with rubbish behind its end: opening never came to an end', async () => {
  expect(await opened('gzip-rubbish-behind.pcap.gz')).toMatchObject({ packets: 1, complete: true })
}, 5000)
