/** How large an answer is on its way to a window: an upper bound of what MessagePack makes of it, without making it. */
import { Buffer } from 'node:buffer'
import { limits } from '../limits'
import { Refused } from '../refused'

/** Bytes that a number, or the head of a text, a list or an object, takes at most. */
const head = 9

/** Refuses an answer that a port does not carry: a window would lose its connection over it. */
export function checkSize(value: unknown, call: string): void {
  if (sizeOf(value, limits.answer) <= limits.answer) return
  const most = `${limits.answer / 1024 / 1024} MiB`
  throw new Refused(
    'answer-too-large',
    `The answer to “${call}” is larger than ${most}, the most that goes to a window at once.`,
    'Ask for fewer rows or packets at a time.',
  )
}

/** Bytes of `value`; counting ends once they are more than `most`. */
export function sizeOf(value: unknown, most: number): number {
  if (typeof value === 'string') return head + (value.length > most ? value.length : Buffer.byteLength(value, 'utf8'))
  if (typeof value !== 'object' || value === null) return head
  if (ArrayBuffer.isView(value)) return head + value.byteLength
  let size = head
  if (Array.isArray(value)) {
    for (let n = 0; n < value.length && size <= most; n++) size += sizeOf(value[n], most - size)
    return size
  }
  for (const [name, part] of Object.entries(value)) {
    if (size > most) break
    size += head + name.length + sizeOf(part, most - size)
  }
  return size
}
