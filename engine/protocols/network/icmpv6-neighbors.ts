/** RFC 4861, neighbour discovery: routers make themselves known, hosts ask for each other's hardware addresses. */
import { ipv6 as ipv6Text } from '../../bytes/read'
import { bit, bits, duration, framenum, ipv6, none, u16, u32, u8 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { neighborAnswered, neighborAsked, neighborExchanges } from '../../flows/neighbor-exchanges'
import { decodeNeighborOptions } from './icmpv6-options'
import type { OptionFields } from './icmpv6-options'

const set = ['Set', 'Not set'] as const
export const preferences: Readonly<Record<number, string>> = { 0: 'Medium', 1: 'High', 2: 'Reserved', 3: 'Low' }
const list = (...words: (string | false)[]): string => words.filter(Boolean).join(', ')

export const neighborFields = {
  hopLimit: u8('icmpv6.nd.ra.cur_hop_limit', 'Cur hop limit', {
    help: 'What hosts should use as hop limit; 0 says nothing.',
  }),
  routerFlag: u8('icmpv6.nd.ra.flag', 'Flags', {
    display: 'hex',
    show: (v) =>
      list(
        `0x${v.toString(16).padStart(2, '0')}`,
        (v & 128) !== 0 && 'Managed address configuration',
        (v & 64) !== 0 && 'Other configuration',
        (v & 32) !== 0 && 'Home Agent',
        `Prf (Default Router Preference): ${preferences[(v >> 3) & 3]}`,
        (v & 4) !== 0 && 'Proxy',
      ),
    of: {
      managed: bit('icmpv6.nd.ra.flag.m', 'Managed address configuration', 0x80, {
        trueFalse: set,
        help: 'Addresses are to be had from DHCPv6.',
      }),
      other: bit('icmpv6.nd.ra.flag.o', 'Other configuration', 0x40, {
        trueFalse: set,
        help: 'Other settings, as name servers, are to be had from DHCPv6.',
      }),
      home: bit('icmpv6.nd.ra.flag.h', 'Home Agent', 0x20, { trueFalse: set }),
      preference: bits('icmpv6.nd.ra.flag.prf', 'Prf (Default Router Preference)', 0x18, { names: preferences }),
      proxy: bit('icmpv6.nd.ra.flag.p', 'Proxy', 0x04, { trueFalse: set }),
      reserved: bits('icmpv6.nd.ra.flag.rsv', 'Reserved', 0x03),
    },
  }),
  routerLifetime: u16('icmpv6.nd.ra.router_lifetime', 'Router lifetime (s)', {
    help: 'How long this may serve as default router; 0 means that it does not.',
  }),
  reachable: u32('icmpv6.nd.ra.reachable_time', 'Reachable time (ms)'),
  retransmit: u32('icmpv6.nd.ra.retrans_timer', 'Retrans timer (ms)'),
  solicited: ipv6('icmpv6.nd.ns.target_address', 'Target Address', { help: 'Whose hardware address is asked for.' }),
  neighborFlag: u32('icmpv6.nd.na.flag', 'Flags', {
    display: 'hex',
    show: (v) =>
      list(
        `0x${v.toString(16).padStart(8, '0')}`,
        v >= 0x80000000 && 'Router',
        (v & 0x40000000) !== 0 && 'Solicited',
        (v & 0x20000000) !== 0 && 'Override',
      ),
    of: {
      router: bit('icmpv6.nd.na.flag.r', 'Router', 0x80000000, { trueFalse: set }),
      solicited: bit('icmpv6.nd.na.flag.s', 'Solicited', 0x40000000, { trueFalse: set, help: 'Somebody had asked.' }),
      override: bit('icmpv6.nd.na.flag.o', 'Override', 0x20000000, {
        trueFalse: set,
        help: 'Replaces what neighbours have noted of this address.',
      }),
      reserved: bits('icmpv6.nd.na.flag.rsv', 'Reserved', 0x1fffffff),
    },
  }),
  advertised: ipv6('icmpv6.nd.na.target_address', 'Target Address', { help: 'The address that the sender has.' }),
  redirectTarget: ipv6('icmpv6.nd.rd.target_address', 'Target Address', { help: 'The router to use.' }),
  redirectDestination: ipv6('icmpv6.rd.na.destination_address', 'Destination Address', {
    help: 'For which destination.',
  }),
  neighborIn: framenum('icmpv6.nd.response_in', 'Response In', {
    generated: true,
    help: 'The advertisement that answers this question.',
  }),
  neighborTo: framenum('icmpv6.nd.response_to', 'Request In', {
    generated: true,
    help: 'The solicitation that this answers: the newest one for this address by the host it is sent to.',
  }),
  neighborTime: duration('icmpv6.nd.time', 'Time', {
    generated: true,
    help: 'From the question to its first answer.',
  }),
  neighborSilent: none('icmpv6.nd.no_response', 'No response seen', {
    generated: true,
    help: 'Nobody has answered in this capture. For a probe (from "::") that is the answer: the address is free.',
  }),
}

type NeighborFields = typeof neighborFields & OptionFields & { reserved: Field }

export function decodeNeighbors(p: Packet, f: NeighborFields, type: number): void {
  switch (type) {
    case 133:
      p.take(f.reserved, 4)
      break
    case 134:
      p.take(f.hopLimit)
      p.take(f.routerFlag)
      p.take(f.routerLifetime)
      p.take(f.reachable)
      p.take(f.retransmit)
      break
    case 135: {
      p.take(f.reserved, 4)
      const at = p.take(f.solicited)
      if (p.columns) p.sayMore(` for ${ipv6Text(p.bytes, at)}`)
      showExchange(p, f, neighborAsked(p, at), true)
      break
    }
    case 136: {
      const flags = p.take(f.neighborFlag)
      const at = p.take(f.advertised)
      if (p.columns) {
        const words = list(
          flags >= 0x80000000 && 'rtr',
          (flags & 0x40000000) !== 0 && 'sol',
          (flags & 0x20000000) !== 0 && 'ovr',
        )
        p.sayMore(` ${ipv6Text(p.bytes, at)} (${words || 'none'})`)
      }
      showExchange(p, f, neighborAnswered(p, at), false)
      break
    }
    case 137:
      p.take(f.reserved, 4)
      p.take(f.redirectTarget)
      p.take(f.redirectDestination)
  }
  decodeNeighborOptions(p, f)
}

/** The first pass, in which later decodings find who answers whom. The cursor stands behind type, code and checksum. */
export function pairNeighbors(p: Packet, type: number): void {
  const target = p.at + 4
  if (p.quoted || p.ends.kind !== 'ipv6' || target + 16 > p.end) return
  if (type === 135) neighborAsked(p, target)
  else if (type === 136) neighborAnswered(p, target)
}

/** What answers this, or what this answers. */
function showExchange(p: Packet, f: NeighborFields, exchange: number, asks: boolean): void {
  if (p.quoted || !exchange) return
  const pairs = p.recall(neighborExchanges)
  const answer = pairs.answerOf(exchange)
  if (!asks) {
    p.set(f.neighborTo, pairs.requestOf(exchange))
    if (answer === p.frame.number) p.set(f.neighborTime, pairs.delay(exchange))
  } else if (answer) p.set(f.neighborIn, answer)
  else p.set(f.neighborSilent, 1)
}
