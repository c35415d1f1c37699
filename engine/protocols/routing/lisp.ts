/** RFC 9301, LISP: which router to ask for an address, told by a map of its own. The headers of control messages. */
import { bits, u64, u8 } from '../../dissect/field'
import { protocol } from '../../dissect/protocol'

const types: Readonly<Record<number, string>> = {
  1: 'Map-Request',
  2: 'Map-Reply',
  3: 'Map-Register',
  4: 'Map-Notify',
  6: 'Map-Referral',
  7: 'Info',
  8: 'Encapsulated Control Message',
}

export const lisp = protocol({
  name: 'lisp',
  title: 'Locator/ID Separation Protocol',
  shortName: 'LISP Control',
  spec: 'RFC 9301',
  over: { 'udp.port': [4342] },
  fields: {
    type: bits('lisp.type', 'Type', 0xf00000, {
      names: types,
      help: 'Whether a place is asked for, told or registered.',
    }),
    records: u8('lisp.records', 'Record Count'),
    nonce: u64('lisp.nonce', 'Nonce', { display: 'hex' }),
  },
  decode(p, _h, f) {
    const type = p.peek(1) >> 4
    p.say(types[type] ?? `Unknown Type (${type})`)
    if (type < 1 || type > 4) return p.rest()
    p.need(4)
    p.add(f.type, p.at, 3, type)
    p.skip(3)
    p.take(f.records)
    p.take(f.nonce)
    p.at = p.end
  },
})
