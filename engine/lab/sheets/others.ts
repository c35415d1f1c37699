/** Built in: Ethernet, IP and fragmentation, ICMP and traceroute, UDP, DNS, DHCP, HTTP. */
import type { Role, Sheet, Text } from '../sheet'

type Ask = readonly [id: string, of: Role, field: string, en: string, ko: string]

/** A sheet of fields of packets. */
const fieldsOf = (id: string, title: Text, asked: readonly Ask[], more: Sheet['questions'] = []): Sheet => ({
  format: 'wirelens-lab',
  version: 1,
  id,
  title,
  questions: [
    ...asked.map(([name, of, field, en, ko]) => ({ id: name, kind: 'field' as const, of, field, text: { en, ko } })),
    ...more,
  ],
})

export const otherSheets: readonly Sheet[] = [
  fieldsOf(
    'ethernet',
    { en: 'Ethernet frames', ko: '이더넷 프레임' },
    [
      [
        'source',
        { filter: 'eth && ip' },
        'eth.src',
        'What is the source MAC address of the first IP packet?',
        '첫 IP 패킷의 출발지 MAC 주소는 무엇입니까?',
      ],
      [
        'destination',
        { filter: 'eth && ip' },
        'eth.dst',
        'And its destination MAC address?',
        '그 패킷의 목적지 MAC 주소는 무엇입니까?',
      ],
      ['type', { filter: 'eth && ip' }, 'eth.type', 'What is its EtherType?', '이더타입(EtherType) 값은 무엇입니까?'],
      ['length', { filter: 'eth && ip' }, 'frame.len', 'How long is the frame?', '프레임의 길이는 몇 바이트입니까?'],
    ],
    [
      {
        id: 'broadcasts',
        kind: 'count',
        filter: 'eth.dst == ff:ff:ff:ff:ff:ff',
        text: { en: 'How many frames are broadcasts?', ko: '브로드캐스트 프레임은 몇 개입니까?' },
      },
    ],
  ),
  fieldsOf(
    'ip-fragmentation',
    { en: 'IP and fragmentation', ko: 'IP와 단편화' },
    [
      [
        'ttl',
        { filter: 'ip' },
        'ip.ttl',
        'What is the time to live of the first packet?',
        '첫 패킷의 TTL은 얼마입니까?',
      ],
      [
        'protocol',
        { filter: 'ip' },
        'ip.proto',
        'Which protocol number does it carry?',
        '상위 프로토콜 번호는 무엇입니까?',
      ],
      ['header', { filter: 'ip' }, 'ip.hdr_len', 'How many bytes long is its header?', '헤더 길이는 몇 바이트입니까?'],
      [
        'id',
        { filter: 'ip.flags.mf == 1' },
        'ip.id',
        'What is the identification of the first fragment?',
        '첫 단편의 식별자(Identification)는 무엇입니까?',
      ],
      [
        'offset',
        { filter: 'ip.frag_offset > 0' },
        'ip.frag_offset',
        'What is the offset of the second fragment?',
        '두 번째 단편의 오프셋은 얼마입니까?',
      ],
    ],
    [
      {
        id: 'fragments',
        kind: 'count',
        filter: 'ip.flags.mf == 1 || ip.frag_offset > 0',
        text: { en: 'How many fragments are there?', ko: '단편은 모두 몇 개입니까?' },
      },
    ],
  ),
  fieldsOf(
    'icmp-traceroute',
    { en: 'ICMP, ping and traceroute', ko: 'ICMP, ping과 traceroute' },
    [
      [
        'request-type',
        { role: 'echo-request' },
        'icmp.type',
        'What is the type of an echo request?',
        '에코 요청의 타입 값은 무엇입니까?',
      ],
      ['reply-type', { role: 'echo-reply' }, 'icmp.type', 'And of an echo reply?', '에코 응답의 타입 값은 무엇입니까?'],
      [
        'identifier',
        { role: 'echo-request' },
        'icmp.ident',
        'What is the identifier of the first request?',
        '첫 요청의 식별자는 무엇입니까?',
      ],
      [
        'sequence',
        { role: 'echo-request' },
        'icmp.seq',
        'And its sequence number?',
        '첫 요청의 순서 번호는 무엇입니까?',
      ],
      [
        'hop',
        { filter: 'icmp.type == 11' },
        'ip.src',
        'Which router answers first with Time exceeded?',
        '처음으로 시간 초과를 알린 라우터의 주소는 무엇입니까?',
      ],
    ],
    [
      {
        id: 'time',
        kind: 'time',
        of: { role: 'echo-reply' },
        since: { role: 'echo-request' },
        text: { en: 'How long does the first echo take?', ko: '첫 에코의 왕복 시간은 얼마입니까?' },
      },
    ],
  ),
  fieldsOf('udp', { en: 'UDP', ko: 'UDP' }, [
    ['source', { filter: 'udp' }, 'udp.srcport', 'What is the source port of the first datagram?', '첫 데이터그램의 출발지 포트는 무엇입니까?'],
    ['destination', { filter: 'udp' }, 'udp.dstport', 'And its destination port?', '목적지 포트는 무엇입니까?'],
    ['length', { filter: 'udp' }, 'udp.length', 'Which length stands in its header?', '헤더에 적힌 길이는 얼마입니까?'],
    ['protocol', { filter: 'udp' }, 'ip.proto', 'Which protocol number has UDP in the IP header?', 'IP 헤더에서 UDP의 프로토콜 번호는 무엇입니까?'],
    ['checksum', { filter: 'udp' }, 'udp.checksum', 'What is its checksum?', '체크섬 값은 무엇입니까?'],
  ]), // prettier-ignore
  fieldsOf(
    'dns',
    { en: 'DNS', ko: 'DNS' },
    [
      [
        'port',
        { role: 'dns-query' },
        'udp.dstport',
        'To which port is the query sent?',
        '질의는 어느 포트로 보냅니까?',
      ],
      [
        'id',
        { role: 'dns-query' },
        'dns.id',
        'What is the transaction ID of the first query?',
        '첫 질의의 트랜잭션 ID는 무엇입니까?',
      ],
      ['name', { role: 'dns-query' }, 'dns.qry.name', 'Which name is asked for?', '어떤 이름을 묻습니까?'],
      ['type', { role: 'dns-query' }, 'dns.qry.type', 'Of which type is the question?', '질의의 타입은 무엇입니까?'],
      [
        'answers',
        { role: 'dns-response' },
        'dns.count.answers',
        'How many answers are in the first response?',
        '첫 응답에 있는 답은 몇 개입니까?',
      ],
    ],
    [
      {
        id: 'time',
        kind: 'time',
        of: { role: 'dns-response' },
        since: { role: 'dns-query' },
        text: { en: 'How long does the first response take?', ko: '첫 응답까지 걸린 시간은 얼마입니까?' },
      },
    ],
  ),
  fieldsOf('dhcp', { en: 'DHCP', ko: 'DHCP' }, [
    ['xid', { filter: 'dhcp.option.dhcp == 1' }, 'dhcp.id', 'What is the transaction ID of the Discover?', 'Discover의 트랜잭션 ID는 무엇입니까?'],
    ['discover-to', { filter: 'dhcp.option.dhcp == 1' }, 'ip.dst', 'To which IP address is the Discover sent?', 'Discover의 목적지 IP 주소는 무엇입니까?'],
    ['offered', { filter: 'dhcp.option.dhcp == 2' }, 'dhcp.ip.your', 'Which address is offered?', '제안된 IP 주소는 무엇입니까?'],
    ['lease', { filter: 'dhcp.option.dhcp == 5' }, 'dhcp.option.ip_address_lease_time', 'How long is the lease, in seconds?', '임대 시간은 몇 초입니까?'],
    ['server', { filter: 'dhcp.option.dhcp == 5' }, 'dhcp.option.dhcp_server_id', 'Which server gives it?', '주소를 준 서버는 무엇입니까?'],
  ]), // prettier-ignore
  fieldsOf(
    'http',
    { en: 'HTTP', ko: 'HTTP' },
    [
      [
        'method',
        { role: 'http-request' },
        'http.request.method',
        'Which method does the first request use?',
        '첫 요청의 메서드는 무엇입니까?',
      ],
      [
        'path',
        { role: 'http-request' },
        'http.request.uri',
        'Which resource is asked for?',
        '요청한 경로는 무엇입니까?',
      ],
      ['host', { role: 'http-request' }, 'http.host', 'Of which host?', '요청한 호스트는 무엇입니까?'],
      [
        'status',
        { role: 'http-response' },
        'http.response.code',
        'What is the status of the first response?',
        '첫 응답의 상태 코드는 무엇입니까?',
      ],
      [
        'length',
        { role: 'http-response' },
        'http.content_length',
        'How many bytes of content does it announce?',
        '응답이 알린 본문의 길이는 몇 바이트입니까?',
      ],
    ],
    [
      {
        id: 'offset',
        kind: 'computed',
        value: 'offset',
        field: 'http.request.method',
        of: { role: 'http-request' },
        text: {
          en: 'At which byte of the frame, counted from 0, does the request begin?',
          ko: '요청은 프레임의 몇 번째 바이트에서 시작합니까 (0부터 셈)?',
        },
      },
      {
        id: 'throughput',
        kind: 'computed',
        value: 'throughput',
        of: { role: 'http-response' },
        from: 'server',
        text: {
          en: 'What is the throughput of the data of the server?',
          ko: '서버가 보낸 데이터의 처리율은 얼마입니까?',
        },
      },
    ],
  ),
]
