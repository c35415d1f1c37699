/** MS-NLMP: how Windows proves who a user is without Kerberos: negotiate, challenge, authenticate. Carried by others. */
import { uint } from '../../bytes/read'
import { asciiText } from '../../bytes/text'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { wideText } from '../kit/ndr'
import { messageTypes, ntlmFields as f } from './ntlmssp/fields'
import { challengeFields, challengeItems, responseFields, responseItems } from './ntlmssp/items'

const SIGNATURE = 'NTLMSSP\0'
const UNICODE = 1
/** From this offset of the first value on, a version stands between flags and values. */
const VERSION_SIZE = 8
const MIC_SIZE = 16

export const ntlmssp = protocol({
  name: 'ntlmssp',
  title: 'NTLM Secure Service Provider',
  column: '',
  shortName: 'NTLMSSP',
  spec: 'MS-NLMP',
  nested: true,
  fields: { ...f, ...prefixed('c', challengeFields), ...prefixed('r', responseFields) },
  decode(p) {
    if (p.indexing) return void (p.at = p.end)
    if (asciiText(p.bytes, p.at, Math.min(8, p.left)) !== SIGNATURE) return verifier(p)
    const start = p.at
    p.take(f.identifier, 8)
    const type = uint(p.bytes, start + 8, 4, true)
    p.take(f.type)
    if (p.columns) p.sayMore(`, ${messageTypes[type] ?? 'Unrecognized NTLMSSP Message'}`)
    if (type === 1) negotiate(p, start)
    else if (type === 2) challenge(p, start)
    else if (type === 3) authenticate(p, start)
    p.at = p.end
  },
})

function verifier(p: Packet): void {
  const row = p.add(f.verifier, p.at, p.left)
  const was = p.open(row)
  p.take(f.verifierVersion)
  p.add(f.verifierBody, p.at, p.left)
  p.close(was)
  p.at = p.end
}

interface Place {
  length: number
  offset: number
  text: string
}

/** A value told by length and offset; `wide`: as a text of 16-bit characters. */
function value(p: Packet, start: number, field: Field, wide?: boolean): Place {
  const { at } = p
  p.skip(8)
  const length = uint(p.bytes, at, 2, true)
  const offset = uint(p.bytes, at + 4, 4, true)
  const isText = wide !== undefined
  if (!length) {
    const row = p.add(field, at, 8, isText ? 'NULL' : '')
    p.label(row, `${field.label}: ${isText ? 'NULL' : 'Empty'}`)
    return { length, offset, text: '' }
  }
  p.need(length, start + offset)
  const place = start + offset
  const text = !isText ? '' : wide ? wideText(p.bytes, place, length) : asciiText(p.bytes, place, length)
  const row = p.add(field, place, length, isText ? text : undefined)
  const was = p.open(row)
  const [size, most, from] = isText
    ? [f.stringLength, f.stringMost, f.stringOffset]
    : [f.blobLength, f.blobMost, f.blobOffset]
  p.add(size, at, 2, length)
  p.add(most, at + 2, 2, uint(p.bytes, at + 2, 2, true))
  p.add(from, at + 4, 4, offset)
  if (field === f.ntResponse && length > 24) responseItems(p, place, length)
  p.close(was)
  return { length, offset, text }
}

function flags(p: Packet): number {
  const { at } = p
  p.take(f.flags)
  return uint(p.bytes, at, 4, true)
}

function version(p: Packet): void {
  const { at, bytes } = p
  if (p.left < VERSION_SIZE) return
  const row = p.add(f.version, at, 8)
  const [major = 0, minor = 0] = bytes.subarray(at, at + 2)
  p.label(
    row,
    `Version ${major}.${minor} (Build ${uint(bytes, at + 2, 2, true)}); NTLM Current Revision ${bytes[at + 7]}`,
  )
  const was = p.open(row)
  p.take(f.major)
  p.take(f.minor)
  p.take(f.build)
  p.skip(3)
  p.take(f.revision)
  p.close(was)
}

function negotiate(p: Packet, start: number): void {
  flags(p)
  if (p.left < 16) return
  const domain = value(p, start, f.callingDomain, false)
  const station = value(p, start, f.callingStation, false)
  const first = Math.min(domain.length ? domain.offset : 0xffff, station.length ? station.offset : 0xffff)
  if (p.at - start + VERSION_SIZE <= first) version(p)
}

function challenge(p: Packet, start: number): void {
  const isWide = (uint(p.bytes, Math.min(start + 20, p.end - 4), 4, true) & UNICODE) !== 0
  const target = value(p, start, f.targetName, isWide)
  flags(p)
  p.take(f.serverChallenge)
  p.take(f.reserved, 8)
  if (target.length && target.offset <= p.at - start) return
  if (p.left < 8) return
  const { at } = p
  p.skip(8)
  const length = uint(p.bytes, at, 2, true)
  const offset = uint(p.bytes, at + 4, 4, true)
  p.need(length, start + offset)
  const row = p.add(f.targetInfo, start + offset, length)
  const was = p.open(row)
  p.add(f.infoLength, at, 2, length)
  p.add(f.infoMost, at + 2, 2, uint(p.bytes, at + 2, 2, true))
  p.add(f.infoOffset, at + 4, 4, offset)
  challengeItems(p, start + offset, length)
  p.close(was)
  if (target.offset > p.at - start) version(p)
}

function authenticate(p: Packet, start: number): void {
  const isWide = p.left >= 52 ? (uint(p.bytes, start + 60, 4, true) & UNICODE) !== 0 : true
  const lm = value(p, start, f.lmResponse)
  if (lm.length === 24) p.add(f.clientChallenge, start + lm.offset, 8)
  const nt = value(p, start, f.ntResponse)
  const domain = value(p, start, f.domain, isWide)
  const user = value(p, start, f.user, isWide)
  const host = value(p, start, f.host, isWide)
  if (p.columns) p.sayMore(`, User: ${domain.text}\\${user.text}`)
  const first = Math.min(...[lm, nt, domain, user, host].filter((v) => v.length).map((v) => v.offset), 0xffff)
  if (p.at - start < first && p.left >= 8) value(p, start, f.sessionKey)
  if (p.at - start < first && p.left >= 4) flags(p)
  if (p.at - start + VERSION_SIZE <= first) version(p)
  if (p.at - start + MIC_SIZE <= first && p.left >= MIC_SIZE) p.take(f.mic)
}

function prefixed(by: string, fields: Readonly<Record<string, Field>>): Record<string, Field> {
  return Object.fromEntries(Object.entries(fields).map(([key, field]) => [by + key, field]))
}
