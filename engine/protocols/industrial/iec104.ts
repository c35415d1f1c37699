/** IEC 60870-5-104: remote control of power stations and the like over TCP. Frames of at most 255 bytes, numbered, around an ASDU. */
import { bits, bytes, expert, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { MORE, protocol } from '../../dissect/protocol'
import { asdu } from './iec60870/asdu'

const PORT = 2404
const START = 0x68
/** Start, length, and the four bytes of control. */
const HEAD = 6
const requests: Readonly<Record<number, string>> = {
  0x01: 'STARTDT act',
  0x02: 'STARTDT con',
  0x04: 'STOPDT act',
  0x08: 'STOPDT con',
  0x10: 'TESTFR act',
  0x20: 'TESTFR con',
}

const f = {
  length: u8('iec60870_104.apdulen', 'ApduLen', { help: 'Bytes that follow.' }),
  type: bits('iec60870_104.type', 'Type', 3, {
    display: 'hex',
    help: 'I carries data and is numbered, S acknowledges, U starts, stops and tests.',
  }),
  request: bits('iec60870_104.utype', 'UType', 0xfc, { display: 'hex', names: requests }),
  sent: bits('iec60870_104.tx', 'Tx', 0xfffe, { help: 'The number of this frame.' }),
  received: bits('iec60870_104.rx', 'Rx', 0xfffe0000, {
    help: 'The frame that is expected next: all before are acknowledged.',
  }),
  data: bytes('iec60870_104.data', 'Data'),
  badLength: expert('iec60870_104.apdulen.invalid', 'error', 'Malformed', 'Invalid Apdulen'),
}

export const iec104 = protocol({
  name: 'iec60870_104',
  title: 'IEC 60870-5-104',
  column: 'IEC 60870-5-104',
  spec: 'IEC 60870-5-104',
  over: { 'tcp.port': [PORT] },
  messages: {
    cut(p) {
      if (p.peek(1) === START) return p.left < 2 ? MORE : 2 + p.peek(1, 1)
      // What is no frame goes up to where the next one begins.
      const next = p.bytes.indexOf(START, p.at)
      return next < 0 || next >= p.end ? p.left : next - p.at
    },
    isSized: true,
  },
  fields: f,
  decode(p) {
    if (p.peek(1) !== START) {
      if (!p.first) p.take(f.data, p.left)
      p.at = p.end
      return
    }
    if (p.nth() && !p.first) p.fence(' | ')
    p.say('')
    if (!p.first) p.sayMore(describe(p))
    p.need(HEAD)
    p.text('START', p.at, 1)
    p.skip(1)
    const length = p.take(f.length)
    if (!p.first) control(p)
    p.skip(4)
    if (p.end < p.wire) p.need(length - 4)
    if (p.left) {
      p.fence()
      p.nest(asdu)
    }
  },
  heading: (p) =>
    p.base + HEAD <= p.end && p.bytes[p.base] === START ? `IEC 60870-5-104: ${describe(p)}` : 'IEC 60870-5-104',
})

/** The four bytes as a little-endian number. */
const word = (p: Packet, at: number): number => {
  p.need(4, at)
  const b = p.bytes
  return (b[at]! | (b[at + 1]! << 8) | (b[at + 2]! << 16) | (b[at + 3]! << 24)) >>> 0
}

function describe(p: Packet): string {
  const arrow = p.sourcePort === PORT ? '->' : '<-'
  const control = word(p, p.base + 2)
  const [sent, received] = [(control & 0xfffe) >>> 1, control >>> 17]
  if (!(control & 1)) return `${arrow} I (${sent},${received}) `
  return control & 2 ? `${arrow} U (${requests[(control & 0xfc) >>> 2] ?? '<ERR>'}) ` : `${arrow} S (${received}) `
}

function control(p: Packet): void {
  const value = word(p, p.at)
  const kind = value & 1 ? value & 3 : 0
  line(p, f.type, kind, kind & 1 ? 3 : 1, `Type: ${'ISIU'[kind]} (0x${kind})`)
  if (kind === 3) {
    const request = (value & 0xfc) >>> 2
    const name = requests[request] ?? 'Unknown'
    return line(p, f.request, request, 0xfc, `UType: ${name} (0x${request.toString(16).padStart(2, '0')})`)
  }
  if (kind === 0) line(p, f.sent, (value & 0xfffe) >>> 1, 0xfffe, `Tx: ${(value & 0xfffe) >>> 1}`)
  line(p, f.received, value >>> 17, 0xfffe0000, `Rx: ${value >>> 17}`)
}

/** A number within the four bytes, with its place in them. */
function line(p: Packet, field: typeof f.type, value: number, mask: number, label: string): void {
  const row = p.add(field, p.at, 4, value)
  const whole = word(p, p.at)
  let pattern = ''
  for (let i = 31; i >= 0; i--) pattern += ((mask >>> i) & 1 ? (whole >>> i) & 1 : '.') + (i % 4 === 0 && i ? ' ' : '')
  p.label(row, `${pattern} = ${label}`)
}
