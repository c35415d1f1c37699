/**
 * IEEE 802.1AB, LLDP: a device tells its neighbours what it is. Items one after the other: seven bits of type, nine of length, a value;
 * the first three (device, port, how long this is true) must be there.
 */
import { ether as etherText, ipv4 as ipv4Text, ipv6 as ipv6Text } from '../../bytes/read'
import { utf8Text, visible } from '../../bytes/text'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { chassisKinds, lldpItems, portKinds } from '../../names/lldp'
import { fields } from './lldp/fields'
import { organisation } from './lldp/organisations'

const ADDRESS4 = 1
const ADDRESS6 = 2

export const lldp = protocol({
  name: 'lldp',
  title: 'Link Layer Discovery Protocol',
  spec: 'IEEE 802.1AB',
  over: { ethertype: [0x88cc, 0x8942] },
  fields,
  decode(p) {
    if (p.columns) p.say('')
    while (p.leftOnWire >= 2) if (item(p) === 0) break
    p.limit(0)
  },
})

const f = fields
type Kinds = typeof chassisKinds

/** Reads an item and gives its type. */
function item(p: Packet): number {
  const head = p.peek(2)
  const type = head >>> 9
  const size = head & 0x1ff
  const line = p.text(lldpItems[type] ?? 'Unknown TLV', p.at, size + 2)
  const was = p.open(line)
  p.add(f.type, p.at, 2, type)
  p.add(f.length, p.at, 2, size)
  p.skip(2)
  p.need(size)
  p.part(size, () => value(p, type, size, line))
  p.close(was)
  return type
}

function value(p: Packet, type: number, size: number, line: number): void {
  if (type === 1)
    end(
      p,
      'Chassis',
      chassisKinds,
      f.chassisKind,
      [f.chassisAddress, f.chassisIp4, f.chassisIp6, f.chassis],
      size,
      line,
    )
  else if (type === 2) end(p, 'Port', portKinds, f.portKind, [f.portAddress, f.portIp4, f.portIp6, f.port], size, line)
  else if (type === 3) {
    const seconds = p.take(f.lifetime)
    if (p.columns) p.sayMore(`${seconds} `)
    p.label(line, `Time To Live = ${seconds} sec`)
  } else if (type === 4) text(p, f.portText, size, line)
  else if (type === 5) text(p, f.name, size, line, 'SysN')
  else if (type === 6) text(p, f.description, size, line, 'SysD')
  else if (type === 7) {
    p.label(line, 'Capabilities')
    p.take(f.capabilities)
    p.take(f.enabled)
  } else if (type === 8) management(p)
  else if (type === 127) organisation(p, size, line)
}

function text(p: Packet, field: Field, size: number, line: number, short?: string): void {
  const words = p.indexing ? '' : utf8Text(p.bytes, p.at, size)
  if (short && p.columns) p.sayMore(`${short}=${visible(words)} `)
  p.label(line, `${field.label} = ${words}`)
  p.take(field, size)
}

/** Device or port: a kind of name, and the name. */
function end(
  p: Packet,
  title: string,
  kinds: Kinds,
  kindField: Field,
  list: readonly [Field, Field, Field, Field],
  size: number,
  line: number,
): void {
  const [etherField, ip4, ip6, other] = list
  const kind = p.take(kindField)
  const [short, name] = kinds[kind] ?? ['', 'Reserved']
  let said = ''
  const show = !p.indexing
  if (name === 'MAC address' && size === 7) {
    if (show) said = etherText(p.bytes, p.at)
    p.take(etherField)
  } else if (name === 'Network address') {
    const family = p.take(f.networkFamily)
    if (family === ADDRESS4 && size === 6) {
      if (show) said = ipv4Text(p.bytes, p.at)
      p.take(ip4)
    } else if (family === ADDRESS6 && size === 18) {
      if (show) said = ipv6Text(p.bytes, p.at)
      p.take(ip6)
    }
  } else if (size > 1) {
    if (show) said = utf8Text(p.bytes, p.at, size - 1)
    p.take(other, size - 1)
  }
  if (p.columns) p.sayMore(`${short}/${said} `)
  p.label(line, `${title} Subtype = ${name}, Id: ${said}`)
}

function management(p: Packet): void {
  const length = p.take(f.addressLength)
  const kind = p.take(f.addressKind)
  const size = Math.max(0, length - 1)
  if (kind === ADDRESS4 && size === 4) p.take(f.address4)
  else if (kind === ADDRESS6 && size === 16) p.take(f.address6)
  else if (size) p.take(f.addressOther, size)
  p.take(f.interfaceKind)
  p.take(f.interfaceNumber)
  const object = p.take(f.objectLength)
  if (object) p.take(f.object, object)
}
