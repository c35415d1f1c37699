/** Certificates: RFC 5280 section 4.1. */
import type { Field } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import { CONTEXT, element, integer, within } from '../../kit/ber'
import type { Element } from '../../kit/ber'
import { readExtension } from './extensions'
import { pkcs1Fields as k, x509afFields as f, x509ifFields } from './fields'
import { pkcs1 } from './layers'
import { readName } from './name'
import { oidName } from './oids'
import { addNumber, addOid, countIn, items, timeText } from './values'

const EC = '1.2.840.10045.2.1'
const RSA = '1.2.840.113549.1.1.1'

/** Reads the certificate at the cursor, whose bytes end with the layer; returns its subject as text. */
export function readCertificate(p: Packet): string {
  let subject = ''
  within(p, element(p), (e, i) => {
    if (i === 0) subject = readSigned(p, e)
    else if (i === 1) readAlgorithm(p, e, f.algorithmIdentifierItem)
    else if (i === 2) addBits(p, e, f.encrypted)
  })
  return subject
}

function readSigned(p: Packet, around: Element): string {
  const was = p.open(p.add(f.signedCertificateItem, around.value, around.length))
  let subject = ''
  // The version may be left out: what follows counts from the serial number.
  let place = 0
  within(p, around, (e) => {
    if (e.class === CONTEXT) {
      if (e.tag === 0) readVersion(p)
      else if (e.tag === 3) readExtensions(p)
      return
    }
    place++
    if (place === 1) addNumber(p, f.serialNumber, e.value, e.length)
    else if (place === 2) readAlgorithm(p, e, f.signatureItem)
    else if (place === 3) readNamed(p, e, f.issuer, x509ifFields.rdnSequence)
    else if (place === 4) readValidity(p, e)
    else if (place === 5) subject = readNamed(p, e, f.subject, f.rdnSequence)
    else if (place === 6) readKey(p, e)
  })
  p.close(was)
  return subject
}

function readVersion(p: Packet): void {
  const e = element(p)
  p.need(e.length)
  p.add(f.version, e.value, e.length, Number(integer(p.bytes, e.value, e.length)))
}

function readNamed(p: Packet, e: Element, field: Field, sequence: Field): string {
  const was = p.open(p.add(field, e.value, e.length, 0))
  const text = readName(p, e, sequence)
  p.close(was)
  return text
}

/** An algorithm: its identifier, and for keys on curves which curve. */
function readAlgorithm(p: Packet, around: Element, field: Field): string {
  const row = p.add(field, around.value, around.length)
  const was = p.open(row)
  let oid = ''
  within(p, around, (e, i) => {
    if (i === 0) {
      oid = addOid(p, f.algorithmId, e)
      if (p.drawing) p.label(row, `${field.label} (${oidName(oid)})`)
    } else if (oid === EC && e.tag === 6) {
      p.mark(pkcs1)
      const one = p.open(p.add(k.ECParameters, e.value, e.length, 1))
      addOid(p, k.namedCurve, e)
      p.close(one)
    }
  })
  p.close(was)
  return oid
}

function readValidity(p: Packet, around: Element): void {
  const was = p.open(p.add(f.validityItem, around.value, around.length))
  within(p, around, (e, i) => {
    const isLong = e.tag === 24
    const one = p.open(p.add(i === 0 ? f.notBefore : f.notAfter, e.value, e.length, isLong ? 1 : 0))
    const digits = String.fromCharCode(...p.bytes.subarray(e.value, e.value + Math.min(e.length, 32)))
    p.add(isLong ? f.generalizedTime : f.utcTime, e.value, e.length, timeText(digits, isLong))
    p.close(one)
  })
  p.close(was)
}

function readKey(p: Packet, around: Element): void {
  const was = p.open(p.add(f.subjectPublicKeyInfoItem, around.value, around.length))
  let oid = ''
  within(p, around, (e, i) => {
    if (i === 0) oid = readAlgorithm(p, e, f.algorithmItem)
    else if (i === 1) {
      const isRsa = oid === RSA
      const row = addBits(p, e, f.subjectPublicKey, !isRsa)
      if (!isRsa || e.length < 2) return
      const one = p.open(row)
      p.skip(1)
      within(p, element(p), (n, j) => {
        if (j === 0) addNumber(p, k.modulus, n.value, n.length)
        else if (j === 1) p.add(k.publicExponent, n.value, n.length, Number(integer(p.bytes, n.value, n.length)))
      })
      p.close(one)
    }
  })
  p.close(was)
}

/** A bit string as bytes, behind the count of bits that its last byte does not use. */
function addBits(p: Packet, e: Element, field: Field, tellsPadding = true): number {
  if (!e.length) return -1
  if (tellsPadding && p.drawing) p.text(`Padding: ${p.bytes[e.value]!}`, e.value, 1)
  return p.add(field, e.value + 1, e.length - 1)
}

function readExtensions(p: Packet): void {
  const around = element(p)
  const n = countIn(p.bytes, around.value, around.value + around.length)
  const row = p.add(f.extensions, around.value, around.length, n)
  if (p.drawing) p.label(row, `extensions: ${items(n)}`)
  const was = p.open(row)
  within(p, around, (e) => readExtension(p, e))
  p.close(was)
}
