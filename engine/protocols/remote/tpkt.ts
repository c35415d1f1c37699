/** RFC 1006 (TPKT): a length in front of each message of ISO transport, so that it can travel over TCP; and ISO 8073 / X.224 (COTP), class 0. */
import { hex } from '../../bytes/read'
import { bit, bits, bool, bytes, framenum, none, string, u16, u8, uint } from '../../dissect/field'
import { FlowState, memory } from '../../dissect/memory'
import type { Packet } from '../../dissect/packet'
import { Reassembly } from '../../flows/reassembly'
import { showFragments } from '../../streams/segments'
import { MORE, protocol } from '../../dissect/protocol'
import { t125 } from './t125'

const HEADER = 4
const isHeader = (p: Packet): boolean => p.peek(2) === 0x0300 && p.peek(2, 2) >= HEADER

export const tpkt = protocol({
  name: 'tpkt',
  title: 'TPKT - ISO on TCP - RFC1006',
  column: 'TPKT',
  spec: 'RFC 1006',
  over: { 'tcp.port': [102, 3389], 'tls.port': [3389] },
  messages: {
    cut: (p) => (p.left < HEADER ? (isPart(p) ? MORE : p.left) : isHeader(p) ? p.peek(2, 2) : p.left),
    isSized: true,
  },
  fields: {
    version: u8('tpkt.version', 'Version', { help: 'Always 3.' }),
    reserved: u8('tpkt.reserved', 'Reserved'),
    length: u16('tpkt.length', 'Length', { help: 'Bytes of this message with these four.' }),
    continuation: bytes('tpkt.continuation_data', 'Continuation data'),
  },
  decode(p, _, f) {
    if (p.left < HEADER || !isHeader(p)) {
      // What was said of the messages before stays in front of it.
      p.name('TPKT')
      if (p.nth() > 0) p.fence()
      if (p.columns) p.say('Continuation')
      p.add(f.continuation, p.at, p.left)
      p.at = p.end
      return
    }
    if (p.nth() > 0 && p.info) p.fence(' ')
    if (p.columns) p.say('')
    p.take(f.version)
    p.take(f.reserved)
    p.limit(p.take(f.length) - HEADER)
    if (p.left) p.nest(cotp)
  },
  heading: (p) =>
    p.end - p.base >= HEADER && p.peekAt(p.base, 2) === 0x0300
      ? `TPKT, Version: 3, Length: ${p.peekAt(p.base + 2, 2)}`
      : 'TPKT - ISO on TCP - RFC1006',
})

/** Whether the first bytes of a header are there. */
const isPart = (p: Packet): boolean => p.peek(1) === 3 && (p.left < 2 || p.peek(1, 1) === 0)

const types: Readonly<Record<number, string>> = {
  0x1: 'ED Expedited Data',
  0x2: 'EA Expedited Data Acknowledgement',
  0x5: 'RJ Reject',
  0x6: 'AK Data Acknowledgement',
  0x7: 'ER TPDU Error',
  0x8: 'DR Disconnect Request',
  0xc: 'DC Disconnect Confirm',
  0xd: 'CC Connect Confirm',
  0xe: 'CR Connect Request',
  0xf: 'DT Data',
}
const parameters: Readonly<Record<number, string>> = {
  0x08: 'ATN extended checksum - 32 bit',
  0x85: 'ack-time',
  0x86: 'res-error',
  0x87: 'priority',
  0x88: 'transit-delay',
  0x89: 'throughput',
  0x8a: 'seq-nr',
  0x8b: 'reassignment',
  0x8c: 'flow-cntl',
  0xc0: 'tpdu-size',
  0xc1: 'src-tsap',
  0xc2: 'dst-tsap',
  0xc3: 'checksum',
  0xc4: 'version-nr',
  0xc5: 'protection',
  0xc6: 'opt-sel',
  0xc7: 'proto-class',
  0xf0: 'preferred-tpdu-size',
  0xf2: 'inactivity-tmr',
}
const REQUEST = 0xe
const CONFIRM = 0xd
const DATA = 0xf
const DISCONNECT = 0x8
const CONFIRMED = 0xc

/** Data put together from several TPDUs: where the one at hand of each direction stands, and which it is. */
const wholes = memory(() => new Reassembly())
const running = memory(() => new FlowState(() => ({ offset: 0, number: 0 })))

const flagged = (name: string, label: string) => bool(name, label)

export const cotp = protocol({
  name: 'cotp',
  title: 'ISO 8073/X.224 COTP Connection-Oriented Transport Protocol',
  column: 'COTP',
  spec: 'ITU-T X.224',
  over: { 'ip.proto': [29] },
  fields: {
    length: u8('cotp.li', 'Length', { help: 'Bytes of this header without this one.' }),
    type: u8('cotp.type', 'PDU Type', {
      display: 'hex',
      names: types,
      help: 'CR and CC open a connection, DT carries data.',
    }),
    destination: u16('cotp.destref', 'Destination reference', { display: 'hex' }),
    source: u16('cotp.srcref', 'Source reference', { display: 'hex' }),
    kind: bits('cotp.class', 'Class', 0xf0),
    extended: bit('cotp.opts.extended_formats', 'Extended formats', 0x02),
    noFlow: bit('cotp.opts.no_explicit_flow_control', 'No explicit flow control', 0x01),
    cause: u8('cotp.cause', 'Cause', {
      names: {
        0: 'Reason not specified',
        1: 'Congestion at TSAP',
        2: 'Session entity not attached to TSAP',
        3: 'Address unknown',
        128: 'Normal Disconnect',
      },
    }),
    number: bits('cotp.tpdu-number', 'TPDU number', 0x7f, { display: 'hex' }),
    isLast: bit('cotp.eot', 'Last data unit', 0x80, { trueFalse: ['Yes', 'No'] }),
    parameter: u8('cotp.parameter_code', 'Parameter code', {
      display: 'hex',
      names: (v) => parameters[v] ?? 'Unknown',
    }),
    parameterLength: u8('cotp.parameter_length', 'Parameter length'),
    size: u8('cotp.tpdu_size', 'TPDU size', { show: (v) => String(2 ** v) }),
    sourceTsap: string('cotp.src-tsap', 'Source TSAP', {
      help: 'Which program at the sender: on a Siemens PLC rack and slot.',
    }),
    sourceTsapBytes: bytes('cotp.src-tsap-bytes', 'Source TSAP'),
    destinationTsap: string('cotp.dst-tsap', 'Destination TSAP'),
    destinationTsapBytes: bytes('cotp.dst-tsap-bytes', 'Destination TSAP'),
    parameterValue: bytes('cotp.parameter_value', 'Parameter value'),
    segment: bytes('cotp.segment_data', 'COTP segment data'),
    fragments: none('cotp.segments', 'COTP Segments'),
    fragment: framenum('cotp.segment', 'COTP Segment'),
    fragmentError: framenum('cotp.segment.error', 'Reassembly error'),
    overlap: flagged('cotp.segment.overlap', 'Segment overlap'),
    overlapConflict: flagged('cotp.segment.overlap.conflict', 'Conflicting data in segment overlap'),
    multipleTails: flagged('cotp.segment.multipletails', 'Multiple tail segments found'),
    tooLong: flagged('cotp.segment.toolongsegment', 'Segment too long'),
    fragmentCount: uint('cotp.segment.count', 'COTP Segment count'),
    reassembledIn: framenum('cotp.reassembled_in', 'Reassembled COTP in frame'),
    reassembledLength: uint('cotp.reassembled.length', 'Reassembled COTP length'),
  },
  decode(p, _, f) {
    const length = p.peek(1)
    const type = p.peek(1, 1) >> 4
    // What has no meaning here is data to the reference, too.
    if (length < 2 || !types[type] || length + 1 > p.left) return false
    p.take(f.length)
    p.add(f.type, p.at, 1, type)
    if (type === DATA) data(p, length)
    else if (type === REQUEST || type === CONFIRM || type === DISCONNECT) connect(p, length, type)
    else if (type === CONFIRMED && length >= 5) confirmed(p, length)
    else p.skip(length)
    if (!p.left) return
    if (type !== DATA && type !== DISCONNECT) p.rest()
    else if (type === DISCONNECT || p.flow < 0 || p.quoted) hand(p)
    else gather(p)
  },
})

/** Hands user data to who knows it; T.125 is asked last, because little tells it. */
function hand(p: Packet): void {
  p.guess([...p.registry.table('cotp').guesses.filter((one) => one !== t125), t125])
}

/** Data that comes in several TPDUs is handed on when its last one is there. */
function gather(p: Packet): void {
  const whole = p.recall(wholes)
  const nth = p.nth()
  const isLast = p.bytes[p.base + 2]! >> 7 === 1
  if (p.first) {
    const state = p.recall(running).of(p.flow)
    if (isLast && !state.offset) return hand(p)
    whole.add(p, nth, `${p.flow}/${state.number}`, p.at, state.offset, p.left, !isLast)
    state.offset += p.left
    if (isLast) {
      state.offset = 0
      state.number++
    }
  }
  const found = whole.of(p, nth)
  if (found && !p.first) showFragments(p, cotp.f, found)
  if (found?.frame === p.frame.number && isLast && found.bytes)
    return p.within('Reassembled COTP', found.bytes, () => hand(p))
  if (isLast && !found) return hand(p)
  p.label(p.add(cotp.f.segment, p.at, p.left), `COTP segment data (${p.left} byte${p.left === 1 ? '' : 's'})`)
  p.skip(p.left)
}

const word = (n: number): string => `0x${n.toString(16).padStart(4, '0')}`

function data(p: Packet, length: number): void {
  const { f } = cotp
  const isLast = p.peek(1, 1) >> 7
  const number = p.peek(1, 1) & 0x7f
  p.skip(1)
  // Class 0 has no reference in its data: it is that of the connection.
  p.set(f.destination, 0)
  p.add(f.number, p.at, 1, number)
  p.add(f.isLast, p.at, 1, isLast)
  p.skip(length - 1)
  const size = p.left
  if (p.columns)
    p.say(`DT TPDU (${number}) ${isLast ? 'EOT' : `[COTP fragment, ${size} byte${size === 1 ? '' : 's'}]`}`)
}

function confirmed(p: Packet, length: number): void {
  const { f } = cotp
  p.skip(1)
  const destination = p.take(f.destination)
  const source = p.take(f.source)
  if (p.columns) p.say(`DC TPDU src-ref: ${word(source)} dst-ref: ${word(destination)}`)
  p.skip(length - 5)
}

function connect(p: Packet, length: number, type: number): void {
  const { f } = cotp
  if (length < 6) return p.skip(length)
  p.skip(1)
  const destination = p.take(f.destination)
  const source = p.take(f.source)
  if (p.columns)
    p.say(
      `${type === REQUEST ? 'CR' : type === CONFIRM ? 'CC' : 'DR'} TPDU src-ref: ${word(source)} dst-ref: ${word(destination)}`,
    )
  if (type === DISCONNECT) p.take(f.cause)
  else {
    const kind = p.peek(1)
    p.add(f.kind, p.at, 1, kind >> 4)
    p.add(f.extended, p.at, 1, (kind >> 1) & 1)
    p.add(f.noFlow, p.at, 1, kind & 1)
    p.skip(1)
  }
  p.part(length - 6, () => {
    for (const reader of p.registry.table(type === REQUEST ? 'cotp_cr' : 'cotp_cc').guesses)
      if (p.left && p.looksLike(reader) === true && p.nest(reader)) return
    while (p.left >= 2) parameter(p)
  })
}

function parameter(p: Packet): void {
  const { f } = cotp
  const code = p.take(f.parameter)
  const length = p.take(f.parameterLength)
  p.need(length)
  if (code === 0xc0 && length === 1) return void p.take(f.size)
  if (code === 0xc1 || code === 0xc2) {
    const isSource = code === 0xc1
    let isText = length > 0
    for (let i = 0; i < length; i++) if (p.bytes[p.at + i]! < 32 || p.bytes[p.at + i]! > 126) isText = false
    if (isText) p.take(isSource ? f.sourceTsap : f.destinationTsap, length)
    else {
      const row = p.add(isSource ? f.sourceTsapBytes : f.destinationTsapBytes, p.at, length)
      p.label(row, `${isSource ? 'Source' : 'Destination'} TSAP: ${hex(p.bytes, p.at, length)}`)
      p.skip(length)
    }
    return
  }
  p.take(f.parameterValue, length)
}
