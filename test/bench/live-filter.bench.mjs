// Display filters typed during a capture of 100 k packets/s: what the helper loses while a decoder reads and judges the same file.
import { row } from '../../build/bench-kit.mjs'
import { startDecoder } from './decoder-process.mjs'
import { measure, obstacle } from './live-rate.mjs'

const FILTERS = ['tcp.flags.syn == 1', 'frame contains "password"', 'dns.qry.name contains "google"']
const load = { rate: 100_000, count: 1_000_000 }
/** Milliseconds between one filter and the next. */
const typing = 1500

/** What a shell does with the lines of the helper, and a user with the field; said at the end. */
async function watch(child, out) {
  const { ask, on, end } = startDecoder()
  const answers = []
  let opened
  let newest = null
  let text = ''
  on('status', () => undefined)
  child.stdout.on('data', (piece) => {
    const lines = (text + piece).split('\n')
    text = lines.pop()
    for (const line of lines) {
      const said = JSON.parse(line)
      if (said.event !== 'written') continue
      newest = { end: said.end, dropped: said.dropped }
      opened ??= ask('open', { path: out, live: true })
    }
  })
  // As the shell: at most ten times a second the decoder hears how far the file is whole.
  const grow = setInterval(() => newest && opened?.then(() => ask('grown', newest)), 100)
  let turn = 0
  const type = setInterval(async () => {
    if (!opened) return
    await opened
    const from = performance.now()
    await ask('filter', { text: FILTERS[turn++ % FILTERS.length] })
    await ask('rows', { from: 0, count: 60 })
    answers.push(performance.now() - from)
  }, typing)
  return async () => {
    clearInterval(type)
    clearInterval(grow)
    await opened
    // Three quarters of a second after the last packet was sent.
    const { filter } = await ask('status')
    await ask('ended')
    const { packets } = await ask('settled')
    end()
    return { answers, packets, judged: filter?.judged ?? 0 }
  }
}

const why = obstacle()
if (why) console.log(`filters during a capture are not measured: ${why}`)
else {
  let finish
  const started = async (child, out) => (finish = await watch(child, out))
  const plain = await measure('helper', load)
  const ours = await measure('helper', { ...load, started, beforeEnd: () => finish() })
  const { answers, packets, judged } = ours.watched
  const share = ({ offered, lost }) => `${lost} of ${offered}`
  row({
    name: `lost at ${Math.round(ours.perSecond / 1000)} k packets/s: with ${answers.length} filters typed, and without a decoder`,
    ours: share(ours),
    theirs: share(plain),
    goal: '0 lost',
    met: ours.lost === 0 && packets === ours.captured,
  })
  row({ name: 'the same: slowest answer to a filter with its first rows', ours: Math.max(...answers), unit: 'ms' })
  row({
    name: 'the same: packets judged by the last filter when the capture ends',
    ours: judged,
    theirs: ours.captured,
  })
}
