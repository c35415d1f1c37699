/** RFC 5036, label distribution (MPLS): routers greet each other over UDP and tell labels for prefixes over TCP. */
import type { Packet } from '../../dissect/packet'
import { lengthKnown, protocol } from '../../dissect/protocol'
import { addBits } from '../kit/bit-rows'
import { all, f } from './ldp/fields'
import { item } from './ldp/items'
import { messageName } from './ldp/names'

const VERSION = 1

export const ldp = protocol({
  name: 'ldp',
  title: 'Label Distribution Protocol',
  column: 'LDP',
  spec: 'RFC 5036',
  over: { 'udp.port': [646], 'tcp.port': [646] },
  messages: lengthKnown(4, (p) => 4 + p.peek(2, 2)),
  fields: all,
  decode(p) {
    // What does not say version 1 is not a greeting, and not the first of a stream either.
    if (p.left < 2 || p.peek(2) !== VERSION) return false
    if (p.columns) p.say('')
    p.take(f.version)
    p.limit(p.take(f.length))
    p.take(f.router)
    p.take(f.space)
    while (p.left > 0) message(p)
  },
})

function message(p: Packet): void {
  const type = p.peek(2) & 0x7fff
  const length = p.peek(2, 2)
  const name = messageName(type)
  const hex = `(0x${type.toString(16).padStart(4, '0')})`
  if (p.columns) p.sayMore(`${name ?? `Unknown Message ${hex}`} `)
  const was = p.open(p.text(name ?? `Unknown Message type ${hex}`, p.at, 4 + length))
  addBits(p, f.unknown, 1, p.peek(1))
  p.label(p.add(f.type, p.at, 2, type), `Message Type: ${name ?? 'Unknown Message Type'} (0x${type.toString(16)})`)
  p.skip(2)
  p.take(f.messageLength)
  // What claims more than there is has what there is.
  p.part(Math.min(length, p.left), () => {
    if (p.left >= 4) p.take(f.id)
    const isVendor = name === 'Vendor-Private Message'
    if ((isVendor || name === 'Experimental Message') && p.left >= 4) {
      p.take(isVendor ? f.vendor : f.experiment)
      if (p.left) p.take(f.data, p.left)
    }
    while (p.left >= 4) item(p)
  })
  p.close(was)
}
