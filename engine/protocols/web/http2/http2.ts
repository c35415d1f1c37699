/** RFC 9113: HTTP/2: frames of many streams over one connection, headers compressed with HPACK. */
import { bit, bits, bytes, string, u16, u24, u32, u8 } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import { protocol } from '../../../dissect/protocol'
import { latin, spells } from '../../kit/lines'
import { nextByMedia } from '../media'
import { mediaType } from '../http/head'
import { noted, passFrame } from './streams'
import type { Block } from './streams'

const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'
const types: Readonly<Record<number, string>> = {
  0: 'DATA',
  1: 'HEADERS',
  2: 'PRIORITY',
  3: 'RST_STREAM',
  4: 'SETTINGS',
  5: 'PUSH_PROMISE',
  6: 'PING',
  7: 'GOAWAY',
  8: 'WINDOW_UPDATE',
  9: 'CONTINUATION',
  10: 'ALTSVC',
  11: 'BLOCKED',
  12: 'ORIGIN',
  16: 'PRIORITY_UPDATE',
}
const settings: Readonly<Record<number, string>> = {
  1: 'Header table size',
  2: 'Enable PUSH',
  3: 'Max concurrent streams',
  4: 'Initial Windows size',
  5: 'Max frame size',
  6: 'Max header list size',
  8: 'Extended CONNECT',
  9: 'No RFC 7540 priorities',
}
const errors: Readonly<Record<number, string>> = {
  0: 'NO_ERROR',
  1: 'PROTOCOL_ERROR',
  2: 'INTERNAL_ERROR',
  3: 'FLOW_CONTROL_ERROR',
  4: 'SETTINGS_TIMEOUT',
  5: 'STREAM_CLOSED',
  6: 'FRAME_SIZE_ERROR',
  7: 'REFUSED_STREAM',
  8: 'CANCEL',
  9: 'COMPRESSION_ERROR',
  10: 'CONNECT_ERROR',
  11: 'ENHANCE_YOUR_CALM',
  12: 'INADEQUATE_SECURITY',
  13: 'HTTP_1_1_REQUIRED',
}
const header = (name: string): ReturnType<typeof string> =>
  string(`http2.headers.${name}`, `:${name}`, { generated: true, hidden: true })

const f = {
  stream: string('http2.stream', 'Stream', { help: 'One frame: which kind, of which stream, how long.' }),
  magic: string('http2.magic', 'Magic'),
  length: u24('http2.length', 'Length'),
  type: u8('http2.type', 'Type', { names: types, help: 'What the frame is for.' }),
  flags: u8('http2.flags', 'Flags', { display: 'hex' }),
  ack: bit('http2.flags.ack.settings', 'ACK', 1),
  ackPing: bit('http2.flags.ack.ping', 'ACK', 1),
  endStream: bit('http2.flags.end_stream', 'End Stream', 1),
  endHeaders: bit('http2.flags.eh', 'End Headers', 4),
  padded: bit('http2.flags.padded', 'Padded', 8),
  priority: bit('http2.flags.priority', 'Priority', 0x20),
  reserved: bits('http2.r', 'Reserved', 0x80000000, { display: 'hex' }),
  id: bits('http2.streamid', 'Stream Identifier', 0x7fffffff, {
    help: 'Odd: begun by the client; even: by the server; 0: the connection.',
  }),
  setting: u16('http2.settings.id', 'Settings Identifier', { names: settings }),
  tableSize: u32('http2.settings.header_table_size', 'Header table size'),
  push: u32('http2.settings.enable_push', 'Enable PUSH'),
  streams: u32('http2.settings.max_concurrent_streams', 'Max concurrent streams'),
  window: u32('http2.settings.initial_window_size', 'Initial Windows Size'),
  frameSize: u32('http2.settings.max_frame_size', 'Max frame size'),
  listSize: u32('http2.settings.max_header_list_size', 'Max header list size'),
  connect: u32('http2.settings.extended_connect', 'Extended CONNECT'),
  unknownSetting: u32('http2.settings.unknown', 'Unknown Settings'),
  padding: u8('http2.pad_length', 'Pad Length'),
  padBytes: bytes('http2.headers.padding', 'Padding'),
  exclusive: bits('http2.exclusive', 'Exclusive', 0x80000000),
  dependency: bits('http2.stream_dependency', 'Stream Dependency', 0x7fffffff),
  weight: u8('http2.headers.weight', 'Weight'),
  realWeight: u8('http2.headers.weight_real', 'Weight real', { generated: true }),
  block: bytes('http2.headers', 'Header Block Fragment'),
  header: string('http2.header', 'Header'),
  headerName: string('http2.header.name', 'Name', { help: 'What the header is called.' }),
  headerValue: string('http2.header.value', 'Value', { help: 'What it says.' }),
  authority: header('authority'),
  method: header('method'),
  path: header('path'),
  scheme: header('scheme'),
  status: string('http2.headers.status', ':status', { generated: true, hidden: true }),
  data: bytes('http2.data.data', 'Data'),
  error: u32('http2.rst_stream.error', 'Error', { names: errors }),
  ping: bytes('http2.ping', 'Ping'),
  pong: bytes('http2.pong', 'Pong'),
  promised: bits('http2.push_promise.promised_stream_id', 'Promised-Stream-ID', 0x7fffffff),
  lastStream: bits('http2.goaway.last_stream_id', 'Promised-Stream-ID', 0x7fffffff),
  goawayError: u32('http2.goaway.error', 'Error', { names: errors }),
  goawayData: bytes('http2.goaway.addata', 'Additional Debug Data'),
  increment: bits('http2.window_update.window_size_increment', 'Window Size Increment', 0x7fffffff),
  unknown: bytes('http2.unknown', 'Unknown'),
}
const settingFields = [
  undefined,
  f.tableSize,
  f.push,
  f.streams,
  f.window,
  f.frameSize,
  f.listSize,
  undefined,
  f.connect,
]
const named = new Map([
  [':authority', f.authority],
  [':method', f.method],
  [':path', f.path],
  [':scheme', f.scheme],
  [':status', f.status],
])

export const http2 = protocol({
  name: 'http2',
  title: 'HyperText Transfer Protocol 2',
  spec: 'RFC 9113',
  // In the clear, HTTP/1 hands over what begins like this.
  heuristic: ['tls'],
  looks: (p) => spells(p.bytes, p.at, p.end, PREFACE),
  messages: {
    cut: (p) => (p.peek(3) === 0x505249 && spells(p.bytes, p.at, p.end, 'PRI * HTTP') ? PREFACE.length : 9 + p.peek(3)),
  },
  fields: f,
  decode(p) {
    const nth = p.nth()
    if (p.first) {
      p.leaveOpen()
      return passFrame(p, nth)
    }
    const { at } = p
    const isMagic = spells(p.bytes, at, p.end, 'PRI * HTTP')
    if (nth) p.fence()
    if (isMagic) {
      p.sayBehind(', ', 'Magic')
      const was = p.open(p.add(f.stream, at, p.left, 'Magic'))
      p.label(p.add(f.magic, at, p.left), `Magic: ${latin(p.bytes, at, p.end).replaceAll('\r\n', '\\r\\n')}`)
      p.close(was)
      p.at = p.end
      return
    }
    drawFrame(p, nth)
  },
})

function drawFrame(p: Packet, nth: number): void {
  const { at } = p
  p.need(9)
  const length = p.peek(3)
  const type = p.peek(1, 3)
  const flags = p.peek(1, 4)
  const id = p.peek(4, 5) & 0x7fffffff
  const name = types[type] ?? `Unknown type (${type})`
  const shown = `${name}, Stream ID: ${id}, Length ${length}`
  const row = p.add(f.stream, at, p.leftOnWire, shown)
  const was = p.open(row)
  p.take(f.length)
  p.take(f.type)
  drawFlags(p, type, flags)
  p.add(f.reserved, p.at, 4, p.peek(1) >>> 7)
  p.add(f.id, p.at, 4, id)
  p.skip(4)
  const known = noted(p, nth)
  let info = `${name}[${id}]`
  if (known?.text) info += `: ${known.text}`
  if (known?.text) p.label(row, `Stream: ${shown}, ${known.text}`)
  p.sayBehind(', ', info)
  drawBody(p, type, flags, known)
  p.close(was)
  if (known?.body?.length) drawContent(p, known)
}

function drawFlags(p: Packet, type: number, flags: number): void {
  const list =
    type === 0
      ? [f.padded, f.endStream]
      : type === 1
        ? [f.priority, f.padded, f.endHeaders, f.endStream]
        : type === 4
          ? [f.ack]
          : type === 6
            ? [f.ackPing]
            : type === 5
              ? [f.padded, f.endHeaders]
              : type === 9
                ? [f.endHeaders]
                : []
  const row = p.add(f.flags, p.at, 1, flags)
  const set = list.filter((flag) => flags & flag.mask).map((flag) => flag.label)
  p.label(row, `Flags: 0x${flags.toString(16).padStart(2, '0')}${set.length ? `, ${set.join(', ')}` : ''}`)
  const was = p.open(row)
  for (const flag of list) p.add(flag, p.at, 1, flags & flag.mask ? 1 : 0)
  p.close(was)
  p.skip(1)
}

function drawBody(p: Packet, type: number, flags: number, known: Block | undefined): void {
  let padding = 0
  if (flags & 8 && (type === 0 || type === 1 || type === 5)) padding = p.take(f.padding)
  if ((type === 1 && flags & 0x20) || type === 2) {
    const word = p.peek(4)
    p.add(f.exclusive, p.at, 4, word >>> 31)
    p.add(f.dependency, p.at, 4, word & 0x7fffffff)
    p.skip(4)
    p.set(f.realWeight, p.take(f.weight) + 1, p.at - 1, 1)
  }
  const rest = p.left - padding
  switch (type) {
    case 0:
      if (rest > 0) p.take(f.data, rest)
      break
    case 3:
      p.take(f.error)
      break
    case 4:
      while (p.left >= 6) drawSetting(p)
      break
    case 5:
      p.add(f.promised, p.at, 4, p.peek(4) & 0x7fffffff)
      p.skip(4)
      drawHeaders(p, rest - 4, known)
      break
    case 1:
    case 9:
      drawHeaders(p, rest, known)
      break
    case 6:
      p.take(flags & 1 ? f.pong : f.ping, p.left)
      break
    case 7:
      p.add(f.lastStream, p.at, 4, p.peek(4) & 0x7fffffff)
      p.skip(4)
      p.take(f.goawayError)
      if (p.left) p.take(f.goawayData, p.left)
      break
    case 8:
      p.add(f.increment, p.at, 4, p.peek(4) & 0x7fffffff)
      p.skip(4)
      break
    default:
      if (p.left) p.take(f.unknown, p.left)
  }
  if (padding && p.left) p.take(f.padBytes, p.left)
}

function drawSetting(p: Packet): void {
  const id = p.peek(2)
  const value = p.peek(4, 2)
  const was = p.open(p.text(`Settings - ${settings[id] ?? `Unknown (${id})`} : ${value}`, p.at, 6))
  p.take(f.setting)
  p.take(settingFields[id] ?? f.unknownSetting)
  p.close(was)
}

function drawHeaders(p: Packet, length: number, known: Block | undefined): void {
  const { at } = p
  if (length > 0) p.take(f.block, length)
  for (const { name, value } of known?.headers ?? []) {
    const was = p.open(p.add(f.header, at, 0, `${name}: ${value}`))
    p.add(f.headerName, at, 0, name)
    p.add(f.headerValue, at, 0, value)
    const field = named.get(name)
    if (field) p.hide(field, at, 0, value)
    p.close(was)
  }
}

function drawContent(p: Packet, { body, contentType }: Block): void {
  const { type, parameters } = mediaType(contentType)
  const { info } = p
  p.within('Reassembled body', body!, () => nextByMedia(p, type, parameters))
  if (p.columns && !p.info.startsWith(info)) p.info = info
}
