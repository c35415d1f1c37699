/** IEEE 1815, annex A: one object of a DNP3 message, by group and variation: flags, a value, a time. */
import { bit, bits, double, float, i16, time, u16, u32, u8, uint } from '../../../dissect/field'
import type { Field } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'

import { clears, operations, statuses, trips } from './names'

const set = { trueFalse: ['Set', 'Not set'] } as const
/** Eight flags, the highest first, of one family of points. */
const flags = (family: string, names: readonly string[]): readonly Field[] =>
  names.map((name, i) => bit(`dnp3.al.${family}.b${7 - i}`, name, 0x80 >> i, set))
const SHARED = ['Local Force', 'Remote Force', 'Comm Fail', 'Restart', 'Online']
const inputs = flags('biq', ['Point Value', 'Reserved', 'Chatter Filter', ...SHARED])
const outputs = flags('boq', ['Point Value', 'Reserved', 'Reserved', ...SHARED])
const counters = flags('ctrq', ['Reserved', 'Discontinuity', 'Roll-Over', ...SHARED])
const analogs = flags('aiq', ['Reserved', 'Reference Check', 'Over-Range', ...SHARED])
const analogOutputs = flags('aoq', ['Reserved', 'Reserved', 'Reserved', ...SHARED])
const familyOf = (group: number): readonly Field[] =>
  group < 10 ? inputs : group < 20 ? outputs : group < 30 ? counters : group < 40 ? analogs : analogOutputs

export const pointFields = {
  index: uint('dnp3.al.index', 'Index', { help: 'Which point of the station.' }),
  pointIndex: uint('dnp3.al.point_index', 'Point Index', { generated: true }),
  count16: u16('dnp3.al.cnt', 'Counter', { little: true, help: 'How far it has counted.' }),
  number16: i16('dnp3.al.ana.int', 'Value', { little: true, help: 'What was measured.' }),
  real: float('dnp3.al.ana.float', 'Value (float)', { little: true }),
  long: double('dnp3.al.ana.double', 'Value (double)', { little: true }),
  out16: i16('dnp3.al.anaout.int', 'Output Value', { little: true, help: 'What is to be put out.' }),
  outReal: float('dnp3.al.anaout.float', 'Output Value (float)', { little: true }),
  outLong: double('dnp3.al.anaout.double', 'Output (double)', { little: true }),
  state: bit('dnp3.al.bit', 'Value (bit)', 1, { trueFalse: ['On', 'Off'] }),
  timestamp: time('dnp3.al.timestamp', 'Timestamp'),
  delay: u16('dnp3.al.time_delay', 'Time Delay', { little: true, unit: ' ms' }),
  times: u8('dnp3.al.count', 'Count'),
  onTime: u32('dnp3.al.on_time', 'On Time', { little: true }),
  offTime: u32('dnp3.al.off_time', 'Off Time', { little: true }),
  status: bits('dnp3.al.ctrlstatus', 'Control Status', 0x7f, { names: statuses }),
}
const operationFields = {
  operation: bits('dnp3.ctl.op', 'Operation Type', 0x0f, { names: operations }),
  clear: bits('dnp3.ctl.clr', 'Queue / Clear Field', 0x30, { names: clears }),
  trip: bits('dnp3.ctl.trip', 'Trip Control Code', 0xc0, { names: trips }),
}
export const allPointFields = {
  ...pointFields,
  ...operationFields,
  ...Object.fromEntries(
    [inputs, outputs, counters, analogs, analogOutputs].flatMap((list, n) => list.map((one, i) => [`q${n}${i}`, one])),
  ),
}

/** Of what an object is made: `f` flags, `i` a signed and `u` an unsigned number of so many bytes, `r` a real one, `t` a time, `d` a delay, `s` a status. */
const layouts: Readonly<Record<number, string>> = {
  0x0102: 'f',
  0x0201: 'f',
  0x0202: 'f t',
  0x0203: 'f d',
  0x0302: 'f',
  0x0401: 'f',
  0x0402: 'f t',
  0x0403: 'f d',
  0x0a02: 'f',
  0x0b01: 'f',
  0x0b02: 'f t',
  0x0c01: 'crob',
  0x0d01: 'f',
  0x0d02: 'f t',
  0x1401: 'f u4',
  0x1402: 'f u2',
  0x1403: 'f u4',
  0x1404: 'f u2',
  0x1405: 'u4',
  0x1406: 'u2',
  0x1407: 'u4',
  0x1408: 'u2',
  0x1501: 'f u4',
  0x1502: 'f u2',
  0x1505: 'f u4 t',
  0x1506: 'f u2 t',
  0x1509: 'u4',
  0x150a: 'u2',
  0x1601: 'f u4',
  0x1602: 'f u2',
  0x1605: 'f u4 t',
  0x1606: 'f u2 t',
  0x1701: 'f u4',
  0x1702: 'f u2',
  0x1705: 'f u4 t',
  0x1706: 'f u2 t',
  0x1e01: 'f i4',
  0x1e02: 'f i2',
  0x1e03: 'i4',
  0x1e04: 'i2',
  0x1e05: 'f r4',
  0x1e06: 'f r8',
  0x1f01: 'f i4',
  0x1f02: 'f i2',
  0x1f03: 'f i4 t',
  0x1f04: 'f i2 t',
  0x1f05: 'i4',
  0x1f06: 'i2',
  0x1f07: 'f r4',
  0x1f08: 'f r8',
  0x2001: 'f i4',
  0x2002: 'f i2',
  0x2003: 'f i4 t',
  0x2004: 'f i2 t',
  0x2005: 'f r4',
  0x2006: 'f r8',
  0x2007: 'f r4 t',
  0x2008: 'f r8 t',
  0x2801: 'f i4',
  0x2802: 'f i2',
  0x2803: 'f r4',
  0x2804: 'f r8',
  0x2901: 'i4 s',
  0x2902: 'i2 s',
  0x2903: 'r4 s',
  0x2904: 'r8 s',
  0x2a01: 'f i4',
  0x2a02: 'f i2',
  0x2a03: 'f i4 t',
  0x2a04: 'f i2 t',
  0x2a05: 'f r4',
  0x2a06: 'f r8',
  0x2a07: 'f r4 t',
  0x2a08: 'f r8 t',
  0x3201: 't',
  0x3203: 't',
  0x3301: 't',
  0x3302: 't',
  0x3401: 'u2',
  0x3402: 'u2',
}

const CROB = 'crob'

/** Objects of which each is one bit. */
export const isBits = (kind: number): boolean => kind === 0x0101 || kind === 0x0a01 || kind === 0x5001

/**
 * Takes one point; false when nobody knows its form. `number` is its index where the range says so; `prefix` that an index stands in front of
 * each; `nth` counts points of this header, for those that are single bits.
 */
export function point(p: Packet, kind: number, prefix: number, number: number, hasData: boolean, nth: number): boolean {
  const f = pointFields
  const isBit = isBits(kind)
  const layout = layouts[kind]
  if (hasData && !isBit && !layout) return false
  const at = p.at
  const row = p.text('', at, 0)
  const was = p.open(row)
  let index = number
  if (prefix >= 1 && prefix <= 3) index = indexOf(p, [1, 2, 4][prefix - 1]!)
  else p.set(f.pointIndex, index, at, 0)
  const says: string[] = []
  let quality = ''
  if (isBit && hasData) {
    const value = (p.peek(1) >> (nth & 7)) & 1
    p.label(p.add(f.state, p.at, 1, value), `${pattern(nth & 7, value)} = Value (bit): ${value ? 'On' : 'Off'}`)
    says.push(`, Value: ${value}`)
    if ((nth & 7) === 7) p.skip(1)
  } else if (hasData && layout === CROB) says.push(relay(p))
  else if (hasData)
    for (const part of layout!.split(' ')) {
      if (part === 'f') quality = flagsOf(p, kind >> 8, says)
      else says.push(value(p, part, kind >> 8))
    }
  const isTime = kind >> 8 === 50 || kind >> 8 === 51
  p.label(row, `Point Number ${index}${quality}${isTime ? '' : says.join('')}`)
  p.close(was, true)
  return true
}

/** `.... .1..`: one bit of a byte. */
function pattern(place: number, value: number): string {
  const dots = Array.from('........')
  dots[7 - place] = String(value)
  return `${dots.slice(0, 4).join('')} ${dots.slice(4).join('')}`
}

function indexOf(p: Packet, size: number): number {
  let index = 0
  p.need(size)
  for (let i = size - 1; i >= 0; i--) index = index * 256 + p.bytes[p.at + i]!
  p.label(p.add(pointFields.index, p.at, size, index), `Index (${8 * size} bit): ${index}`)
  p.skip(size)
  return index
}

/** Flags of a point; those of binary ones hold its value, too. */
function flagsOf(p: Packet, group: number, says: string[]): string {
  const family = familyOf(group)
  const byte = p.peek(1)
  const set = [...family]
    .reverse()
    .filter((one, i) => one.label !== 'Point Value' && one.label !== 'Reserved' && (byte >> i) & 1)
  const quality = `Quality: ${set.map((one) => one.label).join(', ') || 'Offline'}`
  const was = p.open(p.text(quality, p.at, 1))
  for (const one of family) p.add(one, p.at, 1, (byte & one.mask) >> one.shift)
  p.close(was)
  p.skip(1)
  if (group < 20) says.push(`, Value: ${byte >> 7}`)
  return ` (${quality})`
}

/** A number, a time or a status: what is said of it. */
function value(p: Packet, part: string, group: number): string {
  const f = pointFields
  const size = sizeOf(part)
  p.need(size)
  const at = p.at
  const view = new DataView(p.bytes.buffer, p.bytes.byteOffset + at, size)
  if (part === 't') {
    const milliseconds = view.getUint32(0, true) + view.getUint16(4, true) * 2 ** 32
    p.add(f.timestamp, at, 6, BigInt(milliseconds) * 1_000_000n)
    p.skip(size)
    return p.drawing ? `, Timestamp: ${timeText(milliseconds)}` : ''
  }
  if (part === 'd') return `, Time Delay: ${p.take(f.delay)}`
  if (part === 's') {
    p.add(f.status, at, 1, p.peek(1) & 0x7f)
    p.skip(1)
    return ''
  }
  const isOut = group === 41
  if (part[0] === 'r') {
    const field = size === 4 ? (isOut ? f.outReal : f.real) : isOut ? f.outLong : f.long
    const shown = size === 4 ? view.getFloat32(0, true) : view.getFloat64(0, true)
    p.take(field, size)
    return `, Value: ${Number(shown.toPrecision(6))}`
  }
  const isCount = part[0] === 'u'
  const field = isCount ? f.count16 : isOut ? f.out16 : f.number16
  const shown = isCount
    ? size === 2
      ? view.getUint16(0, true)
      : view.getUint32(0, true)
    : size === 2
      ? view.getInt16(0, true)
      : view.getInt32(0, true)
  p.label(p.add(field, at, size, shown), `${field.label} (${8 * size} bit): ${shown}`)
  p.skip(size)
  return `, ${isCount ? 'Count' : 'Value'}: ${shown}`
}

/** A control relay output block: what a relay is to do, how often, and for how long. */
function relay(p: Packet): string {
  const f = pointFields
  const code = p.peek(1)
  const trip = trips[code >> 6] ?? 'Unknown'
  const operation = operations[code & 15] ?? 'Unknown'
  const was = p.open(p.text(`Control Code [0x${code.toString(16).padStart(2, '0')}]`, p.at, 1))
  p.add(operationFields.operation, p.at, 1, code & 15)
  p.add(operationFields.clear, p.at, 1, (code >> 4) & 3)
  p.add(operationFields.trip, p.at, 1, code >> 6)
  p.close(was)
  p.skip(1)
  p.take(f.times)
  p.take(f.onTime)
  p.take(f.offTime)
  p.add(f.status, p.at, 1, p.peek(1) & 0x7f)
  p.skip(1)
  return ` [${operation}]${code >> 6 ? ` [${trip}]` : ''}`
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
function timeText(milliseconds: number): string {
  const when = new Date(milliseconds)
  if (Number.isNaN(when.getTime())) return 'Not representable'
  const two = (n: number): string => String(n).padStart(2, '0')
  const clock = `${two(when.getUTCHours())}:${two(when.getUTCMinutes())}:${two(when.getUTCSeconds())}`
  const day = String(when.getUTCDate()).padStart(2)
  return `${MONTHS[when.getUTCMonth()]} ${day}, ${when.getUTCFullYear()} ${clock}.${String(when.getUTCMilliseconds()).padStart(3, '0')}000000`
}

const sizeOf = (part: string): number =>
  part === 'f' || part === 's' ? 1 : part === 't' ? 6 : part === 'd' ? 2 : Number(part[1])
