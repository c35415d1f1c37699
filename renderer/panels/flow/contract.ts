// The shapes and calls of `flows.*` that the panels use, in one place.
import type { Client } from '../../client/client'
import type { Arrow, EndState, Ladder, LadderKind, Lifeline } from '../../../engine/flows/ladder'

export type { Arrow, EndState, Ladder, LadderKind, Lifeline }
export type LadderHead = Omit<Ladder, 'arrows' | 'from'>

export interface LadderScope {
  kind: LadderKind
  stream?: number
}
export type ExportFormat = 'svg' | 'mermaid' | 'plantuml' | 'text'

export const askLadder = (
  client: Client,
  scope: LadderScope,
  piece: { from: number; count: number },
): Promise<Ladder> => client.call('flows.ladder', { ...scope, ...piece }) as Promise<Ladder>

export const askExport = async (
  client: Client,
  scope: LadderScope,
  format: ExportFormat,
  absolute: boolean,
): Promise<string> =>
  ((await client.call('flows.exportLadder', { ...scope, format, absolute })) as { text: string }).text
