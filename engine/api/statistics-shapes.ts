/** Shapes of the calls `statistics.*`. Plain data: they cross processes. */

export interface HierarchyLine {
  /** 0: the outermost protocol. Lines stand in the order of the tree. */
  depth: number
  /** Filter name, and what the details call it. */
  protocol: string
  title: string
  packets: number
  /** Bytes of the whole packets on the wire. */
  bytes: number
  /** Packets in which nothing stands further in. */
  ends: number
}

export interface CounterLine {
  depth: number
  name: string
  count: number
  /** Of values; null where none are counted. */
  average: number | null
  least: number | null
  most: number | null
  /** Per millisecond, over the time from the first packet counted to the last; null where that is none. */
  rate: number | null
  /** Of the line above it, from 0 to 1. */
  share: number | null
  /** Per millisecond in the busiest tenth of a second, and when that began (seconds since the capture's first packet). */
  burst: number | null
  burstAt: number | null
}

export interface TrafficLine {
  /** One value per interval: packets, bytes, or what is calculated (durations in seconds). */
  values: number[]
}

interface Totals {
  packets: number
  /** On the wire, and in the file. */
  bytes: number
  captured: number
}

export interface CaptureProperties {
  path: string
  /** Of the file as it lies on disk; 0 and '' where it cannot be read any more. */
  size: number
  sha256: string
  captured: Totals
  /** What the display filter shows; null without one. */
  shown: Totals | null
  marked: number
  /** Seconds since 1970 of the first and the last packet. */
  first: number | null
  last: number | null
  /** How many there are; the lists hold the first of them. */
  parts: { interfaces: number; sections: number }
  sections: { hardware: string; os: string; application: string; comments: string[] }[]
  interfaces: {
    name: string
    description: string
    link: string
    snapLength: number
    filter: string
    /** As the interface's statistics in the file say; null where they say nothing. */
    received: number | null
    dropped: number | null
  }[]
}
