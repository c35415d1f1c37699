/** RFC 2661 (version 2) and 3931 (version 3), L2TP: PPP sessions or other links carried over UDP or IP, and the messages that build them. */
import { none } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { bitRows } from '../kit/bit-rows'
import { f } from './l2tp/fields'
import { item } from './l2tp/items'
import type { Said } from './l2tp/items'
import { shortMessages } from './l2tp/names'

const IP_PROTOCOL = 115
const CONTROL = 0x8000
const hex8 = (v: number): string => `0x${v.toString(16).toUpperCase().padStart(8, '0')}`

export const l2tp = protocol({
  name: 'l2tp',
  title: 'Layer 2 Tunneling Protocol',
  column: 'L2TP',
  spec: 'RFC 2661',
  over: { 'udp.port': [1701], 'ip.proto': [IP_PROTOCOL] },
  fields: { ...f, wireKind: none('l2tp.pw_type', 'Pseudowire Type', { generated: true }) },
  decode(p) {
    if (p.columns) p.say('')
    const isOverIp = p.layerProtocol[p.layer - 1]?.name !== 'udp'
    if (isOverIp) return overIp(p)
    const version = p.peek(2) & 15
    if (version === 3) return three(p)
    if (version !== 2) return false
    two(p)
  },
  heading: (p) =>
    p.layerProtocol[p.layer - 1]?.name !== 'udp' || (p.peekAt(p.base, 2) & 15) === 3
      ? 'Layer 2 Tunneling Protocol version 3'
      : 'Layer 2 Tunneling Protocol',
})

function flags(p: Packet): number {
  const word = p.peek(2)
  const words = [word & CONTROL ? 'Type: Control Message' : 'Type: Data Message']
  if (word & 0x4000) words.push('Length Bit')
  if (word & 0x0800) words.push('Sequence Bit')
  const isThree = (word & 15) === 3
  if (!isThree && word & 0x0200) words.push('Offset bit')
  if (!isThree && word & 0x0100) words.push('Priority')
  const row = p.add(f.flags, p.at, 2, word)
  p.label(row, `Flags: 0x${word.toString(16).padStart(4, '0')}, ${words.join(', ')}`)
  const was = p.open(row)
  const list = [f.type, f.hasLength, f.hasSequence]
  bitRows(p, 2, isThree ? [...list, f.version] : [...list, f.hasOffset, f.priority, f.version])
  p.close(was)
  return word
}

function two(p: Packet): void {
  const start = p.at
  const word = flags(p)
  if (word & 0x4000) p.limit(p.take(f.length) - (p.at - start))
  const tunnel = p.take(f.tunnel)
  const session = p.take(f.session)
  const ends = `(tunnel id=${tunnel}, session id=${session})`
  if (word & 0x0800) {
    p.take(f.sent)
    p.take(f.received)
  }
  if (word & CONTROL)
    return control(p, (name) => (name ? `Control Message - ${name} ${ends}` : `Control Message - ZLB      ${ends}`))
  if (p.columns) p.say(`Data    Message            ${ends}`)
  if (word & 0x0200) {
    const pad = p.take(f.offset)
    if (pad) {
      p.need(pad)
      p.add(f.offsetPadding, p.at, pad)
      p.skip(pad)
    }
  }
  if (p.left) p.next('link', 'ppp')
}

/** Reads the pairs of a control message, and says what `info` makes of its name (none: an empty message). */
function control(p: Packet, info: (name: string | undefined) => string): void {
  if (!p.left) {
    if (p.columns) p.say(info(undefined))
    p.add(f.empty, p.at, 0)
    return
  }
  const said: Said = { message: undefined, local: undefined, remote: undefined }
  if (p.columns) p.say('Control Message')
  while (p.left > 0) {
    item(p, said)
    if (!p.columns || said.message === undefined) continue
    const name = shortMessages[said.message] ?? `Unknown (${said.message})`
    const local = said.local === undefined ? '' : `, LSID: ${String(said.local).padStart(2)}`
    const remote = said.remote === undefined ? '' : `, RSID: ${String(said.remote).padStart(2)}`
    p.say(`${info(name)}${local}${remote}`)
  }
}

function three(p: Packet): void {
  if (p.columns) p.name('L2TPv3')
  const start = p.at
  const word = flags(p)
  if (word & CONTROL) return controlThree(p, start)
  p.take(f.reserved)
  data(p)
}

function controlThree(p: Packet, start: number): void {
  p.limit(p.take(f.length) - (p.at - start))
  const connection = p.take(f.connection)
  p.take(f.sent)
  p.take(f.received)
  control(p, (name) => `Control Message - ${name ?? 'ZLB'} (ccid=${hex8(connection)})`)
}

/** Over IP itself a session of zero means a control message. */
function overIp(p: Packet): void {
  if (p.columns) p.name('L2TPv3')
  if (p.peek(4)) return data(p)
  p.take(f.sessionWide)
  const start = p.at
  flags(p)
  controlThree(p, start)
}

/** What a session carries is known to its ends only; the messages that built it seldom stand in the capture. */
function data(p: Packet): void {
  const session = p.take(f.sessionWide)
  if (p.columns) p.say(`D[S:${hex8(session)}]`)
  p.label(p.add(l2tp.f.wireKind, p.at, 0), '[Pseudowire Type: Unknown (0)]')
  p.rest()
}
