/** RFC 2205, resource reservation, with the extensions for traffic engineering of RFC 3209 and 3473: who asks routers to keep capacity or a label for a path. */
import { fold16, shouldBe, sum16 } from '../../bytes/checksum'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { bitRows } from '../kit/bit-rows'
import { all, f } from './rsvp/fields'
import { messages } from './rsvp/names'
import { object } from './rsvp/objects'

const BUNDLE = 12
const kinds = { 1: f.isPath, 2: f.isResv, 3: f.isPathError, 20: f.isHello } as const

export const rsvp = protocol({
  name: 'rsvp',
  title: 'Resource ReserVation Protocol (RSVP)',
  column: 'RSVP',
  spec: 'RFC 2205',
  over: { 'ip.proto': [46], 'udp.port': [3455] },
  fields: all,
  decode(p) {
    message(p, 0)
  },
})

/** `deep`: inside a bundle (RFC 2961, 3.1), which holds no further bundle. */
function message(p: Packet, deep: number): void {
  const type = p.peek(1, 1)
  const name = messages[type] ?? `Unknown (${type}). `
  if (p.columns && !deep) p.say(name)
  const start = p.at
  const root = deep ? -1 : p.layerRecord[p.layer]!
  p.label(root, `Resource ReserVation Protocol (RSVP): ${name}`)
  const length = header(p, name)
  p.limit(length - (p.at - start))
  if (type === BUNDLE && !deep) {
    if (p.columns) p.say('Component Messages Dissected')
    while (p.left > 0) {
      const size = Math.max(8, p.peek(2, 6))
      p.need(size)
      p.part(size, () => message(p, 1))
    }
    return
  }
  let said = name
  while (p.left > 0) {
    const more = object(p)
    if (!more || deep) continue
    said += more
    if (p.columns) p.sayMore(more)
    p.label(root, `Resource ReserVation Protocol (RSVP): ${said}`)
  }
}

function header(p: Packet, name: string): number {
  const start = p.at
  const whole = p.left
  const type = p.peek(1, 1)
  const was = p.open(
    p.text(`RSVP Header. ${name.startsWith('Unknown') ? `Unknown Message (${type}). ` : name}`, start, 8),
  )
  bitRows(p, 1, [f.version, f.flags])
  p.take(f.type)
  const kind = kinds[type as keyof typeof kinds]
  if (kind) p.hide(kind, p.at - 1, 1, 1)
  const said = p.peek(2)
  const row = p.add(f.checksum, p.at, 2, said)
  p.skip(2)
  p.take(f.ttl)
  p.skip(1)
  const length = p.take(f.length)
  p.close(was)
  // A bundle's checksum is over its own head only, and not checked.
  if (!p.drawing || whole < length || length < 8 || type === BUNDLE) return length
  const sum = sum16(p.bytes, start, length)
  const isRight = fold16(sum) === 0xffff
  const hex = (v: number): string => `0x${v.toString(16).padStart(4, '0')}`
  p.label(
    row,
    `Message Checksum: ${hex(said)} [${isRight ? 'correct' : `incorrect, should be ${hex(shouldBe(sum, said))}`}]`,
  )
  return length
}
