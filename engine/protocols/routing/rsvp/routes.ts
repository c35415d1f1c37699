/** Steps of explicit and recorded routes (RFC 3209, 4.3 and 4.4; labels: RFC 3473). */
import { ipv4 as ipv4Text, ipv6 as ipv6Text } from '../../../bytes/read'
import type { Packet } from '../../../dissect/packet'
import { addBits } from '../../kit/bit-rows'
import { f } from './fields'

const stepTypes: Readonly<Record<number, string>> = {
  1: 'IPv4',
  2: 'IPv6',
  3: 'Label',
  4: 'Unnumbered Interface-ID',
  32: 'Autonomous System Number',
}

/** Reads steps to the end of what is open. Gives what the line of the object says of them. */
export function route(p: Packet, isExplicit: boolean): string {
  const texts: string[] = []
  while (p.left >= 2) {
    const length = p.peek(1, 1)
    p.need(Math.max(2, length))
    const row = p.text('', p.at, length)
    const was = p.open(row)
    const at = p.at
    p.part(Math.max(2, length), () => {
      const [line, said] = step(p, at, isExplicit)
      p.label(row, line)
      texts.push(said)
    })
    p.close(was)
  }
  return texts.join(', ')
}

function step(p: Packet, at: number, isExplicit: boolean): [line: string, said: string] {
  const first = p.peek(1)
  const type = first & (isExplicit ? 0x7f : 0xff)
  const isLoose = isExplicit && (first & 0x80) !== 0
  const way = isExplicit ? (isLoose ? ', Loose' : ', Strict') : ''
  const mark = isLoose ? ' [L]' : ''
  if (isExplicit && type !== 32 && type !== 3) addBits(p, f.loose, 1, first)
  p.text(`Type: ${type} (${stepTypes[type] ?? 'Unknown'})`, at, 1)
  p.skip(1)
  p.take(f.hopLength)
  if (type === 1 || type === 2) {
    const size = type === 1 ? 4 : 16
    p.need(size)
    const address = type === 1 ? ipv4Text(p.bytes, p.at) : ipv6Text(p.bytes, p.at)
    p.take(type === 1 ? f.hop4 : f.hop6)
    p.take(f.prefix)
    if (!isExplicit) p.take(f.hopFlags)
    return [`${stepTypes[type]} Subobject - ${address}${way}`, `${stepTypes[type]} ${address}${mark}`]
  }
  if (type === 3) {
    p.skip(2)
    const label = p.take(f.hopLabel)
    return [`Label Subobject - ${label}${way}`, `Label ${label}`]
  }
  if (type === 4) {
    p.skip(2)
    p.need(4)
    const router = ipv4Text(p.bytes, p.at)
    p.take(f.hopRouter)
    const number = p.take(f.hopInterface)
    return [`Unnumbered Interface-ID - ${router}, ${number}${way}`, `Unnum ${router}/${number}${mark}`]
  }
  if (type === 32) {
    const system = p.take(f.system)
    return [`Autonomous System ${system}`, `AS ${system}${mark}`]
  }
  if (p.left) p.take(f.data, p.left)
  return [`Unknown subobject (${type})`, `Unknown (${type})`]
}
