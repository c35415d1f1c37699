/** application/x-www-form-urlencoded (WHATWG URL, section 5): the items of a form. */
import { utf8Text } from '../../bytes/text'
import { string } from '../../dissect/field'
import { protocol } from '../../dissect/protocol'
import { bodyMedia } from './media'

export const urlencodedForm = protocol({
  name: 'urlencoded-form',
  title: 'HTML Form URL Encoded',
  column: '',
  shortName: 'URL Encoded Form Data',
  spec: 'WHATWG URL',
  over: { media_type: ['application/x-www-form-urlencoded'] },
  fields: {
    key: string('urlencoded-form.key', 'Key', { help: 'The name of an input of the form.' }),
    value: string('urlencoded-form.value', 'Value', { help: 'What was put into it.' }),
  },
  decode(p, _, f) {
    if (p.first) return
    if (p.columns) p.sayMore(` (${p.recall(bodyMedia).type})`)
    const { bytes, end } = p
    while (p.at < end) {
      const start = p.at
      const equals = stopAt(bytes, start, end, EQUALS)
      const next = stopAt(bytes, Math.min(end, equals + 1), end, AMPERSAND)
      const key = decoded(utf8Text(bytes, start, equals - start))
      const from = Math.min(equals + 1, next)
      const value = decoded(utf8Text(bytes, from, next - from))
      const was = p.open(p.text(`Form item: "${key}" = "${value}"`, start, next - start))
      p.add(f.key, start, Math.min(end, equals + 1) - start, key)
      p.add(f.value, from, Math.min(end, next + 1) - from, value)
      p.close(was)
      p.at = Math.min(end, next + 1)
    }
  },
  heading: (p) => `HTML Form URL Encoded: ${p.recall(bodyMedia).type}`,
})

const EQUALS = 61
const AMPERSAND = 38

function stopAt(bytes: Uint8Array, from: number, end: number, mark: number): number {
  const at = bytes.indexOf(mark, from)
  return at < 0 || at > end ? end : at
}

/** `a+b%20c` → `a b c`. Escapes that make no UTF-8 stay as they are. */
function decoded(text: string): string {
  const spaced = text.replaceAll('+', ' ')
  return spaced.replace(/(%[0-9a-fA-F]{2})+/g, (run) => {
    const bytes = new Uint8Array(run.length / 3)
    for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(run.slice(3 * i + 1, 3 * i + 3), 16)
    return utf8Text(bytes, 0, bytes.length)
  })
}
