/** Headers in front of dumped bytes that have none: what text2pcap puts there, so that the payload of a program is decoded. */
import { isIPv4, isIPv6 } from 'node:net'
import { fold16, sum16 } from '../../engine/bytes/checksum'
import { be16, be32, bytes, ethernet, ipBytes } from '../../engine/forge/packets'
import { Refused } from '../../engine/refused'
import { safe } from '../terminal-text'
import { numberOf } from './words'
import type { CompanionWords } from './words'

/** Puts the headers in front; `outbound` turns both ends around. */
export type WithHeaders = (payload: Uint8Array, outbound: boolean) => Uint8Array

const near = '20:53:45:4e:44:00'
const far = '20:52:45:43:56:00'

/** `a,b` as two or three numbers. */
function numbersOf(words: CompanionWords, name: string, count: number, most: number): number[] | undefined {
  const text = words.values.get(name)?.at(-1)
  if (text === undefined) return undefined
  const list = text.split(',').map(Number)
  if (
    list.length === count &&
    text &&
    list.every((n, i) => Number.isInteger(n) && n >= 0 && n <= (i < 2 ? 65535 : most))
  )
    return list
  throw new Refused('usage', `-${name} takes ${count} numbers with commas between, not "${safe(text)}".`)
}

function addressesOf(words: CompanionWords): { version: 4 | 6; ends: [string, string] } {
  for (const version of [6, 4] as const) {
    const text = words.values.get(String(version))?.at(-1)
    if (text === undefined) continue
    const ends = text.split(',')
    const good = version === 4 ? isIPv4 : isIPv6
    if (ends.length !== 2 || !ends.every((it) => good(it)))
      throw new Refused(
        'usage',
        `-${version} takes two IPv${version} addresses with a comma between, not "${safe(text)}".`,
      )
    return { version, ends: [ends[0]!, ends[1]!] }
  }
  return { version: 4, ends: ['10.1.1.1', '10.2.2.2'] }
}

/** The sixteen bytes of an IPv6 address that `isIPv6` took. */
function ip6Bytes(address: string): number[] {
  const plain = address.replace(/%.*$/, '').replace(/(\d+\.\d+\.\d+\.\d+)$/, (four) => {
    const [a, b, c, d] = ipBytes(four)
    return `${((a! << 8) | b!).toString(16)}:${((c! << 8) | d!).toString(16)}`
  })
  const [head = '', tail] = plain.split('::')
  const groups = (text: string): number[] => (text ? text.split(':').flatMap((g) => be16(parseInt(g, 16))) : [])
  if (tail === undefined) return groups(head)
  return [
    ...groups(head),
    ...new Array<number>(16 - groups(head).length - groups(tail).length).fill(0),
    ...groups(tail),
  ]
}

/** CRC-32C of SCTP (RFC 9260, appendix A), in the order of its bytes. */
function crc32c(data: Uint8Array): number[] {
  let crc = 0xffffffff
  for (const byte of data) {
    crc ^= byte
    for (let i = 0; i < 8; i++) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0)
  }
  return be32(~crc >>> 0).reverse()
}

/** What `-e`, `-i`, `-4`, `-6`, `-u`, `-T`, `-s` and `-S` ask for; nothing without them. */
export function headersOf(words: CompanionWords, linkType: number): WithHeaders {
  const { values } = words
  const udp = numbersOf(words, 'u', 2, 0)
  const tcp = numbersOf(words, 'T', 2, 0)
  const sctp = numbersOf(words, 's', 3, 0xffffffff)
  const chunk = numbersOf(words, 'S', 3, 0xffffffff)
  const protocol = udp ? 17 : tcp ? 6 : sctp || chunk ? 132 : numberOf(words, 'i', 0, 255)
  const { version, ends } = addressesOf(words)
  if (protocol === undefined && (values.has('4') || values.has('6')))
    throw new Refused('usage', 'Addresses need to be told what is within: -i, -u, -T, -s or -S.')
  const given = values.get('e')?.at(-1)
  const ethertype = given === undefined ? undefined : /^(0x)?[0-9a-f]{1,4}$/i.test(given) ? parseInt(given, 16) : NaN
  if (Number.isNaN(ethertype)) throw new Refused('usage', `-e takes a number in hexadecimal, not "${safe(given!)}".`)
  if (protocol === undefined && ethertype === undefined) return (payload) => payload
  const ethernetLink = linkType === 1
  const raw = [101, 12, 14, 228, 229].includes(linkType)
  if (!ethernetLink && !(raw && ethertype === undefined))
    throw new Refused('usage', `Link type ${linkType} takes no such headers.`, 'Use -l 1 (Ethernet) or -l 101 (IP).')
  /** Bytes that each end has sent so far, and chunks. */
  const sent = [0, 0]
  let chunks = 0
  const within = (payload: Uint8Array, from: number[], to: number[], out: 0 | 1): Uint8Array => {
    const turn = <T>(pair: readonly T[]): T[] => (out ? [pair[1]!, pair[0]!] : [pair[0]!, pair[1]!])
    const length = (n: number): number[] =>
      version === 4 ? [0, protocol!, ...be16(n)] : [...be32(n), 0, 0, 0, protocol!]
    const summed = (segment: Uint8Array, at: number): Uint8Array => {
      const pseudo = bytes(from, to, length(segment.length))
      const sum = ~fold16(sum16(segment, 0, segment.length, sum16(pseudo, 0, pseudo.length))) & 0xffff
      segment.set(be16(protocol === 17 ? sum || 0xffff : sum), at)
      return segment
    }
    if (udp) {
      const [a, b] = turn(udp)
      return summed(bytes(be16(a!), be16(b!), be16(8 + payload.length), [0, 0], payload), 6)
    }
    if (tcp) {
      const [a, b] = turn(tcp)
      const head = bytes(be16(a!), be16(b!), be32(sent[out]!), be32(sent[1 - out]!), [
        0x50,
        words.values.has('D') ? 0x10 : 0,
        0x20,
        0,
        0,
        0,
        0,
        0,
      ])
      sent[out]! += payload.length
      return summed(bytes(head, payload), 16)
    }
    if (!sctp && !chunk) return payload
    const [a, b] = turn((sctp ?? chunk)!)
    const filled = new Uint8Array((4 - (payload.length % 4)) % 4)
    const number = chunks++
    const data = chunk
      ? bytes(
          [0, 3],
          be16(16 + payload.length),
          be32(number),
          be16(0),
          be16(number & 0xffff),
          be32(chunk[2]!),
          payload,
          filled,
        )
      : payload
    const whole = bytes(be16(a!), be16(b!), be32(sctp ? sctp[2]! : 0), [0, 0, 0, 0], data)
    whole.set(crc32c(whole), 8)
    return whole
  }
  return (payload, outbound) => {
    const [fromMac, toMac] = outbound ? [far, near] : [near, far]
    if (protocol === undefined) return ethernet(fromMac, toMac, ethertype!, payload, true)
    const [source, destination] = outbound ? [ends[1], ends[0]] : ends
    const [from, to] =
      version === 4 ? [ipBytes(source), ipBytes(destination)] : [ip6Bytes(source), ip6Bytes(destination)]
    const inner = within(payload, from, to, outbound ? 1 : 0)
    let packet: Uint8Array
    if (version === 4) {
      packet = bytes([0x45, 0, ...be16(20 + inner.length), 0x12, 0x34, 0, 0, 0xff, protocol, 0, 0], from, to)
      packet.set(be16(~fold16(sum16(packet, 0, 20)) & 0xffff), 10)
      packet = bytes(packet, inner)
    } else packet = bytes([0x60, 0, 0, 0, ...be16(inner.length), protocol, 0x20], from, to, inner)
    return ethernetLink ? ethernet(fromMac, toMac, version === 4 ? 0x0800 : 0x86dd, packet, true) : packet
  }
}
