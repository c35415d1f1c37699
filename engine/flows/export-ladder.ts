/** A ladder in any of the forms that it can be given to others. */
import { ladderMermaid, ladderPlantUml } from './export-diagrams'
import { ladderSvg } from './export-svg'
import { ladderText } from './export-text'
import type { Ladder } from './ladder'

export const exportFormats = ['text', 'mermaid', 'plantuml', 'svg'] as const
export type ExportFormat = (typeof exportFormats)[number]

export interface ExportOptions {
  /** Decimals of the times. */
  digits: number
  /** Sequence numbers as they stand in the headers. */
  absolute?: boolean
}

/** In pieces, so that a long one need not be held as one text. */
export function exportLadder(ladder: Ladder, format: ExportFormat, options: ExportOptions): Iterable<string> {
  switch (format) {
    case 'mermaid':
      return ladderMermaid(ladder, options)
    case 'plantuml':
      return ladderPlantUml(ladder, options)
    case 'svg':
      return ladderSvg(ladder, options)
    default: {
      const several = new Set(ladder.arrows.map((a) => a.segment?.stream ?? 0)).size > 1 && ladder.kind === 'tcp'
      return ladderText(ladder, {
        digits: options.digits,
        ...(several ? { stream: (a) => a.segment?.stream ?? 0 } : {}),
      })
    }
  }
}
