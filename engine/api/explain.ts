/** Calls that explain: what a field is and why it has its value, and header diagrams: `explain.*`. In the language that the process speaks. */
import { diagramHtml, diagramsOf, diagramSvg, drawn } from '../explain/diagram'
import type { DrawnDiagram } from '../explain/diagram'
import { explain, prepare, reasoned } from '../explain/explain'
import type { Explanation } from '../explain/explain'
import { Refused } from '../refused'
import { spoken } from '../words/language'
import { callsOf } from './call'
import { integer, object, oneOf, optional, text } from './check'
import type { Decoder } from './decoder'

const call = callsOf<Decoder>()
const number = integer(1, 0xffff_ffff)

/** One field of a packet: by the id of its line in the details tree, or by its filter name. Long conversations are read for it first. */
export const field = call(
  object({ number, node: optional(integer(0, 0xffff)), name: optional(text(200)) }),
  async (d, { number: frame, node, name = '' }): Promise<Explanation> => {
    const session = d.open
    await prepare(session, frame)
    return explain(session, frame, node ?? name, spoken())
  },
)

/** Ids of the lines of the details tree that have a reason. */
export const reasons = call(object({ number }), async (d, { number: frame }): Promise<number[]> => {
  const session = d.open
  await prepare(session, frame)
  return reasoned(session, frame)
})

/** Header diagrams of all layers of a packet that have one, outermost first. */
export const diagrams = call(object({ number }), (d, { number: frame }): DrawnDiagram[] => {
  if (frame > d.open.count) throw new Refused('no-such-packet', `There is no packet ${frame}.`)
  return diagramsOf(d.open, frame).map(drawn)
})

/** One of them as a drawing or as a table. */
export const drawing = call(
  object({ number, which: integer(0, 255), format: oneOf('svg', 'html', 'html-fields') }),
  (d, { number: frame, which, format }): string => {
    const found = frame <= d.open.count ? diagramsOf(d.open, frame)[which] : undefined
    if (!found) throw new Refused('no-such-diagram', 'This packet has no such header diagram.')
    if (format === 'svg') return diagramSvg(found)
    return diagramHtml(found, spoken(), format === 'html' ? found.layout : 'table')
  },
)
