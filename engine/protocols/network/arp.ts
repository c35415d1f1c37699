/**
 * RFC 826, 903 (RARP), 2390 (InARP), 5227 (probes and announcements). Asks which hardware address belongs to a network address, and answers.
 *
 *   0                 2                 4        5        6                 8
 *   +-----------------+-----------------+--------+--------+-----------------+
 *   | hardware type   | protocol type   | sizes of both   | opcode          |
 *   +-----------------+-----------------+--------+--------+-----------------+
 *   | sender hardware | sender protocol | target hardware | target protocol |
 *   +-----------------+-----------------+-----------------+-----------------+
 */
import { ether as etherText, hex, ipv4 as ipv4Text, u32, u48 } from '../../bytes/read'
import {
  bool,
  bytes,
  duration,
  ether,
  expert,
  framenum,
  ipv4,
  none,
  u16,
  u32 as u32Field,
  u8,
} from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { flag, number } from '../../dissect/preference'
import { protocol } from '../../dissect/protocol'
import { addressOwners, probes, SENDER, TARGET } from '../../flows/address-owners'
import { networkOf } from '../../flows/arp-network'
import { requestStorms } from '../../flows/arp-storm'
import { arpAnswered, arpAsked, arpExchanges } from '../../flows/arp-exchanges'
import { ERROR, family, operations, operationText, REPLY, REQUEST } from '../../names/arp'
import { etherTypes } from '../../names/ether-types'
import { hardwareTypes } from '../../names/hardware-types'
import { arpHelp } from './arp-help'

const storms = {
  detect: flag('arp.detect_request_storms', false, 'Looks for storms of ARP requests.'),
  packets: number('arp.detect_storm_number_of_packets', 30, 'So many requests within the period are a storm.'),
  period: number('arp.detect_storm_period', 100, 'Milliseconds within which requests are counted.'),
}

export const arp = protocol({
  preferences: storms,
  name: 'arp',
  title: 'Address Resolution Protocol',
  shortName: 'ARP/RARP',
  spec: 'RFC 826',
  help: {
    ...arpHelp,
    'arp.duplicate-address-detected': 'Two hardware addresses use the same IP address.',
    'arp.seconds-since-duplicate-address-frame': 'Seconds since that earlier frame.',
    arp: 'Turns an IP address into a hardware address. It lies in an Ethernet frame itself, without IP (RFC 826).',
  },
  over: { ethertype: [0x0806, 0x8035], 'llc.dsap': [0x98] },
  header: {
    hardware: u16('arp.hw.type', 'Hardware type', {
      names: hardwareTypes,
      help: 'Kind of link that the hardware addresses belong to; 1 is Ethernet.',
    }),
    network: u16('arp.proto.type', 'Protocol type', {
      display: 'hex',
      names: etherTypes,
      help: 'Kind of the network addresses, as an EtherType; 0x0800 is IPv4.',
    }),
    hardwareSize: u8('arp.hw.size', 'Hardware size', { help: 'Bytes of a hardware address: 6 for Ethernet.' }),
    networkSize: u8('arp.proto.size', 'Protocol size', { help: 'Bytes of a network address: 4 for IPv4.' }),
    operation: u16('arp.opcode', 'Opcode', {
      names: operations,
      help: 'What this is: 1 asks who has an address, 2 answers.',
    }),
  },
  fields: {
    gratuitous: bool('arp.isgratuitous', 'Is gratuitous', {
      generated: true,
      help: 'Sender and target are the same address: nobody is expected to answer, everybody is to learn it.',
    }),
    probe: bool('arp.isprobe', 'Is probe', {
      generated: true,
      help: 'A question without an address of one’s own: asked before an address is used, in case somebody has it.',
    }),
    announcement: bool('arp.isannouncement', 'Is announcement', {
      generated: true,
      help: 'A host says that it uses an address from now on.',
    }),
    senderMac: ether('arp.src.hw_mac', 'Sender MAC address', { help: 'Hardware address of whoever sent this.' }),
    senderHardware: bytes('arp.src.hw', 'Sender hardware address'),
    senderIp: ipv4('arp.src.proto_ipv4', 'Sender IP address', { help: 'IPv4 address of whoever sent this.' }),
    senderNetwork: bytes('arp.src.proto', 'Sender protocol address'),
    targetMac: ether('arp.dst.hw_mac', 'Target MAC address', {
      help: 'In a question: not known yet, hence zero. In an answer: whoever asked.',
    }),
    targetHardware: bytes('arp.dst.hw', 'Target hardware address'),
    targetIp: ipv4('arp.dst.proto_ipv4', 'Target IP address', {
      help: 'In a question: the address whose owner is looked for. In an answer: whoever asked.',
    }),
    targetNetwork: bytes('arp.dst.proto', 'Target protocol address'),
    errorStatus: u16('arp.dst.drarp_error_status', 'DRARP error status', {
      names: { 1: 'restricted', 2: 'no address', 3: 'serverdown', 4: 'moved', 5: 'failure' },
    }),
    duplicateFrame: framenum('arp.duplicate-address-frame', 'Frame showing earlier use of IP address', {
      generated: true,
      help: 'An earlier packet in which another adapter used the same address.',
    }),
    duplicateSeconds: u32Field('arp.seconds-since-duplicate-address-frame', 'Seconds since earlier frame seen', {
      generated: true,
    }),
    responseIn: framenum('arp.response_in', 'Response In', {
      generated: true,
      help: 'The packet in which this question is answered.',
    }),
    responseTo: framenum('arp.response_to', 'Request In', {
      generated: true,
      help: 'The question that this answers: the newest one for this address by the host that the answer names.',
    }),
    time: duration('arp.time', 'Time', { generated: true, help: 'From the question to its first answer.' }),
    noResponse: none('arp.no_response', 'No response seen', {
      generated: true,
      help: 'Nobody has answered in this capture. For a probe that is the answer: the address is free.',
    }),
    storm: expert('arp.packet-storm-detected', 'note', 'Sequence', 'ARP packet storm detected'),
    probeConflict: expert('arp.probe_conflict', 'warn', 'Sequence', 'Another host probes the same address'),
    otherSource: expert(
      'arp.sender_not_frame_source',
      'note',
      'Protocol',
      'Sender MAC address is not the source of the frame',
    ),
    duplicate: expert('arp.duplicate-address-detected', 'warn', 'Sequence', 'Duplicate IP address configured'),
  },
  decode(p, h, f) {
    const hardwareSize = p.u8(h.hardwareSize)
    const networkSize = p.u8(h.networkSize)
    const operation = p.u16(h.operation)
    if (!p.indexing && p.columns) p.name(family(operation))
    const size = 2 * (hardwareSize + networkSize)
    p.limit(size)
    p.need(size)
    const onIp = p.u16(h.network) === 0x0800 && networkSize === 4
    const onEther = hasMac(p.u16(h.hardware)) && hardwareSize === 6
    const usual = onIp && onEther && (operation === REQUEST || operation === REPLY)
    const sender = p.at
    const target = sender + hardwareSize + networkSize
    if (usual && p.first) {
      const owners = p.recall(addressOwners)
      const { number, seconds } = p.frame
      const network = networkOf(p)
      owners.see(number, seconds, SENDER, network, u32(p.bytes, sender + 6), u48(p.bytes, sender))
      if (answersOther(p, operation, sender))
        owners.see(number, seconds, TARGET, network, u32(p.bytes, target + 6), u48(p.bytes, target))
    }
    if (operation === REQUEST && p.first && p.prefer(storms.detect)) {
      const time = p.frame.seconds * 1e9 + p.frame.nanos
      p.recall(requestStorms).see(p.frame.number, time, p.prefer(storms.packets), p.prefer(storms.period))
    }
    const kind = usual ? kindOf(p, operation, sender) : kindElsewhere(p, sender)
    if (kind === 'probe' && p.first)
      p.recall(probes).see(
        p.frame.number,
        p.frame.seconds,
        networkOf(p),
        u32(p.bytes, target + 6),
        u48(p.bytes, sender),
      )
    const asks = operation === REQUEST && (kind === '' || kind === 'probe')
    const exchange = !usual ? 0 : asks ? arpAsked(p, sender) : kind === '' ? arpAnswered(p, sender) : 0
    if (p.indexing) return
    if (kind === 'probe') p.set(f.probe, 1)
    else if (kind) p.set(f.gratuitous, 1)
    if (kind === 'announcement') p.set(f.announcement, 1)
    if (hardwareSize) p.take(onEther ? f.senderMac : f.senderHardware, hardwareSize)
    if (networkSize) p.take(onIp ? f.senderIp : f.senderNetwork, networkSize)
    if (hardwareSize) p.take(onEther ? f.targetMac : f.targetHardware, hardwareSize)
    if (operation === ERROR && networkSize) p.take(f.errorStatus, 1)
    else if (networkSize) p.take(onIp ? f.targetIp : f.targetNetwork, networkSize)
    if (usual) {
      showConflict(p, SENDER, sender)
      if (answersOther(p, operation, sender)) showConflict(p, TARGET, target)
    }
    if (usual) showDoubts(p, sender, kind)
    if (p.recall(requestStorms).isStorm(p.frame.number)) showStorm(p)
    if (exchange) showExchange(p, exchange, asks)
  },
  heading(p, h) {
    const operation = p.u16(h.operation)
    const kind = isUsual(p) ? kindOf(p, operation, p.at) : kindElsewhere(p, p.at)
    const title = 'Address Resolution Protocol'
    if (kind === 'probe') return `${title} (ARP Probe)`
    if (kind === 'announcement') return `${title} (ARP Announcement)`
    const name = operations[operation]
    if (name === undefined) return `${title} (opcode 0x${operation.toString(16).padStart(4, '0')})`
    return `${title} (${name}${kind ? '/gratuitous ARP' : ''})`
  },
  summary(p, h) {
    const operation = p.u16(h.operation)
    const hardwareSize = p.u8(h.hardwareSize)
    const networkSize = p.u8(h.networkSize)
    // A packet that is cut off says nothing.
    if (p.left < 2 * (hardwareSize + networkSize)) return ''
    const pair = (at: number): { hardware: string; network: string } => ({
      hardware: addressText(
        p,
        at,
        hardwareSize,
        hasMac(p.u16(h.hardware)) && hardwareSize === 6 ? etherText : undefined,
      ),
      network: addressText(
        p,
        at + hardwareSize,
        networkSize,
        p.u16(h.network) === 0x0800 && networkSize === 4 ? ipv4Text : undefined,
      ),
    })
    const sender = pair(p.at)
    const target = pair(p.at + hardwareSize + networkSize)
    const usual = isUsual(p)
    const kind = usual ? kindOf(p, operation, p.at) : kindElsewhere(p, p.at)
    return (
      (kind === 'probe'
        ? `Who has ${target.network}? (ARP Probe)`
        : kind === 'announcement'
          ? `ARP Announcement for ${target.network}`
          : kind === 'gratuitous'
            ? `Gratuitous ARP for ${target.network} (${operation === REQUEST ? 'Request' : 'Reply'})`
            : operationText(operation, sender, target)) + (usual ? conflictText(p, operation) : '')
    )
  },
})

/** Links whose hardware addresses are MAC addresses: Ethernet and IEEE 802 networks. */
const hasMac = (hardware: number): boolean => hardware === 1 || hardware === 6

/** Bytes of an address that the row shows, as lines of the tree do. */
const SHOWN = 36

const addressText = (
  p: Packet,
  at: number,
  size: number,
  usual: ((bytes: Uint8Array, at: number) => string) | undefined,
): string =>
  size === 0
    ? '<No address>'
    : usual
      ? usual(p.bytes, at)
      : hex(p.bytes, at, Math.min(size, SHOWN)) + (size > SHOWN ? '…' : '')

/** A question or an answer about IPv4 on Ethernet, whole. */
function isUsual(p: Packet): boolean {
  const { h } = arp
  const operation = p.u16(h.operation)
  return (
    (operation === REQUEST || operation === REPLY) &&
    hasMac(p.u16(h.hardware)) &&
    p.u16(h.network) === 0x0800 &&
    p.u8(h.hardwareSize) === 6 &&
    p.u8(h.networkSize) === 4 &&
    p.left >= 20
  )
}

/** What a question or answer is beyond that, by its four addresses (RFC 5227); `sender` is where they start. */
function kindOf(p: Packet, operation: number, sender: number): '' | 'gratuitous' | 'announcement' | 'probe' {
  const senderIp = u32(p.bytes, sender + 6)
  const noTarget = u48(p.bytes, sender + 10) === 0
  if (senderIp === u32(p.bytes, sender + 16)) return operation === REQUEST && noTarget ? 'announcement' : 'gratuitous'
  return operation === REQUEST && noTarget && senderIp === 0 ? 'probe' : ''
}

/** The same on links with other addresses than Ethernet's, where both network addresses are the same. */
function kindElsewhere(p: Packet, sender: number): '' | 'gratuitous' | 'announcement' {
  const { h } = arp
  const operation = p.u16(h.operation)
  const hardware = p.u8(h.hardwareSize)
  const onIp = p.u16(h.network) === 0x0800 && p.u8(h.networkSize) === 4
  if (!onIp || (operation !== REQUEST && operation !== REPLY) || p.end - sender < 2 * (hardware + 4)) return ''
  const target = sender + hardware + 4
  if (u32(p.bytes, sender + hardware) !== u32(p.bytes, target + hardware)) return ''
  const noTarget = hardware >= 6 && u48(p.bytes, target) === 0
  return operation === REQUEST && noTarget ? 'announcement' : 'gratuitous'
}

/** An answer also tells where the one who asked is, unless it is about the sender alone. */
const answersOther = (p: Packet, operation: number, sender: number): boolean =>
  operation === REPLY && u32(p.bytes, sender + 6) !== u32(p.bytes, sender + 16)

/** What answers this, or what this answers. */
function showExchange(p: Packet, exchange: number, asks: boolean): void {
  const { f } = arp
  const pairs = p.recall(arpExchanges)
  const answer = pairs.answerOf(exchange)
  if (!asks) {
    p.set(f.responseTo, pairs.requestOf(exchange))
    if (answer === p.frame.number) p.set(f.time, pairs.delay(exchange))
  } else if (answer) p.set(f.responseIn, answer)
  else p.set(f.noResponse, 1)
}

/** Layers that may lie between a frame's addresses and ARP. */
const BETWEEN = new Set(['ethertype', 'vlan'])

/** What is not said by the packet, but makes it doubtful. */
function showDoubts(p: Packet, sender: number, kind: string): void {
  const { f } = arp
  const other = kind === 'probe' ? p.recall(probes).conflict(p.frame.number) : 0
  if (other)
    p.note(
      f.probeConflict,
      `Another host probes ${ipv4Text(p.bytes, sender + 16)}, too: neither may use it (RFC 5227, 2.1.1)`,
    )
  let k = p.layer - 1
  while (k > 0 && BETWEEN.has(p.layerProtocol[k]!.name)) k--
  if (p.layerProtocol[k]!.name !== 'eth' || p.sources.length) return
  const source = u48(p.bytes, p.layerBase[k]! + 6)
  if (source !== u48(p.bytes, sender))
    p.note(
      f.otherSource,
      `Sender MAC address ${etherText(p.bytes, sender)} is not the source of the frame, ${macText(source)}`,
    )
}

function showStorm(p: Packet): void {
  const { f } = arp
  p.note(f.storm, `ARP packet storm detected (${p.prefer(storms.packets)} packets in < ${p.prefer(storms.period)} ms)`)
}

function showConflict(p: Packet, which: 0 | 1, pair: number): void {
  const { f } = arp
  const address = u32(p.bytes, pair + 6)
  const found = p.recall(addressOwners).conflict(p.frame.number, which, networkOf(p), address)
  if (!found) return
  const was = p.outside()
  const text = ipv4Text(p.bytes, pair + 6)
  if (p.drawing)
    p.open(
      p.text(
        `[Duplicate IP address detected for ${text} (${etherText(p.bytes, pair)}) - also in use by ${macText(found.mac)} (frame ${found.frame})]`,
        pair,
        10,
      ),
    )
  const inner = p.open(p.set(f.duplicateFrame, found.frame))
  p.note(f.duplicate, `Duplicate IP address configured (${text})`)
  p.close(inner)
  p.set(f.duplicateSeconds, found.seconds)
  p.close(was)
}

/** Answers are judged by the address that they are for. */
function conflictText(p: Packet, operation: number): string {
  const which = answersOther(p, operation, p.at) ? TARGET : SENDER
  const at = p.at + 6 + 10 * which
  return p.recall(addressOwners).conflict(p.frame.number, which, networkOf(p), u32(p.bytes, at))
    ? ` (duplicate use of ${ipv4Text(p.bytes, at)} detected!)`
    : ''
}

const macText = (mac: number): string =>
  mac
    .toString(16)
    .padStart(12, '0')
    .replace(/(..)(?=.)/g, '$1:')
