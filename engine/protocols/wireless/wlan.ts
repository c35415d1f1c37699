/**
 * IEEE 802.11, 9.2: the header of wireless frames. Which of up to four addresses is sender and receiver depends on two bits: towards an
 * access point's network (to DS), from it (from DS), both (a bridge) or neither.
 *
 *   frame control 2 | duration 2 | address 1 | address 2 | address 3 | sequence 2 | [address 4] | [QoS 2] | [HT 4] | body | [FCS 4]
 */
import { ether as etherText, u16 as readU16, u16le, u8 } from '../../bytes/read'
import { utf8Text } from '../../bytes/text'
import { bit, bits, bytes, ether, u16, u8 as u8Field } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { fixedParameters, frameTypes } from '../../names/wlan'
import { management } from './wlan/management'
import { fixed, tagged } from './wlan/management-fields'

const CONTROL = 1
const DATA = 2
/** Control frames that name their sender. */
const HAS_SENDER: readonly number[] = [0x14, 0x15, 0x18, 0x19, 0x1a, 0x1b, 0x1e, 0x1f]
const PROTECTED = 0x40
const ORDER = 0x80

export const wlan = protocol({
  name: 'wlan',
  title: 'IEEE 802.11 wireless LAN',
  column: '802.11',
  shortName: 'IEEE 802.11',
  spec: 'IEEE 802.11',
  over: { 'frame.linktype': [105], 'capwap.native': [1] },
  fields: {
    typeSubtype: u16('wlan.fc.type_subtype', 'Type/Subtype', {
      display: 'hex',
      names: frameTypes,
      help: 'Kind of frame: management (joining a network), control (acknowledgements) or data.',
    }),
    control: u16('wlan.fc', 'Frame Control Field', { display: 'hex', width: 2 }),
    version: bits('wlan.fc.version', 'Version', 0x03),
    type: bits('wlan.fc.type', 'Type', 0x0c, { names: ['Management frame', 'Control frame', 'Data frame'] }),
    subtype: bits('wlan.fc.subtype', 'Subtype', 0xf0),
    flags: u8Field('wlan.flags', 'Flags', { display: 'hex' }),
    ds: bits('wlan.fc.ds', 'DS status', 0x03, {
      display: 'hex',
      names: [
        'Not leaving DS or network is operating in AD-HOC mode (To DS: 0 From DS: 0)',
        'Frame from STA to DS via an AP (To DS: 1 From DS: 0)',
        'Frame from DS to a STA via AP(To DS: 0 From DS: 1)',
        'WDS (AP to AP) or Mesh (MP to MP) Frame (To DS: 1 From DS: 1)',
      ],
    }),
    toDs: bit('wlan.fc.tods', 'To DS', 0x01, { hidden: true }),
    fromDs: bit('wlan.fc.fromds', 'From DS', 0x02, { hidden: true }),
    fragments: bit('wlan.fc.frag', 'More Fragments', 0x04, {
      trueFalse: ['More fragments follow', 'This is the last fragment'],
    }),
    retry: bit('wlan.fc.retry', 'Retry', 0x08, {
      trueFalse: ['Frame is being retransmitted', 'Frame is not being retransmitted'],
    }),
    power: bit('wlan.fc.pwrmgt', 'PWR MGT', 0x10, { trueFalse: ['STA will go to sleep', 'STA will stay up'] }),
    more: bit('wlan.fc.moredata', 'More Data', 0x20, {
      trueFalse: ['Data is buffered for STA at AP', 'No data buffered'],
    }),
    secret: bit('wlan.fc.protected', 'Protected flag', PROTECTED, {
      trueFalse: ['Data is protected', 'Data is not protected'],
    }),
    order: bit('wlan.fc.order', '+HTC/Order flag', ORDER, { trueFalse: ['Strictly ordered', 'Not strictly ordered'] }),
    duration: bits('wlan.duration', 'Duration', 0x7fff, { little: true, unit: ' microseconds' }),
    receiver: ether('wlan.ra', 'Receiver address', { help: 'Station that is to receive this frame on the air.' }),
    transmitter: ether('wlan.ta', 'Transmitter address', { help: 'Station that sent this frame on the air.' }),
    destination: ether('wlan.da', 'Destination address', { help: 'Whom the content is for in the end.' }),
    source: ether('wlan.sa', 'Source address', { help: 'Whom the content comes from.' }),
    network: ether('wlan.bssid', 'BSS Id', { help: 'Address of the access point, which names the network.' }),
    fragment: bits('wlan.frag', 'Fragment number', 0x000f, { little: true }),
    sequence: bits('wlan.seq', 'Sequence number', 0xfff0, { little: true }),
    address: ether('wlan.addr', 'Hardware address', { hidden: true }),
    ...named('fixed-', fixed),
    ...named('tagged-', tagged),
    ssid: bytes('wlan.ssid', 'SSID', { help: 'Name of the network.' }),
  },
  decode(p, _, f) {
    const start = p.at
    p.need(10)
    if (start === p.origin && p.frame.fcsLength === 4) p.limit(p.leftOnWire - 4)
    const kind = kindAt(p, start)
    const flags = flagsAt(p, start)
    if (!p.indexing) showControl(p, start, kind, flags)
    if (kind >>> 4 === CONTROL) {
      control(p, start, kind)
      return
    }
    p.need(24)
    const four = kind >>> 4 === DATA && (flags & 3) === 3
    p.need(four ? 30 : 24)
    addresses(p, start, kind >>> 4 === DATA ? flags & 3 : 0)
    const sequence = u16le(p.bytes, start + 22)
    p.add(f.fragment, start + 22, 2, sequence & 0x0f)
    p.add(f.sequence, start + 22, 2, sequence >>> 4)
    p.skip(four ? 30 : 24)
    if (kind >>> 4 === DATA) {
      const qos = (kind & 0x08) !== 0
      const aggregate = qos && (p.peek(1) & 0x80) !== 0
      if (qos) p.skip(2)
      if (qos && flags & ORDER) p.skip(4)
      // No content; a secret one; several in one.
      if (kind & 0x04) p.at = p.end
      else if (flags & PROTECTED || aggregate) p.rest()
      else p.next('wlan.data', 'llc')
      return
    }
    if (flags & ORDER) p.skip(4)
    if (!p.indexing && !(flags & PROTECTED)) management(p, kind, f.ssid)
    p.at = p.end
  },
  heading: (p) => `IEEE 802.11 ${nameOfKind(kindAt(p, p.base))}, Flags: ${flagText(p)}`,
  summary(p) {
    const at = p.base
    const kind = kindAt(p, at)
    const flags = `Flags=${flagText(p)}`
    if (kind >>> 4 === CONTROL || at + 24 > p.end) return `${nameOfKind(kind)}, ${flags}`
    const sequence = u16le(p.bytes, at + 22)
    return `${nameOfKind(kind)}, SN=${sequence >>> 4}, FN=${sequence & 0x0f}, ${flags}${networkText(p, at + 24, kind)}`
  },
})

function named(prefix: string, fields: Record<string, Field>): Record<string, Field> {
  return Object.fromEntries(Object.entries(fields).map(([key, field]) => [prefix + key, field]))
}

/** In CAPWAP the two bytes of the frame control field stand the other way round, because most controllers have it so (RFC 5416 does not say). */
const isSwapped = (p: Packet): boolean => p.layerProtocol[p.layer - 1]?.name === 'capwap.data'
const firstAt = (p: Packet, at: number): number => u8(p.bytes, isSwapped(p) ? at + 1 : at)
const flagsAt = (p: Packet, at: number): number => u8(p.bytes, isSwapped(p) ? at : at + 1)

/** Type × 16 + subtype. */
function kindAt(p: Packet, at: number): number {
  const first = firstAt(p, at)
  return ((first & 0x0c) << 2) | (first >>> 4)
}
const nameOfKind = (kind: number): string => frameTypes[kind] ?? 'Unrecognized (Reserved frame)'

/** One letter per flag that is set; C at the end when a check sequence stood behind the frame. */
function flagText(p: Packet): string {
  const flags = flagsAt(p, p.base)
  let text = ''
  for (let i = 7; i >= 0; i--) text += (flags >>> i) & 1 ? 'TFMRPmpo'[i]! : '.'
  return text + (p.wire === p.origin + p.frame.length - 4 ? 'C' : '')
}

/** Beacon interval and name of the network, where a management frame has them. */
function networkText(p: Packet, at: number, kind: number): string {
  const fixed = fixedParameters[kind]
  if (fixed === undefined || at + fixed + 2 > p.end) return ''
  const interval = kind === 0x05 || kind === 0x08 ? `, BI=${u16le(p.bytes, at + 8)}` : ''
  if (u8(p.bytes, at + fixed) !== 0) return interval
  const length = Math.min(u8(p.bytes, at + fixed + 1), p.end - at - fixed - 2)
  return `${interval}, SSID=${length ? `"${utf8Text(p.bytes, at + fixed + 2, length)}"` : 'Wildcard (Broadcast)'}`
}

function showControl(p: Packet, at: number, kind: number, flags: number): void {
  const { f } = wlan
  p.add(f.typeSubtype, at, 2, kind)
  const isTurned = isSwapped(p)
  const row = p.add(f.control, at, 2, isTurned ? u16le(p.bytes, at) : readU16(p.bytes, at))
  if (isTurned) p.label(row, `Frame Control Field: 0x${readU16(p.bytes, at).toString(16).padStart(4, '0')}(Swapped)`)
  const was = p.open(row)
  const first = firstAt(p, at)
  const [firstPlace, flagsPlace] = isTurned ? [at + 1, at] : [at, at + 1]
  p.add(f.version, firstPlace, 1, first & 3)
  p.add(f.type, firstPlace, 1, (first >>> 2) & 3)
  p.add(f.subtype, firstPlace, 1, first >>> 4)
  const under = p.open(p.add(f.flags, flagsPlace, 1, flags))
  p.add(f.ds, flagsPlace, 1, flags & 3)
  const list: readonly Field[] = [f.toDs, f.fromDs, f.fragments, f.retry, f.power, f.more, f.secret, f.order]
  list.forEach((field, i) => {
    if (i < 2) p.hide(field, flagsPlace, 1, (flags >>> i) & 1)
    else p.add(field, flagsPlace, 1, (flags >>> i) & 1)
  })
  p.close(under)
  p.close(was)
  p.add(f.duration, at + 2, 2, u16le(p.bytes, at + 2) & 0x7fff)
}

/** Control frames go from one station to the next; the list marks such addresses as what they are. */
function control(p: Packet, start: number, kind: number): void {
  const { f } = wlan
  p.hide(f.address, start + 4, 6)
  p.add(f.receiver, start + 4, 6)
  const sender = HAS_SENDER.includes(kind) && p.left >= 16
  if (sender) {
    p.hide(f.address, start + 10, 6)
    p.add(f.transmitter, start + 10, 6)
  }
  if (p.columns) {
    const text = (at: number): string => p.names.ether(p.bytes, at) ?? etherText(p.bytes, at)
    p.endsText(sender ? `${text(start + 10)} (TA)` : '', `${text(start + 4)} (RA)`)
  }
  p.at = p.end
}

/** By the two bits: where destination, source and network stand, as numbers of addresses. */
const PLACES = [
  [1, 2, 3],
  [3, 2, 1],
  [1, 3, 2],
  [3, 4, 0],
] as const

function addresses(p: Packet, start: number, ds: number): void {
  const { f } = wlan
  const place = (number: number): number => (number === 4 ? start + 24 : start + 4 + 6 * (number - 1))
  const [destination, source, network] = PLACES[ds]!
  p.address('ether', place(source), place(destination))
  if (p.indexing) return
  for (let n = 1; n <= (ds === 3 ? 4 : 3); n++) p.hide(f.address, place(n), 6)
  p.add(f.receiver, place(1), 6)
  p.add(f.destination, place(destination), 6)
  p.add(f.transmitter, place(2), 6)
  p.add(f.source, place(source), 6)
  if (network) p.add(f.network, place(network), 6)
}
