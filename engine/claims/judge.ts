/**
 * Judges the statements of a text against a capture. A verdict is given only where the sentence is understood: a statement is false when it fits no reading
 * of it, true when all that it says was checked and fits; everything else is not checkable.
 */
import { limits } from '../limits'
import type { Session } from '../session/session'
import type { Language } from '../words/language'
import { CaptureFacts } from './facts'
import { generalFindings } from './general'
import { answerFindings, timeFindings } from './judge-answers'
import { fieldFindings } from './judge-fields'
import { flagFindings, senderFindings } from './judge-flags'
import { addressFindings, carriedFindings, castFindings, payloadFindings, protocolFindings } from './judge-link'
import { countFindings, partFindings, talkFindings } from './judge-talk'
import { lex } from './lex'
import { nothingStated } from './modality'
import { cleaned, segments } from './segment'
import type { Segment } from './segment'
import type { Finding, Statement } from './statement'
import type { Token } from './tokens'
import { wordsIn } from './words'

export type Verdict = 'true' | 'false' | 'not-checkable'

export interface Judged {
  /** As it stands in the text, and where: characters from `from` up to `to`. */
  text: string
  from: number
  to: number
  verdict: Verdict
  /** What is right; '' where nothing is known. */
  right: string
  /** The frames that show it. */
  frames: number[]
  /** Which rule decided; for what is not checkable why: `question`, `hedge`, `quote`, `not-understood` … */
  rule: string
}

const judges = [
  generalFindings,
  flagFindings,
  senderFindings,
  castFindings,
  addressFindings,
  protocolFindings,
  payloadFindings,
  carriedFindings,
  fieldFindings,
  answerFindings,
  timeFindings,
  talkFindings,
  partFindings,
  countFindings,
]

/** @param session indexed to its end */
export function judgeText(session: Session, original: string, language: Language): Judged[] {
  const out: Judged[] = []
  for (const judged of judging(session, original, language)) if (judged) out.push(judged)
  return out
}

/** The same piece by piece: each statement as it is judged, and undefined where a piece of the text states nothing. */
export function* judging(session: Session, original: string, language: Language): Generator<Judged | undefined> {
  const facts = new CaptureFacts(session)
  const words = wordsIn(language)
  const { text, at } = cleaned(original)
  /** What a heading or a label names, and what the sentence before was about. */
  let context: number[] = []
  let recent: number[] = []
  let block = -1
  let sticky = false
  for (const segment of segments(text)) {
    if (segment.block !== block && !sticky) context = []
    if (segment.block !== block) {
      block = segment.block
      recent = []
    }
    const put = (verdict: Verdict, right: string, frames: number[], rule: string): Judged => {
      const [from, to] = [at[segment.from]!, at[segment.to] ?? original.length]
      const stated = original.slice(from, to).trimEnd()
      return { text: stated, from, to: from + stated.length, verdict, right, frames, rule }
    }
    if (segment.to - segment.from > limits.claimSentence) {
      yield put('not-checkable', '', [], 'too-long')
      continue
    }
    const tokens = contrasted(lex(text, segment.from, segment.to))
    const named = tokens.filter((t) => t.kind === 'frames')
    if (segment.kind === 'heading') {
      context = named.flatMap((t) => t.frames)
      sticky = context.length > 0
      yield undefined
      continue
    }
    if (segment.kind === 'quote') {
      yield put('not-checkable', '', [], 'quote')
      continue
    }
    const sentence = text.slice(segment.from, segment.to)
    const why = nothingStated(sentence)
    const labelled =
      segment.kind === 'row' || /^[^:]{1,40}:\s/.test(sentence) || (tokens[0]?.kind === 'field' && tokens.length < 12)
    const pointing =
      /(?:이|해당|위)\s?(?:패킷|프레임|세그먼트|요청|응답)|\bthis (?:packet|frame|segment|request|reply)\b|^it\b/i.test(
        sentence,
      )
    const another = /다음|이전|직전|그\s?뒤|이후|상대방|\b(?:next|previous|following|other|later|then)\b/i.test(
      sentence,
    )
    const about = another ? [] : pointing ? (recent.length ? recent : context) : labelled ? context : []
    const statement: Statement = {
      text: sentence,
      tokens,
      context: about,
      facts,
      words,
      negated: isNegated(tokens),
      labelled,
    }
    const found =
      why === 'opinion'
        ? generalFindings(statement).filter((f) => f.rule.startsWith('misconception'))
        : why
          ? []
          : findings(statement)
    const result =
      why && !found.length
        ? { verdict: 'not-checkable' as const, right: '', frames: [], rule: why }
        : verdictOf(tokens, found, segment)
    yield put(result.verdict, result.right, result.frames, result.rule)
    // `프레임 28:` and `Frame 28 (SYN)` alone head what follows them.
    if (named.length === 1 && (/:\s*$/.test(sentence) || (tokens.length <= 6 && !/(?:[.다요])\s*$/.test(sentence))))
      context = named[0]!.frames
    if (segment.kind === 'sentence' && named.length) recent = named.length === 1 ? named[0]!.frames : []
  }
}

function findings(s: Statement): Finding[] {
  if (s.tokens.length > limits.claimTokens) return []
  // What is usual is not what this capture holds.
  if (
    /일반적|보통|대개|대체로|흔히|원래는|usually|normally|generally|typically|in general|often|ordinarily|by default/i.test(
      s.text,
    )
  )
    return generalFindings(s)
  if (/달리|비해|제외|unlike|compared|in contrast|except/i.test(s.text)) return generalFindings(s)
  return judges.flatMap((judge) => judge(s)).filter((f) => f.fit !== 'unknown' || f.rule === 'acks')
}

/** What a sentence denies (`A가 아니라 B`, `not A but B`, `A, not B`) is not claimed. */
function contrasted(tokens: Token[]): Token[] {
  const value = (t: Token | undefined): boolean =>
    t !== undefined &&
    ['num', 'ip4', 'ip6', 'mac', 'flags', 'side', 'proto', 'frames', 'verb', 'noun', 'text'].includes(t.kind)
  const drop = (i: number): void => {
    const t = tokens[i]!
    tokens[i] = { ...t, kind: 'fill', name: 'dropped' }
  }
  tokens.forEach((t, i) => {
    if (t.kind !== 'mark') return
    if (t.name === 'notbut') {
      for (let k = i - 1, n = 0; k >= 0 && n < 4 && (value(tokens[k]) || tokens[k]!.kind === 'fill'); k--, n++) {
        const is = value(tokens[k])
        if (is) drop(k)
        if (is && tokens[k + 1]?.kind !== 'noun') break
      }
      drop(i)
    }
    if (t.name === 'insteadof' && value(tokens[i + 1])) [drop(i + 1), drop(i)]
    if (t.name === 'not' && /^not$/i.test(t.text.trim())) {
      let k = i + 1
      while (tokens[k]?.kind === 'fill' && /^(?:an?|the|by|from|to)$/i.test(tokens[k]!.text)) k++
      if (!value(tokens[k])) return
      const but = tokens.slice(k + 1, k + 4).some((x) => x.kind === 'mark' && x.name === 'but')
      const behind = tokens[i - 1]?.text === ','
      if (but || behind) for (let n = i; n <= k; n++) drop(n)
    }
  })
  return tokens
}

const isNegated = (tokens: readonly Token[]): boolean =>
  tokens.some((t) => t.kind === 'mark' && (t.name === 'not' || t.name === 'none'))

/** Whether a sentence has said what relates two frames before it goes on to deny something. */
function deniedLater(tokens: readonly Token[], relation: Finding): boolean {
  const said = tokens.findLastIndex((t) => relation.used.includes(t))
  const denial = tokens.findIndex((t) => t.kind === 'mark' && (t.name === 'not' || t.name === 'none'))
  return (
    denial > said &&
    tokens.slice(said + 1, denial).some((t) => /^(?:and|but|[,;])$|(?:고|며|지만|는데|인데|으나)$/i.test(t.text.trim()))
  )
}

interface Result {
  verdict: Verdict
  right: string
  frames: number[]
  rule: string
}
const nothing = (rule: string): Result => ({ verdict: 'not-checkable', right: '', frames: [], rule })

function verdictOf(tokens: readonly Token[], found: readonly Finding[], segment: Segment): Result {
  if (!found.length) return nothing('not-understood')
  const negations = tokens.filter((t) => t.kind === 'mark' && (t.name === 'not' || t.name === 'none')).length
  const belief = found.find((f) => f.rule.startsWith('misconception'))
  const relation = found.find((f) => f.rule === 'acks' || f.rule === 'answers')
  const denied = relation && isNegated(tokens) && !found.some((f) => f.negationDone)
  const list = belief ? [belief] : denied ? [relation] : found
  // One negation and one thing said: turned round. Anything more complicated is not guessed.
  const turned = negations > 0 && !list.some((f) => f.negationDone)
  if (turned && (negations > 1 || list.length > 1)) return nothing('negation')
  // `33번은 31번에 대한 ACK이고 FIN 플래그가 없다`: denied is what stands in the second half.
  if (turned && !belief && denied && deniedLater(tokens, relation)) return nothing('negation')
  // Denied of which frame?
  const frames = tokens.filter((t) => t.kind === 'frames').length
  if (turned && frames > 1 && !list.every((f) => /^(?:acks|answers)$/.test(f.rule))) return nothing('negation')
  // `윈도우 29200은 스케일되지 않는다`: what is denied is something else than the value.
  const copula = tokens.some(
    (t) =>
      t.kind === 'mark' && t.name === 'not' && /아니|아닙|아님|\b(?:not|isn't|wasn't|aren't)$/i.test(t.text.trim()),
  )
  if (turned && !copula && !list.every((f) => /^(?:flags|acks|answers|cast|sends|sender)$/.test(f.rule)))
    return nothing('negation')
  const wrong = list.filter((f) => (turned ? f.fit === 'all' : f.fit === 'none'))
  const told = (some: readonly Finding[], verdict: Verdict): Result => ({
    verdict,
    right: [...new Set(some.map((f) => f.right).filter(Boolean))].join(' '),
    frames: [...new Set(some.flatMap((f) => f.frames))].slice(0, 50),
    rule: [...new Set(some.map((f) => f.rule))].join(' '),
  })
  if (wrong.length) return told(wrong, 'false')
  if (list.some((f) => f.fit === 'unknown' || (turned && f.fit === 'some'))) return nothing('not-sure')
  // True is said only when every number and address of the sentence has been looked at.
  const used = new Set(list.flatMap((f) => f.used).map((t) => t.from))
  const left = tokens.filter((t) => ['num', 'ip4', 'mac', 'ip6', 'frames'].includes(t.kind) && !used.has(t.from))
  if (left.length && segment.kind === 'sentence') return nothing('in-part')
  return told(list, 'true')
}
