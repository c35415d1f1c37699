/** Elements of CAPWAP's control messages (RFC 5415, 4.6): two bytes of type, two of length, and a value. */
import type { Field } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import { addBits, bitRows } from '../../kit/bit-rows'
import { g } from './element-fields'
import { f } from './fields'
import { boards, descriptors, elements, informations } from './names'

/** Elements that are a row of numbers and addresses; a text or bytes at the end take what is left. */
const layouts: Readonly<Record<number, readonly Field[]>> = {
  4: [g.acName],
  5: [g.acPriority, g.acName],
  10: [g.control4, g.controlCount],
  11: [g.control6, g.controlCount],
  12: [g.discoveryTimer, g.echoTimer],
  16: [g.errorRadio, g.errorInterval],
  20: [g.discovery],
  23: [g.idle],
  28: [g.location],
  29: [g.mostLength],
  30: [g.local4],
  31: [g.adminRadio, g.adminState],
  32: [g.operationRadio, g.operationState, g.operationCause],
  33: [g.result],
  35: [g.session],
  36: [g.statistics],
  37: [g.vendorId, g.vendorElement, g.vendorData],
  40: [g.fallback],
  41: [g.tunnel],
  44: [g.macType],
  45: [g.name],
  48: [
    g.reboots,
    g.acReboots,
    g.linkReboots,
    g.softReboots,
    g.hardReboots,
    g.otherReboots,
    g.unknownReboots,
    g.lastReboot,
  ],
  50: [g.local6],
  51: [g.transport],
  52: [g.mtuPadding],
  53: [g.congestion],
  1026: [g.bssidRadio, g.bssidNetwork, g.bssid],
}
/** Elements shorter than this are not read: the reference says so, too. */
const LEAST: Readonly<Record<number, number>> = { 1: 12, 38: 14, 39: 33 }

export function element(p: Packet): void {
  const type = p.peek(2)
  const length = p.peek(2, 2)
  const name = elements[type] ?? 'Unknown Message Element Type'
  const line = p.add(f.elements, p.at, 4 + length)
  p.label(line, `Type: (t=${type},l=${length}) ${name}`)
  const was = p.open(line)
  p.take(f.element)
  const row = p.take(f.elementLength) >= 0 ? p.row(f.elementLength) : -1
  p.need(length)
  p.add(f.elementValue, p.at, length)
  const least = LEAST[type] ?? 0
  if (length < least) {
    const inner = p.open(row)
    p.note(f.badElement, `${name} length ${length} wrong, must be >= ${least}`, p.at - 2, 2)
    p.close(inner)
    p.skip(length)
  } else p.part(length, () => value(p, type))
  p.close(was)
}

function value(p: Packet, type: number): void {
  const layout = layouts[type]
  if (layout) for (const field of layout) p.take(field, field.size || p.left)
  else if (type === 1) descriptor(p)
  else if (type === 2) while (p.left >= 4) p.take(g.ac4)
  else if (type === 3) while (p.left >= 16) p.take(g.ac6)
  else if (type === 8) station(p, g.addRadio, g.addLength, g.addMac, g.addData)
  else if (type === 18) station(p, g.deleteRadio, g.deleteLength, g.deleteMac, g.deleteData)
  else if (type === 38) board(p)
  else if (type === 39) accessPoint(p)
  else if (type === 1048) {
    p.take(g.infoRadio)
    p.take(g.infoReserved, 3)
    bitRows(p, 1, [g.infoN, g.infoG, g.infoA, g.infoB])
  }
}

function descriptor(p: Packet): void {
  const head = [g.stations, g.limit, g.activeWtps, g.mostWtps, g.security, g.radioMac, g.acReserved, g.policy]
  for (const field of head) p.take(field)
  while (p.left >= 8) {
    const type = p.peek(2, 4)
    const length = p.peek(2, 6)
    const row = p.add(g.information, p.at, 8 + length)
    p.label(row, `AC Information: (t=${type},l=${length}) ${informations[type] ?? 'Unknown AC Information Type'}`)
    const was = p.open(row)
    p.take(g.informationVendor)
    p.take(g.informationType)
    p.take(g.informationLength)
    p.need(length)
    p.add(g.informationValue, p.at, length)
    named(p, length, [undefined, undefined, undefined, undefined, g.acHardware, g.acSoftware][type])
    p.close(was)
  }
}

function named(p: Packet, length: number, field: Field | undefined): void {
  if (field) p.take(field, length)
  else p.skip(length)
}

function station(p: Packet, radio: Field, size: Field, mac: Field, data: Field): void {
  p.take(radio)
  const length = p.take(size)
  if (length === 6) p.take(mac)
  else if (length) p.take(data, length)
  if (radio === g.addRadio && p.left) p.take(g.addVlan, p.left)
}

function board(p: Packet): void {
  p.take(g.boardVendor)
  while (p.left >= 4) {
    const type = p.peek(2)
    const length = p.peek(2, 2)
    const row = p.add(g.board, p.at, 4 + length)
    p.label(row, `WTP Board Data: (t=${type},l=${length}) ${boards[type] ?? 'Unknown Board Data Type'}`)
    const was = p.open(row)
    p.take(g.boardType)
    p.take(g.boardLength)
    p.need(length)
    p.add(g.boardValue, p.at, length)
    named(p, length, [g.model, g.serial, g.boardId, g.revision, length === 6 ? g.baseMac : undefined][type])
    p.close(was)
  }
}

function accessPoint(p: Packet): void {
  p.take(g.mostRadios)
  p.take(g.radios)
  const ciphers = p.take(g.ciphers)
  const list = p.open(p.row(g.ciphers))
  for (let i = 0; i < ciphers; i++) {
    const first = p.peek(1)
    const row = p.add(g.cipher, p.at, 3)
    p.label(row, `Encryption Capabilities: (WBID ${first & 31}) ${p.peek(2, 1)}`)
    const was = p.open(row)
    addBits(p, g.cipherReserved, 1, first)
    bitRows(p, 1, [g.cipherBinding])
    p.take(g.cipherWhat)
    p.close(was)
  }
  p.close(list)
  while (p.left >= 8) {
    const type = p.peek(2, 4)
    const length = p.peek(2, 6)
    const row = p.add(g.descriptor, p.at, 8 + length)
    p.label(row, `WTP Descriptor: (t=${type},l=${length}) ${descriptors[type] ?? 'Unknown Descriptor Type'}`)
    const was = p.open(row)
    p.take(g.descriptorVendor)
    p.take(g.descriptorType)
    p.take(g.descriptorLength)
    p.need(length)
    p.add(g.descriptorValue, p.at, length)
    named(p, length, [g.hardware, g.active, g.boot, g.other][type])
    p.close(was)
  }
}
