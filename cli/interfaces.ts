/** `-D`, and finding the interface that `-i` means. */
import { CaptureRefused, listAdapters } from '../native/drivers'
import type { Adapter } from '../native/drivers'
import { Refused } from '../engine/refused'
import { safe } from './terminal-text'

/** A refusal of the capture driver as one of ours. */
export function refusedByDriver(error: unknown): unknown {
  return error instanceof CaptureRefused ? new Refused('capture', error.message, error.hint) : error
}

async function adapters(): Promise<Adapter[]> {
  try {
    return (await listAdapters()).adapters
  } catch (error) {
    throw refusedByDriver(error)
  }
}

/** Lines `1. eth0 (description)`. */
export async function interfaceList(): Promise<string> {
  const lines = (await adapters()).map(({ name, friendly, description }, i) => {
    const more = friendly || description
    return `${i + 1}. ${safe(name)}${more ? ` (${safe(more)})` : ''}\n`
  })
  if (!lines.length)
    throw new Refused(
      'capture',
      'There is no interface to capture on.',
      'Capturing may need more rights: see wirelens -i lo.',
    )
  return lines.join('')
}

/**
 * The interface with this name, this number in `-D`, or this friendly name; the first that is up without any. A name that is not listed
 * is refused: libpcap would take it for much else (drivers.ts, `requireAdapter`).
 */
export async function findInterface(wanted: string | undefined): Promise<string> {
  const list = await adapters()
  if (wanted === undefined) {
    const first = list.find((it) => it.up && !it.loopback && it.name !== 'any') ?? list.find((it) => it.up)
    if (first) return first.name
    throw new Refused(
      'capture',
      'There is no interface to capture on that is up.',
      'Choose one with -i; wirelens -D lists them.',
    )
  }
  const named = list.find((it) => it.name === wanted || (it.friendly !== '' && it.friendly === wanted))
  if (named) return named.name
  const numbered = /^\d+$/.test(wanted) ? list[Number(wanted) - 1] : undefined
  if (numbered) return numbered.name
  const what = /^\d+$/.test(wanted) ? `There is no interface number ${wanted}.` : `${safe(wanted)}: no such interface.`
  throw new Refused('capture', what, 'wirelens -D lists them.')
}
