/** Fields of LLDP: IEEE 802.1AB and the items of IEEE 802.1, 802.3 and TIA (LLDP-MED). */
import { bit, bits, bytes, ether, expert, ipv4, ipv6, string, u16, u24, u32, u8 } from '../../../dissect/field'
import type { Field } from '../../../dissect/field'
import {
  attachments,
  bridgeItems,
  chassisKinds,
  etherItems,
  lldpItems,
  mediaItems,
  portKinds,
} from '../../../names/lldp'

const capable = { trueFalse: ['Capable', 'Not capable'] } as const
const enabled = { trueFalse: ['Enabled', 'Disabled'] } as const

const systems = (name: string): Record<string, Field> => ({
  other: bit(`${name}.other`, 'Other', 0x01, capable),
  repeater: bit(`${name}.repeater`, 'Repeater', 0x02, capable),
  bridge: bit(`${name}.bridge`, 'Bridge', 0x04, capable),
  wireless: bit(`${name}.wlan_access_pt`, 'WLAN access point', 0x08, capable),
  router: bit(`${name}.router`, 'Router', 0x10, capable),
  telephone: bit(`${name}.telephone`, 'Telephone', 0x20, capable),
  cable: bit(`${name}.docsis_cable_device`, 'DOCSIS cable device', 0x40, capable),
  station: bit(`${name}.station_only`, 'Station only', 0x80, capable),
})

/** IEEE 802.3, ifMauAutoNegCapAdvertisedBits: name and label by bit. */
const SPEEDS = [
  ['1000base_tfd', '1000BASE-T (full duplex mode)'],
  ['1000base_t', '1000BASE-T (half duplex mode)'],
  ['1000base_xfd', '1000BASE-X (-LX, -SX, -CX full duplex mode)'],
  ['1000base_x', '1000BASE-X (-LX, -SX, -CX half duplex mode)'],
  ['fdx_bpause', 'Asymmetric and Symmetric PAUSE (for full-duplex links)'],
  ['fdx_spause', 'Symmetric PAUSE (for full-duplex links)'],
  ['fdx_apause', 'Asymmetric PAUSE (for full-duplex links)'],
  ['fdx_pause', 'PAUSE (for full-duplex links)'],
  ['100base_t2fd', '100BASE-T2 (full duplex mode)'],
  ['100base_t2', '100BASE-T2 (half duplex mode)'],
  ['100base_txfd', '100BASE-TX (full duplex mode)'],
  ['100base_tx', '100BASE-TX (half duplex mode)'],
  ['100base_t4', '100BASE-T4'],
  ['10base_tfd', '10BASE-T (full duplex mode)'],
  ['10base_t', '10BASE-T (half duplex mode)'],
  ['other', 'Other or unknown'],
] as const
const speeds = (name: string, place: (i: number) => number): Record<string, Field> =>
  Object.fromEntries(
    SPEEDS.map(([key, label], i) => [name + key, bit(`lldp.ieee.802_3.${name}.${key}`, label, place(i), capable)]),
  )

/** Both orders of the sixteen bits, as devices send either. */
export const invertedSpeeds = speeds('pmd_auto_neg_advertised_caps_inv', (i) => 0x8000 >>> i)

const eight = (name: string, label: (i: number) => string, words: { trueFalse: readonly [string, string] }) =>
  Object.fromEntries(
    Array.from({ length: 8 }, (_, i) => [
      `${name}${i}`,
      bit(`lldp.ieee.802_1qau.${name}.prio${i}`, label(i), 1 << i, words),
    ]),
  )
export const notified = eight('cnpv', (i) => `Priority ${i} CNPV Capability`, enabled)
export const ready = eight('ready', (i) => `Priority ${i} Ready Indicator`, { trueFalse: ['Set', 'Not set'] })

const subtype = (name: string, label: string, names: Readonly<Record<number, string>>): Field =>
  u8(name, label, { display: 'hex', names })
const MED = ['hardware', 'firmware', 'software', 'sn', 'manufacturer', 'model', 'asset'] as const
const MED_LABEL = [
  'Hardware Revision',
  'Firmware Revision',
  'Software Revision',
  'Serial Number',
  'Manufacturer Name',
  'Model Name',
  'Asset ID',
]
/** LLDP-MED's inventory: subtypes 5 to 11. */
export const inventory: readonly Field[] = MED.map((key, i) => string(`lldp.media.${key}`, MED_LABEL[i]!))

export const fields = {
  type: bits('lldp.tlv.type', 'TLV Type', 0xfe00, { names: (v) => lldpItems[v] ?? 'Unknown' }),
  length: bits('lldp.tlv.len', 'TLV Length', 0x01ff),
  chassisKind: u8('lldp.chassis.subtype', 'Chassis Id Subtype', { names: (v) => chassisKinds[v]?.[1] ?? 'Reserved' }),
  chassisAddress: ether('lldp.chassis.id.mac', 'Chassis Id', { help: 'Which device sends this.' }),
  chassisIp4: ipv4('lldp.chassis.id.ip4', 'Chassis Id'),
  chassisIp6: ipv6('lldp.chassis.id.ip6', 'Chassis Id'),
  chassis: string('lldp.chassis.id', 'Chassis Id'),
  portKind: u8('lldp.port.subtype', 'Port Id Subtype', { names: (v) => portKinds[v]?.[1] ?? 'Reserved' }),
  port: string('lldp.port.id', 'Port Id', { help: 'By which port of the device.' }),
  portAddress: ether('lldp.port.id.mac', 'Port Id'),
  portIp4: ipv4('lldp.port.id.ip4', 'Port Id'),
  portIp6: ipv6('lldp.port.id.ip6', 'Port Id'),
  networkFamily: u8('lldp.network_address.subtype', 'Network Address family'),
  lifetime: u16('lldp.time_to_live', 'Seconds', { help: 'How long the receiver remembers this; 0: forget it now.' }),
  portText: string('lldp.port.desc', 'Port Description'),
  name: string('lldp.tlv.system.name', 'System Name', { help: 'Name of the device, as its administrator set it.' }),
  description: string('lldp.tlv.system.desc', 'System Description', { help: 'Hardware and software of the device.' }),
  capabilities: u16('lldp.tlv.system_cap', 'Capabilities', { display: 'hex', of: systems('lldp.tlv.system_cap') }),
  enabled: u16('lldp.tlv.enable_system_cap', 'Enabled Capabilities', {
    display: 'hex',
    of: systems('lldp.tlv.enable_system_cap'),
  }),
  addressLength: u8('lldp.mgn.address.len', 'Address String Length'),
  addressKind: u8('lldp.mgn.address.subtype', 'Address Subtype', {
    names: { 1: 'IPv4', 2: 'IPv6', 6: '802 (includes all 802 media plus Ethernet)' },
  }),
  address4: ipv4('lldp.mgn.addr.ip4', 'Management Address', { help: 'Where the device can be managed.' }),
  address6: ipv6('lldp.mgn.addr.ip6', 'Management Address'),
  addressOther: bytes('lldp.mgn.addr.hex', 'Management Address'),
  interfaceKind: u8('lldp.mgn.interface.subtype', 'Interface Subtype', {
    names: { 1: 'Unknown', 2: 'ifIndex', 3: 'System port number' },
  }),
  interfaceNumber: u32('lldp.mgn.interface.number', 'Interface Number'),
  objectLength: u8('lldp.mgn.obj.len', 'OID String Length'),
  object: bytes('lldp.mgn.object.id', 'Object Identifier'),
  oui: u24('lldp.orgtlv.oui', 'Organization Unique Code'),
  bridgeKind: subtype('lldp.ieee.802_1.subtype', 'IEEE 802.1 Subtype', bridgeItems),
  portVlan: u16('lldp.ieee.802_1.port_vlan.id', 'Port VLAN Identifier', { display: 'dec_hex' }),
  protocolVlanFlags: u8('lldp.ieee.802_1.port_and_vlan_id_flag', 'Flags', {
    display: 'hex',
    of: {
      supported: bit('lldp.ieee.802_1.port_and_vlan_id_flag.supported', 'Port and Protocol VLAN', 0x02, {
        trueFalse: ['Supported', 'Not supported'],
      }),
      enabled: bit('lldp.ieee.802_1.port_and_vlan_id_flag.enabled', 'Port and Protocol VLAN', 0x04, enabled),
    },
  }),
  protocolVlan: u16('lldp.ieee.802_1.port_proto_vlan.id', 'Port and Protocol VLAN Identifier', { display: 'dec_hex' }),
  vlan: u16('lldp.ieee.802_1.vlan.id', 'VLAN Identifier', { display: 'dec_hex' }),
  vlanNameLength: u8('lldp.ieee.802_1.vlan.name_len', 'VLAN Name Length'),
  vlanName: string('lldp.ieee.802_1.vlan.name', 'VLAN Name'),
  protocolLength: u8('lldp.ieee.802_1.proto.id_length', 'Protocol Identity Length'),
  protocol: bytes('lldp.ieee.802_1.proto.id', 'Protocol Identity'),
  ...notified,
  ...ready,
  applicationReserved: u8('lldp.dcbx.ieee.app.reserved', 'Reserved', { display: 'hex' }),
  etherKind: subtype('lldp.ieee.802_3.subtype', 'IEEE 802.3 Subtype', etherItems),
  negotiation: u8('lldp.ieee.802_3.mac_phy_auto_neg_status', 'Auto-Negotiation Support/Status', {
    display: 'hex',
    of: {
      supported: bit('lldp.ieee.802_3.mac_phy_auto_neg_status.supported', 'Auto-Negotiation', 0x01, {
        trueFalse: ['Supported', 'Not supported'],
      }),
      enabled: bit('lldp.ieee.802_3.mac_phy_auto_neg_status.enabled', 'Auto-Negotiation', 0x02, enabled),
    },
  }),
  advertised: u16('lldp.ieee.802_3.pmd_auto_neg_advertised_caps', 'PMD Auto-Negotiation Advertised Capability', {
    display: 'hex',
    of: speeds('pmd_auto_neg_advertised_caps', (i) => 1 << i),
  }),
  ...invertedSpeeds,
  attachment: u16('lldp.ieee.802_3.pmd_mau_type', 'Operational MAU Type', { display: 'hex', names: attachments }),
  aggregation: u8('lldp.ieee.802_3.aggregation_status', 'Aggregation Status', {
    display: 'hex',
    of: {
      capable: bit('lldp.ieee.802_3.aggregation_status.cap', 'Aggregation Capability', 0x01, {
        trueFalse: ['Yes', 'No'],
      }),
      enabled: bit('lldp.ieee.802_3.aggregation_status.enabled', 'Aggregation Status', 0x02, enabled),
    },
  }),
  aggregatedPort: u32('lldp.ieee.802_3.aggregated_port_id', 'Aggregated Port Id'),
  largest: u16('lldp.ieee.802_3.max_frame_size', 'Maximum Frame Size'),
  mediaKind: subtype('lldp.media.subtype', 'Media Subtype', mediaItems),
  media: u16('lldp.media.subtype.caps', 'Capabilities', {
    display: 'hex',
    of: {
      lldp: bit('lldp.media.subtype.caps.llpd', 'LLDP-MED Capabilities', 0x01, capable),
      policy: bit('lldp.media.subtype.caps.network_policy', 'Network Policy', 0x02, capable),
      location: bit('lldp.media.subtype.caps.location_id', 'Location Identification', 0x04, capable),
      source: bit('lldp.media.subtype.caps.mdi_pse', 'Extended Power via MDI-PSE', 0x08, capable),
      device: bit('lldp.media.subtype.caps.mid_pd', 'Extended Power via MDI-PD', 0x10, capable),
      inventory: bit('lldp.media.subtype.caps.inventory', 'Inventory', 0x20, capable),
    },
  }),
  mediaClass: u8('lldp.media.subtype.class', 'Class Type', {
    names: {
      0: 'Type Not Defined',
      1: 'Endpoint Class I',
      2: 'Endpoint Class II',
      3: 'Endpoint Class III',
      4: 'Network Connectivity',
    },
  }),
  ...Object.fromEntries(inventory.map((f, i) => [`inventory${i}`, f])),
  unknown: bytes('lldp.unknown_subtype.content', 'Unknown Subtype Content'),
  deprecated: expert('lldp.tlv_deprecated', 'warn', 'Protocol', 'TLV has been deprecated'),
}
