/** MS-RPCE 2.2.2: a request with the number of its operation, its response or fault, and who vouches for them. */
import type { Packet } from '../../../dissect/packet'
import type { Ndr } from '../../kit/ndr'
import { nameOf } from './bind'
import { calls } from './calls'
import type { Call } from './calls'
import { connectionFields as f } from './fields'
import { authLevels, authTypes, faults } from './names'

/** Where what vouches for a packet stands, and what it says; `length` is 0 without. */
interface Auth {
  at: number
  length: number
  pad: number
  type: number
  level: number
}
export interface Pdu {
  ndr: Ndr
  kind: number
  bits: number
  id: number
  auth: Auth
  start: number
}
const OBJECT = 0x80
const FIRST = 1
const LAST = 2
const PRIVACY = 6
/** The header of what vouches. */
const AUTH_HEADER = 8

/** Finds what vouches for the packet at its end. */
export function authLengths({ p }: Ndr, start: number, length: number, authLength: number): Auth {
  const at = start + length - authLength - AUTH_HEADER
  if (!authLength || at < p.at || at + AUTH_HEADER > p.end) return { at: p.end, length: 0, pad: 0, type: 0, level: 0 }
  const b = p.bytes
  return { at, length: authLength, pad: Math.min(b[at + 2]!, at - p.at), type: b[at]!, level: b[at + 1]! }
}

/** Shows what vouches for the packet; the cursor stays. */
export function authInfo(p: Packet, { auth, ndr }: Pdu): void {
  if (!auth.length) return
  const { at } = p
  p.at = auth.at
  const row = p.add(f.auth, auth.at, auth.length + AUTH_HEADER)
  const was = p.open(row)
  p.take(f.authType)
  p.take(f.authLevel)
  p.take(f.authPad)
  p.take(f.authReserved)
  const context = ndr.number(f.authContext)
  const type = authTypes[auth.type] ?? 'Unknown'
  p.label(row, `Auth Info: ${type}, ${authLevels[auth.level] ?? 'Unknown'}, AuthContextId(${context})`)
  const reader = p.registry.protocolByName.get(auth.type === 10 ? 'ntlmssp' : auth.type === 9 ? 'gss-api' : '')
  if (reader) p.part(Math.min(auth.length, p.left), () => void (p.nest(reader) || p.rest()))
  p.close(was)
  p.at = at
}

export function request(p: Packet, pdu: Pdu): void {
  const { ndr, bits, id } = pdu
  ndr.number(f.hint)
  const context = ndr.number(f.context)
  const opnum = ndr.number(f.opnum)
  if (bits & OBJECT) ndr.uuid(f.object)
  if (p.columns) p.sayMore(`, opnum: ${opnum}, Ctx: ${context}`)
  const call = p.recall(calls).ask(p, p.nth(), id, context, opnum, (bits & FIRST) !== 0)
  if (!p.first && call?.response) p.set(f.responseIn, call.response)
  handOn(p, pdu, call, true, context)
}

export function response(p: Packet, pdu: Pdu): void {
  const { ndr, kind, id } = pdu
  ndr.number(f.hint)
  const context = ndr.number(f.context)
  ndr.number(f.cancels)
  p.skip(1)
  if (p.columns) p.sayMore(`, Ctx: ${context}`)
  const call = p.recall(calls).answer(p, p.nth(), id)
  if (kind === 3) {
    const status = ndr.number(f.status)
    const word = faults[status] ?? `Unknown (0x${status.toString(16).padStart(8, '0')})`
    if (p.columns) p.sayMore(`, status: ${word}`)
    p.skip(Math.min(4, p.left))
  }
  if (call) {
    const { number, seconds, nanos } = p.frame
    p.set(f.opnum, call.opnum)
    if (call.request !== number) {
      p.set(f.requestIn, call.request)
      p.set(f.time, (seconds - call.seconds) * 1e9 + nanos - call.nanos)
    }
  }
  if (kind === 3) return rest(p, pdu)
  handOn(p, pdu, call, false, context)
}

/** The stub, to its interface where the call is whole; else it is shown as bytes. */
function handOn(p: Packet, pdu: Pdu, call: Call | undefined, isRequest: boolean, context: number): void {
  const { auth, bits, ndr } = pdu
  const length = Math.max(0, auth.at - auth.pad - p.at)
  const isClosed = auth.level === PRIVACY
  const reader = call?.uuid ? p.find('dcerpc.uuid', call.uuid) : undefined
  if (!call?.uuid) p.note(f.noBind, `No bind info for interface Context ID ${context} - capture start too late?`)
  else if (!reader && p.columns && isRequest) p.sayMore(` ${nameOf(p, call.uuid)} V${call.version}`)
  if (!reader || !(bits & LAST)) return rest(p, pdu)
  if (isClosed && length) p.add(f.encrypted, p.at, length)
  const { at, end, wire } = p
  if (auth.pad && auth.length) p.add(f.padding, auth.at - auth.pad, auth.pad)
  authInfo(p, pdu)
  p.headerEnd = p.end
  p.at = at
  p.recall(calls).stub = {
    opnum: call!.opnum,
    isRequest,
    isLittle: ndr.little,
    isClosed: isClosed || !(bits & FIRST),
    call,
  }
  p.end = Math.min(end, at + length)
  p.wire = Math.min(wire, at + length)
  const was = p.outside()
  p.nest(reader)
  p.close(was)
  p.end = end
  p.wire = wire
  p.at = p.end
}

function rest(p: Packet, pdu: Pdu): void {
  const { auth } = pdu
  const length = Math.max(0, Math.min(p.left, auth.at - auth.pad - p.at))
  if (length) p.add(auth.level === PRIVACY ? f.encrypted : f.stubData, p.at, length)
  if (auth.pad && auth.length) p.add(f.padding, auth.at - auth.pad, auth.pad)
  authInfo(p, pdu)
  p.at = p.end
}
