/** Why the fields of DNS have their values (RFC 1035). */
import type { Facts } from '../facts'
import { textOf } from '../facts'
import { count, rule } from './rule'
import { said, span, spanKo } from './spans'

const asked = (f: Facts, p: string): number => Number(f.all(`${p}.response_to`)[0]?.value ?? 0)
const answered = (f: Facts, p: string): number => Number(f.all(`${p}.response_in`)[0]?.value ?? 0)
const isReply = (f: Facts): boolean => Number(f.all('dns.flags.response')[0]?.value ?? 0) === 1

export const dnsRules = [
  rule({
    id: 'dns.id',
    fields: ['dns.id'],
    when: (f) => ({ reply: isReply(f), to: asked(f, 'dns') }),
    en: ({ reply, to }) =>
      reply
        ? `Copied from the query${to ? ` in frame ${to}` : ''}: so the asker knows which of its queries this answers.`
        : 'Chosen by the asker at random, so that nobody can guess it and slip in a false answer (RFC 5452).',
    ko: ({ reply, to }) =>
      reply
        ? `${to ? `프레임 ${to}번의 ` : ''}질의에서 옮겨 온 값으로, 어느 질의에 대한 응답인지 알려 줍니다.`
        : '질의하는 쪽이 임의로 정한 값입니다. 짐작하여 거짓 응답을 끼워 넣지 못하게 합니다(RFC 5452).',
    frames: ({ to }) => [to],
  }),
  rule({
    id: 'dns.flags.response',
    fields: ['dns.flags.response'],
    when: (f, it) => ({ reply: Number(it.value) === 1, to: asked(f, 'dns'), by: answered(f, 'dns') }),
    en: ({ reply, to, by }) =>
      reply
        ? `1, a response${to ? ` to the query in frame ${to}` : ''}.`
        : `0, a query${by ? `, answered in frame ${by}` : ''}.`,
    ko: ({ reply, to, by }) =>
      reply
        ? `1은 응답입니다${to ? `(프레임 ${to}번의 질의에 대한 응답)` : ''}.`
        : `0은 질의입니다${by ? `(응답은 프레임 ${by}번)` : ''}.`,
    frames: ({ to, by }) => [to, by],
  }),
  rule({
    id: 'dns.flags',
    fields: ['dns.flags'],
    when: (_, it) => ({ line: said(it) }),
    en: ({ line }) => `The bits below, read as one number: ${line}.`,
    ko: ({ line }) => `아래 비트들을 하나의 수로 읽은 값입니다: ${line}`,
  }),
  rule({
    id: 'dns.flags.rd',
    fields: [
      'dns.flags.recdesired',
      'dns.flags.recavail',
      'dns.flags.authoritative',
      'dns.flags.truncated',
      'dns.flags.authenticated',
      'dns.flags.checkdisable',
      'dns.flags.z',
    ],
    when: (f, it) => ({ name: it.name.slice(10), on: Number(it.value) === 1, reply: isReply(f) }),
    en: ({ name, on, reply }) => flagSentences[name]?.[0](on, reply) ?? '',
    ko: ({ name, on, reply }) => flagSentences[name]?.[1](on, reply) ?? '',
  }),
  rule({
    id: 'dns.rcode',
    fields: ['dns.flags.rcode', 'dns.flags.opcode'],
    when: (_, it) => ({ line: said(it), code: Number(it.value), rcode: it.name.endsWith('rcode') }),
    en: ({ line, code, rcode }) =>
      rcode
        ? code === 0
          ? 'Zero: the server found no fault. That does not mean that there is an answer.'
          : code === 3
            ? '3: the name does not exist, as the server responsible says.'
            : `${line}.`
        : code === 0
          ? 'Zero: an ordinary query.'
          : `${line}.`,
    ko: ({ line, code, rcode }) =>
      rcode
        ? code === 0
          ? '0은 오류가 없다는 뜻입니다. 답이 있다는 뜻은 아닙니다.'
          : code === 3
            ? '3은 책임 서버에 따르면 그런 이름이 없다는 뜻입니다.'
            : line
        : code === 0
          ? '0은 보통의 질의입니다.'
          : line,
  }),
  rule({
    id: 'dns.count',
    fields: ['dns.count.queries', 'dns.count.answers', 'dns.count.auth_rr', 'dns.count.add_rr'],
    when: (f, it) => ({
      n: Number(it.value),
      part: {
        queries: ['questions', '질문'],
        answers: ['answer records', '답 레코드'],
        auth_rr: ['records about who is responsible', '책임 서버 레코드'],
        add_rr: ['additional records', '추가 레코드'],
      }[it.name.slice(10)] ?? ['', ''],
      edns: it.name.endsWith('add_rr') && f.all('dns.resp.type').some((x) => Number(x.value) === 41),
    }),
    en: ({ n, part, edns }) =>
      `${n} ${part[0]} follow${n === 1 ? 's' : ''} the header${edns ? '; one of them is OPT, which only says what the sender can do (EDNS)' : ''}.`,
    ko: ({ n, part, edns }) =>
      `헤더 뒤에 ${part[1]} ${n}개가 있습니다${edns ? '. 그중 하나는 송신자의 능력을 알리는 OPT(EDNS)입니다' : ''}.`,
  }),
  rule({
    id: 'dns.qry.name',
    fields: ['dns.qry.name', 'dns.qry.type', 'dns.qry.class'],
    when: (f, it) => ({ part: it.name.slice(8), line: said(it), to: asked(f, 'dns') }),
    en: ({ part, line, to }) =>
      (to ? `Repeats the question of frame ${to}. ` : '') +
      (part === 'name'
        ? `Somebody’s program wants to know about ${line}.`
        : part === 'type'
          ? `Which kind of record is asked for: ${line}.`
          : 'IN, the Internet: other classes are hardly used.'),
    ko: ({ part, line, to }) =>
      (to ? `프레임 ${to}번의 질문을 되풀이합니다. ` : '') +
      (part === 'name'
        ? `어떤 프로그램이 ${line} 이름을 알고 싶어 합니다.`
        : part === 'type'
          ? `물어본 레코드의 종류입니다: ${line}`
          : '인터넷(IN)입니다. 다른 클래스는 거의 쓰이지 않습니다.'),
    frames: ({ to }) => [to],
  }),
  rule({
    id: 'dns.qry.name.len',
    fields: ['dns.qry.name.len', 'dns.count.labels'],
    when: (f, it) => ({
      name: textOf(f.near(it, 'dns.qry.name') ?? f.within(it, 'dns.qry.name') ?? it),
      labels: it.name.endsWith('labels'),
      n: Number(it.value),
    }),
    en: ({ name, labels, n }) => `Counted in ${name}: ${labels ? `${n} parts between dots` : count(n, 'character')}.`,
    ko: ({ name, labels, n }) =>
      `${name} 이름에서 센 값입니다. ${labels ? `점으로 나뉜 부분이 ${n}개입니다` : `글자가 ${n}개입니다`}.`,
  }),
  rule({
    id: 'dns.ttl',
    fields: ['dns.resp.ttl'],
    when: (f, it) => ({ n: Number(it.value), aa: Number(f.all('dns.flags.authoritative')[0]?.value ?? 0) === 1 }),
    en: ({ n, aa }) =>
      `So many seconds (${span(n)}) the record may be kept. ${aa ? 'The server is responsible for the zone and gives the value that its administrator set.' : 'The server had it in its cache or passed it on: what the zone’s administrator set, less the time that it has been kept.'}`,
    ko: ({ n, aa }) =>
      `레코드를 보관해도 되는 시간(초)입니다(${spanKo(n)}). ${aa ? '영역을 책임지는 서버여서 관리자가 정한 값을 그대로 줍니다.' : '서버가 캐시에 갖고 있거나 전달한 값으로, 관리자가 정한 값에서 보관한 시간을 뺀 것입니다.'}`,
  }),
  rule({
    id: 'dns.record',
    fields: ['dns.a', 'dns.aaaa', 'dns.cname', 'dns.ns', 'dns.ptr.domain_name', 'dns.mx.mail_exchange', 'dns.txt'],
    when: (f, it) => ({
      value: textOf(it),
      name: textOf(
        f
          .all('dns.resp.name')
          .filter((x) => x.id < it.id)
          .at(-1) ?? it,
      ),
      what: it.name.slice(4),
    }),
    en: ({ value, name, what }) =>
      `What the zone of ${name} says (record ${what.split('.')[0]!.toUpperCase()}): ${value}. Why it is this the zone’s administrator knows.`,
    ko: ({ value, name, what }) =>
      `${name} 이름의 영역에 적힌 값(${what.split('.')[0]!.toUpperCase()} 레코드)입니다: ${value}. 왜 이 값인지는 영역의 관리자가 압니다.`,
  }),
  rule({
    id: 'dns.resp',
    fields: ['dns.resp.name', 'dns.resp.type', 'dns.resp.class', 'dns.resp.len'],
    when: (f, it) => ({ line: said(it), part: it.name.slice(9), q: textOf(f.all('dns.qry.name')[0] ?? it) }),
    en: ({ line, part, q }) =>
      part === 'name'
        ? line === q
          ? 'The name that was asked for.'
          : `A name that the answer leads to, or that is added: ${line}.`
        : part === 'len'
          ? `Bytes of the record’s value: ${line}.`
          : `${line}, by IANA’s list.`,
    ko: ({ line, part, q }) =>
      part === 'name'
        ? line === q
          ? '물어본 이름입니다.'
          : `답이 이어지거나 덧붙인 이름입니다: ${line}`
        : part === 'len'
          ? `레코드 값의 길이(바이트)입니다: ${line}`
          : `IANA 목록에 따른 값입니다: ${line}`,
  }),
  rule({
    id: 'pairs',
    fields: ['dns.response_in', 'dns.response_to', 'http.response_in', 'http.request_in', 'dns.time', 'http.time'],
    when: (f, it) => ({
      frame: it.name.endsWith('time')
        ? asked(f, 'dns') || Number(f.all('http.request_in')[0]?.value ?? 0)
        : Number(it.value),
    }),
    en: ({ frame }) => `Frame ${frame} belongs to this one: same conversation, and same identifier or order.`,
    ko: ({ frame }) => `프레임 ${frame}번이 이 메시지의 짝입니다. 같은 대화이고 식별자나 순서가 같습니다.`,
    frames: ({ frame }) => [frame],
  }),
]

type Sentence = (on: boolean, reply: boolean) => string
const flagSentences: Readonly<Record<string, readonly [Sentence, Sentence]>> = {
  recdesired: [
    (on, reply) =>
      reply
        ? 'Copied from the query.'
        : on
          ? 'The asker wants the server to ask on until it has the answer, as every ordinary host does.'
          : 'The asker wants only what the server knows itself.',
    (on, reply) =>
      reply
        ? '질의에서 옮겨 온 값입니다.'
        : on
          ? '보통의 호스트처럼, 답을 찾을 때까지 서버가 대신 물어봐 주기를 바랍니다.'
          : '서버가 직접 아는 것만 묻습니다.',
  ],
  recavail: [
    (on, reply) =>
      !reply
        ? 'Says nothing in a query.'
        : on
          ? 'This server asks on for its clients: a resolver.'
          : 'This server answers only for its own zones.',
    (on, reply) =>
      !reply
        ? '질의에서는 의미가 없습니다.'
        : on
          ? '이 서버는 클라이언트 대신 물어봐 주는 리졸버입니다.'
          : '이 서버는 자기 영역에 대해서만 답합니다.',
  ],
  authoritative: [
    (on, reply) =>
      !reply
        ? 'Says nothing in a query.'
        : on
          ? 'The server is responsible for the name.'
          : 'The answer comes from a cache or from another server.',
    (on, reply) =>
      !reply
        ? '질의에서는 의미가 없습니다.'
        : on
          ? '이 이름을 책임지는 서버의 답입니다.'
          : '캐시나 다른 서버에서 온 답입니다.',
  ],
  truncated: [
    (on) => (on ? 'The message did not fit: the asker is to ask again over TCP.' : 'The message is whole.'),
    (on) => (on ? '메시지가 다 들어가지 않아 TCP로 다시 물어야 합니다.' : '잘리지 않은 메시지입니다.'),
  ],
  authenticated: [
    (on, reply) =>
      reply
        ? on
          ? 'The server has checked the signatures (DNSSEC).'
          : 'Signatures were not checked, or there are none.'
        : on
          ? 'The asker can make use of the server’s verdict about signatures (RFC 6840).'
          : 'The asker does not ask about signatures.',
    (on, reply) =>
      reply
        ? on
          ? '서버가 서명을 확인했습니다(DNSSEC).'
          : '서명을 확인하지 않았거나 서명이 없습니다.'
        : on
          ? '서버의 서명 확인 결과를 받고 싶다는 뜻입니다(RFC 6840).'
          : '서명 확인 결과를 묻지 않습니다.',
  ],
  checkdisable: [
    (on) =>
      on
        ? 'Data that fails the check of signatures is accepted, too.'
        : 'Data that fails the check of signatures is not wanted.',
    (on) => (on ? '서명 확인에 실패한 데이터도 받습니다.' : '서명 확인에 실패한 데이터는 받지 않습니다.'),
  ],
  z: [() => 'Reserved: zero.', () => '예약된 비트로 0입니다.'],
}
