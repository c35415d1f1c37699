/** RFC 4511 section 4.5.1.7: filters of searches, in the tree and as a text after RFC 4515. */
import { utf8Text } from '../../../bytes/text'
import type { Field } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import { limits } from '../../../limits'
import { element, within } from '../../kit/ber'
import type { Element } from '../../kit/ber'
import { ldapFields as f } from './fields'

const signs: Readonly<Record<number, string>> = { 3: '=', 5: '>=', 6: '<=', 8: '~=' }
/** Filters inside one another: each is some bytes of one message. */
const DEEPEST = limits.filterDepth

/** Reads the filter whose value the cursor stands at; returns it as text. */
export function readFilter(p: Packet, e: Element, as: Field, depth = 0): string {
  if (depth > DEEPEST) p.need(-1)
  const line = p.text('', e.at, e.value + e.length - e.at)
  const outer = p.open(line)
  const row = p.add(as, e.at, e.value + e.length - e.at, e.tag)
  const was = p.open(row)
  const text = body(p, e, depth)
  p.label(line, `Filter: ${text}`)
  p.close(was)
  p.close(outer)
  return text
}

function body(p: Packet, e: Element, depth: number): string {
  const take = (field: Field, v: Element): string => {
    const text = utf8Text(p.bytes, v.value, v.length)
    p.add(field, v.value, v.length, text)
    return text
  }
  switch (e.tag) {
    case 0:
    case 1: {
      const parts: string[] = []
      const list = p.add(e.tag ? f.or : f.and, e.value, e.length, 0)
      const was = p.open(list)
      within(p, e, (v) => {
        parts.push(readFilter(p, v, e.tag ? f.orItem : f.andItem, depth + 1))
        p.at = p.end
      })
      p.revalue(list, parts.length)
      p.close(was)
      return `(${e.tag ? '|' : '&'}${parts.join('')})`
    }
    case 2:
      return `(!${readFilter(p, element(p), f.not, depth + 1)})`
    case 7:
      return `(${take(f.present, e)}=*)`
    case 4: {
      let text = ''
      within(p, e, (v, i) => {
        if (i === 0) text = take(f.type, v)
        else {
          const parts: string[] = []
          within(p, v, (part) => {
            const value = utf8Text(p.bytes, part.value, part.length)
            parts.push(
              part.tag === 0
                ? `${value}*`
                : part.tag === 1
                  ? `${parts.length ? '' : '*'}${value}*`
                  : `${parts.length ? '' : '*'}${value}`,
            )
            p.at = p.end
          })
          text += `=${parts.join('')}`
        }
        p.at = p.end
      })
      return `(${text})`
    }
    case 9: {
      let rule = ''
      let type = ''
      let value = ''
      const row = p.add(f.extensible, e.value, e.length)
      const was = p.open(row)
      within(p, e, (v) => {
        if (v.tag === 1) rule = take(f.rule, v)
        else if (v.tag === 2) type = take(f.type, v)
        else if (v.tag === 3) value = take(f.matchValue, v)
        p.at = p.end
      })
      p.label(row, `extensibleMatch ${type}`)
      p.close(was)
      return `(${type}:${rule}:=${value})`
    }
    default: {
      let text = ''
      within(p, e, (v, i) => {
        if (i === 0) text = take(f.description, v) + (signs[e.tag] ?? '=')
        else text += take(f.assertion, v)
        p.at = p.end
      })
      return `(${text})`
    }
  }
}
