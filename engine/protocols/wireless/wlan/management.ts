/** Bodies of IEEE 802.11 management frames (9.3.3, 9.4): parameters at fixed places, then tagged ones: number, length, value. */
import { hex, u24, u32 } from '../../../bytes/read'
import { utf8Text } from '../../../bytes/text'
import type { Field } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import { vendorOf } from '../../../names/addresses'
import { ciphers, keyManagements, tags, wpaCiphers, wpaKeyManagements } from '../../../names/wlan-tags'
import {
  fixed as x,
  rateText,
  rsnGroup,
  rsnKeys,
  rsnPairwise,
  tagged as t,
  wpaGroup,
  wpaKeys,
  wpaPairwise,
} from './management-fields'
import type { Suites } from './management-fields'

/** Which parameters stand at fixed places, by kind of frame (type × 16 + subtype), and how many bytes they take. */
const FIXED: Readonly<Record<number, readonly [size: number, fields: readonly Field[]]>> = {
  0x00: [4, [x.capabilities, x.listen]],
  0x01: [6, [x.capabilities, x.status, x.association]],
  0x02: [10, [x.capabilities, x.listen, x.currentAp]],
  0x03: [6, [x.capabilities, x.status, x.association]],
  0x05: [12, [x.timestamp, x.interval, x.capabilities]],
  0x08: [12, [x.timestamp, x.interval, x.capabilities]],
  0x0a: [2, [x.reason]],
  0x0b: [6, [x.algorithm, x.sequence, x.status]],
  0x0c: [2, [x.reason]],
}
const PROBE = 0x04
const ALLIANCE = 0x0050f2
/** Its elements are 802.11n before there was 802.11n. */
const EPIGRAM = 0x00904c

/** Reads the rest of the frame; `ssid` is the header's field for the network's name. */
export function management(p: Packet, kind: number, ssid: Field): void {
  const [size, list] = FIXED[kind] ?? [0, []]
  if (p.left === 0 || (size === 0 && kind !== PROBE)) return
  const outside = p.outside()
  const was = p.open(p.text('IEEE 802.11 Wireless Management', p.at, p.left))
  if (size) {
    const row = p.add(x.all, p.at, size)
    p.label(row, `Fixed parameters (${size} bytes)`)
    const group = p.open(row)
    for (const field of list) one(p, field)
    p.close(group)
  }
  if (p.leftOnWire > 0) {
    const row = p.add(t.all, p.at, p.left)
    p.label(row, `Tagged parameters (${p.leftOnWire} bytes)`)
    const group = p.open(row)
    tagged(p, ssid)
    p.close(group)
  }
  p.close(was)
  p.close(outside)
}

function one(p: Packet, field: Field): void {
  if (field === x.association) {
    p.add(field, p.at, 2, p.peek(1) | ((p.peek(1, 1) & 0x3f) << 8))
    p.skip(2)
  } else if (field === x.interval) {
    const value = p.take(field)
    p.label(p.row(field), `Beacon Interval: ${((value * 1024) / 1e6).toFixed(6)} [Seconds]`)
  } else if (field === x.currentAp) p.take(field, 6)
  else p.take(field)
}

/** Reads tagged parameters to the end of what is there. */
export function tagged(p: Packet, ssid: Field): void {
  while (p.left >= 2) tag(p, ssid)
}

function tag(p: Packet, ssid: Field): void {
  const number = p.peek(1)
  const size = p.peek(1, 1)
  const row = p.add(t.tag, p.at, size + 2)
  const name = tags[number] ?? `Reserved`
  const was = p.open(row)
  p.take(t.number)
  p.take(t.length)
  p.need(size)
  const told = { text: '' }
  p.part(size, () => (told.text = value(p, number, size, ssid)))
  p.label(row, `Tag: ${name}${told.text}`)
  p.close(was)
}

/** Gives what stands behind the tag's name in the tree. */
function value(p: Packet, number: number, size: number, ssid: Field): string {
  switch (number) {
    case 0: {
      const row = p.add(ssid, p.at, size)
      const text = p.indexing ? '' : size ? `"${utf8Text(p.bytes, p.at, size)}"` : 'Wildcard SSID'
      p.label(row, `SSID: ${size ? text : '<MISSING>'}`)
      return `: ${text}`
    }
    case 1:
    case 50: {
      const rates: string[] = []
      while (p.left) rates.push(rateText(p.take(number === 1 ? t.rates : t.moreRates)))
      return ` ${rates.join(', ')}, [Mbit/sec]`
    }
    case 3:
      return `: Current Channel: ${p.take(t.channel)}`
    case 5:
      return indication(p)
    case 7:
      return country(p)
    case 33:
      return ` Min: ${p.take(t.powerMin)}, Max: ${p.take(t.powerMax)}`
    case 36:
      while (p.left >= 2) {
        const was = p.open(p.add(t.supportedChannels, p.at, 2))
        p.take(t.supportedFirst)
        p.take(t.supportedRange)
        p.close(was)
      }
      return ''
    case 42:
    case 47:
      p.take(t.erp)
      return ''
    case 48:
      return security(p)
    case 221:
      return vendor(p, size)
    default:
      // What a known tag says is not read further yet.
      if (size && !tags[number]) p.take(t.content, size)
      return ''
  }
}

function indication(p: Packet): string {
  const count = p.take(t.dtimCount)
  const period = p.take(t.dtimPeriod)
  p.take(t.bitmapControl)
  if (p.left) p.take(t.bitmap, p.left)
  return `: DTIM ${count} of ${period} bitmap`
}

function country(p: Packet): string {
  const code = p.take(t.country, 2)
  const text = p.indexing ? '' : utf8Text(p.bytes, code, 2)
  const where = p.take(t.environment)
  while (p.left >= 3) {
    const row = p.add(t.channels, p.at, 3)
    const was = p.open(row)
    const first = p.take(t.firstChannel)
    const channels = p.take(t.channelCount)
    const power = p.take(t.power)
    p.close(was)
    p.label(
      row,
      `Country Info: First Channel Number: ${first}, Number of Channels: ${channels}, Maximum Transmit Power Level: ${power} dBm`,
    )
  }
  const environment = { 32: 'All', 73: 'Indoor', 79: 'Outdoor' }[where] ?? 'Unknown'
  return `: Country Code ${text}, Environment ${environment}`
}

const organisation = (oui: number): string => {
  const digits = oui.toString(16).padStart(6, '0')
  const name = oui === 0x000fac ? 'Ieee 802.11' : vendorOf(oui)
  return `${digits.slice(0, 2)}:${digits.slice(2, 4)}:${digits.slice(4)}${name ? ` (${name})` : ''}`
}

/** A suite of four bytes: an organisation and its number. Gives its name. */
function suite(p: Packet, f: Omit<Suites, 'count' | 'list'>, names: Readonly<Record<number, string>>): string {
  p.need(4)
  const oui = u24(p.bytes, p.at)
  const kind = names[p.peek(1, 3)] ?? 'Unknown'
  const text = p.drawing ? `${organisation(oui)} ${kind}` : ''
  const row = p.add(f.suite, p.at, 4, u32(p.bytes, p.at))
  p.label(row, `${f.suite.label}: ${text}`)
  const was = p.open(row)
  p.label(p.add(f.oui, p.at, 3, oui), `${f.oui.label}: ${p.drawing ? organisation(oui) : ''}`)
  p.skip(3)
  p.take(f.type)
  p.close(was)
  return text
}

function suites(p: Packet, f: Suites, names: Readonly<Record<number, string>>): void {
  const count = p.take(f.count)
  const row = p.add(f.list, p.at, Math.min(p.left, 4 * count))
  const was = p.open(row)
  const texts: string[] = []
  for (let i = 0; i < count && p.left >= 4; i++) texts.push(suite(p, f, names))
  p.label(row, `${f.list.label} ${texts.join(' ')}`)
  p.close(was)
}

function security(p: Packet): string {
  p.take(t.rsnVersion)
  if (p.left >= 4) suite(p, rsnGroup, ciphers)
  if (p.left >= 2) suites(p, rsnPairwise, ciphers)
  if (p.left >= 2) suites(p, rsnKeys, keyManagements)
  if (p.left >= 2) p.take(t.rsnCapabilities)
  return ''
}

function vendor(p: Packet, size: number): string {
  if (size < 3) return ''
  const oui = p.peek(3)
  const name = vendorOf(oui) ?? hex(p.bytes, p.at, 3, ':')
  p.label(p.add(t.oui, p.at, 3, oui), `OUI: ${p.drawing ? organisation(oui) : ''}`)
  p.skip(3)
  if (!p.left) return `: ${name}`
  const kind = p.peek(1)
  p.add(t.vendorType, p.at, 1, kind)
  if (oui === ALLIANCE && kind === 1) {
    p.take(t.allianceType)
    p.take(t.wpaVersion)
    if (p.left >= 4) suite(p, wpaGroup, wpaCiphers)
    if (p.left >= 2) suites(p, wpaPairwise, wpaCiphers)
    if (p.left >= 2) suites(p, wpaKeys, wpaKeyManagements)
    return `: ${name}: WPA Information Element`
  }
  if (oui === ALLIANCE) p.take(t.allianceType)
  else if (oui !== EPIGRAM) p.take(t.vendorData, p.left)
  return `: ${name}`
}
