/** What the rules about TCP ask of a segment and its conversation: who opened it, which bytes a number means, its window, its checksum. */
import { fold16, pseudoHeader, sum16 } from '../../bytes/checksum'
import { endOf, FLAG, other } from '../../flows/stream-segment'
import type { End } from '../../flows/stream-segment'
import { conversations } from '../../flows/conversations'
import { tcpStreams } from '../../flows/tcp-streams'
import type { Facts, InStream, Item } from '../facts'
import { pickersOf, serviceOf } from './ports'
import { hex, rule } from './rule'

/** The SYN, or SYN+ACK, of an end: frame 0 when it is not in the capture. */
export const openerOf = ({ told }: InStream, end: End): number =>
  told.story.syns[end]?.frame ?? told.story.answers[end]?.frame ?? 0

/** What a port is in its conversation. */
export function portOf(
  f: Facts,
  it: Item,
): {
  port: number
  role: 'client' | 'server' | ''
  service: string
  frame: number
  pickers: readonly [string, string]
} {
  const port = Number(it.value)
  const own = f.tcp(it)
  const caller = own?.told.story.caller() ?? -1
  const source = it.name === 'tcp.srcport'
  const end = own ? (source ? own.s.from : other(own.s.from)) : 0
  const role = caller < 0 || !own ? '' : caller === end ? 'client' : 'server'
  const frame = own && caller >= 0 ? openerOf(own, caller as End) || openerOf(own, other(caller as End)) : 0
  return { port, role, service: serviceOf(port), frame, pickers: pickersOf(port) }
}

export interface Start {
  raw: number
  relative: number
  base: number
  opener: number
}
export function startOf(own: InStream, mine: boolean): Start {
  const { s } = own
  const end = mine ? s.from : other(s.from)
  const raw = mine ? s.sequence : s.acknowledgment
  const relative = mine ? s.relativeSequence : s.relativeAcknowledgment
  return { raw, relative, base: (raw - relative) >>> 0, opener: openerOf(own, end) }
}

/** The frame of the other side that ends right before the number that this segment acknowledges. */
export function acked(
  own: InStream,
): { frame: number; what: 'syn' | 'fin' | 'data'; seq: number; length: number } | undefined {
  const { told, s } = own
  if (!(s.flags & FLAG.ack)) return undefined
  for (let n = own.n - 1; n >= 0 && n > own.n - 200; n--) {
    const x = told.segment(n)
    if (x.from === s.from || endOf(x) !== s.acknowledgment || endOf(x) === x.sequence) continue
    return {
      frame: x.frame,
      what: x.flags & FLAG.syn ? 'syn' : x.flags & FLAG.fin ? 'fin' : 'data',
      seq: x.relativeSequence,
      length: x.length,
    }
  }
  return undefined
}

/** The segment of this side before this one that used numbers up to where this one starts. */
export function continues(own: InStream): number {
  const { told, s } = own
  for (let n = own.n - 1; n >= 0 && n > own.n - 200; n--) {
    const x = told.segment(n)
    if (x.from === s.from && endOf(x) === s.sequence) return x.frame
  }
  return 0
}

export const isSyn = (own: InStream | undefined): boolean => own !== undefined && (own.s.flags & FLAG.syn) !== 0

/** The sum over pseudo-header and segment, where all of it was captured. */
export function segmentSum(
  f: Facts,
  it: Item,
  protocol: number,
  length: number,
): { found: number; due: number; partial: number } | undefined {
  const start = f.startOf(it)
  const four = f.near(it, 'ip.src')
  const six = f.near(it, 'ipv6.src')
  const from = four && (!six || four.layer > six.layer) ? four : six
  const to = f.near(it, from === four ? 'ip.dst' : 'ipv6.dst')
  if (!from || !to || it.source !== 0 || from.source !== 0 || !(length > 0) || start + length > f.bytes.length)
    return undefined
  const offset = f.near(it, 'ip.frag_offset')
  if (from === four && (Number(offset?.value ?? 0) || f.number(it, 'ip.flags.mf') === 1)) return undefined
  const pseudo = pseudoHeader(f.bytes, from.start, to.start, from.length, protocol, length)
  const found = Number(it.value)
  const sum = fold16(pseudo + sum16(f.bytes, start, length) - found)
  return { found, due: ~sum & 0xffff, partial: fold16(pseudo) }
}
export const checksumRule = (id: string, field: string, protocol: number, length: (f: Facts, it: Item) => number) =>
  rule({
    id,
    fields: [field],
    when(f, it) {
      const sum = segmentSum(f, it, protocol, length(f, it))
      if (!sum || (protocol === 17 && sum.found === 0)) return undefined
      return {
        found: hex(sum.found),
        due: hex(sum.due || (protocol === 17 ? 0xffff : 0)),
        right: sum.found === (sum.due || (protocol === 17 ? 0xffff : 0)),
        partial: sum.found === sum.partial,
      }
    },
    en: ({ found, due, right, partial }) =>
      right
        ? `Recomputed over the pseudo-header (both addresses, protocol, length), the header and the data: right (${found}).`
        : partial
          ? `${found} is exactly the sum over the pseudo-header alone; the whole would be ${due}. The sending host leaves the rest to its adapter (transmit checksum offload), and the packet was captured before that, so on the sending host. It is no damage.`
          : `Recomputed it should be ${due}: the segment was changed or damaged on the way, or captured before an adapter filled it in.`,
    ko: ({ found, due, right, partial }) =>
      right
        ? `의사 헤더(두 주소, 프로토콜, 길이)와 헤더, 데이터로 다시 계산하면 맞습니다(${found}).`
        : partial
          ? `${found}는 의사 헤더만 더한 값과 정확히 같습니다. 전체를 계산하면 ${due}입니다. 보내는 호스트가 나머지 계산을 어댑터에 맡겼고(체크섬 오프로드) 그 전에, 곧 보내는 호스트에서 캡처되었습니다. 손상이 아닙니다.`
          : `다시 계산하면 ${due}이어야 합니다. 전송 중에 바뀌었거나 손상되었거나, 어댑터가 채우기 전에 캡처되었습니다.`,
    see: ['ip.src', 'ip.dst'],
  })

export interface Win {
  raw: number
  size: number
  factor: number
  frame: number
  syn: boolean
  scale: number
}
export function windowOf(f: Facts, it: Item): Win | undefined {
  const own = f.tcp(it)
  if (!own) return undefined
  const { s, told } = own
  const flows = told.session.memories.get(conversations)
  const scale = told.session.memories.get(tcpStreams).scale(flows.stream(told.conversation) * 2 + s.from)
  return {
    raw: s.window,
    size: s.scaledWindow,
    factor: scale > 0 ? 2 ** scale : 1,
    frame: openerOf(own, s.from),
    syn: isSyn(own),
    scale,
  }
}
