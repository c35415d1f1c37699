/** IEC 60870-5-101/104, ASDU: a type, why it is sent, whose it is, and objects with their values, all little-endian. */
import { bit, bits, bytes, duration, float, i16, i32, time, u16, u24, u32, u8 } from '../../../dissect/field'
import type { Field, FieldOptions } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import { protocol } from '../../../dissect/protocol'
import { uint as readUint } from '../../../bytes/read'
import { causes, qualifiers, types } from './types'
import type { Part } from './types'

const little = { little: true } as const
const name = (of: string): string => `iec60870_asdu.${of}`
const flag = (of: string, label: string, mask: number, yes: string, no: string): Field =>
  bit(name(of), label, mask, { trueFalse: [yes, no] })
const number = (of: string, label: string, mask: number, options: FieldOptions = {}): Field =>
  bits(name(of), label, mask, options)
const byte = (of: string, label: string, parts: Field[], help?: string): Field =>
  u8(name(of), label, {
    display: 'hex',
    of: Object.fromEntries(parts.map((part, i) => [i, part])),
    ...(help && { help }),
  })
const quality = (of: string): Field[] => [
  flag(`${of}.bl`, 'BL', 0x10, 'Blocked', 'Not blocked'),
  flag(`${of}.sb`, 'SB', 0x20, 'Substituted', 'Not Substituted'),
  flag(`${of}.nt`, 'NT', 0x40, 'Not Topical', 'Topical'),
  flag(`${of}.iv`, 'IV', 0x80, 'Invalid', 'Valid'),
]
const command = (of: string): Field[] => [
  number(`${of}.qu`, 'QU', 0x7c, { names: qualifiers.pulses }),
  flag(`${of}.se`, 'S/E', 0x80, 'Select', 'Execute'),
]
const minutes = (of: string): Field => number(`${of}.min`, 'Min', 0x3f)
const invalid = (of: string): Field => flag(`${of}.iv`, 'IV', 0x80, 'Invalid', 'Valid')

const f = {
  type: u8(name('typeid'), 'TypeId', {
    names: (n) => types[n]?.[0] ?? 'Unknown',
    help: 'What kind of objects follow: M is told by a station, C commands it, P sets parameters, F moves files.',
  }),
  sequence: bit(name('sq'), 'SQ', 0x80, { help: 'Only the first object has its address; the others follow it.' }),
  count: number('numix', 'NumIx', 0x7f, { help: 'How many objects follow.' }),
  cause: number('causetx', 'CauseTx', 0x3f, {
    names: (n) => causes[n] ?? 'Unknown',
    help: 'Why it is sent: by itself, as a command, as the answer to one.',
  }),
  negative: bit(name('nega'), 'Negative', 0x40, { help: 'What was asked for is refused.' }),
  test: bit(name('test'), 'Test', 0x80, { help: 'A trial: the process is not touched.' }),
  originator: u8(name('oa'), 'OA', { help: 'Which of several controlling stations began it; 0: not used.' }),
  address: u16(name('addr'), 'Addr', { ...little, help: 'The station, or part of it, that is meant.' }),
  object: u24(name('ioa'), 'IOA', { ...little, help: 'Which object of the station: a switch, a measured value.' }),
  siq: byte(
    'siq',
    'SIQ',
    [flag('siq.spi', 'SPI', 1, 'On', 'Off'), ...quality('siq')],
    'A value of one bit, and how far to trust it.',
  ),
  diq: byte(
    'diq',
    'DIQ',
    [
      number('diq.dpi', 'DPI', 3, {
        names: { 0: 'Indeterminate or Intermediate', 1: 'OFF', 2: 'ON', 3: 'Indeterminate' },
      }),
      ...quality('diq'),
    ],
    'A switch: on, off, or between.',
  ),
  qds: byte(
    'qds',
    'QDS',
    [flag('qds.ov', 'OV', 1, 'Overflow', 'No overflow'), ...quality('qds')],
    'How far the value is to be trusted.',
  ),
  vti: byte('vti', 'VTI', [
    number('vti.v', 'Value', 0x7f, { show: (n) => String(n > 63 ? n - 128 : n) }),
    flag('vti.t', 'T', 0x80, 'Transient', 'Not Transient'),
  ]),
  bits: u32(name('bitstring'), 'Value', { display: 'hex' }),
  normal: float(name('normval'), 'Value', { help: 'A part of the whole range, −1 to 1.' }),
  scaled: i16(name('scalval'), 'Value', little),
  float: float(name('float'), 'Value', { ...little, help: 'The measured or wanted value.' }),
  counter: i32(name('bcr.count'), 'Binary Counter', little),
  counterNumber: number('bcr.sq', 'SQ', 0x1f),
  carry: flag('bcr.cy', 'CY', 0x20, 'Overflow', 'No Overflow'),
  adjusted: flag('bcr.ca', 'CA', 0x40, 'Adjusted', 'Not Adjusted'),
  counterInvalid: flag('bcr.iv', 'IV', 0x80, 'Invalid', 'Valid'),
  cp24: duration(name('cp24time'), 'CP24Time'),
  cp24Ms: u16(name('cp24time.ms'), 'MS', little),
  cp24Min: minutes('cp24time'),
  cp24Invalid: invalid('cp24time'),
  cp56: time(name('cp56time'), 'CP56Time', { help: 'When it was measured, by the clock of the station.' }),
  cp56Ms: u16(name('cp56time.ms'), 'MS', little),
  cp56Min: minutes('cp56time'),
  cp56Made: flag('cp56time.gen', 'GEN', 0x40, 'Substituted', 'Not Substituted'),
  cp56Invalid: invalid('cp56time'),
  hour: number('cp56time.hour', 'Hour', 0x1f),
  summer: flag('cp56time.su', 'SU', 0x80, 'Summer', 'Local'),
  day: number('cp56time.day', 'Day', 0x1f),
  weekday: number('cp56time.dow', 'DOW', 0xe0),
  month: number('cp56time.month', 'Month', 0x0f),
  year: number('cp56time.year', 'Year', 0x7f),
  sco: byte('sco', 'SCO', [flag('sco.on', 'ON/OFF', 1, 'On', 'Off'), ...command('sco')], 'A command of one bit.'),
  dco: byte('dco', 'DCO', [number('dco.on', 'ON/OFF', 3, { names: { 1: 'OFF', 2: 'ON' } }), ...command('dco')]),
  rco: byte('rco', 'RCO', [number('rco.up', 'UP/DOWN', 3, { names: { 1: 'DOWN', 2: 'UP' } }), ...command('rco')]),
  qos: byte('qos', 'QOS', [number('qos.ql', 'QL', 0x7f), flag('qos.se', 'S/E', 0x80, 'Select', 'Execute')]),
  qoi: u8(name('qoi'), 'QOI', { names: (n) => qualifiers.qoi[n] ?? 'Unknown' }),
  qcc: byte('qcc', 'QCC', [
    number('rqt', 'RQT', 0x3f, { names: { 0: 'No counter requested (not used)', 5: 'General counter interrogation' } }),
    number('frz', 'FRZ', 0xc0, {
      names: {
        0: 'Read only (no freeze or reset)',
        1: 'Counter freeze without reset (value frozen represents integrated total)',
        2: 'Counter freeze with reset (value frozen represents incremental information)',
        3: 'Counter reset',
      },
    }),
  ]),
  qrp: u8(name('qrp'), 'QRP', { names: (n) => ({ 0: 'Not used', 1: 'General reset of process' })[n] ?? 'Unknown' }),
  coi: byte('coi', 'COI', [
    number('coi_r', 'R', 0x7f, {
      names: { 0: 'Local power switch on', 1: 'Local manual reset', 2: 'Remote reset' },
    }),
    flag(
      'coi_i',
      'I',
      0x80,
      'Initialisation after change of local parameters',
      'Initialisation with unchanged local parameters',
    ),
  ]),
  qpm: byte('qpm', 'QPM', [
    number('qpm.kpa', 'KPA', 0x3f, { names: { 1: 'Threshold value', 2: 'Smoothing factor (filter time constant)' } }),
    number('qpm.lpc', 'LPC', 0x40, { names: { 0: 'No change', 1: 'Change' } }),
    number('qpm.pop', 'POP', 0x80, { names: { 0: 'Operation', 1: 'Not in operation' } }),
  ]),
  raw: bytes(name('rawdata'), 'Raw Data'),
}

/** Where a type, a number of objects and a cause stand, and the address of the first object. */
const HEAD = 6

export const asdu = protocol({
  name: 'iec60870_asdu',
  title: 'IEC 60870-5-101/104 ASDU',
  shortName: 'IEC 60870-5-101/104 ASDU',
  column: 'IEC 60870-5 ASDU',
  spec: 'IEC 60870-5-101',
  fields: f,
  decode(p) {
    if (p.first) return p.leaveOpen()
    p.say('')
    p.sayMore(describe(p))
    const type = types[p.take(f.type)]
    const structure = byteOf(p, [f.sequence, f.count])
    byteOf(p, [f.cause, f.negative, f.test])
    p.take(f.originator)
    p.take(f.address)
    objects(p, type?.[2], (structure & 0x80) !== 0, structure & 0x7f)
  },
  heading: (p) =>
    p.base + HEAD + 3 <= p.end
      ? `IEC 60870-5-101/104 ASDU: ${describe(p)} '${types[p.bytes[p.base]!]?.[1] ?? '<Unknown TypeId>'}'`
      : 'IEC 60870-5-101/104 ASDU',
})

/** A byte that has no line of its own: only its parts. */
function byteOf(p: Packet, parts: readonly Field[]): number {
  const value = p.peek(1)
  for (const part of parts) p.add(part, p.at, 1, (value & part.mask) >>> part.shift)
  p.skip(1)
  return value
}

function describe(p: Packet): string {
  const b = p.bytes
  const at = p.base
  p.need(HEAD + 3, at)
  const [type, structure, cause] = [b[at]!, b[at + 1]!, b[at + 2]!]
  const why = `${causes[cause & 0x3f] ?? ` <CauseTx=${cause & 0x3f}>`}${cause & 0x40 ? '_NEGA' : ''}${cause & 0x80 ? '_TEST' : ''}`
  const count = structure & 0x7f
  const first = readUint(b, at + HEAD, 3, true)
  const many = structure & 0x80 ? `-${first + count - 1}` : ',...'
  return (
    `ASDU=${readUint(b, at + 4, 2, true)} ${types[type]?.[0] ?? `<TypeId=${type}>`} ${why.padEnd(7)} ` +
    `IOA${count > 1 ? `[${count}]` : ''}=${first}${count > 1 ? many : ''}`
  )
}

function objects(p: Packet, parts: readonly Part[] | undefined, isSequence: boolean, count: number): void {
  if (!parts?.length) {
    p.take(f.object)
    if (p.left) p.take(f.raw, p.left)
    return
  }
  let address = 0
  for (let i = 0; i < count && p.left; i++) {
    const { at } = p
    const hasOwn = i === 0 || !isSequence
    address = hasOwn ? littleWord(p, 3) : address + 1
    const was = p.open(p.text(`IOA: ${address}`, at, 0))
    if (hasOwn) p.take(f.object)
    else p.set(f.object, address, at, 0)
    for (const part of parts) takePart(p, part)
    p.close(was, true)
  }
  if (p.left) p.take(f.raw, p.left)
}

function littleWord(p: Packet, size: number): number {
  p.need(size)
  return readUint(p.bytes, p.at, size, true)
}

function takePart(p: Packet, part: Part): void {
  switch (part) {
    case 'normal': {
      const raw = (littleWord(p, 2) << 16) >> 16
      p.label(p.add(f.normal, p.at, 2, raw / 32768), `Value: ${Number((raw / 32768).toPrecision(6))} (${raw})`)
      return p.skip(2)
    }
    case 'bits': {
      const row = p.add(f.bits, p.at, 4, p.peek(4))
      const word = p.peek(4)
      const pattern = (word.toString(2).padStart(32, '0').match(/.{8}/g) ?? []).map(
        (b) => `${b.slice(0, 4)} ${b.slice(4)}`,
      )
      p.label(row, `${pattern.join('  ')} = Value: 0x${word.toString(16).padStart(8, '0')}`)
      return p.skip(4)
    }
    case 'float': {
      p.take(f.float)
      const value = new DataView(p.bytes.buffer, p.bytes.byteOffset + p.at - 4).getFloat32(0, true)
      return p.label(p.row(f.float), `Value: ${Number(value.toPrecision(6))}`)
    }
    case 'counter':
      p.take(f.counter)
      return void byteOf(p, [f.counterNumber, f.carry, f.adjusted, f.counterInvalid])
    case 'cp24':
      return takeShortTime(p)
    case 'cp56':
      return takeTime(p)
    default:
      p.take(f[part])
  }
}

/** Milliseconds within an hour. */
function takeShortTime(p: Packet): void {
  p.need(3)
  const ms = littleWord(p, 2) + (p.peek(1, 2) & 0x3f) * 60_000
  const was = p.open(p.add(f.cp24, p.at, 3, ms * 1e6))
  p.take(f.cp24Ms)
  byteOf(p, [f.cp24Min, f.cp24Invalid])
  p.close(was)
}

function takeTime(p: Packet): void {
  p.need(7)
  const ms = littleWord(p, 2)
  const [minute, hour, day, month, year] = [2, 3, 4, 5, 6].map((i) => p.peek(1, i)) as [
    number,
    number,
    number,
    number,
    number,
  ]
  const at = Date.UTC(
    ((year & 0x7f) < 70 ? 2000 : 1900) + (year & 0x7f),
    (month & 15) - 1,
    day & 31,
    hour & 31,
    minute & 63,
    0,
    ms,
  )
  const was = p.open(p.add(f.cp56, p.at, 7, BigInt(at) * 1_000_000n))
  p.take(f.cp56Ms)
  byteOf(p, [f.cp56Min, f.cp56Made, f.cp56Invalid])
  byteOf(p, [f.hour, f.summer])
  byteOf(p, [f.day, f.weekday])
  byteOf(p, [f.month])
  byteOf(p, [f.year])
  p.close(was)
}
