/** The control field of HDLC and its relatives (ISO/IEC 13239) in the form that IEEE 802.2 uses: one byte for unnumbered frames, two for numbered ones. */
import { u8 } from '../../bytes/read'
import { bitPattern } from '../../dissect/format'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'

/** Command and response under the same modifier bits: [short name, long name, name as a response where it differs, its long name]. */
const UNNUMBERED: Readonly<Record<number, readonly [string, string, string?, string?]>> = {
  0x00: ['UI', 'Unnumbered Information'],
  0x04: ['SIM', 'Set Initialization Mode', 'RIM', 'Request Initialization Mode'],
  0x0c: ['SARM', 'Set Asynchronous Response Mode', 'DM', 'Disconnected mode'],
  0x20: ['UP', 'Unnumbered Poll'],
  0x2c: ['SABM', 'Set Asynchronous Balanced Mode'],
  0x40: ['DISC', 'Disconnect', 'RD', 'Request Disconnect'],
  0x4c: ['SARME', 'Set Asynchronous Response Mode Extended'],
  0x60: ['UA', 'Unnumbered Acknowledge'],
  0x6c: ['SABME', 'Set Asynchronous Balanced Mode Extended'],
  0x80: ['SNRM', 'Set Normal Response Mode'],
  0x84: ['FRMR', 'Frame reject'],
  0x8c: ['RESET', 'Reset'],
  0xac: ['XID', 'Exchange identification'],
  0xc4: ['CFGR', 'Configure'],
  0xcc: ['SNRME', 'Set Normal Response Mode Extended'],
  0xe0: ['TEST', 'Test'],
  0xec: ['BCN', 'Beacon'],
}
const SUPERVISORY = [
  ['RR', 'Receiver ready'],
  ['RNR', 'Receiver not ready'],
  ['REJ', 'Reject'],
  ['SREJ', 'Selective reject'],
] as const

export interface Control {
  value: number
  size: 1 | 2
  kind: 'U' | 'S' | 'I'
  /** What follows is for the protocol above. */
  carries: boolean
  /** `U P, func=SABME`. */
  text(response: boolean): string
}

/** Reads the control field at the cursor without moving. */
export function readControl(p: Packet): Control {
  const first = p.peek(1)
  if ((first & 3) === 3) {
    const names = UNNUMBERED[first & 0xec]
    return {
      value: first,
      size: 1,
      kind: 'U',
      carries: (first & 0xec) === 0,
      text: (response) =>
        `U${mark(first & 0x10, response)}, func=${(response ? names?.[2] : undefined) ?? names?.[0] ?? 'Unknown'}`,
    }
  }
  p.need(2)
  const value = first | (u8(p.bytes, p.at + 1) << 8)
  const numbered = (value & 1) === 0
  return {
    value,
    size: 2,
    kind: numbered ? 'I' : 'S',
    carries: numbered,
    text: (response) => {
      const flag = mark(value & 0x100, response)
      return numbered
        ? `I${flag}, N(R)=${value >>> 9}, N(S)=${(value >>> 1) & 0x7f}`
        : `S${flag}, func=${SUPERVISORY[(value >>> 2) & 3]![0]}, N(R)=${value >>> 9}`
    },
  }
}

const mark = (bit: number, response: boolean): string => (bit ? (response ? ' F' : ' P') : '')

export interface ControlFields {
  control: Field
  receive: Field
  send: Field
  poll: Field
  final: Field
  supervisory: Field
  command: Field
  response: Field
  kind: Field
}

/** Records the control field at the cursor with its parts. */
export function showControl(p: Packet, f: ControlFields, c: Control, response: boolean): void {
  const { value, size } = c
  const at = p.at
  const record = p.add(f.control, at, size, value)
  if (p.drawing) p.label(record, `Control field: ${c.text(response)} (0x${hex(value, size * 2).toUpperCase()})`)
  const was = p.open(record)
  const part = (field: Field, mask: number, shift: number, text: (v: number) => string): void => {
    const v = (value & mask) >>> shift
    const line = p.add(field, at, size, v)
    if (p.drawing) p.label(line, `${bitPattern(mask, value & mask, size * 8)}${field.label}: ${text(v)}`)
  }
  const flag = size === 1 ? 0x10 : 0x100
  const pollOrFinal = (): void => {
    if (value & flag) part(response ? f.final : f.poll, flag, size === 1 ? 4 : 8, () => 'Set')
  }
  if (c.kind === 'U') {
    pollOrFinal()
    const names = UNNUMBERED[value & 0xec]
    const long = (response ? names?.[3] : undefined) ?? names?.[1] ?? 'Unknown'
    part(response ? f.response : f.command, 0xec, 2, (v) => `${long} (0x${hex(v, 2)})`)
    part(f.kind, 0x03, 0, (v) => `Unnumbered frame (0x${v})`)
  } else {
    part(f.receive, 0xfe00, 9, String)
    if (c.kind === 'I') part(f.send, 0x00fe, 1, String)
    pollOrFinal()
    if (c.kind === 'S') part(f.supervisory, 0x000c, 2, (v) => `${SUPERVISORY[v]![1]} (0x${v})`)
    part(f.kind, c.kind === 'I' ? 0x01 : 0x03, 0, (v) => `${v ? 'Supervisory' : 'Information'} frame (0x${v})`)
  }
  p.close(was)
}

const hex = (n: number, digits: number): string => n.toString(16).padStart(digits, '0')
