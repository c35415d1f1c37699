/** PostgreSQL frontend/backend protocol 3.0: messages with a letter and a length; the first of a client has no letter. */
import { bool, bytes, char, i16, i32, string, u16, u32 } from '../../dissect/field'
import { FrameFacts, memory, FlowState } from '../../dissect/memory'
import type { Packet } from '../../dissect/packet'
import { MORE, protocol } from '../../dissect/protocol'
import { conversationReaders } from '../../flows/readers'

const PORT = 5432
const front: Readonly<Record<string, string>> = {
  p: 'Password message',
  Q: 'Simple query',
  P: 'Parse',
  B: 'Bind',
  E: 'Execute',
  D: 'Describe',
  C: 'Close',
  H: 'Flush',
  S: 'Sync',
  F: 'Function call',
  d: 'Copy data',
  c: 'Copy completion',
  f: 'Copy failure',
  X: 'Termination',
}
const back: Readonly<Record<string, string>> = {
  R: 'Authentication request',
  K: 'Backend key data',
  S: 'Parameter status',
  '1': 'Parse completion',
  '2': 'Bind completion',
  '3': 'Close completion',
  C: 'Command completion',
  t: 'Parameter description',
  T: 'Row description',
  D: 'Data row',
  I: 'Empty query',
  n: 'No data',
  E: 'Error',
  N: 'Notice',
  s: 'Portal suspended',
  Z: 'Ready for query',
  A: 'Notification',
  V: 'Function call response',
  G: 'CopyIn response',
  H: 'CopyOut response',
  d: 'Copy data',
  c: 'Copy completion',
  v: 'Negotiate protocol version',
}
const authentication: Readonly<Record<number, string>> = {
  0: 'Success',
  1: 'Kerberos V4',
  2: 'Kerberos V5',
  3: 'Plaintext password',
  4: 'crypt()ed password',
  5: 'MD5 password',
  6: 'SCM credentials',
  7: 'GSSAPI',
  8: 'GSSAPI/SSPI continue',
  9: 'SSPI',
  10: 'SASL',
  11: 'SASL continue',
  12: 'SASL complete',
}
const SSL = 80877103
const GSS = 80877104
const CANCEL = 80877102

/** Whether the client's first message has been seen; and which messages were first ones. */
const talks = memory(() => new FlowState(() => ({ isStarted: false, asksSsl: false })))
const starts = memory(() => new FrameFacts<true>())

const isFront = (p: Packet): boolean => p.destinationPort === PORT
/** A first message: a length with two zeros in front, then a version or a code for something else. */
const isStart = (p: Packet): boolean =>
  p.left >= 8 && p.peek(1) === 0 && ([0x30000, 0x30002, SSL, GSS, CANCEL].includes(p.peek(4, 4)) || p.peek(2, 4) === 3)

export const pgsql = protocol({
  name: 'pgsql',
  title: 'PostgreSQL',
  spec: 'PostgreSQL frontend/backend protocol 3.0',
  over: { 'tcp.port': [PORT] },
  messages: {
    cut(p) {
      if (p.left < 5)
        return p.left === 1 && !isFront(p) && p.flow >= 0 && p.recall(talks).of(p.flow >> 1).asksSsl ? 1 : MORE
      const length = p.peek(1) === 0 ? p.peek(4) : 1 + p.peek(4, 1)
      return Math.max(5, length)
    },
  },
  fields: {
    frontend: bool('pgsql.frontend', 'Frontend', { hidden: true }),
    type: string('pgsql.type', 'Type', { help: 'What the message is for.' }),
    length: u32('pgsql.length', 'Length'),
    major: u16('pgsql.version_major', 'Protocol major version'),
    minor: u16('pgsql.version_minor', 'Protocol minor version'),
    name: string('pgsql.parameter_name', 'Parameter name'),
    value: string('pgsql.parameter_value', 'Parameter value'),
    auth: i32('pgsql.authtype', 'Authentication type', { names: authentication }),
    salt: bytes('pgsql.salt', 'Salt value'),
    password: string('pgsql.password', 'Password'),
    query: string('pgsql.query', 'Query', { help: 'What is asked, in SQL.' }),
    tag: string('pgsql.tag', 'Tag'),
    pid: u32('pgsql.pid', 'PID'),
    key: u32('pgsql.key', 'Key'),
    status: char('pgsql.status', 'Status', {
      names: { 73: 'Idle', 84: 'In a transaction', 69: 'In a failed transaction' },
    }),
    fields: i16('pgsql.field.count', 'Field count'),
    column: string('pgsql.col.name', 'Column name'),
    table: u32('pgsql.oid.table', 'Table OID'),
    columnIndex: u16('pgsql.col.index', 'Column index'),
    typeOid: u32('pgsql.oid.type', 'Type OID'),
    columnLength: i16('pgsql.val.length16', 'Column length'),
    modifier: i32('pgsql.col.typemod', 'Type modifier'),
    format: i16('pgsql.format', 'Format', { names: { 0: 'Text', 1: 'Binary' } }),
    valueLength: i32('pgsql.val.length', 'Column length'),
    data: bytes('pgsql.val.data', 'Data'),
    severity: string('pgsql.severity', 'Severity'),
    code: string('pgsql.code', 'Code', { help: 'SQLSTATE: five letters.' }),
    message: string('pgsql.message', 'Message'),
    detail: string('pgsql.detail', 'Detail'),
    hint: string('pgsql.hint', 'Hint'),
    file: string('pgsql.file', 'File'),
    line: string('pgsql.line', 'Line'),
    routine: string('pgsql.routine', 'Routine'),
    portal: string('pgsql.portal', 'Portal'),
    statement: string('pgsql.statement', 'Statement'),
  },
  decode(p, _, f) {
    const nth = p.nth()
    const from = isFront(p)
    if (p.first) {
      p.leaveOpen()
      pass(p, nth, from)
      return
    }
    const first = p.recall(starts).get(p.frame.number, nth) ?? false
    if (nth) p.fence()
    const letter = first || p.left < 5 ? '' : String.fromCharCode(p.peek(1))
    const info = nth ? `/${letter}` : `${from ? '>' : '<'}${letter}`
    p.say(info)
    p.hide(f.frontend, p.at, 0, from ? 1 : 0)
    if (p.left < 5 && !first) return p.rest()
    drawMessage(p, f, letter, from)
  },
})
type F = typeof pgsql.f

function pass(p: Packet, nth: number, from: boolean): void {
  if (p.flow < 0 || p.quoted) return
  const talk = p.recall(talks).of(p.flow >> 1)
  if (from && !talk.isStarted && isStart(p)) {
    const code = p.peek(4, 4)
    p.recall(starts).set(p.frame.number, true, nth)
    if (code === SSL) talk.asksSsl = true
    else talk.isStarted = true
  } else if (!from && talk.asksSsl && p.left === 1) {
    talk.asksSsl = false
    const tls = p.registry.protocolByName.get('tls')
    if (p.peek(1) === 83 && tls) p.recall(conversationReaders).become(p, tls)
  }
}

function drawMessage(p: Packet, f: F, letter: string, from: boolean): void {
  if (!letter) {
    const code = p.peek(4, 4)
    const type =
      code === SSL
        ? 'SSL request'
        : code === GSS
          ? 'GSS encrypt request'
          : code === CANCEL
            ? 'Cancel request'
            : 'Startup message'
    p.add(f.type, p.at, 0, type)
    p.take(f.length)
    if (code === SSL || code === GSS) return
    if (code === CANCEL) {
      p.skip(4)
      p.take(f.pid)
      p.take(f.key)
      return
    }
    p.take(f.major)
    p.take(f.minor)
    while (p.left > 1) {
      text(p, f.name)
      text(p, f.value)
    }
    return
  }
  p.add(f.type, p.at, 1, (from ? front : back)[letter] ?? 'Unknown')
  p.skip(1)
  p.take(f.length)
  if (from) drawFront(p, f, letter)
  else drawBack(p, f, letter)
}

/** A text that ends with a zero. */
function text(p: Packet, field: F['name']): void {
  const zero = p.bytes.indexOf(0, p.at)
  if (zero < 0 || zero >= p.end) p.need(p.left + 1)
  const at = p.at
  p.add(field, at, zero - at)
  p.at = zero + 1
}

function drawFront(p: Packet, f: F, letter: string): void {
  if (letter === 'Q') text(p, f.query)
  else if (letter === 'p') text(p, f.password)
  else if (letter === 'P') {
    text(p, f.statement)
    text(p, f.query)
  } else if (letter === 'B') {
    text(p, f.portal)
    text(p, f.statement)
  } else if (letter === 'E') text(p, f.portal)
}

function drawBack(p: Packet, f: F, letter: string): void {
  switch (letter) {
    case 'R':
      if (p.take(f.auth) === 5) p.take(f.salt, 4)
      break
    case 'S':
      text(p, f.name)
      text(p, f.value)
      break
    case 'K':
      p.take(f.pid)
      p.take(f.key)
      break
    case 'Z':
      p.take(f.status)
      break
    case 'C':
      text(p, f.tag)
      break
    case 'T':
      drawColumns(p, f)
      break
    case 'D': {
      const was = p.open(p.add(f.fields, p.at, 2, p.peek(2)))
      p.skip(2)
      while (p.left >= 4) {
        const size = p.take(f.valueLength)
        if (size > 0) p.take(f.data, size)
      }
      p.close(was)
      break
    }
    case 'E':
    case 'N':
      drawError(p, f)
  }
}

function drawColumns(p: Packet, f: F): void {
  const count = p.peek(2)
  const was = p.open(p.add(f.fields, p.at, 2, count))
  p.skip(2)
  for (let i = 0; i < count && p.left; i++) {
    const zero = p.bytes.indexOf(0, p.at)
    if (zero < 0 || zero >= p.end) break
    const column = p.open(p.add(f.column, p.at, zero - p.at))
    p.at = zero + 1
    for (const field of [f.table, f.columnIndex, f.typeOid, f.columnLength, f.modifier, f.format]) p.take(field)
    p.close(column)
  }
  p.close(was)
}

function drawError(p: Packet, f: F): void {
  const fields: Readonly<Record<string, F['name']>> = {
    S: f.severity,
    C: f.code,
    M: f.message,
    D: f.detail,
    H: f.hint,
    F: f.file,
    L: f.line,
    R: f.routine,
  }
  while (p.left > 1) {
    const kind = String.fromCharCode(p.peek(1))
    p.skip(1)
    const field = fields[kind]
    if (field) text(p, field)
    else {
      const zero = p.bytes.indexOf(0, p.at)
      p.at = zero < 0 || zero >= p.end ? p.end : zero + 1
    }
  }
}
