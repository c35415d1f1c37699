/** RFC 1002 4.3, NetBIOS sessions (port 139), and the same four bytes in front of SMB alone (port 445, MS-SMB2 2.1). */
import { bool, bytes, string, u8, uint } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { encodedName, nameKind } from '../kit/netbios-name'

const types: Readonly<Record<number, string>> = {
  0x00: 'Session message',
  0x81: 'Session request',
  0x82: 'Positive session response',
  0x83: 'Negative session response',
  0x84: 'Retarget session response',
  0x85: 'Session keep-alive',
}
const errors: Readonly<Record<number, string>> = {
  0x80: 'Not listening on called name',
  0x81: 'Not listening for calling name',
  0x82: 'Called name not present',
  0x83: 'Called name present, but insufficient resources',
  0x8f: 'Unspecified error',
}
const HEADER = 4
const DIRECT = 445

const isDirect = (p: Packet): boolean => p.sourcePort === DIRECT || p.destinationPort === DIRECT
/** Length behind the header: 17 bits, or 24 without NetBIOS. */
const lengthOf = (p: Packet): number => (isDirect(p) ? p.peek(3, 1) : ((p.peek(1, 1) & 1) << 16) | p.peek(2, 2))
/** Whether a message begins here: else the middle of one whose beginning was not captured. */
const begins = (p: Packet): boolean => types[p.peek(1)] !== undefined && (isDirect(p) || (p.peek(1, 1) & 0xfe) === 0)

export const nbss = protocol({
  name: 'nbss',
  title: 'NetBIOS Session Service',
  column: 'NBSS',
  spec: 'RFC 1002',
  over: { 'tcp.port': [139, DIRECT] },
  looks: (p) => p.left > 0,
  messages: {
    cut: (p) => (p.left < HEADER ? 0 : begins(p) ? HEADER + lengthOf(p) : p.left),
    isSized: true,
  },
  fields: {
    type: u8('nbss.type', 'Message Type', { display: 'hex', names: types }),
    flags: u8('nbss.flags', 'Flags', { display: 'hex' }),
    extend: bool('nbss.flags.e', 'Extend'),
    length: uint('nbss.length', 'Length', { help: 'Bytes behind this header.' }),
    called: string('nbss.called_name', 'Called name'),
    calling: string('nbss.calling_name', 'Calling name'),
    error: u8('nbss.error_code', 'Error code', { display: 'hex', names: errors }),
    continuation: bytes('nbss.continuation_data', 'Continuation data'),
  },
  decode(p, _, f) {
    if (p.info && p.nth() > 0) p.fence('; ')
    if (!begins(p)) {
      if (p.columns) p.say('NBSS Continuation Message')
      p.add(f.continuation, p.at, p.left)
      p.at = p.end
      return
    }
    const type = p.peek(1)
    const length = lengthOf(p)
    p.take(f.type)
    if (isDirect(p)) p.take(f.length, 3)
    else {
      p.take(f.flags)
      p.take(f.length, 2)
    }
    p.limit(length)
    if (p.columns) p.say(types[type]!)
    if (type === 0) session(p)
    else if (type === 0x81) {
      const called = name(p, f.called)
      const calling = name(p, f.calling)
      if (p.columns) p.sayMore(`, to ${called} from ${calling}`)
    } else if (type === 0x83) {
      const code = p.take(f.error)
      if (p.columns) p.sayMore(`, ${errors[code] ?? `Unknown (${code})`}`)
    }
    p.at = p.end
  },
})

function session(p: Packet): void {
  for (const reader of p.registry.table('netbios').guesses) if (p.looksLike(reader) === true && p.nest(reader)) return
}

function name(p: Packet, field: typeof nbss.f.called): string {
  const encoded = encodedName(p, p.at, p.base)
  p.add(field, p.at, encoded.length, encoded.kind < 0 ? encoded.text : `${encoded.text} (${nameKind(encoded.kind)})`)
  p.skip(encoded.length)
  return encoded.text
}
