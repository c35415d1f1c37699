/** What follows from a field: the number, the acknowledgement or the answer that must come next, and whether it came in this capture. As data, like why/. */
import { endOf, FLAG } from '../../flows/stream-segment'
import type { Language } from '../../words/language'
import type { Facts, Item } from '../facts'
import { count, rule } from '../why/rule'
import type { Reason, Rule } from '../why/rule'

export interface Follow extends Reason {
  /** It came (`frames` say where); it is awaited, and did not come in this capture; or nothing has to come. */
  state: 'came' | 'missing' | 'open'
}

const answeredBy = (f: Facts, ...names: string[]): number => {
  for (const name of names) {
    const frame = Number(f.all(name)[0]?.value ?? 0)
    if (frame) return frame
  }
  return 0
}

interface Next {
  next: number
  frame: number
}
/** The next segment of this side that uses numbers, or stands at them. */
function nextOf(f: Facts, it: Item): Next | undefined {
  const own = f.tcp(it)
  if (!own || own.s.flags & FLAG.rst) return undefined
  const end = endOf(own.s)
  const next = (own.s.relativeSequence + ((end - own.s.sequence) >>> 0)) >>> 0
  for (let n = own.n + 1; n < own.told.frames.count && n < own.n + 200; n++) {
    const x = own.told.segment(n)
    if (x.from === own.s.from && x.sequence === end) return { next, frame: x.frame }
  }
  return { next, frame: 0 }
}

interface Ack {
  ack: number
  frame: number
  what: string
  whatKo: string
}
/** The acknowledgement that answers what this segment uses. */
function ackOf(f: Facts, it: Item): Ack | undefined {
  const own = f.tcp(it)
  if (!own || own.s.flags & FLAG.rst) return undefined
  const { s, told } = own
  const end = endOf(s)
  if (end === s.sequence) return undefined
  const parts = [
    s.flags & FLAG.syn ? 'SYN' : '',
    s.length ? count(s.length, 'byte') : '',
    s.flags & FLAG.fin ? 'FIN' : '',
  ].filter(Boolean)
  const partsKo = [
    s.flags & FLAG.syn ? 'SYN' : '',
    s.length ? `데이터 ${s.length}바이트` : '',
    s.flags & FLAG.fin ? 'FIN' : '',
  ].filter(Boolean)
  const made = {
    ack: (s.relativeSequence + ((end - s.sequence) >>> 0)) >>> 0,
    what: parts.join(' + '),
    whatKo: partsKo.join(', '),
  }
  for (let n = own.n + 1; n < told.frames.count && n < own.n + 500; n++) {
    const x = told.segment(n)
    if (x.from !== s.from && x.flags & FLAG.ack && ((x.acknowledgment - end) | 0) >= 0)
      return { ...made, frame: x.frame }
  }
  return { ...made, frame: 0 }
}

const spec: readonly (Rule & { state?: never })[] = [
  rule({
    id: 'follows.tcp.ack',
    fields: [
      'tcp',
      'tcp.seq',
      'tcp.seq_raw',
      'tcp.len',
      'tcp.payload',
      'tcp.flags',
      'tcp.flags.syn',
      'tcp.flags.fin',
      'tcp.flags.push',
      'tcp.nxtseq',
    ],
    when(f, it) {
      if (it.name.startsWith('tcp.flags.') && Number(it.value) === 0) return undefined
      return ackOf(f, it)
    },
    en: ({ ack, frame, what }) =>
      `The other side has to acknowledge ${what} with Ack = ${ack} or more: ${frame ? `it does in frame ${frame}` : 'that is not in this capture'}.`,
    ko: ({ ack, frame, whatKo }) =>
      `상대는 ${whatKo}에 대해 ${ack} 이상의 확인 응답 번호로 답해야 합니다: ${frame ? `프레임 ${frame}번에서 답했습니다` : '이 캡처에는 없습니다'}.`,
    frames: ({ frame }) => [frame],
  }),
  rule({
    id: 'follows.tcp.next',
    fields: ['tcp', 'tcp.seq', 'tcp.nxtseq', 'tcp.len'],
    when: nextOf,
    en: ({ next, frame }) =>
      `The next segment of this side starts at Seq = ${next}: ${frame ? `frame ${frame}` : 'none comes in this capture'}.`,
    ko: ({ next, frame }) =>
      `이 쪽의 다음 세그먼트는 순서 번호 ${next}에서 시작합니다: ${frame ? `프레임 ${frame}번` : '이 캡처에는 없습니다'}.`,
    frames: ({ frame }) => [frame],
  }),
  rule({
    id: 'follows.tcp.window',
    fields: ['tcp.window_size', 'tcp.window_size_value'],
    when: (f, it) => {
      const own = f.tcp(it)
      return own && own.s.flags & FLAG.ack
        ? { upTo: own.s.relativeAcknowledgment + own.s.scaledWindow, size: own.s.scaledWindow }
        : undefined
    },
    en: ({ upTo, size }) =>
      size
        ? `The other side may send up to number ${upTo - 1} before it hears more.`
        : 'The other side may only send single bytes to probe, until this end opens its window again.',
    ko: ({ upTo, size }) =>
      size
        ? `상대는 새 소식이 있기 전까지 ${upTo - 1}번까지 보낼 수 있습니다.`
        : '이 쪽이 윈도우를 다시 열 때까지 상대는 탐색용으로 한 바이트씩만 보낼 수 있습니다.',
  }),
  rule({
    id: 'follows.tcp.mss',
    fields: ['tcp.options.mss', 'tcp.options.mss_val'],
    when: (f, it) => ({
      v: Number(f.near(it, 'tcp.options.mss_val')?.value ?? f.within(it, 'tcp.options.mss_val')?.value),
    }),
    en: ({ v }) => `No segment to this end may carry more than ${v} bytes (options of TCP take their part of it).`,
    ko: ({ v }) => `이 쪽으로 오는 세그먼트는 ${v}바이트보다 많이 실을 수 없습니다(TCP 옵션이 그 일부를 씁니다).`,
  }),
  rule({
    id: 'follows.arp',
    fields: ['arp', 'arp.opcode', 'arp.dst.proto_ipv4', 'arp.dst.hw_mac'],
    when(f, it) {
      if (Number(f.all('arp.opcode')[0]?.value) !== 1 || f.all('arp.isgratuitous').length) return undefined
      return {
        frame: answeredBy(f, 'arp.response_in'),
        probe: f.all('arp.isprobe').length > 0,
        ip: f.all('arp.dst.proto_ipv4')[0]?.line.replace(/^.*: /, '') ?? '',
        own: it.id,
      }
    },
    en: ({ frame, probe, ip }) =>
      probe
        ? `If somebody uses ${ip}, it answers: ${frame ? `it does in frame ${frame}, so the address is taken` : 'nobody did in this capture, so the address is free'}.`
        : `A reply of ${ip} is awaited: ${frame ? `it comes in frame ${frame}` : 'it is not in this capture'}.`,
    ko: ({ frame, probe, ip }) =>
      probe
        ? `${ip} 주소를 쓰는 장치가 있으면 대답합니다: ${frame ? `프레임 ${frame}번에서 대답했으므로 쓸 수 없습니다` : '이 캡처에서는 대답이 없으므로 비어 있습니다'}.`
        : `${ip} 주소의 응답을 기다립니다: ${frame ? `프레임 ${frame}번에서 왔습니다` : '이 캡처에는 없습니다'}.`,
    frames: ({ frame }) => [frame],
  }),
  rule({
    id: 'follows.arp.learned',
    fields: ['arp', 'arp.src.hw_mac', 'arp.opcode'],
    when(f, it) {
      if (Number(f.all('arp.opcode')[0]?.value) !== 2) return undefined
      const value = (name: string): string =>
        f
          .all(name)[0]
          ?.line.replace(/^[^:]*: /, '')
          .replace(/^.*\((.*)\)$/, '$1') ?? ''
      return {
        ip: value('arp.src.proto_ipv4'),
        mac: value('arp.src.hw_mac'),
        to: value('arp.dst.proto_ipv4'),
        own: it.id,
      }
    },
    en: ({ ip, mac, to }) => `${to} enters ${ip} = ${mac} into its cache and can send to it from now on.`,
    ko: ({ ip, mac, to }) => `${to} 호스트는 ${ip} = ${mac} 쌍을 캐시에 넣고, 이제부터 그 주소로 보낼 수 있습니다.`,
  }),
  rule({
    id: 'follows.icmp',
    fields: ['icmp', 'icmp.type', 'icmp.seq', 'icmp.ident'],
    when: (f) => Number(f.all('icmp.type')[0]?.value) === 8 && { frame: answeredBy(f, 'icmp.resp_in') },
    en: ({ frame }) =>
      `A reply with the same identifier, number and data is awaited: ${frame ? `frame ${frame}` : 'it is not in this capture'}.`,
    ko: ({ frame }) =>
      `식별자, 번호, 데이터가 같은 응답을 기다립니다: ${frame ? `프레임 ${frame}번` : '이 캡처에는 없습니다'}.`,
    frames: ({ frame }) => [frame],
  }),
  rule({
    id: 'follows.dns',
    fields: ['dns', 'dns.id', 'dns.flags.response', 'dns.qry.name', 'dns.qry.type'],
    when: (f) =>
      Number(f.all('dns.flags.response')[0]?.value ?? 1) === 0 && { frame: answeredBy(f, 'dns.response_in') },
    en: ({ frame }) =>
      `A response with the same ID is awaited: ${frame ? `frame ${frame}` : 'it is not in this capture'}.`,
    ko: ({ frame }) => `ID가 같은 응답을 기다립니다: ${frame ? `프레임 ${frame}번` : '이 캡처에는 없습니다'}.`,
    frames: ({ frame }) => [frame],
  }),
  rule({
    id: 'follows.http',
    fields: ['http', 'http.request.method', 'http.request.uri', 'http.request'],
    when: (f) =>
      f.layers.includes('http') &&
      f.all('http.request.method').length > 0 && { frame: answeredBy(f, 'http.response_in') },
    en: ({ frame }) => `A response is awaited: ${frame ? `frame ${frame}` : 'it is not in this capture'}.`,
    ko: ({ frame }) => `응답을 기다립니다: ${frame ? `프레임 ${frame}번` : '이 캡처에는 없습니다'}.`,
    frames: ({ frame }) => [frame],
  }),
  rule({
    id: 'follows.dhcp',
    fields: ['dhcp', 'dhcp.option.dhcp', 'dhcp.id'],
    when(f) {
      const kind = Number(f.all('dhcp.option.dhcp')[0]?.value ?? 0)
      const next = { 1: 2, 2: 3, 3: 5 }[kind]
      const xid = Number(f.all('dhcp.id')[0]?.value)
      if (!next) return undefined
      const { session } = f
      for (let i = f.frame; i < Math.min(session.count, f.frame + 500); i++) {
        const values = f.of(i + 1, ['dhcp.id', 'dhcp.option.dhcp'])
        const got = Number(values.get('dhcp.option.dhcp') ?? 0)
        if (Number(values.get('dhcp.id') ?? NaN) === xid && (got === next || (next === 5 && got === 6)))
          return { frame: i + 1, name: got === 6 ? 'NAK' : NAMES[next]! }
      }
      return { frame: 0, name: NAMES[next]! }
    },
    en: ({ frame, name }) =>
      `${name} with the same transaction ID comes next: ${frame ? `frame ${frame}` : 'it is not in this capture'}.`,
    ko: ({ frame, name }) =>
      `다음은 트랜잭션 ID가 같은 ${name} 메시지입니다: ${frame ? `프레임 ${frame}번` : '이 캡처에는 없습니다'}.`,
    frames: ({ frame }) => [frame],
  }),
  rule({
    id: 'follows.ip.ttl',
    fields: ['ip.ttl'],
    when: (f, it) => !f.isQuoted(it) && { v: Number(it.value) },
    en: ({ v }) =>
      v > 1
        ? `The next router, if there is one, sends it on with ${v - 1}.`
        : 'A router would drop the packet and tell its sender (ICMP, type 11).',
    ko: ({ v }) =>
      v > 1
        ? `다음 라우터가 있다면 ${v - 1} 값으로 전달합니다.`
        : '라우터를 만나면 버려지고 송신자에게 알려집니다(ICMP 타입 11).',
  }),
  rule({
    id: 'follows.ip.mf',
    fields: ['ip.flags.mf', 'ip.frag_offset', 'ip.id'],
    when(f, it) {
      const whole = f.all('ip.reassembled_in')[0]
      const mf = Number(f.all('ip.flags.mf').find((x) => x.layer === it.layer)?.value ?? 0)
      return (mf || whole) && { frame: Number(whole?.value ?? 0) }
    },
    en: ({ frame }) =>
      `The other fragments with the same identification are put together: ${frame ? `the packet is whole in frame ${frame}` : 'not all of them are in this capture before this frame'}.`,
    ko: ({ frame }) =>
      `식별자가 같은 나머지 조각을 모읍니다: ${frame ? `프레임 ${frame}번에서 완성됩니다` : '이 프레임까지는 모두 모이지 않았습니다'}.`,
    frames: ({ frame }) => [frame],
  }),
]
const NAMES: Readonly<Record<number, string>> = { 2: 'Offer', 3: 'Request', 5: 'ACK' }
/** Rules that await nothing in particular. */
const OPEN = new Set(['follows.ip.ttl', 'follows.tcp.window', 'follows.tcp.mss', 'follows.arp.learned'])

const byField = new Map<string, Rule[]>()
for (const r of spec) for (const name of r.fields) byField.set(name, [...(byField.get(name) ?? []), r])

export function followsFrom(f: Facts, it: Item, language: Language): Follow[] {
  return (byField.get(it.name) ?? []).flatMap((r) => {
    const found = r.ask(f, it, language)
    return found
      ? [
          {
            ...found,
            state: OPEN.has(r.id) ? ('open' as const) : found.frames.length ? ('came' as const) : ('missing' as const),
          },
        ]
      : []
  })
}
