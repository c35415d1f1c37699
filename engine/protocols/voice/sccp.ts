/** ITU-T Q.713, SCCP: addresses of subsystems in the telephone network, with and without connections; and its management (Q.714). */
import { bits, none, string, u16, u24, u8, uint } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { uint as readUint } from '../../bytes/read'

const types: Readonly<Record<number, readonly [string, string]>> = {
  0x01: ['Connection Request', 'CR'],
  0x02: ['Connection Confirm', 'CC'],
  0x03: ['Connection Refused', 'CREF'],
  0x04: ['Released', 'RLSD'],
  0x05: ['Release Complete', 'RLC'],
  0x06: ['Data Form 1', 'DT1'],
  0x07: ['Data Form 2', 'DT2'],
  0x08: ['Data Acknowledgement', 'AK'],
  0x09: ['Unitdata', 'UDT'],
  0x0a: ['Unitdata Service', 'UDTS'],
  0x0b: ['Expedited Data', 'ED'],
  0x0c: ['Expedited Data Acknowledgement', 'EA'],
  0x0d: ['Reset Request', 'RSR'],
  0x0e: ['Reset Confirmation', 'RSC'],
  0x0f: ['Error', 'ERR'],
  0x10: ['Inactivity Timer', 'IT'],
  0x11: ['Extended Unitdata', 'XUDT'],
  0x12: ['Extended Unitdata Service', 'XUDTS'],
}
const subsystems: Readonly<Record<number, string>> = {
  0: 'SSN not known/not used',
  1: 'SCCP management',
  3: 'ISUP (ISDN User Part)',
  4: 'OMAP (Operation, Maintenance, and Administration Part)',
  5: 'MAP (Mobile Application Part)',
  6: 'HLR (Home Location Register)',
  7: 'VLR (Visitor Location Register)',
  8: 'MSC (Mobile Switching Center)',
  9: 'EIC/EIR (Equipment Identifier Center/Equipment Identification Register)',
  10: 'AUC/AC (Authentication Center)',
  142: 'RANAP',
  143: 'RNSAP',
  146: 'CAP',
  149: 'SGSN',
  150: 'GGSN',
  249: 'PCAP',
  250: 'BSC (BSSAP-LE)',
  251: 'MSC (BSSAP-LE)',
  252: 'SMLC (BSSAP-LE)',
  253: 'BSS O&M (A interface)',
  254: 'BSSAP/BSAP',
}
const titles = [
  'No Global Title',
  'Nature of Address Indicator only',
  'Translation Type only',
  'Translation Type, Numbering Plan, and Encoding Scheme included',
  'Translation Type, Numbering Plan, Encoding Scheme, and Nature of Address Indicator included',
]
const hexed = { display: 'hex' } as const

const party = (name: 'called' | 'calling'): Record<PartyWord, Field> => {
  const of = (word: string): string => `sccp.${name}.${word}`
  const digits = `${name === 'called' ? 'Called' : 'Calling'} Party Digits`
  return {
    reserved: bits(of('reserved'), 'Reserved for national use', 0x80, hexed),
    routing: bits(of('ri'), 'Routing Indicator', 0x40, {
      display: 'hex',
      names: { 0: 'Route on GT', 1: 'Route on SSN' },
      help: 'Whether the number (global title) or the point code and subsystem say where the message goes.',
    }),
    title: bits(of('gti'), 'Global Title Indicator', 0x3c, { display: 'hex', names: (n) => titles[n] ?? 'Unknown' }),
    hasSubsystem: bits(of('ssni'), 'SubSystem Number Indicator', 0x02, {
      display: 'hex',
      names: { 0: 'SSN not present', 1: 'SSN present' },
    }),
    hasPoint: bits(of('pci'), 'Point Code Indicator', 0x01, {
      display: 'hex',
      names: { 0: 'Point Code not present', 1: 'Point Code present' },
    }),
    point: bits(of('pc'), 'PC', 0x3fff),
    subsystem: u8(of('ssn'), 'SubSystem Number', {
      names: (n) => subsystems[n] ?? 'Unknown',
      help: 'Which application of the node: a register of subscribers, a switch.',
    }),
    translation: u8(of('tt'), 'Translation Type', { display: 'hex_dec' }),
    plan: bits(of('np'), 'Numbering Plan', 0xf0, hexed),
    scheme: bits(of('es'), 'Encoding Scheme', 0x0f, hexed),
    nature: bits(of('nai'), 'Nature of Address Indicator', 0x7f, hexed),
    digits: string(of('digits'), digits, {
      help: 'A number such as a telephone number, by which the message is routed.',
    }),
  }
}
type PartyWord =
  | 'reserved'
  | 'routing'
  | 'title'
  | 'hasSubsystem'
  | 'hasPoint'
  | 'point'
  | 'subsystem'
  | 'translation'
  | 'plan'
  | 'scheme'
  | 'nature'
  | 'digits'
const called = party('called')
const calling = party('calling')
const named = (prefix: string, fields: Record<string, Field>): Record<string, Field> =>
  Object.fromEntries(Object.entries(fields).map(([key, field]) => [`${prefix} ${key}`, field]))

const f = {
  source: u24('sccp.slr', 'Source Local Reference', {
    display: 'hex',
    little: true,
    help: 'Names the connection at the sender.',
  }),
  destination: u24('sccp.dlr', 'Destination Local Reference', { display: 'hex', little: true }),
  reference: uint('sccp.lr', 'Local Reference', { display: 'hex', generated: true, width: 3 }),
  class: bits('sccp.class', 'Class', 0x0f, { display: 'hex', help: '0 and 1: single messages; 2 and 3: connections.' }),
  handling: bits('sccp.handling', 'Message handling', 0xf0, {
    display: 'hex',
    names: { 0: 'No special options', 8: 'Return message on error' },
  }),
  more: bits('sccp.more', 'More data', 1, { display: 'hex', names: { 0: 'No more data', 1: 'More data' } }),
  pointer1: uint('sccp.variable_pointer1', 'Pointer to first Mandatory Variable parameter'),
  pointer2: uint('sccp.variable_pointer2', 'Pointer to second Mandatory Variable parameter'),
  pointer3: uint('sccp.variable_pointer3', 'Pointer to third Mandatory Variable parameter'),
  optional: uint('sccp.optional_pointer', 'Pointer to Optional parameter'),
  cause: u8('sccp.return_cause', 'Return Cause', hexed),
  release: u8('sccp.release_cause', 'Release Cause', hexed),
  refusal: u8('sccp.refusal_cause', 'Refusal Cause', hexed),
  subsystem: u8('sccp.ssn', 'Called or Calling SubSystem Number', { hidden: true }),
  ...named('called', called),
  ...named('calling', calling),
  endOptional: none('sccp.end_optional_param', 'End of Optional'),
}

export const sccp = protocol({
  name: 'sccp',
  title: 'Signalling Connection Control Part',
  column: 'SCCP (Int. ITU)',
  shortName: 'SCCP',
  spec: 'ITU-T Q.713',
  over: { 'mtp3.service_indicator': [3] },
  header: {
    type: u8('sccp.message_type', 'Message Type', {
      display: 'hex',
      names: (n) => types[n]?.[0] ?? 'Unknown',
      show: (n) => `${types[n]?.[0] ?? 'Unknown'} (0x${n.toString(16).padStart(2, '0')})`,
      help: 'CR to RLC make and end connections, DT1 carries data on them; UDT is a message by itself.',
    }),
  },
  fields: f,
  decode(p, h) {
    const type = p.u8(h.type)
    p.say(types[type] ? `${types[type][1]} ` : '')
    const carried = body(p, type)
    const { at, length, subsystem } = carried
    p.at = p.end
    if (length) {
      p.at = at
      p.part(length, () => p.next('sccp.ssn', subsystem))
    }
    p.at = p.end
  },
})

interface Carried {
  at: number
  length: number
  subsystem: number
}

/** Reads a message; says where the data that it carries lie. */
function body(p: Packet, type: number): Carried {
  const found: Carried = { at: p.at, length: 0, subsystem: -1 }
  switch (type) {
    case 0x01:
      reference(p, f.source)
      classOf(p, false)
      variables(p, [f.pointer1], found, true)
      break
    case 0x02:
      reference(p, f.destination)
      reference(p, f.source)
      classOf(p, false)
      variables(p, [], found, true)
      break
    case 0x03:
      reference(p, f.destination)
      p.take(f.refusal)
      variables(p, [], found, true)
      break
    case 0x04:
      reference(p, f.destination)
      reference(p, f.source)
      p.take(f.release)
      variables(p, [], found, true)
      break
    case 0x05:
      reference(p, f.destination)
      reference(p, f.source)
      break
    case 0x06: {
      reference(p, f.destination)
      p.add(f.more, p.at, 1, p.peek(1) & 1)
      p.skip(1)
      const start = p.at + pointer(p, f.pointer1)
      data(p, start, found)
      break
    }
    case 0x09:
    case 0x0a:
      if (type === 0x09) classOf(p, true)
      else p.take(f.cause)
      variables(p, [f.pointer1, f.pointer2, f.pointer3], found, false)
      break
    default:
      found.length = p.left
  }
  return found
}

function reference(p: Packet, field: Field): void {
  p.take(field)
  p.set(f.reference, readUint(p.bytes, p.at - 3, 3, true), p.at - 3, 3)
}

function classOf(p: Packet, hasHandling: boolean): void {
  const byte = p.peek(1)
  p.add(f.class, p.at, 1, byte & 15)
  if (hasHandling) p.add(f.handling, p.at, 1, byte >> 4)
  p.skip(1)
}

/** A pointer: bytes from itself on. */
function pointer(p: Packet, field: Field): number {
  const value = p.peek(1)
  p.add(field, p.at, 1, value)
  p.skip(1)
  return value
}

function data(p: Packet, at: number, found: Carried): void {
  const size = p.peekAt(at, 1)
  p.need(size, at + 1)
  found.at = at + 1
  found.length = size
}

/** Called party, calling party and data by their pointers, in this order; then optional parameters. */
function variables(p: Packet, pointers: readonly Field[], found: Carried, hasOptional: boolean): void {
  const places = pointers.map((field) => p.at + pointer(p, field))
  const optionalAt = p.at
  const optional = hasOptional && p.left ? pointer(p, f.optional) : 0
  for (const [i, place] of places.entries()) {
    const size = p.peekAt(place, 1)
    p.at = place + 1
    p.need(size)
    if (i === 2) data(p, place, found)
    else address(p, size, i === 0, found)
  }
  if (!optional) return
  p.at = optionalAt + optional
  while (p.left) {
    const name = p.peek(1)
    if (name === 0) {
      p.add(f.endOptional, p.at, 1)
      return
    }
    const size = p.peek(1, 1)
    p.skip(2)
    p.need(size)
    if (name === 3 || name === 4) address(p, size, name === 3, found)
    else if (name === 0x0f) {
      found.at = p.at
      found.length = size
      p.skip(size)
    } else p.skip(size)
  }
}

function address(p: Packet, size: number, isCalled: boolean, found: Carried): void {
  const of = isCalled ? called : calling
  const was = p.open(
    p.text(`${isCalled ? 'Called' : 'Calling'} Party address (${size} byte${size === 1 ? '' : 's'})`, p.at, size),
  )
  p.part(size, () => {
    const indicator = p.peek(1)
    const group = p.open(p.text('Address Indicator', p.at, 1))
    for (const field of [of.reserved, of.routing, of.title, of.hasSubsystem, of.hasPoint])
      p.add(field, p.at, 1, (indicator & field.mask) >>> field.shift)
    p.close(group)
    p.skip(1)
    if (indicator & 1) {
      p.need(2)
      const code = readUint(p.bytes, p.at, 2, true) & 0x3fff
      const row = p.add(of.point, p.at, 2, code)
      const pattern = code.toString(2).padStart(14, '0')
      p.label(
        row,
        `..${pattern.slice(0, 2)} ${pattern.slice(2, 6)} ${pattern.slice(6, 10)} ${pattern.slice(10)} = PC: ${code}`,
      )
      p.skip(2)
    }
    if (indicator & 2) {
      const subsystem = p.take(of.subsystem)
      p.hide(f.subsystem, p.at - 1, 1, subsystem)
      if (isCalled || found.subsystem < 0) found.subsystem = subsystem
    }
    globalTitle(p, (indicator >> 2) & 15, of)
    p.at = p.end
  })
  p.close(was)
}

function globalTitle(p: Packet, kind: number, of: Record<PartyWord, Field>): void {
  if (kind < 1 || kind > 4) return
  const was = p.open(p.text(`Global Title 0x${kind.toString(16)} (${p.left} bytes)`, p.at, p.left))
  let isOdd = false
  if (kind !== 1) p.take(of.translation)
  if (kind >= 3) {
    const byte = p.peek(1)
    p.add(of.plan, p.at, 1, byte >> 4)
    p.add(of.scheme, p.at, 1, byte & 15)
    isOdd = (byte & 15) === 1
    p.skip(1)
  }
  if (kind === 1 || kind === 4) {
    const byte = p.peek(1)
    p.add(of.nature, p.at, 1, byte & 0x7f)
    if (kind === 1) isOdd = (byte & 0x80) !== 0
    p.skip(1)
  }
  if (p.left) {
    let text = ''
    for (let i = 0; i < p.left; i++) text += DIGITS[p.peek(1, i) & 15]! + DIGITS[p.peek(1, i) >> 4]!
    p.add(of.digits, p.at, p.left, isOdd ? text.slice(0, -1) : text)
  }
  p.close(was)
}
const DIGITS = '0123456789ABCDEF'

const managements: Readonly<Record<number, readonly [string, string]>> = {
  1: ['Subsystem Allowed', 'SSA'],
  2: ['Subsystem Prohibited', 'SSP'],
  3: ['Subsystem Status Test', 'SST'],
  4: ['Subsystem Out of service Request', 'SOR'],
  5: ['Subsystem Out of service Grant', 'SOG'],
  6: ['SCCP/Subsystem Congested', 'SSC'],
}

export const sccpmg = protocol({
  name: 'sccpmg',
  title: 'Signalling Connection Control Part Management',
  column: 'SCCPMG (Int. ITU)',
  shortName: 'SCCPMG',
  spec: 'ITU-T Q.713',
  over: { 'sccp.ssn': [1] },
  header: {
    type: u8('sccpmg.message_type', 'Message Type', {
      display: 'hex',
      show: (n) => `${managements[n]?.[0] ?? 'Unknown'} (0x${n.toString(16).padStart(2, '0')})`,
      help: 'Whether a subsystem may be used, may not, or is asked about.',
    }),
    subsystem: u8('sccpmg.ssn', 'Affected SubSystem Number'),
  },
  fields: {
    point: u16('sccpmg.pc', 'Affected Point Code', { little: true }),
    multiplicity: bits('sccpmg.smi', 'Subsystem Multiplicity Indicator', 3),
  },
  decode(p, h, f) {
    const type = p.u8(h.type)
    p.say(managements[type] ? `${managements[type][1]} ` : '')
    p.need(3)
    const code = readUint(p.bytes, p.at, 2, true) & 0x3fff
    const pattern = code.toString(2).padStart(14, '0')
    p.label(
      p.add(f.point, p.at, 2, code),
      `..${pattern.slice(0, 2)} ${pattern.slice(2, 6)} ${pattern.slice(6, 10)} ${pattern.slice(10)} = Affected Point Code: ${code}`,
    )
    p.skip(2)
    p.add(f.multiplicity, p.at, 1, p.peek(1) & 3)
    p.at = p.end
  },
})
