// What a shell tells unasked, and what the window asks of it when it saves.
import type { CaptureState, CaptureStatus, ErrorText, FilterCounts, FilterState, SortState, Traffic } from './shapes'

export type SaveFormat = 'pcapng' | 'pcap' | 'pcap-ns'
export interface SaveRequest {
  path: string
  format: SaveFormat
  which?: 'all' | 'displayed' | 'marked' | 'range'
  ranges?: number[][]
}

export interface WorkProgress {
  path: string
  done: number
  total: number
}

export interface ShellEvents {
  status: CaptureStatus
  filter: FilterState
  'filter-counts': FilterCounts
  capture: CaptureState
  traffic: Traffic
  /** How far long work over all packets has got. */
  flows: { work: string; done: number; total: number }
  saving: WorkProgress
  opening: WorkProgress
  sorting: WorkProgress
  sorted: SortState | null
  decoder: { state: 'restarting' | 'ready' | 'gave-up'; message: string }
  failed: ErrorText
  /** A command chosen in a native menu. */
  command: { id: string }
}
