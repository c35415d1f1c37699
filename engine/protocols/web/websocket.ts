/** RFC 6455: WebSocket: frames of text or bytes in both directions, those of the client masked. */
import { bits, bytesOf, none, string, u16, u64 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { bodyMedia, textLines } from './media'

const opcodes: Readonly<Record<number, string>> = {
  0: 'Continuation',
  1: 'Text',
  2: 'Binary',
  8: 'Connection Close',
  9: 'Ping',
  10: 'Pong',
}
const closes: Readonly<Record<number, string>> = {
  1000: 'Normal Closure',
  1001: 'Going Away',
  1002: 'Protocol error',
  1003: 'Unsupported Data',
  1005: 'No Status Rcvd',
  1006: 'Abnormal Closure',
  1007: 'Invalid frame payload data',
  1008: 'Policy Violation',
  1009: 'Message Too Big',
  1010: 'Mandatory Ext.',
  1011: 'Internal Server Error',
  1012: 'Service Restart',
  1013: 'Try Again Later',
  1014: 'Bad Gateway',
  1015: 'TLS handshake',
}
const truth = { names: { 0: 'False', 1: 'True' } }

/** Length of the head in front of the data, and of the data, from the bytes at the cursor. */
function measure(p: Packet): { head: number; length: number } {
  const second = p.peek(1, 1)
  const short = second & 0x7f
  const mask = second > 0x7f ? 4 : 0
  if (short < 126) return { head: 2 + mask, length: short }
  if (short === 126) return { head: 4 + mask, length: p.peek(2, 2) }
  return { head: 10 + mask, length: p.peek(4, 2) * 2 ** 32 + p.peek(4, 6) }
}

export const websocket = protocol({
  name: 'websocket',
  title: 'WebSocket',
  column: 'WebSocket',
  spec: 'RFC 6455',
  messages: {
    cut(p) {
      const { head, length } = measure(p)
      return head + length
    },
  },
  fields: {
    fin: bits('websocket.fin', 'Fin', 0x80, { ...truth, help: 'Set in the last frame of a message.' }),
    reserved: bits('websocket.rsv', 'Reserved', 0x70, { display: 'hex' }),
    opcode: bits('websocket.opcode', 'Opcode', 0x0f, {
      names: opcodes,
      help: 'Text, bytes, or a message about the connection.',
    }),
    mask: bits('websocket.mask', 'Mask', 0x80, {
      ...truth,
      help: 'Clients mask what they send, so that proxies do not mistake it.',
    }),
    length: bits('websocket.payload_length', 'Payload length', 0x7f),
    length16: u16('websocket.payload_length_ext_16', 'Extended Payload length (16 bits)'),
    length64: u64('websocket.payload_length_ext_64', 'Extended Payload length (64 bits)'),
    key: bytesOf('websocket.masking_key', 'Masking-Key', 4, { display: 'hex' }),
    masked: none('websocket.masked_payload', 'Masked payload'),
    payload: none('websocket.payload', 'Payload'),
    text: string('websocket.payload.text', 'Text', { help: 'What was sent.' }),
    closing: none('websocket.payload.close', 'Close'),
    status: u16('websocket.payload.close.status_code', 'Status code', { names: closes }),
    reason: string('websocket.payload.close.reason', 'Reason'),
    ping: none('websocket.payload.ping', 'Ping'),
    pong: none('websocket.payload.pong', 'Pong'),
    unknown: none('websocket.payload.unknown', 'Unknown'),
  },
  decode(p, _, f) {
    const { head, length } = measure(p)
    const first = p.peek(1)
    const second = p.peek(1, 1)
    const opcode = first & 15
    const isMasked = second > 0x7f
    if (p.first) {
      return p.leaveOpen()
    }
    if (p.nth()) p.fence()
    const name = opcodes[opcode] ?? `Unknown (${opcode})`
    p.say(`WebSocket ${name}${first & 0x80 ? ' [FIN]' : ''} ${isMasked ? '[MASKED]' : ''}`)
    p.need(head)
    for (const field of [f.fin, f.reserved, f.opcode]) p.add(field, p.at, 1, (first & field.mask) >>> field.shift)
    p.skip(1)
    p.add(f.mask, p.at, 1, second >>> 7)
    const short = second & 0x7f
    const row = p.add(f.length, p.at, 1, short)
    if (short > 125 && row >= 0) {
      const pattern = `.${[6, 5, 4, 3, 2, 1, 0].map((i) => ((short >> i) & 1) + (i === 4 ? ' ' : '')).join('')}`
      p.label(row, `${pattern} = Payload length: ${short} Extended Payload Length (${short === 126 ? 16 : 64} bits)`)
    }
    p.skip(1)
    if (short === 126) p.take(f.length16)
    if (short === 127) p.take(f.length64)
    const key = p.at
    if (isMasked) p.take(f.key)
    if (!length) return
    const { bytes, at } = p
    const there = bytes.subarray(at, Math.min(p.end, at + length))
    if (!isMasked) return drawPayload(p, opcode)
    p.add(f.masked, at, there.length)
    const plain = there.map((byte, i) => byte ^ bytes[key + (i & 3)]!)
    p.within('Unmasked data', plain, () => drawPayload(p, opcode), length)
  },
})

function drawPayload(p: Packet, opcode: number): void {
  const { f } = websocket
  const was = p.open(p.add(f.payload, p.at, p.left))
  const inner = (): void => {
    p.close(was)
    p.headerEnd = p.headerEnd >= 0 ? p.headerEnd : p.at
  }
  if (opcode === 8) {
    const group = p.open(p.add(f.closing, p.at, p.left))
    p.take(f.status)
    if (p.left) p.take(f.reason, p.left)
    p.close(group)
    inner()
  } else if (opcode === 1) {
    p.add(f.text, p.at, p.left)
    inner()
    const media = p.recall(bodyMedia)
    media.type = media.parameters = ''
    p.nest(textLines)
  } else if (opcode === 9 || opcode === 10) {
    p.take(opcode === 9 ? f.ping : f.pong, p.left)
    inner()
  } else if (opcode <= 2) {
    inner()
    p.rest()
  } else {
    p.take(f.unknown, p.left)
    inner()
  }
}
