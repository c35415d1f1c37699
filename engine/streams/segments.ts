/** How a message or datagram that was put together shows in the packets that carry its parts: the same lines for TCP, IPv4 and IPv6. */
import type { Field } from '../dissect/field'
import type { Packet } from '../dissect/packet'
import type { Datagram } from '../flows/reassembly'

/** The fields that a protocol declares for this. */
export interface FragmentFields {
  fragments: Field
  fragment: Field
  fragmentError: Field
  overlap: Field
  overlapConflict: Field
  multipleTails: Field
  tooLong: Field
  fragmentCount: Field
  reassembledIn: Field
  reassembledLength: Field
  reassembledData?: Field
}

/** The group of fragments in the frame that made the datagram whole, or a pointer to that frame in the others. */
export function showFragments(p: Packet, f: FragmentFields, d: Datagram, bytes = d.bytes!): void {
  if (d.frame !== p.frame.number) {
    p.set(f.reassembledIn, d.frame)
    return
  }
  const { pieces, total } = d
  const group = f.fragments.type === 'none' ? p.add(f.fragments, p.at, 0) : p.add(f.fragments, p.at, 0, bytes)
  if (p.drawing && group >= 0) {
    const list = pieces.map((piece) => `#${piece.frame}(${piece.length})`).join(', ')
    p.label(
      group,
      `[${pieces.length} ${f.fragments.label.replace(/s$/, '')}${pieces.length === 1 ? '' : 's'} (${total} byte${total === 1 ? '' : 's'}): ${list}]`,
    )
  }
  const was = p.open(group)
  for (const piece of pieces) {
    const bad = piece.conflict || piece.otherTail || piece.tooLong
    const line = p.set(bad ? f.fragmentError : f.fragment, piece.frame)
    if (p.drawing && line >= 0)
      p.label(
        line,
        `Frame: ${piece.frame}, payload: ${piece.offset}-${piece.offset + piece.length - 1} (${piece.length} byte${piece.length === 1 ? '' : 's'})`,
      )
    const inner = p.open(line)
    if (piece.overlap) p.set(f.overlap, 1)
    if (piece.conflict) p.set(f.overlapConflict, 1)
    if (piece.otherTail) p.set(f.multipleTails, 1)
    if (piece.tooLong) p.set(f.tooLong, 1)
    p.close(inner)
  }
  p.set(f.fragmentCount, pieces.length)
  p.set(f.reassembledLength, total)
  if (f.reassembledData) p.set(f.reassembledData, bytes)
  p.close(was)
}
