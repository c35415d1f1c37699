/** `-z`: what can be asked for, read from the option's text, and printed after the packets. */
import { exportLadder } from '../../engine/flows/export-ladder'
import { limits } from '../../engine/limits'
import type { TableKind } from '../../engine/session/conversation-table'
import { wholeLadder } from '../../engine/session/ladders'
import type { Scope } from '../../engine/session/ladders'
import { timeDigits } from '../../engine/session/rows'
import type { Session } from '../../engine/session/session'
import { checkFilter } from '../filter'
import { usage } from '../usage-error'
import { conversationText, endpointText, tableKinds } from './conversations'
import { expertText } from './expert'
import { followText } from './follow'
import type { FollowForm } from './follow'
import type { TreeKind } from '../../engine/session/packet-trees'
import { hierarchyText } from './hierarchy'
import { echoTimes } from './icmp-times'
import { treeText } from './tree'
import { intervalText, readIntervals } from './intervals'

/** Gives its text in pieces, once the capture has been indexed. */
export type Statistic = (session: Session) => AsyncIterable<string>

const known = [
  'plen|http|dns,tree[,FILTER]',
  'icmp|icmpv6,srt[,FILTER]',
  'io,phs[,FILTER]',
  'io,stat,SECONDS[,[COUNT|SUM|MIN|MAX|AVG(FIELD)]FILTER]…',
  'conv,eth|ip|ipv6|tcp|udp[,FILTER]',
  'endpoints,eth|ip|ipv6|tcp|udp[,FILTER]',
  'follow,tcp|udp,ascii|hex|raw,STREAM',
  'expert[,error|warn|note|chat|comment]',
  'flow,tcp|udp|arp|icmp|icmpv6|dns|any[,network|standard]',
]

const wrong = (value: string): never => usage(`There is no statistic "${value}".`, `Known: ${known.join('; ')}.`)

/** Reads the text behind `-z`; a usage error names what there is. */
export function readStatistic(value: string): Statistic {
  const [what = '', ...parts] = value.split(',')
  switch (what) {
    case 'conv':
    case 'endpoints':
      return table(what, parts, value)
    case 'plen':
    case 'http':
    case 'dns':
      return tree(what, parts, value)
    case 'icmp':
    case 'icmpv6':
      return echoes(what, parts, value)
    case 'io':
      return traffic(parts, value)
    case 'expert':
      return expert(parts, value)
    case 'follow':
      return follow(parts, value)
    case 'flow':
      return flow(parts, value)
    default:
      return wrong(value)
  }
}

function table(what: 'conv' | 'endpoints', parts: readonly string[], value: string): Statistic {
  const kind = tableKinds.find((k) => k === parts[0]) ?? wrong(value)
  const filter = filterOf(parts, 1)
  return async function* (session) {
    yield await (what === 'conv'
      ? conversationText(session, kind as TableKind, filter)
      : endpointText(session, kind as TableKind, filter))
  }
}

/** A filter is the rest of the text, commas and all. */
function filterOf(parts: readonly string[], from: number): string {
  const text = parts.slice(from).join(',').trim()
  if (text) checkFilter(text)
  return text
}

/** One text, made when the capture has been indexed. */
const simple = (text: (session: Session) => string | Promise<string>): Statistic =>
  async function* (session) {
    yield await text(session)
  }

function tree(kind: TreeKind, [word, ...parts]: readonly string[], value: string): Statistic {
  if (word !== 'tree') return wrong(value)
  const filter = filterOf(parts, 0)
  return simple((session) => treeText(session, kind, filter))
}

function echoes(protocol: 'icmp' | 'icmpv6', [word, ...parts]: readonly string[], value: string): Statistic {
  if (word !== 'srt') return wrong(value)
  const filter = filterOf(parts, 0)
  return simple((session) => echoTimes(session, protocol, filter))
}

function traffic([what, ...parts]: readonly string[], value: string): Statistic {
  if (what === 'phs') {
    const filter = filterOf(parts, 0)
    return simple((session) => hierarchyText(session, filter))
  }
  if (what !== 'stat') return wrong(value)
  const asked = readIntervals(parts, value)
  return simple((session) => intervalText(session, asked))
}

function expert(parts: readonly string[], value: string): Statistic {
  const lowest = (['error', 'warn', 'note', 'chat', 'comment'] as const).find(
    (level) => level === (parts[0] ?? 'comment'),
  )
  if (!lowest) return wrong(value)
  if (parts.length > 1) noFilter(value)
  return async function* (session) {
    await Promise.resolve()
    yield expertText(session, lowest)
  }
}

function follow(parts: readonly string[], value: string): Statistic {
  const [transport, form, stream] = parts
  if ((transport !== 'tcp' && transport !== 'udp') || !['ascii', 'hex', 'raw'].includes(form ?? '')) return wrong(value)
  if (!/^\d{1,9}$/.test(stream ?? ''))
    return usage(`"${value}" names no stream.`, 'Write its number, counted from 0: -z follow,tcp,ascii,0.')
  return async function* (session) {
    await Promise.resolve()
    yield* followText(session, transport, form as FollowForm, Number(stream))
  }
}

function flow(parts: readonly string[], value: string): Statistic {
  const kind = (['tcp', 'udp', 'arp', 'icmp', 'icmpv6', 'dns', 'any'] as const).find((k) => k === parts[0])
  const addresses = parts[1] ?? 'network'
  if (!kind || (addresses !== 'network' && addresses !== 'standard')) return wrong(value)
  if (parts.length > 2) noFilter(value)
  return async function* (session) {
    const scope: Scope = { kind }
    const ladder = await wholeLadder(session, scope, limits.ladderExport)
    yield* exportLadder(ladder, 'text', { digits: timeDigits(session) })
  }
}

const noFilter = (value: string): never =>
  usage(`The filter in "${value}" is not there yet.`, 'A later version of Wirelens will have it.', 'not-yet')
