/** `-z icmp,srt` and `-z icmpv6,srt`: how long echo replies took. */
import { valueOf } from '../../engine/dissect/format'
import { makePlan } from '../../engine/dissect/plan'
import { occurrence } from '../../engine/dissect/tree'
import { registry } from '../../engine/protocols'
import type { Session } from '../../engine/session/session'
import { runOf } from '../filter'
import { safe } from '../terminal-text'

const RULE = '='.repeat(74)
const kinds = { icmp: { title: 'ICMP', request: 8 }, icmpv6: { title: 'ICMPv6', request: 128 } } as const

export function echoTimes(session: Session, protocol: keyof typeof kinds, filter: string): string {
  const { title, request } = kinds[protocol]
  const [type, time] = [registry.field(`${protocol}.type`), registry.field(`${protocol}.resptime`)]
  const plan = makePlan(registry, { fields: [type, time] })
  const run = runOf(session, filter)
  const times: { time: number; frame: number }[] = []
  let requests = 0
  run?.step()
  for (let i = 0; i < session.count; i++) {
    if (run && !run.matches(i)) continue
    const p = session.decode(i, plan)
    for (let r = 0; r < p.records.count; r++) {
      const value = (): number => Number(valueOf(occurrence(p, r)))
      if (p.records.field[r] === type.id && value() === request) requests++
      else if (p.records.field[r] === time.id) times.push({ time: value(), frame: i + 1 })
    }
  }
  const sorted = times.map((t) => t.time).sort((a, b) => a - b)
  const n = sorted.length
  const mean = sorted.reduce((sum, t) => sum + t, 0) / (n || 1)
  const middle = n ? (sorted[Math.floor((n - 1) / 2)]! + sorted[Math.floor(n / 2)]!) / 2 : 0
  const deviation = n > 1 ? Math.sqrt(sorted.reduce((sum, t) => sum + (t - mean) ** 2, 0) / (n - 1)) : 0
  const at = (time: number | undefined): number => times.find((t) => t.time === time)?.frame ?? 0
  const lost = requests - n
  const cell = (value: number | string): string => String(value).padEnd(10)
  const millis = (value: number): string => cell(value.toFixed(3))
  return [
    '',
    RULE,
    `${title} Service Response Time (SRT) Statistics (all times in ms):`,
    `Filter: ${safe(filter) || '<none>'}`,
    '',
    'Requests  Replies   Lost      % Loss',
    `${cell(requests)}${cell(n)}${cell(lost)}${(requests ? (100 * lost) / requests : 0).toFixed(1).padStart(5)}%`,
    '',
    'Minimum   Maximum   Mean      Median    SDeviation     Min Frame Max Frame',
    `${millis(sorted[0] ?? 0)}${millis(sorted.at(-1) ?? 0)}${millis(mean)}${millis(middle)}${deviation.toFixed(3).padEnd(15)}${cell(at(sorted[0]))}${n ? cell(at(sorted.at(-1))) : 0}`,
    RULE,
    '',
  ].join('\n')
}
