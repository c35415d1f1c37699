/** Rates in RSVP's lines of the tree: as C's %.10g writes them. */
import type { Packet } from '../../../dissect/packet'

export function float(p: Packet, at: number): string {
  p.need(4, at)
  const value = new DataView(p.bytes.buffer, p.bytes.byteOffset + at, 4).getFloat32(0)
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value < 0 ? '-inf' : 'inf'
  const text = value.toPrecision(10)
  if (!text.includes('e')) return text.includes('.') ? text.replace(/\.?0+$/, '') : text
  const [digits = '', power = ''] = text.split('e')
  const short = digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits
  return `${short}e${power.replace(/^([+-])(\d)$/, '$10$2')}`
}
