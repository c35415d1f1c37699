/** Why the fields of IPv4 have their values (RFC 791, 1122, 2474, 3168, 6864). */
import { fold16, sum16 } from '../../bytes/checksum'
import { ipProtocolName } from '../../names/ip-protocols'
import { ip4Of, macOf, textOf } from '../facts'
import type { Facts, Item } from '../facts'
import { kindOf } from './ip-addresses'
import { always, count, hex, rule, whenIs } from './rule'

/** What the layers inside an IP packet take, as far as they are headers: `20 (IP) + 32 (TCP header) + 13 of data`. */
function parts(f: Facts, it: Item): { header: number; inner: string; size: number; data: number } {
  const header = f.number(it, 'ip.hdr_len')
  const rest = f.number(it, 'ip.len') - header
  const inner = f.carried(it)
  const tcp = f.within(it, 'tcp.hdr_len')
  const size = inner === 'tcp' && tcp ? Number(tcp.value) : inner === 'udp' || inner === 'icmp' ? 8 : 0
  return { header, inner: inner.toUpperCase(), size, data: rest - size }
}

/** Whose end of the conversation an address is, by what the capture shows of its place. */
function placeOf(f: Facts, it: Item, source: boolean): 'here' | 'client' | 'server' | '' {
  const own = f.tcp(f.all('tcp.srcport')[0] ?? it)
  if (!own || f.isQuoted(it)) return ''
  const end = source ? own.s.from : 1 - own.s.from
  const { place } = own.told.story.vantage.result()
  if (place === (end === 0 ? 'first' : 'second')) return 'here'
  const caller = own.told.story.caller()
  return caller < 0 ? '' : caller === end ? 'client' : 'server'
}

const START = (ttl: number): number => (ttl <= 64 ? 64 : ttl <= 128 ? 128 : 255)
const SYSTEMS: Readonly<Record<number, readonly [string, string]>> = {
  64: ['Linux, macOS, phones', 'Linux, macOS, 휴대폰'],
  128: ['Windows', 'Windows'],
  255: ['network devices, Solaris', '네트워크 장비, Solaris'],
}

interface Sum {
  found: string
  due: string
  right: boolean
  size: number
}
function headerSum(f: Facts, it: Item): Sum | undefined {
  const size = f.number(it, 'ip.hdr_len')
  const at = it.start - 10
  if (it.source !== 0 || !(at >= 0) || at + size > f.bytes.length) return undefined
  const found = Number(it.value)
  const due = ~fold16(sum16(f.bytes, at, size) - found) & 0xffff
  return { found: hex(found), due: hex(due), right: found === due, size }
}

export const ipRules = [
  whenIs(
    'ip.version',
    ['ip.version'],
    4,
    'This is IPv4: the EtherType announced it, and the first four bits say it again. The receiver looks here first, because everything behind depends on it.',
    'IPv4 패킷이기 때문입니다. 이더타입이 이미 알렸고 첫 네 비트가 다시 말합니다. 나머지 해석이 이 값에 달려 있어서 가장 먼저 봅니다.',
  ),
  rule({
    id: 'ip.hdr_len',
    fields: ['ip.hdr_len'],
    when: (_, it) => ({ bytes: Number(it.value), words: Number(it.value) / 4 }),
    en: ({ bytes, words }) =>
      words === 5
        ? '5 words of 4 bytes = 20 bytes: the shortest header, without options.'
        : `${words} words of 4 bytes = ${bytes} bytes: 5 of the fixed header and ${words - 5} of options.`,
    ko: ({ bytes, words }) =>
      words === 5
        ? '4바이트 워드 5개 = 20바이트입니다. 옵션이 없는 가장 짧은 헤더입니다.'
        : `4바이트 워드 ${words}개 = ${bytes}바이트입니다. 고정 헤더 5개에 옵션 ${words - 5}개가 더해졌습니다.`,
  }),
  whenIs(
    'ip.dscp',
    ['ip.dsfield', 'ip.dsfield.dscp'],
    0,
    'Zero: nobody asked for a class of service, so routers treat the packet as ordinary traffic (RFC 2474).',
    '0입니다. 특별한 서비스 등급을 요청하지 않아 라우터가 보통 트래픽으로 다룹니다(RFC 2474).',
  ),
  rule({
    id: 'ip.dscp.set',
    fields: ['ip.dsfield', 'ip.dsfield.dscp'],
    when: (_, it) => Number(it.value) !== 0 && { line: it.line.replace(/^[^:]*: /, '') },
    en: ({ line }) => `Set by the sender, or rewritten by a router on the way: ${line}.`,
    ko: ({ line }) => `송신자가 정했거나 경로의 라우터가 바꾼 값입니다: ${line}`,
  }),
  rule({
    id: 'ip.ecn',
    fields: ['ip.dsfield.ecn'],
    when: (_, it) => ({ v: Number(it.value) }),
    en: ({ v }) =>
      [
        'Zero: the sender does not take part in congestion marking for this packet (RFC 3168).',
        'The sender can react to congestion marks (ECT(1)).',
        'The sender can react to congestion marks (ECT(0)).',
        'A router on the way met congestion and marked the packet instead of dropping it (RFC 3168).',
      ][v] ?? '',
    ko: ({ v }) =>
      [
        '0입니다. 송신자가 이 패킷에는 혼잡 표시를 쓰지 않습니다(RFC 3168).',
        '송신자가 혼잡 표시에 반응할 수 있습니다(ECT(1)).',
        '송신자가 혼잡 표시에 반응할 수 있습니다(ECT(0)).',
        '경로의 라우터가 혼잡을 겪었지만 버리는 대신 표시했습니다(RFC 3168).',
      ][v] ?? '',
  }),
  rule({
    id: 'ip.len',
    fields: ['ip.len'],
    when(f, it) {
      const { header, inner, size, data } = parts(f, it)
      const start = it.start - 2
      const pad = it.source === 0 && !f.isQuoted(it) ? f.length - start - Number(it.value) : 0
      return Number.isNaN(header) || Number(it.value) === 0
        ? undefined
        : { total: Number(it.value), header, inner, size, data, pad }
    },
    en: ({ total, header, inner, size, data, pad }) =>
      `${total} = ${header} (this header) + ${size ? `${size} (${inner} header) + ${count(data, 'byte')} of data` : count(data, 'byte')}.` +
      (pad > 0 ? ` The ${count(pad, 'byte')} behind it in the frame are none of it.` : ''),
    ko: ({ total, header, inner, size, data, pad }) =>
      `${total} = 이 헤더 ${header}바이트 + ${size ? `${inner} 헤더 ${size}바이트 + 데이터 ${data}바이트` : `내용 ${data}바이트`}입니다.` +
      (pad > 0 ? ` 프레임에서 그 뒤에 오는 ${pad}바이트는 이 패킷에 속하지 않습니다.` : ''),
    see: ['ip.hdr_len'],
  }),
  rule({
    id: 'ip.id.zero',
    fields: ['ip.id'],
    when: (f, it) => Number(it.value) === 0 && f.number(it, 'ip.flags.df') === 1,
    en: 'Zero, because the packet must not be fragmented (DF): nobody ever looks at its number (RFC 6864, 4.1). Linux does so for the SYN+ACK and others.',
    ko: '0입니다. 단편화가 금지된(DF) 패킷이라 이 번호를 볼 일이 없습니다(RFC 6864, 4.1절). Linux는 SYN+ACK 등에 이렇게 씁니다.',
    see: ['ip.flags.df'],
  }),
  rule({
    id: 'ip.id.counter',
    fields: ['ip.id'],
    when(f, it) {
      if (f.isQuoted(it) || Number(it.value) === 0) return undefined
      const before = f.before()
      const was = before ? Number(f.of(before, ['ip.id']).get('ip.id') ?? NaN) : NaN
      const by = (Number(it.value) - was) & 0xffff
      return !Number.isNaN(was) && by > 0 && by <= 16 ? { before, by } : undefined
    },
    en: ({ before, by }) =>
      by === 1
        ? `One more than in frame ${before}, the packet before from here: the sender counts its packets. The first number was its own choice.`
        : `${by} more than in frame ${before}: the sender seems to count, and sent ${by - 1} other packet${by === 2 ? '' : 's'} with the same counter in between.`,
    ko: ({ before, by }) =>
      by === 1
        ? `같은 송신자의 앞 패킷인 프레임 ${before}번보다 1 큽니다. 송신자가 패킷을 세고 있습니다. 처음 값은 송신자가 정합니다.`
        : `프레임 ${before}번보다 ${by} 큽니다. 송신자가 패킷을 세는 것으로 보이고, 그사이 같은 카운터로 패킷 ${by - 1}개를 더 보냈습니다.`,
    frames: ({ before }) => [before],
  }),
  rule({
    id: 'ip.id.free',
    fields: ['ip.id'],
    when(f, it) {
      if (Number(it.value) === 0) return undefined
      const before = f.isQuoted(it) ? 0 : f.before()
      const was = before ? Number(f.of(before, ['ip.id']).get('ip.id') ?? NaN) : NaN
      const by = (Number(it.value) - was) & 0xffff
      return by > 0 && by <= 16 ? undefined : { df: f.number(it, 'ip.flags.df') === 1 }
    },
    en: ({ df }) =>
      'Chosen by the sender (a counter or a random number): it only has to differ from its other packets that are on the way.' +
      (df ? ' Since DF is set it is not needed here at all (RFC 6864).' : ' Fragments of one packet would share it.'),
    ko: ({ df }) =>
      '송신자가 고른 값입니다(카운터이거나 난수). 아직 전송 중인 자기의 다른 패킷과 다르기만 하면 됩니다.' +
      (df ? ' DF가 설정되어 여기서는 쓸 일이 없습니다(RFC 6864).' : ' 단편화되면 조각들이 이 값을 공유합니다.'),
    see: ['ip.flags.df'],
  }),
  rule({
    id: 'ip.flags',
    fields: ['ip.flags'],
    when: (_, it) => ({ df: (Number(it.value) & 2) !== 0, mf: (Number(it.value) & 1) !== 0 }),
    en: ({ df, mf }) =>
      `${df ? 'DF is set: no router may cut the packet.' : 'DF is not set: a router may cut the packet.'} ${mf ? 'MF is set: further fragments follow.' : 'MF is not set: this is a whole packet, or its last fragment.'}`,
    ko: ({ df, mf }) =>
      `${df ? 'DF가 설정되어 라우터가 패킷을 나누지 못합니다.' : 'DF가 설정되지 않아 라우터가 패킷을 나눌 수 있습니다.'} ${mf ? 'MF가 설정되어 뒤에 조각이 더 있습니다.' : 'MF가 0이므로 온전한 패킷이거나 마지막 조각입니다.'}`,
  }),
  whenIs('ip.flags.rb', ['ip.flags.rb'], 0, 'Has to be zero (RFC 791).', '0이어야 합니다(RFC 791).'),
  rule({
    id: 'ip.flags.df',
    fields: ['ip.flags.df'],
    when: (f, it) => ({ set: Number(it.value) === 1, tcp: f.carried(it) === 'tcp' }),
    en: ({ set, tcp }) =>
      set
        ? `Set: the sender wants to hear of a link that is too narrow (ICMP, type 3, code 4) rather than be cut: path MTU discovery (RFC 1191)${tcp ? ', as usual with TCP' : ''}.`
        : 'Not set: the sender leaves it to routers to cut the packet where a link is too narrow.',
    ko: ({ set, tcp }) =>
      set
        ? `설정됨: 좁은 링크를 만나면 나누지 말고 알려 달라는 뜻입니다(ICMP 타입 3, 코드 4). 경로 MTU 탐색(RFC 1191)${tcp ? '으로, TCP에서 흔합니다' : '입니다'}.`
        : '설정 안 됨: 좁은 링크에서는 라우터가 패킷을 나누어도 됩니다.',
  }),
  rule({
    id: 'ip.flags.mf',
    fields: ['ip.flags.mf'],
    when: (f, it) => ({
      set: Number(it.value) === 1,
      offset:
        f.number(it, 'ip.frag_offset') || Number(f.all('ip.frag_offset').find((x) => x.layer === it.layer)?.value ?? 0),
    }),
    en: ({ set, offset }) =>
      set
        ? 'Set: this is a fragment, and not the last one of its packet.'
        : offset
          ? 'Not set, but the offset is not zero: this is the last fragment of its packet.'
          : 'Not set, and the offset is zero: the packet was not fragmented.',
    ko: ({ set, offset }) =>
      set
        ? '설정됨: 조각난 패킷이고 마지막 조각이 아닙니다.'
        : offset
          ? '설정 안 됨: 오프셋이 0이 아니므로 마지막 조각입니다.'
          : '설정 안 됨: 오프셋도 0이므로 단편화되지 않은 패킷입니다.',
    see: ['ip.frag_offset'],
  }),
  rule({
    id: 'ip.frag_offset',
    fields: ['ip.frag_offset'],
    when: (_, it) => ({ units: Number(it.value) }),
    en: ({ units }) =>
      units
        ? `Its data belongs ${units} × 8 = ${units * 8} bytes behind the start of the whole packet’s data.`
        : 'Zero: the data begins at the start, as in every packet that was not cut and in the first fragment of others.',
    ko: ({ units }) =>
      units
        ? `이 조각의 데이터는 원래 패킷의 데이터 시작에서 ${units} × 8 = ${units * 8}바이트 뒤에 놓입니다.`
        : '0입니다. 데이터가 처음부터 시작합니다. 단편화되지 않은 패킷이나 첫 조각이 그렇습니다.',
  }),
  rule({
    id: 'ip.ttl',
    fields: ['ip.ttl'],
    when(f, it) {
      const ttl = Number(it.value)
      const to = ip4Of(f.all('ip.dst').find((x) => x.layer === it.layer))
      if (to >>> 28 === 14 || ttl < 32) return undefined
      const start = START(ttl)
      return { ttl, start, hops: start - ttl, system: SYSTEMS[start]! }
    },
    en: ({ ttl, start, hops, system: [name] }) =>
      hops
        ? `Most likely it began at ${start} (usual for ${name}) and ${count(hops, 'router')} took one off each: ${start} − ${hops} = ${ttl}.`
        : `${ttl} is what ${name} begin with: most likely no router has touched the packet yet, so it comes from this link or was captured before the first router.`,
    ko: ({ ttl, start, hops, system: [, name] }) =>
      hops
        ? `${start}에서 시작해(${name}에서 흔한 값) 라우터 ${hops}개가 1씩 뺀 것으로 보입니다. ${start} − ${hops} = ${ttl}입니다.`
        : `${ttl}는 ${name}의 시작 값입니다. 아직 라우터를 거치지 않은 것으로 보이므로, 같은 링크에서 왔거나 첫 라우터 앞에서 캡처되었습니다.`,
  }),
  rule({
    id: 'ip.ttl.group',
    fields: ['ip.ttl'],
    when(f, it) {
      const to = ip4Of(f.all('ip.dst').find((x) => x.layer === it.layer))
      return to >>> 28 === 14 && { ttl: Number(it.value), link: to >>> 8 === 0xe00000 }
    },
    en: ({ ttl, link }) =>
      ttl === 1
        ? 'One: a message to a group that must not leave this link.'
        : ttl === 255 && link
          ? '255: the receiver can tell that no router passed it on.'
          : `${ttl}: how far the sender lets this message to a group go, in routers.`,
    ko: ({ ttl, link }) =>
      ttl === 1
        ? '1입니다. 그룹에 보내는 메시지가 이 링크를 떠나지 않게 합니다.'
        : ttl === 255 && link
          ? '255이면 수신자가 라우터를 거치지 않았음을 확인할 수 있습니다.'
          : `${ttl}는 송신자가 이 그룹 메시지를 라우터 몇 개까지 보낼지 정한 값입니다.`,
    see: ['ip.dst'],
  }),
  rule({
    id: 'ip.ttl.small',
    fields: ['ip.ttl'],
    when: (f, it) =>
      Number(it.value) < 32 &&
      ip4Of(f.all('ip.dst').find((x) => x.layer === it.layer)) >>> 28 !== 14 && {
        ttl: Number(it.value),
        quoted: f.isQuoted(it),
      },
    en: ({ ttl, quoted }) =>
      quoted
        ? `${ttl} was left when the router that reports it dropped the packet.`
        : `So few are left because the sender set it low on purpose (traceroute does, to make each router answer), or because the packet went round in a loop. This packet alone does not tell which.`,
    ko: ({ ttl, quoted }) =>
      quoted
        ? `이 오류를 알린 라우터가 패킷을 버릴 때 남아 있던 값이 ${ttl}입니다.`
        : '송신자가 일부러 작게 정했거나(traceroute는 라우터마다 대답하게 하려고 그렇게 합니다) 패킷이 맴돌았기 때문입니다. 이 패킷만으로는 어느 쪽인지 알 수 없습니다.',
  }),
  rule({
    id: 'ip.proto',
    fields: ['ip.proto'],
    when: (f, it) => ({ n: Number(it.value), name: ipProtocolName(Number(it.value)) ?? '', inner: f.carried(it) }),
    en: ({ n, name }) =>
      `${n} is ${name || 'a number without a name'} in IANA’s list: the payload behind this header is handed to that part of the receiver.`,
    ko: ({ n, name }) =>
      `IANA 목록에서 ${n}번은 ${name || '이름 없는 번호'}입니다. 수신자는 이 헤더 뒤의 페이로드를 그 프로토콜에 넘깁니다.`,
  }),
  rule({
    id: 'ip.checksum',
    fields: ['ip.checksum'],
    when: headerSum,
    en: ({ found, due, right, size }) =>
      right
        ? `Recomputed over the ${size} bytes of this header: right (${found}). Every router computes it anew, since it changes the TTL.`
        : found === '0x0000'
          ? `Zero; it should be ${due}. The sending host left it to its adapter (checksum offload) and the packet was captured before that: no damage.`
          : `Recomputed it should be ${due}: the header was changed or damaged behind its sender, or the capture was made before the adapter filled it in.`,
    ko: ({ found, due, right, size }) =>
      right
        ? `이 헤더의 ${size}바이트로 다시 계산하면 맞습니다(${found}). TTL이 바뀌므로 라우터마다 새로 계산합니다.`
        : found === '0x0000'
          ? `0이고, 맞는 값은 ${due}입니다. 보내는 호스트가 계산을 어댑터에 맡겼고(체크섬 오프로드) 그 전에 캡처되었습니다. 손상이 아닙니다.`
          : `다시 계산하면 ${due}이어야 합니다. 송신자 뒤에서 헤더가 바뀌었거나 손상되었거나, 어댑터가 채우기 전에 캡처되었습니다.`,
  }),
  always(
    'ip.checksum.status',
    ['ip.checksum.status'],
    'Not checked in the tree, as in Wireshark’s presets, because packets of the capturing host would look damaged (offload). The explanation of the checksum itself recomputes it.',
    'Wireshark의 기본 설정처럼 트리에서는 검사하지 않습니다. 캡처한 호스트 자신의 패킷이 손상된 것처럼 보이기 때문입니다(오프로드). 체크섬 필드의 설명에서는 다시 계산합니다.',
  ),
  rule({
    id: 'ip.address',
    fields: ['ip.src', 'ip.dst'],
    when: (f, it) => ({ ip: textOf(it), kind: kindOf(ip4Of(it)), place: placeOf(f, it, it.name === 'ip.src') }),
    en: ({ ip, kind: [kind], place }) =>
      `${ip} is ${kind}.` +
      (place === 'here'
        ? ' It is the host on which this capture was made, as its own packets show.'
        : place === 'client'
          ? ' In this TCP conversation it is the client: it sent the SYN.'
          : place === 'server'
            ? ' In this TCP conversation it is the server: it answered the SYN.'
            : ''),
    ko: ({ ip, kind: [, kind], place }) =>
      `${ip} 주소는 ${kind}.` +
      (place === 'here'
        ? ' 이 호스트 자신의 패킷들이 보여 주듯, 캡처를 한 호스트입니다.'
        : place === 'client'
          ? ' 이 TCP 대화에서 SYN을 보낸 클라이언트입니다.'
          : place === 'server'
            ? ' 이 TCP 대화에서 SYN에 응답한 서버입니다.'
            : ''),
  }),
  rule({
    id: 'ip.dst.directed',
    fields: ['ip.dst'],
    when: (f, it) =>
      macOf(f.all('eth.dst')[0]) === 0xffffffffffff &&
      ip4Of(it) !== 0xffffffff &&
      ip4Of(it) >>> 28 !== 14 &&
      !f.isQuoted(it) && { ip: textOf(it) },
    en: ({ ip }) =>
      `The frame goes to everybody on the link, so ${ip} is most likely the broadcast address of the network: all bits of the host part are one.`,
    ko: ({ ip }) =>
      `프레임이 링크의 모두에게 가므로 ${ip} 주소는 호스트 비트가 모두 1인 네트워크의 브로드캐스트 주소일 가능성이 큽니다.`,
    see: ['eth.dst'],
  }),
  rule({
    id: 'ip.dst.answer',
    fields: ['ip.dst'],
    when(f, it) {
      const back = f.isQuoted(it) ? 0 : f.before(true)
      return back && { back }
    },
    en: ({ back }) => `The packet answers the way of frame ${back}, whose source this is.`,
    ko: ({ back }) => `프레임 ${back}번의 출발지로 되돌아가는 패킷입니다.`,
    frames: ({ back }) => [back],
  }),
]
