// A check that a text is well-formed XML 1.0, as far as our drawings use it: elements, attributes, the five entities. No comments, no CDATA.

const name = /[A-Za-z_][\w.-]*/y
/** Characters that XML 1.0 allows. */
const allowed = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u
const reference = /&(?!(?:amp|lt|gt|quot|apos);)/

/** Names of the elements in order of their start. Throws where the text is not well-formed. */
export function wellFormed(text: string): string[] {
  const fail = (why: string, at: number): never => {
    throw new Error(`${why} at ${at}: ${JSON.stringify(text.slice(at, at + 60))}`)
  }
  if (!allowed.test(text)) fail('a character that XML does not have', 0)
  const names: string[] = []
  const open: string[] = []
  let at = text.startsWith('<?xml') ? text.indexOf('?>') + 2 : 0
  while (at < text.length) {
    const next = text.indexOf('<', at)
    const between = text.slice(at, next < 0 ? undefined : next)
    if (reference.test(between) || between.includes(']]>')) fail('an unescaped &', at)
    if (open.length === 0 && between.trim()) fail('text outside of the root', at)
    if (next < 0) break
    const end = endOfTag(text, next)
    if (end < 0) fail('a tag without an end', next)
    const tag = text.slice(next + 1, end)
    if (tag.startsWith('/')) {
      if (open.pop() !== tag.slice(1)) fail('a wrong end', next)
    } else {
      name.lastIndex = 0
      const found = name.exec(tag)?.[0] ?? fail('no name', next)
      const attributes = tag.slice(found.length).replace(/\/$/, '')
      if (!/^(?:\s+[A-Za-z_:][\w:.-]*="[^"<]*")*\s*$/.test(attributes) || reference.test(attributes))
        fail('bad attributes', next)
      names.push(found)
      if (!tag.endsWith('/')) open.push(found)
    }
    at = end + 1
  }
  if (open.length) fail(`${open.join(' ')} without an end`, text.length)
  return names
}

function endOfTag(text: string, from: number): number {
  let quoted = false
  for (let i = from; i < text.length; i++) {
    if (text[i] === '"') quoted = !quoted
    else if (text[i] === '>' && !quoted) return i
  }
  return -1
}
