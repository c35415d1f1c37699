/** RFC 7252, CoAP: small requests and answers for small devices; options by differences, a token that joins answer and request. */
import { bits, bytes, string, u16, u8, uint } from '../../dissect/field'
import { FlowState, FrameFacts, memory } from '../../dissect/memory'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { utf8Text } from '../../bytes/text'
import { hex } from '../../bytes/read'
import { limits } from '../../limits'

const types: Readonly<Record<number, string>> = {
  0: 'Confirmable',
  1: 'Non-Confirmable',
  2: 'Acknowledgement',
  3: 'Reset',
}
const short = ['CON', 'NON', 'ACK', 'RST']
const codes: Readonly<Record<number, string>> = {
  0: 'Empty Message',
  1: 'GET',
  2: 'POST',
  3: 'PUT',
  4: 'DELETE',
  5: 'FETCH',
  6: 'PATCH',
  7: 'iPATCH',
  65: '2.01 Created',
  66: '2.02 Deleted',
  67: '2.03 Valid',
  68: '2.04 Changed',
  69: '2.05 Content',
  95: '2.31 Continue',
  128: '4.00 Bad Request',
  129: '4.01 Unauthorized',
  130: '4.02 Bad Option',
  131: '4.03 Forbidden',
  132: '4.04 Not Found',
  133: '4.05 Method Not Allowed',
  134: '4.06 Not Acceptable',
  136: '4.08 Request Entity Incomplete',
  137: '4.09 Conflict',
  140: '4.12 Precondition Failed',
  141: '4.13 Request Entity Too Large',
  143: '4.15 Unsupported Content-Format',
  150: '4.22 Unprocessable Entity',
  157: '4.29 Too Many Requests',
  160: '5.00 Internal Server Error',
  161: '5.01 Not Implemented',
  162: '5.02 Bad Gateway',
  163: '5.03 Service Unavailable',
  164: '5.04 Gateway Timeout',
  165: '5.05 Proxying Not Supported',
  168: '5.08 Hop Limit Reached',
}
const options: Readonly<Record<number, string>> = {
  1: 'If-Match',
  3: 'Uri-Host',
  4: 'Etag',
  5: 'If-None-Match',
  6: 'Observe',
  7: 'Uri-Port',
  8: 'Location-Path',
  11: 'Uri-Path',
  12: 'Content-Format',
  14: 'Max-age',
  15: 'Uri-Query',
  16: 'Hop-Limit',
  17: 'Accept',
  20: 'Location-Query',
  23: 'Block2',
  27: 'Block1',
  28: 'Size2',
  35: 'Proxy-Uri',
  39: 'Proxy-Scheme',
  60: 'Size1',
}
const formats: Readonly<Record<number, string>> = {
  0: 'text/plain; charset=utf-8',
  40: 'application/link-format',
  41: 'application/xml',
  42: 'application/octet-stream',
  47: 'application/exi',
  50: 'application/json',
  60: 'application/cbor',
  61: 'application/cwt',
  110: 'application/senml+json',
  112: 'application/senml+cbor',
}
const URI_HOST = 3
const URI_PATH = 11
const CONTENT_FORMAT = 12
const URI_QUERY = 15

/** Paths asked for, by token; and what an answer was asked for. */
const asked = memory(() => new FlowState(() => new Map<string, string>()))
const answered = memory(() => new FrameFacts<string>())

export const coap = protocol({
  name: 'coap',
  title: 'Constrained Application Protocol',
  column: 'CoAP',
  spec: 'RFC 7252',
  over: { 'udp.port': [5683], 'dtls.port': [5684] },
  fields: {
    version: bits('coap.version', 'Version', 0xc0),
    type: bits('coap.type', 'Type', 0x30, { names: types, help: 'Whether it is to be acknowledged.' }),
    tokenLength: bits('coap.token_len', 'Token Length', 0x0f),
    code: u8('coap.code', 'Code', { names: codes, help: 'What is asked, or what came of it.' }),
    id: u16('coap.mid', 'Message ID', { help: 'The acknowledgement repeats it.' }),
    token: bytes('coap.token', 'Token', { help: 'Joins an answer to its request.' }),
    name: string('coap.opt.name', 'Opt Name'),
    delta: bits('coap.opt.delta', 'Opt Delta', 0xf0),
    length: bits('coap.opt.length', 'Opt Length', 0x0f),
    host: string('coap.opt.uri_host', 'Uri-Host'),
    path: string('coap.opt.uri_path', 'Uri-Path', { help: 'One part of the path of what is asked for.' }),
    query: string('coap.opt.uri_query', 'Uri-Query'),
    format: string('coap.opt.ctype', 'Content-type'),
    number: uint('coap.opt.uint', 'Uint'),
    other: bytes('coap.opt.unknown', 'Unknown'),
    uri: string('coap.opt.uri_path_recon', 'Uri-Path', { generated: true }),
    payload: string('coap.payload', 'Payload'),
    payloadLength: uint('coap.payload_length', 'Payload Length', { generated: true }),
  },
  decode(p, _, f) {
    const first = p.peek(1)
    const tokenLength = first & 15
    if (first >> 6 !== 1 || tokenLength > 8) return false
    const type = (first >> 4) & 3
    p.add(f.version, p.at, 1, 1)
    p.add(f.type, p.at, 1, type)
    p.add(f.tokenLength, p.at, 1, tokenLength)
    p.skip(1)
    const code = p.take(f.code)
    const id = p.take(f.id)
    const token = tokenLength ? hex(p.bytes, p.at, tokenLength) : ''
    if (tokenLength) p.take(f.token, tokenLength)
    const found = { path: '', query: '', format: '', host: '' }
    let number = 0
    let nth = 0
    while (p.left && p.peek(1) !== 0xff) number = option(p, number, ++nth, found)
    let uri = found.path + (found.query ? `?${found.query}` : '')
    if (p.first && p.flow >= 0 && token) {
      const known = p.recall(asked).of(p.flow >> 1)
      if (code > 0 && code < 32) {
        if (known.size >= limits.tagsPerConversation) known.clear()
        known.set(token, uri)
      } else if (code >= 64 && known.has(token)) p.recall(answered).set(p.frame.number, known.get(token)!, p.nth())
    } else if (!p.first && code >= 64) uri = p.recall(answered).get(p.frame.number, p.nth()) ?? ''
    if (uri) p.set(f.uri, uri)
    if (p.left > 1) {
      p.skip(1)
      p.set(f.payloadLength, p.left, p.at, p.left)
      p.add(f.payload, p.at, p.left)
      if (found.format === '') found.format = formats[0]!
    } else found.format = ''
    if (p.columns) {
      const kind = found.format.trim() ? ` (${found.format.replace(/;.*/, '')})` : ''
      const spaced = token.replace(/(..)(?=.)/g, '$1 ')
      p.say(
        `${short[type]}, MID:${id}, ${codes[code] ?? `Unknown ${code}`}${kind}${token ? `, TKN:${spaced}` : ''}${uri ? `, ${uri}` : ''}`,
      )
    }
    const lines = found.format === formats[0] ? p.registry.protocolByName.get('data-text-lines') : undefined
    if (p.left && lines) p.nest(lines)
    p.at = p.end
  },
})

/** One option: how far its number is from the one before, its length, its value. */
function option(
  p: Packet,
  before: number,
  nth: number,
  found: { path: string; query: string; format: string; host: string },
): number {
  const { f } = coap
  const at = p.at
  const first = p.peek(1)
  p.skip(1)
  const further = (nibble: number): number => {
    if (nibble === 13) {
      p.skip(1)
      return 13 + p.bytes[p.at - 1]!
    }
    if (nibble !== 14) return nibble
    p.skip(2)
    return 269 + p.bytes[p.at - 2]! * 256 + p.bytes[p.at - 1]!
  }
  const number = before + further(first >> 4)
  const length = further(first & 15)
  p.need(length)
  const name = options[number] ?? 'Unknown'
  const isText =
    number === URI_HOST || number === URI_PATH || number === URI_QUERY || number === 8 || number === 20 || number === 35
  const says = isText || number === CONTENT_FORMAT ? utf8Text(p.bytes, p.at, length) : hex(p.bytes, p.at, length)
  let shown = says
  let value = 0
  if (!isText && length <= 4) for (let i = 0; i < length; i++) value = value * 256 + p.bytes[p.at + i]!
  if (number === CONTENT_FORMAT) shown = formats[value] ?? `Unknown Type ${value}`
  const row = p.add(f.name, at, p.at + length - at)
  p.label(row, `Opt Name: #${nth}: ${name}: ${shown}`)
  const was = p.open(row)
  const kinds = `${number & 1 ? 'Critical' : 'Elective'}, ${number & 2 ? 'Unsafe' : 'Safe'}`
  p.text(`Opt Desc: Type ${number}, ${kinds}`, at, 1)
  p.add(f.delta, at, 1, first >> 4)
  p.add(f.length, at, 1, first & 15)
  if (number === URI_PATH) {
    found.path += `/${says}`
    p.add(f.path, p.at, length)
  } else if (number === URI_QUERY) {
    found.query += `${found.query ? '&' : ''}${says}`
    p.add(f.query, p.at, length)
  } else if (number === URI_HOST) {
    found.host = says
    p.add(f.host, p.at, length)
  } else if (number === CONTENT_FORMAT) {
    found.format = formats[value] ?? ' '
    p.add(f.format, p.at, length, shown)
  } else if (!isText && options[number] && length <= 4) p.add(f.number, p.at, length, value)
  else p.add(f.other, p.at, length)
  p.close(was)
  p.skip(length)
  return number
}
