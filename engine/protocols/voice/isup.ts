/** ITU-T Q.763, ISDN user part: the messages that set up and end calls between exchanges of the telephone network. */
import { bits, bytes, string, u16, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { messages, names, parameterNames } from './isup-names'

/** Lengths of the fixed parameters in front, and how many variable ones follow, by message. */
const shapes: Readonly<Record<number, readonly [fixed: number, variable: number, hasOptional: boolean]>> = {
  1: [5, 1, true],
  2: [0, 1, true],
  3: [2, 0, true],
  4: [2, 0, true],
  5: [1, 0, false],
  6: [2, 0, true],
  7: [2, 0, true],
  9: [0, 0, true],
  12: [0, 1, true],
  13: [1, 0, true],
  14: [1, 0, true],
  16: [0, 0, true],
  44: [1, 0, true],
}

export const isup = protocol({
  name: 'isup',
  title: 'ISDN User Part',
  column: 'ISUP(ITU)',
  shortName: 'ISUP',
  spec: 'ITU-T Q.763',
  over: { 'mtp3.service_indicator': [5] },
  fields: {
    circuit: u16('isup.cic', 'CIC', {
      little: true,
      help: 'Which of the lines between the two exchanges carries the call.',
    }),
    type: u8('isup.message_type', 'Message Type', {
      names: names,
      help: 'IAM asks for a call, ACM: it rings, ANM: it was answered, REL and RLC end it.',
    }),
    pointer: u8('isup.mandatory_variable_parameter_pointer', 'Pointer to Parameter'),
    optionalPointer: u8('isup.optional_parameter_part_pointer', 'Pointer to start of optional part'),
    parameterType: u8('isup.parameter_type', 'Optional Parameter', { names: parameterNames }),
    parameterLength: u8('isup.parameter_length', 'Parameter Length'),
    category: u8('isup.calling_partys_category', "Calling Party's category", { display: 'hex' }),
    medium: u8('isup.transmission_medium_requirement', 'Transmission medium requirement', {
      names: { 0: 'speech', 2: '64 kbit/s unrestricted', 3: '3.1 kHz audio' },
    }),
    called: string('isup.called', 'Called Party Number', { help: 'The number that was dialled.' }),
    calling: string('isup.calling', 'Calling Party Number', { help: 'Who calls.' }),
    causes: bytes('isup.cause_indicators', 'Cause indicators (-> Q.850)'),
    cause: bits('isup.cause_indicator', 'Cause indicator', 0x7f, {
      help: 'Why the call ended (Q.850): 16 somebody hung up, 17 busy, 19 no answer.',
    }),
  },
  decode(p, _, f) {
    const circuit = (p.peek(1, 1) << 8) | p.peek(1)
    const type = p.peek(1, 2)
    if (p.columns) p.say(`${messages[type] ?? 'Unknown'} (CIC ${circuit}) `)
    if (p.first) return
    p.add(f.circuit, p.at, 2, circuit)
    p.skip(2)
    p.take(f.type)
    const shape = shapes[type]
    if (!shape) return void (p.at = p.end)
    p.need(shape[0])
    if (type === 1) {
      p.add(f.category, p.at + 3, 1, p.peekAt(p.at + 3, 1))
      p.add(f.medium, p.at + 4, 1, p.peekAt(p.at + 4, 1))
    }
    p.skip(shape[0])
    if (shape[1]) variable(p, type)
    if (shape[2] && p.left) optional(p)
    p.at = p.end
  },
})

function variable(p: Packet, type: number): void {
  const { f } = isup
  const at = p.at + p.peek(1)
  p.take(f.pointer)
  const length = p.peekAt(at, 1)
  p.need(length, at + 1)
  p.add(f.parameterLength, at, 1, length)
  if (type === 1 && length >= 2) number(p, f.called, at + 1, length, 2)
  else if (type === 12 && length >= 2) {
    p.add(f.causes, at + 1, length)
    p.add(f.cause, at + 2, 1, p.peekAt(at + 2, 1) & 127)
  }
}

function optional(p: Packet): void {
  const { f } = isup
  const pointer = p.peek(1)
  const row = p.add(f.optionalPointer, p.at, 1, pointer)
  if (!pointer) return p.label(row, 'No optional parameter present (Pointer: 0)')
  p.skip(pointer)
  while (p.left >= 2 && p.peek(1) !== 0) {
    const type = p.peek(1)
    const length = p.peek(1, 1)
    const name = parameterNames[type] ?? 'Unknown parameter type'
    p.need(2 + length)
    const was = p.open(p.text(`Parameter: (t=${type}, l=${length}): ${name}`, p.at, 2 + length))
    p.take(f.parameterType)
    p.take(f.parameterLength)
    if (type === 10 && length >= 2) number(p, f.calling, p.at, length, 2)
    p.skip(length)
    p.close(was)
  }
}

/** Digits of a number, two in each byte, the first in the lower half. */
function number(p: Packet, field: typeof isup.f.called, at: number, length: number, skip: number): void {
  const isOdd = p.peekAt(at, 1) >> 7
  let digits = ''
  for (let i = at + skip; i < at + length; i++)
    digits += (p.bytes[i]! & 15).toString(16) + (p.bytes[i]! >> 4).toString(16)
  if (isOdd) digits = digits.slice(0, -1)
  p.add(field, at + skip, length - skip, digits.toUpperCase())
}
