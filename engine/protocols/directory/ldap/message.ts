/** RFC 4511 section 4: one message of LDAP: an operation, and controls. */
import { utf8Text } from '../../../bytes/text'
import type { Field } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import { element, integer, within } from '../../kit/ber'
import type { Element } from '../../kit/ber'
import { exchanges } from './exchanges'
import { operationRows, operations, results, scopes } from './fields'
import type { ldapFields } from './fields'
import { readFilter } from './filter'

type F = typeof ldapFields
/** Operations that ask, and those among them that get no answer. */
const REQUESTS = [0, 2, 3, 6, 8, 10, 12, 14, 16, 23]
const SILENT = [2, 16]
const ENTRY = 4
const PAGED = '1.2.840.113556.1.4.319'

const textOf = (p: Packet, e: Element): string => utf8Text(p.bytes, e.value, e.length)
const count = (n: number): string => `[${n} result${n === 1 ? '' : 's'}]`

export function ldapMessage(p: Packet, f: F): void {
  const outer = element(p)
  if (outer.length >= 0) p.limit(outer.length)
  const row = p.add(f.message, outer.at, p.end - outer.at)
  const was = p.open(row)
  const idAt = element(p)
  p.need(idAt.length)
  const id = Number(integer(p.bytes, idAt.value, idAt.length))
  p.add(f.id, idAt.value, idAt.length, id)
  p.skip(idAt.length)
  const op = element(p)
  const name = operations[op.tag] ?? 'unknown'
  const isRequest = REQUESTS.includes(op.tag)
  const noted = p.recall(exchanges).of(p, id, isRequest && !SILENT.includes(op.tag), op.tag === ENTRY)
  if (p.indexing) {
    p.leaveOpen()
    p.at = p.end
    return
  }
  if (p.columns) p.say(`${name}(${id}) `)
  const opRow = p.add(f.operation, op.at, op.value + op.length - op.at, op.tag)
  const inner = p.open(opRow)
  const group = operationRows[op.tag]
  const third = p.open(group ? p.add(group, op.at, op.value + op.length - op.at) : -1)
  const told: string[] = [`LDAPMessage ${name}(${id})`]
  p.need(Math.max(0, op.length))
  p.part(op.length < 0 ? p.left : op.length, () => operation(p, f, op, told))
  p.close(third)
  p.close(inner)
  if (noted && !isRequest && op.tag === 5 && p.columns && noted.entries) p.sayMore(` ${count(noted.entries)}`)
  if (noted && (op.tag === 5 || op.tag === ENTRY) && noted.entries) told.push(count(noted.entries))
  p.label(row, told.join(' '))
  p.close(was)
  if (noted) links(p, f, noted.exchange, isRequest)
  if (p.left > 0) controls(p, f)
  p.at = p.end
}

function links(
  p: Packet,
  f: F,
  { request, response, seconds, nanos }: { request: number; response: number; seconds: number; nanos: number },
  isRequest: boolean,
): void {
  if (isRequest) {
    if (response) p.set(f.responseIn, response)
    return
  }
  p.set(f.responseTo, request)
  p.set(f.time, (p.frame.seconds - seconds) * 1e9 + p.frame.nanos - nanos)
}

/** The next element as the text of a field; the cursor stands behind it. */
function text(p: Packet, field: Field): string {
  const e = element(p)
  p.need(e.length)
  const value = textOf(p, e)
  p.add(field, e.value, e.length, value)
  p.skip(e.length)
  return value
}
function number(p: Packet, field: Field): number {
  const e = element(p)
  p.need(e.length)
  const value = Number(integer(p.bytes, e.value, e.length))
  p.add(field, e.value, e.length, value)
  p.skip(e.length)
  return value
}

function operation(p: Packet, f: F, op: Element, told: string[]): void {
  const say = (what: string): void => {
    told.push(what)
    if (p.columns) p.sayMore(`${what} `)
  }
  switch (op.tag) {
    case 0:
      number(p, f.version)
      say(`"${text(p, f.name) || '<ROOT>'}"`)
      return credentials(p, f, say)
    case 3: {
      const base = text(p, f.base)
      const scope = number(p, f.scope)
      say(`"${base || '<ROOT>'}" ${scopes[scope] ?? `unknown (${scope})`}`)
      number(p, f.deref)
      number(p, f.sizeLimit)
      number(p, f.timeLimit)
      const only = element(p)
      p.add(f.typesOnly, only.value, 1, p.peek(1) ? 1 : 0)
      p.skip(only.length)
      const filter = element(p)
      p.need(filter.length)
      p.part(filter.length, () => void readFilter(p, filter, f.filter))
      return listOf(p, f.attributes, (e) => void p.add(f.attribute, e.value, e.length, textOf(p, e)))
    }
    case 4:
      say(`"${text(p, f.objectName) || '<ROOT>'}"`)
      return listOf(p, f.attributes, (e) => attribute(p, f, e))
    case 6:
      return say(`"${text(p, f.object)}"`)
    case 8:
    case 12:
    case 14:
      return say(`"${text(p, f.entry)}"`)
    case 10: {
      const name = textOf(p, op)
      p.add(f.deleted, op.value, op.length, name)
      return say(`"${name}"`)
    }
    case 16:
      p.add(f.abandoned, op.value, op.length, Number(integer(p.bytes, op.value, op.length)))
      return
    case 19: {
      const row = p.add(f.references, op.value, op.length, 0)
      const was = p.open(row)
      let n = 0
      within(p, op, (e) => {
        n++
        p.add(f.url, e.value, e.length, textOf(p, e))
        p.at = p.end
      })
      p.revalue(row, n)
      p.close(was)
      if (p.columns) p.sayMore('')
      return
    }
    case 23: {
      const e = element(p)
      const oid = textOf(p, e)
      p.add(f.requestName, e.value, e.length, oid)
      return say(extension(oid))
    }
    case 1:
    case 5:
    case 7:
    case 9:
    case 11:
    case 13:
    case 15:
    case 24:
      return result(p, f, op.tag, say)
  }
}

const extensions: Readonly<Record<string, string>> = { '1.3.6.1.4.1.1466.20037': 'LDAP_START_TLS_OID' }
const extension = (oid: string): string => extensions[oid] ?? oid

function result(p: Packet, f: F, tag: number, say: (what: string) => void): void {
  const code = number(p, f.result)
  const matched = text(p, f.matchedDn)
  const message = text(p, f.errorMessage)
  say((results[code] ?? `Unknown result(${code})`) + (message ? ` (${message})` : ''))
  void matched
  while (p.left > 0) {
    const e = element(p)
    p.need(Math.max(0, e.length))
    if (tag === 1 && e.tag === 7) p.add(f.serverCredentials, e.value, e.length)
    else if (tag === 24 && e.tag === 10) {
      const name = textOf(p, e)
      p.add(f.responseName, e.value, e.length, name)
      say(extension(name))
    }
    if (tag === 1 && e.tag === 7) p.part(e.length, () => token(p, textOf(p, e).startsWith('NTLMSSP') ? '' : 'gss-api'))
    p.at = e.value + Math.max(0, e.length)
  }
}

function credentials(p: Packet, f: F, say: (what: string) => void): void {
  const e = element(p)
  p.need(e.length)
  const row = p.add(f.authentication, e.at, e.value + e.length - e.at, e.tag)
  const was = p.open(row)
  if (e.tag === 0) {
    p.add(f.simple, e.value, e.length)
    say('simple')
  } else if (e.tag === 3) {
    const inner = p.open(p.add(f.sasl, e.at, e.value + e.length - e.at))
    p.part(e.length, () => {
      const mechanism = text(p, f.mechanism)
      if (p.left <= 0) return
      const c = element(p)
      p.need(c.length)
      p.add(f.credentials, c.value, c.length)
      p.part(c.length, () => token(p, /^(GSS|NTLM)/.test(mechanism) ? 'gss-api' : ''))
    })
    say('sasl')
    p.close(inner)
  }
  p.close(was)
  p.at = p.end
}

function token(p: Packet, name: string): void {
  const reader = p.registry.protocolByName.get(name)
  if (reader && p.left > 0) p.nest(reader)
  p.at = p.end
}

/** A list of elements under a row that counts them. */
function listOf(p: Packet, row: Field, each: (e: Element) => void): void {
  const around = element(p)
  const record = p.add(row, around.at, Math.max(0, around.value + around.length - around.at), 0)
  const was = p.open(record)
  let n = 0
  within(p, around, (e) => {
    n++
    each(e)
    p.at = p.end
  })
  p.revalue(record, n)
  p.close(was)
}

function attribute(p: Packet, f: F, e: Element): void {
  const row = p.add(f.item, e.at, e.value + e.length - e.at)
  const was = p.open(row)
  const type = text(p, f.type)
  p.label(row, `PartialAttributeList item ${type}`)
  listOf(p, f.values, (v) => {
    const record = p.add(f.value, v.value, v.length)
    const value = textOf(p, v)
    if (record >= 0 && /^[\x20-\x7e]*$/.test(value)) p.label(record, `AttributeValue: ${value}`)
  })
  p.close(was)
}

function controls(p: Packet, f: F): void {
  const around = element(p)
  const record = p.add(f.controls, around.at, Math.max(0, around.value + around.length - around.at), 0)
  const was = p.open(record)
  let n = 0
  within(p, around, (e) => {
    n++
    const inner = p.open(p.add(f.control, e.at, e.value + e.length - e.at))
    const type = element(p)
    const oid = textOf(p, type)
    const row = p.add(f.controlType, type.value, type.length, oid)
    if (oid === PAGED) p.label(row, `controlType: ${oid} (pagedResultsControl)`)
    p.at = type.value + type.length
    while (p.left > 0) {
      const v = element(p)
      p.need(Math.max(0, v.length))
      if (v.tag === 4 && oid === PAGED) p.part(v.length, () => paged(p, f))
      p.at = v.value + Math.max(0, v.length)
    }
    p.close(inner)
    p.at = p.end
  })
  p.revalue(record, n)
  p.close(was)
}

function paged(p: Packet, f: F): void {
  const was = p.open(p.add(f.page, p.at, p.left))
  const around = element(p)
  p.part(Math.max(0, around.length), () => {
    number(p, f.pageSize)
    const cookie = element(p)
    p.add(f.cookie, cookie.value, cookie.length)
  })
  p.close(was)
}
