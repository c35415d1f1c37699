/** MongoDB wire protocol (public description): messages with a header of 16 bytes, little-endian, around documents of BSON. */
import { Field, bit, bytes, expert, i32, i64, i8, none, string, u32 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { lengthKnown, protocol } from '../../dissect/protocol'
import { unpack } from '../../bytes/unpack'
import { limits } from '../../limits'
import { utf8Text } from '../../bytes/text'
import { bsonFields, takeDocument, takeZeroEnded } from './mongo/bson'

const HEADER = 16
const REPLY = 1
const COMPRESSED = 2012
const opcodes: Readonly<Record<number, string>> = {
  1: 'Reply',
  1000: 'Message',
  2001: 'Update document',
  2002: 'Insert document',
  2003: 'Reserved',
  2004: 'Query',
  2005: 'Get More',
  2006: 'Delete document',
  2007: 'Kill Cursors',
  2010: 'Command Request',
  2011: 'Command Reply',
  2012: 'Compressed Data',
  2013: 'Extensible Message Format',
}
const compressors: Readonly<Record<number, string>> = {
  0: 'Noop (Uncompressed)',
  1: 'Snappy',
  2: 'Zlib',
  3: 'Zstd',
}
const little = { little: true } as const
const set = (name: string, label: string, mask: number, help?: string): Field =>
  bit(name, label, mask, { trueFalse: ['Yes', 'No'], ...(help && { help }) })
/** Flags of 32 bits whose line says nothing but what they are. */
const bare = (name: string, label: string, of: Record<string, Field>): Field =>
  new Field(name, label, 'none', 4, { little: true, of })

const f = {
  messageLength: i32('mongo.message_length', 'Message Length', little),
  request: u32('mongo.request_id', 'Request ID', {
    ...little,
    display: 'hex_dec',
    help: 'Chosen by the sender; the answer repeats it as Response To.',
  }),
  responseTo: u32('mongo.response_to', 'Response To', {
    ...little,
    display: 'hex_dec',
    help: 'The Request ID that this message answers; 0 in a request.',
  }),
  opcode: i32('mongo.opcode', 'OpCode', {
    ...little,
    names: (n) => opcodes[n] ?? 'Unknown',
    help: 'What kind of message follows. Since version 6 of the server all are of the extensible format.',
  }),
  msgFlags: u32('mongo.msg.flags', 'Message Flags', {
    ...little,
    display: 'hex',
    of: {
      checksum: set('mongo.msg.flags.checksumpresent', 'ChecksumPresent', 1, 'The message ends with a CRC-32C.'),
      more: set('mongo.msg.flags.moretocome', 'MoreToCome', 2, 'Another message follows without being asked for.'),
      exhaust: set('mongo.msg.flags.exhaustallowed', 'ExhaustAllowed', 0x10000, 'The client takes several answers.'),
    },
  }),
  section: none('mongo.msg.sections.section', 'Section'),
  kind: i8('mongo.msg.sections.section.kind', 'Kind', {
    names: (n) => ['Body', 'Document Sequence'][n] ?? 'Unknown',
  }),
  body: none('mongo.msg.sections.section.body', 'BodyDocument'),
  sequence: none('mongo.msg.sections.section.doc_sequence', 'DocumentSequence'),
  sectionSize: i32('mongo.msg.sections.section.size', 'Size', little),
  sequenceId: string('mongo.msg.sections.section.doc_sequence_id', 'SeqID', { zeroTerminated: true }),
  badSize: expert('mongo.msg.sections.section.size.bad', 'error', 'Malformed', 'Bogus Mongo message section size'),
  fullName: string('mongo.full_collection_name', 'fullCollectionName', { zeroTerminated: true }),
  databaseName: string('mongo.database_name', 'Database Name', { help: 'Which data base is asked.' }),
  collectionName: string('mongo.collection_name', 'Collection Name', { help: 'Which collection of it is asked.' }),
  replyFlags: bare('mongo.reply.flags', 'Reply Flags', {
    notFound: set('mongo.reply.flags.cursornotfound', 'Cursor Not Found', 1),
    failed: set('mongo.reply.flags.queryfailure', 'Query Failure', 2),
    stale: set('mongo.reply.flags.sharedconfigstale', 'Shared Config Stale', 4),
    awaits: set('mongo.reply.flags.awaitcapable', 'Await Capable', 8),
  }),
  cursor: i64('mongo.cursor_id', 'Cursor ID', { ...little, help: 'Names what is left of a result; 0: nothing is.' }),
  from: i32('mongo.starting_from', 'Starting From', little),
  returned: i32('mongo.number_returned', 'Number Returned', little),
  zero: bytes('mongo.document.zero', 'Zero'),
  updateFlags: bare('mongo.update.flags', 'Update Flags', {
    upsert: set('mongo.update.flags.upsert', 'Upsert', 1),
    multi: set('mongo.update.flags.multiupdate', 'Multi Update', 2),
  }),
  selector: none('mongo.selector', 'Selector'),
  update: none('mongo.update', 'Update'),
  insertFlags: bare('mongo.insert.flags', 'Insert Flags', {
    goOn: set('mongo.insert.flags.continueonerror', 'ContinueOnError', 1),
  }),
  queryFlags: bare('mongo.query.flags', 'Query Flags', {
    tailable: set('mongo.query.flags.tailable_cursor', 'Tailable Cursor', 2),
    slave: set('mongo.query.flags.slave_ok', 'Slave OK', 4),
    log: set('mongo.query.flags.op_log_reply', 'Op Log Reply', 8),
    noTimeout: set('mongo.query.flags.no_cursor_timeout', 'No Cursor Timeout', 16),
    awaits: set('mongo.query.flags.awaitdata', 'AwaitData', 32),
    exhaust: set('mongo.query.flags.exhaust', 'Exhaust', 64),
    partial: set('mongo.query.flags.partial', 'Partial', 128),
  }),
  skip: i32('mongo.number_to_skip', 'Number To Skip', little),
  wanted: i32('mongo.number_to_return', 'Number to Return', little),
  query: none('mongo.query', 'Query'),
  selected: none('mongo.return_field_selector', 'Return Field Selector'),
  deleteFlags: bare('mongo.delete.flags', 'Delete Flags', {
    single: set('mongo.delete.flags.singleremove', 'Single Remove', 1),
  }),
  message: string('mongo.message', 'Message', { zeroTerminated: true }),
  compression: none('mongo.compression', 'Compression Info'),
  original: i32('mongo.compression.original_opcode', 'Original OpCode', {
    ...little,
    names: (n) => opcodes[n] ?? 'Unknown',
  }),
  originalSize: i32('mongo.compression.original_size', 'Uncompressed Size', little),
  compressor: i8('mongo.compression.compressor', 'Compressor', { names: (n) => compressors[n] ?? 'Unknown' }),
  compressed: none('mongo.compression.compressed_data', 'Compressed Data'),
  notUnpacked: none('mongo.compression.unsupported_compressed', 'Unsupported Compressed Data'),
  unsupported: expert(
    'mongo.unsupported_compression.expert',
    'warn',
    'Undecoded',
    'This packet was compressed with an unsupported compressor',
  ),
  cursors: i32('mongo.number_to_cursor_ids', 'Number of Cursor IDS', little),
  database: string('mongo.database', 'database', { zeroTerminated: true }),
  command: string('mongo.commandname', 'commandName', { zeroTerminated: true }),
  metadata: none('mongo.metadata', 'metadata'),
  commandArguments: none('mongo.commandargs', 'CommandArgs'),
  commandReply: none('mongo.commandreply', 'CommandReply'),
  outputs: none('mongo.outputdocs', 'OutputDocs'),
  unknown: bytes('mongo.unknown', 'Unknown'),
  notRead: expert('mongo.unknown.expert', 'warn', 'Undecoded', 'Unknown Data (not interpreted)'),
  ...bsonFields,
}

/** Little-endian number of 32 bits, `ahead` bytes after the cursor. */
const word = (p: Packet, ahead: number): number => {
  p.need(ahead + 4)
  const { bytes: b } = p
  const at = p.at + ahead
  return (b[at]! | (b[at + 1]! << 8) | (b[at + 2]! << 16) | (b[at + 3]! << 24)) >>> 0
}
const MOST = 48_000_000 + HEADER // What a server says of itself (maxMessageSizeBytes).

export const mongo = protocol({
  name: 'mongo',
  title: 'Mongo Wire Protocol',
  spec: 'MongoDB Wire Protocol',
  over: { 'tcp.port': [27017, 27018, 27019], 'tls.port': [27017] },
  looks: (p) => word(p, 0) >= HEADER && word(p, 0) <= MOST && opcodes[word(p, 12)] !== undefined,
  messages: lengthKnown(4, (p) => Math.max(HEADER, Math.min(word(p, 0), MOST))),
  fields: f,
  decode(p) {
    if (p.first) return p.leaveOpen()
    p.take(f.messageLength)
    p.take(f.request)
    p.take(f.responseTo)
    const code = p.take(f.opcode)
    const inner = code === COMPRESSED && p.left >= 4 ? word(p, 0) : code
    if (p.columns)
      p.say(
        `${code === REPLY ? 'Response' : 'Request'} : ${opcodes[inner] ?? 'Unknown'}${code === COMPRESSED ? ' (Compressed)' : ''}`,
      )
    if (code === COMPRESSED) compressed(p)
    else body(p, code)
  },
})

function compressed(p: Packet): void {
  const was = p.open(p.add(f.compression, p.at, 9))
  const code = p.take(f.original)
  const size = p.take(f.originalSize)
  const how = p.take(f.compressor)
  const at = p.at
  const packed = p.bytes.subarray(at, p.end)
  const whole =
    how === 0
      ? packed
      : how === 2 && size <= limits.unpackedBody && packed.length > 1
        ? unpack('deflate', packed, limits.unpackedBody)
        : undefined
  p.add(whole ? f.compressed : f.notUnpacked, at, p.left)
  if (!whole) p.note(f.unsupported)
  p.close(was)
  if (!whole || code === COMPRESSED) p.at = p.end
  else if (how === 0) body(p, code)
  else {
    p.at = p.end
    p.within('Decompressed Data', whole, () => body(p, code))
  }
}

function body(p: Packet, code: number): void {
  switch (code) {
    case REPLY:
      return reply(p)
    case 1000:
      return void takeZeroEnded(p, f.message)
    case 2001:
      p.take(f.zero, 4)
      collection(p)
      p.take(f.updateFlags)
      takeDocument(p, f.selector)
      return takeDocument(p, f.update)
    case 2002:
      p.take(f.insertFlags)
      collection(p)
      while (p.left) takeDocument(p)
      return
    case 2004:
      p.take(f.queryFlags)
      collection(p)
      p.take(f.skip)
      p.take(f.wanted)
      takeDocument(p, f.query)
      if (p.left) takeDocument(p, f.selected)
      return
    case 2005:
      p.take(f.zero, 4)
      collection(p)
      p.take(f.wanted)
      return void p.take(f.cursor)
    case 2006:
      p.take(f.zero, 4)
      collection(p)
      p.take(f.deleteFlags)
      return takeDocument(p, f.selector)
    case 2007:
      p.take(f.zero, 4)
      p.take(f.cursors)
      while (p.left) p.take(f.cursor)
      return
    case 2010:
      takeZeroEnded(p, f.database)
      takeZeroEnded(p, f.command)
      takeDocument(p, f.metadata)
      takeDocument(p, f.commandArguments)
      while (p.left) takeDocument(p)
      return
    case 2011:
      takeDocument(p, f.metadata)
      takeDocument(p, f.commandReply)
      while (p.left) takeDocument(p, f.outputs)
      return
    case 2013:
      return sections(p)
    default:
      if (!p.left) return
      p.add(f.unknown, p.at, p.left)
      p.note(f.notRead)
      p.at = p.end
  }
}

function reply(p: Packet): void {
  p.take(f.replyFlags)
  p.take(f.cursor)
  p.take(f.from)
  p.take(f.returned)
  while (p.left) takeDocument(p)
}

/** `database.collection`, of which the name of the collection may have dots itself. */
function collection(p: Packet): void {
  const at = takeZeroEnded(p, f.fullName)
  const size = p.at - at - 1
  const dot = utf8Text(p.bytes, at, size).indexOf('.')
  if (dot <= 0) return
  const was = p.open(p.row(f.fullName))
  p.add(f.databaseName, at, dot)
  p.add(f.collectionName, at + dot + 1, size - dot - 1)
  p.close(was)
}

const flagWords = [
  [1, 'ChecksumPresent'],
  [2, 'MoreToCome'],
  [0x10000, 'ExhaustAllowed'],
] as const

function sections(p: Packet): void {
  const flags = p.take(f.msgFlags)
  const words = flagWords.filter(([mask]) => flags & mask).map(([, name]) => name)
  p.label(p.row(f.msgFlags), ['Message Flags: 0x' + flags.toString(16).padStart(8, '0'), ...words].join(', '))
  const hasChecksum = (flags & 1) !== 0
  while (p.left > (hasChecksum ? 4 : 0)) {
    const was = p.open(p.add(f.section, p.at, 0))
    const kind = p.take(f.kind)
    if (kind === 0) takeDocument(p, f.body)
    else if (kind === 1) sequence(p)
    else {
      p.at = p.end
      p.close(was, true)
      return
    }
    p.close(was, true)
  }
  p.at = p.end
}

function sequence(p: Packet): void {
  const size = word(p, 0)
  p.take(f.sectionSize)
  if (size < 5) p.note(f.badSize)
  p.need(Math.max(1, size - 4))
  p.part(size - 4, () => {
    takeZeroEnded(p, f.sequenceId)
    const was = p.open(p.add(f.sequence, p.at, p.left))
    while (p.left) takeDocument(p)
    p.close(was)
  })
}
