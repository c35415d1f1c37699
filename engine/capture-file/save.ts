// Saving a capture: all of it or some packets, as pcapng or pcap, whole or not at all.
import { limits } from '../limits'
import { Refused } from '../refused'
import type { BytesOut } from './pcapng-writer'
import { ReplacementFile } from './replacement-file'
import type { Saving, SaveOptions } from './saving'
import { AsPcap } from './saving-pcap'
import { AsPcapng, CopyBlocks } from './saving-pcapng'
import { CaptureScanner } from './scanner'

export interface Saved {
  packets: number
  /** Length of the new file. */
  bytes: number
  /** Packet comments that have no place in the format. */
  commentsLost: number
}

/**
 * Saves. A pcapng file saved as pcapng keeps every block and option; packets that are left out are the only ones missing,
 * and a copy of everything is the same bytes. A torn end is left out.
 * @throws Refused: mixed-link-types, time-out-of-range, disk-full, no-permission, no-such-file, cancelled …; the target is then as it was.
 */
export async function saveCapture(options: SaveOptions): Promise<Saved> {
  const { source, scanner, path, onProgress, signal } = options
  const file = await ReplacementFile.create(path)
  const out = (bytes: Uint8Array): void => file.write(bytes)
  try {
    const saving = begin(options, out)
    const copy = new CaptureScanner(source, saving)
    saving.from(copy)
    const total = scanner.offset
    for (let done = false; !done;) {
      if (signal?.aborted) throw new Refused('cancelled', 'Saving was cancelled.')
      ;({ done } = await copy.step(total, limits.scanChunk))
      await file.flush()
      onProgress?.(copy.offset, total)
    }
    if (copy.offset < total)
      throw new Refused('source-changed', `Cannot save "${path}": the open file has been changed by another program.`)
    saving.end()
    if (signal?.aborted) throw new Refused('cancelled', 'Saving was cancelled.')
    await file.commit()
    return { packets: saving.packets, bytes: file.length, commentsLost: saving.commentsLost }
  } catch (error) {
    await file.abandon()
    throw error
  }
}

/** Saving that goes to no file of ours. */
type Growing = Omit<SaveOptions, 'path'>

/** What is saved while its source still grows: `out` gets each packet as soon as the source has it whole. */
export class GrowingCopy {
  private readonly saving: Saving
  private readonly copy: CaptureScanner
  private readonly options: Growing
  constructor(options: Growing, out: BytesOut) {
    this.options = options
    this.saving = begin({ ...options, path: '' }, out)
    this.copy = new CaptureScanner(options.source, this.saving)
    this.saving.from(this.copy)
  }
  /** Writes what the scanner of the source has taken since. @throws Refused: mixed-link-types, time-out-of-range */
  grown(): void {
    const { offset } = this.options.scanner
    while (this.copy.offset < offset && !this.copy.stepSync(offset, limits.scanChunk).done);
  }
  /** Nothing follows. */
  end(): void {
    this.grown()
    this.saving.end()
  }
}

function begin(options: SaveOptions, out: BytesOut): Saving {
  if (options.format === 'pcap') return new AsPcap(options, out)
  return options.scanner.format?.kind === 'pcapng' ? new CopyBlocks(options, out) : new AsPcapng(options, out)
}
