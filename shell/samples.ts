/** The captures that come with Wirelens: made by the project's own packet builder, see test/support/samples.ts. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CaptureStatus } from '../engine/api/shapes'
import { Refused } from '../engine/refused'
import type { Host } from './host'
import type { Sample } from './shapes'

export const samples: readonly Sample[] = [
  { id: 'tcp-hello', packets: 9 },
  { id: 'arp-pairs', packets: 11 },
  { id: 'dns-ping', packets: 6 },
]

export function openSample(host: Host, id: string): Promise<CaptureStatus> {
  const sample = samples.find((s) => s.id === id)
  if (!sample) throw new Refused('no-such-sample', `There is no sample “${id}”.`)
  return host.openTemporary(sampleFile(sample.id), `${sample.id}.pcapng`, false, false)
}

/** Finds `samples/` beside the bundles, in a package or in the sources. */
function sampleFile(id: string): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  for (let up = 0; up < 5; up++) {
    const path = join(folder, 'samples', `${id}.pcapng`)
    if (existsSync(path)) return path
    folder = dirname(folder)
  }
  throw new Refused('no-samples', 'The sample captures are missing from this installation.', 'Install Wirelens again.')
}
