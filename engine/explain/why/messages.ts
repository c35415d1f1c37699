/** Why the fields of UDP, ICMP and IPv6 have their values (RFC 768, 792, 8200, 4443, 4861). */
import { fold16, sum16 } from '../../bytes/checksum'
import { ipProtocolName } from '../../names/ip-protocols'
import { textOf } from '../facts'
import type { Facts, Item } from '../facts'
import { pickersOf, serviceOf } from './ports'
import { always, count, hex, rule, whenIs } from './rule'
import { checksumRule } from './tcp-facts'

const typeOf = (f: Facts, it: Item): number => f.number(it, 'icmp.type')
const paired = (f: Facts, name: string): number => Number(f.all(name)[0]?.value ?? 0)

export const udpRules = [
  rule({
    id: 'udp.port',
    fields: ['udp.srcport', 'udp.dstport'],
    when(f, it) {
      const port = Number(it.value)
      const peer = Number(
        f.near(it, it.name === 'udp.srcport' ? 'udp.dstport' : 'udp.srcport')?.value ??
          f.within(it, 'udp.dstport')?.value ??
          0,
      )
      return {
        port,
        source: it.name === 'udp.srcport',
        service: serviceOf(port),
        peer: serviceOf(peer),
        range: pickersOf(port),
      }
    },
    en: ({ port, source, service, peer, range: [range] }) =>
      service
        ? `${port} is the number of ${service}: ${source ? 'the datagram comes from that service, or both sides use the number' : 'it is for that service'}.`
        : peer
          ? `Picked by the system of whoever asks the service ${peer}, so that the answer finds its program: ${port} lies in ${range}.`
          : `${port} belongs to no service that is widely known; it lies in ${range}. UDP opens no connection, so which side serves is not seen.`,
    ko: ({ port, source, service, peer, range: [, range] }) =>
      service
        ? `포트 ${port}번은 ${service}의 번호입니다. ${source ? '그 서비스에서 온 데이터그램이거나 양쪽이 같은 번호를 씁니다' : '그 서비스로 가는 데이터그램입니다'}.`
        : peer
          ? `${peer} 서비스에 묻는 쪽의 시스템이 응답을 받으려고 고른 임시 포트입니다. 포트 ${port}번은 ${range}에 듭니다.`
          : `포트 ${port}번은 널리 알려진 서비스의 번호가 아니며 ${range}에 듭니다. UDP는 연결을 열지 않으므로 어느 쪽이 서버인지 보이지 않습니다.`,
  }),
  rule({
    id: 'udp.length',
    fields: ['udp.length'],
    when: (f, it) => Number(it.value) >= 8 && { n: Number(it.value), inner: f.carried(it) },
    en: ({ n, inner }) =>
      `${n} = 8 (this header) + ${count(n - 8, 'byte')} of payload${inner && inner !== 'data' ? ` (${inner.toUpperCase()})` : ''}.`,
    ko: ({ n, inner }) =>
      `${n} = 이 헤더 8바이트 + 페이로드${inner && inner !== 'data' ? `(${inner.toUpperCase()})` : ''} ${n - 8}바이트입니다.`,
  }),
  rule({
    id: 'udp.checksum.none',
    fields: ['udp.checksum'],
    when: (_, it) => Number(it.value) === 0,
    en: 'Zero over IPv4 means that the sender computed none (RFC 768); over IPv6 only some tunnels may do so.',
    ko: 'IPv4에서 0은 송신자가 체크섬을 계산하지 않았다는 뜻입니다(RFC 768). IPv6에서는 일부 터널에만 허용됩니다.',
  }),
  checksumRule('udp.checksum', 'udp.checksum', 17, (f, it) => Number(f.near(it, 'udp.length')?.value ?? 0)),
  always(
    'udp.checksum.status',
    ['udp.checksum.status'],
    'Not checked in the tree, as in Wireshark’s presets (offload); the explanation of the checksum recomputes it.',
    'Wireshark의 기본 설정처럼 트리에서는 검사하지 않습니다(오프로드). 체크섬 필드의 설명에서 다시 계산합니다.',
  ),
  always(
    'udp.stream',
    ['udp.stream'],
    'Given by Wirelens in the order in which pairs of addresses and ports appear in this capture; it stands in no packet.',
    'Wirelens가 이 캡처에 나타난 주소와 포트의 쌍 순서대로 매긴 번호입니다. 패킷에 들어 있는 값이 아닙니다.',
  ),
  rule({
    id: 'udp.time',
    fields: ['udp.time_relative', 'udp.time_delta'],
    when: () => ({}),
    en: 'Computed from the times of the frames of this conversation.',
    ko: '이 대화에 속한 프레임들의 시각에서 계산한 값입니다.',
  }),
  rule({
    id: 'udp.payload',
    fields: ['udp.payload'],
    when: (f, it) => ({ inner: f.carried(it) }),
    en: ({ inner }) =>
      `What the sender’s program handed over${inner && inner !== 'data' ? `, here a message of ${inner.toUpperCase()}` : ''}.`,
    ko: ({ inner }) =>
      `송신자의 프로그램이 넘긴 내용입니다${inner && inner !== 'data' ? `(${inner.toUpperCase()} 메시지)` : ''}.`,
  }),
]

export const icmpRules = [
  rule({
    id: 'icmp.type',
    fields: ['icmp.type'],
    when: (f, it) => ({ type: Number(it.value), reply: paired(f, 'icmp.resp_to'), to: paired(f, 'icmp.resp_in') }),
    en: ({ type, reply, to }) =>
      type === 8
        ? `8, an echo request: somebody pings${to ? `; the reply is frame ${to}` : ''}.`
        : type === 0
          ? `0, an echo reply${reply ? ` to the request in frame ${reply}` : ''}.`
          : type === 11
            ? '11: a router dropped a packet because its time to live ran out, and quotes it. Traceroute lives on that.'
            : type === 3
              ? '3: a packet could not be delivered; the code says why, and the packet is quoted.'
              : type === 5
                ? '5: a router knows a better way for this destination.'
                : `${type}, by IANA’s list of ICMP types.`,
    ko: ({ type, reply, to }) =>
      type === 8
        ? `8은 에코 요청(ping)입니다${to ? `. 응답은 프레임 ${to}번입니다` : ''}.`
        : type === 0
          ? `0은 ${reply ? `프레임 ${reply}번의 요청에 대한 ` : ''}에코 응답입니다.`
          : type === 11
            ? '11은 TTL이 다해 라우터가 패킷을 버렸다는 뜻이고, 버린 패킷을 인용합니다. traceroute가 이것을 이용합니다.'
            : type === 3
              ? '3은 패킷을 전달하지 못했다는 뜻입니다. 이유는 코드에 있고 그 패킷을 인용합니다.'
              : type === 5
                ? '5는 라우터가 이 목적지로 가는 더 나은 길을 안다는 뜻입니다.'
                : `IANA 목록의 ICMP 타입 ${type}번입니다.`,
    frames: ({ reply, to }) => [reply, to],
  }),
  rule({
    id: 'icmp.code',
    fields: ['icmp.code'],
    when: (f, it) => ({ code: Number(it.value), line: it.line.replace(/^Code: /, ''), type: typeOf(f, it) }),
    en: ({ code, line, type }) =>
      type === 8 || type === 0
        ? 'Always 0 in ping: there are no kinds of it.'
        : `${line}${code === 0 && type === 11 ? ': it ran out on the way, not while fragments were put together' : ''}.`,
    ko: ({ code, line, type }) =>
      type === 8 || type === 0
        ? 'ping에는 종류가 없어 항상 0입니다.'
        : `${line}${code === 0 && type === 11 ? ': 조각을 모으다가가 아니라 전송 중에 TTL이 다했습니다' : ''}`,
  }),
  rule({
    id: 'icmp.checksum',
    fields: ['icmp.checksum'],
    when(f, it) {
      if (f.isQuoted(it) || it.source !== 0) return undefined
      const start = f.startOf(it)
      const end = f.near(it, 'ip.src')
      const length = f.number(it, 'ip.len') - f.number(it, 'ip.hdr_len')
      if (!end || !(length > 0) || start + length > f.bytes.length) return undefined
      const due = ~fold16(sum16(f.bytes, start, length) - Number(it.value)) & 0xffff
      return { due: hex(due), found: hex(Number(it.value)), right: due === Number(it.value), length }
    },
    en: ({ due, found, right, length }) =>
      right
        ? `Recomputed over the ${length} bytes of the message: right (${found}). ICMP has no pseudo-header.`
        : `Recomputed it should be ${due}: the message was changed, damaged or cut.`,
    ko: ({ due, found, right, length }) =>
      right
        ? `메시지 ${length}바이트로 다시 계산하면 맞습니다(${found}). ICMP에는 의사 헤더가 없습니다.`
        : `다시 계산하면 ${due}이어야 합니다. 메시지가 바뀌었거나 손상되었거나 잘렸습니다.`,
  }),
  always(
    'icmp.checksum.status',
    ['icmp.checksum.status', 'icmpv6.checksum.status'],
    'Wirelens recomputed the checksum over the message.',
    'Wirelens가 메시지로 체크섬을 다시 계산한 결과입니다.',
  ),
  rule({
    id: 'icmp.ident',
    fields: ['icmp.ident', 'icmp.ident_le', 'icmpv6.echo.identifier'],
    when: (f) => ({ reply: paired(f, 'icmp.resp_to') || paired(f, 'icmpv6.resp_to') }),
    en: ({ reply }) =>
      (reply
        ? `Copied from the request in frame ${reply}, so that it finds the program that asked.`
        : 'Chosen by the sender’s ping (often its process number, or a random one): it tells this ping from others on the same host.') +
      ' Some systems write it in the other byte order; both readings are shown.',
    ko: ({ reply }) =>
      (reply
        ? `질문한 프로그램을 찾도록 프레임 ${reply}번의 요청에서 옮겨 온 값입니다.`
        : '송신자의 ping이 정한 값(흔히 프로세스 번호나 난수)으로, 같은 호스트의 다른 ping과 구별합니다.') +
      ' 반대 바이트 순서로 쓰는 시스템도 있어 두 가지로 읽어 보여 줍니다.',
    frames: ({ reply }) => [reply],
  }),
  rule({
    id: 'icmp.seq',
    fields: ['icmp.seq', 'icmp.seq_le', 'icmpv6.echo.sequence_number'],
    when: (f, it) => ({ reply: paired(f, 'icmp.resp_to') || paired(f, 'icmpv6.resp_to'), n: f.number(it, 'icmp.seq') }),
    en: ({ reply, n }) =>
      reply
        ? `Copied from the request in frame ${reply}.`
        : `Counts the requests of one ping${Number.isNaN(n) ? '' : `: this is number ${n}`}. A gap in the replies is a lost packet.`,
    ko: ({ reply, n }) =>
      reply
        ? `프레임 ${reply}번의 요청에서 옮겨 온 값입니다.`
        : `한 ping이 보낸 요청을 셉니다${Number.isNaN(n) ? '' : `(${n}번)`}. 응답에서 빠진 번호가 있으면 잃어버린 패킷입니다.`,
    frames: ({ reply }) => [reply],
  }),
  rule({
    id: 'icmp.pair',
    fields: ['icmp.resp_in', 'icmp.resp_to', 'icmpv6.resp_in', 'icmpv6.resp_to', 'icmp.resptime', 'icmpv6.resptime'],
    when: (f, it) => ({
      frame: it.name.endsWith('time') ? paired(f, 'icmp.resp_to') || paired(f, 'icmpv6.resp_to') : Number(it.value),
    }),
    en: ({ frame }) =>
      `Frame ${frame} has the same addresses the other way round, the same identifier and the same sequence number.`,
    ko: ({ frame }) => `프레임 ${frame}번은 주소가 서로 뒤바뀌고 식별자와 순서 번호가 같습니다.`,
    frames: ({ frame }) => [frame],
  }),
  always(
    'icmp.no_resp',
    ['icmp.no_resp', 'icmpv6.no_resp'],
    'No reply with this identifier and number comes later in this capture.',
    '이 식별자와 번호의 응답이 캡처의 뒤쪽에 없습니다.',
  ),
  always(
    'icmp.unused',
    ['icmp.unused', 'icmp.reserved', 'icmpv6.reserved'],
    'Not used by this type of message: zero (RFC 792, RFC 4443).',
    '이 종류의 메시지에서는 쓰지 않아 0입니다(RFC 792, RFC 4443).',
  ),
  always(
    'icmp.data_time',
    ['icmp.data_time', 'icmp.data_time_relative'],
    'Many ping programs put their clock into the data, so that the reply brings it back; Wirelens takes it for one because it lies near the time of the frame.',
    '많은 ping 프로그램이 응답에 실려 돌아오도록 데이터에 자기 시각을 넣습니다. 프레임의 시각과 가까워서 시각으로 봅니다.',
  ),
]

export const ipv6Rules = [
  whenIs(
    'ipv6.version',
    ['ipv6.version'],
    6,
    'This is IPv6: the EtherType said so, and the first four bits say it again.',
    'IPv6 패킷이기 때문입니다. 이더타입이 이미 알렸고 첫 네 비트가 다시 말합니다.',
  ),
  whenIs(
    'ipv6.tclass',
    ['ipv6.tclass', 'ipv6.tclass.dscp', 'ipv6.tclass.ecn'],
    0,
    'Zero: no class of service was asked for, and congestion marking is not used.',
    '0입니다. 서비스 등급을 요청하지 않았고 혼잡 표시도 쓰지 않습니다.',
  ),
  rule({
    id: 'ipv6.flow',
    fields: ['ipv6.flow'],
    when: (_, it) => ({ zero: Number(it.value) === 0 }),
    en: ({ zero }) =>
      zero
        ? 'Zero: the sender labels no flow.'
        : 'Chosen by the sender, at random per conversation (RFC 6437): routers may use it to keep its packets on one way.',
    ko: ({ zero }) =>
      zero
        ? '0입니다. 송신자가 흐름에 이름표를 달지 않았습니다.'
        : '송신자가 대화마다 임의로 정한 값입니다(RFC 6437). 라우터가 같은 대화의 패킷을 한 길로 보내는 데 씁니다.',
  }),
  rule({
    id: 'ipv6.plen',
    fields: ['ipv6.plen'],
    when: (f, it) => ({ n: Number(it.value), inner: f.carried(it).toUpperCase() }),
    en: ({ n, inner }) =>
      `${count(n, 'byte')} behind this header of 40${inner ? `: extension headers and ${inner} with its data` : ''}. IPv4 counts its header in, IPv6 does not.`,
    ko: ({ n, inner }) =>
      `이 40바이트 헤더 뒤의 ${n}바이트입니다${inner ? `(확장 헤더와 ${inner}, 데이터)` : ''}. IPv4와 달리 자기 헤더는 세지 않습니다.`,
  }),
  rule({
    id: 'ipv6.nxt',
    fields: ['ipv6.nxt'],
    when: (_, it) => ({ n: Number(it.value), name: ipProtocolName(Number(it.value)) ?? '' }),
    en: ({ n, name }) => `${n} is ${name || 'a number without a name'} in IANA’s list: what stands behind this header.`,
    ko: ({ n, name }) => `IANA 목록에서 ${n}번은 ${name || '이름 없는 번호'}입니다. 이 헤더 뒤에 오는 것입니다.`,
  }),
  rule({
    id: 'ipv6.hlim',
    fields: ['ipv6.hlim'],
    when(f, it) {
      const v = Number(it.value)
      const start = v <= 64 ? 64 : v <= 128 ? 128 : 255
      const type = Number(f.all('icmpv6.type')[0]?.value ?? 0)
      return { v, start, hops: start - v, discovery: type >= 133 && type <= 137 }
    },
    en: ({ v, start, hops, discovery }) =>
      discovery && v === 255
        ? '255: the receiver takes messages of neighbour discovery only with this value, because no router can have passed them on (RFC 4861).'
        : v < 32
          ? `So small a value is set on purpose (traceroute, a message that is not to leave the link), or the packet went round in a loop.`
          : hops
            ? `Most likely it began at ${start} and ${count(hops, 'router')} took one off each.`
            : `${v} is what systems begin with: most likely no router has touched the packet yet.`,
    ko: ({ v, start, hops, discovery }) =>
      discovery && v === 255
        ? '255입니다. 라우터를 거치지 않았다는 증거로, 이웃 탐색 메시지는 이 값일 때만 받아들입니다(RFC 4861).'
        : v < 32
          ? '이렇게 작은 값은 일부러 정했거나(traceroute, 링크를 떠나지 않을 메시지) 패킷이 맴돈 것입니다.'
          : hops
            ? `${start}에서 시작해 라우터 ${hops}개가 1씩 뺀 것으로 보입니다.`
            : `${v}는 시스템의 시작 값입니다. 아직 라우터를 거치지 않은 것으로 보입니다.`,
  }),
  rule({
    id: 'ipv6.address',
    fields: ['ipv6.src', 'ipv6.dst'],
    when(_, it) {
      const ip = textOf(it)
      const b = it.value instanceof Uint8Array ? it.value : new Uint8Array(16)
      const kind: readonly [string, string] =
        ip === '::'
          ? ['no address: the sender has none yet', '주소가 없다는 뜻입니다']
          : ip === '::1'
            ? ['loopback: the host itself', '호스트 자신(루프백)입니다']
            : b[0] === 0xff
              ? [
                  `a multicast group${(b[1]! & 15) === 2 ? ' on this link' : ''}`,
                  `${(b[1]! & 15) === 2 ? '이 링크의 ' : ''}멀티캐스트 그룹입니다`,
                ]
              : b[0] === 0xfe && (b[1]! & 0xc0) === 0x80
                ? [
                    'link-local (fe80::/10): made by the host itself, valid on this link only',
                    '링크 로컬 주소(fe80::/10)로, 호스트가 스스로 만들고 이 링크에서만 유효합니다',
                  ]
                : (b[0]! & 0xfe) === 0xfc
                  ? ['unique local (fc00::/7): private', '고유 로컬 주소(fc00::/7), 곧 사설 주소입니다']
                  : ['global: unique on the Internet', '인터넷에서 하나뿐인 전역 주소입니다']
      const slaac = b[11] === 0xff && b[12] === 0xfe
      return { ip, kind, slaac }
    },
    en: ({ ip, kind: [kind], slaac }) =>
      `${ip} is ${kind}.${slaac ? ' Its second half is made from the hardware address (ff:fe in the middle, RFC 4291).' : ''}`,
    ko: ({ ip, kind: [, kind], slaac }) =>
      `${ip} 주소는 ${kind}.${slaac ? ' 뒤쪽 절반은 하드웨어 주소로 만들었습니다(가운데의 ff:fe, RFC 4291).' : ''}`,
  }),
  rule({
    id: 'icmpv6.type',
    fields: ['icmpv6.type', 'icmpv6.code'],
    when: (_, it) => ({ line: it.line.replace(/^[^:]*: /, '') }),
    en: ({ line }) => `By IANA’s list of ICMPv6 messages: ${line}.`,
    ko: ({ line }) => `IANA의 ICMPv6 목록에 따른 값입니다: ${line}`,
  }),
  checksumRule('icmpv6.checksum', 'icmpv6.checksum', 58, (f, it) => f.number(it, 'ipv6.plen')),
]
