/** RFC 2281 and Cisco's version 2, HSRP: routers that share an address say which of them answers for it. */
import { ether, ipv4, ipv6, string, u16, u32, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { u32 as word } from '../../bytes/read'

const opcodes: Readonly<Record<number, string>> = { 0: 'Hello', 1: 'Coup', 2: 'Resign', 3: 'Advertise' }
const states: Readonly<Record<number, string>> = {
  0: 'Initial',
  1: 'Learn',
  2: 'Listen',
  4: 'Speak',
  8: 'Standby',
  16: 'Active',
}
const states2: Readonly<Record<number, string>> = {
  1: 'Init',
  2: 'Learn',
  3: 'Listen',
  4: 'Speak',
  5: 'Standby',
  6: 'Active',
}
const ADVERTISE = 3
/** Groups of the two versions: routers on this link, and Cisco's own. */
const ROUTERS = 0xe0000002
const CISCO = 0xe0000066
const defaults = (usual: number) => ({ show: (v: number) => `${v === usual ? 'Default' : 'Non-Default'} (${v})` })

export const hsrp = protocol({
  name: 'hsrp',
  title: 'Cisco Hot Standby Router Protocol',
  spec: 'RFC 2281',
  over: { 'udp.port': [1985, 2029] },
  fields: {
    version: u8('hsrp.version', 'Version'),
    opcode: u8('hsrp.opcode', 'Op Code', {
      names: opcodes,
      help: 'Hello: I am here. Coup: I take over. Resign: I go.',
    }),
    state: u8('hsrp.state', 'State', {
      names: states,
      help: 'The active router answers for the shared address, the standby one waits.',
    }),
    hello: u8('hsrp.hellotime', 'Hellotime', defaults(3)),
    hold: u8('hsrp.holdtime', 'Holdtime', defaults(10)),
    priority: u8('hsrp.priority', 'Priority', { help: 'The router with the highest becomes active.' }),
    group: u8('hsrp.group', 'Group'),
    reserved: u8('hsrp.reserved', 'Reserved'),
    authentication: string('hsrp.auth_data', 'Authentication Data'),
    address: ipv4('hsrp.virt_ip', 'Virtual IP Address', { help: 'The address that the routers share.' }),
    advType: u16('hsrp.adv.tlvtype', 'Adv type', { names: { 1: 'HSRP interface state', 2: 'IP redundancy' } }),
    advLength: u16('hsrp.adv.tlvlength', 'Adv length'),
    advState: u8('hsrp.adv.state', 'Adv state', { names: { 1: 'Dormant', 2: 'Passive', 3: 'Active' } }),
    advReserved1: u8('hsrp.adv.reserved1', 'Adv reserved1'),
    advActive: u16('hsrp.adv.activegrp', 'Adv active groups'),
    advPassive: u16('hsrp.adv.passivegrp', 'Adv passive groups'),
    advReserved2: u32('hsrp.adv.reserved2', 'Adv reserved2'),
    group2: u8('hsrp2.group_state_tlv', 'Group State TLV', { show: (v) => `Type=${v} Len=40` }),
    version2: u8('hsrp2.version', 'Version'),
    opcode2: u8('hsrp2.opcode', 'Op Code', { names: opcodes }),
    state2: u8('hsrp2.state', 'State', { names: states2 }),
    ip2: u8('hsrp2.ipversion', 'IP Ver.', { names: { 4: 'IPv4', 6: 'IPv6' } }),
    number2: u16('hsrp2.group', 'Group'),
    identifier2: ether('hsrp2.identifier', 'Identifier'),
    priority2: u32('hsrp2.priority', 'Priority'),
    hello2: u32('hsrp2.hellotime', 'Hellotime', defaults(3000)),
    hold2: u32('hsrp2.holdtime', 'Holdtime', defaults(10000)),
    address2: ipv4('hsrp2.virt_ip', 'Virtual IP Address'),
    address6: ipv6('hsrp2.virt_ip_v6', 'Virtual IPv6 Address'),
  },
  decode(p) {
    const { kind, bytes, destination } = p.ends
    const group = kind === 'ipv4' ? word(bytes, destination) : 0
    if (group === ROUTERS) first(p)
    else if (group === CISCO || kind === 'ipv6') second(p)
    else return false
  },
})

type Hsrp = typeof hsrp

function first(p: Packet): void {
  const { f }: Hsrp = hsrp
  p.take(f.version)
  const opcode = p.take(f.opcode)
  p.say(opcodes[opcode] ?? `Unknown (${opcode})`)
  if (opcode === ADVERTISE) {
    p.take(f.advType)
    p.take(f.advLength)
    const state = p.take(f.advState)
    p.sayMore(` (state ${['', 'Dormant', 'Passive', 'Active'][state] ?? 'Unknown'})`)
    for (const field of [f.advReserved1, f.advActive, f.advPassive, f.advReserved2]) p.take(field)
    return
  }
  const state = p.take(f.state)
  p.sayMore(` (state ${states[state] ?? 'Unknown'})`)
  p.label(p.row(f.state), `State: ${states[state] ?? 'Unknown'} (${state})`)
  for (const field of [f.hello, f.hold, f.priority, f.group, f.reserved]) p.take(field)
  authentication(p)
  p.take(f.address)
}

function authentication(p: Packet): void {
  const { f }: Hsrp = hsrp
  p.need(8)
  let text = ''
  for (let i = 0; i < 8 && p.bytes[p.at + i]; i++) text += String.fromCharCode(p.bytes[p.at + i]!)
  const row = p.add(f.authentication, p.at, 8, text)
  p.label(row, `Authentication Data: ${text === 'cisco' ? 'Default' : 'Non-Default'} (${text})`)
  p.skip(8)
}

function second(p: Packet): void {
  const { f }: Hsrp = hsrp
  if (!p.indexing) p.name('HSRPv2')
  while (p.left >= 2) {
    const type = p.peek(1)
    const length = p.peek(1, 1)
    if (type !== 1) {
      p.skip(2 + Math.min(length, p.left - 2))
      continue
    }
    const was = p.open(p.add(f.group2, p.at, 2 + length, type))
    p.skip(2)
    p.part(length, () => {
      p.take(f.version2)
      const opcode = p.take(f.opcode2)
      const state = p.take(f.state2)
      p.say(`${opcodes[opcode] ?? 'Unknown'} (state ${states2[state] ?? 'Unknown'})`)
      const version = p.take(f.ip2)
      for (const field of [f.number2, f.identifier2, f.priority2, f.hello2, f.hold2]) p.take(field)
      p.take(version === 6 ? f.address6 : f.address2)
    })
    p.close(was)
  }
}
