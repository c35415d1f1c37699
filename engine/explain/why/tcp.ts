/** Why TCP's ports, numbers, lengths, windows and checksum have their values (RFC 9293, 6528, 7323). Flags and options: tcp-flags.ts, tcp-options.ts. */
import { FLAG } from '../../flows/stream-segment'
import { SCALE_UNKNOWN } from '../../flows/tcp-rows'
import { always, count, rule, whenIs } from './rule'
import { portOf, startOf, acked, continues, isSyn, checksumRule, windowOf } from './tcp-facts'

export const tcpRules = [
  rule({
    id: 'tcp.port',
    fields: ['tcp.srcport', 'tcp.dstport'],
    when: portOf,
    en: ({ port, role, service, frame, pickers: [range] }) =>
      role === 'server'
        ? `The port on which the server listens: the conversation was opened towards it${frame ? ` (frame ${frame})` : ''}. ${service ? `${port} is the number of ${service}.` : `${port} belongs to no service that is widely known: the program chose it.`}`
        : role === 'client'
          ? `Picked by the client’s system for this conversation only, so that answers find their program: ${port} lies in ${range}. Nobody listens there.`
          : service
            ? `${port} is the number of ${service}. Which side listens is not seen: the opening is not in the capture.`
            : `Which side listens is not seen: the opening is not in the capture. ${port} lies in ${range}.`,
    ko: ({ port, role, service, frame, pickers: [, range] }) =>
      role === 'server'
        ? `서버가 듣고 있는 포트입니다. 연결이 이 포트로 열렸습니다${frame ? `(프레임 ${frame}번)` : ''}. ${service ? `포트 ${port}번은 ${service}의 번호입니다.` : `포트 ${port}번은 널리 알려진 서비스의 번호가 아니어서 프로그램이 정한 것입니다.`}`
        : role === 'client'
          ? `클라이언트의 시스템이 이 연결에만 쓰려고 고른 임시 포트입니다. 응답이 프로그램을 찾아오게 합니다. 포트 ${port}번은 ${range}에 듭니다.`
          : service
            ? `포트 ${port}번은 ${service}의 번호입니다. 연결이 열리는 과정이 캡처에 없어 어느 쪽이 듣는지는 보이지 않습니다.`
            : `연결이 열리는 과정이 캡처에 없어 어느 쪽이 듣는지는 보이지 않습니다. 포트 ${port}번은 ${range}에 듭니다.`,
    frames: ({ frame }) => [frame],
  }),
  rule({
    id: 'tcp.seq.isn',
    fields: ['tcp.seq', 'tcp.seq_raw'],
    when(f, it) {
      const own = f.tcp(it)
      return own && isSyn(own) && { raw: own.s.sequence, relative: it.name === 'tcp.seq' }
    },
    en: ({ raw, relative }) =>
      (relative
        ? `Counted from the initial sequence number, which is this very number: ${raw} − ${raw} = 0. The packet itself holds ${raw}. `
        : '') +
      `The initial sequence number is chosen by the sender so that nobody can guess it (RFC 9293, 3.4.1; RFC 6528): why it is ${raw} only the sender knows. The SYN itself uses up one number.`,
    ko: ({ raw, relative }) =>
      (relative
        ? `초기 순서 번호에서부터 센 상대 번호이고, 이 값이 바로 초기 순서 번호입니다. ${raw} − ${raw} = 0이며 패킷에는 ${raw} 값이 들어 있습니다. `
        : '') +
      `초기 순서 번호는 아무도 짐작하지 못하도록 송신자가 정합니다(RFC 9293, 3.4.1절, RFC 6528). 왜 ${raw}인지는 송신자만 압니다. SYN은 번호 하나를 차지합니다.`,
  }),
  rule({
    id: 'tcp.seq',
    fields: ['tcp.seq'],
    when(f, it) {
      const own = f.tcp(it)
      return own && !isSyn(own) && { ...startOf(own, true), before: continues(own) }
    },
    en: ({ raw, relative, base, opener, before }) =>
      `${relative} = ${raw} − ${base}: counted from ${opener ? `the initial sequence number in the SYN of frame ${opener}` : 'the first number seen, because the SYN is not in the capture'}.` +
      (before ? ` It goes on where frame ${before} of this side ended.` : ''),
    ko: ({ raw, relative, base, opener, before }) =>
      `${relative} = ${raw} − ${base}. ${opener ? `프레임 ${opener}번의 SYN에 있는 초기 순서 번호에서부터 셉니다.` : 'SYN이 캡처에 없어 처음 보인 번호에서부터 셉니다.'}` +
      (before ? ` 같은 쪽의 프레임 ${before}번이 끝난 곳에서 이어집니다.` : ''),
    frames: ({ opener, before }) => [opener, before],
    see: ['tcp.seq_raw'],
  }),
  rule({
    id: 'tcp.seq_raw',
    fields: ['tcp.seq_raw'],
    when(f, it) {
      const own = f.tcp(it)
      return own && !isSyn(own) && { ...startOf(own, true), length: own.s.length }
    },
    en: ({ raw, base, opener, relative, length }) =>
      `${raw} = ${base} (${opener ? `initial sequence number, frame ${opener}` : 'one below the first number seen'}) + ${relative}: one for the SYN and ${count(Math.max(0, relative - 1), 'byte')} of this side before. ` +
      (length
        ? `The ${count(length, 'byte')} of this segment are bytes ${relative} to ${relative + length - 1} of the stream.`
        : 'The segment carries no data: the number only says where the next byte would stand.'),
    ko: ({ raw, base, opener, relative, length }) =>
      `${raw} = ${base}(${opener ? `프레임 ${opener}번의 초기 순서 번호` : '처음 보인 번호보다 하나 작은 수'}) + ${relative}입니다. SYN의 1과 이 쪽이 앞서 보낸 ${Math.max(0, relative - 1)}바이트를 더한 값입니다. ` +
      (length
        ? `이 세그먼트의 ${length}바이트는 스트림의 ${relative}번째부터 ${relative + length - 1}번째 바이트입니다.`
        : '데이터가 없는 세그먼트여서 다음 바이트가 놓일 자리만 알립니다.'),
    frames: ({ opener }) => [opener],
    see: ['tcp.seq', 'tcp.len'],
  }),
  rule({
    id: 'tcp.ack.none',
    fields: ['tcp.ack', 'tcp.ack_raw'],
    when: (f, it) => f.number(it, 'tcp.flags.ack') === 0 || Number(f.within(it, 'tcp.flags.ack')?.value ?? 1) === 0,
    en: 'The ACK flag is not set, so the number says nothing and is zero: nothing of the other side has been seen yet.',
    ko: 'ACK 플래그가 없으므로 의미 없는 값이고 0입니다. 아직 상대에게서 받은 것이 없습니다.',
    see: ['tcp.flags.ack'],
  }),
  rule({
    id: 'tcp.ack',
    fields: ['tcp.ack', 'tcp.ack_raw'],
    when(f, it) {
      const own = f.tcp(it)
      if (!own || !(own.s.flags & FLAG.ack)) return undefined
      return { ...startOf(own, false), rel: it.name === 'tcp.ack', end: acked(own) }
    },
    en: ({ raw, relative, base, opener, rel, end }) =>
      (rel
        ? `${relative} = ${raw} − ${base}${opener ? ` (initial sequence number of the other side, frame ${opener})` : ''}. `
        : `${raw} = ${base}${opener ? ` (initial sequence number of the other side, frame ${opener})` : ''} + ${relative}. `) +
      (end
        ? end.what === 'syn'
          ? `The next number expected is the one behind the SYN in frame ${end.frame}: a SYN counts as one.`
          : end.what === 'fin'
            ? `The next number expected is the one behind the FIN in frame ${end.frame}: sequence ${end.seq}${end.length ? ` + ${count(end.length, 'byte')}` : ''} + 1, because a FIN counts as one.`
            : `The next byte expected: frame ${end.frame} began at ${end.seq} and carried ${count(end.length, 'byte')}, so all up to ${end.seq + end.length - 1} has arrived.`
        : 'All before this number has arrived; no frame in reach of this capture ends exactly there.'),
    ko: ({ raw, relative, base, opener, rel, end }) =>
      (rel
        ? `${relative} = ${raw} − ${base}${opener ? `(상대의 초기 순서 번호, 프레임 ${opener}번)` : ''}입니다. `
        : `${raw} = ${base}${opener ? `(상대의 초기 순서 번호, 프레임 ${opener}번)` : ''} + ${relative}입니다. `) +
      (end
        ? end.what === 'syn'
          ? `프레임 ${end.frame}번의 SYN 다음 번호를 기다립니다. SYN은 번호 하나를 차지합니다.`
          : end.what === 'fin'
            ? `프레임 ${end.frame}번의 FIN 다음 번호를 기다립니다. 순서 번호 ${end.seq}${end.length ? `에 ${end.length}바이트를 더하고` : '에'} FIN의 1을 더한 값입니다.`
            : `다음에 받을 바이트입니다. 프레임 ${end.frame}번이 ${end.seq}에서 시작해 ${end.length}바이트를 실었으므로 ${end.seq + end.length - 1}까지 모두 도착했습니다.`
        : '이 번호 앞은 모두 도착했습니다. 정확히 여기서 끝나는 프레임은 이 캡처에서 찾지 못했습니다.'),
    frames: ({ opener, end }) => [end?.frame, opener],
  }),
  rule({
    id: 'tcp.nxtseq',
    fields: ['tcp.nxtseq'],
    when(f, it) {
      const own = f.tcp(it)
      return (
        own && {
          next: Number(it.value),
          seq: own.s.relativeSequence,
          length: own.s.length,
          flag: own.s.flags & FLAG.syn ? 'SYN' : own.s.flags & FLAG.fin ? 'FIN' : '',
        }
      )
    },
    en: ({ next, seq, length, flag }) =>
      `${next} = ${seq} (sequence number) + ${count(length, 'byte')} of data${flag ? ` + 1 for the ${flag}` : ''}.`,
    ko: ({ next, seq, length, flag }) =>
      `${next} = 순서 번호 ${seq} + 데이터 ${length}바이트${flag ? ` + ${flag}의 1` : ''}입니다.`,
    see: ['tcp.seq', 'tcp.len'],
  }),
  rule({
    id: 'tcp.len',
    fields: ['tcp.len'],
    when(f, it) {
      const [total, ip, tcp] = [
        f.number(it, 'ip.len'),
        f.number(it, 'ip.hdr_len'),
        Number(f.within(it, 'tcp.hdr_len')?.value),
      ]
      return total - ip - tcp === Number(it.value) && { total, ip, tcp, n: Number(it.value) }
    },
    en: ({ total, ip, tcp, n }) =>
      `TCP’s header has no field for it: total length of the IP packet ${total} − IP header ${ip} − TCP header ${tcp} = ${n}.`,
    ko: ({ total, ip, tcp, n }) =>
      `TCP 헤더에는 길이 필드가 없습니다. IP 패킷의 전체 길이 ${total} − IP 헤더 ${ip} − TCP 헤더 ${tcp} = ${n}바이트입니다.`,
    see: ['ip.len', 'ip.hdr_len', 'tcp.hdr_len'],
  }),
  rule({
    id: 'tcp.hdr_len',
    fields: ['tcp.hdr_len'],
    when: (_, it) => ({ bytes: Number(it.value), words: Number(it.value) / 4 }),
    en: ({ bytes, words }) =>
      words === 5
        ? '5 words of 4 bytes = 20 bytes: no options.'
        : `${words} words of 4 bytes = ${bytes} bytes: 5 of the fixed header and ${words - 5} (${bytes - 20} bytes) of options.`,
    ko: ({ bytes, words }) =>
      words === 5
        ? '4바이트 워드 5개 = 20바이트이고 옵션이 없습니다.'
        : `4바이트 워드 ${words}개 = ${bytes}바이트입니다. 고정 헤더 5개와 옵션 ${words - 5}개(${bytes - 20}바이트)입니다.`,
    see: ['tcp.options'],
  }),
  rule({
    id: 'tcp.window',
    fields: ['tcp.window_size_value', 'tcp.window_size'],
    when: windowOf,
    en: ({ raw, size, factor, frame, syn, scale }) =>
      raw === 0
        ? 'Zero: the receive buffer of this end is full, and the other side has to wait.'
        : syn
          ? `${raw} bytes, as it stands: the window of a SYN is never scaled (RFC 7323, 2.2), because the other side does not know the scale before this segment. It is as much as the receive buffer of this end takes at first.`
          : scale === SCALE_UNKNOWN
            ? `The header holds ${raw}. The SYN with the scale is not in the capture, so how many bytes that means is not known.`
            : scale < 0
              ? `${raw} bytes, as it stands: not both ends offered window scaling.`
              : `${raw} (header) × ${factor} (window scale option of frame ${frame}) = ${size} bytes that this end can still take.`,
    ko: ({ raw, size, factor, frame, syn, scale }) =>
      raw === 0
        ? '0입니다. 이 쪽의 수신 버퍼가 가득 차서 상대가 기다려야 합니다.'
        : syn
          ? `적힌 그대로 ${raw}바이트입니다. SYN의 윈도우는 배율을 적용하지 않습니다(RFC 7323, 2.2절). 상대가 이 세그먼트 전에는 배율을 모르기 때문입니다. 이 쪽의 처음 수신 버퍼 크기입니다.`
          : scale === SCALE_UNKNOWN
            ? `헤더에는 ${raw} 값이 있습니다. 배율이 적힌 SYN이 캡처에 없어 몇 바이트를 뜻하는지 알 수 없습니다.`
            : scale < 0
              ? `적힌 그대로 ${raw}바이트입니다. 양쪽이 모두 윈도우 배율을 제안하지는 않았습니다.`
              : `헤더의 ${raw} × 프레임 ${frame}번의 윈도우 배율 ${factor} = ${size}바이트를 더 받을 수 있다는 뜻입니다.`,
    frames: ({ frame, syn }) => [syn ? 0 : frame],
    see: ['tcp.window_size_value'],
  }),
  rule({
    id: 'tcp.window_size_scalefactor',
    fields: ['tcp.window_size_scalefactor'],
    when: windowOf,
    en: ({ factor, frame, scale }) =>
      scale === SCALE_UNKNOWN
        ? '−1: the SYN is not in the capture.'
        : scale < 0
          ? '−2: not both ends offered window scaling in their SYN.'
          : `${factor} = 2 to the power ${scale}, the shift count in the SYN of this side (frame ${frame}).`,
    ko: ({ factor, frame, scale }) =>
      scale === SCALE_UNKNOWN
        ? '−1은 SYN이 캡처에 없다는 뜻입니다.'
        : scale < 0
          ? '−2는 양쪽이 모두 SYN에서 윈도우 배율을 제안하지는 않았다는 뜻입니다.'
          : `${factor} = 2의 ${scale}제곱이고, ${scale}는 이 쪽의 SYN(프레임 ${frame}번)에 있는 시프트 값입니다.`,
    frames: ({ frame }) => [frame],
  }),
  checksumRule(
    'tcp.checksum',
    'tcp.checksum',
    6,
    (f, it) => Number(f.within(it, 'tcp.hdr_len')?.value) + Number(f.within(it, 'tcp.len')?.value),
  ),
  always(
    'tcp.checksum.status',
    ['tcp.checksum.status'],
    'Not checked in the tree, as in Wireshark’s presets, because packets of the capturing host would look damaged (offload). The explanation of the checksum recomputes it.',
    'Wireshark의 기본 설정처럼 트리에서는 검사하지 않습니다. 캡처한 호스트 자신의 패킷이 손상된 것처럼 보이기 때문입니다(오프로드). 체크섬 필드의 설명에서 다시 계산합니다.',
  ),
  whenIs(
    'tcp.urgent_pointer',
    ['tcp.urgent_pointer'],
    0,
    'Zero: the URG flag is not set, so nothing is urgent and nobody reads the field.',
    '0입니다. URG 플래그가 없어서 긴급 데이터가 없고, 아무도 이 필드를 읽지 않습니다.',
  ),
  rule({
    id: 'tcp.urgent_pointer.set',
    fields: ['tcp.urgent_pointer'],
    when: (f, it) =>
      Number(it.value) > 0 && {
        n: Number(it.value),
        urg: f.number(it, 'tcp.flags.urg') === 1,
        seq: f.number(it, 'tcp.seq'),
      },
    en: ({ n, urg, seq }) =>
      urg
        ? `Urgent data ends ${n} bytes behind the sequence number ${seq}: at ${seq + n}.`
        : 'Not zero although the URG flag is not set: nobody reads it.',
    ko: ({ n, urg, seq }) =>
      urg
        ? `긴급 데이터가 순서 번호 ${seq}에서 ${n}바이트 뒤, 곧 ${seq + n}에서 끝납니다.`
        : 'URG 플래그가 없는데 0이 아닙니다. 아무도 읽지 않는 값입니다.',
    see: ['tcp.flags.urg'],
  }),
  rule({
    id: 'tcp.stream',
    fields: ['tcp.stream'],
    when(f, it) {
      const own = f.tcp(it)
      return own && { n: Number(it.value), ends: own.told.ends, first: own.told.frames.frame(0) }
    },
    en: ({ n, ends, first }) =>
      `Number ${n} in the order in which TCP conversations appear in this capture: ${ends[0]} and ${ends[1]}, from frame ${first} on. It stands in no packet.`,
    ko: ({ n, ends, first }) =>
      `이 캡처에 나타난 순서로 매긴 TCP 대화 번호 ${n}번입니다. ${ends[0]} 끝점과 ${ends[1]} 끝점이고 프레임 ${first}번에서 시작합니다. 패킷에 들어 있는 값이 아닙니다.`,
    frames: ({ first }) => [first],
  }),
  rule({
    id: 'tcp.time',
    fields: ['tcp.time_relative', 'tcp.time_delta'],
    when(f, it) {
      const own = f.tcp(it)
      return (
        own && {
          frame:
            it.name === 'tcp.time_relative' || own.n === 0
              ? own.told.frames.frame(0)
              : own.told.frames.frame(own.n - 1),
        }
      )
    },
    en: ({ frame }) => `The time of this frame less that of frame ${frame} of the same conversation.`,
    ko: ({ frame }) => `이 프레임의 시각에서 같은 대화의 프레임 ${frame}번의 시각을 뺀 값입니다.`,
    frames: ({ frame }) => [frame],
  }),
  rule({
    id: 'tcp.payload',
    fields: ['tcp.payload', 'tcp.segment_data'],
    when(f, it) {
      const own = f.tcp(it)
      return (
        own &&
        own.s.length > 0 && {
          n: own.s.length,
          from: own.s.relativeSequence,
          role: own.told.story.caller() < 0 ? '' : own.told.story.caller() === own.s.from ? 'client' : 'server',
        }
      )
    },
    en: ({ n, from, role }) =>
      `What the program of the ${role || 'sender'} handed over: bytes ${from} to ${from + n - 1} of its stream.`,
    ko: ({ n, from, role }) =>
      `${role === 'client' ? '클라이언트' : role === 'server' ? '서버' : '송신자'}의 프로그램이 넘긴 내용으로, 스트림의 ${from}번째부터 ${from + n - 1}번째 바이트입니다.`,
    see: ['tcp.len', 'tcp.seq'],
  }),
  rule({
    id: 'tcp.acks_frame',
    fields: ['tcp.analysis.acks_frame', 'tcp.analysis.ack_rtt'],
    when: (f, it) => ({
      frame: Number(
        f.within(it, 'tcp.analysis.acks_frame')?.value ?? f.near(it, 'tcp.analysis.acks_frame')?.value ?? 0,
      ),
      ack: f.number(it, 'tcp.ack'),
    }),
    en: ({ frame, ack }) =>
      `Frame ${frame} ends right before number ${ack}, which this segment acknowledges. The time between them was measured where the capture was made.`,
    ko: ({ frame, ack }) =>
      `프레임 ${frame}번이 이 세그먼트가 확인하는 번호 ${ack} 바로 앞에서 끝납니다. 둘 사이의 시간은 캡처한 곳에서 잰 것입니다.`,
    frames: ({ frame }) => [frame],
    see: ['tcp.ack'],
  }),
  rule({
    id: 'tcp.irtt',
    fields: ['tcp.analysis.initial_rtt'],
    when(f, it) {
      const own = f.tcp(it)
      const syn = own?.told.story.syns[0] ?? own?.told.story.syns[1]
      return own && syn && { syn: syn.frame, ready: own.told.story.readyFrame }
    },
    en: ({ syn, ready }) =>
      `From the last SYN (frame ${syn}) to the first ACK behind it (frame ${ready}): one round trip, wherever the capture was made.`,
    ko: ({ syn, ready }) =>
      `마지막 SYN(프레임 ${syn}번)부터 그 뒤의 첫 ACK(프레임 ${ready}번)까지로, 어디서 캡처하든 왕복 시간 한 번입니다.`,
    frames: ({ syn, ready }) => [syn, ready],
  }),
  rule({
    id: 'tcp.bytes_in_flight',
    fields: ['tcp.analysis.bytes_in_flight', 'tcp.analysis.push_bytes_sent'],
    when: (_, it) => ({ n: Number(it.value), push: it.name.endsWith('sent') }),
    en: ({ n, push }) =>
      push
        ? `${count(n, 'byte')} of this side since its last segment with PSH, this one included.`
        : `${count(n, 'byte')} of this side that the other side had not acknowledged when this segment went out.`,
    ko: ({ n, push }) =>
      push
        ? `이 쪽이 마지막 PSH 세그먼트 뒤에 보낸 ${n}바이트로, 이 세그먼트도 포함합니다.`
        : `이 세그먼트가 나갈 때 상대가 아직 확인하지 않은 이 쪽의 ${n}바이트입니다.`,
  }),
  rule({
    id: 'tcp.completeness',
    fields: ['tcp.completeness'],
    when: (_, it) => ({
      value: Number(it.value),
      parts: ['SYN', 'SYN+ACK', 'ACK', 'data', 'FIN', 'RST']
        .map((p, i) => [p, 1 << i] as const)
        .filter(([, bit]) => Number(it.value) & bit),
    }),
    en: ({ value, parts }) =>
      `${value} = ${parts.map(([p, bit]) => `${bit} (${p})`).join(' + ')}: the parts of a conversation that this capture holds.`,
    ko: ({ value, parts }) =>
      `${value} = ${parts.map(([p, bit]) => `${bit}(${p === 'data' ? '데이터' : p})`).join(' + ')}입니다. 대화에서 이 캡처에 들어 있는 부분을 더한 값입니다.`,
  }),
]
