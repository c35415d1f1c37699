/** RFC 5171, Cisco's Unidirectional Link Detection: each end says whom it hears, so that a fibre broken in one direction is noticed. */
import { bits, bytes, expert, string, u16, u8 } from '../../dissect/field'
import { utf8Text } from '../../bytes/text'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'

const types: Readonly<Record<number, string>> = {
  1: 'Device ID',
  2: 'Port ID',
  3: 'Echo',
  4: 'Message interval',
  5: 'Timeout interval',
  6: 'Device name',
  7: 'Sequence number',
}
const DEVICE = 1
const PORT = 2

export const udld = protocol({
  name: 'udld',
  title: 'Unidirectional Link Detection',
  spec: 'RFC 5171',
  over: { 'llc.snap.00000c': [0x0111] },
  fields: {
    version: bits('udld.version', 'Version', 0xe0),
    opcode: bits('udld.opcode', 'Opcode', 0x1f, { names: { 0: 'Reserved', 1: 'Probe', 2: 'Echo', 3: 'Flush' } }),
    flags: u8('udld.flags', 'Flags', {
      of: {
        timeout: bits('udld.flags.rt', 'Recommended timeout', 0x01, { display: 'hex' }),
        again: bits('udld.flags.rsy', 'ReSynch', 0x02, { display: 'hex' }),
      },
    }),
    checksum: u16('udld.checksum', 'Checksum', { display: 'hex' }),
    type: u16('udld.tlv.type', 'Type', { display: 'hex', names: types }),
    length: u16('udld.tlv.len', 'Length'),
    device: string('udld.device_id', 'Device ID'),
    port: string('udld.sent_through_interface', 'Sent through Interface'),
    data: bytes('udld.data', 'Data', { help: 'An echo repeats which device and port the sender hears.' }),
    badLength: expert('udld.tlv.len.invalid', 'error', 'Malformed', 'TLV with invalid length (< 4)'),
  },
  decode(p, _, f) {
    const first = p.peek(1)
    p.add(f.version, p.at, 1, first >>> 5)
    p.add(f.opcode, p.at, 1, first & 0x1f)
    p.skip(1)
    p.take(f.flags)
    p.take(f.checksum)
    if (p.columns) p.say('')
    while (p.leftOnWire > 0) if (!item(p)) break
  },
})

/** False where its length cannot be. */
function item(p: Packet): boolean {
  const { f } = udld
  const type = p.peek(2)
  const length = p.peek(2, 2)
  const name = types[type] ?? `Unknown (0x${type.toString(16).padStart(4, '0')})`
  if (length < 4) {
    const was = p.open(p.text(`TLV with invalid length ${length} (< 4)`, p.at, 4))
    p.take(f.type)
    p.take(f.length)
    p.note(f.badLength, undefined, p.at - 2, 2)
    p.close(was)
    return false
  }
  p.need(length)
  const named = type === DEVICE || type === PORT
  const value = named && !p.indexing ? utf8Text(p.bytes, p.at + 4, length - 4) : ''
  if (named && p.columns) p.sayMore(`${name}: ${value}  `)
  const was = p.open(p.text(named ? `${name}: ${value}` : `Type: ${name}, length: ${length}`, p.at, length))
  p.take(f.type)
  p.take(f.length)
  if (length > 4) p.take(type === DEVICE ? f.device : type === PORT ? f.port : f.data, length - 4)
  p.close(was)
  return true
}
