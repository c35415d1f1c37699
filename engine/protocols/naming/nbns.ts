/** RFC 1002 4.2, NetBIOS names: machines of Windows networks ask who has a name, and claim names for themselves. */
import { ipv4 as ipv4Text } from '../../bytes/read'
import { bit, bits, bytes, ether, expert, ipv4, string, u16, u32, u8 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { encodedName, nameKind, nameText } from '../kit/netbios-name'
import { spanText } from '../kit/time'

const operations: Readonly<Record<number, string>> = {
  0: 'Name query',
  5: 'Registration',
  6: 'Release',
  7: 'Wait for acknowledgment',
  8: 'Refresh',
  9: 'Refresh (alternate opcode)',
  15: 'Multi-homed registration',
}
const WAIT = 7
const replies: Readonly<Record<number, string>> = {
  0: 'No error',
  1: 'Request was invalidly formatted',
  2: 'Server failure',
  3: 'Requested name does not exist',
  4: 'Request is not implemented',
  5: 'Request was refused',
  6: 'Name is owned by another node',
  7: 'Name is in conflict',
}
const types: Readonly<Record<number, string>> = { 32: 'NB', 33: 'NBSTAT' }
const NB = 32
const NBSTAT = 33
const classes: Readonly<Record<number, string>> = {
  1: 'IN',
  2: 'CSNET',
  3: 'CHAOS',
  4: 'HESIOD',
  254: 'NONE',
  255: 'ANY',
}
const NODES = ['B-node', 'P-node', 'M-node', 'H-node'] as const
const hex4 = (v: number): string => `0x${v.toString(16).padStart(4, '0')}`
/** Bytes of a name in the answer to an adapter status request. */
const NAME_LENGTH = 16

const flagText = (v: number): string =>
  [
    hex4(v),
    ...(v & 0x8000 ? ['Response'] : []),
    `Opcode: ${operations[(v >> 11) & 15] ?? 'Unknown'}`,
    ...(v & 0x8000 && v & 0x0400 ? ['Authoritative'] : []),
    ...(v & 0x0200 ? ['Truncated'] : []),
    ...(v & 0x0100 ? ['Recursion desired'] : []),
    ...(v & 0x8000 && v & 0x0080 ? ['Recursion available'] : []),
    ...(v & 0x0010 ? ['Broadcast'] : []),
    ...(v & 0x8000 ? [`Reply code: ${replies[v & 15] ?? 'Unknown'}`] : []),
  ].join(', ')
const nodeText = (v: number): string => ((v >> 13) & 3 ? 'Unknown' : 'B-node')
const statusText = (v: number): string =>
  [
    hex4(v),
    ...(v & 0x8000 ? ['Name type'] : []),
    `ONT: ${nodeText(v)}`,
    ...(v & 0x1000 ? ['Name is being deregistered'] : []),
    ...(v & 0x0800 ? ['Name is in conflict'] : []),
    ...(v & 0x0400 ? ['Name is active'] : []),
    ...(v & 0x0200 ? ['Permanent node name'] : []),
  ].join(', ')
const group = { trueFalse: ['Group name', 'Unique name'] as const }
const ont = { names: { 0: 'B-node' } }
const yes = { trueFalse: ['Yes', 'No'] as const }

const bitFields = {
  response: bit('nbns.flags.response', 'Response', 0x8000, {
    trueFalse: ['Message is a response', 'Message is a query'],
  }),
  opcode: bits('nbns.flags.opcode', 'Opcode', 0x7800, { names: operations }),
  authoritative: bit('nbns.flags.authoritative', 'Authoritative', 0x0400, {
    trueFalse: ['Server is an authority for domain', 'Server is not an authority for domain'],
  }),
  truncated: bit('nbns.flags.truncated', 'Truncated', 0x0200, {
    trueFalse: ['Message is truncated', 'Message is not truncated'],
  }),
  desired: bit('nbns.flags.recdesired', 'Recursion desired', 0x0100, {
    trueFalse: ['Do query recursively', "Don't do query recursively"],
  }),
  available: bit('nbns.flags.recavail', 'Recursion available', 0x0080, {
    trueFalse: ['Server can do recursive queries', "Server can't do recursive queries"],
  }),
  broadcast: bit('nbns.flags.broadcast', 'Broadcast', 0x0010, {
    trueFalse: ['Broadcast packet', 'Not a broadcast packet'],
  }),
  code: bits('nbns.flags.rcode', 'Reply code', 0x000f, { names: replies }),
}
/** What an adapter tells of itself behind its names. */
const statistics = {
  jumpers: u8('nbns.jumpers', 'Jumpers', { display: 'hex' }),
  test: u8('nbns.test_result', 'Test result', { display: 'hex' }),
  version: u16('nbns.version_number', 'Version number', { display: 'hex' }),
  period: u16('nbns.period_of_statistics', 'Period of statistics', { display: 'hex' }),
  crcs: u16('nbns.num_crcs', 'Number of CRCs'),
  alignment: u16('nbns.num_alignment_errors', 'Number of alignment errors'),
  collisions: u16('nbns.num_collisions', 'Number of collisions'),
  aborts: u16('nbns.num_send_aborts', 'Number of send aborts'),
  sends: u32('nbns.num_good_sends', 'Number of good sends'),
  receives: u32('nbns.num_good_receives', 'Number of good receives'),
  retransmits: u16('nbns.numretransmits', 'Number of retransmits'),
  noResource: u16('nbns.num_no_resource_conditions', 'Number of no resource conditions'),
  blocks: u16('nbns.numcommand_blocks', 'Number of command blocks'),
  pending: u16('nbns.numpending_sessions', 'Number of pending sessions'),
  pendingMost: u16('nbns.max_num_pending_sessions', 'Max number of pending sessions'),
  sessionsMost: u16('nbns.max_total_sessions_possible', 'Max total sessions possible'),
  size: u16('nbns.session_data_packet_size', 'Session data packet size'),
}

export const nbns = protocol({
  name: 'nbns',
  title: 'NetBIOS Name Service',
  spec: 'RFC 1002',
  over: { 'udp.port': [137] },
  header: {
    id: u16('nbns.id', 'Transaction ID', { display: 'hex', help: 'The answer has the number of its question.' }),
    flags: u16('nbns.flags', 'Flags', { display: 'hex', show: flagText }),
    questions: u16('nbns.count.queries', 'Questions'),
    answers: u16('nbns.count.answers', 'Answer RRs'),
    authorities: u16('nbns.count.auth_rr', 'Authority RRs'),
    additionals: u16('nbns.count.add_rr', 'Additional RRs'),
  },
  fields: {
    ...bitFields,
    ...statistics,
    name: string('nbns.name', 'Name', {
      help: 'Fifteen characters; the number behind says what kind of service has it.',
    }),
    type: u16('nbns.type', 'Type', {
      names: types,
      help: 'NB asks for the address of a name, NBSTAT for the names of a machine.',
    }),
    class: u16('nbns.class', 'Class', { names: classes }),
    ttl: u32('nbns.ttl', 'Time to live', { show: spanText }),
    length: u16('nbns.data_length', 'Data length'),
    flagsOfAddress: u16('nbns.nb_flags', 'Name flags', {
      display: 'hex',
      show: (v) => `${hex4(v)}, ONT: ${nodeText(v)} (${NODES[(v >> 13) & 3]}, ${v & 0x8000 ? 'group' : 'unique'})`,
      of: {
        group: bit('nbns.nb_flags.group', 'Name type', 0x8000, group),
        ont: bits('nbns.nb_flags.ont', 'ONT', 0x6000, ont),
      },
    }),
    address: ipv4('nbns.addr', 'Addr', { help: 'Where the machine with this name is.' }),
    incomplete: expert('nbns.incomplete_entry', 'error', 'Malformed', 'incomplete entry'),
    count: u8('nbns.number_of_names', 'Number of names'),
    netbios: string('nbns.netbios_name', 'Name'),
    flagsOfName: u16('nbns.name_flags', 'Name flags', {
      display: 'hex',
      show: statusText,
      of: {
        group: bit('nbns.name_flags.group', 'Name type', 0x8000, group),
        ont: bits('nbns.name_flags.ont', 'ONT', 0x6000, ont),
        drg: bit('nbns.name_flags.drg', 'Name is being deregistered', 0x1000, yes),
        cnf: bit('nbns.name_flags.cnf', 'Name is in conflict', 0x0800, yes),
        act: bit('nbns.name_flags.act', 'Name is active', 0x0400, yes),
        prm: bit('nbns.name_flags.prm', 'Permanent node name', 0x0200, yes),
      },
    }),
    unit: ether('nbns.unit_id', 'Unit ID'),
    data: bytes('nbns.data', 'Data'),
  },
  decode(p, h) {
    const flags = p.u16(h.flags)
    const operation = (flags >> 11) & 15
    const isResponse = (flags & 0x8000) !== 0
    p.say(`${operations[operation] ?? `Unknown operation (${operation})`}${isResponse ? ' response' : ''}`)
    if (isResponse && flags & 15) p.sayMore(`, ${replies[flags & 15] ?? 'Unknown error'}`)
    if (!p.indexing) flagBits(p, flags, isResponse)
    section(p, 'Queries', p.u16(h.questions), (p) => question(p, !isResponse))
    const says = isResponse && operation !== WAIT
    section(p, 'Answers', p.u16(h.answers), (p) => record(p, says))
    section(p, 'Authoritative nameservers', p.u16(h.authorities), (p) => record(p, false))
    section(p, 'Additional records', p.u16(h.additionals), (p) => record(p, false))
  },
})

type Nbns = typeof nbns

function flagBits(p: Packet, flags: number, isResponse: boolean): void {
  const { h }: Nbns = nbns
  const was = p.open(p.row(h.flags))
  for (const [key, field] of Object.entries(bitFields)) {
    if (!isResponse && (key === 'authoritative' || key === 'available' || key === 'code')) continue
    p.add(field, p.place(h.flags), 2, (flags & field.mask) >>> field.shift)
  }
  p.close(was)
}

function section(p: Packet, title: string, count: number, each: (p: Packet) => void): void {
  if (!count) return
  const line = p.text(title, p.at, 0)
  const was = p.open(line)
  for (let i = 0; i < count; i++) each(p)
  p.close(was, line >= 0)
}

/** Name, type and class, which questions and records begin with. Returns the group's line. */
function begin(p: Packet, isRecord: boolean): { line: number; was: number; type: number; text: string } {
  const { f }: Nbns = nbns
  const at = p.at
  const name = encodedName(p, at, p.base)
  p.need(name.length + 4)
  const type = p.peek(2, name.length)
  const word = types[type] ?? 'Unknown'
  const line = p.text(`${name.text}: type ${word}, class ${classes[p.peek(2, name.length + 2)] ?? 'Unknown'}`, at, 0)
  const was = p.open(line)
  const full = name.kind < 0 ? name.text : `${name.text} (${nameKind(name.kind)})`
  // A record has the kind of its name in the value where it holds addresses, and not at all where not: so the reference does.
  const row = p.add(f.name, at, name.length, isRecord && type === NB ? full : name.text)
  if (!isRecord) p.label(row, `Name: ${full}`)
  p.skip(name.length)
  p.take(f.type)
  p.take(f.class)
  return { line, was, type, text: name.text }
}

function question(p: Packet, says: boolean): void {
  const { line, was, type, text } = begin(p, false)
  if (says) p.sayMore(` ${types[type] ?? 'Unknown'} ${text}`)
  p.close(was, line >= 0)
}

function record(p: Packet, says: boolean): void {
  const { f }: Nbns = nbns
  const { line, was, type } = begin(p, true)
  const length = p.peek(2, 4)
  // The first address is a part of what Info says of a record.
  if (says && type === NB && length > 0) p.need(6, p.at + 6)
  if (says) p.sayMore(` ${types[type] ?? 'Unknown'}`)
  p.take(f.ttl)
  p.take(f.length)
  if (type === NB) addresses(p, length, says)
  else if (type === NBSTAT) adapter(p, length)
  else p.take(f.data, length)
  p.close(was, line >= 0)
}

function addresses(p: Packet, length: number, says: boolean): void {
  const { f }: Nbns = nbns
  for (let left = length; left > 0; left -= 6) {
    if (left < 2) return incomplete(p, left)
    p.take(f.flagsOfAddress)
    if (left < 6) return incomplete(p, left - 2)
    if (says && left === length && p.columns) p.sayMore(` ${(p.need(4), ipv4Text(p.bytes, p.at))}`)
    p.take(f.address)
  }
}
function incomplete(p: Packet, left: number): void {
  const { f }: Nbns = nbns
  p.note(f.incomplete, undefined, p.at, left)
  p.skip(left)
}

/** The names of a machine, and what its adapter counted. */
function adapter(p: Packet, length: number): void {
  const { f }: Nbns = nbns
  const stop = p.at + length
  const count = p.take(f.count)
  for (let i = 0; i < count; i++) {
    p.need(NAME_LENGTH)
    const { text, kind } = p.indexing ? { text: '', kind: 0 } : nameText(p.bytes, p.at)
    p.label(p.add(f.netbios, p.at, NAME_LENGTH, text.slice(0, -4)), `Name: ${text} (${nameKind(kind)})`)
    p.skip(NAME_LENGTH)
    p.take(f.flagsOfName)
  }
  if (p.at < stop) p.take(f.unit)
  for (const field of Object.values(statistics) as Field[]) if (p.at + field.size <= stop) p.take(field)
  if (p.at < stop) p.skip(stop - p.at)
}
