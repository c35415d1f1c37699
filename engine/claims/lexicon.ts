/** Names of fields, verbs, sides and protocols in English and Korean, with the ways in which people misspell them. The first pattern that fits wins. */
import type { FieldName, Token, Verb } from './tokens'

export type Entry = readonly [RegExp, Partial<Token> & { kind: Token['kind'] }]

const num = String.raw`(?:\s*(?:number|numbers|num\b|no\.?(?![a-z])|nr\.?|#|값|번호|넘버|value|field|필드))*`
const seqKo = '(?:시\\s?퀀스|시퀸스|시컨스|시퀀쓰|시쿼스|순서|순차|일련)'
const from = '(?:source|src|출발지|송신지|송신자|송신측|송신|발신지|발신자|발신|소스|보내는\\s?쪽)'
const to = '(?:destination|dest|dst|목적지|도착지|수신지|수신자|수신측|수신|받는\\s?쪽)'
const of = String.raw`(?:'s|의)?\s*`
const ether = '(?:MAC|ethernet|hardware|physical|link[- ]layer|하드웨어|물리|이더넷|맥)'
const address = '(?:address(?:es)?|addr|주소)'

const f = (pattern: string, field: FieldName): Entry => [new RegExp(pattern, 'iy'), { kind: 'field', field }]
const v = (pattern: string, verb: Verb): Entry => [new RegExp(pattern, 'iy'), { kind: 'verb', verb }]
const n = (kind: Token['kind'], pattern: string, name: string): Entry => [new RegExp(pattern, 'iy'), { kind, name }]

export const fields: readonly Entry[] = [
  f(`(?:next|expected)\\s+(?:expected\\s+)?(?:sequence|seq)${num}|다음\\s*${seqKo}\\s*${num}`, 'nextseq'),
  f(`(?:urgent pointer|긴급\\s*포인터|urg\\s*ptr)${num}`, 'urgent'),
  f(
    `(?:ICMP\\s*)?(?:sequence|seq)\\s*(?:number|no\\.?|num)?(?:\\s*\\((?:BE|LE)\\))?(?=[\\s.:=,)은는이가을를의도만/]|$|번호|값|넘버|\\d)${num}|${seqKo}\\s*(?:번호|넘버|number)${num}|시퀀스(?=\\s*(?:[:=은는이가\\d]))|ISN`,
    'seq',
  ),
  f(
    `(?:ack(?:nowled?ge?ment|nowlegement|nowledgment)?|애크)\\s*(?:number|numbers|num|no\\.?|#|번호|넘버|값|value|필드|field)${num}|acknowled?ge?ment(?=\\s*(?:[:=]|is\\s+\\d))|(?:확인\\s*응답|응답\\s*확인|승인|확인)\\s*(?:번호|넘버|값)|확인\\s*응답(?=\\s*[:=]\\s*\\d)|ack(?=\\s*(?:[:=]\\s*(?:0x)?\\d|\\d|\\s(?:is|of|값은)\\s+\\d))`,
    'ack',
  ),
  f(
    `(?:window|윈도우?)\\s*(?:size\\s*)?(?:scal(?:e|ing)|스케일링?|확장|배율)(?:\\s*(?:factor|option|shift(?:\\s*count)?|multiplier|value|값|팩터|옵션|계수|인자|배수))*|scal(?:e|ing)\\s*factor|스케일\\s*(?:팩터|값|계수)|배율|WS(?=\\s*[=:은는이가])|WScale`,
    'wscale',
  ),
  f(
    `(?:calculated\\s+|advertised\\s+|receive\\s+|광고\\s*|수신\\s*)?(?:window|윈도우?)(?!s)\\s*(?:size|크기|사이즈)?${num}|Win(?=[\\s=:은는이가])`,
    'win',
  ),
  f(`MSS(?:\\s*옵션)?${num}|maximum segment size|최대\\s*세그먼트\\s*(?:크기|사이즈|길이)`, 'mss'),
  f(`${from}\\s*${of}(?:포트|port|측\\s*포트)s?${num}|sport(?=\\s*[:=])`, 'srcport'),
  f(`${to}\\s*${of}(?:포트|port)s?${num}|dport(?=\\s*[:=])`, 'dstport'),
  f(`(?:sender|송신자)\\s*${of}(?:IP(?:v4)?\\s*${address}?|(?:protocol|프로토콜)\\s*${address})`, 'senderip'),
  f(`(?:target|타겟|타깃|대상)\\s*${of}(?:IP(?:v4)?\\s*${address}?|(?:protocol|프로토콜)\\s*${address})`, 'targetip'),
  f(`(?:sender|송신자)\\s*${of}${ether}\\s*${address}`, 'sendermac'),
  f(`(?:target|타겟|타깃|대상)\\s*${of}${ether}\\s*${address}`, 'targetmac'),
  f(`${from}\\s*${of}(?:IP)(?:v4|v6)?\\s*${address}?`, 'srcip'),
  f(`${to}\\s*${of}(?:IP)(?:v4|v6)?\\s*${address}?`, 'dstip'),
  f(`${from}\\s*${of}${ether}\\s*${address}?`, 'srcmac'),
  f(`${to}\\s*${of}${ether}\\s*${address}?`, 'dstmac'),
  f(`${from}\\s*${address}|source(?=\\s*[:=])|src(?=\\s*[:=])`, 'src'),
  f(`${to}\\s*${address}|destination(?=\\s*[:=])|dst(?=\\s*[:=])`, 'dst'),
  f(`ports?${num}|포트${num}`, 'port'),
  f(`(?:IP(?:v[46])?|아이피)\\s*${address}`, 'ip'),
  f(`${ether}\\s*${address}`, 'mac'),
  f(`TTL${num}|time[- ]to[- ]live|hop limit|생존\\s*시간`, 'ttl'),
  f(`ICMP\\s*(?:메시지\\s*|message\\s*)?(?:type|타입|유형)${num}`, 'icmptype'),
  f(
    `ether\\s?type${num}|이더\\s*타입${num}|(?:이더넷|ethernet)\\s*(?:타입|유형|type)${num}|(?:frame|프레임)\\s*(?:type|타입|유형)${num}|(?:type|타입|유형)\\s*(?:field|필드)(?:\\s*값)?`,
    'ethertype',
  ),
  f(`(?:hardware|hw|하드웨어)\\s*(?:type|타입|유형|종류)`, 'hwtype'),
  f(`(?:hardware|hw|하드웨어)\\s*(?:address\\s*|주소\\s*)?(?:size|length|크기|길이|사이즈)|HLEN`, 'hwsize'),
  f(`(?:protocol|프로토콜)\\s*(?:type|타입|유형|종류)`, 'prototype'),
  f(`(?:protocol|프로토콜)\\s*(?:address\\s*|주소\\s*)?(?:size|length|크기|길이|사이즈)|PLEN`, 'protosize'),
  f(
    `(?:IP(?:v4)?\\s*)?(?:protocol|프로토콜)\\s*(?:number|no\\.?|field|번호|필드|값|식별자)+(?:\\s*(?:value|값))?|(?:protocol|프로토콜)(?=\\s*[:=])`,
    'ipproto',
  ),
  f(
    `op\\s?-?code(?:\\s*(?:field|필드|value|값))*|operation(?:\\s*code)?|(?:오피|옵|연산|동작|오퍼레이션)\\s?코드(?:\\s*값)?|오퍼레이션(?=\\s*(?:값|[:=은는이]))`,
    'opcode',
  ),
  f(`TS\\s?val(?:ue)?|timestamp value|타임스탬프\\s*값`, 'tsval'),
  f(`TS\\s?ecr|timestamp echo(?: reply)?|타임스탬프\\s*에코(?:\\s*응답)?`, 'tsecr'),
  f(`(?:header\\s*|헤더\\s*)?(?:checksums?|체크\\s?섬|체크\\s?썸|검사합)${num}`, 'checksum'),
  f(
    `(?:header|헤더)\\s*(?:의\\s*)?(?:전체\\s*)?(?:length|len|size|길이|크기|사이즈)${num}|data\\s*offset|데이터\\s*오프셋|IHL`,
    'hdrlen',
  ),
  f(
    `(?:payload|data|segment|페이로드|데이터|세그먼트|메시지|application data)\\s*(?:의\\s*)?(?:length|len\\b|size|길이|크기|사이즈)|Len(?=\\s*[=:은는이가])`,
    'payloadlen',
  ),
  f(
    `(?:frame|packet|프레임|패킷)\\s*(?:의\\s*)?(?:전체\\s*)?(?:length|len\\b|size|길이|크기|사이즈)|(?:on the )?wire length|captured length`,
    'framelen',
  ),
  f(`total\\s*length|(?:전체|총)\\s*길이|토탈\\s*길이`, 'totallen'),
  f(`(?:initial|초기)\\s*RTT|iRTT`, 'irtt'),
  f(`RTT${num}|round[- ]?trip(?:[- ]time|\\s*delay)?|왕복\\s*(?:지연\\s*)?시간|왕복\\s*지연`, 'rtt'),
  f(`identification${num}|IP\\s*ID${num}|식별자(?:\\s*필드)?|identifier`, 'ipid'),
  f(`transaction\\s*ID|트랜잭션\\s*(?:ID|아이디)`, 'dnsid'),
  f(`(?:fragment|단편|조각|프래그먼트)\\s*(?:offset|오프셋)`, 'fragoffset'),
  f(`(?:ethernet\\s*|이더넷\\s*)?(?:padding|패딩)`, 'padding'),
  f(
    `(?:TCP\\s*)?(?:flags?|플래그|control bits|제어\\s*비트|코드\\s*비트)(?:\\s*(?:field|필드|값|value|bits?|비트))*`,
    'flags',
  ),
  f(`(?:capture|arrival|relative)\\s*time(?:stamp)?|(?:캡처|캡쳐|도착|상대)\\s*(?:시각|시간)|시각`, 'time'),
  f(
    `time (?:difference|delta|between)|delta(?:\\s*time)?|delay|latency|응답\\s*시간|시간\\s*(?:차이|간격|차)|사이의?\\s*시간|간격|지연(?:\\s*시간)?|걸린\\s*시간`,
    'delta',
  ),
  f(`(?:length|size|길이|크기|사이즈)`, 'len'),
]

export const verbs: readonly Entry[] = [
  v('retransmi\\w*|resen[dt]\\w*|재\\s?전송\\S*', 'retransmits'),
  v('broadcast(?:s|ed|ing)?|브로드\\s?[캐케]스트|브로드캐스팅|방송', 'broadcast'),
  v('unicast(?:s|ed|ing)?|유니\\s?[캐케]스트', 'unicast'),
  v('multicast(?:s|ed|ing)?|멀티\\s?[캐케]스트', 'multicast'),
  v(
    'acknowledg(?:es|ed|ing|e)(?!\\w)|acks(?!\\w)|acked(?!\\w)|(?:확인|응답\\s?확인)(?:한다|하는|합니다|해\\s?준다)|확인\\s*응답(?:하|한|합|을\\s*보|이다|입니다)\\S*',
    'acks',
  ),
  v(
    'repl(?:y|ies|ied)\\s+to|answer(?:s|ed|ing)?(?!\\w)|respon(?:d|ds|ded|ding|se|ses)\\s+to|대답(?:이|한|하|합)\\S*|답장\\S*',
    'answers',
  ),
  v(
    '(?:is|are|was|were)?\\s*(?:sent|transmitted|send|sends)(?!\\w)|sending|comes?(?!\\w)|came(?!\\w)|transmits?|transmitt\\w+|originat\\w+|보낸다|보냈\\S*|보내는|보낸|보내며|보내고|보내\\s?준\\S*|보냅니다|전송(?:한|하|했|합|된|됐|되)\\S*|송신(?:한|하|했|합|된|됐|되)\\S*|발신(?:한|했|하)\\S*',
    'sends',
  ),
  v('receiv(?:e|es|ed|ing)|받(?:는다|았|은|습니다|는|고)\\S*|수신(?:한|하|했|합)\\S*', 'receives'),
  v(
    '(?:clos(?:e|es|ed|ing|ure)|terminat(?:e|es|ed|ing|ion)|tear(?:s|ing)?[- ]?down|teardown|torn down|shut(?:s|ting)?\\s*down|disconnect(?:s|ed|ion|ing)?)(?!\\w)|종료|해제|끊(?:는|었|은|기|습|음)\\S*|닫(?:는|았|히|습|음)\\S*|끝(?:낸|냈|내)\\S*',
    'closes',
  ),
  v(
    '(?:establish(?:es|ed|ing|ment)?|open(?:s|ed|ing)?|initiat(?:e|es|ed|ing)\\s+(?:the\\s+)?connection|connection set-?up|set-?up)(?!\\w)|핸드\\s?쉐이[크킹킨]\\S{0,2}|핸드\\s?셰이[크킹]|핸드\\s?[쉐셰]이킹|handshak(?:e|ing)|연결\\s*(?:설정|수립|성립|과정|시작)',
    'opens',
  ),
  v(
    'asks?(?: for| who| about)?|who has|요청(?:한다|합니다|하는|했다|하고)|묻(?:는|고|습니다)\\S*|물어\\S*|질의(?:한|하)\\S*',
    'asks',
  ),
]

export const nouns: readonly Entry[] = [
  n('mod', '(?:raw|absolute|actual|real|true|genuine|실제|원래|진짜|절대|로우)(?:\\s*(?:value|값))?', 'raw'),
  n('mod', '(?:relative|상대(?:적인|적)?)', 'relative'),
  n(
    'mod',
    '(?:in|of)\\s+(?:the\\s+)?(?:tcp\\s+)?header|헤더(?:\\s*(?:에\\s*(?:있는|적힌|기록된|담긴|들어\\s?있는)|상의|내의|의|필드의|필드))|header(?=\\s+(?:value|field|window))|unscaled|스케일\\s*(?:전|이전)의?',
    'inheader',
  ),
  n('mod', '(?:scaled|calculated|effective|계산된|스케일\\s*(?:된|적용\\s*(?:된|후의?)?|이\\s*적용된)|유효)', 'scaled'),
  n('mod', '(?:the\\s+)?(?:very\\s+)?first|첫\\s*(?:번째|번|째)?|1번째|최초(?:의|로)?|맨\\s*처음', 'first'),
  n('mod', '(?:the\\s+)?(?:second|2nd)(?!s)|두\\s*번째|둘째|2번째', 'second'),
  n('mod', '(?:the\\s+)?(?:third|3rd)|세\\s*번째|셋째|3번째', 'third'),
  n('mod', '(?:the\\s+)?(?:fourth|4th)|네\\s*번째|넷째|4번째', 'fourth'),
  n('mod', '(?:the\\s+)?(?:last|final)|마지막|최종', 'last'),
  n('mod', 'only|alone|오직|단지|만(?=\\s)|뿐', 'only'),
  [/acknowled?ge?ments?(?!\s*(?:number|no|num|field|value))/iy, { kind: 'flags', flags: 16 }],
  n('side', '(?:the\\s+)?clients?(?!\\w)|클라이언트|클라언트|클라이언드|클라이안트', 'client'),
  n('side', '(?:the\\s+)?servers?(?!\\w)|서버', 'server'),
  n('proto', 'ICMPv6', 'ICMPV6'),
  n('proto', 'TCP(?:\\s*프로토콜|\\s+protocol)?', 'TCP'),
  n('proto', 'UDP(?:\\s*프로토콜|\\s+protocol)?', 'UDP'),
  n('proto', 'ICMP(?:\\s*프로토콜|\\s+protocol)?', 'ICMP'),
  n('proto', 'ARP(?:\\s*프로토콜|\\s+protocol)?', 'ARP'),
  n('proto', 'DNS(?:\\s*프로토콜)?', 'DNS'),
  n('proto', 'DHCP', 'DHCP'),
  n('proto', 'HTTPS?', 'HTTP'),
  n('proto', 'SSDP', 'SSDP'),
  n('proto', 'IPv6', 'IPV6'),
  n('proto', 'IPv4', 'IPV4'),
  n('proto', 'IP(?:\\s*프로토콜)?', 'IP'),
  n('proto', '(?:ethernet|이더넷)(?:\\s*(?:II|2))?', 'ETHERNET'),
  n('noun', '(?:request|요청|질의|query|queries)s?(?:\\s*(?:메시지|message))?', 'request'),
  n('noun', '(?:repl(?:y|ies)|response|answer|응답|답변|회신)s?(?:\\s*(?:메시지|message))?', 'reply'),
  n(
    'noun',
    '(?:frame|packet|segment|datagram|message|프레임|패킷|팩킷|세그먼트|세그멘트|데이터그램|메시지|단편)s?',
    'packet',
  ),
  n('noun', '(?:header|헤더)s?', 'header'),
  n('noun', '(?:payload|페이로드|data|데이터)', 'data'),
  n('noun', '(?:option|옵션)s?', 'option'),
  n('noun', '(?:connection|연결|세션|session|커넥션)s?', 'connection'),
  n('noun', '(?:host|호스트|computer|컴퓨터|machine|PC|단말)s?', 'host'),
]
