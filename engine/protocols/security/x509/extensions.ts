/** Extensions of certificates: RFC 5280 section 4.2, RFC 6962 section 3.3. */
import type { Field } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import { element, integer, within } from '../../kit/ber'
import type { Element } from '../../kit/ber'
import { readTimestamps } from '../tls/timestamps'
import { pkix1explicitFields as q, pkix1implicitFields as i, x509afFields as a, x509ceFields as f } from './fields'
import { readGeneralName, readGeneralNames } from './general-names'
import { pkix1explicit, pkix1implicit, x509ce } from './layers'
import { oidName } from './oids'
import { addNumber, addOid, addString, countIn, items } from './values'

/** An extension: identifier, perhaps that it is critical, and its value. */
export function readExtension(p: Packet, around: Element): void {
  const row = p.add(a.ExtensionItem, around.value, around.length)
  const was = p.open(row)
  let oid = ''
  within(p, around, (e) => {
    if (e.tag === 6) {
      oid = addOid(p, a.extensionId, e)
      if (p.drawing) p.label(row, `Extension (${oidName(oid)})`)
    } else if (e.tag === 1) p.add(a.critical, e.value, e.length)
    else if (e.tag === 4) readValue(p, oid)
  })
  p.close(was)
}

function readValue(p: Packet, oid: string): void {
  if (oid === '1.3.6.1.4.1.11129.2.4.2') {
    const e = element(p)
    p.part(e.length, () => readTimestamps(p))
    return
  }
  const read = readers[oid]
  if (!read) return
  p.mark(oid === '1.3.6.1.5.5.7.1.1' ? pkix1implicit : x509ce)
  const e = element(p)
  p.need(e.length)
  read(p, e)
}

const readers: Readonly<Record<string, (p: Packet, e: Element) => void>> = {
  '2.5.29.14': (p, e) => void p.add(f.SubjectKeyIdentifier, e.value, e.length),
  '2.5.29.15': readUsage,
  '2.5.29.17': (p, e) => readGeneralNames(p, e, f.GeneralNames),
  '2.5.29.18': (p, e) => readGeneralNames(p, e, f.GeneralNames),
  '2.5.29.19': readConstraints,
  '2.5.29.31': (p, e) => readList(p, e, f.CRLDistPointsSyntax, readPoint),
  '2.5.29.32': (p, e) => readList(p, e, f.CertificatePoliciesSyntax, readPolicy),
  '2.5.29.35': readAuthority,
  '2.5.29.37': (p, e) => readList(p, e, f.KeyPurposeIDs, (_, one) => void addOid(p, f.KeyPurposeId, one)),
  '1.3.6.1.4.1.311.21.7': readTemplate,
  '1.3.6.1.4.1.311.21.10': (p, e) => readList(p, e, f.CertificatePoliciesSyntax, readPolicy),
  '1.3.6.1.5.5.7.1.1': (p, e) => readList(p, e, i.AuthorityInfoAccessSyntax, readAccess),
}

/** A list with its count, and what it holds one by one. */
function readList(p: Packet, e: Element, field: Field, each: (p: Packet, e: Element) => void): void {
  const n = countIn(p.bytes, e.value, e.value + e.length)
  const row = p.add(field, e.value, e.length, n)
  if (p.drawing) p.label(row, `${field.label}: ${items(n)}`)
  const was = p.open(row)
  within(p, e, (one) => each(p, one))
  p.close(was)
}

const usages = [
  f.KeyUsageDigitalSignature,
  f.KeyUsageContentCommitment,
  f.KeyUsageKeyEncipherment,
  f.KeyUsageDataEncipherment,
  f.KeyUsageKeyAgreement,
  f.KeyUsageKeyCertSign,
  f.KeyUsageCRLSign,
  f.KeyUsageEncipherOnly,
]

function readUsage(p: Packet, e: Element): void {
  if (e.length < 2) return
  const bits = p.bytes[e.value + 1]!
  if (p.drawing) p.text(`Padding: ${p.bytes[e.value]!}`, e.value, 1)
  const was = p.open(p.add(f.KeyUsage, e.value + 1, e.length - 1))
  for (const [n, usage] of usages.entries()) p.add(usage, e.value + 1, 1, (bits >> (7 - n)) & 1)
  const more = e.length > 2 ? p.bytes[e.value + 2]! >> 7 : 0
  // Without a second byte it is not set: the number of bits left over, which is below eight, has a zero in its place.
  p.add(f.KeyUsageDecipherOnly, e.value + (e.length > 2 ? 2 : 0), 1, more)
  p.close(was)
}

function readConstraints(p: Packet, around: Element): void {
  const row = p.add(f.BasicConstraintsSyntaxItem, around.value, around.length)
  if (!around.length) return p.label(row, 'BasicConstraintsSyntax [0 length]')
  const was = p.open(row)
  within(p, around, (e) => {
    if (e.tag === 1) p.add(f.cA, e.value, e.length)
    else if (e.tag === 2) p.add(f.pathLenConstraint, e.value, e.length, Number(integer(p.bytes, e.value, e.length)))
  })
  p.close(was)
}

function readAuthority(p: Packet, around: Element): void {
  const was = p.open(p.add(f.AuthorityKeyIdentifierItem, around.value, around.length))
  within(p, around, (e) => {
    if (e.tag === 0) p.add(f.keyIdentifier, e.value, e.length)
    else if (e.tag === 1) readGeneralNames(p, e, f.authorityCertIssuer)
    else if (e.tag === 2) addNumber(p, f.authorityCertSerialNumber, e.value, e.length)
  })
  p.close(was)
}

function readPoint(p: Packet, around: Element): void {
  const was = p.open(p.add(f.DistributionPointItem, around.value, around.length))
  within(p, around, (e) => {
    if (e.tag === 2) return readGeneralNames(p, e, f.authorityCertIssuer)
    if (e.tag !== 0) return
    within(p, e, (name) => {
      const one = p.open(p.add(f.distributionPoint, name.value, name.length, name.tag))
      if (name.tag === 0) readGeneralNames(p, name, f.fullName)
      p.close(one)
    })
  })
  p.close(was)
}

function readPolicy(p: Packet, around: Element): void {
  const was = p.open(p.add(f.PolicyInformationItem, around.value, around.length))
  within(p, around, (e) => {
    if (e.tag === 6) addOid(p, f.policyIdentifier, e)
    else readList(p, e, f.policyQualifiers, readQualifier)
  })
  p.close(was)
}

function readQualifier(p: Packet, around: Element): void {
  const was = p.open(p.add(f.PolicyQualifierInfoItem, around.value, around.length))
  let oid = ''
  within(p, around, (e) => {
    if (e.tag === 6 && !oid) oid = addOid(p, f.id, e)
    else if (oid === '1.3.6.1.5.5.7.2.1') {
      p.mark(pkix1explicit)
      addString(p, q.DirectoryString, e)
    } else if (oid === '1.3.6.1.5.5.7.2.2') {
      p.mark(pkix1implicit)
      readNotice(p, e)
    }
  })
  p.close(was)
}

/** Kinds of texts in notices, by their tags. */
const texts: Readonly<Record<number, readonly [number, Field]>> = {
  22: [0, i.ia5String],
  26: [1, i.visibleString],
  30: [2, i.bmpString],
  12: [3, i.utf8String],
}

function readText(p: Packet, e: Element, field: Field): void {
  const kind = texts[e.tag]
  if (!kind) return
  const was = p.open(p.add(field, e.value, e.length, kind[0]))
  addString(p, kind[1], e)
  p.close(was)
}

function readNotice(p: Packet, around: Element): void {
  const was = p.open(p.add(i.UserNoticeItem, around.value, around.length))
  within(p, around, (e) => {
    if (!e.constructed) return readText(p, e, i.explicitText)
    const one = p.open(p.add(i.noticeRefItem, e.value, e.length))
    within(p, e, (part) => {
      if (!part.constructed) return readText(p, part, i.organization)
      const number = (_: Packet, n: Element): void =>
        void p.add(i.noticeNumbersItem, n.value, n.length, Number(integer(p.bytes, n.value, n.length)))
      readList(p, part, i.noticeNumbers, number)
    })
    p.close(one)
  })
  p.close(was)
}

function readTemplate(p: Packet, around: Element): void {
  const was = p.open(p.add(f.CertificateTemplateItem, around.value, around.length))
  within(p, around, (e, n) => {
    if (n === 0) addOid(p, f.templateID, e)
    else
      p.add(
        n === 1 ? f.templateMajorVersion : f.templateMinorVersion,
        e.value,
        e.length,
        Number(integer(p.bytes, e.value, e.length)),
      )
  })
  p.close(was)
}

function readAccess(p: Packet, around: Element): void {
  const was = p.open(p.add(i.AccessDescriptionItem, around.value, around.length))
  within(p, around, (e, n) => {
    if (n === 0) addOid(p, i.accessMethod, e)
    else {
      const one = p.open(p.add(i.accessLocation, e.value, e.length, e.tag))
      readGeneralName(p, e)
      p.close(one)
    }
  })
  p.close(was)
}
