/** IEEE 1815, clause 4: a DNP3 message: its control byte, what is asked for, indications, and headers of objects. */
import type { Packet } from '../../../dissect/packet'
import { dnp3 } from './dnp3'
import { functions } from './names'
import { objects } from './objects'
import { isBits, point } from './points'

const RESPONSE = 0x81
const UNSOLICITED = 0x82
const AUTHENTICATION = 0x83

/** The message at the cursor, whole. */
export function application(p: Packet): void {
  const { f } = dnp3
  if (p.left < 2) return
  const control = p.peek(1)
  const code = p.peek(1, 1)
  const name = functions[code] ?? 'Unknown function code'
  if (p.columns) p.say(name)
  if (p.first) return
  const words = [
    control & 0x80 ? 'FIR' : '',
    control & 0x40 ? 'FIN' : '',
    control & 0x20 ? 'CON' : '',
    control & 0x10 ? 'UNS' : '',
    `Sequence ${control & 15}`,
  ].filter(Boolean)
  const long = [
    control & 0x80 ? 'First' : '',
    control & 0x40 ? 'Final' : '',
    control & 0x20 ? 'Confirm' : '',
    control & 0x10 ? 'Unsolicited' : '',
  ].filter(Boolean)
  const whole = p.text(`Application Layer: (${[...words, name].join(', ')})`, p.at, p.left)
  const was = p.open(whole)
  const row = p.add(f.appControl, p.at, 1, control)
  p.label(
    row,
    `Application Control: 0x${hex(control, 2)}${long.map((one) => `, ${one}`).join('')}(${words.join(', ')})`,
  )
  const inner = p.open(row)
  p.add(f.appFirst, p.at, 1, control >> 7)
  p.add(f.appFinal, p.at, 1, (control >> 6) & 1)
  p.add(f.confirm, p.at, 1, (control >> 5) & 1)
  p.add(f.unsolicited, p.at, 1, (control >> 4) & 1)
  p.add(f.appSequence, p.at, 1, control & 15)
  p.close(inner)
  p.skip(1)
  p.label(p.add(f.function, p.at, 1, code), `Function Code: ${name} (0x${hex(code, 2)})`)
  p.skip(1)
  if (code === RESPONSE || code === UNSOLICITED || code === AUTHENTICATION) indications(p)
  if (p.left) {
    const data = p.text(`${title(code)} Data Objects`, p.at, p.left)
    const outer = p.open(data)
    const classes: number[] = []
    const others: string[] = []
    while (p.left >= 3) {
      const kind = p.peek(2)
      if (kind >= 0x3c01 && kind <= 0x3c04) classes.push(kind - 0x3c01)
      else if (kind >> 8 === 50) others.push('Time and Date')
      header(p, code)
    }
    p.close(outer)
    // Which classes are read, and what is said of the time, shows in the row.
    if (p.columns && code === 1 && classes.length) p.sayMore(`, Class ${classes.sort().join('')}`)
    if (p.columns && code === 2 && others.length) p.sayMore(`, ${others[0]}`)
  }
  p.close(was)
}

const hex = (v: number, digits: number): string => v.toString(16).padStart(digits, '0')
const title = (code: number): string =>
  code === RESPONSE || code === UNSOLICITED
    ? 'RESPONSE'
    : code === 1
      ? 'READ Request'
      : code === 2
        ? 'WRITE Request'
        : code === 20
          ? "Enable Spontaneous Msg's"
          : code === 21
            ? "Disable Spontaneous Msg's"
            : code === 3
              ? 'SELECT Request'
              : code === 4
                ? 'OPERATE Request'
                : (functions[code] ?? 'Unknown')

function indications(p: Packet): void {
  const { f } = dnp3
  const value = p.peek(2)
  p.take(f.indications)
  const set = f.indications.bits.filter((one) => value & one.mask).map((one) => `, ${one.label}`)
  const row = p.row(f.indications)
  p.label(row, `Internal Indications: 0x${hex(value, 4)}${set.join('')}`)
  // Trouble, local control, corrupt data, and what was wrong with the request.
  if (value & 0x602f || value & 0x10) {
    const was = p.open(row)
    p.note(f.abnormal)
    p.close(was)
  }
}

const SIZES = [1, 2, 4]

/** One header of objects: which, how they are counted, then one after the other. */
function header(p: Packet, code: number): void {
  const { f } = dnp3
  const kind = p.peek(2)
  const qualifier = p.peek(1, 2)
  const prefix = (qualifier >> 4) & 7
  const range = qualifier & 15
  const row = p.add(f.object, p.at, 2, kind)
  const heading = `Object(s): ${objects[kind] ?? 'Unknown Object\\Variation'} (0x${hex(kind, 4)})`
  p.label(row, heading)
  const was = p.open(row)
  p.skip(2)
  const prefixName = [
    'None',
    '1-Octet Index Prefix',
    '2-Octet Index Prefix',
    '4-Octet Index Prefix',
    '1-Octet Object Size Prefix',
    '2-Octet Object Size Prefix',
    '4-Octet Object Size Prefix',
  ]
  const rangeName = (f.range.options.names as Readonly<Record<number, string>>)[range] ?? 'Unknown'
  const line = p.text(`Qualifier Field, Prefix: ${prefixName[prefix] ?? 'Unknown'}, Range: ${rangeName}`, p.at, 1)
  const inner = p.open(line)
  p.add(f.prefix, p.at, 1, prefix)
  p.add(f.range, p.at, 1, range)
  p.close(inner)
  p.skip(1)
  const first = { start: 0, count: 0 }
  const at = p.at
  const group = p.text('', at, 0)
  const nested = p.open(group)
  if (range <= 2) {
    const size = SIZES[range]!
    first.start = take(p, f.startIndex, size)
    first.count = take(p, f.stopIndex, size) - first.start + 1
  } else if (range <= 5) {
    first.start = take(p, f.absolute, SIZES[range - 3]!)
    first.count = 1
  } else if (range >= 7 && range <= 9) first.count = take(p, f.quantity, SIZES[range - 7]!)
  p.close(nested)
  const { count } = first
  const isRange = range <= 2
  p.label(group, isRange ? `[Number of Items: ${count}]` : `Number of Items: ${count}`)
  // What is asked for by class or all of it has no count in its line.
  if (count > 0) p.label(row, `${heading}, ${count} point${count === 1 ? '' : 's'}`)
  const hasData = !(code === 1 || (code >= 7 && code <= 10) || (code >= 20 && code <= 22))
  for (let i = 0; i < first.count && p.left && (hasData || prefix > 0); i++) {
    const before = p.at
    if (!point(p, kind, prefix, first.start + i, hasData, i)) {
      if (p.left) p.take(f.unknownData, p.left)
    }
    // Single bits: eight of them to a byte.
    if (p.at === before && !isBits(kind)) break
  }
  p.close(was)
}

/** A number of `size` bytes, the lowest first. */
function take(p: Packet, field: typeof dnp3.f.index, size: number): number {
  let value = 0
  p.need(size)
  for (let i = size - 1; i >= 0; i--) value = value * 256 + p.bytes[p.at + i]!
  p.label(p.add(field, p.at, size, value), `${field.label} (${8 * size} bit): ${value}`)
  p.skip(size)
  return value
}
