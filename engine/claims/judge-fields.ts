/** Statements of the form `field of frame = value`. */
import { isComplement, mayBeDescribed } from './complement'
import { readings } from './readings'
import type { Reading, Tag } from './readings'
import { endOf, roleAt } from './roles'
import type { Side } from './roles'
import { fitOf } from './statement'
import type { Finding, Statement } from './statement'
import type { FieldName, Token } from './tokens'

const addressFields: ReadonlySet<FieldName> = new Set<FieldName>([
  'ip',
  'srcip',
  'dstip',
  'mac',
  'srcmac',
  'dstmac',
  'src',
  'dst',
  'senderip',
  'targetip',
  'sendermac',
  'targetmac',
])
const namedValues: Readonly<Partial<Record<FieldName, Readonly<Record<string, number>>>>> = {
  ethertype: { ARP: 0x0806, IP: 0x0800, IPV4: 0x0800, IPV6: 0x86dd },
  ipproto: { TCP: 6, UDP: 17, ICMP: 1, ICMPV6: 58 },
  opcode: { request: 1, reply: 2 },
  hwtype: { ETHERNET: 1 },
  prototype: { IP: 0x0800, IPV4: 0x0800 },
}
/** Words before a field that make another field of it. */
const otherwise =
  /^(?:average|mean|estimated|expected|previous|remaining|urgent|congestion|max|min|total|cumulative|평균|예상|누적|나머지|남은|이전|직전|혼잡|추정|예측|이전의|다음)$/i
const protoTags: Readonly<Record<string, Tag>> = {
  TCP: 'tcp',
  UDP: 'udp',
  IP: 'ip',
  IPV4: 'ip',
  ICMP: 'icmp',
  ETHERNET: 'eth',
  ARP: 'arp',
}

export function fieldFindings(s: Statement): Finding[] {
  const out: Finding[] = []
  // Values told off one by one are beyond this grammar.
  if (s.tokens.some((t) => t.kind === 'mark' && t.name === 'respectively')) return out
  s.tokens.forEach((t, i) => {
    if (t.kind !== 'field' || t.field === 'rtt' || t.field === 'irtt' || t.field === 'delta') return
    const previous = s.tokens[i - 1]
    // `IPv4 주소 길이`: of the address, not of the packet.
    if (previous?.kind === 'field' && /len$/.test(t.field)) return
    if (previous?.kind === 'word' && otherwise.test(previous.text.trim())) return
    const found = valueOf(s, i)
    if (!found) return
    const finding = judge(s, i, t, found)
    if (finding) out.push(finding)
  })
  return out
}

interface Found {
  value: Token
  more: Token[]
  /** Tokens between. */
  between: Token[]
}

/** Whether a token can be the value of a field. */
function suits(field: FieldName, t: Token): boolean {
  if (addressFields.has(field)) {
    if (/mac$/.test(field)) return t.kind === 'mac'
    return t.kind === 'ip4' || t.kind === 'ip6' || t.kind === 'side' || (t.kind === 'mac' && !/ip$/.test(field))
  }
  if (field === 'flags') return t.kind === 'num' && t.hex
  if (t.kind === 'num') return t.unit !== 'count' && t.unit !== 'percent' && t.name !== 'endpoint'
  const named = namedValues[field]
  if (named && (t.kind === 'proto' || t.kind === 'noun')) return t.name in named
  return false
}

const passable = (t: Token, field: FieldName): boolean =>
  t.kind === 'fill' ||
  t.kind === 'mod' ||
  t.kind === 'frames' ||
  (t.kind === 'noun' && t.name !== 'connection') ||
  (t.kind === 'side' && !addressFields.has(field)) ||
  t.kind === 'proto' ||
  t.kind === 'flags' ||
  (t.kind === 'verb' &&
    (t.verb === 'contains' || t.verb === 'sets' || t.verb === 'uses' || t.verb === 'is' || t.verb === 'opens')) ||
  (t.kind === 'mark' && (t.name === 'not' || t.name === 'about')) ||
  (t.kind === 'field' && t.field === field)

function valueOf(s: Statement, i: number): Found | undefined {
  const { tokens } = s
  const field = tokens[i]!.field
  const between: Token[] = []
  for (let j = i + 1; j < tokens.length && j < i + 14; j++) {
    const t = tokens[j]!
    if (suits(field, t) && !(t.kind === 'side' && !addressFields.has(field))) {
      if (t.kind === 'side' && !/^(?:은|는|이|가)$|is|=|:/i.test(between.map((b) => b.text).join(' '))) break
      const after = tokens[j + 1]
      // `229 × 128`, `1 + 13`, `0에서 14로`: reckoned, not named.
      if (after && /^(?:[×x+*/]|plus|minus|times)$/i.test(after.text)) return undefined
      const behind = `${after?.text ?? ''} ${tokens[j + 2]?.text ?? ''} ${tokens[j + 3]?.text ?? ''}`
      if (
        /^(?:을|를|만큼|씩)?\s*(?:\S+\s)?(?:더[한하해]|곱[한하해]|뺀|빼|나눈|나누|증가|감소|커|작|이후|이전|부터)/.test(
          behind,
        )
      )
        return undefined
      if (t.kind === 'num' && /^(?:에서|부터)$/.test(after?.text ?? '') && tokens[j + 2]?.kind === 'num')
        return undefined
      if (tokens[j - 1] && /^(?:[×+/]|plus|minus|times)$/i.test(tokens[j - 1]!.text)) return undefined
      // `are 34008 and 9230`, `32번에서 14이다`
      if (
        after &&
        /^(?:and|와|과|및|,|또는|or)$/i.test(after.text) &&
        tokens[j + 2] &&
        tokens[j + 2]!.kind === t.kind &&
        t.kind !== 'side'
      )
        return undefined
      if (after && /^번/.test(after.text) && !/^번(?:이다|입니다|이고|이며|을|를|으로|이었다)?$/.test(after.text))
        return undefined
      const last = tokens[j - 1]!
      if (last.kind === 'mark' && last.name === 'compare') return undefined
      if (after?.kind === 'mark' && after.name === 'compare') return undefined
      if (/^from$/i.test(last.text) && t.kind === 'num') return undefined
      return { value: t, more: inBrackets(tokens, j, field), between }
    }
    if (!passable(t, field)) break
    if (t.kind === 'fill' && /^[;]$/.test(t.text)) break
    between.push(t)
  }
  // `9230번 포트`, `1460바이트의 MSS`, `a window of`
  const back = [tokens[i - 1], tokens[i - 2]]
  const value =
    back[0] && suits(field, back[0])
      ? back[0]
      : back[0]?.kind === 'fill' && /^(?:번|의|번의)$/.test(back[0].text) && back[1] && suits(field, back[1])
        ? back[1]
        : undefined
  if (!value || value.kind === 'side' || value.kind === 'noun' || value.kind === 'proto') return undefined
  // It may be the value of a field before it: `Seq=0 Ack`.
  const at = tokens.indexOf(value)
  const lead = tokens[at - 1]
  if (lead && (lead.kind === 'field' || /^[:=×+*/-]$/.test(lead.text))) return undefined
  if (lead?.kind === 'fill' && tokens[at - 2]?.kind === 'field' && !/^[,.]$/.test(lead.text)) return undefined
  return { value, more: [], between: [] }
}

/** Further values in brackets: `229 (0x00e5)`. */
function inBrackets(tokens: readonly Token[], j: number, field: FieldName): Token[] {
  if (tokens[j + 1]?.text !== '(' && tokens[j + 1]?.text !== '=') return []
  const t = tokens[j + 2]
  if (!t || !suits(field, t) || t.kind === 'side') return []
  return tokens[j + 3]?.text === ')' || tokens[j + 1]?.text === '=' ? [t] : []
}

interface Subject {
  /** Frames that it must hold for, each. */
  frames: number[]
  /** It must hold for one of them only. */
  any: boolean
  side?: Side
  used: Token[]
}

/** What the field belongs to. */
function subjectOf(s: Statement, i: number, found: Found): Subject | undefined {
  const { tokens, facts } = s
  const inside = found.between.find((t) => t.kind === 'frames')
  const named = tokens.filter((t) => t.kind === 'frames')
  const others = named.filter((t) => isComplement(s, t))
  if (inside) return others.includes(inside) ? undefined : { frames: inside.frames, any: false, used: [inside] }
  if (others.some((t) => mayBeDescribed(s, t, tokens[i]!)))
    return { frames: named.flatMap((t) => t.frames), any: true, used: named }
  const all = named.filter((t) => !others.includes(t))
  if (others.length && !all.length) return undefined
  const before = tokens.slice(0, i).findLast((t) => all.includes(t))
  if (before) {
    // Another frame may be meant where the field does not stand right behind one: then any of them will do.
    const gap = tokens.slice(tokens.indexOf(before) + 1, i)
    const close = gap.length <= 3 && gap.every((t) => t.kind !== 'verb' && t.kind !== 'word')
    // `frame 35 has Ack=2 because the client's FIN used number 1`: another segment stands between.
    const roles = close ? [] : gap.flatMap((t) => roleAt(facts, tokens, tokens.indexOf(t))?.frames ?? [])
    if (roles.length) return { frames: [...before.frames, ...roles], any: true, used: [before] }
    if (all.length === 1 || close) return { frames: before.frames, any: before.shape === 'order', used: [before] }
    return { frames: all.flatMap((t) => t.frames), any: true, used: all }
  }
  const behind = all[0]
  if (behind)
    return all.length === 1
      ? { frames: behind.frames, any: false, used: all }
      : { frames: all.flatMap((t) => t.frames), any: true, used: all }
  // Behind the field (`the window of the SYN`), then before it.
  for (const t of found.between) {
    const role = roleAt(facts, tokens, tokens.indexOf(t))
    if (role) return { frames: role.frames, any: true, used: role.used }
    if (t.kind === 'side') return { frames: [], any: true, side: t.name as Side, used: [t] }
  }
  for (let k = i - 1; k >= 0; k--) {
    const t = tokens[k]!
    const role = roleAt(facts, tokens, k)
    if (role) return { frames: role.frames, any: true, used: role.used }
    if (t.kind === 'side') return { frames: [], any: true, side: t.name as Side, used: [t] }
    if (t.kind === 'flags' || (t.kind === 'noun' && (t.name === 'request' || t.name === 'reply'))) return undefined
  }
  if (s.context.length) return { frames: [...s.context], any: s.context.length > 1, used: [] }
  return undefined
}

function judge(s: Statement, i: number, t: Token, found: Found): Finding | undefined {
  const subject = subjectOf(s, i, found)
  if (!subject) return loose(s, t, found)
  if (subject.side) return ofSide(s, t, found, subject.side, subject.used)
  const missing = subject.frames.filter((n) => n > s.facts.count)
  if (missing.length) return undefined
  const hits: boolean[] = []
  const shown: string[] = []
  const frames: number[] = []
  for (const n of subject.frames.slice(0, 50)) {
    const f = s.facts.frame(n)
    if (!f) continue
    const list = narrowed(s, i, t, found, readings(t.field, f))
    if (!list.length) continue
    const fits = list.map((r) => [found.value, ...found.more].every((v) => matches(s, t.field, v, r, n)))
    if (fits.includes(undefined as never)) return undefined
    hits.push(fits.some(Boolean))
    frames.push(n)
    if (shown.length < 6) shown.push(s.words.says(n, s.words.field(t.field), texts(list)))
  }
  if (!hits.length) return undefined
  const any = hits.some(Boolean)
  const fit = subject.any
    ? any
      ? hits.every(Boolean)
        ? 'all'
        : 'some'
      : 'none'
    : hits.every(Boolean)
      ? 'all'
      : 'none'
  return {
    fit,
    right: shown.join(' '),
    frames,
    rule: `field.${t.field}`,
    used: [t, found.value, ...found.more, ...subject.used],
  }
}

const texts = (list: readonly Reading[]): string => [...new Set(list.map((r) => r.show).filter(Boolean))].join(' / ')

/** Leaves the readings that the words beside the field ask for. */
function narrowed(s: Statement, i: number, t: Token, found: Found, list: Reading[]): Reading[] {
  const near = [...s.tokens.slice(Math.max(0, i - 3), i), ...found.between]
  const keep = (tag: Tag): void => {
    const some = list.filter((r) => r.tag === tag)
    if (some.length) list = some
  }
  const only = (name: string): boolean => near.some((x) => x.kind === 'mod' && x.name === name)
  if (t.field === 'seq' || t.field === 'ack' || t.field === 'nextseq') {
    if (only('raw') && !only('relative')) keep('raw')
    else if (only('relative') && !only('raw')) keep('relative')
  }
  if (t.field === 'win' && only('inheader') && !only('scaled')) keep('inheader')
  // `UDP 길이`, `the UDP length`: the field of that header, and what it counts.
  const owner = s.tokens[i - 1]?.text === '의' ? s.tokens[i - 2] : s.tokens[i - 1]
  if (t.field === 'len' && owner?.kind === 'proto' && owner.name === 'UDP') keep('udp')
  if (t.field === 'hdrlen' || t.field === 'checksum') {
    const proto = s.tokens.slice(Math.max(0, i - 3), i).findLast((x) => x.kind === 'proto')
    if (proto && protoTags[proto.name]) keep(protoTags[proto.name]!)
  }
  return list
}

/** Whether a value is this reading; undefined where they cannot be compared. */
function matches(s: Statement, field: FieldName, v: Token, r: Reading, frame: number): boolean | undefined {
  if (v.kind === 'side') {
    const talk = s.facts.talkOf(frame)
    const end = talk ? endOf(talk, v.name as Side) : -1
    return talk && end !== -1 ? talk.ends[end].ip === r.value : undefined
  }
  if (typeof r.value === 'string') return v.name === r.value
  const named = namedValues[field]
  if (v.kind === 'proto' || v.kind === 'noun') return named?.[v.name] === r.value
  if (r.unit === 'ns') return timeFits(v, r.value)
  switch (v.unit) {
    case 'bit':
      return v.value === r.value * 8
    case 'word':
      return v.value * 4 === r.value
    case 's':
    case 'ms':
    case 'us':
    case 'ns':
      return undefined as never
    default:
      return v.value === r.value || (field === 'hdrlen' && v.unit === '' && v.value * 4 === r.value)
  }
}

const scale = { s: 1e9, ms: 1e6, us: 1e3, ns: 1 } as const

/** Whether a time as written is this one: rounded or cut to the digits that were given, or nearly (`about`). */
export function timeFits(v: Token, nanoseconds: number, about = false): boolean {
  const unit = scale[v.unit as keyof typeof scale] ?? 1e9
  const step = unit / 10 ** v.decimals
  const gap = Math.abs(v.value * unit - nanoseconds)
  return gap < step || (about && gap <= 0.15 * nanoseconds + step)
}

/** `the server's port is 9230`. */
function ofSide(s: Statement, t: Token, found: Found, side: Side, used: Token[]): Finding | undefined {
  const talks = s.facts.talks.filter((x) => x.caller >= 0)
  if (!talks.length) return undefined
  const v = found.value
  const done = (hits: boolean[], right: string, frames: number[]): Finding => ({
    fit: fitOf(hits),
    right,
    frames,
    rule: `field.${t.field}`,
    used: [t, v, ...found.more, ...used],
  })
  const first = talks[0]!
  const own = first.ends[endOf(first, side) as 0 | 1]
  const hits = (test: (end: { ip: string; port: number }, peer: { ip: string; port: number }) => boolean): boolean[] =>
    talks.map((x) => test(x.ends[endOf(x, side) as 0 | 1], x.ends[(1 - endOf(x, side)) as 0 | 1]))
  const right = s.words.end(side, own.ip, own.port)
  const frames = [first.frames[0]!]
  if ((t.field === 'ip' || t.field === 'srcip') && v.kind === 'ip4')
    return done(
      hits((e) => e.ip === v.name),
      right,
      frames,
    )
  if ((t.field === 'port' || t.field === 'srcport') && v.kind === 'num')
    return done(
      hits((e) => e.port === v.value),
      right,
      frames,
    )
  // `the client connects to the server's port`: whose port is not said.
  if (t.field === 'dstport' || t.field === 'dstip') return undefined
  const mine = talks.flatMap((x) => x.frames.slice(0, 200).filter((n) => s.facts.senderEnd(n) === endOf(x, side)))
  const shown: string[] = []
  const fits: boolean[] = []
  for (const n of mine) {
    const list = narrowed(
      s,
      s.tokens.indexOf(t),
      t,
      found,
      readings(t.field === 'mac' ? 'srcmac' : t.field, s.facts.frame(n)!),
    )
    if (!list.length) continue
    const hit = list.map((r) => [v, ...found.more].every((x) => matches(s, t.field, x, r, n)))
    if (hit.includes(undefined as never)) return undefined
    fits.push(hit.some(Boolean))
    const line = s.words.says(n, s.words.field(t.field), texts(list))
    if (shown.length < 3 && !shown.includes(line)) shown.push(line)
  }
  if (!fits.length) return undefined
  return done([fits.some(Boolean)], shown.join(' '), mine.slice(0, 3))
}

/** A field of the whole capture that has one value in it: `the MSS is 1460 bytes`. */
function loose(s: Statement, t: Token, found: Found): Finding | undefined {
  if (t.field !== 'mss' && t.field !== 'wscale') return undefined
  const syns = s.facts.talks.flatMap((x) => [x.syn, x.synAck]).filter(Boolean)
  const list = syns.flatMap((n) => readings(t.field, s.facts.frame(n)!).map((r) => ({ r, n })))
  if (!list.length) return undefined
  const hit = list.some(({ r, n }) => matches(s, t.field, found.value, r, n) === true)
  const different = new Set(list.map(({ r }) => `${r.tag} ${r.value}`))
  if (!hit && different.size > (t.field === 'wscale' ? 2 : 1)) return undefined
  return {
    fit: hit ? 'all' : 'none',
    right: s.words.says(
      list[0]!.n,
      s.words.field(t.field),
      texts(list.filter(({ n }) => n === list[0]!.n).map(({ r }) => r)),
    ),
    frames: syns,
    rule: `field.${t.field}`,
    used: [t, found.value, ...found.more],
  }
}
