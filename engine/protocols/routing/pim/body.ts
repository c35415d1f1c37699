/** What PIM's messages say behind their head (RFC 7761, 4.9; dense mode: RFC 3973; bootstrap: RFC 5059; RFC 5015). */
import type { Packet } from '../../../dissect/packet'
import { addBits, bitRows } from '../../kit/bit-rows'
import { group, source, unicast } from './addresses'
import { f } from './fields'
import { optionNames } from './names'

const REGISTER = 1

export function body(p: Packet, type: number): void {
  const row = p.add(f.options, p.at, p.left)
  const was = p.open(row)
  if (type === 0) p.label(row, `PIM Options: ${options(p)}`)
  else if (type === REGISTER) {
    bitRows(p, 4, [f.border, f.nullRegister])
    p.close(was)
    const version = p.left ? p.peek(1) >>> 4 : 0
    if (version === 4 || version === 6) p.next('ethertype', version === 4 ? 0x0800 : 0x86dd)
    return
  } else messages[type]?.(p)
  p.close(was)
}

const messages: Readonly<Record<number, (p: Packet) => unknown>> = {
  2: (p) => group(p, 'Group') && unicast(p, 'Source', f.source, f.source6),
  3: joins,
  4: bootstrap,
  5: (p) => group(p, 'Group') && unicast(p, 'Source', f.source, f.source6) && metrics(p),
  6: joins,
  7: joins,
  8: candidate,
  9: refresh,
  10: election,
  12: (p) => unicast(p, 'Originator', f.originator, f.originator6),
}

function options(p: Packet): number {
  let count = 0
  for (; p.leftOnWire >= 4; count++) {
    const type = p.peek(2)
    const length = p.peek(2, 2)
    const line = p.text(`Option ${type}: ${optionNames[type] ?? `Unknown: ${type}`}`, p.at, length + 4)
    const was = p.open(line)
    p.take(f.option)
    p.take(f.optionLength)
    p.need(length)
    p.part(length, () => option(p, type, length, line))
    p.close(was)
  }
  return count
}

function option(p: Packet, type: number, length: number, line: number): void {
  const say = (text: string): void => p.label(line, `Option ${type}: ${optionNames[type]!}: ${text}`)
  if (type === 1 && length === 2) {
    const time = p.take(f.holdTime)
    if (!time) p.label(p.row(f.holdTime), 'Holdtime: goodbye (0)')
    say(`${time}${time === 0 ? ' (goodbye)' : time === 65535 ? ' (infinity)' : ''}`)
  } else if (type === 2 && length === 4) {
    const delay = p.peek(2)
    p.add(f.track, p.at, 1, delay >>> 15)
    p.add(f.propagation, p.at, 2, delay & 0x7fff)
    p.skip(2)
    say(`T = ${delay >>> 15}, Propagation Delay = ${delay & 0x7fff}ms, Override Interval = ${p.take(f.override)}ms`)
  } else if (type === 19 && length === 4) say(`${p.take(f.priority)}`)
  else if (type === 20 && length === 4) say(`${p.take(f.generation)}`)
  else if (type === 21 && length === 4) {
    const version = p.take(f.refreshVersion)
    say(`Version = ${version}, Interval = ${p.take(f.refreshInterval)}s`)
    p.take(f.refreshReserved)
  } else if (type === 24) {
    const was = p.open(p.text(`Address List (${type})`, p.at, length))
    while (p.left > 2) if (!unicast(p, 'Address', f.listed, f.listed6)) break
    p.close(was)
  } else if (length) p.take(f.optionValue, length)
}

function joins(p: Packet): void {
  if (!unicast(p, 'Upstream-neighbor', f.upstream, f.upstream6)) return
  p.take(f.reserved, 1)
  const groups = p.take(f.groups)
  p.take(f.holdTime)
  for (let i = 0; i < groups; i++) {
    const was = p.open(p.text(`Group ${i}`, p.at))
    const isKnown = group(p, `Group ${i}`)
    if (isKnown) {
      const joined = p.peek(2)
      const pruned = p.peek(2, 2)
      const inner = p.open(p.add(f.joins, p.at, 2, joined))
      const prunes = p.at + 2
      p.skip(4)
      for (let n = 0; n < joined && source(p, true); n++);
      p.close(inner)
      const last = p.open(p.add(f.prunes, prunes, 2, pruned))
      for (let n = 0; n < pruned && source(p, false); n++);
      p.close(last)
    }
    p.close(was, true)
    if (!isKnown) return
  }
}

/** Which kind of tree, and how good the way is. */
function metrics(p: Packet): void {
  const word = p.peek(4)
  addBits(p, f.isTree, 1, word >>> 24)
  bitRows(p, 4, [f.preference])
  p.take(f.metric)
}

function bootstrap(p: Packet): void {
  p.take(f.tag)
  p.take(f.hash)
  p.take(f.bootstrapPriority)
  if (!unicast(p, 'BSR', f.bootstrap, f.bootstrap6)) return
  for (let i = 0; p.left > 0; i++) {
    let points = 0
    const isKnown = group(p, `Group ${i}`, () => {
      p.take(f.points)
      points = p.take(f.pointsHere)
      p.skip(2)
      if (points) p.add(f.pointPriority, p.at + (p.peek(1) === 2 ? 20 : 8), 1, p.peek(1, p.peek(1) === 2 ? 20 : 8))
    })
    if (!isKnown) return
    for (let n = 0; n < points; n++) {
      if (!unicast(p, `RP ${n}`, f.point, f.point6)) return
      p.take(f.holdTime)
      p.skip(2)
    }
  }
}

function candidate(p: Packet): void {
  const count = p.take(f.prefixes)
  p.take(f.pointPriority)
  p.take(f.holdTime)
  if (!unicast(p, 'RP', f.point, f.point6)) return
  for (let i = 0; i < count && group(p, `Group ${i}`); i++);
}

function refresh(p: Packet): void {
  if (!group(p, 'Group') || !unicast(p, 'Source', f.source, f.source6)) return
  if (!unicast(p, 'Originator', f.originator, f.originator6)) return
  metrics(p)
  p.take(f.mask)
  p.take(f.ttl)
  bitRows(p, 1, [f.pruneIndicator, f.pruneNow, f.assertOverride])
  p.take(f.refreshTime)
}

function election(p: Packet): void {
  if (!unicast(p, 'RP', f.point, f.point6)) return
  if (p.left >= 4) p.take(f.electionPreference)
  if (p.left >= 4) p.take(f.metric)
}
