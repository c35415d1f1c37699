/** Fields of IEEE 802.11 management frames: fixed parameters and tagged ones. */
import { bit, bits, bytes, i8, none, string, u16, u24, u32, u64, u8 } from '../../../dissect/field'
import type { Field } from '../../../dissect/field'
import { authentications, categories, reasons, statuses } from '../../../names/wlan-codes'
import { ciphers, environments, keyManagements, tags, wpaCiphers, wpaKeyManagements } from '../../../names/wlan-tags'

const little = { little: true } as const
const implemented = { trueFalse: ['Implemented', 'Not Implemented'] } as const
const set = { trueFalse: ['Set', 'Not set'] } as const

/** `5.5(B) (0x8b)`: in halves of Mbit/s; the upper bit marks those that all must know. */
export const rateText = (v: number): string => `${(v & 0x7f) / 2}${v & 0x80 ? '(B)' : ''}`
const showRate = (v: number): string => `${rateText(v)} (0x${v.toString(16).padStart(2, '0')})`

export const fixed = {
  all: none('wlan.fixed.all', 'Fixed parameters'),
  timestamp: u64('wlan.fixed.timestamp', 'Timestamp', {
    ...little,
    help: 'Microseconds since the access point began to count.',
  }),
  interval: u16('wlan.fixed.beacon', 'Beacon Interval', {
    ...little,
    help: 'Time between two beacons, in units of 1.024 ms.',
  }),
  capabilities: u16('wlan.fixed.capabilities', 'Capabilities Information', {
    ...little,
    display: 'hex',
    of: {
      ess: bit('wlan.fixed.capabilities.ess', 'ESS capabilities', 0x0001, {
        trueFalse: ['Transmitter is an AP', 'Transmitter is a STA'],
      }),
      ibss: bit('wlan.fixed.capabilities.ibss', 'IBSS status', 0x0002, {
        trueFalse: ['Transmitter belongs to an IBSS', 'Transmitter belongs to a BSS'],
      }),
      reserved1: bits('wlan.fixed.capabilities.reserved1', 'Reserved', 0x0004),
      reserved2: bits('wlan.fixed.capabilities.reserved2', 'Reserved', 0x0008),
      privacy: bit('wlan.fixed.capabilities.privacy', 'Privacy', 0x0010, {
        trueFalse: ['Data confidentiality required', 'Data confidentiality not required'],
      }),
      preamble: bit('wlan.fixed.capabilities.short_preamble', 'Short Preamble', 0x0020, {
        trueFalse: ['Allowed', 'Not Allowed'],
      }),
      reserved3: bits('wlan.fixed.capabilities.reserved3', 'Reserved', 0x0040),
      reserved4: bits('wlan.fixed.capabilities.reserved4', 'Reserved', 0x0080),
      spectrum: bit('wlan.fixed.capabilities.spec_man', 'Spectrum Management', 0x0100, implemented),
      qos: bit('wlan.fixed.capabilities.qos', 'QoS', 0x0200, implemented),
      slot: bit('wlan.fixed.capabilities.short_slot_time', 'Short Slot Time', 0x0400, {
        trueFalse: ['In use', 'Not in use'],
      }),
      apsd: bit('wlan.fixed.capabilities.apsd', 'Automatic Power Save Delivery', 0x0800, implemented),
      measurement: bit('wlan.fixed.capabilities.radio_measurement', 'Radio Measurement', 0x1000, implemented),
      epd: bit('wlan.fixed.capabilities.epd', 'EPD', 0x2000, implemented),
      reserved5: bits('wlan.fixed.capabilities.reserved5', 'Reserved', 0x4000),
      reserved6: bits('wlan.fixed.capabilities.reserved6', 'Reserved', 0x8000),
    },
  }),
  algorithm: u16('wlan.fixed.auth.alg', 'Authentication Algorithm', { ...little, names: authentications }),
  sequence: u16('wlan.fixed.auth_seq', 'Authentication SEQ', { ...little, display: 'hex' }),
  status: u16('wlan.fixed.status_code', 'Status code', {
    ...little,
    display: 'hex',
    names: statuses,
    help: '0: the request was granted.',
  }),
  association: bits('wlan.fixed.aid', 'Association ID', 0x3fff, { display: 'hex', width: 2, little: true }),
  listen: u16('wlan.fixed.listen_ival', 'Listen Interval', { ...little, display: 'hex' }),
  currentAp: bytes('wlan.fixed.current_ap', 'Current AP'),
  reason: u16('wlan.fixed.reason_code', 'Reason code', {
    ...little,
    display: 'hex',
    names: reasons,
    help: 'Why the station was sent away.',
  }),
  category: u8('wlan.fixed.category_code', 'Category code', { names: categories }),
  action: u8('wlan.fixed.action_code', 'Action code'),
}

const suite = (name: string, label: string, kinds: Readonly<Record<number, string>>, type = `${name}.type`) => ({
  suite: u32(name, `${label} Suite`),
  oui: u24(`${name}.oui`, `${label} ${label.includes('AKM') ? '' : 'Suite '}OUI`),
  type: u8(type, `${label} ${label.includes('AKM') ? '' : 'Suite '}type`, { names: kinds }),
})
export interface Suites {
  count: Field
  list: Field
  suite: Field
  oui: Field
  type: Field
}
const list = (name: string, label: string, kinds: Readonly<Record<number, string>>, type?: string): Suites => ({
  count: u16(`${name}.count`, `${label} Suite Count`, little),
  list: none(`${name}.list`, `${label}${label.includes('AKM') ? '' : ' Suite'} List`),
  ...suite(name, label, kinds, type),
})
export const rsnGroup = suite('wlan.rsn.gcs', 'Group Cipher', ciphers)
export const rsnPairwise = list('wlan.rsn.pcs', 'Pairwise Cipher', ciphers)
export const rsnKeys = list('wlan.rsn.akms', 'Auth Key Management (AKM)', keyManagements)
export const wpaGroup = suite('wlan.wfa.ie.wpa.mcs', 'Multicast Cipher', wpaCiphers)
export const wpaPairwise = list('wlan.wfa.ie.wpa.ucs', 'Unicast Cipher', wpaCiphers)
export const wpaKeys = list(
  'wlan.wfa.ie.wpa.akms',
  'Auth Key Management (AKM)',
  wpaKeyManagements,
  'wlan.wfa.ie.wpa.type',
)

const supports = { trueFalse: ['Supported', 'Not supported'] } as const
export const tagged = {
  all: none('wlan.tagged.all', 'Tagged parameters'),
  tag: none('wlan.tag', 'Tag'),
  number: u8('wlan.tag.number', 'Tag Number', { names: tags }),
  length: u8('wlan.tag.length', 'Tag length'),
  rates: u8('wlan.supported_rates', 'Supported Rates', { display: 'hex', show: showRate }),
  moreRates: u8('wlan.extended_supported_rates', 'Extended Supported Rates', { display: 'hex', show: showRate }),
  channel: u8('wlan.ds.current_channel', 'Current Channel', {
    help: 'Channel of the network: the receiver may hear its neighbours, too.',
  }),
  dtimCount: u8('wlan.tim.dtim_count', 'DTIM count'),
  dtimPeriod: u8('wlan.tim.dtim_period', 'DTIM period'),
  bitmapControl: u8('wlan.tim.bmapctl', 'Bitmap control', {
    display: 'hex',
    of: {
      multicast: bit('wlan.tim.bmapctl.multicast', 'Multicast', 0x01),
      offset: bits('wlan.tim.bmapctl.offset', 'Bitmap Offset', 0xfe, { display: 'hex' }),
    },
  }),
  bitmap: bytes('wlan.tim.partial_virtual_bitmap', 'Partial Virtual Bitmap'),
  country: string('wlan.country_info.code', 'Code'),
  environment: u8('wlan.country_info.environment', 'Environment', { names: environments }),
  channels: none('wlan.country_info.fnm', 'Country Info'),
  firstChannel: u8('wlan.country_info.fnm.fcn', 'First Channel Number'),
  channelCount: u8('wlan.country_info.fnm.nc', 'Number of Channels'),
  power: i8('wlan.country_info.fnm.mtpl', 'Maximum Transmit Power Level', { unit: ' dBm' }),
  erp: u8('wlan.erp_info', 'ERP Information', {
    display: 'hex',
    of: {
      present: bit('wlan.erp_info.erp_present', 'Non ERP Present', 0x01, set),
      protection: bit('wlan.erp_info.use_protection', 'Use Protection', 0x02, set),
      barker: bit('wlan.erp_info.barker_preamble_mode', 'Barker Preamble Mode', 0x04, set),
      reserved: bits('wlan.erp_info.reserved', 'Reserved', 0xf8, { display: 'hex', width: 1 }),
    },
  }),
  powerMin: u8('wlan.powercap.min', 'Minimum Transmit Power'),
  powerMax: u8('wlan.powercap.max', 'Maximum Transmit Power'),
  supportedChannels: none('wlan.supchan', 'Supported Channels Set'),
  supportedFirst: u8('wlan.supchan.first', 'First Supported Channel'),
  supportedRange: u8('wlan.supchan.range', 'Supported Channel Range'),
  rsnVersion: u16('wlan.rsn.version', 'RSN Version', little),
  ...keyed('gcs', rsnGroup),
  ...keyed('pcs', rsnPairwise),
  ...keyed('akms', rsnKeys),
  rsnCapabilities: u16('wlan.rsn.capabilities', 'RSN Capabilities', {
    ...little,
    display: 'hex',
    of: {
      preauth: bit('wlan.rsn.capabilities.preauth', 'RSN Pre-Auth capabilities', 0x0001, {
        trueFalse: ['Transmitter supports pre-authentication', 'Transmitter does not support pre-authentication'],
      }),
      noPairwise: bit('wlan.rsn.capabilities.no_pairwise', 'RSN No Pairwise capabilities', 0x0002, {
        trueFalse: [
          'Transmitter cannot support WEP default key 0 simultaneously with Pairwise key',
          'Transmitter can support WEP default key 0 simultaneously with Pairwise key',
        ],
      }),
      pairwise: bits('wlan.rsn.capabilities.ptksa_replay_counter', 'RSN PTKSA Replay Counter capabilities', 0x000c, {
        display: 'hex',
        names: (v) => `${2 ** v === 8 ? 16 : 2 ** v} replay counter${v ? 's' : ''} per PTKSA/GTKSA/STAKeySA`,
      }),
      group: bits('wlan.rsn.capabilities.gtksa_replay_counter', 'RSN GTKSA Replay Counter capabilities', 0x0030, {
        display: 'hex',
        names: (v) => `${2 ** v === 8 ? 16 : 2 ** v} replay counter${v ? 's' : ''} per PTKSA/GTKSA/STAKeySA`,
      }),
      required: bit('wlan.rsn.capabilities.mfpr', 'Management Frame Protection Required', 0x0040),
      capable: bit('wlan.rsn.capabilities.mfpc', 'Management Frame Protection Capable', 0x0080),
      joint: bit('wlan.rsn.capabilities.jmr', 'Joint Multi-band RSNA', 0x0100),
      peer: bit('wlan.rsn.capabilities.peerkey', 'PeerKey Enabled', 0x0200),
      extended: bit(
        'wlan.rsn.capabilities.extended_key_id_iaf',
        'Extended Key ID for Individually Addressed Frames',
        0x2000,
        supports,
      ),
    },
  }),
  oui: u24('wlan.tag.oui', 'OUI'),
  vendorType: u8('wlan.tag.vendor.oui.type', 'Vendor Specific OUI Type'),
  vendorData: bytes('wlan.tag.vendor.data', 'Vendor Specific Data'),
  allianceType: u8('wlan.wfa.ie.type', 'Type', {
    display: 'hex',
    names: { 1: 'WPA Information Element', 2: 'WMM/WME', 4: 'WPS' },
  }),
  wpaVersion: u16('wlan.wfa.ie.wpa.version', 'WPA Version', little),
  ...keyed('mcs', wpaGroup),
  ...keyed('ucs', wpaPairwise),
  ...keyed('wpaAkms', wpaKeys),
  content: bytes('wlan.tag.data', 'Tag Data'),
}

function keyed(prefix: string, fields: object): Record<string, Field> {
  return Object.fromEntries(Object.entries(fields).map(([k, v]) => [`${prefix}-${k}`, v as Field]))
}
