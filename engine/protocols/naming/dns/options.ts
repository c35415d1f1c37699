/** EDNS options (RFC 6891): what the sender of a message can do beyond RFC 1035, in the data of an OPT record. */
import { u32 } from '../../../bytes/read'
import { untilZero } from '../../../bytes/text'
import { dnsOptions } from '../../../names/dns-values'
import type { Message } from './message'
import { optionFields as f } from './option-fields'
import { padded } from './records'

const CLIENT_SUBNET = 8
const CLIENT_SUBNET_EXPERIMENT = 20730

export function ednsOptions(m: Message, end: number): void {
  const { p } = m
  while (p.at < end) {
    const code = p.peek(2)
    const length = p.peek(2, 2)
    const group = p.add(f.opt, p.at, 4 + length)
    p.label(group, `Option: ${dnsOptions[code] ?? `Unknown (${code})`}`)
    const was = p.open(group)
    const codeLine = p.add(f.optCode, p.at, 2, code)
    if (code === CLIENT_SUBNET_EXPERIMENT) {
      const under = p.open(codeLine)
      p.note(f.optDeprecated, 'Deprecated opcode. Client subnet OPT assigned as 8.', p.at, 2)
      p.close(under)
    }
    p.skip(2)
    p.take(f.optLen)
    p.need(length)
    p.add(f.optData, p.at, length)
    const stop = p.at + length
    option(m, code, length)
    p.close(was)
    p.at = stop
  }
}

function option(m: Message, code: number, length: number): void {
  const { p } = m
  const stop = p.at + length
  switch (code) {
    case 5:
    case 6:
    case 7: {
      const field = code === 5 ? f.optDau : code === 6 ? f.optDhu : f.optN3u
      while (p.at < stop) p.take(field)
      break
    }
    case CLIENT_SUBNET:
    case CLIENT_SUBNET_EXPERIMENT:
      clientSubnet(m, length)
      break
    case 10:
      p.take(f.optCookieClient, 8)
      if (stop >= p.at) p.take(f.optCookieServer, stop - p.at)
      break
    case 11:
      if (length === 2) p.take(f.optEdnsTcpKeepaliveTimeout)
      break
    case 12:
      p.take(f.optPadding, length)
      break
    case 13:
      p.add(f.optChainFqdn, p.at, length, m.textAt(p.at, untilZero(p.bytes, p.at, length)))
      break
    case 15:
      p.take(f.optExtErrorInfoCode)
      if (length > 2) m.takeText(f.optExtErrorExtraText, length - 2)
  }
}

/** RFC 7871. */
function clientSubnet({ p }: Message, length: number): void {
  const family = p.take(f.optClientFamily)
  p.take(f.optClientNetmask)
  p.take(f.optClientScope)
  const size = length - 4
  const { at } = p
  if (size > 16) return void p.note(f.optBadLength)
  p.need(size)
  if (family === 1) p.add(f.optClientAddr4, at, size, u32(padded(p.bytes, at, size, 4), 0))
  else if (family === 2) p.add(f.optClientAddr6, at, size, padded(p.bytes, at, size, 16))
  else p.add(f.optClientAddr, at, size)
}
