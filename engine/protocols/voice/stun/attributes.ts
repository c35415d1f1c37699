/** RFC 8489 section 14: attributes of STUN messages, one after the other. */
import { hex, ipv4 as ipv4Text, ipv6 as ipv6Text, u16 } from '../../../bytes/read'
import { untilZero, utf8Text } from '../../../bytes/text'
import type { Field } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import { fields as f } from './fields'
import { attributes, codes } from './names'

/** Addresses as they are, and those that the cookie hides from meddling routers. */
const ADDRESSES = new Set([0x0001, 0x0002, 0x0004, 0x0005, 0x000b, 0x000e, 0x0011, 0x8023, 0x802b, 0x802c])
const XORED = new Set([0x0012, 0x0016, 0x0020, 0x0027, 0x0028, 0x8020])
/** Attributes that are one field. */
const PLAIN: Readonly<Record<number, Field>> = {
  0x0007: f.password,
  0x0008: f.hmac,
  0x000d: f.lifetime,
  0x000f: f.magic,
  0x0010: f.bandwidth,
  0x0022: f.token,
  0x0024: f.priority,
  0x8006: f.unknown8006,
  0x8008: f.msVersion,
  0x8022: f.software,
  0x8027: f.cacheTimeout,
  0x8028: f.crc,
  0x8029: f.tieBreaker,
  0x802a: f.tieBreaker,
}

export function attribute(p: Packet, _message: number): void {
  const at = p.at
  const type = p.peek(2)
  const length = p.peek(2, 2)
  const padding = (4 - (length & 3)) & 3
  const name = attributes[type]
  const line = name
    ? p.add(f.attribute, at, 4 + length + padding, type)
    : p.text(`Unknown attribute 0x${hex(p.bytes, at, 2)}`, at, 4 + length + padding)
  const was = p.open(line)
  if (name) p.label(line, name)
  if (name) {
    const under = p.open(p.add(f.attributeType, at, 2, type))
    p.add(f.optional, at, 2, type >> 15)
    p.add(f.assignment, at, 2, (type >> 14) & 1)
    p.close(under)
  } else p.note(f.unknownAttribute, `Unknown attribute 0x${hex(p.bytes, at, 2)}`, at, 2)
  p.skip(2)
  p.take(f.attributeLength)
  if (length) p.part(length, () => value(p, type, length, line, name ?? ''))
  if (padding && p.left) {
    p.label(p.add(f.padding, p.at, Math.min(padding, p.left), padding), `Padding: ${padding}`)
    p.skip(Math.min(padding, p.left))
  }
  p.close(was)
}

function value(p: Packet, type: number, length: number, line: number, name: string): void {
  if (ADDRESSES.has(type)) address(p, line, name, false)
  else if (XORED.has(type)) address(p, line, name, true)
  else if (PLAIN[type]) {
    const field = PLAIN[type]
    const got = p.take(field, field.size || length)
    if (type === 0x000d) {
      p.sayMore(` lifetime: ${got}`)
      p.label(line, `${name} ${got}`)
    }
    if (type === 0x0010) {
      p.sayMore(` bandwidth: ${got}`)
      p.label(line, `${name} ${got}`)
    }
  } else text(p, type, length, line, name)
}

function text(p: Packet, type: number, length: number, line: number, name: string): void {
  switch (type) {
    case 0x0006:
    case 0x0014:
    case 0x0015: {
      p.need(length)
      const shown = p.indexing ? '' : utf8Text(p.bytes, p.at, untilZero(p.bytes, p.at, length))
      p.take(type === 0x0006 ? f.username : type === 0x0014 ? f.realm : f.nonce, length)
      p.label(line, `${name}: ${shown}`)
      return p.sayMore(type === 0x0006 ? ` user: ${shown}` : type === 0x0014 ? ` realm: ${shown}` : ' with nonce')
    }
    case 0x0009: {
      p.take(f.reserved, 2)
      const big = p.take(f.errorClass)
      const small = p.take(f.error)
      const code = big * 100 + small
      const reason = p.indexing ? '' : utf8Text(p.bytes, p.at, untilZero(p.bytes, p.at, p.left))
      p.label(line, `${name} ${code} (${codes[code] ?? '*Unknown error code*'})${reason && `: ${reason}`}`)
      p.sayMore(` error-code: ${code} (${codes[code] ?? '*Unknown error code*'})${reason && ` ${reason}`}`)
      if (p.left) p.take(f.reason, p.left)
      return
    }
    case 0x000a:
      while (p.left >= 2) p.take(f.unknown)
      return
    case 0x000c: {
      const channel = p.take(f.channelNumber)
      p.label(line, `${name}: 0x${channel.toString(16)}`)
      p.sayMore(` ChannelNumber=0x${channel.toString(16)}`)
      if (p.left >= 2) p.take(f.reserved, 2)
      return
    }
    case 0x0019: {
      const transport = p.take(f.transport)
      const word = transport === 17 ? 'UDP' : transport === 6 ? 'TCP' : 'Unknown'
      p.label(
        line,
        word === 'Unknown' ? `${name}: Unknown (0x${transport.toString(16).padStart(8)})` : `${name}: ${word}`,
      )
      p.sayMore(` ${word === 'Unknown' ? `Unknown (0x${transport.toString(16).padStart(8)})` : word}`)
      p.take(f.reserved, 3)
      return
    }
    case 0x8050:
      p.take(f.msConnection, 20)
      p.take(f.msSequence)
      return
    case 0x8055:
      p.take(f.msStream)
      p.take(f.msQuality)
      return
    case 0xc057:
      p.take(f.networkId)
      p.take(f.networkCost)
      return
    case 0x0013:
      p.take(f.value, length)
      p.at -= length
      return p.rest()
    default:
      p.take(f.value, length)
  }
}

function address(p: Packet, line: number, name: string, isXored: boolean): void {
  if (p.left < 2) return
  p.take(f.reserved, 1)
  const family = p.take(f.family)
  const size = family === 1 ? 4 : family === 2 ? 16 : 0
  if (!size || p.left < 2 + size) {
    if (p.left) p.skip(p.left)
    return
  }
  const b = p.bytes
  // The key: the cookie and the transaction identifier behind it, at the start of the message.
  const key = p.base + 4
  const port = u16(b, p.at) ^ (isXored ? u16(b, key) : 0)
  const plain = b.slice(p.at + 2, p.at + 2 + size)
  if (isXored) for (let i = 0; i < size; i++) plain[i]! ^= b[key + i]!
  const shown = p.indexing ? '' : size === 4 ? `${ipv4Text(plain, 0)}:${port}` : `[${ipv6Text(plain, 0)}]:${port}`
  const { at } = p
  if (isXored) {
    p.add(f.portXored, at, 2)
    p.set(f.port, port, at, 2)
    p.add(size === 4 ? f.ipv4Xored : f.ipv6Xored, at + 2, size)
    if (size === 4)
      p.set(f.ipv4, ((plain[0]! << 24) | (plain[1]! << 16) | (plain[2]! << 8) | plain[3]!) >>> 0, at + 2, size)
    else p.set(f.ipv6, plain, at + 2, size)
    p.skip(2 + size)
  } else {
    p.take(f.port)
    p.take(size === 4 ? f.ipv4 : f.ipv6)
  }
  p.label(line, `${name}: ${shown}`)
  if (!name.startsWith('DESTINATION')) p.sayMore(` ${name.replace(/ \(Deprecated\)$/, '')}: ${shown}`)
}
