/** RFC 1256 router advertisements, and the extensions that RFC 5944 (Mobile IP) adds to them. */
import { bit, bits, bytes, ipv4, u16, u8 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'

const TYPES: Readonly<Record<number, string>> = {
  0: 'One byte padding extension',
  16: 'Mobility Agent Advertisement Extension',
  19: 'Prefix Lengths Extension',
  24: 'Challenge Extension',
}

const FLAGS = [
  'Registration Required',
  'Busy',
  'Home Agent',
  'Foreign Agent',
  'Minimal Encapsulation',
  'GRE',
  'VJ Comp',
  'Reverse tunneling',
  'UDP tunneling',
  'Revocation support',
]

export const mobileFields = {
  mobileType: u8('icmp.mip.type', 'Extension Type', { names: TYPES }),
  mobileLength: u8('icmp.mip.length', 'Length'),
  prefixLength: u8('icmp.mip.prefixlength', 'Prefix Length'),
  mobileSeq: u16('icmp.mip.seq', 'Sequence Number'),
  mobileLife: u16('icmp.mip.life', 'Registration Lifetime'),
  mobileFlags: u16('icmp.mip.flags', 'Flags', {
    display: 'hex',
    show: (v) => [`0x${v.toString(16).padStart(4, '0')}`, ...FLAGS.filter((_, i) => v & (0x8000 >> i))].join(', '),
    of: {
      r: bit('icmp.mip.r', 'Registration Required', 0x8000),
      b: bit('icmp.mip.b', 'Busy', 0x4000),
      h: bit('icmp.mip.h', 'Home Agent', 0x2000),
      f: bit('icmp.mip.f', 'Foreign Agent', 0x1000),
      m: bit('icmp.mip.m', 'Minimal Encapsulation', 0x0800),
      g: bit('icmp.mip.g', 'GRE', 0x0400),
      v: bit('icmp.mip.v', 'VJ Comp', 0x0200),
      rt: bit('icmp.mip.rt', 'Reverse tunneling', 0x0100),
      u: bit('icmp.mip.u', 'UDP tunneling', 0x0080),
      x: bit('icmp.mip.x', 'Revocation support', 0x0040),
      reserved: bits('icmp.mip.reserved', 'Reserved', 0x003f, { display: 'hex', width: 2 }),
    },
  }),
  careOf: ipv4('icmp.mip.coa', 'Care-Of-Address'),
  challenge: bytes('icmp.mip.challenge', 'Challenge'),
  mobileContent: bytes('icmp.mip.content', 'Content'),
}

type RouterFields = typeof mobileFields &
  Record<'addressCount' | 'entrySize' | 'lifetime' | 'router' | 'preference', Field>

export function decodeRouters(p: Packet, f: RouterFields): void {
  const count = p.take(f.addressCount)
  const size = p.take(f.entrySize)
  p.take(f.lifetime)
  if (size < 2) return
  for (let i = 0; i < count; i++) {
    p.take(f.router)
    p.take(f.preference)
    p.skip((size - 2) * 4)
  }
  while (p.left > 0) extension(p, f)
}

function extension(p: Packet, f: RouterFields): void {
  const type = p.peek(1)
  const line = p.text(`Ext: ${TYPES[type] ?? 'Unknown ext'}`, p.at, type === 0 ? 1 : p.peek(1, 1) + 2)
  const was = p.open(line)
  p.take(f.mobileType)
  if (type !== 0) {
    const length = p.take(f.mobileLength)
    p.need(length)
    const end = p.at + length
    if (type === 16 && length >= 6) {
      p.take(f.mobileSeq)
      p.take(f.mobileLife)
      p.take(f.mobileFlags)
      while (p.at + 4 <= end) p.take(f.careOf)
    } else if (type === 19) while (p.at < end) p.take(f.prefixLength)
    else if (length) p.take(type === 24 ? f.challenge : f.mobileContent, length)
    p.at = end
  }
  p.close(was)
}
