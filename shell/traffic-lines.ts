/** What flows through each adapter right now, for the live lines of the welcome screen. Reads the kernel's counters: no capture, no rights. */
import { readFileSync } from 'node:fs'
import type { Traffic } from './shapes'

/** Milliseconds between two readings. */
const pause = 500

type Counters = Map<string, { packets: number; bytes: number }>

/** Counters per adapter, received and sent together; empty where the system does not tell. */
export function readCounters(text: string): Counters {
  const counters: Counters = new Map()
  for (const line of text.split('\n').slice(2)) {
    const [name, rest] = line.split(/:\s*(.*)/)
    const n = rest?.trim().split(/\s+/).map(Number)
    if (name && n && n.length >= 10) counters.set(name.trim(), { bytes: n[0]! + n[8]!, packets: n[1]! + n[9]! })
  }
  return counters
}

export class TrafficLines {
  private timer: ReturnType<typeof setInterval> | null = null
  private last: Counters = new Map()

  constructor(private readonly tell: (traffic: Traffic) => void) {}

  watch(on: boolean): void {
    if (this.timer) clearInterval(this.timer)
    this.timer = null
    if (!on) return
    this.last = this.read()
    this.timer = setInterval(() => this.look(), pause)
    this.timer.unref()
  }

  private look(): void {
    const now = this.read()
    const traffic: Traffic = {}
    for (const [name, { packets, bytes }] of now) {
      const before = this.last.get(name)
      if (before)
        traffic[name] = { packets: Math.max(0, packets - before.packets), bytes: Math.max(0, bytes - before.bytes) }
    }
    this.last = now
    this.tell(traffic)
  }

  private read(): Counters {
    try {
      return readCounters(readFileSync('/proc/net/dev', 'utf8'))
    } catch {
      return new Map() // Windows: no lines
    }
  }
}
