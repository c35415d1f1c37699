/** Modbus Application Protocol 1.1b3 and Modbus Messaging on TCP/IP 1.0b: requests for coils and registers, and their answers. */
import { bits, bool, bytes, duration, framenum, u16, u8, uint } from '../../dissect/field'
import { memory } from '../../dissect/memory'
import type { Packet } from '../../dissect/packet'
import { lengthKnown, protocol } from '../../dissect/protocol'
import { Pairs } from '../../flows/pairs'

const functions: Readonly<Record<number, string>> = {
  1: 'Read Coils',
  2: 'Read Discrete Inputs',
  3: 'Read Holding Registers',
  4: 'Read Input Registers',
  5: 'Write Single Coil',
  6: 'Write Single Register',
  7: 'Read Exception Status',
  8: 'Diagnostics',
  11: 'Get Comm. Event Counters',
  12: 'Get Comm. Event Log',
  15: 'Write Multiple Coils',
  16: 'Write Multiple Registers',
  17: 'Report Slave ID',
  20: 'Read File Record',
  21: 'Write File Record',
  22: 'Mask Write Register',
  23: 'Read Write Register',
  24: 'Read FIFO Queue',
  43: 'Encapsulated Interface Transport',
  90: 'Unity (Schneider)',
}
const exceptions: Readonly<Record<number, string>> = {
  1: 'Illegal function',
  2: 'Illegal data address',
  3: 'Illegal data value',
  4: 'Slave device failure',
  5: 'Acknowledge',
  6: 'Slave device busy',
  8: 'Memory parity error',
  10: 'Gateway path unavailable',
  11: 'Gateway target device failed to respond',
}
const PORT = 502

/** Requests by transaction and unit; and the first reference and the count of each, by the number of its pair. */
const exchanges = memory(() => new Pairs())
const requests = memory(() => new Map<number, { reference: number; count: number }>())

export const mbtcp = protocol({
  name: 'mbtcp',
  title: 'Modbus/TCP',
  column: 'Modbus/TCP',
  spec: 'Modbus Messaging on TCP/IP 1.0b',
  over: { 'tcp.port': [PORT], 'udp.port': [PORT] },
  messages: { ...lengthKnown(6, (p) => 6 + p.peek(2, 4)), isSized: true },
  looks: (p) => p.left >= 8 && p.peek(2, 2) === 0 && p.peek(2, 4) >= 2 && p.peek(2, 4) <= 260,
  header: {
    transaction: u16('mbtcp.trans_id', 'Transaction Identifier', {
      help: 'Chosen by who asks; the answer repeats it.',
    }),
    protocolId: u16('mbtcp.prot_id', 'Protocol Identifier', { help: '0: Modbus.' }),
    length: u16('mbtcp.len', 'Length'),
    unit: u8('mbtcp.unit_id', 'Unit Identifier', { help: 'Which device behind the gateway.' }),
  },
  decode(p, h) {
    if (p.nth()) p.fence()
    const code = p.left ? p.peek(1) : 0
    if (!p.first) {
      const isRequest = p.destinationPort === PORT
      const name = functions[code & 0x7f] ?? 'Unknown function'
      const shown = name + (code > 0x7f ? `. Exception returned ` : '')
      const pad = (n: number, width: number): string => String(n).padStart(width)
      p.sayBehind(
        ' ',
        `${isRequest ? '   Query' : 'Response'}: Trans: ${pad(p.u16(h.transaction), 5)}; Unit: ${pad(p.u8(h.unit), 3)}, Func: ${pad(code & 0x7f, 3)}: ${shown}`,
      )
    }
    p.limit(p.u16(h.length) - 1)
    if (p.left) p.nest(modbus)
  },
})

export const modbus = protocol({
  name: 'modbus',
  title: 'Modbus',
  column: '',
  shortName: 'Modbus',
  spec: 'Modbus Application Protocol 1.1b3',
  fields: {
    code: bits('modbus.func_code', 'Function Code', 0x7f, { names: functions, help: 'What is to be read or written.' }),
    isException: bits('modbus.exception', 'Exception', 0x80),
    exception: u8('modbus.exception_code', 'Exception Code', { names: exceptions }),
    requestFrame: framenum('modbus.request_frame', 'Request Frame', { generated: true }),
    time: duration('modbus.response_time', 'Time from request', { generated: true }),
    reference: u16('modbus.reference_num', 'Reference Number', { help: 'The first coil or register, counted from 0.' }),
    bitCount: u16('modbus.bit_cnt', 'Bit Count'),
    wordCount: u16('modbus.word_cnt', 'Word Count'),
    byteCount: u8('modbus.byte_cnt', 'Byte Count'),
    bitNumber: uint('modbus.bitnum', 'Bit Number', { generated: true }),
    bitValue: bool('modbus.bitval', 'Bit Value'),
    register: uint('modbus.regnum16', 'Register Number', { generated: true }),
    value: u16('modbus.regval_uint16', 'Register Value (UINT16)'),
    data: bytes('modbus.data', 'Data'),
    padding: u8('modbus.padding', 'Padding', { display: 'hex' }),
    diagnostic: u16('modbus.diagnostic_code', 'Diagnostic Code'),
    andMask: u16('modbus.and_mask', 'AND mask', { display: 'hex' }),
    orMask: u16('modbus.or_mask', 'OR mask', { display: 'hex' }),
  },
  decode(p, _, f) {
    const isRequest = p.destinationPort === PORT
    const code = p.peek(1)
    pass(p, isRequest, code)
    if (p.first) return p.leaveOpen()
    p.add(f.code, p.at, 1, code & 0x7f)
    if (code > 0x7f) p.add(f.isException, p.at, 1, 1)
    p.skip(1)
    const known = isRequest || p.flow < 0 ? 0 : p.recall(exchanges).of(p, p.nth())
    if (known) {
      const pairs = p.recall(exchanges)
      p.set(f.requestFrame, pairs.requestOf(known))
      p.set(f.time, pairs.delay(known))
    }
    if (code > 0x7f) p.take(f.exception)
    else if (isRequest) drawRequest(p, code)
    else drawResponse(p, code, p.recall(requests).get(known))
    if (p.left) p.take(f.data, p.left)
  },
})

/** First pass: remembers what was asked. */
function pass(p: Packet, isRequest: boolean, code: number): void {
  if (!p.first || p.flow < 0 || p.quoted) return
  const pairs = p.recall(exchanges)
  const head = p.layerBase[p.layer - 1]!
  const transaction = p.bytes[head]! * 256 + p.bytes[head + 1]!
  const unit = p.bytes[head + 6]!
  const key = (unit << 8) | (code & 0x7f)
  if (isRequest) {
    const n = pairs.ask(p, p.nth(), p.flow >> 1, transaction, key)
    if (p.left >= 5) p.recall(requests).set(n, { reference: p.peek(2, 1), count: p.peek(2, 3) })
  } else if (pairs.find(p.flow >> 1, transaction, key)) pairs.answer(p, p.nth(), p.flow >> 1, transaction, key)
}

function drawRequest(p: Packet, code: number): void {
  const { f } = modbus
  switch (code) {
    case 1:
    case 2:
      p.take(f.reference)
      p.take(f.bitCount)
      break
    case 3:
    case 4:
      p.take(f.reference)
      p.take(f.wordCount)
      break
    case 5:
      p.take(f.reference)
      p.take(f.data, 1)
      p.take(f.padding)
      break
    case 6:
      drawRegister(p, p.take(f.reference))
      break
    case 8:
      p.take(f.diagnostic)
      break
    case 15:
      p.take(f.reference)
      p.take(f.bitCount)
      p.take(f.data, p.take(f.byteCount))
      break
    case 16: {
      const first = p.take(f.reference)
      const count = p.take(f.wordCount)
      p.take(f.byteCount)
      for (let i = 0; i < count && p.left >= 2; i++) drawRegister(p, first + i)
      break
    }
    case 22:
      p.take(f.reference)
      p.take(f.andMask)
      p.take(f.orMask)
      break
  }
}

function drawResponse(p: Packet, code: number, asked: { reference: number; count: number } | undefined): void {
  const { f } = modbus
  switch (code) {
    case 1:
    case 2: {
      const size = p.take(f.byteCount)
      const count = asked ? Math.min(asked.count, 8 * size) : 0
      if (!count) p.take(f.data, size)
      for (let i = 0; i < count; i++) drawBit(p, p.at + (i >> 3), i & 7, asked!.reference + i)
      if (count) p.skip(size)
      break
    }
    case 3:
    case 4: {
      const size = p.take(f.byteCount)
      if (!asked) p.take(f.data, size)
      else for (let i = 0; 2 * i + 2 <= size; i++) drawRegister(p, asked.reference + i)
      break
    }
    case 15:
      p.take(f.reference)
      p.take(f.bitCount)
      break
    case 16:
      p.take(f.reference)
      p.take(f.wordCount)
      break
    default:
      drawRequest(p, code)
  }
}

function drawRegister(p: Packet, number: number): void {
  const { f } = modbus
  const value = p.peek(2)
  const was = p.open(p.text(`Register ${number} (UINT16): ${value}`, p.at, 2))
  p.set(f.register, number, p.at, 2)
  p.take(f.value)
  p.close(was)
}

function drawBit(p: Packet, at: number, place: number, number: number): void {
  const { f } = modbus
  const value = (p.peekAt(at, 1) >> place) & 1
  const was = p.open(p.text(`Bit ${number} : ${value}`, at, 1))
  p.set(f.bitNumber, number, at, 1)
  const row = p.add(f.bitValue, at, 1, value)
  p.label(row, `.... ...${value} = Bit Value: ${value ? 'True' : 'False'}`)
  p.close(was)
}
