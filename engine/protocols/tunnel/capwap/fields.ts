/** Fields of CAPWAP's two headers: that of every packet, and that of control messages. */
import {
  bit,
  bits,
  bool,
  bytes,
  bytesOf,
  ether,
  expert,
  framenum,
  i8,
  none,
  u16,
  u24,
  u32,
  u8,
} from '../../../dissect/field'
import { enterprises } from '../../../names/enterprises'
import { bindingMessages, elements, messages } from './names'

const H = 'capwap.header'
const C = 'capwap.control.header'
export const vendorShow = (v: number): string => `${enterprises[v] ?? 'Unknown'} (${v})`

export const f = {
  preamble: none('capwap.preamble', 'Preamble'),
  version: bits('capwap.preamble.version', 'Version', 0xf0),
  type: bits('capwap.preamble.type', 'Type', 0x0f, {
    names: { 0: 'CAPWAP Header', 1: 'CAPWAP DTLS Header' },
    help: 'Whether what follows is readable, or encrypted with DTLS.',
  }),
  reserved: u24('capwap.preamble.reserved', 'Reserved'),
  header: none(H, 'Header'),
  length: bits(`${H}.length`, 'Header Length', 0xf80000, { show: (v) => `${v} (${v * 4})` }),
  radio: bits(`${H}.rid`, 'Radio ID', 0x07c000, { help: 'Which radio of the access point.' }),
  binding: bits(`${H}.wbid`, 'Wireless Binding ID', 0x003e00, {
    names: { 0: 'Reserved', 1: 'IEEE 802.11', 2: 'IEEE 802.16', 3: 'EPCGlobal' },
  }),
  flags: bits(`${H}.flags`, 'Header Flags', 0x0001ff, { display: 'hex' }),
  native: bit(`${H}.flags.t`, 'Payload Type', 0x100, {
    trueFalse: ['Native frame format (see Wireless Binding ID field)', 'IEEE 802.3 frame'],
    help: 'Whether the frame inside is as it was on the air.',
  }),
  isFragment: bit(`${H}.flags.f`, 'Fragment', 0x80, { trueFalse: ['Fragment', "Don't Fragment"] }),
  isLast: bit(`${H}.flags.l`, 'Last Fragment', 0x40, {
    trueFalse: ['This is the last fragment', 'More fragments follow'],
  }),
  hasWireless: bit(`${H}.flags.w`, 'Wireless header', 0x20, {
    trueFalse: ['Wireless Specific Information is present', 'No Wireless Specific Information'],
  }),
  hasMac: bit(`${H}.flags.m`, 'Radio MAC header', 0x10, {
    trueFalse: ['Radio MAC Address is present', 'No Radio MAC Address'],
  }),
  isKeepAlive: bit(`${H}.flags.k`, 'Keep-Alive', 0x08, { trueFalse: ['Keep-Alive Packet', 'No Keep-Alive'] }),
  flagsReserved: bits(`${H}.flags.r`, 'Reserved', 0x07, { display: 'hex' }),
  fragmentId: u16(`${H}.fragment.id`, 'Fragment ID', { help: 'The same in all fragments of one packet.' }),
  fragmentOffset: bits(`${H}.fragment.offset`, 'Fragment Offset', 0xfff8, { help: 'In units of eight bytes.' }),
  fragmentReserved: bits(`${H}.fragment.reserved`, 'Reserved', 0x0007),
  macLength: u8(`${H}.mac.length`, 'MAC length'),
  mac48: ether(`${H}.mac.eui48`, 'MAC address', { help: 'Address of the radio.' }),
  mac64: bytesOf(`${H}.mac.eui64`, 'MAC address', 8),
  macData: bytes(`${H}.mac.data`, 'MAC address'),
  wirelessLength: u8(`${H}.wireless.length`, 'Wireless length'),
  wireless: bytes(`${H}.wireless.data`, 'Wireless data'),
  frameInfo: bytes(`${H}.wireless.data.ieee80211.fi`, 'Wireless data ieee80211 Frame Info'),
  rssi: i8(`${H}.wireless.data.ieee80211.fi.rssi`, 'Wireless data ieee80211 RSSI (dBm)', {
    help: 'How strongly the station was received.',
  }),
  snr: u8(`${H}.wireless.data.ieee80211.fi.snr`, 'Wireless data ieee80211 SNR (dB)'),
  rate: u16(`${H}.wireless.data.ieee80211.fi.data_rate`, 'Wireless data ieee80211 Data Rate (Mbps)', {
    show: (v) => `${v} (${(v / 10).toFixed(1)} Mb/s)`,
  }),
  networks: bytes(`${H}.wireless.data.ieee80211.dw`, 'Wireless data ieee80211 Destination WLANs'),
  networkBits: u16(
    `${H}.wireless.data.ieee80211.dw.wlan_id_bitmap`,
    'Wireless data ieee80211 Destination Wlan Id bitmap',
  ),
  networkReserved: u16(`${H}.wireless.data.ieee80211.dw.reserved`, 'Wireless data ieee80211 Destination Wlan reserved'),
  padding: bytes(`${H}.padding`, 'Padding for 4 Byte Alignment'),
  badLength: expert(`${H}.length.bad`, 'warn', 'Malformed', 'Wrong calculate length =! header length'),
  control: none(C, 'Control Header'),
  message: u32(`${C}.message_type`, 'Message Type', {
    help: 'Discovery finds a controller, join binds the access point to it, then it is configured.',
  }),
  messageVendor: u24(`${C}.message_type.enterprise_number`, 'Message Type (Enterprise Number)', {
    show: (v) => (v === 13277 ? 'IEEE 802.11 (13277)' : vendorShow(v)),
  }),
  messageSpecific: u32(`${C}.message_type.enterprise_specific`, 'Message Type (Enterprise Specific)', {
    names: (v) => messages[v] ?? bindingMessages[v] ?? 'Unknown',
  }),
  sequence: u8(`${C}.sequence_number`, 'Sequence Number', { help: 'Request and response have the same.' }),
  elementsLength: u16(`${C}.message_element_length`, 'Message Element Length'),
  controlFlags: u8(`${C}.flags`, 'Flags'),
  elements: none('capwap.message_element', 'Message Element'),
  element: u16('capwap.message_element.type', 'Type', { names: (v) => elements[v] ?? 'Unknown Message Element Type' }),
  elementLength: u16('capwap.message_element.length', 'Length'),
  elementValue: bytes('capwap.message_element.value', 'Value'),
  badElement: expert('capwap.message_element.length.bad', 'error', 'Malformed', 'Bad Message Element length'),
  keepAlive: none('capwap.keep_alive', 'Keep-Alive'),
  keepAliveLength: u16('capwap.keep_alive.length', 'Message Element Length'),
  fragments: none('capwap.fragments', 'Message fragments'),
  fragment: framenum('capwap.fragment', 'Message fragment'),
  fragmentError: framenum('capwap.fragment.error', 'Message defragmentation error'),
  overlap: bool('capwap.fragment.overlap', 'Message fragment overlap'),
  overlapConflict: bool('capwap.fragment.overlap.conflicts', 'Message fragment overlapping with conflicting data'),
  multipleTails: bool('capwap.fragment.multiple_tails', 'Message has multiple tail fragments'),
  tooLong: bool('capwap.fragment.too_long_fragment', 'Message fragment too long'),
  fragmentCount: u32('capwap.fragment.count', 'Message fragment count'),
  reassembledIn: framenum('capwap.reassembled.in', 'Reassembled in'),
  reassembledLength: u32('capwap.reassembled.length', 'Reassembled CAPWAP length'),
}
