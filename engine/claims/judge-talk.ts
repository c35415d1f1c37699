/** Statements about a whole conversation or capture: who opens, who closes, in how many segments, in which frames; counts; who is who. */
import type { Talk } from './facts'
import { endOf, framesWithFlags } from './roles'
import type { Side } from './roles'
import { parties } from './judge-flags'
import type { Finding, Statement } from './statement'
import { flagsText } from './tokens'
import type { Token } from './tokens'

const one = (s: Statement): Talk | undefined => (s.facts.talks.length === 1 ? s.facts.talks[0] : undefined)
const isVerb = (t: Token, verb: Token['verb']): boolean => t.kind === 'verb' && t.verb === verb

/** Frames of the close: its FINs and their acknowledgements, in order. */
const closeOf = (talk: Talk): number[] =>
  [...new Set(talk.closing.fins.flatMap((f) => [f.frame, f.ackFrame]))].filter(Boolean).sort((a, b) => a - b)

export function talkFindings(s: Statement): Finding[] {
  const talk = one(s)
  if (!talk) return []
  const { tokens, words } = s
  const out: Finding[] = []
  // A four-way handshake is a close.
  const fourWay = tokens.find((t) => t.name === 'way' && /^(?:4|four|포)/i.test(t.text))
  const closes = tokens.find((t) => isVerb(t, 'closes')) ?? fourWay
  const opens = fourWay ? undefined : tokens.find((t) => isVerb(t, 'opens'))
  const frames = tokens.filter((t) => t.kind === 'frames')
  const close = closeOf(talk)
  const complete = talk.closing.complete && /segments|simultaneous/.test(talk.closing.kind)
  const sides = tokens.filter((t) => t.kind === 'side')
  const arrows = close.join(' → ')
  // Frames of the close, of the opening. FINs named one after the other are a close, too.
  const listed = frames.find(
    (t) => t.shape === 'order' || (t.shape === 'list' && t.frames.length > 2) || t.shape === 'range',
  )
  const chain =
    listed?.frames ??
    (frames.length > 2 && tokens.filter((t) => t.kind === 'mark' && t.name === 'arrow').length >= 2
      ? frames.flatMap((t) => t.frames)
      : undefined)
  const fins = tokens.some((t) => t.kind === 'flags' && t.flags & 1)
  if (
    chain &&
    chain.length > 2 &&
    (closes || (fins && !opens)) &&
    complete &&
    !tokens.some((t) => t.kind === 'field')
  ) {
    const range = listed?.shape === 'range'
    const right = range
      ? chain[0] === close[0] && chain[chain.length - 1] === close[close.length - 1]
      : chain.length === close.length && close.every((n, i) => chain[i] === n)
    const extra = talk.closing.fins.filter((f) => f.notAckFrame && chain.includes(f.notAckFrame))
    out.push({
      fit: right ? 'all' : 'none',
      right: [
        words.closing(close.length, arrows),
        ...extra.map((f) => words.notOfClose(f.notAckFrame, f.notAckOf)),
      ].join(' '),
      frames: close,
      rule: 'close.frames',
      used: frames.concat(closes ? [closes] : []),
    })
    return out
  }
  if (
    chain &&
    chain.length > 2 &&
    opens &&
    !closes &&
    talk.syn &&
    talk.ready &&
    !tokens.some((t) => t.kind === 'field')
  ) {
    const real = [talk.syn, talk.synAck, talk.ready]
    out.push({
      fit: real.every((n, i) => chain[i] === n) && chain.length === 3 ? 'all' : 'none',
      right: words.opening(real.join(' → ')),
      frames: real,
      rule: 'open.frames',
      used: [...frames, opens],
    })
    return out
  }
  // How many segments.
  const n = tokens.find(
    (t, i) =>
      t.kind === 'num' &&
      !t.hex &&
      Number.isInteger(t.value) &&
      t.value > 1 &&
      t.value < 12 &&
      (t.unit === 'count' || t.unit === '') &&
      countsPackets(tokens, i),
  )
  if (
    n &&
    closes &&
    !opens &&
    complete &&
    !frames.length &&
    !tokens.some((t) => t.kind === 'field') &&
    !/-?way/i.test(s.text)
  )
    out.push({
      fit: n.value === close.length ? 'all' : 'none',
      right: words.closing(close.length, arrows),
      frames: close,
      rule: 'close.count',
      used: [n, closes],
    })
  if (
    n &&
    opens &&
    !closes &&
    talk.syn &&
    talk.synAck &&
    talk.ready &&
    !frames.length &&
    !tokens.some((t) => t.kind === 'field') &&
    !/-way/i.test(s.text)
  ) {
    const real = [talk.syn, talk.synAck, talk.ready]
    out.push({
      fit: n.value === 3 ? 'all' : 'none',
      right: words.opening(real.join(' → ')),
      frames: real,
      rule: 'open.count',
      used: [n, opens],
    })
  }
  // Who closes, who opens.
  const first = /먼저|처음|첫|시작|주도|개시|능동|\bfirst\b|initiat|begin|began|start|active/i.test(s.text)
  const passive = /수동|passive|나중|\blater\b|\bsecond\b|응답|대기/i.test(s.text)
  const verb = closes ?? opens
  const doers = sides.filter((t) => /^(?:가|이|측이)$/.test(tokens[tokens.indexOf(t) + 1]?.text ?? '')).length
  if (verb && doers < 2 && !(closes && opens) && first && !passive && sides.length && !frames.length && !n) {
    const who =
      sides.length === 1
        ? sides[0]
        : (parties(s)[0] ??
          sides.find((t) => /^(?:가|이|에서|측이|쪽이|측에서)$/.test(tokens[tokens.indexOf(t) + 1]?.text ?? '')))
    const passiveVoice = /\bby the\b/i.test(s.text)
    const by = passiveVoice && sides.length > 1 ? undefined : who
    // `서버와의 연결`, `to the server`: the peer, not who does it.
    const after = by ? (tokens[tokens.indexOf(by) + 1]?.text ?? '') : ''
    const doer =
      by?.kind === 'side' &&
      !/^(?:와|과|와의|과의|에게|로|의)$/.test(after) &&
      !/^(?:to|with)$/i.test(tokens[tokens.indexOf(by) - 1]?.text ?? '')
    if (doer && by) {
      const end = endOf(talk, by.name as Side)
      const fin = talk.closing.fins[0]
      if (closes && fin && talk.closing.by !== null && end >= 0) {
        const side = talk.closing.by === talk.caller ? words.client : words.server
        out.push({
          fit: talk.closing.by === end ? 'all' : 'none',
          right: words.closedBy(side, fin.frame),
          frames: [fin.frame],
          rule: 'close.by',
          used: [by, closes],
        })
      }
      if (opens && !closes && talk.syn && end >= 0)
        out.push({
          fit: talk.caller === end ? 'all' : 'none',
          right: words.openedBy(words.client, talk.syn),
          frames: [talk.syn],
          rule: 'open.by',
          used: [by, opens],
        })
    }
  }
  return out
}

/** Whether a number counts packets: `four segments`, `세그먼트 4개`, `4개의 세그먼트`. */
function countsPackets(tokens: readonly Token[], i: number): boolean {
  const near = [tokens[i - 1], tokens[i - 2], tokens[i + 1], tokens[i + 2], tokens[i + 3]]
  return near.some((t) => t?.kind === 'noun' && t.name === 'packet')
}

/** `192.168.56.242는 서버이다`, `client (192.168.56.243:34008)`. */
export function partFindings(s: Statement): Finding[] {
  const { tokens, facts, words } = s
  const talks = facts.talks.filter((t) => t.caller >= 0)
  if (!talks.length) return []
  const out: Finding[] = []
  const plain = (t: Token): boolean =>
    (t.kind === 'fill' && /^(?:은|는|이|가|의|\(|:|=|is|was|the|has|address|주소|주소는|,)$/i.test(t.text)) ||
    (t.kind === 'field' && (t.field === 'ip' || t.field === 'src' || t.field === 'dst')) ||
    (t.kind === 'noun' && t.name === 'host') ||
    (t.kind === 'proto' && t.name === 'TCP')
  tokens.forEach((t, i) => {
    if (t.kind !== 'ip4') return
    let end = tokens[i + 1]
    let port: Token | undefined
    if (end?.kind === 'num' && end.name === 'endpoint') [port, end] = [end, tokens[i + 2]]
    let side: Token | undefined
    let k = i - 1
    while (k >= 0 && k > i - 5 && plain(tokens[k]!)) k--
    const nearEnd = !end || /^(?:이다|입니다|이고|이며|인|\)|[.,;]|and|로|으로|이었다|였다)$/i.test(end.text)
    if (tokens[k]?.kind === 'side' && nearEnd && i - k <= 5 && (/^(?:로|으로)$/.test(end?.text ?? '') ? false : true))
      side = tokens[k]
    else {
      let m = port ? i + 2 : i + 1
      while (m < tokens.length && m < i + 5 && plain(tokens[m]!)) m++
      const last = tokens[m + 1]
      const joined = tokens.slice(i + 1, m).some((x) => /^(?:은|는|이|가|is|was|\()$/i.test(x.text))
      if (
        tokens[m]?.kind === 'side' &&
        joined &&
        (!last || /^(?:이다|입니다|이고|이며|였다|\)|[.,;])$/.test(last.text))
      )
        side = tokens[m]
    }
    if (!side) return
    const hits = talks.map((x) => {
      const e = x.ends[endOf(x, side.name as Side) as 0 | 1]
      return e.ip === t.name && (!port || port.value === e.port)
    })
    const own = talks[0]!.ends[endOf(talks[0]!, side.name as Side) as 0 | 1]
    out.push({
      fit: hits.some(Boolean) ? 'all' : 'none',
      right: words.end(side.name as Side, own.ip, own.port),
      frames: [talks[0]!.frames[0]!],
      rule: 'part',
      used: [t, side, ...(port ? [port] : [])],
    })
  })
  return out
}

/** `The capture has 35 packets`, `ARP 패킷은 10개이다`. */
export function countFindings(s: Statement): Finding[] {
  const { tokens, facts, words } = s
  if (
    tokens.some(
      (t) =>
        t.kind === 'frames' ||
        t.kind === 'field' ||
        isVerb(t, 'closes') ||
        isVerb(t, 'opens') ||
        (t.kind === 'mark' && t.name === 'compare'),
    )
  )
    return []
  const numbers = tokens.flatMap((t, i) =>
    t.kind === 'num' &&
    !t.hex &&
    (t.unit === 'count' || t.unit === '') &&
    Number.isInteger(t.value) &&
    t.name !== 'endpoint'
      ? [i]
      : [],
  )
  if (numbers.length !== 1) return []
  const i = numbers[0]!
  if (
    !countsPackets(tokens, i) &&
    !tokens.some((t) => t.kind === 'noun' && (t.name === 'request' || t.name === 'reply'))
  )
    return []
  if (
    !/캡처|캡쳐|파일|전체|총|모두|개수|있|이다|입니다|capture|trace|file|total|there (?:are|is|were)|contains?|in all|captured/i.test(
      s.text,
    )
  )
    return []
  const v = tokens[i]!
  const finding = (n: number[], what: string, right: string): Finding[] => [
    {
      fit: n.includes(v.value) ? 'all' : 'none',
      right: right || words.count(n[0]!, what),
      frames: [],
      rule: 'count',
      used: [v, ...tokens.filter((t) => t.kind === 'proto' || t.kind === 'flags')],
    },
  ]
  const protos = tokens.filter((t) => t.kind === 'proto')
  const flags = tokens.filter((t) => t.kind === 'flags')
  const kind = tokens.find((t) => t.kind === 'noun' && (t.name === 'request' || t.name === 'reply'))
  if (
    tokens.some(
      (t) =>
        t.kind === 'side' ||
        t.kind === 'ip4' ||
        t.kind === 'word' ||
        t.kind === 'mod' ||
        (t.kind === 'noun' && t.name === 'data'),
    )
  ) {
    const words_ = tokens.filter((t) => t.kind === 'word')
    if (
      tokens.some((t) => t.kind !== 'word' && (t.kind === 'side' || t.kind === 'ip4' || t.kind === 'mod')) ||
      words_.some(
        (t) =>
          !/^(?:총|전체|모두|모두의|trace|file|captured|capture|total|wireshark|와이어샤크|개수|수|캡쳐|exactly|altogether|overall|were|are)/i.test(
            t.text,
          ),
      )
    )
      return []
  }
  if (protos.length > 1 || flags.length > 1) return []
  if (flags.length) {
    const n = framesWithFlags(facts, flags[0]!.flags).length
    return flags[0]!.flags === 16 ? [] : finding([n], flagsText(flags[0]!.flags), '')
  }
  const proto = protos[0]?.name
  if (!proto) return kind ? [] : finding([facts.count], '', words.packets(facts.count))
  if (!facts.all) return []
  if (proto === 'ARP' && kind)
    return finding([facts.arps(kind.name === 'reply' ? 2 : 1).length], `ARP ${kind.name}`, '')
  if (kind) return []
  if (proto === 'ARP' || proto === 'ICMP' || proto === 'DNS' || proto === 'SSDP')
    return finding([facts.ofProtocol(proto).length], proto, '')
  if (proto === 'TCP')
    return finding(
      [facts.talks.reduce((sum, t) => sum + t.frames.length, 0), facts.ofProtocol('TCP').length],
      'TCP',
      '',
    )
  return []
}
