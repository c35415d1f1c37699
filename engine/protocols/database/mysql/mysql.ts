/** MySQL client/server protocol: a greeting, a login, then commands and their answers, in packets that are counted. */
import { bit, bits, bytes, none, string, u16, u24, u32, u8, uint } from '../../../dissect/field'
import type { Field } from '../../../dissect/field'
import { FlowState, memory, PacketNumbers } from '../../../dissect/memory'
import type { Packet } from '../../../dissect/packet'
import { lengthKnown, protocol } from '../../../dissect/protocol'
import { conversationReaders } from '../../../flows/readers'
import { charsets, commands, types } from './names'
import { answer } from './answers'
import { greeting, login } from './opening'
import { request } from './requests'

const set = { trueFalse: ['Set', 'Not set'] } as const
/** Flags of two bytes, the lowest first: each a name and what it means. */
const flags = (family: string, list: readonly (readonly [string, string])[]): Record<string, Field> =>
  Object.fromEntries(
    list.map(([name, label], i) => [name, bit(`mysql.${family}.${name}`, label, 1 << i, { ...set, little: true })]),
  )
const capabilities = flags('caps', [
  ['lp', 'Long Password'],
  ['fr', 'Found Rows'],
  ['lf', 'Long Column Flags'],
  ['cd', 'Connect With Database'],
  ['ns', "Don't Allow database.table.column"],
  ['cp', 'Can use compression protocol'],
  ['ob', 'ODBC Client'],
  ['li', 'Can Use LOAD DATA LOCAL'],
  ['is', "Ignore Spaces before '('"],
  ['cu', 'Speaks 4.1 protocol (new flag)'],
  ['ia', 'Interactive Client'],
  ['sl', 'Switch to SSL after handshake'],
  ['ii', 'Ignore sigpipes'],
  ['ta', 'Knows about transactions'],
  ['rs', 'Speaks 4.1 protocol (old flag)'],
  ['sc', 'Can do 4.1 authentication'],
])
const more = [
  ['ms', 'Multiple statements'],
  ['mr', 'Multiple results'],
  ['pm', 'PS Multiple results'],
  ['pa', 'Plugin Auth'],
  ['ca', 'Connect attrs'],
  ['al', 'Plugin Auth LENENC Client Data'],
  ['ep', 'Client can handle expired passwords'],
  ['session_track', 'Session variable tracking'],
  ['deprecate_eof', 'Deprecate EOF'],
  ['optional_metadata', 'Client can hanle optional resultset metadata'],
  ['compress_zsd', 'ZSTD Compression Algorithm'],
  ['query_attrs', 'Query Attributes'],
  ['mf_auth', 'Multifactor Authentication'],
  ['cap_ext', 'Capability Extension'],
] as const
const extendedCapabilities = {
  ...flags('caps', more),
  unused: bits('mysql.caps.unused', 'Unused', 0xc000, { display: 'hex', little: true }),
}
const status = flags('stat', [
  ['it', 'In transaction'],
  ['ac', 'AUTO_COMMIT'],
  ['mu', 'Multi query / Unused'],
  ['mr', 'More results'],
  ['bi', 'Bad index used'],
  ['ni', 'No index used'],
  ['cr', 'Cursor exists'],
  ['lr', 'Last row sent'],
  ['dr', 'Database dropped'],
  ['bs', 'No backslash escapes'],
  ['mc', 'Metadata changed'],
  ['query_was_slow', 'Query was slow'],
  ['ps_out_params', 'PS Out Params'],
  ['trans_readonly', 'In Trans Readonly'],
  ['session_state_changed', 'Session state changed'],
])
const columnFlags = flags('field.flags', [
  ['not_null', 'Not null'],
  ['primary_key', 'Primary key'],
  ['unique_key', 'Unique key'],
  ['multiple_key', 'Multiple key'],
  ['blob', 'Blob'],
  ['unsigned', 'Unsigned'],
  ['zero_fill', 'Zero fill'],
  ['enum', 'Enum'],
  ['auto_increment', 'Auto increment'],
  ['timestamp', 'Timestamp'],
  ['set', 'Set'],
])
const word = (name: string, label: string) => u16(name, label, { display: 'hex', little: true })

/** The same flags stand in several words: they are declared once, and drawn under each. */
const prefixedKeys = <T>(table: Record<string, T>, letter: string): Record<string, T> =>
  Object.fromEntries(Object.entries(table).map(([key, one]) => [`${letter}_${key}`, one]))
const wordFlags = {
  capabilities: Object.values(capabilities),
  extended: Object.values(extendedCapabilities),
  status: Object.values(status),
}

/** Takes a word of flags, each on a line under it. */
export function flagWord(p: Packet, field: Field, kind: keyof typeof wordFlags): number {
  const value = p.peek(1) + 256 * p.peek(1, 1)
  const was = p.open(p.add(field, p.at, 2, value))
  for (const one of wordFlags[kind]) p.add(one, p.at, 2, (value & one.mask) >>> one.shift)
  p.close(was)
  p.skip(2)
  return value
}

/** Which message comes next in a conversation. */
export const STEP = {
  greeting: 1,
  login: 2,
  tls: 3,
  result: 4,
  switching: 5,
  command: 6,
  answer: 7,
  columns: 8,
  rows: 9,
  shown: 10,
  prepared: 11,
  parameters: 12,
  preparedColumns: 13,
  message: 14,
  endOfColumns: 15,
  binaryRows: 16,
  oneEnd: 17,
} as const

export interface Talk {
  step: number
  /** Columns still to come; columns of a statement that is being prepared. */
  count: number
  columns: number
  /** Rows come as they are stored, not as text: after an executed statement. */
  isBinary: boolean
  deprecatesEof: boolean
}
export const talks = memory(
  () => new FlowState<Talk>(() => ({ step: 1, count: 0, columns: 0, isBinary: false, deprecatesEof: false })),
)
const steps = memory(() => new PacketNumbers())

export const mysql = protocol({
  name: 'mysql',
  title: 'MySQL Protocol',
  column: 'MySQL',
  spec: 'MySQL client/server protocol',
  over: { 'tcp.port': [3306] },
  messages: lengthKnown(4, (p) => 4 + p.peek(1) + 256 * p.peek(1, 1) + 65536 * p.peek(1, 2)),
  fields: {
    ...capabilities,
    ...prefixedKeys(extendedCapabilities, 'x'),
    ...prefixedKeys(status, 's'),
    length: u24('mysql.packet_length', 'Packet Length', { little: true }),
    number: u8('mysql.packet_number', 'Packet Number', { help: 'Counts from 0 with every command.' }),
    greeting: none('mysql.server_greeting', 'Server Greeting'),
    version10: u8('mysql.protocol', 'Protocol'),
    version: string('mysql.version', 'Version', { help: 'Version of the server.' }),
    thread: u32('mysql.thread_id', 'Thread ID', { little: true }),
    salt: string('mysql.salt', 'Salt', { help: 'Random bytes that the password is mixed with.' }),
    salt2: string('mysql.salt2', 'Salt'),
    serverCaps: word('mysql.caps.server', 'Server Capabilities'),
    serverMore: word('mysql.extcaps.server', 'Extended Server Capabilities'),
    clientCaps: word('mysql.caps.client', 'Client Capabilities'),
    clientMore: word('mysql.extcaps.client', 'Extended Client Capabilities'),
    language: u8('mysql.server_language', 'Server Language', { names: charsets }),
    status: word('mysql.server_status', 'Server Status'),
    pluginLength: u8('mysql.auth_plugin.length', 'Authentication Plugin Length'),
    plugin: string('mysql.auth_plugin', 'Authentication Plugin', { help: 'How the client is to prove who it is.' }),
    unused: bytes('mysql.unused', 'Unused'),
    login: none('mysql.login_request', 'Login Request'),
    maxPacket: u32('mysql.max_packet', 'MAX Packet', { little: true }),
    charset: u8('mysql.charset', 'Charset', { names: charsets }),
    user: string('mysql.user', 'Username', { help: 'Who logs in.' }),
    password: bytes('mysql.passwd', 'Password', { help: 'Not the password, but what it was mixed to.' }),
    schema: string('mysql.schema', 'Schema', { help: 'Which database.' }),
    clientPlugin: string('mysql.client_auth_plugin', 'Client Auth Plugin'),
    attributes: none('mysql.connattrs', 'Connection Attributes'),
    attributesLength: uint('mysql.connattrs.length', 'Connection Attributes length'),
    attribute: none('mysql.connattrs.attr', 'Connection Attribute'),
    nameLength: uint('mysql.connattrs.name.length', 'Connection Attribute Name Length'),
    name: string('mysql.connattrs.name', 'Connection Attribute Name'),
    valueLength: uint('mysql.connattrs.value.length', 'Connection Attribute Value Length'),
    value: string('mysql.connattrs.value', 'Connection Attribute Value'),
    request: none('mysql.request', 'Request Command'),
    command: u8('mysql.command', 'Command', { names: commands, help: 'What the server is asked to do.' }),
    query: string('mysql.query', 'Statement', { help: 'What is asked, in SQL.' }),
    statement: u32('mysql.stmt_id', 'Statement ID', { little: true }),
    tableName: string('mysql.table_name', 'Table Name'),
    option: u16('mysql.option', 'Option', {
      little: true,
      names: { 0: 'multi statements on', 1: 'multi statements off' },
    }),
    rowsWanted: u32('mysql.num_rows', 'Rows to fetch', { little: true }),
    parameterNumber: u16('mysql.param', 'Parameter', { little: true }),
    executeFlags: u8('mysql.exec_flags', 'Flags', {
      names: { 0: 'Defaults', 1: 'Read-only cursor', 2: 'Cursor for update', 4: 'Scrollable cursor' },
    }),
    iterations: u32('mysql.exec_iter', 'Iterations (unused)', { little: true }),
    payload: bytes('mysql.payload', 'Payload'),
    code: u8('mysql.response_code', 'Response Code', {
      display: 'hex',
      names: { 0: 'OK Packet', 0xfe: 'EOF Packet', 0xff: 'ERR Packet' },
      help: 'Done, the end of rows, or refused.',
    }),
    prefix: u8('mariadb.prefix', 'Prefix'),
    prefixed: uint('mariadb.length', 'Length'),
    affected: uint('mysql.affected_rows', 'Affected Rows', { help: 'Rows that the command changed.' }),
    insertId: uint('mysql.insert_id', 'Last INSERT ID'),
    warnings: u16('mysql.warnings', 'Warnings', { little: true }),
    errorCode: u16('mysql.error_code', 'Error Code', { little: true, help: 'Why it was refused.' }),
    sqlState: string('mysql.sqlstate', 'SQL state'),
    errorMessage: string('mysql.error.message', 'Error message'),
    message: string('mysql.message', 'Message'),
    eof: u8('mysql.eof', 'EOF marker'),
    columnCount: uint('mysql.num_fields', 'Number of fields'),
    parameterCount: u16('mysql.num_params', 'Number of parameter', { little: true }),
    catalog: string('mysql.field.catalog', 'Catalog'),
    database: string('mysql.field.db', 'Database'),
    table: string('mysql.field.table', 'Table'),
    originalTable: string('mysql.field.org_table', 'Original table'),
    columnName: string('mysql.field.name', 'Name', { help: 'What the column is called in the answer.' }),
    originalName: string('mysql.field.org_name', 'Original name'),
    columnCharset: u16('mysql.field.charsetnr', 'Charset number', { little: true, names: charsets }),
    columnLength: u32('mysql.field.length', 'Length', { little: true }),
    columnType: u8('mysql.field.type', 'Type', { names: types }),
    columnFlags: u16('mysql.field.flags', 'Flags', { display: 'hex', little: true, of: columnFlags }),
    decimals: u8('mysql.field.decimals', 'Decimals'),
    default: string('mysql.field.default', 'Default'),
    text: string('mysql.row.text', 'text', { help: 'A value of a row.' }),
    switchStatus: u8('mysql.auth_switch_request.status', 'Status'),
    switchName: string('mysql.auth_switch_request.name', 'Auth Method Name'),
    switchData: bytes('mysql.auth_switch_request.data', 'Auth Method Data'),
    switchAnswer: bytes('mysql.auth_switch_response.data', 'Auth Method Data'),
  },
  decode(p, _, f) {
    const isClient = p.destinationPort === 3306 || (p.sourcePort !== 3306 && (p.flow & 1) === 0)
    const nth = p.nth()
    const talk = p.first && p.flow >= 0 && !p.quoted ? p.recall(talks).of(p.flow >> 1) : undefined
    let step = talk ? talk.step : p.recall(steps).get(p.frame.number, nth)
    if (talk && !isClient && (step === STEP.command || step === STEP.login))
      step = step === STEP.login ? STEP.result : STEP.answer
    if (talk && isClient && step !== STEP.login && step !== STEP.switching) step = STEP.command
    if (talk) p.recall(steps).set(p.frame.number, step, nth)
    const length = p.take(f.length)
    p.take(f.number)
    p.limit(length)
    const state = talk ?? { step, count: 0, columns: 0, isBinary: false, deprecatesEof: false }
    if (!p.left) return
    if (step === STEP.greeting) greeting(p, state)
    else if (isClient && step === STEP.switching) {
      say(p, 'Auth Switch Response ')
      p.take(f.switchAnswer, p.left)
      state.step = STEP.result
    } else if (isClient && step === STEP.login) {
      if (login(p, state)) {
        const tls = p.registry.protocolByName.get('tls')
        if (p.first && tls && p.flow >= 0) p.recall(conversationReaders).become(p, tls)
      }
    } else if (isClient) request(p, state)
    else answer(p, state, step)
    p.at = p.end
  },
})

/** What a packet adds to the row: only the first of a frame does. */
export function say(p: Packet, text: string): void {
  if (p.columns && p.nth(mysql) === 0) p.say(text)
}

/** What a packet says behind that. */
export function sayMore(p: Packet, text: string): void {
  if (p.columns && p.nth(mysql) === 0) p.sayMore(text)
}

/** A text up to a zero (which may be missing at the end). */
export function zeroText(p: Packet, field: ReturnType<typeof string>): string {
  const zero = p.bytes.indexOf(0, p.at)
  const stop = zero < 0 || zero >= p.end ? p.end : zero
  const at = p.at
  p.add(field, at, stop - at)
  p.at = Math.min(p.end, stop + 1)
  let text = ''
  if (p.columns) for (let i = at; i < stop; i++) text += String.fromCharCode(p.bytes[i]!)
  return text
}

/** A number with its length in front: one byte, or two, three or eight behind a mark; −1 for NULL. Draws what stands there. */
export function lengthCoded(p: Packet): number {
  const { f } = mysql
  const first = p.peek(1)
  const size = first < 251 ? 1 : first === 251 ? 0 : first === 252 ? 2 : first === 253 ? 3 : 8
  const row = p.add(f.prefix, p.at, 1, first)
  if (first === 251) p.label(row, 'Prefix: 251(NULL)')
  const at = first < 251 ? p.at : p.at + 1
  p.need(at - p.at + size)
  let value = 0
  for (let i = size - 1; i >= 0; i--) value = value * 256 + p.bytes[at + i]!
  if (first !== 251) p.add(f.prefixed, at, size, value)
  p.at = at + (first === 251 ? 0 : size)
  return first === 251 ? -1 : value
}

/** A text with its length in front, under a line of its own. */
export function codedText(p: Packet, field: ReturnType<typeof string>): void {
  const at = p.at
  const group = p.text(field.label, at, 0)
  const was = p.open(group)
  const length = lengthCoded(p)
  if (length < 0) p.add(field, p.at, 0, 'NULL')
  else p.take(field, length)
  p.close(was, true)
}
