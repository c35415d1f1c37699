/** Fields of QUIC's packets and of the frames in Initial packets. */
import { bit, bits, bytes, expert, none, string, u32, u8, uint } from '../../../dissect/field'

const frames: Readonly<Record<number, string>> = {
  0: 'PADDING',
  1: 'PING',
  2: 'ACK',
  3: 'ACK',
  6: 'CRYPTO',
  0x1c: 'CONNECTION_CLOSE (Transport)',
  0x1d: 'CONNECTION_CLOSE (Application)',
}
const packetTypes: Readonly<Record<number, string>> = { 0: 'Initial', 1: '0-RTT', 2: 'Handshake', 3: 'Retry' }
export const versionName = (v: number): string =>
  v === 0
    ? 'Version Negotiation'
    : v === 1
      ? '1'
      : v === 0x6b3343cf
        ? '2'
        : v >>> 8 === 0xff0000
          ? `draft-${v & 255}`
          : v >>> 8 === 0xfaceb0
            ? `Facebook mvfst (draft-${v & 255})`
            : 'Unknown'
const hex8 = (v: number): string => `0x${v.toString(16).padStart(8, '0')}`

export const fields = {
  connection: u32('quic.connection.number', 'Connection Number', { generated: true }),
  length: u32('quic.packet_length', 'Packet Length', { generated: true }),
  form: bit('quic.header_form', 'Header Form', 0x80, { show: (v) => (v ? 'Long Header (1)' : 'Short Header (0)') }),
  fixed: bit('quic.fixed_bit', 'Fixed Bit', 0x40),
  type: bits('quic.long.packet_type', 'Packet Type', 0x30, {
    names: packetTypes,
    help: 'Initial packets begin a connection and can be read by anybody; the others need its keys.',
  }),
  reserved: bits('quic.long.reserved', 'Reserved', 0x0c),
  numberLength: bits('quic.packet_number_length', 'Packet Number Length', 0x03, {
    show: (v) => `${v + 1} bytes (${v})`,
  }),
  version: u32('quic.version', 'Version', { display: 'hex', show: (v) => `${versionName(v)} (${hex8(v)})` }),
  destinationLength: u8('quic.dcil', 'Destination Connection ID Length'),
  destination: bytes('quic.dcid', 'Destination Connection ID', { help: 'By this the receiver finds the connection.' }),
  sourceLength: u8('quic.scil', 'Source Connection ID Length'),
  source: bytes('quic.scid', 'Source Connection ID', { help: 'By this the sender wants to be answered.' }),
  tokenLength: uint('quic.token_length', 'Token Length'),
  token: bytes('quic.token', 'Token'),
  size: uint('quic.length', 'Length'),
  number: uint('quic.packet_number', 'Packet Number'),
  payload: bytes('quic.payload', 'Payload'),
  rest: bytes('quic.remaining_payload', 'Remaining Payload'),
  retryToken: bytes('quic.retry_token', 'Retry Token'),
  retryTag: bytes('quic.retry_integrity_tag', 'Retry Integrity Tag'),
  short: none('quic.short', 'QUIC Short Header'),
  spin: bit('quic.spin_bit', 'Spin Bit', 0x20),
  supported: u32('quic.supported_version', 'Supported Version', {
    display: 'hex',
    show: (v) => `${versionName(v)} (${hex8(v)})`,
  }),
  frame: none('quic.frame', 'Frame'),
  frameType: uint('quic.frame_type', 'Frame Type', {
    show: (v) => `${frames[v] ?? 'Unknown'} (0x${v.toString(16).padStart(16, '0')})`,
  }),
  padding: u32('quic.padding_length', 'Padding Length', { generated: true }),
  acknowledged: uint('quic.ack.largest_acknowledged', 'Largest Acknowledged'),
  delay: uint('quic.ack.ack_delay', 'ACK Delay'),
  ranges: uint('quic.ack.ack_range_count', 'ACK Range Count'),
  range: uint('quic.ack.first_ack_range', 'First ACK Range'),
  gap: uint('quic.ack.gap', 'Gap'),
  ackRange: uint('quic.ack.ack_range', 'ACK Range'),
  offset: uint('quic.crypto.offset', 'Offset'),
  cryptoLength: uint('quic.crypto.length', 'Length'),
  cryptoData: none('quic.crypto.crypto_data', 'Crypto Data'),
  closeCode: uint('quic.cc.error_code', 'Error code'),
  closeFrame: uint('quic.cc.frame_type', 'Frame Type'),
  closeLength: uint('quic.cc.reason_phrase.length', 'Reason phrase Length'),
  closeReason: string('quic.cc.reason_phrase', 'Reason phrase'),
  repeated: expert(
    'quic.retransmission',
    'note',
    'Sequence',
    'This QUIC frame has a reused stream offset (retransmission?)',
  ),
  failed: expert('quic.decryption_failed', 'warn', 'Decryption', 'Failed to decrypt handshake'),
}
