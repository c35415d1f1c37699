/** RFC 8415, DHCP for IPv6: hosts ask for addresses and prefixes and what else they need to know; relays pass their questions on. */
import { ether, hex, ipv6 as ipv6Text, u32 as word } from '../../bytes/read'
import { utf8Text } from '../../bytes/text'
import { u8 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { fields as f } from './dhcpv6/fields'
import { messages, options } from './dhcpv6/names'

const RELAY_FORWARD = 12
const RELAY_REPLY = 13
const CLIENT = 1
const SERVER = 2
const IA = 3
const IA_TEMPORARY = 4
const IA_ADDRESS = 5
const RELAYED = 9
const IA_PREFIXES = 25
const IA_PREFIX = 26
/** Seconds from 1970 to 2000, from which these messages count. */
const YEAR_2000 = 946_684_800
const ETHERNET = 1
const nameOf = (option: number): string => options[option] ?? 'Unknown'

export const dhcpv6 = protocol({
  name: 'dhcpv6',
  title: 'DHCPv6',
  column: 'DHCPv6',
  spec: 'RFC 8415',
  over: { 'udp.port': [546, 547] },
  header: {
    type: u8('dhcpv6.msgtype', 'Message type', {
      names: messages,
      help: 'A client solicits, servers advertise, the client requests of one of them, and gets a reply.',
    }),
  },
  fields: f,
  decode(p) {
    p.at--
    p.say('')
    message(p, true)
  },
})

/** One message: the packet's own, or one that a relay passes on. */
function message(p: Packet, isOuter: boolean): void {
  const { h } = dhcpv6
  const type = p.peek(1)
  const word = messages[type] ?? `Message Type ${type}`
  p.sayMore(`${word} `)
  if (isOuter) p.skip(1)
  else p.take(h.type)
  if (type === RELAY_FORWARD || type === RELAY_REPLY) {
    p.take(f.hops)
    p.take(f.link)
    p.take(f.peer)
    if (p.columns) p.sayMore(`L: ${ipv6Text(p.bytes, p.at - 32)} `)
  } else {
    const id = p.take(f.id)
    if (p.columns) p.sayMore(`XID: 0x${id.toString(16).padStart(6, '0')} `)
  }
  optionsIn(p)
}

function optionsIn(p: Packet): void {
  while (p.left > 0 || p.leftOnWire > 0) {
    const at = p.at
    const type = p.peek(2)
    const length = p.peek(2, 2)
    const line = p.text(nameOf(type), at, 4 + length)
    const was = p.open(line)
    p.take(f.option)
    p.hide(f.optionText, at, 2, nameOf(type))
    p.take(f.length)
    p.need(length)
    p.part(length, () => option(p, type))
    p.close(was)
  }
}

/** Options that are one field. */
const PLAIN: Readonly<Record<number, Field>> = {
  7: f.preference,
  12: f.unicast,
  18: f.interface,
  19: f.reconfigure,
  32: f.lifetime,
  38: f.subscriber,
  103: f.portal,
}
/** Options that are a list of addresses. */
const LISTS: Readonly<Record<number, Field>> = { 22: f.sip, 23: f.dns, 31: f.sntp }

function option(p: Packet, type: number): void {
  const plain = PLAIN[type]
  const list = LISTS[type]
  if (plain) {
    if (plain.size && p.left !== plain.size) return malformed(p, type)
    p.take(plain, p.left)
  } else if (list) {
    if (p.left % 16) return malformed(p, type)
    for (let i = 1; p.left; i++) {
      const row = p.add(list, p.at, 16)
      if (p.drawing) p.label(row, ` ${i} ${list.label}: ${ipv6Text(p.bytes, p.at)}`)
      p.skip(16)
    }
  } else if (type === CLIENT || type === SERVER) duid(p, type)
  else if (type === IA || type === IA_PREFIXES || type === IA_TEMPORARY) association(p, type)
  else if (type === IA_ADDRESS) address(p)
  else if (type === IA_PREFIX) prefix(p)
  else if (type === RELAYED) relayed(p)
  else rarer(p, type)
}

function malformed(p: Packet, type: number): void {
  p.note(f.malformed, `${nameOf(type).toUpperCase()}: malformed option`, p.at, p.left)
}

function duid(p: Packet, type: number): void {
  if (p.left < 2) return malformed(p, type)
  const at = p.at
  if (type === CLIENT && p.columns) p.sayMore(`CID: ${hex(p.bytes, at, p.left)} `)
  p.add(f.duid, at, p.left)
  const kind = p.take(f.duidType)
  if (kind === 1 || kind === 3) {
    const hardware = p.take(kind === 1 ? f.hardware1 : f.hardware3)
    if (kind === 1) {
      p.need(4)
      p.add(f.made, p.at, 4, BigInt(word(p.bytes, p.at) + YEAR_2000) * 1_000_000_000n)
      p.skip(4)
    }
    if (!p.left) return
    const isMac = hardware === ETHERNET && p.left === 6
    const text = p.indexing ? '' : isMac ? ether(p.bytes, p.at) : hex(p.bytes, p.at, p.left, ':')
    p.add(kind === 1 ? f.address1 : f.address3, p.at, p.left, text)
    p.skip(p.left)
  } else if (kind === 2) {
    p.take(f.duidEnterprise)
    if (p.left) p.take(f.duidIdentifier, p.left)
  } else if (kind === 4 && p.left) p.take(f.uuid, p.left)
}

function association(p: Packet, type: number): void {
  p.need(4)
  const temporary = type === IA_TEMPORARY
  p.add(temporary ? f.iata : f.iaid, p.at, 4, p.indexing ? '' : hex(p.bytes, p.at, 4))
  p.skip(4)
  if (!temporary) {
    p.take(f.t1)
    p.take(f.t2)
  }
  optionsIn(p)
}

function address(p: Packet): void {
  p.take(f.address)
  if (p.columns) p.sayMore(`IAA: ${ipv6Text(p.bytes, p.at - 16)} `)
  p.take(f.preferred)
  p.take(f.valid)
  optionsIn(p)
}

function prefix(p: Packet): void {
  p.take(f.prefixPreferred)
  p.take(f.prefixValid)
  p.take(f.prefixLength)
  p.take(f.prefix)
  optionsIn(p)
}

/** A message within a message, as relays wrap it. Depth is bounded by the length: each takes 38 bytes around. */
function relayed(p: Packet): void {
  if (!p.left) return
  const was = p.open(p.text('DHCPv6', p.at, p.left))
  message(p, false)
  p.close(was)
}

function rarer(p: Packet, type: number): void {
  switch (type) {
    case 8:
      // In hundredths of seconds; the field is in thousandths.
      p.add(f.elapsed, p.at, 2, 10 * p.peek(2))
      return p.skip(2)
    case 6:
      while (p.left >= 2) p.take(f.requested)
      return
    case 13:
      p.take(f.status)
      if (p.left) p.take(f.statusText, p.left)
      return
    case 15:
      while (p.left >= 2) p.take(f.userData, p.take(f.userLength))
      return
    case 16:
      p.take(f.classEnterprise)
      while (p.left >= 2) {
        const length = p.peek(2)
        p.skip(2)
        p.take(f.classData, length)
      }
      return
    case 17:
      return vendor(p)
    case 24:
      return searchList(p)
    case 37:
      p.take(f.remoteEnterprise)
      if (p.left) p.take(f.remote, p.left)
      return
    case 39:
      p.take(f.fqdnFlags)
      if (p.left) domain(p)
  }
}

function vendor(p: Packet): void {
  p.take(f.vendorEnterprise)
  while (p.left >= 4) {
    const was = p.open(p.text('option', p.at, 4 + p.peek(2, 2)))
    p.take(f.vendorCode)
    const length = p.take(f.vendorLength)
    p.take(f.vendorData, length)
    p.close(was)
  }
}

/** A name in labels; `isWhole`: it ends with an empty label. Leaves the cursor behind it. */
function name(p: Packet): { text: string; isWhole: boolean } {
  const labels: string[] = []
  let isWhole = false
  while (p.left) {
    const size = p.peek(1)
    p.skip(1)
    if (size === 0) {
      isWhole = true
      break
    }
    p.need(size)
    if (!p.indexing) labels.push(utf8Text(p.bytes, p.at, size))
    p.skip(size)
  }
  return { text: labels.join('.'), isWhole }
}

function searchList(p: Packet): void {
  const was = p.open(p.text('Domain name suffix search list', p.at, p.left))
  for (let i = 1; p.left; i++) {
    const at = p.at
    const { text } = name(p)
    const row = p.add(f.search, at, p.at - at, text)
    p.label(row, `List entry: ${text}`)
  }
  p.close(was)
}

function domain(p: Packet): void {
  const at = p.at
  const { text, isWhole } = name(p)
  const row = p.add(f.clientDomain, at, p.at - at, isWhole ? `${text}.` : text)
  if (!isWhole) p.label(row, `Partial domain name: ${text}`)
}
