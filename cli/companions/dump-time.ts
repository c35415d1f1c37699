/** Times in front of dumped packets, by a form as strptime has it: `%Y-%m-%d %H:%M:%S.%f`, or ISO. */
import { Refused } from '../../engine/refused'
import { safe } from '../terminal-text'

export type ReadTime = (text: string) => { seconds: number; nanos: number } | undefined

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const parts: Readonly<Record<string, string>> = {
  Y: '(?<Y>\\d{4})',
  y: '(?<y>\\d{2})',
  m: '(?<m>\\d{1,2})',
  d: '(?<d>\\d{1,2})',
  e: '(?<d>\\d{1,2})',
  b: '(?<b>[A-Za-z]{3})[a-z]*',
  B: '(?<b>[A-Za-z]{3})[a-z]*',
  H: '(?<H>\\d{1,2})',
  I: '(?<H>\\d{1,2})',
  p: '(?<p>[AaPp][Mm])',
  M: '(?<M>\\d{1,2})',
  S: '(?<S>\\d{1,2})',
  s: '(?<s>\\d{1,12})',
  f: '(?<f>\\d{1,9})\\d*',
  j: '(?<j>\\d{1,3})',
  z: '(?<z>Z|[+-]\\d\\d:?\\d\\d)',
  a: '[A-Za-z]+',
  A: '[A-Za-z]+',
  n: '\\s+',
  t: '\\s+',
  '%': '%',
}
const wholes: Readonly<Record<string, string>> = { T: '%H:%M:%S', R: '%H:%M', D: '%m/%d/%y', F: '%Y-%m-%d' }

/** @throws Refused for a form that is not understood */
export function timeReader(form: string, now = new Date()): ReadTime {
  const given = form === 'ISO' ? '%Y-%m-%dT%H:%M:%S' : form
  const whole = given.replace(/%([TRDF])/g, (_, letter: string) => wholes[letter]!)
  let source = ''
  for (const [piece, letter] of whole.matchAll(/%(.)|[^%]+|%$/gs)) {
    if (letter === undefined)
      source += piece
        .replace(/\s+/g, ' ')
        .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
        .replace(/ /g, '\\s+')
    else if (parts[letter]) source += parts[letter]
    else
      throw new Refused(
        'usage',
        `%${safe(letter)} is no part of a time here.`,
        `Known: %${Object.keys(parts).join(' %')}.`,
      )
  }
  if (form === 'ISO')
    source = source.replace('T', '[T ]') + '(?:[.,](?<f>\\d{1,9})\\d*)?(?<z>Z|[+-]\\d\\d(?::?\\d\\d)?)?'
  let pattern: RegExp
  try {
    pattern = new RegExp(source)
  } catch {
    throw new Refused('usage', `"${safe(form)}" names a part twice.`)
  }
  return (text) => {
    const found = pattern.exec(text)?.groups
    if (!found) return undefined
    const nanos = Number((found['f'] ?? '').padEnd(9, '0'))
    if (found['s'] !== undefined) return { seconds: Number(found['s']), nanos }
    const number = (name: string, otherwise: number): number =>
      found[name] === undefined ? otherwise : Number(found[name])
    const short = found['y'] === undefined ? undefined : Number(found['y'])
    const year = short === undefined ? number('Y', now.getFullYear()) : short + (short < 69 ? 2000 : 1900)
    const named = found['b'] === undefined ? -1 : months.indexOf(found['b'].toLowerCase())
    if (found['b'] !== undefined && named < 0) return undefined
    const month = named >= 0 ? named : number('m', now.getMonth() + 1) - 1
    const noon = found['p'] === undefined ? 0 : /^p/i.test(found['p']) ? 12 : 0
    const hour = (found['p'] === undefined ? number('H', now.getHours()) : number('H', 12) % 12) + noon
    const clock = [hour, number('M', now.getMinutes()), number('S', now.getSeconds())] as const
    const date =
      found['j'] === undefined ? ([month, number('d', now.getDate())] as const) : ([0, Number(found['j'])] as const)
    const zone = /^([+-])(\d\d):?(\d\d)?$/.exec(found['z'] ?? '')
    const local = found['z'] === undefined
    const time = local ? new Date(year, ...date, ...clock).getTime() : Date.UTC(year, ...date, ...clock)
    const ahead = zone ? (zone[1] === '-' ? -60 : 60) * (Number(zone[2]) * 60 + Number(zone[3] ?? 0)) : 0
    return Number.isNaN(time) ? undefined : { seconds: Math.floor(time / 1000) - ahead, nanos }
  }
}
