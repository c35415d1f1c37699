// The TCP analysis beside tshark: the exchanges of tcp-cases, random ones, and the shared captures.
import { join } from 'node:path'
import { expect } from 'vitest'
import { type CaptureBuilder } from '../support/packet-builder'
import { Random } from '../support/random'
import { hasTshark, sharedFolder, tshark } from '../support/reference'
import { needs } from '../support/skip'
import { cases } from './tcp-cases'
import { randomStreams } from './tcp-random'
import { readTcp, withFile } from './tcp-run'

const names = [
  ...['stream', 'completeness', 'len', 'seq', 'nxtseq', 'ack', 'flags.str', 'window_size', 'window_size_scalefactor'],
  ...['time_relative', 'time_delta', 'connection.fin_active', 'connection.fin_passive', 'options.sack_le'],
  ...['acks_frame', 'ack_rtt', 'initial_rtt', 'bytes_in_flight', 'push_bytes_sent', 'rto', 'rto_frame'].map(analysis),
  ...['duplicate_ack_num', 'duplicate_ack_frame', 'flags', 'retransmission', 'fast_retransmission'].map(analysis),
  ...['spurious_retransmission', 'out_of_order', 'lost_segment', 'ack_lost_segment', 'window_update'].map(analysis),
  ...['window_full', 'keep_alive', 'keep_alive_ack', 'duplicate_ack', 'zero_window_probe', 'zero_window'].map(analysis),
  ...['zero_window_probe_ack', 'reused_ports'].map(analysis),
].map((n) => `tcp.${n}`)
function analysis(name: string): string {
  return `analysis.${name}`
}

/** Cells of both, row by row: `frame field: tshark's | ours`. */
async function differences(path: string, info: boolean): Promise<string[]> {
  const wanted = info ? [...names, '_ws.col.Info'] : names
  const theirs = tshark(['-2', '-r', path, '-T', 'fields', '-E', 'aggregator=,', ...wanted.flatMap((n) => ['-e', n])])
  const { packets } = await readTcp(path)
  const out: string[] = []
  theirs
    .split('\n')
    .slice(0, -1)
    .forEach((line, i) => {
      const cells = line.split('\t')
      wanted.forEach((name, k) => {
        const mine = name === '_ws.col.Info' ? packets[i]!.info : packets[i]!.field(name)
        if (mine !== cells[k]) out.push(`${i + 1} ${name}: ${cells[k]} | ${mine}`)
      })
    })
  return out
}

needs(hasTshark(), 'tshark is not installed').describe('the TCP analysis agrees with tshark', () => {
  const { it } = needs(true, '')
  for (const [name, { talk }] of Object.entries(cases))
    it(`on ${name}`, async () => expect(await withFile(talk().made, (path) => differences(path, true))).toEqual([]))
  for (const seed of [1, 2, 3, 4, 5, 6])
    it(`on random streams ${seed}`, async () => {
      const made: CaptureBuilder = randomStreams(new Random(seed * 7919), 60)
      expect(await withFile(made, (path) => differences(path, true))).toEqual([])
    })
})

needs(hasTshark() && sharedFolder(), 'tshark or the shared captures are not there').describe('the seed capture', () => {
  const { it } = needs(true, '')
  it('has the fields that tshark shows', async () =>
    expect(await differences(join(sharedFolder()!, 'seed', 'seed-tcp-handshake.pcapng'), false)).toEqual([]))
})
