/** RFC 3618, MSDP: rendezvous points of different networks tell each other which senders of multicast there are. */
import { ipv4 as ipv4Text } from '../../bytes/read'
import { bits, bytes, ipv4, u16, u24, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { lengthKnown, protocol } from '../../dissect/protocol'
import { bitRows } from '../kit/bit-rows'

type Names = Readonly<Record<number, string>>
const types: Names = {
  1: 'IPv4 Source-Active',
  2: 'IPv4 Source-Active Request',
  3: 'IPv4 Source-Active Response',
  4: 'KeepAlive',
  5: 'Notification',
  6: 'MSDP traceroute in progress',
  7: 'MSDP traceroute reply',
}
const errors: Names = {
  1: 'Message Header Error',
  2: 'SA-Request Error',
  3: 'SA-Message/SA-Response Error',
  4: 'Hold Timer Expired',
  5: 'Finite State Machine Error',
  6: 'Notification',
  7: 'Cease',
}
const HEAD = 3
const SOURCE = 12

export const msdp = protocol({
  name: 'msdp',
  title: 'Multicast Source Discovery Protocol',
  column: 'MSDP',
  spec: 'RFC 3618',
  over: { 'tcp.port': [639] },
  messages: lengthKnown(HEAD, (p) => p.peek(2, 1)),
  fields: {
    type: u8('msdp.type', 'Type', { names: (v) => types[v] ?? 'Unknown' }),
    length: u16('msdp.length', 'Length'),
    count: u8('msdp.sa.entry_count', 'Entry Count'),
    point: ipv4('msdp.sa.rp_addr', 'RP Address', { help: 'Rendezvous point where these senders registered.' }),
    reserved: u24('msdp.sa.reserved', 'Reserved', { display: 'hex' }),
    prefix: u8('msdp.sa.sprefix_len', 'Sprefix len'),
    group: ipv4('msdp.sa.group_addr', 'Group Address', { help: 'Group that is sent to.' }),
    source: ipv4('msdp.sa.src_addr', 'Source Address', { help: 'Who sends.' }),
    askReserved: u8('msdp.sa_req.res', 'Reserved', { display: 'hex' }),
    asked: ipv4('msdp.sa_req.group_addr', 'Group Address'),
    open: bits('msdp.not.o', 'Open-bit', 0x80, { show: (v) => `0x${v}` }),
    error: bits('msdp.not.error', 'Error Code', 0x7f, { names: (v) => errors[v] ?? 'Unknown' }),
    suberror: u8('msdp.not.error_sub', 'Error subcode', { names: (v) => (v ? 'Unknown' : 'Unspecific') }),
    contents: bytes('msdp.tlv_contents', 'TLV contents'),
  },
  decode(p, _, f) {
    const type = p.peek(1)
    if (p.columns) {
      const name = types[type] ?? '<Unknown MSDP TLV type>'
      p.say(name)
    }
    p.take(f.type)
    const length = p.take(f.length)
    p.limit(length - HEAD)
    if (type === 1 || type === 3) sources(p)
    else if (type === 2 && p.left >= 5) {
      p.take(f.askReserved)
      p.take(f.asked)
    } else if (type === 5 && p.left >= 2) {
      bitRows(p, 1, [f.open, f.error])
      p.take(f.suberror)
    } else if (p.left && type !== 4) p.take(f.contents, p.left)
    p.at = p.end
  },
})

function sources(p: Packet): void {
  const { f } = msdp
  const count = p.take(f.count)
  p.take(f.point)
  for (let n = 0; n < count && p.left >= SOURCE; n++) {
    const at = p.at
    const text = `(S,G) block: ${ipv4Text(p.bytes, at + 8)}/${p.peek(1, 3)} -> ${ipv4Text(p.bytes, at + 4)}`
    const was = p.open(p.text(text, at, SOURCE))
    for (const field of [f.reserved, f.prefix, f.group, f.source]) p.take(field)
    p.close(was)
  }
  // A packet of the sender may stand behind (RFC 3618, 12.2.1).
  if (p.left >= 20 && p.peek(1) >> 4 === 4) p.quote(() => p.next('ethertype', 0x0800))
}
