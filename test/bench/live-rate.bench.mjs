// Live capture under load: packets lost by the helper, and by dumpcap and cap beside it.
import { row } from '../../build/bench-kit.mjs'
import { loads, measure, obstacle } from './live-rate.mjs'

const why = obstacle()
if (why) console.log(`live capture is not measured: ${why}`)

const share = ({ offered, lost }) => `${lost} of ${offered} (${((100 * lost) / offered).toFixed(2)} %)`

for (const load of why ? [] : loads) {
  const ours = await measure('helper', load)
  const size = load.size ?? 64
  const name = load.rate ? `${load.rate / 1000} k packets/s of ${size} bytes` : `as fast as it goes, ${size} bytes`
  const wanted = load.rate ? { goal: '0 lost', met: ours.lost === 0 } : {}
  for (const tool of ['dumpcap', 'cap']) {
    try {
      const theirs = await measure(tool, load)
      const rates = `${Math.round(ours.perSecond / 1000)} and ${Math.round(theirs.perSecond / 1000)} k/s`
      row({
        name: `lost: helper and ${tool}, ${name}`,
        ours: share(ours),
        theirs: share(theirs),
        unit: rates,
        ...wanted,
      })
    } catch (error) {
      console.log(`${tool} is not measured: ${error.message.split('\n')[0]}`)
    }
  }
}
