/** RFC 2865, 2866 and 5176, RADIUS: access servers ask whether a user may come in, and tell what was used. */
import { ipv4 as ipv4Text, hex, uint } from '../../bytes/read'
import { utf8Text } from '../../bytes/text'
import { bool, bytes, bytesOf, duration, framenum, ipv4, string, u16, u32, u8 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import { memory } from '../../dissect/memory'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { Pairs } from '../../flows/pairs'
import { codes } from './radius/names'

const exchanges = memory(() => new Pairs())
/** Codes that ask; the others answer, or stand alone. */
const REQUESTS = new Set([1, 4, 7, 12, 21, 23, 25, 26, 40, 43, 50])
/** A request with the same number within this time is the same one again. */
const REPEATED_WITHIN = 5_000_000_000

const attributes: Readonly<Record<number, Field>> = {
  1: string('radius.User_Name', 'User-Name'),
  2: bytes('radius.User_Password', 'User-Password'),
  4: ipv4('radius.NAS_IP_Address', 'NAS-IP-Address'),
  5: u32('radius.NAS_Port', 'NAS-Port'),
  6: u32('radius.Service_Type', 'Service-Type'),
  7: u32('radius.Framed_Protocol', 'Framed-Protocol'),
  8: ipv4('radius.Framed_IP_Address', 'Framed-IP-Address'),
  9: ipv4('radius.Framed_IP_Netmask', 'Framed-IP-Netmask'),
  11: string('radius.Filter_Id', 'Filter-Id'),
  12: u32('radius.Framed_MTU', 'Framed-MTU'),
  18: string('radius.Reply_Message', 'Reply-Message'),
  24: bytes('radius.State', 'State'),
  25: bytes('radius.Class', 'Class'),
  27: u32('radius.Session_Timeout', 'Session-Timeout'),
  30: string('radius.Called_Station_Id', 'Called-Station-Id'),
  31: string('radius.Calling_Station_Id', 'Calling-Station-Id'),
  32: string('radius.NAS_Identifier', 'NAS-Identifier'),
  33: bytes('radius.Proxy_State', 'Proxy-State'),
  40: u32('radius.Acct_Status_Type', 'Acct-Status-Type'),
  41: u32('radius.Acct_Delay_Time', 'Acct-Delay-Time'),
  42: u32('radius.Acct_Input_Octets', 'Acct-Input-Octets'),
  43: u32('radius.Acct_Output_Octets', 'Acct-Output-Octets'),
  44: string('radius.Acct_Session_Id', 'Acct-Session-Id'),
  46: u32('radius.Acct_Session_Time', 'Acct-Session-Time'),
  61: u32('radius.NAS_Port_Type', 'NAS-Port-Type'),
  77: string('radius.Connect_Info', 'Connect-Info'),
  80: bytes('radius.Message_Authenticator', 'Message-Authenticator'),
  87: string('radius.NAS_Port_Id', 'NAS-Port-Id'),
}
const EAP = 79

export const radius = protocol({
  name: 'radius',
  title: 'RADIUS Protocol',
  spec: 'RFC 2865',
  over: { 'udp.port': [1645, 1646, 1700, 1812, 1813, 3799] },
  header: {
    code: u8('radius.code', 'Code', { names: codes, help: 'What is asked, and whether access was granted.' }),
    id: u8('radius.id', 'Packet identifier', { show: (v) => `0x${v.toString(16)} (${v})` }),
    length: u16('radius.length', 'Length'),
  },
  fields: {
    ...Object.fromEntries(Object.entries(attributes).map(([type, field]) => [`attribute${type}`, field])),
    authenticator: bytesOf('radius.authenticator', 'Authenticator', 16),
    request: bool('radius.req', 'Request', { hidden: true }),
    response: bool('radius.rsp', 'Response', { hidden: true }),
    requestFrame: framenum('radius.reqframe', 'Request Frame', { generated: true }),
    responseFrame: framenum('radius.rspframe', 'Response Frame', { generated: true }),
    time: duration('radius.time', 'Time from request', { generated: true }),
    duplicate: u32('radius.dup', 'Duplicate Message ID', { hidden: true }),
    duplicateOf: framenum('radius.req.dup', 'Duplicate Request Frame Number', { generated: true }),
    type: u8('radius.avp.type', 'Type'),
    size: u8('radius.avp.length', 'Length'),
    eap: bytes('radius.EAP_Message', 'EAP-Message'),
  },
  looks: (p) => codes[p.peek(1)] !== undefined && p.leftOnWire >= 4,
  decode(p, h, f) {
    const code = p.u8(h.code)
    const id = p.u8(h.id)
    if (codes[code] === undefined) return false
    p.say(`${codes[code]} id=${id}`)
    p.limit(p.u16(h.length) - h.size)
    p.take(f.authenticator)
    pairUp(p, id, REQUESTS.has(code))
    if (p.leftOnWire <= 0) return
    const was = p.open(p.text('Attribute Value Pairs', p.at, p.left))
    while (p.leftOnWire > 0) attribute(p)
    p.close(was)
  },
})

type Radius = typeof radius

function pairUp(p: Packet, id: number, isRequest: boolean): void {
  if (p.quoted || p.flow < 0) return
  const { f }: Radius = radius
  const pairs = p.recall(exchanges)
  const nth = p.nth()
  const conversation = p.flow >> 1
  if (p.first) {
    const known = pairs.find(conversation, id)
    if (!isRequest) pairs.answer(p, nth, conversation, id)
    else if (known && pairs.age(known, p.frame) < REPEATED_WITHIN && pairs.answerOf(known) === 0)
      pairs.join(p, nth, known)
    else pairs.ask(p, nth, conversation, id)
    return
  }
  const n = pairs.of(p, nth)
  p.hide(isRequest ? f.request : f.response, p.base, 0, 1)
  if (!n) return
  if (!isRequest) {
    p.label(
      p.set(f.requestFrame, pairs.requestOf(n)),
      `[This is a response to a request in frame ${pairs.requestOf(n)}]`,
    )
    p.set(f.time, pairs.delay(n))
    return
  }
  if (pairs.requestOf(n) !== p.frame.number) {
    p.sayMore(', Duplicate Request')
    p.hide(f.duplicate, p.base, 0, id)
    p.set(f.duplicateOf, pairs.requestOf(n))
  } else if (pairs.answerOf(n))
    p.label(
      p.set(f.responseFrame, pairs.answerOf(n)),
      `[The response to this request is in frame ${pairs.answerOf(n)}]`,
    )
}

function attribute(p: Packet): void {
  const { f }: Radius = radius
  const type = p.peek(1)
  const size = p.peek(1, 1)
  // Shorter than its own head: nothing behind it can be found.
  if (size < 2) p.need(-1)
  p.need(size)
  const field = type === EAP ? f.eap : attributes[type]
  const line = p.text(title(p, type, size, field), p.at, size)
  const was = p.open(line)
  p.take(f.type)
  p.take(f.size)
  p.part(size - 2, () => {
    if (!p.left || !field) return
    const fits = field.size === 0 || field.size === p.left
    if (!fits) return
    if (type === EAP) {
      const row = p.add(field, p.at, p.left)
      p.label(row, `EAP fragment: ${hex(p.bytes, p.at, Math.min(p.left, 36))}${p.left > 36 ? '…' : ''}`)
      eap(p, line)
    } else p.take(field, p.left)
  })
  p.close(was)
}

/** EAP stands in one attribute, or cut over several that follow each other: it is read in the last. */
function eap(p: Packet, line: number): void {
  const [number, isLast] = segment(p, p.at - 2, p.left + 2)
  if (!isLast) return
  const { columns, protocolColumn } = p
  p.columns = false
  p.under(line, () => {
    if (number === 1) {
      if (p.left >= 4) p.next('radius.eap', 0)
    } else p.within('Reassembled EAP', whole(p, number), () => p.next('radius.eap', 0))
  })
  p.columns = columns
  p.protocolColumn = protocolColumn
}

/** Which of the attributes of one message the one of `size` bytes at `at` is, from 1, and whether none follows. */
function segment(p: Packet, at: number, size: number): [number: number, isLast: boolean] {
  let number = 1
  let from = p.base + 20
  for (; from + 2 <= at; from += Math.max(2, p.bytes[from + 1]!)) number = p.bytes[from] === EAP ? number + 1 : 1
  const next = at + size
  return [number, p.bytes[next] !== EAP || next >= p.origin + p.frame.captured]
}

/** The bytes of `count` attributes that end where the cursor's ends. */
function whole(p: Packet, count: number): Uint8Array {
  const parts: Uint8Array[] = []
  const all: number[] = []
  for (let from = p.base + 20; from < p.at; from += Math.max(2, p.bytes[from + 1]!)) all.push(from)
  for (const from of all.slice(-count)) parts.push(p.bytes.subarray(from + 2, from + Math.max(2, p.bytes[from + 1]!)))
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

function title(p: Packet, type: number, size: number, field: Field | undefined): string {
  if (!p.drawing) return ''
  const name = field?.label ?? 'Unknown-Attribute'
  const at = p.at + 2
  const length = size - 2
  let shown: string
  if (type === EAP) {
    const [number, isLast] = segment(p, p.at, size)
    return `AVP: t=${name}(${type}) l=${size} ${isLast ? 'Last ' : ''}Segment[${number}]`
  }
  if (field?.type === 'ipv4' && length === 4) shown = ipv4Text(p.bytes, at)
  else if (field?.type === 'uint' && length <= 6) shown = String(uint(p.bytes, at, length))
  else if (field?.type === 'string') shown = utf8Text(p.bytes, at, length)
  else shown = hex(p.bytes, at, length)
  return `AVP: t=${name}(${type}) l=${size} val=${shown}`
}
