/** Objects of RSVP's messages (RFC 2205, appendix A; RFC 3209, RFC 2961). */
import { ipv4 as ipv4Text, ipv6 as ipv6Text } from '../../../bytes/read'
import { utf8Text } from '../../../bytes/text'
import type { Field } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import { etherTypes } from '../../../names/ether-types'
import { f } from './fields'
import { flow } from './flows'
import { errorValues, errors, styles } from './names'
import { route } from './routes'

interface Reader {
  group: Field
  kind: Field
  /** Reads what stands behind the object's head. Gives the line of the object, or what is added to its label. */
  read?(p: Packet, kind: number): string | undefined
}

/** Text of the address at the cursor, which the field then takes. */
function address(p: Packet, isSix: boolean, four: Field, six: Field): string {
  const at = p.take(isSix ? six : four, isSix ? 16 : 4)
  const from = isSix ? at : p.at - 4
  return p.indexing ? '' : isSix ? ipv6Text(p.bytes, from) : ipv4Text(p.bytes, from)
}
const rest = (p: Packet, field: Field): undefined => void (p.left && p.take(field, p.left))
const hex4 = (v: number): string => `0x${v.toString(16).padStart(4, '0')}`

function session(p: Packet, kind: number): string | undefined {
  if (kind === 1) {
    const to = address(p, false, f.to, f.to6)
    const carried = p.take(f.protocol)
    p.take(f.sessionFlags)
    return `SESSION: IPv4, Destination ${to}, Protocol ${carried}, Port ${p.take(f.port)}. `
  }
  if (kind === 7) {
    const to = address(p, false, f.to, f.to6)
    const call = p.take(f.call)
    const tunnel = p.take(f.tunnel)
    const extended = extendedId(p)
    return `SESSION: IPv4-LSP, Destination ${to}, Short Call ID ${call}, Tunnel ID ${tunnel}, Ext ID ${extended.toString(16)}. `
  }
  if (kind === 8) {
    const to = address(p, true, f.to, f.to6)
    p.skip(2)
    const tunnel = p.take(f.tunnel)
    return `SESSION: IPv6-LSP, Destination ${to}, Tunnel ID ${tunnel}, Ext ID ${address(p, true, f.to, f.extended6)}. `
  }
  return rest(p, f.sessionData)
}

function extendedId(p: Packet): number {
  const value = p.take(f.extended)
  p.label(p.records.count - 1, `Extended Tunnel ID: ${value} (${ipv4Text(p.bytes, p.at - 4)})`)
  return value
}

function template(name: string): (p: Packet, kind: number) => string | undefined {
  return (p, kind) => {
    if (kind === 1) {
      const from = address(p, false, f.senderAddress, f.source6)
      p.skip(2)
      return `${name}: IPv4, Sender ${from}, Port ${p.take(f.senderPort)}. `
    }
    if (kind === 7) {
      const from = address(p, false, f.senderAddress, f.source6)
      const call = p.peek(2)
      if (name === 'SENDER TEMPLATE') p.take(f.senderCall)
      else p.skip(2)
      return `${name}: IPv4-LSP, Tunnel Source: ${from}, Short Call ID: ${call}, LSP ID: ${p.take(f.lsp)}. `
    }
    if (kind === 2) {
      const from = address(p, true, f.senderAddress, f.source6)
      p.skip(2)
      return `${name}: IPv6, Sender ${from}, Port ${p.take(f.sourcePort)}. `
    }
    if (kind === 8) {
      const from = address(p, true, f.senderAddress, f.senderAddress6)
      p.skip(2)
      return `${name}: IPv6-LSP, Tunnel Source: ${from}, LSP ID: ${p.take(f.lsp)}. `
    }
    return rest(p, f.templateData)
  }
}

function error(p: Packet, kind: number): string | undefined {
  if (kind !== 1 && kind !== 2) return rest(p, f.data)
  const node = address(p, kind === 2, f.errorNode, f.errorNode6)
  p.take(f.errorFlags)
  const code = p.take(f.errorCode)
  const value = p.peek(2)
  const said = code === 0 ? `${value}` : `${errorValues[code]?.[value] ?? `Unknown (${value})`} (${value})`
  p.label(p.add(f.errorValue, p.at, 2, value), `Error value: ${said}`)
  p.skip(2)
  return `ERROR: ${kind === 1 ? 'IPv4' : 'IPv6'}, Error code: ${errors[code] ?? `Unknown (${code})`}, Value: ${value}, Error Node: ${node}`
}

function attribute(p: Packet, kind: number): string | undefined {
  if (kind !== 1 && kind !== 7) return rest(p, f.data)
  // RFC 3209 gives affinities the lower number; the reference reads it the other way round.
  if (kind === 1) {
    p.take(f.excludeAny)
    p.take(f.includeAny)
    p.take(f.includeAll)
  }
  const setup = p.take(f.setup)
  const hold = p.take(f.hold)
  const flags = p.take(f.attributeFlags)
  const length = p.take(f.nameLength)
  const at = p.take(f.name, Math.min(length, p.left))
  const words: readonly [number, string][] = [
    [1, 'Local Protection, '],
    [2, 'Label Recording, '],
    [4, 'SE Style, '],
    [8, 'Bandwidth Protection, '],
    [16, 'Node Protection, '],
  ]
  const said = words.map(([bit, word]) => (flags & bit ? word : '')).join('')
  return `SESSION ATTRIBUTE: SetupPrio ${setup}, HoldPrio ${hold}, ${said} [${utf8Text(p.bytes, at, p.at - at)}]`
}

function identifiers(name: string, flags: Field, epoch: Field, id: Field): (p: Packet) => string {
  return (p) => {
    p.take(flags)
    p.take(epoch)
    let count = 0
    let last = 0
    for (; p.left >= 4 && (name === 'MESSAGE-ID LIST' || !count); count++) last = p.take(id)
    return name === 'MESSAGE-ID LIST' ? `${name}: ${count} IDs` : `${name}: ${last}`
  }
}

export const readers: Readonly<Record<number, Reader>> = {
  1: { group: f.session, kind: f.kindSession, read: session },
  3: {
    group: f.hop,
    kind: f.kindHop,
    read(p, kind) {
      if (kind !== 1 && kind !== 2) return rest(p, f.data)
      const from = address(p, kind === 2, f.neighbour, f.neighbour6)
      p.take(f.interface)
      return `HOP: ${kind === 1 ? 'IPv4' : 'IPv6'}, ${from}`
    },
  },
  4: {
    group: f.integrity,
    kind: f.kindIntegrity,
    read(p) {
      p.take(f.integrityFlags)
      p.skip(1)
      p.take(f.key, 6)
      p.skip(8)
      return rest(p, f.hash)
    },
  },
  5: { group: f.time, kind: f.kindTime, read: (p) => `TIME VALUES: ${p.take(f.refresh)} ms` },
  6: { group: f.error, kind: f.kindError, read: error },
  8: {
    group: f.style,
    kind: f.kindStyle,
    read(p) {
      p.take(f.styleFlags)
      const style = p.take(f.styleValue)
      return `STYLE: ${styles[style] ?? 'Unknown'} (${style})`
    },
  },
  9: {
    group: f.flowspec,
    kind: f.kindFlow,
    read: (p, kind) => (kind === 2 ? `FLOWSPEC: ${flow(p, true)}` : rest(p, f.data)),
  },
  10: { group: f.filter, kind: f.kindTemplate, read: template('FILTERSPEC') },
  11: { group: f.sender, kind: f.kindTemplate, read: template('SENDER TEMPLATE') },
  12: {
    group: f.tspec,
    kind: f.kindTspec,
    read: (p, kind) => (kind === 2 ? `SENDER TSPEC: ${flow(p, false)}` : rest(p, f.data)),
  },
  13: { group: f.adspec, kind: f.kindAdspec },
  14: { group: f.policy, kind: f.kindPolicy, read: (p) => rest(p, f.policyData) },
  15: {
    group: f.confirm,
    kind: f.kindConfirm,
    read: (p, kind) => `CONFIRM: Receiver ${address(p, kind === 2, f.receiver, f.receiver6)}`,
  },
  16: {
    group: f.label,
    kind: f.kindLabel,
    read: (p, kind) =>
      kind === 1
        ? `LABEL: ${p.take(f.labelValue)}`
        : kind === 2
          ? `LABEL: Generalized: ${hex8(p.take(f.general))}`
          : rest(p, f.data),
  },
  19: {
    group: f.request,
    kind: f.kindRequest,
    read(p, kind) {
      if (kind !== 1) return rest(p, f.data)
      p.skip(2)
      const type = p.take(f.requested)
      return `LABEL REQUEST: Basic: L3PID: ${etherTypes[type] ?? 'Unknown'} (${hex4(type)})`
    },
  },
  20: { group: f.explicit, kind: f.kindExplicit, read: (p) => `EXPLICIT ROUTE: ${route(p, true)}` },
  21: { group: f.record, kind: f.kindRecord, read: (p) => `RECORD ROUTE: ${route(p, false)}` },
  22: {
    group: f.hello,
    kind: f.kindHello,
    read(p, kind) {
      const source = p.take(f.source)
      const to = p.take(f.destination)
      return `HELLO Request/Ack: ${kind === 1 ? 'REQUEST' : 'ACK'}. Src Instance: 0x${source.toString(16)}. Dest Instance: 0x${to.toString(16)}. `
    },
  },
  23: {
    group: f.message,
    kind: f.kindMessage,
    read: identifiers('MESSAGE-ID', f.messageFlags, f.messageEpoch, f.messageId),
  },
  24: { group: f.ack, kind: f.kindAck, read: identifiers('MESSAGE-ID ACK', f.ackFlags, f.ackEpoch, f.ackId) },
  25: { group: f.list, kind: f.kindList, read: identifiers('MESSAGE-ID LIST', f.listFlags, f.listEpoch, f.listId) },
  131: {
    group: f.restart,
    kind: f.kindRestart,
    read(p) {
      const restart = p.take(f.restartTime)
      return `RESTART CAPABILITY: Restart Time: ${restart} ms. Recovery Time: ${p.take(f.recoveryTime)} ms.`
    },
  },
  207: { group: f.attribute, kind: f.kindAttribute, read: attribute },
}
const hex8 = (n: number): string => `0x${n.toString(16).padStart(8, '0')}`
const UNKNOWN: Reader = { group: f.unknown, kind: f.kindUnknown }
/** Classes whose line is part of what the message says in Info. */
const SAID = new Set([1, 10, 11])

/** Reads one object. Gives what Info and the heading say of it: only sessions and senders are named there. */
export function object(p: Packet): string {
  const length = p.peek(2)
  const number = p.peek(1, 2)
  const kind = p.peek(1, 3)
  const { group, kind: kindField, read } = readers[number] ?? UNKNOWN
  const row = p.add(group, p.at, length)
  const was = p.open(row)
  let said: string | undefined
  p.need(Math.max(4, length))
  p.part(Math.max(4, length), () => {
    p.take(f.objectLength)
    p.take(f.object)
    p.take(kindField)
    said = read ? read(p, kind) : rest(p, f.data)
  })
  if (said !== undefined) p.label(row, said)
  p.close(was)
  return SAID.has(number) ? (said ?? '') : ''
}
