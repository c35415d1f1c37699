// Packets by place: a small cache of pages, so that neighbouring packets cost one read.
import { limits } from '../limits'
import type { ByteSource } from './types'

/**
 * Pages of one file, least recently used dropped first. Pages are never written to after they have been handed out; the
 * last one of a growing file is read anew when more of it is wanted than there was.
 */
export class PacketReader {
  private readonly pages = new Map<number, Uint8Array>()

  /** @param loaded is called whenever the file was read anew */
  constructor(
    private readonly source: ByteSource,
    private readonly loaded: () => void = () => {},
  ) {}

  /**
   * Bytes [from, from+length) of the file, fewer at its end; sixty neighbouring packets are one or two reads. A view where
   * they lie in one page, else a copy: do not write to it.
   */
  read(from: number, wanted: number): Uint8Array {
    const length = Math.max(0, Math.min(wanted, limits.blockLength))
    const { pageLength } = limits
    const firstPage = Math.floor(from / pageLength)
    const lastPage = Math.floor((from + length - 1) / pageLength)
    const inFirst = from - firstPage * pageLength
    if (lastPage <= firstPage) return this.page(firstPage, inFirst + length).subarray(inFirst, inFirst + length)
    const all = new Uint8Array(length)
    let done = 0
    for (let page = firstPage; page <= lastPage; page++) {
      const skip = page === firstPage ? inFirst : 0
      const take = Math.min(pageLength - skip, length - done)
      const part = this.page(page, skip + take).subarray(skip, skip + take)
      all.set(part, done)
      done += part.length
      if (part.length < take) break
    }
    return all.subarray(0, done)
  }

  private page(index: number, atLeast: number): Uint8Array {
    const { pageLength } = limits
    let page = this.pages.get(index)
    if (page) this.pages.delete(index)
    if (!page || page.length < atLeast) {
      const buffer = new Uint8Array(pageLength)
      let filled = 0
      for (let count = 1; count > 0 && filled < pageLength; filled += count)
        count = this.source.read(buffer.subarray(filled), index * pageLength + filled)
      page = buffer.subarray(0, filled)
      this.loaded()
    }
    this.pages.set(index, page)
    if (this.pages.size > limits.pages) for (const oldest of this.pages.keys()) return this.drop(oldest, page)
    return page
  }

  private drop(oldest: number, kept: Uint8Array): Uint8Array {
    this.pages.delete(oldest)
    return kept
  }
}

const readers = new WeakMap<ByteSource, PacketReader>()

/** The bytes of one packet, with a reader kept per source: `offset` and `captured` as the scanner gave them. */
export function readPacket(source: ByteSource, offset: number, captured: number): Uint8Array {
  let reader = readers.get(source)
  if (!reader) readers.set(source, (reader = new PacketReader(source)))
  return reader.read(offset, captured)
}
