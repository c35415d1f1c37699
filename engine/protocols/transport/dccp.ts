/** RFC 4340, datagram congestion control: datagrams with numbers, acknowledgements and options, but nothing is sent again. */
import { checksumStateNames, checksumStates, fold16, shouldBe, sum16 } from '../../bytes/checksum'
import { bool, bytes, expert, none, u16, u32, u8, uint } from '../../dissect/field'
import { FlowState, memory } from '../../dissect/memory'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { conversations } from '../../flows/conversations'
import { pseudo } from '../kit/pseudo'

const types = [
  'Request',
  'Response',
  'Data',
  'Ack',
  'DataAck',
  'CloseReq',
  'Close',
  'Reset',
  'Sync',
  'SyncAck',
  'Listen',
]
const resets: Readonly<Record<number, string>> = {
  0: 'Unspecified',
  1: 'Closed',
  2: 'Aborted',
  3: 'No Connection',
  4: 'Packet Error',
  5: 'Option Error',
  6: 'Mandatory Error',
  7: 'Connection Refused',
  8: 'Bad Service Code',
  9: 'Too Busy',
  10: 'Bad Init Cookie',
  11: 'Aggression Penalty',
}
const optionNames: Readonly<Record<number, string>> = {
  0: 'Padding',
  1: 'Mandatory',
  2: 'Slow Receiver',
  32: 'Change L',
  33: 'Confirm L',
  34: 'Change R',
  35: 'Confirm R',
  36: 'Init Cookie',
  37: 'NDP Count',
  38: 'Ack Vector [Nonce 0]',
  39: 'Ack Vector [Nonce 1]',
  40: 'Data Dropped',
  41: 'Timestamp',
  42: 'Timestamp Echo',
  43: 'Elapsed Time',
  44: 'Data checksum',
}
const features: Readonly<Record<number, string>> = {
  1: 'Congestion Control ID (CCID)',
  2: 'Allow Short Seqnums',
  3: 'Sequence Window',
  4: 'ECN Incapable',
  5: 'Ack Ratio',
  6: 'Send Ack Vector',
  7: 'Send NDP Count',
  8: 'Minimum Checksum Coverage',
  9: 'Check Data Checksum',
}
const DCCP = 33
const RESET = 7
/** Sequence number with which each direction began: that of its Request or Response. */
const firsts = memory(() => new FlowState(() => ({ first: -1, frame: 0 })))
const service = (code: number): string => (code === 0 ? 'not specified' : `Unknown (${code})`)

export const dccp = protocol({
  name: 'dccp',
  title: 'Datagram Congestion Control Protocol',
  column: 'DCCP',
  spec: 'RFC 4340',
  over: { 'ip.proto': [DCCP] },
  fields: {
    source: u16('dccp.srcport', 'Source Port', { also: 'dccp.port', help: 'Port that the sender used.' }),
    destination: u16('dccp.dstport', 'Destination Port', { also: 'dccp.port', help: 'Port that the packet is for.' }),
    port: u16('dccp.port', 'Source or Destination Port', { hidden: true }),
    stream: u32('dccp.stream', 'Stream index', { generated: true }),
    offset: u8('dccp.data_offset', 'Data Offset'),
    ccval: u8('dccp.ccval', 'CCVal'),
    coverage: u8('dccp.cscov', 'Checksum Coverage', {
      help: '0: the checksum takes in everything; n: header and 4·(n−1) bytes.',
    }),
    checksum: u16('dccp.checksum', 'Checksum', { display: 'hex' }),
    status: u8('dccp.checksum.status', 'Checksum Status', {
      generated: true,
      display: 'none',
      names: checksumStateNames,
    }),
    badChecksum: expert('dccp.checksum_bad.expert', 'error', 'Checksum', 'Bad checksum'),
    type: u8('dccp.type', 'Type', {
      names: (v) => types[v] ?? 'Reserved',
      help: 'Request and Response open a connection.',
    }),
    extended: bool('dccp.x', 'Extended Sequence Numbers'),
    sequence: uint('dccp.seq', 'Sequence Number', { width: 8 }),
    sequenceRaw: uint('dccp.seq_raw', 'Sequence Number (raw)', { width: 8 }),
    ack: uint('dccp.ack', 'Acknowledgement Number', { width: 8 }),
    ackRaw: uint('dccp.ack_raw', 'Acknowledgement Number (raw)', { width: 8 }),
    reserved: u8('dccp.res2', 'Reserved', { display: 'hex', hidden: true }),
    ackReserved: u16('dccp.ack_res', 'Reserved', { display: 'hex', hidden: true }),
    service: u32('dccp.service_code', 'Service Code', { show: service, help: 'Which application is wanted.' }),
    reset: u8('dccp.reset_code', 'Reset Code', { names: resets, help: 'Why the connection ends.' }),
    data1: u8('dccp.data1', 'Data 1'),
    data2: u8('dccp.data2', 'Data 2'),
    data3: u8('dccp.data3', 'Data 3'),
    options: none('dccp.options', 'Options'),
    optionType: u8('dccp.option_type', 'Option Type', { names: (v) => optionNames[v] ?? 'Unknown' }),
    padding: bytes('dccp.padding', 'Padding'),
    feature: u8('dccp.feature_number', 'Feature Number', { names: features }),
    vector0: bytes('dccp.ack_vector.nonce_0', 'Ack Vector [Nonce 0]'),
    vector1: bytes('dccp.ack_vector.nonce_1', 'Ack Vector [Nonce 1]'),
    ndp: uint('dccp.ndp_count', 'NDP Count', { width: 8 }),
    elapsed: uint('dccp.elapsed_time', 'Elapsed Time', { width: 4 }),
    timestamp: u32('dccp.timestamp', 'Timestamp'),
  },
  decode(p, _, f) {
    const start = p.at
    const whole = p.left
    const from = (p.sourcePort = p.peek(2))
    const to = (p.destinationPort = p.peek(2, 2))
    const flow = p.recall(conversations).of(p, 'dccp')
    const type = (p.peek(1, 8) >> 1) & 15
    const isExtended = (p.peek(1, 8) & 1) === 1
    const size = isExtended ? 6 : 3
    const sequence = isExtended ? p.peek(6, 10) : p.peek(3, 9)
    if (p.columns) p.say(`${from} → ${to} [${types[type] ?? 'Reserved'}] Seq=${sequence}`)
    const own = flow >= 0 ? p.recall(firsts).of(flow) : undefined
    if (p.first && own && own.first < 0 && (type === 0 || type === 1)) {
      own.first = sequence
      own.frame = p.frame.number
    }
    const relative = own && own.first >= 0 && own.frame <= p.frame.number ? sequence - own.first : -1
    p.take(f.source)
    p.take(f.destination)
    if (flow >= 0) p.set(f.stream, p.recall(conversations).stream(flow >> 1))
    const offset = p.take(f.offset)
    const second = p.peek(1)
    p.add(f.ccval, p.at, 1, second >> 4)
    p.add(f.coverage, p.at, 1, second & 15)
    p.skip(1)
    checksum(p, start, whole, offset, second & 15)
    p.add(f.type, p.at, 1, type)
    p.add(f.extended, p.at, 1, isExtended ? 1 : 0)
    p.skip(1)
    if (isExtended) p.skip(1)
    if (relative >= 0) {
      const row = p.add(f.sequence, p.at, size, relative)
      p.label(row, `Sequence Number: ${relative}    (relative sequence number)`)
    }
    p.add(f.sequenceRaw, p.at, size, sequence)
    p.skip(size)
    let info = `${from} → ${to} [${types[type] ?? 'Reserved'}] Seq=${relative >= 0 ? relative : sequence}`
    if (type !== 0 && type !== 2 && type < 10) info += acknowledged(p, flow, size, type)
    if (type === 0 || type === 1 || type === 10) info += ` (service=${service(p.take(f.service))})`
    else if (type === RESET) {
      const code = p.take(f.reset)
      info += ` (code=${resets[code] ?? 'Unknown'})`
      p.take(f.data1)
      p.take(f.data2)
      p.take(f.data3)
    }
    if (p.columns) p.say(info)
    const end = start + offset * 4
    if (end > p.at) options(p, end - p.at)
    p.rest()
  },
  heading: (p) => {
    const info = p.info.replace(/^\d+ → \d+ /, '').replace(/ \((Ack|service|code)=.*/, '')
    const isOwn = p.info.includes(' → ') && p.layer === p.depth - 1
    const ports = `Src Port: ${p.peekAt(p.base, 2)}, Dst Port: ${p.peekAt(p.base + 2, 2)}`
    return `Datagram Congestion Control Protocol, ${ports}${isOwn ? ` ${info}` : ''}`
  },
})

/** The acknowledgement number, and what Info says of it. */
function acknowledged(p: Packet, flow: number, size: number, type: number): string {
  const { f } = dccp
  p.skip(size === 6 ? 2 : 1)
  const raw = p.peek(size)
  const other = flow >= 0 ? p.recall(firsts).of(flow ^ 1) : undefined
  const isKnown = other !== undefined && other.first >= 0 && other.frame <= p.frame.number
  const shown = isKnown ? raw - other.first : raw
  if (isKnown) {
    const row = p.add(f.ack, p.at, size, shown)
    if (type !== 1) p.label(row, `Acknowledgement Number: ${shown}    (relative acknowledgement number)`)
  }
  p.add(f.ackRaw, p.at, size, raw)
  p.skip(size)
  return ` (Ack=${shown})`
}

function checksum(p: Packet, start: number, whole: number, offset: number, coverage: number): void {
  const { f } = dccp
  const said = p.peek(2)
  const row = p.add(f.checksum, p.at, 2, said)
  p.skip(2)
  if (p.first || p.quoted || p.fragmented) return
  const covered = coverage ? Math.min(whole, offset * 4 + 4 * (coverage - 1)) : whole
  const isThere = p.end >= p.wire
  const sum = isThere ? sum16(p.bytes, start, covered, pseudo(p, DCCP, whole)) : 0
  const isRight = fold16(sum) === 0xffff
  const word = (n: number): string => `0x${n.toString(16).padStart(4, '0')}`
  if (!isThere) p.label(row, `Checksum: ${word(said)} [unverified]`)
  else if (isRight) p.label(row, `Checksum: ${word(said)} [correct]`)
  else {
    const right = word(shouldBe(sum, said))
    p.label(row, `Checksum: ${word(said)} incorrect, should be ${right}`)
    const was = p.open(row)
    p.note(f.badChecksum, `Bad checksum [should be ${right}]`, p.at - 2, 2)
    p.close(was)
  }
  p.set(
    f.status,
    !isThere ? checksumStates.unverified : isRight ? checksumStates.good : checksumStates.bad,
    p.at - 2,
    2,
  )
}

function options(p: Packet, length: number): void {
  const { f } = dccp
  p.need(length)
  const row = p.add(f.options, p.at, length)
  p.label(row, `Options: (${length} bytes)`)
  const was = p.open(row)
  p.part(length, () => {
    while (p.left > 0) {
      const type = p.peek(1)
      const size = type < 32 ? 1 : p.peek(1, 1)
      if (size < 1 || (type >= 32 && size < 2)) return
      p.need(size)
      const line = p.add(f.optionType, p.at, 1, type)
      const inner = p.open(line)
      p.part(size, () => option(p, type, size))
      p.close(inner)
    }
  })
  p.close(was)
}

function option(p: Packet, type: number, size: number): void {
  const { f } = dccp
  if (type === 0) return void p.add(f.padding, p.at, 1)
  if (type < 32) return
  p.skip(2)
  if (type <= 35 && p.left) {
    const values = Array.from(p.bytes.subarray(p.at + 1, p.end)).map(String)
    const number = p.peek(1)
    const line = p.text(values.length ? `Reserved( ${values.join(', ')})` : 'Reserved', p.at, p.left)
    const was = p.open(line)
    p.take(f.feature)
    p.close(was)
    if (number === 0) p.at = p.end
  } else if (type === 38) p.take(f.vector0, p.left)
  else if (type === 39) p.take(f.vector1, p.left)
  else if (type === 37 && size <= 8) p.take(f.ndp, p.left)
  else if (type === 43 && p.left <= 4 && p.left) p.take(f.elapsed, p.left)
  else if (type === 41 && p.left >= 4) p.take(f.timestamp)
}
