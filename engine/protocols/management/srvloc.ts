/** RFC 2608, SLP: programs ask all at once who offers a service. The header, and of a service request what it asks for. */
import { bit, string, u16, u24, u8 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'

const functions: Readonly<Record<number, string>> = {
  1: 'Service Request',
  2: 'Service Reply',
  3: 'Service Registration',
  4: 'Service Deregister',
  5: 'Service Acknowledge',
  6: 'Attribute Request',
  7: 'Attribute Reply',
  8: 'DA Advertisement',
  9: 'Service Type Request',
  10: 'Service Type Reply',
  11: 'SA Advertisement',
}
const REQUEST = 1

export const srvloc = protocol({
  name: 'srvloc',
  title: 'Service Location Protocol',
  spec: 'RFC 2608',
  over: { 'udp.port': [427] },
  header: {
    version: u8('srvloc.version', 'Version'),
    function: u8('srvloc.function', 'Function', {
      names: functions,
      help: 'Whether a service is asked for, told of or registered.',
    }),
  },
  fields: {
    length: u24('srvloc.pktlen', 'Packet Length'),
    flags: u16('srvloc.flags_v2', 'Flags', {
      display: 'hex',
      show: (v) =>
        [
          `0x${v.toString(16).padStart(4, '0')}`,
          ...(v & 0x8000 ? ['Overflow'] : []),
          ...(v & 0x4000 ? ['Fresh Registration'] : []),
          ...(v & 0x2000 ? ['Multicast requested'] : []),
        ].join(', '),
      of: {
        overflow: bit('srvloc.flags_v2.overflow', 'Overflow', 0x8000, {
          trueFalse: ['Message will not fit in datagram', 'Message will fit in a datagram'],
        }),
        fresh: bit('srvloc.flags_v2.fresh', 'Fresh Registration', 0x4000, {
          trueFalse: ['New Service Registration', 'Not a new Service Registration'],
        }),
        multicast: bit('srvloc.flags_v2.reqmulti', 'Multicast requested', 0x2000, {
          trueFalse: ['Multicast (or broadcast) request', 'Not multicast or broadcast request'],
        }),
      },
    }),
    next: u24('srvloc.nextextoff', 'Next Extension Offset'),
    id: u24('srvloc.xid', 'XID', { help: 'The answer has the number of its request.' }),
    languageLength: u16('srvloc.langtaglen', 'Lang Tag Len'),
    language: string('srvloc.langtag', 'Lang Tag'),
    previousLength: u16('srvloc.srvreq.prlistlen', 'Previous Response List Length'),
    previous: string('srvloc.srvreq.prlist', 'Previous Response List'),
    typesLength: u16('srvloc.srvreq.srvtypelen', 'Service Type Length'),
    types: string('srvloc.srvreq.srvtypelist', 'Service Type List', { help: 'The service that is looked for.' }),
    scopesLength: u16('srvloc.srvreq.scopelistlen', 'Scope List Length'),
    scopes: string('srvloc.srvreq.scopelist', 'Scope List'),
    predicateLength: u16('srvloc.srvreq.predicatelen', 'Predicate Length'),
    predicate: string('srvloc.srvreq.predicate', 'Predicate'),
    spiLength: u16('srvloc.srvreq.slpspilen', 'SLP SPI Length'),
    spi: string('srvloc.srvreq.slpspi', 'SLP SPI'),
  },
  decode(p, h, f) {
    const version = p.u8(h.version)
    const word = functions[p.u8(h.function)] ?? `Unknown Function (${p.u8(h.function)})`
    p.say(word)
    if (version !== 2) return p.rest()
    p.take(f.length)
    p.take(f.flags)
    p.take(f.next)
    // Sixteen bits on the wire.
    const id = p.peek(2)
    p.add(f.id, p.at, 2, id)
    p.skip(2)
    text(p, f.languageLength, f.language)
    p.say(`${word}, V2 XID - ${id}`)
    if (p.u8(h.function) === REQUEST) {
      text(p, f.previousLength, f.previous)
      text(p, f.typesLength, f.types)
      text(p, f.scopesLength, f.scopes)
      text(p, f.predicateLength, f.predicate)
      text(p, f.spiLength, f.spi)
    }
    p.at = p.end
  },
})

/** A text behind its length. */
function text(p: Packet, length: Field, field: Field): void {
  const size = p.take(length)
  if (size) p.take(field, size)
}
