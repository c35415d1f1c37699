// Opening and indexing a million packets, beside tshark and tcpdump on the same file.
import { statSync } from 'node:fs'
import { pairs, row } from '../../build/bench-kit.mjs'
import { bigFile } from './big-file.mjs'

const file = bigFile()
if (file) {
  const ours = [process.execPath, 'dist/cli/wirelens.js', '-n', '-q', '-r', file]
  const beside = await pairs(ours, ['tshark', '-n', '-r', file, '-w', '/dev/null', '-Y', 'frame'], 5)
  row({
    name: `open and index ${(statSync(file).size / 1e6).toFixed(0)} MB, 1 M packets (tshark)`,
    ours: beside.ours.seconds,
    theirs: beside.theirs.seconds,
    ratio: beside.ratio,
    unit: 's',
    goal: '≥ 15×',
    met: beside.ratio >= 15,
  })
  row({
    name: 'the same: peak memory',
    ours: beside.ours.megabytes,
    theirs: beside.theirs.megabytes,
    ratio: beside.theirs.megabytes / beside.ours.megabytes,
    unit: 'MB',
    goal: '≤ 250 MB',
    met: beside.ours.megabytes <= 250,
  })
  const twice = await pairs(ours, ['tshark', '-n', '-2', '-r', file, '-w', '/dev/null', '-Y', 'frame'], 3)
  row({
    name: 'the same beside tshark -2 (which then knows what ours knows: answers and final values)',
    ours: twice.ours.seconds,
    theirs: twice.theirs.seconds,
    ratio: twice.ratio,
    unit: 's',
  })
  const copy = await pairs(ours, ['tcpdump', '-r', file, '-w', '/dev/null'], 5)
  row({
    name: 'the same beside tcpdump -w /dev/null (which decodes nothing)',
    ours: copy.ours.seconds,
    theirs: copy.theirs.seconds,
    ratio: copy.ratio,
    unit: 's',
  })
}
