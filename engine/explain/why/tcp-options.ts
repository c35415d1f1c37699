/** Why TCP's options have their values (RFC 9293, 3.2; RFC 7323; RFC 2018). */
import { FLAG, other } from '../../flows/stream-segment'
import { tcpOptionKinds } from '../../names/tcp-options'
import type { Facts, Item } from '../facts'
import { always, count, rule } from './rule'
import { openerOf } from './tcp-facts'

const STAMPS = ['tcp.options.timestamp.tsval', 'tcp.options.timestamp.tsecr'] as const

/** The last frame of a direction before this one whose timestamp is a value (or any), and that value. */
function stampedBefore(
  f: Facts,
  it: Item,
  mine: boolean,
  wanted?: number,
): { frame: number; value: number } | undefined {
  const own = f.tcp(it)
  if (!own) return undefined
  for (let n = own.n - 1, left = 200; n >= 0 && left > 0; n--, left--) {
    const frame = own.told.frames.frame(n)
    const way = f.session.index.flow[frame - 1]! & 1
    if ((way === own.s.from) !== mine) continue
    const value = Number(f.of(frame, STAMPS).get(STAMPS[0]) ?? NaN)
    if (!Number.isNaN(value) && (wanted === undefined || value === wanted)) return { frame, value }
  }
  return undefined
}

/** An option of the other side's SYN: whether it is there. */
function offered(f: Facts, it: Item, field: string): { frame: number; there: boolean } | undefined {
  const own = f.tcp(it)
  const frame = own ? openerOf(own, other(own.s.from)) : 0
  return frame ? { frame, there: f.of(frame, [field]).has(field) } : undefined
}

const bothText = (o: { frame: number; there: boolean } | undefined): [string, string, number] =>
  !o
    ? ['', '', 0]
    : o.there
      ? [
          ` The other side offers it, too (frame ${o.frame}), so it is in use.`,
          ` 상대도 프레임 ${o.frame}번에서 제안하므로 실제로 쓰입니다.`,
          o.frame,
        ]
      : [
          ` The other side does not (frame ${o.frame}), so it is not used.`,
          ` 상대는 프레임 ${o.frame}번에서 제안하지 않으므로 쓰이지 않습니다.`,
          o.frame,
        ]

export const tcpOptionRules = [
  rule({
    id: 'tcp.options',
    fields: ['tcp.options'],
    when: (f, it) => ({
      n: it.length,
      syn: Number(f.near(it, 'tcp.flags.syn')?.value ?? 0) === 1,
      kinds: f
        .all('tcp.option_kind')
        .filter((x) => x.layer === it.layer)
        .map((x) => tcpOptionKinds[Number(x.value)] ?? String(x.value as number)),
    }),
    en: ({ n, syn, kinds }) =>
      `${count(n, 'byte')}, filled up to whole words of 4: ${kinds.join(', ')}.${syn ? ' What both ends can do is agreed in their SYNs only.' : ''}`,
    ko: ({ n, syn, kinds }) =>
      `4바이트 단위로 채운 ${n}바이트입니다: ${kinds.join(', ')}.${syn ? ' 양쪽이 무엇을 쓸지는 SYN에서만 정합니다.' : ''}`,
  }),
  rule({
    id: 'tcp.option_kind',
    fields: ['tcp.option_kind'],
    when: (_, it) => ({ n: Number(it.value), name: tcpOptionKinds[Number(it.value)] ?? '' }),
    en: ({ n, name }) => `${n} is ${name || 'unknown'} in IANA’s list.`,
    ko: ({ n, name }) => `IANA 목록에서 옵션 ${n}번은 ${name || '알려지지 않은 옵션'}입니다.`,
  }),
  rule({
    id: 'tcp.option_len',
    fields: ['tcp.option_len'],
    when: (_, it) => ({ n: Number(it.value) }),
    en: ({ n }) => `${n} = 1 (kind) + 1 (length) + ${count(n - 2, 'byte')} of value.`,
    ko: ({ n }) => `${n} = 종류 1바이트 + 길이 1바이트 + 값 ${n - 2}바이트입니다.`,
  }),
  always(
    'tcp.options.nop',
    ['tcp.options.nop'],
    'Says nothing: it fills up, so that the next option begins at an even place.',
    '아무 뜻이 없습니다. 다음 옵션이 알맞은 자리에서 시작하도록 채웁니다.',
  ),
  always(
    'tcp.options.eol',
    ['tcp.options.eol'],
    'Ends the list; what follows only fills the last word.',
    '옵션 목록의 끝이고, 뒤는 마지막 워드를 채울 뿐입니다.',
  ),
  rule({
    id: 'tcp.options.mss',
    fields: ['tcp.options.mss', 'tcp.options.mss_val'],
    when(f, it) {
      const v = Number(f.near(it, 'tcp.options.mss_val')?.value ?? f.within(it, 'tcp.options.mss_val')?.value)
      const six = f.near(it, 'ipv6.src') !== undefined && f.near(it, 'ip.src') === undefined
      const head = six ? 60 : 40
      return Number.isNaN(v) ? undefined : { v, mtu: v + head, head, six }
    },
    en: ({ v, mtu, head, six }) =>
      `${v} = ${mtu} − ${head}: ${mtu === 1500 ? 'the 1500 bytes that an Ethernet frame carries' : `a link that carries ${mtu} bytes (MTU)`}, less ${six ? 40 : 20} for IP and 20 for TCP without options. It is what this end can receive; the sender of data also keeps to its own.` +
      (mtu < 1500 && mtu > 1200
        ? ' Less than Ethernet’s 1500: a tunnel or DSL on the way takes the rest, or a router has lowered it.'
        : ''),
    ko: ({ v, mtu, head, six }) =>
      `${v} = ${mtu} − ${head}입니다. ${mtu === 1500 ? '이더넷 프레임이 싣는 1500바이트' : `링크가 싣는 ${mtu}바이트(MTU)`}에서 IP 헤더 ${six ? 40 : 20}바이트와 옵션 없는 TCP 헤더 20바이트를 뺀 값입니다. 이 쪽이 한 세그먼트에 받을 수 있는 크기입니다.` +
      (mtu < 1500 && mtu > 1200
        ? ' 이더넷의 1500보다 작으므로 터널이나 DSL이 나머지를 차지하거나 라우터가 낮춘 것입니다.'
        : ''),
  }),
  rule({
    id: 'tcp.options.wscale',
    fields: ['tcp.options.wscale', 'tcp.options.wscale.shift', 'tcp.options.wscale.multiplier'],
    when(f, it) {
      const shift = Number(
        f.near(it, 'tcp.options.wscale.shift')?.value ?? f.within(it, 'tcp.options.wscale.shift')?.value,
      )
      return Number.isNaN(shift) ? undefined : { shift, both: bothText(offered(f, it, 'tcp.options.wscale.shift')) }
    },
    en: ({ shift, both }) =>
      `2 to the power ${shift} = ${2 ** shift}: later windows of this end count units of so many bytes, because 16 bits alone end at 65535. Chosen by the system by the size of its receive buffer.${both[0]}`,
    ko: ({ shift, both }) =>
      `2의 ${shift}제곱 = ${2 ** shift}입니다. 16비트로는 65535까지만 나타낼 수 있어서, 이후 이 쪽의 윈도우는 이 단위로 셉니다. 시스템이 수신 버퍼 크기에 맞춰 정합니다.${both[1]}`,
    frames: ({ both }) => [both[2]],
  }),
  rule({
    id: 'tcp.options.sack_perm',
    fields: ['tcp.options.sack_perm'],
    when: (f, it) => ({ both: bothText(offered(f, it, 'tcp.options.sack_perm')) }),
    en: ({ both }) =>
      `This end can read selective acknowledgements: which ranges arrived although something before them is missing (RFC 2018).${both[0]}`,
    ko: ({ both }) =>
      `이 쪽은 선택적 확인 응답(SACK)을 이해합니다. 앞이 빠졌어도 도착한 구간을 알려 주는 방식입니다(RFC 2018).${both[1]}`,
    frames: ({ both }) => [both[2]],
  }),
  rule({
    id: 'tcp.options.sack',
    fields: ['tcp.options.sack', 'tcp.options.sack_le', 'tcp.options.sack_re', 'tcp.options.sack.count'],
    when: (f, it) => ({
      ack: f.number(it, 'tcp.ack'),
      left: f.within(it, 'tcp.options.sack_le')?.value ?? f.near(it, 'tcp.options.sack_le')?.value,
      right: f.within(it, 'tcp.options.sack_re')?.value ?? f.near(it, 'tcp.options.sack_re')?.value,
    }),
    en: ({ ack, left, right }) =>
      `Bytes ${String(left as number)} to ${Number(right) - 1} have arrived, but what stands at ${ack} is missing: the sender need only send that again.`,
    ko: ({ ack, left, right }) =>
      `${String(left as number)}부터 ${Number(right) - 1}까지는 도착했지만 ${ack}부터가 빠졌습니다. 송신자는 빠진 부분만 다시 보내면 됩니다.`,
    see: ['tcp.ack'],
  }),
  rule({
    id: 'tcp.options.timestamp',
    fields: ['tcp.options.timestamp'],
    when: (f, it) => ({
      both: Number(f.near(it, 'tcp.flags.syn')?.value ?? 0)
        ? bothText(offered(f, it, STAMPS[0]))
        : (['', '', 0] as const),
    }),
    en: ({ both }) => `For measuring round trips and against old segments with wrapped numbers (RFC 7323).${both[0]}`,
    ko: ({ both }) => `왕복 시간을 재고, 번호가 한 바퀴 돈 오래된 세그먼트를 막으려고 씁니다(RFC 7323).${both[1]}`,
    frames: ({ both }) => [both[2]],
  }),
  rule({
    id: 'tcp.tsval',
    fields: [STAMPS[0]],
    when(f, it) {
      const before = stampedBefore(f, it, true)
      const by = before ? Number(it.value) - before.value : 0
      return { v: Number(it.value), before, by, ms: before ? f.since(before.frame) / 1e6 : 0 }
    },
    en: ({ v, before, by, ms }) =>
      before
        ? `The sender’s clock: ${by} tick${by === 1 ? '' : 's'} after frame ${before.frame} (${before.value}), ${ms.toFixed(3)} ms later. Which number it began with is the sender’s choice.`
        : `The sender’s clock. Where it began only the sender knows (${v} is random on purpose on many systems); only differences mean something.`,
    ko: ({ v, before, by, ms }) =>
      before
        ? `송신자의 시계입니다. 프레임 ${before.frame}번(${before.value})보다 ${by}틱 뒤이고 실제로는 ${ms.toFixed(3)}ms 지났습니다. 시작 값은 송신자가 정합니다.`
        : `송신자의 시계입니다. 시작 값은 송신자만 알며(많은 시스템에서 ${v} 값은 일부러 난수로 정합니다) 차이에만 의미가 있습니다.`,
    frames: ({ before }) => [before?.frame],
  }),
  rule({
    id: 'tcp.tsecr',
    fields: [STAMPS[1]],
    when(f, it) {
      const own = f.tcp(it)
      const v = Number(it.value)
      const echoed = stampedBefore(f, it, false, v)
      return (
        own && {
          v,
          echoed,
          ms: echoed ? f.since(echoed.frame) / 1e6 : 0,
          first: (own.s.flags & (FLAG.syn | FLAG.ack)) === FLAG.syn,
        }
      )
    },
    en: ({ v, echoed, ms, first }) =>
      first && v === 0
        ? 'Zero: this is the first segment, and no clock of the other side has been seen yet.'
        : echoed
          ? `Echoes the clock value ${v} of frame ${echoed.frame}, ${ms.toFixed(3)} ms ago: so the other side measures its round trip.`
          : `Echoes the clock value ${v} of the other side; the frame that held it is not in reach of this capture.`,
    ko: ({ v, echoed, ms, first }) =>
      first && v === 0
        ? '0입니다. 첫 세그먼트라 아직 상대의 시계를 받은 적이 없습니다.'
        : echoed
          ? `${ms.toFixed(3)}ms 전 프레임 ${echoed.frame}번의 시계 값 ${v}를 되돌려 줍니다. 상대는 이것으로 왕복 시간을 잽니다.`
          : `상대의 시계 값 ${v}를 되돌려 줍니다. 그 값이 있던 프레임은 이 캡처에서 찾지 못했습니다.`,
    frames: ({ echoed }) => [echoed?.frame],
    see: [STAMPS[0]],
  }),
]
