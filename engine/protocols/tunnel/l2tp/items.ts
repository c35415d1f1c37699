/** Attribute-value pairs of L2TP's control messages (RFC 2661, 4; RFC 3931, 5.4). */
import type { Field } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import { addBits, bitRows } from '../../kit/bit-rows'
import { f } from './fields'
import { items, stops } from './names'

/** What a control message says of itself in Info. */
export interface Said {
  message: number | undefined
  local: number | undefined
  remote: number | undefined
}
/** Values that are a row of numbers; texts and bytes at the end take what is left. */
const layouts: Readonly<Record<number, readonly Field[]>> = {
  2: [f.protocolVersion, f.revision],
  5: [f.tieBreaker],
  6: [f.firmware],
  7: [f.hostName],
  8: [f.vendorName],
  9: [f.assignedTunnel],
  10: [f.window],
  11: [f.challenge],
  12: [f.causeCode, f.causeMessage, f.advisory],
  13: [f.response],
  14: [f.assignedSession],
  15: [f.serial],
  16: [f.leastRate],
  17: [f.mostRate],
  21: [f.called],
  22: [f.calling],
  23: [f.subAddress],
  24: [f.connectSpeed],
  25: [f.channel],
  26: [f.firstReceived],
  27: [f.lastSent],
  28: [f.lastReceived],
  29: [f.proxyType],
  30: [f.proxyName],
  31: [f.proxyChallenge],
  33: [f.proxyResponse],
  36: [f.random],
  37: [f.group],
  38: [f.receiveSpeed],
  46: [f.disconnectCode, f.controlNumber, f.direction, f.causeText],
  59: [f.digest],
  60: [f.router],
  61: [f.assignedConnection],
  65: [f.cookie],
  66: [f.remoteEnd],
  68: [f.wire],
  69: [f.sublayer],
  70: [f.sequencing],
  72: [f.language],
  73: [f.nonce],
  74: [f.sendSpeed3],
  75: [f.receiveSpeed3],
}
const flags: Readonly<Record<number, readonly Field[]>> = {
  3: [f.asyncFraming, f.syncFraming],
  4: [f.analogAccess, f.digitalAccess],
  18: [f.analogBearer, f.digitalBearer],
  19: [f.asyncType, f.syncType],
}
const errorCounts = [f.crcErrors, f.framingErrors, f.hardwareOverruns, f.bufferOverruns, f.timeouts, f.alignments]
const LEAST = 6

export function item(p: Packet, said: Said): void {
  const head = p.peek(2)
  const length = head & 0x3ff
  const vendor = p.peek(2, 2)
  const type = p.peek(2, 4)
  const name = vendor ? 'Vendor-Specific' : (items[type] ?? `Unknown (${type})`)
  const row = p.text(`${name} AVP`, p.at, length)
  const was = p.open(row)
  addBits(p, f.mandatory, 2, head)
  addBits(p, f.hidden, 2, head)
  const lengthRow = addBits(p, f.itemLength, 2, head)
  if (length < LEAST) {
    const inner = p.open(lengthRow)
    p.note(f.badItem, `AVP length must be >= ${LEAST}`)
    p.close(inner)
    p.at = p.end
  } else {
    p.need(length)
    p.skip(2)
    p.part(length - 2, () => {
      p.take(f.vendor)
      p.take(f.item)
      if (head & 0x4000 || vendor) {
        if (p.left) p.take(f.vendorData, p.left)
      } else value(p, type, said)
    })
  }
  p.close(was)
}

function value(p: Packet, type: number, said: Said): void {
  const layout = layouts[type]
  if (layout) {
    for (const field of layout) if (field.size || p.left) p.take(field, field.size || p.left)
  } else if (flags[type]) bitRows(p, 4, flags[type])
  else if (type === 0) said.message = p.take(f.message)
  else if (type === 1) result(p, said)
  else if (type === 32) {
    p.skip(1)
    p.take(f.proxyId)
  } else if (type === 34) {
    p.skip(2)
    for (const field of errorCounts) if (p.left >= 4) p.take(field)
  } else if (type === 35) {
    p.skip(2)
    p.take(f.sendAccm)
    p.take(f.receiveAccm)
  } else if (type === 62) {
    const was = p.open(p.text('Pseudowire Capabilities List', p.at, p.left))
    while (p.left >= 2) p.take(f.wireType)
    p.close(was)
  } else if (type === 63) said.local = p.take(f.localSession)
  else if (type === 64) said.remote = p.take(f.remoteSession)
  else if (type === 71) bitRows(p, 2, [f.circuitStatus, f.circuitType])
}

function result(p: Packet, said: Said): void {
  const code = p.take(f.stop)
  if (said.message === 4) p.label(p.row(f.stop), `Result code: ${stops[code] ?? 'Unknown'} (${code})`)
  if (p.left >= 2) p.take(f.error)
  if (p.left) p.take(f.errorText, p.left)
}
