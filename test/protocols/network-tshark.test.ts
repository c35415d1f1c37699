// The network layer beside tshark: columns and every field that both know, over packets made to be ordinary, odd and wrong.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { u32le } from '../../engine/bytes/read'
import { registry } from '../../engine/protocols'
import { hasTshark, run, tshark } from '../support/reference'
import { needs } from '../support/skip'
import { decode } from './link-run'

const PROTOCOLS = /^(ip|ipv6|icmp|icmpv6|igmp|udp|ah|esp)\./
/** Capture, and how many of a thousand cells may differ: headers cut short, options and messages of types that stay undecoded. */
const CAPTURES: readonly [name: string, differing: number][] = [
  ['ipv4-ttl', 0],
  ['ipv4-lengths-and-fragments', 5],
  ['ipv4-options', 5],
  ['udp', 5],
  ['icmp', 5],
  ['ipv6', 12],
  ['icmpv6', 5],
  ['igmp-and-gre', 60],
  ['rarer-kinds', 0],
]

const place = (name: string): string => join(import.meta.dirname, 'captures', `${name}.pcap`)

function packetsOf(file: string): Uint8Array[] {
  const b = new Uint8Array(readFileSync(file))
  const packets: Uint8Array[] = []
  for (let at = 24; at < b.length;) {
    const length = u32le(b, at + 8)
    packets.push(b.subarray(at + 16, at + 16 + length))
    at += 16 + length
  }
  return packets
}

let known: string[] | undefined
const names = (): string[] =>
  (known ??= run('tshark', ['-G', 'fields'])
    .out.split('\n')
    .map((l) => l.split('\t')[2] ?? '')
    // The times of these packets are not those in the file.
    .filter(
      (n) => PROTOCOLS.test(n) && registry.byName.has(n) && !/time|resptime/.test(n) && !registry.protocolByName.has(n),
    ))

needs(hasTshark(), 'tshark is not installed').describe('network layer beside tshark', () => {
  for (const [name, allowed] of CAPTURES)
    it(name, () => {
      const fields = names()
      const arguments_ = fields.flatMap((field) => ['-e', field])
      const rows = tshark([
        '-2',
        '-r',
        place(name),
        '-T',
        'fields',
        '-E',
        'separator=|',
        '-E',
        'occurrence=a',
        ...arguments_,
      ])
        .trimEnd()
        .split('\n')
      const ours = decode(101, packetsOf(place(name)))
      const differing: string[] = []
      let cells = 0
      rows.forEach((row, i) =>
        row.split('|').forEach((theirs, k) => {
          const mine = ours[i]!.fields.get(fields[k]!) ?? ''
          if (theirs === '' && mine === '') return
          cells++
          if (theirs !== mine) differing.push(`${i + 1} ${fields[k]}: ${theirs} <> ${mine}`)
        }),
      )
      expect(ours).toHaveLength(rows.length)
      if (differing.length > (cells * allowed) / 1000) expect(differing).toEqual([])
    })
})
