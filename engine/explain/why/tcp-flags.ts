/** Why each flag of TCP is set, or not (RFC 9293, 3.1; RFC 3168). */
import { endOf, FLAG, flagText, other } from '../../flows/stream-segment'
import type { Facts, Item } from '../facts'
import { always, count, rule } from './rule'
import { openerOf } from './tcp-facts'

const set = (it: Item): boolean => Number(it.value) === 1

export const tcpFlagRules = [
  rule({
    id: 'tcp.flags',
    fields: ['tcp.flags', 'tcp.flags.str'],
    when(f, it) {
      const flags = Number(f.near(it, 'tcp.flags')?.value ?? f.within(it, 'tcp.flags')?.value ?? 0)
      const parts = [
        [FLAG.syn, 'SYN'],
        [FLAG.fin, 'FIN'],
        [FLAG.rst, 'RST'],
        [FLAG.psh, 'PSH'],
        [FLAG.ack, 'ACK'],
        [FLAG.urg, 'URG'],
        [FLAG.ece, 'ECE'],
        [FLAG.cwr, 'CWR'],
      ] as const
      const on = parts.filter(([bit]) => flags & bit)
      return {
        flags,
        sum: on.map(([bit, name]) => `0x${bit.toString(16).padStart(2, '0')} (${name})`).join(' + '),
        text: flagText(flags),
        part: partOf(flags),
      }
    },
    en: ({ flags, sum, part }) => `0x${flags.toString(16).padStart(3, '0')} = ${sum || 'no flag'}: ${part[0]}`,
    ko: ({ flags, sum, part }) => `0x${flags.toString(16).padStart(3, '0')} = ${sum || '플래그 없음'}: ${part[1]}`,
  }),
  rule({
    id: 'tcp.flags.syn',
    fields: ['tcp.flags.syn'],
    when(f, it) {
      const ack = f.number(it, 'tcp.flags.ack') === 1
      const own = f.tcp(it)
      return { on: set(it), ack, asks: own && ack ? openerOf(own, other(own.s.from)) : 0 }
    },
    en: ({ on, ack, asks }) =>
      on
        ? ack
          ? `Set, with ACK: the answer to the SYN${asks ? ` in frame ${asks}` : ''}. This side opens its direction, too, and says its initial sequence number.`
          : 'Set, without ACK: the first segment of a connection. The sequence number is the one from which this side counts.'
        : 'Not set: SYN is only in the first segment of each side.',
    ko: ({ on, ack, asks }) =>
      on
        ? ack
          ? `ACK와 함께 설정됨: ${asks ? `프레임 ${asks}번의 ` : ''}SYN에 대한 응답입니다. 이 쪽도 자기 방향을 열고 초기 순서 번호를 알립니다.`
          : 'ACK 없이 설정됨: 연결의 첫 세그먼트입니다. 순서 번호가 이 쪽이 세기 시작하는 번호입니다.'
        : '설정 안 됨: SYN은 각 쪽의 첫 세그먼트에만 있습니다.',
    frames: ({ asks }) => [asks],
  }),
  rule({
    id: 'tcp.flags.ack',
    fields: ['tcp.flags.ack'],
    when: (f, it) => ({
      on: set(it),
      syn: Number(f.within(it, 'tcp.flags.syn')?.value ?? 0) === 1,
      ack: f.number(it, 'tcp.ack'),
    }),
    en: ({ on, syn, ack }) =>
      on
        ? `Set: the acknowledgment number (${ack}) is valid. It is in every segment but the very first.`
        : syn
          ? 'Not set: this is the first segment, and there is nothing to acknowledge yet.'
          : 'Not set: the acknowledgment number says nothing.',
    ko: ({ on, syn, ack }) =>
      on
        ? `설정됨: 확인 응답 번호(${ack})가 유효합니다. 맨 처음 세그먼트를 뺀 모든 세그먼트에 있습니다.`
        : syn
          ? '설정 안 됨: 첫 세그먼트라 아직 확인할 것이 없습니다.'
          : '설정 안 됨: 확인 응답 번호에 의미가 없습니다.',
    see: ['tcp.ack'],
  }),
  rule({
    id: 'tcp.flags.push',
    fields: ['tcp.flags.push'],
    when: (f, it) => ({ on: set(it), n: Number(f.near(it, 'tcp.len')?.value ?? 0) }),
    en: ({ on, n }) =>
      on
        ? `Set: the sender’s program had nothing more to hand over at this moment, so the receiver is to pass ${n ? `the ${count(n, 'byte')}` : 'what it has'} on at once rather than wait for more. It does not mean that no more data will come.`
        : n
          ? 'Not set: more of the same write follows, or the sender’s system does not ask for haste.'
          : 'Not set: there is no data to hand on.',
    ko: ({ on, n }) =>
      on
        ? `설정됨: 송신자의 프로그램이 이 순간 더 넘길 것이 없어서, 수신자가 ${n ? `${n}바이트를` : '받은 것을'} 더 기다리지 말고 바로 프로그램에 넘기라는 뜻입니다. 데이터가 더 없다는 뜻은 아닙니다.`
        : n
          ? '설정 안 됨: 같은 쓰기의 나머지가 뒤따르거나, 송신자의 시스템이 서두르지 않습니다.'
          : '설정 안 됨: 넘길 데이터가 없습니다.',
    see: ['tcp.len'],
  }),
  rule({
    id: 'tcp.flags.fin',
    fields: ['tcp.flags.fin'],
    when(f, it) {
      const own = f.tcp(it)
      const first = own?.told.story.firstToClose()
      const fin = own && own.told.story.fins[own.s.from]
      return {
        on: set(it),
        first: !!own && first?.from === own.s.from,
        theirs: first?.frame ?? 0,
        answers: fin?.answers ?? false,
        ack: f.number(it, 'tcp.flags.ack') === 1,
        known: own !== undefined,
      }
    },
    en: ({ on, first, theirs, answers, known }) =>
      !on
        ? 'Not set: this side may still send.'
        : `Set: this side has sent all that it had. ` +
          (!known
            ? ''
            : first
              ? 'It is the first to close: no FIN of the other side comes before.'
              : `The other side began the close in frame ${theirs}${answers ? ', and this segment acknowledges that FIN as well: both in one segment is allowed' : ''}.`) +
          ' A FIN uses up one sequence number. That ACK is set with it is usual, and no error.',
    ko: ({ on, first, theirs, answers, known }) =>
      !on
        ? '설정 안 됨: 이 쪽은 아직 더 보낼 수 있습니다.'
        : '설정됨: 이 쪽이 보낼 것을 모두 보냈습니다. ' +
          (!known
            ? ''
            : first
              ? '먼저 닫는 쪽입니다. 앞에 상대의 FIN이 없습니다.'
              : `상대가 프레임 ${theirs}번에서 먼저 닫기 시작했습니다${answers ? '. 이 세그먼트는 그 FIN도 함께 확인하며, 한 세그먼트에 담아도 됩니다' : ''}.`) +
          ' FIN은 순서 번호 하나를 차지합니다. ACK가 함께 설정되는 것은 정상이고 오류가 아닙니다.',
    frames: ({ on, first, theirs }) => [on && !first ? theirs : 0],
  }),
  rule({
    id: 'tcp.flags.reset',
    fields: ['tcp.flags.reset'],
    when: resetCause,
    en: ({ on, kind, frame }) =>
      !on
        ? 'Not set: the connection goes on, or closes in order.'
        : kind === 'refused'
          ? `Set: nobody listens on the port that the SYN in frame ${frame} was for, so its system refuses.`
          : kind === 'after-fin'
            ? `Set: the sender had closed (frame ${frame}) and data came that nobody would read any more, or it closed without waiting.`
            : kind === 'unread'
              ? 'Set: the sender breaks the connection off. Usual causes: a program that ended or closed with data unread, or a device on the way.'
              : 'Set: the connection is broken off, or there never was one. What was before is not in the capture.',
    ko: ({ on, kind, frame }) =>
      !on
        ? '설정 안 됨: 연결이 계속되거나 순서대로 닫힙니다.'
        : kind === 'refused'
          ? `설정됨: 프레임 ${frame}번의 SYN이 찾는 포트에 듣는 프로그램이 없어서 시스템이 거절합니다.`
          : kind === 'after-fin'
            ? `설정됨: 송신자는 이미 닫았는데(프레임 ${frame}번) 읽을 사람이 없는 데이터가 왔거나, 기다리지 않고 끊었습니다.`
            : kind === 'unread'
              ? '설정됨: 송신자가 연결을 끊습니다. 흔한 원인은 프로그램이 끝났거나 데이터를 읽지 않고 닫은 경우, 또는 경로의 장비입니다.'
              : '설정됨: 연결을 끊거나, 연결이 없었다는 뜻입니다. 그 앞은 캡처에 없습니다.',
    frames: ({ frame }) => [frame],
  }),
  rule({
    id: 'tcp.flags.urg',
    fields: ['tcp.flags.urg'],
    when: (_, it) => ({ on: set(it) }),
    en: ({ on }) =>
      on
        ? 'Set: part of the data is urgent (Telnet’s interrupt, say); the urgent pointer says up to where.'
        : 'Not set: nothing is urgent, and the urgent pointer says nothing.',
    ko: ({ on }) =>
      on
        ? '설정됨: 데이터의 일부가 긴급합니다(예: Telnet의 중단). 어디까지인지는 긴급 포인터가 알립니다.'
        : '설정 안 됨: 긴급 데이터가 없고 긴급 포인터에 의미가 없습니다.',
  }),
  rule({
    id: 'tcp.flags.ecn',
    fields: ['tcp.flags.ece', 'tcp.flags.cwr'],
    when: (f, it) => ({
      on: set(it),
      syn: Number(f.near(it, 'tcp.flags.syn')?.value ?? f.within(it, 'tcp.flags.syn')?.value ?? 0) === 1,
      ece: it.name.endsWith('ece'),
    }),
    en: ({ on, syn, ece }) =>
      on
        ? syn
          ? 'Set in a SYN: this end offers congestion marking (RFC 3168, 6.1.1).'
          : ece
            ? 'Set: a packet of the other side arrived marked by a congested router; it is to slow down.'
            : 'Set: this side has slowed down as it was asked to.'
        : syn
          ? 'Not set in this SYN: congestion marking is not offered.'
          : 'Not set: no congestion mark to report.',
    ko: ({ on, syn, ece }) =>
      on
        ? syn
          ? 'SYN에서 설정됨: 혼잡 표시(ECN)를 쓰자고 제안합니다(RFC 3168, 6.1.1절).'
          : ece
            ? '설정됨: 상대의 패킷이 혼잡한 라우터의 표시를 달고 왔으니 속도를 줄여 달라는 뜻입니다.'
            : '설정됨: 이 쪽이 요청받은 대로 속도를 줄였습니다.'
        : syn
          ? '이 SYN에서 설정 안 됨: 혼잡 표시를 제안하지 않습니다.'
          : '설정 안 됨: 알릴 혼잡 표시가 없습니다.',
  }),
  rule({
    id: 'tcp.flags.ae',
    fields: ['tcp.flags.ae', 'tcp.flags.ace'],
    when: (_, it) => ({ on: Number(it.value) !== 0 }),
    en: ({ on }) =>
      on
        ? 'Part of the counter of accurate ECN, which both ends agreed on (RFC 9768).'
        : 'Not set: accurate ECN is not used, or nothing was counted.',
    ko: ({ on }) =>
      on
        ? '양쪽이 합의한 정확한 ECN(RFC 9768) 카운터의 일부입니다.'
        : '설정 안 됨: 정확한 ECN을 쓰지 않거나 센 것이 없습니다.',
  }),
  always(
    'tcp.flags.res',
    ['tcp.flags.res'],
    'Reserved: zero until a standard gives these bits a meaning (RFC 9293).',
    '예약된 비트로, 표준이 의미를 정할 때까지 0입니다(RFC 9293).',
  ),
]

function partOf(flags: number): readonly [string, string] {
  const has = (...names: (keyof typeof FLAG)[]): boolean => names.every((n) => flags & FLAG[n])
  if (has('rst')) return ['the connection is broken off or refused.', '연결을 끊거나 거절합니다.']
  if (has('syn', 'ack')) return ['the second segment of the handshake.', '3-way 핸드셰이크의 두 번째 세그먼트입니다.']
  if (has('syn')) return ['the first segment of the handshake.', '3-way 핸드셰이크의 첫 세그먼트입니다.']
  if (has('fin')) return ['this side closes its direction.', '이 쪽이 자기 방향을 닫습니다.']
  if (has('psh')) return ['data that is to be handed on at once.', '바로 프로그램에 넘길 데이터입니다.']
  if (has('ack')) return ['an acknowledgement, perhaps with data.', '확인 응답이고 데이터가 함께 올 수도 있습니다.']
  return ['no ordinary segment: scanners send such.', '보통의 세그먼트가 아니며 스캐너가 보내는 형태입니다.']
}

function resetCause(f: Facts, it: Item): { on: boolean; kind: 'refused' | 'after-fin' | 'unread' | ''; frame: number } {
  const own = f.tcp(it)
  const on = set(it)
  if (!on || !own) return { on, kind: '', frame: 0 }
  const { told, s } = own
  const before = told.story.attempts.find((a) => a.resets.list.some((r) => r.frame === s.frame))
  const syn = before?.syns[other(s.from)]
  if (before?.openingKind() === 'refused' && syn && endOf({ ...s, sequence: 0, flags: 0 }) === s.length)
    return { on, kind: 'refused', frame: syn.frame }
  const fin = before?.fins[s.from]
  if (fin && fin.frame < s.frame) return { on, kind: 'after-fin', frame: fin.frame }
  return { on, kind: before?.wasOpen ? 'unread' : '', frame: 0 }
}
