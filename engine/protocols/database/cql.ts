/** Cassandra's CQL binary protocol, versions 3 to 5 (native_protocol_v4.spec): frames with a number of their own, requests and what comes of them. */
import { bit, bits, bytes, duration, framenum, i16, i32, string, u16, u32, u8 } from '../../dissect/field'
import { memory } from '../../dissect/memory'
import type { Packet } from '../../dissect/packet'
import { lengthKnown, protocol } from '../../dissect/protocol'
import { Pairs } from '../../flows/pairs'

const HEADER = 9
const opcodes: Readonly<Record<number, string>> = {
  0x00: 'ERROR',
  0x01: 'STARTUP',
  0x02: 'READY',
  0x03: 'AUTHENTICATE',
  0x05: 'OPTIONS',
  0x06: 'SUPPORTED',
  0x07: 'QUERY',
  0x08: 'RESULT',
  0x09: 'PREPARE',
  0x0a: 'EXECUTE',
  0x0b: 'REGISTER',
  0x0c: 'EVENT',
  0x0d: 'BATCH',
  0x0e: 'AUTH_CHALLENGE',
  0x0f: 'AUTH_RESPONSE',
  0x10: 'AUTH_SUCCESS',
}
const consistencies: Readonly<Record<number, string>> = {
  0: 'ANY',
  1: 'ONE',
  2: 'TWO',
  3: 'THREE',
  4: 'QUORUM',
  5: 'ALL',
  6: 'LOCAL_QUORUM',
  7: 'EACH_QUORUM',
  8: 'SERIAL',
  9: 'LOCAL_SERIAL',
  10: 'LOCAL_ONE',
}
const errors: Readonly<Record<number, string>> = {
  0x0000: 'Server error',
  0x000a: 'Protocol error',
  0x0100: 'Authentication error',
  0x1000: 'Unavailable exception',
  0x1001: 'Overloaded',
  0x1002: 'Is_bootstrapping',
  0x1003: 'Truncate_error',
  0x1100: 'Write_timeout',
  0x1200: 'Read_timeout',
  0x1300: 'Read_failure',
  0x1400: 'Function_failure',
  0x1500: 'Write_failure',
  0x2000: 'Syntax_error',
  0x2100: 'Unauthorized',
  0x2200: 'Invalid',
  0x2300: 'Config_error',
  0x2400: 'Already_exists',
  0x2500: 'Unprepared',
}
const results = ['', 'VOID', 'Rows', 'Set Keyspace', 'Prepared', 'Schema Change']

const f = {
  version: u8('cql.version', 'Version', {
    display: 'hex',
    of: {
      number: bits('cql.protocol_version', 'Protocol version', 0x0f),
      direction: bits('cql.direction', 'Direction', 0xf0, {
        display: 'hex',
        names: (n) => (n === 8 ? 'Response' : n === 0 ? 'Request' : 'Unknown'),
      }),
    },
  }),
  flags: u8('cql.flags', 'Flags', {
    display: 'hex',
    of: {
      compression: bit('cql.flags.compression', 'Compression', 1, { help: 'The body is compressed.' }),
      tracing: bit('cql.flags.tracing', 'Tracing', 2),
      custom: bit('cql.flags.custom_payload', 'Custom Payload', 4),
      warning: bit('cql.flags.warning', 'Warning', 8),
      reserved: bits('cql.flags.reserved', 'Reserved', 0xf0, { display: 'hex' }),
    },
  }),
  stream: i16('cql.stream', 'Stream Identifier', {
    help: 'Numbers the request; the answer repeats it, so that many may be under way.',
  }),
  opcode: bits('cql.opcode', 'Opcode', 0x7f, {
    names: (n) => opcodes[n] ?? 'Unknown',
    help: 'What is asked for, or what kind of answer it is.',
  }),
  length: u32('cql.message_length', 'Message Length'),
  responseIn: framenum('cql.response_in', 'Response in', { generated: true }),
  requestIn: framenum('cql.response_to', 'Request in', { generated: true }),
  time: duration('cql.response_time', 'Response time', { generated: true }),
  mapSize: u16('cql.string_map_size', 'String Map Size'),
  listSize: u16('cql.string_list_size', 'String List Size'),
  stringLength: u32('cql.string_length', 'String Length'),
  string: string('cql.string', 'String', { help: 'A text: of a query, the query.' }),
  consistency: u16('cql.consistency', 'Consistency', {
    display: 'hex',
    names: (n) => consistencies[n] ?? 'Unknown',
    help: 'How many copies have to answer.',
  }),
  queryFlags: u8('cql.query.flags', 'Flags', {
    display: 'hex',
    of: {
      values: bit('cql.query.flags.values', 'Values', 1),
      skip: bit('cql.query.flags.skip_metadata', 'Skip Metadata', 2),
      page: bit('cql.query.flags.page_size', 'Page Size', 4),
      paging: bit('cql.query.flags.paging_state', 'Paging State', 8),
      serial: bit('cql.query.flags.serial_consistency', 'Serial Consistency', 16),
      stamp: bit('cql.query.flags.default_timestamp', 'Default Timestamp', 32),
      names: bit('cql.query.flags.value_names', 'Names for Values', 64),
      reserved: bits('cql.query_flags.reserved', 'Reserved', 128, { display: 'hex' }),
    },
  }),
  error: i32('cql.error_code', 'Error Code', {
    names: (n) => errors[n] ?? 'Unknown',
    help: 'Why the request was refused.',
  }),
  result: i32('cql.result.kind', 'Result Kind', { names: (n) => results[n] || 'Unknown' }),
  idLength: u16('cql.bytes_length.short', 'Bytes length'),
  bytesLength: i32('cql.bytes_length.int', 'Bytes length'),
  queryId: bytes('cql.query_id', 'Query ID', { help: 'Names a statement that was prepared.' }),
  bytes: bytes('cql.bytes', 'Bytes'),
  packed: bytes('cql.raw_compressed_bytes', 'Raw compressed bytes'),
}
const exchanges = memory(() => new Pairs())

export const cql = protocol({
  name: 'cql',
  title: 'Cassandra CQL Protocol',
  column: 'CQL',
  spec: 'CQL BINARY PROTOCOL v4',
  over: { 'tcp.port': [9042] },
  messages: lengthKnown(HEADER, (p) => HEADER + p.peek(4, 5)),
  fields: f,
  decode(p) {
    const first = p.peek(1)
    const isAnswer = (first & 0x80) !== 0
    const pairs = p.recall(exchanges)
    const own = p.flow >= 0 && !p.quoted
    const key = p.peek(2, 2)
    const n = !own ? 0 : isAnswer ? pairs.answer(p, p.nth(), p.flow >> 1, key) : pairs.ask(p, p.nth(), p.flow >> 1, key)
    if (p.first) return p.leaveOpen()
    if (p.nth()) p.fence(' | ')
    const code = p.peek(1, 4)
    const name = opcodes[code] ?? 'Unknown'
    p.say(`v${first & 0x7f} ${isAnswer ? 'S->C' : 'C->S'} Type ${name}`)
    p.take(f.version)
    const flags = p.take(f.flags)
    p.take(f.stream)
    p.label(
      p.add(f.opcode, p.at, 1, code & 0x7f),
      `.${(code & 0x70).toString(2).padStart(7, '0').slice(0, 3)} ${(code & 15).toString(2).padStart(4, '0')} = Opcode: ${name} (${code & 0x7f})`,
    )
    p.skip(1)
    const length = p.take(f.length)
    links(p, n, isAnswer)
    p.limit(length)
    if (flags & 1 && p.left) return void p.take(f.packed, p.left)
    const title = titles[code]
    if (!title) return
    const was = p.open(p.text(title, p.at, p.left))
    body(p, code)
    p.close(was)
    p.at = p.end
  },
})

function links(p: Packet, n: number, isAnswer: boolean): void {
  const pairs = p.recall(exchanges)
  if (!n) return
  if (!isAnswer) {
    if (pairs.answerOf(n)) p.set(f.responseIn, pairs.answerOf(n))
    return
  }
  p.set(f.requestIn, pairs.requestOf(n))
  p.set(f.time, pairs.delay(n))
}

const titles: Readonly<Record<number, string>> = {
  0x00: 'Message ERROR',
  0x01: 'Message STARTUP',
  0x03: 'Message AUTHENTICATE',
  0x06: 'Message SUPPORTED',
  0x07: 'Query',
  0x08: 'Message RESULT',
  0x09: 'Message PREPARE',
  0x0a: 'Message EXECUTE',
  0x0b: 'Message REGISTER',
  0x0c: 'Message EVENT',
  0x0e: 'Message AUTH_CHALLENGE',
  0x0f: 'Message AUTH_RESPONSE',
  0x10: 'Message AUTH_SUCCESS',
}

/** A text with its length of two or four bytes in front. */
function text(p: Packet, size: 2 | 4 = 2): void {
  const length = p.take(f.stringLength, size)
  p.take(f.string, length)
}

function list(p: Packet, each: () => void): void {
  for (let n = p.take(f.listSize); n > 0; n--) each()
}

function longBytes(p: Packet): void {
  const size = p.take(f.bytesLength)
  if (size > 0) p.take(f.bytes, size)
}

function body(p: Packet, code: number): void {
  switch (code) {
    case 0x00:
      p.take(f.error)
      return text(p)
    case 0x01:
      for (let n = p.take(f.mapSize); n > 0; n--) {
        text(p)
        text(p)
      }
      return
    case 0x03:
      return text(p)
    case 0x06:
      for (let n = p.take(f.mapSize); n > 0; n--) {
        text(p)
        list(p, () => text(p))
      }
      return
    case 0x07:
      text(p, 4)
      return parameters(p)
    case 0x08:
      return result(p)
    case 0x09:
      return text(p, 4)
    case 0x0a:
      p.take(f.queryId, p.take(f.idLength))
      return parameters(p)
    case 0x0b:
      return list(p, () => text(p))
    case 0x0c:
      return text(p)
    default:
      return longBytes(p)
  }
}

function parameters(p: Packet): void {
  p.take(f.consistency)
  if (p.left) p.take(f.queryFlags)
}

/** What a request brought. Rows are not read further. */
function result(p: Packet): void {
  const kind = p.take(f.result)
  if (kind === 3) text(p)
  else if (kind === 4) p.take(f.queryId, p.take(f.idLength))
}
