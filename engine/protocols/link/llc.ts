/**
 * IEEE 802.2 (ISO/IEC 8802-2) and its extension SNAP (RFC 1042). Says which protocol an 802.3 frame carries: a service access point
 * at either end and a control field as in HDLC; with SNAP (0xaa, 0xaa) five bytes more, an organisation and its number.
 */
import { u16, u24, u48 } from '../../bytes/read'
import { bit, bits, none, u16 as u16Field, u24 as u24Field, u8 as u8Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { vendorOf } from '../../names/addresses'
import { etherTypes } from '../../names/ether-types'
import { sapName, serviceAccessPoints } from '../../names/sap'
import { readControl, showControl } from './llc-control'
import { stp } from './stp'

const SNAP = 0xaa
const IP = 0x06
const BRIDGES = 0x42
const CISCO = 0x00000c
/** Exchange of identification, without its poll bit. */
const XID = 0xaf
const BASIC_XID = 0x81
const services: Readonly<Record<number, string>> = {
  1: 'Type 1 LLC (Class I LLC)',
  2: 'Type 2 LLC',
  3: 'Type 1 and Type 2 LLCs (Class II LLC)',
  4: 'Type 3 LLC',
  5: 'Type 1 and Type 3 LLCs (Class III LLC)',
  6: 'Type 2 and Type 3 LLCs',
  7: 'Type 1 and Type 2 and Type 3 LLCs (Class IV LLC)',
}
/** Organisations whose number is an EtherType: RFC 1042, and the two that bridges use (802.1H, Cisco). */
const isEtherType = (oui: number): boolean => oui === 0x000000 || oui === 0x0000f8

const sapBits = (v: number): string => sapName(v << 1) ?? 'Unknown'
const pidNames: Readonly<Record<number, string>> = {
  0x0102: 'DRIP',
  0x0104: 'PAgP',
  0x0105: 'MLS Hello',
  0x0108: 'RLQ BPDUs (request)',
  0x0109: 'RLQ BPDUs (response)',
  0x010b: 'PVSTP+',
  0x010c: 'VLAN Bridge',
  0x0111: 'UDLD',
  0x0139: 'MCP',
  0x2000: 'CDP',
  0x2001: 'CGMP',
  0x2003: 'VTP',
  0x2004: 'DTP',
  0x200a: 'STP Uplink Fast',
}

type Llc = typeof llc

export const llc = protocol({
  name: 'llc',
  title: 'Logical-Link Control',
  spec: 'IEEE 802.2',
  over: { 'eth.length': ['llc'], 'sll.ltype': [4], 'wlan.data': ['llc'], 'atm.aal5': ['llc'] },
  header: {
    dsap: u8Field('llc.dsap', 'DSAP', {
      display: 'hex',
      names: serviceAccessPoints,
      help: 'Which protocol at the receiver the frame is for.',
      of: {
        sap: bits('llc.dsap.sap', 'SAP', 0xfe, { show: sapBits }),
        group: bit('llc.dsap.ig', 'IG Bit', 0x01, { trueFalse: ['Group', 'Individual'] }),
      },
    }),
    ssap: u8Field('llc.ssap', 'SSAP', {
      display: 'hex',
      names: sapName,
      help: 'Which protocol at the sender the frame comes from.',
      of: {
        sap: bits('llc.ssap.sap', 'SAP', 0xfe, { show: sapBits }),
        response: bit('llc.ssap.cr', 'CR Bit', 0x01, { trueFalse: ['Response', 'Command'] }),
      },
    }),
  },
  fields: {
    control: u16Field('llc.control', 'Control field', {
      display: 'hex',
      width: 2,
      help: 'Kind of frame: unnumbered (no connection), information or supervisory (numbered, with a connection).',
    }),
    receive: bits('llc.control.n_r', 'N(R)', 0xfe00, {
      help: 'Number of the next frame expected from the other side.',
    }),
    send: bits('llc.control.n_s', 'N(S)', 0x00fe, { help: 'Number of this frame.' }),
    poll: bit('llc.control.p', 'Poll', 0x10, { trueFalse: ['Set', 'Not set'] }),
    final: bit('llc.control.f', 'Final', 0x10, { trueFalse: ['Set', 'Not set'] }),
    supervisory: bits('llc.control.s_ftype', 'Supervisory frame type', 0x0c, { display: 'hex' }),
    command: bits('llc.control.u_modifier_cmd', 'Command', 0xec, { display: 'hex' }),
    response: bits('llc.control.u_modifier_resp', 'Response', 0xec, { display: 'hex' }),
    kind: bits('llc.control.ftype', 'Frame type', 0x03, { display: 'hex' }),
    oui: u24Field('llc.oui', 'Organization Code', { help: 'Organisation that assigned the number that follows.' }),
    type: u16Field('llc.type', 'Type', { display: 'hex', names: etherTypes }),
    pid: u16Field('llc.pid', 'Protocol ID', { display: 'hex' }),
    xid: none('basicxid', 'Logical-Link Control Basic Format XID'),
    xidFormat: u8Field('basicxid.llc.xid.format', 'XID Format', {
      display: 'hex',
      names: { [BASIC_XID]: 'LLC basic format' },
    }),
    xidTypes: u8Field('basicxid.llc.xid.types', 'LLC Types/Classes', {
      display: 'hex',
      names: services,
      help: 'Whether the station takes single frames only, or connections too.',
    }),
    xidWindow: u8Field('basicxid.llc.xid.wsize', 'Receive Window Size'),
    ciscoPid: u16Field('llc.cisco_pid', 'PID', { display: 'hex', names: pidNames }),
  },
  decode(p, h, f) {
    const dsap = p.u8(h.dsap)
    const ssap = p.u8(h.ssap)
    const control = readControl(p)
    if (!p.indexing) showControl(p, f, control, (ssap & 1) === 1)
    p.skip(control.size)
    if (dsap === SNAP && ssap === SNAP) {
      p.need(5)
      const oui = u24(p.bytes, p.at)
      const pid = u16(p.bytes, p.at + 3)
      if (!p.indexing) p.label(p.add(f.oui, p.at, 3, oui), `Organization Code: ${organisation(oui)}`)
      p.skip(3)
      if (isEtherType(oui)) {
        p.take(f.type)
        p.next('ethertype', pid)
        return
      }
      p.take(oui === CISCO ? f.ciscoPid : f.pid)
      p.next(`llc.snap.${oui.toString(16).padStart(6, '0')}`, pid)
      return
    }
    if (p.left === 0) return
    // Only unnumbered and numbered information is for the protocol above.
    if (control.carries && dsap === IP) p.next('ethertype', 0x0800)
    else if (control.carries && dsap === BRIDGES && isRegistration(p)) {
      p.mark(stp)
      p.next('garp.address', lastOfDestination(p))
    } else if (control.carries) p.next('llc.dsap', dsap & 0xfe, ssap & 0xfe)
    else if ((p.bytes[p.base + 2]! & 0xef) === XID && p.peek(1) === BASIC_XID) basicXid(p)
    else p.rest()
  },
  summary(p, h) {
    if (p.end - p.base <= h.size) return ''
    const dsap = p.u8(h.dsap)
    const ssap = p.u8(h.ssap)
    p.at = p.base + h.size
    const control = readControl(p)
    const text = control.text((ssap & 1) === 1)
    if (dsap === SNAP && ssap === SNAP) {
      const at = p.at + control.size
      if (at + 5 > p.end) return text
      const oui = u24(p.bytes, at)
      const name = oui === 0x0000f8 ? undefined : vendorOf(oui)
      return `${text}; SNAP, OUI 0x${hexUpper(oui, 6)} (${name ?? 'Unknown'}), PID 0x${hexUpper(u16(p.bytes, at + 3), 4)}`
    }
    return `${text}; DSAP ${sapText(dsap)} ${dsap & 1 ? 'Group' : 'Individual'}, SSAP ${sapText(ssap)} ${ssap & 1 ? 'Response' : 'Command'}`
  },
})

/** What a station says of itself (5.4.1.1.2). */
function basicXid(p: Packet): void {
  const { f }: Llc = llc
  p.need(3)
  const outer = p.outside()
  const was = p.open(p.add(f.xid, p.at, 3))
  p.take(f.xidFormat)
  const kind = p.take(f.xidTypes) & 0x1f
  const window = p.peek(1) >>> 1
  p.add(f.xidWindow, p.at, 1, window)
  p.skip(1)
  p.close(was)
  p.close(outer)
  if (!p.indexing) p.name('XID')
  if (p.columns)
    p.say(
      `Basic Format; ${services[kind] ?? `Unknown (0x${kind.toString(16).padStart(2, '0')})`}; Window Size ${window}`,
    )
}

/** IEEE 802.1D, table 12-1: 01:80:c2:00:00:20 and the fifteen behind it are for GARP, which shares the bridges' access point. */
function isRegistration(p: Packet): boolean {
  const { kind, bytes, destination } = p.ends
  return kind === 'ether' && u48(bytes, destination) >= 0x0180_c200_0020 && u48(bytes, destination) <= 0x0180_c200_002f
}
const lastOfDestination = (p: Packet): number => p.ends.bytes[p.ends.destination + 5]!

const hexUpper = (n: number, digits: number): string => n.toString(16).toUpperCase().padStart(digits, '0')
const sapText = (sap: number): string => sapName(sap) ?? `0x${(sap & 0xfe).toString(16).padStart(2, '0')}`

/** `00:00:0c (Cisco Systems, Inc)`. */
function organisation(oui: number): string {
  const digits = oui.toString(16).padStart(6, '0')
  const text = `${digits.slice(0, 2)}:${digits.slice(2, 4)}:${digits.slice(4)}`
  const name = vendorOf(oui)
  return name === undefined ? text : `${text} (${name})`
}
