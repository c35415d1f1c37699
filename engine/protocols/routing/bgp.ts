/** RFC 4271, BGP-4: how networks of the Internet tell each other which addresses they reach, with the multiprotocol routes of RFC 4760. */
import type { Packet } from '../../dissect/packet'
import { MORE, protocol } from '../../dissect/protocol'
import { attributes } from './bgp/attributes'
import { f } from './bgp/fields'
import { capabilities, messageTypes } from './bgp/names'
import { prefixes } from './bgp/prefixes'

const HEADER = 19
const messageName = (type: number): string =>
  messageTypes[type] ?? `Unknown message type (0x${type.toString(16).padStart(2, '0')})`
const marked = (p: Packet): boolean =>
  p.peek(4) === 0xffffffff && p.peek(4, 4) === 0xffffffff && p.peek(4, 8) === 0xffffffff && p.peek(4, 12) === 0xffffffff

export const bgp = protocol({
  name: 'bgp',
  title: 'Border Gateway Protocol',
  column: 'BGP',
  spec: 'RFC 4271',
  over: { 'tcp.port': [179] },
  looks: (p) => marked(p) && p.peek(2, 16) >= HEADER,
  messages: {
    cut: (p) => (p.left < 18 ? MORE : Math.max(HEADER, p.peek(2, 16))),
    isSized: true,
  },
  fields: f,
  decode(p) {
    if (p.info && p.nth() > 0) p.fence(', ')
    const type = p.peek(1, 18)
    if (p.columns) p.say(messageName(type))
    p.take(f.marker, 16)
    const length = p.take(f.length)
    p.take(f.type)
    p.limit(length - HEADER)
    if (type === 1) open(p)
    else if (type === 2) update(p)
    else if (type === 3) notification(p)
    else if (type === 5 || type === 128) {
      p.take(f.refreshAfi)
      p.take(f.refreshSubtype)
      p.take(f.refreshSafi)
    }
    p.at = p.end
  },
  heading: (p) => `Border Gateway Protocol - ${messageName(p.peekAt(p.base + 18, 1))}`,
})

function open(p: Packet): void {
  p.take(f.version)
  p.take(f.myAs)
  p.take(f.holdTime)
  p.take(f.identifier)
  const size = p.take(f.parametersLength)
  if (!size) return
  p.need(size)
  const was = p.open(p.add(f.parameters, p.at, size))
  p.part(size, () => {
    while (p.left >= 2) parameter(p)
  })
  p.close(was)
}

function parameter(p: Packet): void {
  const type = p.peek(1)
  const length = p.peek(1, 1)
  const row = p.add(f.parameter, p.at, 2 + length)
  p.label(row, `Optional Parameter: ${type === 2 ? 'Capability' : type === 1 ? 'Authentication' : 'Unknown'}`)
  const was = p.open(row)
  p.take(f.parameterType)
  p.take(f.parameterLength)
  p.need(length)
  p.part(length, () => {
    if (type === 2) while (p.left >= 2) capability(p)
    else if (p.left) p.take(f.unknownParameter, p.left)
  })
  p.close(was)
}

function capability(p: Packet): void {
  const type = p.peek(1)
  const length = p.peek(1, 1)
  const row = p.add(f.capability, p.at, 2 + length)
  p.label(row, `Capability: ${capabilities[type] ?? 'Unknown capability'}`)
  const was = p.open(row)
  p.take(f.capabilityType)
  p.take(f.capabilityLength)
  p.need(length)
  p.part(length, () => {
    if (type === 1 && length === 4) {
      p.take(f.capabilityAfi)
      p.take(f.capabilityReserved, 1)
      p.take(f.capabilitySafi)
    } else if (type === 65 && length === 4) p.take(f.capabilityAs4)
    else if (type === 64 && length >= 2) {
      const timers = p.take(f.restart)
      if (timers & 0x8000)
        p.label(p.row(f.restart), `Restart Timers: 0x${timers.toString(16).padStart(4, '0')}, Restart state`)
      while (p.left >= 4) {
        p.take(f.restartAfi)
        p.take(f.restartSafi)
        if (p.take(f.restartFlags) & 0x80) p.label(p.row(f.restartFlags), 'Flag: 0x80, Preserve forwarding state')
      }
    } else if (type === 5) {
      while (p.left >= 6) for (const field of [f.hopAfi, f.hopSafi, f.hopNext]) p.take(field)
    } else if (type === 69)
      while (p.left >= 4) {
        p.take(f.addPathAfi)
        p.take(f.addPathSafi)
        p.take(f.addPathWay)
      }
    else if (type === 73 && length >= 2) {
      p.take(f.hostName, p.take(f.hostNameLength))
      p.take(f.domainName, p.take(f.domainNameLength))
    } else if (p.left) p.take(f.capabilityUnknown, p.left)
  })
  p.close(was)
}

function update(p: Packet): void {
  const withdrawn = p.take(f.withdrawnLength)
  if (withdrawn) {
    p.need(withdrawn)
    const was = p.open(p.add(f.withdrawn, p.at, withdrawn))
    p.part(withdrawn, () => prefixes(p, f.withdrawnPrefix, 4, 'Withdrawn route prefix length'))
    p.close(was)
  }
  const size = p.take(f.attributesLength)
  if (size) {
    p.need(size)
    const was = p.open(p.add(f.attributes, p.at, size))
    p.part(size, () => attributes(p))
    p.close(was)
  }
  if (!p.left) return
  const was = p.open(p.add(f.reached, p.at, p.left))
  prefixes(p, f.reachedPrefix, 4, 'NLRI prefix length')
  p.close(was)
}

function notification(p: Packet): void {
  const code = p.take(f.errorCode)
  const minor = [
    f.minorOther,
    f.minorHeader,
    f.minorOpen,
    f.minorUpdate,
    f.minorHold,
    f.minorState,
    f.minorCease,
    f.minorCapability,
  ]
  const field = minor[code] ?? f.minorOther
  const subcode = p.take(field)
  if (field === f.minorOther) {
    const was = p.open(p.row(field))
    p.note(f.unknownError, `Unknown notification error (${code})`, p.at - 1, 1)
    p.close(was)
  }
  if (!p.left) return
  if (code === 2 && subcode === 2 && (p.left === 2 || p.left === 4)) p.take(f.badPeer, p.left)
  // RFC 9003: words of whoever shut the session down or reset it.
  else if (code === 6 && (subcode === 2 || subcode === 4) && p.peek(1) === p.left - 1) {
    const size = p.take(f.wordsLength)
    if (size) p.take(f.words, size)
  } else p.take(f.errorData, p.left)
}
