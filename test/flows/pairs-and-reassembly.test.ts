// Requests and answers, and datagrams put together: what is kept stays within its bounds.
import { describe, expect, it } from 'vitest'
import type { Packet } from '../../engine/dissect/packet'
import { Pairs } from '../../engine/flows/pairs'
import { Reassembly } from '../../engine/flows/reassembly'

/** What the two mechanisms see of a packet. */
const packet = (number: number, first = true, bytes = new Uint8Array(0)): Packet =>
  ({ first, bytes, frame: { number, seconds: 100 + number, nanos: 500 * number } }) as unknown as Packet

describe('pairs', () => {
  it('give both frames of an exchange its other one, and the time between', () => {
    const pairs = new Pairs()
    pairs.ask(packet(1), 0, 7, 8)
    pairs.answer(packet(3), 0, 7, 8)
    const n = pairs.ask(packet(1, false), 0, 0)
    expect([pairs.answerOf(n), pairs.requestOf(pairs.of(packet(3, false)))]).toEqual([3, 1])
    expect(pairs.delay(n)).toBe(2_000_001_000)
  })
  it('keep one answer to a request', () => {
    const pairs = new Pairs()
    pairs.ask(packet(1), 0, 7)
    pairs.answer(packet(2), 0, 7)
    expect(pairs.answer(packet(3), 0, 7)).toBe(0)
  })
  it('answer the newest of several requests with the same key', () => {
    const pairs = new Pairs()
    pairs.ask(packet(1), 0, 7)
    pairs.ask(packet(2), 0, 7)
    expect(pairs.requestOf(pairs.answer(packet(3), 0, 7))).toBe(2)
  })
  it('forget the oldest and count them', () => {
    const pairs = new Pairs(256)
    for (let i = 1; i <= 300; i++) pairs.ask(packet(i), 0, i)
    expect(pairs.dropped).toBe(44)
    expect(pairs.find(44)).toBe(0)
    expect(pairs.find(45)).toBe(45)
    expect(pairs.of(packet(1, false))).toBe(0)
  })
  it('find every key of many', () => {
    const pairs = new Pairs(1024)
    for (let i = 1; i <= 5000; i++) pairs.ask(packet(i), 0, i * 7919, i & 3)
    for (let i = 4000; i <= 5000; i++) expect(pairs.find(i * 7919, i & 3)).toBe(i)
  })
})

describe('reassembly', () => {
  const data = Uint8Array.from({ length: 100 }, (_, i) => i)
  it('joins fragments in any order', () => {
    const memory = new Reassembly()
    memory.add(packet(1, true, data), 0, 'a', 60, 60, 40, false)
    memory.add(packet(2, true, data), 0, 'a', 0, 0, 30, true)
    const whole = memory.add(packet(3, true, data), 0, 'a', 30, 30, 30, true)
    expect(whole?.bytes).toEqual(data)
    expect(memory.of(packet(1, false))?.frame).toBe(3)
  })
  it('copies: the packet may be overwritten', () => {
    const memory = new Reassembly()
    const buffer = Buffer.from(data)
    memory.add(packet(1, true, buffer), 0, 'a', 0, 0, 50, true)
    buffer.fill(0)
    const whole = memory.add(packet(2, true, data), 0, 'a', 50, 50, 50, false)
    expect(whole?.bytes).toEqual(data)
  })
  it('keeps the places of fragments, not their bytes, and reads the whole again', () => {
    const memory = new Reassembly(20_000)
    const frames = new Map<number, Uint8Array<ArrayBuffer>>()
    const inFrame = (number: number, first: boolean): Packet => {
      const p = packet(number, first, frames.get(number))
      return Object.assign(p, {
        source: 0,
        origin: 0,
        bytesOf: (n: number, at: number, size: number) => frames.get(n)!.subarray(at, at + size),
      })
    }
    const joined: (Uint8Array | undefined)[] = []
    for (let i = 1; i <= 40; i += 2) {
      const whole = new Uint8Array(2000).fill(i)
      frames.set(i, whole.subarray(0, 1040)).set(i + 1, whole.subarray(960))
      memory.add(inFrame(i, true), 0, `k${i}`, 40, 0, 1000, true)
      joined.push(memory.add(inFrame(i + 1, true), 0, `k${i}`, 40, 1000, 1000, false)?.bytes?.slice())
    }
    // Twice of what may be held went through.
    expect(memory.dropped).toBe(0)
    joined.forEach((bytes, n) => {
      expect(bytes).toEqual(new Uint8Array(2000).fill(2 * n + 1))
      expect(memory.of(inFrame(2 * n + 2, false))?.bytes).toEqual(bytes)
      expect(memory.of(inFrame(2 * n + 1, false))?.frame).toBe(2 * n + 2)
    })
    // The file was cut behind our back.
    frames.set(1, new Uint8Array(500))
    expect(memory.of(inFrame(2, false))).toBeUndefined()
  })
  it('drops the oldest when it holds too much, and counts it', () => {
    const memory = new Reassembly(1000)
    for (let i = 1; i <= 20; i++) memory.add(packet(i, true, data), 0, `k${i}`, 0, 0, 50, true)
    expect(memory.dropped).toBeGreaterThan(10)
    expect(memory.add(packet(21, true, data), 0, 'k1', 50, 50, 50, false)).toBeUndefined()
    expect(memory.add(packet(22, true, data), 0, 'k20', 50, 50, 50, false)?.bytes).toEqual(data)
  })
  it('makes room in a time that does not grow with what was dropped before', () => {
    const memory = new Reassembly(100_000)
    for (let i = 1; i <= 5000; i++) memory.add(packet(i, true, data), 0, `k${i}`, 0, 0, 50, true)
    expect(memory.looks).toBeLessThan(5000)
    expect(memory.looks).toBe(memory.dropped)
  })
  it('makes room around a datagram that stays the oldest', () => {
    const memory = new Reassembly(10_000)
    let n = 0
    memory.add(packet(++n, true, data), 0, 'old', 0, 0, 8, true)
    for (let i = 1; i <= 2000; i++) {
      memory.add(packet(++n, true, data), 0, `k${i}`, 0, 0, 50, true)
      if (i % 2) memory.add(packet(++n, true, data), 0, 'old', 0, 8 * i, 8, true)
    }
    expect(memory.looks).toBeLessThan(2 * n)
  })
  it('gives up a datagram of more fragments than there can be', () => {
    const memory = new Reassembly()
    for (let i = 1; i <= 9000; i++) memory.add(packet(i, true, data), 0, 'a', 0, 8, 8, true)
    expect(memory.dropped).toBe(1)
  })
})
