// `-o wirelens.evidence:TRUE`: the details say what generated values were derived from.
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root, wirelens } from './program'

const sample = join(root, 'samples', 'tcp-hello.pcapng')
const details = (...more: string[]): string => wirelens(['-n', '-r', sample, '-V', ...more]).out

describe('evidence in the details', () => {
  it('is there when it was asked for, below the values, and nothing else changes', () => {
    const plain = details()
    const told = details('-o', 'wirelens.evidence:TRUE')
    expect(plain).not.toContain('of the SYN in frame')
    const added = told
      .split('\n')
      .filter((line) => / the initial sequence number 0x[0-9a-f]{8} of the SYN in frame \d/.test(line))
    expect(added.length).toBeGreaterThanOrEqual(9)
    const lines = new Set(plain.split('\n'))
    const more = told.split('\n').filter((line) => !lines.has(line))
    expect(more.every((line) => /^ +\[.*\]$/.test(line))).toBe(true)
    expect(told.split('\n').length - more.length).toBe(plain.split('\n').length)
  })
  it('names the frames of the window’s scale', () => {
    expect(details('-o', 'wirelens.evidence:TRUE', '-Y', 'tcp.window_size_scalefactor > 1')).toMatch(
      /\[Calculated window size: \d+\]\n +\[\d+ = \d+ \(frame \d\) × \d+ \(window scale option of frame [12]\)\]/,
    )
  })
})
