/** Data of DNS records that carry keys, signatures and proofs. */
import type { Field } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import type { Message } from './message'
import type { RecordData } from './records'
import { securityFields as f } from './security-fields'
import { typeWindows } from './type-bitmap'

/** Takes the rest of a record's data; what lies beyond the message cannot be taken. */
const takeRest = (p: Packet, field: Field, end: number): void => void p.take(field, end - p.at)

/** Seconds since 1970 as a point in time. */
function takeTime(p: Packet, field: Field, size: 4 | 6): void {
  p.add(field, p.at, size, BigInt(p.peek(size)) * 1_000_000_000n)
  p.skip(size)
}

/** RFC 4034, 3; SIG of RFC 2535 has the same shape. */
function signature(m: Message, end: number): void {
  const { p } = m
  p.take(f.rrsigTypeCovered)
  p.take(f.rrsigAlgorithm)
  p.take(f.rrsigLabels)
  p.take(f.rrsigOriginalTtl)
  takeTime(p, f.rrsigSignatureExpiration, 4)
  takeTime(p, f.rrsigSignatureInception, 4)
  p.take(f.rrsigKeyTag)
  m.takeName(f.rrsigSignersName)
  takeRest(p, f.rrsigSignature, end)
}

/** RFC 4034, appendix B: a checksum over the record's data, or, for RSA/MD5, a part of the key. */
function keyTag(p: Packet, from: number, end: number, algorithm: number): number {
  p.need(end - from, from)
  if (algorithm === 1) return end - from < 3 ? 0 : (p.bytes[end - 3]! << 8) | p.bytes[end - 2]!
  let sum = 0
  for (let i = from; i < end; i++) sum += (i - from) & 1 ? p.bytes[i]! : p.bytes[i]! << 8
  return (sum + Math.floor(sum / 65536)) & 0xffff
}

function takeKey(p: Packet, from: number, end: number, algorithm: Field, id: Field, key: Field): void {
  const kind = p.take(algorithm)
  if (end - from < 4) p.note(f.keyIdTooShort)
  else p.set(id, keyTag(p, from, end, kind), from, end - from)
  if (end > p.at) takeRest(p, key, end)
}

/** RFC 4034, 2. */
function dnsKey(m: Message, end: number): void {
  const { p } = m
  const { at } = p
  const flags = p.peek(2)
  const was = p.open(p.add(f.dnskeyFlags, at, 2, flags))
  p.add(f.dnskeyFlagsZoneKey, at, 2, (flags >> 8) & 1)
  p.add(f.dnskeyFlagsKeyRevoked, at, 2, (flags >> 7) & 1)
  p.add(f.dnskeyFlagsSecureEntryPoint, at, 2, flags & 1)
  p.add(f.dnskeyFlagsReserved, at, 2, (flags & 0xfe7e) >> 1)
  p.close(was)
  p.skip(2)
  p.take(f.dnskeyProtocol)
  takeKey(p, at, end, f.dnskeyAlgorithm, f.dnskeyKeyId, f.dnskeyPublicKey)
}

/** RFC 2535, 3. The two highest bits together say that there is no key. */
function key(m: Message, end: number): void {
  const { p } = m
  const { at } = p
  const flags = p.peek(2)
  const was = p.open(p.add(f.keyFlags, at, 2, flags))
  p.add(f.keyFlagsAuthentication, at, 2, (flags >> 15) & 1)
  p.add(f.keyFlagsConfidentiality, at, 2, (flags >> 14) & 1)
  if ((flags & 0xc000) !== 0xc000) {
    p.add(f.keyFlagsRequired, at, 2, (flags >> 13) & 1)
    p.add(f.keyFlagsAssociatedUser, at, 2, (flags >> 10) & 1)
    p.add(f.keyFlagsAssociatedNamedEntity, at, 2, (flags >> 9) & 1)
    p.add(f.keyFlagsIpsec, at, 2, (flags >> 7) & 1)
    p.add(f.keyFlagsMime, at, 2, (flags >> 6) & 1)
    p.add(f.keyFlagsSignatory, at, 2, flags & 15)
  }
  p.close(was)
  p.skip(2)
  p.take(f.keyProtocol)
  takeKey(p, at, end, f.keyAlgorithm, f.keyKeyId, f.keyPublicKey)
}

/** RFC 4034, 5. */
function delegation({ p }: Message, end: number): void {
  p.take(f.dsKeyId)
  p.take(f.dsAlgorithm)
  p.take(f.dsDigestType)
  takeRest(p, f.dsDigest, end)
}

/** RFC 4034, 4. */
function nextSecure(m: Message, end: number): void {
  const text = m.takeName(f.nsecNextDomainName)
  m.tell(`, next domain name ${text}`, ` ${text}`)
  typeWindows(m.p, end)
}

/** RFC 5155, 3 (and 4, of which it is the beginning). */
function hashing({ p }: Message, withBits: boolean): void {
  p.take(f.nsec3Algo)
  const flags = p.peek(1)
  const was = p.open(p.add(f.nsec3Flags, p.at, 1, flags))
  if (withBits) p.add(f.nsec3FlagsOptOut, p.at, 1, flags & 1)
  p.close(was)
  p.skip(1)
  p.take(f.nsec3Iterations)
  const salt = p.take(f.nsec3SaltLength)
  p.take(f.nsec3SaltValue, salt)
}

const DIGITS = '0123456789abcdefghijklmnopqrstuv'

function nextHashed(m: Message, end: number): void {
  const { p } = m
  hashing(m, true)
  const length = p.take(f.nsec3HashLength)
  const { at } = p
  // Written in groups of five bytes, and those have to be there.
  p.need(Math.ceil(length / 5) * 5)
  let text = ''
  for (let i = 0, held = 0, bits = 0; i < length; i++) {
    held = ((held << 8) | p.bytes[at + i]!) & 0xfff
    for (bits += 8; bits >= 5; bits -= 5) text += DIGITS[(held >> (bits - 5)) & 31]
  }
  p.set(f.nsec3HashValue, text, at, length)
  p.skip(length)
  typeWindows(p, end)
}

/** RFC 4255. */
function fingerprint({ p }: Message, end: number): void {
  p.take(f.sshfpAlgorithm)
  p.take(f.sshfpFingerprintType)
  if (end > p.at) takeRest(p, f.sshfpFingerprint, end)
}

/** RFC 4025. */
function ipsecKey(m: Message, end: number): void {
  const { p } = m
  p.take(f.ipseckeyGatewayPrecedence)
  const kind = p.take(f.ipseckeyGatewayType)
  p.take(f.ipseckeyGatewayAlgorithm)
  if (kind === 1) p.take(f.ipseckeyGatewayIpv4)
  else if (kind === 2) p.take(f.ipseckeyGatewayIpv6)
  else if (kind === 3) m.takeName(f.ipseckeyGatewayDns)
  if (end > p.at) takeRest(p, f.ipseckeyPublicKey, end)
}

/** RFC 4398. */
function certificate({ p }: Message, end: number): void {
  p.take(f.certType)
  p.take(f.certKeyTag)
  p.take(f.certAlgorithm)
  if (end > p.at) takeRest(p, f.certCertificate, end)
}

/** RFC 6698. */
function tlsAssociation(m: Message, end: number): void {
  const { p } = m
  m.tell('', ` ${m.owner}`)
  p.take(f.tlsaCertificateUsage)
  p.take(f.tlsaSelector)
  p.take(f.tlsaMatchingType)
  takeRest(p, f.tlsaCertificateAssociationData, end)
}

/** RFC 8005. */
function hostIdentity(m: Message, end: number): void {
  const { p } = m
  m.tell('', ` ${m.owner}`)
  const tag = p.take(f.hipHitLength)
  p.take(f.hipHitPkAlgo)
  const size = p.take(f.hipPkLength)
  p.take(f.hipHit, tag)
  p.take(f.hipPk, size)
  while (p.at < end) m.takeName(f.hipRendezvousServer)
}

/** RFC 7477. */
function childToParent({ p }: Message, end: number): void {
  p.take(f.csyncSoa)
  const flags = p.peek(2)
  const was = p.open(p.add(f.csyncFlags, p.at, 2, flags))
  p.add(f.csyncFlagsImmediate, p.at, 2, flags & 1)
  p.add(f.csyncFlagsSoaminimum, p.at, 2, (flags >> 1) & 1)
  p.close(was)
  p.skip(2)
  p.need(end - p.at)
  p.add(f.csyncTypeBitmap, p.at, end - p.at)
  typeWindows(p, end)
}

/** RFC 8976. */
function zoneDigest({ p }: Message, end: number): void {
  p.take(f.zonemdSerial)
  p.take(f.zonemdScheme)
  p.take(f.zonemdHashAlgo)
  takeRest(p, f.zonemdDigest, end)
}

/** RFC 2930. */
function transactionKey(m: Message): void {
  const { p } = m
  m.takeName(f.tkeyAlgoName)
  takeTime(p, f.tkeySignatureInception, 4)
  takeTime(p, f.tkeySignatureExpiration, 4)
  p.take(f.tkeyMode)
  p.take(f.tkeyError)
  const size = p.take(f.tkeyKeySize)
  if (size) p.take(f.tkeyKeyData, size)
  const other = p.take(f.tkeyOtherSize)
  if (other) p.take(f.tkeyOtherData, other)
}

/** RFC 8945. */
function transactionSignature(m: Message): void {
  const { p } = m
  const algorithm = m.takeName(f.tsigAlgorithmName)
  takeTime(p, f.tsigTimeSigned, 6)
  p.take(f.tsigFudge)
  const size = p.take(f.tsigMacSize)
  if (size) {
    p.need(size)
    const was = p.open(p.add(f.tsigMac, p.at, size))
    p.note(f.tsigNoAlgorithm, `No dissector for algorithm:${algorithm}`, p.at, size)
    p.close(was)
    p.skip(size)
  }
  p.take(f.tsigOriginalId)
  p.take(f.tsigError)
  const other = p.take(f.tsigOtherLen)
  if (other) p.take(f.tsigOtherData, other)
}

/** RFC 8659. */
function authorities(m: Message, end: number): void {
  const { p } = m
  const flags = p.peek(1)
  const was = p.open(p.add(f.caaFlags, p.at, 1, flags))
  p.add(f.caaFlagsIssuerCritical, p.at, 1, flags >> 7)
  p.close(was)
  p.skip(1)
  const { at } = p
  const size = p.peek(1)
  p.need(size, at + 1)
  let tag = ''
  for (let i = 0; i < size; i++) tag += String.fromCharCode(p.bytes[at + 1 + i]!)
  const field = { issue: f.caaIssue, issuewild: f.caaIssuewild, iodef: f.caaIodef }[tag] ?? f.caaUnknown
  const valueAt = at + 1 + size
  p.need(end - valueAt, valueAt)
  const open = p.open(p.add(field, at, end - at, m.textAt(valueAt, end - valueAt)))
  m.takeCounted(f.caaTagLength, f.caaTag)
  m.takeText(f.caaValue, end - p.at)
  p.close(open)
}

export const securityRecords: Readonly<Record<number, RecordData>> = {
  24: signature,
  25: key,
  37: certificate,
  43: delegation,
  44: fingerprint,
  45: ipsecKey,
  46: signature,
  47: nextSecure,
  48: dnsKey,
  50: nextHashed,
  51: (m) => {
    m.tell('', ` ${m.owner}`)
    hashing(m, false)
  },
  52: tlsAssociation,
  55: hostIdentity,
  59: delegation,
  60: dnsKey,
  61: (m, end) => void m.takeText(f.openpgpkey, end - m.p.at),
  62: childToParent,
  63: zoneDigest,
  249: transactionKey,
  250: transactionSignature,
  257: authorities,
  32769: delegation,
}
