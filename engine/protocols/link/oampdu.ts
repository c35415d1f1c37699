/** IEEE 802.3 clause 57, OAM: the two ends of an Ethernet link watch it, report errors and send frames back on demand. */
import { bit, bits, bytes, u16, u24, u32, u64, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { vendorOf } from '../../names/addresses'

type Names = Readonly<Record<number, string>>
const codes: Names = {
  0x00: 'Information',
  0x01: 'Event Notification',
  0x02: 'Variable Request',
  0x03: 'Variable Response',
  0x04: 'Loopback Control',
  0xfe: 'Organization Specific',
}
const items: Names = {
  0x00: 'End of TLV marker',
  0x01: 'Local Information TLV',
  0x02: 'Remote Information TLV',
  0xfe: 'Organization Specific Information TLV',
}
const events: Names = {
  0x00: 'End of TLV marker',
  0x01: 'Errored Symbol Period Event',
  0x02: 'Errored Frame Event',
  0x03: 'Errored Frame Period Event',
  0x04: 'Errored Frame Seconds Summary Event',
  0xfe: 'Organization Specific Event',
}
const branches: Names = { 3: 'Object', 4: 'Package', 6: 'nameBinding', 7: 'Attribute' }
const or = (names: Names) => (v: number) => names[v] ?? 'Unknown'
const hex = { display: 'hex' } as const
/** Names of organisations behind their numbers. */
const organisation = (v: number): string => {
  const digits = v
    .toString(16)
    .padStart(6, '0')
    .replace(/(..)(?=.)/g, '$1:')
  const name = vendorOf(v)
  return name ? `${digits} (${name})` : digits
}

export const oampdu = protocol({
  name: 'oampdu',
  title: 'OAMPDU',
  column: 'OAM',
  shortName: 'Ethernet OAM PDU',
  spec: 'IEEE 802.3',
  heading: () => 'OAM Protocol',
  over: { 'slow.subtype': [3] },
  fields: {
    flags: u16('oampdu.flags', 'Flags', hex),
    fault: bit('oampdu.flags.linkFault', 'Link Fault', 0x01, { help: 'The sender receives nothing.' }),
    dying: bit('oampdu.flags.dyingGasp', 'Dying Gasp', 0x02, { help: 'The sender is about to lose its power.' }),
    critical: bit('oampdu.flags.criticalEvent', 'Critical Event', 0x04),
    localEvaluating: bit('oampdu.flags.localEvaluating', 'Local Evaluating', 0x08),
    localStable: bit('oampdu.flags.localStable', 'Local Stable', 0x10),
    remoteEvaluating: bit('oampdu.flags.remoteEvaluating', 'Remote Evaluating', 0x20),
    remoteStable: bit('oampdu.flags.remoteStable', 'Remote Stable', 0x40),
    code: u8('oampdu.code', 'OAMPDU code', { ...hex, names: or(codes) }),
    type: u8('oampdu.info.type', 'Type', { ...hex, names: or(items) }),
    length: u8('oampdu.info.length', 'TLV Length'),
    version: u8('oampdu.info.version', 'TLV Version', hex),
    revision: u16('oampdu.info.revision', 'TLV Revision'),
    state: u8('oampdu.info.state', 'OAM DTE States', hex),
    parser: bits('oampdu.info.state.parser', 'Parser Action', 0x03, {
      ...hex,
      names: or({
        0: 'Forward non-OAMPDUs to higher sublayer',
        1: 'Loopback non-OAMPDUs to the lower sublayer',
        2: 'Discarding non-OAMPDUs',
        3: 'Reserved',
      }),
    }),
    multiplexer: bit('oampdu.info.state.multiplexer', 'Multiplexer Action', 0x04, {
      trueFalse: ['Discard non-OAMPDUs to lower sublayer', 'Forward non-OAMPDUs to lower sublayer'],
    }),
    configuration: u8('oampdu.info.oamConfig', 'OAM Configuration', hex),
    mode: bit('oampdu.info.oamConfig.mode', 'OAM Mode', 0x01, {
      trueFalse: ['DTE configured in Active mode', 'DTE configured in Passive mode'],
    }),
    oneWay: bit('oampdu.info.oamConfig.uni', 'Unidirectional support', 0x02, {
      trueFalse: [
        'DTE is capable of sending OAMPDUs when rcv path is down',
        'DTE is not capable of sending OAMPDUs when rcv path is down',
      ],
    }),
    loops: bit('oampdu.info.oamConfig.loopback', 'Loopback support', 0x04, {
      trueFalse: ['DTE is capable of OAM remote loopback mode', 'DTE is not capable of OAM remote loopback mode'],
    }),
    interprets: bit('oampdu.info.oamConfig.event', 'Link Events support', 0x08, {
      trueFalse: ['DTE supports interpreting Link Events', 'DTE does not support interpreting Link Events'],
    }),
    retrieves: bit('oampdu.info.oamConfig.var', 'Variable Retrieval', 0x10, {
      trueFalse: ['DTE supports sending Variable Response OAMPDUs', 'DTE does not support sending Variable Response'],
    }),
    most: u16('oampdu.info.oampduConfig', 'Max OAMPDU Size', { unit: ' bytes' }),
    oui: u24('oampdu.info.oui', 'Organizationally Unique Identifier', { show: organisation }),
    vendor: bytes('oampdu.info.vendor', 'Vendor Specific Information'),
    sequence: u16('oampdu.event.sequence', 'Sequence Number'),
    event: u8('oampdu.event.type', 'Event Type', { ...hex, names: or(events) }),
    eventLength: u8('oampdu.event.length', 'Event Length', hex),
    eventTime: u16('oampdu.event.timestamp', 'Event Timestamp (100ms)'),
    symbolWindow: u64('oampdu.event.espeWindow', 'Errored Symbol Window'),
    symbolThreshold: u64('oampdu.event.espeThreshold', 'Errored Symbol Threshold'),
    symbolErrors: u64('oampdu.event.espeErrors', 'Errored Symbols'),
    symbolTotal: u64('oampdu.event.espeTotalErrors', 'Error Running Total'),
    symbolEvents: u32('oampdu.event.espeTotalEvents', 'Event Running Total'),
    frameWindow: u16('oampdu.event.efeWindow', 'Errored Frame Window'),
    frameThreshold: u32('oampdu.event.efeThreshold', 'Errored Frame Threshold'),
    frameErrors: u32('oampdu.event.efeErrors', 'Errored Frames'),
    frameTotal: u64('oampdu.event.efeTotalErrors', 'Error Running Total'),
    frameEvents: u32('oampdu.event.efeTotalEvents', 'Event Running Total'),
    branch: u8('oampdu.variable.branch', 'Branch', { ...hex, names: or(branches) }),
    leaf: u16('oampdu.variable.attribute', 'Leaf', {
      ...hex,
      names: (v) => ({ 0x31: 'aPortID', 0x02: 'aFramesTransmittedOK', 0x05: 'aFramesReceivedOK', 0xec: 'aOAMID' })[v],
    }),
    width: u8('oampdu.variable.width', 'Variable Width'),
    value: bytes('oampdu.variable.value', 'Variable Value'),
    commands: u8('oampdu.lpbk.commands', 'Commands', hex),
    enable: bit('oampdu.lpbk.commands.enable', 'Enable Remote Loopback', 0x01),
    disable: bit('oampdu.lpbk.commands.disable', 'Disable Remote Loopback', 0x02),
  },
  decode(p, _, f) {
    const flags = [f.fault, f.dying, f.critical, f.localEvaluating, f.localStable, f.remoteEvaluating, f.remoteStable]
    marked(p, f.flags, 2, flags, 1)
    const code = p.take(f.code)
    if (p.columns) p.say(`OAMPDU: ${codes[code] ?? 'reserved'}`)
    if (code === 0x00) information(p)
    else if (code === 0x01) {
      p.take(f.sequence)
      while (p.left >= 2) if (!event(p)) break
    } else if (code === 0x02 || code === 0x03) variables(p, code === 0x03)
    else if (code === 0x04) marked(p, f.commands, 1, [f.enable, f.disable], 0)
    else if (code === 0xfe) p.take(f.oui)
    p.at = p.end
  },
})

/** A field whose line names the bits that are set; those stand `ahead` bytes behind its beginning. */
function marked(
  p: Packet,
  field: typeof oampdu.f.flags,
  size: number,
  list: readonly (typeof oampdu.f.fault)[],
  ahead: number,
): void {
  const value = p.peek(size)
  const row = p.add(field, p.at, size, value)
  const said = list.filter((one) => value & one.mask).map((one) => `, ${one.label}`)
  p.label(row, `${field.label}: 0x${value.toString(16).padStart(2 * size, '0')}${said.join('')}`)
  const was = p.open(row)
  for (const one of list) p.add(one, p.at + ahead, 1, (value & one.mask) >>> one.shift)
  p.close(was)
  p.skip(size)
}

function information(p: Packet): void {
  const { f } = oampdu
  while (p.left >= 2) {
    const type = p.peek(1)
    if (!type) return
    const length = p.peek(1, 1)
    const was = p.open(p.add(f.type, p.at, 1, type))
    p.skip(1)
    p.take(f.length)
    const size = Math.max(0, length - 2)
    p.need(size)
    p.part(size, () => {
      if (type <= 2 && p.left >= 14) station(p)
      else if (p.left >= 3) {
        p.take(f.oui)
        if (p.left) p.take(f.vendor, p.left)
      }
    })
    p.close(was)
  }
}

function station(p: Packet): void {
  const { f } = oampdu
  p.take(f.version)
  p.take(f.revision)
  const state = p.peek(1)
  const row = p.add(f.state, p.at, 1, state)
  const names = (f.parser.options.names as (v: number) => string)(state & 3)
  p.label(row, `OAM DTE States: 0x${state.toString(16).padStart(2, '0')}, Parser Action: ${names}`)
  const was = p.open(row)
  p.add(f.parser, p.at, 1, state & 3)
  p.add(f.multiplexer, p.at, 1, (state >> 2) & 1)
  p.close(was)
  p.skip(1)
  marked(p, f.configuration, 1, [f.mode, f.oneWay, f.loops, f.interprets, f.retrieves], 0)
  p.take(f.most)
  p.take(f.oui)
  p.take(f.vendor, 4)
}

/** False at the end of the list. */
function event(p: Packet): boolean {
  const { f } = oampdu
  const type = p.peek(1)
  if (!type) return false
  const length = Math.max(2, p.peek(1, 1))
  const was = p.open(p.add(f.event, p.at, 1, type))
  p.skip(1)
  p.take(f.eventLength)
  p.need(length - 2)
  p.part(length - 2, () => {
    if (p.left >= 2 && type <= 4) p.take(f.eventTime)
    const symbols = [f.symbolWindow, f.symbolThreshold, f.symbolErrors, f.symbolTotal, f.symbolEvents]
    const frames = [f.frameWindow, f.frameThreshold, f.frameErrors, f.frameTotal, f.frameEvents]
    if (type === 1 && p.left >= 36) for (const field of symbols) p.take(field)
    else if (type === 2 && p.left >= 22) for (const field of frames) p.take(field)
  })
  p.close(was)
  return true
}

function variables(p: Packet, isAnswer: boolean): void {
  const { f } = oampdu
  while (p.left >= 3) {
    if (!p.peek(1)) return
    p.take(f.branch)
    p.take(f.leaf)
    if (!isAnswer) continue
    const width = p.take(f.width)
    if (width && width < 0x80) p.take(f.value, width)
  }
}
