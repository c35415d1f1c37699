/** What is asked for (RFC 2210): rates and sizes of a flow, and what routers on the way say of themselves. */
import { float as floatAt } from './float'
import type { Packet } from '../../../dissect/packet'
import { bitRows } from '../../kit/bit-rows'
import { f, flowspec, tspec } from './fields'
import { parameters } from './names'

const TOKEN_BUCKET = 127
const RATE = 130

/** Reads a traffic specification (RFC 2210, 3.1) or a flow specification. Gives the words of the object's line. */
export function flow(p: Packet, isFlowspec: boolean): string {
  const g = isFlowspec ? flowspec : tspec
  bitRows(p, 1, [g.version])
  p.skip(1)
  p.take(f.dataLength)
  const words: string[] = []
  while (p.left >= 4) {
    const service = p.take(g.service)
    words.push(
      isFlowspec
        ? service === 5
          ? 'Controlled Load: '
          : service === 2
            ? 'Guaranteed Rate: '
            : 'Unknown (0): '
        : 'IntServ, ',
    )
    p.skip(1)
    const size = p.take(f.dataLength) * 4
    p.part(Math.min(size, p.left), () => {
      while (p.left >= 4) words.push(parameter(p, isFlowspec))
    })
  }
  return words.join('')
}

function parameter(p: Packet, isFlowspec: boolean): string {
  const g = isFlowspec ? flowspec : tspec
  const id = p.peek(1)
  const size = p.peek(2, 2) * 4
  const at = p.at
  const row = p.add(f.parameter, at, 4 + size, id)
  const was = p.open(row)
  p.skip(1)
  p.take(f.parameterFlags)
  p.take(f.parameterLength)
  p.need(size)
  let said = ''
  p.part(size, () => {
    if (id === TOKEN_BUCKET && size >= 20) {
      const [rate, burst, peak] = [0, 4, 8].map((n) => floatAt(p, p.at + n))
      p.label(
        row,
        `Parameter: ${parameters[id]} (${id})Rate=${rate} Burst=${burst} Peak=${peak} m=${p.peek(4, 12)} M=${p.peek(4, 16)}`,
      )
      said = `Token Bucket, ${rate} bytes/sec. `
      p.take(g.rate)
      p.take(g.size)
      p.take(g.peak)
      p.take(f.smallest)
      p.take(f.largest)
    } else if (id === RATE && size >= 8) {
      const rate = floatAt(p, p.at)
      p.label(row, `Parameter: ${parameters[id]} (${id})R=${rate} s=${p.peek(4, 4)}`)
      said = `RSpec, ${rate} bytes/sec. `
      p.take(f.flowRate)
      p.take(f.slack)
    } else if (p.left) p.take(f.data, p.left)
  })
  p.close(was)
  return said
}
