/** Options of the IPv4 header: RFC 791 (routes, time stamps, stream), 1108 (security), 1063, 1393, 2113, 4782; FIPS 188 (CIPSO). */
import { asciiText, untilZero } from '../../bytes/text'
import { ipv4 as ipv4Text } from '../../bytes/read'
import { bit, bits, bytes, expert, ipv4, string, u16, u32, u8 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import {
  classificationLevels,
  ipOptionNumbers,
  ipOptions,
  quickStartRates,
  securityLevels,
} from '../../names/ip-options'
import { decodeCipso } from './ip-cipso'

const rules = {
  trueFalse: [
    'Datagram protected in accordance with its rules',
    'Datagram not protected in accordance with its rules',
  ] as const,
}
const reserved = (v: number): string => `0x${v.toString(16)}`

export const ipOptionFields = {
  optionType: u8('ip.opt.type', 'Type', {
    help: 'Which option this is.',
    of: {
      copy: bit('ip.opt.type.copy', 'Copy on fragmentation', 0x80, { trueFalse: ['Yes', 'No'] }),
      class: bits('ip.opt.type.class', 'Class', 0x60, {
        names: {
          0: 'Control',
          1: 'Reserved for future use',
          2: 'Debugging and measurement',
          3: 'Reserved for future use',
        },
      }),
      number: bits('ip.opt.type.number', 'Number', 0x1f, { names: ipOptionNumbers }),
    },
  }),
  optionLength: u8('ip.opt.len', 'Length', { help: 'Bytes of the option with its type and length.' }),
  pointer: u8('ip.opt.ptr', 'Pointer', {
    help: 'Where in the option the next router writes or reads, counted from 1.',
  }),
  streamId: u16('ip.opt.sid', 'Stream Identifier'),
  mtu: u16('ip.opt.mtu', 'MTU'),
  idNumber: u16('ip.opt.id_number', 'ID Number'),
  outboundHops: u16('ip.opt.ohc', 'Outbound Hop Count'),
  returnHops: u16('ip.opt.rhc', 'Return Hop Count'),
  originator: ipv4('ip.opt.originator', 'Originator IP Address'),
  routerAlert: u16('ip.opt.ra', 'Router Alert', {
    names: (v) => (v === 0 ? 'Router shall examine packet' : 'Reserved'),
  }),
  optionAddress: ipv4('ip.opt.addr', 'IP Address'),
  qsFunction: bits('ip.opt.qs_func', 'Function', 0xf0, { names: { 0: 'Rate request', 8: 'Rate report' } }),
  qsRate: bits('ip.opt.qs_rate', 'Rate', 0x0f, { names: quickStartRates }),
  qsTtl: u8('ip.opt.qs_ttl', 'QS TTL'),
  qsTtlDiff: u8('ip.opt.qs_ttl_diff', 'TTL Diff', { generated: true }),
  qsUnused: u8('ip.opt.qs_unused', 'Not Used'),
  qsNonce: bits('ip.opt.qs_nonce', 'QS Nonce', 0xfffffffc, { display: 'hex', width: 4 }),
  qsReserved: bits('ip.opt.qs_reserved', 'Reserved', 0x3, { display: 'hex', width: 4 }),
  security: u16('ip.opt.sec_rfc791_sec', 'Security', { display: 'hex', names: securityLevels }),
  compartments: u16('ip.opt.sec_rfc791_comp', 'Compartments'),
  handling: string('ip.opt.sec_rfc791_hr', 'Handling Restrictions'),
  transmission: string('ip.opt.sec_rfc791_tcc', 'Transmission Control Code'),
  classification: u8('ip.opt.sec_cl', 'Classification Level', { display: 'hex', names: classificationLevels }),
  authority: u8('ip.opt.sec_prot_auth_flags', 'Protection Authority Flags', {
    display: 'hex',
    of: {
      genser: bit('ip.opt.sec_prot_auth_genser', 'GENSER', 0x80, rules),
      siop: bit('ip.opt.sec_prot_auth_siop_esi', 'SIOP-ESI', 0x40, rules),
      sci: bit('ip.opt.sec_prot_auth_sci', 'SCI', 0x20, rules),
      nsa: bit('ip.opt.sec_prot_auth_nsa', 'NSA', 0x10, rules),
      doe: bit('ip.opt.sec_prot_auth_doe', 'DOE', 0x08, rules),
      unassigned: bits('ip.opt.sec_prot_auth_unassigned', 'Unassigned', 0x06, { display: 'hex', show: reserved }),
      more: bit('ip.opt.sec_prot_auth_fti', 'Field Termination Indicator', 0x01, {
        trueFalse: ['Additional octet present', 'Final octet'],
      }),
    },
  }),
  formatCode: u8('ip.opt.ext_sec_add_sec_info_format_code', 'Additional Security Info Format Code', { display: 'hex' }),
  additional: bytes('ip.opt.ext_sec_add_sec_info', 'Additional Security Info'),
  recorded: ipv4('ip.rec_rt', 'Recorded Route', { help: 'A router that the packet came through.' }),
  recordedHost: string('ip.rec_rt_host', 'Recorded Route Host', { hidden: true }),
  current: ipv4('ip.cur_rt', 'Current Route', { help: 'The router that the packet is being sent to.' }),
  currentHost: string('ip.cur_rt_host', 'Current Route Host', { hidden: true }),
  route: ipv4('ip.src_rt', 'Source Route', { help: 'A router that the packet has yet to visit.' }),
  routeHost: string('ip.src_rt_host', 'Source Route Host', { hidden: true }),
  empty: ipv4('ip.empty_rt', 'Empty Route', { help: 'Room for a router that the packet has not reached yet.' }),
  emptyHost: string('ip.empty_rt_host', 'Empty Route Host', { hidden: true }),
  cipsoDoi: u32('ip.cipso.doi', 'DOI'),
  cipsoTag: u8('ip.cipso.tag_type', 'Tag Type'),
  cipsoLevel: u8('ip.cipso.sensitivity_level', 'Sensitivity Level'),
  cipsoCategories: string('ip.cipso.categories', 'Categories'),
  cipsoData: bytes('ip.cipso.tag_data', 'Tag data'),
  cipsoMalformed: expert('ip.cipso.malformed', 'error', 'Sequence', 'Malformed CIPSO tag'),
  overflow: bits('ip.opt.overflow', 'Overflow', 0xf0, { help: 'Routers that found no room to record a time.' }),
  stampFlag: bits('ip.opt.flag', 'Flag', 0x0f, {
    display: 'hex',
    names: { 0: 'Time stamps only', 1: 'Time stamp and address', 3: 'Time stamps for prespecified addresses' },
  }),
  stamp: u32('ip.opt.time_stamp', 'Time stamp', { help: 'Milliseconds since midnight UTC.' }),
  stampAddress: ipv4('ip.opt.time_stamp_addr', 'Address'),
  badOptionLength: expert('ip.opt.len.invalid', 'warn', 'Protocol', 'Invalid length for option'),
  pointerBefore: expert('ip.opt.ptr.before_address', 'warn', 'Protocol', 'Pointer points before first address'),
  pointerMiddle: expert('ip.opt.ptr.middle_address', 'warn', 'Protocol', 'Pointer points to middle of address'),
  fourNops: expert('ip.nop', 'warn', 'Protocol', '4 NOP in a row - a router may have removed some options'),
}

export type IpOptionFields = typeof ipOptionFields

/** What an option needs to know of the packet around it. */
interface Header extends IpOptionFields {
  address: Field
  destinationHost: Field
  host: Field
}

const END = 0
const NOP = 1
const LOOSE_ROUTE = 131
const STRICT_ROUTE = 137

/** Decodes `length` bytes of options at the cursor. A source route in them changes where the packet is going: `p.address` and ip.dst. */
export function decodeOptions(p: Packet, length: number, f: Header, destination: Field): void {
  p.need(Math.min(length, p.leftOnWire))
  const stop = p.at + Math.min(length, p.left)
  if (p.first) {
    followRoutes(p, stop)
    p.at = stop
    return
  }
  const names: string[] = []
  const group = p.text(`Options: (${length} bytes)`, p.at, length)
  const was = p.open(group)
  let nops = 0
  while (p.at < stop) {
    const type = p.peek(1)
    if (type === END || type === NOP) {
      if (type === END) nops = 0
      else if (++nops === 4) p.note(f.fourNops, undefined, p.at, 1)
      const inner = p.open(
        p.text(`IP Option - ${type === END ? 'End of Options List (EOL)' : 'No-Operation (NOP)'}`, p.at, 1),
      )
      p.take(f.optionType)
      p.close(inner)
      if (type === END) break
      continue
    }
    nops = 0
    if (!option(p, stop, type, f, destination, names)) break
  }
  p.close(was)
  if (names.length) p.label(group, `Options: (${length} bytes), ${names.join(', ')}`)
  p.at = stop
}

/** One option of more than a byte. False when its length is impossible: nothing behind it can be read. */
function option(p: Packet, stop: number, type: number, f: Header, destination: Field, names: string[]): boolean {
  const known = ipOptions[type]
  const name = known?.name ?? `Unknown (0x${type.toString(16).padStart(2, '0')})`
  const at = p.at
  if (at + 1 >= stop) return complain(p, f, `${name} (length byte past end of options)`, at, 1)
  const length = p.peek(1, 1)
  const unit = length === 1 ? 'byte' : 'bytes'
  if (length < 2) return complain(p, f, `${name} (with too-short option length = ${length} ${unit})`, at, 2)
  if (at + length > stop)
    return complain(
      p,
      f,
      `${name} (option length = ${length} ${unit} says option goes past end of options)`,
      at,
      stop - at,
    )
  if (!known) {
    p.text(`${name} (${length} ${unit})`, at, length)
    p.at += length
    return true
  }
  names.push(name)
  const line = p.text(`IP Option - ${name} (${known.length ?? length} ${unit})`, at, length)
  const was = p.open(line)
  p.take(f.optionType)
  const lengthRow = p.at
  p.take(f.optionLength)
  if ((known.length ?? length) !== length)
    p.note(
      f.badOptionLength,
      `${name} (with option length = ${length} ${unit}; should be ${known.length})`,
      lengthRow,
      1,
    )
  const end = at + length
  const { end: layerEnd } = p
  p.end = Math.min(p.end, end)
  BODIES[type]?.(p, f, line, name, destination)
  p.end = layerEnd
  p.close(was)
  p.at = end
  return true
}

function complain(p: Packet, f: Header, text: string, at: number, length: number): false {
  const was = p.open(p.text(text, at, length))
  p.note(f.badOptionLength, text, at, length)
  p.close(was)
  return false
}

type Body = (p: Packet, f: Header, line: number, name: string, destination: Field) => void

const BODIES: Readonly<Record<number, Body>> = {
  7: (p, f) => routes(p, f, undefined),
  [LOOSE_ROUTE]: (p, f, _, __, destination) => routes(p, f, destination),
  [STRICT_ROUTE]: (p, f, _, __, destination) => routes(p, f, destination),
  68: timeStamps,
  136: (p, f) => void p.take(f.streamId),
  11: (p, f) => void p.take(f.mtu),
  12: (p, f) => void p.take(f.mtu),
  82(p, f) {
    p.take(f.idNumber)
    p.take(f.outboundHops)
    p.take(f.returnHops)
    p.take(f.originator)
  },
  148(p, f, line, name) {
    const value = p.take(f.routerAlert)
    p.label(
      line,
      `IP Option - ${name} (4 bytes): ${value === 0 ? 'Router shall examine packet' : 'Reserved'} (${value})`,
    )
  },
  149(p, f) {
    while (p.left >= 4) p.take(f.optionAddress)
  },
  25: quickStart,
  130: securityOption,
  133(p, f) {
    p.take(f.formatCode)
    if (p.left) p.take(f.additional, p.left)
  },
  134: (p, f) => decodeCipso(p, f),
}

/** Record route and source routes. `destination` is the header's field when the last address of the route is the true destination. */
function routes(p: Packet, f: Header, destination: Field | undefined): void {
  const start = p.at - 2
  const pointer = p.take(f.pointer)
  const odd = pointer < 4 ? f.pointerBefore : pointer & 3 ? f.pointerMiddle : undefined
  if (odd) {
    p.note(odd, undefined, p.at - 1, 1)
    return
  }
  const final = destination && pointer <= p.end - start ? routeEnd(p, start) : -1
  while (p.left >= 4) {
    const at = p.at
    const place = at - start + 1
    if (at === final && destination) {
      redirect(p, f, destination, at)
      p.at += 4
      continue
    }
    const [field, host] =
      place < pointer ? [f.recorded, f.recordedHost] : destination ? [f.route, f.routeHost] : [f.empty, f.emptyHost]
    const i = p.add(field, at, 4, p.peek(4))
    if (place === pointer) p.label(i, `${field.label}: ${ipv4Text(p.bytes, at)} <- (next)`)
    if (place < pointer && p.wanted(host)) p.hide(host, at, 4, ipv4Text(p.bytes, at))
    else if (p.wanted(host)) p.hide(host, at, 4, ipv4Text(p.bytes, at))
    p.at += 4
  }
}

/** Position of the last whole address of a route option that starts at `start`. */
const routeEnd = (p: Packet, start: number): number => start + 3 + (Math.floor((p.end - start - 3) / 4) - 1) * 4

/** The packet's destination is the last address of its source route; what the header calls so is only the next router. */
function redirect(p: Packet, f: Header, destination: Field, at: number): void {
  const next = p.base + destination.offset
  const { records } = p
  for (let i = records.count - 1; i >= 0; i--) {
    const id = records.field[i]
    if (records.start[i] !== next - p.origin) continue
    if (id !== destination.id && id !== f.address.id && id !== f.destinationHost.id && id !== f.host.id) continue
    if (records.extra.has(i)) records.extra.set(i, ipv4Text(p.bytes, at))
    else records.value[i] = p.peekAt(at, 4)
    records.start[i] = at - p.origin
  }
  p.add(f.current, next, 4, p.peekAt(next, 4))
  if (p.wanted(f.currentHost)) p.hide(f.currentHost, next, 4, ipv4Text(p.bytes, next))
  p.address('ipv4', p.base + 12, at)
}

/** The part of source routes that the first pass needs. */
function followRoutes(p: Packet, stop: number): void {
  for (let at = p.at; at + 1 < stop;) {
    const type = p.peekAt(at, 1)
    if (type === END) return
    const length = type === NOP ? 1 : p.peekAt(at + 1, 1)
    if (type !== NOP && length < 2) return
    if ((type === LOOSE_ROUTE || type === STRICT_ROUTE) && length >= 7 && at + length <= stop) {
      const pointer = p.peekAt(at + 2, 1)
      if (pointer >= 4 && (pointer & 3) === 0 && pointer <= length)
        p.address('ipv4', p.base + 12, at + 3 + (Math.floor((length - 3) / 4) - 1) * 4)
    }
    at += length
  }
}

function timeStamps(p: Packet, f: Header): void {
  p.take(f.pointer)
  const byte = p.peek(1)
  p.add(f.overflow, p.at, 1, byte >> 4)
  p.add(f.stampFlag, p.at, 1, byte & 15)
  p.at++
  const withAddress = (byte & 15) === 1 || (byte & 15) === 3
  while (p.left >= (withAddress ? 8 : 4)) {
    if (withAddress) p.take(f.stampAddress)
    p.take(f.stamp)
  }
}

function quickStart(p: Packet, f: Header, line: number, name: string): void {
  const byte = p.peek(1)
  const rate = quickStartRates[byte & 15]!
  p.add(f.qsFunction, p.at, 1, byte >> 4)
  p.add(f.qsRate, p.at, 1, byte & 15)
  p.at++
  const report = byte >> 4 === 8
  if (report) p.take(f.qsUnused)
  else if (byte >> 4 === 0) {
    const ttl = p.take(f.qsTtl)
    const difference = (p.peekAt(p.base + 8, 1) - ttl + 256) % 256
    p.set(f.qsTtlDiff, difference, p.at - 1, 1)
    p.label(line, `IP Option - ${name} (8 bytes): Rate request (0), ${rate}, QS TTL ${ttl}, QS TTL diff ${difference}`)
  } else return
  if (report) p.label(line, `IP Option - ${name} (8 bytes): Rate report (8), ${rate}`)
  const nonce = p.peek(4)
  p.add(f.qsNonce, p.at, 4, Math.floor(nonce / 4))
  p.add(f.qsReserved, p.at, 4, nonce & 3)
  p.at += 4
}

/** Text of so many bytes, up to the first zero among them. */
function takeText(p: Packet, field: Field, length: number): void {
  p.need(length)
  p.add(field, p.at, length, asciiText(p.bytes, p.at, untilZero(p.bytes, p.at, length)))
  p.skip(length)
}

function securityOption(p: Packet, f: Header): void {
  if (p.left === 9 && p.peek(2) in securityLevels) {
    p.take(f.security)
    p.take(f.compartments)
    takeText(p, f.handling, 2)
    takeText(p, f.transmission, 3)
    return
  }
  p.take(f.classification)
  let more = p.left > 0 && (p.take(f.authority) & 1) === 1
  // Bytes behind the first have no flags but the one that says whether another follows.
  while (more && p.left > 0) {
    const byte = p.peek(1)
    const row = p.add(f.authority, p.at, 1, byte)
    const was = p.open(row)
    p.add(f.authority.bits[6]!, p.at, 1, byte & 1)
    p.close(was)
    p.at++
    more = (byte & 1) === 1
  }
  if (p.left > 0) p.note(f.badOptionLength, 'Extraneous data in option')
  else if (more) p.note(f.badOptionLength, 'Field Termination Indicator set to 1 for last byte of option')
}
