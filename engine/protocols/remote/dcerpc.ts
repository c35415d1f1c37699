/** C706 (DCE 1.1 RPC) and MS-RPCE: remote calls over a connection. Interfaces, which read the stubs, hang in the table 'dcerpc.uuid'. */
import { uint } from '../../bytes/read'
import type { Packet } from '../../dissect/packet'
import { lengthKnown, protocol } from '../../dissect/protocol'
import { bindItems, bindResults, nak } from './dcerpc/bind'
import { authInfo, authLengths, request, response } from './dcerpc/call'
import { commonFields, connectionFields } from './dcerpc/fields'
import { packetTypes } from './dcerpc/names'
import { Ndr } from '../kit/ndr'

const HEADER = 16
const LITTLE = 0x10
const VERSION = 5
const LAST_TYPE = 20
const { version, minor, type, flags, drep, byteOrder, character, float } = commonFields
const f = connectionFields

export const dcerpc = protocol({
  name: 'dcerpc',
  title: 'Distributed Computing Environment / Remote Procedure Call (DCE/RPC)',
  column: 'DCERPC',
  spec: 'C706',
  heuristic: ['tcp', 'netbios', 'smb.pipe'],
  looks: (p) =>
    p.left >= HEADER &&
    p.peek(1) === VERSION &&
    p.peek(1, 1) <= 1 &&
    p.peek(1, 2) <= LAST_TYPE &&
    (p.peek(1, 4) & 0xee) === 0 &&
    p.peek(1, 5) <= 3 &&
    fragmentLength(p) >= HEADER,
  messages: lengthKnown(10, fragmentLength),
  header: { version, minor, type, flags },
  fields: { drep, byteOrder, character, float, ...connectionFields },
  decode(p, h) {
    if (p.info && p.nth() > 0) p.fence(' # ')
    const kind = p.u8(h.type)
    const bits = p.u8(h.flags)
    const start = p.base
    const little = (p.peek(1) & LITTLE) !== 0
    showDrep(p, little)
    const ndr = new Ndr(p, little, start)
    const length = ndr.number(f.fragmentLength)
    const authLength = ndr.number(f.authLength)
    const id = ndr.number(f.callId)
    p.limit(length - HEADER)
    const told = `${packetTypes[kind] ?? `Unknown (${kind})`}: call_id: ${id}, Fragment: ${fragment(bits)}`
    if (p.columns) p.say(told)
    const call = { ndr, kind, bits, id, auth: authLengths(ndr, start, length, authLength), start }
    switch (kind) {
      case 0:
        return request(p, call)
      case 2:
      case 3:
        return response(p, call)
      case 11:
      case 14:
        bindItems(p, ndr)
        break
      case 12:
      case 15:
        bindResults(p, ndr, start)
        break
      case 13:
        return nak(p, ndr)
    }
    authInfo(p, call)
    p.at = p.end
  },
  heading: (p, h) => {
    const ndr = new Ndr(p, (p.bytes[p.base + 4]! & LITTLE) !== 0, p.base)
    p.at = p.base + 8
    const length = ndr.number(undefined, 2)
    ndr.number(undefined, 2)
    return `Distributed Computing Environment / Remote Procedure Call (DCE/RPC) ${packetTypes[p.u8(h.type)]}, Fragment: ${fragment(p.u8(h.flags))}, FragLen: ${length}, Call: ${ndr.number(undefined, 4)}`
  },
})

function fragmentLength(p: Packet): number {
  p.need(10)
  return uint(p.bytes, p.at + 8, 2, (p.peek(1, 4) & LITTLE) !== 0)
}

const fragment = (bits: number): string => (bits & 1 ? (bits & 2 ? 'Single' : '1st') : bits & 2 ? 'Last' : 'Mid')

function showDrep(p: Packet, little: boolean): void {
  const { at } = p
  p.skip(4)
  const row = p.add(drep, at, 4)
  const [first = 0, second = 0] = p.bytes.subarray(at, at + 2)
  if (p.drawing && row >= 0) {
    const hex = [...p.bytes.subarray(at, at + 4)].map((b) => b.toString(16).padStart(2, '0')).join('')
    const words = ['IEEE', 'VAX', 'Cray', 'IBM'][second] ?? 'Unknown'
    p.label(
      row,
      `Data Representation: ${hex} (Order: ${little ? 'Little' : 'Big'}-endian, Char: ${first & 15 ? 'EBCDIC' : 'ASCII'}, Float: ${words})`,
    )
  }
  const was = p.open(row)
  p.add(byteOrder, at, 1, first >> 4)
  p.add(character, at, 1, first & 15)
  p.add(float, at + 1, 1, second)
  p.close(was)
}
