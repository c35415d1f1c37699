/** General names: RFC 5280 section 4.2.1.6. */
import type { Field } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import { element, within } from '../../kit/ber'
import type { Element } from '../../kit/ber'
import { x509ceFields as f, x509ifFields } from './fields'
import { readName } from './name'
import { addOid, countIn, items } from './values'

/** A list of names at `e`. */
export function readGeneralNames(p: Packet, e: Element, field: Field): void {
  const n = countIn(p.bytes, e.value, e.value + e.length)
  const row = p.add(field, e.value, e.length, n)
  if (p.drawing) p.label(row, `${field.label}: ${items(n)}`)
  const was = p.open(row)
  within(p, e, (name) => {
    const one = p.open(p.add(f.GeneralName, name.value, name.length, name.tag))
    readGeneralName(p, name)
    p.close(one)
  })
  p.close(was)
}

/** One name, by the tag of its kind; the cursor stands at its value. */
export function readGeneralName(p: Packet, name: Element): void {
  const { value, length } = name
  if (name.tag === 0) {
    const was = p.open(p.add(f.otherNameItem, value, length))
    const type = element(p)
    if (type.tag === 6) addOid(p, f.type_id, type)
    p.close(was)
  } else if (name.tag === 1) p.add(f.rfc822Name, value, length)
  else if (name.tag === 2) p.add(f.dNSName, value, length)
  else if (name.tag === 4) {
    const was = p.open(p.add(f.directoryName, value, length, 0))
    readName(p, element(p), x509ifFields.rdnSequence)
    p.close(was)
  } else if (name.tag === 6) p.add(f.uniformResourceIdentifier, value, length)
  else if (name.tag === 7) p.add(f.iPAddress, value, length)
}
