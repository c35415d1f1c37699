/** C706 appendices L and O: the endpoint mapper says at which port an interface is reached. */
import { bytes, guid, ipv4, string, u16, u32, u8 } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import { uuidText } from '../../kit/ndr'
import type { Ndr } from '../../kit/ndr'
import { nameOf } from '../dcerpc/bind'
import type { Stub } from '../dcerpc/calls'
import { rpcInterface } from './declare'

const protocols: Readonly<Record<number, string>> = {
  0x07: 'DOD TCP',
  0x08: 'DOD UDP',
  0x09: 'DOD IP',
  0x0a: 'RPC connectionless protocol',
  0x0b: 'RPC connection-oriented protocol',
  0x0d: 'UUID',
  0x0f: 'SMB',
  0x10: 'Named Pipe',
  0x11: 'NetBIOS',
  0x1f: 'HTTP',
}
const UUID = 0x0d
/** Floors of one tower: five, seven at the most; a count may say anything. */
const MOST_FLOORS = 16

const f = {
  towerLength: u32('epm.tower.len', 'Length'),
  floors: u16('epm.tower.num_floors', 'Number of floors', { little: true }),
  leftLength: u16('epm.tower.lhs.len', 'LHS Length', { little: true }),
  rightLength: u16('epm.tower.rhs.len', 'RHS Length', { little: true }),
  protocol: u8('epm.tower.proto_id', 'Protocol', { display: 'hex', names: protocols }),
  uuid: guid('epm.uuid', 'UUID', { help: 'The interface that is looked for.' }),
  version: u16('epm.uuid_version', 'Version'),
  minor: u16('epm.ver_min', 'Version Minor', { little: true }),
  tcp: u16('epm.proto.tcp_port', 'TCP Port', { help: 'Where the interface is reached.' }),
  udp: u16('epm.proto.udp_port', 'UDP Port'),
  http: u16('epm.proto.http_port', 'TCP Port'),
  ip: ipv4('epm.proto.ip', 'IP'),
  pipe: string('epm.proto.named_pipe', 'Named Pipe', { zeroTerminated: true }),
  netbios: string('epm.proto.netbios_name', 'NetBIOS Name', { zeroTerminated: true }),
  max: u32('epm.max_towers', 'Max Towers'),
  count: u32('epm.num_towers', 'Num Towers'),
  entries: u32('epm.num_ents', 'Num entries'),
  annotation: string('epm.annotation', 'Annotation', { zeroTerminated: true }),
  handle: bytes('epm.hnd', 'Handle'),
  code: u32('epm.rc', 'Return code', { display: 'hex' }),
}

export const epm = rpcInterface({
  name: 'epm',
  title: 'DCE/RPC Endpoint Mapper',
  column: 'EPM',
  spec: 'C706',
  uuid: 'e1af8308-5d1f-11c9-91a4-08002b14a0fa',
  opnum: 'epm.opnum',
  operations: 'Insert Delete Lookup Map LookupHandleFree InqObject MgmtDelete',
  fields: f,
  stub(ndr, { isRequest }: Stub, operation) {
    if (operation === 'Map' && isRequest) mapRequest(ndr)
    else if (operation === 'Map') towers(ndr)
    else if (operation === 'Lookup' && !isRequest) entries(ndr)
  },
})

function mapRequest(ndr: Ndr): void {
  if (ndr.pointer()) ndr.uuid(f.uuid)
  if (ndr.pointer()) tower(ndr)
  handle(ndr)
  ndr.aligned(f.max)
}
function handle(ndr: Ndr): void {
  ndr.align(4)
  ndr.p.add(f.handle, ndr.p.at, 20)
  ndr.p.skip(20)
}
function towers(ndr: Ndr): void {
  const { p } = ndr
  handle(ndr)
  ndr.aligned(f.count)
  for (let i = 0; i < 2; i++) ndr.aligned(undefined, 4)
  const count = ndr.aligned(undefined, 4)
  p.need(count * 4)
  p.skip(count * 4)
  for (let i = 0; i < count; i++) tower(ndr)
  ndr.aligned(f.code)
}
function entries(ndr: Ndr): void {
  const { p } = ndr
  handle(ndr)
  ndr.aligned(f.entries)
  for (let i = 0; i < 2; i++) ndr.aligned(undefined, 4)
  const count = ndr.aligned(undefined, 4)
  p.need(count * 28)
  for (let i = 0; i < count; i++) {
    p.skip(20)
    ndr.aligned(undefined, 4)
    const length = ndr.aligned(undefined, 4)
    const { at } = p
    p.take(f.annotation, length)
    if (p.columns) p.sayMore(`, Service:${String.fromCharCode(...p.bytes.subarray(at, at + Math.max(0, length - 1)))}`)
    ndr.align(4)
  }
  for (let i = 0; i < count; i++) tower(ndr)
  ndr.aligned(f.code)
}

/** Floors of a protocol tower; the interface and its form are said. */
function tower(ndr: Ndr): void {
  const { p } = ndr
  ndr.aligned(f.towerLength)
  const length = ndr.aligned(f.towerLength)
  p.part(length, () => {
    const floors = p.take(f.floors)
    for (let i = 0; i < Math.min(floors, MOST_FLOORS); i++) floor(p, i)
  })
}
function floor(p: Packet, i: number): void {
  const left = p.take(f.leftLength)
  const { at } = p
  p.need(left)
  const kind = left ? p.take(f.protocol) : -1
  if (kind === UUID && left >= 19) {
    const uuid = uuidText(p.bytes, p.at, true)
    p.add(f.uuid, p.at, 16, uuid)
    p.skip(16)
    p.take(f.version)
    if (i < 2 && p.columns) p.sayMore(`, ${nameOf(p, uuid)}`)
  }
  p.at = at + left
  const right = p.take(f.rightLength)
  p.need(right)
  const start = p.at
  if (kind === UUID && right === 2) p.take(f.minor)
  else if (right === 2 && (kind === 7 || kind === 8 || kind === 31))
    p.take(kind === 7 ? f.tcp : kind === 8 ? f.udp : f.http)
  else if (right === 4 && kind === 9) p.take(f.ip)
  else if (right && kind === 0x0f) p.take(f.pipe, right)
  else if (right && kind === 0x10) p.take(f.pipe, right)
  else if (right && kind === 0x11) p.take(f.netbios, right)
  p.at = start + right
}
