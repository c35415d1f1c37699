/**
 * Frames that a sentence names only to say what its own frame does to them: `33 acknowledges 31`, `31번에 대한 ACK`, `after frame 30`. What else the
 * sentence says is not said of them.
 */
import type { Statement } from './statement'
import type { Token } from './tokens'

const behind =
  /^번?\s*(?:패킷|프레임|세그먼트|요청|질의)?\s*(?:\([^)]{0,40}\))?\s*(?:(?:의\s*)?(?:[A-Z+/, -]{2,12}|데이터|페이로드|요청|질의)?\s*(?:패킷|세그먼트|프레임|메시지|플래그)?\s*에\s*(?:대한|대해|대하여|응답|답|이어)|의\s*(?:응답|답|ACK(?!\s*(?:번호|플래그|비트|값|넘버|number|flag|bit|field|필드)))|[을를]\s*(?:확인|수신|받)|(?:의\s*)?(?:바로\s*)?(?:다음|뒤|이후|직후|직전|이전|후에)|보다|[과와]\s*(?:달리|비교)|에\s*비해)/
const before =
  /(?:\b(?:acknowledg(?:es|ed|ing|e)|acks|acked|answer(?:s|ed|ing)?|confirm(?:s|ed|ing)?|after|before|follow(?:s|ed|ing)?|preced(?:es|ed|ing)|than|unlike|since|until|by)|\b(?:ACK|acknowledge?ment|answer|repl(?:y|ies|ied|ying)|respon(?:se|ds?|ded|ding)|reacts?|compared)\s+(?:for|to|of|on|with))\s+(?:(?:the|an?|its|server's|client's|FIN|SYN|data|bytes?|payload|segment|request|query|\d+|in|of|from)[\s,-]+){0,6}$/i

export function isComplement(s: Statement, frames: Token): boolean {
  const start = s.tokens[0]!.from
  const [from, to] = [frames.from - start, frames.to - start]
  return behind.test(s.text.slice(to, to + 80)) || before.test(s.text.slice(Math.max(0, from - 80), from))
}

/**
 * Whether what stands at `at` may yet be said of a frame of this kind: it is described behind it (`frame 31, which has 13 bytes`), or in Korean before it
 * (`길이가 13인 31번에 대한 ACK`).
 */
export function mayBeDescribed(s: Statement, frames: Token, at: Token): boolean {
  const start = s.tokens[0]!.from
  if (at.from < frames.from) return /[가-힣]/.test(s.text)
  return /[([]|\b(?:which|that|whose|where|with|having|carrying|because|since)\b/i.test(
    s.text.slice(frames.to - start, at.from - start),
  )
}
