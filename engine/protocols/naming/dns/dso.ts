/** DNS stateful operations (RFC 8490): messages inside a long-lived session, as type, length and value. */
import type { Packet } from '../../../dissect/packet'
import { dsoType } from '../../../names/dns-values'
import { messageFields as f } from './fields'

export function dsoMessages(p: Packet): void {
  const was = p.open(p.add(f.dso, p.at, p.left))
  while (p.left > 0) {
    const type = p.peek(2)
    const group = p.add(f.dsoTlv, p.at, 4)
    p.label(group, `DSO TLV: ${dsoType(type)}`)
    const outer = p.open(group)
    p.take(f.dsoTlvType)
    const length = p.take(f.dsoTlvLength)
    p.need(length)
    const end = p.at + length
    if (type === 1) {
      p.take(f.dsoTlvKeepaliveInactivity)
      p.take(f.dsoTlvKeepaliveInterval)
    } else if (type === 2) p.take(f.dsoTlvRetrydelayRetrydelay)
    else if (length) p.take(type === 3 ? f.dsoTlvEncpadPadding : f.dsoTlvData, length)
    p.at = end
    p.close(outer, true)
  }
  p.close(was)
}
