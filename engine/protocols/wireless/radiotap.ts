/** Headers that a wireless adapter puts before IEEE 802.11 frames in monitor mode: radiotap (radiotap.org) and CACE's PPI. Only what is needed to get behind them. */
import { u16le, u32le, u8 } from '../../bytes/read'
import { u16, u32, u8 as u8Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'

/** Signal and rate, shown by Wireshark as a layer of its own. */
export const wlanRadio = protocol({
  name: 'wlan_radio',
  title: '802.11 radio information',
  shortName: '802.11 Radio',
  column: '',
  spec: 'IEEE 802.11',
})

/** What the adapter says about the frame behind it, beyond signal and rate. */
const HAS_FCS = 0x10
/** LINKTYPE_IEEE802_11. */
const WLAN = 105

export const radiotap = protocol({
  name: 'radiotap',
  title: 'IEEE 802.11 Radiotap Capture header',
  column: '',
  shortName: '802.11 Radiotap',
  spec: 'radiotap.org',
  over: { 'frame.linktype': [127] },
  header: {
    version: u8Field('radiotap.version', 'Header revision'),
    pad: u8Field('radiotap.pad', 'Header pad'),
    length: u16('radiotap.length', 'Header length', { little: true, help: 'Bytes before the 802.11 frame.' }),
    present: u32('radiotap.present.word', 'Present flags word', {
      little: true,
      display: 'hex',
      help: 'Which values follow.',
    }),
  },
  decode(p, h) {
    const start = p.at - h.size
    const length = u16le(p.bytes, start + 2)
    const flags = radiotapFlags(p, start, length)
    p.at = start
    if (p.left < length) radiotap.partial!(p, radiotap.h, radiotap.f)
    p.skip(Math.max(length, 8))
    follow(p, flags)
  },
  partial(p) {
    p.name('WLAN')
    p.say(p.end - p.base < 4 ? '' : `Radiotap Capture v${u8(p.bytes, p.base)}, Length ${u16le(p.bytes, p.base + 2)}`)
  },
  heading: (p) => `Radiotap Header v${u8(p.bytes, p.base)}, Length ${u16le(p.bytes, p.base + 2)}`,
})

/** The flags value: behind all words of presence bits and, where it is there, an 8-byte clock. */
function radiotapFlags(p: Packet, start: number, length: number): number {
  const end = Math.min(start + length, p.end)
  let at = start + 4
  const present = u32le(p.bytes, at)
  while (at + 4 <= end && u32le(p.bytes, at) >= 0x80000000) at += 4
  at += 4
  if (present & 1) at = start + ((at - start + 7) & ~7) + 8
  return present & 2 && at < end ? u8(p.bytes, at) : 0
}

export const ppi = protocol({
  name: 'ppi',
  title: 'PPI Packet Header',
  shortName: 'PPI',
  column: '',
  spec: 'CACE PPI 1.0.7',
  over: { 'frame.linktype': [192] },
  header: {
    version: u8Field('ppi.version', 'Version'),
    flags: u8Field('ppi.flags', 'Flags', { display: 'hex' }),
    length: u16('ppi.length', 'Header length', { little: true }),
    linkType: u32('ppi.dlt', 'DLT', { little: true, help: 'Kind of the frame behind this header.' }),
  },
  decode(p, h) {
    const start = p.at - h.size
    const length = u16le(p.bytes, start + 2)
    const linkType = u32le(p.bytes, start + 4)
    let flags = 0
    for (let at = p.at; at + 4 <= Math.min(start + length, p.end);) {
      const size = u16le(p.bytes, at + 2)
      // 802.11-Common: clock 8, flags 2 …
      if (u16le(p.bytes, at) === 2 && size >= 10 && at + 14 <= p.end) flags = u16le(p.bytes, at + 12) & 1 ? HAS_FCS : 0
      at += 4 + size
    }
    p.at = start
    if (p.left < length) ppi.partial!(p, ppi.h, ppi.f)
    p.skip(Math.max(length, 8))
    if (linkType === WLAN) follow(p, flags)
    else p.next('frame.linktype', linkType)
  },
  partial(p) {
    p.name('PPI')
    p.say(p.end - p.base < ppi.h.size ? '' : ppi.heading!(p, ppi.h, ppi.f))
  },
  heading: (p) => `PPI version ${u8(p.bytes, p.base)}, ${u16le(p.bytes, p.base + 2)} bytes`,
})

/** The frame itself, without the check sequence at its end. */
function follow(p: Packet, flags: number): void {
  if (flags & HAS_FCS) p.limit(p.leftOnWire - 4)
  p.mark(wlanRadio)
  p.next('frame.linktype', WLAN)
}
