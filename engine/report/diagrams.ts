/** Header diagrams of a packet, as blocks of a report. */
import { diagramsOf } from '../explain/diagram'
import type { Session } from '../session/session'
import type { Language } from '../words/language'
import type { Block } from './document'
import { labelsKo } from './words/labels.ko'
import type { ReportWords } from './words'

/** The diagrams of the innermost layers of these protocols that the packet has; Ethernet's of the frame itself. */
export function diagramBlocks(
  session: Session,
  frame: number,
  protocols: readonly string[],
  w: ReportWords,
  language: Language,
): Block[] {
  if (!protocols.length) return []
  const all = diagramsOf(session, frame)
  return protocols.flatMap((name): Block[] => {
    const own = all.filter((d) => d.protocol === name)
    const diagram = name === 'eth' ? own[0] : own.at(-1)
    return diagram
      ? [
          {
            kind: 'diagram',
            caption: w.diagramOf(diagram.title, diagram.spec, frame),
            diagram,
            labels: language === 'ko' ? labelsKo : {},
          },
        ]
      : []
  })
}
