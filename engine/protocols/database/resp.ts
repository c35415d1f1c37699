/** Redis serialization protocol 2: values that begin with a sign of their kind and end with a line end. */
import { bytes, i32, none, string } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { MORE, protocol } from '../../dissect/protocol'
import { limits } from '../../limits'
import { utf8Text } from '../../bytes/text'
import { latin, wholeLine } from '../kit/lines'

const PORT = 6379
const f = {
  string: string('resp.string', 'String', { help: 'A short text, such as OK.' }),
  error: string('resp.error', 'Error'),
  integer: string('resp.integer', 'Integer'),
  bulk: none('resp.bulk_string', 'Bulk String'),
  bulkLength: i32('resp.bulk_string.length', 'Length'),
  bulkValue: bytes('resp.bulk_string.value', 'Value', { help: 'Any bytes, with their length in front.' }),
  array: none('resp.array', 'Array'),
  arrayLength: i32('resp.array.length', 'Length'),
  fragment: none('resp.fragment', 'Fragment'),
}

/** Where the value at `at` ends; −1 when its end is not there. Arrays are as deep as the cap on nested values. */
function endOf(p: Packet, at: number, deep: number): number {
  const { bytes: b, end } = p
  const line = wholeLine(b, at, end)
  if (!line) return -1
  const kind = b[at]
  if (kind !== BULK && kind !== ARRAY) return line.next
  const count = Number(latin(b, at + 1, Math.min(line.stop, at + 12)))
  if (!(count >= 0)) return line.next
  if (kind === BULK) {
    const stop = line.next + count + 2
    return stop <= end ? stop : -1
  }
  let next = line.next
  for (let i = 0; i < count && deep < limits.nestedValues; i++) {
    next = next < end ? endOf(p, next, deep + 1) : -1
    if (next < 0) return -1
  }
  return next
}
const BULK = 36
const ARRAY = 42

export const resp = protocol({
  name: 'resp',
  title: 'REdis Serialization Protocol',
  spec: 'RESP 2',
  over: { 'tcp.port': [PORT] },
  messages: {
    cut(p) {
      let at = p.at
      while (at < p.end) {
        const next = endOf(p, at, 0)
        if (next < 0) break
        at = next
      }
      return at > p.at && at === p.end ? at - p.at : MORE
    },
  },
  fields: f,
  decode(p) {
    if (p.first) return
    if (p.nth()) p.fence()
    const words: string[] = []
    while (p.at < p.end) drawValue(p, words, 0)
    p.sayBehind('', `${p.destinationPort === PORT ? 'Request' : 'Response'}: ${words.join(' ')}`)
  },
})

function drawValue(p: Packet, words: string[], deep: number): void {
  const { bytes: b, at, end } = p
  const line = wholeLine(b, at, end) ?? { stop: end, next: end }
  const length = line.next - at
  const text = (): string => utf8Text(b, at + 1, line.stop - at - 1)
  p.at = line.next
  switch (b[at]) {
    case 43:
      p.add(f.string, at, length, text())
      return void words.push(text())
    case 45:
      p.add(f.error, at, length, text())
      return void words.push(`Error: ${text()}`)
    case 58:
      p.add(f.integer, at, length, text())
      return void words.push(text())
    case BULK:
      return drawBulk(p, at, Number(text()), words)
    case ARRAY:
      return drawArray(p, at, Number(text()), words, deep)
    default:
      p.add(f.fragment, at, length)
      words.push('[fragment]')
  }
}

function drawBulk(p: Packet, at: number, size: number, words: string[]): void {
  const was = p.open(p.add(f.bulk, at, p.at - at + Math.max(0, size + 2)))
  p.add(f.bulkLength, at, p.at - at, size)
  if (size >= 0) {
    const there = Math.min(size, p.left)
    words.push(utf8Text(p.bytes, p.at, there))
    p.take(f.bulkValue, there)
    p.at = Math.min(p.end, p.at + 2)
  } else words.push('(null)')
  p.close(was)
}

function drawArray(p: Packet, at: number, count: number, words: string[], deep: number): void {
  const row = p.add(f.array, at, 0)
  const was = p.open(row)
  p.add(f.arrayLength, at, p.at - at, count)
  const inner: string[] = []
  if (deep < limits.nestedValues) for (let i = 0; i < count && p.at < p.end; i++) drawValue(p, inner, deep + 1)
  words.push(inner.join(' '))
  p.close(was, true)
}
