/** IEEE 1588, PTP: clocks set themselves by each other to less than a microsecond, over Ethernet or UDP. Version 2 only. */
import { hex } from '../../bytes/read'
import { bit, bits, bytes, double, i16, i32, i8, u16, u32, u48, u64, u8 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'

const messages: Readonly<Record<number, string>> = {
  0x0: 'Sync Message',
  0x1: 'Delay_Req Message',
  0x2: 'Peer_Delay_Req Message',
  0x3: 'Peer_Delay_Resp Message',
  0x8: 'Follow_Up Message',
  0x9: 'Delay_Resp Message',
  0xa: 'Peer_Delay_Resp_Follow_Up Message',
  0xb: 'Announce Message',
  0xc: 'Signalling Message',
  0xd: 'Management Message',
}
const controls: Readonly<Record<number, string>> = {
  0: 'Sync Message',
  1: 'Delay_Req Message',
  2: 'Follow_Up Message',
  3: 'Delay_Resp Message',
  4: 'Management Message',
  5: 'Other Message',
}
const sources: Readonly<Record<number, string>> = {
  0x10: 'ATOMIC_CLOCK',
  0x20: 'GPS',
  0x30: 'TERRESTRIAL_RADIO',
  0x40: 'PTP',
  0x50: 'NTP',
  0x60: 'HAND_SET',
  0x90: 'OTHER',
  0xa0: 'INTERNAL_OSCILLATOR',
}
const accuracies: Readonly<Record<number, string>> = {
  0x20: 'The time is accurate to within 25 ns',
  0x21: 'The time is accurate to within 100 ns',
  0x22: 'The time is accurate to within 250 ns',
  0x23: 'The time is accurate to within 1 us',
  0x24: 'The time is accurate to within 2.5 us',
  0x25: 'The time is accurate to within 10 us',
  0x26: 'The time is accurate to within 25 us',
  0x27: 'The time is accurate to within 100 us',
  0x28: 'The time is accurate to within 250 us',
  0x29: 'The time is accurate to within 1 ms',
  0xfe: 'Accuracy Unknown',
}
const stamp = (name: string, label: string) => [
  u48(`ptp.v2.${name}.seconds`, `${label} (seconds)`, { width: 8 }),
  i32(`ptp.v2.${name}.nanoseconds`, `${label} (nanoseconds)`),
]
const origin = stamp('sdr.origintimestamp', 'originTimestamp')
const precise = stamp('fu.preciseorigintimestamp', 'preciseOriginTimestamp')
const receive = stamp('dr.receivetimestamp', 'receiveTimestamp')
const announced = stamp('an.origintimestamp', 'originTimestamp')
const keyed = (prefix: string, list: readonly Field[]): Record<string, Field> =>
  Object.fromEntries(list.map((field, i) => [`${prefix}${i}`, field]))

export const ptp = protocol({
  name: 'ptp',
  title: 'Precision Time Protocol (IEEE1588)',
  column: 'PTPv2',
  shortName: 'PTP',
  spec: 'IEEE 1588',
  over: { 'udp.port': [319, 320], ethertype: [0x88f7] },
  fields: {
    major: bits('ptp.v2.majorsdoid', 'majorSdoId', 0xf0, { display: 'hex', names: { 1: 'gPTP Domain', 2: 'CMLDS' } }),
    message: bits('ptp.v2.messagetype', 'messageType', 0x0f, { display: 'hex', names: messages }),
    minorVersion: bits('ptp.v2.minorversionptp', 'minorVersionPTP', 0xf0),
    version: bits('ptp.v2.versionptp', 'versionPTP', 0x0f),
    length: u16('ptp.v2.messagelength', 'messageLength'),
    domain: u8('ptp.v2.domainnumber', 'domainNumber', { help: 'Clocks of other domains are not listened to.' }),
    minor: u8('ptp.v2.minorsdoid', 'minorSdoId'),
    flags: u16('ptp.v2.flags', 'flags', {
      display: 'hex',
      of: {
        security: bit('ptp.v2.flags.security', 'PTP_SECURITY', 0x8000),
        specific2: bit('ptp.v2.flags.specific2', 'PTP profile Specific 2', 0x4000),
        specific1: bit('ptp.v2.flags.specific1', 'PTP profile Specific 1', 0x2000),
        unicast: bit('ptp.v2.flags.unicast', 'PTP_UNICAST', 0x0400),
        twoStep: bit('ptp.v2.flags.twostep', 'PTP_TWO_STEP', 0x0200),
        alternate: bit('ptp.v2.flags.alternatemaster', 'PTP_ALTERNATE_MASTER', 0x0100),
        uncertain: bit('ptp.v2.flags.synchronizationUncertain', 'SYNCHRONIZATION_UNCERTAIN', 0x0040),
        frequency: bit('ptp.v2.flags.frequencytraceable', 'FREQUENCY_TRACEABLE', 0x0020),
        time: bit('ptp.v2.flags.timetraceable', 'TIME_TRACEABLE', 0x0010),
        timescale: bit('ptp.v2.flags.timescale', 'PTP_TIMESCALE', 0x0008),
        utc: bit('ptp.v2.flags.utcreasonable', 'PTP_UTC_REASONABLE', 0x0004),
        leap59: bit('ptp.v2.flags.li59', 'PTP_LI_59', 0x0002),
        leap61: bit('ptp.v2.flags.li61', 'PTP_LI_61', 0x0001),
      },
    }),
    correction: u48('ptp.v2.correction.ns', 'correction', { width: 8, show: (v) => `Ns: ${v} nanoseconds` }),
    fraction: double('ptp.v2.correction.subns', 'correctionSubNs'),
    specific: u32('ptp.v2.messagetypespecific', 'messageTypeSpecific'),
    clock: u64('ptp.v2.clockidentity', 'ClockIdentity', { display: 'hex', help: 'The clock that sends this.' }),
    vendor: bytes('ptp.v2.clockidentity_manuf', 'MAC Vendor'),
    port: u16('ptp.v2.sourceportid', 'SourcePortID'),
    sequence: u16('ptp.v2.sequenceid', 'sequenceId'),
    control: u8('ptp.v2.controlfield', 'controlField', { names: controls }),
    period: i8('ptp.v2.logmessageperiod', 'logMessagePeriod'),
    ...keyed('origin', origin),
    ...keyed('precise', precise),
    ...keyed('receive', receive),
    ...keyed('announced', announced),
    precise32: u32('ptp.v2.fu.preciseorigintimestamp.32bit', 'preciseOriginTimestamp (32bit)'),
    requester: u64('ptp.v2.dr.requestingsourceportidentity', 'requestingSourcePortIdentity', { display: 'hex' }),
    requesterPort: u16('ptp.v2.dr.requestingsourceportid', 'requestingSourcePortId'),
    utc: i16('ptp.v2.an.origincurrentutcoffset', 'originCurrentUTCOffset'),
    priority1: u8('ptp.v2.an.priority1', 'priority1', { help: 'The lowest one becomes the master clock.' }),
    class: u8('ptp.v2.an.grandmasterclockclass', 'grandmasterClockClass'),
    accuracy: u8('ptp.v2.an.grandmasterclockaccuracy', 'grandmasterClockAccuracy', {
      display: 'hex',
      names: accuracies,
    }),
    variance: u16('ptp.v2.an.grandmasterclockvariance', 'grandmasterClockVariance'),
    priority2: u8('ptp.v2.an.priority2', 'priority2'),
    master: u64('ptp.v2.an.grandmasterclockidentity', 'grandmasterClockIdentity', { display: 'hex' }),
    steps: u16('ptp.v2.an.localstepsremoved', 'localStepsRemoved'),
    source: u8('ptp.v2.timesource', 'TimeSource', { display: 'hex', names: sources }),
    rest: bytes('ptp.v2.rest', 'Data'),
  },
  decode(p, _, f) {
    if ((p.peek(1, 1) & 15) !== 2) return p.rest()
    const type = p.peek(1) & 15
    if (p.columns) p.say(messages[type] ?? 'Unknown PTP Message (' + type + ')')
    nibbles(p, f.major, f.message)
    nibbles(p, f.minorVersion, f.version)
    p.limit(p.take(f.length) - 4)
    p.take(f.domain)
    p.take(f.minor)
    p.take(f.flags)
    correction(p)
    p.take(f.specific)
    clock(p)
    p.take(f.port)
    p.take(f.sequence)
    p.take(f.control)
    p.take(f.period)
    body(p, type)
    p.limit(0)
  },
})

function nibbles(p: Packet, high: Field, low: Field): void {
  const v = p.peek(1)
  p.add(high, p.at, 1, v >>> 4)
  p.add(low, p.at, 1, v & 15)
  p.skip(1)
}

/** Nanoseconds, and 65,536ths of one. */
function correction(p: Packet): void {
  const { f } = ptp
  p.need(8)
  const part = p.peek(2, 6) / 65536
  const whole = p.peek(6)
  const was = p.open(p.text(`correctionField: ${(whole + part).toFixed(6)} nanoseconds`, p.at, 8))
  p.label(p.add(f.correction, p.at, 6, whole), `correction: Ns: ${whole} nanoseconds`)
  p.add(f.fraction, p.at + 6, 2, part)
  p.close(was)
  p.skip(8)
}

function clock(p: Packet): void {
  const { f } = ptp
  const at = p.take(f.clock)
  const was = p.open(p.row(f.clock))
  const row = p.add(f.vendor, at, 3)
  if (p.drawing) p.label(row, `MAC Vendor: ${hex(p.bytes, at, 3, ':')}`)
  p.close(was)
}

function time(p: Packet, list: readonly Field[]): void {
  for (const field of list) p.take(field)
}

function body(p: Packet, type: number): void {
  const { f } = ptp
  if (type === 0 || type === 1) time(p, origin)
  else if (type === 8) time(p, precise)
  else if (type === 9) {
    time(p, receive)
    p.take(f.requester)
    p.take(f.requesterPort)
  } else if (type === 0xb) {
    time(p, announced)
    p.take(f.utc)
    p.skip(1)
    for (const field of [f.priority1, f.class, f.accuracy, f.variance, f.priority2, f.master, f.steps, f.source])
      p.take(field)
  } else if (p.left) p.take(f.rest, p.left)
}
