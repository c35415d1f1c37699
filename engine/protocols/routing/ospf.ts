/** RFC 2328 (version 2) and 5340 (version 3), OSPF: routers find their neighbours, and give each other the map of the network. */
import { ipv4 as ipv4Text } from '../../bytes/read'
import { fold16, sum16 } from '../../bytes/checksum'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { pseudo } from '../kit/pseudo'
import { fields, messages } from './ospf/fields'
import { statement } from './ospf/statements'

const OSPF = 89
const HEADER_2 = 24
const HEADER_3 = 16
/** Authentication of 8 bytes stands between, and is not summed up. */
const AUTHENTICATION = 8

export const ospf = protocol({
  name: 'ospf',
  title: 'Open Shortest Path First',
  spec: 'RFC 2328',
  over: { 'ip.proto': [OSPF] },
  fields,
  decode(p, _, f) {
    const version = p.peek(1)
    const type = p.peek(1, 1)
    const length = p.peek(2, 2)
    if (p.columns) p.say(messages[type] ?? 'Unknown (' + type + ')')
    p.limit(Math.max(length, version === 2 ? HEADER_2 : HEADER_3))
    const authentication = header(p, version, type)
    if (version !== 2 && version !== 3) return p.rest()
    body(p, version, type)
    if (authentication === 2) p.at = p.end
    void f
  },
})

const f = fields
const FLAGS = [undefined, f.isHello, f.isDescription, f.isRequest, f.isUpdate, f.isAck]

/** Gives the kind of authentication. */
function header(p: Packet, version: number, type: number): number {
  const start = p.at
  const size = version === 2 ? HEADER_2 : HEADER_3
  const was = p.open(p.add(f.header, start, size))
  p.take(f.version)
  p.take(f.message)
  const flag = FLAGS[type]
  if (flag) p.hide(flag, p.at - 1, 1, 1)
  p.take(f.length)
  p.take(f.router)
  const area = p.take(f.area)
  if (p.drawing) p.label(p.row(f.area), `Area ID: ${ipv4Text(p.bytes, p.at - 4)}${area ? '' : ' (Backbone)'}`)
  const at = p.at
  const sum = p.take(f.checksum)
  let kind = 0
  if (version === 2) {
    kind = p.take(f.authentication)
    if (kind === 0) p.take(f.authNone, AUTHENTICATION)
    else if (kind === 1) p.take(f.password, AUTHENTICATION)
    else {
      p.skip(2)
      p.take(f.keyId)
      p.take(f.authLength)
      p.take(f.authSequence)
    }
  } else {
    p.take(f.instance)
    p.take(f.reserved, 1)
  }
  if (!p.first) checksum(p, at, sum, version, kind)
  p.close(was)
  return kind
}

function checksum(p: Packet, at: number, found: number, version: number, kind: number): void {
  const row = p.row(f.checksum)
  const hex = (v: number): string => `0x${v.toString(16).padStart(4, '0')}`
  const { base, end } = p
  if (p.wire > end || (version === 2 && kind === 2)) {
    p.label(row, `Checksum: ${hex(found)}${kind === 2 ? ' (None)' : ' [unverified]'}`)
    return
  }
  const length = p.wire - base
  const body = base + HEADER_2
  const total =
    version === 3
      ? sum16(p.bytes, base, length, pseudo(p, OSPF, length))
      : sum16(p.bytes, body, Math.max(0, p.wire - body), sum16(p.bytes, base, HEADER_2 - AUTHENTICATION))
  if (fold16(total) === 0xffff) return p.label(row, `Checksum: ${hex(found)} [correct]`)
  const due = fold16(total - found)
  p.label(row, `Checksum: ${hex(found)} incorrect, should be ${hex(~due & 0xffff)}`)
  const was = p.open(row)
  p.note(f.badSum, `Bad checksum [should be ${hex(~due & 0xffff)}]`, at, 2)
  p.close(was)
}

function body(p: Packet, version: number, type: number): void {
  if (type === 1) hello(p, version)
  else if (type === 2) description(p, version)
  else if (type === 3) while (p.leftOnWire >= 12) request(p, version)
  else if (type === 4) update(p, version)
  else if (type === 5) while (p.leftOnWire >= 20) statement(p, version, false)
}

function hello(p: Packet, version: number): void {
  const was = p.open(p.add(f.hello, p.at, p.left))
  if (version === 2) {
    p.take(f.mask)
    p.take(f.interval, 2)
    p.take(f.options)
    p.take(f.priority)
    p.take(f.dead)
  } else {
    p.take(f.interface)
    p.take(f.priority)
    p.take(f.options3)
    p.take(f.interval, 2)
    p.take(f.dead, 2)
  }
  p.take(f.designated)
  p.take(f.backup)
  while (p.leftOnWire >= 4) p.take(f.neighbor)
  p.close(was)
}

function description(p: Packet, version: number): void {
  const was = p.open(p.text('OSPF DB Description', p.at, version === 2 ? 8 : 12))
  if (version === 2) {
    p.take(f.mtu)
    p.take(f.options)
  } else {
    p.take(f.reserved, 1)
    p.take(f.options3)
    p.take(f.mtu)
    p.take(f.reserved, 1)
  }
  p.take(f.description)
  p.take(f.sequence)
  p.close(was)
  while (p.leftOnWire >= 20) statement(p, version, false)
}

function request(p: Packet, version: number): void {
  const was = p.open(p.text('Link State Request', p.at, 12))
  if (version === 2) {
    p.skip(3)
    p.take(f.statement)
  } else {
    p.take(f.reserved, 2)
    p.take(f.statement3)
  }
  p.take(f.requested)
  p.take(f.advertiser)
  p.close(was)
}

function update(p: Packet, version: number): void {
  const was = p.open(p.text('LS Update Packet', p.at, p.left))
  const count = p.take(f.count)
  for (let i = 0; i < count && p.leftOnWire > 0; i++) statement(p, version, true)
  p.close(was)
}
