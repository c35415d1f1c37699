/** IEEE 802.1Q (802.1ag) and ITU-T Y.1731, CFM: bridges check that a way through an Ethernet network is still there, and measure it. */
import { bits, bytes, ether, none, string, u16, u32, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { bitRows } from '../kit/bit-rows'

type Names = Readonly<Record<number, string>>
const opcodes: Names = {
  0: 'Reserved for IEEE 802.1',
  1: 'Continuity Check Message (CCM)',
  2: 'Loopback Reply (LBR)',
  3: 'Loopback Message (LBM)',
  4: 'Linktrace Reply (LTR)',
  5: 'Linktrace Message (LTM)',
  32: 'Generic Notification Message (GNM)',
  33: 'Alarm Indication Signal (AIS)',
  35: 'Lock Signal (LCK)',
  37: 'Test Signal (TST)',
  39: 'Automatic Protection Switching (APS)',
  40: 'Ring-Automatic Protection Switching (R-APS)',
  41: 'Maintenance Communication Channel (MCC)',
  42: 'Loss Measurement Reply (LMR)',
  43: 'Loss Measurement Message (LMM)',
  45: 'One Way Delay Measurement (1DM)',
  46: 'Delay Measurement Reply (DMR)',
  47: 'Delay Measurement Message (DMM)',
  48: 'Experimental OAM Reply (EXR)',
  49: 'Experimental OAM Message (EXM)',
  50: 'Vendor Specific Reply (VSR)',
  51: 'Vendor Specific Message (VSM)',
  52: 'Client Signal Fail (CSF)',
  53: 'One Way Synthetic Loss Measurement (1SL)',
  54: 'Synthetic Loss Reply (SLR)',
  55: 'Synthetic Loss Message (SLM)',
}
const items: Names = {
  0: 'End TLV',
  1: 'Sender ID TLV',
  2: 'Port Status TLV',
  3: 'Data TLV',
  4: 'Interface Status TLV',
  5: 'Reply Ingress TLV',
  6: 'Reply Egress TLV',
  7: 'LTM Egress Identifier TLV',
  8: 'LTR Egress Identifier TLV',
  13: 'Generic Notification Message TLV',
  31: 'Organizational-Specific TLV',
  32: 'Test TLV',
}
const intervals: Names = {
  0: 'invalid',
  1: 'Trans Int 3.33ms, max Lifetime 11.67ms, min Lifetime 10.83ms',
  2: 'Trans Int 10ms, max Lifetime 35ms, min Lifetime 32.5ms',
  3: 'Trans Int 100ms, max Lifetime 350ms, min Lifetime 325ms',
  4: 'Trans Int 1s, max Lifetime 3.5s, min Lifetime 3.25s',
  5: 'Trans Int 10s, max Lifetime 35s, min Lifetime 32.5s',
  6: 'Trans Int 1min, max Lifetime 3.5min, min Lifetime 3.25min',
  7: 'Trans Int 10min, max Lifetime 35min, min Lifetime 32.5min',
}
const CCM = 1
const MAID = 48
const opcodeName = (v: number): string => opcodes[v] ?? 'Unknown'
/** The letters that a message is known by. */
const shortName = (v: number): string | undefined => /\((.*)\)$/.exec(opcodes[v] ?? '')?.[1]

export const cfm = protocol({
  name: 'cfm',
  title: 'CFM EOAM 802.1ag/ITU Protocol',
  column: 'CFM',
  spec: 'IEEE 802.1Q',
  over: { ethertype: [0x8902] },
  fields: {
    level: bits('cfm.md.level', 'CFM MD Level', 0xe0, { help: 'Whose check it is: 7 the customer’s, 0 the link’s.' }),
    version: bits('cfm.version', 'CFM Version', 0x1f),
    opcode: u8('cfm.opcode', 'CFM OpCode', { names: opcodeName, help: 'Continuity checks are sent all the time.' }),
    flags: u8('cfm.flags', 'Flags', { display: 'hex' }),
    defect: bits('cfm.flags.rdi', 'RDI', 0x80, { help: 'The sender misses somebody.' }),
    checkReserved: bits('cfm.flags.ccm.reserved', 'Reserved', 0x78),
    interval: bits('cfm.flags.interval', 'Interval Field', 0x07, { names: intervals }),
    offset: u8('cfm.first.tlv.offset', 'First TLV Offset'),
    sequence: u32('cfm.ccm.seq.num', 'Sequence Number'),
    point: bits('cfm.ccm.ma.ep.id', 'Maintenance Association End Point Identifier', 0x1fff),
    association: none('cfm.ccm.maid', 'Maintenance Association Identifier (MEG ID)'),
    domainFormat: u8('cfm.maid.md.name.format', 'MD Name Format', {
      names: {
        0: 'Reserved for IEEE 802.1',
        1: 'No Maintenance Domain Name present',
        2: 'Domain name based string',
        3: 'MAC + 2-octet integer',
        4: 'Character string',
      },
    }),
    domainLength: u8('cfm.maid.md.name.length', 'MD Name Length'),
    domain: string('cfm.maid.md.name.string', 'MD Name (String)'),
    nameFormat: u8('cfm.maid.ma.name.format', 'Short MA Name (MEG ID) Format', {
      names: {
        0: 'Reserved for IEEE 802.1',
        1: 'Primary VID',
        2: 'Character String',
        3: 'Unsigned Integer 2-octet',
        4: 'RFC 2685 VPN ID',
        32: 'ICC-based Format',
      },
    }),
    nameLength: u8('cfm.maid.ma.name.length', 'Short MA Name (MEG ID) Length'),
    name: string('cfm.maid.ma.name.string', 'Short MA Name'),
    nameBytes: bytes('cfm.maid.ma.name.hex', 'Short MA Name'),
    padding: none('cfm.ccm.maid.padding', 'Zero-Padding'),
    loss: none('cfm.ccm.itu.t.y1731', 'Defined by ITU-T Y.1731'),
    sentFar: bytes('cfm.itu.txfcf', 'TxFCf'),
    receivedNear: bytes('cfm.itu.rxfcb', 'RxFCb'),
    sentNear: bytes('cfm.itu.txfcb', 'TxFCb'),
    reserved: bytes('cfm.itu.reserved', 'Reserved'),
    loopback: u32('cfm.lb.transaction.id', 'Loopback Transaction Identifier'),
    trace: u32('cfm.lt.transaction.id', 'Linktrace Transaction Identifier'),
    ttl: u8('cfm.lt.ttl', 'Linktrace TTL'),
    original: ether('cfm.ltm.orig.addr', 'Linktrace Message: Original Address'),
    target: ether('cfm.ltm.targ.addr', 'Linktrace Message:   Target Address'),
    relay: u8('cfm.ltr.relay.action', 'Linktrace Reply Relay Action', {
      names: { 1: 'RlyHit', 2: 'RlyFDB', 3: 'RlyMPDB' },
    }),
    check: none('cfm.ccm.pdu', 'CFM CCM PDU'),
    loopbackMessage: none('cfm.lbm.pdu', 'CFM LBM PDU'),
    loopbackReply: none('cfm.lbr.pdu', 'CFM LBR PDU'),
    traceMessage: none('cfm.ltm.pdu', 'CFM LTM PDU'),
    traceReply: none('cfm.ltr.pdu', 'CFM LTR PDU'),
    items: none('cfm.all.tlvs', 'CFM TLVs'),
    item: u8('cfm.tlv.type', 'TLV Type', { names: (v) => items[v] ?? 'Unknown' }),
    itemLength: u16('cfm.tlv.length', 'TLV Length'),
    data: bytes('cfm.tlv.data.value', 'Data Value'),
  },
  decode(p, _, f) {
    if (p.columns) p.say('')
    bitRows(p, 1, [f.level, f.version])
    const opcode = p.take(f.opcode)
    if (p.columns) p.say(`Type ${opcodes[opcode] ?? `Unknown (${opcode})`}`)
    const outer = p.outside()
    const offset = p.peek(1, 1)
    const first = p.at + 2 + offset
    const group = [f.check, f.loopbackReply, f.loopbackMessage, f.traceReply, f.traceMessage][opcode - 1]
    const was = p.open(
      group ? p.add(group, p.at, 2 + offset) : p.text(`CFM ${shortName(opcode) ?? 'Unknown'} PDU`, p.at, 2 + offset),
    )
    body(p, opcode)
    p.close(was)
    p.at = Math.min(Math.max(p.at, first), p.end)
    if (p.left) list(p)
    p.close(outer)
    p.at = p.end
  },
  heading: (p) => `CFM EOAM 802.1ag/ITU Protocol, Type ${opcodeName(p.peekAt(p.base + 1, 1))}`,
})

function body(p: Packet, opcode: number): void {
  const { f } = cfm
  p.take(f.flags)
  if (opcode === CCM) {
    const was = p.open(p.row(f.flags))
    p.at--
    bitRows(p, 1, [f.defect, f.checkReserved, f.interval])
    p.close(was)
  }
  p.take(f.offset)
  if (opcode === CCM) check(p)
  else if (opcode === 2 || opcode === 3) p.take(f.loopback)
  else if (opcode === 4 || opcode === 5) {
    p.take(f.trace)
    p.take(f.ttl)
    if (opcode === 4) p.take(f.relay)
    else {
      p.take(f.original)
      p.take(f.target)
    }
  }
}

function check(p: Packet): void {
  const { f } = cfm
  p.take(f.sequence)
  bitRows(p, 2, [f.point])
  p.need(MAID)
  const was = p.open(p.add(f.association, p.at, MAID))
  p.part(MAID, () => {
    const format = p.take(f.domainFormat)
    if (format !== 1) p.take(f.domain, p.take(f.domainLength))
    const kind = p.take(f.nameFormat)
    const length = p.take(f.nameLength)
    if (length) p.take(kind === 2 ? f.name : f.nameBytes, length)
    if (p.left) p.add(f.padding, p.at, p.left)
  })
  p.close(was)
  if (p.left < 16) return
  const loss = p.open(p.add(f.loss, p.at, 16))
  for (const field of [f.sentFar, f.receivedNear, f.sentNear, f.reserved]) p.take(field, 4)
  p.close(loss)
}

function list(p: Packet): void {
  const { f } = cfm
  const was = p.open(p.add(f.items, p.at, p.left))
  while (p.left > 0) {
    const type = p.peek(1)
    const length = type ? p.peek(2, 1) : 0
    const inner = p.open(
      p.text(`TLV: ${items[type] ?? 'Unknown'} (t=${type},l=${length})`, p.at, type ? 3 + length : 1),
    )
    p.take(f.item)
    if (type) {
      p.take(f.itemLength)
      if (length) p.take(f.data, length)
    }
    p.close(inner)
    if (!type) break
  }
  p.close(was)
}
