/** RFC 4120 section 5: messages of Kerberos, member by member. */
import { uint } from '../../../bytes/read'
import type { Field } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import { APPLICATION, CONTEXT, element, integer, within } from '../../kit/ber'
import type { Element } from '../../kit/ber'
import { apOptions, kdcOptions, kerberosFields } from './fields'
import { errorText, padataTypes } from './names'

const f: typeof kerberosFields & Readonly<Record<string, Field>> = kerberosFields
/** Reads one member: the cursor stands at its value. */
type Member = (p: Packet, e: Element) => void
type Members = Readonly<Record<number, Member>>

const number =
  (field: Field): Member =>
  (p, e) =>
    void p.add(field, e.value, e.length, Number(integer(p.bytes, e.value, e.length)))
const bytes =
  (field: Field): Member =>
  (p, e) =>
    void p.add(field, e.value, e.length)
const at =
  (field: Field): Member =>
  (p, e) => {
    const t = String.fromCharCode(...p.bytes.subarray(e.value, e.value + Math.min(e.length, 15)))
    const [, y, m, d, h, min, s] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(t) ?? []
    if (y !== undefined)
      p.add(field, e.value, e.length, BigInt(Date.UTC(+y, +m! - 1, +d!, +h!, +min!, +s!)) * 1_000_000n)
  }
/** Members of a sequence, each behind its tag. */
function members(p: Packet, e: Element, table: Members): void {
  within(p, e, (member) => {
    const read = member.class === CONTEXT ? table[member.tag] : undefined
    if (!read) return void (p.at = p.end)
    const inner = element(p)
    p.need(Math.max(0, inner.length))
    read(p, inner)
    p.at = p.end
  })
}
const group =
  (row: Field, table: Members): Member =>
  (p, e) => {
    const was = p.open(p.add(row, e.at, Math.max(0, e.value + e.length - e.at)))
    members(p, e, table)
    p.close(was)
  }
const list =
  (row: Field, each: Member): Member =>
  (p, e) => {
    const record = p.add(row, e.at, Math.max(0, e.value + e.length - e.at), 0)
    const was = p.open(record)
    let count = 0
    within(p, e, (item) => {
      count++
      each(p, item)
      p.at = p.end
    })
    p.revalue(record, count)
    p.close(was)
  }
const name = (row: Field, strings: Field, string: Field): Member =>
  group(row, { 0: number(f.nameType), 1: list(strings, bytes(string)) })
const flags =
  (row: Field, bits: readonly Field[]): Member =>
  (p, e) => {
    const record = p.add(row, e.value + 1, Math.max(0, e.length - 1))
    const was = p.open(record)
    bits.forEach((field, i) => {
      const place = e.value + 1 + (i >> 3)
      if (place >= e.value + e.length) return
      p.add(field, place, 1, (p.bytes[place]! & field.mask) !== 0 ? 1 : 0)
    })
    p.close(was)
  }
const encrypted = (row: Field): Member => group(row, { 0: number(f.etype), 1: number(f.kvno), 2: bytes(f.cipher) })
const inner =
  (read: Member): Member =>
  (p) =>
    read(p, element(p))

const cname = name(f.cname, f.cnameList, f.cnameString)
const sname = name(f.sname, f.snameList, f.snameString)
const ticketMembers: Members = {
  0: number(f.ticketVersion),
  1: bytes(f.realm),
  2: sname,
  3: encrypted(f.encPart),
}
/** A ticket stands in a tag of its own. */
const ticket: Member = (p, e) => {
  const was = p.open(p.add(f.ticket, e.at, Math.max(0, e.value + e.length - e.at)))
  members(p, element(p), ticketMembers)
  p.close(was)
}
const address: Member = (p, e) => {
  const was = p.open(p.add(f.address, e.at, e.value + e.length - e.at))
  let kind = 0
  members(p, e, {
    0: (_, v) => {
      kind = Number(integer(p.bytes, v.value, v.length))
      number(f.addressType)(p, v)
    },
    1: (_, v) => {
      if (kind === 2 && v.length === 4) p.add(f.addressIp, v.value, 4, uint(p.bytes, v.value, 4))
      else if (kind === 20) p.add(f.addressName, v.value, v.length)
    },
  })
  p.close(was)
}
const apReqMembers: Members = {
  0: number(f.pvno),
  1: number(f.type),
  2: flags(f.apOptions, apOptions),
  3: ticket,
  4: encrypted(f.authenticator),
}
const infoEntries: Member = (p, e) =>
  within(p, e, (entry) => {
    group(f.infoEntry, { 0: number(f.etype), 1: bytes(f.salt) })(p, entry)
    p.at = p.end
  })

/** What is inside a pre-authentication value, by its type. */
const padataReaders: Readonly<Record<number, Member>> = {
  1: (p, e) => application(p, e),
  2: encryptedBare,
  19: infoEntries,
  128: (p, e) => members(p, e, { 0: (q, v) => void q.add(f.includePac, v.value, 1, q.peek(1) ? 1 : 0) }),
  136: (p, e) => {
    if (e.class === CONTEXT)
      group(f.armored, {
        1: group(f.requestChecksum, { 0: number(f.checksumType), 1: bytes(f.checksum) }),
        2: encrypted(f.fastRequest),
      })(p, element(p))
  },
}
function encryptedBare(p: Packet, e: Element): void {
  members(p, e, { 0: number(f.etype), 1: number(f.kvno), 2: bytes(f.cipher) })
}
const padata: Member = (p, e) => {
  const row = p.add(f.padataItem, e.at, e.value + e.length - e.at)
  const was = p.open(row)
  let kind = 0
  let record = -1
  members(p, e, {
    1: (_, v) => {
      kind = Number(integer(p.bytes, v.value, v.length))
      record = p.add(f.padataType, v.value, v.length, kind)
      p.label(row, `PA-DATA ${padataTypes[kind] ?? `Unknown:${kind}`}`)
    },
    2: (_, v) => {
      const under = p.open(record)
      const inside = p.open(p.add(f.padataValue, v.value, v.length))
      const read = v.length > 1 ? padataReaders[kind] : undefined
      if (read) inner(read)(p, v)
      p.close(inside)
      p.close(under)
    },
  })
  p.close(was)
}
const body: Members = {
  0: flags(f.options, kdcOptions),
  1: cname,
  2: bytes(f.realm),
  3: sname,
  4: at(f.from),
  5: at(f.till),
  6: at(f.rtime),
  7: number(f.nonce),
  8: list(f.etypes, number(f.enctype)),
  9: list(f.addresses, address),
  10: encrypted(f.authorization),
}
const request: Members = {
  1: number(f.pvno),
  2: number(f.type),
  3: list(f.padata, padata),
  4: group(f.body, body),
}
const reply: Members = {
  0: number(f.pvno),
  1: number(f.type),
  2: list(f.padata, padata),
  3: bytes(f.crealm),
  4: cname,
  5: ticket,
  6: encrypted(f.encPart),
}
const PREAUTH_REQUIRED = 25
const SEQUENCE = 0x30
const errorMembers = (p: Packet, e: Element, tells: boolean): void => {
  let code = -1
  members(p, e, {
    0: number(f.pvno),
    1: number(f.type),
    2: at(f.ctime),
    3: number(f.cusec),
    4: at(f.stime),
    5: number(f.susec),
    6: (_, v) => {
      code = Number(integer(p.bytes, v.value, v.length))
      p.add(f.error, v.value, v.length, code)
      if (tells) p.say(`KRB Error: ${errorText(code)}`)
    },
    7: bytes(f.crealm),
    8: cname,
    9: bytes(f.realm),
    10: sname,
    11: bytes(f.errorText),
    12: (_, v) => {
      const was = p.open(p.add(f.errorData, v.value, v.length))
      if (code === PREAUTH_REQUIRED && v.length > 1 && p.peek(1) === SEQUENCE)
        within(p, element(p), (item) => {
          padata(p, item)
          p.at = p.end
        })
      p.close(was)
    },
  })
}

interface Kind {
  row: Field
  text: string
  members: Members
}
const kinds: Readonly<Record<number, Kind>> = {
  10: { row: f.asReq, text: 'AS-REQ', members: request },
  11: { row: f.asRep, text: 'AS-REP', members: reply },
  12: { row: f.tgsReq, text: 'TGS-REQ', members: request },
  13: { row: f.tgsRep, text: 'TGS-REP', members: reply },
  14: { row: f.apReq, text: 'AP-REQ', members: apReqMembers },
  15: {
    row: f.apRep,
    text: 'AP-REP',
    members: { 0: number(f.pvno), 1: number(f.type), 2: encrypted(f.encPart) },
  },
  20: { row: f.krbSafe, text: 'KRB-SAFE', members: { 0: number(f.pvno), 1: number(f.type) } },
  21: {
    row: f.krbPriv,
    text: 'KRB-PRIV',
    members: { 0: number(f.pvno), 1: number(f.type), 3: encrypted(f.encPart) },
  },
  22: { row: f.krbCred, text: 'KRB-CRED', members: { 0: number(f.pvno), 1: number(f.type) } },
}
const ERROR = 30

/** Whether a message of Kerberos begins with this byte. */
export const isMessage = (first: number): boolean =>
  first >> 5 === 3 && (kinds[first & 31] !== undefined || (first & 31) === ERROR)

/** The message at the cursor; `tells`: Info says its kind. */
export function kerberosMessage(p: Packet, tells: boolean): void {
  const e = element(p)
  if (e.class === APPLICATION) application(p, e, tells)
  p.at = p.end
}
function application(p: Packet, e: Element, tells = false): void {
  const kind = kinds[e.tag]
  const row = kind ? kind.row : e.tag === ERROR ? f.krbError : undefined
  if (!row) return
  if (tells && kind) p.say(kind.text)
  const was = p.open(p.add(row, e.at, Math.max(0, Math.min(p.end, e.value + e.length) - e.at)))
  const sequence = element(p)
  if (kind) members(p, sequence, kind.members)
  else errorMembers(p, sequence, tells)
  p.close(was)
}
