/** General statements: sizes and numbers fixed by the standards, and widespread misconceptions, each with where it is written. */
import type { Finding, Statement } from './statement'

interface Size {
  what: RegExp
  /** Bits; several where several are right. */
  bits: number[]
  name: readonly [en: string, ko: string]
  where: string
}
const end = String.raw`\s*(?:\([^)]*\)\s*)?(?:(?:번호|numbers?|주소|address(?:es)?|필드|field|값)\s*)*\s*(?:\([^)]*\)\s*)?(?:의)?\s*(?:크기|길이|size|length)?\s*(?:은|는|이|가|의|을|를)?\s*(?:모두|항상|always|이|only)?\s*(?:[:=]|is|are|has|have|consists? of|contains?|takes?(?:\s*up)?|is made up of|are made up of|is composed of|occupies|uses?|길이[가는]?|크기[가는]?|총)?\s*(?:a|an|총)?\s*$`
const size = (what: string, bits: number[], name: Size['name'], where: string): Size => ({
  what: new RegExp(`(?:^|[\\s(,"'])(?:an?\\s+|the\\s+)?(?:${what})${end}`, 'i'),
  bits,
  name,
  where,
})

/** What stands right before `N bits` or `N bytes`. */
const sizes: readonly Size[] = [
  size(
    'IPv4(?:의)?(?:\\s*(?:주소|address(?:es)?))|(?:아이피|IP)(?:\\s*(?:주소|address(?:es)?))',
    [32],
    ['IPv4 address', 'IPv4 주소'],
    'RFC 791, 3.1',
  ),
  size('IPv6\\s*(?:주소|address(?:es)?)', [128], ['IPv6 address', 'IPv6 주소'], 'RFC 8200, 3'),
  size(
    '(?:MAC|이더넷|ethernet|하드웨어|hardware)\\s*(?:주소|address(?:es)?)',
    [48],
    ['MAC address', 'MAC 주소'],
    'IEEE 802',
  ),
  size(
    '(?:(?:TCP|UDP|source|destination|출발지|목적지)\\s*)?(?:포트|port)s?',
    [16],
    ['port number', '포트 번호'],
    'RFC 9293, 3.1',
  ),
  size('(?:TCP(?:의)?\\s*)?(?:sequence|시퀀스|순서)', [32], ['TCP sequence number', 'TCP 순서 번호'], 'RFC 9293, 3.1'),
  size(
    '(?:TCP(?:의)?\\s*)?(?:acknowledge?ment|확인\\s*응답)',
    [32],
    ['TCP acknowledgment number', 'TCP 확인 응답 번호'],
    'RFC 9293, 3.1',
  ),
  size('(?:TCP\\s*)(?:window|윈도우?)', [16], ['TCP window field', 'TCP 윈도우 필드'], 'RFC 9293, 3.1'),
  size('(?:ether\\s*type|이더\\s*타입)', [16], ['EtherType', '이더타입'], 'RFC 9542, 3'),
  size(
    '(?:ARP\\s*)(?:메시지|message|패킷|packet)',
    [28 * 8],
    ['ARP message for IPv4 over Ethernet', '이더넷 위 IPv4의 ARP 메시지'],
    'RFC 826',
  ),
  size('UDP\\s*(?:헤더|header)', [64], ['UDP header', 'UDP 헤더'], 'RFC 768'),
  size('(?:ethernet|이더넷)(?:\\s*II)?\\s*(?:헤더|header)', [112], ['Ethernet header', '이더넷 헤더'], 'IEEE 802.3'),
  size('TTL', [8], ['TTL', 'TTL'], 'RFC 791, 3.1'),
]
/** Words that make a packet's own length of it. */
const quantity = /(\d+)\s*-?\s*(bytes?|octets?|바이트|옥텟|bits?|비트)(?![a-z])/gi

const counted: Readonly<Record<string, string>> = {
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  six: '6',
  eight: '8',
  sixteen: '16',
  twenty: '20',
  'thirty-two': '32',
  'forty-eight': '48',
}

interface Belief {
  rule: string
  /** The sentence says the wrong thing (`wrong`) or the right one; a negation turns it. */
  wrong: RegExp
  right: [en: string, ko: string]
}
const b = (rule: string, wrong: string, en: string, ko: string): Belief => ({
  rule,
  wrong: new RegExp(wrong, 'i'),
  right: [en, ko],
})

const beliefs: readonly Belief[] = [
  b(
    'psh',
    '(?:PSH|PUSH|push flag).*(?:no more data|no further data|last (?:data|segment)|end of (?:the )?data|all (?:the )?data (?:has|have) been sent|nothing more|더\\s*이상\\s*(?:보낼|전송할|보내는)?\\s*\\S*\\s*(?:데이터|자료)?\\S*\\s*없|데이터(?:의|가)?\\s*(?:끝|마지막)|마지막\\s*데이터|더\\s*보낼\\s*데이터\\S*\\s*없|데이터가\\s*더\\s*(?:이상\\s*)?없)',
    'PSH asks that the data be passed on without waiting; it does not say that no more follows (RFC 9293, 3.9.1)',
    'PSH는 받은 데이터를 기다리지 말고 전달하라는 뜻이며, 데이터가 더 없다는 뜻이 아닙니다 (RFC 9293, 3.9.1)',
  ),
  b(
    'fin-ack',
    '(?:FIN.{0,24}ACK|ACK.{0,24}FIN).*(?:\\bbug\\b|\\berror\\b|mistake|abnormal|anomal|malformed|illegal|not allowed|violat|버그|오류|에러|비정상|잘못|이상한|이상\\s*현상|위반|허용되지)',
    'An ACK may travel with a FIN in one segment (piggy-backing); every segment of an open connection has ACK set (RFC 9293, 3.1, 3.6)',
    'ACK와 FIN은 한 세그먼트에 함께 실릴 수 있습니다(피기백) (RFC 9293, 3.1, 3.6)',
  ),
  b(
    'fin-ack',
    '(?:bug|error|mistake|anomaly|abnormal)\\b(?! (?:detection|control|check)).{0,30}FIN.{0,24}ACK',
    'An ACK may travel with a FIN in one segment (RFC 9293, 3.1, 3.6)',
    'ACK와 FIN은 한 세그먼트에 함께 실릴 수 있습니다 (RFC 9293, 3.1, 3.6)',
  ),
  b(
    'offload',
    '(?:checksum|체크\\s?섬|체크\\s?썸).*(?:(?:was|were|is|been|got) (?:damaged|corrupted)|(?:damaged|corrupted) (?:in transit|during|on the way)|transmission error|손상(?:되었|됐|된\\s*것)|깨졌|변조되었|전송\\s*오류)',
    'On the sending host the adapter fills in the checksum after the capture (offload): it is not damage',
    '보내는 호스트에서는 캡처 뒤에 어댑터가 체크섬을 채우므로(오프로드), 손상된 것이 아닙니다',
  ),
  b(
    'arp-ip',
    '\\bARP\\b.*(?:over IP\\b|inside (?:an? )?IP(?:v4)? (?:packet|datagram)|encapsulated in (?:an? )?IP|carried (?:by|in|over) (?:an? )?IP|IP\\s*(?:패킷|데이터그램|헤더)?\\s*(?:위에서|안에|에\\s*(?:담겨|실려|캡슐화)))',
    'ARP lies directly in the Ethernet frame (EtherType 0x0806), not in IP (RFC 826)',
    'ARP는 IP가 아니라 이더넷 프레임에 바로 실립니다(이더타입 0x0806) (RFC 826)',
  ),
  b(
    'arp-reply-broadcast',
    'ARP\\s*(?:repl(?:y|ies)|response|응답|회신)\\S*(?:\\s+\\S+){0,4}?\\s*(?:broadcast|브로드\\s?[캐케]스트|모든\\s*호스트)',
    'An ARP reply goes to the asker alone: unicast (RFC 826)',
    'ARP 응답은 물어본 호스트에게만 유니캐스트로 갑니다 (RFC 826)',
  ),
  b(
    'tcp-connectionless',
    '\\bTCP\\S*(?:\\s+(?:is|프로토콜\\S*))?\\s+(?:a |an )?(?:connectionless|비\\s?연결\\s?(?:형|지향|성))|\\bTCP\\S*\\s+(?:is )?(?:a |an )?(?:unreliable|신뢰성(?:이|을)?\\s*(?:없|제공하지))',
    'TCP is connection-oriented and reliable (RFC 9293, 2.2)',
    'TCP는 연결 지향이며 신뢰성을 제공합니다 (RFC 9293, 2.2)',
  ),
  b(
    'udp-reliable',
    '\\bUDP\\S*\\s+(?:is )?(?:a |an )?(?:(?:reliable|connection[- ]oriented)|guarantees?|연결\\s?지향|신뢰성(?:이\\s*있|을\\s*(?:제공|보장))|전송을\\s*보장)',
    'UDP is connectionless and guarantees no delivery (RFC 768)',
    'UDP는 비연결형이며 전달을 보장하지 않습니다 (RFC 768)',
  ),
  b(
    'seq-packets',
    '(?:sequence numbers?|시퀀스\\s*번호|순서\\s*번호)\\S*\\s+(?:counts? (?:the )?(?:packets|segments)|is the number of (?:the )?(?:packets?|segments?)|(?:패킷|세그먼트)(?:의)?\\s*(?:개수|수|단위)|(?:패킷|세그먼트)\\S*\\s*(?:하나|1개)?\\S*\\s*1씩)',
    'Sequence numbers count bytes, not packets (RFC 9293, 3.4)',
    '순서 번호는 패킷이 아니라 바이트를 셉니다 (RFC 9293, 3.4)',
  ),
  b(
    'syn-number',
    '(?:\\bSYN\\b|\\bFIN\\b)\\S*(?:\\s+\\S+){0,3}?\\s+(?:consumes? no|uses? no|takes? no|does not (?:consume|use|take|occupy)|(?:시퀀스|순서)\\s*번호를\\s*(?:소비|사용|차지)하지\\s*않)',
    'SYN and FIN each use one sequence number (RFC 9293, 3.4)',
    'SYN과 FIN은 순서 번호를 하나씩 씁니다 (RFC 9293, 3.4)',
  ),
  b(
    'syn-scaled',
    '(?:window scal\\w+|윈도우?\\s*스케일\\S*).*(?:applies to (?:the )?SYN|is applied to (?:the )?SYN|applied in the SYN|SYN\\S*\\s*(?:패킷|세그먼트)?\\S*\\s*(?:에도|에)\\s*적용)',
    'The window of a SYN is never scaled (RFC 7323, 2.2)',
    'SYN의 윈도우에는 스케일이 적용되지 않습니다 (RFC 7323, 2.2)',
  ),
  b(
    'ack-last',
    '(?:acknowledge?ment number|ACK\\s*(?:number|번호)|확인\\s*응답\\s*번호)\\S*\\s+(?:is |means |indicates )?(?:the )?(?:(?:number of the )?last byte (?:that was )?received|마지막으로\\s*(?:받은|수신한)\\s*바이트)',
    'The acknowledgment number is the next byte that is expected (RFC 9293, 3.1)',
    '확인 응답 번호는 다음에 받기를 기대하는 바이트의 번호입니다 (RFC 9293, 3.1)',
  ),
  b(
    'ttl-seconds',
    'TTL\\S*\\s+(?:is |are )?(?:measured |counted |given )?(?:in seconds|초\\s*단위|초를)',
    'In practice TTL counts routers: each takes one off (RFC 1812, 5.3.1)',
    'TTL은 라우터를 지날 때마다 1씩 줄어드는 홉 수입니다 (RFC 1812, 5.3.1)',
  ),
  b(
    'mac-end',
    'MAC\\s*(?:address(?:es)?|주소)\\S*.*(?:end[- ]to[- ]end|unchanged (?:to|across|through)|종단\\s*간|최종\\s*목적지까지\\s*(?:유지|변하지|그대로))',
    'MAC addresses are of one link; each router writes new ones',
    'MAC 주소는 한 링크에서만 쓰이며 라우터를 지날 때마다 바뀝니다',
  ),
  b(
    'relative-zero',
    '(?:actual|real|raw|실제|진짜|원래)\\s*(?:의\\s*)?(?:initial )?(?:sequence numbers?|시퀀스\\s*번호|순서\\s*번호|ISN|초기\\s*(?:시퀀스|순서)\\s*번호)\\S*\\s+(?:always |is |are |also |항상\\s*|starts? (?:at|from) )*0(?![x\\d.])',
    'The 0 is relative: the number in the header is chosen at random (RFC 9293, 3.4.1)',
    '0은 상대 번호이며, 헤더의 실제 번호는 임의로 정해집니다 (RFC 9293, 3.4.1)',
  ),
  b(
    'handshake-four',
    '(?:3|three|쓰리)[- ]?(?:way|웨이)\\s*(?:hand\\s?shak\\S*|핸드\\s?[쉐셰]이\\S*)\\S*.*(?:four|4|네)\\s*(?:개|segments?|packets?|단계|steps?)',
    'The three-way handshake takes three segments (RFC 9293, 3.5)',
    '3-way 핸드셰이크의 세그먼트는 3개입니다 (RFC 9293, 3.5)',
  ),
]

interface Fixed {
  what: RegExp
  value: number[]
  name: string
}
const n = String.raw`\s*(?:의)?\s*(?:번호|number|값|value|필드|code|코드)?\s*(?:은|는|이|가)?\s*(?:[:=]|is|are|has the value)?\s*$`
const fixed: readonly Fixed[] = [
  {
    what: new RegExp(
      `(?:ARP\\S*\\s*(?:ether\\s*type|이더\\s*타입)|ether\\s*type (?:of|for) ARP|ether\\s*type field of ARP)${n}`,
      'i',
    ),
    value: [0x0806],
    name: 'EtherType, ARP',
  },
  {
    what: new RegExp(`(?:IPv4\\S*\\s*(?:ether\\s*type|이더\\s*타입)|ether\\s*type (?:of|for) IPv4)${n}`, 'i'),
    value: [0x0800],
    name: 'EtherType, IPv4',
  },
  {
    what: new RegExp(`(?:TCP\\S*\\s*(?:IP\\s*)?(?:프로토콜|protocol)|protocol number (?:of|for) TCP)${n}`, 'i'),
    value: [6],
    name: 'IP protocol, TCP',
  },
  {
    what: new RegExp(`(?:UDP\\S*\\s*(?:IP\\s*)?(?:프로토콜|protocol)|protocol number (?:of|for) UDP)${n}`, 'i'),
    value: [17],
    name: 'IP protocol, UDP',
  },
  {
    what: new RegExp(`(?:ICMP\\S*\\s*(?:IP\\s*)?(?:프로토콜|protocol)|protocol number (?:of|for) ICMP)${n}`, 'i'),
    value: [1],
    name: 'IP protocol, ICMP',
  },
  {
    what: new RegExp(
      `(?:ARP\\s*(?:요청|request)\\S*\\s*(?:op\\s?code|옵\\s?코드|오퍼레이션\\s*코드)|op\\s?code (?:of|for) (?:an? )?(?:ARP )?request)${n}`,
      'i',
    ),
    value: [1],
    name: 'opcode, ARP request',
  },
  {
    what: new RegExp(
      `(?:ARP\\s*(?:응답|repl(?:y|ies)|response)\\S*\\s*(?:op\\s?code|옵\\s?코드|오퍼레이션\\s*코드)|op\\s?code (?:of|for) (?:an? )?(?:ARP )?reply)${n}`,
      'i',
    ),
    value: [2],
    name: 'opcode, ARP reply',
  },
]

export function generalFindings(s: Statement): Finding[] {
  const out: Finding[] = []
  const { text } = s
  const frames = s.tokens.some((t) => t.kind === 'frames')
  const compares = s.tokens.some((t) => t.kind === 'mark' && (t.name === 'compare' || t.name === 'about'))
  // `32바이트가 아니라 32비트`: what is denied is not claimed.
  const said = text
    .replace(
      /\b(one|two|three|four|six|eight|sixteen|twenty|thirty-two|forty-eight)(?=[\s-]+(?:bytes?|bits?|octets?))/gi,
      (w) => counted[w.toLowerCase()]!,
    )
    .replace(/\d+\s*-?\s*(?:bytes?|octets?|바이트|bits?|비트)\s*(?:\([^)]*\)\s*)?(?:이|가)?\s*아니(?:라|고|며)/gi, '')
    .replace(
      /,?\s*(?:and )?(?:not|rather than|instead of)\s+\d+\s*-?\s*(?:bytes?|bits?|octets?)(?:\s*,?\s*but(?:\s+has)?)?/gi,
      ' ',
    )
  if (!compares && !frames)
    for (let m = quantity.exec(said); m; m = quantity.exec(said)) {
      const before = said
        .slice(0, m.index)
        .replace(/\(\s*$/, '')
        .replace(/(\d+\s*-?\s*(?:bytes?|octets?|바이트|bits?|비트)(?:\s*(?:,|or|=|즉|또는|i\.e\.,?))*)\s*$/i, '')
      const found = sizes.find((x) => x.what.test(before))
      if (!found) continue
      // `8비트씩 4개`: parts of it.
      if (/^\s*(?:씩|마다|단위|each|at a time|중|만)/i.test(said.slice(m.index + m[0].length))) continue
      const bits = Number(m[1]) * (/^b(?:yte)|octet|바이트|옥텟/i.test(m[2]!) ? 8 : 1)
      const used = s.tokens.filter((t) => t.kind === 'num' && t.value === Number(m![1]))
      const right = `${found.bits[0]!} ${s.words.language === 'ko' ? '비트' : 'bits'} = ${found.bits[0]! / 8} ${s.words.language === 'ko' ? '바이트' : 'bytes'} (${found.where})`
      out.push({
        fit: found.bits.includes(bits) ? 'all' : 'none',
        right: s.words.fact(found.name[s.words.language === 'ko' ? 1 : 0], right),
        frames: [],
        rule: 'size',
        used,
      })
    }
  quantity.lastIndex = 0
  if (!frames && !compares)
    for (const t of s.tokens.filter((x) => x.kind === 'num' && x.unit === '')) {
      const before = text.slice(0, t.from - s.tokens[0]!.from)
      const found = fixed.find((x) => x.what.test(before))
      if (found)
        out.push({
          fit: found.value.includes(t.value) ? 'all' : 'none',
          right: s.words.fact(
            found.name,
            t.hex || found.value[0]! > 255
              ? `0x${found.value[0]!.toString(16).padStart(4, '0')}`
              : String(found.value[0]),
          ),
          frames: [],
          rule: 'number',
          used: [t],
        })
    }
  for (const { rule, wrong, right } of beliefs) {
    const m = wrong.exec(text)
    if (!m) continue
    // `TCP는 비연결형인 UDP와 달리`, `the reply to a broadcast request`: said of the other one.
    if (/달리|반대로|unlike|in contrast|as opposed/i.test(text)) continue
    if (rule === 'arp-reply-broadcast' && /유니캐스트|unicast|요청|질의|request|question|broadcasted/i.test(text))
      continue
    // Of a bad checksum in general it is true; of frames that were caught before they were sent it is not.
    if (
      rule === 'offload' &&
      (!s.tokens.some((t) => t.kind === 'frames' || t.kind === 'side') ||
        /검사|여부|detect|verif|whether|check if|check whether/i.test(text))
    )
      continue
    // A negation inside what matched belongs to the belief; one outside turns the sentence.
    const rest = text.slice(0, m.index) + ' ' + text.slice(m.index + m[0].length)
    const inner = /아니|않|\bnot\b|n't\b|never|없이도/i.test(
      m[0].replace(/(?:does not (?:consume|use|take|occupy)|not allowed|하지\s*않|지\s*않|허용되지)/i, ''),
    )
    const denied =
      /아니|않|없다|없습니다|\bnot\b|n't\b|never|no bug|\bno (?:bug|error)\b|정상|허용|가능|allowed|normal|legal|\bfine\b|offload|오프로드|없이/i.test(
        rest,
      ) ||
      inner ||
      /\b(?:not|no|never|n't)\b[^.]*(?:bug|error|mistake)|없는|offload|오프로드/i.test(m[0].replace(/not allowed/i, ''))
    if (rule === 'handshake-four' && denied) continue
    out.push({
      fit: denied ? 'all' : 'none',
      right: `${s.words.language === 'ko' ? right[1] : right[0]}.`,
      frames: [],
      rule: `misconception.${rule}`,
      used: s.tokens,
      negationDone: true,
    })
  }
  return out
}
