/** Shapes of the calls `flows.*`. Plain data: they cross processes. */
import type { Closing } from '../flows/closing-words'
import type { Opening } from '../flows/handshake-words'
import type { VantageWords } from '../flows/vantage-words'

export type { Closing, Opening, VantageWords }
export type { ClosingKind, OpeningKind, Phase } from '../flows/handshakes'
export type { Arrow, EndState, Ladder, LadderKind, Lifeline } from '../flows/ladder'
export type { ExportFormat } from '../flows/export-ladder'
export type { GraphKind, Series } from '../flows/graphs'
export type { ArpExchangeRow, ArpReport } from '../session/arp-pass'
export type { ConversationRow, ConversationTable, SortColumn, TableKind } from '../session/conversation-table'
export type { EndpointColumn, EndpointRow, EndpointTable } from '../session/endpoint-table'
export type { ExpertEntry } from '../session/expert-pass'
export type { FollowedStream, FollowPiece } from '../session/follow-stream'
export type { GraphData } from '../session/stream-graph'

/** One TCP conversation with what is said of it. Times in nanoseconds. */
export interface ConversationStoryShape {
  stream: number
  /** `address:port` of both ends; 0 sent the first packet. */
  ends: [string, string]
  /** Which end called, −1 when the opening is not in the capture. */
  caller: 0 | 1 | -1
  packets: number
  firstFrame: number
  lastFrame: number
  opening: Opening
  closing: Closing
  vantage: VantageWords
  initialRtt: number | null
  completeness: number
  problems: number
}

export interface ExpertList {
  /** Packets looked at, and how many there are. */
  packets: number
  of: number
  /** Statements in all by level. */
  counts: Record<string, number>
  entries: import('../session/expert-pass').ExpertEntry[]
  /** Entries of the level asked for; a reply may hold fewer than were asked for. */
  total: number
  /** Statements left out because there were too many different ones. */
  dropped: number
}

export interface ExportedLadder {
  /** A page of it. */
  text: string
  /** Arrows in it, and how many there are in all. */
  arrows: number
  total: number
  /** What `exportMore` is asked for the next page; 0 behind the last one. */
  next: number
}
