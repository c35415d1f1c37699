/** Oracle's Transparent Network Substrate, as public descriptions and its own bytes tell: packets with a length, a type, and what is inside. */
import { bit, bool, bytesOf, string, u16, u32, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { lengthKnown, protocol } from '../../dissect/protocol'

const PORT = 1521
const types: Readonly<Record<number, string>> = {
  1: 'Connect',
  2: 'Accept',
  3: 'Acknowledge',
  4: 'Refuse',
  5: 'Redirect',
  6: 'Data',
  7: 'Null',
  9: 'Abort',
  11: 'Resend',
  12: 'Marker',
  13: 'Attention',
  14: 'Control',
}
const SECURE = 0xdeadbeef
const ids: Readonly<Record<number, string>> = {
  0x01: 'Set Protocol',
  0x02: 'Set Datatypes',
  0x03: 'User OCI Functions',
  0x04: 'Return Status',
  0x05: 'Access User Address Space',
  0x06: 'Row Transfer Header',
  0x07: 'Row Transfer Data',
  0x08: 'Return OPI Parameter',
  0x09: 'Function Complete',
  0x0a: 'N Error return definitions follow',
  0x0b: 'Sending I/O Vec only for fast UPI',
  0x0c: 'Sending long for fast UPI',
  0x0d: 'Invoke user callback',
  0x0e: 'LOB/FILE data follows',
  0x0f: 'Warning messages - may be a set of them',
  0x10: 'Describe Information',
  0x11: 'Piggy back function follow',
  0x12: 'Signals special action for untrusted callout support',
  0x13: 'Flush Out Bind data in DML/w RETURN when error',
  0x20: 'External Procedures and Services Registrations',
  0x44: 'External Procedures and Services Registrations',
}

export const tns = protocol({
  name: 'tns',
  title: 'Transparent Network Substrate Protocol',
  spec: 'public descriptions of Oracle Net',
  over: { 'tcp.port': [PORT] },
  // Since version 315 the length has four bytes, once the connection is accepted.
  messages: lengthKnown(8, (p) => p.peek(2) || p.peek(4)),
  looks: (p) => p.left >= 8 && (p.peek(2) || p.peek(4)) >= 8 && types[p.peek(1, 4)] !== undefined,
  fields: {
    request: bool('tns.request', 'Request', { hidden: true }),
    response: bool('tns.response', 'Response', { hidden: true }),
    length: u16('tns.length', 'Packet Length'),
    checksum: u16('tns.packet_checksum', 'Packet Checksum', { display: 'hex' }),
    type: u8('tns.type', 'Packet Type', { names: types, help: 'Connecting, data, or a word about the connection.' }),
    reserved: bytesOf('tns.reserved_byte', 'Reserved Byte', 1),
    headerChecksum: u16('tns.header_checksum', 'Header Checksum', { display: 'hex' }),
    connectData: string('tns.connect_data', 'Connect Data', { help: 'Which database is meant, and who asks.' }),
    flags: u16('tns.data_flag', 'Data Flag', {
      display: 'hex',
      of: {
        send: bit('tns.data_flag.send', 'Send Token', 0x1),
        request: bit('tns.data_flag.rc', 'Request Confirmation', 0x2),
        confirmation: bit('tns.data_flag.c', 'Confirmation', 0x4),
        reserved: bit('tns.data_flag.reserved', 'Reserved', 0x8),
        more: bit('tns.data_flag.more', 'More Data to Come', 0x20),
        eof: bit('tns.data_flag.eof', 'End of File', 0x40),
        immediate: bit('tns.data_flag.dic', 'Do Immediate Confirmation', 0x80),
        toSend: bit('tns.data_flag.rts', 'Request To Send', 0x100),
        trailer: bit('tns.data_flag.sntt', 'Send NT Trailer', 0x200),
      },
    }),
    id: u8('tns.data_id', 'Data ID', { display: 'hex', names: ids }),
    secureId: u32('tns.data_id.sns', 'Data ID', { display: 'hex', names: { [SECURE]: 'Secure Network Services' } }),
  },
  decode(p, _, f) {
    if (p.first) return p.leaveOpen()
    if (p.nth()) p.fence()
    const start = p.at
    const isRequest = p.destinationPort === PORT
    p.need(8)
    const type = p.peek(1, 4)
    const name = types[type] ?? 'Unknown'
    const more = type === 6 && p.left >= 11 ? dataName(p) : ''
    p.sayBehind('', `${isRequest ? 'Request' : 'Response'}, ${name} (${type})${more ? `, ${more}` : ''}`)
    p.hide(isRequest ? f.request : f.response, start, 0, 1)
    if (p.peek(2)) {
      p.take(f.length)
      p.take(f.checksum)
    } else {
      p.add(f.length, start, 4, p.peek(4))
      p.skip(4)
    }
    for (const field of [f.type, f.reserved, f.headerChecksum]) p.take(field)
    if (type === 1) drawConnect(p, start)
    else if (type === 6) drawData(p)
    if (p.left) p.rest()
  },
})

/** What data is about, when its first bytes tell. */
function dataName(p: Packet): string {
  if (p.left >= 14 && p.peek(4, 10) === SECURE) return 'Secure Network Services'
  return ids[p.peek(1, 10)] ?? ''
}

function drawConnect(p: Packet, start: number): void {
  const { f } = tns
  const was = p.open(p.text('Connect', p.at, p.left))
  const length = p.peek(2, 16)
  const offset = p.peek(2, 18)
  const from = start + offset
  if (length && from >= p.at && from + length <= p.end) p.add(f.connectData, from, length)
  p.at = p.end
  p.close(was)
}

function drawData(p: Packet): void {
  const { f } = tns
  const was = p.open(p.text('Data', p.at, p.left))
  p.take(f.flags)
  if (p.left >= 4 && p.peek(4) === SECURE) p.add(f.secureId, p.at, 4, SECURE)
  else if (p.left && ids[p.peek(1)]) p.take(f.id)
  p.close(was)
}
