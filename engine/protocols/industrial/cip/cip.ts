/** Common Industrial Protocol (ODVA CIP volume 1, chapter 2): services asked of objects by their path, and what they answer. */
import { bits, bytes, u16, u8 } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import { protocol } from '../../../dissect/protocol'
import { asked, className, drawPath, pathFields } from './path'

const common: Readonly<Record<number, string>> = {
  0x01: 'Get Attributes All',
  0x02: 'Set Attributes All',
  0x03: 'Get Attribute List',
  0x04: 'Set Attribute List',
  0x05: 'Reset',
  0x06: 'Start',
  0x07: 'Stop',
  0x08: 'Create',
  0x09: 'Delete',
  0x0a: 'Multiple Service Packet',
  0x0d: 'Apply Attributes',
  0x0e: 'Get Attribute Single',
  0x10: 'Set Attribute Single',
  0x11: 'Find Next Object Instance',
  0x14: 'Error Response',
  0x15: 'Restore',
  0x16: 'Save',
  0x17: 'Nop',
  0x18: 'Get Member',
  0x19: 'Set Member',
  0x1a: 'Insert Member',
  0x1b: 'Remove Member',
  0x1c: 'Group Sync',
}
const manager: Readonly<Record<number, string>> = {
  0x4e: 'Forward Close',
  0x52: 'Unconnected Send',
  0x54: 'Forward Open',
  0x56: 'Get Connection Data',
  0x57: 'Search Connection Data',
  0x5a: 'Get Connection Owner',
  0x5b: 'Large Forward Open',
}
const statuses: Readonly<Record<number, string>> = {
  0x00: 'Success',
  0x01: 'Connection failure',
  0x02: 'Resource unavailable',
  0x03: 'Invalid parameter value',
  0x04: 'Path segment error',
  0x05: 'Path destination unknown',
  0x06: 'Partial transfer',
  0x07: 'Connection lost',
  0x08: 'Service not supported',
  0x09: 'Invalid attribute value',
  0x0a: 'Attribute list error',
  0x0b: 'Already in requested mode/state',
  0x0c: 'Object state conflict',
  0x0d: 'Object already exists',
  0x0e: 'Attribute not settable',
  0x0f: 'Privilege violation',
  0x10: 'Device state conflict',
  0x11: 'Reply data too large',
  0x12: 'Fragmentation of a primitive value',
  0x13: 'Not enough data',
  0x14: 'Attribute not supported',
  0x15: 'Too much data',
  0x16: 'Object does not exist',
  0x1e: 'Embedded service error',
}
const MULTIPLE = 0x0a
const UNCONNECTED_SEND = 0x52
const MANAGER = 6
const PCCC = 0x67

const f = {
  service: u8('cip.service', 'Service', {
    display: 'hex',
    help: 'What is to be done; answers have the highest bit set.',
  }),
  way: bits('cip.rr', 'Request/Response', 0x80, { display: 'hex', names: { 0: 'Request', 1: 'Response' } }),
  code: bits('cip.sc', 'Service', 0x7f, { display: 'hex', names: (n) => common[n] ?? 'Unknown' }),
  status: u8('cip.genstat', 'General Status', { display: 'hex', names: statuses }),
  more: u8('cip.addstat_size', 'Additional Status Size', { unit: ' words' }),
  addStatus: bytes('cip.addstat', 'Additional Status'),
  data: bytes('cip.data', 'Data'),
  services: u16('cip.msp.num_services', 'Number of Services', { little: true }),
  offset: u16('cip.msp.offset', 'Offset', { little: true }),
  ...pathFields,
}

const serviceName = (n: number, of: number): string =>
  (of === MANAGER ? manager[n] : undefined) ?? common[n] ?? `Service (0x${n.toString(16).padStart(2, '0')})`

export const cip = protocol({
  name: 'cip',
  title: 'Common Industrial Protocol',
  spec: 'ODVA CIP volume 1',
  fields: f,
  decode(p) {
    if (p.first) return p.leaveOpen()
    const info = message(p)
    if (p.columns) p.sayBehind(' | ', info)
  },
})

/** What an embedded message says: the rest of this layer. */
function message(p: Packet): string {
  const byte = p.peek(1)
  const service = byte & 0x7f
  const isResponse = byte > 0x7f
  const row = p.add(f.service, p.at, 1, byte)
  const which = isResponse ? 'Response' : 'Request'
  p.label(
    row,
    `Service: ${common[service] ?? `Unknown Service (0x${service.toString(16).padStart(2, '0')})`} (${which})`,
  )
  const was = p.open(row)
  p.add(f.way, p.at, 1, byte >>> 7)
  p.add(f.code, p.at, 1, service)
  p.close(was)
  p.skip(1)
  return isResponse ? response(p, service) : request(p, service)
}

function request(p: Packet, service: number): string {
  const words = p.take(f.size)
  const path = drawPath(p, 2 * words, 'Request Path')
  const { class: of } = path
  if (of === PCCC && service === 0x4b) {
    const inner = pccc(p)
    return `${className(of)} - Execute PCCC${inner}`
  }
  const name = serviceName(service, of)
  if (service === MULTIPLE) return `${name}${list(p)}`
  const front = of < 0 ? '' : `${className(of)} - `
  if (of === MANAGER && service === UNCONNECTED_SEND && p.left > 4) return `${front}${name}: ${embedded(p)}`
  drawData(p)
  return path.symbol ? `'${path.symbol}' - ${name}` : front + name
}

function response(p: Packet, service: number): string {
  p.skip(1)
  const status = p.peek(1)
  const text = statuses[status] ?? `Unknown Response (${status.toString(16)})`
  const row = p.open(p.text(`Status: ${text}: `, p.at, 2))
  p.take(f.status)
  const words = p.take(f.more)
  if (words) p.take(f.addStatus, 2 * words)
  p.close(row)
  const of = p.recall(asked).class
  if (service === MULTIPLE && p.left >= 2) return `${text}: ${serviceName(service, of)}${list(p)}`
  if (of === PCCC && service === 0x4b) {
    pccc(p)
    return `${text}: ${className(of)} - Execute PCCC`
  }
  drawData(p)
  return `${text}: ${of < 0 || of === MANAGER ? '' : `${className(of)} - `}${serviceName(service, of)}`
}

function drawData(p: Packet): void {
  if (p.left) p.take(f.data, p.left)
}

function pccc(p: Packet): string {
  const { info } = p
  const said = p.registry.protocolByName.get('cippccc')
  if (!said || !p.left) return ''
  p.nest(said)
  const inner = p.info.startsWith(info) ? p.info.slice(info.length) : ''
  p.info = info
  return inner
}

/** Services of a Multiple Service Packet, one after the other. */
function list(p: Packet): string {
  const start = p.at
  const group = p.open(p.text('Multiple Service Packet', start, p.left))
  const count = p.take(f.services)
  p.need(2 * count)
  const offsets: number[] = []
  const offsetsRow = p.open(p.text('Offset List', p.at, 2 * count))
  for (let i = 0; i < count; i++) offsets.push(p.take(f.offset))
  p.close(offsetsRow)
  const names: string[] = []
  const { end, wire } = p
  for (let i = 0; i < count; i++) {
    const at = start + offsets[i]!
    const next = i + 1 < count ? start + offsets[i + 1]! : end
    if (at < p.at || next <= at || next > end) break
    const was = p.open(p.text(`Service Packet #${i + 1}`, at, next - at))
    p.at = at
    p.end = p.wire = next
    const byte = p.peek(1)
    message(p)
    names.push(serviceName(byte & 0x7f, -1))
    p.at = next
    p.end = end
    p.wire = wire
    p.close(was)
  }
  p.close(group)
  return names.length ? `: ${names.join(', ')}` : ''
}

/** Unconnected Send: a tick, a timeout, the length of a message, that message, and the way to who shall get it. */
function embedded(p: Packet): string {
  p.skip(2)
  const length = p.peek(1) + 256 * p.peek(1, 1)
  p.skip(2)
  let inner = ''
  p.part(length, () => (inner = message(p)))
  p.at = p.end
  return inner
}
