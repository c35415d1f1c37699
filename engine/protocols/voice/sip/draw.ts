/** What stands in SIP's header lines: addresses, the way a message took, numbers, credentials. */
import { utf8Text } from '../../../bytes/text'
import type { Field } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import type { HeaderLine } from '../../kit/lines'
import { sipFields as f } from './fields'

/** A piece of text: its bytes are [from, to). */
interface Span {
  from: number
  to: number
}
const add = (p: Packet, field: Field | undefined, { from, to }: Span): number =>
  field && to > from ? p.add(field, from, to - from) : -1
const indexIn = (p: Packet, c: number, { from, to }: Span): number => {
  const found = p.bytes.indexOf(c, from)
  return found >= 0 && found < to ? found : -1
}
/** The same without blanks around it. */
function trim(p: Packet, { from, to }: Span): Span {
  while (from < to && p.bytes[from]! <= 32) from++
  while (to > from && p.bytes[to - 1]! <= 32) to--
  return { from, to }
}
/** Parts between separators, outside of quotes and angles. */
export function split(p: Packet, span: Span, separator: number): Span[] {
  const parts: Span[] = []
  let { from } = span
  let isQuoted = false
  let isAngled = false
  for (let at = from; at <= span.to; at++) {
    const c = at < span.to ? p.bytes[at]! : separator
    if (at < span.to && c === 34) isQuoted = !isQuoted
    else if (at < span.to && !isQuoted && (c === 60 || c === 62)) isAngled = c === 60
    else if (at === span.to || (c === separator && !isQuoted && !isAngled)) {
      parts.push(trim(p, { from, to: at }))
      from = at + 1
    }
  }
  return parts
}

interface AddressFields {
  display?: Field
  address: Field
  user: Field
  host: Field
  port: Field
  uriParameter?: Field
}
const fromFields: AddressFields = {
  display: f.fromDisplay,
  address: f.fromAddress,
  user: f.fromUser,
  host: f.fromHost,
  port: f.fromPort,
  uriParameter: f.fromParameter,
}
const toFields: AddressFields = {
  display: f.toDisplay,
  address: f.toAddress,
  user: f.toUser,
  host: f.toHost,
  port: f.toPort,
  uriParameter: f.toParameter,
}
const contactFields: AddressFields = {
  display: f.contactDisplay,
  address: f.contactAddress,
  user: f.contactUser,
  host: f.contactHost,
  port: f.contactPort,
  uriParameter: f.contactUriParameter,
}
const requestFields: AddressFields = { address: f.uri, user: f.uriUser, host: f.uriHost, port: f.uriPort }

/** `sip:user@host:port;parameters`. */
function drawUri(p: Packet, span: Span, fields: AddressFields): void {
  const was = p.open(add(p, fields.address, span))
  const colon = indexIn(p, 58, span)
  const parts = split(p, { from: colon + 1, to: span.to }, 59)
  const main = parts[0]
  if (colon >= 0 && main) {
    const at = indexIn(p, 64, main)
    const user = { from: main.from, to: at < 0 ? main.from : at }
    // A user of one character is not told from none, as in tshark.
    if (user.to - user.from > 1) add(p, fields.user, user)
    const rest = { from: at < 0 ? main.from : at + 1, to: main.to }
    const bracket = indexIn(p, 93, rest)
    const port = indexIn(p, 58, { from: bracket < 0 ? rest.from : bracket, to: rest.to })
    add(p, fields.host, { from: rest.from, to: port < 0 ? rest.to : port })
    if (port >= 0) add(p, fields.port, { from: port + 1, to: rest.to })
    for (const part of parts.slice(1)) add(p, fields.uriParameter, part)
  }
  p.close(was)
}

export const drawRequestUri = (p: Packet, from: number, to: number): void => drawUri(p, { from, to }, requestFields)

/** A display name, an address, parameters behind it. */
function drawAddress(p: Packet, span: Span, fields: AddressFields, tag: Field | undefined, parameter?: Field): void {
  const open = indexIn(p, 60, span)
  const close = indexIn(p, 62, span)
  let parts: Span[]
  if (open >= 0 && close > open) {
    // Blanks behind a name that stands in no quotes are part of it, as in tshark.
    const display = p.bytes[span.from] === 34 ? trim(p, { from: span.from, to: open }) : { from: span.from, to: open }
    if (display.to > display.from) {
      add(p, fields.display, display)
      p.hide(f.display, display.from, display.to - display.from)
    }
    drawUri(p, { from: open + 1, to: close }, fields)
    parts = split(p, { from: close + 1, to: span.to }, 59)
  } else {
    parts = split(p, span, 59)
    if (parts[0]) drawUri(p, parts[0], fields)
    parts.shift()
  }
  for (const part of parts) {
    if (part.to === part.from) continue
    if (/^tag=/i.test(utf8Text(p.bytes, part.from, Math.min(5, part.to - part.from))) && tag) {
      add(p, tag, { from: part.from + 4, to: part.to })
      p.hide(f.tag, part.from + 4, part.to - part.from - 4)
    } else add(p, parameter, part)
  }
}

const viaParameters: Readonly<Record<string, Field>> = {
  branch: f.branch,
  maddr: f.maddr,
  rport: f.rport,
  received: f.received,
  ttl: f.ttl,
}

function drawVia(p: Packet, span: Span): void {
  const [first, ...parameters] = split(p, span, 59)
  if (!first) return
  const text = utf8Text(p.bytes, first.from, first.to - first.from)
  const found = /^(\S+?\s*\/\s*\S+?\s*\/\s*)(\S+)(\s+)(\[[^\]]*\]|[^:\s]*)(?::(\d+))?/.exec(text)
  if (found) {
    const transport = first.from + found[1]!.length
    const address = transport + found[2]!.length + found[3]!.length
    add(p, f.viaTransport, { from: transport, to: transport + found[2]!.length })
    add(p, f.viaAddress, { from: address, to: address + found[4]!.length })
    if (found[5]) p.add(f.viaPort, address + found[4]!.length + 1, found[5].length, Number(found[5]))
  }
  for (const part of parameters) {
    const equals = indexIn(p, 61, part)
    const name = utf8Text(p.bytes, part.from, (equals < 0 ? part.to : equals) - part.from).toLowerCase()
    add(p, viaParameters[name], equals < 0 ? part : { from: equals + 1, to: part.to })
  }
}

const credentials: Readonly<Record<string, Field>> = {
  response: f.digest,
  nc: f.nc,
  username: f.username,
  realm: f.realm,
  nonce: f.nonce,
  algorithm: f.algorithm,
  opaque: f.opaque,
  qop: f.qop,
  cnonce: f.cnonce,
  uri: f.authUri,
  domain: f.domain,
  stale: f.stale,
}

function drawCredentials(p: Packet, span: Span, at: number): void {
  p.hide(f.auth, at, span.to - at)
  const blank = indexIn(p, 32, span)
  if (blank < 0) return
  add(p, f.scheme, { from: span.from, to: blank })
  for (const part of split(p, { from: blank + 1, to: span.to }, 44)) {
    const equals = indexIn(p, 61, part)
    if (equals < 0) continue
    const name = utf8Text(p.bytes, part.from, equals - part.from)
      .trim()
      .toLowerCase()
    add(p, credentials[name], trim(p, { from: equals + 1, to: part.to }))
  }
}

/** What is inside a header line, by its full name. */
export function drawInside(p: Packet, name: string, line: HeaderLine): void {
  const span = { from: line.from, to: line.to }
  switch (name) {
    case 'from':
      return drawAddress(p, span, fromFields, f.fromTag)
    case 'to':
      return drawAddress(p, span, toFields, f.toTag)
    case 'contact':
      for (const part of split(p, span, 44))
        if (p.bytes[part.from] !== 42) drawAddress(p, part, contactFields, undefined, f.contactParameter)
      return
    case 'via':
      for (const part of split(p, span, 44)) drawVia(p, part)
      return
    case 'www-authenticate':
    case 'proxy-authenticate':
    case 'authorization':
    case 'proxy-authorization':
      return drawCredentials(p, span, line.at)
    case 'call-id':
      return
    case 'cseq': {
      const found = /^(\d+)\s+(\S+)/.exec(utf8Text(p.bytes, line.from, line.to - line.from))
      if (!found) return
      p.add(f.number, line.from, found[1]!.length, Number(found[1]))
      p.add(f.numberMethod, line.from + found[0].length - found[2]!.length, found[2]!.length)
    }
  }
}
