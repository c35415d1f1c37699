/** The shapes that calls return and that a window shows. Plain data: they cross processes. */
import type { TreeNode } from '../dissect/tree'
import type { FilterState } from '../session/display-filter'

export type { TreeNode }

export interface InterfaceInfo {
  name: string
  description: string
  linkType: number
  linkTypeName: string
  snapLength: number
  filter: string
}

/** What is known of the open capture at this moment. Sent as the event `status` whenever it changes, at most ten times a second. */
export interface CaptureStatus {
  /** Where the bytes are. */
  path: string
  /** File name for titles. */
  name: string
  /** `pcapng`, `pcap (nanoseconds)` … */
  format: string
  packets: number
  /** Index pass: bytes done of bytes in all; done when `complete`. */
  bytesDone: number
  bytesTotal: number
  complete: boolean
  live: boolean
  /** A capture of this program that has not been saved under a name of the user's. */
  temporary: boolean
  /** Unsaved comments. */
  changed: boolean
  /** Packets that the kernel dropped while capturing. */
  dropped: number
  /** Seconds from the first packet to the last. */
  duration: number
  firstTime: number | null
  interfaces: InterfaceInfo[]
  /** Where and why reading stopped early. */
  problem: { code: string; message: string; offset: number } | null
  marked: number
  /** What the list is sorted by; null: as captured. */
  sort: SortState | null
  /** The display filter in force; null when every packet is shown. */
  filter: FilterState | null
}

/** The order of the list; told as the event `sorted`. */
export interface SortState {
  /** Id of a column, or the name of a field. */
  column: string
  descending: boolean
}

export interface Row {
  /** Frame number, from 1. */
  number: number
  /** Texts in the order of the columns asked for. */
  cells: string[]
  /** Id of the colouring rule, or ''. */
  colour: string
  marked: boolean
  ignored: boolean
  /** It has a comment, of the file or of the user. */
  commented: boolean
}

export interface Rows {
  from: number
  /** Packets in the view when the rows were made. */
  total: number
  rows: Row[]
}

export interface PacketDetails {
  number: number
  tree: TreeNode[]
  /** Rows were left out because there were too many. */
  more: boolean
  sources: { name: string; bytes: Uint8Array }[]
  comments: string[]
}

/** Where a packet is in the list. */
export interface Place {
  /** Frame number; 0 when there is none. */
  number: number
  /** Its row, from 0; for a packet that is not shown, the next row that is. */
  row: number
  shown: boolean
}

export interface SaveResult {
  path: string
  packets: number
  bytes: number
}
