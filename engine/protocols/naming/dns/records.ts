/** Data of DNS records, by type: addresses, names, texts, places. Keys and proofs stand in security.ts, services in service-binding.ts. */
import { ipv4 as ipv4Text, ipv6 as ipv6Text, u32 } from '../../../bytes/read'
import type { Field } from '../../../dissect/field'
import type { Message } from './message'
import { recordFields as f } from './record-fields'
import { securityRecords } from './security'
import { serviceBinding } from './service-binding'
import { bitRow } from './type-bitmap'

/** Reads the data of a record from the cursor; it ends at `end`. */
export type RecordData = (m: Message, end: number) => void

/** One name, told in the tree line (behind `word`) and in Info. */
const oneName =
  (field: Field, word = ''): RecordData =>
  (m) => {
    const text = m.takeName(field)
    m.tell(`, ${word}${text}`, ` ${text}`)
  }
/** Info names the owner instead of the data. */
const owned =
  (read: RecordData): RecordData =>
  (m, end) => {
    m.tell('', ` ${m.owner}`)
    read(m, end)
  }
const names = (...fields: Field[]): RecordData => owned((m) => fields.forEach((field) => m.takeName(field)))
const numberAndName = (number: Field, name: Field): RecordData =>
  owned((m) => {
    m.p.take(number)
    m.takeName(name)
  })
/** Counted texts up to the end. */
const texts =
  (length: Field, text: Field): RecordData =>
  (m, end) => {
    while (m.p.at < end) m.takeCounted(length, text)
  }
const rest = (field: Field): RecordData => owned((m, end) => void m.p.take(field, end - m.p.at))
/** A preference and a name: MX, KX. */
const preferred =
  (preference: Field, name: Field, word: string): RecordData =>
  (m) => {
    const number = m.p.take(preference)
    const text = m.takeName(name)
    m.tell(`, preference ${number}, ${word} ${text}`, ` ${number} ${text}`)
  }

function address(m: Message): void {
  const { p } = m
  const { at } = p
  p.take(f.a)
  const text = ipv4Text(p.bytes, at)
  m.tell(`, addr ${text}`, ` ${text}`)
}

function address6(m: Message): void {
  const { p } = m
  const { at } = p
  p.take(f.aaaa)
  const text = ipv6Text(p.bytes, at)
  m.tell(`, addr ${text}`, ` ${text}`)
}

function startOfAuthority(m: Message): void {
  const { p } = m
  const text = m.takeName(f.soaMname)
  m.tell(`, mname ${text}`, ` ${text}`)
  m.takeName(f.soaRname)
  p.take(f.soaSerialNumber)
  p.take(f.soaRefreshInterval)
  p.take(f.soaRetryInterval)
  p.take(f.soaExpireLimit)
  p.take(f.soaMinimumTtl)
}

/** RFC 1035, 3.4.2: which well known ports are served; one bit each. */
function wellKnownServices(m: Message, end: number): void {
  const { p } = m
  const { at } = p
  p.take(f.wksAddress)
  const text = ipv4Text(p.bytes, at)
  m.tell(`, addr ${text}`, ` ${text}`)
  p.take(f.wksProtocol)
  for (let port = 0; p.at < end; port += 8) {
    const byte = p.peek(1)
    if (byte) {
      const i = p.add(f.wksBits, p.at, 1, byte)
      const ports = [0, 1, 2, 3, 4, 5, 6, 7].filter((b) => byte & (0x80 >> b)).map((b) => port + b)
      p.label(i, `Bits: 0x${byte.toString(16).padStart(2, '0')} (${ports.join(', ')})`)
    }
    p.skip(1)
  }
}

function hostInformation(m: Message): void {
  const cpu = m.takeCounted(f.hinfoCpuLength, f.hinfoCpu)
  const os = m.takeCounted(f.hinfoOsLength, f.hinfoOs)
  m.tell(`, CPU ${cpu}, OS ${os}`, ` ${cpu} ${os}`)
}

const isdn = owned((m, end) => {
  m.takeCounted(f.idsnLength, f.idsnAddress)
  if (m.p.at < end) m.takeCounted(f.idsnSaLength, f.idsnSaAddress)
})

const position = owned((m) => {
  m.takeCounted(f.gposLongitudeLength, f.gposLongitude)
  m.takeCounted(f.gposLatitudeLength, f.gposLatitude)
  m.takeCounted(f.gposAltitudeLength, f.gposAltitude)
})

/** RFC 1876. Versions other than 0 are unknown. */
function location(m: Message, end: number): void {
  const { p } = m
  if (p.peek(1) !== 0) {
    p.add(f.locVersion, p.at, 1, p.peek(1))
    p.take(f.locUnknownData, end - p.at)
    return
  }
  p.take(f.locVersion)
  p.take(f.locSize)
  p.take(f.locHorizontalPrecision)
  p.take(f.locVerticalPrecision)
  p.take(f.locLatitude)
  p.take(f.locLongitude)
  p.take(f.locAltitude)
}

function nextDomain(m: Message, end: number): void {
  oneName(f.nxtNextDomainName, 'next domain name ')(m, end)
  if (end > m.p.at) bitRow(m.p, 0, end - m.p.at)
}

function server(m: Message): void {
  const { p } = m
  const priority = p.take(f.srvPriority)
  const weight = p.take(f.srvWeight)
  const port = p.take(f.srvPort)
  const target = m.takeName(f.srvTarget)
  m.tell(
    `, priority ${priority}, weight ${weight}, port ${port}, target ${target}`,
    ` ${priority} ${weight} ${port} ${target}`,
  )
}

/** RFC 3403. */
function namingAuthority(m: Message): void {
  const { p } = m
  const order = p.take(f.naptrOrder)
  const preference = p.take(f.naptrPreference)
  const flags = m.takeCounted(f.naptrFlagsLength, f.naptrFlags)
  m.takeCounted(f.naptrServiceLength, f.naptrService)
  m.takeCounted(f.naptrRegexLength, f.naptrRegex)
  const { at } = p
  const replacement = m.name()
  p.set(f.naptrReplacementLength, m.last.length, at)
  p.add(f.naptrReplacement, at, p.at - at, replacement)
  m.tell(`, order ${order}, preference ${preference}, flags ${flags}`, ` ${order} ${preference} ${flags}`)
}

/** RFC 2874, historic: a part of an address, and a name that leads to the rest of it. */
function address6Part(m: Message): void {
  const { p } = m
  const prefix = p.take(f.a6PrefixLen)
  const size = Math.max(0, 16 - (prefix >> 3))
  const suffix = new Uint8Array(16)
  const { at } = p
  p.skip(size)
  suffix.set(p.bytes.subarray(at, p.at), 16 - size)
  p.add(f.a6AddressSuffix, at, size, suffix)
  const name = prefix > 0 ? m.takeName(f.a6PrefixName) : ''
  const text = `${prefix} ${ipv6Text(suffix, 0)} ${name}`
  m.tell(`, addr ${text}`, ` ${text}`)
}

/** RFC 3123: lists of address prefixes. */
const prefixes = owned((m, end) => {
  const { p } = m
  while (p.at < end) {
    const family = p.take(f.aplAddressFamily)
    p.take(f.aplCodedPrefix)
    const length = p.peek(1) & 0x7f
    p.add(f.aplNegation, p.at, 1, p.peek(1) >> 7)
    p.add(f.aplAfdlength, p.at, 1, length)
    p.skip(1)
    const { at } = p
    p.skip(length)
    if (family === 1 && length <= 4) p.add(f.aplAfdpartIpv4, at, length, u32(padded(p.bytes, at, length, 4), 0))
    else if (family === 2 && length <= 16) p.add(f.aplAfdpartIpv6, at, length, padded(p.bytes, at, length, 16))
    else p.add(f.aplAfdpartData, at, length)
  }
})

/** An address whose last bytes were left out because they are zero. */
export function padded(bytes: Uint8Array, at: number, length: number, size: number): Uint8Array {
  const whole = new Uint8Array(size)
  whole.set(bytes.subarray(at, at + Math.min(length, size)))
  return whole
}

/** RFC 6742: identifiers and locators. */
const locator =
  (preference: Field, value: Field, size: number): RecordData =>
  ({ p }) => {
    p.take(preference)
    p.take(value, size)
  }

function eui64(m: Message): void {
  const { p } = m
  const { at } = p
  p.need(8)
  const i = p.add(f.eui64, at, 8)
  if (p.drawing && i >= 0) {
    const text = Array.from(p.bytes.subarray(at, at + 8), (b) => b.toString(16).padStart(2, '0')).join(':')
    p.label(i, `EUI64 Address: ${text} (${text})`)
  }
  p.skip(8)
}

/** Microsoft's look-ups in WINS. */
function wins(m: Message, end: number): void {
  const { p } = m
  p.add(f.winsLocalFlag, p.at, 4, p.peek(4) & 1)
  p.skip(4)
  p.take(f.winsLookupTimeout)
  p.take(f.winsCacheTimeout)
  for (let n = p.take(f.winsNbWinsServers); n > 0 && p.at < end; n--) p.take(f.winsWinsServer)
}
function winsReverse(m: Message): void {
  const { p } = m
  p.add(f.winsrLocalFlag, p.at, 4, p.peek(4) & 1)
  p.skip(4)
  p.take(f.winsrLookupTimeout)
  p.take(f.winsrCacheTimeout)
  oneName(f.winsrNameResultDomain, 'name result domain ')(m, 0)
}

/** draft-bellis-dnsop-xpf: where a forwarded query came from. */
function forwarded(m: Message): void {
  const { p } = m
  const version = p.add(f.xpfIpVersion, p.at, 1, p.peek(1))
  p.label(version, `IP Version: ${p.peek(1) === 4 ? 'IPv4' : p.peek(1) === 6 ? 'IPv6' : 'Unknown'} (${p.peek(1)})`)
  const six = p.peek(1) === 6
  const four = p.peek(1) === 4
  p.skip(1)
  p.take(f.xpfProtocol)
  if (!four && !six) return
  p.take(four ? f.xpfSourceIpv4 : f.xpfSourceIpv6)
  p.take(four ? f.xpfDestinationIpv4 : f.xpfDestinationIpv6)
  p.take(f.xpfSport)
  p.take(f.xpfDport)
}

/** How to read the data of each type. */
export const recordData: Readonly<Record<number, RecordData>> = {
  1: address,
  2: oneName(f.ns, 'ns '),
  3: names(f.md),
  4: names(f.mf),
  5: oneName(f.cname, 'cname '),
  6: startOfAuthority,
  7: names(f.mb),
  8: names(f.mg),
  9: names(f.mr),
  10: rest(f.null),
  11: wellKnownServices,
  12: oneName(f.ptrDomainName),
  13: hostInformation,
  14: names(f.minfoR, f.minfoE),
  15: preferred(f.mxPreference, f.mxMailExchange, 'mx'),
  16: texts(f.txtLength, f.txt),
  17: names(f.rpMailbox, f.rpTxtRr),
  18: numberAndName(f.afsdbSubtype, f.afsdbHostname),
  19: owned((m) => void m.takeCounted(f.x25Length, f.x25PsdnAddress)),
  20: isdn,
  21: numberAndName(f.rtSubtype, f.rtIntermediateHost),
  22: rest(f.nsapRdata),
  23: names(f.nsapPtrOwner),
  26: owned((m) => {
    m.p.take(f.pxPreference)
    m.takeName(f.pxMap822)
    m.takeName(f.pxMap400)
  }),
  27: position,
  28: address6,
  29: location,
  30: nextDomain,
  33: server,
  35: namingAuthority,
  36: preferred(f.kxPreference, f.kxKeyExchange, 'kx'),
  38: address6Part,
  39: oneName(f.dname, 'dname '),
  42: prefixes,
  49: rest(f.dhcidRdata),
  64: serviceBinding,
  65: serviceBinding,
  99: texts(f.spfLength, f.spf),
  104: locator(f.ilnpNidPreference, f.ilnpNid, 8),
  105: locator(f.ilnpL32Preference, f.ilnpL32, 4),
  106: locator(f.ilnpL64Preference, f.ilnpL64, 8),
  107: (m) => {
    m.p.take(f.ilnpLpPreference)
    m.takeName(f.ilnpLp)
  },
  108: ({ p }) => void p.take(f.eui48),
  109: eui64,
  65281: wins,
  65282: winsReverse,
  65422: forwarded,
  ...securityRecords,
}
