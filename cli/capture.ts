/** `-i`: a live capture. The helper writes packets to a file; what is in the file is printed as it grows, like any other capture. */
import { Refused } from '../engine/refused'
import { requireDriver, startCapture } from '../native/drivers'
import type { CaptureEnd, CaptureOptions, CaptureProcess } from '../native/drivers'
import { exitCode } from './exit-codes'
import { Follower } from './follow'
import { isPipe } from './pipe'
import { readPipe } from './read'
import { findInterface, refusedByDriver } from './interfaces'
import { printing } from './options'
import type { Options } from './options'
import { OutputClosed, say } from './output'
import { captureFilterHint, selectionOf } from './filter'
import { safe } from './terminal-text'
import { onSignal, temporaryPlace } from './temporary'
import { isStream, writePackets } from './write'

/** Problems of a capture that have exit code 2: the file is cut back to its last whole packet. */
const fileProblems: Readonly<Record<string, string>> = { DISKFULL: 'disk-full' }

/** @returns the exit code; a capture that was stopped, by whatever was asked for, is done */
export async function captureLive(o: Options): Promise<number> {
  const [wanted] = o.interfaces
  if (wanted !== undefined && isPipe(wanted)) return capturePipe(o, wanted)
  const selection = selectionOf(o)
  const adapter = await findInterface(o.interfaces[0])
  // The helper writes pcapng; any other form is made of that at the end.
  const direct = o.write !== null && !isStream(o.write) && o.fileFormat === 'pcapng'
  const place = direct ? null : temporaryPlace('capture.pcapng')
  const path = place?.path ?? o.write!
  const follower = new Follower(o, path, selection)
  let failure: unknown
  const fail = (error: unknown): void => {
    failure ??= error
    void running.stop()
  }
  const driver = await requireDriver().catch((error: unknown) => {
    throw refusedByDriver(error)
  })
  if (driver.kind === 'cap' && !o.silent)
    say(
      'wirelens: The capture helper is not there; the cap driver is used, which loses packets under load and has no exact times.',
    )
  const running: CaptureProcess = startCapture(driver, captureOptions(o, adapter, path), {
    started: ({ warning }) => {
      if (o.silent) return
      say(`Capturing on '${safe(adapter)}'`)
      if (warning) say(`wirelens: ${safe(warning)}`)
    },
    written: ({ end, packets }) => {
      follower.grown(end).catch(fail)
      showCount(o, packets)
    },
  })
  const release = onSignal(() => void running.stop())
  const end = await running.ended
  release()
  try {
    if (!failure) await follower.finish(end.end)
    if (place && o.write !== null && o.fileFormat !== 'pcapng' && end.end > 0)
      await follower.withSession((s) => writePackets(o, s, selection))
  } catch (error) {
    failure ??= error
  } finally {
    follower.close()
  }
  if (!end.problem || end.packets) sayCounts(o, end)
  if (failure) {
    place?.remove()
    if (failure instanceof OutputClosed) return exitCode.file
    throw failure
  }
  if (end.problem) return refuse(end, place, o.captureFilter)
  place?.remove()
  return exitCode.done
}

/** `-i` with a pipe: its packets are those of the interface. */
function capturePipe(o: Options, path: string): Promise<number> {
  if (o.captureFilter)
    throw new Refused(
      'usage',
      'A capture filter (-f) does nothing with packets that come through a pipe.',
      'Give it to the program that captures them, or choose with -Y.',
    )
  return readPipe(o, path)
}

function captureOptions(o: Options, adapter: string, out: string): CaptureOptions {
  const { seconds, kilobytes } = o.stop
  const packets = Math.min(o.count || Infinity, o.stop.packets || Infinity)
  return {
    interface: adapter,
    out,
    overwrite: true,
    promiscuous: o.promiscuous,
    monitor: o.monitor,
    ...(o.snapLength ? { snap: o.snapLength } : {}),
    ...(o.buffer ? { buffer: o.buffer } : {}),
    ...(o.captureFilter ? { filter: o.captureFilter } : {}),
    ...(packets < Infinity ? { packets } : {}),
    ...(kilobytes ? { bytes: kilobytes * 1000 } : {}),
    ...(seconds ? { seconds } : {}),
  }
}

/** A running count for a person who watches a capture that is not printed. */
function showCount(o: Options, packets: number): void {
  if (!o.quiet && !printing(o) && process.stderr.isTTY) process.stderr.write(`\r${packets} `)
}

function sayCounts(o: Options, { packets, dropped }: CaptureEnd): void {
  if (o.silent) return
  const counted = (n: number): string => `${n} packet${n === 1 ? '' : 's'}`
  say(`${!o.quiet && !printing(o) && process.stderr.isTTY ? '\r' : ''}${counted(packets)} captured`)
  if (dropped)
    say(`${counted(dropped)} dropped: they arrived faster than they could be taken. A larger buffer (-B) helps.`)
}

/** A capture that ended by itself with a problem. What was captured into a temporary file stays there. */
function refuse(
  { problem, packets }: CaptureEnd,
  place: ReturnType<typeof temporaryPlace> | null,
  filter: string,
): never {
  const { code, message, hint } = problem!
  let more = (code === 'BADFILTER' && captureFilterHint(filter)) || hint
  if (place && packets) {
    place.keep()
    more = `${hint} What was captured is in ${place.path}.`
  } else place?.remove()
  throw new Refused(fileProblems[code] ?? 'capture', message, more)
}
