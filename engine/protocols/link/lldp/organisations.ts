/** LLDP's items of organisations: IEEE 802.1 (00-80-c2), IEEE 802.3 (00-12-0f), TIA (00-12-bb, LLDP-MED). */
import type { Field } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import { vendorOf } from '../../../names/addresses'
import { bridgeItems, etherItems, mediaItems } from '../../../names/lldp'
import { fields as f, inventory, invertedSpeeds, notified, ready } from './fields'

const BRIDGES = 0x0080c2
const ETHERNET = 0x00120f
const MEDIA = 0x0012bb

interface Organisation {
  name: string
  code: string
  kind: Field
  items: Readonly<Record<number, string>>
  read(p: Packet, kind: number): void
}

const organisations: Readonly<Record<number, Organisation>> = {
  [BRIDGES]: { name: 'IEEE', code: 'IEEE', kind: f.bridgeKind, items: bridgeItems, read: bridges },
  [ETHERNET]: { name: 'Ieee 802.3', code: 'Ieee 802.3', kind: f.etherKind, items: etherItems, read: ethernet },
  [MEDIA]: {
    name: 'Telecommunications Industry Association TR-41 Committee',
    code: 'Telecommunications Industry Association TR-41 Committee',
    kind: f.mediaKind,
    items: mediaItems,
    read: media,
  },
}

/** Reads an item behind its two bytes of type and length, `size` bytes. `line` is the group's row. */
export function organisation(p: Packet, size: number, line: number): void {
  const oui = p.peek(3)
  const known = organisations[oui]
  const kind = p.peek(1, 3)
  if (p.drawing) {
    const name = known?.name ?? vendorOf(oui) ?? 'Unknown'
    p.label(line, `${name} - ${known ? (known.items[kind] ?? `Unknown subtype (0x${kind.toString(16)})`) : 'Unknown'}`)
    const digits = oui.toString(16).padStart(6, '0')
    const text = `${digits.slice(0, 2)}:${digits.slice(2, 4)}:${digits.slice(4)}`
    const code = known?.code ?? vendorOf(oui)
    p.label(p.add(f.oui, p.at, 3, oui), `Organization Unique Code: ${text}${code ? ` (${code})` : ''}`)
  } else p.add(f.oui, p.at, 3, oui)
  p.skip(3)
  if (known) {
    p.take(known.kind)
    known.read(p, kind)
  } else p.take(f.unknown, size - 3)
}

function bridges(p: Packet, kind: number): void {
  switch (kind) {
    case 1:
      return void p.take(f.portVlan)
    case 2:
      p.take(f.protocolVlanFlags)
      return void p.take(f.protocolVlan)
    case 3:
      p.take(f.vlan)
      return void p.take(f.vlanName, p.take(f.vlanNameLength))
    case 4:
      return void p.take(f.protocol, p.take(f.protocolLength))
    case 8:
      priorities(p, Object.values(notified))
      return priorities(p, Object.values(ready))
    case 0x0c:
      return void p.take(f.applicationReserved)
    default:
  }
}

function priorities(p: Packet, list: readonly Field[]): void {
  const byte = p.peek(1)
  for (const one of list) p.add(one, p.at, 1, (byte & one.mask) >>> one.shift)
  p.skip(1)
}

function ethernet(p: Packet, kind: number): void {
  switch (kind) {
    case 1: {
      p.take(f.negotiation)
      const advertised = p.take(f.advertised)
      const was = p.open(p.text('Same in inverse (wrong) bitorder', p.at - 2, 2))
      for (const one of Object.values(invertedSpeeds)) p.add(one, p.at - 2, 2, (advertised & one.mask) >>> one.shift)
      p.close(was)
      return void p.take(f.attachment)
    }
    case 3: {
      const was = p.open(p.row(f.etherKind))
      p.note(f.deprecated, undefined, p.at - 1, 1)
      p.close(was)
      p.take(f.aggregation)
      return void p.take(f.aggregatedPort)
    }
    case 4:
      return void p.take(f.largest)
    default:
  }
}

function media(p: Packet, kind: number): void {
  if (kind === 1) {
    p.take(f.media)
    p.take(f.mediaClass)
  } else if (kind >= 5 && kind <= 11 && p.left) p.take(inventory[kind - 5]!, p.left)
}
