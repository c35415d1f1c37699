// Blocks with other options: what a save changes in an opened pcapng file. Everything else in the block stays as it is.
import { limits } from '../limits'
import { Refused } from '../refused'
import { block, option } from './block-types'
import { readOptions } from './options'
import { packetOptionsStart } from './packet-options'
import { optionsLength, putOptions, sectionOptions, textOptions } from './pcapng-writer'
import type { RawOption, SectionText } from './types'

/** The block `whole` with its options from `start` on replaced. */
function withOptions(whole: Uint8Array, start: number, options: RawOption[], little: boolean): Uint8Array {
  const length = start + optionsLength(options) + 4
  if (length > limits.blockLength)
    throw new Refused('block-too-large', `A block of ${length} bytes cannot be written.`, 'Shorten the comments.')
  const changed = new Uint8Array(length)
  changed.set(whole.subarray(0, start))
  const view = new DataView(changed.buffer)
  putOptions(view, start, options, little)
  view.setUint32(4, length, little)
  view.setUint32(length - 4, length, little)
  return changed
}

function allOptions(whole: Uint8Array, start: number, little: boolean): RawOption[] {
  const view = new DataView(whole.buffer, whole.byteOffset, whole.length)
  return readOptions(whole, view, start, whole.length - 4, little, Infinity)
}

/**
 * A packet block with these comments in place of its own. A Simple Packet Block cannot carry any: with comments it becomes
 * an Enhanced Packet Block on interface 0 at time 0.
 */
export function withComments(
  whole: Uint8Array,
  little: boolean,
  captured: number,
  comments: readonly string[],
): Uint8Array {
  const start = packetOptionsStart(whole, little)
  const added = textOptions(comments, [])
  if (start !== undefined) {
    const kept = allOptions(whole, start, little).filter((it) => it.code !== option.comment)
    return withOptions(whole, start, [...added, ...kept], little)
  }
  if (comments.length === 0) return whole
  const length = (captured + 3) & ~3
  const enhanced = new Uint8Array(28 + length)
  const view = new DataView(enhanced.buffer)
  view.setUint32(0, block.enhancedPacket, little)
  view.setUint32(20, captured, little)
  view.setUint32(24, new DataView(whole.buffer, whole.byteOffset).getUint32(8, little), little)
  enhanced.set(whole.subarray(12, 12 + captured), 28)
  return withOptions(enhanced, 28 + length, added, little)
}

/** A section header with these texts in place of its own, where given, and without a section length. */
export function withSectionText(whole: Uint8Array, little: boolean, said: SectionText): Uint8Array {
  const replaced = new Set<number>()
  if (said.comments) replaced.add(option.comment)
  if (said.hardware !== undefined) replaced.add(option.hardware)
  if (said.os !== undefined) replaced.add(option.os)
  if (said.application !== undefined) replaced.add(option.application)
  const kept = allOptions(whole, 24, little).filter((it) => !replaced.has(it.code))
  const changed = replaced.size > 0 ? withOptions(whole, 24, [...sectionOptions(said), ...kept], little) : whole.slice()
  new DataView(changed.buffer).setBigInt64(16, -1n, little) // the section may have become longer or shorter
  return changed
}
