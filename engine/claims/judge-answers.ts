/** Statements about what acknowledges or answers what, and how long it took. */
import type { CaptureFacts, FrameFacts } from './facts'
import { timeFits } from './judge-fields'
import { roleAt, sideOfFrame } from './roles'
import type { Finding, Fit, Statement } from './statement'
import type { Token } from './tokens'

/** Numbers of frames as they stand behind a verb: `33 acknowledges 31`. */
const asFrames = (s: Statement, t: Token | undefined): number[] =>
  !t
    ? []
    : t.kind === 'frames'
      ? t.frames
      : t.kind === 'num' && !t.unit && !t.hex && t.value >= 1 && t.value <= s.facts.count
        ? [t.value]
        : []

export function answerFindings(s: Statement): Finding[] {
  const { tokens } = s
  const verb = tokens.findIndex(
    (t, i) =>
      (t.kind === 'verb' && (t.verb === 'acks' || t.verb === 'answers')) ||
      // `33번은 31번에 대한 ACK이다`, `the ACK for frame 31`, `27 is the reply to 26`
      (((t.kind === 'flags' && t.flags === 16) ||
        (t.kind === 'noun' && t.name === 'reply') ||
        (t.kind === 'flags' && t.flags === 18)) &&
        (/^(?:for|to|of)$/i.test(tokens[i + 1]?.text ?? '') ||
          [1, 2, 3].some((k) => /^(?:대한|대해|의)$/.test(tokens[i - k]?.text ?? '')))),
  )
  if (verb < 0) return []
  if (tokens.filter((t) => /^(?:대한|대해|대하여|대해서)$/.test(t.text)).length > 1) return []
  if (tokens.some((t) => t.kind === 'verb' && t.verb === 'closes')) return []
  // More than one such relation in a sentence is beyond this grammar.
  if (tokens.filter((t) => t.kind === 'verb' && (t.verb === 'acks' || t.verb === 'answers')).length > 1) return []
  const v = tokens[verb]!
  const asAck = v.kind === 'flags' || (v.kind === 'verb' && v.verb === 'acks')
  const places = tokens.flatMap((t, i) => (asFrames(s, t).length && !isValue(tokens, i) ? [i] : []))
  const korean = /[가-힣]/.test(s.text)
  let subject: number
  let object: number
  let data = false
  if (korean) {
    // The object stands before `에 대한`, `을 확인`, `의 ACK`.
    const marker = tokens.findIndex(
      (t, i) =>
        i > 0 && (/^(?:대한|대해|대하여|대해서)$/.test(t.text) || (i === verb - 1 && /^(?:을|를|의)$/.test(t.text))),
    )
    if (marker < 0) return []
    let k = marker - 1
    while (
      k >= 0 &&
      (tokens[k]!.kind === 'fill' ||
        (tokens[k]!.kind === 'noun' && tokens[k]!.name === 'packet') ||
        tokens[k]!.kind === 'field')
    )
      k--
    object = k
    subject = places.findLast((i) => i !== object && i < marker) ?? places.find((i) => i > marker) ?? -1
    // `32번의 FIN에 대한`, `31번의 데이터`, `데이터(31번)`: the frame named with it is the object.
    const o = tokens[object]
    if (o && o.kind !== 'frames') {
      const beside = places.find(
        (i) =>
          i < object && object - i <= 3 && !tokens.slice(i + 1, object).some((t) => /^(?:은|는|이|가)$/.test(t.text)),
      )
      if (beside !== undefined) {
        object = beside
        subject = places.findLast((i) => i !== object && i < marker) ?? places.find((i) => i > marker) ?? -1
      }
    }
  } else {
    const passive =
      v.kind === 'verb' &&
      /\b(?:is|was|are|were|been|gets?)\s*$/i.test(s.text.slice(0, v.from - tokens[0]!.from)) &&
      /ed$/i.test(v.text.trim())
    const [a, b] = [places.findLast((i) => i < verb), places.find((i) => i > verb)]
    subject = (passive ? b : a) ?? -1
    object = (passive ? a : b) ?? -1
    if (subject < 0 && !passive && v.kind !== 'verb') {
      // `the ACK for frame 31 is frame 33`
      if (places.length === 2 && places.every((i) => i > verb)) [object, subject] = places as [number, number]
    }
    if (passive && object < 0)
      object = tokens.findLastIndex(
        (t, i) => i < verb && ((t.kind === 'flags' && t.flags !== 16) || (t.kind === 'noun' && t.name === 'data')),
      )
    if (object < 0 || object === subject)
      object = tokens.findIndex(
        (t, i) => i > verb && (t.kind === 'flags' || (t.kind === 'noun' && t.name === 'data') || t.kind === 'text'),
      )
  }
  const a = asFrames(s, tokens[subject])
  if (a.length !== 1) return []
  const o = tokens[object]
  if (!o || object === subject) return []
  let b = asFrames(s, o)
  const used = [tokens[subject]!, o, v]
  if (!b.length) {
    if ((o.kind === 'noun' && o.name === 'data') || o.kind === 'text') {
      data = true
      b = dataFrames(s.facts, a[0]!)
    } else {
      const role = roleAt(s.facts, tokens, object)
      if (!role) return []
      b = role.frames.filter((n) => sideOfFrame(s.facts, n) !== sideOfFrame(s.facts, a[0]!))
      used.push(...role.used)
    }
  }
  if (!b.length) return []
  const fa = s.facts.frame(a[0]!)
  if (!fa || b.some((n) => n > s.facts.count)) return []
  if (fa.isTcp && b.every((n) => s.facts.frame(n)!.isTcp)) return [tcpAck(s, fa, b, data, used)]
  if (asAck) return []
  return [pair(s, fa, b, used)]
}

/** A number that is the value of a field, not a frame. */
const isValue = (tokens: readonly Token[], i: number): boolean => {
  const t = tokens[i]!
  if (t.kind === 'frames') return false
  for (let k = i - 1; k >= 0 && k >= i - 3; k--) {
    const b = tokens[k]!
    if (b.kind === 'field') return true
    if (b.kind !== 'fill') return false
  }
  return false
}

const dataFrames = (facts: CaptureFacts, of: number): number[] =>
  (facts.talkOf(of)?.frames ?? [])
    .slice(0, 500)
    .filter(
      (n) => n < of && (facts.frame(n)!.num('tcp.len') ?? 0) > 0 && sideOfFrame(facts, n) !== sideOfFrame(facts, of),
    )

/** Number behind the last one that a segment uses. */
const endOf = (f: FrameFacts): number =>
  ((f.num('tcp.seq_raw') ?? 0) + (f.num('tcp.len') ?? 0) + (f.flags & 2 ? 1 : 0) + (f.flags & 1)) >>> 0

function tcpAck(s: Statement, a: FrameFacts, b: number[], data: boolean, used: Token[]): Finding {
  const acked = a.num('tcp.analysis.acks_frame') ?? 0
  const target = acked ? s.facts.frame(acked) : undefined
  const rights = [s.words.acks(a.number, a.num('tcp.ack') ?? 0, acked)]
  const fits = b.map((n): Fit => {
    const f = s.facts.frame(n)!
    if (data)
      return target ? ((target.num('tcp.len') ?? 0) > 0 ? 'all' : target.flags & 3 ? 'none' : 'unknown') : 'unknown'
    if (acked === n) return 'all'
    const covers = (a.flags & 16) !== 0 && (((a.num('tcp.ack_raw') ?? 0) - endOf(f)) | 0) >= 0
    const later = n >= a.number || f.text('ip.src') === a.text('ip.src')
    if (!later && !covers && f.flags & 1)
      rights.push(s.words.finNumber(n, (f.num('tcp.nxtseq') ?? 1) - 1, s.facts.answeredBy(n)))
    // Acknowledgments are cumulative: an older segment is covered, too, but it is not the one that is answered.
    return later || !covers ? 'none' : 'unknown'
  })
  const fit: Fit = fits.includes('all') ? 'all' : fits.includes('unknown') ? 'unknown' : 'none'
  return { fit, right: rights.join(' '), frames: [a.number, ...(acked ? [acked] : [])], rule: 'acks', used }
}

/** A reply and its request, of ARP, ICMP or DNS. */
function pair(s: Statement, a: FrameFacts, b: number[], used: Token[]): Finding {
  const fits = b.map((n): Fit => {
    const f = s.facts.frame(n)!
    if (a.isArp && f.isArp) {
      const both = a.num('arp.opcode') === 2 && f.num('arp.opcode') === 1 && n < a.number
      return both &&
        a.text('arp.src.proto_ipv4') === f.text('arp.dst.proto_ipv4') &&
        a.text('arp.dst.proto_ipv4') === f.text('arp.src.proto_ipv4')
        ? 'all'
        : 'none'
    }
    const to = a.num('icmp.resp_to') ?? a.num('dns.response_to')
    return to === undefined ? (a.isArp || f.isArp ? 'none' : 'unknown') : to === n ? 'all' : 'none'
  })
  const fit: Fit = fits.includes('all') ? 'all' : fits.includes('unknown') ? 'unknown' : 'none'
  return {
    fit,
    right: fit === 'none' ? s.words.noAnswer(a.number, b[0]!) : s.words.isAnswer(a.number, b[0]!),
    frames: [a.number, ...b],
    rule: 'answers',
    used,
  }
}

/** `the RTT of the handshake is 0.6 ms`, `28번과 29번 사이의 시간은 0.063ms`. */
export function timeFindings(s: Statement): Finding[] {
  const { tokens, facts } = s
  const i = tokens.findIndex(
    (t) => t.kind === 'field' && (t.field === 'rtt' || t.field === 'irtt' || t.field === 'delta'),
  )
  const v = tokens.find((t, k) => k > i && t.kind === 'num' && ['s', 'ms', 'us', 'ns'].includes(t.unit))
  if (!v || i < 0) return []
  if (
    tokens.some((t) => t.kind === 'mark' && t.name === 'compare') ||
    tokens.filter((t) => t.kind === 'num' && ['s', 'ms', 'us'].includes(t.unit)).length > 1
  )
    return []
  if (tokens[i - 1]?.kind === 'word' && /average|estimated|평균|추정/i.test(tokens[i - 1]!.text)) return []
  const about = tokens.some((t) => t.kind === 'mark' && t.name === 'about')
  const frames = tokens
    .filter((t) => t.kind === 'frames')
    .flatMap((t) => t.frames)
    .filter((n) => n <= facts.count)
  const field = tokens[i]!.field
  const known: { ns: number; a: number; b: number }[] = []
  const gap = (a: number, b: number): void => {
    known.push({ ns: Math.abs(facts.frame(b)!.time - facts.frame(a)!.time), a, b })
  }
  if (field === 'irtt') for (const t of facts.talks) if (t.syn && t.ready) gap(t.syn, t.ready)
  if (field !== 'irtt' && frames.length === 2) gap(Math.min(...frames), Math.max(...frames))
  if (field !== 'irtt' && frames.length === 1) {
    const n = frames[0]!
    const f = facts.frame(n)!
    for (const m of [
      f.num('tcp.analysis.acks_frame'),
      facts.answeredBy(n),
      f.num('icmp.resp_to'),
      f.num('icmp.resp_in'),
      f.num('dns.response_to'),
      f.num('dns.response_in'),
    ])
      if (m) gap(Math.min(m, n), Math.max(m, n))
    const irtt = facts.talkOf(n)
    if (irtt?.syn && irtt.ready && known.length) gap(irtt.syn, irtt.ready)
    if (field === 'delta' && n > 1) gap(n - 1, n)
  }
  if (field === 'rtt' && !frames.length && tokens.some((t) => t.kind === 'verb' && t.verb === 'opens'))
    for (const t of facts.talks)
      if (t.syn && t.synAck && t.ready) [gap(t.syn, t.ready), gap(t.syn, t.synAck), gap(t.synAck, t.ready)]
  if (!known.length) return []
  const hit = known.find((k) => timeFits(v, k.ns, about))
  const shown = (hit ?? known[0])!
  return [
    {
      fit: hit ? 'all' : 'none',
      right: s.words.rtt(shown.b, shown.a, (shown.ns / 1e6).toFixed(6)),
      frames: [shown.a, shown.b],
      rule: 'time',
      used: [tokens[i]!, v, ...tokens.filter((t) => t.kind === 'frames')],
    },
  ]
}
