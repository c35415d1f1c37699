/** Distinguished names: RFC 5280 section 4.1.2.4, X.501. */
import type { Field } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import { element, within } from '../../kit/ber'
import type { Element } from '../../kit/ber'
import { x509ifFields as f, x509satFields as s } from './fields'
import { x509sat } from './layers'
import { oidName } from './oids'
import { addOid, addString, countIn, items, stringText } from './values'

/** Which of the choices of a DirectoryString a tag is, and its field. */
const directory: Readonly<Record<number, readonly [choice: number, field: Field]>> = {
  20: [0, s.teletexString],
  19: [1, s.printableString],
  28: [2, s.universalString],
  30: [3, s.bmpString],
  12: [4, s.uTF8String],
}
/** Attributes that are no DirectoryString: country, serial number and qualifier, mail address and domain. */
const country = new Set(['2.5.4.6', '1.3.6.1.4.1.311.60.2.1.3'])
const plain: Readonly<Record<number, Field>> = {
  12: s.UTF8String,
  19: s.PrintableString,
  22: s.IA5String,
  30: s.BMPString,
}
const notDirectory = new Set(['2.5.4.5', '2.5.4.46', '0.9.2342.19200300.100.1.25', '1.2.840.113549.1.9.1'])

/** Draws the sequence at `e` as `field`, or without a line of its own; returns the whole as text, the innermost part first. */
export function readName(p: Packet, e: Element, field?: Field): string {
  const row = field ? p.add(field, e.value, e.length, countIn(p.bytes, e.value, e.value + e.length)) : -1
  const was = p.open(row)
  const parts: string[] = []
  within(p, e, (set) => {
    const n = countIn(p.bytes, set.value, set.value + set.length)
    const item = p.add(f.RDNSequenceItem, set.value, set.length, n)
    const one = p.open(item)
    const texts: string[] = []
    within(p, set, (pair) => texts.push(readPair(p, pair)))
    p.close(one)
    if (p.drawing) p.label(item, `RDNSequence item: ${items(n)} (${texts.join(',')})`)
    parts.unshift(texts.join(','))
  })
  p.close(was)
  const text = parts.join(',')
  if (p.drawing && field) p.label(row, `${field.label}: ${items(parts.length)} (${text})`)
  return text
}

function readPair(p: Packet, pair: Element): string {
  const row = p.add(f.RelativeDistinguishedNameItemItem, pair.value, pair.length)
  const was = p.open(row)
  const type = element(p)
  p.need(type.length)
  const oid = addOid(p, f.oid, type)
  p.skip(type.length)
  const value = element(p)
  p.need(value.length)
  p.mark(x509sat)
  readValue(p, oid, value)
  p.close(was)
  const text = `${oidName(oid)}=${stringText(p, value)}`
  if (p.drawing) p.label(row, `RelativeDistinguishedName item (${text})`)
  return text
}

function readValue(p: Packet, oid: string, value: Element): void {
  if (country.has(oid)) return void addString(p, s.CountryName, value)
  const choice = notDirectory.has(oid) ? undefined : directory[value.tag]
  if (!choice) return void addString(p, plain[value.tag] ?? s.PrintableString, value)
  const was = p.open(p.add(s.DirectoryString, value.value, value.length, choice[0]))
  addString(p, choice[1], value)
  p.close(was)
}
