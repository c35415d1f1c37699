/** Checksums of a layer held against what they should be: the state, the words of the tree line and the expert note, in one place. */
import { checksumStates, fold16, shouldBe, sum16 } from '../bytes/checksum'
import type { Field } from './field'
import type { Packet } from './packet'

const hex4 = (v: number): string => `0x${v.toString(16).padStart(4, '0')}`

/**
 * Verifies an Internet checksum over `length` bytes at `at`, of which the field at `place` is one; `pseudo` is what else is added up.
 * Sets the status field, notes a bad one under the row of the checksum, and returns the state.
 */
export function checked(
  p: Packet,
  row: number,
  place: number,
  at: number,
  length: number,
  status: Field,
  bad: Field,
  pseudo = 0,
): number {
  const found = (p.bytes[place]! << 8) | p.bytes[place + 1]!
  const label = p.registry.fields[p.records.field[row] ?? 0]?.label ?? 'Checksum'
  if (p.quoted || p.fragmented || at + length > p.end) {
    const why = p.quoted ? 'in ICMP error packet' : p.fragmented ? 'fragmented datagram' : 'not all data available'
    if (p.drawing) p.label(row, `${label}: ${hex4(found)} [unverified] [${why}]`)
    p.set(status, checksumStates.unverified, place, 2)
    return checksumStates.unverified
  }
  const sum = sum16(p.bytes, at, length, pseudo)
  if (fold16(sum) === 0xffff) {
    if (p.drawing) p.label(row, `${label}: ${hex4(found)} [correct]`)
    p.set(status, checksumStates.good, place, 2)
    return checksumStates.good
  }
  const due = hex4(shouldBe(sum, found))
  if (p.drawing) p.label(row, `${label}: ${hex4(found)} incorrect, should be ${due}`)
  const was = p.open(row)
  p.note(bad, `Bad checksum [should be ${due}]`, place, 2)
  p.close(was)
  p.set(status, checksumStates.bad, place, 2)
  return checksumStates.bad
}
