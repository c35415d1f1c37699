/** IEEE 802.1AE, MACsec: frames between neighbours, checked against changes and mostly encrypted. What is not encrypted is read. */
import { bit, bits, bytes, ether, u16, u32, u8 } from '../../dissect/field'
import { etherTypes } from '../../names/ether-types'
import { protocol } from '../../dissect/protocol'
import { addBits, bitRows } from '../kit/bit-rows'
import { ethertype } from '../link/ethertype'

const ICV = 16
const SCI = 0x20
const ENCRYPTED = 0x08
const CHANGED = 0x04

export const macsec = protocol({
  name: 'macsec',
  title: '802.1AE Security tag',
  column: 'MACSEC',
  shortName: 'MACsec',
  spec: 'IEEE 802.1AE',
  over: { ethertype: [0x88e5] },
  fields: {
    control: bits('macsec.TCI', 'TCI', 0xfc, { display: 'hex' }),
    version: bits('macsec.TCI.V', 'VER', 0x80, { display: 'hex' }),
    end: bit('macsec.TCI.ES', 'ES', 0x40, { trueFalse: ['Set', 'Not set'] }),
    channel: bit('macsec.TCI.SC', 'SC', SCI, { trueFalse: ['Set', 'Not set'] }),
    broadcast: bit('macsec.TCI.SCB', 'SCB', 0x10, { trueFalse: ['Set', 'Not set'] }),
    encrypted: bit('macsec.TCI.E', 'E', ENCRYPTED, {
      trueFalse: ['Set', 'Not set'],
      help: 'What follows is encrypted, not only protected against changes.',
    }),
    changed: bit('macsec.TCI.C', 'C', CHANGED, { trueFalse: ['Set', 'Not set'] }),
    association: bits('macsec.AN', 'AN', 0x03, { display: 'hex', help: 'Which of up to four keys is in use.' }),
    short: u8('macsec.SL', 'Short length'),
    number: u32('macsec.PN', 'Packet number', { help: 'Counts frames, so that none can be played again.' }),
    system: ether('macsec.SCI.system_identifier', 'System Identifier'),
    port: u16('macsec.SCI.port_identifier', 'Port Identifier'),
    type: u16('macsec.etype', 'Ethertype', { display: 'hex', names: (v) => etherTypes[v] ?? 'Unknown' }),
    check: bytes('macsec.ICV', 'ICV', { help: 'Proves that the frame was not changed.' }),
  },
  decode(p, _, f) {
    const first = p.peek(1)
    if (p.columns) p.say('MACsec frame')
    const was = p.open(addBits(p, f.control, 1, first))
    for (const field of [f.version, f.end, f.channel, f.broadcast, f.encrypted, f.changed]) addBits(p, field, 1, first)
    p.close(was)
    bitRows(p, 1, [f.association])
    p.take(f.short)
    p.take(f.number)
    if (first & SCI) {
      p.take(f.system)
      p.take(f.port)
    }
    const isClear = !(first & (ENCRYPTED | CHANGED))
    const size = p.leftOnWire - ICV
    if (isClear && size >= 2) {
      const type = p.take(f.type)
      p.need(size - 2)
      const end = p.at + size - 2
      if (p.left >= size - 2 + ICV) p.add(f.check, end, ICV)
      p.limit(size - 2)
      p.mark(ethertype)
      p.next('ethertype', type)
      return
    }
    if (size < 0) return p.rest()
    p.need(size)
    if (p.left >= size + ICV) p.add(f.check, p.at + size, ICV)
    p.limit(size)
    p.rest()
  },
})
