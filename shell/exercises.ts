/** Opens an exercise capture: the decoder makes it, into a file of ours that goes when something else is opened. */
import { join } from 'node:path'
import type { CaptureStatus } from '../engine/api/shapes'
import { spoken } from '../engine/words/language'
import type { Host } from './host'
import { temporaryFolder } from './places'

export async function openExercise(host: Host, name: string, seed: number): Promise<CaptureStatus> {
  await host.capture.stop()
  // The name of the scenario stays out of the path: it comes from a window.
  const path = join(temporaryFolder(), `exercise-${process.pid}-${seed}.tmp`)
  await host.makeExercise({ name, seed, language: spoken(), path })
  return host.openUpload(path, `${name}-${seed}.pcapng`)
}
