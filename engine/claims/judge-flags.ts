/** Statements about who a frame is: its flags, its sender, its destination, its protocol, what it carries. */
import { isComplement } from './complement'
import type { FrameFacts } from './facts'
import { endOf, framesWithFlags, roleAt, sideOfFrame } from './roles'
import type { Side } from './roles'
import { fitOf } from './statement'
import type { Finding, Fit, Statement } from './statement'
import { flagsText } from './tokens'
import type { Token } from './tokens'

/** Tokens between a frame and what is said of it. */
const plainGap = (t: Token): boolean =>
  t.kind === 'fill' ||
  (t.kind === 'noun' && (t.name === 'packet' || t.name === 'header')) ||
  (t.kind === 'field' && t.field === 'flags') ||
  t.kind === 'proto' ||
  (t.kind === 'side' && true) ||
  (t.kind === 'mod' && /first|second|third|last|only/.test(t.name)) ||
  (t.kind === 'mark' && (t.name === 'not' || t.name === 'every')) ||
  (t.kind === 'verb' &&
    (t.verb === 'sets' || t.verb === 'contains' || t.verb === 'is' || t.verb === 'sends' || t.verb === 'uses'))

const copula = /^(?:이다|입니다|이고|이며|였다|이었다|이었습니다|이었고|였고|이라|인|다|예요|이에요)$/

export function flagFindings(s: Statement): Finding[] {
  const out: Finding[] = []
  const { tokens } = s
  const subjects = tokens.filter((t) => t.kind === 'frames')
  tokens.forEach((g, i) => {
    if (g.kind !== 'flags') return
    const before = tokens[i - 1]
    const after = tokens[i + 1]
    // `FIN (32)`: the bracket names its frame.
    if (after?.kind === 'frames' && after.text.startsWith('(')) {
      const before = tokens.slice(0, i).findLast((t) => t.kind === 'frames')
      if (!before || before.text.startsWith('(')) out.push(flagsOf(s, after, g, 'bracket'))
      return
    }
    // Backwards to a frame over nothing but plain words.
    let k = i - 1
    while (k >= 0 && plainGap(tokens[k]!)) k--
    const f = tokens[k]
    const gap = tokens.slice(k + 1, i)
    const objects = tokens.slice(i + 1, i + 4)
    // `frame 33 for the FIN`, `32번의 FIN에 대한`: not what the frame is.
    if (
      gap.some((t) =>
        /^(?:for|of|to|after|before|between|with|during|when|since|because|while|until|from|에게|에|이후|다음|후|전|뒤)$/i.test(
          t.text,
        ),
      )
    )
      return
    if (f?.kind === 'frames' && !f.text.startsWith('(') && f.shape !== 'order') {
      if (gap.some((t) => t.kind === 'mark' && t.name === 'every') && f.frames.length < 2) return
      const apart = gap.some((t) => !(t.kind === 'noun' || /^[의번,(]$/.test(t.text)))
      if (apart && isComplement(s, f)) return
      const relation =
        objects.some((t) => /^(?:에$|대한$|대해|이후|직후|다음|뒤|후|전|보다|까지|부터)/.test(t.text)) ||
        (objects.some((t) => /^(?:을|를)$/.test(t.text)) &&
          /확인|응답|받|수신|기다|요청|acknowledg/i.test(s.text.slice(g.to - tokens[0]!.from)))
      if (relation && g.flags !== 16) {
        // `32번 FIN에 대한 ACK`: an apposition, which must be right as well; `35번은 FIN에 대한 ACK` is none.
        if (gap.every((t) => (t.kind === 'fill' && /^[의번,]$/.test(t.text)) || t.kind === 'noun'))
          out.push(flagsOf(s, f, g, 'apposition'))
        return
      }
      const none = after?.kind === 'mark' && after.name === 'none'
      out.push({
        ...flagsOf(s, f, g, gap.some((t) => t.kind === 'mod' && t.name === 'only') ? 'only' : ''),
        ...(none && { negationDone: true }),
      })
      if (none) out[out.length - 1] = flipped(out[out.length - 1]!)
      return
    }
    if (f?.kind === 'mark' && f.name === 'none') {
      const frame = tokens.slice(0, k).findLast((t) => t.kind === 'frames')
      if (frame && subjects.length === 1 && /^no$/i.test(f.text.trim()))
        out.push({ ...flipped(flagsOf(s, frame, g, '')), negationDone: true })
      return
    }
    // `the SYN is frame 28`, `SYN 패킷은 28번이다`
    const next = tokens.slice(i + 1).findIndex((t) => t.kind === 'frames')
    if (next >= 0 && subjects.length === 1 && before?.kind !== 'frames') {
      const target = tokens[i + 1 + next]!
      const between = tokens.slice(i + 1, i + 1 + next)
      const end = tokens[i + 2 + next]
      const korean =
        between.some((t) => /^(?:은|는|이|가)$/.test(t.text)) &&
        (!end || copula.test(end.text) || /^[.,)]$/.test(end.text))
      const english =
        between.length > 0 &&
        between.every((t) => plainGap(t)) &&
        between.some((t) => /^(?:is|was|are)$/i.test(t.text)) &&
        !between.some((t) => /^(?:in|for|of|to|set)$/i.test(t.text))
      if ((korean && between.every(plainGap)) || english) {
        const role = roleAt(s.facts, tokens, i)
        const told = flagsOf(s, target, g, '')
        // `the first FIN is frame 34`: not any FIN will do.
        if (role?.used.some((t) => t.kind === 'mod' || t.kind === 'side') && told.fit !== 'none')
          out.push({
            ...told,
            fit: target.frames.every((n) => role.frames.includes(n)) ? 'all' : 'none',
            right: role.frames.map((n) => s.words.flags(n, flagsText(s.facts.frame(n)!.flags & 0xff))).join(' '),
          })
        else out.push(told)
      }
    }
  })
  return out.filter((f) => f.fit !== 'unknown' || f.used.length > 0)
}

const flipped = (f: Finding): Finding => ({
  ...f,
  fit: f.fit === 'all' ? 'none' : f.fit === 'none' ? 'all' : 'unknown',
})

function flagsOf(s: Statement, frames: Token, g: Token, how: '' | 'only' | 'bracket' | 'apposition'): Finding {
  const hits: (boolean | undefined)[] = []
  const right: string[] = []
  for (const n of frames.frames) {
    const f = s.facts.frame(n)
    if (!f) {
      hits.push(undefined)
      continue
    }
    if (!f.isTcp) {
      hits.push(f.isArp || f.protocol === 'ICMP' || f.has('udp.srcport') ? false : undefined)
      right.push(s.words.noTcp(n, f.protocol))
      continue
    }
    const own = f.flags & 0xff
    right.push(s.words.flags(n, flagsText(own)))
    if ((own & g.flags) !== g.flags) hits.push(false)
    else if (how === 'only') hits.push(own === g.flags)
    // A SYN-ACK called a SYN, or a FIN called an ACK: loose words, neither right nor wrong.
    else if ((own & 0x12) === 0x12 && g.flags === 2) hits.push(/플래그|flag|비트|bit/i.test(s.text) ? true : undefined)
    else if (g.flags === 16 && (own & 7) !== 0)
      hits.push(/플래그|flag|비트|bit|set/i.test(s.text) || how === 'apposition' ? true : undefined)
    else hits.push(true)
  }
  const known = hits.filter((h): h is boolean => h !== undefined)
  const fit: Fit = known.includes(false) ? 'none' : known.length < hits.length ? 'unknown' : fitOf(known)
  return { fit, right: right.join(' '), frames: [...frames.frames], rule: 'flags', used: [frames, g] }
}

/** Who sent a frame, and to whom: by side or by address. */
export function senderFindings(s: Statement): Finding[] {
  const { tokens, facts } = s
  const frames = tokens.filter((t) => t.kind === 'frames')
  const sends = tokens.findIndex((t) => t.kind === 'verb' && t.verb === 'sends')
  const receives = tokens.some((t) => t.kind === 'verb' && t.verb === 'receives')
  if (tokens.some((t) => t.kind === 'verb' && (t.verb === 'closes' || t.verb === 'acks' || t.verb === 'answers')))
    return []
  // Who sent what is answered, not the answer.
  if (
    tokens.some((t) => /^(?:대한|대해|대하여)/.test(t.text)) ||
    /\b(?:ACK|acknowledge?ment|answer|reply|response|follows?|after|before) (?:for|of|to|the)\b/i.test(s.text)
  )
    return []
  const [from, to] = parties(s)
  if (!from && !to) return []
  const party = (t: Token, f: FrameFacts, end: 'src' | 'dst'): boolean | undefined => {
    if (t.kind === 'side') {
      const own = sideOfFrame(facts, f.number)
      return own === undefined ? undefined : (own === t.name) === (end === 'src')
    }
    const ip = f.text(`ip.${end}`) ?? f.text(`arp.${end}.proto_ipv4`)
    const mac = f.text(`eth.${end}`)
    return t.kind === 'mac' ? mac === t.name : ip === undefined ? undefined : ip === t.name
  }
  if (frames.length === 1 && frames[0]!.shape !== 'order' && (sends >= 0 || (from && to)) && !receives) {
    const hits: boolean[] = []
    const right: string[] = []
    for (const n of frames[0]!.frames) {
      const f = facts.frame(n)
      if (!f) return []
      const a = from ? party(from, f, 'src') : true
      const b = to ? party(to, f, 'dst') : true
      if (a === undefined || b === undefined) return []
      hits.push(a && b)
      right.push(s.words.sender(n, name(s, f, 'src'), name(s, f, 'dst')))
    }
    return [
      {
        fit: hits.every(Boolean) ? 'all' : 'none',
        right: right.join(' '),
        frames: [...frames[0]!.frames],
        rule: 'sender',
        used: [frames[0]!, ...(from ? [from] : []), ...(to ? [to] : [])],
      },
    ]
  }
  // `the server sends the first FIN`, `클라이언트가 SYN을 보낸다`
  const g = tokens.filter((t) => t.kind === 'flags')
  if (!frames.length && sends >= 0 && from?.kind === 'side' && g.length === 1 && g[0]!.flags !== 16 && !receives) {
    const all = framesWithFlags(facts, g[0]!.flags)
    if (!all.length) return []
    const first = /먼저|처음|첫|\bfirst\b/i.test(s.text)
    const own = (first ? all.slice(0, 1) : all).filter((n) => sideOfFrame(facts, n) === from.name)
    const side = from.name as Side
    return [
      {
        fit: own.length ? 'all' : 'none',
        right: all
          .slice(0, 4)
          .map((n) => s.words.sender(n, name(s, facts.frame(n)!, 'src'), name(s, facts.frame(n)!, 'dst')))
          .join(' '),
        frames: own.length ? own : all.slice(0, 4),
        rule: 'sends',
        used: [from, g[0]!],
      },
    ].filter(() => facts.talks.some((t) => endOf(t, side) >= 0)) as Finding[]
  }
  return []
}

function name(s: Statement, f: FrameFacts, end: 'src' | 'dst'): string {
  const own = sideOfFrame(s.facts, f.number)
  const ip = f.text(`ip.${end}`) ?? f.text(`eth.${end}`) ?? '?'
  if (!own) return ip
  const side = (own === 'client') === (end === 'src') ? s.words.client : s.words.server
  return `${side} (${ip})`
}

/** From whom, to whom: by particles and prepositions. */
export function parties(s: Statement): [Token | undefined, Token | undefined] {
  const { tokens } = s
  let [from, to]: [Token | undefined, Token | undefined] = [undefined, undefined]
  tokens.forEach((t, i) => {
    if (t.kind !== 'side' && t.kind !== 'ip4' && t.kind !== 'mac') return
    let k = i + 1
    if (tokens[k]?.kind === 'num' && tokens[k]!.name === 'endpoint') k++
    // A bracket behind a name belongs to it.
    if (tokens[k]?.text === '(') {
      while (k < tokens.length && tokens[k]!.text !== ')') k++
      k++
    }
    const after = tokens[k]?.from === tokens[k - 1]?.to || tokens[k]?.kind === 'fill' ? (tokens[k]?.text ?? '') : ''
    const before = tokens[i - 1]
    const lead = before?.text === 'the' ? (tokens[i - 2]?.text ?? '') : (before?.text ?? '')
    if (before?.text === '(') return
    if (/^(?:가|이|에서|측이|측에서|쪽에서|에서는|께서)$/.test(after)) from ??= t
    else if (/^(?:에게|으로|로|에게로|한테|측에|측으로|쪽으로)$/.test(after)) to ??= t
    else if (/^(?:→|->|=>)$/.test(after)) from ??= t
    else if (/^(?:→|->|=>)$/.test(lead)) to ??= t
    else if (/^(?:from|by)$/i.test(lead)) from ??= t
    else if (/^(?:to|toward|towards)$/i.test(lead)) to ??= t
    else if (
      t.kind === 'side' &&
      tokens
        .slice(i + 1, i + 3)
        .some((x) => x.kind === 'verb' && x.verb === 'sends' && /^(?:sends?|sent|transmit\w*)$/i.test(x.text.trim())) &&
      !/\b(?:is|was|are|were)\s/i.test(tokens[i + 1]!.text)
    )
      from ??= t
    else if (
      t.kind === 'side' &&
      /^[은는]$/.test(after) &&
      tokens.some(
        (x) => x.kind === 'verb' && x.verb === 'sends' && /보낸다|보냈|보내|전송(?:한|하|했)|송신/.test(x.text),
      )
    )
      from ??= t
  })
  return [from, to]
}
