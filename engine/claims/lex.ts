/** Cuts a statement into tokens: frames, numbers with their units, addresses, flags, and the words of the lexicon. */
import { fields, nouns, verbs } from './lexicon'
import type { Entry } from './lexicon'
import { flagNames, token } from './tokens'
import type { Token, Unit } from './tokens'

const packet = '(?:프레임|패킷|팩킷|세그먼트|세그멘트|frames?|packets?|segments?|pkts?|프래임)'
const sep = String.raw`\s*(?:,|·|/|&|및|와|과|랑|하고|그리고|,?\s*and|,?\s*or|부터|에서|to|through|~|-|→|->|=>|>|다음|,\s*그리고)\s*`
const list = String.raw`#?\d{1,7}(?:번)?(?:${sep}(?:${packet}\s*)?#?\d{1,7}(?:번)?)*`
/** What makes a number something else than a frame's. */
const noFrame = String.raw`(?!\d|\.\d|\s*(?:개|바이트|비트|번째|bytes?\b|bits?\b|octets?|초|ms\b|번\s*(?:포트|바이트|비트|옵션)|(?:in|of)\s+(?:frame|packet|segment|no|#)))`

const frameForms: readonly RegExp[] = [
  new RegExp(`${packet}\\s*(?:번호|numbers?|no\\.?|nos\\.?|#)?\\s*[:=]?\\s*(${list})(?:까지)?${noFrame}`, 'iy'),
  new RegExp(`(${list})(?<=번)\\s*(?:까지의?|[,(]?\\s*(?:TCP|ARP|IP|ICMP)\\)?)?\\s*${packet}`, 'iy'),
  new RegExp(`(\\d{1,7})\\s*프레임`, 'iy'),
  new RegExp(`(?:No\\.?|Nos\\.?|#)\\s*(${list})${noFrame}`, 'iy'),
  new RegExp(`(\\d{1,7}번?(?:\\s*(?:→|->|=>|>)\\s*(?:${packet}\\s*)?#?\\d{1,7}번?)+)(?:\\s*${packet})?`, 'iy'),
  new RegExp(`(\\d{1,7}번?(?:${sep}\\d{1,7}번)+)(?!\\s*(?:포트|바이트|비트|째))`, 'iy'),
  new RegExp(`(\\d{1,7}(?:\\s*,\\s*\\d{1,7})+)(?=\\s*순)`, 'iy'),
  new RegExp(
    `(\\d{1,7}번)(?=[은는이가을를의에과와,\\s).:]|$|까지|부터|으로|에서)(?!\\s*(?:포트|바이트|비트|째|프로토콜|옵션))`,
    'iy',
  ),
]

const unitForms: readonly (readonly [RegExp, Unit])[] = [
  [/[\s-]*(?:bytes?|octets?|바이트|옥텟|B)(?![a-z])/iy, 'byte'],
  [/[\s-]*(?:bits?|비트)(?![a-z])/iy, 'bit'],
  [/\s*(?:ms|msec|milli\s?seconds?|밀리\s?초)(?![a-z])/iy, 'ms'],
  [/\s*(?:us|[μµ]s|usec|micro\s?seconds?|마이크로\s?초)(?![a-z])/iy, 'us'],
  [/\s*(?:ns|nsec|nano\s?seconds?|나노\s?초)(?![a-z])/iy, 'ns'],
  [/\s*(?:seconds?|secs?|s|초)(?![a-z])/iy, 's'],
  [/[\s-]*(?:words?|워드)(?![a-z])/iy, 'word'],
  [/\s*(?:hops?|홉)(?![a-z])/iy, 'hop'],
  [/\s*(?:%|퍼센트|percent)/iy, 'percent'],
  [/\s*(?:개|가지|단계|차례|회|(?:번)(?=의\s*(?:교환|과정|단계)))/iy, 'count'],
]

const words: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  하나: 1,
  한: 1,
  두: 2,
  둘: 2,
  세: 3,
  셋: 3,
  네: 4,
  넷: 4,
  다섯: 5,
  여섯: 6,
  일곱: 7,
  여덟: 8,
  아홉: 9,
  열: 10,
}
const countWord = new RegExp(
  `(one|two|three|four|five|six|seven|eight|nine|ten)(?=[\\s-]+(?:\\w+\\s+)?(?:segments?|packets?|frames?|bytes?|octets?|bits?|words?|messages?|steps?|datagrams?|times)(?![a-z]))|(하나|한|두|둘|세|셋|네|넷|다섯|여섯|일곱|여덟|아홉|열)(?=\\s*(?:개|단계|차례|가지|번의)(?!\\S*째))`,
  'iy',
)

const flag = '(?:FIN|SYN|RST|RESET|PSH|PUSH|ACK|URG|ECE|CWR)'
const flagRun = new RegExp(`\\[?${flag}(?:\\s*(?:,|/|\\+|\\||-|&|와|과|및|and|그리고)\\s*${flag}){0,5}s?\\]?`, 'iy')

/** Marks that change what a sentence says. */
const marks: readonly (readonly [RegExp, string])[] = [
  [/(?:이|가|은|는)?\s*(?:아니라|아니고|아니며|아닌|아니었고)/y, 'notbut'],
  [/rather than|instead of|as opposed to|대신(?:에)?/iy, 'insteadof'],
  [/(?:이|가|은|는)?\s*(?:아니다|아닙니다|아니었\S*|아니에요|아님)/y, 'not'],
  [/(?:\S{0,3}지\s*)?(?:않|못)[^\s,.]*/y, 'not'],
  [/(?:이|가|은|는|도)?\s*(?:없[^\s,.]*)/y, 'none'],
  [/(?:is|are|was|were|does|do|did|has|have|can|could|would|should)n'?t|cannot|not|never|neither|nor/iy, 'not'],
  [/no(?=\s)|without|lacks?|none|zero(?=\s+(?:payload|data|bytes))/iy, 'none'],
  [
    /이상|이하|초과|미만|보다|more than|less than|at least|at most|up to|greater|smaller|larger|exceeds?|최소|최대|minimum|maximum|min\.?|max\.?|at minimum|적어도|많아야/iy,
    'compare',
  ],
  [/약(?=\s*\d)|대략|about|approximately|around|roughly|approx\.?|≈|정도|쯤|nearly|거의/iy, 'about'],
  [/각각|respectively/iy, 'respectively'],
  [/모든|모두|all|every|each|both|항상|always|언제나|둘\s*다|전부/iy, 'every'],
  [/but|하지만|그러나|however/iy, 'but'],
]

const particle =
  /(?:이라는|이라고|이라|라는|라고|입니다|이다|이며|이고|이었다|이었습니다|였다|였고|였습니다|이므로|이에요|예요|이어서|인데|이지만|으로부터|로부터|에게서|에게|한테|에서의|에서는|에서|에는|에도|에|으로서|로서|으로써|로써|으로는|으로|로는|로|까지|부터|에서부터|은|는|이|가|을|를|의|와|과|도|만|인|임|간|측|쪽|이랑|랑|께서|들|별|씩|다|요)+(?=[\s,.)\]:;"'/]|$)/y

const fillers = new Set(
  `field fields bit bits the a an is are was were be been being of in to for has have had with its it this that these those which whose equals equal as by at from on and also then so we can see shows show shown set sets value values contains contain carries carry carrying holds hold uses use used using number name named called i.e namely e has there here therefore thus because since itself their they he she our one into between within during when where while after before
  값 값은 값이 값을 것은 것이 것을 것 그 이 저 해당 즉 그리고 또한 따라서 그래서 때문에 위해 위한 대한 대해 통해 및 또는 에서 에 의 은 는 이며 이고 이다 입니다 있다 있습니다 있고 있으며 있는 있음 된다 됩니다 되어 되어있다 되며 한다 합니다 하며 하고 하여 하는 했다 했습니다 나타낸다 나타냅니다 가진다 갖는다 가집니다 갖습니다 가지며 가지고 사용한다 사용합니다 사용하며 사용하고 사용하는 사용했다 사용 담고 담겨 담은 포함한다 포함하고 포함되어 포함 설정되어 설정된다 설정되었다 설정 설정된 세트 켜져 확인할 확인 수 볼 보면 알 때 중 속하는 속한 이때 여기서 우리 표시된다 표시 기록되어 기록 적혀 들어 들어있다 하나의 각 번 번호 주고받은 캡처 캡처된 캡쳐 파일`
    .split(/\s+/)
    .filter(Boolean),
)

const quoted = /"([^"\n]{1,200})"/y
const ip4 = /(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}(?![\d.]*\d)/y
const mac = /[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}(?![0-9a-f:])/iy
const ip6 = /(?=[0-9a-f:]*:[0-9a-f:]*:)(?:[0-9a-f]{1,4}|:)(?::?[0-9a-f]{0,4}){2,8}(?![0-9a-z])/iy
const hex = /0x[0-9a-f]{1,16}(?![0-9a-z])/iy
const decimal = /\d{1,3}(?:,\d{3})+(?![\d])(?:\.\d+)?|\d+(?:\.\d+)?/y

/** @param frames the highest frame number there is; numbers beyond it are taken for frames only where they are called so */
export function lex(text: string, from: number, to: number): Token[] {
  const out: Token[] = []
  const s = text.slice(0, to)
  let at = from
  const match = (re: RegExp): RegExpExecArray | null => {
    re.lastIndex = at
    const m = re.exec(s)
    return m && m[0].length && bounded(s, at, at + m[0].length) ? m : null
  }
  const push = (t: Token): void => {
    out.push(t)
    at = t.to
  }
  while (at < to) {
    if (/\s/.test(s[at]!)) {
      at++
      continue
    }
    const before = at
    next(match, push, at, s, out)
    if (at === before) at++
  }
  return out
}

type Match = (re: RegExp) => RegExpExecArray | null

function next(match: Match, push: (t: Token) => void, at: number, s: string, out: readonly Token[]): void {
  const q = match(quoted)
  if (q) return push(token('text', at, q[0], { name: q[1]! }))
  const previous = out[out.length - 1]
  const glued = previous?.to === at
  if (glued && /[가-힣]/.test(s[at]!)) {
    const p = match(particle)
    if (p) return push(token('fill', at, p[0]))
  }
  const m6 = match(mac)
  if (m6) return push(token('mac', at, m6[0], { name: m6[0].toLowerCase().replace(/-/g, ':') }))
  const a4 = match(ip4)
  if (a4) {
    push(token('ip4', at, a4[0], { name: a4[0] }))
    const port = /^:(\d{1,5})(?![\d:])/.exec(s.slice(at + a4[0].length))
    if (port) push(token('num', at + a4[0].length, port[0], { value: Number(port[1]), name: 'endpoint' }))
    return
  }
  const a6 = match(ip6)
  if (a6 && a6[0].includes(':') && a6[0].length > 3) return push(token('ip6', at, a6[0], { name: a6[0].toLowerCase() }))
  const asField = framesAt(match, at, s, out)
  if (asField) return push(asField)
  const way = match(/(?:3|4|three|four|쓰리|포)[\s-]*(?:way|웨이)/iy)
  if (way) return push(token('fill', at, way[0], { name: 'way' }))
  const x = match(hex)
  if (x) return push(withUnit(token('num', at, x[0], { value: Number(x[0]), hex: true }), s))
  const w = match(countWord)
  if (w) return push(withUnit(token('num', at, w[0], { value: words[w[0].toLowerCase()]! }), s))
  for (const [re, name] of marks) {
    const m = match(re)
    if (m) return push(token('mark', at, m[0], { name }))
  }
  for (const entry of fields) if (take(entry, match, push, at)) return
  const run = match(flagRun)
  if (run) {
    let flags = 0
    for (const name of run[0].toUpperCase().match(/[A-Z]+/g) ?? [])
      flags |= flagNames[name.replace(/S$/, '')] ?? flagNames[name] ?? 0
    return push(token('flags', at, run[0], { flags }))
  }
  for (const entry of verbs) if (take(entry, match, push, at)) return
  for (const entry of nouns) if (take(entry, match, push, at)) return
  const d = match(decimal)
  if (d) {
    const plain = d[0].replace(/,/g, '')
    const n = token('num', at, d[0], { value: Number(plain), decimals: /\.(\d+)/.exec(plain)?.[1]!.length ?? 0 })
    return push(withUnit(n, s))
  }
  const arrow = match(/→|->|=>/y)
  if (arrow) return push(token('mark', at, arrow[0], { name: 'arrow' }))
  const word = match(/[A-Za-z][A-Za-z'_.-]*[A-Za-z]|[A-Za-z]|[가-힣]+/y) ?? null
  if (word) {
    const bare = word[0].toLowerCase().replace(/'s$/, '')
    const stem = /[가-힣]/.test(bare) ? stripped(bare) : bare
    return push(token(fillers.has(bare) || fillers.has(stem) ? 'fill' : 'word', at, word[0]))
  }
  push(token('fill', at, s[at]!, { name: s[at]! }))
}

const stripped = (word: string): string =>
  word.replace(/(?:입니다|이다|이며|이고|에서|으로|에게|까지|부터|은|는|이|가|을|를|의|에|로|와|과|도)$/, '')

function take(entry: Entry, match: Match, push: (t: Token) => void, at: number): boolean {
  const m = match(entry[0])
  if (!m) return false
  push(token(entry[1].kind, at, m[0].trimEnd(), entry[1]))
  return true
}

/** Latin words are whole ones; Korean ones may have anything behind them. */
function bounded(s: string, from: number, to: number): boolean {
  const latin = (c: string | undefined): boolean => c !== undefined && /[A-Za-z0-9_]/.test(c)
  if (latin(s[from]) && latin(s[from - 1])) return false
  const last = s[to - 1]!
  if (/[A-Za-z]/.test(last) && latin(s[to])) return false
  return !(/\d/.test(last) && /\d/.test(s[to] ?? ''))
}

function framesAt(match: Match, at: number, s: string, out: readonly Token[]): Token | null {
  const previous = out[out.length - 1]
  const lead = out.findLast((t) => t.kind !== 'fill' && t.kind !== 'mod')
  for (const [i, re] of frameForms.entries()) {
    const m = match(re)
    if (!m) continue
    // After a field, a bare number is its value; `14번` too.
    if (i >= 5 && lead?.kind === 'field' && out.length - out.indexOf(lead) < 5) continue
    const numbers = (m[1]!.match(/\d+/g) ?? []).map(Number)
    const shape = shapeOf(m[1]!, numbers.length)
    return token('frames', at, m[0], {
      frames: shape === 'range' ? filled(numbers) : numbers,
      shape,
      value: numbers[0]!,
    })
  }
  // A number in brackets behind flags is the frame's: `FIN (32)`, `FIN(32번)`.
  if (previous?.kind === 'flags' && s[at] === '(') {
    const m = match(/\(\s*(?:프레임|패킷|frame|packet|no\.?|#)?\s*(\d{1,7})\s*번?\s*\)/iy)
    if (m) return token('frames', at, m[0], { frames: [Number(m[1])], value: Number(m[1]) })
  }
  return null
}

const shapeOf = (text: string, count: number): Token['shape'] =>
  count === 1
    ? 'one'
    : /→|->|=>|>|다음/.test(text)
      ? 'order'
      : count === 2 && /~|-|부터|\bto\b|through|에서/.test(text)
        ? 'range'
        : /-/.test(text)
          ? 'order'
          : 'list'

const filled = ([a = 0, b = 0]: number[]): number[] =>
  b > a && b - a < 1000 ? Array.from({ length: b - a + 1 }, (_, i) => a + i) : [a, b]

function withUnit(t: Token, s: string): Token {
  for (const [re, unit] of unitForms) {
    re.lastIndex = t.to
    const m = re.exec(s)
    if (!m) continue
    t.unit = unit
    t.to += m[0].length
    t.text += m[0]
    break
  }
  return t
}
