// A decoder process with a million packets: time to the first rows, any 60 rows, a tree, memory.
import { readFileSync } from 'node:fs'
import { median, percentile, row } from '../../build/bench-kit.mjs'
import { bigFile } from './big-file.mjs'
import { startDecoder, timed } from './decoder-process.mjs'

const file = bigFile()
if (file) {
  const { pid, ask, end } = startDecoder()
  await ask('columnList') // the process is up
  const first = await timed(async () => {
    await ask('open', { path: file })
    const { rows } = await ask('rows', { from: 0, count: 60 })
    if (rows.length !== 60) throw new Error('no rows')
  })
  row({ name: 'first 60 rows after opening 1 M packets', ours: first, unit: 'ms', goal: '≤ 500 ms', met: first <= 500 })
  // While the index is built: the decoder must keep answering.
  const busy = []
  for (let n = 0; n < 20; n++) busy.push(await timed(() => ask('rows', { from: 0, count: 60 })))
  row({
    name: '60 rows while indexing, p95',
    ours: percentile(busy, 0.95),
    unit: 'ms',
    goal: '≤ 100 ms',
    met: percentile(busy, 0.95) <= 100,
  })
  const { packets } = await ask('settled')
  const places = Array.from({ length: 300 }, (_, i) => Math.floor((i * 7919 * 127) % (packets - 60)))
  const rows = []
  const trees = []
  for (const from of places) rows.push(await timed(() => ask('rows', { from, count: 60 })))
  for (const from of places) trees.push(await timed(() => ask('packet', { number: from + 1 })))
  for (const [name, times, goal] of [
    ['any 60 rows with Info texts', rows, 20],
    ['a tree with bytes', trees, 10],
  ]) {
    row({ name: `${name}, median`, ours: median(times), unit: 'ms' })
    row({
      name: `${name}, p95`,
      ours: percentile(times, 0.95),
      unit: 'ms',
      goal: `≤ ${goal} ms`,
      met: percentile(times, 0.95) <= goal,
    })
  }
  const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  row({ name: 'decoder: peak memory', ours: peak, unit: 'MB', goal: '≤ 250 MB', met: peak <= 250 })
  end()
}
