// Where the TCP analysis of a file differs from tshark's, cell by cell.
import { tshark } from '../support/reference'
import { readTcp } from './tcp-run'

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
export async function differences(path: string, info: boolean): Promise<string[]> {
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
