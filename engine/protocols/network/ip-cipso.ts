/** FIPS 188, the Commercial IP Security Option: tags with a sensitivity level and categories. */
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'

interface CipsoFields {
  cipsoDoi: Field
  cipsoTag: Field
  cipsoLevel: Field
  cipsoCategories: Field
  cipsoData: Field
  cipsoMalformed: Field
}

const TAGS: Readonly<Record<number, string>> = {
  0: 'Padding',
  1: 'Restrictive Category Bitmap',
  2: 'Enumerated Categories',
  5: 'Ranged Categories',
  6: 'Permissive Categories',
  7: 'Free Form',
}

/** Decodes the option behind its type and length, up to the end of the layer. */
export function decodeCipso(p: Packet, f: CipsoFields): void {
  p.take(f.cipsoDoi)
  while (p.left > 0) {
    const at = p.at
    const type = p.peek(1)
    const line = p.add(f.cipsoTag, at, 1, type)
    if (type === 0) {
      p.label(line, 'Tag Type: Padding (0)')
      p.at++
      continue
    }
    const length = p.left > 1 ? p.peek(1, 1) : 0
    if (type >= 128) {
      p.label(line, `Tag Type: Unknown (${type}) (${length} bytes)`)
      if (length < 2) return
      p.at = Math.min(p.end, at + length)
      continue
    }
    p.label(line, `Tag Type: ${TAGS[type] ?? 'Unknown'} (${type})`)
    if (length < 2 || length > p.left || (type !== 7 && length < 4)) {
      p.note(f.cipsoMalformed, undefined, at, 1)
      return
    }
    if (type === 7) p.add(f.cipsoData, at + 2, length - 2)
    else {
      p.add(f.cipsoLevel, at + 3, 1, p.peek(1, 3))
      const text = categories(p.bytes, type, at + 4, at + length)
      if (text !== undefined) p.add(f.cipsoCategories, at + 4, length - 4, text)
    }
    p.at = at + length
  }
}

function categories(b: Uint8Array, type: number, at: number, end: number): string | undefined {
  const list: string[] = []
  if (type === 1 || type === 6)
    for (let i = 0; i < (end - at) * 8; i++) {
      if (b[at + (i >> 3)]! & (0x80 >> (i & 7))) list.push(String(i))
    }
  else if (type === 2) for (; at + 2 <= end; at += 2) list.push(String((b[at]! << 8) | b[at + 1]!))
  else if (type === 5)
    for (; at + 2 <= end; at += 4) {
      const high = (b[at]! << 8) | b[at + 1]!
      const low = at + 4 <= end ? (b[at + 2]! << 8) | b[at + 3]! : 0
      list.push(low === high ? String(high) : `${high}-${low}`)
    }
  else return undefined
  return list.join(',')
}
