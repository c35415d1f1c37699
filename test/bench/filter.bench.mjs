// Display filters over a million packets that are open, beside tshark with the same filter: the first screenful, the whole, and cancelling.
import { median, once, row } from '../../build/bench-kit.mjs'
import { bigFile } from './big-file.mjs'
import { startDecoder, timed } from './decoder-process.mjs'

/** Filter, and how many times faster than tshark it has to be. */
const FILTERS = [
  ['tcp.flags.syn == 1', 60],
  ['ip.addr == 10.0.0.0/8 && tcp.port in {80,443}', 60],
  ['dns.qry.name contains "google"', 20],
  ['frame contains "password"', 20],
  ['tcp.analysis.flags', 20],
]
const ROUNDS = 3

const file = bigFile()
if (file) {
  const { ask, on, end } = startDecoder()
  let heard = () => undefined
  on('filter', (state) => heard(state))
  await ask('open', { path: file })
  await ask('settled')

  /** Puts a filter in force; resolves when every packet has been judged. */
  const whole = (text) =>
    new Promise((resolve, reject) => {
      heard = (state) => state.text === text && state.done && resolve(state)
      ask('filter', { text }).then((state) => state.done && resolve(state), reject)
    })
  const firsts = []
  const cancels = []
  for (const [text, goal] of FILTERS) {
    const ours = []
    const theirs = []
    let displayed = 0
    for (let round = 0; round < ROUNDS; round++) {
      await ask('filter', { text: '' })
      ours.push(await timed(async () => (displayed = (await whole(text)).displayed)))
      // Again for the first rows, and then away from it before it is done.
      await ask('filter', { text: '' })
      firsts.push(
        await timed(async () => {
          await ask('filter', { text })
          await ask('rows', { from: 0, count: 60 })
        }),
      )
      cancels.push(await timed(() => ask('filter', { text: '' })))
      const command = ['tshark', '-n', '-r', file, '-Y', text, '-T', 'fields', '-e', 'frame.number']
      theirs.push((await once(command, { keepOutput: round === 0 })).seconds)
    }
    const ratio = (1000 * median(theirs)) / median(ours)
    row({
      name: `${text} (${displayed} packets)`,
      ours: median(ours),
      theirs: 1000 * median(theirs),
      ratio,
      unit: 'ms',
      goal: `≥ ${goal}×`,
      met: ratio >= goal,
    })
  }
  const worst = (name, times) =>
    row({ name, ours: Math.max(...times), unit: 'ms', goal: '≤ 100 ms', met: Math.max(...times) <= 100 })
  worst('first 60 rows of a filter, the slowest', firsts)
  worst('cancelling a filter, the slowest', cancels)
  end()
}
