/** IEEE 1815 (DNP3): telecontrol. Blocks of sixteen bytes with a checksum each, segments of a message, and the message: what is asked for, and objects. */
import { bit, bits, bytes, expert, framenum, none, u16, u8, uint } from '../../../dissect/field'
import { FlowState, memory } from '../../../dissect/memory'
import type { Packet } from '../../../dissect/packet'
import { MORE, protocol } from '../../../dissect/protocol'
import { Reassembly } from '../../../flows/reassembly'
import { showFragments } from '../../../streams/segments'
import { application } from './application'
import { functions, prefixes, primary, ranges, secondary } from './names'
import { objects } from './objects'
import { allPointFields } from './points'

const HEADER = 10
const BLOCK = 16
const START = 0x0564
const set = { trueFalse: ['Set', 'Not set'] } as const
const STATUS: Readonly<Record<number, string>> = { 0: 'Bad', 1: 'Good', 2: 'Unverified' }
const flag = (name: string, label: string, mask: number) => bit(name, label, mask, set)
const fragmentFlag = (name: string, label: string) => uint(name, label)

/** Messages put together from segments, and where the one at hand of each direction stands. */
const wholes = memory(() => new Reassembly())
const running = memory(() => new FlowState(() => ({ offset: 0, number: 0 })))

/** Bytes on the wire of a frame whose length byte says `said`: user data in blocks, each with its checksum. */
const frameLength = (said: number): number => {
  const data = Math.max(0, said - 5)
  return HEADER + data + 2 * Math.ceil(data / BLOCK)
}

export const dnp3 = protocol({
  name: 'dnp3',
  title: 'Distributed Network Protocol 3.0',
  column: 'DNP 3.0',
  spec: 'IEEE 1815',
  over: { 'udp.port': [20000], 'tcp.port': [20000], 'tls.port': [19999] },
  messages: {
    cut: (p) => (p.left < 3 ? MORE : p.peek(2) === START ? frameLength(p.peek(1, 2)) : p.left),
    isSized: true,
  },
  looks: (p) => p.peek(2) === START && p.peek(1, 2) >= 5,
  fields: {
    start: u16('dnp3.start', 'Start Bytes', { display: 'hex' }),
    length: u8('dnp3.len', 'Length', { help: 'Bytes from the control field on, without checksums.' }),
    control: u8('dnp3.ctl', 'Control', { display: 'hex' }),
    direction: flag('dnp3.ctl.dir', 'Direction', 0x80),
    isPrimary: flag('dnp3.ctl.prm', 'Primary', 0x40),
    countBit: flag('dnp3.ctl.fcb', 'Frame Count Bit', 0x20),
    countValid: flag('dnp3.ctl.fcv', 'Frame Count Valid', 0x10),
    flow: flag('dnp3.ctl.dfc', 'Data Flow Control', 0x10),
    primary: bits('dnp3.ctl.prifunc', 'Control Function Code', 0x0f, {
      names: primary,
      help: 'What the data link is asked to do.',
    }),
    secondary: bits('dnp3.ctl.secfunc', 'Control Function Code', 0x0f, { names: secondary }),
    destination: u16('dnp3.dst', 'Destination', {
      little: true,
      also: 'dnp3.addr',
      help: 'The station that is meant.',
    }),
    source: u16('dnp3.src', 'Source', { little: true, also: 'dnp3.addr', help: 'The station that speaks.' }),
    address: u16('dnp3.addr', 'Address', { hidden: true }),
    checksum: u16('dnp3.hdr.CRC', 'Data Link Header checksum', { display: 'hex', little: true }),
    checksumStatus: uint('dnp.hdr.CRC.status', 'Data Link Header Checksum Status', {
      generated: true,
      display: 'none',
      names: STATUS,
    }),
    badHeader: expert('dnp3.hdr.CRC.incorrect', 'error', 'Checksum', 'Data Link Header Checksum incorrect'),
    transport: u8('dnp3.tr.ctl', 'Transport Control', { display: 'hex' }),
    isFinal: flag('dnp3.tr.fin', 'Final', 0x80),
    isFirst: flag('dnp3.tr.fir', 'First', 0x40),
    sequence: bits('dnp3.tr.seq', 'Sequence', 0x3f),
    chunk: bytes('dnp.data_chunk', 'Data Chunk'),
    chunkLength: uint('dnp.data_chunk_len', 'Data Chunk length', { generated: true }),
    chunkChecksum: u16('dnp.data_chunk.CRC', 'Data Chunk checksum', { display: 'hex', little: true }),
    chunkStatus: uint('dnp.data_chunk.CRC.status', 'Data Chunk Checksum Status', {
      generated: true,
      display: 'none',
      names: STATUS,
    }),
    badChunk: expert('dnp3.data_chunk.CRC.incorrect', 'error', 'Checksum', 'Data Chunk Checksum incorrect'),
    fragments: none('dnp3.al.fragments', 'DNP 3.0 AL Fragments'),
    fragment: framenum('dnp3.al.fragment', 'DNP 3.0 AL Fragment'),
    fragmentError: framenum('dnp3.al.fragment.error', 'Defragmentation error'),
    overlap: fragmentFlag('dnp3.al.fragment.overlap', 'Fragment overlap'),
    overlapConflict: fragmentFlag('dnp3.al.fragment.overlap.conflict', 'Conflicting data in fragment overlap'),
    multipleTails: fragmentFlag('dnp3.al.fragment.multipletails', 'Multiple tail fragments found'),
    tooLong: fragmentFlag('dnp3.al.fragment.toolongfragment', 'Fragment too long'),
    fragmentCount: uint('dnp3.al.fragment.count', 'Fragment count'),
    reassembledIn: framenum('dnp3.al.fragment.reassembled_in', 'Reassembled PDU In Frame'),
    reassembledLength: uint('dnp3.al.fragment.reassembled.length', 'Reassembled DNP length'),
    fragmentData: bytes('dnp3.al.frag_data', 'DNP3.0 AL Fragment Data'),
    appControl: u8('dnp3.al.ctl', 'Application Control', { display: 'hex' }),
    appFirst: flag('dnp3.al.fir', 'First', 0x80),
    appFinal: flag('dnp3.al.fin', 'Final', 0x40),
    confirm: flag('dnp3.al.con', 'Confirm', 0x20),
    unsolicited: flag('dnp3.al.uns', 'Unsolicited', 0x10),
    appSequence: bits('dnp3.al.seq', 'Sequence', 0x0f, { help: 'The answer repeats that of the request.' }),
    function: u8('dnp3.al.func', 'Function Code', { names: functions, help: 'Read, write, operate, or an answer.' }),
    indications: u16('dnp3.al.iin', 'Internal Indications', {
      display: 'hex',
      help: 'What the outstation says of itself with every answer.',
      of: {
        restart: flag('dnp3.al.iin.rst', 'Device Restart', 0x8000),
        trouble: flag('dnp3.al.iin.dt', 'Device Trouble', 0x4000),
        local: flag('dnp3.al.iin.dol', 'Digital Outputs in Local', 0x2000),
        time: flag('dnp3.al.iin.tsr', 'Time Sync Required', 0x1000),
        class3: flag('dnp3.al.iin.cls3d', 'Class 3 Data Available', 0x0800),
        class2: flag('dnp3.al.iin.cls2d', 'Class 2 Data Available', 0x0400),
        class1: flag('dnp3.al.iin.cls1d', 'Class 1 Data Available', 0x0200),
        broadcast: flag('dnp3.al.iin.bmsg', 'Broadcast Msg Rx', 0x0100),
        corrupt: flag('dnp3.al.iin.cc', 'Configuration Corrupt', 0x20),
        executing: flag('dnp3.al.iin.oae', 'Operation Already Executing', 0x10),
        overflow: flag('dnp3.al.iin.ebo', 'Event Buffer Overflow', 0x08),
        parameters: flag('dnp3.al.iin.pioor', 'Parameters Invalid or Out of Range', 0x04),
        unknown: flag('dnp3.al.iin.obju', 'Requested Objects Unknown', 0x02),
        notImplemented: flag('dnp3.al.iin.fcni', 'Function Code not implemented', 0x01),
      },
    }),
    abnormal: expert('dnp3.iin_abnormal', 'warn', 'Protocol', 'IIN Abnormality'),
    object: u16('dnp3.al.obj', 'Object(s)', {
      display: 'hex',
      names: (v) => objects[v] ?? 'Unknown Object\\Variation',
      help: 'Group and variation: which kind of value, in which form.',
    }),
    prefix: bits('dnp3.al.objq.prefix', 'Prefix Code', 0x70, { names: prefixes }),
    range: bits('dnp3.al.objq.range', 'Range Code', 0x0f, { names: ranges }),
    startIndex: uint('dnp3.al.range.start', 'Start'),
    stopIndex: uint('dnp3.al.range.stop', 'Stop'),
    absolute: uint('dnp3.al.range.abs', 'Address'),
    quantity: uint('dnp3.al.range.quantity', 'Quantity'),
    ...allPointFields,
    unknownData: bytes('dnp3.al.unknown_data_chunk', 'Unknown Data Chunk'),
  },
  decode(p, _, f) {
    const control = p.peek(1, 3)
    const isPrimary = (control & 0x40) !== 0
    const said = p.peek(1, 2)
    const destination = p.bytes[p.at + 4]! + 256 * p.peek(1, 5)
    const source = p.bytes[p.at + 6]! + 256 * p.peek(1, 7)
    const code = control & 0x0f
    const name = (isPrimary ? primary : secondary)[code] ?? 'Unknown function'
    const words = [
      control & 0x80 ? 'DIR' : '',
      isPrimary ? 'PRM' : '',
      isPrimary && control & 0x20 ? 'FCB' : '',
      control & 0x10 ? (isPrimary ? 'FCV' : 'DFC') : '',
      name,
    ].filter(Boolean)
    if (p.nth()) p.fence()
    if (p.columns) p.say(`from ${source} to ${destination}, len=${said}, ${name}`)
    const head = p.text(
      `Data Link Layer, Len: ${said}, From: ${source}, To: ${destination}, ${words.join(', ')}`,
      p.at,
      HEADER,
    )
    const was = p.open(head)
    p.take(f.start)
    p.take(f.length)
    const row = p.add(f.control, p.at, 1, control)
    p.label(row, `Control: ${hex2(control)} (${words.join(', ')})`)
    const inner = p.open(row)
    const one = (field: typeof f.direction, value: number): void => void p.add(field, p.at, 1, value)
    one(f.direction, control >> 7)
    one(f.isPrimary, (control >> 6) & 1)
    if (isPrimary) {
      one(f.countBit, (control >> 5) & 1)
      one(f.countValid, (control >> 4) & 1)
      one(f.primary, code)
    } else {
      one(f.flow, (control >> 4) & 1)
      one(f.secondary, code)
    }
    p.close(inner)
    p.skip(1)
    p.take(f.destination)
    p.take(f.source)
    checked(p, p.base, 8, f.checksum, f.checksumStatus, f.badHeader)
    p.close(was)
    if (said > 5 && p.left >= 2) transport(p, said - 5)
  },
})

const hex2 = (v: number): string => `0x${v.toString(16).padStart(2, '0')}`

/** A checksum that stands at the cursor, over `length` bytes at `at`. */
function checked(
  p: Packet,
  at: number,
  length: number,
  field: typeof dnp3.f.checksum,
  status: typeof field,
  bad: typeof field,
): void {
  if (p.first) return p.skip(2)
  const right = crc(p.bytes, at, length)
  const value = p.peek(1) + 256 * p.peek(1, 1)
  const place = p.at
  p.take(field)
  const is = value === right
  const line = p.drawing || p.wanted(field) ? p.row(field) : -1
  const shown = `${field.label}: 0x${value.toString(16).padStart(4, '0')}`
  p.label(line, `${shown} ${is ? '[correct]' : `incorrect, should be 0x${right.toString(16).padStart(4, '0')}`}`)
  p.set(status, is ? 1 : 0, place, 2)
  if (!is) p.note(bad, bad.label, place, 2)
}

/** CRC-16/DNP: polynomial 0x3d65, bits and result reversed, complemented. */
function crc(b: Uint8Array, at: number, length: number): number {
  let sum = 0
  for (let i = 0; i < length; i++) {
    sum ^= b[at + i]!
    for (let k = 0; k < 8; k++) sum = sum & 1 ? (sum >> 1) ^ 0xa6bc : sum >> 1
  }
  return ~sum & 0xffff
}

/** User data: a transport byte, then a part of a message, in blocks. */
function transport(p: Packet, length: number): void {
  const { f } = dnp3
  const control = p.peek(1)
  const isFinal = control >> 7 === 1
  const isFirst = (control & 0x40) !== 0
  if (!p.first) {
    const says = [isFinal ? 'Final' : '', isFirst ? 'First' : ''].filter(Boolean).map((word) => `, ${word}`)
    const short = [isFirst ? 'FIR' : '', isFinal ? 'FIN' : '', `Sequence ${control & 63}`].filter(Boolean)
    const row = p.add(f.transport, p.at, 1, control)
    p.label(row, `Transport Control: ${hex2(control)}${says.join('')}(${short.join(', ')})`)
    const was = p.open(row)
    p.add(f.isFinal, p.at, 1, isFinal ? 1 : 0)
    p.add(f.isFirst, p.at, 1, isFirst ? 1 : 0)
    p.add(f.sequence, p.at, 1, control & 63)
    p.close(was)
  }
  const data = new Uint8Array(length)
  const group = p.text('Data Chunks', p.at, p.left)
  const was = p.open(group)
  let filled = 0
  for (let i = 0; filled < length; i++) {
    const size = Math.min(BLOCK, length - filled)
    p.need(size + 2)
    data.set(p.bytes.subarray(p.at, p.at + size), filled)
    const line = p.text(`Data Chunk: ${i}`, p.at, size + 2)
    const inner = p.open(line)
    const at = p.at
    p.take(f.chunk, size)
    p.set(f.chunkLength, size, at, size)
    checked(p, at, size, f.chunkChecksum, f.chunkStatus, f.badChunk)
    p.close(inner)
    filled += size
  }
  p.close(was)
  gather(p, data, isFirst, isFinal)
}

/** Puts the segments of a message together, and reads it in the frame of its last one. */
function gather(p: Packet, data: Uint8Array, isFirst: boolean, isFinal: boolean): void {
  const { f } = dnp3
  const nth = p.nth()
  const whole = p.recall(wholes)
  p.within('DNP 3.0 Application Layer message', data.subarray(1), () => {
    if (p.first && p.flow >= 0 && !p.quoted) {
      const state = p.recall(running).of(p.flow)
      if (isFirst) {
        state.number++
        state.offset = 0
      }
      whole.add(p, nth, `${p.flow}/${state.number}`, 0, state.offset, p.left, !isFinal)
      state.offset += p.left
    }
    const found = whole.of(p, nth)
    if (found && !p.first) showFragments(p, f, found)
    if (found && !isFinal && p.columns) {
      const part = found.pieces.findIndex((one) => one.frame === p.frame.number) + 1
      p.sayMore(` (Application Layer fragment ${part}, reassembled in packet ${found.frame})`)
    }
    if (!isFinal) p.add(f.fragmentData, p.at, p.left)
    if (found?.frame === p.frame.number && isFinal && found.bytes) {
      if (found.pieces.length === 1) application(p)
      else p.within('Reassembled DNP 3.0 Application Layer message', found.bytes, () => application(p))
    } else if (isFirst && isFinal) application(p)
    p.at = p.end
  })
}
