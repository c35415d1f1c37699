/** Cisco's GLBP (public descriptions): routers share one address, and the load of it. What the fields mean is partly guessed, as in the names. */
import { bytes, ether, ipv4, ipv6, none, string, u16, u32, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'

const or = (names: Readonly<Record<number, string>>) => (v: number) => names[v] ?? 'Unknown'
const items: Readonly<Record<number, string>> = { 1: 'Hello', 2: 'Request/Response?', 3: 'Auth' }
const groupStates = or({ 2: 'Listen', 4: 'Speak', 8: 'Standby', 32: 'Active' })

export const glbp = protocol({
  name: 'glbp',
  title: 'Gateway Load Balancing Protocol',
  column: 'GLBP',
  spec: 'Cisco GLBP',
  over: { 'udp.port': [3222] },
  header: {
    version: u8('glbp.version', 'Version?'),
    unknown1: u8('glbp.unknown1', 'Unknown1'),
    group: u16('glbp.group', 'Group', { help: 'Routers with the same number share an address.' }),
  },
  fields: {
    unknown2: bytes('glbp.unknown2', 'Unknown2'),
    owner: ether('glbp.ownerid', 'Owner ID'),
    item: none('glbp.tlv', 'TLV'),
    type: u8('glbp.type', 'Type', { names: or(items) }),
    length: u8('glbp.length', 'Length'),
    hello10: bytes('glbp.hello.unknown10', 'Unknown1-0'),
    groupState: u8('glbp.hello.vgstate', 'VG state?', { names: groupStates }),
    hello11: bytes('glbp.hello.unknown11', 'Unknown1-1'),
    priority: u8('glbp.hello.priority', 'Priority', { help: 'The highest one hands out the addresses.' }),
    hello12: bytes('glbp.hello.unknown12', 'Unknown1-2'),
    hello: u32('glbp.hello.helloint', 'Helloint'),
    hold: u32('glbp.hello.holdint', 'Holdint'),
    redirect: u16('glbp.hello.redirect', 'Redirect'),
    timeout: u16('glbp.hello.timeout', 'Timeout'),
    hello13: bytes('glbp.hello.unknown13', 'Unknown1-3'),
    kind: u8('glbp.hello.addrtype', 'Address type', { names: or({ 1: 'IPv4', 2: 'IPv6' }) }),
    size: u8('glbp.hello.addrlen', 'Address length'),
    virtual4: ipv4('glbp.hello.virtualipv4', 'Virtual IPv4', { help: 'Gateway of the hosts.' }),
    virtual6: ipv6('glbp.hello.virtualipv6', 'Virtual IPv6', { help: 'Gateway of the hosts.' }),
    virtual: bytes('glbp.hello.virtualunk', 'Virtual Unknown'),
    forwarder: u8('glbp.reqresp.forwarder', 'Forwarder?'),
    forwarderState: u8('glbp.reqresp.vfstate', 'VF state?', { names: groupStates }),
    answer21: bytes('glbp.reqresp.unknown21', 'Unknown2-1'),
    answerPriority: u8('glbp.reqresp.priority', 'Priority'),
    weight: u8('glbp.reqresp.weight', 'Weight'),
    answer22: bytes('glbp.reqresp.unknown22', 'Unknown2-2'),
    mac: ether('glbp.reqresp.virtualmac', 'Virtualmac', { help: 'Adapter address that this router answers for.' }),
    method: u8('glbp.auth.authtype', 'Authtype', {
      names: or({ 0: 'None', 1: 'Plain text', 2: 'MD5 string', 3: 'MD5 chain' }),
    }),
    methodLength: u8('glbp.auth.authlength', 'Authlength'),
    password: string('glbp.auth.plainpass', 'Plain pass'),
    hash: bytes('glbp.auth.md5hash', 'MD5-string hash'),
    unknownAuth: bytes('glbp.auth.authunknown', 'Unknown auth value'),
    data: bytes('glbp.unknown.data', 'Unknown TLV data'),
  },
  decode(p, h, f) {
    if (p.columns) p.say(`G: ${p.u16(h.group)}`)
    p.take(f.unknown2, 2)
    p.take(f.owner)
    while (p.left > 0) item(p)
  },
})

function item(p: Packet): void {
  const { f } = glbp
  const type = p.peek(1)
  const length = p.peek(1, 1)
  const name = items[type] ?? `Unknown (${type})`
  const row = p.add(f.item, p.at, length)
  p.label(row, `TLV l=${length}, t=${name}`)
  if (p.columns) p.sayMore(`, ${name}`)
  const was = p.open(row)
  p.need(Math.max(2, length))
  p.part(Math.max(2, length), () => {
    p.take(f.type)
    p.take(f.length)
    if (type === 1) hello(p)
    else if (type === 2) answer(p)
    else if (type === 3) authentication(p)
    else if (p.left) p.take(f.data, p.left)
  })
  p.close(was)
}

function hello(p: Packet): void {
  const { f } = glbp
  p.take(f.hello10, 1)
  p.take(f.groupState)
  p.take(f.hello11, 1)
  p.take(f.priority)
  p.take(f.hello12, 2)
  for (const field of [f.hello, f.hold, f.redirect, f.timeout]) p.take(field)
  p.take(f.hello13, 2)
  const kind = p.take(f.kind)
  const size = p.take(f.size)
  if (kind === 1 && size === 4) p.take(f.virtual4)
  else if (kind === 2 && size === 16) p.take(f.virtual6)
  else if (size) p.take(f.virtual, size)
  if (p.columns) p.sayMore(kind === 1 ? ', IPv4' : kind === 2 ? ', IPv6' : `, Unknown (${kind})`)
}

function answer(p: Packet): void {
  const { f } = glbp
  p.take(f.forwarder)
  p.take(f.forwarderState)
  p.take(f.answer21, 1)
  p.take(f.answerPriority)
  p.take(f.weight)
  p.take(f.answer22, 7)
  p.take(f.mac)
}

function authentication(p: Packet): void {
  const { f } = glbp
  const method = p.take(f.method)
  const length = p.take(f.methodLength)
  if (length) p.take(method === 1 ? f.password : method === 2 ? f.hash : f.unknownAuth, length)
}
